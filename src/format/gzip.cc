#include "format/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace tarn::format {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib's word for a gzip header around the largest window

Error not_gzip(const std::string& why) {
  return {.code = ErrorCode::kData,
          .message = "the file is not what gzip writes: " + why,
          .condition = "FAILED_READ_FILE.NO_HINT",
          .sqlstate = "KD001"};
}

}  // namespace

struct GzipReader::State {
  z_stream stream = {};
  std::string_view rest;  // that zlib was not given yet
  bool is_open = false;
  bool is_at_member_end = true;
};

GzipReader::GzipReader(std::string_view compressed) : state_(std::make_unique<State>()) {
  state_->rest = compressed;
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
      const size_t given = std::min<size_t>(state_->rest.size(), std::numeric_limits<uInt>::max());
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(state_->rest.data()));
      stream.avail_in = static_cast<uInt>(given);
      state_->rest.remove_prefix(given);
      if (given == 0) {
        break;
      }
    }
    if (state_->is_at_member_end) {
      inflateReset(&stream);
      state_->is_at_member_end = false;
    }
    const int answer = inflate(&stream, Z_NO_FLUSH);
    if (answer == Z_STREAM_END) {
      state_->is_at_member_end = true;
    } else if (answer != Z_OK && answer != Z_BUF_ERROR) {
      return not_gzip(stream.msg == nullptr ? "error " + std::to_string(answer) : stream.msg);
    }
  }
  out.resize(bytes_max - stream.avail_out);
  if (out.empty() && !state_->is_at_member_end) {
    return not_gzip("it ends too early");
  }
  return ok();
}

}  // namespace tarn::format
