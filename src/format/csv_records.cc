#include "format/csv_records.h"

#include <algorithm>

namespace tarn::format {

// Blank lines and comments.
bool CsvRecords::is_skipped(std::string_view line) const {
  if (options_.comment && line.starts_with(*options_.comment)) {
    return true;
  }
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  return std::all_of(line.begin(), line.end(), is_blank);
}

std::optional<size_t> CsvRecords::skipped_at(std::string_view text, CsvInput input) const {
  if (const size_t blank = parser_.line_end_at(text, 0)) {
    return blank;
  }
  if (!options_.comment || !text.starts_with(*options_.comment)) {
    return 0;
  }
  size_t end = 0;
  while (end < text.size() && parser_.line_end_at(text, end) == 0) {
    ++end;
  }
  return end == text.size() && input == CsvInput::kMoreToCome ? std::nullopt : std::optional(end);
}

Status CsvRecords::check_limits() const {
  if (fields().size() > options_.columns_max) {
    return Error{
        ErrorCode::kData,
        "a record has more than maxColumns=" + std::to_string(options_.columns_max) + " fields",
        "MALFORMED_CSV_RECORD", "KD000"};
  }
  for (const CsvField& field : fields()) {
    if (options_.chars_per_column_max && field.text.size() > *options_.chars_per_column_max) {
      return Error{ErrorCode::kData, "a field is longer than maxCharsPerColumn=" +
                                         std::to_string(*options_.chars_per_column_max)};
    }
  }
  return ok();
}

}  // namespace tarn::format
