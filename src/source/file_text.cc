#include "source/file_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "source/file_listing.h"
#include "storage/path.h"
#include "types/utf8.h"

namespace tarn::source {
namespace {

// Extensions by which Hadoop knows a compression that is not read here.
constexpr std::array<std::string_view, 6> kOtherCompressions{".bz2",    ".deflate", ".lz4",
                                                             ".snappy", ".zst",     ".lzo"};

// Packed bytes taken from the disk at once.
constexpr size_t kPackedBytes = size_t{64} << 10;

bool has_extension(std::string_view path, std::string_view extension) {
  return path.size() > extension.size() &&
         types::equal_ignoring_case(path.substr(path.size() - extension.size()), extension);
}

}  // namespace

Status FileText::open() {
  for (const std::string_view extension : kOtherCompressions) {
    if (has_extension(path_, extension)) {
      return Error{.code = ErrorCode::kUnsupported,
                   .message = path_ + " is compressed in a way that cannot be read yet (" +
                              std::string(extension) + "); plain files and .gz can",
                   .condition = "UNSUPPORTED_FEATURE",
                   .sqlstate = "0A000"};
    }
  }
  ASSIGN_OR_RETURN(file_, files_.open_read(path_));
  if (has_extension(path_, ".gz")) {
    gzip_.emplace(path_, [this] { return next_stored(kPackedBytes); });
  }
  return ok();
}

Result<std::string_view> FileText::next_stored(size_t bytes_max) {
  const uint64_t rest = file_->size() - offset_;
  stored_.resize(std::min<uint64_t>(rest, bytes_max));
  ASSIGN_OR_RETURN(const size_t got, file_->read_at(offset_, stored_));
  if (got < stored_.size()) {
    return changed_file(path_, static_cast<int64_t>(file_->size()), offset_ + got);
  }
  offset_ += got;
  return std::string_view(stored_);
}

Result<std::string_view> FileText::next(size_t bytes_max) {
  if (!gzip_) {
    ASSIGN_OR_RETURN(const std::string_view chunk, next_stored(bytes_max));
    is_at_end_ = offset_ == file_->size();
    return chunk;
  }
  RETURN_IF_ERROR(gzip_->next(unpacked_, bytes_max));
  is_at_end_ = unpacked_.empty();
  return std::string_view(unpacked_);
}

}  // namespace tarn::source
