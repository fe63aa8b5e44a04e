// Tables, schemas and views that a session makes, fills, changes, shows and drops.

#include "session/test_session.h"

namespace tarn::session {
namespace {

using SessionTableTest = SessionTest;

// ---------------------------------------------------------------- making and filling

TEST_F(SessionTableTest, ATableTakesRowsAndGivesThemBack) {
  EXPECT_EQ(answer("CREATE TABLE t (a INT, b STRING, c DECIMAL(10,2))"), "");
  EXPECT_EQ(answer("INSERT INTO t VALUES (1, 'x', 2.5), (2, NULL, 3)"), "");
  EXPECT_EQ(answer("INSERT INTO t SELECT 3, 'y', 4"), "");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY a"),
            "a:int,b:string,c:decimal(10,2)|1,x,2.50|2,NULL,3.00|3,y,4.00");
}

class EvolvedFilesTest : public SessionTest, public testing::WithParamInterface<std::string> {};

// What the files have in common is read without a look at what they may lack.
TEST_P(EvolvedFilesTest, WhatAFileLacksIsNullAndTheRestIsNot) {
  answer("CREATE TABLE t (a INT) USING " + GetParam());
  answer("INSERT INTO t VALUES (1), (2)");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY a"), "a:int|1|2");
  answer("ALTER TABLE t ADD COLUMN b STRING");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY a"), "a:int,b:string|1,NULL|2,NULL");
  answer("INSERT INTO t VALUES (3, 'x')");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY a"), "a:int,b:string|1,NULL|2,NULL|3,x");
  EXPECT_EQ(answer("SELECT a FROM t WHERE EXISTS (SELECT 1 FROM t AS u WHERE u.a = t.a + 1)"
                   " ORDER BY a"),
            "a:int|1|2");
  EXPECT_EQ(answer("SELECT a FROM t WHERE EXISTS (SELECT 1 FROM t AS u WHERE u.b <=> t.b)"
                   " ORDER BY a"),
            "a:int|1|2|3");
}

INSTANTIATE_TEST_SUITE_P(Format, EvolvedFilesTest, testing::Values("delta", "parquet"),
                         [](const auto& test) { return test.param; });

class FormatTest : public SessionTest, public testing::WithParamInterface<std::string> {};

TEST_P(FormatTest, EachFormatKeepsTypesNullsAndPartitions) {
  EXPECT_EQ(answer("CREATE TABLE t (a INT, b STRING, p DATE) USING " + GetParam() +
                   " PARTITIONED BY (p)"),
            "");
  answer("INSERT INTO t VALUES (1, 'x,y \"q\"', DATE'2026-01-01'), (2, NULL, NULL)");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY a"),
            "a:int,b:string,p:date|1,x,y \"q\",2026-01-01|2,NULL,NULL");
  EXPECT_EQ(answer("SHOW PARTITIONS t"),
            "partition:string|p=2026-01-01|p=__HIVE_DEFAULT_PARTITION__");
  answer("INSERT OVERWRITE t PARTITION (p = DATE'2026-01-01') VALUES (7, 'seven')");
  EXPECT_EQ(answer("SELECT a FROM t ORDER BY a"), "a:int|2|7");
  answer("INSERT OVERWRITE t VALUES (8, 'eight', DATE'2026-01-02')");
  EXPECT_EQ(answer("SELECT a FROM t"), "a:int|8");
  answer("TRUNCATE TABLE t");
  EXPECT_EQ(answer("SELECT count(*) AS n FROM t"), "n:bigint|0");
}

INSTANTIATE_TEST_SUITE_P(Format, FormatTest, testing::Values("delta", "parquet", "csv", "json"),
                         [](const auto& test) { return test.param; });

TEST_F(SessionTableTest, AnInsertGivesColumnsByPlaceByNameOrByList) {
  answer("CREATE TABLE t (a INT, b STRING DEFAULT 'none')");
  answer("INSERT INTO t (b, a) VALUES ('x', 1)");
  answer("INSERT INTO t BY NAME SELECT 'y' AS b, 2 AS A");
  answer("INSERT INTO t (a) VALUES (3)");
  answer("INSERT INTO t VALUES (4, DEFAULT)");
  answer("WITH w AS (SELECT 5 AS a) INSERT INTO t SELECT a, 'w' FROM w");
  answer("FROM range(6, 7) INSERT INTO t SELECT id, 'f'");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY a"), "a:int,b:string|1,x|2,y|3,none|4,none|5,w|6,f");
}

TEST_F(SessionTableTest, RowsThatDoNotFitAreRefusedByWhatIsWrong) {
  answer("CREATE TABLE t (a INT NOT NULL, b STRING, c DECIMAL(4,2))");
  const std::pair<const char*, const char*> cases[] = {
      {"INSERT INTO t VALUES (1, 'x')", "! DELTA_INSERT_COLUMN_ARITY_MISMATCH 1:13"},
      {"INSERT INTO t VALUES (1, 'x', 1, 1)", "! DELTA_METADATA_MISMATCH 1:13"},
      {"INSERT INTO t (a, a) VALUES (1, 1)", "! COLUMN_ALREADY_EXISTS 1:19"},
      {"INSERT INTO t (a, z) VALUES (1, 1)", "! UNRESOLVED_COLUMN.WITH_SUGGESTION 1:19"},
      {"INSERT INTO t BY NAME SELECT 1 AS a, 1 AS z", "! DELTA_METADATA_MISMATCH 1:13"},
      {"INSERT INTO t VALUES ('one', 'x', 1)", "! CAST_INVALID_INPUT"},
      {"INSERT INTO t VALUES (3000000000, 'x', 1)", "! CAST_OVERFLOW_IN_TABLE_INSERT"},
      {"INSERT INTO t VALUES (1, 'x', 100)", "! CAST_OVERFLOW_IN_TABLE_INSERT"},
      {"INSERT INTO t VALUES (NULL, 'x', 1)", "! DELTA_NOT_NULL_CONSTRAINT_VIOLATED"},
      {"INSERT INTO t PARTITION (a = 1) VALUES ('x', 1)", "! NON_PARTITION_COLUMN 1:26"},
      {"INSERT INTO nosuch VALUES (1)", "! TABLE_OR_VIEW_NOT_FOUND 1:13"}};
  for (const auto& [statement, expected] : cases) {
    EXPECT_EQ(answer(statement), expected) << statement;
  }
  EXPECT_EQ(answer("SELECT count(*) AS n FROM t"), "n:bigint|0");
}

TEST_F(SessionTableTest, ATableThatIsWrongIsNotMade) {
  answer("CREATE TABLE there (a INT)");
  const std::pair<const char*, const char*> cases[] = {
      {"CREATE TABLE there (a INT)", "! TABLE_OR_VIEW_ALREADY_EXISTS 1:14"},
      {"CREATE TABLE t (a INT, A INT)", "! COLUMN_ALREADY_EXISTS 1:14"},
      {"CREATE TABLE t (a)", "! PARSE_SYNTAX_ERROR 1:17"},
      {"CREATE TABLE t (a INT) PARTITIONED BY (b)", "! COLUMN_NOT_DEFINED_IN_TABLE 1:14"},
      {"CREATE TABLE t (a INT) PARTITIONED BY (a)", "! ALL_PARTITION_COLUMNS_NOT_ALLOWED 1:14"},
      {"CREATE TABLE t (a INT) USING nosuch", "! DATA_SOURCE_NOT_FOUND 1:30"},
      {"CREATE TABLE nosuch.t (a INT)", "! SCHEMA_NOT_FOUND 1:14"},
      {"CREATE TABLE t (a INT) AS SELECT 1", "! _LEGACY_ERROR_TEMP_0035 1:14"},
      {"CREATE TABLE t AS SELECT 1 AS a, NULL AS b", "! UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE 1:14"},
      {"CREATE TABLE t (a INT DEFAULT 'x')", "! INVALID_DEFAULT_VALUE.DATA_TYPE 1:14"},
      {"CREATE TABLE t (a INT DEFAULT nosuch)", "! INVALID_DEFAULT_VALUE.NOT_CONSTANT 1:14"},
      {"CREATE TABLE t (a INT) USING csv OPTIONS (compression 'gzip')",
       "! UNSUPPORTED_FEATURE 1:14"},
      {"CREATE TABLE t (a INT) USING json OPTIONS (encoding 'UTF-16')",
       "! UNSUPPORTED_FEATURE 1:14"},
      {"CREATE TABLE t (a INT) USING parquet OPTIONS (compression 'zstd')",
       "! UNSUPPORTED_FEATURE 1:14"},
      {"CREATE TABLE t (a INT) OPTIONS (nosuch 'x')", "! UNSUPPORTED_FEATURE 1:14"},
      {"CREATE TABLE t AS SELECT 1 / 0 AS a", "! DIVIDE_BY_ZERO"}};
  for (const auto& [statement, expected] : cases) {
    EXPECT_EQ(answer(statement), expected) << statement;
  }
  EXPECT_EQ(answer("SHOW TABLES"),
            "namespace:string,tableName:string,isTemporary:boolean|default,there,false");
}

TEST_F(SessionTableTest, ATableIsMadeOfAQueryAndReplaced) {
  answer("CREATE TABLE t AS SELECT id, id * 2 AS twice FROM range(3)");
  EXPECT_EQ(answer("SELECT sum(twice) AS s FROM t"), "s:bigint|6");
  EXPECT_EQ(answer("CREATE TABLE IF NOT EXISTS t AS SELECT 1 AS other"), "");
  answer("CREATE OR REPLACE TABLE t AS SELECT 1 AS one");
  EXPECT_EQ(answer("SELECT * FROM t"), "one:int|1");
}

TEST_F(SessionTableTest, ATableMayLieElsewhereAndItsFilesStayWhenItIsDropped) {
  std::filesystem::create_directories(root_ + "/given");
  ASSERT_TRUE(files_.create(root_ + "/given/a.csv", "id,name\n1,x\n"));
  answer("CREATE TABLE t (id INT, name STRING) USING csv OPTIONS (header 'true') LOCATION '" +
         root_ + "/given'");
  answer("INSERT INTO t VALUES (2, 'y')");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY id"), "id:int,name:string|1,x|2,y");
  answer("DROP TABLE t");
  EXPECT_EQ(answer("SELECT * FROM t"), "! TABLE_OR_VIEW_NOT_FOUND 1:15");
  EXPECT_TRUE(std::filesystem::exists(root_ + "/given/a.csv"));
}

TEST_F(SessionTableTest, ColumnsAreTakenFromFilesThatAreThere) {
  std::filesystem::create_directories(root_ + "/given");
  ASSERT_TRUE(files_.create(root_ + "/given/a.json", "{\"id\": 1}\n"));
  EXPECT_EQ(answer("CREATE TABLE t USING json LOCATION 'given'"), "");
  EXPECT_EQ(answer("SELECT * FROM t"), "id:bigint|1");
}

TEST_F(SessionTableTest, ATemporaryViewReadsFiles) {
  ASSERT_TRUE(files_.create(root_ + "/a.csv", "id;name\n1;x\n"));
  answer(
      "CREATE TEMPORARY VIEW v (id INT, name STRING) USING csv "
      "OPTIONS (path 'a.csv', header 'true', sep ';')");
  EXPECT_EQ(answer("SELECT * FROM v"), "id:int,name:string|1,x");
  EXPECT_EQ(answer("CREATE TEMPORARY VIEW w USING csv OPTIONS (path 'nosuch.csv')"),
            "! PATH_NOT_FOUND 1:31");
  EXPECT_EQ(answer("CREATE TEMPORARY VIEW w USING `a b` OPTIONS (path 'it`s')"),
            "! TABLE_OR_VIEW_NOT_FOUND 1:31");
}

// ---------------------------------------------------------------- changing

TEST_F(SessionTableTest, UpdateAndDeleteTouchTheRowsOfTheirCondition) {
  answer("CREATE TABLE t (a INT, b STRING)");
  answer("INSERT INTO t VALUES (1, 'x'), (2, NULL), (3, 'z')");
  EXPECT_EQ(answer("UPDATE t AS u SET u.b = 'new', a = a + 10 WHERE u.b IS NULL OR a = 3"),
            "num_affected_rows:bigint|2");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY a"), "a:int,b:string|1,x|12,new|13,new");
  // NULL is not true: the row stays.
  answer("INSERT INTO t VALUES (NULL, 'n')");
  answer("DELETE FROM t WHERE a > 12");
  EXPECT_EQ(answer("SELECT * FROM t ORDER BY a"), "a:int,b:string|NULL,n|1,x|12,new");
  answer("DELETE FROM t WHERE a = (SELECT max(a) FROM t)");
  EXPECT_EQ(answer("SELECT count(*) AS n FROM t"), "n:bigint|2");
  answer("DELETE FROM t");
  EXPECT_EQ(answer("SELECT count(*) AS n FROM t"), "n:bigint|0");
  // What it was is still there.
  EXPECT_EQ(answer("SELECT * FROM t VERSION AS OF 1 ORDER BY a"), "a:int,b:string|1,x|2,NULL|3,z");
}

TEST_F(SessionTableTest, AnUpdateIsRefusedByWhatIsWrong) {
  answer("CREATE TABLE t (a INT, b STRING)");
  answer("INSERT INTO t VALUES (1, 'x')");
  answer("CREATE TABLE p (a INT) USING parquet");
  EXPECT_EQ(answer("UPDATE t SET z = 1"), "! UNRESOLVED_COLUMN.WITH_SUGGESTION 1:14");
  EXPECT_EQ(answer("UPDATE t SET a = 'x'"), "! CAST_INVALID_INPUT");
  EXPECT_EQ(answer("UPDATE t SET a = array(1)"),
            "! DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION 1:18");
  EXPECT_EQ(answer("UPDATE t SET a = 3000000000"), "! DELTA_CAST_OVERFLOW_IN_TABLE_WRITE");
  EXPECT_EQ(answer("UPDATE t SET a = 1, a = 2"), "! DELTA_CONFLICT_SET_COLUMN 1:21");
  EXPECT_EQ(answer("DELETE FROM t WHERE z = 1"), "! UNRESOLVED_COLUMN.WITH_SUGGESTION 1:21");
  EXPECT_EQ(answer("UPDATE p SET a = 1"), "! UNSUPPORTED_FEATURE.TABLE_OPERATION 1:8");
  EXPECT_EQ(answer("DELETE FROM p"), "! UNSUPPORTED_FEATURE.TABLE_OPERATION 1:13");
  EXPECT_EQ(answer("SELECT * FROM t"), "a:int,b:string|1,x");
}

TEST_F(SessionTableTest, ACharOfADeltaTableIsFoundByItsText) {
  answer("CREATE TABLE t (id INT, c CHAR(3), v VARCHAR(3))");
  answer("INSERT INTO t VALUES (1, 'q', 'abc')");
  EXPECT_EQ(answer("UPDATE t SET id = 2 WHERE c = 'q'"), "num_affected_rows:bigint|1");
  EXPECT_EQ(answer("SELECT id, concat(c, '|') AS c FROM t"), "id:int,c:string|2,q  |");
  EXPECT_EQ(answer("UPDATE t SET v = 'wxyz'"), "! DELTA_EXCEED_CHAR_VARCHAR_LIMIT");
  EXPECT_EQ(answer("DELETE FROM t WHERE c IN ('q')"), "num_affected_rows:bigint|1");
}

TEST_F(SessionTableTest, ATableGainsColumnsAndProperties) {
  answer("CREATE TABLE t (a INT)");
  answer("CREATE TABLE p (a INT, d INT) USING parquet PARTITIONED BY (d)");
  for (const std::string table : {"t", "p"}) {
    answer("INSERT INTO " + table + (table == "t" ? " VALUES (1)" : " VALUES (1, 2)"));
    EXPECT_EQ(answer("ALTER TABLE " + table + " ADD COLUMNS (b STRING COMMENT 'second')"), "");
    EXPECT_EQ(answer("SELECT b FROM " + table), "b:string|NULL");
    EXPECT_EQ(answer("ALTER TABLE " + table + " ADD COLUMN B INT"),
              table == "t" ? "! FIELD_ALREADY_EXISTS 1:13" : "! COLUMN_ALREADY_EXISTS 1:13");
    answer("ALTER TABLE " + table + " SET TBLPROPERTIES ('k' = 'v', 'other' = '1')");
    answer("ALTER TABLE " + table + " UNSET TBLPROPERTIES ('other')");
    EXPECT_EQ(answer("SHOW TBLPROPERTIES " + table + " ('k')"), "key:string,value:string|k,v");
    EXPECT_EQ(answer("ALTER TABLE " + table + " UNSET TBLPROPERTIES ('other')"), "");
    EXPECT_EQ(answer("ALTER TABLE " + table + " DROP COLUMN b"),
              table == "t" ? "! DELTA_UNSUPPORTED_DROP_COLUMN 1:13"
                           : "! UNSUPPORTED_FEATURE.TABLE_OPERATION 1:13");
  }
  EXPECT_EQ(answer("SHOW COLUMNS IN p"), "col_name:string|a|b|d");
  answer("ALTER TABLE t RENAME TO u");
  EXPECT_EQ(answer("SELECT a FROM u"), "a:int|1");
  EXPECT_EQ(answer("ALTER TABLE u RENAME TO p"), "! TABLE_OR_VIEW_ALREADY_EXISTS 1:25");
}

// ---------------------------------------------------------------- views and schemas that stay

TEST_F(SessionTableTest, AViewOutlivesTheSession) {
  answer("CREATE TABLE t (a INT)");
  answer("INSERT INTO t VALUES (1)");
  answer("CREATE VIEW v (x COMMENT 'the first') AS SELECT a + 1 AS y FROM t");
  open({});
  EXPECT_EQ(answer("SELECT * FROM v"), "x:int|2");
  EXPECT_EQ(answer("DESCRIBE v"),
            "col_name:string,data_type:string,comment:string|x,int,the first");
  EXPECT_EQ(answer("CREATE VIEW v AS SELECT 1"), "! TABLE_OR_VIEW_ALREADY_EXISTS 1:13");
  EXPECT_EQ(answer("CREATE OR REPLACE VIEW v AS SELECT * FROM v"), "! RECURSIVE_VIEW 1:43");
  EXPECT_EQ(answer("INSERT INTO v VALUES (1)"), "! EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE 1:13");
  EXPECT_EQ(answer("DROP VIEW t"), "! WRONG_COMMAND_FOR_OBJECT_TYPE 1:11");
  EXPECT_EQ(answer("DROP VIEW v"), "");
  EXPECT_EQ(answer("SELECT * FROM v"), "! TABLE_OR_VIEW_NOT_FOUND 1:15");
}

TEST_F(SessionTableTest, AViewThatStaysReadsNoTemporaryOne) {
  answer("CREATE TEMP VIEW passing AS SELECT 1 AS a");
  EXPECT_EQ(answer("CREATE VIEW v AS SELECT * FROM passing"), "! INVALID_TEMP_OBJ_REFERENCE 1:13");
}

TEST_F(SessionTableTest, ASchemaIsMadeUsedAndDropped) {
  EXPECT_EQ(answer("CREATE SCHEMA s COMMENT 'for tests'"), "");
  EXPECT_EQ(answer("CREATE SCHEMA s"), "! SCHEMA_ALREADY_EXISTS 1:15");
  EXPECT_EQ(answer("CREATE SCHEMA IF NOT EXISTS s"), "");
  answer("USE s");
  answer("CREATE TABLE t (a INT)");
  EXPECT_EQ(answer("SHOW SCHEMAS"), "namespace:string|default|s");
  EXPECT_EQ(answer("SHOW TABLES IN s"),
            "namespace:string,tableName:string,isTemporary:boolean|s,t,false");
  EXPECT_EQ(answer("DROP SCHEMA s"), "! SCHEMA_NOT_EMPTY 1:13");
  EXPECT_EQ(answer("DROP SCHEMA s CASCADE"), "");
  EXPECT_EQ(answer("DROP SCHEMA s"), "! SCHEMA_NOT_FOUND 1:13");
  EXPECT_EQ(answer("DROP SCHEMA IF EXISTS s"), "");
  EXPECT_EQ(answer("DROP SCHEMA default"), "! UNSUPPORTED_FEATURE.DROP_DATABASE 1:13");
}

// ---------------------------------------------------------------- what there is

TEST_F(SessionTableTest, DescribeShowsColumnsPartitionsAndDefaults) {
  answer(
      "CREATE TABLE t (a INT DEFAULT 5 COMMENT 'first', p STRING) USING parquet "
      "PARTITIONED BY (p) COMMENT 'rows' TBLPROPERTIES ('k' = 'v')");
  EXPECT_EQ(answer("DESCRIBE TABLE t"),
            "col_name:string,data_type:string,comment:string|a,int,first|p,string,NULL"
            "|# Partition Information,,|# col_name,data_type,comment|p,string,NULL"
            "|,,|# Column Default Values,,|a,int,5");
  EXPECT_EQ(answer("DESC t a"),
            "info_name:string,info_value:string|col_name,a|data_type,int|comment,first");
  EXPECT_EQ(answer("DESCRIBE SELECT 1 AS a, 'x' AS b"),
            "col_name:string,data_type:string,comment:string|a,int,NULL|b,string,NULL");
  EXPECT_EQ(answer("DESCRIBE nosuch"), "! TABLE_OR_VIEW_NOT_FOUND 1:10");
  // What SHOW CREATE TABLE writes makes the same table.
  Answer shown = session_->execute(sql::Fragment::whole("SHOW CREATE TABLE t"));
  types::Batch batch;
  ASSERT_TRUE(shown.rows->next(batch));
  const std::string statement(batch.columns[0].bytes_at(0));
  shown.rows.reset();
  const std::string before = answer("DESCRIBE t");
  answer("DROP TABLE t");
  EXPECT_EQ(answer(statement), "");
  EXPECT_EQ(answer("DESCRIBE t"), before);
}

TEST_F(SessionTableTest, PatternsOfShowTakeStarsAndAlternatives) {
  answer("CREATE TABLE sales (a INT)");
  answer("CREATE TABLE stores (a INT)");
  answer("CREATE TEMP VIEW items AS SELECT 1 AS a");
  const std::string head = "namespace:string,tableName:string,isTemporary:boolean";
  EXPECT_EQ(answer("SHOW TABLES LIKE 's*'"), head + "|default,sales,false|default,stores,false");
  EXPECT_EQ(answer("SHOW TABLES 'SALES|item*'"), head + "|default,sales,false|,items,true");
  EXPECT_EQ(answer("SHOW VIEWS"),
            "namespace:string,viewName:string,isTemporary:boolean|,items,true");
}

TEST_F(SessionTableTest, FunctionsAreListedAndDescribed) {
  EXPECT_EQ(answer("SHOW FUNCTIONS LIKE 'sha*'"), "function:string|sha|sha1|sha2");
  EXPECT_EQ(answer("DESCRIBE FUNCTION nvl2"),
            "function_desc:string|Function: nvl2"
            "|Usage: nvl2(expr, yes, no) - no where expr is NULL, else yes.");
  EXPECT_EQ(answer("SHOW USER FUNCTIONS"), "function:string");
  EXPECT_EQ(answer("DESCRIBE FUNCTION nosuch"), "! UNRESOLVED_ROUTINE 1:1");
}

}  // namespace
}  // namespace tarn::session
