#include <gtest/gtest.h>

#include <string>

#include "sql/dump.h"
#include "sql/parse.h"

namespace tarn::sql {
namespace {

std::string tree(const std::string& text) {
  const auto parsed = parse_query(Fragment::whole(text));
  return parsed ? dump(**parsed) : "! " + parsed.diagnostic().condition;
}

TEST(ParsePipeTest, StepsStandInTheOrderWritten) {
  EXPECT_EQ(tree("FROM t |> WHERE a |> SELECT b |> AS u |> LIMIT 1"),
            "(pipe (select (star) (from (table t))) (where a) (|> select (select b)) (as u) "
            "(organise (limit 1)))");
}

TEST(ParsePipeTest, EveryStepThatMakesColumnsIsASelect) {
  EXPECT_EQ(tree("TABLE t |> EXTEND a + 1 AS b"),
            "(pipe (table t) (|> extend (select (star) (as b (+ a 1)))))");
  EXPECT_EQ(tree("TABLE t |> SET a = 1, b = 2"),
            "(pipe (table t) (|> set (select (star) (as a 1))) (|> set (select (star) (as b 2))))");
  EXPECT_EQ(tree("TABLE t |> DROP a, t.b"),
            "(pipe (table t) (|> drop (select (star (except a t.b)))))");
  EXPECT_EQ(tree("TABLE t |> AGGREGATE sum(a) AS s GROUP BY b AS c"),
            "(pipe (table t) (|> aggregate (select (as c b) (as s (sum a)) (group 1))))");
}

TEST(ParsePipeTest, APipeIsBehindSetOperationsAndBeforeThem) {
  EXPECT_EQ(tree("SELECT 1 UNION ALL SELECT 2 |> SELECT 3 UNION SELECT 4"),
            "(set (pipe (set (select 1) (union-all (select 2))) (|> select (select 3))) (union "
            "(select 4)))");
  EXPECT_EQ(tree("TABLE t |> UNION ALL TABLE u"), "(pipe (table t) (union-all (table u)))");
}

TEST(ParsePipeTest, OneClauseOfAQuerysEndIsOneStep) {
  EXPECT_EQ(tree("TABLE t |> ORDER BY a LIMIT 1"),
            "! MULTIPLE_QUERY_RESULT_CLAUSES_WITH_PIPE_OPERATORS");
}

TEST(ParsePipeTest, AsManyStepsAsWouldOverflowTheStackAreRefused) {
  std::string steps = "TABLE t";
  std::string rounds = "TABLE t";
  for (int i = 0; i < 400; ++i) {
    steps += " |> WHERE a";
    rounds += " |> WHERE a UNION TABLE u";
  }
  EXPECT_EQ(tree(steps), "! FAILED_TO_PARSE_TOO_COMPLEX");
  EXPECT_EQ(tree(rounds), "! FAILED_TO_PARSE_TOO_COMPLEX");
}

TEST(ParsePivotTest, TurnsWhatStandsBeforeIt) {
  EXPECT_EQ(
      tree("SELECT * FROM t PIVOT (sum(a) AS s, max(b) FOR c IN (1 AS one, 2)) JOIN u"),
      "(select (star) (from (joined (table t) (pivot (as s (sum a)) (max b) (for c) (in (as one "
      "1) 2)) (inner (table u)))))");
  EXPECT_EQ(
      tree("SELECT * FROM t PIVOT (sum(a) FOR (b, c) IN ((1, 2) x)) p"),
      "(select (star) (from (joined (table t) (pivot (sum a) (for b c) (in (as x (tuple 1 2))) "
      "as p))))");
}

TEST(ParsePivotTest, UnpivotTakesOneValueOrSeveral) {
  EXPECT_EQ(
      tree("SELECT * FROM t UNPIVOT (v FOR n IN (a, b AS c))"),
      "(select (star) (from (joined (table t) (unpivot (values v) for n (in a) (in-as c b)))))");
  EXPECT_EQ(
      tree("SELECT * FROM t UNPIVOT INCLUDE NULLS ((v, w) FOR n IN ((a, b) AS x)) AS u"),
      "(select (star) (from (joined (table t) (unpivot-include-nulls (values v w) for n (in-as x "
      "a b) as u))))");
}

TEST(ParseRecursionTest, TheLevelStandsBehindTheColumns) {
  EXPECT_EQ(tree("WITH RECURSIVE r(n) MAX RECURSION LEVEL 5 AS (SELECT 1) SELECT n FROM r"),
            "(query (with-recursive r n) max-level 5 (select 1) (select n (from (table r))))");
  EXPECT_EQ(tree("WITH recursive (n) AS (SELECT 1) SELECT 2"),
            "(query (with recursive n) (select 1) (select 2))");
  EXPECT_EQ(tree("WITH recursive AS (SELECT 1) SELECT 2"),
            "(query (with-recursive AS) (select 1) (select 2))");
}

}  // namespace
}  // namespace tarn::sql
