#include "console/history.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tarn::console {
namespace {

using Entries = std::vector<std::string>;

class HistoryTest : public testing::Test {
 protected:
  HistoryTest()
      : folder_(std::filesystem::path(testing::TempDir()) /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
  }
  ~HistoryTest() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return folder_ / "state" / "sql_history"; }
  std::string text() const {
    std::ifstream file(path());
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(HistoryTest, AnotherSessionFindsEntriesOfSeveralLines) {
  History(path()).add("SELECT\n'a\\b';");
  EXPECT_EQ(History(path()).entries(), (Entries{"SELECT\n'a\\b';"}));
}

TEST_F(HistoryTest, TheFileIsItsOwnersAlone) {
  History(path()).add("SELECT 1;");
  struct stat status = {};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(HistoryTest, RepeatsAndWhatBeginsWithABlankAreNotKept) {
  History history(path());
  EXPECT_TRUE(history.add("SELECT 1;"));
  EXPECT_FALSE(history.add("SELECT 1;"));
  EXPECT_FALSE(history.add(" SELECT 'secret';"));
  EXPECT_EQ(history.entries(), (Entries{"SELECT 1;"}));
  EXPECT_EQ(text(), "\"SELECT 1;\"\n");
}

TEST_F(HistoryTest, EntriesOfTwoSessionsAtATimeAreAllKept) {
  History one(path());
  History two(path());
  one.add("SELECT 1;");
  two.add("SELECT 2;");
  one.add("SELECT 3;");
  EXPECT_EQ(History(path()).entries(), (Entries{"SELECT 1;", "SELECT 2;", "SELECT 3;"}));
}

TEST_F(HistoryTest, LinesThatAreNoEntriesArePassedOver) {
  History(path()).add("SELECT 1;");
  std::ofstream(path(), std::ios::app) << "garbage\n{\"a\":1}\n\"SELECT 2;\"\n\"cut off";
  EXPECT_EQ(History(path()).entries(), (Entries{"SELECT 1;", "SELECT 2;"}));
}

TEST_F(HistoryTest, AFileThatHasGrownIsCutToTheNewestEntries) {
  History(path()).add("first");
  {
    std::ofstream file(path(), std::ios::app);
    for (size_t i = 0; i < 2 * History::kEntries; ++i) {
      file << '"' << i << "\"\n";
    }
  }
  EXPECT_EQ(History(path()).entries().size(), History::kEntries);
  const std::string left = text();
  EXPECT_EQ(static_cast<size_t>(std::ranges::count(left, '\n')), History::kEntries);
  EXPECT_TRUE(left.ends_with("\"9999\"\n"));
}

TEST_F(HistoryTest, WithoutAFileEntriesLastForTheSession) {
  History history("");
  EXPECT_TRUE(history.add("SELECT 1;"));
  EXPECT_EQ(history.entries().size(), 1U);
}

}  // namespace
}  // namespace tarn::console
