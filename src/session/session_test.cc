// What a session's statements change, and what they answer.

#include "session/session.h"

#include "session/test_session.h"

namespace tarn::session {
namespace {

// ---------------------------------------------------------------- temporary views

TEST_F(SessionTest, ATemporaryViewIsReadByItsNameInAnyCase) {
  EXPECT_EQ(answer("CREATE TEMPORARY VIEW Numbers AS VALUES (1), (2) AS t(n)"), "");
  EXPECT_EQ(answer("SELECT sum(n) AS s FROM NUMBERS"), "s:bigint|3");
}

TEST_F(SessionTest, TheColumnsOfAViewMayBeNamed) {
  answer("CREATE TEMP VIEW v (a, b COMMENT 'second') AS SELECT 1, 'x'");
  EXPECT_EQ(answer("SELECT * FROM v"), "a:int,b:string|1,x");
}

TEST_F(SessionTest, AViewIsMadeOnceAndReplacedWhereThatIsSaid) {
  answer("CREATE TEMP VIEW v AS SELECT 1 AS a");
  EXPECT_EQ(answer("CREATE TEMP VIEW V AS SELECT 2 AS a"),
            "! TEMP_TABLE_OR_VIEW_ALREADY_EXISTS 1:18");
  EXPECT_EQ(answer("SELECT a FROM v"), "a:int|1");
  EXPECT_EQ(answer("CREATE OR REPLACE TEMP VIEW v AS SELECT 2 AS a"), "");
  EXPECT_EQ(answer("SELECT a FROM v"), "a:int|2");
}

TEST_F(SessionTest, AViewOverAViewFollowsItsReplacement) {
  answer("CREATE TEMP VIEW v AS SELECT 1 AS a");
  answer("CREATE TEMP VIEW w AS SELECT a + 1 AS b FROM v");
  answer("CREATE OR REPLACE TEMP VIEW v AS SELECT 10 AS a");
  EXPECT_EQ(answer("SELECT * FROM w"), "b:int|11");
}

TEST_F(SessionTest, AViewDoesNotReadItself) {
  answer("CREATE TEMP VIEW v AS SELECT 1 AS a");
  answer("CREATE TEMP VIEW w AS SELECT * FROM v");
  EXPECT_EQ(answer("CREATE OR REPLACE TEMP VIEW v AS SELECT * FROM v"), "! RECURSIVE_VIEW 1:48");
  // The place is in the text of w.
  EXPECT_EQ(answer("CREATE OR REPLACE TEMP VIEW v AS SELECT * FROM w"), "! RECURSIVE_VIEW 1:37");
  EXPECT_EQ(answer("SELECT * FROM w"), "a:int|1");
}

TEST_F(SessionTest, AViewThatIsWrongIsNotMade) {
  EXPECT_EQ(answer("CREATE TEMP VIEW v AS SELECT nosuch"),
            "! UNRESOLVED_COLUMN.WITHOUT_SUGGESTION 1:30");
  EXPECT_EQ(answer("CREATE TEMP VIEW v (a) AS SELECT 1, 2"),
            "! CREATE_VIEW_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS 1:18");
  EXPECT_EQ(answer("CREATE TEMP VIEW v (a, b) AS SELECT 1"),
            "! CREATE_VIEW_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS 1:18");
  EXPECT_EQ(answer("CREATE TEMP VIEW v AS SELECT 1 AS a, 2 AS A"), "! COLUMN_ALREADY_EXISTS 1:18");
  EXPECT_EQ(answer("SELECT * FROM v"), "! TABLE_OR_VIEW_NOT_FOUND 1:15");
}

TEST_F(SessionTest, WhereCaseCountsAViewMayHaveColumnsThatDifferInNothingElse) {
  answer("SET spark.sql.caseSensitive = true");
  EXPECT_EQ(answer("CREATE TEMP VIEW v AS SELECT 1 AS a, 2 AS A"), "");
  EXPECT_EQ(answer("SELECT A, a FROM v"), "A:int,a:int|2,1");
  answer("CREATE TEMP VIEW u AS SELECT 3 AS a, 4 AS A");
  answer("CREATE TEMP VIEW w AS SELECT * FROM u");
  answer("CREATE OR REPLACE TEMP VIEW u AS SELECT 4 AS A, 3 AS a");
  EXPECT_EQ(answer("SELECT a, A FROM w"), "a:int,A:int|3,4");
}

TEST_F(SessionTest, AViewHasTheColumnsOfItsMaking) {
  answer("CREATE TEMP VIEW v AS SELECT 1 AS a");
  answer("CREATE TEMP VIEW w (x) AS SELECT * FROM v");
  answer("CREATE OR REPLACE TEMP VIEW v AS SELECT 2 AS b, 3 AS a");
  EXPECT_EQ(answer("SELECT * FROM w"), "x:int|3");
  answer("CREATE OR REPLACE TEMP VIEW v AS SELECT 4Y AS a");
  EXPECT_EQ(answer("SELECT * FROM w"), "x:int|4");
  answer("CREATE OR REPLACE TEMP VIEW v AS SELECT 'q' AS a");
  EXPECT_EQ(answer("SELECT * FROM w"), "! CANNOT_UP_CAST_DATATYPE 1:15");
  answer("CREATE OR REPLACE TEMP VIEW v AS SELECT 5 AS k");
  EXPECT_EQ(answer("SELECT * FROM w"), "! INCOMPATIBLE_VIEW_SCHEMA_CHANGE 1:15");
}

TEST_F(SessionTest, OnlyTheSessionQualifiesATemporaryView) {
  EXPECT_EQ(answer("CREATE TEMP VIEW session.v AS SELECT 1 AS a"), "");
  EXPECT_EQ(answer("SELECT * FROM system.session.v"), "a:int|1");
  EXPECT_EQ(answer("SELECT * FROM v"), "a:int|1");
  EXPECT_EQ(answer("CREATE TEMP VIEW x.v AS SELECT 1 AS a"), "! INVALID_TEMP_OBJ_QUALIFIER 1:18");
  EXPECT_EQ(answer("CREATE GLOBAL TEMP VIEW global_temp.v AS SELECT 1 AS a"),
            "! INVALID_TEMP_OBJ_QUALIFIER 1:25");
  EXPECT_EQ(answer("CREATE TEMP VIEW IF NOT EXISTS v AS SELECT 1 AS a"),
            "! _LEGACY_ERROR_TEMP_0053 1:32");
  EXPECT_EQ(answer("CREATE TEMP VIEW w TBLPROPERTIES ('k' = 'v') AS SELECT 1 AS a"),
            "! _LEGACY_ERROR_TEMP_0035 1:18");
}

TEST_F(SessionTest, GlobalViewsStandInASchemaOfTheirOwn) {
  EXPECT_EQ(answer("CREATE GLOBAL TEMPORARY VIEW v AS SELECT 5 AS a"), "");
  EXPECT_EQ(answer("SELECT * FROM global_temp.v"), "a:int|5");
  EXPECT_EQ(answer("SELECT * FROM v"), "! TABLE_OR_VIEW_NOT_FOUND 1:15");
  EXPECT_EQ(answer("DROP VIEW global_temp.v"), "");
  EXPECT_EQ(answer("SELECT * FROM global_temp.v"), "! TABLE_OR_VIEW_NOT_FOUND 1:15");
}

TEST_F(SessionTest, ADroppedViewIsGone) {
  answer("CREATE TEMP VIEW v AS SELECT 1");
  EXPECT_EQ(answer("DROP VIEW v"), "");
  EXPECT_EQ(answer("DROP VIEW v"), "! TABLE_OR_VIEW_NOT_FOUND 1:11");
  EXPECT_EQ(answer("DROP VIEW IF EXISTS v"), "");
}

// ---------------------------------------------------------------- settings

TEST_F(SessionTest, ASettingHoldsUntilItIsReset) {
  const std::string now = "SELECT current_timezone() AS z";
  EXPECT_EQ(answer("SET spark.sql.session.timeZone = Asia/Tokyo"),
            "key:string,value:string|spark.sql.session.timeZone,Asia/Tokyo");
  EXPECT_EQ(answer(now), "z:string|Asia/Tokyo");
  EXPECT_EQ(answer("SELECT TIMESTAMP '2024-01-01 00:00:00Z' AS t"),
            "t:timestamp|2024-01-01 09:00:00");
  EXPECT_EQ(answer("RESET spark.sql.session.timeZone"), "");
  EXPECT_EQ(answer(now), "z:string|UTC");
}

TEST_F(SessionTest, ResetReturnsToWhatTheProjectSays) {
  open({{"spark.sql.session.timeZone", "Europe/Paris"}});
  answer("SET TIME ZONE 'Asia/Tokyo'");
  answer("SET my.key = 1");
  EXPECT_EQ(answer("RESET"), "");
  EXPECT_EQ(answer("SELECT current_timezone() AS z"), "z:string|Europe/Paris");
  EXPECT_EQ(answer("SET my.key"), "key:string,value:string|my.key,<undefined>");
}

TEST_F(SessionTest, AKeyIsShownWithItsValueOrItsDefault) {
  EXPECT_EQ(answer("SET spark.sql.ansi.enabled"),
            "key:string,value:string|spark.sql.ansi.enabled,true");
  answer("SET a.b = c d");
  EXPECT_EQ(answer("SET"), "key:string,value:string|a.b,c d");
}

TEST_F(SessionTest, AValueThatIsNoneChangesNothing) {
  EXPECT_EQ(answer("SET spark.sql.caseSensitive = maybe"), "! INVALID_CONF_VALUE.TYPE_MISMATCH");
  EXPECT_EQ(answer("SET spark.sql.caseSensitive"),
            "key:string,value:string|spark.sql.caseSensitive,false");
}

TEST_F(SessionTest, WhatSparkTakesAtItsStartIsNotChanged) {
  EXPECT_EQ(answer("SET spark.sql.warehouse.dir = /x"), "! CANNOT_MODIFY_STATIC_CONFIG");
  EXPECT_EQ(answer("RESET spark.sql.warehouse.dir"), "! CANNOT_MODIFY_STATIC_CONFIG");
  EXPECT_EQ(answer("SET spark.executor.memory = 1g"), "! CANNOT_MODIFY_CONFIG");
}

TEST_F(SessionTest, ASettingThatTarnCannotFollowIsRefused) {
  EXPECT_EQ(answer("SET spark.sql.crossJoin.enabled = false"), "! UNSUPPORTED_FEATURE");
  EXPECT_EQ(answer("SET spark.sql.crossJoin.enabled"),
            "key:string,value:string|spark.sql.crossJoin.enabled,true");
}

TEST_F(SessionTest, ATimeZoneMayBeAnInterval) {
  EXPECT_EQ(answer("SET TIME ZONE INTERVAL '-5:30' HOUR TO MINUTE"),
            "key:string,value:string|spark.sql.session.timeZone,-05:30");
  EXPECT_EQ(answer("SET TIME ZONE INTERVAL 19 HOURS"),
            "! INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE");
  EXPECT_EQ(answer("SET TIME ZONE LOCAL"),
            "key:string,value:string|spark.sql.session.timeZone,UTC");
}

// ---------------------------------------------------------------- names

TEST_F(SessionTest, UseChangesTheCurrentSchemaWhereItIsThere) {
  std::filesystem::create_directories(root_ + "/warehouse/spark_catalog/shop");
  EXPECT_EQ(answer("USE shop"), "");
  EXPECT_EQ(answer("SELECT current_schema() AS s"), "s:string|shop");
  EXPECT_EQ(answer("USE nosuch"), "! SCHEMA_NOT_FOUND 1:5");
  EXPECT_EQ(answer("USE a.b.c"), "! SCHEMA_NOT_FOUND 1:5");
  EXPECT_EQ(answer("SELECT current_schema() AS s"), "s:string|shop");
  EXPECT_EQ(answer("USE default"), "");
}

TEST_F(SessionTest, AViewKeepsTheNamesOfItsMaking) {
  std::filesystem::create_directories(root_ + "/warehouse/spark_catalog/shop");
  answer("USE shop");
  answer("CREATE TEMP VIEW v AS SELECT current_schema() AS s");
  answer("USE default");
  EXPECT_EQ(answer("SELECT s FROM v"), "s:string|shop");
}

// ---------------------------------------------------------------- refusals

TEST_F(SessionTest, StatementsOfAPipelineAreRefused) {
  EXPECT_EQ(answer("  CREATE STREAMING TABLE t AS SELECT 1"), "! UNSUPPORTED_FEATURE 1:3");
  EXPECT_EQ(answer("CREATE FLOW f AS INSERT INTO t BY NAME SELECT 1"), "! UNSUPPORTED_FEATURE 1:1");
}

TEST_F(SessionTest, AnErrorOfARowComesWithTheRows) {
  EXPECT_EQ(answer("SELECT 1 / n FROM VALUES (0) AS t(n)"), "! DIVIDE_BY_ZERO");
  EXPECT_EQ(answer("SELECT 1 AS a"), "a:int|1");
}

}  // namespace
}  // namespace tarn::session
