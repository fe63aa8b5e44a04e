#include <gtest/gtest.h>

#include <string>

#include "sql/dump.h"
#include "sql/parse.h"

namespace tarn::sql {
namespace {

struct Case {
  std::string name;
  std::string sql;
  std::string message;
};

std::string name_of(const testing::TestParamInfo<Case>& test) { return test.param.name; }

class ErrorTest : public testing::TestWithParam<Case> {};

TEST_P(ErrorTest, IsReadAs) {
  const auto parsed = parse_statement(Fragment::whole(GetParam().sql));
  ASSERT_FALSE(parsed);
  const std::string text = parsed.diagnostic().text();
  EXPECT_EQ(text.substr(1, text.find('\n') - 1), GetParam().message);
}

// line:column, condition, message; hint.
INSTANTIATE_TEST_SUITE_P(
    Sql, ErrorTest,
    testing::
        Values(Case{"AMisspeltFirstWord", R"sql(SELEC 1)sql",
                    R"(1:1: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'SELEC'; did you mean 'SELECT'?)"},
               Case{
                   "AMisspeltWordTakenForAnAlias", R"sql(SELECT a FRM t)sql",
                   R"(1:14: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 't'; did you mean 'FROM' instead of 'FRM'?)"},
               Case{
                   "AMisspeltWordInside", R"sql(SELECT a FROM t WHERE b GROUPP BY c)sql",
                   R"(1:25: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'GROUPP'; did you mean 'GROUP'?)"},
               Case{
                   "ATrailingComma", R"sql(SELECT a, FROM t)sql",
                   R"(1:11: error[TRAILING_COMMA_IN_SELECT]: Trailing comma detected in SELECT clause. Remove the trailing comma before the FROM clause.)"},
               Case{
                   "NoItems", R"sql(SELECT FROM t JOIN u)sql",
                   R"(1:8: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'FROM'; expected an expression)"},
               Case{
                   "NothingBehindAnOperator", R"sql(SELECT 1 +)sql",
                   R"(1:11: error[PARSE_SYNTAX_ERROR]: Syntax error at or near end of input; expected an expression)"},
               Case{
                   "NothingBehindJoin", R"sql(SELECT a FROM t JOIN)sql",
                   R"(1:21: error[PARSE_SYNTAX_ERROR]: Syntax error at or near end of input; expected a table)"},
               Case{
                   "AParenthesisIsOpen", R"sql(SELECT (a + 1)sql",
                   R"(1:14: error[PARSE_SYNTAX_ERROR]: Syntax error at or near end of input; expected ')')"},
               Case{
                   "AListIsOpen", R"sql(SELECT a FROM t WHERE a IN (1, 2)sql",
                   R"(1:33: error[PARSE_SYNTAX_ERROR]: Syntax error at or near end of input; expected ')')"},
               Case{
                   "AnEmptyList", R"sql(SELECT a IN ())sql",
                   R"(1:14: error[INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE]: Invalid SQL syntax: IN predicate requires at least one value. Empty IN clauses like 'IN ()' are not allowed. Consider using 'WHERE FALSE' if you need an always-false condition, or provide at least one value in the IN list.)"},
               Case{"TwoPredicates", R"sql(SELECT a IS NULL IS NULL)sql",
                    R"(1:21: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'NULL')"},
               Case{
                   "NotInsideAValue", R"sql(SELECT a = NOT b)sql",
                   R"(1:12: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'NOT'; expected an expression)"},
               Case{
                   "AStringAsAlias", R"sql(SELECT 1 AS 'a')sql",
                   R"(1:13: error[PARSE_SYNTAX_ERROR]: Syntax error at or near ''a''; expected a name)"},
               Case{
                   "AStrictWordAsTableAlias", R"sql(SELECT a FROM t AS left)sql",
                   R"(1:20: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'left'; expected an alias)"},
               Case{
                   "LeftWithoutJoin", R"sql(SELECT a FROM t left)sql",
                   R"(1:21: error[PARSE_SYNTAX_ERROR]: Syntax error at or near end of input; expected JOIN)"},
               Case{"TwoOns", R"sql(SELECT 1 FROM a JOIN b JOIN c ON x ON y)sql",
                    R"(1:36: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'ON')"},
               Case{
                   "AnOpenCase", R"sql(SELECT CASE WHEN a THEN b)sql",
                   R"(1:26: error[PARSE_SYNTAX_ERROR]: Syntax error at or near end of input; expected END)"},
               Case{
                   "AnUnclosedString",
                   R"sql(SELECT a
FROM t WHERE b = 'x)sql",
                   R"(2:18: error[PARSE_SYNTAX_ERROR]: Syntax error at or near '''; this quote is never closed)"},
               Case{
                   "AnUnclosedName", R"sql(SELECT `a FROM t)sql",
                   R"(1:8: error[PARSE_SYNTAX_ERROR]: Syntax error at or near '`'; this quote is never closed)"},
               Case{
                   "AnUnclosedComment", R"sql(SELECT a /* b)sql",
                   R"(1:10: error[UNCLOSED_BRACKETED_COMMENT]: Found an unclosed bracketed comment; append */ at its end)"},
               Case{
                   "LettersBeyondAscii", R"sql(SELECT größe FROM t)sql",
                   R"(1:8: error[INVALID_IDENTIFIER]: The unquoted identifier größe is invalid and must be back quoted as: `größe`)"},
               Case{
                   "ATypographicQuote", R"sql(SELECT ‘a’)sql",
                   R"(1:8: error[PARSE_SYNTAX_ERROR]: Syntax error at or near '‘'; expected an expression)"},
               Case{
                   "ATinyintTooLarge", R"sql(SELECT 128Y)sql",
                   R"(1:8: error[INVALID_NUMERIC_LITERAL_RANGE]: Numeric literal 128 is outside the valid range for tinyint with minimum value of -128 and maximum value of 127)"},
               Case{
                   "ABigintTooLarge", R"sql(SELECT 9223372036854775808L)sql",
                   R"(1:8: error[INVALID_NUMERIC_LITERAL_RANGE]: Numeric literal 9223372036854775808 is outside the valid range for bigint with minimum value of -9223372036854775808 and maximum value of 9223372036854775807)"},
               Case{
                   "TooManyDigits", R"sql(SELECT 123456789012345678901234567890123456789)sql",
                   R"(1:8: error[DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION]: Decimal precision 39 exceeds max precision 38)"},
               Case{
                   "ADoubleTooLarge", R"sql(SELECT 1e400)sql",
                   R"(1:8: error[INVALID_NUMERIC_LITERAL_RANGE]: Numeric literal 1e400 is outside the valid range for double with minimum value of -1.7976931348623157E+308 and maximum value of 1.7976931348623157E+308)"},
               Case{
                   "ATypedLiteralOfNoType", R"sql(SELECT foo 'x')sql",
                   R"(1:8: error[UNSUPPORTED_TYPED_LITERAL]: Literals of the type "FOO" are not supported. Supported types are "DATE", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP", "INTERVAL", "X", "TIME")"},
               Case{
                   "HexThatIsNone", R"sql(SELECT X'zz')sql",
                   R"(1:8: error[INVALID_TYPED_LITERAL]: The value of the typed literal "X" is invalid: 'zz')"},
               Case{
                   "AnEscapeOfTwo", R"sql(SELECT a LIKE 'b' ESCAPE 'xy')sql",
                   R"(1:26: error[INVALID_ESC]: Found an invalid escape string: 'xy'. The escape string must contain only one character)"},
               Case{"AnUnknownType", R"sql(SELECT CAST(a AS STRIN))sql", R"(1:18: error[UNSUPPORTED_DATATYPE]: Unsupported data type "STRIN"; did you mean STRING?)"}, Case{"VarcharWithoutALength", R"sql(SELECT CAST(a AS VARCHAR))sql", R"(1:18: error[DATATYPE_MISSING_SIZE]: DataType "VARCHAR" requires a length parameter, for example "VARCHAR"(10). Please specify the length)"}, Case{"TooPrecise", R"sql(SELECT CAST(a AS DECIMAL(39, 1)))sql", R"(1:18: error[DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION]: Decimal precision 39 exceeds max precision 38)"}, Case{"ScaleAbovePrecision", R"sql(SELECT CAST(a AS DECIMAL(3, 5)))sql", R"(1:18: error[_LEGACY_ERROR_TEMP_1228]: Decimal scale (5) cannot be greater than precision (3).)"}, Case{"AnIntervalOfTwoFamilies", R"sql(SELECT CAST(a AS INTERVAL YEAR TO DAY))sql", R"(1:18: error[PARSE_SYNTAX_ERROR]: Syntax error: "INTERVAL YEAR TO DAY" is no interval type; year-month intervals are YEAR TO MONTH, day-time ones DAY TO SECOND)"}, Case{"GeometryIsNotSupported", R"sql(SELECT CAST(a AS GEOMETRY))sql", R"(1:18: error[UNSUPPORTED_FEATURE]: The data type GEOMETRY is not supported)"}, Case{"ACollationOfAType", R"sql(SELECT CAST(a AS STRING COLLATE UNICODE))sql", R"(1:33: error[UNSUPPORTED_FEATURE]: The collation UNICODE is not supported)"}, Case{"APipeBehindAnOrder", R"sql(SELECT a FROM t ORDER BY a |> WHERE a)sql", R"(1:28: error[PARSE_SYNTAX_ERROR]: Syntax error at or near '|>')"}, Case{"AWindowBehindAPipesWhere", R"sql(FROM t |> WHERE a WINDOW w AS (ORDER BY a))sql", R"(1:19: error[NOT_ALLOWED_IN_PIPE_OPERATOR_WHERE.WINDOW_CLAUSE]: Not allowed in the pipe WHERE clause: WINDOW clause)"}, Case{"ARecursionLevelWithoutRecursion", R"sql(WITH r MAX RECURSION LEVEL 5 AS (SELECT 1) SELECT 1)sql", R"(1:6: error[_LEGACY_ERROR_TEMP_0035]: Operation not allowed: Cannot specify MAX RECURSION LEVEL when the CTE is not marked as RECURSIVE.)"}, Case{"APivotWithoutValues", R"sql(SELECT * FROM t PIVOT (sum(a) FOR b IN ()))sql", R"(1:41: error[PARSE_SYNTAX_ERROR]: Syntax error at or near ')'; expected an expression)"}, Case{"LateralOfATable", R"sql(SELECT * FROM t, LATERAL u)sql", R"(1:18: error[INVALID_SQL_SYNTAX.LATERAL_WITHOUT_SUBQUERY_OR_TABLE_VALUED_FUNC]: Invalid SQL syntax: LATERAL can only be used with subquery and table-valued functions)"}, Case{"IdentifierOfAColumn", R"sql(SELECT IDENTIFIER(a))sql", R"(1:19: error[NOT_A_CONSTANT_STRING.NOT_CONSTANT]: The expression used for the routine or clause IDENTIFIER must be a constant STRING which is NOT NULL)"},
               Case{
                   "MisspeltStreaming", R"sql(CREATE STREMING TABLE t)sql",
                   R"(1:8: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'STREMING'; did you mean 'STREAMING'?)"},
               Case{
                   "MisspeltTable", R"sql(CREATE STREAMING TABEL t)sql",
                   R"(1:18: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'TABEL'; did you mean 'TABLE'?)"},
               Case{
                   "ColumnsWithoutAComma", R"sql(CREATE STREAMING TABLE t (a INT b INT))sql",
                   R"(1:33: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'b'; expected ',' or ')')"},
               Case{
                   "MisspeltExpect", R"sql(CREATE STREAMING TABLE t (CONSTRAINT c EXPCT (a)))sql",
                   R"(1:40: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'EXPCT'; did you mean 'EXPECT'?)"},
               Case{
                   "AKeyWithoutColumns", R"sql(CREATE STREAMING TABLE t (a INT, PRIMARY KEY))sql",
                   R"(1:45: error[PARSE_SYNTAX_ERROR]: Syntax error at or near ')'; expected '(')"},
               Case{
                   "AForeignKeyToNothing",
                   R"sql(CREATE STREAMING TABLE t (a INT FOREIGN KEY (a)))sql",
                   R"(1:45: error[PARSE_SYNTAX_ERROR]: Syntax error at or near '('; expected REFERENCES)"},
               Case{
                   "AnUnknownOptionOfAKey",
                   R"sql(CREATE STREAMING TABLE t (a INT PRIMARY KEY SWIFTLY))sql",
                   R"(1:45: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'SWIFTLY'; expected ',' or ')')"},
               Case{
                   "AnUnknownViolationAction",
                   R"sql(CREATE STREAMING TABLE t (CONSTRAINT c EXPECT (a) ON VIOLATION WARN))sql",
                   R"(1:64: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'WARN'; expected DROP ROW or FAIL UPDATE)"},
               Case{
                   "AClauseTwice", R"sql(CREATE STREAMING TABLE t COMMENT 'a' COMMENT 'b')sql",
                   R"(1:38: error[DUPLICATE_CLAUSES]: Found duplicate clauses: COMMENT. Please, remove one of them)"},
               Case{
                   "ACdcFlowWithoutKeys",
                   R"sql(CREATE FLOW f AS AUTO CDC INTO t FROM STREAM s SEQUENCE BY ts)sql",
                   R"(1:18: error[MISSING_CLAUSES_FOR_OPERATION]: Missing clause KEYS for operation AUTO CDC)"},
               Case{
                   "ACdcFlowWithoutSequence",
                   R"sql(CREATE FLOW f AS AUTO CDC INTO t FROM STREAM s KEYS (k))sql",
                   R"(1:18: error[MISSING_CLAUSES_FOR_OPERATION]: Missing clause SEQUENCE BY for operation AUTO CDC)"},
               Case{
                   "ScdOfType3",
                   R"sql(CREATE FLOW f AS AUTO CDC INTO t FROM STREAM s KEYS (k) SEQUENCE BY ts STORED AS SCD TYPE 3)sql",
                   R"(1:91: error[PARSE_SYNTAX_ERROR]: Syntax error at or near '3'; expected SCD TYPE 1 or SCD TYPE 2)"},
               Case{
                   "AKeyThatNeedsBackticks", R"sql(SET a-b = 1)sql",
                   R"(1:5: error[INVALID_SET_SYNTAX]: Expected format is 'SET', 'SET key', or 'SET key=value'. If you want to include special characters in key, or include semicolon in value, please use backquotes, e.g., SET `key`=`value`)"},
               Case{"TwoStatements", R"sql(SELECT 1; SELECT 2)sql",
                    R"(1:11: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'SELECT')"},
               Case{
                   "NoStatement",
                   R"sql( -- nothing
)sql",
                   R"(2:1: error[PARSE_EMPTY_STATEMENT]: Syntax error, unexpected empty statement)"}),
    name_of);

}  // namespace
}  // namespace tarn::sql
