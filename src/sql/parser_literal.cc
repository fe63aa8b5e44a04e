// Literals: numbers with their suffixes, strings, typed literals, intervals.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "sql/parser.h"

namespace tarn::sql {
namespace {

using types::Int128;

struct Range {
  TokenKind kind;
  const char* name;
  int64_t low;
  int64_t high;
};

Range range_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kByte:
      return {kind, "tinyint", INT8_MIN, INT8_MAX};
    case TokenKind::kShort:
      return {kind, "smallint", INT16_MIN, INT16_MAX};
    default:
      return {kind, "bigint", INT64_MIN, INT64_MAX};
  }
}

types::DataType type_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kByte:
      return types::byte_type();
    case TokenKind::kShort:
      return types::short_type();
    default:
      return types::long_type();
  }
}

std::optional<int64_t> as_integer(const std::string& digits) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

std::string range_message(std::string_view literal, std::string_view type, std::string_view low,
                          std::string_view high) {
  return "Numeric literal " + std::string(literal) + " is outside the valid range for " +
         std::string(type) + " with minimum value of " + std::string(low) +
         " and maximum value of " + std::string(high);
}

// Digits with one dot and an exponent, apart.
struct DecimalParts {
  std::string digits;  // without leading zeros
  int64_t scale = 0;
};

DecimalParts decimal_parts(std::string_view text) {
  DecimalParts out;
  const size_t exponent_at = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, exponent_at);
  const size_t dot = mantissa.find('.');
  for (const char c : mantissa) {
    if (c >= '0' && c <= '9' && !(c == '0' && out.digits.empty())) {
      out.digits += c;
    }
  }
  if (dot != std::string_view::npos) {
    out.scale = static_cast<int64_t>(mantissa.size() - dot - 1);
  }
  if (exponent_at != std::string_view::npos) {
    constexpr int64_t kFarTooMuch = 1'000'000;
    std::string digits(text.substr(exponent_at + 1));
    digits.erase(0, digits.starts_with('+') ? 1 : 0);
    const bool negative = digits.starts_with('-');
    const int64_t exponent = as_integer(digits).value_or(negative ? -kFarTooMuch : kFarTooMuch);
    out.scale -= std::clamp(exponent, -kFarTooMuch, kFarTooMuch);
  }
  return out;
}

}  // namespace

std::optional<IntervalWord> interval_word(std::string_view word) {
  constexpr std::array<std::string_view, 10> kWords = {
      "YEAR",   "MONTH",  "WEEK",        "DAY",         "HOUR",
      "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND", "NANOSECOND"};
  for (size_t i = 0; i < kWords.size(); ++i) {
    const std::string_view singular = kWords[i];
    const bool plural =
        word.size() == singular.size() + 1 && (word.back() == 's' || word.back() == 'S');
    if (equals_ignoring_case(plural ? word.substr(0, singular.size()) : word, singular)) {
      return static_cast<IntervalWord>(i);
    }
  }
  return std::nullopt;
}

// The current token as a number; `negative` where a minus sign stood before it.
ExpressionPtr Parser::number(bool negative) {
  const size_t first = negative ? position_ - 1 : position_;
  const TokenKind kind = current().kind;
  std::string digits = std::string(negative ? "-" : "") + std::string(text(current()));
  const auto drop_suffix = [&](size_t length) { digits.resize(digits.size() - length); };
  advance();
  switch (kind) {
    case TokenKind::kLong:
    case TokenKind::kShort:
    case TokenKind::kByte:
      drop_suffix(1);
      return integral_number(first, std::move(digits), kind);
    case TokenKind::kInteger:
      return integral_number(first, std::move(digits), kind);
    case TokenKind::kBigDecimal:
      drop_suffix(2);
      return decimal_number(first, std::move(digits));
    case TokenKind::kDecimal:
      return decimal_number(first, std::move(digits));
    case TokenKind::kExponent:
      if (fragment_.reading().exact_exponents) return decimal_number(first, std::move(digits));
      break;
    default:
      break;
  }
  if (kind != TokenKind::kExponent) {
    drop_suffix(1);
  }
  const bool is_float = kind == TokenKind::kFloat;
  const double value = is_float ? static_cast<double>(std::strtof(digits.c_str(), nullptr))
                                : std::strtod(digits.c_str(), nullptr);
  // A FLOAT's text is compared before it is rounded: 3.4028235E38 rounds to the greatest, and is
  // above it.
  const bool beyond = is_float && std::abs(std::strtod(digits.c_str(), nullptr)) >
                                      static_cast<double>(std::numeric_limits<float>::max());
  if (beyond || std::isinf(value)) {
    const Span where = span_from(first);
    fail("INVALID_NUMERIC_LITERAL_RANGE", "22003",
         is_float
             ? range_message(digits, "float", "-3.4028234663852886E+38", "3.4028234663852886E+38")
             : range_message(digits, "double", "-1.7976931348623157E+308",
                             "1.7976931348623157E+308"),
         where);
  }
  return make(first, Literal{is_float ? types::float_type() : types::double_type(), {value}});
}

// Without a suffix: INT, else BIGINT, else DECIMAL, by size.
ExpressionPtr Parser::integral_number(size_t first_token, std::string digits, TokenKind kind) {
  const std::optional<int64_t> value = as_integer(digits);
  if (kind == TokenKind::kInteger) {
    if (!value) {
      return decimal_number(first_token, std::move(digits));
    }
    const bool fits = *value >= INT32_MIN && *value <= INT32_MAX;
    return make(first_token, Literal{fits ? types::int_type() : types::long_type(), {*value}});
  }
  const Range range = range_of(kind);
  if (!value || *value < range.low || *value > range.high) {
    fail("INVALID_NUMERIC_LITERAL_RANGE", "22003",
         range_message(digits, range.name, std::to_string(range.low), std::to_string(range.high)),
         span_from(first_token));
  }
  return make(first_token, Literal{type_of(kind), {*value}});
}

ExpressionPtr Parser::decimal_number(size_t first_token, std::string digits) {
  const bool negative = digits.starts_with('-');
  DecimalParts parts = decimal_parts(std::string_view(digits).substr(negative ? 1 : 0));
  const int64_t zeros = std::max<int64_t>(-parts.scale, 0);  // 1e2BD is 100
  const int64_t scale = std::max<int64_t>(parts.scale, 0);
  const int64_t precision =
      std::max<int64_t>({static_cast<int64_t>(parts.digits.size()) + zeros, scale, 1});
  if (precision > types::kMaxDecimalPrecision) {
    fail("DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", "22003",
         "Decimal precision " + std::to_string(precision) + " exceeds max precision " +
             std::to_string(types::kMaxDecimalPrecision),
         span_from(first_token));
  }
  parts.digits.append(static_cast<size_t>(zeros), '0');
  Int128 unscaled = 0;
  for (const char c : parts.digits) {
    unscaled = unscaled * 10 + (c - '0');
  }
  return make(first_token, Literal{types::DataType::decimal(static_cast<int>(precision),
                                                            static_cast<int>(scale)),
                                   {negative ? -unscaled : unscaled}});
}

ExpressionPtr Parser::string_literal() {
  const size_t first = start();
  std::string value = string();
  return make(first, Literal{types::string_type(), {std::move(value)}});
}

// DATE '..' and its kin; X'1F'.
ExpressionPtr Parser::typed_literal() {
  const size_t first = start();
  std::string type_name = upper_case(text(current()));
  advance();
  std::string value = string_value(current());
  advance();
  if (type_name == "X") {
    std::string digits = value.size() % 2 == 1 ? "0" + value : value;
    std::string bytes;
    for (size_t i = 0; i < digits.size(); i += 2) {
      uint8_t byte = 0;
      const char* begin = digits.data() + i;
      const auto [end, error] = std::from_chars(begin, begin + 2, byte, 16);
      if (error != std::errc() || end != begin + 2) {
        fail("INVALID_TYPED_LITERAL", "42604",
             "The value of the typed literal \"X\" is invalid: '" + value + "'", span_from(first));
      }
      bytes += static_cast<char>(byte);
    }
    return make(first, Literal{types::binary_type(), {std::move(bytes)}});
  }
  if (type_name == "DATE" || type_name == "TIMESTAMP" || type_name == "TIMESTAMP_NTZ" ||
      type_name == "TIMESTAMP_LTZ" || type_name == "TIME" || type_name == "INTERVAL") {
    return make(first, TypedLiteral{std::move(type_name), std::move(value)});
  }
  fail("UNSUPPORTED_TYPED_LITERAL", "0A000",
       "Literals of the type \"" + type_name +
           "\" are not supported. Supported types are \"DATE\", \"TIMESTAMP_NTZ\", "
           "\"TIMESTAMP_LTZ\", \"TIMESTAMP\", \"INTERVAL\", \"X\", \"TIME\"",
       span_from(first));
}

// Tokens of [+-] (number | 'text') unit from the token `from`, or 0 where they are something else.
size_t Parser::interval_part_length(size_t from) const {
  const auto token = [&](size_t i) -> const Token& {
    return tokens_[std::min(from + i, tokens_.size() - 1)];
  };
  const size_t sign = token(0).symbol == Symbol::kMinus || token(0).symbol == Symbol::kPlus ? 1 : 0;
  const TokenKind kind = token(sign).kind;
  const bool is_value =
      kind == TokenKind::kString || kind == TokenKind::kInteger || kind == TokenKind::kDecimal;
  const Token& unit = token(sign + 1);
  return is_value && unit.kind == TokenKind::kWord && interval_word(text(unit)) ? sign + 2 : 0;
}

bool Parser::at_interval() const {
  return interval_part_length(position_ + 1) > 0;  // INTERVAL 'text' alone is a typed literal
}

ExpressionPtr Parser::interval() {
  const size_t first = start();
  advance();
  IntervalExpression out;
  const auto unit = [&] {
    const auto word =
        current().kind == TokenKind::kWord ? interval_word(text(current())) : std::nullopt;
    if (!word) {
      fail_expected("a unit of time");
    }
    advance();
    return *word;
  };
  do {
    const size_t part_start = start();
    const bool negative = accept(Symbol::kMinus);
    if (!negative) {
      accept(Symbol::kPlus);
    }
    ExpressionPtr value;
    if (!at_string()) {
      value = number(negative);
    } else {
      value = string_literal();
      if (negative) {
        value = make(part_start, Unary{UnaryOperator::kMinus, std::move(value)});
      }
    }
    const IntervalWord word = unit();
    out.parts.push_back({std::move(value), word, span_from(part_start)});
  } while (interval_part_length(position_) > 0);
  if (out.parts.size() == 1 && accept(Keyword::kTo)) {
    out.to = unit();
  }
  return make(first, std::move(out));
}

}  // namespace tarn::sql
