#include "plan/literal.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "types/datetime.h"
#include "types/number_text.h"

namespace tarn::plan {

using types::DataType;
using types::IntervalUnit;
using types::TypeKind;
using types::Value;

namespace {

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kMinute = 60 * kSecond;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;

Error invalid_literal(std::string_view type_name, const std::string& text) {
  return Error{.code = ErrorCode::kInvalid,
               .message = "The value of the typed literal \"" + std::string(type_name) +
                          "\" is invalid: '" + text + "'.",
               .condition = "INVALID_TYPED_LITERAL",
               .sqlstate = "42604"};
}

Error invalid_interval(const std::string& why) {
  return Error{.code = ErrorCode::kInvalid,
               .message = "Error parsing an interval literal: " + why + ".",
               .condition = "INVALID_INTERVAL_FORMAT",
               .sqlstate = "22006"};
}

struct WordMeaning {
  int64_t months = 0;
  int64_t micros = 0;
  IntervalUnit unit = IntervalUnit::kSecond;
};

WordMeaning meaning_of(sql::IntervalWord word) {
  switch (word) {
    case sql::IntervalWord::kYear:
      return {.months = 12, .unit = IntervalUnit::kYear};
    case sql::IntervalWord::kMonth:
      return {.months = 1, .unit = IntervalUnit::kMonth};
    case sql::IntervalWord::kWeek:
      return {.micros = 7 * kDay, .unit = IntervalUnit::kDay};
    case sql::IntervalWord::kDay:
      return {.micros = kDay, .unit = IntervalUnit::kDay};
    case sql::IntervalWord::kHour:
      return {.micros = kHour, .unit = IntervalUnit::kHour};
    case sql::IntervalWord::kMinute:
      return {.micros = kMinute, .unit = IntervalUnit::kMinute};
    case sql::IntervalWord::kSecond:
      return {.micros = kSecond};
    case sql::IntervalWord::kMillisecond:
      return {.micros = 1000};
    case sql::IntervalWord::kMicrosecond:
      return {.micros = 1};
    case sql::IntervalWord::kNanosecond:
      return {};
  }
  CHECK(false);
  return {};
}

// "1.5": a number in millionths, exactly; nothing if it is no number.
std::optional<int64_t> millionths(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const size_t point = text.find('.');
  const std::string_view whole_text = text.substr(0, point);
  std::string fraction(point == std::string_view::npos ? "" : text.substr(point + 1));
  if (whole_text.empty() && fraction.empty()) return std::nullopt;
  fraction = fraction.substr(0, 6);
  fraction.resize(6, '0');
  const std::string digits = std::string(whole_text) + fraction;
  int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return negative ? -value : value;
}

std::optional<std::string> part_text(const sql::Expression& value) {
  if (const auto* unary = value.as<sql::Unary>()) {
    if (unary->op != sql::UnaryOperator::kMinus) return std::nullopt;
    const auto inner = part_text(*unary->operand);
    return inner ? std::optional("-" + *inner) : std::nullopt;
  }
  const auto* literal = value.as<sql::Literal>();
  if (literal == nullptr) return std::nullopt;
  if (const auto* text = std::get_if<std::string>(&literal->value.content)) return *text;
  if (const auto* number = std::get_if<int64_t>(&literal->value.content)) {
    return std::to_string(*number);
  }
  if (const auto* unscaled = std::get_if<types::Int128>(&literal->value.content)) {
    return types::decimal_text(*unscaled, literal->type.scale());
  }
  return std::nullopt;
}

LiteralValue day_time(int64_t micros, IntervalUnit from, IntervalUnit to) {
  return {.value = {.content = micros}, .type = DataType::interval(from, to)};
}

LiteralValue year_month(int64_t months, IntervalUnit from, IntervalUnit to) {
  return {.value = {.content = months}, .type = DataType::interval(from, to)};
}

// '1-2' YEAR TO MONTH; '1 2:03:04.5' DAY TO SECOND and its parts.
Result<LiteralValue> composite(const std::string& written, IntervalUnit from, IntervalUnit to) {
  std::string_view text = written;
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::vector<int64_t> numbers;
  std::string_view rest = text;
  while (!rest.empty()) {
    const size_t end = rest.find_first_of(" :-");
    const auto number = millionths(rest.substr(0, end));
    if (!number) return invalid_interval("'" + written + "' does not have the form of its units");
    numbers.push_back(*number);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  const size_t wanted = static_cast<size_t>(to) - static_cast<size_t>(from) + 1;
  if (numbers.size() != wanted) {
    return invalid_interval("'" + written + "' does not have the form of its units");
  }
  if (from == IntervalUnit::kYear) {
    const int64_t months = (numbers[0] * 12 + numbers[1]) / kSecond;
    return year_month(negative ? -months : months, from, to);
  }
  constexpr std::array<int64_t, 6> kMicros = {0, 0, kDay, kHour, kMinute, kSecond};
  int64_t micros = 0;
  for (size_t i = 0; i < numbers.size(); ++i) {
    const int64_t unit = kMicros[static_cast<size_t>(from) + i];
    micros += numbers[i] / kSecond * unit + numbers[i] % kSecond * unit / kSecond;
  }
  return day_time(negative ? -micros : micros, from, to);
}

std::string padded(int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string unit_name(IntervalUnit unit) {
  constexpr std::array<const char*, 6> kNames = {"YEAR", "MONTH",  "DAY",
                                                 "HOUR", "MINUTE", "SECOND"};
  return kNames[static_cast<size_t>(unit)];
}

std::string seconds_text(int64_t micros, bool pad) {
  std::string text = pad ? padded(micros / kSecond) : std::to_string(micros / kSecond);
  if (micros % kSecond == 0) return text;
  std::string fraction = std::to_string(micros % kSecond + kSecond).substr(1);
  while (fraction.ends_with('0')) fraction.pop_back();
  return text + "." + fraction;
}

std::string day_time_text(int64_t micros, IntervalUnit from, IntervalUnit to) {
  const std::string sign = micros < 0 ? "-" : "";
  int64_t rest = micros < 0 ? -micros : micros;
  std::string text;
  constexpr std::array<int64_t, 6> kMicros = {0, 0, kDay, kHour, kMinute, kSecond};
  for (int unit = static_cast<int>(from); unit <= static_cast<int>(to); ++unit) {
    const auto index = static_cast<size_t>(unit);
    if (unit == static_cast<int>(IntervalUnit::kSecond)) {
      text += (text.empty() ? "" : ":") + seconds_text(rest, true);
      break;
    }
    const int64_t count = rest / kMicros[index];
    rest %= kMicros[index];
    const bool day = unit == static_cast<int>(IntervalUnit::kDay);
    if (!text.empty()) text += index == 3 ? " " : ":";
    text += day ? std::to_string(count) : padded(count);
  }
  return sign + text;
}

std::string interval_name(const Value& value, const DataType& type) {
  const int64_t number = std::get<int64_t>(value.content);
  std::string text;
  if (type.is(TypeKind::kYearMonthInterval)) {
    const int64_t months = number < 0 ? -number : number;
    if (type.to_unit() == IntervalUnit::kYear) {
      text = std::to_string(months / 12);
    } else if (type.from_unit() == IntervalUnit::kMonth) {
      text = std::to_string(months);
    } else {
      text = std::to_string(months / 12) + "-" + std::to_string(months % 12);
    }
    if (number < 0) text = "-" + text;
  } else {
    text = day_time_text(number, type.from_unit(), type.to_unit());
  }
  std::string units = unit_name(type.from_unit());
  if (type.from_unit() != type.to_unit()) units += " TO " + unit_name(type.to_unit());
  return "INTERVAL '" + text + "' " + units;
}

}  // namespace

Result<LiteralValue> typed_literal(std::string_view type_name, const std::string& text,
                                   const SessionSettings& settings) {
  const types::SessionZone zone{.id = settings.time_zone};
  if (type_name == "DATE") {
    const auto days = types::parse_date(text);
    if (!days) return invalid_literal(type_name, text);
    return LiteralValue{.value = {.content = *days}, .type = types::date_type()};
  }
  const bool ntz =
      type_name == "TIMESTAMP_NTZ" || (type_name == "TIMESTAMP" && settings.ntz_by_default);
  if (ntz) {
    const auto micros = types::parse_timestamp_ntz(text, types::ZoneSuffix::kRefuse);
    if (micros) {
      return LiteralValue{.value = {.content = *micros}, .type = types::timestamp_ntz_type()};
    }
    if (type_name == "TIMESTAMP_NTZ") return invalid_literal(type_name, text);
  }
  if (type_name == "TIMESTAMP" || type_name == "TIMESTAMP_LTZ") {
    const auto micros = types::parse_timestamp(text, zone);
    if (micros) {
      return LiteralValue{.value = {.content = *micros}, .type = types::timestamp_type()};
    }
    const bool in_form = types::parse_timestamp_ntz(text, types::ZoneSuffix::kIgnore).has_value();
    if (!in_form) return invalid_literal(type_name, text);
    return LiteralValue{.type = types::timestamp_type(), .deferred = true};
  }
  return Error{
      .code = ErrorCode::kUnsupported,
      .message = "The literal " + std::string(type_name) + " '" + text + "' is not supported.",
      .condition = "UNSUPPORTED_TYPED_LITERAL",
      .sqlstate = "0A000"};
}

Result<LiteralValue> interval_literal(const sql::IntervalExpression& interval) {
  if (interval.to) {
    CHECK(interval.parts.size() == 1);
    const auto text = part_text(*interval.parts[0].value);
    if (!text) return invalid_interval("its value is not a literal");
    return composite(*text, meaning_of(interval.parts[0].unit).unit, meaning_of(*interval.to).unit);
  }
  int64_t months = 0;
  int64_t micros = 0;
  bool has_months = false;
  bool has_micros = false;
  IntervalUnit from = IntervalUnit::kSecond;
  IntervalUnit to = IntervalUnit::kYear;
  for (const auto& part : interval.parts) {
    const auto text = part_text(*part.value);
    const auto number = text ? millionths(*text) : std::nullopt;
    if (!number) return invalid_interval("its value is not a number");
    const WordMeaning meaning = meaning_of(part.unit);
    const int64_t unit = meaning.months != 0 ? meaning.months : meaning.micros;
    if (*number % kSecond != 0 && meaning.unit != IntervalUnit::kSecond) {
      return invalid_interval("only seconds may have a fraction");
    }
    if (meaning.months != 0) {
      has_months = true;
      months += *number / kSecond * unit;
    } else {
      has_micros = true;
      micros += *number / kSecond * unit + *number % kSecond * unit / kSecond;
      if (part.unit == sql::IntervalWord::kNanosecond) micros += *number / kSecond / 1000;
    }
    from = std::min(from, meaning.unit);
    to = std::max(to, meaning.unit);
  }
  if (has_months && has_micros) {
    return Error{.code = ErrorCode::kUnsupported,
                 .message = "Cannot mix year-month and day-time fields in one interval.",
                 .condition = "_LEGACY_ERROR_TEMP_0025",
                 .sqlstate = {}};
  }
  return has_months ? year_month(months, from, to) : day_time(micros, from, to);
}

std::string literal_name(const Value& value, const DataType& type) {
  if (value.is_null()) return "NULL";
  switch (type.kind()) {
    case TypeKind::kDate:
      return "DATE '" + types::hive_text(value, type) + "'";
    case TypeKind::kTimestamp:
      return "TIMESTAMP '" + types::hive_text(value, type) + "'";
    case TypeKind::kTimestampNtz:
      return "TIMESTAMP_NTZ '" + types::hive_text(value, type) + "'";
    case TypeKind::kYearMonthInterval:
    case TypeKind::kDayTimeInterval:
      return interval_name(value, type);
    case TypeKind::kBinary: {
      std::string text = "X'";
      for (const unsigned char byte : std::get<std::string>(value.content)) {
        std::array<char, 3> hex{};
        std::snprintf(hex.data(), hex.size(), "%02X", byte);
        text += hex.data();
      }
      return text + "'";
    }
    default:
      return types::hive_text(value, type);
  }
}

}  // namespace tarn::plan
