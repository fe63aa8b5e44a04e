#include "runtime/case_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/case_diff.h"
#include "runtime/event.h"
#include "types/utf8.h"

namespace tarn::runtime {
namespace {

using Json = nlohmann::json;

// Whether a whole name (catalog.schema.sales) is meant by `written` (sales, schema.sales).
bool is_meant(const std::string& whole, const std::string& written) {
  if (whole.size() <= written.size()) {
    return types::equal_ignoring_case(whole, written);
  }
  return whole[whole.size() - written.size() - 1] == '.' &&
         types::equal_ignoring_case(std::string_view(whole).substr(whole.size() - written.size()),
                                    written);
}

// A block of lines as the value of a YAML key.
std::string block(const std::string& text) { return " |\n" + text; }

class Checker {
 public:
  Checker(const Observed& observed, const CasePipeline& pipeline, ViewCounts view_counts,
          CaseOutcome& outcome)
      : observed_(observed), pipeline_(pipeline), view_counts_(view_counts), outcome_(outcome) {}

  void check(const Expected& expected) {
    check_errors(expected);
    for (const ExpectedTable& table : expected.tables) {
      check_table(table);
    }
    for (const ExpectedCounts& counts : expected.expectations) {
      check_counts(counts);
    }
    for (const ExpectedFlow& flow : expected.flows) {
      check_flow(flow);
    }
  }

 private:
  static bool matches(const ExpectedError& expected, const UpdateFailure& failure) {
    if (!expected.line.empty()) {
      return failure.line == expected.line;
    }
    return (expected.condition.empty() || failure.condition == expected.condition) &&
           (expected.at.empty() || failure.at == expected.at ||
            (expected.at.starts_with("flow ") && failure.at.starts_with("flow ") &&
             is_meant(failure.at.substr(5), expected.at.substr(5)))) &&
           failure.line.find(expected.contains) != std::string::npos;
  }

  static std::string text_of(const ExpectedError& error) {
    if (!error.line.empty()) {
      return error.line;
    }
    std::string text = error.at + (error.at.empty() ? "" : ": ") + "error";
    text += error.condition.empty() ? "" : "[" + error.condition + "]";
    return error.contains.empty() ? text : text + ": .. " + error.contains + " ..";
  }

  // Each expected error must be one of those that came, and each that came must be expected.
  void check_errors(const Expected& expected) {
    std::vector<const UpdateFailure*> left;
    for (const UpdateFailure& failure : observed_.failures) {
      left.push_back(&failure);
    }
    std::string text;
    for (const ExpectedError& error : expected.errors) {
      const auto found = std::ranges::find_if(
          left, [&](const UpdateFailure* failure) { return matches(error, *failure); });
      if (found == left.end()) {
        text += "    - " + text_of(error) + "\n";
      } else {
        left.erase(found);
      }
    }
    for (const UpdateFailure* failure : left) {
      text += (expected.errors.empty() ? "    " : "    + ") + failure->line + "\n";
      if (expected.errors.empty() && !failure->detail.empty()) {
        text += indented(failure->detail);
      }
    }
    if (text.empty()) {
      return;
    }
    outcome_.failures.push_back(
        (expected.errors.empty() ? "the update failed\n" : "the errors differ\n") + text);
    if (!expected.errors.empty() && !observed_.failures.empty()) {
      std::string lines;
      for (const UpdateFailure& failure : observed_.failures) {
        lines += failure.line + "\n";
      }
      outcome_.corrections.push_back({.key = expected.errors_span, .text = block(lines)});
    }
  }

  static std::string indented(const std::string& lines) {
    std::string text;
    std::string_view rest = lines;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find('\n'), rest.size());
      text += "    " + std::string(rest.substr(0, end)) + "\n";
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return text;
  }

  void check_table(const ExpectedTable& expected) {
    const auto found = pipeline_.read(expected.name);
    if (!found) {
      outcome_.failures.push_back(expected.name + ": " + found.error().text() + "\n");
      return;
    }
    const CaseRows wanted = under_found_columns(expected, *found);
    std::string text = diff_text(expected.name, wanted, *found);
    if (!text.empty()) {
      outcome_.failures.push_back(std::move(text));
      outcome_.corrections.push_back(
          {.key = expected.span, .text = block(table_text(corrected(wanted, *found)))});
    }
  }

  bool is_compared(const std::string& dataset) const {
    return view_counts_ == ViewCounts::kCompared || !observed_.views.contains(dataset);
  }

  void check_counts(const ExpectedCounts& expected) {
    const size_t dot = expected.name.rfind('.');
    const std::string table = expected.name.substr(0, dot);
    const std::string name = expected.name.substr(dot + 1);
    EventCounts::Expectation found;
    std::vector<std::string> known;
    bool is_known = false;
    for (const auto& [dataset, counts] : observed_.counts.expectations) {
      if (!is_meant(dataset, table)) {
        continue;
      }
      if (!is_compared(dataset)) {
        return;
      }
      for (const auto& [expectation, count] : counts) {
        known.push_back(expectation);
        if (types::equal_ignoring_case(expectation, name)) {
          found = count;
          is_known = true;
        }
      }
    }
    if (!is_known && expected.passed.value_or(0) + expected.failed.value_or(0) > 0) {
      const std::string near = nearest(name, known);
      outcome_.failures.push_back(
          fmt::format("{}: no batch was held against this expectation{}\n", expected.name,
                      near.empty() ? "" : fmt::format("; did you mean '{}.{}'?", table, near)));
      return;
    }
    const bool is_right = found.passed == expected.passed.value_or(found.passed) &&
                          found.failed == expected.failed.value_or(found.failed);
    if (!is_right) {
      outcome_.failures.push_back(fmt::format(
          "{}: {} passed and {} failed, expected {}\n", expected.name, found.passed, found.failed,
          wanted_text({{"passed", expected.passed}, {"failed", expected.failed}})));
      outcome_.corrections.push_back(
          {.key = expected.span,
           .text = flow_map({{"passed", expected.passed, found.passed},
                             {"failed", expected.failed, found.failed}})});
    }
  }

  void check_flow(const ExpectedFlow& expected) {
    EventCounts::Flow found;
    for (const auto& [flow, counts] : observed_.counts.flows) {
      if (is_meant(flow, expected.name)) {
        if (!is_compared(flow)) {
          return;
        }
        found = counts;
      }
    }
    const bool is_right = found.written == expected.written.value_or(found.written) &&
                          found.late == expected.late.value_or(found.late) &&
                          found.duplicates == expected.duplicates.value_or(found.duplicates);
    if (!is_right) {
      outcome_.failures.push_back(
          fmt::format("flow {}: {} written, {} late and {} duplicates, expected {}\n",
                      expected.name, found.written, found.late, found.duplicates,
                      wanted_text({{"written", expected.written},
                                   {"late", expected.late},
                                   {"duplicates", expected.duplicates}})));
      outcome_.corrections.push_back(
          {.key = expected.span,
           .text = flow_map({{"written", expected.written, found.written},
                             {"late", expected.late, found.late},
                             {"duplicates", expected.duplicates, found.duplicates}})});
    }
  }

  static std::string wanted_text(
      const std::vector<std::pair<const char*, std::optional<int64_t>>>& counts) {
    std::vector<std::string> parts;
    for (const auto& [name, count] : counts) {
      if (count) {
        parts.push_back(fmt::format("{} {}", *count, name));
      }
    }
    return fmt::format("{}", fmt::join(parts, ", "));
  }

  struct NewCount {
    const char* name;
    std::optional<int64_t> expected;
    int64_t found;
  };
  // Only what was compared is written.
  static std::string flow_map(const std::vector<NewCount>& counts) {
    std::vector<std::string> parts;
    for (const NewCount& count : counts) {
      if (count.expected) {
        parts.push_back(fmt::format("{}: {}", count.name, count.found));
      }
    }
    return fmt::format(" {{{}}}\n", fmt::join(parts, ", "));
  }

  const Observed& observed_;
  const CasePipeline& pipeline_;
  ViewCounts view_counts_;
  CaseOutcome& outcome_;
};

}  // namespace

EventCounts count_events(std::string_view lines) {
  EventCounts counts;
  for (const std::string_view line : batch_lines(lines)) {
    const Json event = Json::parse(line, nullptr, false);
    if (!event.is_object() || !event.contains("details") || !event.contains("origin")) {
      continue;
    }
    const Json details = Json::parse(event.value("details", ""), nullptr, false);
    if (!details.is_object() || !details.contains("flow_progress")) {
      continue;
    }
    const Json& progress = details["flow_progress"];
    const Json metrics = progress.value("metrics", Json::object());
    EventCounts::Flow& flow = counts.flows[event["origin"].value("flow_name", "")];
    flow.written += metrics.value("num_output_rows", int64_t{0});
    flow.late += metrics.value("num_rows_dropped_by_watermark", int64_t{0});
    flow.duplicates += metrics.value("num_duplicate_rows", int64_t{0});
    const Json quality = progress.value("data_quality", Json::object());
    for (const Json& expectation : quality.value("expectations", Json::array())) {
      auto& count =
          counts.expectations[expectation.value("dataset", "")][expectation.value("name", "")];
      count.passed += expectation.value("passed_records", int64_t{0});
      count.failed += expectation.value("failed_records", int64_t{0});
    }
  }
  return counts;
}

CaseRows under_found_columns(const ExpectedTable& expected, const CaseRows& found) {
  CaseRows wanted = expected.rows;
  if (!expected.checks_columns) {
    wanted.columns = found.columns;
    for (CaseColumn& column : wanted.columns) {
      column.type.reset();
    }
  }
  return wanted;
}

void check(const Expected& expected, const Observed& observed, const CasePipeline& pipeline,
           ViewCounts view_counts, CaseOutcome& outcome) {
  Checker(observed, pipeline, view_counts, outcome).check(expected);
}

}  // namespace tarn::runtime
