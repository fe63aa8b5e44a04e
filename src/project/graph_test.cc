#include "project/graph.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "project/fake_project.h"

namespace tarn::project {
namespace {

// The graph of one file, "a.sql".
std::string graph_text(const std::string& sql) {
  const ProjectResult project = testing::project_of({{.path = "a.sql", .text = sql}});
  if (!project) {
    return testing::text_of(project.diagnostics);
  }
  const Analysis analysis = testing::analysis_of(project);
  return analysis ? text_of(*analysis.graph)
                  : testing::text_of(analysis.diagnostics) + testing::text_of(analysis.downstream);
}

TEST(GraphTest, FlowsRunBehindTheFlowsOfTheTablesThatTheyReadWhateverTheOrderOfTheText) {
  EXPECT_EQ(graph_text("CREATE STREAMING TABLE b AS SELECT id, price FROM STREAM(a) WHERE id > 0;"
                       "CREATE STREAMING TABLE a AS SELECT id, price FROM STREAM(orders)"),
            R"(streaming table spark_catalog.default.b (id int, price decimal(10,2))
streaming table spark_catalog.default.a (id int, price decimal(10,2))
append flow spark_catalog.default.a
    Project [id#6 AS id#8, price#7 AS price#9]
      Project [id#1 AS id#6, price#3 AS price#7]
        Scan STREAM spark_catalog.default.orders [id#1, price#3]
append flow spark_catalog.default.b reads spark_catalog.default.a
    Project [id#14 AS id#16, price#15 AS price#17]
      Project [id#10 AS id#14, price#11 AS price#15]
        Filter >(id#10, 0)
          Scan STREAM spark_catalog.default.a [id#10, price#11]
)");
}

TEST(GraphTest, DatabricksSpellingsMakeTheSameGraph) {
  EXPECT_EQ(
      graph_text("CREATE OR REFRESH STREAMING TABLE raw (CONSTRAINT ok EXPECT (id IS NOT NULL)"
                 " ON VIOLATION DROP ROW)"
                 " AS SELECT id, item FROM STREAM read_files('in', format => 'json');"
                 "CREATE TEMPORARY LIVE VIEW v (CONSTRAINT w EXPECT (id > 0))"
                 " AS SELECT * FROM LIVE.raw;"
                 "CREATE LIVE TABLE gold AS SELECT item, count(*) AS n FROM LIVE.v"
                 " GROUP BY item"),
      R"(streaming table spark_catalog.default.raw (id int, item string)
temporary view v (id int, item string)
materialized view spark_catalog.default.gold (item string, n bigint)
append flow spark_catalog.default.raw
    Project [id#6 AS id#8, item#7 AS item#9]
      Expect spark_catalog.default.raw ok: isnotnull(id#6) DROP ROW
        Project [id#1 AS id#6, item#2 AS item#7]
          Scan STREAM json.`input` [id#1, item#2]
view flow v reads spark_catalog.default.raw
    Expect v w: >(id#14, 0)
      Project [id#10 AS id#14, item#11 AS item#15]
        Scan spark_catalog.default.raw [id#10, item#11]
batch flow spark_catalog.default.gold reads spark_catalog.default.raw
    Project [item#22 AS item#25, n#23 AS n#26]
      Project [item#21 AS item#22, count#24 AS n#23]
        Aggregate [item#21] [count() AS count#24]
          Expect v w: >(id#20, 0)
            Project [id#16 AS id#20, item#17 AS item#21]
              Scan spark_catalog.default.raw [id#16, item#17]
)");
}

TEST(GraphTest, FlowsAreMatchedByNameAndLeaveOutWhatTheyDoNotHave) {
  EXPECT_EQ(graph_text("CREATE STREAMING TABLE t (id INT COMMENT 'c', item STRING, more DOUBLE,"
                       " CONSTRAINT c EXPECT (more > 0));"
                       "CREATE FLOW a AS INSERT INTO t BY NAME SELECT id FROM STREAM(orders);"
                       "CREATE FLOW b AS INSERT INTO ONCE t BY NAME SELECT item, id FROM orders"),
            R"(streaming table spark_catalog.default.t (id int, item string, more double)
append flow spark_catalog.default.a into spark_catalog.default.t
    Expect spark_catalog.default.t c: >(more#16, cast(0 as double))
      Project [id#6 AS id#14, NULL:string AS item#15, NULL:double AS more#16]
        Project [id#1 AS id#6]
          Scan STREAM spark_catalog.default.orders [id#1]
once flow spark_catalog.default.b into spark_catalog.default.t
    Expect spark_catalog.default.t c: >(more#19, cast(0 as double))
      Project [id#13 AS id#17, item#12 AS item#18, NULL:double AS more#19]
        Project [item#8 AS item#12, id#7 AS id#13]
          Scan spark_catalog.default.orders [id#7, item#8]
)");
}

TEST(GraphTest, AViewsColumnListRenamesByPosition) {
  EXPECT_EQ(graph_text("CREATE TEMPORARY VIEW v (a, b) AS SELECT id, item FROM STREAM(orders);"
                       "CREATE STREAMING TABLE t AS SELECT a FROM STREAM(v)"),
            R"(temporary view v (a int, b string)
streaming table spark_catalog.default.t (a int)
view flow v
    Project [id#6 AS a#8, item#7 AS b#9]
      Project [id#1 AS id#6, item#2 AS item#7]
        Scan STREAM spark_catalog.default.orders [id#1, item#2]
append flow spark_catalog.default.t
    Project [a#19 AS a#20]
      Project [a#17 AS a#19]
        Project [id#15 AS a#17]
          Project [id#10 AS id#15]
            Scan STREAM spark_catalog.default.orders [id#10]
)");
}

TEST(GraphTest, ANameOfOnePartMeansTheTemporaryViewFirst) {
  EXPECT_EQ(graph_text("CREATE MATERIALIZED VIEW a AS SELECT id FROM orders;"
                       "CREATE TEMPORARY VIEW a AS SELECT 7 AS n;"
                       "CREATE MATERIALIZED VIEW b AS SELECT * FROM a;"
                       "CREATE MATERIALIZED VIEW c AS SELECT * FROM default.a"),
            R"(materialized view spark_catalog.default.a (id int)
temporary view a (n int NOT NULL)
materialized view spark_catalog.default.b (n int)
materialized view spark_catalog.default.c (id int)
batch flow spark_catalog.default.a
    Project [id#6 AS id#7]
      Project [id#1 AS id#6]
        Scan spark_catalog.default.orders [id#1]
view flow a
    Project [7 AS n#8]
      Rows [] ()
batch flow spark_catalog.default.b
    Project [n#10 AS n#11]
      Project [n#9 AS n#10]
        Project [7 AS n#9]
          Rows [] ()
batch flow spark_catalog.default.c reads spark_catalog.default.a
    Project [id#15 AS id#16]
      Project [id#12 AS id#15]
        Scan spark_catalog.default.a [id#12]
)");
}

TEST(GraphTest, AutoCdcHasTheColumnsOfItsClausesAndIsNoted) {
  const std::string sql =
      "CREATE STREAMING TABLE t FLOW AUTO CDC FROM STREAM(orders) KEYS (id) APPLY AS DELETE WHEN"
      " item = 'x' SEQUENCE BY at COLUMNS * EXCEPT (price) STORED AS SCD TYPE 2";
  EXPECT_EQ(graph_text(sql),
            R"(streaming table spark_catalog.default.t (id int, item string, at timestamp, )"
            R"(__START_AT timestamp, __END_AT timestamp)
auto cdc flow spark_catalog.default.t)"
            R"( keys (id) delete when item = 'x' sequence by at columns * except (price) scd type 2
    Project [id#1 AS id#6, item#2 AS item#7, price#3 AS price#8, at#4 AS at#9]
      Scan STREAM spark_catalog.default.orders [id#1, item#2, price#3, at#4]
)");
  const Analysis analysis =
      testing::analysis_of(testing::project_of({{.path = "a.sql", .text = sql}}));
  EXPECT_EQ(analysis.notes, (std::vector<std::string>{
                                "flow spark_catalog.default.t is AUTO CDC: it is checked, and "
                                "not executable yet"}));
}

TEST(GraphTest, PropertiesWithoutEffectAreNotedWithTheirReason) {
  const auto project = testing::project_of(
      {{.path = "a.sql",
        .text = "CREATE MATERIALIZED VIEW m TBLPROPERTIES ('delta.enableRowTracking' = 'true',"
                " 'quality' = 'gold') AS SELECT id FROM orders"}});
  AnalysisSettings settings{.warehouse = "w"};
  settings.without_effect = [](const types::Schema& columns, const auto& properties) {
    EXPECT_EQ(types::ddl_text(columns), "id int");
    EXPECT_EQ(properties.at("quality"), "gold");
    return AnalysisSettings::Properties{{"delta.enableRowTracking", "Tarn gives rows no ids"}};
  };
  testing::FakeOutside outside;
  const Analysis analysis = analyze(project.project, settings, outside);
  EXPECT_EQ(analysis.notes,
            (std::vector<std::string>{
                "the property delta.enableRowTracking of spark_catalog.default.m has no effect "
                "here: Tarn gives rows no ids; the table is made without it"}));
}

// Projects that are in order, and whose plans the tests above or those of the resolver show.
struct Good {
  const char* name;
  const char* sql;
};

class GoodProjectTest : public ::testing::TestWithParam<Good> {};

TEST_P(GoodProjectTest, HasAGraph) { EXPECT_EQ(testing::complaints(GetParam().sql), ""); }

INSTANTIATE_TEST_SUITE_P(
    Projects, GoodProjectTest,
    ::testing::Values(
        Good{"ADeclaredListInAnotherOrder",
             "CREATE STREAMING TABLE t (item STRING, id INT) AS SELECT id, item FROM "
             "STREAM(orders)"},
        Good{"ADeclaredColumnThatNoFlowHas",
             "CREATE STREAMING TABLE t (id INT, more INT) AS SELECT id FROM STREAM(orders)"},
        Good{"NotNullOverWhatCannotBeNull",
             "CREATE MATERIALIZED VIEW t (one INT NOT NULL) AS SELECT 1 AS one"},
        Good{"NamesWithComments",
             "CREATE MATERIALIZED VIEW t (id COMMENT 'x', item) AS SELECT id, item FROM orders"},
        Good{"DecimalsOfOneScale",
             "CREATE STREAMING TABLE t;"
             "CREATE FLOW a AS INSERT INTO t BY NAME SELECT price FROM STREAM(orders);"
             "CREATE FLOW b AS INSERT INTO t BY NAME"
             " SELECT CAST(price AS DECIMAL(20,2)) AS price FROM STREAM(orders)"},
        Good{"ViewsOverTables",
             "CREATE VIEW v AS SELECT * FROM t;"
             "CREATE MATERIALIZED VIEW t AS SELECT * FROM orders;"
             "CREATE VIEW w AS SELECT * FROM v"},
        Good{"NoResettableUpstream",
             "CREATE STREAMING TABLE a TBLPROPERTIES ('pipelines.reset.allowed' = 'false')"
             " AS SELECT * FROM STREAM(orders);"
             "CREATE STREAMING TABLE b TBLPROPERTIES ('pipelines.reset.allowed' = 'FALSE')"
             " AS SELECT * FROM STREAM(a)"},
        Good{"ABatchFlowMayNotBeReset",
             "CREATE STREAMING TABLE a AS SELECT * FROM STREAM(orders);"
             "CREATE MATERIALIZED VIEW b TBLPROPERTIES ('pipelines.reset.allowed' = 'false')"
             " AS SELECT * FROM a"},
        Good{"StreamsJoinedWithTables",
             "CREATE STREAMING TABLE a AS SELECT s.id FROM STREAM(orders) s LEFT JOIN orders o"
             " ON s.id = o.id;"
             "CREATE STREAMING TABLE b AS SELECT s.id FROM orders o RIGHT JOIN STREAM(orders) s"
             " ON s.id = o.id;"
             "CREATE STREAMING TABLE c AS SELECT s.id FROM STREAM(orders) s SEMI JOIN"
             " (SELECT id, count(*) AS n FROM orders GROUP BY id) o ON s.id = o.id"},
        Good{"TheFirstRowOfEachKey",
             "CREATE STREAMING TABLE t AS SELECT DISTINCT ON (id) id, item FROM STREAM(orders)"
             " WATERMARK at DELAY OF INTERVAL 1 HOUR"},
        Good{"AUnionOfStreams",
             "CREATE STREAMING TABLE t AS SELECT id FROM STREAM(orders)"
             " UNION ALL SELECT id FROM STREAM read_files('in', format => 'json')"},
        Good{"APathAsABatch", "CREATE MATERIALIZED VIEW t AS SELECT * FROM json.`/in`"},
        Good{"LiveFromAnotherSchema",
             "CREATE MATERIALIZED VIEW a AS SELECT 1 AS x;"
             "USE SCHEMA s; CREATE MATERIALIZED VIEW b AS"
             " SELECT * FROM LIVE.a"}),
    [](const auto& test) { return test.param.name; });

TEST(GraphTest, CurrentNamesAreThoseOfThePipeline) {
  Spec spec = testing::shop();
  spec.catalog = "main";
  spec.schema = "shop";
  const auto project = testing::project_of(
      {{.path = "a.sql",
        .text = "CREATE MATERIALIZED VIEW a AS SELECT current_catalog() AS c, current_schema() AS "
                "s"}},
      spec);
  const auto analysis = testing::analysis_of(project);
  ASSERT_TRUE(analysis) << testing::text_of(analysis.diagnostics);
  EXPECT_EQ(text_of(*analysis.graph), R"(materialized view main.shop.a (c string, s string)
batch flow main.shop.a
    Project [c#1 AS c#3, s#2 AS s#4]
      Project ['main' AS c#1, 'shop' AS s#2]
        Rows [] ()
)");
}

TEST(GraphTest, InputsNameViewsAndReadsNameTables) {
  const ProjectResult project = testing::project_of(
      {{.path = "a.sql",
        .text = "CREATE MATERIALIZED VIEW t AS SELECT id FROM orders;"
                "CREATE TEMPORARY VIEW v AS SELECT * FROM t;"
                "CREATE MATERIALIZED VIEW u AS WITH c AS (SELECT * FROM v) SELECT * FROM c"}});
  const Analysis analysis = testing::analysis_of(project);
  ASSERT_TRUE(analysis) << testing::text_of(analysis.diagnostics);
  const GraphFlow& flow = analysis.graph->flows[2];
  EXPECT_EQ(flow.inputs, (std::vector<size_t>{1}));
  EXPECT_EQ(flow.reads, (std::vector<size_t>{0}));
  EXPECT_EQ(analysis.graph->datasets[0].path, "w/spark_catalog/default/t");
  EXPECT_EQ(analysis.graph->datasets[1].path, "");
}

TEST(GraphTest, WhatLiesOutsideIsAskedForOnce) {
  const ProjectResult project = testing::project_of(
      {{.path = "a.sql",
        .text = "CREATE MATERIALIZED VIEW a AS SELECT * FROM b, orders;"
                "CREATE MATERIALIZED VIEW b AS SELECT * FROM read_files('in', format => 'json');"
                "CREATE MATERIALIZED VIEW c AS SELECT * FROM read_files('in', format => 'json')"
                " LEFT JOIN ORDERS USING (id)"}});
  ASSERT_TRUE(project) << testing::text_of(project.diagnostics);
  testing::FakeOutside outside;
  const Analysis analysis = analyze(project.project, {.warehouse = "w"}, outside);
  EXPECT_EQ(outside.asked, (std::vector<std::string>{"spark_catalog.default.orders", "read_files()",
                                                     "spark_catalog.default.ORDERS"}));
}

TEST(GraphTest, AChainMayBeLongerThanTheStackIsDeep) {
  std::string sql;
  for (int i = 0; i < 2000; ++i) {
    sql += fmt::format("CREATE MATERIALIZED VIEW t{} AS SELECT * FROM t{};\n", i, i + 1);
  }
  sql += "CREATE MATERIALIZED VIEW t2000 AS SELECT 1 AS x";
  const Analysis analysis =
      testing::analysis_of(testing::project_of({{.path = "a.sql", .text = sql}}));
  ASSERT_TRUE(analysis) << testing::text_of(analysis.diagnostics);
  EXPECT_EQ(analysis.graph->order.front(), 2000u);
  EXPECT_EQ(analysis.graph->order.back(), 0u);
}

}  // namespace
}  // namespace tarn::project
