// Generated columns where Spark has no answer to hold ours to, or another one.

#include <gtest/gtest.h>

#include "session/test_session.h"

namespace tarn::session {
namespace {

using GeneratedColumnsTest = SessionTest;

TEST_F(GeneratedColumnsTest, AnUpdateComputesOnlyWhatItsAssignmentsChange) {
  answer("CREATE TABLE t (id INT, c CHAR(3), d STRING GENERATED ALWAYS AS (concat(c, '|')))");
  answer("INSERT INTO t (id, c) VALUES (1, 'a'), (2, 'a')");
  answer("UPDATE t SET id = 3 WHERE id = 2");
  answer("UPDATE t SET c = 'b' WHERE id = 1");
  EXPECT_EQ(answer("SELECT id, d FROM t ORDER BY id"), "id:int,d:string|1,b||3,a|");
}

TEST_F(GeneratedColumnsTest, WhatIsComputedOfARandomValueIsComputedOfTheOneThatIsStored) {
  answer("CREATE TABLE t (id BIGINT, r DOUBLE, twice DOUBLE GENERATED ALWAYS AS (r * 2))");
  answer("INSERT INTO t (id, r) SELECT id, rand() FROM range(100)");
  answer("UPDATE t SET r = rand() WHERE id < 50");
  EXPECT_EQ(answer("SELECT count(*) AS n FROM t WHERE twice = r * 2"), "n:bigint|100");
}

TEST_F(GeneratedColumnsTest, RowsThatAMergeCopiesStayAndThoseThatItWritesAreComputed) {
  answer("CREATE TABLE t (id INT, v STRING, u STRING GENERATED ALWAYS AS (upper(v)))");
  answer("INSERT INTO t (id, v) VALUES (1, 'a'), (2, 'b'), (3, 'c')");
  answer(
      "MERGE INTO t USING (SELECT 1 AS id UNION ALL SELECT 2 UNION ALL SELECT 9) s ON t.id = s.id"
      " WHEN MATCHED AND t.id = 1 THEN DELETE WHEN MATCHED THEN UPDATE SET v = 'x'"
      " WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, 'new')");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY id"),
            "id:int,v:string,u:string|2,x,X|3,c,C|9,new,NEW");
}

TEST_F(GeneratedColumnsTest, ShowCreateTableShowsTheExpression) {
  answer("CREATE TABLE t (id INT, twice INT GENERATED ALWAYS AS (id * 2))");
  EXPECT_NE(answer("SHOW CREATE TABLE t").find("twice INT GENERATED ALWAYS AS (id * 2)"),
            std::string::npos);
}

}  // namespace
}  // namespace tarn::session
