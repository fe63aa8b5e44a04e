#include "runtime/pipeline_case.h"

#include <gtest/gtest.h>

#include "runtime/case_suite.h"

namespace tarn::runtime {
namespace {

CaseFile read(std::string text) {
  return read_cases(
      std::make_shared<SourceText>(SourceText{.path = "t.yml", .text = std::move(text)}));
}

PipelineCase case_of(std::string text) {
  const CaseFile file = read(std::move(text));
  EXPECT_TRUE(file.diagnostics.empty()) << file.diagnostics.front().text();
  return file.cases.empty() ? PipelineCase{} : file.cases.front();
}

std::string first_mistake(std::string text) {
  const CaseFile file = read(std::move(text));
  if (file.diagnostics.empty()) {
    return "";
  }
  const std::string whole = file.diagnostics.front().text();
  return whole.substr(0, whole.find('\n'));
}

TEST(PipelineCaseTest, ACaseWithoutStepsIsOneStep) {
  const PipelineCase read = case_of(
      "test: Rows arrive.\n"
      "pipeline: SELECT\n"
      "given:\n"
      "  in/2.json: |\n    {\"a\": 1}\n"
      "  in/1.json: [{a: 1, b: null}]\n"
      "  prices: |\n    item: int\n    7\n"
      "expect:\n"
      "  sold: |\n    a\n    1\n"
      "  expectations:\n    sold.is_one: {passed: 1}\n");
  EXPECT_EQ(read.title, "Rows arrive.");
  EXPECT_EQ(read.pipeline, (PipelineFiles{{"pipeline.sql", "SELECT"}}));
  ASSERT_EQ(read.steps.size(), 1U);
  const CaseStep& step = read.steps[0];
  EXPECT_TRUE(step.runs);
  ASSERT_EQ(step.given.files.size(), 2U);
  EXPECT_EQ(step.given.files[0].path, "in/1.json");
  EXPECT_EQ(step.given.files[0].bytes, "{\"a\":1,\"b\":null}\n");
  EXPECT_EQ(step.given.tables.at(0).rows.rows, (std::vector<CellRow>{{"7"}}));
  EXPECT_EQ(step.expect.tables.at(0).name, "sold");
  EXPECT_EQ(step.expect.expectations.at(0).passed, 1);
  EXPECT_EQ(step.expect.expectations.at(0).failed, std::nullopt);
}

TEST(PipelineCaseTest, StepsAddRowsRefreshAndRestart) {
  const PipelineCase read = case_of(
      "test: t\nsteps:\n"
      "  - {given: {a/1.txt: x}, run: false}\n"
      "  - {run: [b], full_refresh: a}\n"
      "  - {full_refresh: all, restart: true, expect: {a: []}}\n");
  ASSERT_EQ(read.steps.size(), 3U);
  EXPECT_FALSE(read.steps[0].runs);
  EXPECT_EQ(read.steps[1].refresh, std::vector<std::string>{"b"});
  EXPECT_EQ(read.steps[1].full_refresh, std::vector<std::string>{"a"});
  EXPECT_TRUE(read.steps[2].full_refresh_all);
  EXPECT_TRUE(read.steps[2].restarts);
  EXPECT_FALSE(read.steps[2].expect.tables[0].checks_columns);
}

TEST(PipelineCaseTest, ErrorsAreLinesOrWhatIsKnownOfThem) {
  const PipelineCase lines =
      case_of("test: t\nexpect:\n  error: |\n    a.sql:1:2: error[X]: y\n    b\n");
  ASSERT_EQ(lines.steps[0].expect.errors.size(), 2U);
  EXPECT_EQ(lines.steps[0].expect.errors[0].line, "a.sql:1:2: error[X]: y");
  const PipelineCase known = case_of("test: t\nexpect:\n  error: {class: X, at: flow a}\n");
  EXPECT_EQ(known.steps[0].expect.errors[0].condition, "X");
  EXPECT_EQ(known.steps[0].expect.errors[0].at, "flow a");
}

TEST(PipelineCaseTest, WhyACaseIsNotCutStandsBehindAHash) {
  EXPECT_EQ(case_of("test: t\ncuts: whole  # late rows\nexpect: {a: []}\n").whole_because,
            "late rows");
  EXPECT_EQ(first_mistake("test: t\ncuts: whole\nexpect: {a: []}\n"),
            "t.yml:2:7: error: say behind a # why the case is not to be cut");
}

TEST(PipelineCaseTest, WhyACaseIsForTarnAloneStandsBehindAHash) {
  const PipelineCase alone =
      case_of("test: t\nrules: [S-1.3, S-12.10]\nengines: tarn  # a once flow\nexpect: {a: []}\n");
  EXPECT_EQ(alone.tarn_because, "a once flow");
  EXPECT_EQ(alone.rules, (std::vector<std::string>{"S-1.3", "S-12.10"}));
  EXPECT_EQ(first_mistake("test: t\nengines: tarn\nexpect: {a: []}\n"),
            "t.yml:2:10: error: say behind a # why the case is not to be run on Spark");
  EXPECT_EQ(first_mistake("test: t\nengines: spark  # x\nexpect: {a: []}\n"),
            "t.yml:2:10: error: `engines` can only be 'tarn'; leave it out where the case may be "
            "run on Spark");
}

TEST(PipelineCaseTest, MapsNameTheColumnsThatMatterAndTypesCanStandBesideThem) {
  const CaseRows some =
      case_of("test: t\nexpect:\n  a: [{x: 1}, {y: [1, null]}]\n").steps[0].expect.tables[0].rows;
  EXPECT_TRUE(some.allows_other_columns);
  EXPECT_EQ(some.rows, (std::vector<CellRow>{{"1", std::nullopt}, {std::nullopt, "[1,null]"}}));
  const CaseRows all = case_of("test: t\nexpect:\n  a: {columns: 'y INT, x INT', rows: [{x: 1}]}\n")
                           .steps[0]
                           .expect.tables[0]
                           .rows;
  EXPECT_FALSE(all.allows_other_columns);
  EXPECT_EQ(all.columns[0].type, types::int_type());
  EXPECT_EQ(all.rows, (std::vector<CellRow>{{std::nullopt, "1"}}));
}

TEST(PipelineCaseTest, MistakesAreToldWithTheirPlace) {
  EXPECT_EQ(first_mistake("test: t\ngivn: {}\n"),
            "t.yml:2:1: error: a case has no key 'givn'; did you mean 'given'?");
  EXPECT_EQ(first_mistake("test: t\n"),
            "t.yml:1:7: error: a case expects something: add `expect:`");
  EXPECT_EQ(first_mistake("expect: {a: []}\n"),
            "t.yml:1:1: error: a case says in `test:` what it shows");
  EXPECT_EQ(first_mistake("test: t\nexpect:\n  a: |\n    x | y\n    1\n"),
            "t.yml:5:5: error: a row has 1 cells under 2 columns; quote a cell that holds '|'");
  EXPECT_EQ(first_mistake("test: t\nsteps: [{expect: {a: []}}]\ngiven: {}\n"),
            "t.yml:3:1: error: a case with `steps:` says `given:` in one of them");
  EXPECT_EQ(first_mistake("- 1\n"),
            "t.yml:1:3: error: a case is a map with some of the keys test, rules, pipeline, "
            "configuration, cuts, engines, steps, "
            "given, run, full_refresh, restart, expect, not a whole number");
}

TEST(CaseRewriteTest, OnlyTheEntriesThatDifferAreRewritten) {
  const std::string text =
      "test: t\n"
      "expect:\n"
      "  a: |\n"
      "    x\n"
      "    1\n"
      "\n"
      "  # about b\n"
      "  b:\n"
      "  - {x: 1}\n"
      "  expectations:\n"
      "    a.r: {passed: 1}  # one\n"
      "steps_after: 1\n";
  const auto at = [&](const char* key) {
    const auto begin = static_cast<uint32_t>(text.find(key));
    return Span{.begin = begin, .end = begin + 1};
  };
  const CaseReport report{
      .outcomes = {{.corrections = {{.key = at("a: |"), .text = " |\nx\n2\n"},
                                    {.key = at("b:\n"), .text = " |\nx\n3\n"},
                                    {.key = at("a.r"), .text = " {passed: 2}\n"}}}}};
  EXPECT_EQ(rewritten(text, {&report}),
            "test: t\n"
            "expect:\n"
            "  a: |\n"
            "    x\n"
            "    2\n"
            "\n"
            "  # about b\n"
            "  b: |\n"
            "    x\n"
            "    3\n"
            "  expectations:\n"
            "    a.r: {passed: 2}\n"
            "steps_after: 1\n");
}

}  // namespace
}  // namespace tarn::runtime
