// Statements that programs write, a thousand times as long as what people write: they are answered,
// or refused with the bound that they pass. What such a bound is for ended the process, or took
// hours.

#include <gtest/gtest.h>

#include <functional>

#include "session/session.h"
#include "session/test_session.h"

namespace tarn::session {
namespace {

using Part = std::function<std::string(int)>;

std::string repeated(int count, const std::string& separator, const Part& part) {
  std::string text;
  for (int at = 0; at < count; ++at) text += (at > 0 ? separator : "") + part(at);
  return text;
}

// f(f(f(.. x ..)))
std::string nested(int count, const std::string& before, const std::string& inside,
                   const std::string& behind) {
  std::string text = inside;
  for (int at = 0; at < count; ++at) {
    text.insert(0, before);
    text += behind;
  }
  return text;
}

std::string digits(int number) { return std::to_string(number); }

class LongStatementTest : public SessionTest {
 protected:
  // The condition of an error without its place.
  std::string condition(const std::string& sql) {
    const std::string text = answer(sql);
    return text.substr(0, text.find(' ', 2));
  }
  static constexpr const char* kTooComplex = "! FAILED_TO_PARSE_TOO_COMPLEX";
};

// VALUES of constants that may raise, of which the engine is asked for a hundred together.
TEST_F(LongStatementTest, ManyValuesAreComputedAndTheFirstThatRaisesIsTheError) {
  const auto row_but = [](int where, const std::string& wrong) {
    return [=](int at) {
      const std::string divisor = at == where ? wrong : digits(at + 1);
      return "(" + divisor + " / " + divisor + ", CAST('2024-01-' || '0" + digits(at % 9 + 1) +
             "' AS DATE))";
    };
  };
  EXPECT_EQ(answer("SELECT sum(x) AS x, min(d) AS a, max(d) AS b FROM VALUES " +
                   repeated(1050, ", ", row_but(-1, "")) + " AS t(x, d)"),
            "x:double,a:date,b:date|1050.0,2024-01-01,2024-01-09");
  EXPECT_EQ(
      answer("SELECT x FROM VALUES\n" + repeated(1050, ", ", row_but(149, "0")) + " AS t(x, d)"),
      "! INVALID_INLINE_TABLE.FAILED_SQL_EXPRESSION_EVALUATION 2:1");
  EXPECT_EQ(answer("SELECT sum(x) AS x FROM VALUES\n" + repeated(350, ", ", row_but(149, "NULL")) +
                   " AS t(x, d)"),
            "x:double|349.0");
}

TEST_F(LongStatementTest, ListsOfThousandsAreAnswered) {
  const auto likes = [](int at) { return "'%a" + digits(at) + "'"; };
  EXPECT_EQ(answer("SELECT count(*) AS n FROM VALUES ('a1999'), ('b') AS t(x) WHERE x LIKE ANY (" +
                   repeated(2000, ", ", likes) + ")"),
            "n:bigint|1");
  EXPECT_EQ(answer("SELECT count(*) AS n FROM VALUES ('a1999'), ('b') AS t(x) WHERE " +
                   repeated(5000, " OR ", [&](int at) { return "x LIKE " + likes(at); })),
            "n:bigint|1");
  EXPECT_EQ(answer("SELECT count(*) AS n FROM range(30000) WHERE id IN (" +
                   repeated(20000, ", ", digits) + ")"),
            "n:bigint|20000");
  EXPECT_EQ(answer("SELECT length(concat(" + repeated(3000, ", ", [](int) { return "x"; }) +
                   ")) AS n FROM VALUES ('ab') AS t(x)"),
            "n:int|6000");
  EXPECT_EQ(answer("SELECT size(concat(" + repeated(2000, ", ", [](int) { return "x"; }) +
                   ")) AS n FROM VALUES (array(1, 2)) AS t(x)"),
            "n:int|4000");
}

TEST_F(LongStatementTest, UnionsOfAThousandQueriesKeepTheirOrder) {
  const auto query = [](int at) { return "SELECT " + digits(at) + " AS a"; };
  EXPECT_EQ(answer("SELECT sum(a) AS s, min(a) AS l, max(a) AS m FROM (" +
                   repeated(1000, " UNION ALL ", query) + ")"),
            "s:bigint,l:int,m:int|499500,0,999");
  EXPECT_EQ(condition(repeated(1002, " UNION ALL ", query)), kTooComplex);
}

TEST_F(LongStatementTest, ConditionsThatRaiseAreInOrderAndNoLongerThanWritten) {
  const auto divided = [](int at) { return "10 / a <> " + digits(at + 20); };
  EXPECT_EQ(
      answer("SELECT " + repeated(500, " AND ", divided) + " AS c FROM VALUES (1), (NULL) AS t(a)"),
      "c:boolean|true|NULL");
  EXPECT_EQ(answer("SELECT a FROM VALUES (1), (0), (NULL) AS t(a) WHERE a = 0 OR " +
                   repeated(500, " OR ", [&](int at) { return "NOT " + divided(at); })),
            "a:int|0");
  EXPECT_EQ(answer("SELECT a <> 0 AND b AND 10 / a > 1 AND c AS x FROM VALUES (0, true, true), "
                   "(1, NULL, true), (1, NULL, false), (1, true, true), (NULL, true, false) "
                   "AS t(a, b, c)"),
            "x:boolean|false|NULL|false|true|false");
  EXPECT_EQ(answer("SELECT a = 0 OR b OR 10 / a < 1 OR c AS x FROM VALUES (0, false, false), "
                   "(1, NULL, true), (1, NULL, false), (1, false, false), (NULL, false, true) "
                   "AS t(a, b, c)"),
            "x:boolean|true|true|NULL|false|true");
}

TEST_F(LongStatementTest, ChainsOfCommonTablesAreRefusedBeforeTheyOverflowTheStack) {
  const auto chain = [](int count) {
    return "WITH c0 AS (SELECT 1 AS a), " +
           repeated(count, ", ",
                    [](int at) {
                      return "c" + digits(at + 1) + " AS (SELECT a + 1 AS a FROM c" + digits(at) +
                             ")";
                    }) +
           " SELECT * FROM c" + digits(count);
  };
  EXPECT_EQ(answer(chain(100)), "a:int|101");
  EXPECT_EQ(condition(chain(3000)), kTooComplex);
}

TEST_F(LongStatementTest, WhatRepeatsItselfIsRefused) {
  const auto doubled = [](int at) {
    return "c" + digits(at) + " + c" + digits(at) + " AS c" + digits(at + 1);
  };
  EXPECT_EQ(answer("SELECT c8 FROM (SELECT 1L AS c0, " + repeated(8, ", ", doubled) + ")"),
            "c8:bigint|256");
  EXPECT_EQ(condition("SELECT 1 GROUP BY 1 HAVING (SELECT c60 FROM (SELECT 1L AS c0, " +
                      repeated(60, ", ", doubled) + " GROUP BY c0)) > 0"),
            kTooComplex);
  EXPECT_EQ(answer("SELECT " + nested(6, "((", "a", ") BETWEEN 0 AND 1)::INT") +
                   " AS x FROM VALUES (1), (7), (NULL) AS t(a)"),
            "x:int|1|1|NULL");
  EXPECT_EQ(condition("SELECT " + nested(60, "((", "a", ") BETWEEN 0 AND 1)::INT") +
                      " FROM VALUES (1) AS t(a)"),
            kTooComplex);
  EXPECT_EQ(condition("SELECT " + nested(60, "CASE ", "a", " WHEN 1 THEN 2 WHEN 2 THEN 1 END") +
                      " FROM VALUES (1) AS t(a)"),
            kTooComplex);
}

TEST_F(LongStatementTest, AColumnThatNeighboursNameIsComputedOnce) {
  const auto doubled = [](int at) {
    return "c" + digits(at) + " + c" + digits(at) + " AS c" + digits(at + 1);
  };
  EXPECT_EQ(answer("SELECT c60 FROM (SELECT 1L AS c0, " + repeated(60, ", ", doubled) + ")"),
            "c60:bigint|1152921504606846976");
  const std::string ones = repeated(40, " + ", [](int) { return "1"; });
  EXPECT_EQ(answer("SELECT sum(a) + " + ones +
                   " AS x, x + 1 AS y, x + y AS z "
                   "FROM VALUES (1), (2) AS t(a)"),
            "x:bigint,y:bigint,z:bigint|43,44,87");
  EXPECT_EQ(answer("SELECT a, sum(a) OVER (ORDER BY a) + " + ones +
                   " AS x, x + 1 AS y FROM VALUES (1), (2) AS t(a) ORDER BY x DESC"),
            "a:int,x:bigint,y:bigint|2,43,44|1,41,42");
  EXPECT_EQ(answer("SELECT a + " + ones +
                   " AS x, count(*) AS n, x + 1 AS y "
                   "FROM VALUES (1), (2) AS t(a) GROUP BY x ORDER BY y"),
            "x:int,n:bigint,y:int|41,1,42|42,1,43");
  EXPECT_EQ(answer("SELECT DISTINCT a + " + ones +
                   " AS x, x * 2 AS y FROM VALUES (1), (1) AS t(a) "
                   "WHERE a > 0 ORDER BY x + y"),
            "x:int,y:int|41,82");
  // A volatile one: its aggregates make the select an aggregation.
  EXPECT_EQ(answer("SELECT sum(a) + rand(1) * 0 AS x, x + 1 AS y FROM VALUES (1), (2) AS t(a)"),
            "x:double,y:double|3.0,4.0");
}

// The engine makes comparisons of IN and BETWEEN, with a copy of the value in each: within one
// another they doubled there, however short the text was.
TEST_F(LongStatementTest, WhatTheEngineCopiesStandsUnderAName) {
  const std::string rows = " AS x FROM VALUES (1), (7), (NULL) AS t(a)";
  EXPECT_EQ(answer("SELECT " + nested(60, "((", "a", ") IN (1, 2))::INT") + rows),
            "x:int|1|0|NULL");
  EXPECT_EQ(answer("SELECT " + nested(12, "((", "a", ") BETWEEN 0 AND 1)::INT") + rows),
            "x:int|1|1|NULL");
  EXPECT_EQ(answer("SELECT " + nested(9, "CASE ", "a", " WHEN 1 THEN 2 WHEN 2 THEN 1 END") + rows),
            "x:int|2|NULL|NULL");
  EXPECT_EQ(condition("SELECT " + nested(30, "decode(", "a", ", 1, 2, 2, 1)") + rows), kTooComplex);
}

TEST_F(LongStatementTest, ACastOfNamesAloneIsNoWork) {
  EXPECT_EQ(answer("SELECT " + nested(60, "struct(", "1", ")") + " < " +
                   nested(60, "struct(", "a", ")") + " AS x FROM VALUES (1), (7) AS t(a)"),
            "x:boolean|false|true");
}

TEST_F(LongStatementTest, FunctionsWithinFunctionsComputeTheirArgumentsOnce) {
  answer("CREATE TEMPORARY FUNCTION twice(x BIGINT) RETURNS BIGINT RETURN x + x");
  EXPECT_EQ(answer("SELECT " + nested(20, "twice(", "id", ")") + " AS x FROM range(1, 2)"),
            "x:bigint|1048576");
}

TEST_F(LongStatementTest, AFromOfHundredsOfRelationsIsRefused) {
  const auto joined = [](int count) {
    return "SELECT count(*) AS n FROM range(2) AS t" +
           repeated(count, "", [](int) { return " JOIN range(2) AS u ON TRUE"; });
  };
  EXPECT_EQ(condition(joined(200)), kTooComplex);
  EXPECT_EQ(condition("SELECT 1 FROM " + repeated(201, ", ", [](int) { return "range(1)"; })),
            kTooComplex);
  EXPECT_EQ(condition("SELECT 1 FROM range(1)" +
                      repeated(201, "",
                               [](int at) {
                                 return " LATERAL VIEW explode(array(1)) v" + digits(at) + " AS c";
                               })),
            kTooComplex);
}

// The engine keeps each lambda twice, and all that stands within it.
TEST_F(LongStatementTest, LambdasWithinLambdasAreRefusedBeforeTheyFillTheMemory) {
  const auto lambdas = [&](int count) {
    return "SELECT " + nested(count, "transform(array(1), x -> ", "id", ")") + " IS NULL AS n " +
           "FROM range(1)";
  };
  EXPECT_EQ(answer(lambdas(8)), "n:boolean|false");
  EXPECT_EQ(condition(lambdas(40)), kTooComplex);
}

TEST_F(LongStatementTest, HundredsOfSubqueriesInOneClauseAreRefused) {
  const std::string rows = " FROM VALUES (1), (7) AS t(a) WHERE ";
  const auto exists = [](int at) {
    return "EXISTS (SELECT 1 FROM range(" + digits(at + 1) + ") WHERE id = a)";
  };
  EXPECT_EQ(answer("SELECT a" + rows + repeated(20, " OR ", exists)), "a:int|1|7");
  EXPECT_EQ(condition("SELECT a" + rows + repeated(60, " OR ", exists)), kTooComplex);
  const auto scalar = [](int at) { return "(SELECT max(id) FROM range(" + digits(at + 1) + "))"; };
  EXPECT_EQ(condition("SELECT " + repeated(200, ", ", scalar)), kTooComplex);
  // Each in a query of its own.
  EXPECT_EQ(
      answer("SELECT sum(a) AS s FROM (" +
             repeated(130, " UNION ALL ", [&](int at) { return "SELECT " + scalar(at) + " a"; }) +
             ")"),
      "s:bigint|8385");
  const auto lateral = [](int at) {
    return " JOIN LATERAL (SELECT t" + digits(at) + ".id + 1 AS id) t" + digits(at + 1);
  };
  EXPECT_EQ(condition("SELECT 1 FROM range(3) t0" + repeated(60, "", lateral)), kTooComplex);
}

TEST_F(LongStatementTest, GroupsThatFillTheMemoryAreRefused) {
  const auto column = [](int at) { return "c" + digits(at); };
  const auto columns = [&](int count) {
    return "SELECT count(*) AS n FROM (SELECT " +
           repeated(count, ", ", [&](int at) { return "id AS " + column(at); }) +
           " FROM range(1)) GROUP BY ";
  };
  const std::string too_large = "! GROUPING_SIZE_LIMIT_EXCEEDED";
  EXPECT_EQ(condition(columns(65) + "ROLLUP (" + repeated(65, ", ", column) + ")"), too_large);
  EXPECT_EQ(condition(columns(11) + "CUBE (" + repeated(11, ", ", column) + ")"), too_large);
  // Sixteen million sets.
  const std::string cube = "CUBE (" + repeated(8, ", ", column) + ")";
  EXPECT_EQ(condition(columns(8) + cube + ", " + cube + ", " + cube), too_large);
  EXPECT_EQ(condition(columns(1) + "GROUPING SETS (" +
                      repeated(1100, ", ", [](int) { return "(c0)"; }) + ")"),
            kTooComplex);
  EXPECT_EQ(condition("SELECT " +
                      repeated(300, ", ",
                               [](int at) { return "count(DISTINCT id + " + digits(at) + ")"; }) +
                      " FROM range(3)"),
            kTooComplex);
  EXPECT_EQ(condition("SELECT " +
                      repeated(600, ", ",
                               [](int at) {
                                 return "row_number() OVER (ORDER BY id + " + digits(at) + ")";
                               }) +
                      " FROM range(3)"),
            kTooComplex);
}

TEST_F(LongStatementTest, FunctionsThatCallOneTwiceAreRefused) {
  answer("CREATE TEMPORARY FUNCTION f0(x INT) RETURNS INT RETURN x + 1");
  for (int at = 0; at < 12; ++at) {
    const std::string inner = "f" + digits(at) + "(x)";
    answer("CREATE TEMPORARY FUNCTION f" + digits(at + 1) + "(x INT) RETURNS INT RETURN " + inner +
           " + " + inner);
  }
  EXPECT_EQ(answer("SELECT f4(1) AS x"), "x:int|32");
  EXPECT_EQ(condition("SELECT f12(1) + f12(2)"), kTooComplex);
}

TEST_F(LongStatementTest, DeepTypesAreRefused) {
  EXPECT_EQ(answer("SELECT " + nested(50, "array(", "id", ")") + " IS NULL AS n FROM range(1)"),
            "n:boolean|false");
  EXPECT_EQ(condition("SELECT " + nested(150, "struct(", "id", ")") + " FROM range(1)"),
            kTooComplex);
}

TEST_F(LongStatementTest, AStarWithoutThousandsOfColumnsIsAnswered) {
  const auto column = [](int at) { return "c" + digits(at); };
  EXPECT_EQ(
      answer("SELECT * EXCEPT (" + repeated(1999, ", ", column) + ") FROM (SELECT " +
             repeated(2000, ", ", [&](int at) { return digits(at) + " AS " + column(at); }) + ")"),
      "c1999:int|1999");
}

}  // namespace
}  // namespace tarn::session
