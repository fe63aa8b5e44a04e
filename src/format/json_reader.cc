#include "format/json_reader.h"

#include "format/scalar_text.h"

namespace tarn::format {

using types::Column;
using types::TypeKind;

JsonLiberties liberties_of(const JsonOptions& options) {
  return {.single_quotes = options.allow_single_quotes,
          .non_numeric_numbers = options.allow_non_numeric_numbers,
          .unquoted_field_names = options.allow_unquoted_field_names,
          .numeric_leading_zeros = options.allow_numeric_leading_zeros,
          .backslash_escaping_any_character = options.allow_backslash_escaping_any_character,
          .unquoted_control_chars = options.allow_unquoted_control_chars,
          .comments = options.allow_comments};
}

namespace {

Fit worse(Fit a, Fit b) { return a > b ? a : b; }

// Digits that fit into int64_t whatever they are.
constexpr int kSafeDigits = 18;

bool is_in_range(TypeKind kind, int64_t value) {
  switch (kind) {
    case TypeKind::kByte:
      return value >= -128 && value <= 255;  // 128..255 turn negative, as in Spark's reader
    case TypeKind::kShort:
      return value >= INT16_MIN && value <= INT16_MAX;
    case TypeKind::kInt:
      return value >= INT32_MIN && value <= INT32_MAX;
    default:
      return true;
  }
}

void append_integer(TypeKind kind, int64_t value, Column& column) {
  switch (kind) {
    case TypeKind::kByte:
      return column.append(static_cast<int8_t>(value));
    case TypeKind::kShort:
      return column.append(static_cast<int16_t>(value));
    case TypeKind::kInt:
      return column.append(static_cast<int32_t>(value));
    default:
      return column.append(value);
  }
}

}  // namespace

JsonReader::JsonReader(const JsonOptions& options, NestedText nested_text)
    : options_(options),
      nested_text_(nested_text),
      scanner_(liberties_of(options)),
      heeds_unknown_(!options.rescued_column.empty() ||
                     options.unknown_fields == UnknownFields::kRefuse) {}

Fit JsonReader::read(JsonShape& shape, Column& column) {
  switch (shape.kind) {
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kLong:
      return read_integer(shape.kind, column);
    case TypeKind::kString:
      return read_string(column);
    case TypeKind::kTimestamp:
      return read_timestamp(column);
    case TypeKind::kArray:
      return read_array(shape, column);
    case TypeKind::kStruct: {
      if (scanner_.front() != '{') {
        return read_other(column);
      }
      const Fit fit = shape.parts.empty() ? read_object(shape, nullptr, 0)
                                          : read_object(shape, &column.child(0), column.size());
      if (fit != Fit::kBroken) {
        column.append_struct();
      }
      return fit;
    }
    case TypeKind::kMap:
      return read_map(shape, column);
    case TypeKind::kFloat:
    case TypeKind::kDouble:
      return read_floating(shape.kind, column);
    case TypeKind::kDecimal:
      return read_decimal(shape, column);
    case TypeKind::kBoolean:
      return read_boolean(column);
    case TypeKind::kDate:
      return read_date(column);
    case TypeKind::kTimestampNtz:
      return read_timestamp_ntz(column);
    case TypeKind::kTime:
      return read_time_of_day(column);
    case TypeKind::kCalendarInterval:
      return read_calendar_interval(column);
    case TypeKind::kBinary:
      return read_binary(column);
    case TypeKind::kVariant:
      return read_variant(column);
    case TypeKind::kYearMonthInterval:
    case TypeKind::kDayTimeInterval:
      return read_interval(shape.interval, column);
    case TypeKind::kVoid:
      return read_other(column);
  }
  return Fit::kBroken;
}

// ---- objects

// A field's name and the colon behind it. `name` is only set where the field is unknown.
bool JsonReader::read_name(JsonShape& shape, uint32_t previous, uint32_t& field,
                           std::string_view& name) {
  field = JsonShape::kNoField;
  if (!shape.followers.empty() && !shape.quoted.empty()) {
    field = shape.followers[previous];
    if (shape.quoted[field].matches(scanner_.position())) [[likely]] {
      scanner_.advance(shape.quoted[field].size());
      return scanner_.skip_blanks() && scanner_.take(':') && scanner_.skip_blanks();
    }
  }
  if (!scanner_.name(name)) {
    return false;
  }
  if (field == JsonShape::kNoField || shape.names[field] != name) {
    field = shape.find(name);
    if (field != JsonShape::kNoField) {
      shape.followers[previous] = field;
    } else if (heeds_unknown_) {
      scratch_.assign(name);  // the scanner's own copy lives only until its next string
      name = scratch_;
    }
  }
  return scanner_.skip_blanks() && scanner_.take(':') && scanner_.skip_blanks();
}

Fit JsonReader::read_object(JsonShape& shape, Column* columns, size_t row) {
  scanner_.advance(1);
  if (!scanner_.enter() || !scanner_.skip_blanks()) {
    return Fit::kBroken;
  }
  Fit worst = Fit::kFits;
  uint32_t previous = 0;
  bool is_first = true;
  while (!scanner_.take('}')) {
    if (!is_first && !(scanner_.take(',') && scanner_.skip_blanks())) {
      return Fit::kBroken;
    }
    is_first = false;
    uint32_t field = 0;
    std::string_view name;
    if (!read_name(shape, previous, field, name)) {
      return Fit::kBroken;
    }
    Fit fit = Fit::kFits;
    if (field == JsonShape::kNoField) {
      fit = read_unknown(shape, name);
    } else {
      fit = read_field(shape, field, columns[shape.slots[field]], row);
      previous = field + 1;
    }
    if (fit == Fit::kBroken || !scanner_.skip_blanks()) {
      return Fit::kBroken;
    }
    worst = worse(worst, fit == Fit::kMisfit ? Fit::kPartly : fit);
  }
  scanner_.leave();
  for (const uint32_t slot : shape.slots) {
    if (columns[slot].size() == row) {
      columns[slot].append_null();
    }
  }
  return worst;
}

Fit JsonReader::read_field(JsonShape& shape, uint32_t field, Column& column, size_t row) {
  JsonShape& part = shape.parts[field];
  if (column.size() != row) [[unlikely]] {
    return read_again(part, column, row);
  }
  if (options_.rescued_column.empty()) [[likely]] {
    return read(part, column);
  }
  const char* const begin = scanner_.position();
  const bool is_list = part.kind == TypeKind::kArray || part.kind == TypeKind::kMap;
  const bool is_object = part.kind == TypeKind::kStruct && list_depth_ == 0;
  if (is_object) {
    rescue_.enter(shape.names[field]);
  }
  const Fit fit = read(part, column);
  if (is_object) {
    rescue_.leave();
  }
  const bool has_loss = fit == Fit::kMisfit || (is_list && has_loss_in_list_);
  if (fit == Fit::kBroken || !has_loss) {
    return fit;
  }
  if (list_depth_ > 0) {
    has_loss_in_list_ = true;
    return fit;
  }
  has_loss_in_list_ = false;
  rescue_value(shape.names[field], begin);
  return fit;
}

// A field that the object already had: the last value that fits stands.
Fit JsonReader::read_again(JsonShape& shape, Column& column, size_t row) {
  Column later(column.type());
  const Fit fit = read(shape, later);
  if (fit == Fit::kFits || fit == Fit::kPartly) {
    column.truncate(row);
    column.append_value(later.value_at(0));
  }
  return fit;
}

Fit JsonReader::read_unknown(const JsonShape& shape, std::string_view name) {
  if (!heeds_unknown_) {
    return scanner_.skip_value() ? Fit::kFits : Fit::kBroken;
  }
  const std::string field(name);
  if (options_.unknown_fields == UnknownFields::kRefuse && !field.empty() &&
      !shape.has_ignoring_case(field)) {
    unknown_.push_back(rescue_.place_of(field));
  }
  if (options_.rescued_column.empty()) {
    return scanner_.skip_value() ? Fit::kFits : Fit::kBroken;
  }
  const char* const begin = scanner_.position();
  if (!scanner_.skip_value()) {
    return Fit::kBroken;
  }
  if (list_depth_ > 0) {
    has_loss_in_list_ = true;
  } else {
    rescue_value(field, begin);
  }
  return Fit::kFits;
}

// Adds the value from `begin` to the scanner's place, written as plain JSON.
void JsonReader::rescue_value(std::string_view field, const char* begin) {
  JsonScanner scanner(liberties_of(options_));
  scanner.start({begin, static_cast<size_t>(scanner_.position() - begin)});
  std::string json;
  CHECK(append_json_value(json, scanner, NumberText::kAsWritten));
  rescue_.add(field, json);
}

// ---- arrays and maps

Fit JsonReader::read_array(JsonShape& shape, Column& column) {
  if (scanner_.front() != '[') {
    return read_other(column);
  }
  JsonShape& part = shape.parts[0];
  Column& elements = column.child(0);
  const size_t begin = elements.size();
  Fit worst = Fit::kFits;
  ++list_depth_;
  scanner_.advance(1);
  if (!scanner_.enter() || !scanner_.skip_blanks()) {
    return Fit::kBroken;
  }
  bool is_first = true;
  while (!scanner_.take(']')) {
    if (!is_first && !(scanner_.take(',') && scanner_.skip_blanks())) {
      return Fit::kBroken;
    }
    is_first = false;
    // Once an element does not fit the array is lost; the rest is only checked.
    const Fit fit = worst != Fit::kMisfit   ? read(part, elements)
                    : scanner_.skip_value() ? Fit::kMisfit
                                            : Fit::kBroken;
    if (fit == Fit::kBroken || !scanner_.skip_blanks()) {
      return Fit::kBroken;
    }
    worst = worse(worst, fit);
  }
  scanner_.leave();
  --list_depth_;
  if (worst == Fit::kMisfit) {
    elements.truncate(begin);
    return worst;
  }
  column.append_list();
  has_loss_in_list_ = has_loss_in_list_ || worst == Fit::kPartly;
  return worst;
}

Fit JsonReader::read_map(JsonShape& shape, Column& column) {
  if (scanner_.front() != '{') {
    return read_other(column);
  }
  JsonShape& part = shape.parts[0];
  Column& keys = column.child(0);
  Column& values = column.child(1);
  const size_t begin = keys.size();
  Fit worst = Fit::kFits;
  ++list_depth_;
  scanner_.advance(1);
  if (!scanner_.enter() || !scanner_.skip_blanks()) {
    return Fit::kBroken;
  }
  bool is_first = true;
  while (!scanner_.take('}')) {
    if (!is_first && !(scanner_.take(',') && scanner_.skip_blanks())) {
      return Fit::kBroken;
    }
    is_first = false;
    std::string_view name;
    if (!scanner_.name(name)) {
      return Fit::kBroken;
    }
    if (worst != Fit::kMisfit) {
      keys.append_bytes(name);
    }
    if (!scanner_.skip_blanks() || !scanner_.take(':') || !scanner_.skip_blanks()) {
      return Fit::kBroken;
    }
    const Fit fit = worst != Fit::kMisfit   ? read(part, values)
                    : scanner_.skip_value() ? Fit::kMisfit
                                            : Fit::kBroken;
    if (fit == Fit::kBroken || !scanner_.skip_blanks()) {
      return Fit::kBroken;
    }
    worst = worse(worst, fit);
  }
  scanner_.leave();
  --list_depth_;
  if (worst == Fit::kMisfit) {
    keys.truncate(begin);
    values.truncate(begin);
    return worst;
  }
  column.append_list();
  has_loss_in_list_ = has_loss_in_list_ || worst == Fit::kPartly;
  return worst;
}

// ---- scalars; the rarer ones stand in json_reader_scalars.cc

Fit JsonReader::read_other(Column& column) {
  if (scanner_.front() == 'n') {
    if (!scanner_.literal("null")) {
      return Fit::kBroken;
    }
    column.append_null();
    return Fit::kFits;
  }
  return scanner_.skip_value() ? Fit::kMisfit : Fit::kBroken;
}

Fit JsonReader::read_integer(TypeKind kind, Column& column) {
  const char* const begin = scanner_.position();
  const bool is_negative = *begin == '-';
  const char* const digits = begin + (is_negative ? 1 : 0);
  const char* at = digits;
  int64_t value = 0;
  while (JsonScanner::is_digit(*at) && at - digits < kSafeDigits) {
    value = value * 10 + (*at - '0');
    ++at;
  }
  const bool is_plain = at != digits && !JsonScanner::is_digit(*at) && *at != '.' &&
                        (*at | 0x20) != 'e' && (*digits != '0' || at - digits == 1);
  if (is_plain) [[likely]] {
    scanner_.advance(static_cast<size_t>(at - begin));
    value = is_negative ? -value : value;
    if (!is_in_range(kind, value)) {
      return Fit::kMisfit;
    }
    append_integer(kind, value, column);
    return Fit::kFits;
  }
  if (!scanner_.is_at_number()) {
    return read_other(column);
  }
  JsonNumber number;
  if (!scanner_.number(number)) {
    return Fit::kBroken;
  }
  const auto parsed =
      number.form == NumberForm::kInteger ? parse_integer(number.text) : std::nullopt;
  if (!parsed || !is_in_range(kind, *parsed)) {
    return Fit::kMisfit;
  }
  append_integer(kind, *parsed, column);
  return Fit::kFits;
}

Fit JsonReader::read_string(Column& column) {
  if (scanner_.is_at_string()) {
    std::string_view text;
    if (!scanner_.string(text)) {
      return Fit::kBroken;
    }
    column.append_bytes(text);
    return Fit::kFits;
  }
  if (scanner_.front() == 'n') {
    return read_other(column);
  }
  const char* const begin = scanner_.position();
  if (nested_text_ == NestedText::kAsWritten) {
    if (!scanner_.skip_value()) {
      return Fit::kBroken;
    }
    column.append_bytes({begin, static_cast<size_t>(scanner_.position() - begin)});
    return Fit::kFits;
  }
  scratch_.clear();
  if (!append_json_value(scratch_, scanner_, NumberText::kAsDouble)) {
    return Fit::kBroken;
  }
  column.append_bytes(scratch_);
  return Fit::kFits;
}

Fit JsonReader::read_timestamp(Column& column) {
  std::optional<int64_t> micros;
  if (scanner_.is_at_string()) {
    std::string_view text;
    if (!scanner_.string(text)) {
      return Fit::kBroken;
    }
    micros = options_.hooks.timestamp ? options_.hooks.timestamp(text)
                                      : types::parse_timestamp(text, options_.zone);
  } else if (scanner_.is_at_number()) {
    JsonNumber number;
    if (!scanner_.number(number)) {
      return Fit::kBroken;
    }
    // Whole numbers are seconds since the epoch.
    const auto seconds =
        number.form == NumberForm::kInteger ? parse_integer(number.text) : std::nullopt;
    if (seconds && *seconds >= types::kMinMicros / types::kMicrosPerSecond &&
        *seconds <= types::kMaxMicros / types::kMicrosPerSecond) {
      micros = *seconds * types::kMicrosPerSecond;
    }
  } else {
    return read_other(column);
  }
  if (!micros) {
    return Fit::kMisfit;
  }
  column.append(*micros);
  return Fit::kFits;
}

}  // namespace tarn::format
