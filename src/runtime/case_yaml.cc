#include "runtime/case_yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace tarn::runtime {

void CaseYaml::complain(Span span, std::string message, std::string hint) {
  mistakes_.push_back(
      {.message = std::move(message), .hint = std::move(hint), .source = source_, .span = span});
}

const YamlMap* CaseYaml::map_of(const YamlNode& node, const std::string& what, const Keys& known) {
  const YamlMap* map = node.map();
  if (map == nullptr) {
    complain(node.span(), fmt::format("{} is a map with some of the keys {}, not {}", what,
                                      fmt::join(known, ", "), node.kind()));
    return nullptr;
  }
  for (const YamlEntry& entry : *map) {
    if (std::ranges::find(known, entry.key) == known.end()) {
      const std::string near = nearest(entry.key, known);
      complain(entry.key_span, fmt::format("{} has no key '{}'", what, entry.key),
               near.empty() ? fmt::format("the keys are {}", fmt::join(known, ", "))
                            : fmt::format("did you mean '{}'?", near));
    }
  }
  return map;
}

std::string CaseYaml::text_of(const YamlNode& node, const std::string& what) {
  if (const std::string* text = node.string()) {
    return *text;
  }
  complain(node.span(), fmt::format("{} is text, not {}", what, node.kind()),
           node.text().empty() ? "" : fmt::format("write '{}' in quotes", node.text()));
  return {};
}

bool CaseYaml::boolean_of(const YamlNode& node, const std::string& what) {
  if (const bool* value = node.boolean()) {
    return *value;
  }
  complain(node.span(), fmt::format("{} is true or false, not {}", what, node.kind()));
  return false;
}

int64_t CaseYaml::count_of(const YamlNode& node, const std::string& what) {
  if (const int64_t* value = node.integer(); value != nullptr && *value >= 0) {
    return *value;
  }
  complain(node.span(), fmt::format("{} is a count of rows, not {}", what, node.kind()));
  return 0;
}

CaseYaml::Keys CaseYaml::names_of(const YamlNode& node, const std::string& what) {
  Keys names;
  if (const YamlSequence* list = node.sequence()) {
    for (const YamlNode& name : *list) {
      names.push_back(text_of(name, "one of " + what));
    }
  } else {
    names.push_back(text_of(node, what));
  }
  return names;
}

// The stretch of a block scalar's line, counted from its first line of text.
Span CaseYaml::span_of_line(const YamlNode& node, int line) const {
  const std::string& text = source_->text;
  const char first = node.span().begin < text.size() ? text[node.span().begin] : '\0';
  if (first != '|' && first != '>') {
    return node.span();
  }
  size_t begin = node.span().begin;
  for (int i = 0; i < line; ++i) {
    const size_t end = text.find('\n', begin);
    if (end == std::string::npos) {
      return node.span();
    }
    begin = end + 1;
  }
  const size_t end = std::min(text.find('\n', begin), text.size());
  begin = std::min(text.find_first_not_of(' ', begin), end);
  return {.begin = static_cast<uint32_t>(begin), .end = static_cast<uint32_t>(end)};
}

CaseRows CaseYaml::read_rows(const YamlNode& node, NestedForm form, const Keys& known) {
  if (node.string() != nullptr) {
    return checked(node, read_table_text(*node.string()));
  }
  if (node.sequence() != nullptr) {
    return read_maps(node, form);
  }
  const YamlMap* map = node.map();
  if (map == nullptr) {
    complain(node.span(),
             fmt::format("rows are a table of text, a list of maps, or {{csv: text}}, not {}",
                         node.kind()));
    return {};
  }
  map_of(node, "a table", known);
  const YamlNode* csv = node.find("csv");
  const YamlNode* rows = node.find("rows");
  if ((csv == nullptr) == (rows == nullptr)) {
    complain(node.span(), "a table has `rows:` or `csv:`");
    return {};
  }
  CaseRows read = csv != nullptr ? checked(*csv, read_csv_text(text_of(*csv, "`csv`")))
                                 : read_rows(*rows, form, {});
  if (const YamlNode* columns = node.find("columns")) {
    apply_columns(*columns, read);
  }
  return read;
}

CaseRows CaseYaml::checked(const YamlNode& node, RowsResult result) {
  if (result.problem) {
    complain(span_of_line(node, result.problem->line), result.problem->message);
  }
  return std::move(result.rows);
}

// `columns: "id INT, item STRING"`: types for the columns of the rows; others become columns of
// NULL.
void CaseYaml::apply_columns(const YamlNode& node, CaseRows& rows) {
  auto columns = read_columns(text_of(node, "`columns`"));
  if (!columns) {
    return complain(node.span(), "the columns of a table: " + columns.error().message);
  }
  CaseRows named{.columns = *columns, .allows_other_columns = rows.allows_other_columns};
  std::vector<std::optional<size_t>> from(columns->size());
  for (size_t i = 0; i < rows.columns.size(); ++i) {
    const auto found = std::ranges::find(*columns, rows.columns[i].name, &CaseColumn::name);
    if (found == columns->end()) {
      return complain(node.span(), fmt::format("the rows have a column '{}', which `columns` lacks",
                                               rows.columns[i].name));
    }
    from[static_cast<size_t>(found - columns->begin())] = i;
  }
  for (const CellRow& row : rows.rows) {
    CellRow cells;
    for (const auto& source : from) {
      cells.push_back(source ? row[*source] : Cell());
    }
    named.rows.push_back(std::move(cells));
  }
  rows = std::move(named);
}

CaseRows CaseYaml::read_maps(const YamlNode& node, NestedForm form) {
  CaseRows rows;
  for (const YamlNode& row : *node.sequence()) {
    const YamlMap* map = row.map();
    if (map == nullptr) {
      complain(row.span(),
               fmt::format("a row is a map from columns to values, not {}", row.kind()));
      return rows;
    }
    for (const YamlEntry& entry : *map) {
      if (std::ranges::find(rows.columns, entry.key, &CaseColumn::name) == rows.columns.end()) {
        rows.columns.push_back({.name = entry.key});
      }
    }
  }
  for (const YamlNode& row : *node.sequence()) {
    CellRow cells;
    for (const CaseColumn& column : rows.columns) {
      const YamlNode* value = row.find(column.name);
      cells.push_back(value == nullptr ? Cell() : cell_of(*value, form));
    }
    rows.rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace tarn::runtime
