#include "format/json_inference.h"

#include <simdjson.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "format/json_reader.h"
#include "format/line_splitter.h"
#include "format/option_reader.h"
#include "format/scalar_text.h"
#include "types/utf8.h"

namespace tarn::format {

using types::DataType;

namespace {

enum class Seen : uint8_t {
  kNull,  // nothing but null
  kBoolean,
  kLong,
  kDecimal,
  kDouble,
  kLocalTime,
  kTimestamp,
  kString,
  kArray,
  kStruct,
};

constexpr int kLongDigits = 20;  // of the DECIMAL that holds every BIGINT, as Spark counts it

// What the values at one place of the documents have in common so far.
struct Place {
  Seen seen = Seen::kNull;
  int precision = 0;  // kDecimal
  int scale = 0;
  std::unique_ptr<Place> element;                    // kArray
  std::map<std::string, Place, std::less<>> fields;  // kStruct

  void become(Seen kind) {
    seen = kind;
    if (kind != Seen::kArray) element.reset();
    if (kind != Seen::kStruct) fields.clear();
  }
};

void widen_to_decimal(Place& place, int precision, int scale) {
  int whole = precision - scale;
  switch (place.seen) {
    case Seen::kNull:
      break;
    case Seen::kLong:
      whole = std::max(whole, kLongDigits);
      break;
    case Seen::kDecimal:
      whole = std::max(whole, place.precision - place.scale);
      scale = std::max(scale, place.scale);
      break;
    case Seen::kDouble:
      return;
    default:
      place.become(Seen::kString);
      return;
  }
  if (whole + scale > types::kMaxDecimalPrecision) {
    place.become(Seen::kDouble);
    return;
  }
  place.become(Seen::kDecimal);
  place.precision = whole + scale;
  place.scale = scale;
}

// `kind` is a scalar, and not kDecimal.
bool is_time(Seen kind) { return kind == Seen::kLocalTime || kind == Seen::kTimestamp; }

void widen(Place& place, Seen kind) {
  if (kind == place.seen) {
    return;
  }
  if (place.seen == Seen::kNull) {
    place.become(kind);
  } else if (kind == Seen::kLong && place.seen == Seen::kDecimal) {
    widen_to_decimal(place, kLongDigits, 0);
  } else if (kind == Seen::kLong && place.seen == Seen::kDouble) {
    return;
  } else if (kind == Seen::kDouble && (place.seen == Seen::kLong || place.seen == Seen::kDecimal)) {
    place.become(Seen::kDouble);
  } else if (is_time(kind) && is_time(place.seen)) {
    place.become(Seen::kTimestamp);
  } else {
    place.become(Seen::kString);
  }
}

// The digits of a number as java.math.BigDecimal counts them.
struct DecimalSize {
  int precision = 0;
  int scale = 0;
};

std::optional<DecimalSize> decimal_size(std::string_view text) {
  size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  int64_t digits = 0;
  int64_t fraction = 0;
  bool has_digit = false;
  bool in_fraction = false;
  for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
    if (text[at] == '.' && !in_fraction) {
      in_fraction = true;
      continue;
    }
    if (!JsonScanner::is_digit(text[at])) {
      return std::nullopt;
    }
    has_digit = true;
    digits += digits > 0 || text[at] != '0' ? 1 : 0;
    fraction += in_fraction ? 1 : 0;
  }
  if (!has_digit) {
    return std::nullopt;
  }
  if (at < text.size()) {
    const auto exponent = parse_integer(text.substr(at + 1));
    if (!exponent || *exponent > INT16_MAX || *exponent < INT16_MIN) {
      return std::nullopt;
    }
    fraction -= *exponent;
  }
  constexpr int64_t kBeyond = INT16_MAX;
  return DecimalSize{.precision = static_cast<int>(std::clamp<int64_t>(digits, 1, kBeyond)),
                     .scale = static_cast<int>(std::clamp<int64_t>(fraction, -kBeyond, kBeyond))};
}

// The name of a field that stands behind those of an equal name.
std::string numbered(std::string_view name, size_t number) {
  return std::string(name) + '\0' + std::to_string(number);
}

}  // namespace

struct JsonInference::State {
  explicit State(JsonOptions json_options)
      : options(std::move(json_options)),
        scanner(liberties_of(options)),
        lines(options.line_separator) {}

  const JsonOptions options;
  JsonScanner scanner;
  LineSplitter lines;
  std::string whole;  // multi_line: the file so far
  Place root{.seen = Seen::kStruct, .element = nullptr, .fields = {}};
  std::optional<std::string> repeated;  // a field that one object had twice

  Status take(std::string_view document);
  Status take_malformed(std::string_view document);
  bool is_whole(std::string_view document);
  void observe(Place& place);
  void observe_members(Place& place);
  void observe_string(Place& place);
  void observe_number(Place& place);
  std::optional<DataType> type_of(const Place& place) const;
  types::Schema fields_of(const Place& place) const;
};

JsonInference::JsonInference(JsonOptions options)
    : state_(std::make_unique<State>(std::move(options))) {}
JsonInference::~JsonInference() = default;

void JsonInference::begin_file() {
  state_->lines.reset();
  state_->whole.clear();
}

Status JsonInference::feed(std::string_view bytes) {
  if (state_->options.multi_line) {
    state_->whole.append(bytes);
    return ok();
  }
  return state_->lines.feed(bytes, [&](std::string_view line) { return state_->take(line); });
}

Status JsonInference::end_file() {
  if (!state_->options.multi_line) {
    return state_->lines.finish([&](std::string_view line) { return state_->take(line); });
  }
  const std::string whole = std::exchange(state_->whole, {});
  return state_->take(without_byte_order_mark(whole));
}

// Whether the first value of the document can be read; the scanner stands behind it.
bool JsonInference::State::is_whole(std::string_view document) {
  scanner.start(document);
  return scanner.skip_blanks() && scanner.skip_value();
}

Status JsonInference::State::take_malformed(std::string_view document) {
  if (options.mode == ParseMode::kFailFast) {
    return malformed_record(document);
  }
  if (options.mode == ParseMode::kPermissive) {
    widen(root.fields[options.corrupt_column], Seen::kString);
  }
  return ok();
}

// A document must be known to be whole before it is looked at: half of one must leave no trace.
Status JsonInference::State::take(std::string_view document) {
  std::string repaired;
  if (!simdjson::validate_utf8(document.data(), document.size())) {
    repaired = types::repaired_utf8(document);
    document = repaired;
  }
  scanner.start(document);
  if (scanner.skip_blanks() && scanner.is_at_end()) {
    return ok();
  }
  if (!is_whole(document)) {
    return take_malformed(document);
  }
  scanner.start(document);
  scanner.skip_blanks();
  if (scanner.front() == '{') {
    observe_members(root);
    return ok();
  }
  if (scanner.front() == 'n') {
    return ok();  // null says nothing
  }
  if (scanner.front() != '[') {
    return take_malformed(document);
  }
  // An array at the top holds records.
  Place records;
  observe(records);
  if (records.element->seen == Seen::kNull) {
    return ok();
  }
  if (records.element->seen != Seen::kStruct) {
    return take_malformed(document);
  }
  scanner.start(document);
  scanner.skip_blanks();
  scanner.advance(1);
  while (scanner.skip_blanks() && !scanner.take(']')) {
    scanner.take(',');
    scanner.skip_blanks();
    scanner.front() == '{' ? observe_members(root) : static_cast<void>(scanner.skip_value());
  }
  return ok();
}

// The value at the scanner, which is known to be whole.
void JsonInference::State::observe(Place& place) {
  if (place.seen == Seen::kString) {
    scanner.skip_value();  // nothing changes a STRING
    return;
  }
  if (scanner.is_at_string()) {
    observe_string(place);
    return;
  }
  switch (scanner.front()) {
    case '{':
      if (place.seen == Seen::kNull) {
        place.become(Seen::kStruct);
      }
      if (place.seen == Seen::kStruct) {
        observe_members(place);
        return;
      }
      place.become(Seen::kString);
      scanner.skip_value();
      return;
    case '[':
      if (place.seen == Seen::kNull) {
        place.become(Seen::kArray);
        place.element = std::make_unique<Place>();
      }
      if (place.seen != Seen::kArray) {
        place.become(Seen::kString);
        scanner.skip_value();
        return;
      }
      scanner.advance(1);
      while (scanner.skip_blanks() && !scanner.take(']')) {
        scanner.take(',');
        scanner.skip_blanks();
        observe(*place.element);
      }
      return;
    case 't':
    case 'f':
      widen(place, options.primitives_as_string ? Seen::kString : Seen::kBoolean);
      scanner.skip_value();
      return;
    case 'n':
      scanner.skip_value();
      return;
    default:
      observe_number(place);
  }
}

void JsonInference::State::observe_members(Place& place) {
  scanner.advance(1);
  std::vector<const std::string*> names;
  while (scanner.skip_blanks() && !scanner.take('}')) {
    scanner.take(',');
    scanner.skip_blanks();
    std::string_view name;
    if (!scanner.name(name)) {
      return;
    }
    auto field = place.fields.find(name);
    if (field == place.fields.end()) field = place.fields.try_emplace(std::string(name)).first;
    for (size_t again = 1; std::ranges::find(names, &field->first) != names.end(); ++again) {
      if (!options.keeps_equal_names) {
        repeated = field->first;
        break;
      }
      field = place.fields.try_emplace(numbered(name, again)).first;
    }
    names.push_back(&field->first);
    scanner.skip_blanks();
    scanner.take(':');
    scanner.skip_blanks();
    observe(field->second);
  }
}

void JsonInference::State::observe_string(Place& place) {
  std::string_view text;
  scanner.string(text);
  if (text.empty()) {
    return;  // some writers say null in this way
  }
  if (options.prefers_decimal) {
    std::string ungrouped(text);
    std::erase(ungrouped, ',');
    const auto size = decimal_size(ungrouped);
    if (size && size->scale >= 0 && size->scale <= size->precision &&
        size->precision <= types::kMaxDecimalPrecision) {
      widen_to_decimal(place, size->precision, size->scale);
      return;
    }
  }
  if (options.infer_timestamp) {
    if (const auto time = inferred_time(text, options.patterns, options.hooks, options.zone)) {
      widen(place, time->is(types::TypeKind::kTimestamp) ? Seen::kTimestamp : Seen::kLocalTime);
      return;
    }
  }
  widen(place, Seen::kString);
}

void JsonInference::State::observe_number(Place& place) {
  JsonNumber number;
  scanner.number(number);
  if (options.primitives_as_string) {
    widen(place, Seen::kString);
    return;
  }
  const bool is_whole_number = number.form == NumberForm::kInteger;
  if (is_whole_number && parse_integer(number.text)) {
    widen(place, Seen::kLong);
    return;
  }
  if (is_whole_number || (options.prefers_decimal && number.form == NumberForm::kFraction)) {
    const auto size = decimal_size(number.text);
    const int scale = size ? std::max(size->scale, 0) : 0;
    // 1e3 has four digits before the point, however it is written.
    const int digits = size ? size->precision - std::min(size->scale, 0) : 0;
    if (size && std::max(digits, scale) <= types::kMaxDecimalPrecision) {
      widen_to_decimal(place, std::max(digits, scale), scale);
      return;
    }
  }
  widen(place, Seen::kDouble);
}

// ---- what was seen, as a schema

types::Schema JsonInference::State::fields_of(const Place& place) const {
  types::Schema fields;
  for (const auto& [name, field] : place.fields) {
    if (const auto type = name.empty() ? std::nullopt : type_of(field)) {
      const size_t end = options.keeps_equal_names ? name.find('\0') : std::string::npos;
      fields.push_back({.name = name.substr(0, end), .type = *type});
    }
  }
  return fields;
}

// Nothing for what holds no value: an empty object, and null where such fields are dropped.
std::optional<DataType> JsonInference::State::type_of(const Place& place) const {
  switch (place.seen) {
    case Seen::kNull:
      return options.drop_field_if_all_null ? std::nullopt : std::optional(types::string_type());
    case Seen::kBoolean:
      return types::boolean();
    case Seen::kLong:
      return types::long_type();
    case Seen::kDecimal:
      return DataType::decimal(place.precision, place.scale);
    case Seen::kDouble:
      return types::double_type();
    case Seen::kLocalTime:
      return types::timestamp_ntz_type();
    case Seen::kTimestamp:
      return types::timestamp_type();
    case Seen::kString:
      return types::string_type();
    case Seen::kArray: {
      const auto element = type_of(*place.element);
      return element ? std::optional(DataType::array(*element)) : std::nullopt;
    }
    case Seen::kStruct: {
      types::Schema fields = fields_of(place);
      if (fields.empty() && options.keeps_empty_objects) {
        return types::string_type();
      }
      return fields.empty() ? std::nullopt : std::optional(DataType::structure(std::move(fields)));
    }
  }
  return std::nullopt;
}

Result<types::Schema> JsonInference::schema() const {
  if (state_->repeated) {
    return duplicate_column(*state_->repeated);
  }
  return state_->fields_of(state_->root);
}

}  // namespace tarn::format
