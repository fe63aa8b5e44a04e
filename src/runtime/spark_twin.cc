#include "runtime/spark_twin.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "lowering/spark_project.h"
#include "runtime/case_check.h"
#include "runtime/case_diff.h"
#include "sql/parse.h"
#include "storage/path.h"
#include "types/utf8.h"

namespace tarn::runtime {
namespace {

using Json = nlohmann::json;

constexpr const char* kSparksCatalog = "spark_catalog";
// What an expectation that fails the update is where it is a condition of WHERE (lowering).
constexpr const char* kViolation = "EXPECTATION_VIOLATION.VERBOSITY_ALL";
constexpr const char* kNoTable = "TABLE_OR_VIEW_NOT_FOUND]";
constexpr const char* kRaised = "USER_RAISED_EXCEPTION";

struct SparkFailure {
  std::string flow;
  std::vector<std::string> conditions;  // of the error and of what it was wrapped in
  std::string message;

  std::string line() const {
    return fmt::format("{}{}error: {}", flow.empty() ? "" : "flow " + flow,
                       flow.empty() ? "" : ": ", message.substr(0, message.find('\n')));
  }
};

Result<Json> ask(SparkProgram& program, const Json& request) {
  ASSIGN_OR_RETURN(const std::string line,
                   program.ask(request.dump(-1, ' ', false, Json::error_handler_t::replace)));
  Json answer = Json::parse(line, nullptr, false);
  if (!answer.is_object()) {
    return Error{.code = ErrorCode::kCorrupt, .message = "Spark's driver answered: " + line};
  }
  if (answer.contains("error")) {
    return Error{.code = ErrorCode::kInvalid, .message = answer.value("error", "")};
  }
  return answer;
}

std::vector<SparkFailure> failures_in(const Json& answer) {
  std::vector<SparkFailure> failures;
  for (const Json& each : answer.value("failures", Json::array())) {
    SparkFailure failure{
        .flow = each.value("flow", ""), .conditions = {}, .message = each.value("message", "")};
    for (const Json& condition : each.value("conditions", Json::array())) {
      failure.conditions.push_back(condition.get<std::string>());
    }
    failures.push_back(std::move(failure));
  }
  return failures;
}

bool is_same(const UpdateFailure& of_tarn, const SparkFailure& of_spark) {
  if (of_tarn.at.starts_with("flow ") && !of_spark.flow.empty() &&
      !types::equal_ignoring_case(of_tarn.at.substr(5), of_spark.flow)) {
    return false;
  }
  const std::string condition = of_tarn.condition == kViolation ? kRaised : of_tarn.condition;
  return condition.empty() ||
         std::ranges::find(of_spark.conditions, condition) != of_spark.conditions.end();
}

// What failed on one of the two alone.
void compare(const std::vector<UpdateFailure>& of_tarn, std::vector<SparkFailure> of_spark,
             CaseOutcome& outcome) {
  std::string text;
  for (const UpdateFailure& failure : of_tarn) {
    const auto found = std::ranges::find_if(
        of_spark, [&](const SparkFailure& other) { return is_same(failure, other); });
    if (found == of_spark.end()) {
      text += "    tarn:  " + failure.line + "\n";
    } else {
      of_spark.erase(found);
    }
  }
  for (const SparkFailure& failure : of_spark) {
    text += "    spark: " + failure.line() + "\n";
  }
  if (!text.empty()) {
    outcome.failures.push_back("the errors of Tarn and Spark differ\n" + text);
  }
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

SparkTwin::SparkTwin(SparkProgram& program, storage::FileSystem& files, std::string root)
    : program_(program),
      files_(files),
      root_(std::move(root)),
      folder_(storage::join(root_, "_spark")),
      turn_(program.turn) {}

SparkTwin::~SparkTwin() {
  if (has_begun_) {
    // Where Spark is gone, the next case says so.
    [[maybe_unused]] const auto ended = ask(program_, {{"do", "end"}});
  }
}

Status SparkTwin::begin() {
  if (has_begun_) {
    return ok();
  }
  ASSIGN_OR_RETURN([[maybe_unused]] const Json begun,
                   ask(program_, {{"do", "begin"}, {"folder", folder_}}));
  has_begun_ = true;
  return ok();
}

Status SparkTwin::run(const CaseStep& step, const CasePipeline& pipeline,
                      const std::vector<UpdateFailure>& of_tarn, CaseOutcome& outcome) {
  for (const GivenTable& table : step.given.tables) {
    ASSIGN_OR_RETURN(PlacedTable placed, pipeline.place_of(table));
    if (placed.name.catalog != kSparksCatalog) {
      outcome.exempt = fmt::format("Spark has no catalog '{}'", placed.name.catalog);
      return ok();
    }
    if (!placed.is_by_path) {
      tables_.push_back(std::move(placed));
    }
  }
  if (step.runs) {
    RETURN_IF_ERROR(update(step, pipeline, of_tarn, outcome));
  }
  if (!outcome.exempt.empty() || !outcome.failures.empty()) {
    return ok();
  }
  for (const ExpectedTable& table : step.expect.tables) {
    RETURN_IF_ERROR(check_table(table, pipeline, outcome));
  }
  outcome.not_compared += step.expect.expectations.size() + step.expect.flows.size();
  return ok();
}

Status SparkTwin::update(const CaseStep& step, const CasePipeline& pipeline,
                         const std::vector<UpdateFailure>& of_tarn, CaseOutcome& outcome) {
  const project::Analysis analysis = pipeline.analyze();
  if (!analysis.graph) {
    outcome.exempt = "nothing can be exported: " + first_line(analysis.diagnostics.front().text());
    return ok();
  }
  const lowering::SparkProject exported =
      lowering::spark_project(*analysis.graph, {.output = folder_, .project = root_});
  if (!exported.diagnostics.empty()) {
    outcome.exempt = exported.diagnostics.front().message;
    return ok();
  }
  RETURN_IF_ERROR(begin());
  RETURN_IF_ERROR(files_.remove_tree(storage::join(folder_, "transformations")));
  for (const auto& [path, text] : exported.files) {
    const std::string place = storage::join(folder_, path);
    RETURN_IF_ERROR(files_.make_directories(storage::parent_of(place)));
    RETURN_IF_ERROR(files_.replace(place, text));
  }
  Json tables = Json::array();
  std::set<std::string> schemas(exported.schemas.begin(), exported.schemas.end());
  for (const PlacedTable& table : tables_) {
    tables.push_back({{"name", project::quoted(table.name)}, {"path", "file://" + table.path}});
    schemas.insert(table.name.schema);
  }
  const auto answer = ask(program_, {{"do", "update"},
                                     {"spec", storage::join(folder_, "spark-pipeline.yml")},
                                     {"schemas", schemas},
                                     {"prepare", exported.tables},
                                     {"tables", std::move(tables)},
                                     {"refresh", step.refresh},
                                     {"full_refresh", step.full_refresh},
                                     {"full_refresh_all", step.full_refresh_all}});
  if (!answer) {
    return answer.error().within("on Spark");
  }
  compare(of_tarn, failures_in(*answer), outcome);
  return ok();
}

Result<CaseRows> SparkTwin::read(const std::string& table, const CasePipeline& pipeline) {
  RETURN_IF_ERROR(begin());
  ASSIGN_OR_RETURN(const Json answer, ask(program_, {{"do", "rows"},
                                                     {"table", table},
                                                     {"schema", pipeline.defaults().schema},
                                                     {"time_zone", pipeline.time_zone()}}));
  CaseRows rows;
  for (const Json& column : answer.value("columns", Json::array())) {
    CaseColumn read{.name = column.at(0).get<std::string>()};
    const auto type = sql::parse_data_type(sql::Fragment::whole(column.at(1).get<std::string>()));
    if (!type) {
      return type.diagnostic().as_error().within("the type of Spark's column " + read.name);
    }
    read.type = *type;
    rows.columns.push_back(std::move(read));
  }
  for (const Json& row : answer.value("rows", Json::array())) {
    CellRow cells;
    for (const Json& cell : row) {
      cells.push_back(cell.is_null() ? Cell() : Cell(cell.get<std::string>()));
    }
    rows.rows.push_back(std::move(cells));
  }
  return rows;
}

Status SparkTwin::check_table(const ExpectedTable& expected, const CasePipeline& pipeline,
                              CaseOutcome& outcome) {
  const auto found = read(expected.name, pipeline);
  if (!found && !expected.checks_columns && found.error().message.find(kNoTable) == 1) {
    return ok();  // Spark makes no table for a flow that is excluded: there is no row
  }
  if (!found) {
    outcome.failures.push_back(
        fmt::format("{}: on Spark: {}\n", expected.name, first_line(found.error().message)));
    return ok();
  }
  const CaseRows wanted = under_found_columns(expected, *found);
  if (diff_text(expected.name, wanted, *found).empty()) {
    return ok();
  }
  const auto ours = pipeline.read(expected.name);
  if (!ours) {
    outcome.failures.push_back(expected.name + ": " + ours.error().text() + "\n");
    return ok();
  }
  std::string text = diff_text(expected.name, corrected(wanted, *ours), *found, kEngineWords);
  if (text.empty()) {
    text = fmt::format("{}: Tarn and Spark agree, and both differ from what is expected\n",
                       expected.name);
  }
  outcome.failures.push_back(std::move(text));
  return ok();
}

}  // namespace tarn::runtime
