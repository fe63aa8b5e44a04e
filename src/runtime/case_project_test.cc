#include "runtime/case_project.h"

#include <gtest/gtest.h>

namespace tarn::runtime {
namespace {

std::shared_ptr<const project::Project> project_of(std::string sql) {
  project::ProjectResult made = project::make_project(
      {.path = "spark-pipeline.yml", .folder = ".", .name = "shop", .storage = "storage"},
      {{.path = "shop.sql", .text = std::move(sql)}});
  EXPECT_TRUE(made) << (made ? "" : made.diagnostics.front().text());
  return made.project;
}

std::string needed(const project::Project& project, const std::string& wanted,
                   const std::set<std::string>& given) {
  std::set<size_t> given_datasets;
  for (const std::string& name : given) {
    given_datasets.insert(*find_dataset(project, name));
  }
  std::string names;
  for (const size_t dataset :
       needed_datasets(project, {*find_dataset(project, wanted)}, given_datasets)) {
    names += project.datasets[dataset].name.table + " ";
  }
  return names;
}

constexpr const char* kShop =
    "CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files('in', format => 'json');\n"
    "CREATE TEMPORARY VIEW known AS SELECT * FROM STREAM LIVE.bronze;\n"
    "CREATE STREAMING TABLE silver AS SELECT * FROM STREAM known;\n"
    "CREATE MATERIALIZED VIEW gold AS SELECT *, (SELECT count(*) FROM prices) AS n FROM "
    "Default.SILVER;\n"
    "CREATE MATERIALIZED VIEW other AS SELECT bronze FROM elsewhere;\n";

TEST(CaseProjectTest, WhatATableReadsIsNeededAndNothingElse) {
  const auto project = project_of(kShop);
  EXPECT_EQ(needed(*project, "gold", {}), "bronze known silver gold ");
  EXPECT_EQ(needed(*project, "other", {}), "other ");
}

TEST(CaseProjectTest, NothingBehindGivenRowsIsNeeded) {
  const auto project = project_of(kShop);
  EXPECT_EQ(needed(*project, "gold", {"known"}), "silver gold ");
  EXPECT_EQ(needed(*project, "spark_catalog.default.Gold", {"default.silver"}), "gold ");
}

TEST(CaseProjectTest, APartHoldsTheFlowsOfItsDatasetsAlone) {
  const auto project = project_of(kShop);
  const auto part = part_of(project, {*find_dataset(*project, "gold")});
  ASSERT_EQ(part->datasets.size(), 1U);
  ASSERT_EQ(part->flows.size(), 1U);
  EXPECT_EQ(part->flows[0].target.table, "gold");
}

TEST(CaseProjectTest, PathsThatLeadOutLeadInside) {
  EXPECT_EQ(path_inside("/case", "in/x"), "in/x");
  EXPECT_EQ(path_inside("/case", "/data/in"), "/case/_outside/data/in");
  EXPECT_EQ(path_inside("/case", "s3://bucket/in"), "/case/_outside/s3/bucket/in");
  EXPECT_EQ(path_inside("/case", "file:///data/in"), "/case/_outside/data/in");
}

}  // namespace
}  // namespace tarn::runtime
