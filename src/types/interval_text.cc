#include "types/interval_text.h"

#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "types/datetime.h"
#include "types/utf8.h"

namespace tarn::types {
namespace {

constexpr std::array<std::string_view, 6> kUnitNames = {"YEAR", "MONTH",  "DAY",
                                                        "HOUR", "MINUTE", "SECOND"};
constexpr std::array<int64_t, 6> kUnitMicros = {
    0, 0, kMicrosPerDay, kMicrosPerHour, kMicrosPerMinute, kMicrosPerSecond};
constexpr int64_t kMonthsPerYear = 12;

std::string_view name_of(IntervalUnit unit) { return kUnitNames[static_cast<size_t>(unit)]; }

std::string padded(uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

uint64_t magnitude_of(int64_t value) {
  // The least value has no positive counterpart.
  return value < 0 ? uint64_t{0} - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

std::string year_month_text(uint64_t months, const DataType& type) {
  if (type.to_unit() == IntervalUnit::kYear) return std::to_string(months / kMonthsPerYear);
  if (type.from_unit() == IntervalUnit::kMonth) return std::to_string(months);
  return std::to_string(months / kMonthsPerYear) + "-" + std::to_string(months % kMonthsPerYear);
}

std::string day_time_text(uint64_t micros, const DataType& type) {
  std::string text;
  const auto from = static_cast<size_t>(type.from_unit());
  const auto to = static_cast<size_t>(type.to_unit());
  for (size_t unit = from; unit <= to; ++unit) {
    const auto size = static_cast<uint64_t>(kUnitMicros[unit]);
    const auto name = static_cast<IntervalUnit>(unit);
    if (unit > from) text += name == IntervalUnit::kHour ? ' ' : ':';
    text += name == IntervalUnit::kDay ? std::to_string(micros / size) : padded(micros / size);
    micros %= size;
    if (name == IntervalUnit::kSecond && micros != 0) {
      std::string fraction = std::to_string(micros + kMicrosPerSecond).substr(1);
      fraction.erase(fraction.find_last_not_of('0') + 1);
      text += "." + fraction;
    }
  }
  return text;
}

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// The digits at the beginning, at most `most`; empty where there is none or one too many.
std::string_view take_digits(std::string_view& text, size_t most) {
  size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  if (count > most) return {};
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

std::optional<int64_t> number_of(std::string_view digits) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

Error format_error(std::string_view text, std::string_view kind, std::string why) {
  return Error{ErrorCode::kData,
               "Error parsing '" + std::string(text) +
                   "' to interval. Please ensure that the value provided is in a valid format for "
                   "defining an interval. You can reference the documentation for the correct "
                   "format. " +
                   std::move(why),
               "INVALID_INTERVAL_FORMAT." + std::string(kind), "22006"};
}

std::string fields_text(const DataType& type) {
  std::string text(name_of(type.from_unit()));
  if (type.from_unit() != type.to_unit()) text += " TO " + std::string(name_of(type.to_unit()));
  return text;
}

// "d h:m:s.n"
std::string form_of(const DataType& type) {
  constexpr std::array<std::string_view, 6> kLetters = {"y", "m", "d", "h", "m", "s.n"};
  std::string form;
  const auto from = static_cast<size_t>(type.from_unit());
  for (size_t unit = from; unit <= static_cast<size_t>(type.to_unit()); ++unit) {
    const bool is_hour = static_cast<IntervalUnit>(unit) == IntervalUnit::kHour;
    if (unit > from) form += type.is(TypeKind::kYearMonthInterval) ? "-" : is_hour ? " " : ":";
    form += kLetters[unit];
  }
  return form;
}

Error unmatched(std::string_view text, const DataType& type) {
  const bool months = type.is(TypeKind::kYearMonthInterval);
  const std::string form = form_of(type);
  const std::string why = "Interval string does not match " +
                          std::string(months ? "year-month" : "day-time") + " format of `[+|-]" +
                          form + "`, `INTERVAL [+|-]'[+|-]" + form + "' " + fields_text(type) +
                          "` when cast to " + type.text() + ": " + std::string(text) + ".";
  if (months) return format_error(text, "UNMATCHED_FORMAT_STRING", why);
  return format_error(text, "UNMATCHED_FORMAT_STRING_WITH_NOTICE",
                      why +
                          " Set \"spark.sql.legacy.fromDayTimeString.enabled\" to \"true\" to "
                          "restore the behavior before Spark 3.0.");
}

Error outside_range(std::string_view unit, int64_t value, int64_t most) {
  return Error{ErrorCode::kData,
               "requirement failed: " + std::string(unit) + " " + std::to_string(value) +
                   " outside range [0, " + std::to_string(most) + "].",
               "_LEGACY_ERROR_TEMP_0063",
               {}};
}

Result<int64_t> year_month_of(std::string_view whole, std::string_view text, bool negative,
                              const DataType& type) {
  constexpr size_t kAnyNumber = std::numeric_limits<size_t>::max();
  const std::string_view first = take_digits(text, kAnyNumber);
  const bool both = type.from_unit() != type.to_unit();
  if (first.empty() || (both && !take(text, '-'))) return unmatched(whole, type);
  const std::string_view second = both ? take_digits(text, kAnyNumber) : "0";
  if (second.empty() || !text.empty()) return unmatched(whole, type);
  const auto amount = number_of(first);
  const auto months = number_of(second);
  const int64_t unit = type.from_unit() == IntervalUnit::kYear ? kMonthsPerYear : 1;
  int64_t total = 0;
  if (!amount || !months || *months >= kMonthsPerYear ||
      __builtin_mul_overflow(*amount, unit, &total) ||
      __builtin_add_overflow(total, *months, &total)) {
    return format_error(whole, "INTERVAL_PARSING", "Error parsing interval year-month string.");
  }
  if (negative) total = -total;
  if (total < std::numeric_limits<int32_t>::min() || total > std::numeric_limits<int32_t>::max()) {
    return format_error(whole, "INTERVAL_PARSING", "Error parsing interval year-month string.");
  }
  return total;
}

// The digits of each field, and of the seconds' fraction. Nothing: the text has another form.
struct DayTimeDigits {
  std::array<std::string_view, 6> fields{};
  std::string_view fraction = {};
};

std::optional<DayTimeDigits> day_time_digits(std::string_view text, const DataType& type) {
  DayTimeDigits digits;
  const auto from = static_cast<size_t>(type.from_unit());
  for (size_t unit = from; unit <= static_cast<size_t>(type.to_unit()); ++unit) {
    const bool is_hour = static_cast<IntervalUnit>(unit) == IntervalUnit::kHour;
    if (unit > from && !take(text, is_hour ? ' ' : ':')) return std::nullopt;
    digits.fields[unit] = take_digits(text, unit > from ? 2 : std::numeric_limits<size_t>::max());
    if (digits.fields[unit].empty()) return std::nullopt;
  }
  if (type.to_unit() == IntervalUnit::kSecond && take(text, '.')) {
    digits.fraction = take_digits(text, 9);
    if (digits.fraction.empty()) return std::nullopt;
  }
  return text.empty() ? std::optional(digits) : std::nullopt;
}

Result<int64_t> day_time_of(std::string_view whole, std::string_view text, bool negative,
                            const DataType& type) {
  constexpr std::array<std::string_view, 6> kLowerNames = {"year", "month",  "day",
                                                           "hour", "minute", "second"};
  const auto digits = day_time_digits(text, type);
  if (!digits) return unmatched(whole, type);
  const auto from = static_cast<size_t>(type.from_unit());
  std::string fraction(digits->fraction.substr(0, 6));
  fraction.resize(6, '0');
  int64_t total = *number_of(fraction);
  for (size_t unit = from; unit <= static_cast<size_t>(type.to_unit()); ++unit) {
    const auto amount = number_of(digits->fields[unit]);
    const int64_t most = static_cast<IntervalUnit>(unit) == IntervalUnit::kHour ? 23 : 59;
    if (unit > from && *amount > most) return outside_range(kLowerNames[unit], *amount, most);
    // Spark reads days as an INT and the rest as BIGINTs.
    const bool is_day = static_cast<IntervalUnit>(unit) == IntervalUnit::kDay;
    if (!amount || (is_day && *amount > std::numeric_limits<int32_t>::max()))
      return unmatched(whole, type);
    int64_t micros = 0;
    if (__builtin_mul_overflow(*amount, kUnitMicros[unit], &micros) ||
        __builtin_add_overflow(total, micros, &total)) {
      return interval_overflow("");
    }
  }
  return negative ? -total : total;
}

// What stands between the quotes of INTERVAL '..' fields, with the sign before them.
struct Quoted {
  std::string_view text;
  bool negative = false;
};

bool take_word(std::string_view& text, std::string_view word) {
  if (text.size() < word.size() || !equal_ignoring_case(text.substr(0, word.size()), word)) {
    return false;
  }
  text.remove_prefix(word.size());
  return true;
}

bool take_blanks(std::string_view& text) {
  const size_t before = text.size();
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\n')) {
    text.remove_prefix(1);
  }
  return text.size() != before;
}

std::optional<Quoted> whole_literal(std::string_view text, const DataType& type) {
  Quoted quoted;
  if (!take_word(text, "INTERVAL") || !take_blanks(text)) return std::nullopt;
  quoted.negative = take(text, '-');
  if (!quoted.negative) take(text, '+');
  take_blanks(text);
  if (!take(text, '\'')) return std::nullopt;
  const size_t end = text.find('\'');
  if (end == std::string_view::npos) return std::nullopt;
  quoted.text = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (!take_blanks(text) || !take_word(text, name_of(type.from_unit()))) return std::nullopt;
  if (type.from_unit() != type.to_unit()) {
    if (!take_blanks(text) || !take_word(text, "TO") || !take_blanks(text) ||
        !take_word(text, name_of(type.to_unit()))) {
      return std::nullopt;
    }
  }
  return text.empty() ? std::optional(quoted) : std::nullopt;
}

Result<int64_t> signed_interval(std::string_view whole, std::string_view text, bool negative,
                                const DataType& type) {
  const bool minus = take(text, '-');
  if (!minus) take(text, '+');
  return type.is(TypeKind::kYearMonthInterval) ? year_month_of(whole, text, negative != minus, type)
                                               : day_time_of(whole, text, negative != minus, type);
}

struct UnitMeaning {
  std::string_view name;
  int64_t months;
  int64_t days;
  int64_t micros;
};

constexpr std::array<UnitMeaning, 10> kUnits = {{
    {"year", kMonthsPerYear, 0, 0},
    {"month", 1, 0, 0},
    {"week", 0, 7, 0},
    {"day", 0, 1, 0},
    {"hour", 0, 0, kMicrosPerHour},
    {"minute", 0, 0, kMicrosPerMinute},
    {"second", 0, 0, kMicrosPerSecond},
    {"millisecond", 0, 0, kMicrosPerMilli},
    {"microsecond", 0, 0, 1},
    {"nanosecond", 0, 0, 0},
}};

const UnitMeaning* meaning_of(std::string_view unit) {
  for (const UnitMeaning& meaning : kUnits) {
    const std::string_view plain =
        unit.size() == meaning.name.size() + 1 && (unit.back() == 's' || unit.back() == 'S')
            ? unit.substr(0, meaning.name.size())
            : unit;
    if (equal_ignoring_case(plain, meaning.name)) return &meaning;
  }
  return nullptr;
}

bool add_product(int64_t amount, int64_t unit, int64_t& sum) {
  int64_t product = 0;
  return !__builtin_mul_overflow(amount, unit, &product) &&
         !__builtin_add_overflow(sum, product, &sum);
}

}  // namespace

std::string interval_sql(int64_t value, const DataType& type) {
  const uint64_t magnitude = magnitude_of(value);
  const std::string text = type.is(TypeKind::kYearMonthInterval) ? year_month_text(magnitude, type)
                                                                 : day_time_text(magnitude, type);
  return "INTERVAL '" + std::string(value < 0 ? "-" : "") + text + "' " + fields_text(type);
}

Result<int64_t> parse_interval(std::string_view text, const DataType& type) {
  return signed_interval(text, trimmed(text), false, type);
}

Result<int64_t> parse_interval_cast(std::string_view text, const DataType& type) {
  const std::string_view plain = trimmed(text);
  if (const auto literal = whole_literal(plain, type)) {
    return signed_interval(text, literal->text, literal->negative, type);
  }
  return signed_interval(text, plain, false, type);
}

Result<int64_t> UnitSum::day_time() const {
  int64_t total = 0;
  if (__builtin_mul_overflow(days, kMicrosPerDay, &total) ||
      __builtin_add_overflow(total, micros, &total)) {
    return interval_overflow("");
  }
  return total;
}

Status add_unit(UnitSum& sum, std::string_view number, std::string_view unit,
                std::string_view whole) {
  const UnitMeaning* meaning = meaning_of(unit);
  if (meaning == nullptr) {
    return format_error(whole, "INVALID_UNIT", "Invalid unit " + std::string(unit) + ".");
  }
  std::string_view text = trimmed(number);
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  const size_t point = std::min(text.find('.'), text.size());
  const std::string_view digits = text.substr(0, point);
  const bool has_fraction = point < text.size();
  const std::string_view fraction = has_fraction ? text.substr(point + 1) : std::string_view();
  const auto all_digits = [](std::string_view part) {
    return part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  // '1 2 days': what follows a number is a unit.
  const size_t blank = text.find_first_of(" \t\r\n");
  if (blank != std::string_view::npos && blank > 0 && all_digits(text.substr(0, blank))) {
    const std::string_view next = trimmed(text.substr(blank));
    const std::string_view word = next.substr(0, next.find_first_of(" \t\r\n"));
    return format_error(whole, "INVALID_UNIT", "Invalid unit " + std::string(word) + ".");
  }
  if ((digits.empty() && fraction.empty()) || !all_digits(digits) || !all_digits(fraction)) {
    return format_error(whole, "UNRECOGNIZED_NUMBER", "Unrecognized number.");
  }
  const bool is_second = meaning->name == "second";
  if (has_fraction && (!is_second || fraction.size() > 9)) {
    return format_error(whole, "INVALID_FRACTION",
                        std::string(unit) + " cannot have fractional part.");
  }
  const auto amount = digits.empty() ? std::optional<int64_t>(0) : number_of(digits);
  std::string micros(fraction.substr(0, 6));
  micros.resize(6, '0');
  const int64_t sign = negative ? -1 : 1;
  const bool fits =
      amount && add_product(sign * *amount, meaning->months, sum.months) &&
      add_product(sign * *amount, meaning->days, sum.days) &&
      add_product(sign * *amount, meaning->micros, sum.micros) &&
      add_product(sign * *number_of(micros), 1, sum.micros) &&
      (meaning->name != "nanosecond" || add_product(sign * *amount / 1000, 1, sum.micros)) &&
      sum.months >= std::numeric_limits<int32_t>::min() &&
      sum.months <= std::numeric_limits<int32_t>::max();
  if (!fits) {
    return format_error(
        whole, "ARITHMETIC_EXCEPTION",
        "Uncaught arithmetic exception while parsing '" + std::string(whole) + "'.");
  }
  return ok();
}

Error interval_overflow(std::string_view try_function) {
  if (try_function.empty()) {
    return Error{ErrorCode::kData,
                 "Integer overflow while operating with intervals. Try devising appropriate values "
                 "for the interval parameters.",
                 "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", "22015"};
  }
  return Error{ErrorCode::kData,
               "Integer overflow while operating with intervals. Use `" +
                   std::string(try_function) + "` to tolerate overflow and return NULL instead.",
               "INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION", "22015"};
}

}  // namespace tarn::types
