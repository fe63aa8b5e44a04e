// table_changes() where Spark's answer is another one, or cannot be asked for.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "session/test_session.h"

namespace tarn::session {
namespace {

constexpr const char* kFeed = " TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')";

class TableChangesTest : public SessionTest {
 protected:
  std::string made(const std::string& columns) {
    return answer("CREATE TABLE t (" + columns + ")" + kFeed);
  }

  // Another writer's commit.
  void commit(int version, const std::string& actions) const {
    const std::string number = std::to_string(version);
    const std::filesystem::path log =
        std::filesystem::path(root_) / "warehouse/spark_catalog/default/t/_delta_log";
    std::ofstream(log / (std::string(20 - number.size(), '0') + number + ".json"))
        << "{\"commitInfo\":{\"operation\":\"UPDATE\"}}\n"
        << actions << "\n";
  }

  std::string changes(const std::string& range) {
    return answer("SELECT id, _change_type, _commit_version FROM table_changes('t', " + range +
                  ") ORDER BY _commit_version, _change_type, id");
  }
};

constexpr const char* kHead = "id:int,_change_type:string,_commit_version:bigint";

TEST_F(TableChangesTest, AFileThatIsWrittenAnewIsToldWhole) {
  made("id INT");
  answer("INSERT INTO t VALUES (1), (2)");
  answer("UPDATE t SET id = 3 WHERE id = 2");
  answer("DELETE FROM t WHERE id = 1");
  EXPECT_EQ(changes("2"), std::string(kHead) +
                              "|1,delete,2|2,delete,2|1,insert,2|3,insert,2"
                              "|1,delete,3|3,delete,3|3,insert,3");
}

TEST_F(TableChangesTest, WhoLooksAtNoColumnCountsTheRowsAndTimesComeFromTheCommits) {
  made("id INT, p STRING");
  answer("INSERT INTO t VALUES (1, 'x'), (2, NULL)");
  EXPECT_EQ(answer("SELECT count(*) AS n FROM table_changes('t', 0)"), "n:bigint|2");
  // The test's own clock stands still: versions are dated by the files of the log.
  EXPECT_EQ(answer("SELECT count(*) AS n FROM table_changes('t', 0) WHERE _commit_timestamp > "
                   "TIMESTAMP'2020-01-01 00:00:00'"),
            "n:bigint|2");
  EXPECT_EQ(answer("SELECT count(*) AS n FROM table_changes('t', 0) WHERE _change_type = 'delete'"),
            "n:bigint|0");
}

TEST_F(TableChangesTest, MappedColumnsAndNewOnesHaveTheNamesOfTheNewestVersion) {
  answer(
      "CREATE TABLE t (id INT, `a b` STRING) PARTITIONED BY (`a b`) TBLPROPERTIES "
      "('delta.enableChangeDataFeed' = 'true', 'delta.columnMapping.mode' = 'name')");
  answer("INSERT INTO t VALUES (1, 'x')");
  answer("ALTER TABLE t ADD COLUMN c INT");
  answer("INSERT INTO t VALUES (2, 'y', 3)");
  EXPECT_EQ(answer("SELECT * EXCEPT (_commit_timestamp) FROM table_changes('t', 0) ORDER BY id"),
            "id:int,a b:string,c:int,_change_type:string,_commit_version:bigint"
            "|1,x,NULL,insert,1|2,y,3,insert,3");
}

TEST_F(TableChangesTest, ChangesThatAnotherWriterKeptInFilesAreRefused) {
  made("id INT");
  answer("INSERT INTO t VALUES (1)");
  commit(2, R"({"cdc":{"path":"_change_data/x.parquet","partitionValues":{},"size":1,)"
            R"("dataChange":false}})");
  EXPECT_EQ(changes("2").substr(0, 21), "! UNSUPPORTED_FEATURE");
  EXPECT_EQ(changes("1, 1"), std::string(kHead) + "|1,insert,1");
}

TEST_F(TableChangesTest, ATableThatHasSuchColumnsItselfIsRefused) {
  made("id INT, _change_type STRING");
  EXPECT_TRUE(answer("SELECT * FROM table_changes('t', 0)")
                  .starts_with("! DELTA_TABLE_ALREADY_CONTAINS_CDC_COLUMNS"));
}

}  // namespace
}  // namespace tarn::session
