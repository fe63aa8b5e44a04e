#include "runtime/spark_twin.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/engine.h"
#include "runtime/case_suite.h"
#include "storage/local_file_system.h"

namespace tarn::runtime {
namespace {

using Json = nlohmann::json;

// Answers what it is told to, and keeps what it was asked.
class FakeSpark final : public SparkProgram {
 public:
  Result<std::string> ask(const std::string& request) override {
    const Json read = Json::parse(request);
    asked.push_back(read["do"].get<std::string>());
    if (read["do"] == "update") {
      return Json{{"failures", failures}}.dump();
    }
    return read["do"] == "rows" ? rows.dump() : std::string("{}");
  }

  Json failures = Json::array();
  Json rows = Json{{"columns", Json::array({Json::array({"n", "INT"})})},
                   {"rows", Json::array({Json::array({"1"})})}};
  std::vector<std::string> asked;
};

class NoProgram final : public UpdateProgram {
 public:
  Result<std::vector<std::string>> reached(const std::string&, const Selection&,
                                           const std::string&) override {
    return std::vector<std::string>{};
  }
  Result<int> run(const std::string&, const Selection&, const std::string&) override { return 0; }
};

class SparkTwinTest : public testing::Test {
 protected:
  // A case of one table `t` with the query, and what else it says.
  CaseOutcome run(const std::string& query, const std::string& rest) {
    const auto source = std::make_shared<SourceText>(SourceText{
        .path = "t.yml",
        .text = "test: t\npipeline: CREATE MATERIALIZED VIEW t AS " + query + "\n" + rest});
    const CaseFile file = read_cases(source);
    EXPECT_TRUE(file.diagnostics.empty());
    const auto scratch =
        std::filesystem::path(testing::TempDir()) / ("spark_twin_" + make_uuid(system_random()));
    auto engine = engine::Engine::open({.temp_directory = (scratch / "spill").string()});
    EXPECT_TRUE(engine);
    NoProgram program;
    const CaseHost host{.files = files_,
                        .clock = clock_,
                        .random = system_random(),
                        .engine = **engine,
                        .engine_options = {},
                        .program = program,
                        .spark = &spark_,
                        .scratch = scratch.string(),
                        .project = {}};
    CaseOutcome outcome = run_case(file.cases.front(), Way::kSpark, host);
    std::filesystem::remove_all(scratch);
    return outcome;
  }

  FakeSpark spark_;

 private:
  storage::LocalFileSystem files_;
  SystemClock clock_;
};

using Texts = std::vector<std::string>;

TEST_F(SparkTwinTest, ACaseWhoseRowsAreSparksPassesAndIsCleanedUp) {
  const CaseOutcome outcome = run("SELECT 1 AS n", "expect:\n  t: |\n    n: int\n    1\n");
  EXPECT_EQ(outcome.failures, Texts{});
  EXPECT_EQ(spark_.asked, (Texts{"begin", "update", "rows", "end"}));
}

TEST_F(SparkTwinTest, WhereRowsDifferThoseOfBothEnginesAreShown) {
  spark_.rows["rows"] = {{"2"}};
  EXPECT_EQ(run("SELECT 1 AS n", "expect:\n  t: |\n    n\n    1\n").failures,
            Texts{"t: 1 row is only Tarn's, 1 row is only Spark's (1 on Tarn, 1 on Spark)\n"
                  "      n\n"
                  "    - 1\n"
                  "    + 2\n"});
}

TEST_F(SparkTwinTest, WhereTarnAndSparkAgreeTheCaseIsWrong) {
  spark_.rows["rows"] = {{"2"}};
  EXPECT_EQ(run("SELECT 2 AS n", "expect:\n  t: |\n    n\n    1\n").failures,
            Texts{"t: Tarn and Spark agree, and both differ from what is expected\n"});
}

TEST_F(SparkTwinTest, ErrorsAreComparedByConditionAndFlow) {
  const std::string rest = "expect:\n  error: {class: DIVIDE_BY_ZERO}\n";
  spark_.failures = {{{"flow", "spark_catalog.default.t"},
                      {"conditions", {"STREAM_FAILED", "DIVIDE_BY_ZERO"}},
                      {"message", "[STREAM_FAILED] .."}}};
  EXPECT_EQ(run("SELECT 1 div id AS n FROM range(1)", rest).failures, Texts{});
  spark_.failures[0]["conditions"] = {"ARITHMETIC_OVERFLOW"};
  spark_.failures[0]["message"] = "[ARITHMETIC_OVERFLOW] long\nand more";
  const CaseOutcome outcome = run("SELECT 1 div id AS n FROM range(1)", rest);
  ASSERT_EQ(outcome.failures.size(), 1U);
  EXPECT_TRUE(
      outcome.failures[0].starts_with("the errors of Tarn and Spark differ\n"
                                      "    tarn:  flow spark_catalog.default.t: "
                                      "error[DIVIDE_BY_ZERO]"))
      << outcome.failures[0];
  EXPECT_TRUE(
      outcome.failures[0].ends_with("    spark: flow spark_catalog.default.t: error: "
                                    "[ARITHMETIC_OVERFLOW] long\n"))
      << outcome.failures[0];
}

TEST_F(SparkTwinTest, AnUpdateThatFailsOnSparkAloneIsADifference) {
  spark_.failures = {{{"flow", ""}, {"conditions", Json::array()}, {"message", "no"}}};
  EXPECT_EQ(run("SELECT 1 AS n", "expect:\n  t: |\n    n\n    1\n").failures,
            Texts{"the errors of Tarn and Spark differ\n    spark: error: no\n"});
}

TEST_F(SparkTwinTest, CountsAreNotComparedAndThatIsCounted) {
  const CaseOutcome outcome =
      run("SELECT 1 AS n", "expect:\n  t: |\n    n\n    1\n  flows:\n    t: {written: 1}\n");
  EXPECT_EQ(outcome.failures, Texts{});
  EXPECT_EQ(outcome.not_compared, 1U);
}

TEST_F(SparkTwinTest, WhatIsForTarnAloneOrCannotBeExportedIsNotAskedOfSpark) {
  EXPECT_EQ(run("SELECT 1 AS n", "engines: tarn  # here\nexpect: {t: []}\n").exempt, "here");
  const CaseOutcome refused = run("SELECT nosuch AS n", "expect:\n  error: {at: x}\n");
  EXPECT_TRUE(refused.exempt.starts_with("nothing can be exported: pipeline.sql:1:"))
      << refused.exempt;
  EXPECT_EQ(spark_.asked, Texts{});
}

}  // namespace
}  // namespace tarn::runtime
