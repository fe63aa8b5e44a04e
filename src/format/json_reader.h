// Reads the values of one document into columns, by a shape.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/json_decoder.h"
#include "format/json_rescue.h"
#include "format/json_scanner.h"
#include "format/json_shape.h"
#include "types/column.h"
#include "types/variant.h"

namespace tarn::format {

// What the options allow beyond JSON.
JsonLiberties liberties_of(const JsonOptions& options);

// How a value agreed with the type of its column.
enum class Fit : uint8_t {
  kFits,    // appended
  kPartly,  // appended, with NULL somewhere inside where a value did not fit
  kMisfit,  // passed; nothing appended
  kBroken,  // the document is malformed here; columns may hold half a row
};

// What a STRING column gets for a value that is no JSON string. Spark keeps the bytes of a file,
// and writes anew what comes from a string.
enum class NestedText : uint8_t { kAsWritten, kRewritten };

class JsonReader {
 public:
  // `options` must outlive the reader.
  JsonReader(const JsonOptions& options, NestedText nested_text);

  // Starts on a document, which must be valid UTF-8.
  void start(std::string_view document) {
    scanner_.start(document);
    rescue_.clear();
    list_depth_ = 0;
    has_loss_in_list_ = false;
    unknown_.clear();
  }

  JsonScanner& scanner() { return scanner_; }
  JsonRescue& rescue() { return rescue_; }
  // Fields that the schema lacks, where such are refused.
  const std::vector<std::string>& unknown() const { return unknown_; }
  void forget_unknown() { unknown_.clear(); }

  // The value at the scanner into a column of the shape's type.
  Fit read(JsonShape& shape, types::Column& column);
  // The object at the scanner ('{') into row `row` of `columns`, each of which has `row` rows.
  Fit read_object(JsonShape& shape, types::Column* columns, size_t row);

 private:
  Fit read_field(JsonShape& shape, uint32_t field, types::Column& column, size_t row);
  Fit read_again(JsonShape& shape, types::Column& column, size_t row);
  Fit read_unknown(const JsonShape& shape, std::string_view name);
  bool read_name(JsonShape& shape, uint32_t previous, uint32_t& field, std::string_view& name);
  Fit read_array(JsonShape& shape, types::Column& column);
  Fit read_map(JsonShape& shape, types::Column& column);
  Fit read_integer(types::TypeKind kind, types::Column& column);
  Fit read_floating(types::TypeKind kind, types::Column& column);
  Fit read_decimal(const JsonShape& shape, types::Column& column);
  Fit read_string(types::Column& column);
  Fit read_boolean(types::Column& column);
  Fit read_date(types::Column& column);
  Fit read_timestamp(types::Column& column);
  Fit read_timestamp_ntz(types::Column& column);
  Fit read_time_of_day(types::Column& column);
  Fit read_calendar_interval(types::Column& column);
  Fit read_interval(const types::DataType& type, types::Column& column);
  Fit read_binary(types::Column& column);
  Fit read_variant(types::Column& column);
  Fit read_other(types::Column& column);  // null fits every column, nothing else does
  void rescue_value(std::string_view field, const char* begin);

  const JsonOptions& options_;
  const NestedText nested_text_;
  JsonScanner scanner_;
  JsonRescue rescue_;
  int list_depth_ = 0;             // inside how many arrays and maps the scanner is
  bool has_loss_in_list_ = false;  // something inside the outermost list did not fit
  const bool heeds_unknown_;       // fields that the schema lacks are rescued or refused
  std::vector<std::string> unknown_;
  std::string scratch_;
  types::VariantBuilder variant_;
};

}  // namespace tarn::format
