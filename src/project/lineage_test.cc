#include "project/lineage.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "project/fake_project.h"

namespace tarn::project {
namespace {

std::string text_of(const DatasetLineage& lineage, const std::vector<OriginUse>& uses) {
  std::string text;
  for (const OriginUse& use : uses) {
    text += fmt::format("{}{}.{} {}", text.empty() ? "" : ", ", lineage.origins[use.origin].text,
                        use.column, plan::name_of(use.influence));
  }
  return text;
}

// Of each dataset its name, then a line for each column and one for its rows.
std::string lineage_text(const std::string& sql) {
  const ProjectResult project = testing::project_of({{.path = "a.sql", .text = sql}});
  if (!project) return testing::text_of(project.diagnostics);
  const Analysis analysis = testing::analysis_of(project);
  if (!analysis) return testing::text_of(analysis.diagnostics);
  const Graph& graph = *analysis.graph;
  std::string text;
  for (const size_t at : datasets_in_order(graph)) {
    const DatasetLineage lineage = lineage_of(graph, at);
    text += graph.datasets[at].definition->name.table + "\n";
    for (size_t i = 0; i < lineage.columns.size(); ++i) {
      text += fmt::format("  {}: {}\n", graph.datasets[at].schema[i].name,
                          text_of(lineage, lineage.columns[i]));
    }
    if (!lineage.rows.empty()) text += fmt::format("  rows: {}\n", text_of(lineage, lineage.rows));
  }
  return text;
}

TEST(DatasetLineageTest, GoesFromFilesToTheLastTableAndLooksThroughViews) {
  EXPECT_EQ(lineage_text(
                "CREATE STREAMING TABLE raw (CONSTRAINT ok EXPECT (id > 0) ON VIOLATION DROP ROW)"
                " AS SELECT id, upper(item) AS item FROM STREAM read_files('input');"
                "CREATE TEMPORARY VIEW v AS SELECT item, id + 1 AS next FROM raw;"
                "CREATE MATERIALIZED VIEW gold AS SELECT item, max(next) AS m FROM v"
                " GROUP BY item"),
            R"(raw
  id: json files under input.id identity
  item: json files under input.item transformation
  rows: json files under input.id filter
v
  item: spark_catalog.default.raw.item identity
  next: spark_catalog.default.raw.id transformation
gold
  item: spark_catalog.default.raw.item identity
  m: spark_catalog.default.raw.id aggregation
  rows: spark_catalog.default.raw.item group by
)");
}

TEST(DatasetLineageTest, AllFlowsOfATableCount) {
  EXPECT_EQ(lineage_text("CREATE STREAMING TABLE t (id INT, item STRING);"
                         "CREATE FLOW a AS INSERT INTO t BY NAME SELECT id FROM STREAM(orders);"
                         "CREATE FLOW b AS INSERT INTO t BY NAME SELECT item, 1 AS id FROM "
                         "STREAM(orders) WHERE price > 0"),
            R"(t
  id: table spark_catalog.default.orders.id identity
  item: table spark_catalog.default.orders.item identity
  rows: table spark_catalog.default.orders.price filter
)");
}

TEST(DatasetLineageTest, WhatATableGeneratesComesFromTheColumnsThatItIsMadeOf) {
  EXPECT_EQ(lineage_text("CREATE STREAMING TABLE t (id INT, n INT DEFAULT 1, up STRING GENERATED "
                         "ALWAYS AS (concat(item, CAST(n AS STRING))), item STRING)"
                         " AS SELECT id, item FROM STREAM(orders)"),
            "t\n"
            "  id: table spark_catalog.default.orders.id identity\n"
            "  n: \n"
            "  up: table spark_catalog.default.orders.item transformation\n"
            "  item: table spark_catalog.default.orders.item identity\n");
}

TEST(DatasetLineageTest, TheClausesOfAutoCdcDecideWhichChangeIsARow) {
  EXPECT_EQ(lineage_text("CREATE STREAMING TABLE t FLOW AUTO CDC FROM STREAM(orders) KEYS (id)"
                         " APPLY AS DELETE WHEN upper(item) = 'X' SEQUENCE BY at"
                         " COLUMNS * EXCEPT (at) STORED AS SCD TYPE 2"),
            R"(t
  id: table spark_catalog.default.orders.id identity
  item: table spark_catalog.default.orders.item identity
  price: table spark_catalog.default.orders.price identity
  __START_AT: table spark_catalog.default.orders.at transformation
  __END_AT: table spark_catalog.default.orders.at transformation
  rows: table spark_catalog.default.orders.at sort, table spark_catalog.default.orders.id group by, table spark_catalog.default.orders.item filter
)");
}

}  // namespace
}  // namespace tarn::project
