// Numbers and other values as formatted text, and back: format_number, format_string, to_number,
// to_char.

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/java_decimal_format.h"
#include "engine/java_format.h"
#include "engine/native_rows.h"
#include "engine/value_text.h"
#include "types/number_format.h"
#include "types/number_text.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::Int128;
using types::NumberFormat;
using types::TypeKind;
using Text = std::string_view;

// ---------------------------------------------------------------- format_string

JavaArgument argument_of(const Column& column, size_t row) {
  if (!column.is_valid(row)) return {};
  switch (column.type().kind()) {
    case TypeKind::kBoolean:
      return column.at<uint8_t>(row) != 0;
    case TypeKind::kByte:
      return JavaInteger{column.at<int8_t>(row), 1};
    case TypeKind::kShort:
      return JavaInteger{column.at<int16_t>(row), 2};
    case TypeKind::kInt:
    case TypeKind::kDate:
    case TypeKind::kYearMonthInterval:
      return JavaInteger{column.at<int32_t>(row), 4};
    case TypeKind::kLong:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
    case TypeKind::kDayTimeInterval:
      return JavaInteger{column.at<int64_t>(row), 8};
    case TypeKind::kTime:
      return JavaInteger{column.at<int64_t>(row), 8};
    case TypeKind::kFloat:
      return column.at<float>(row);
    case TypeKind::kDouble:
      return column.at<double>(row);
    case TypeKind::kString:
      return std::string(column.bytes_at(row));
    default: {
      JavaOther other;
      append_internal_text(column, row, other.text);
      return other;
    }
  }
}

class FormatString final : public Native {
 public:
  explicit FormatString(std::vector<DataType> types) : types_(std::move(types)) {}

  void run(NativeCall& call, Scratch*) const override {
    std::vector<Column> columns;
    for (size_t at = 0; at < types_.size(); ++at) columns.push_back(call.column(at, types_[at]));
    Output<Text> out = call.output<Text>();
    std::vector<JavaArgument> arguments(types_.size() - 1);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!columns[0].is_valid(row)) {
        out.set_null(row);
        continue;
      }
      for (size_t at = 1; at < columns.size(); ++at) {
        arguments[at - 1] = argument_of(columns[at], row);
      }
      out.set(row, java_formatted(columns[0].bytes_at(row), arguments));
    }
  }

 private:
  std::vector<DataType> types_;
};

// ---------------------------------------------------------------- format_number

// A number as a text of plain digits to be rounded to `places` of them behind the point: exact, but
// where it needs no rounding a DOUBLE's shortest text, as Java has it.
std::string plain_text(double value, int places) {
  if (!std::isfinite(value)) return fmt::format("{}", value);
  if (auto shortest = java_plain(value, places)) return *std::move(shortest);
  std::string text = fmt::format("{:.1075f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

double real_at(const Column& column, size_t row) {
  return column.type().is(TypeKind::kFloat) ? static_cast<double>(column.at<float>(row))
                                            : column.at<double>(row);
}

std::string plain_text(const Column& column, size_t row, int places) {
  const TypeKind kind = column.type().kind();
  if (kind == TypeKind::kFloat || kind == TypeKind::kDouble) {
    return plain_text(real_at(column, row), places);
  }
  std::string text;
  append_cast_text(column, row, "UTC", text);
  return text;
}

// Plain digits with the point moved: `factor` is 1, 100 or 1000.
std::string times(std::string number, int factor) {
  size_t point = std::min(number.find('.'), number.size());
  if (point < number.size()) number.erase(point, 1);
  for (; factor > 1; factor /= 10) {
    ++point;
    if (point > number.size()) number += '0';
  }
  if (point < number.size()) number.insert(point, 1, '.');
  return number;
}

// Plain digits rounded half to even behind `places` of them.
std::string half_even(Text text, int places) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t point = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, point));
  const Text fraction = point < text.size() ? text.substr(point + 1) : Text();
  const auto kept = static_cast<size_t>(places);
  digits += fraction.substr(0, kept);
  digits.append(kept - std::min(kept, fraction.size()), '0');
  bool up = false;
  if (fraction.size() > kept) {
    const bool more = fraction.find_first_not_of('0', kept + 1) != Text::npos;
    const char next = fraction[kept];
    up = next > '5' || (next == '5' && (more || (digits.back() - '0') % 2 == 1));
  }
  for (size_t at = digits.size(); up && at > 0; --at) {
    up = digits[at - 1] == '9';
    digits[at - 1] = up ? '0' : static_cast<char>(digits[at - 1] + 1);
  }
  if (up) digits.insert(digits.begin(), '1');
  std::string out = with_thousands(Text(digits).substr(0, digits.size() - kept));
  if (kept > 0) out += "." + digits.substr(digits.size() - kept);
  return (negative ? "-" : "") + out;
}

// "" is no pattern to Spark, but the usual one.
struct Pattern final : Scratch {
  std::string text;
  std::optional<JavaDecimalFormat> format;

  const JavaDecimalFormat& of(Text wanted) {
    if (format && text == wanted) return *format;
    format.emplace(wanted.empty() ? "#,##0" : wanted);
    text = std::string(wanted);
    return *format;
  }
};

class FormatNumber final : public Native {
 public:
  FormatNumber(DataType number, bool by_pattern)
      : number_(std::move(number)), by_pattern_(by_pattern) {}

  std::unique_ptr<Scratch> make_scratch() const override { return std::make_unique<Pattern>(); }

  void run(NativeCall& call, Scratch* scratch) const override {
    const Column numbers = call.column(0, number_);
    const Column formats = call.column(1, by_pattern_ ? types::string_type() : types::int_type());
    Output<Text> out = call.output<Text>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!numbers.is_valid(row) || !formats.is_valid(row) ||
          (!by_pattern_ && formats.at<int32_t>(row) < 0)) {
        out.set_null(row);
        continue;
      }
      if (by_pattern_) {
        out.set(row, with_pattern(static_cast<Pattern*>(scratch)->of(formats.bytes_at(row)),
                                  numbers, row));
        continue;
      }
      const int places = formats.at<int32_t>(row);
      const std::string text = plain_text(numbers, row, places);
      if (text.ends_with("nan")) {
        out.set(row, "NaN");
      } else if (text.ends_with("inf")) {
        out.set(row, text.starts_with('-') ? "-∞" : "∞");
      } else {
        out.set(row, half_even(text, places));
      }
    }
  }

 private:
  std::string with_pattern(const JavaDecimalFormat& format, const Column& numbers,
                           size_t row) const {
    if (!number_.is(TypeKind::kFloat) && !number_.is(TypeKind::kDouble)) {
      return format.text(times(plain_text(numbers, row, 0), format.multiplier()));
    }
    const double value = real_at(numbers, row) * format.multiplier();
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return format.infinity(value < 0);
    const int whole =
        value == 0 ? 0 : static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
    return format.text(plain_text(value, format.places(whole)));
  }

  DataType number_;
  bool by_pattern_;
};

// ---------------------------------------------------------------- to_number, to_char

Result<NumberFormat> format_of(const NativeSite& site) {
  const auto found = site.constants.find(1);
  const auto* text =
      found == site.constants.end() ? nullptr : std::get_if<std::string>(&found->second.content);
  // A NULL format, for which every result is NULL.
  if (text == nullptr) return NumberFormat::parse("9");
  return NumberFormat::parse(*text);
}

template <bool kRaises>
class ToNumber final : public Native {
 public:
  ToNumber(NumberFormat format, DataType type)
      : format_(std::move(format)), type_(std::move(type)) {}

  void run(NativeCall& call, Scratch*) const override {
    const Argument<Text> texts = call.argument<Text>(0);
    const Argument<Text> formats = call.argument<Text>(1);
    DecimalOutput out = call.decimal_output(type_);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!texts.is_valid(row) || !formats.is_valid(row)) {
        out.set_null(row);
      } else if (const auto value = format_.number_of(texts[row])) {
        out.set(row, *value);
      } else if (kRaises) {
        throw RowError("INVALID_FORMAT.MISMATCH_INPUT", "42601",
                       "The format is invalid: " + std::string(formats[row]) +
                           ". The input \"STRING\" " + std::string(texts[row]) +
                           " does not match the format.");
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  NumberFormat format_;
  DataType type_;
};

template <bool kRaises>
Result<NativePtr> make_to_number(const NativeSite& site) {
  ASSIGN_OR_RETURN(NumberFormat format, format_of(site));
  return NativePtr(std::make_unique<ToNumber<kRaises>>(std::move(format), site.result));
}

class ToChar final : public Native {
 public:
  ToChar(NumberFormat format, DataType type) : format_(std::move(format)), type_(std::move(type)) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument numbers = call.decimals(0, type_);
    const Argument<Text> formats = call.argument<Text>(1);
    Output<Text> out = call.output<Text>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (numbers.is_valid(row) && formats.is_valid(row)) {
        out.set(row, format_.text_of(numbers[row], type_.scale()));
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  NumberFormat format_;
  DataType type_;
};

Result<NativePtr> make_to_char(const NativeSite& site) {
  ASSIGN_OR_RETURN(NumberFormat format, format_of(site));
  return NativePtr(std::make_unique<ToChar>(std::move(format), site.arguments[0]));
}

constexpr std::array kEntries = {
    NativeEntry{.name = "format_string",
                .make = [](const NativeSite& site) -> Result<NativePtr> {
                  return NativePtr(std::make_unique<FormatString>(site.arguments));
                }},
    NativeEntry{.name = "format_number",
                .make = [](const NativeSite& site) -> Result<NativePtr> {
                  return NativePtr(std::make_unique<FormatNumber>(
                      site.arguments[0], site.arguments[1].is(TypeKind::kString)));
                }},
    NativeEntry{.name = "to_number", .make = make_to_number<true>, .wants_constants = true},
    NativeEntry{.name = "try_to_number", .make = make_to_number<false>, .wants_constants = true},
    NativeEntry{.name = "to_char", .make = make_to_char, .wants_constants = true},
};

}  // namespace

std::span<const NativeEntry> format_natives() { return kEntries; }

}  // namespace tarn::engine
