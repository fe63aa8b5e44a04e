// Cuts a file that arrives in chunks into lines, without their separators.
//
// A line that lies whole in one chunk is handed on in place; only one that spans chunks is copied.
// As in Spark's readers, a separator at the end of a file opens no further line, and without a
// separator of its own a line ends with \n, \r\n or \r. A byte order mark is dropped.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tarn::format {

// UTF-8's byte order mark says nothing and is dropped at the beginning of a file.
inline std::string_view without_byte_order_mark(std::string_view file) {
  return file.starts_with("\xEF\xBB\xBF") ? file.substr(3) : file;
}

class LineSplitter {
 public:
  explicit LineSplitter(std::string separator) : separator_(std::move(separator)) {}

  void reset() {
    carry_.clear();
    pending_return_ = false;
    line_number_ = 0;
  }

  // The 1-based number of the line that was handed on last.
  uint64_t line_number() const { return line_number_; }

  // Calls `sink(std::string_view line) -> Status` for each line that `bytes` complete.
  template <typename Sink>
  Status feed(std::string_view bytes, Sink&& sink);
  // Calls `sink` for the last line, if it had no separator.
  template <typename Sink>
  Status finish(Sink&& sink);

 private:
  template <typename Sink>
  Status hand_on(std::string_view line, Sink& sink) {
    ++line_number_;
    if (carry_.empty()) {
      return sink(without_mark(line));
    }
    carry_.append(line);
    const Status status = sink(without_mark(carry_));
    carry_.clear();
    return status;
  }
  std::string_view without_mark(std::string_view line) const {
    return line_number_ == 1 ? without_byte_order_mark(line) : line;
  }
  template <typename Sink>
  Status feed_default(std::string_view bytes, Sink& sink);
  template <typename Sink>
  Status feed_separated(std::string_view bytes, Sink& sink);

  std::string separator_;
  std::string carry_;            // the beginning of a line whose end has not come yet
  bool pending_return_ = false;  // the last chunk ended with \r: a \n now belongs to it
  uint64_t line_number_ = 0;
};

template <typename Sink>
Status LineSplitter::feed(std::string_view bytes, Sink&& sink) {
  return separator_.empty() ? feed_default(bytes, sink) : feed_separated(bytes, sink);
}

template <typename Sink>
Status LineSplitter::finish(Sink&& sink) {
  pending_return_ = false;
  if (carry_.empty()) {
    return ok();
  }
  return hand_on({}, sink);
}

template <typename Sink>
Status LineSplitter::feed_default(std::string_view bytes, Sink& sink) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  if (pending_return_ && at != end) {
    at += *at == '\n' ? 1 : 0;
    pending_return_ = false;
  }
  // A \r is looked for only as far as the next \n: files without \r cost one memchr more a line.
  while (at != end) {
    const auto* newline = static_cast<const char*>(std::memchr(at, '\n', end - at));
    const char* stop = newline != nullptr ? newline : end;
    while (const auto* carriage = static_cast<const char*>(std::memchr(at, '\r', stop - at))) {
      RETURN_IF_ERROR(hand_on({at, static_cast<size_t>(carriage - at)}, sink));
      at = carriage + 1;
      if (at == newline) {
        break;
      }
      if (at == end) {
        pending_return_ = true;
        return ok();
      }
    }
    if (newline == nullptr) {
      carry_.append(at, end);
      return ok();
    }
    if (at == newline && newline != bytes.data() && newline[-1] == '\r') {
      at = newline + 1;
      continue;
    }
    RETURN_IF_ERROR(hand_on({at, static_cast<size_t>(newline - at)}, sink));
    at = newline + 1;
  }
  return ok();
}

template <typename Sink>
Status LineSplitter::feed_separated(std::string_view bytes, Sink& sink) {
  // The separator may lie across two chunks, so the carry takes part in the search.
  std::string_view rest = bytes;
  std::string joined;
  if (!carry_.empty()) {
    joined = std::move(carry_);
    joined.append(bytes);
    carry_.clear();
    rest = joined;
  }
  for (size_t at = rest.find(separator_); at != std::string_view::npos;
       at = rest.find(separator_)) {
    RETURN_IF_ERROR(hand_on(rest.substr(0, at), sink));
    rest.remove_prefix(at + separator_.size());
  }
  carry_.assign(rest);
  return ok();
}

}  // namespace tarn::format
