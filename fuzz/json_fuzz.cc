// JSON documents of any bytes, read by a nested schema: as records, as a value, in odd chunks.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "format/json_decoder.h"

namespace {

using tarn::format::JsonDecoder;
using tarn::format::JsonOptions;
using tarn::types::DataType;

const tarn::types::Schema& schema() {
  using namespace tarn::types;
  static const Schema kSchema{
      {"a", int_type()},
      {"s", string_type()},
      {"d", DataType::decimal(20, 3)},
      {"f", double_type()},
      {"t", timestamp_type()},
      {"b", binary_type()},
      {"l", DataType::array(DataType::structure({{"x", byte_type()}, {"y", string_type()}}))},
      {"m", DataType::map(string_type(), DataType::array(date_type()))},
      {"_corrupt_record", string_type()},
      {"_rescued_data", string_type()}};
  return kSchema;
}

void check_rows(const tarn::types::Batch& batch) {
  for (const tarn::types::Column& column : batch.columns) {
    CHECK(column.size() == batch.rows);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  JsonOptions options{.rescued_column = "_rescued_data"};
  if (size % 2 == 1) {
    options.allow_unquoted_field_names = true;
    options.allow_numeric_leading_zeros = true;
    options.allow_backslash_escaping_any_character = true;
    options.allow_unquoted_control_chars = true;
    options.allow_comments = true;
  }
  auto records = JsonDecoder::of_records(schema(), options);
  tarn::types::Batch batch = tarn::types::Batch::empty(schema());
  CHECK(static_cast<bool>((*records)->decode_record(text, batch)));
  check_rows(batch);

  (*records)->begin_file("fuzz");
  for (size_t at = 0; at < size; at += 7) {
    CHECK(static_cast<bool>((*records)->feed(text.substr(at, 7), batch)));
  }
  CHECK(static_cast<bool>((*records)->end_file(batch)));
  check_rows(batch);

  const DataType row = DataType::structure(schema());
  auto value = JsonDecoder::of_value(DataType::array(row), {});
  tarn::types::Column column(DataType::array(row));
  CHECK(static_cast<bool>((*value)->decode_value(text, column)));
  CHECK(column.size() == 1);
  return 0;
}
