#include "lowering/spark_project.h"

#include <gtest/gtest.h>

#include "lowering/edits.h"
#include "lowering/python_text.h"
#include "project/fake_project.h"

namespace tarn::lowering {
namespace {

SparkProject exported(const std::string& sql, project::Spec spec = project::testing::shop()) {
  const project::ProjectResult project = project::testing::project_of(
      {{.path = "transformations/a.sql", .text = sql}}, std::move(spec));
  EXPECT_TRUE(project) << project::testing::text_of(project.diagnostics);
  project::Analysis analysis = project::testing::analysis_of(project);
  EXPECT_TRUE(analysis) << project::testing::text_of(analysis.diagnostics);
  return spark_project(*analysis.graph, {.output = "/out", .project = "/shop"});
}

std::string sql_of(const std::string& sql) {
  SparkProject project = exported(sql);
  EXPECT_EQ(project::testing::text_of(project.diagnostics), "");
  return project.files["transformations/a.sql"];
}

std::string refusal_of(const std::string& sql) {
  const SparkProject project = exported(sql);
  EXPECT_TRUE(project.files.empty());
  return project::testing::text_of(project.diagnostics);
}

TEST(SparkProjectTest, DatabricksWordsAreLeftOut) {
  EXPECT_EQ(sql_of("CREATE OR REFRESH PRIVATE STREAMING TABLE raw COMMENT 'it''s raw' "
                   "TBLPROPERTIES ('quality' = 'bronze') AS SELECT id FROM STREAM(orders);"
                   "CREATE LIVE TABLE n AS SELECT count(*) AS n FROM LIVE.raw"),
            "CREATE STREAMING TABLE `spark_catalog`.`default`.`raw`\n"
            "COMMENT 'it\\'s raw'\n"
            "TBLPROPERTIES ('quality' = 'bronze')\n"
            "AS SELECT id FROM STREAM(orders);\n\n"
            "CREATE MATERIALIZED VIEW `spark_catalog`.`default`.`n`\n"
            "AS SELECT count(*) AS n FROM raw;\n\n");
}

TEST(SparkProjectTest, DeclaredColumnsAreWrittenWithTheirTypes) {
  EXPECT_EQ(sql_of("CREATE MATERIALIZED VIEW m (id COMMENT 'its number', price) "
                   "PARTITIONED BY (id) AS SELECT id, price FROM orders"),
            "CREATE MATERIALIZED VIEW `spark_catalog`.`default`.`m` (\n"
            "  `id` int COMMENT 'its number',\n"
            "  `price` decimal(10,2)\n"
            ")\n"
            "PARTITIONED BY (`id`)\n"
            "AS SELECT id, price FROM orders;\n\n");
}

TEST(SparkProjectTest, ColumnsThatTheTableMakesAreDeclaredSo) {
  EXPECT_EQ(
      sql_of("CREATE STREAMING TABLE t (id INT, n INT DEFAULT 2, twice INT GENERATED ALWAYS AS"
             " (id * 2) COMMENT 'both') AS SELECT int(id) AS id FROM STREAM orders"),
      "CREATE STREAMING TABLE `spark_catalog`.`default`.`t` (\n"
      "  `id` int,\n"
      "  `n` int DEFAULT 2,\n"
      "  `twice` int GENERATED ALWAYS AS (id * 2) COMMENT 'both'\n"
      ")\n"
      "TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported')\n"
      "AS SELECT int(id) AS id FROM STREAM orders;\n\n");
}

TEST(SparkProjectTest, RulesLookAtWhatTheTableMakes) {
  EXPECT_EQ(
      sql_of("CREATE STREAMING TABLE t (id INT, n INT DEFAULT 2, twice INT GENERATED ALWAYS AS"
             " (id * n), CONSTRAINT a EXPECT (twice > 0) ON VIOLATION DROP ROW)"
             " AS SELECT int(id) AS id FROM STREAM orders"),
      "CREATE STREAMING TABLE `spark_catalog`.`default`.`t` (\n"
      "  `id` int,\n"
      "  `n` int DEFAULT 2,\n"
      "  `twice` int GENERATED ALWAYS AS (id * n)\n"
      ")\n"
      "TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported')\n"
      "AS SELECT * FROM (\n"
      "SELECT *, CAST(id * n AS int) AS `twice` FROM (\n"
      "SELECT *, CAST(2 AS int) AS `n` FROM (\n"
      "SELECT int(id) AS id FROM STREAM orders\n"
      ")\n"
      ")\n"
      ")\n"
      "WHERE (twice > 0);\n\n");
}

TEST(SparkProjectTest, ExpectationsBecomeConditionsAndNotes) {
  const SparkProject project = exported(
      "CREATE STREAMING TABLE t (CONSTRAINT a EXPECT (id > 0) ON VIOLATION DROP ROW,"
      " CONSTRAINT b EXPECT (price > 0) ON VIOLATION FAIL UPDATE, CONSTRAINT c EXPECT (item <> ''))"
      " AS SELECT id, item, price FROM STREAM orders");
  EXPECT_EQ(project.files.at("transformations/a.sql"),
            "CREATE STREAMING TABLE `spark_catalog`.`default`.`t`\n"
            "AS SELECT * FROM (\n"
            "SELECT id, item, price FROM STREAM orders\n"
            ")\n"
            "WHERE CASE WHEN price > 0 THEN (id > 0) ELSE "
            "CAST(raise_error('A row breaks spark_catalog.default.t.b') AS BOOLEAN) END;\n\n");
  EXPECT_EQ(project.notes,
            (std::vector<std::string>{
                "spark_catalog.default.t.a: rows that break it are dropped, and not counted",
                "spark_catalog.default.t.c: rows that break it are not counted"}));
}

TEST(SparkProjectTest, PathsInTheQueryBeginWhereTheProjectLies) {
  EXPECT_EQ(sql_of("CREATE MATERIALIZED VIEW m AS SELECT id FROM json.`in` j WHERE id > 0"),
            "CREATE MATERIALIZED VIEW `spark_catalog`.`default`.`m`\n"
            "AS SELECT id FROM json.`/shop/in` j WHERE id > 0;\n\n");
}

TEST(SparkProjectTest, NamesAreSpeltAsTheyAreDefined) {
  EXPECT_EQ(sql_of("CREATE STREAMING TABLE Sales AS SELECT id FROM STREAM orders;"
                   "CREATE MATERIALIZED VIEW m AS SELECT s.id FROM SALES s JOIN Default.sales t "
                   "USING (id);"
                   "CREATE MATERIALIZED VIEW n AS WITH sales AS (SELECT 1 AS id) SELECT id FROM "
                   "sales"),
            "CREATE STREAMING TABLE `spark_catalog`.`default`.`Sales`\n"
            "AS SELECT id FROM STREAM orders;\n\n"
            "CREATE MATERIALIZED VIEW `spark_catalog`.`default`.`m`\n"
            "AS SELECT s.id FROM `Sales` s JOIN `default`.`Sales` t USING (id);\n\n"
            "CREATE MATERIALIZED VIEW `spark_catalog`.`default`.`n`\n"
            "AS WITH sales AS (SELECT 1 AS id) SELECT id FROM sales;\n\n");
}

TEST(SparkProjectTest, FlowsOfTheirOwnInsertByName) {
  EXPECT_EQ(sql_of("CREATE STREAMING TABLE t;"
                   "CREATE FLOW f AS INSERT INTO t BY NAME SELECT id FROM STREAM orders"),
            "CREATE STREAMING TABLE `spark_catalog`.`default`.`t`;\n\n"
            "CREATE FLOW `f`\n"
            "AS INSERT INTO `spark_catalog`.`default`.`t` BY NAME\n"
            "SELECT id FROM STREAM orders;\n\n");
}

TEST(SparkProjectTest, FilesAreReadByPython) {
  SparkProject project = exported(
      "CREATE STREAMING TABLE t AS SELECT f.id FROM STREAM read_files('input', format => 'json') "
      "f");
  EXPECT_EQ(project.files["transformations/a.sql"],
            "CREATE STREAMING TABLE `spark_catalog`.`default`.`t`\n"
            "AS SELECT f.id FROM STREAM t__files_1 f;\n\n");
  const std::string python = project.files["transformations/tarn_sources.py"];
  EXPECT_TRUE(python.ends_with(
      "ROOT = \"file:///shop\"\n"
      "\n\n"
      "@dp.temporary_view(name=\"t__files_1\")\n"
      "def t__files_1():\n"
      "    return (spark.readStream.format(\"json\")\n"
      "            .schema(\"id int, item string, price decimal(10,2), at timestamp\")\n"
      "            .option(\"recursiveFileLookup\", \"true\")\n"
      "            .load(ROOT + \"/input\"))\n"))
      << python;
}

TEST(SparkProjectTest, ViewsOfTablesWithOneNameHaveTheirOwnAndFunctionsOfPythonCanBearThem) {
  const SparkProject project = exported(
      "CREATE STREAMING TABLE `2 ü` AS SELECT id FROM STREAM read_files('input', format => 'json');"
      "USE SCHEMA other;"
      "CREATE STREAMING TABLE `2 ü` AS SELECT id FROM STREAM read_files('input', format => "
      "'json')");
  const std::string& python = project.files.at("transformations/tarn_sources.py");
  EXPECT_NE(python.find("def _2_____files_1():\n"), std::string::npos) << python;
  EXPECT_NE(python.find("def _2_____files_2():\n"), std::string::npos) << python;
}

TEST(SparkProjectTest, OptionsThatOnlyAutoLoaderHasAreLeftOut) {
  const std::string body =
      files_body({.format = "csv",
                  .path = "s3://shop/in",
                  .options = {{"header", "true"}, {"schemahints", "id INT"}, {"sep", "\t"}},
                  .schema = {{.name = "id", .type = types::int_type()},
                             {.name = "_rescued_data", .type = types::string_type()}}},
                 false);
  EXPECT_EQ(body,
            "    return (spark.read.format(\"csv\")\n"
            "            .schema(\"id int\")\n"
            "            .option(\"recursiveFileLookup\", \"true\")\n"
            "            .option(\"header\", \"true\")\n"
            "            .option(\"sep\", \"\\x09\")\n"
            "            .load(\"s3://shop/in\")\n"
            "            .selectExpr(\"*\", \"CAST(NULL AS STRING) AS `_rescued_data`\"))\n");
}

TEST(SparkProjectTest, OptionsThatDecideWhichRowsComeAreNotLeftOutInSilence) {
  EXPECT_EQ(option_without_spark({.format = "json",
                                  .path = "in",
                                  .options = {{"includeexistingfiles", "FALSE"}},
                                  .schema = {}},
                                 true),
            "includeExistingFiles");
  EXPECT_EQ(option_without_spark({.format = "json",
                                  .path = "in",
                                  .options = {{"cloudfiles.allowoverwrites", "false"},
                                              {"schemaevolutionmode", "rescue"}},
                                  .schema = {}},
                                 true),
            "");
  const plan::FileSource changed = {
      .format = "json", .path = "in", .options = {{"modifiedafter", "2026-01-01"}}, .schema = {}};
  EXPECT_EQ(option_without_spark(changed, true), "modifiedAfter");
  EXPECT_EQ(option_without_spark(changed, false), "");
}

TEST(SparkProjectTest, SizesAreNumbersOfBytesToSpark) {
  const auto body = [](const char* size) {
    return files_body({.format = "json",
                       .path = "in",
                       .options = {{"maxbytespertrigger", size}},
                       .schema = {{.name = "id", .type = types::int_type()}}},
                      true);
  };
  const auto says = [](const std::string& text, const std::string& bytes) {
    return text.find(".option(\"maxbytespertrigger\", \"" + bytes + "\")") != std::string::npos;
  };
  EXPECT_TRUE(says(body("15b"), "15")) << body("15b");
  EXPECT_TRUE(says(body("2 KB"), "2048")) << body("2 KB");
  EXPECT_TRUE(says(body("10g"), "10737418240")) << body("10g");
  EXPECT_TRUE(says(body("7"), "7")) << body("7");
}

TEST(SparkProjectTest, DistinctOnIsDroppedByPythonOverATableThatIsMadeBefore) {
  SparkProject project = exported(
      "CREATE STREAMING TABLE raw AS SELECT id, at FROM STREAM orders;"
      "CREATE STREAMING TABLE t AS SELECT DISTINCT ON (id) id, at FROM STREAM raw "
      "WATERMARK at DELAY OF INTERVAL 1 HOUR WHERE id > 0");
  EXPECT_TRUE(project.files["transformations/a.sql"].ends_with(
      "AS SELECT * FROM STREAM t__distinct_1;\n\n"));
  const std::string python = project.files["transformations/tarn_sources.py"];
  EXPECT_NE(python.find("    rows = spark.sql(\"\"\"\n"
                        "SELECT id, at, id AS __key_1 FROM STREAM raw "
                        "WATERMARK at DELAY OF INTERVAL 1 HOUR WHERE id > 0\n\"\"\")\n"),
            std::string::npos)
      << python;
  EXPECT_NE(python.find("SELECT * EXCEPT (__key_1) FROM (\n"
                        "SELECT id, at, id AS __key_1 FROM STREAM raw  WHERE id > 0\n"
                        ") WHERE false\n"),
            std::string::npos)
      << python;
  EXPECT_NE(python.find("rows.dropDuplicates([\"__key_1\"]).drop(\"__key_1\").union(order)"),
            std::string::npos)
      << python;
  EXPECT_EQ(project.files["prepare.sql"],
            "CREATE SCHEMA IF NOT EXISTS `default`;\n"
            "CREATE TABLE IF NOT EXISTS `spark_catalog`.`default`.`raw` (`id` int, `at` timestamp) "
            "USING delta;\n");
}

TEST(SparkProjectTest, DistinctOnInABatchIsSqlsOwn) {
  EXPECT_EQ(sql_of("CREATE MATERIALIZED VIEW m AS SELECT DISTINCT ON (id) id, item FROM orders"),
            "CREATE MATERIALIZED VIEW `spark_catalog`.`default`.`m`\n"
            "AS SELECT * EXCEPT (__key_1) FROM (\n"
            "SELECT id, item, id AS __key_1 FROM orders\n"
            ")\n"
            "QUALIFY row_number() OVER (PARTITION BY __key_1 ORDER BY NULL) = 1;\n\n");
}

TEST(SparkProjectTest, AQueryInPythonKeepsItsQuotesAndBackslashes) {
  const std::string body =
      distinct_body({.rows = "SELECT '\\n', \"a\"", .order = "SELECT 1", .keys = {"k"}});
  EXPECT_NE(body.find("SELECT '\\\\n', \\\"a\\\"\n"), std::string::npos) << body;
}

TEST(SparkProjectTest, SettingsAndSchemasOfAFileStandBeforeWhatTheyAreFor) {
  EXPECT_EQ(sql_of("SET spark.sql.caseSensitive = true; USE SCHEMA other;"
                   "CREATE MATERIALIZED VIEW m AS SELECT 1 AS one"),
            "USE SCHEMA `other`;\n\n"
            "SET spark.sql.caseSensitive = true;\n\n"
            "CREATE MATERIALIZED VIEW `spark_catalog`.`other`.`m`\n"
            "AS SELECT 1 AS one;\n\n");
}

TEST(SparkProjectTest, ColumnsOfATemporaryViewAreGivenByAnAlias) {
  EXPECT_EQ(sql_of("CREATE TEMPORARY VIEW v (n) AS SELECT id FROM orders;"
                   "CREATE MATERIALIZED VIEW m AS SELECT n FROM v"),
            "CREATE TEMPORARY VIEW `v`\n"
            "AS SELECT * FROM (\n"
            "SELECT id FROM orders\n"
            ") AS `v` (`n`);\n\n"
            "CREATE MATERIALIZED VIEW `spark_catalog`.`default`.`m`\n"
            "AS SELECT n FROM v;\n\n");
}

TEST(SparkProjectTest, TheSpecKeepsItsConfigurationAndMakesDeltaTables) {
  project::Spec spec = project::testing::shop();
  spec.configuration["region"] = "north";
  spec.configuration["note"] = "it's";
  const SparkProject project =
      exported("CREATE MATERIALIZED VIEW m AS SELECT '${region}' AS region", std::move(spec));
  EXPECT_NE(project.files.at("transformations/a.sql").find("SELECT 'north' AS region"),
            std::string::npos);
  EXPECT_EQ(project.files.at("spark-pipeline.yml"),
            "name: 'shop'\n"
            "storage: 'file:///out/storage'\n"
            "catalog: 'spark_catalog'\n"
            "database: 'default'\n"
            "configuration:\n"
            "  'note': 'it''s'\n"
            "  'region': 'north'\n"
            "  'spark.sql.sources.default': 'delta'\n"
            "libraries:\n"
            "  - glob:\n"
            "      include: transformations/**\n");
}

TEST(SparkProjectTest, WhatCannotBeLoweredIsRefusedWithItsPlace) {
  EXPECT_EQ(refusal_of("CREATE STREAMING TABLE t;"
                       "CREATE FLOW f AS INSERT INTO ONCE t BY NAME SELECT id FROM orders"),
            "transformations/a.sql:1:38: error[UNSUPPORTED_EXPORT]: INSERT INTO ONCE cannot be "
            "exported: Spark's SQL has no such flow\n");
  EXPECT_EQ(
      refusal_of("CREATE STREAMING TABLE t AS SELECT DISTINCT ON (id) id "
                 "FROM STREAM read_files('input', format => 'json')"),
      "transformations/a.sql:1:29: error[UNSUPPORTED_EXPORT]: DISTINCT ON directly over files "
      "or a rate cannot be exported; give what is read a streaming table of its own\n");
}

TEST(EditsTest, TheOuterOfTwoEditsCountsAndOthersAreMadeInOrder) {
  Edits edits;
  edits.replace({4, 5}, "x");
  edits.replace({0, 3}, "long");
  edits.replace({1, 2}, "lost");
  EXPECT_EQ(edits.apply("abcdef", {0, 6}), "longdxf");
  EXPECT_EQ(edits.apply("abcdef", {3, 6}), "dxf");
}

}  // namespace
}  // namespace tarn::lowering
