#include "source/file_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/path.h"
#include "types/utf8.h"

namespace tarn::source {
namespace {

// Extensions by which Hadoop knows a compression that is not read here.
constexpr std::array<std::string_view, 6> kOtherCompressions{".bz2",    ".deflate", ".lz4",
                                                             ".snappy", ".zst",     ".lzo"};

bool has_extension(std::string_view path, std::string_view extension) {
  return path.size() > extension.size() &&
         types::equal_ignoring_case(path.substr(path.size() - extension.size()), extension);
}

}  // namespace

Status FileText::open(uint64_t bytes_max) {
  for (const std::string_view extension : kOtherCompressions) {
    if (has_extension(path_, extension)) {
      return Error{.code = ErrorCode::kUnsupported,
                   .message = path_ + " is compressed in a way that cannot be read yet (" +
                              std::string(extension) + "); plain files and .gz can",
                   .condition = "UNSUPPORTED_FEATURE",
                   .sqlstate = "0A000"};
    }
  }
  const bool is_packed = has_extension(path_, ".gz");
  // Packed bytes unpack to more, so that as many of them are always enough.
  if (bytes_max < size_) {
    ASSIGN_OR_RETURN(stored_, files_.read_range(path_, 0, bytes_max));
    is_all_read_ = false;
  } else {
    ASSIGN_OR_RETURN(stored_, files_.read(path_));
  }
  if (is_packed) {
    gzip_.emplace(stored_);
  }
  return ok();
}

Result<std::string_view> FileText::next(size_t bytes_max) {
  if (!gzip_) {
    const std::string_view chunk = std::string_view(stored_).substr(offset_, bytes_max);
    offset_ += chunk.size();
    is_at_end_ = offset_ == stored_.size();
    return chunk;
  }
  const Status status = gzip_->next(unpacked_, bytes_max);
  if (!status && !is_all_read_) {
    return std::string_view();  // the beginning of a file ends anywhere
  }
  if (!status) {
    return status.error().within(path_);
  }
  is_at_end_ = unpacked_.empty();
  return std::string_view(unpacked_);
}

}  // namespace tarn::source
