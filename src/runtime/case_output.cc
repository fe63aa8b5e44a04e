// Reports of cases for programs: JSON lines, JUnit's XML, and the cases' own files rewritten.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "runtime/case_suite.h"

namespace tarn::runtime {
namespace {

using Json = nlohmann::ordered_json;

const char* status_of(const CaseOutcome& outcome) {
  return !outcome.exempt.empty() ? "skipped" : outcome.failures.empty() ? "passed" : "failed";
}

std::string joined(const std::vector<std::string>& failures) {
  return fmt::format("{}", fmt::join(failures, ""));
}

// XML 1.0 has no other control characters, in no form.
std::string xml_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\n':
        escaped += "&#10;";
        break;
      default:
        escaped += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? '?' : c;
    }
  }
  return escaped;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string test_case_xml(const CaseReport& report, const CaseOutcome& outcome) {
  const PipelineCase& pipeline_case = *report.pipeline_case;
  std::string name = pipeline_case.title;
  if (outcome.way != Way::kWritten) {
    name += fmt::format(" ({})", name_of(outcome.way));
  }
  const int line = pipeline_case.source->position_of(pipeline_case.span.begin).line;
  std::string xml = fmt::format(
      "    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\" time=\"{:.3f}\"",
      xml_text(name), xml_text(pipeline_case.source->path), xml_text(pipeline_case.source->path),
      line, outcome.seconds);
  if (!outcome.exempt.empty()) {
    return xml + fmt::format("><skipped message=\"{}\"/></testcase>\n", xml_text(outcome.exempt));
  }
  if (outcome.failures.empty()) {
    return xml + "/>\n";
  }
  const std::string text = joined(outcome.failures);
  return xml + fmt::format("><failure message=\"{}\">{}</failure></testcase>\n",
                           xml_text(first_line(text)), xml_text(text));
}

size_t line_start(const std::string& text, size_t at) {
  const size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  return before == std::string::npos ? 0 : before + 1;
}

size_t next_line(const std::string& text, size_t at) {
  const size_t end = text.find('\n', at);
  return end == std::string::npos ? text.size() : end + 1;
}

// Behind the last line that belongs to the entry whose key begins at `key`: lines that are indented
// more than it, and list items as deep as it. Blank lines and comments at the end are not taken.
size_t entry_end(const std::string& text, size_t key) {
  const size_t indent = key - line_start(text, key);
  size_t end = next_line(text, key);
  for (size_t at = end; at < text.size(); at = next_line(text, at)) {
    const size_t first = text.find_first_not_of(' ', at);
    if (first == std::string::npos) {
      break;
    }
    if (text[first] == '\n') {
      continue;
    }
    const bool is_item = first - at == indent && text.compare(first, 2, "- ") == 0;
    if (first - at <= indent && !is_item) {
      break;
    }
    end = next_line(text, at);
  }
  return end;
}

// Further lines stand two blanks deeper than the key.
std::string indented(const std::string& text, size_t indent) {
  std::string out;
  size_t at = 0;
  for (bool is_first = true; at < text.size(); is_first = false) {
    const size_t end = next_line(text, at);
    const std::string line = text.substr(at, end - at);
    out += is_first || line == "\n" ? line : std::string(indent + 2, ' ') + line;
    at = end;
  }
  return out;
}

}  // namespace

std::string case_json(const CaseReport& report) {
  const PipelineCase& pipeline_case = *report.pipeline_case;
  Json ways = Json::array();
  for (const CaseOutcome& outcome : report.outcomes) {
    Json way = {{"way", name_of(outcome.way)},
                {"status", status_of(outcome)},
                {"seconds", outcome.seconds}};
    if (!outcome.exempt.empty()) way["reason"] = outcome.exempt;
    if (outcome.way == Way::kKilled) way["kills"] = outcome.kills;
    if (outcome.not_compared > 0) way["not_compared"] = outcome.not_compared;
    if (!outcome.failures.empty()) way["failures"] = outcome.failures;
    ways.push_back(std::move(way));
  }
  return Json{{"file", pipeline_case.source->path},
              {"line", pipeline_case.source->position_of(pipeline_case.span.begin).line},
              {"test", pipeline_case.title},
              {"status", report.has_passed() ? "passed" : "failed"},
              {"ways", std::move(ways)}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string junit_xml(const SuiteReport& report) {
  struct Suite {
    std::string cases;
    size_t tests = 0;
    size_t failures = 0;
    size_t skipped = 0;
    double seconds = 0;
  };
  std::map<std::string, Suite> suites;
  Suite all;
  for (const CaseReport& each : report.cases) {
    Suite& suite = suites[each.pipeline_case->source->path];
    for (const CaseOutcome& outcome : each.outcomes) {
      suite.cases += test_case_xml(each, outcome);
      for (Suite* counted : {&suite, &all}) {
        ++counted->tests;
        counted->failures += outcome.failures.empty() ? 0 : 1;
        counted->skipped += outcome.exempt.empty() ? 0 : 1;
        counted->seconds += outcome.seconds;
      }
    }
  }
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"tarn test\" tests=\"{}\" "
      "failures=\"{}\" "
      "errors=\"0\" skipped=\"{}\" time=\"{:.3f}\">\n",
      all.tests, all.failures, all.skipped, report.seconds);
  for (const auto& [file, suite] : suites) {
    xml += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" "
        "time=\"{:.3f}\">\n{}  "
        "</testsuite>\n",
        xml_text(file), suite.tests, suite.failures, suite.skipped, suite.seconds, suite.cases);
  }
  return xml + "</testsuites>\n";
}

std::string rewritten(const std::string& text, const std::vector<const CaseReport*>& reports) {
  std::map<uint32_t, std::string> by_key;
  for (const CaseReport* report : reports) {
    for (const CaseOutcome& outcome : report->outcomes) {
      for (const Correction& correction : outcome.corrections) {
        by_key.emplace(correction.key.begin, correction.text);
      }
    }
  }
  std::string out;
  size_t copied = 0;
  for (const auto& [key, value] : by_key) {
    const size_t colon = text.find(':', key);
    if (colon == std::string::npos || key < copied) {
      continue;
    }
    // A key in quotes or backquotes may hold a colon: the one that ends it stands before a blank.
    size_t end_of_key = colon;
    while (end_of_key + 1 < text.size() && text[end_of_key + 1] != ' ' &&
           text[end_of_key + 1] != '\n') {
      const size_t next = text.find(':', end_of_key + 1);
      if (next == std::string::npos) break;
      end_of_key = next;
    }
    out += text.substr(copied, end_of_key + 1 - copied);
    out += indented(value, key - line_start(text, key));
    copied = entry_end(text, key);
  }
  return out + text.substr(copied);
}

}  // namespace tarn::runtime
