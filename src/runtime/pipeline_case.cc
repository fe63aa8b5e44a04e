#include "runtime/pipeline_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/yaml.h"
#include "runtime/case_yaml.h"

namespace tarn::runtime {
namespace {

using Keys = std::vector<std::string>;

// What a step can say, and with it a case that is one step.
const Keys kStepKeys = {"given", "run", "full_refresh", "restart", "pipeline", "expect"};
const Keys kCaseKeys = {"test",  "rules", "pipeline", "configuration", "cuts",    "engines",
                        "steps", "given", "run",      "full_refresh",  "restart", "expect"};

// delta.`some/path` is a table, however much its name looks like a path.
bool is_path(const std::string& name) {
  return name.find('/') != std::string::npos && name.find('`') == std::string::npos;
}

bool ends_with_any(const std::string& path, const Keys& endings) {
  return std::ranges::any_of(endings,
                             [&](const std::string& ending) { return path.ends_with(ending); });
}

class CaseReader : CaseYaml {
 public:
  explicit CaseReader(std::shared_ptr<const SourceText> source) : CaseYaml(std::move(source)) {}

  CaseFile read() {
    const YamlDocument document = read_yaml(source());
    if (!document) {
      return {.cases = {}, .diagnostics = document.diagnostics};
    }
    if (const YamlSequence* list = document.root.sequence()) {
      for (const YamlNode& node : *list) {
        read_case(node);
      }
    } else {
      read_case(document.root);
    }
    return {.cases = std::move(cases_), .diagnostics = take_mistakes()};
  }

 private:
  // ---- a case

  void read_case(const YamlNode& node) {
    const size_t mistakes_before = mistakes();
    const YamlMap* map = map_of(node, "a case", kCaseKeys);
    if (map == nullptr) {
      return;
    }
    PipelineCase read{.title = {}, .source = source(), .span = node.span()};
    const YamlNode* title = node.find("test");
    if (title == nullptr) {
      complain(node.span(), "a case says in `test:` what it shows");
    } else {
      read.title = text_of(*title, "`test`");
      read.span = title->span();
    }
    if (const YamlNode* pipeline = node.find("pipeline")) {
      read.pipeline = read_pipeline(*pipeline);
    }
    if (const YamlNode* configuration = node.find("configuration")) {
      read_configuration(*configuration, read);
    }
    if (const YamlNode* rules = node.find("rules")) {
      read.rules = names_of(*rules, "`rules`");
    }
    if (const YamlNode* cuts = node.find("cuts")) {
      read.whole_because = read_exemption(*cuts, "cuts", "whole", "cut");
    }
    if (const YamlNode* engines = node.find("engines")) {
      read.tarn_because = read_exemption(*engines, "engines", "tarn", "run on Spark");
    }
    read_steps(node, *map, read);
    if (std::ranges::all_of(read.steps,
                            [](const CaseStep& step) { return step.expect.is_empty(); }) &&
        mistakes() == mistakes_before) {
      complain(read.span, "a case expects something: add `expect:`");
    }
    if (mistakes() == mistakes_before) {
      cases_.push_back(std::move(read));
    }
  }

  void read_steps(const YamlNode& node, const YamlMap& map, PipelineCase& read) {
    const YamlNode* steps = node.find("steps");
    if (steps == nullptr) {
      CaseStep step = read_step(node);
      step.pipeline.reset();  // the case's own
      read.steps.push_back(std::move(step));
      return;
    }
    for (const YamlEntry& entry : map) {
      if (entry.key != "pipeline" && std::ranges::find(kStepKeys, entry.key) != kStepKeys.end()) {
        complain(entry.key_span,
                 fmt::format("a case with `steps:` says `{}:` in one of them", entry.key));
      }
    }
    const YamlSequence* list = steps->sequence();
    if (list == nullptr || list->empty()) {
      complain(steps->span(), fmt::format("`steps` is a list, not {}",
                                          list == nullptr ? steps->kind() : "an empty one"));
      return;
    }
    for (const YamlNode& step : *list) {
      if (map_of(step, "a step", kStepKeys) != nullptr) {
        read.steps.push_back(read_step(step));
      }
    }
  }

  CaseStep read_step(const YamlNode& node) {
    CaseStep step{.span = node.span()};
    if (const YamlNode* pipeline = node.find("pipeline")) {
      step.pipeline = read_pipeline(*pipeline);
    }
    if (const YamlNode* given = node.find("given")) {
      step.given = read_given(*given);
    }
    if (const YamlNode* run = node.find("run")) {
      if (run->boolean() != nullptr) {
        step.runs = *run->boolean();
      } else {
        step.refresh = names_of(*run, "`run`");
      }
    }
    if (const YamlNode* refresh = node.find("full_refresh")) {
      step.full_refresh = names_of(*refresh, "`full_refresh`");
      if (step.full_refresh == Keys{"all"}) {
        step.full_refresh.clear();
        step.full_refresh_all = true;
      }
    }
    if (const YamlNode* restart = node.find("restart")) {
      step.restarts = boolean_of(*restart, "`restart`");
    }
    if (const YamlNode* expect = node.find("expect")) {
      step.expect = read_expected(*expect);
    }
    if (!step.runs &&
        (!step.full_refresh.empty() || step.full_refresh_all || !step.expect.errors.empty())) {
      complain(node.span(),
               "a step with `run: false` has no update that could be a full refresh, or fail");
    }
    return step;
  }

  PipelineFiles read_pipeline(const YamlNode& node) {
    if (node.string() != nullptr) {
      return {{"pipeline.sql", *node.string()}};
    }
    PipelineFiles files;
    if (const YamlMap* map = node.map(); map != nullptr && !map->empty()) {
      for (const YamlEntry& entry : *map) {
        if (!entry.key.ends_with(".sql")) {
          complain(entry.key_span, fmt::format("'{}' is no name of an SQL file", entry.key));
        }
        files[entry.key] = text_of(entry.value, "an SQL file");
      }
      return files;
    }
    complain(node.span(), fmt::format("`pipeline` is SQL, or a map from file names to SQL, not {}",
                                      node.kind()));
    return files;
  }

  void read_configuration(const YamlNode& node, PipelineCase& read) {
    const YamlMap* map = node.map();
    if (map == nullptr) {
      return complain(node.span(),
                      fmt::format("`configuration` is a map of settings, not {}", node.kind()));
    }
    for (const YamlEntry& entry : *map) {
      read.configuration[entry.key] = text_of(entry.value, "the setting '" + entry.key + "'");
    }
  }

  // cuts: whole  # because ..
  std::string read_exemption(const YamlNode& node, const std::string& key,
                             const std::string& only_value, const std::string& what) {
    if (text_of(node, "`" + key + "`") != only_value) {
      complain(node.span(), fmt::format("`{}` can only be '{}'", key, only_value),
               fmt::format("leave it out where the case may be {}", what));
      return {};
    }
    const std::string_view line = source()->line_at(node.position().line);
    const size_t hash = line.find('#');
    const size_t reason =
        hash == std::string_view::npos ? hash : line.find_first_not_of(" #", hash);
    if (reason == std::string_view::npos) {
      complain(node.span(), fmt::format("say behind a # why the case is not to be {}", what));
      return {};
    }
    return std::string(line.substr(reason));
  }

  // ---- given

  Given read_given(const YamlNode& node) {
    Given given;
    const YamlMap* map = node.map();
    if (map == nullptr) {
      complain(node.span(),
               fmt::format("`given` is a map from files and tables to rows, not {}", node.kind()));
      return given;
    }
    for (const YamlEntry& entry : *map) {
      if (is_path(entry.key)) {
        given.files.push_back(read_file(entry));
      } else {
        given.tables.push_back(read_table(entry));
      }
    }
    std::ranges::sort(given.files, {}, &GivenFile::path);
    return given;
  }

  GivenFile read_file(const YamlEntry& entry) {
    GivenFile file{.path = entry.key, .bytes = {}};
    if (const std::string* text = entry.value.string()) {
      file.bytes = *text;
    } else if (entry.value.sequence() == nullptr) {
      complain(entry.value.span(),
               fmt::format("a file is its lines, or a list of rows, not {}", entry.value.kind()));
    } else if (ends_with_any(file.path, {".json", ".jsonl", ".ndjson"})) {
      for (const YamlNode& row : *entry.value.sequence()) {
        file.bytes += *cell_of(row, NestedForm::kJson) + "\n";
      }
    } else if (file.path.ends_with(".csv")) {
      file.bytes = csv_text(read_maps(entry.value, NestedForm::kJson));
    } else {
      complain(entry.key_span, "rows can be written into .json, .jsonl and .csv files",
               "give its lines as text");
    }
    return file;
  }

  static std::string csv_field(const Cell& cell) {
    if (!cell) {
      return "";
    }
    if (!cell->empty() && cell->find_first_of(",\"\r\n") == std::string::npos) {
      return *cell;
    }
    std::string text = "\"";
    for (const char c : *cell) {
      text += c == '"' ? "\"\"" : std::string(1, c);
    }
    return text + "\"";
  }

  static std::string csv_text(const CaseRows& rows) {
    Keys lines(1 + rows.rows.size());
    for (size_t i = 0; i < rows.columns.size(); ++i) {
      const char* comma = i == 0 ? "" : ",";
      lines[0] += comma + csv_field(rows.columns[i].name);
      for (size_t row = 0; row < rows.rows.size(); ++row) {
        lines[row + 1] += comma + csv_field(rows.rows[row][i]);
      }
    }
    return fmt::format("{}\n", fmt::join(lines, "\n"));
  }

  GivenTable read_table(const YamlEntry& entry) {
    GivenTable table{.name = entry.key, .rows = {}, .span = entry.key_span};
    if (const YamlNode* replaces = entry.value.find("replace")) {
      table.replaces = boolean_of(*replaces, "`replace`");
    }
    table.rows = read_rows(entry.value, NestedForm::kJson, {"rows", "csv", "columns", "replace"});
    if (table.rows.allows_other_columns) {
      complain(entry.value.span(), "`...` has a meaning in expected rows only");
    }
    return table;
  }

  // ---- expect

  Expected read_expected(const YamlNode& node) {
    Expected expected;
    const YamlMap* map = node.map();
    if (map == nullptr) {
      complain(node.span(),
               fmt::format("`expect` is a map from tables to rows, not {}", node.kind()));
      return expected;
    }
    for (const YamlEntry& entry : *map) {
      if (entry.key == "expectations") {
        read_counts(entry.value, expected);
      } else if (entry.key == "flows") {
        read_flows(entry.value, expected);
      } else if (entry.key == "error") {
        expected.errors_span = entry.key_span;
        read_errors(entry.value, expected);
      } else {
        expected.tables.push_back(read_expected_table(entry));
      }
    }
    return expected;
  }

  ExpectedTable read_expected_table(const YamlEntry& entry) {
    ExpectedTable table{.name = entry.key, .rows = {}, .span = entry.key_span};
    table.rows = read_rows(entry.value, NestedForm::kPrinted, {"rows", "csv", "columns"});
    // Maps name the columns that matter, as in dbt; a table of text is the whole table.
    const YamlNode* rows = entry.value.find("rows");
    const bool from_maps =
        entry.value.sequence() != nullptr || (rows != nullptr && rows->sequence() != nullptr);
    if (from_maps && entry.value.find("columns") == nullptr) {
      table.rows.allows_other_columns = true;
    }
    table.checks_columns = !table.rows.columns.empty();
    return table;
  }

  void read_counts(const YamlNode& node, Expected& expected) {
    const YamlMap* map = node.map();
    if (map == nullptr) {
      return complain(
          node.span(),
          fmt::format("`expectations` is a map from dataset.expectation to counts, not {}",
                      node.kind()));
    }
    for (const YamlEntry& entry : *map) {
      ExpectedCounts counts{.name = entry.key, .span = entry.key_span};
      if (entry.key.find('.') == std::string::npos) {
        complain(entry.key_span, "an expectation is named dataset.expectation");
      }
      if (map_of(entry.value, "an expectation", {"passed", "failed"}) != nullptr) {
        read_count(entry.value, "passed", counts.passed);
        read_count(entry.value, "failed", counts.failed);
      }
      expected.expectations.push_back(std::move(counts));
    }
  }

  void read_flows(const YamlNode& node, Expected& expected) {
    const YamlMap* map = node.map();
    if (map == nullptr) {
      return complain(node.span(),
                      fmt::format("`flows` is a map from flows to counts, not {}", node.kind()));
    }
    for (const YamlEntry& entry : *map) {
      ExpectedFlow flow{.name = entry.key, .span = entry.key_span};
      if (map_of(entry.value, "a flow", {"written", "late", "duplicates"}) != nullptr) {
        read_count(entry.value, "written", flow.written);
        read_count(entry.value, "late", flow.late);
        read_count(entry.value, "duplicates", flow.duplicates);
      }
      expected.flows.push_back(std::move(flow));
    }
  }

  void read_count(const YamlNode& node, const std::string& key, std::optional<int64_t>& into) {
    if (const YamlNode* count = node.find(key)) {
      into = count_of(*count, "`" + key + "`");
    }
  }

  // Text: each line one error. A map, or a list of maps: what is known of each.
  void read_errors(const YamlNode& node, Expected& expected) {
    if (const std::string* text = node.string()) {
      std::string_view rest = *text;
      while (!rest.empty()) {
        const size_t end = rest.find('\n');
        if (const std::string_view line = rest.substr(0, end); !line.empty()) {
          expected.errors.push_back({.line = std::string(line)});
        }
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      }
    } else if (const YamlSequence* list = node.sequence()) {
      for (const YamlNode& error : *list) {
        read_error(error, expected);
      }
    } else {
      read_error(node, expected);
    }
    if (expected.errors.empty()) {
      complain(node.span(), "`error` says which error is expected");
    }
  }

  void read_error(const YamlNode& node, Expected& expected) {
    ExpectedError error;
    if (map_of(node, "an error", {"class", "at", "contains"}) == nullptr) {
      return;
    }
    if (const YamlNode* condition = node.find("class"))
      error.condition = text_of(*condition, "`class`");
    if (const YamlNode* at = node.find("at")) error.at = text_of(*at, "`at`");
    if (const YamlNode* part = node.find("contains")) error.contains = text_of(*part, "`contains`");
    expected.errors.push_back(std::move(error));
  }

  std::vector<PipelineCase> cases_;
};

}  // namespace

CaseFile read_cases(const std::shared_ptr<const SourceText>& source) {
  return CaseReader(source).read();
}

}  // namespace tarn::runtime
