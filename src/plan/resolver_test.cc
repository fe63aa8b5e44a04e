// Columns of queries: names, types and nullability as Spark 4.2.1 answered for the same query, and
// the error conditions with the text that they point at.

#include "plan/resolver.h"

#include <gtest/gtest.h>

#include "plan/fake_catalog.h"

namespace tarn::plan {
namespace {

struct Case {
  std::string name;
  std::string query;
  std::string columns;
};

std::string name_of(const testing::TestParamInfo<Case>& test) { return test.param.name; }

class ColumnsTest : public testing::TestWithParam<Case> {};
TEST_P(ColumnsTest, HaveTheNamesAndTypesThatSparkGivesThem) {
  EXPECT_EQ(columns_of(GetParam().query), GetParam().columns);
}

INSTANTIATE_TEST_SUITE_P(
    Operators, ColumnsTest,
    testing::Values(
        Case{"IntegerSum", "SELECT a + 1 FROM t", "(a + 1) int!"},
        Case{"IntegerQuotientIsDouble", "SELECT a / 2 FROM t", "(a / 2) double"},
        Case{"Remainder", "SELECT a % 2 FROM t", "(a % 2) int"},
        Case{"IntegerDivision", "SELECT a div 2 FROM t", "(a div 2) bigint"},
        Case{"Minus", "SELECT -a, -1, - 1, -(1) FROM t",
             "(- a) int!, -1 int!, -1 int!, (- 1) int!"},
        Case{"BitOperators", "SELECT ~a, a & 1, a | 1, a ^ 1 FROM t",
             "~a int!, (a & 1) int!, (a | 1) int!, (a ^ 1) int!"},
        Case{"IntAndBigint", "SELECT a + b FROM t", "(a + b) bigint"},
        Case{"IntAndDecimalLiteral", "SELECT a + 1.5 FROM t", "(a + 1.5) decimal(12,1)!"},
        Case{"DecimalSum", "SELECT d + dec FROM t", "(d + dec) decimal(11,2)"},
        Case{"DecimalProduct", "SELECT d * dec FROM t", "(d * dec) decimal(13,3)"},
        Case{"DecimalQuotient", "SELECT d / dec FROM t", "(d / dec) decimal(15,12)"},
        Case{"DecimalRemainder", "SELECT d % dec FROM t", "(d % dec) decimal(3,2)"},
        Case{"DecimalAndIntegerLiteral", "SELECT dec - 1, dec * 2, dec / 3, 2 * dec FROM t",
             "(dec - 1) decimal(11,2), (dec * 2) decimal(12,2), (dec / 3) decimal(14,6), (2 * dec) "
             "decimal(12,2)"},
        Case{"DecimalAndIntColumn", "SELECT a * dec, a / dec, b + dec FROM t",
             "(a * dec) decimal(21,2), (a / dec) decimal(23,11), (b + dec) decimal(23,2)"},
        Case{"DecimalBeyond38Digits",
             "SELECT CAST(1 AS DECIMAL(38,10)) * CAST(1 AS DECIMAL(38,10)) AS p, CAST(1 AS "
             "DECIMAL(38,0)) + CAST(1 AS DECIMAL(38,10)) AS s",
             "p decimal(38,6), s decimal(38,6)"},
        Case{"FloatAndDecimal", "SELECT fl + d, a + f FROM t", "(fl + d) double, (a + f) double"},
        Case{"StringWithIntegerIsBigint", "SELECT a + s FROM t", "(a + s) bigint"},
        Case{"StringWithDecimalIsDouble", "SELECT s * 1.5 FROM t", "(s * 1.5) double"},
        Case{"SmallIntegers", "SELECT CAST(1 AS TINYINT) + CAST(1 AS SMALLINT)",
             "(CAST(1 AS TINYINT) + CAST(1 AS SMALLINT)) smallint!"},
        Case{"Comparisons", "SELECT a = 1, a <> 1, a <=> 1, a < 1 FROM t",
             "(a = 1) boolean!, (NOT (a = 1)) boolean!, (a <=> 1) boolean!, (a < 1) boolean!"},
        Case{"Logic", "SELECT NOT bo, bo AND true, a IS NULL, a IS NOT NULL FROM t",
             "(NOT bo) boolean, (bo AND true) boolean, (a IS NULL) boolean!, (a IS NOT NULL) "
             "boolean!"},
        Case{"InAndBetween", "SELECT a IN (1, 2), a NOT IN (1), a BETWEEN 1 AND 2 FROM t",
             "(a IN (1, 2)) boolean!, (NOT (a IN (1))) boolean!, between(a, 1, 2) boolean!"},
        Case{"InWithAStringMeetsBigint", "SELECT a IN (1, 'x') FROM t", "(a IN (1, x)) boolean"},
        Case{"Like", "SELECT s LIKE 'a%', s NOT LIKE 'a', s ILIKE 'a', s RLIKE 'a' FROM t",
             "s LIKE a% boolean, (NOT s LIKE a) boolean, ilike(s, a) boolean, RLIKE(s, a) boolean"},
        Case{"LikeWithEscape", "SELECT s LIKE 'a' ESCAPE '!' FROM t",
             "s LIKE a ESCAPE '!' boolean"},
        Case{"Concatenation", "SELECT s || 'a', s || a FROM t",
             "concat(s, a) string, concat(s, a) string"},
        Case{"IsTrue", "SELECT bo IS TRUE, a IS NOT DISTINCT FROM b FROM t",
             "(bo <=> true) boolean!, (a <=> b) boolean!"},
        Case{"Dates", "SELECT dt + 1, dt - 1, a + dt FROM t",
             "date_add(dt, 1) date, date_sub(dt, 1) date, date_add(dt, a) date"},
        Case{
            "DateAndInterval", "SELECT dt + INTERVAL 1 DAY, ts - INTERVAL 1 HOUR FROM t",
            "date_add(dt, extractansiintervaldays(INTERVAL '1' DAY)) date, ts - INTERVAL '01' HOUR "
            "timestamp"},
        Case{"DatesApart", "SELECT dt - dt, ts - ts FROM t",
             "(dt - dt) interval day, (ts - ts) interval day to second"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Expressions, ColumnsTest,
    testing::Values(
        Case{
            "CastOfAColumnKeepsItsName",
            "SELECT CAST(a AS STRING), a::STRING, CAST(a + 1 AS STRING), TRY_CAST(s AS INT) FROM t",
            "a string!, a string!, CAST((a + 1) AS STRING) string!, s int"},
        Case{"CastByTypeName", "SELECT bigint(a), int(s), date(s) FROM t",
             "a bigint!, s int, s date"},
        Case{"Literals", "SELECT 1, 'abc', 1.5, 1L, 1S, 1.0D, 1e3, true, NULL",
             "1 int!, abc string!, 1.5 decimal(2,1)!, 1 bigint!, 1 smallint!, 1.0 double!, 1000.0 "
             "double!, true boolean!, NULL void"},
        Case{"TypedLiterals", "SELECT DATE '2024-01-01', TIMESTAMP '2024-01-01 00:00:00'",
             "DATE '2024-01-01' date!, TIMESTAMP '2024-01-01 00:00:00' timestamp!"},
        Case{"IntervalLiterals",
             "SELECT INTERVAL 1 DAY, INTERVAL '1 2:03' DAY TO MINUTE, INTERVAL 1 YEAR 2 MONTHS, "
             "INTERVAL '10' SECOND, INTERVAL 1 WEEK",
             "INTERVAL '1' DAY interval day!, INTERVAL '1 02:03' DAY TO MINUTE interval day to "
             "minute!, INTERVAL '1-2' YEAR TO MONTH interval year to month!, INTERVAL '10' SECOND "
             "interval second!, INTERVAL '7' DAY interval day!"},
        Case{"StructFields", "SELECT st.x, t.st.y, st.x + 1, ST.X FROM t",
             "x int, y string, (st.x + 1) int, X int"},
        Case{"ArrayAndMapElements", "SELECT arr[0], m['k'], m.k FROM t",
             "arr[0] int, m[k] int, k int"},
        Case{"FieldOfAnArrayOfStructs", "SELECT q.x FROM (SELECT array(named_struct('x', 1)) AS q)",
             "x array<int>!"},
        Case{"CaseWhen",
             "SELECT CASE WHEN a = 1 THEN 2 ELSE 3 END, CASE a WHEN 1 THEN 2 END FROM t",
             "CASE WHEN (a = 1) THEN 2 ELSE 3 END int!, CASE WHEN (a = 1) THEN 2 END int"},
        Case{"CaseMeetsInOneType", "SELECT CASE WHEN a = 1 THEN 'x' ELSE 2 END AS c FROM t",
             "c bigint"},
        Case{"If", "SELECT if(a = 1, 2, 3) FROM t", "(IF((a = 1), 2, 3)) int!"},
        Case{"DatabricksNames", "SELECT iff(a = 1, 2, 3), getdate() FROM t",
             "(IF((a = 1), 2, 3)) int!, getdate() timestamp!"},
        Case{"CoalesceAndKin",
             "SELECT coalesce(a, b), nvl(b, a), ifnull(a, 1), nullif(a, 1), nvl2(a, b, 1) FROM t",
             "coalesce(a, b) bigint!, nvl(b, a) bigint!, ifnull(a, 1) int!, nullif(a, 1) int, "
             "nvl2(a, b, 1) bigint"},
        Case{"CoalesceWidens",
             "SELECT coalesce(1, 1.5) AS p, coalesce(dt, ts) AS q, coalesce('a', 1) AS r FROM t",
             "p decimal(11,1)!, q timestamp, r bigint!"},
        Case{"InventoryOfTheDemo",
             "WITH n AS (SELECT *, row_number() OVER (PARTITION BY a ORDER BY ts DESC) AS rn FROM "
             "t) "
             "SELECT n.a, max(n.ts) AS seen, greatest(0, max(n.b) + coalesce(sum(x.b), 0)) AS "
             "stock FROM n LEFT JOIN x ON x.a = n.a WHERE n.rn = 1 GROUP BY n.a",
             "a int!, seen timestamp, stock bigint!"},
        Case{"GreatestAndLeast", "SELECT greatest(a, b), least(a, 1.5) FROM t",
             "greatest(a, b) bigint!, least(a, 1.5) decimal(11,1)!"},
        Case{"Structs", "SELECT struct(a, b), named_struct('q', a), struct(a AS z, a + 1) FROM t",
             "struct(a, b) struct<a:int,b:bigint>!, named_struct(q, a) struct<q:int>!, struct(a AS "
             "z, (a + 1)) struct<z:int,col2:int>!"},
        Case{
            "ArraysAndMaps",
            "SELECT array(1, 1.5, 2L), map('a', 1, 'b', 2.5), array(), size(arr) FROM t",
            "array(1, 1.5, 2) array<decimal(21,1)>!, map(a, 1, b, 2.5) map<string,decimal(11,1)>!, "
            "array() array<void>!, size(arr) int"},
        Case{"JsonWithASchema",
             "SELECT from_json(s, 'a int, b array<struct<c: int>>'), get_json_object(s, '$.a') "
             "FROM t",
             "from_json(s) struct<a:int,b:array<struct<c:int>>>, get_json_object(s, $.a) string"},
        Case{"JsonWithOptions", "SELECT from_json(s, 'a int', map('mode', 'FAILFAST')) AS j FROM t",
             "j struct<a:int>"},
        Case{"JsonOfAMapIsNamedEntries", "SELECT from_json(s, 'map<string,int>') FROM t",
             "entries map<string,int>"},
        Case{"JsonPath", "SELECT s:a.b, s:items[0]::INT FROM t", "b string, items int"},
        Case{"StringFunctions",
             "SELECT substring(s, 1), upper(s), length(s), ltrim(s), trim(BOTH 'x' FROM s), "
             "position('a' IN s) FROM t",
             "substring(s, 1, 2147483647) string, upper(s) string, length(s) int, ltrim(s) string, "
             "TRIM(BOTH x FROM s) string, locate(a, s, 1) int"},
        Case{"StringsTakeWhatIsNone", "SELECT upper(a), length(dt), concat(a, b) FROM t",
             "upper(a) string!, length(dt) int, concat(a, b) string"},
        Case{"MathFunctions",
             "SELECT round(d, 1), round(a), floor(d), ceil(f), abs(a), sqrt(a), power(a, 2) FROM t",
             "round(d, 1) decimal(3,1), round(a, 0) int, FLOOR(d) decimal(2,0), CEIL(f) bigint, "
             "abs(a) int!, SQRT(a) double, POWER(a, 2) double!"},
        Case{
            "DateFunctions",
            "SELECT year(dt), date_trunc('day', ts), date_add(s, 1), to_date(s), extract(YEAR FROM "
            "ts), datediff(dt, dt) FROM t",
            "year(dt) int, date_trunc(day, ts) timestamp, date_add(s, 1) date, to_date(s) date, "
            "extract(YEAR FROM ts) int, datediff(dt, dt) int"},
        Case{"Clock", "SELECT current_timestamp(), now(), current_date, current_timestamp",
             "current_timestamp() timestamp!, now() timestamp!, current_date() date!, "
             "current_timestamp() timestamp!"},
        Case{"TypeOf", "SELECT typeof(1.5)", "typeof(1.5) string!"},
        Case{"Lambda",
             "SELECT transform(arr, x -> x + 1) AS q, filter(arr, x -> x > 1) AS r FROM t",
             "q array<int>, r array<int>"},
        Case{"HiddenMetadata", "SELECT _metadata.file_path FROM x", "file_path string!"},
        Case{"InputFileName",
             "SELECT input_file_name(), input_file_block_start(), input_file_block_length() FROM x",
             "input_file_name() string!, input_file_block_start() bigint!, "
             "input_file_block_length() bigint!"},
        Case{"InputFileNameWithoutFiles", "SELECT input_file_name(), input_file_block_start()",
             "input_file_name() string!, input_file_block_start() bigint!"},
        Case{"InputFileNameOfAnAggregation",
             "SELECT input_file_name() AS f, count(*) FROM x GROUP BY f HAVING f <> ''",
             "f string!, count(1) bigint!"},
        Case{"StructsComparedByPosition", "SELECT st = struct(1, 'a') AS q FROM t", "q boolean"},
        Case{"StarLeavesMetadataOut", "SELECT * FROM x", "a int, b int"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Aggregates, ColumnsTest,
    testing::Values(
        Case{"SumsAndCounts", "SELECT sum(a), count(*), count(1), avg(a), max(a) + 1 FROM t",
             "sum(a) bigint, count(1) bigint!, count(1) bigint!, avg(a) double, (max(a) + 1) int"},
        Case{"DistinctAndFilter", "SELECT sum(DISTINCT a), sum(a) FILTER (WHERE a > 1) FROM t",
             "sum(DISTINCT a) bigint, sum(a) FILTER (WHERE (a > 1)) bigint"},
        Case{"SumsByType", "SELECT sum(d), avg(d), sum(f), sum(s), sum(fl) FROM t",
             "sum(d) decimal(12,1), avg(d) decimal(6,5), sum(f) double, sum(s) double, sum(fl) "
             "double"},
        Case{"FirstIgnoringNulls", "SELECT first(a, true), any_value(a), collect_list(a) FROM t",
             "first(a) int, any_value(a) int, collect_list(a) array<int>!"},
        Case{"GroupedByAlias", "SELECT a AS k, count(*) FROM t GROUP BY k HAVING count(*) > 0",
             "k int!, count(1) bigint!"},
        Case{"GroupedByOrdinal", "SELECT a, count(*) FROM t GROUP BY 1",
             "a int!, count(1) bigint!"},
        Case{"GroupedByAll", "SELECT a, b, sum(a) FROM t GROUP BY ALL",
             "a int!, b bigint, sum(a) bigint"},
        Case{"KeyInsideAnExpression", "SELECT a + 1 + 1, count(*) FROM t GROUP BY a + 1",
             "((a + 1) + 1) int!, count(1) bigint!"},
        Case{"LateralAliasOfAnAggregate", "SELECT sum(a) + 1 AS z, z + 1 FROM t",
             "z bigint, (lateralAliasReference(z) + 1) bigint"},
        Case{"FieldOfAnAggregate", "SELECT max(struct(a, b)).a FROM t", "max(struct(a, b)).a int"},
        Case{"RowNumber", "SELECT row_number() OVER (ORDER BY a) FROM t",
             "row_number() OVER (ORDER BY a ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND "
             "CURRENT ROW) int!"},
        Case{"RunningSum", "SELECT sum(a) OVER (PARTITION BY b ORDER BY a) FROM t",
             "sum(a) OVER (PARTITION BY b ORDER BY a ASC NULLS FIRST RANGE BETWEEN UNBOUNDED "
             "PRECEDING AND CURRENT ROW) bigint"},
        Case{"Lag", "SELECT lag(a) OVER (ORDER BY a) FROM t",
             "lag(a, 1, NULL) OVER (ORDER BY a ASC NULLS FIRST ROWS BETWEEN -1 FOLLOWING AND -1 "
             "FOLLOWING) int"},
        Case{"GeneratorOverAnAggregate", "SELECT explode(collect_list(a)) FROM t", "col int!"},
        Case{"OrderedByAnAggregate", "SELECT a FROM t GROUP BY a ORDER BY sum(b)", "a int!"},
        Case{"WindowOverAnAggregate",
             "SELECT row_number() OVER (ORDER BY sum(a)) AS n FROM t GROUP BY b", "n int!"},
        Case{"NamedWindow", "SELECT count(*) OVER w AS n FROM t WINDOW w AS (PARTITION BY a)",
             "n bigint!"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Queries, ColumnsTest,
    testing::Values(
        Case{"NoFrom", "SELECT 1 AS one", "one int!"},
        Case{"NameAsWritten", "SELECT `a`, T.A, A FROM t", "a int!, A int!, A int!"},
        Case{"StarExcept", "SELECT * EXCEPT (b) FROM y", "a int, c string"},
        Case{"StructStar", "SELECT st.* FROM t", "x int, y string"},
        Case{"LateralAlias", "SELECT a AS z, z + 1 AS q FROM t", "z int!, q int!"},
        Case{"OrderByWhatIsNotSelected", "SELECT a FROM t ORDER BY b", "a int!"},
        Case{"UsingPutsSharedColumnsFirst", "SELECT * FROM x JOIN y USING (a)",
             "a int, b int, b int, c string"},
        Case{"UsingKeepsBothByName", "SELECT x.a, y.a, a FROM x LEFT JOIN y USING (a)",
             "a int, a int, a int"},
        Case{"QualifiedStarBehindUsing", "SELECT y.* FROM x JOIN y USING (a)",
             "a int, b int, c string"},
        Case{"NaturalJoin", "SELECT * FROM x NATURAL JOIN y", "a int, b int, c string"},
        Case{"FullOuterUsing", "SELECT a FROM x FULL JOIN y USING (a)", "a int"},
        Case{"LeftSemi", "SELECT * FROM x LEFT SEMI JOIN y ON x.a = y.a", "a int, b int"},
        Case{"OuterJoinMakesNullable", "SELECT t.a FROM x LEFT JOIN t ON x.a = t.a", "a int"},
        Case{"UnionWidens", "SELECT 1 AS q UNION ALL SELECT 2.5", "q decimal(11,1)!"},
        Case{"UnionWithAString", "SELECT 1 UNION SELECT 'x'", "1 bigint"},
        Case{"UnionByName", "SELECT a, b FROM x UNION ALL BY NAME SELECT b, a FROM x",
             "a int, b int"},
        Case{"Values", "SELECT * FROM VALUES (1, 'a'), (2.5, 'b') AS v(p, q)",
             "p decimal(11,1)!, q string!"},
        Case{"CommonTables",
             "WITH u AS (SELECT a FROM x), v(q) AS (SELECT a FROM u) SELECT q FROM v", "q int"},
        Case{"ScalarSubquery", "SELECT a, (SELECT max(b) FROM x) FROM t",
             "a int!, scalarsubquery() int"},
        Case{"ExistsAndIn", "SELECT EXISTS (SELECT 1 FROM x), a IN (SELECT a FROM x) FROM t",
             "exists() boolean!, (a IN (listquery())) boolean!"},
        Case{"CorrelatedNames",
             "SELECT (SELECT max(x.b) FROM x WHERE x.a = t.a AND x.b > t.b), "
             "EXISTS (SELECT 1 FROM x WHERE x.a = t.b) FROM t",
             "scalarsubquery(a, b) int, exists(b) boolean!"},
        Case{"Correlated", "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM x WHERE x.a = t.a)",
             "a int!"},
        Case{"Lateral", "SELECT q FROM x, LATERAL (SELECT x.a + 1 AS q) z", "q int"},
        Case{"Explode", "SELECT explode(arr), a FROM t", "col int, a int!"},
        Case{"ExplodeOuter", "SELECT explode_outer(m) FROM t", "key string, value int"},
        Case{"PosexplodeWithNames", "SELECT posexplode(arr) AS (p, e) FROM t", "p int!, e int"},
        Case{"Inline", "SELECT inline(array(st)) FROM t", "x int, y string"},
        Case{"LateralView", "SELECT a, e.q FROM t LATERAL VIEW explode(arr) e AS q WHERE q > 1",
             "a int!, q int"},
        Case{"TableFunction", "SELECT id FROM range(10)", "id bigint!"},
        Case{"GeneratorInFrom", "SELECT * FROM explode(array(1, 2))", "col int!"},
        Case{"DistinctOn", "SELECT DISTINCT ON (a) b FROM x", "b int"},
        Case{"Qualify", "SELECT a FROM t QUALIFY row_number() OVER (ORDER BY b) = 1", "a int!"},
        Case{"TableStatement", "TABLE x", "a int, b int"}),
    name_of);

class ErrorsTest : public testing::TestWithParam<Case> {};
TEST_P(ErrorsTest, CarrySparksConditionAndPointAtTheText) {
  EXPECT_EQ(columns_of(GetParam().query), GetParam().columns);
}

// Each of the tables reads the one before it twice: 2^40 queries, were they all resolved.
TEST(TooManyQueriesTest, ALadderOfCommonTablesEndsInOneError) {
  std::string query = "WITH c0 AS (SELECT a FROM x)";
  for (int i = 1; i <= 40; ++i) {
    const std::string below = "c" + std::to_string(i - 1);
    query += ", c" + std::to_string(i) + " AS (SELECT l.a FROM " + below + " l, " + below + " r)";
  }
  EXPECT_TRUE(columns_of(query + " SELECT a FROM c40")
                  .starts_with("FAILED_TO_PARSE_TOO_COMPLEX at SELECT "));
}

TEST(TooManyQueriesTest, AChainThatIsTooLongIsRefusedBeforeItIsResolved) {
  std::string chain = "SELECT a FROM x";
  std::string joins = "SELECT 1 FROM x";
  for (int i = 0; i < 20'000; ++i) {
    chain += " UNION ALL SELECT a FROM x";
    joins += " JOIN x ON TRUE";
  }
  EXPECT_TRUE(columns_of(chain).starts_with("FAILED_TO_PARSE_TOO_COMPLEX at UNION ALL "));
  EXPECT_TRUE(columns_of(joins).starts_with("FAILED_TO_PARSE_TOO_COMPLEX at "));
}

INSTANTIATE_TEST_SUITE_P(
    Names, ErrorsTest,
    testing::Values(
        Case{"UnknownColumn", "SELECT b2 FROM t", "UNRESOLVED_COLUMN.WITH_SUGGESTION at b2"},
        Case{"UnknownColumnWithoutFrom", "SELECT b2", "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION at b2"},
        Case{"UnknownQualifier", "SELECT q.a FROM t", "UNRESOLVED_COLUMN.WITH_SUGGESTION at q.a"},
        Case{"UnknownField", "SELECT st.zz FROM t", "FIELD_NOT_FOUND at st.zz"},
        Case{"FieldOfANumber", "SELECT a.zz FROM t", "INVALID_EXTRACT_BASE_FIELD_TYPE at a.zz"},
        Case{"Ambiguous", "SELECT a FROM x JOIN y ON x.a = y.a", "AMBIGUOUS_REFERENCE at a"},
        Case{"UnknownTable", "SELECT * FROM nosuch", "TABLE_OR_VIEW_NOT_FOUND at nosuch"},
        Case{"UnknownStar", "SELECT q.* FROM t", "CANNOT_RESOLVE_STAR_EXPAND at q.*"},
        Case{"UnknownFunction", "SELECT summ(a) FROM t", "UNRESOLVED_ROUTINE at summ"},
        Case{"FunctionOfSparkThatIsMissing", "SELECT kll_sketch_agg_bigint(a) FROM t",
             "UNSUPPORTED_FEATURE at kll_sketch_agg_bigint"},
        Case{"UnknownUsingColumn", "SELECT * FROM x JOIN y USING (zz)",
             "UNRESOLVED_USING_COLUMN_FOR_JOIN at zz"},
        Case{"UnknownTableFunction", "SELECT * FROM nosuch(1)",
             "UNRESOLVABLE_TABLE_VALUED_FUNCTION at nosuch"},
        Case{"AllOfThem", "SELECT p, a, q FROM t WHERE r = 1",
             "UNRESOLVED_COLUMN.WITH_SUGGESTION at r; UNRESOLVED_COLUMN.WITH_SUGGESTION at p; "
             "UNRESOLVED_COLUMN.WITH_SUGGESTION at q"},
        Case{"HavingSeesTheSelectsColumns", "SELECT sum(b) FROM t HAVING zz > 1",
             "UNRESOLVED_COLUMN.WITH_SUGGESTION at zz"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Types, ErrorsTest,
    testing::Values(
        Case{"TooFewArguments", "SELECT substring(s) FROM t",
             "WRONG_NUM_ARGS.WITHOUT_SUGGESTION at substring(s)"},
        Case{"TooManyArguments", "SELECT upper(s, s) FROM t",
             "WRONG_NUM_ARGS.WITHOUT_SUGGESTION at upper(s, s)"},
        Case{"ArrayForAString", "SELECT upper(arr) FROM t",
             "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE at upper(arr)"},
        Case{"BigintForDays", "SELECT date_add(dt, b) FROM t",
             "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE at date_add(dt, b)"},
        Case{"BooleanWithNumber", "SELECT bo = 1 FROM t",
             "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES at bo = 1"},
        Case{"StringsAdded", "SELECT s + s FROM t",
             "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE at s + s"},
        Case{"MapsCompared", "SELECT m = m FROM t",
             "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE at m = m"},
        Case{"NumberAnded", "SELECT a AND bo FROM t",
             "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES at a AND bo"},
        Case{"FilterOfAString", "SELECT a FROM t WHERE s",
             "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN at s"},
        Case{"CastOfAnArray", "SELECT CAST(arr AS INT) FROM t",
             "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION at CAST(arr AS INT)"},
        Case{"CastOfADate", "SELECT CAST(dt AS INT) FROM t",
             "DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION at CAST(dt AS INT)"},
        Case{"BranchesOfTwoTypes", "SELECT CASE WHEN bo THEN arr ELSE 2 END FROM t",
             "DATATYPE_MISMATCH.DATA_DIFF_TYPES at CASE WHEN bo THEN arr ELSE 2 END"},
        Case{"CoalesceOfTwoTypes", "SELECT coalesce(arr, 1) FROM t",
             "DATATYPE_MISMATCH.DATA_DIFF_TYPES at coalesce(arr, 1)"},
        Case{"SchemaThatIsNoLiteral", "SELECT from_json(s, s) FROM t",
             "INVALID_SCHEMA.NON_STRING_LITERAL at s"},
        Case{"UnionOfTwoWidths", "SELECT 1 UNION SELECT 1, 2",
             "NUM_COLUMNS_MISMATCH at UNION SELECT 1, 2"},
        Case{"UnionOfTwoTypes", "SELECT array(1) UNION SELECT 1",
             "INCOMPATIBLE_COLUMN_TYPE at UNION SELECT 1"},
        Case{"ScalarSubqueryOfTwoColumns", "SELECT (SELECT a, b FROM x)",
             "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN at "
             "(SELECT a, b FROM x)"},
        Case{"NegativeLimit", "SELECT a FROM t LIMIT -1",
             "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE at -1"},
        Case{"ArgumentThatIsNoConstant", "SELECT * FROM range(rand)",
             "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION at rand"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    InputFileName, ErrorsTest,
    testing::Values(
        Case{"OfTwoTables", "SELECT input_file_name() FROM x JOIN y ON x.a = y.a",
             "MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION at input_file_name()"},
        Case{"OfTwoTablesBelowAnAggregation",
             "SELECT input_file_name() FROM (SELECT count(*) FROM x JOIN y ON x.a = y.a)",
             "MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION at input_file_name()"},
        Case{"OfAUnionThatIsJoined",
             "SELECT input_file_name() FROM (SELECT a FROM x UNION ALL SELECT a FROM y) u JOIN y "
             "ON u.a = y.a",
             "MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION at input_file_name()"},
        Case{"InsideAnAggregate", "SELECT max(input_file_name()) FROM x",
             "AGGREGATE_FUNCTION_WITH_NONDETERMINISTIC_EXPRESSION at max(input_file_name())"},
        Case{"InAJoinsCondition", "SELECT 1 FROM x JOIN y ON x.a = y.a AND input_file_name() = 'q'",
             "INVALID_NON_DETERMINISTIC_EXPRESSIONS at input_file_name()"},
        Case{"WithArguments", "SELECT input_file_name(1) FROM x",
             "WRONG_NUM_ARGS.WITHOUT_SUGGESTION at input_file_name(1)"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Grouping, ErrorsTest,
    testing::Values(
        Case{"NoGroupBy", "SELECT a, sum(b) FROM t", "MISSING_GROUP_BY at a"},
        Case{"NotGroupedBy", "SELECT b, count(*) FROM t GROUP BY a", "MISSING_AGGREGATION at b"},
        Case{"ColumnBeforeAlias", "SELECT a AS b, sum(b) FROM t GROUP BY b",
             "MISSING_AGGREGATION at a"},
        Case{"NestedAggregate", "SELECT sum(sum(a)) FROM t", "NESTED_AGGREGATE_FUNCTION at sum(a)"},
        Case{"AggregateInWhere", "SELECT a FROM t WHERE sum(a) > 1",
             "INVALID_WHERE_CONDITION at sum(a)"},
        Case{"WindowInWhere", "SELECT a FROM t WHERE row_number() OVER (ORDER BY a) = 1",
             "WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE at row_number() OVER (ORDER BY a)"},
        Case{"GroupByPosition", "SELECT a FROM t GROUP BY 3", "GROUP_BY_POS_OUT_OF_RANGE at 3"},
        Case{"GroupByAnAggregate", "SELECT sum(a) FROM t GROUP BY 1",
             "GROUP_BY_POS_AGGREGATE at 1"},
        Case{"OrderByPosition", "SELECT a FROM t ORDER BY 3", "ORDER_BY_POS_OUT_OF_RANGE at 3"},
        Case{"WindowWithoutOver", "SELECT rank() FROM t",
             "WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE at rank()"},
        Case{"WindowWithoutOrder", "SELECT row_number() OVER () FROM t",
             "WINDOW_FUNCTION_FRAME_NOT_ORDERED at row_number() OVER ()"},
        Case{"DistinctWindow", "SELECT sum(DISTINCT a) OVER () FROM t",
             "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED at sum(DISTINCT a) OVER ()"},
        Case{"OrderByAnAggregate", "SELECT a FROM t ORDER BY sum(b)",
             "UNSUPPORTED_EXPR_FOR_OPERATOR at sum(b)"},
        Case{"OrderByTwoItems", "SELECT a AS z, b AS z FROM t ORDER BY z",
             "UNRESOLVED_COLUMN.WITH_SUGGESTION at z"},
        Case{"OrderDistinctByWhatIsBelow", "SELECT DISTINCT a AS z FROM t ORDER BY a",
             "UNRESOLVED_COLUMN.WITH_SUGGESTION at a"},
        Case{"OuterColumnBesideAnAggregate", "SELECT (SELECT max(u.a) + t.a FROM t u) FROM t",
             "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.CORRELATED_REFERENCE at max(u.a) + t.a"},
        Case{"SortedByAnOuterColumn", "SELECT (SELECT u.a FROM t u ORDER BY t.a LIMIT 1) FROM t",
             "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.CORRELATED_REFERENCE at t.a"},
        Case{"NestedGenerator", "SELECT explode(arr) + 1 FROM t",
             "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS at explode(arr)"},
        Case{"GeneratorAliases", "SELECT explode(arr) AS (p, q) FROM t",
             "UDTF_ALIAS_NUMBER_MISMATCH at explode(arr) AS (p, q)"},
        Case{"DistinctScalar", "SELECT upper(DISTINCT s) FROM t",
             "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX at upper(DISTINCT s)"},
        Case{"GroupingWithoutSets", "SELECT grouping(a) FROM t GROUP BY a",
             "UNSUPPORTED_GROUPING_EXPRESSION at grouping(a)"},
        Case{"GroupingOfNoKey", "SELECT grouping(b) FROM t GROUP BY ROLLUP (a)",
             "GROUPING_COLUMN_MISMATCH at grouping(b)"}),
    name_of);

TEST(ResolverTest, OfThousandsOfProblemsTheFirstThousandAreReported) {
  std::string list;
  for (int at = 0; at < 1200; ++at) {
    list += (at > 0 ? ", missing" : "SELECT missing") + std::to_string(at);
  }
  FakeCatalog catalog;
  const Resolution resolution = resolved(list + " FROM x ORDER BY a", catalog);
  EXPECT_EQ(resolution.plan, nullptr);
  EXPECT_EQ(resolution.diagnostics.size(), 1000U);
}

}  // namespace
}  // namespace tarn::plan
