// The scalars that feeds of events hold seldom: kept apart from the hot path in json_reader.cc.

#include <limits>

#include "format/json_reader.h"
#include "format/json_variant.h"
#include "format/scalar_text.h"
#include "types/interval_text.h"

namespace tarn::format {

using types::Column;
using types::TypeKind;

namespace {

// "NaN" and its like, as strings or bare words.
std::optional<double> non_numeric_value(std::string_view text) {
  if (text == "NaN") {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (text == "Infinity" || text == "+Infinity" || text == "+INF") {
    return std::numeric_limits<double>::infinity();
  }
  if (text == "-Infinity" || text == "-INF") {
    return -std::numeric_limits<double>::infinity();
  }
  return std::nullopt;
}

}  // namespace

Fit JsonReader::read_floating(TypeKind kind, Column& column) {
  const auto append = [&](double value) {
    if (kind == TypeKind::kFloat) {
      column.append(static_cast<float>(value));
    } else {
      column.append(value);
    }
    return Fit::kFits;
  };
  if (scanner_.is_at_string()) {
    std::string_view text;
    if (!scanner_.string(text)) {
      return Fit::kBroken;
    }
    const auto value = options_.allow_non_numeric_numbers ? non_numeric_value(text) : std::nullopt;
    return value ? append(*value) : Fit::kMisfit;
  }
  if (!scanner_.is_at_number()) {
    return read_other(column);
  }
  JsonNumber number;
  if (!scanner_.number(number)) {
    return Fit::kBroken;
  }
  if (number.form == NumberForm::kNonNumeric) {
    return append(*non_numeric_value(number.text));
  }
  if (number.form == NumberForm::kInteger && number.text == "-0") {
    return append(0);  // an integer first, and these have one zero
  }
  return append(kind == TypeKind::kFloat ? static_cast<double>(json_float(number.text))
                                         : json_double(number.text));
}

Fit JsonReader::read_decimal(const JsonShape& shape, Column& column) {
  std::optional<types::Int128> value;
  if (scanner_.is_at_string()) {
    std::string_view text;
    if (!scanner_.string(text)) {
      return Fit::kBroken;
    }
    value = parse_grouped_decimal(text, shape.precision, shape.scale);
  } else if (scanner_.is_at_number()) {
    JsonNumber number;
    if (!scanner_.number(number)) {
      return Fit::kBroken;
    }
    value = parse_decimal(number.text, shape.precision, shape.scale);
  } else {
    return read_other(column);
  }
  if (!value) {
    return Fit::kMisfit;
  }
  if (column.width() == sizeof(types::Int128)) {
    column.append(*value);
  } else {
    column.append(static_cast<int64_t>(*value));
  }
  return Fit::kFits;
}

Fit JsonReader::read_boolean(Column& column) {
  const char first = scanner_.front();
  if (first != 't' && first != 'f') {
    return read_other(column);
  }
  if (!scanner_.literal(first == 't' ? "true" : "false")) {
    return Fit::kBroken;
  }
  column.append(static_cast<uint8_t>(first == 't' ? 1 : 0));
  return Fit::kFits;
}

Fit JsonReader::read_date(Column& column) {
  if (!scanner_.is_at_string()) {
    return read_other(column);
  }
  std::string_view text;
  if (!scanner_.string(text)) {
    return Fit::kBroken;
  }
  const auto days = options_.hooks.date ? options_.hooks.date(text) : types::parse_date(text);
  if (!days) {
    return Fit::kMisfit;
  }
  column.append(static_cast<int32_t>(*days));
  return Fit::kFits;
}

Fit JsonReader::read_timestamp_ntz(Column& column) {
  if (!scanner_.is_at_string()) {
    return read_other(column);
  }
  std::string_view text;
  if (!scanner_.string(text)) {
    return Fit::kBroken;
  }
  const auto micros = options_.hooks.timestamp_ntz
                          ? options_.hooks.timestamp_ntz(text)
                          : types::parse_timestamp_ntz(text, types::ZoneSuffix::kRefuse);
  if (!micros) {
    return Fit::kMisfit;
  }
  column.append(*micros);
  return Fit::kFits;
}

Fit JsonReader::read_time_of_day(Column& column) {
  if (!scanner_.is_at_string()) {
    return read_other(column);
  }
  std::string_view text;
  if (!scanner_.string(text)) {
    return Fit::kBroken;
  }
  const auto nanos = types::parse_time_of_day(text);
  if (!nanos) {
    return Fit::kMisfit;
  }
  column.append(*nanos);
  return Fit::kFits;
}

// A text that is no interval is NULL, as in a cast.
Fit JsonReader::read_calendar_interval(Column& column) {
  if (!scanner_.is_at_string()) {
    return read_other(column);
  }
  std::string_view text;
  if (!scanner_.string(text)) {
    return Fit::kBroken;
  }
  const auto interval = types::parse_calendar_interval(text);
  if (!interval) {
    return Fit::kMisfit;
  }
  column.append(*interval);
  return Fit::kFits;
}

// INTERVAL '1' DAY, or what stands in its quotes.
Fit JsonReader::read_interval(const types::DataType& type, Column& column) {
  if (!scanner_.is_at_string()) {
    return read_other(column);
  }
  std::string_view text;
  if (!scanner_.string(text)) {
    return Fit::kBroken;
  }
  const auto interval = types::parse_interval_cast(text, type);
  if (!interval) {
    return Fit::kMisfit;
  }
  column.append_integer(*interval);
  return Fit::kFits;
}

Fit JsonReader::read_binary(Column& column) {
  if (!scanner_.is_at_string()) {
    return read_other(column);
  }
  std::string_view text;
  if (!scanner_.string(text)) {
    return Fit::kBroken;
  }
  scratch_.clear();
  if (!decode_base64(text, scratch_)) {
    return Fit::kMisfit;
  }
  column.append_bytes(scratch_);
  return Fit::kFits;
}

Fit JsonReader::read_variant(Column& column) {
  variant_.clear();
  if (!append_variant(scanner_, variant_)) {
    return Fit::kBroken;
  }
  column.append_bytes(variant_.take());
  return Fit::kFits;
}

}  // namespace tarn::format
