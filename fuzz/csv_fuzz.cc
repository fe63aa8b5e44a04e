// CSV of any bytes: the same rows whether the file comes whole or in chunks, by lines and
// multi-line.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "format/csv_decoder.h"
#include "types/value.h"

namespace {

using tarn::format::CsvDecoder;
using tarn::format::CsvOptions;

std::string rows_of(std::string_view text, const CsvOptions& options, size_t chunk) {
  using namespace tarn::types;
  const Schema schema{{"a", string_type()},
                      {"n", double_type()},
                      {"d", DataType::decimal(10, 2)},
                      {"t", timestamp_type()},
                      {"_corrupt_record", string_type()}};
  auto decoder = CsvDecoder::of(schema, options);
  Batch batch = Batch::empty(schema);
  (*decoder)->begin_file("fuzz");
  for (size_t at = 0; at < text.size(); at += chunk) {
    CHECK(static_cast<bool>((*decoder)->feed(text.substr(at, chunk), batch)));
  }
  CHECK(static_cast<bool>((*decoder)->end_file(batch)));
  std::string rows;
  for (size_t row = 0; row < batch.rows; ++row) {
    for (const Column& column : batch.columns) {
      rows += hive_text(column.value_at(row), column.type()) + "\x01";
    }
    rows += "\x02";
  }
  return rows;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  CsvOptions options{.comment = '#', .header = size % 2 == 1};
  options.columns_max = SIZE_MAX;
  options.ignore_leading_blanks = size % 3 == 1;
  options.ignore_trailing_blanks = size % 3 == 1;
  for (const bool multi_line : {false, true}) {
    options.multi_line = multi_line;
    CHECK(rows_of(text, options, SIZE_MAX / 2) == rows_of(text, options, 3));
  }
  return 0;
}
