#include "plan/literal.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <sstream>

#include "types/datetime.h"
#include "types/interval_text.h"
#include "types/utf8.h"

namespace tarn::plan {

using types::DataType;
using types::IntervalUnit;
using types::TypeKind;
using types::Value;

namespace {

Error invalid_literal(std::string_view type_name, const std::string& text) {
  return Error{.code = ErrorCode::kInvalid,
               .message = "The value of the typed literal \"" + std::string(type_name) +
                          "\" is invalid: '" + text + "'.",
               .condition = "INVALID_TYPED_LITERAL",
               .sqlstate = "42604"};
}

Error parse_error(std::string condition, std::string message) {
  return Error{.code = ErrorCode::kInvalid,
               .message = std::move(message),
               .condition = std::move(condition),
               .sqlstate = {}};
}

Error mixed_fields(const std::string& text) {
  return parse_error("_LEGACY_ERROR_TEMP_0029",
                     "Cannot mix year-month and day-time fields: " + text + ".");
}

struct Word {
  std::string_view name;
  IntervalUnit field = IntervalUnit::kSecond;
  bool is_field = false;  // may stand around TO
};

Word word_of(sql::IntervalWord word) {
  switch (word) {
    case sql::IntervalWord::kYear:
      return {"YEAR", IntervalUnit::kYear, true};
    case sql::IntervalWord::kMonth:
      return {"MONTH", IntervalUnit::kMonth, true};
    case sql::IntervalWord::kWeek:
      return {"WEEK", IntervalUnit::kDay};
    case sql::IntervalWord::kDay:
      return {"DAY", IntervalUnit::kDay, true};
    case sql::IntervalWord::kHour:
      return {"HOUR", IntervalUnit::kHour, true};
    case sql::IntervalWord::kMinute:
      return {"MINUTE", IntervalUnit::kMinute, true};
    case sql::IntervalWord::kSecond:
      return {"SECOND", IntervalUnit::kSecond, true};
    case sql::IntervalWord::kMillisecond:
      return {"MILLISECOND"};
    case sql::IntervalWord::kMicrosecond:
      return {"MICROSECOND"};
    case sql::IntervalWord::kNanosecond:
      return {"NANOSECOND"};
  }
  CHECK(false);
  return {};
}

std::optional<std::string> part_text(const sql::Expression& value) {
  if (const auto* unary = value.as<sql::Unary>()) {
    if (unary->op != sql::UnaryOperator::kMinus) return std::nullopt;
    const auto inner = part_text(*unary->operand);
    if (!inner) return std::nullopt;
    return inner->starts_with('-') ? inner->substr(1) : "-" + *inner;
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

bool is_text(const sql::Expression& value) {
  const auto* unary = value.as<sql::Unary>();
  const auto* literal = (unary != nullptr ? *unary->operand : value).as<sql::Literal>();
  return literal != nullptr && literal->type.is(TypeKind::kString);
}

// '1 2:03' DAY TO MINUTE.
Result<LiteralValue> ranged(const sql::IntervalExpression& interval) {
  CHECK(interval.parts.size() == 1);
  const sql::Expression& value = *interval.parts[0].value;
  const auto text = part_text(value);
  if (!text || !is_text(value)) {
    return parse_error("_LEGACY_ERROR_TEMP_0027", "The value of from-to unit must be a string.");
  }
  const Word from = word_of(interval.parts[0].unit);
  const Word to = word_of(*interval.to);
  const bool one_family =
      (from.field <= IntervalUnit::kMonth) == (to.field <= IntervalUnit::kMonth);
  if (!from.is_field || !to.is_field || !one_family || from.field >= to.field) {
    return Error{
        .code = ErrorCode::kInvalid,
        .message = "Error parsing '" + *text + "' to interval. Cannot support (interval '" + *text +
                   "' " + std::string(from.name) + " to " + std::string(to.name) + ") expression.",
        .condition = "INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION",
        .sqlstate = "22006"};
  }
  const DataType type = DataType::interval(from.field, to.field);
  ASSIGN_OR_RETURN(const int64_t number, types::parse_interval(*text, type));
  return LiteralValue{.value = {.content = number}, .type = type};
}

// Units added up, and the widest and narrowest of them.
struct Sum {
  types::UnitSum units;
  IntervalUnit from = IntervalUnit::kSecond;
  IntervalUnit to = IntervalUnit::kYear;
  bool has_months = false;
  bool has_days = false;

  void note(IntervalUnit field) {
    from = std::min(from, field);
    to = std::max(to, field);
    (field <= IntervalUnit::kMonth ? has_months : has_days) = true;
  }

  Result<LiteralValue> literal(const std::string& text) const {
    if (has_months && has_days) return mixed_fields(text);
    const DataType type = DataType::interval(from, to);
    if (has_months) return LiteralValue{.value = {.content = units.months}, .type = type};
    ASSIGN_OR_RETURN(const int64_t micros, units.day_time());
    return LiteralValue{.value = {.content = micros}, .type = type};
  }
};

std::optional<sql::IntervalWord> interval_word(std::string_view unit) {
  for (const auto word :
       {sql::IntervalWord::kYear, sql::IntervalWord::kMonth, sql::IntervalWord::kWeek,
        sql::IntervalWord::kDay, sql::IntervalWord::kHour, sql::IntervalWord::kMinute,
        sql::IntervalWord::kSecond, sql::IntervalWord::kMillisecond,
        sql::IntervalWord::kMicrosecond, sql::IntervalWord::kNanosecond}) {
    const std::string_view name = word_of(word).name;
    const bool plural =
        unit.size() == name.size() + 1 && (unit.back() == 's' || unit.back() == 'S');
    if (types::equal_ignoring_case(plural ? unit.substr(0, name.size()) : unit, name)) return word;
  }
  return std::nullopt;
}

// INTERVAL '1 day -2 hours'.
Result<LiteralValue> interval_of_text(const std::string& text) {
  std::istringstream words(text);
  std::string word;
  std::string sign;
  Sum sum;
  bool first = true;
  while (words >> word) {
    if (first && types::equal_ignoring_case(word, "interval")) {
      first = false;
      continue;
    }
    first = false;
    if (word == "+" || word == "-") {
      if (!sign.empty()) return invalid_literal("INTERVAL", text);
      sign = word;
      continue;
    }
    std::string unit;
    words >> unit;
    const auto meaning = interval_word(unit);
    if (!meaning || !types::add_unit(sum.units, sign + word, unit, text)) {
      return invalid_literal("INTERVAL", text);
    }
    sum.note(word_of(*meaning).field);
    sign.clear();
  }
  if (!sign.empty() || (!sum.has_months && !sum.has_days)) return invalid_literal("INTERVAL", text);
  return sum.literal("INTERVAL '" + text + "'");
}

}  // namespace

Result<LiteralValue> typed_literal(std::string_view type_name, const std::string& text,
                                   const SessionSettings& settings) {
  if (types::equal_ignoring_case(text, "epoch")) {
    const bool local =
        type_name == "TIMESTAMP_NTZ" || (type_name == "TIMESTAMP" && settings.ntz_by_default);
    const bool instant = type_name == "TIMESTAMP" || type_name == "TIMESTAMP_LTZ";
    if (type_name == "DATE" || local || instant) {
      return LiteralValue{.value = {.content = int64_t{0}},
                          .type = local     ? types::timestamp_ntz_type()
                                  : instant ? types::timestamp_type()
                                            : types::date_type()};
    }
  }
  const types::SessionZone zone{.id = settings.time_zone, .regions = settings.regions};
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
    if (type_name == "TIMESTAMP_NTZ") {
      // A zone does not count, but there has to be one of that name.
      const auto local = types::parse_timestamp_ntz(text, types::ZoneSuffix::kIgnore);
      const bool is_known = settings.regions == nullptr || types::parse_timestamp(text, zone);
      if (!local || !is_known) return invalid_literal(type_name, text);
      return LiteralValue{.value = {.content = *local}, .type = types::timestamp_ntz_type()};
    }
  }
  if (type_name == "TIMESTAMP" || type_name == "TIMESTAMP_LTZ") {
    const auto micros = types::parse_timestamp(text, zone);
    if (micros) {
      return LiteralValue{.value = {.content = *micros}, .type = types::timestamp_type()};
    }
    const bool may_be_known =
        settings.regions == nullptr &&
        types::parse_timestamp_ntz(text, types::ZoneSuffix::kIgnore).has_value();
    if (!may_be_known) return invalid_literal(type_name, text);
    return LiteralValue{.type = types::timestamp_type(), .deferred = true};
  }
  if (type_name == "TIME") {
    const auto nanos = types::parse_time_of_day(text);
    if (!nanos) return invalid_literal(type_name, text);
    return LiteralValue{.value = {.content = *nanos}, .type = DataType::time()};
  }
  if (type_name == "INTERVAL") return interval_of_text(text);
  return Error{
      .code = ErrorCode::kUnsupported,
      .message = "The literal " + std::string(type_name) + " '" + text + "' is not supported.",
      .condition = "UNSUPPORTED_TYPED_LITERAL",
      .sqlstate = "0A000"};
}

Result<LiteralValue> interval_literal(const sql::IntervalExpression& interval) {
  if (interval.to) return ranged(interval);
  Sum sum;
  std::string whole;
  for (const auto& part : interval.parts) {
    const auto text = part_text(*part.value);
    const std::string_view unit = word_of(part.unit).name;
    const bool has_letter =
        text && std::ranges::any_of(*text, [](unsigned char c) { return std::isalpha(c) != 0; });
    if (!text || has_letter) {
      return parse_error("_LEGACY_ERROR_TEMP_0026",
                         "Can only use numbers in the interval value part for multiple unit value "
                         "pairs interval form, but got invalid value: " +
                             text.value_or("") + ".");
    }
    whole += " " + *text + " " + std::string(unit);
    RETURN_IF_ERROR(types::add_unit(sum.units, *text, unit, whole));
    sum.note(word_of(part.unit).field);
  }
  return sum.literal("INTERVAL" + whole);
}

std::string literal_name(const Value& value, const DataType& type, const types::SessionZone& zone) {
  if (value.is_null()) return "NULL";
  switch (type.kind()) {
    case TypeKind::kDate:
      return "DATE '" + types::hive_text(value, type) + "'";
    case TypeKind::kTimestamp:
      return "TIMESTAMP '" + types::hive_text(value, type, zone) + "'";
    case TypeKind::kTimestampNtz:
      return "TIMESTAMP_NTZ '" + types::hive_text(value, type) + "'";
    case TypeKind::kTime:
      return "TIME '" + types::hive_text(value, type) + "'";
    case TypeKind::kYearMonthInterval:
    case TypeKind::kDayTimeInterval:
      return types::interval_sql(std::get<int64_t>(value.content), type);
    case TypeKind::kDecimal:
      return types::java_decimal_text(std::get<types::Int128>(value.content), type.scale());
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
