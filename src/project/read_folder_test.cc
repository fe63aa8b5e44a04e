#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "project/folder.h"

namespace tarn::project {
namespace {

class DiskFolderTest : public ::testing::Test {
 protected:
  DiskFolderTest()
      : root_(std::filesystem::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_ / "t" / "deep");
    std::ofstream(root_ / "t" / "deep" / "b.sql") << "SELECT 1";
    std::ofstream(root_ / "t" / "a.sql") << "";
  }
  ~DiskFolderTest() override { std::filesystem::remove_all(root_); }

  std::string path(const std::string& name) const { return (root_ / name).generic_string(); }

  std::filesystem::path root_;
};

TEST_F(DiskFolderTest, FilesAtAnyDepthAreListedInOrder) {
  const auto files = DiskFolder().files_below(path("t"));
  ASSERT_TRUE(files);
  EXPECT_EQ(*files, (std::vector<std::string>{"a.sql", "deep/b.sql"}));
}

TEST_F(DiskFolderTest, AFolderThatIsNotThereHasNoFiles) {
  const auto files = DiskFolder().files_below(path("nowhere"));
  ASSERT_TRUE(files);
  EXPECT_TRUE(files->empty());
}

TEST_F(DiskFolderTest, AFileIsReadWhole) {
  EXPECT_TRUE(DiskFolder().is_file(path("t/deep/b.sql")));
  EXPECT_FALSE(DiskFolder().is_file(path("t/deep")));
  EXPECT_EQ(*DiskFolder().read(path("t/deep/b.sql")), "SELECT 1");
}

TEST_F(DiskFolderTest, AMissingFileIsNotFound) {
  const auto text = DiskFolder().read(path("x.sql"));
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::kNotFound);
}

TEST(PathTest, NamesAreTakenAgainstTheFolder) {
  EXPECT_EQ(path_in("/p", "t/../a.sql"), "/p/a.sql");
  EXPECT_EQ(path_in("/p", "/q/a.sql"), "/q/a.sql");
  EXPECT_EQ(path_in("t", "./a.sql"), "t/a.sql");
}

}  // namespace
}  // namespace tarn::project
