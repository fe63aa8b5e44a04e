// Every statement of a pipeline in Spark's spelling, Databricks' and the older LIVE one: all of
// them yield the same graph.

#include <gtest/gtest.h>

#include "project/fake_project.h"
#include "project/graph.h"

namespace tarn::project {
namespace {

struct Case {
  const char* name;
  std::vector<const char*> spellings;  // of one file each
  const char* graph;
};

class SpellingTest : public ::testing::TestWithParam<Case> {};

TEST_P(SpellingTest, YieldsTheGraph) {
  for (const char* sql : GetParam().spellings) {
    SCOPED_TRACE(sql);
    const ProjectResult project = testing::project_of({{.path = "a.sql", .text = sql}});
    ASSERT_TRUE(project) << testing::text_of(project.diagnostics);
    const Analysis analysis = testing::analysis_of(project);
    ASSERT_TRUE(analysis) << testing::text_of(analysis.diagnostics);
    EXPECT_EQ(text_of(*analysis.graph), GetParam().graph);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Datasets, SpellingTest,
    ::testing::Values(
        Case{
            "AStreamingTable",
            {"CREATE STREAMING TABLE t AS SELECT id FROM STREAM orders",
             "CREATE STREAMING TABLE IF NOT EXISTS t AS SELECT id FROM STREAM(orders);",
             "CREATE OR REFRESH STREAMING TABLE t AS SELECT id FROM STREAM(orders)",
             "create or refresh streaming live table t as select id from stream(orders)",
             "CREATE STREAMING LIVE TABLE t AS SELECT id FROM STREAM(default.orders)",
             "CREATE INCREMENTAL LIVE TABLE t AS SELECT id FROM STREAM orders",
             "CREATE STREAMING TABLE `t` USING delta AS (SELECT id FROM STREAM `orders`)",
             "CREATE OR REFRESH STREAMING TABLE default.t AS FROM STREAM orders SELECT id",
             "CREATE OR REPLACE STREAMING TABLE t AS SELECT id FROM STREAM(orders)",
             "CREATE OR REPLACE STREAMING LIVE TABLE t AS SELECT id FROM STREAM(orders)",
             "CREATE STREAMING TABLE t LOCATION '/data/t' SELECT id FROM STREAM(orders)",
             "CREATE STREAMING TABLE live.t AS SELECT id FROM STREAM spark_catalog.default.orders"},
            R"(streaming table spark_catalog.default.t (id int)
append flow spark_catalog.default.t
    Project [id#6 AS id#7]
      Project [id#1 AS id#6]
        Scan STREAM spark_catalog.default.orders [id#1]
)"},
        Case{"AMaterializedView",
             {"CREATE MATERIALIZED VIEW t AS SELECT id FROM orders",
              "CREATE MATERIALIZED VIEW IF NOT EXISTS t AS SELECT id FROM orders",
              "CREATE OR REFRESH MATERIALIZED VIEW t AS SELECT id FROM orders",
              "CREATE LIVE TABLE t AS SELECT id FROM orders",
              "CREATE OR REFRESH LIVE TABLE t AS SELECT id FROM orders",
              "CREATE OR REPLACE MATERIALIZED VIEW t AS SELECT id FROM orders",
              "CREATE OR REPLACE LIVE TABLE t AS SELECT id FROM orders",
              "CREATE MATERIALIZED VIEW t COMMENT '' SELECT id FROM orders",
              "CREATE MATERIALIZED VIEW t SCHEDULE EVERY 1 HOUR AS SELECT id FROM orders",
              "CREATE MATERIALIZED VIEW t REFRESH POLICY AUTO AS SELECT id FROM orders"},
             R"(materialized view spark_catalog.default.t (id int)
batch flow spark_catalog.default.t
    Project [id#6 AS id#7]
      Project [id#1 AS id#6]
        Scan spark_catalog.default.orders [id#1]
)"},
        Case{"APrivateTable",
             {"CREATE PRIVATE MATERIALIZED VIEW t AS SELECT id FROM orders",
              "CREATE OR REFRESH PRIVATE MATERIALIZED VIEW t AS SELECT id FROM orders",
              "CREATE TEMPORARY LIVE TABLE t AS SELECT id FROM orders"},
             R"(private materialized view spark_catalog.default.t (id int)
batch flow spark_catalog.default.t
    Project [id#6 AS id#7]
      Project [id#1 AS id#6]
        Scan spark_catalog.default.orders [id#1]
)"},
        Case{"APrivateStreamingTable",
             {"CREATE PRIVATE STREAMING TABLE t AS SELECT id FROM STREAM orders",
              "CREATE OR REFRESH PRIVATE STREAMING TABLE t AS SELECT id FROM STREAM(orders)",
              "CREATE TEMPORARY STREAMING LIVE TABLE t AS SELECT id FROM STREAM(orders)"},
             R"(private streaming table spark_catalog.default.t (id int)
append flow spark_catalog.default.t
    Project [id#6 AS id#7]
      Project [id#1 AS id#6]
        Scan STREAM spark_catalog.default.orders [id#1]
)"},
        Case{"ATemporaryView",
             {"CREATE TEMPORARY VIEW v AS SELECT id FROM orders;"
              "CREATE MATERIALIZED VIEW t AS SELECT * FROM v",
              "CREATE TEMP VIEW v COMMENT 'c' AS SELECT id FROM orders;"
              "CREATE MATERIALIZED VIEW t AS SELECT * FROM v",
              "CREATE OR REPLACE TEMPORARY VIEW v AS SELECT id FROM orders;"
              "CREATE MATERIALIZED VIEW t AS SELECT * FROM V",
              "CREATE LIVE VIEW v AS SELECT id FROM orders;"
              "CREATE LIVE TABLE t AS SELECT * FROM LIVE.v",
              "CREATE TEMPORARY LIVE VIEW v AS SELECT id FROM orders;"
              "CREATE MATERIALIZED VIEW t AS SELECT * FROM live.v"},
             R"(temporary view v (id int)
materialized view spark_catalog.default.t (id int)
view flow v
    Project [id#1 AS id#6]
      Scan spark_catalog.default.orders [id#1]
batch flow spark_catalog.default.t
    Project [id#13 AS id#14]
      Project [id#12 AS id#13]
        Project [id#7 AS id#12]
          Scan spark_catalog.default.orders [id#7]
)"},
        Case{"ATemporaryViewOfAStream",
             {"CREATE TEMPORARY VIEW v AS SELECT id FROM STREAM orders;"
              "CREATE STREAMING TABLE t AS SELECT * FROM STREAM v",
              "CREATE STREAMING LIVE VIEW v AS SELECT id FROM STREAM(orders);"
              "CREATE STREAMING LIVE TABLE t AS SELECT * FROM STREAM(LIVE.v)"},
             R"(temporary view v (id int)
streaming table spark_catalog.default.t (id int)
view flow v
    Project [id#1 AS id#6]
      Scan STREAM spark_catalog.default.orders [id#1]
append flow spark_catalog.default.t
    Project [id#13 AS id#14]
      Project [id#12 AS id#13]
        Project [id#7 AS id#12]
          Scan STREAM spark_catalog.default.orders [id#7]
)"},
        Case{"APersistedView",
             {"CREATE VIEW v AS SELECT id FROM orders",
              "CREATE OR REPLACE VIEW v AS SELECT id FROM orders",
              "CREATE VIEW IF NOT EXISTS v COMMENT 'c' AS SELECT id FROM orders",
              "CREATE VIEW spark_catalog.default.v AS (SELECT id FROM orders)"},
             R"(view spark_catalog.default.v (id int)
view flow spark_catalog.default.v
    Project [id#1 AS id#6]
      Scan spark_catalog.default.orders [id#1]
)"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Clauses, SpellingTest,
    ::testing::Values(
        Case{"ConstraintsAsTheOnlyEntriesOfTheList",
             {"CREATE OR REFRESH STREAMING TABLE t (CONSTRAINT c EXPECT (id > 0)) AS SELECT id "
              "FROM STREAM orders",
              "CREATE STREAMING LIVE TABLE t (CONSTRAINT c EXPECT (id > 0)) AS SELECT id FROM "
              "STREAM(orders)",
              "CREATE STREAMING TABLE t (\n  -- rows need a key\n  CONSTRAINT c\n    EXPECT (id > "
              "0) /* or not */\n)\nCOMMENT 'c'\nAS SELECT id FROM STREAM orders -- the end"},
             R"(streaming table spark_catalog.default.t (id int)
append flow spark_catalog.default.t
    Project [id#6 AS id#7]
      Expect spark_catalog.default.t c: >(id#6, 0)
        Project [id#1 AS id#6]
          Scan STREAM spark_catalog.default.orders [id#1]
)"},
        Case{
            "ConstraintsBehindColumns",
            {"CREATE STREAMING TABLE t (id INT, CONSTRAINT c EXPECT (id > 0) ON VIOLATION DROP ROW,"
             " CONSTRAINT d EXPECT (id < 9) ON VIOLATION FAIL UPDATE) AS SELECT id FROM STREAM "
             "orders",
             "CREATE OR REFRESH STREAMING TABLE t (id, CONSTRAINT c EXPECT (id > 0) ON VIOLATION "
             "DROP ROW, CONSTRAINT d EXPECT (id < 9) ON VIOLATION FAIL UPDATE) AS SELECT id FROM "
             "STREAM orders"},
            R"(streaming table spark_catalog.default.t (id int)
append flow spark_catalog.default.t
    Project [id#6 AS id#7]
      Expect spark_catalog.default.t c: >(id#6, 0) DROP ROW d: <(id#6, 9) FAIL UPDATE
        Project [id#1 AS id#6]
          Scan STREAM spark_catalog.default.orders [id#1]
)"},
        Case{"ColumnListsWithAndWithoutTypes",
             {"CREATE MATERIALIZED VIEW t AS SELECT id, item FROM orders",
              "CREATE MATERIALIZED VIEW t (id INT, item STRING) AS SELECT id, item FROM orders",
              "CREATE MATERIALIZED VIEW t (id, item) AS SELECT id, item FROM orders",
              "CREATE MATERIALIZED VIEW t (id COMMENT 'k', item COMMENT 'i') AS SELECT id, item "
              "FROM orders",
              "CREATE MATERIALIZED VIEW t (id INT COMMENT 'k', item STRING) COMMENT 'c' AS SELECT "
              "id, item FROM orders"},
             R"(materialized view spark_catalog.default.t (id int, item string)
batch flow spark_catalog.default.t
    Project [id#6 AS id#8, item#7 AS item#9]
      Project [id#1 AS id#6, item#2 AS item#7]
        Scan spark_catalog.default.orders [id#1, item#2]
)"},
        Case{
            "Partitions",
            {"CREATE MATERIALIZED VIEW t PARTITIONED BY (item) AS SELECT id, item FROM orders",
             "CREATE MATERIALIZED VIEW t (id INT, item STRING) USING DELTA PARTITIONED BY (item) "
             "COMMENT 'c' AS SELECT id, item FROM orders",
             "CREATE LIVE TABLE t COMMENT 'c' PARTITIONED BY (item) AS SELECT id, item FROM "
             "orders"},
            R"(materialized view spark_catalog.default.t (id int, item string) partitioned by (item)
batch flow spark_catalog.default.t
    Project [id#6 AS id#8, item#7 AS item#9]
      Project [id#1 AS id#6, item#2 AS item#7]
        Scan spark_catalog.default.orders [id#1, item#2]
)"},
        Case{
            "Clusters",
            {"CREATE MATERIALIZED VIEW t CLUSTER BY (id, item) AS SELECT id, item FROM orders",
             "CREATE OR REFRESH MATERIALIZED VIEW t COMMENT 'c' CLUSTER BY (id, item) AS SELECT "
             "id, item FROM orders"},
            R"(materialized view spark_catalog.default.t (id int, item string) clustered by (id, item)
batch flow spark_catalog.default.t
    Project [id#6 AS id#8, item#7 AS item#9]
      Project [id#1 AS id#6, item#2 AS item#7]
        Scan spark_catalog.default.orders [id#1, item#2]
)"},
        Case{"NoClustersOfTheirOwn",
             {"CREATE MATERIALIZED VIEW t AS SELECT id, item FROM orders",
              "CREATE MATERIALIZED VIEW t CLUSTER BY AUTO AS SELECT id, item FROM orders",
              "CREATE MATERIALIZED VIEW t CLUSTER BY NONE AS SELECT id, item FROM orders",
              "CREATE MATERIALIZED VIEW t (id INT, item STRING, CONSTRAINT pk PRIMARY KEY (id)) AS "
              "SELECT id, item FROM orders"},
             R"(materialized view spark_catalog.default.t (id int, item string)
batch flow spark_catalog.default.t
    Project [id#6 AS id#8, item#7 AS item#9]
      Project [id#1 AS id#6, item#2 AS item#7]
        Scan spark_catalog.default.orders [id#1, item#2]
)"},
        Case{"Properties",
             {"CREATE MATERIALIZED VIEW t TBLPROPERTIES ('k' = 'v', 'pipelines.reset.allowed' = "
              "'false') AS SELECT id FROM orders",
              "CREATE LIVE TABLE t COMMENT 'c' TBLPROPERTIES (pipelines.reset.allowed = false, "
              "\"k\" = \"v\") AS SELECT id FROM orders"},
             R"(materialized view spark_catalog.default.t (id int) k=v pipelines.reset.allowed=false
batch flow spark_catalog.default.t
    Project [id#6 AS id#7]
      Project [id#1 AS id#6]
        Scan spark_catalog.default.orders [id#1]
)"},
        Case{
            "UnnamedColumnsAreNamedAsSparkNamesThem",
            {"CREATE MATERIALIZED VIEW t AS SELECT sum(id), (id + 1), count(*), upper(item), "
             "count(DISTINCT id), CAST(id AS STRING), 'x', -1, id = 1 OR item IS NULL FROM orders "
             "GROUP BY id, item"},
            R"(materialized view spark_catalog.default.t (`sum(id)` bigint, `(id + 1)` int, `count(1)` bigint, `upper(item)` string, `count(DISTINCT id)` bigint, id string, x string, `-1` int, `((id = 1) OR (item IS NULL))` boolean)
batch flow spark_catalog.default.t
    Project [sum(id)#6 AS sum(id)#18, (id + 1)#7 AS (id + 1)#19, count(1)#8 AS count(1)#20, upper(item)#9 AS upper(item)#21, count(DISTINCT id)#10 AS count(DISTINCT id)#22, id#11 AS id#23, x#12 AS x#24, -1#13 AS -1#25, ((id = 1) OR (item IS NULL))#14 AS ((id = 1) OR (item IS NULL))#26]
      Project [sum#15 AS sum(id)#6, +(id#1, 1) AS (id + 1)#7, count#16 AS count(1)#8, upper(item#2) AS upper(item)#9, count#17 AS count(DISTINCT id)#10, cast(id#1 as string) AS id#11, 'x' AS x#12, -1 AS -1#13, or(=(id#1, 1), isnull(item#2)) AS ((id = 1) OR (item IS NULL))#14]
        Aggregate [id#1, item#2] [sum(id#1) AS sum#15, count() AS count#16, count(DISTINCT id#1) AS count#17]
          Scan spark_catalog.default.orders [id#1, item#2]
)"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Flows, SpellingTest,
    ::testing::Values(
        Case{
            "AnAppendFlow",
            {"CREATE STREAMING TABLE t; CREATE FLOW f AS INSERT INTO t BY NAME SELECT id FROM "
             "STREAM orders",
             "CREATE FLOW f AS INSERT INTO TABLE t BY NAME SELECT id FROM STREAM orders; CREATE OR "
             "REFRESH STREAMING TABLE t",
             "CREATE OR REFRESH STREAMING TABLE t; CREATE FLOW f COMMENT 'c' AS INSERT INTO LIVE.t "
             "BY NAME SELECT id FROM STREAM(orders)"},
            R"(streaming table spark_catalog.default.t (id int)
append flow spark_catalog.default.f into spark_catalog.default.t
    Project [id#6 AS id#7]
      Project [id#1 AS id#6]
        Scan STREAM spark_catalog.default.orders [id#1]
)"},
        Case{
            "AOnceFlow",
            {"CREATE STREAMING TABLE t; CREATE FLOW f AS INSERT INTO ONCE t BY NAME SELECT id FROM "
             "orders",
             "CREATE OR REFRESH STREAMING TABLE t; CREATE FLOW f AS INSERT INTO ONCE "
             "spark_catalog.default.t BY NAME (SELECT id FROM orders)"},
            R"(streaming table spark_catalog.default.t (id int)
once flow spark_catalog.default.f into spark_catalog.default.t
    Project [id#6 AS id#7]
      Project [id#1 AS id#6]
        Scan spark_catalog.default.orders [id#1]
)"},
        Case{
            "AutoCdc",
            {"CREATE STREAMING TABLE t; CREATE FLOW f AS AUTO CDC INTO t FROM STREAM orders KEYS "
             "(id) SEQUENCE BY at",
             "CREATE STREAMING TABLE t; CREATE FLOW f AS AUTO CDC INTO t FROM STREAM(orders) KEYS "
             "(id) SEQUENCE BY at STORED AS SCD TYPE 1",
             "CREATE OR REFRESH STREAMING TABLE t; CREATE FLOW f COMMENT 'c' AS AUTO CDC INTO "
             "LIVE.t FROM STREAM(orders) KEYS (id) SEQUENCE BY at COLUMNS * STORED AS SCD TYPE 1"},
            R"(streaming table spark_catalog.default.t (id int, item string, price decimal(10,2), at timestamp)
auto cdc flow spark_catalog.default.f into spark_catalog.default.t keys (id) sequence by at columns * scd type 1
    Project [id#1 AS id#6, item#2 AS item#7, price#3 AS price#8, at#4 AS at#9]
      Scan STREAM spark_catalog.default.orders [id#1, item#2, price#3, at#4]
)"},
        Case{"AutoCdcOfAQuery",
             {"CREATE STREAMING TABLE t; CREATE FLOW f AS AUTO CDC INTO t FROM (SELECT id, at FROM "
              "STREAM(orders)) KEYS (id) SEQUENCE BY at",
              "CREATE STREAMING TABLE t; CREATE FLOW f AS AUTO CDC INTO t FROM (FROM STREAM orders "
              "|> SELECT id, at) KEYS (id) SEQUENCE BY at"},
             R"(streaming table spark_catalog.default.t (id int, at timestamp)
auto cdc flow spark_catalog.default.f into spark_catalog.default.t keys (id) sequence by at columns * scd type 1
    Project [id#6 AS id#8, at#7 AS at#9]
      Project [id#1 AS id#6, at#4 AS at#7]
        Scan STREAM spark_catalog.default.orders [id#1, at#4]
)"},
        Case{
            "AutoCdcOfTheTablesName",
            {"CREATE STREAMING TABLE t FLOW AUTO CDC FROM STREAM orders KEYS (id) SEQUENCE BY at "
             "COLUMNS * EXCEPT (price) STORED AS SCD TYPE 2",
             "CREATE STREAMING TABLE t FLOW t AUTO CDC FROM STREAM(orders) KEYS (id) SEQUENCE BY "
             "at COLUMNS * EXCEPT (price) STORED AS SCD TYPE 2",
             "CREATE OR REFRESH STREAMING TABLE t FLOW AUTO CDC FROM STREAM(orders) KEYS (id) "
             "COLUMNS * EXCEPT (price) STORED AS SCD TYPE 2 SEQUENCE BY at"},
            R"(streaming table spark_catalog.default.t (id int, item string, at timestamp, __START_AT timestamp, __END_AT timestamp)
auto cdc flow spark_catalog.default.t keys (id) sequence by at columns * except (price) scd type 2
    Project [id#1 AS id#6, item#2 AS item#7, price#3 AS price#8, at#4 AS at#9]
      Scan STREAM spark_catalog.default.orders [id#1, item#2, price#3, at#4]
)"},
        Case{"ApplyChanges",
             {"CREATE STREAMING TABLE t; APPLY CHANGES INTO t FROM STREAM(orders) KEYS (id) APPLY "
              "AS DELETE WHEN item = 'd' SEQUENCE BY at COLUMNS (id, item, at)",
              "CREATE STREAMING LIVE TABLE t; APPLY CHANGES INTO LIVE.t FROM STREAM(orders) KEYS "
              "(id) APPLY AS DELETE WHEN item = 'd' SEQUENCE BY at COLUMNS id, item, at STORED AS "
              "SCD TYPE 1",
              "CREATE STREAMING TABLE t; CREATE FLOW t AS AUTO CDC INTO t FROM STREAM(orders) KEYS "
              "(id) SEQUENCE BY at APPLY AS DELETE WHEN item = 'd' COLUMNS (id, item, at)"},
             R"(streaming table spark_catalog.default.t (id int, item string, at timestamp)
auto cdc flow spark_catalog.default.t into spark_catalog.default.t keys (id) delete when item = 'd' sequence by at columns (id, item, at) scd type 1
    Project [id#1 AS id#6, item#2 AS item#7, price#3 AS price#8, at#4 AS at#9]
      Scan STREAM spark_catalog.default.orders [id#1, item#2, price#3, at#4]
)"},
        Case{
            "AutoCdcWithHistory",
            {"CREATE STREAMING TABLE t; CREATE FLOW f AS AUTO CDC INTO t FROM STREAM orders KEYS "
             "(id) SEQUENCE BY at STORED AS SCD TYPE 2 TRACK HISTORY ON (item)",
             "CREATE STREAMING TABLE t; CREATE FLOW f AS AUTO CDC INTO t FROM STREAM(orders) KEYS "
             "(id) SEQUENCE BY at STORED AS SCD TYPE 2 TRACK HISTORY ON item"},
            R"(streaming table spark_catalog.default.t (id int, item string, price decimal(10,2), at timestamp, __START_AT timestamp, __END_AT timestamp)
auto cdc flow spark_catalog.default.f into spark_catalog.default.t keys (id) sequence by at columns * scd type 2 track history (item)
    Project [id#1 AS id#6, item#2 AS item#7, price#3 AS price#8, at#4 AS at#9]
      Scan STREAM spark_catalog.default.orders [id#1, item#2, price#3, at#4]
)"},
        Case{
            "AutoCdcOfPartsAndTruncation",
            {"CREATE STREAMING TABLE t; APPLY CHANGES INTO t FROM STREAM(orders) KEYS (id) IGNORE "
             "NULL UPDATES APPLY AS TRUNCATE WHEN item = 't' SEQUENCE BY at",
             "CREATE STREAMING TABLE t; APPLY CHANGES INTO t FROM STREAM orders KEYS (id) SEQUENCE "
             "BY at APPLY AS TRUNCATE WHEN item = 't' IGNORE NULL UPDATES"},
            R"(streaming table spark_catalog.default.t (id int, item string, price decimal(10,2), at timestamp)
auto cdc flow spark_catalog.default.t into spark_catalog.default.t keys (id) ignore null updates * truncate when item = 't' sequence by at columns * scd type 1
    Project [id#1 AS id#6, item#2 AS item#7, price#3 AS price#8, at#4 AS at#9]
      Scan STREAM spark_catalog.default.orders [id#1, item#2, price#3, at#4]
)"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Files, SpellingTest,
    ::testing::Values(
        Case{
            "CellsWithAndWithoutSemicolon",
            {"CREATE MATERIALIZED VIEW a AS SELECT ';' AS x; /* ; */ CREATE MATERIALIZED VIEW b AS "
             "SELECT 1 AS y -- ;\n;",
             "-- Databricks notebook source\nCREATE MATERIALIZED VIEW a AS SELECT ';' AS x\n\n"
             "-- COMMAND ----------\n\n-- MAGIC %md\n-- MAGIC # b; the second\n\n-- COMMAND "
             "----------\n\nCREATE MATERIALIZED VIEW b AS SELECT 1 AS y\n",
             "CREATE MATERIALIZED VIEW a AS SELECT ';' AS x;\n-- COMMAND ----------\nCREATE "
             "MATERIALIZED VIEW b AS SELECT 1 AS y;\n-- COMMAND ----------\n",
             "\xEF\xBB\xBF-- Databricks notebook source\r\nCREATE MATERIALIZED VIEW a AS SELECT "
             "';' AS x\r\n-- COMMAND ----------\r\nCREATE MATERIALIZED VIEW b AS SELECT 1 AS y"},
            R"(materialized view spark_catalog.default.a (x string)
materialized view spark_catalog.default.b (y int)
batch flow spark_catalog.default.a
    Project [x#1 AS x#2]
      Project [';' AS x#1]
        Rows [] ()
batch flow spark_catalog.default.b
    Project [y#3 AS y#4]
      Project [1 AS y#3]
        Rows [] ()
)"},
        Case{
            "NamesOfAnotherSchema",
            {"CREATE MATERIALIZED VIEW sales.a AS SELECT 1 AS x; CREATE MATERIALIZED VIEW sales.b "
             "AS SELECT * FROM sales.a",
             "USE SCHEMA sales; CREATE MATERIALIZED VIEW a AS SELECT 1 AS x; CREATE MATERIALIZED "
             "VIEW b AS SELECT * FROM a",
             "USE DATABASE sales; CREATE MATERIALIZED VIEW a AS SELECT 1 AS x; CREATE MATERIALIZED "
             "VIEW b AS SELECT * FROM sales.a",
             "USE spark_catalog.sales; CREATE LIVE TABLE a AS SELECT 1 AS x; CREATE LIVE TABLE b "
             "AS SELECT * FROM LIVE.a",
             "USE CATALOG spark_catalog; USE sales; CREATE MATERIALIZED VIEW a AS SELECT 1 AS x; "
             "CREATE MATERIALIZED VIEW b AS SELECT * FROM SALES.A",
             "SET CATALOG spark_catalog; SET s = sales; CREATE MATERIALIZED VIEW ${s}.a AS SELECT "
             "1 AS x; CREATE MATERIALIZED VIEW sales.b AS SELECT * FROM `${s}`.a"},
            R"(materialized view spark_catalog.sales.a (x int)
materialized view spark_catalog.sales.b (x int)
batch flow spark_catalog.sales.a
    Project [x#1 AS x#2]
      Project [1 AS x#1]
        Rows [] ()
batch flow spark_catalog.sales.b reads spark_catalog.sales.a
    Project [x#6 AS x#7]
      Project [x#3 AS x#6]
        Scan spark_catalog.sales.a [x#3]
)"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::project
