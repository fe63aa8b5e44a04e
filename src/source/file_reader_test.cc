#include "source/file_reader.h"

#include <gtest/gtest.h>

#include <variant>

#include "storage/memory_file_system.h"

namespace tarn::source {
namespace {

// Lines of 1000 bytes each, more than one chunk of the reader in all.
std::string lines(int count) {
  std::string text;
  for (int at = 0; at < count; ++at) {
    text += std::string(999, 'x') + '\n';
  }
  return text;
}

class FileReaderTest : public testing::Test {
 protected:
  engine::BatchReader& open(std::map<std::string, std::string> options = {}) {
    const types::Schema schema = {{"value", types::string_type()}};
    const plan::Node scan{
        .content = plan::Scan{.id = {1},
                              .source = plan::FileSource{.format = "text",
                                                         .path = "/in",
                                                         .options = std::move(options),
                                                         .schema = schema}},
        .output = {{.id = {1}, .name = "value", .type = types::string_type()}}};
    const auto listed = list_files(files_, "/", "/in", {});
    EXPECT_TRUE(listed);
    auto relation = read_listed_files(scan, *listed,
                                      {.files = files_, .clock = clock_, .root = "/", .zone = {}});
    EXPECT_TRUE(relation);
    reader_ = std::get<engine::Pulled>(*relation).lanes.at(0);
    return *reader_;
  }

  // Rows until the end, or what went wrong.
  std::string rows_left() {
    types::Batch batch;
    size_t rows = 0;
    while (true) {
      const auto more = reader_->next(batch);
      if (!more) {
        return more.error().message;
      }
      if (!*more) {
        return std::to_string(rows);
      }
      rows += batch.rows;
    }
  }

  ManualClock clock_{1'767'268'800'000'000};
  storage::MemoryFileSystem files_{clock_};
  std::shared_ptr<engine::BatchReader> reader_;
};

TEST_F(FileReaderTest, ALargeFileComesInBatchesThatDoNotGrowWithIt) {
  files_.write("/in/a.txt", lines(2000));
  engine::BatchReader& reader = open();
  types::Batch batch;
  ASSERT_TRUE(*reader.next(batch));
  EXPECT_LT(batch.rows, 1000u);
  EXPECT_EQ(std::to_string(batch.rows + std::stoul(rows_left())), "2000");
}

TEST_F(FileReaderTest, AFileThatShrinksWhileItIsReadFailsTheBatch) {
  files_.write("/in/a.txt", lines(2000));
  engine::BatchReader& reader = open();
  types::Batch batch;
  ASSERT_TRUE(*reader.next(batch));
  files_.write("/in/a.txt", lines(1500));
  EXPECT_EQ(rows_left(),
            "/in/a.txt had 2000000 bytes when it was planned, and has 1500000 now: files must not "
            "change after they appear");
}

TEST_F(FileReaderTest, AFileThatGrowsWhileItIsReadFailsTheBatch) {
  files_.write("/in/a.txt", lines(2000));
  engine::BatchReader& reader = open();
  types::Batch batch;
  ASSERT_TRUE(*reader.next(batch));
  files_.write("/in/a.txt", lines(2001));
  EXPECT_EQ(rows_left(),
            "/in/a.txt had 2000000 bytes when it was planned, and has 2001000 now: files must not "
            "change after they appear");
}

TEST_F(FileReaderTest, WhereOverwritingIsAllowedAFileMayHaveGrownSinceItWasListed) {
  files_.write("/in/a.txt", lines(1));
  open({{"allowoverwrites", "true"}});
  files_.write("/in/a.txt", lines(3));
  EXPECT_EQ(rows_left(), "3");
}

}  // namespace
}  // namespace tarn::source
