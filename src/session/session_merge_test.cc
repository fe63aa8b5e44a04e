#include <gtest/gtest.h>

#include "session/test_session.h"

namespace tarn::session {
namespace {

constexpr const char* kCounts =
    "num_affected_rows:bigint,num_updated_rows:bigint,num_deleted_rows:bigint,num_inserted_rows:"
    "bigint|";

class SessionMergeTest : public SessionTest {
 protected:
  SessionMergeTest() {
    answer("CREATE TABLE t (a INT, b STRING)");
    answer("INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    answer("INSERT INTO t VALUES (3, 'z')");
  }
  std::string merged(const std::string& numbers) { return kCounts + numbers; }
};

TEST_F(SessionMergeTest, RowsAreUpdatedDeletedAndInsertedInOneCommit) {
  EXPECT_EQ(answer("MERGE INTO t USING (SELECT * FROM VALUES (1, 'X'), (2, NULL), (4, 'w') AS v(a, "
                   "b)) s ON t.a = s.a WHEN MATCHED AND s.b IS NULL THEN DELETE WHEN MATCHED THEN "
                   "UPDATE SET * WHEN NOT MATCHED THEN INSERT *"),
            merged("3,1,1,1"));
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY a"), "a:int,b:string|1,X|3,z|4,w");
  EXPECT_EQ(answer("SELECT count(*) AS n FROM t VERSION AS OF 2"), "n:bigint|3");
  EXPECT_EQ(answer("SELECT count(*) AS n FROM t VERSION AS OF 3"), "n:bigint|3");
}

TEST_F(SessionMergeTest, TwoSourceRowsForOneRowAreRefusedWhereTheMergeStands) {
  EXPECT_EQ(answer("MERGE INTO t USING (SELECT * FROM VALUES (1), (1) AS v(a)) s ON t.a = s.a WHEN "
                   "MATCHED THEN UPDATE SET b = 'q'"),
            "! DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE 1:12");
  EXPECT_EQ(answer("MERGE INTO t USING (SELECT * FROM VALUES (1), (1) AS v(a)) s ON t.a = s.a WHEN "
                   "MATCHED THEN DELETE"),
            merged("1,0,1,0"));
}

TEST_F(SessionMergeTest, ASourceOfChanceIsReadOnce) {
  // Each row of the source is either matched or inserted, never both and never neither.
  EXPECT_EQ(answer("MERGE INTO t USING (SELECT CAST(id + 10 * round(rand()) AS INT) AS a FROM "
                   "range(1, 4)) s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = 'hit' WHEN NOT "
                   "MATCHED THEN INSERT (a, b) VALUES (s.a, 'hit')")
                .substr(0, std::string(kCounts).size() + 2),
            merged("3,"));
  EXPECT_EQ(answer("SELECT count(*) AS n FROM t WHERE b = 'hit'"), "n:bigint|3");
}

TEST_F(SessionMergeTest, NothingToDoIsNoCommit) {
  EXPECT_EQ(answer("MERGE INTO t USING (SELECT 9 AS a) s ON t.a = s.a WHEN MATCHED THEN DELETE"),
            merged("0,0,0,0"));
  EXPECT_EQ(answer("SELECT count(*) FROM t VERSION AS OF 3").substr(0, 1), "!");
}

TEST_F(SessionMergeTest, ATemporaryViewOfAWholeTableIsTheTable) {
  answer("CREATE TEMPORARY VIEW v AS SELECT * FROM t");
  answer("CREATE TEMPORARY VIEW w AS SELECT a FROM t");
  EXPECT_EQ(answer("UPDATE v SET b = 'u' WHERE v.a = 1"), "num_affected_rows:bigint|1");
  EXPECT_EQ(answer("DELETE FROM w"), "! UNSUPPORTED_FEATURE.TABLE_OPERATION 1:13");
  EXPECT_EQ(answer("SELECT b FROM t WHERE a = 1"), "b:string|u");
}

TEST_F(SessionMergeTest, AViewThatSaysMoreThanItsTableIsNone) {
  for (const char* query :
       {"SELECT DISTINCT ON (a) * FROM t", "SELECT DISTINCT * FROM t", "SELECT * FROM t AS x(b, a)",
        "SELECT * FROM t WINDOW w AS (ORDER BY a)", "SELECT * FROM t CLUSTER BY a",
        "SELECT * FROM t VERSION AS OF 1", "SELECT * FROM t TABLESAMPLE (1 ROWS)",
        "SELECT * FROM t LIMIT 1"}) {
    answer(std::string("CREATE OR REPLACE TEMPORARY VIEW v AS ") + query);
    EXPECT_EQ(answer("DELETE FROM v WHERE a = 1"), "! UNSUPPORTED_FEATURE.TABLE_OPERATION 1:13")
        << query;
  }
}

TEST_F(SessionMergeTest, CommonTablesStandInFront) {
  EXPECT_EQ(answer("WITH w AS (SELECT 3 AS a) MERGE INTO t USING w ON t.a = w.a WHEN MATCHED THEN "
                   "UPDATE SET b = (SELECT max(a) FROM w)"),
            merged("1,1,0,0"));
  EXPECT_EQ(answer("WITH w AS (SELECT 2 AS a) DELETE FROM t WHERE a IN (SELECT a FROM w)"),
            "num_affected_rows:bigint|1");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY a"), "a:int,b:string|1,x|3,3");
}

TEST_F(SessionMergeTest, ColumnsThatAnInsertLeavesOutHaveTheirDefaults) {
  answer("CREATE TABLE d (a INT, b STRING DEFAULT 'none', c INT)");
  EXPECT_EQ(answer("MERGE INTO d USING t ON d.a = t.a WHEN NOT MATCHED AND t.a = 1 THEN INSERT (a) "
                   "VALUES (t.a) WHEN NOT MATCHED THEN INSERT (a, b) VALUES (t.a, DEFAULT)"),
            merged("3,0,0,3"));
  EXPECT_EQ(answer("SELECT * FROM d ORDER BY a"),
            "a:int,b:string,c:int|1,none,NULL|2,none,NULL|3,none,NULL");
}

TEST_F(SessionMergeTest, AStreamIsRefusedInEverySubquery) {
  EXPECT_EQ(answer("DELETE FROM t WHERE a IN (SELECT a FROM STREAM t)"), "! UNSUPPORTED_FEATURE");
  EXPECT_EQ(answer("UPDATE t SET a = (SELECT max(a) FROM STREAM t)"), "! UNSUPPORTED_FEATURE");
}

TEST_F(SessionMergeTest, ReplaceWhereTakesRowsThatMeetItsCondition) {
  EXPECT_EQ(answer("INSERT INTO t REPLACE WHERE a > 1 VALUES (5, 'new')"), "");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY a"), "a:int,b:string|1,x|5,new");
  EXPECT_EQ(answer("INSERT INTO t REPLACE WHERE a > 1 VALUES (0, 'new')"),
            "! DELTA_REPLACE_WHERE_MISMATCH");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY a"), "a:int,b:string|1,x|5,new");
}

}  // namespace
}  // namespace tarn::session
