#include "engine/raise.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <regex>

namespace tarn::engine {
namespace {

// ASCII's record and unit separators: they frame a raised error inside DuckDB's message.
constexpr char kFrame = '\x1e';
constexpr char kUnit = '\x1f';

constexpr std::string_view kAnsiHint =
    " If necessary set \"spark.sql.ansi.enabled\" to \"false\" to bypass this error.";

std::string framed(std::string_view condition, std::string_view sqlstate, std::string_view message,
                   ErrorCode code) {
  // The text of an exception ends at its first NUL, which a value in a message may hold.
  std::string whole(message);
  std::ranges::replace(whole, '\0', ' ');
  return fmt::format("{}{}{}{}{}{}{}{}{}", kFrame, static_cast<int>(code), kUnit, condition, kUnit,
                     sqlstate, kUnit, whole, kFrame);
}

std::optional<Error> unframed(std::string_view text) {
  const size_t begin = text.find(kFrame);
  const size_t end = text.rfind(kFrame);
  if (begin == std::string_view::npos || end <= begin) return std::nullopt;
  std::string_view rest = text.substr(begin + 1, end - begin - 1);
  const auto take = [&rest] {
    const size_t at = rest.find(kUnit);
    const std::string_view part = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
    return part;
  };
  int code = 0;
  const std::string_view number = take();
  std::from_chars(number.data(), number.data() + number.size(), code);
  const std::string condition(take());
  const std::string sqlstate(take());
  return Error{static_cast<ErrorCode>(code), std::string(rest), condition, sqlstate};
}

struct IntegerName {
  std::string_view duckdb;
  types::TypeKind kind;
  std::string_view suffix;  // of a literal in Spark's messages
};

constexpr std::array<IntegerName, 4> kIntegers = {{
    {"INT8", types::TypeKind::kByte, "Y"},
    {"INT16", types::TypeKind::kShort, "S"},
    {"INT32", types::TypeKind::kInt, ""},
    {"INT64", types::TypeKind::kLong, "L"},
}};

const IntegerName* integer_named(std::string_view name) {
  for (const IntegerName& integer : kIntegers) {
    if (integer.duckdb == name) return &integer;
  }
  return nullptr;
}

std::string_view try_function_of(std::string_view operation) {
  if (operation == "addition") return "try_add";
  if (operation == "subtraction") return "try_subtract";
  return operation == "multiplication" ? "try_multiply" : "";
}

// Of TINYINT and SMALLINT, Spark shows the operands (with the suffix of a SMALLINT, both of them).
Error small_overflow(std::string_view operation, std::string_view left, std::string_view sign,
                     std::string_view right) {
  return Error{ErrorCode::kData,
               fmt::format("{}S {} {}S caused overflow. Use `{}` to ignore overflow problem and "
                           "return NULL.",
                           left, sign, right, try_function_of(operation)),
               "BINARY_ARITHMETIC_OVERFLOW", "22003"};
}

// DuckDB's texts for what its own operators refuse. Pinned by tests, as the engine's version is.
std::optional<Error> translated(const std::string& text) {
  if (text.find("Division by zero in expression") != std::string::npos) return divide_by_zero();

  static const std::regex small(R"(Overflow in (\w+) of INT(?:8|16) \((-?\d+) (\S) (-?\d+)\))");
  static const std::regex overflow(R"(Overflow in (\w+) of (DECIMAL|\w+))");
  static const std::regex out_of_range(
      R"(Type (\w+) with value (\S+) can't be cast because the value is out of range for the destination type (\w+))");
  static const std::regex far_date(
      R"(Type INT32 with value (.+) can't be cast to the destination type INT64)");
  static const std::regex decimal_range(
      R"re((?:Casting value "([^"]*)" to type|Could not cast value (\S+) to) DECIMAL\((\d+),(\d+)\))re");
  std::smatch match;
  if (std::regex_search(text, match, small)) {
    return small_overflow(match[1].str(), match[2].str(), match[3].str(), match[4].str());
  }
  if (text.ends_with("Date out of range") || text.find("Date out of range: ") != std::string::npos) {
    return Error{ErrorCode::kData, "The date is out of range.", "DATETIME_OVERFLOW", "22008"};
  }
  if (std::regex_search(text, match, far_date)) {
    return Error{ErrorCode::kData,
                 "The date " + match[1].str() + " is beyond what a timestamp can hold.",
                 "DATETIME_OVERFLOW", "22008"};
  }
  if (std::regex_search(text, match, overflow)) {
    if (match[2] == "DECIMAL" && match[1] == "SUM") {
      return arithmetic_overflow("Overflow in sum of decimals", "try_sum");
    }
    if (match[2] == "DECIMAL") {
      return Error{
          ErrorCode::kData,
          "The result of the decimal " + match[1].str() + " cannot be represented as Decimal(38).",
          "NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION", "22003"};
    }
    return arithmetic_overflow("overflow", try_function_of(match[1].str()));
  }
  if (text.find("Overflow on abs") != std::string::npos ||
      text.find("Overflow in negation") != std::string::npos ||
      text.find("Overflow in division") != std::string::npos) {
    return arithmetic_overflow("overflow", "");
  }
  if (std::regex_search(text, match, out_of_range)) {
    const IntegerName* from = integer_named(match[1].str());
    const IntegerName* to = integer_named(match[3].str());
    // Only sums are wider than BIGINT.
    if (match[1] == "INT128" && to) {
      return arithmetic_overflow("overflow", "try_add");
    }
    if (from && to) {
      return cast_overflow(match[2].str() + std::string(from->suffix),
                           types::DataType::of(from->kind), types::DataType::of(to->kind));
    }
  }
  if (std::regex_search(text, match, decimal_range)) {
    const std::string value = match[1].matched ? match[1].str() : match[2].str();
    return numeric_out_of_range(
        value, types::DataType::decimal(std::stoi(match[3].str()), std::stoi(match[4].str())));
  }
  if (text.find("More than one row returned by a subquery") != std::string::npos) {
    return Error{ErrorCode::kData,
                 "More than one row returned by a subquery used as an expression.",
                 "SCALAR_SUBQUERY_TOO_MANY_ROWS", "21000"};
  }
  if (text.find("Map keys must be unique") != std::string::npos) {
    return Error{ErrorCode::kData,
                 "Duplicate map key was found, please check the input data. If you want to remove "
                 "the duplicated keys, you can set \"spark.sql.mapKeyDedupPolicy\" to "
                 "\"LAST_WIN\" so that the key inserted at last takes precedence.",
                 "DUPLICATED_MAP_KEY", "23505"};
  }
  if (text.find("Map keys can not be NULL") != std::string::npos) {
    return Error{ErrorCode::kData, "Cannot use null as map key.", "NULL_MAP_KEY", "2200E"};
  }
  return std::nullopt;
}

}  // namespace

RowError::RowError(std::string_view condition, std::string_view sqlstate, std::string_view message)
    : std::runtime_error(framed(condition, sqlstate, message, ErrorCode::kData)) {}

RowError::RowError(const Error& error)
    : std::runtime_error(framed(error.condition, error.sqlstate, error.message, error.code)) {}

Error error_from_text(std::string_view text) {
  if (auto error = unframed(text)) return *error;
  const std::string whole(text);
  if (auto error = translated(whole)) return *error;
  if (text.find("Max expression depth limit") != std::string_view::npos ||
      text.find("Maximum tree depth of") != std::string_view::npos) {
    return Error{
        ErrorCode::kInvalid,
        "The statement is too complex: its operations are nested more than 1000 levels deep",
        "FAILED_TO_PARSE_TOO_COMPLEX", "54001"};
  }
  if (text.starts_with("IO Error")) return Error{ErrorCode::kUnavailable, whole};
  if (text.starts_with("Out of Memory Error")) {
    return Error{ErrorCode::kUnavailable, whole + " (raise `memory` in tarn.yml)"};
  }
  return Error{ErrorCode::kInternal, whole};
}

Error cast_invalid_input(std::string_view value, const types::DataType& from,
                         const types::DataType& to) {
  return Error{ErrorCode::kData,
               fmt::format("The value {} of the type \"{}\" cannot be cast to \"{}\" because it is "
                           "malformed. Correct the value as per the syntax, or change its target "
                           "type. Use `try_cast` to tolerate malformed input and return NULL "
                           "instead.",
                           value, from.sql(), to.sql()),
               "CAST_INVALID_INPUT", "22018"};
}

Error cast_overflow(std::string_view value, const types::DataType& from,
                    const types::DataType& to) {
  return Error{ErrorCode::kData,
               fmt::format("The value {} of the type \"{}\" cannot be cast to \"{}\" due to an "
                           "overflow. Use `try_cast` to tolerate overflow and return NULL instead.",
                           value, from.sql(), to.sql()),
               "CAST_OVERFLOW", "22003"};
}

Error numeric_out_of_range(std::string_view value, const types::DataType& to) {
  return Error{ErrorCode::kData,
               fmt::format("{} cannot be represented as Decimal({}, {}).{}", value, to.precision(),
                           to.scale(), kAnsiHint.substr(0, kAnsiHint.size() - 1)) +
                   ", and return NULL instead.",
               "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", "22003"};
}

Error numeric_out_of_supported_range(std::string_view value) {
  return Error{ErrorCode::kData,
               fmt::format("The value {} cannot be interpreted as a numeric since it has more than "
                           "38 digits.",
                           value),
               "NUMERIC_OUT_OF_SUPPORTED_RANGE", "22003"};
}

Error invalid_time_zone(std::string_view zone) {
  return Error{
      ErrorCode::kData,
      fmt::format("The timezone: {} is invalid. The timezone must be either a region-based "
                  "zone ID or a zone offset. Region IDs must have the form 'area/city', "
                  "such as 'America/Los_Angeles'. Zone offsets must be in the format "
                  "'(+|-)HH', '(+|-)HH:mm' or '(+|-)HH:mm:ss', e.g '-08', '+01:00' or "
                  "'-13:33:33', and must be in the range from -18:00 to +18:00. 'Z' and "
                  "'UTC' are accepted as synonyms for '+00:00'.",
                  zone),
      "INVALID_TIMEZONE", "22009"};
}

Error divide_by_zero() {
  return Error{ErrorCode::kData,
               "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL "
               "instead." +
                   std::string(kAnsiHint),
               "DIVIDE_BY_ZERO", "22012"};
}

Error remainder_by_zero() {
  return Error{ErrorCode::kData,
               "Remainder by zero. Use `try_mod` to tolerate divisor being 0 and return NULL "
               "instead." +
                   std::string(kAnsiHint),
               "REMAINDER_BY_ZERO", "22012"};
}

Error arithmetic_overflow(std::string_view what, std::string_view try_function) {
  const std::string alternative =
      try_function.empty()
          ? std::string()
          : fmt::format(" Use '{}' to tolerate overflow and return NULL instead.", try_function);
  return Error{ErrorCode::kData, fmt::format("{}.{}{}", what, alternative, kAnsiHint),
               "ARITHMETIC_OVERFLOW", "22003"};
}

}  // namespace tarn::engine
