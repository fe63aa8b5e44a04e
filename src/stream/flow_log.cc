#include "stream/flow_log.h"

#include <cstring>
#include <optional>
#include <utility>

#include <xxhash.h>

#include "storage/path.h"

namespace tarn::stream {
namespace {

constexpr std::string_view kMagic = "TFL1";
constexpr size_t kHeaderBytes = 4 + 1 + 3 + 8 + 8 + 8;  // magic, kind, zeros, batch, two lengths
constexpr size_t kChecksumBytes = 8;

void put(std::string& out, uint64_t value, size_t bytes) {
  for (size_t i = 0; i < bytes; ++i) {
    out.push_back(static_cast<char>(value >> (8 * i)));
  }
}

uint64_t take(std::string_view bytes, size_t at, size_t count) {
  uint64_t value = 0;
  for (size_t i = 0; i < count; ++i) {
    value |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return value;
}

struct Decoded {
  Frame frame;
  size_t bytes = 0;
};

std::optional<Decoded> decode_one(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes + kChecksumBytes || !bytes.starts_with(kMagic)) {
    return std::nullopt;
  }
  const uint64_t kind = take(bytes, 4, 4);
  const uint64_t json_bytes = take(bytes, 16, 8);
  const uint64_t payload_bytes = take(bytes, 24, 8);
  const uint64_t room = bytes.size() - kHeaderBytes - kChecksumBytes;
  if (kind < 1 || kind > 2 || json_bytes > room || payload_bytes > room - json_bytes) {
    return std::nullopt;
  }
  const size_t body = kHeaderBytes + json_bytes + payload_bytes;
  if (XXH3_64bits(bytes.data(), body) != take(bytes, body, kChecksumBytes)) {
    return std::nullopt;
  }
  return Decoded{.frame = {.kind = static_cast<FrameKind>(kind),
                           .batch = {static_cast<int64_t>(take(bytes, 8, 8))},
                           .json = std::string(bytes.substr(kHeaderBytes, json_bytes)),
                           .payload = std::string(bytes.substr(kHeaderBytes + json_bytes, payload_bytes))},
                 .bytes = body + kChecksumBytes};
}

// Whether a whole frame stands somewhere behind `end`: then what stands at `end` is not a torn tail.
bool good_frame_follows(std::string_view bytes, size_t end) {
  for (size_t at = bytes.find(kMagic, end + 1); at != std::string_view::npos;
       at = bytes.find(kMagic, at + 1)) {
    if (decode_one(bytes.substr(at))) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string encode_frame(const Frame& frame) {
  std::string out(kMagic);
  put(out, static_cast<uint64_t>(frame.kind), 4);
  put(out, static_cast<uint64_t>(frame.batch.value), 8);
  put(out, frame.json.size(), 8);
  put(out, frame.payload.size(), 8);
  out += frame.json;
  out += frame.payload;
  put(out, XXH3_64bits(out.data(), out.size()), kChecksumBytes);
  return out;
}

DecodedFrames decode_frames(std::string_view bytes) {
  DecodedFrames decoded;
  while (auto next = decode_one(bytes.substr(decoded.end))) {
    decoded.end += next->bytes;
    decoded.frames.push_back(std::move(next->frame));
  }
  return decoded;
}

Result<FlowLog::Opened> FlowLog::open(storage::FileSystem& files, const std::string& folder) {
  const std::string path = storage::join(folder, "flow.log");
  RETURN_IF_ERROR(files.make_directories(folder));
  ASSIGN_OR_RETURN(const bool exists, files.exists(path));
  if (!exists) {
    RETURN_IF_ERROR(files.create(path, ""));
  }
  ASSIGN_OR_RETURN(const std::string bytes, files.read(path));
  DecodedFrames decoded = decode_frames(bytes);
  if (good_frame_follows(bytes, decoded.end)) {
    return Error{.code = ErrorCode::kCorrupt,
                 .message = path + ": the frame at byte " + std::to_string(decoded.end) +
                            " is damaged, and later frames are not; restore the file from a copy, or "
                            "run a full refresh of the table"};
  }
  ASSIGN_OR_RETURN(auto file, files.open_append(path));
  if (decoded.end < bytes.size()) {
    RETURN_IF_ERROR(file->truncate(decoded.end));
  }
  return Opened{.log = std::unique_ptr<FlowLog>(new FlowLog(std::move(file))),
                .frames = std::move(decoded.frames)};
}

Status FlowLog::append(const Frame& frame) {
  RETURN_IF_ERROR(file_->append(encode_frame(frame)));
  file_->sync();
  return ok();
}

}  // namespace tarn::stream
