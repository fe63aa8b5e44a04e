#include "project/definitions.h"

#include <gtest/gtest.h>

#include "project/fake_project.h"

namespace tarn::project {
namespace {

using testing::FakeFolder;
using testing::project_of;

ProjectResult one_file(std::string sql) {
  return project_of({{.path = "a.sql", .text = std::move(sql)}});
}

TEST(DefinitionsTest, UnqualifiedNamesTakeTheProjectsCatalogAndSchema) {
  Spec spec = testing::shop();
  spec.catalog = "main";
  spec.schema = "sales";
  const auto result = project_of(
      {{.path = "a.sql", .text = "CREATE MATERIALIZED VIEW v AS SELECT 1"}}, std::move(spec));
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  EXPECT_EQ(result.project->datasets[0].name.text(), "main.sales.v");
  EXPECT_EQ(result.project->flows[0].name.text(), "main.sales.v");
  EXPECT_TRUE(result.project->flows[0].is_implicit);
  EXPECT_EQ(result.project->flows[0].kind, FlowKind::kBatch);
}

TEST(DefinitionsTest, UseChangesTheNamesBehindItInThatFileOnly) {
  const auto result =
      project_of({{.path = "a.sql",
                   .text = "CREATE MATERIALIZED VIEW a AS SELECT 1;"
                           "USE CATALOG c; CREATE MATERIALIZED VIEW b AS SELECT 1;"
                           "USE SCHEMA s; CREATE MATERIALIZED VIEW c AS SELECT 1;"
                           "USE CATALOG d; CREATE MATERIALIZED VIEW d AS SELECT 1;"
                           "USE SCHEMA x.y; CREATE MATERIALIZED VIEW e AS SELECT 1"},
                  {.path = "b.sql", .text = "CREATE MATERIALIZED VIEW f AS SELECT 1"}});
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  std::string names;
  for (const Dataset& dataset : result.project->datasets) {
    names += dataset.name.text() + " ";
  }
  EXPECT_EQ(names,
            "spark_catalog.default.a c.default.b c.s.c d.default.d x.y.e spark_catalog.default.f ");
}

TEST(DefinitionsTest, ASettingHoldsForTheFlowsBehindIt) {
  const auto result = one_file(
      "CREATE MATERIALIZED VIEW a AS SELECT 1; SET spark.sql.session.timeZone = UTC;"
      "CREATE MATERIALIZED VIEW b AS SELECT 1; SET TIME ZONE LOCAL;"
      "CREATE MATERIALIZED VIEW c AS SELECT 1");
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  const auto zone = [&](size_t flow) {
    return plan::session_settings(result.project->flows[flow].settings, "Asia/Tokyo").time_zone;
  };
  EXPECT_EQ(zone(0), "Asia/Tokyo");
  EXPECT_EQ(zone(1), "UTC");
  EXPECT_EQ(zone(2), "Asia/Tokyo");
}

TEST(DefinitionsTest, VariablesComeFromTheConfigurationAndFromSet) {
  Spec spec = testing::shop();
  spec.configuration = {{"input", "orders"}, {"mine", "1"}};
  const auto result =
      project_of({{.path = "a.sql",
                   .text = "SET mine = 2; CREATE MATERIALIZED VIEW ${input}_${mine} AS SELECT 1"}},
                 std::move(spec));
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  EXPECT_EQ(result.project->datasets[0].name.table, "orders_2");
}

TEST(DefinitionsTest, DatabricksSpellingsDefineTheSame) {
  const auto result = one_file(
      "CREATE OR REFRESH STREAMING TABLE a (CONSTRAINT ok EXPECT (id > 0) ON VIOLATION DROP ROW)"
      " COMMENT 'c' TBLPROPERTIES ('k' = 'v') AS SELECT * FROM STREAM(orders);"
      "CREATE STREAMING LIVE TABLE b AS SELECT * FROM STREAM(LIVE.a);"
      "CREATE LIVE TABLE c AS SELECT * FROM LIVE.b;"
      "CREATE TEMPORARY LIVE VIEW d AS SELECT * FROM LIVE.c;"
      "CREATE PRIVATE MATERIALIZED VIEW e AS SELECT * FROM d;"
      "CREATE FLOW f AS INSERT INTO ONCE b BY NAME SELECT * FROM orders;"
      "CREATE STREAMING TABLE g; APPLY CHANGES INTO LIVE.g FROM STREAM(LIVE.a) KEYS (id)"
      " SEQUENCE BY at STORED AS SCD TYPE 1");
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  std::string datasets;
  for (const Dataset& dataset : result.project->datasets) {
    datasets += (dataset.is_private ? "private " : "") + std::string(name_of(dataset.kind)) + " " +
                plain(dataset.name) + "\n";
  }
  EXPECT_EQ(datasets,
            "streaming table spark_catalog.default.a\n"
            "streaming table spark_catalog.default.b\n"
            "materialized view spark_catalog.default.c\n"
            "temporary view d\n"
            "private materialized view spark_catalog.default.e\n"
            "streaming table spark_catalog.default.g\n");
  std::string flows;
  for (const Flow& flow : result.project->flows) {
    flows += std::string(name_of(flow.kind)) + " " + plain(flow.name) + " into " +
             plain(flow.target) + (flow.is_implicit ? " implicit" : "") + "\n";
  }
  EXPECT_EQ(flows,
            "append spark_catalog.default.a into spark_catalog.default.a implicit\n"
            "append spark_catalog.default.b into spark_catalog.default.b implicit\n"
            "batch spark_catalog.default.c into spark_catalog.default.c implicit\n"
            "view d into d implicit\n"
            "batch spark_catalog.default.e into spark_catalog.default.e implicit\n"
            "once spark_catalog.default.f into spark_catalog.default.b\n"
            "auto cdc spark_catalog.default.g into spark_catalog.default.g\n");
  const Dataset& first = result.project->datasets[0];
  EXPECT_EQ(first.comment, "c");
  EXPECT_EQ(first.properties.at("k"), "v");
  ASSERT_EQ(first.expectations.size(), 1u);
  EXPECT_EQ(first.expectations[0].text, "id > 0");
  EXPECT_EQ(first.expectations[0].action, plan::ViolationAction::kDropRow);
}

TEST(DefinitionsTest, ATableAndATemporaryViewMayShareAName) {
  EXPECT_TRUE(
      one_file("CREATE STREAMING TABLE a AS SELECT * FROM STREAM(orders);"
               "CREATE TEMPORARY VIEW a AS SELECT 1"));
}

TEST(DefinitionsTest, AFlowMayHaveTheNameOfATableThatItDoesNotFill) {
  EXPECT_TRUE(
      one_file("CREATE STREAMING TABLE a; CREATE STREAMING TABLE b;"
               "CREATE FLOW b AS INSERT INTO a BY NAME SELECT * FROM STREAM(o);"
               "CREATE FLOW c AS INSERT INTO b BY NAME SELECT * FROM STREAM(o)"));
}

TEST(DefinitionsTest, AutoCdcReadsAnyQueryThatStreams) {
  const auto problems_with = [](const std::string& source) {
    const ProjectResult project =
        testing::project_of({{.path = "a.sql",
                              .text = "CREATE STREAMING TABLE t; APPLY CHANGES INTO t FROM (" +
                                      source + ") KEYS (id) SEQUENCE BY at"}});
    return project ? testing::text_of(testing::analysis_of(project).diagnostics)
                   : testing::text_of(project.diagnostics);
  };
  EXPECT_EQ(problems_with("WITH o AS (SELECT id, at FROM STREAM(orders)) SELECT * FROM o"), "");
  EXPECT_EQ(
      problems_with("SELECT id, at FROM orders"),
      "a.sql:1:46: error: Operation not allowed: AUTO CDC source must be a streaming query\n");
}

TEST(DefinitionsTest, SettingsNobodyKnowsAreOneNote) {
  const auto result = one_file(
      "SET spark.x.y = 1; SET pipelines.z = 2; SET mine = 3; SET spark.sql.shuffle.partitions = 2;"
      "CREATE MATERIALIZED VIEW v AS SELECT 1");
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  EXPECT_EQ(result.notes,
            (std::vector<std::string>{"settings that Tarn does not know, and that change nothing: "
                                      "pipelines.z, spark.x.y"}));
}

TEST(DefinitionsTest, ClausesThatAreNotFollowedAreNoted) {
  const auto result = one_file(
      "CREATE OR REPLACE STREAMING TABLE t LOCATION 's3://lake/t' SELECT id FROM STREAM(o);"
      "CREATE MATERIALIZED VIEW v SCHEDULE EVERY 1 HOUR AS SELECT 1");
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  EXPECT_EQ(result.notes,
            (std::vector<std::string>{
                "LOCATION of t is not followed: the pipeline's storage holds its tables",
                "SCHEDULE of v is not followed: an update begins with tarn run"}));
}

TEST(DefinitionsTest, AStatementIsReadAsTheSettingsBeforeItSay) {
  const auto result = one_file(
      "CREATE MATERIALIZED VIEW a (t TIMESTAMP) AS SELECT * FROM x;"
      "SET spark.sql.timestampType = TIMESTAMP_NTZ; SET spark.sql.ansi.doubleQuotedIdentifiers = "
      "true;"
      "CREATE MATERIALIZED VIEW b (\"t\" TIMESTAMP) AS SELECT * FROM x;");
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  ASSERT_EQ(result.project->datasets.size(), 2u);
  EXPECT_EQ(result.project->datasets[0].columns[0].type, types::timestamp_type());
  EXPECT_EQ(result.project->datasets[1].columns[0].type, types::timestamp_ntz_type());
}

TEST(DefinitionsTest, AMisspeltSettingIsNotedWithTheKnownOne) {
  const auto result = one_file(
      "SET pipelines.trigger.intervall = '1 minute'; SET spark.sql.ansi.enable = true;"
      "CREATE MATERIALIZED VIEW v AS SELECT 1");
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  EXPECT_EQ(result.notes,
            (std::vector<std::string>{
                "settings that Tarn does not know, and that change nothing: "
                "pipelines.trigger.intervall (did you mean 'pipelines.trigger.interval'?), "
                "spark.sql.ansi.enable (did you mean 'spark.sql.ansi.enabled'?)"}));
}

TEST(DefinitionsTest, ANameOfNoTimeZoneIsRefusedWhereZonesAreKnown) {
  class OnlyParis final : public types::TimeZones {
   public:
    std::optional<int64_t> offset_at_local(std::string_view id, int64_t at) const override {
      return offset_at_instant(id, at);
    }
    std::optional<int64_t> offset_at_instant(std::string_view id, int64_t) const override {
      return id == "Europe/Paris" ? std::optional<int64_t>(0) : std::nullopt;
    }
  };
  const OnlyParis zones;
  const auto result = make_project(testing::shop(),
                                   {{.path = "a.sql",
                                     .text = "SET TIME ZONE 'Europe/Paris';"
                                             "SET TIME ZONE '+02:00';"
                                             "SET TIME ZONE 'Mars/Olympus'"}},
                                   &zones);
  EXPECT_EQ(testing::text_of(result.diagnostics),
            "a.sql:1:53: error[INVALID_CONF_VALUE.TIME_ZONE]: The value 'Mars/Olympus' in the "
            "config \"spark.sql.session.timeZone\" is invalid. Cannot resolve the given "
            "timezone.\n");
}

TEST(DefinitionsTest, KeysAreInformational) {
  const auto result = one_file(
      "CREATE MATERIALIZED VIEW v (id INT, CONSTRAINT pk PRIMARY KEY (id)) AS SELECT 1 AS id");
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(result.notes[0],
            "the PRIMARY KEY and FOREIGN KEY constraints of spark_catalog.default.v inform its "
            "readers; they are not checked");
}

TEST(DefinitionsTest, KeysOfColumnsAreInformationalToo) {
  const auto result = one_file(
      "CREATE MATERIALIZED VIEW v (id INT PRIMARY KEY, k INT REFERENCES u) AS SELECT 1 AS id, 2 AS "
      "k");
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  EXPECT_EQ(result.notes.size(), 1u);
  EXPECT_TRUE(result.project->datasets.at(0).columns.at(0).nullable);
}

// ---------------------------------------------------------------- files

std::map<std::string, std::string> with_spec(std::map<std::string, std::string> files) {
  files["/p/spark-pipeline.yml"] =
      "name: n\nstorage: file:///s\nlibraries:\n  - glob: {include: t/**}\n"
      "  - glob: {include: one.sql}\n";
  return files;
}

TEST(LoadProjectTest, EveryFileOfTheLibrariesIsReadOnceInTheOrderOfNames) {
  const FakeFolder folder(with_spec({{"/p/t/b/x.sql", "CREATE MATERIALIZED VIEW x AS SELECT 1"},
                                     {"/p/t/a.sql", "CREATE MATERIALIZED VIEW a AS SELECT 1"},
                                     {"/p/t/__pycache__/a.pyc", ""},
                                     {"/p/one.sql", "-- nothing"},
                                     {"/p/other.sql", "SELEC"}}));
  const auto result = load_project(folder, "/p/spark-pipeline.yml");
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  EXPECT_EQ(result.project->files, (std::vector<std::string>{"one.sql", "t/a.sql", "t/b/x.sql"}));
  EXPECT_EQ(result.project->datasets.size(), 2u);
}

TEST(LoadProjectTest, PythonAndOtherFilesAreRefusedByName) {
  const FakeFolder folder(
      with_spec({{"/p/t/a.py", ""}, {"/p/t/notes.txt", ""}, {"/p/one.sql", ""}}));
  const auto result = load_project(folder, "/p/spark-pipeline.yml");
  EXPECT_EQ(
      testing::text_of(result.diagnostics),
      "spark-pipeline.yml:4:21: error: 't/a.py' is a Python file, which Tarn does not run yet; "
      "write its definitions in SQL, or leave the file out of the libraries\n"
      "spark-pipeline.yml:4:21: error[PIPELINE_UNSUPPORTED_DEFINITIONS_FILE_EXTENSION]: "
      "Pipeline definitions file `t/notes.txt` has an unsupported extension. Supported "
      "extensions are `.py` and `.sql`.\n");
}

TEST(LoadProjectTest, ALibraryWithoutFilesIsNoted) {
  const auto result = load_project(FakeFolder(with_spec({})), "/p/spark-pipeline.yml");
  EXPECT_EQ(result.notes,
            (std::vector<std::string>{"spark-pipeline.yml:4:21: no file matches 't/**'",
                                      "spark-pipeline.yml:5:21: no file matches 'one.sql'"}));
}

TEST(LoadProjectTest, TextThatIsNotUtf8IsRefused) {
  const FakeFolder folder(with_spec({{"/p/one.sql", "SELECT '\xff'"}, {"/p/t/a.sql", ""}}));
  const auto result = load_project(folder, "/p/spark-pipeline.yml");
  EXPECT_EQ(testing::text_of(result.diagnostics), "one.sql:1:1: error: This file is not UTF-8.\n");
}

TEST(LoadProjectTest, ASettingOfTheSpecIsRefusedAtItsValue) {
  const FakeFolder folder(
      std::map<std::string, std::string>{{"/p/s.yml",
                                          "name: n\nstorage: file:///s\nconfiguration:\n"
                                          "  spark.sql.crossJoin.enabled: 'false'\n"}});
  const auto result = load_project(folder, "/p/s.yml");
  EXPECT_EQ(testing::text_of(result.diagnostics),
            "s.yml:4:32: error: spark.sql.crossJoin.enabled = false is not supported: Tarn works "
            "with true only\n");
}

}  // namespace
}  // namespace tarn::project
