// Cuts a CSV file that arrives in chunks into records: lines, or with multi_line whatever quotes
// hold together. Blank lines and comments are no records.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "format/csv_parser.h"
#include "format/line_splitter.h"

namespace tarn::format {

class CsvRecords {
 public:
  // `options` must outlive it.
  explicit CsvRecords(const CsvOptions& options)
      : options_(options), parser_(options), lines_(options.line_separator) {}

  void begin_file() {
    lines_.reset();
    carry_.clear();
    is_at_file_start_ = true;
    record_number_ = 0;
  }

  // Calls `sink(std::string_view record) -> Status` for each record that `bytes` complete. Its
  // fields are those of fields() until it returns.
  template <typename Sink>
  Status feed(std::string_view bytes, Sink&& sink);
  // Calls `sink` for the last record, if its line had no end.
  template <typename Sink>
  Status end_file(Sink&& sink);

  const std::vector<CsvField>& fields() const { return parser_.fields(); }
  // The present record's line, or its number where records may go over lines.
  uint64_t place() const { return options_.multi_line ? record_number_ : lines_.line_number(); }

 private:
  bool is_skipped(std::string_view line) const;
  // The length of the blank line or comment at the beginning of `text`; 0: a record begins there.
  // Nothing where a comment may go on.
  std::optional<size_t> skipped_at(std::string_view text, CsvInput input) const;
  Status check_limits() const;

  template <typename Sink>
  Status take_line(std::string_view line, Sink& sink) {
    if (is_skipped(line)) {
      return ok();
    }
    parser_.parse(line, CsvInput::kWhole);
    RETURN_IF_ERROR(check_limits());
    return sink(line);
  }
  template <typename Sink>
  Status take_records(std::string_view text, CsvInput input, Sink& sink, size_t& used);

  const CsvOptions& options_;
  CsvParser parser_;
  LineSplitter lines_;
  std::string carry_;             // multi_line: a record that is not whole yet
  bool is_at_file_start_ = true;  // multi_line: a byte order mark may come
  uint64_t record_number_ = 0;    // multi_line
};

template <typename Sink>
Status CsvRecords::feed(std::string_view bytes, Sink&& sink) {
  if (!options_.multi_line) {
    return lines_.feed(bytes, [&](std::string_view line) { return take_line(line, sink); });
  }
  constexpr size_t kMarkSize = 3;
  carry_.append(bytes);
  if (is_at_file_start_ && carry_.size() < kMarkSize) {
    return ok();
  }
  size_t used = 0;
  if (is_at_file_start_) {
    used = carry_.size() - without_byte_order_mark(carry_).size();
    is_at_file_start_ = false;
  }
  const Status status = take_records(carry_, CsvInput::kMoreToCome, sink, used);
  carry_.erase(0, used);
  return status;
}

template <typename Sink>
Status CsvRecords::end_file(Sink&& sink) {
  if (!options_.multi_line) {
    return lines_.finish([&](std::string_view line) { return take_line(line, sink); });
  }
  const std::string rest = std::exchange(carry_, {});
  size_t used = 0;
  return take_records(rest, CsvInput::kWhole, sink, used);
}

// Takes the whole records at the beginning of `text`; `used` is how many bytes they had.
template <typename Sink>
Status CsvRecords::take_records(std::string_view text, CsvInput input, Sink& sink, size_t& used) {
  while (used < text.size()) {
    const std::string_view rest = text.substr(used);
    const std::optional<size_t> skipped = skipped_at(rest, input);
    if (!skipped) {
      return ok();
    }
    if (*skipped > 0) {
      used += *skipped;
      continue;
    }
    const size_t taken = parser_.parse(rest, input);
    if (taken == 0) {
      return ok();
    }
    used += taken;
    ++record_number_;
    RETURN_IF_ERROR(check_limits());
    RETURN_IF_ERROR(sink(rest.substr(0, parser_.record_size())));
  }
  return ok();
}

}  // namespace tarn::format
