// The journal of one flow: what was planned, what was committed, and the state's changes, in one
// file that only grows (docs/formats/flow-log.md).
//
// append() is durable when it returns, with one sync. A crash in the middle of an append leaves a torn
// frame at the end, which open() cuts off: its batch was not planned, or not committed. A bad
// frame with a good one behind it is damage, and refused. One thread at a time; the pipeline's lock keeps
// other processes away.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "storage/append_file.h"
#include "storage/file_system.h"

namespace tarn::stream {

enum class FrameKind : uint8_t {
  kPlanned = 1,    // offsets, clock and watermark of a batch that is about to run
  kCommitted = 2,  // a batch whose sink has it; payload: the changes of the state
};

struct Frame {
  FrameKind kind = FrameKind::kPlanned;
  BatchId batch;
  std::string json;     // what the batch is, or became
  std::string payload;  // bytes of the state, or empty
};

class FlowLog {
 public:
  struct Opened;

  // The log in `folder`, made if it is not there, with every frame that it holds, oldest first.
  // kCorrupt: names the file and the byte.
  static Result<Opened> open(storage::FileSystem& files, const std::string& folder);

  Status append(const Frame& frame);

 private:
  explicit FlowLog(std::unique_ptr<storage::AppendFile> file) : file_(std::move(file)) {}
  std::unique_ptr<storage::AppendFile> file_;
};

struct FlowLog::Opened {
  std::unique_ptr<FlowLog> log;
  std::vector<Frame> frames;
};

// A frame as bytes, and the frames at the front of some bytes with how far they reach.
std::string encode_frame(const Frame& frame);
struct DecodedFrames {
  std::vector<Frame> frames;
  size_t end = 0;  // where the first byte stands that is no good frame
};
DecodedFrames decode_frames(std::string_view bytes);

}  // namespace tarn::stream
