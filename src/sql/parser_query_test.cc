#include <gtest/gtest.h>

#include <string>

#include "sql/dump.h"
#include "sql/parse.h"

namespace tarn::sql {
namespace {

struct Case {
  std::string name;
  std::string sql;
  std::string tree;
};

std::string name_of(const testing::TestParamInfo<Case>& test) { return test.param.name; }

class QueryTest : public testing::TestWithParam<Case> {};

TEST_P(QueryTest, IsReadAs) {
  const auto parsed = parse_query(Fragment::whole(GetParam().sql));
  ASSERT_TRUE(parsed) << parsed.diagnostic().text();
  EXPECT_EQ(dump(**parsed), GetParam().tree);
}

// Joins, set operations and clauses as Spark 4.2 reads them.
INSTANTIATE_TEST_SUITE_P(
    Sql, QueryTest,
    testing::Values(
        Case{"TheShortestQuery", R"sql(SELECT 1)sql", R"((select 1))"},
        Case{"AliasesWithAndWithoutAs", R"sql(SELECT a AS b, c d, e.f `g h`)sql",
             R"((select (as b a) (as d c) (as g h e.f)))"},
        Case{"SeveralAliases", R"sql(SELECT stack(2, 1, 2) AS (a, b), f(x) (y))sql",
             R"((select (as a b (stack 2 1 2)) (as y (f x))))"},
        Case{"KeywordsAsAliases", R"sql(SELECT a AS select, b limit, c from FROM t)sql",
             R"((select (as select a) (as limit b) (as from c) (from (table t))))"},
        Case{
            "KeywordsAsColumns",
            R"sql(SELECT from, to, group, order FROM mails WHERE from = 1 ORDER BY order)sql",
            R"((query (select from to group order (from (table mails)) (where (= from 1))) (order order)))"},
        Case{"StrictWordsAliasColumnsOnly", R"sql(SELECT a left, b right FROM t)sql",
             R"((select (as left a) (as right b) (from (table t))))"},
        Case{"TableAliasesThatAreClauses", R"sql(SELECT 1 FROM t order, u limit WHERE on = 1)sql",
             R"((select 1 (from (table t (as order)) (table u (as limit))) (where (= on 1))))"},
        Case{"KeywordsAsTables", R"sql(SELECT 1 FROM select)sql",
             R"((select 1 (from (table select))))"},
        Case{"SelectAllIsPlain", R"sql(SELECT ALL a FROM t)sql", R"((select a (from (table t))))"},
        Case{"SelectDistinct", R"sql(SELECT DISTINCT a, b FROM t)sql",
             R"((select #distinct a b (from (table t))))"},
        Case{"AColumnCalledDistinct", R"sql(SELECT distinct, a FROM t)sql",
             R"((select distinct a (from (table t))))"},
        Case{"DistinctOn", R"sql(SELECT DISTINCT ON (a, b) * FROM t)sql",
             R"((select (#distinct-on a b) (star) (from (table t))))"},
        Case{
            "DistinctOnWithinWatermark",
            R"sql(SELECT DISTINCT ON (a) WITHIN WATERMARK a, b FROM STREAM t WATERMARK ts DELAY OF INTERVAL 10 MINUTES)sql",
            R"((select (#distinct-on-watermark a) a b (from (table t #stream (watermark ts (interval 10 minute))))))"},
        Case{"FromFirst", R"sql(FROM t SELECT a WHERE b)sql",
             R"((select a (from (table t)) (where b)))"},
        Case{"FromAlone", R"sql(FROM t)sql", R"((select (star) (from (table t))))"},
        Case{"ValuesAlone", R"sql(VALUES (1, 'a'), (2, 'b'))sql",
             R"((values (tuple 1 'a') (tuple 2 'b')))"},
        Case{"TableAlone", R"sql(TABLE c.s.t)sql", R"((table c.s.t))"},
        Case{
            "EveryJoin",
            R"sql(SELECT 1 FROM a JOIN b ON x = y INNER JOIN c USING (k, l) CROSS JOIN d LEFT OUTER JOIN e ON TRUE RIGHT JOIN f ON TRUE FULL JOIN g ON TRUE LEFT SEMI JOIN h ON TRUE ANTI JOIN i ON TRUE NATURAL LEFT JOIN j)sql",
            R"((select 1 (from (joined (table a) (inner (table b) (on (= x y))) (inner (table c) (using k l)) (cross (table d)) (left (table e) (on true)) (right (table f) (on true)) (full (table g) (on true)) (left-semi (table h) (on true)) (left-anti (table i) (on true)) (natural-left (table j))))))"},
        Case{
            "CommaJoinsAndLateral",
            R"sql(SELECT 1 FROM a, LATERAL explode(a.b) AS e (c), LATERAL (SELECT a.d) l)sql",
            R"((select 1 (from (table a) (function explode a.b #lateral (as e c)) (subquery (select a.d) #lateral (as l)))))"},
        Case{
            "JoinLateral", R"sql(SELECT 1 FROM a LEFT JOIN LATERAL (SELECT 1) s ON TRUE)sql",
            R"((select 1 (from (joined (table a) (left (subquery (select 1) #lateral (as s)) (on true))))))"},
        Case{
            "JoinsInParentheses", R"sql(SELECT 1 FROM (a JOIN b) x JOIN ((SELECT 1) s JOIN c))sql",
            R"((select 1 (from (joined (group (joined (table a) (inner (table b))) (as x)) (inner (group (joined (subquery (select 1) (as s)) (inner (table c)))))))))"},
        Case{"SubqueriesWithColumnNames", R"sql(SELECT x FROM (SELECT 1, 2) AS s (x, y))sql",
             R"((select x (from (subquery (select 1 2) (as s x y)))))"},
        Case{"InlineTables", R"sql(SELECT * FROM VALUES (1), (2) AS v (a))sql",
             R"((select (star) (from (values 1 2 (as v a)))))"},
        Case{"InlineTableAlone", R"sql(VALUES (1), (2) AS v (a) ORDER BY a)sql",
             R"((query (select (star) (from (values 1 2 (as v a)))) (order a)))"},
        Case{"PathReads", R"sql(SELECT * FROM json.`/a/b` j)sql",
             R"((select (star) (from (table json.`/a/b` (as j)))))"},
        Case{"StreamOfAName", R"sql(SELECT * FROM STREAM s x)sql",
             R"((select (star) (from (table s #stream (as x)))))"},
        Case{"StreamOfParentheses", R"sql(SELECT * FROM STREAM(live.s) AS x)sql",
             R"((select (star) (from (table live.s #stream (as x)))))"},
        Case{
            "StreamOfAFunction",
            R"sql(SELECT * FROM STREAM read_files('/p', format => 'json') f)sql",
            R"((select (star) (from (function read_files '/p' (format=> 'json') #stream (as f)))))"},
        Case{"StreamOfAFunctionInParentheses",
             R"sql(SELECT * FROM STREAM(cloud_files('/p', 'json', map('a', 'b'))))sql",
             R"((select (star) (from (function cloud_files '/p' 'json' (map 'a' 'b') #stream))))"},
        Case{"StreamOfAQuery", R"sql(SELECT * FROM STREAM (SELECT 1))sql",
             R"((select (star) (from (subquery (select 1) #stream))))"},
        Case{"ATableCalledStream", R"sql(SELECT * FROM stream WHERE a)sql",
             R"((select (star) (from (table stream)) (where a)))"},
        Case{"AStreamCalledStream", R"sql(SELECT * FROM STREAM stream)sql",
             R"((select (star) (from (table stream #stream))))"},
        Case{
            "OptionsBehindATable",
            R"sql(SELECT * FROM STREAM t WITH ('maxFilesPerTrigger' = '1', a.b = 2) x)sql",
            R"((select (star) (from (table t (with maxFilesPerTrigger=1 a.b=2) #stream (as x)))))"},
        Case{"WatermarkBeforeTheAlias",
             R"sql(SELECT * FROM STREAM t WATERMARK ts DELAY OF INTERVAL 1 HOUR AS x)sql",
             R"((select (star) (from (table t #stream (watermark ts (interval 1 hour)) (as x)))))"},
        Case{"WatermarkBehindTheAlias",
             R"sql(SELECT * FROM STREAM t x WATERMARK ts DELAY OF INTERVAL 1 HOUR)sql",
             R"((select (star) (from (table t #stream (watermark ts (interval 1 hour)) (as x)))))"},
        Case{
            "WatermarkOfAnExpression",
            R"sql(SELECT * FROM (SELECT 1) WATERMARK to_timestamp(a) AS ts DELAY OF INTERVAL '1' DAY s)sql",
            R"((select (star) (from (subquery (select 1) (watermark (to_timestamp a) as ts (interval '1' day)) (as s)))))"},
        Case{
            "TimeTravel",
            R"sql(SELECT * FROM t VERSION AS OF 3 a, u FOR TIMESTAMP AS OF '2020-01-01' b)sql",
            R"((select (star) (from (table t (version 3) (as a)) (table u (timestamp '2020-01-01') (as b)))))"},
        Case{
            "Samples",
            R"sql(SELECT * FROM t TABLESAMPLE (10 PERCENT) x, u TABLESAMPLE (5 ROWS) REPEATABLE (3))sql",
            R"((select (star) (from (table t (sample-percent 10) (as x)) (table u (sample-rows 5)))))"},
        Case{
            "LateralViews",
            R"sql(SELECT * FROM t LATERAL VIEW OUTER explode(a) x AS b, c LATERAL VIEW posexplode(d) AS p, e LATERAL VIEW explode(f) g)sql",
            R"((select (star) (from (table t)) (lateral-view-outer (explode a) (as x b c)) (lateral-view (posexplode d) (as p e)) (lateral-view (explode f) (as g))))"},
        Case{"GroupByExpressions", R"sql(SELECT a FROM t GROUP BY a + 1, 2 HAVING count(*) > 1)sql",
             R"((select a (from (table t)) (group (+ a 1) 2) (having (> (count (star)) 1))))"},
        Case{"GroupByAll", R"sql(SELECT a FROM t GROUP BY ALL)sql",
             R"((select a (from (table t)) (group all)))"},
        Case{"GroupByRollup", R"sql(SELECT a FROM t GROUP BY a, ROLLUP (b, (c, d)))sql",
             R"((select a (from (table t)) (group a (rollup (b) (c d)))))"},
        Case{"GroupByWithCube", R"sql(SELECT a FROM t GROUP BY a, b WITH CUBE)sql",
             R"((select a (from (table t)) (group (cube (a) (b)))))"},
        Case{"GroupingSets",
             R"sql(SELECT a FROM t GROUP BY GROUPING SETS ((a, b), (a), (), ROLLUP (c)))sql",
             R"((select a (from (table t)) (group (sets (a b) (a) () (rollup (c))))))"},
        Case{
            "NamedWindowsAndQualify",
            R"sql(SELECT a FROM t WINDOW w AS (PARTITION BY a), v AS (w) QUALIFY rank() OVER w = 1)sql",
            R"((select a (from (table t)) (window w (partition a)) (window v w) (qualify (= (rank (#over w)) 1))))"},
        Case{"QualifyBeforeWindow", R"sql(SELECT a FROM t QUALIFY b WINDOW w AS (ORDER BY a))sql",
             R"((select a (from (table t)) (window w (order a)) (qualify b)))"},
        Case{
            "OrderAndLimits",
            R"sql(SELECT a FROM t ORDER BY a DESC NULLS LAST, b ASC LIMIT 10 OFFSET 5)sql",
            R"((query (select a (from (table t))) (order a desc nulls-last b) (limit 10) (offset 5)))"},
        Case{"OrderByAll", R"sql(SELECT a FROM t ORDER BY ALL DESC)sql",
             R"((query (select a (from (table t))) (order all desc)))"},
        Case{"LimitAll", R"sql(SELECT a FROM t LIMIT ALL)sql", R"((select a (from (table t))))"},
        Case{"SortAndDistribute", R"sql(SELECT a FROM t DISTRIBUTE BY a SORT BY b)sql",
             R"((query (select a (from (table t))) (sort b) (distribute a)))"},
        Case{"ClusterBy", R"sql(SELECT a FROM t CLUSTER BY a, b)sql",
             R"((query (select a (from (table t))) (cluster a b)))"},
        Case{
            "IntersectBindsCloser",
            R"sql(SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 3 EXCEPT SELECT 4)sql",
            R"((set (select 1) (union-all (set (select 2) (intersect (select 3)))) (except (select 4))))"},
        Case{"MinusIsExcept", R"sql(SELECT 1 MINUS ALL SELECT 2)sql",
             R"((set (select 1) (except-all (select 2))))"},
        Case{"UnionByName", R"sql(SELECT 1 UNION ALL BY NAME SELECT 2 ORDER BY 1)sql",
             R"((query (set (select 1) (union-all-by-name (select 2))) (order 1)))"},
        Case{"ParenthesesInSetOperations", R"sql((SELECT 1 LIMIT 1) UNION (SELECT 2))sql",
             R"((set [(query (select 1) (limit 1))] (union [(select 2)])))"},
        Case{"StarExceptThenExcept", R"sql(SELECT * EXCEPT (a) FROM t EXCEPT SELECT 1)sql",
             R"((set (select (star (except a)) (from (table t))) (except (select 1))))"},
        Case{
            "CommonTables",
            R"sql(WITH x AS (SELECT 1), y (a, b) AS (SELECT 2) SELECT * FROM x, y)sql",
            R"((query (with x) (select 1) (with y a b) (select 2) (select (star) (from (table x) (table y)))))"},
        Case{
            "CommonTablesInside", R"sql(SELECT * FROM (WITH x AS (SELECT 1) SELECT * FROM x))sql",
            R"((select (star) (from (subquery (query (with x) (select 1) (select (star) (from (table x))))))))"},
        Case{
            "CountWindowsOfTime",
            R"sql(SELECT window(ts, '1 hour'), count(*) FROM STREAM t GROUP BY window(ts, '1 hour'))sql",
            R"((select (window ts '1 hour') (count (star)) (from (table t #stream)) (group (window ts '1 hour'))))"}),
    name_of);

}  // namespace
}  // namespace tarn::sql
