#include "format/gzip.h"

#include <zlib.h>

#include <limits>
#include <utility>

#include "base/check.h"

namespace tarn::format {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib's word for a gzip header around the largest window

Error not_gzip(const std::string& name, const std::string& why) {
  return {.code = ErrorCode::kData,
          .message = name + ": the file is not what gzip writes: " + why,
          .condition = "FAILED_READ_FILE.NO_HINT",
          .sqlstate = "KD001"};
}

}  // namespace

struct GzipReader::State {
  z_stream stream = {};
  std::string name;
  Packed packed;
  bool is_open = false;
  bool is_at_member_end = true;
};

GzipReader::GzipReader(std::string name, Packed packed) : state_(std::make_unique<State>()) {
  state_->name = std::move(name);
  state_->packed = std::move(packed);
  state_->is_open = inflateInit2(&state_->stream, kGzipWindow) == Z_OK;
}

GzipReader::~GzipReader() {
  if (state_->is_open) {
    inflateEnd(&state_->stream);
  }
}

Status GzipReader::next(std::string& out, size_t bytes_max) {
  z_stream& stream = state_->stream;
  if (!state_->is_open) {
    return Error{.code = ErrorCode::kUnavailable, .message = "no memory to unpack a gzip file"};
  }
  out.resize(bytes_max);
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(bytes_max);
  while (stream.avail_out > 0) {
    if (stream.avail_in == 0) {
      ASSIGN_OR_RETURN(const std::string_view packed, state_->packed());
      if (packed.empty()) {
        break;
      }
      CHECK(packed.size() <= std::numeric_limits<uInt>::max());
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
      stream.avail_in = static_cast<uInt>(packed.size());
    }
    if (state_->is_at_member_end) {
      inflateReset(&stream);
      state_->is_at_member_end = false;
    }
    const int answer = inflate(&stream, Z_NO_FLUSH);
    if (answer == Z_STREAM_END) {
      state_->is_at_member_end = true;
    } else if (answer != Z_OK && answer != Z_BUF_ERROR) {
      return not_gzip(state_->name,
                      stream.msg == nullptr ? "error " + std::to_string(answer) : stream.msg);
    }
  }
  out.resize(bytes_max - stream.avail_out);
  if (out.empty() && !state_->is_at_member_end) {
    return not_gzip(state_->name, "it ends too early");
  }
  return ok();
}

}  // namespace tarn::format
