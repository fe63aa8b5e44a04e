#include "source/file_stream.h"

#include <gtest/gtest.h>

#include <set>

#include "storage/memory_file_system.h"

namespace tarn::source {
namespace {

// What a flow remembers, as a set.
class Remembered final : public SourceMemory {
 public:
  Result<std::vector<uint8_t>> has(const std::vector<std::string>& names) override {
    std::vector<uint8_t> known;
    for (const std::string& name : names) {
      known.push_back(names_.contains(name) ? 1 : 0);
    }
    return known;
  }
  void add(const std::vector<std::string>& names) { names_.insert(names.begin(), names.end()); }

 private:
  std::set<std::string> names_;
};

class FileStreamTest : public testing::Test {
 protected:
  std::unique_ptr<StreamSource> open(std::map<std::string, std::string> options = {}) {
    const plan::Node scan{
        .content =
            plan::Scan{.id = {1},
                       .source = plan::FileSource{.format = "text",
                                                  .path = "input",
                                                  .options = std::move(options),
                                                  .schema = {{"value", types::string_type()}}},
                       .streaming = true},
        .output = {}};
    auto stream =
        open_file_stream(scan, {.files = files_, .clock = clock_, .root = "/project", .zone = {}});
    EXPECT_TRUE(stream) << (stream ? "" : stream.error().message);
    return *std::move(stream);
  }

  void write(const std::string& name) {
    clock_.advance(1'000'000);
    files_.write("/project/input/" + name, "line\n");
  }

  // The names in the next batch; "-" where there is none.
  static std::string next(StreamSource& stream, std::string* end = nullptr) {
    const auto planned = stream.plan_batch();
    EXPECT_TRUE(planned);
    if (!*planned) {
      return "-";
    }
    if (end != nullptr) {
      *end = **planned;
    }
    std::string text;
    const auto names = stream.names_in(**planned);
    EXPECT_TRUE(names);
    for (const std::string& name : *names) {
      text += (text.empty() ? "" : " ") + name;
    }
    return text;
  }

  ManualClock clock_{1'767'268'800'000'000};
  storage::MemoryFileSystem files_{clock_};
  Remembered memory_;
};

TEST_F(FileStreamTest, ABatchNamesItsFilesInTheOrderOfTheirTimes) {
  write("b");
  write("a");
  const auto stream = open();
  ASSERT_TRUE(stream->prepare(memory_));
  EXPECT_EQ(next(*stream), "input/b input/a");
  EXPECT_EQ(next(*stream), "-");
}

TEST_F(FileStreamTest, WhatTheFlowRemembersIsNotTakenAgain) {
  write("a");
  write("b");
  memory_.add({"input/a"});
  const auto stream = open();
  ASSERT_TRUE(stream->prepare(memory_));
  EXPECT_EQ(next(*stream), "input/b");
}

TEST_F(FileStreamTest, ABatchThatIsUnderWayIsNotPlannedAgain) {
  write("a");
  std::string end;
  {
    const auto stream = open();
    ASSERT_TRUE(stream->prepare(memory_));
    next(*stream, &end);
  }
  write("b");
  const auto stream = open();
  ASSERT_TRUE(stream->recover(end));
  ASSERT_TRUE(stream->prepare(memory_));
  EXPECT_EQ(next(*stream), "input/b");
}

TEST_F(FileStreamTest, FilesFromBeforeTheStreamAreABatchThatNamesThemAndReadsNone) {
  write("old");
  const auto stream = open({{"includeexistingfiles", "false"}});
  ASSERT_TRUE(stream->prepare(memory_));
  std::string end;
  EXPECT_EQ(next(*stream, &end), "input/old");
  memory_.add(*stream->names_in(end));
  write("new");
  ASSERT_TRUE(stream->prepare(memory_));
  EXPECT_EQ(next(*stream), "input/new");
}

}  // namespace
}  // namespace tarn::source
