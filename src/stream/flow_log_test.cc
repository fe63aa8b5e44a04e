#include "stream/flow_log.h"

#include <gtest/gtest.h>

#include "storage/memory_file_system.h"

namespace tarn::stream {
namespace {

constexpr const char* kFolder = "checkpoint/0";
constexpr const char* kPath = "checkpoint/0/flow.log";

Frame planned(int64_t batch) {
  return {.kind = FrameKind::kPlanned, .batch = {batch}, .json = R"({"ends":["x"]})"};
}

Frame committed(int64_t batch, std::string payload) {
  return {.kind = FrameKind::kCommitted, .batch = {batch}, .json = "{}", .payload = std::move(payload)};
}

class FlowLogTest : public testing::Test {
 protected:
  void write(const std::vector<Frame>& frames) {
    auto opened = FlowLog::open(files_, kFolder);
    ASSERT_TRUE(opened);
    for (const Frame& frame : frames) {
      ASSERT_TRUE(opened->log->append(frame));
    }
  }

  // The kinds and batches of what the log holds: "p0 c0".
  std::string contents() {
    const auto opened = FlowLog::open(files_, kFolder);
    if (!opened) {
      return opened.error().message;
    }
    std::string text;
    for (const Frame& frame : opened->frames) {
      text += (text.empty() ? "" : " ") + std::string(frame.kind == FrameKind::kPlanned ? "p" : "c") +
              std::to_string(frame.batch.value);
    }
    return text;
  }

  // Writes the log's bytes again, changed.
  void damage(const std::function<void(std::string&)>& change) {
    std::string bytes = *files_.read(kPath);
    change(bytes);
    files_.write(kPath, bytes);
  }

  ManualClock clock_{0};
  storage::MemoryFileSystem files_{clock_};
};

TEST_F(FlowLogTest, KeepsFramesInOrderWithTheirPayload) {
  write({planned(0), committed(0, std::string("a\0b", 3))});
  const auto opened = FlowLog::open(files_, kFolder);
  ASSERT_TRUE(opened);
  ASSERT_EQ(opened->frames.size(), 2u);
  EXPECT_EQ(opened->frames[0].json, R"({"ends":["x"]})");
  EXPECT_EQ(opened->frames[1].payload, std::string("a\0b", 3));
}

TEST_F(FlowLogTest, AFrameTornByACrashIsCutOff) {
  write({planned(0), committed(0, "state")});
  damage([](std::string& bytes) { bytes.resize(bytes.size() - 3); });
  EXPECT_EQ(contents(), "p0");
  write({committed(0, "state again")});
  EXPECT_EQ(contents(), "p0 c0");
}

TEST_F(FlowLogTest, EveryTornLengthLeavesWholeFramesOnly) {
  write({planned(0), committed(0, "state")});
  const std::string whole = *files_.read(kPath);
  const size_t first = encode_frame(planned(0)).size();
  for (size_t size = 0; size < whole.size(); ++size) {
    files_.write(kPath, whole.substr(0, size));
    EXPECT_EQ(contents(), size < first ? "" : "p0") << size;
  }
}

TEST_F(FlowLogTest, ADamagedFrameBeforeAGoodOneIsRefusedByName) {
  write({planned(0), committed(0, "state"), planned(1)});
  const size_t inside = encode_frame(planned(0)).size() + 20;
  damage([&](std::string& bytes) { bytes[inside] ^= 1; });
  EXPECT_EQ(contents(),
            "checkpoint/0/flow.log: the frame at byte " +
                std::to_string(encode_frame(planned(0)).size()) +
                " is damaged, and later frames are not; restore the file from a copy, or run a full "
                "refresh of the table");
}

TEST_F(FlowLogTest, AnAppendCostsOneSync) {
  auto opened = FlowLog::open(files_, kFolder);
  ASSERT_TRUE(opened);
  const uint64_t before = files_.syncs();
  ASSERT_TRUE(opened->log->append(planned(0)));
  EXPECT_EQ(files_.syncs() - before, 1u);
}

TEST_F(FlowLogTest, WhatWasAppendedSurvivesThePowerGoing) {
  write({planned(0)});
  files_.restart(storage::PowerLoss::kForgetsNames);
  EXPECT_EQ(contents(), "p0");
}

TEST(DecodeFramesTest, RandomBytesHoldNoFrame) {
  EXPECT_EQ(decode_frames(std::string(1000, 'T')).frames.size(), 0u);
}

TEST(DecodeFramesTest, LengthsBeyondTheEndAreNoFrame) {
  std::string bytes = encode_frame(planned(0));
  bytes[23] = '\x7f';  // the highest byte of the JSON's length
  EXPECT_EQ(decode_frames(bytes).end, 0u);
}

}  // namespace
}  // namespace tarn::stream
