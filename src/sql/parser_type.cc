// Spark's data types as DDL writes them, and schemas.

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "sql/parser.h"

namespace tarn::sql {

using types::DataType;
using types::TypeKind;

namespace {

// Types that take no arguments, by the words for them.
struct PlainType {
  std::string_view word;
  TypeKind kind;
};

constexpr PlainType kPlainTypes[] = {
    {"STRING", TypeKind::kString},
    {"BOOLEAN", TypeKind::kBoolean},
    {"TINYINT", TypeKind::kByte},
    {"BYTE", TypeKind::kByte},
    {"SMALLINT", TypeKind::kShort},
    {"SHORT", TypeKind::kShort},
    {"INT", TypeKind::kInt},
    {"INTEGER", TypeKind::kInt},
    {"BIGINT", TypeKind::kLong},
    {"LONG", TypeKind::kLong},
    {"FLOAT", TypeKind::kFloat},
    {"REAL", TypeKind::kFloat},
    {"DOUBLE", TypeKind::kDouble},
    {"BINARY", TypeKind::kBinary},
    {"DATE", TypeKind::kDate},
    {"TIMESTAMP", TypeKind::kTimestamp},  // or without a zone, where the session says so
    {"TIMESTAMP_LTZ", TypeKind::kTimestamp},
    {"TIMESTAMP_NTZ", TypeKind::kTimestampNtz},
    {"VOID", TypeKind::kVoid},
    {"VARIANT", TypeKind::kVariant},
};

}  // namespace

DataType Parser::data_type() {
  const Nesting nesting(*this);
  if (current().kind != TokenKind::kWord) {
    fail_expected("a data type");
  }
  const Span where = span_of(current());
  const std::string upper = upper_case(text(current()));
  if (upper == "ARRAY") {
    advance();
    expect(Symbol::kLess);
    DataType element = data_type();
    expect(Symbol::kGreater);
    return DataType::array(std::move(element));
  }
  if (upper == "MAP") {
    advance();
    expect(Symbol::kLess);
    DataType key = data_type();
    expect(Symbol::kComma);
    DataType value = data_type();
    expect(Symbol::kGreater);
    return DataType::map(std::move(key), std::move(value));
  }
  if (upper == "STRUCT") {
    advance();
    // `<>` of an empty struct is one token.
    if (at(Symbol::kNotEqual)) {
      advance();
      return DataType::structure({});
    }
    expect(Symbol::kLess);
    types::Schema fields = at(Symbol::kGreater) ? types::Schema() : struct_fields();
    expect(Symbol::kGreater);
    return DataType::structure(std::move(fields));
  }
  if (upper == "INTERVAL") {
    return interval_type();
  }
  if (upper == "TIME") {
    return time_type(where);
  }
  return named_type(upper, where);
}

std::vector<int64_t> Parser::type_arguments() {
  std::vector<int64_t> out;
  if (!accept(Symbol::kLeftParen)) {
    return out;
  }
  do {
    out.push_back(unsigned_integer());
  } while (accept(Symbol::kComma));
  expect(Symbol::kRightParen);
  return out;
}

DataType Parser::named_type(std::string_view upper, Span where) {
  const size_t first = start();
  advance();
  const std::vector<int64_t> arguments = type_arguments();
  if (upper == "DECIMAL" || upper == "DEC" || upper == "NUMERIC") {
    return decimal_type(arguments, first);
  }
  if (upper == "VARCHAR" || upper == "CHAR" || upper == "CHARACTER") {
    return type_of_length(upper, arguments, first);
  }
  if (upper == "STRING") collation();
  const auto* plain = std::ranges::find(kPlainTypes, upper, &PlainType::word);
  if (plain == std::end(kPlainTypes)) fail_unknown_type(upper, where);
  if (!arguments.empty()) fail_type(first);
  const bool is_local = upper == "TIMESTAMP" && fragment_.reading().timestamps_are_local;
  return DataType::of(is_local ? TypeKind::kTimestampNtz : plain->kind);
}

void Parser::fail_type(size_t first, std::string hint) const {
  fail("UNSUPPORTED_DATATYPE", "0A000",
       "Unsupported data type \"" + upper_case(text_from(first)) + "\"", span_from(first),
       std::move(hint));
}

DataType Parser::decimal_type(const std::vector<int64_t>& arguments, size_t first) const {
  const int64_t precision = arguments.empty() ? 10 : arguments[0];
  const int64_t scale = arguments.size() < 2 ? 0 : arguments[1];
  if (arguments.size() > 2) fail_type(first);
  if (precision > types::kMaxDecimalPrecision) {
    fail("DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", "22003",
         "Decimal precision " + std::to_string(precision) + " exceeds max precision " +
             std::to_string(types::kMaxDecimalPrecision),
         span_from(first));
  }
  if (scale > precision) {
    fail("_LEGACY_ERROR_TEMP_1228", "",
         "Decimal scale (" + std::to_string(scale) + ") cannot be greater than precision (" +
             std::to_string(precision) + ").",
         span_from(first));
  }
  if (precision == 0) fail_type(first, "the precision of a decimal is at least 1");
  return DataType::decimal(static_cast<int>(precision), static_cast<int>(scale));
}

// CHAR(n), VARCHAR(n).
DataType Parser::type_of_length(std::string_view upper, const std::vector<int64_t>& arguments,
                                size_t first) const {
  if (arguments.empty()) {
    fail("DATATYPE_MISSING_SIZE", "42K01",
         "DataType \"" + std::string(upper) + "\" requires a length parameter, for example \"" +
             std::string(upper) + "\"(10). Please specify the length",
         span_of(tokens_[first]));
  }
  const int64_t length = arguments[0];
  if (arguments.size() > 1 || length > std::numeric_limits<int32_t>::max()) fail_type(first);
  return upper == "VARCHAR" ? DataType::varchar(static_cast<int32_t>(length))
                            : DataType::character(static_cast<int32_t>(length));
}

void Parser::collation() {
  if (!accept(Keyword::kCollate)) return;
  const Name collation = dotted_name();
  if (upper_case(collation.last().name) != "UTF8_BINARY") {
    fail_unsupported("The collation " + collation.last().name, collation.span);
  }
}

void Parser::fail_unknown_type(std::string_view upper, Span where) const {
  if (upper == "ARRAY" || upper == "MAP" || upper == "STRUCT") {
    fail("INCOMPLETE_TYPE_DEFINITION." + std::string(upper), "42K01",
         "Incomplete complex type: The definition of \"" + std::string(upper) +
             "\" type is incomplete. Its parts must stand behind it in < and >.",
         where);
  }
  if (upper == "GEOMETRY" || upper == "GEOGRAPHY") {
    fail_unsupported("The data type " + std::string(upper), where);
  }
  const std::vector<std::string> known = {
      "ARRAY",  "BIGINT", "BINARY",  "BOOLEAN",   "DATE",          "DECIMAL",
      "DOUBLE", "FLOAT",  "INT",     "INTEGER",   "MAP",           "SMALLINT",
      "STRING", "STRUCT", "TINYINT", "TIMESTAMP", "TIMESTAMP_NTZ", "VARCHAR"};
  const std::string close = nearest(upper, known);
  fail("UNSUPPORTED_DATATYPE", "0A000", "Unsupported data type \"" + std::string(upper) + "\"",
       where, close.empty() ? std::string() : "did you mean " + close + "?");
}

// TIME, TIME(3), each with or without WITHOUT TIME ZONE.
DataType Parser::time_type(Span where) {
  const size_t first = start();
  advance();
  const std::vector<int64_t> arguments = type_arguments();
  if (arguments.size() > 1) fail_type(first);
  const int64_t precision = arguments.empty() ? types::kMaxTimePrecision : arguments[0];
  if (precision > types::kMaxTimePrecision) {
    fail("UNSUPPORTED_TIME_PRECISION", "0A001",
         "The seconds precision " + std::to_string(precision) +
             " of the TIME data type is out of the supported range [0, 6]",
         where);
  }
  if (accept_word("WITHOUT")) {
    if (!accept_word("TIME") || !accept_word("ZONE")) {
      fail_expected("TIME ZONE");
    }
  }
  return DataType::time(static_cast<int>(precision));
}

// INTERVAL, INTERVAL DAY TO SECOND, INTERVAL YEAR.
DataType Parser::interval_type() {
  const size_t first = start();
  advance();
  if (current().kind != TokenKind::kWord || !interval_word(text(current()))) {
    return types::calendar_interval_type();
  }
  const auto unit = [&]() -> types::IntervalUnit {
    const auto word =
        current().kind == TokenKind::kWord ? interval_word(text(current())) : std::nullopt;
    const std::optional<types::IntervalUnit> found = [&]() -> std::optional<types::IntervalUnit> {
      switch (word.value_or(IntervalWord::kNanosecond)) {
        case IntervalWord::kYear:
          return types::IntervalUnit::kYear;
        case IntervalWord::kMonth:
          return types::IntervalUnit::kMonth;
        case IntervalWord::kDay:
          return types::IntervalUnit::kDay;
        case IntervalWord::kHour:
          return types::IntervalUnit::kHour;
        case IntervalWord::kMinute:
          return types::IntervalUnit::kMinute;
        case IntervalWord::kSecond:
          return types::IntervalUnit::kSecond;
        default:
          return std::nullopt;
      }
    }();
    if (!found) {
      fail_expected("YEAR, MONTH, DAY, HOUR, MINUTE or SECOND");
    }
    advance();
    return *found;
  };
  const types::IntervalUnit from = unit();
  const types::IntervalUnit to = accept(Keyword::kTo) ? unit() : from;
  const bool months = from <= types::IntervalUnit::kMonth;
  if (from > to || months != (to <= types::IntervalUnit::kMonth)) {
    fail("PARSE_SYNTAX_ERROR", "42601",
         "Syntax error: \"" + upper_case(text_from(first)) + "\" is no interval type",
         span_from(first), "year-month intervals are YEAR TO MONTH, day-time ones DAY TO SECOND");
  }
  return DataType::interval(from, to);
}

types::Schema Parser::struct_fields() {
  types::Schema out;
  do {
    out.push_back(struct_field());
  } while (accept(Symbol::kComma));
  return out;
}

types::Field Parser::struct_field() { return type_field(identifier()); }

// Behind the name: [:] type [NOT NULL] [COMMENT 'x'].
types::Field Parser::type_field(Identifier name) {
  accept(Symbol::kColon);
  types::Field out = {.name = std::move(name.name), .type = data_type()};
  if (accept(Keyword::kNot)) {
    expect(Keyword::kNull);
    out.nullable = false;
  }
  if (accept(Keyword::kComment)) {
    out.comment = string();
  }
  return out;
}

types::Schema Parser::schema_text() {
  const bool as_struct = at(Keyword::kStruct) &&
                         (ahead().symbol == Symbol::kLess || ahead().symbol == Symbol::kNotEqual);
  if (!as_struct) {
    return struct_fields();
  }
  return data_type().fields();
}

}  // namespace tarn::sql
