// Variables and SQL functions of a session, where they live longer than a statement.

#include <gtest/gtest.h>

#include "session/session.h"
#include "session/test_session.h"

namespace tarn::session {
namespace {

class RoutinesTest : public SessionTest {};

TEST_F(RoutinesTest, AKeptFunctionIsThereInTheNextSessionWithItsDefaultsAndSettings) {
  answer("SET spark.sql.ansi.enabled = false");
  answer("CREATE FUNCTION lax(a STRING, b INT DEFAULT 7) RETURNS INT RETURN CAST(a AS INT) + b");
  answer("CREATE FUNCTION pair() RETURNS TABLE (k INT COMMENT 'key') RETURN SELECT 1");
  open({});
  EXPECT_EQ(answer("SELECT lax('1') AS x, lax('abc') AS y, lax('1', 2) AS z"),
            "x:int,y:int,z:int|8,NULL,3");
  EXPECT_EQ(answer("SELECT * FROM pair()"), "k:int|1");
  EXPECT_EQ(answer("SHOW USER FUNCTIONS"),
            "function:string|spark_catalog.default.lax|spark_catalog.default.pair");
}

TEST_F(RoutinesTest, VariablesAndTemporaryFunctionsEndWithTheSession) {
  answer("DECLARE x INT DEFAULT 5");
  answer("CREATE TEMPORARY FUNCTION f(a INT) RETURNS INT RETURN a");
  open({});
  EXPECT_EQ(answer("SELECT x"), "! UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 1:8");
  EXPECT_EQ(answer("SELECT f(1)"), "! UNRESOLVED_ROUTINE 1:8");
}

TEST_F(RoutinesTest, ASchemaThatHoldsAFunctionIsNotEmpty) {
  answer("CREATE SCHEMA s");
  answer("CREATE FUNCTION s.f(a INT) RETURNS INT RETURN a");
  EXPECT_EQ(answer("DROP SCHEMA s"), "! SCHEMA_NOT_EMPTY 1:13");
  EXPECT_EQ(answer("SELECT s.f(3) AS x"), "x:int|3");
}

TEST_F(RoutinesTest, ANameOfDatabricksGivesWayToTheSessionsOwn) {
  EXPECT_EQ(answer("SELECT iff(true, 1, 2) AS x, getdate() = current_timestamp() AS y"),
            "x:int,y:boolean|1,true");
  answer("CREATE TEMPORARY FUNCTION iff(a INT, b INT, c INT) RETURNS INT RETURN a + b + c");
  EXPECT_EQ(answer("SELECT iff(1, 2, 3) AS x"), "x:int|6");
}

TEST_F(RoutinesTest, AVolatileArgumentIsComputedOnce) {
  answer("CREATE TEMPORARY FUNCTION same(x DOUBLE) RETURNS BOOLEAN RETURN x = x");
  EXPECT_EQ(answer("SELECT count_if(x) AS n FROM (SELECT same(rand()) AS x FROM range(100))"),
            "n:bigint|100");
}

TEST_F(RoutinesTest, WhatIsWrongInABodyIsShownWhereItWasWritten) {
  EXPECT_EQ(answer("CREATE TEMPORARY FUNCTION f(a INT) RETURNS INT RETURN b"),
            "! UNRESOLVED_COLUMN.WITH_SUGGESTION 1:55");
}

TEST_F(RoutinesTest, AFailedAssignmentChangesNoVariable) {
  answer("DECLARE x INT DEFAULT 1");
  answer("DECLARE y INT DEFAULT 2");
  EXPECT_EQ(answer("SET VAR x = 5, y = 'abc'").substr(0, 20), "! CAST_INVALID_INPUT");
  EXPECT_EQ(answer("SELECT x, y"), "x:int,y:int|1,2");
}

TEST_F(RoutinesTest, ATableArgumentIsRefusedByName) {
  answer("CREATE TEMPORARY FUNCTION f(n INT) RETURNS TABLE (a INT) RETURN SELECT n");
  EXPECT_EQ(answer("SELECT * FROM f(TABLE(SELECT 1 AS a) PARTITION BY a ORDER BY a)"),
            "! TABLE_VALUED_ARGUMENTS_NOT_YET_IMPLEMENTED_FOR_SQL_FUNCTIONS 1:15");
  EXPECT_EQ(answer("SELECT * FROM range(TABLE(t) WITH SINGLE PARTITION)"),
            "! NON_FOLDABLE_ARGUMENT 1:15");
  EXPECT_EQ(answer("SELECT * FROM nope(n => TABLE t)"),
            "! UNRESOLVABLE_TABLE_VALUED_FUNCTION 1:15");
}

TEST_F(RoutinesTest, ShowOfNothingThatThereIsIsASyntaxError) {
  EXPECT_EQ(answer("SHOW VARIABLES"), "! PARSE_SYNTAX_ERROR 1:6");
  EXPECT_EQ(answer("SHOW CREATE FUNCTION f"), "! PARSE_SYNTAX_ERROR 1:13");
  EXPECT_EQ(answer("SHOW LOCKS"), "! INVALID_STATEMENT_OR_CLAUSE 1:1");
}

}  // namespace
}  // namespace tarn::session
