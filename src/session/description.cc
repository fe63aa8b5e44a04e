#include "session/description.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/version.h"
#include "session/spelling.h"
#include "session/stored_rows.h"
#include "types/declared_type.h"
#include "types/identity_text.h"
#include "types/made_values.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

Cell comment_of(const types::Field& field) {
  return field.comment.empty() ? Cell() : Cell(field.comment);
}

std::string_view text_of(DescribedKind kind) {
  switch (kind) {
    case DescribedKind::kManaged:
      return "MANAGED";
    case DescribedKind::kExternal:
      return "EXTERNAL";
    case DescribedKind::kView:
    case DescribedKind::kTemporaryView:
      return "VIEW";
  }
  CHECK(false);
}

std::string pairs_text(const std::map<std::string, std::string>& pairs) {
  std::vector<std::string> texts;
  for (const auto& [key, value] : pairs) {
    texts.push_back(fmt::format("{}={}", key, value));
  }
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

// "Sun Nov 22 06:58:34 UTC 2026", as Java prints a date.
std::string date_text(int64_t milliseconds) {
  const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  return fmt::format("{:%a %b %d %H:%M:%S} UTC {:%Y}", fmt::gmtime(seconds), fmt::gmtime(seconds));
}

Lines details(const Description& it) {
  Lines lines = {
      {"Catalog", it.name.catalog}, {"Database", it.name.schema}, {"Table", it.name.table}};
  if (it.created_ms != 0) {
    lines.emplace_back("Created Time", date_text(it.created_ms));
  }
  lines.emplace_back("Last Access", "UNKNOWN");
  lines.emplace_back("Created By", "Tarn " TARN_VERSION);
  lines.emplace_back("Type", std::string(text_of(it.kind)));
  if (!it.format.empty()) {
    lines.emplace_back("Provider", it.format);
  }
  if (it.comment && !it.comment->empty()) {
    lines.emplace_back("Comment", *it.comment);
  }
  if (!it.view_text.empty()) {
    lines.emplace_back("View Text", it.view_text);
  }
  if (!it.properties.empty()) {
    lines.emplace_back("Table Properties", pairs_text(it.properties));
  }
  if (!it.location.empty()) {
    lines.emplace_back("Location", "file:" + it.location);
  }
  if (!it.options.empty()) {
    lines.emplace_back("Storage Properties", pairs_text(it.options));
  }
  return lines;
}

bool is_plain_name(const std::string& name) {
  const bool starts = !name.empty() && (name[0] < '0' || name[0] > '9');
  return starts && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_';
         });
}

std::string name_text(const std::string& name) {
  return is_plain_name(name) ? name : back_quoted(name);
}

std::string column_line(const types::Field& field, bool is_view) {
  std::string line = "  " + name_text(field.name);
  if (!is_view) {
    line += " " + types::declared_type(field).sql();
    line += field.nullable ? "" : " NOT NULL";
    const auto written = types::default_of(field);
    line += written ? " DEFAULT " + *written : "";
    const auto generation = types::generation_of(field);
    line += generation ? " GENERATED ALWAYS AS (" + *generation + ")" : "";
    line += types::identity_clause(field);
  }
  return line + (field.comment.empty() ? "" : " COMMENT " + text_literal(field.comment));
}

std::string pairs_clause(const char* word, const std::map<std::string, std::string>& pairs) {
  if (pairs.empty()) {
    return {};
  }
  std::vector<std::string> lines;
  for (const auto& [key, value] : pairs) {
    lines.push_back(fmt::format("  {} = {}", text_literal(key), text_literal(value)));
  }
  return fmt::format("{} (\n{})\n", word, fmt::join(lines, ",\n"));
}

// One alternative of a pattern, in which * is any text.
bool matches_star(std::string_view name, std::string_view pattern) {
  if (pattern.empty()) {
    return name.empty();
  }
  if (pattern[0] == '*') {
    for (size_t skip = 0; skip <= name.size(); ++skip) {
      if (matches_star(name.substr(skip), pattern.substr(1))) {
        return true;
      }
    }
    return false;
  }
  const bool is_same = !name.empty() && (pattern[0] == '.' || pattern[0] == name[0]);
  return is_same && matches_star(name.substr(1), pattern.substr(1));
}

}  // namespace

namespace {

// Delta's catalog knows no lengths.
types::Schema shown_schema(const Description& it) {
  types::Schema schema = it.schema;
  for (types::Field& field : schema) {
    if (it.format == "delta") {
      field.metadata.erase(std::string(types::kDeclaredTypeKey));
    }
  }
  return schema;
}

}  // namespace

std::vector<std::vector<Cell>> column_rows(const types::Schema& schema) {
  std::vector<std::vector<Cell>> rows;
  for (const types::Field& field : schema) {
    rows.push_back({field.name, types::declared_type(field).text(), comment_of(field)});
  }
  return rows;
}

std::vector<std::vector<Cell>> description_rows(const Description& description, bool extended) {
  const types::Schema schema = shown_schema(description);
  std::vector<std::vector<Cell>> rows = column_rows(schema);
  if (!description.partition_columns.empty()) {
    rows.push_back({"# Partition Information", "", ""});
    rows.push_back({"# col_name", "data_type", "comment"});
    for (const std::string& column : description.partition_columns) {
      const auto at = types::find_field(schema, column);
      const types::Field& field = schema[at.value()];
      rows.push_back({field.name, types::declared_type(field).text(), comment_of(field)});
    }
  }
  if (extended && description.kind != DescribedKind::kTemporaryView) {
    rows.push_back({"", "", ""});
    rows.push_back({"# Detailed Table Information", "", ""});
    for (const auto& [key, value] : details(description)) {
      rows.push_back({key, value, ""});
    }
  }
  bool has_default = false;
  for (const types::Field& field : schema) {
    // Of a Delta table Spark does not show them.
    const auto written = description.format == "delta" ? std::nullopt : types::default_of(field);
    if (written && !has_default) {
      rows.push_back({"", "", ""});
      rows.push_back({"# Column Default Values", "", ""});
      has_default = true;
    }
    if (written) {
      rows.push_back({field.name, types::declared_type(field).text(), *written});
    }
  }
  return rows;
}

std::string create_statement(const Description& it) {
  const bool is_view = it.kind == DescribedKind::kView;
  std::vector<std::string> columns;
  for (const types::Field& field : it.schema) {
    columns.push_back(column_line(field, is_view));
  }
  std::string text =
      fmt::format("CREATE {} {} (\n{})\n", is_view ? "VIEW" : "TABLE",
                  is_view ? name_text(it.name.schema) + "." + name_text(it.name.table)
                          : name_text(it.name.catalog) + "." + name_text(it.name.schema) + "." +
                                name_text(it.name.table),
                  fmt::join(columns, ",\n"));
  if (!is_view) {
    text += "USING " + it.format + "\n";
    text += pairs_clause("OPTIONS", it.options);
    if (!it.partition_columns.empty()) {
      std::vector<std::string> names;
      std::ranges::transform(it.partition_columns, std::back_inserter(names), name_text);
      text += fmt::format("PARTITIONED BY ({})\n", fmt::join(names, ", "));
    }
  }
  if (it.comment && !it.comment->empty()) {
    text += "COMMENT " + text_literal(*it.comment) + "\n";
  }
  if (it.kind == DescribedKind::kExternal) {
    text += "LOCATION " + text_literal("file:" + it.location) + "\n";
  }
  text += pairs_clause("TBLPROPERTIES", it.properties);
  return is_view ? text + "WITH SCHEMA COMPENSATION\nAS " + it.view_text + "\n" : text;
}

std::string information(const Description& description) {
  std::string text;
  for (const auto& [key, value] : details(description)) {
    text += fmt::format("{}: {}\n", key, value);
  }
  text += "Schema: root\n";
  for (const types::Field& field : description.schema) {
    text += fmt::format(" |-- {}: {} (nullable = {})\n", field.name,
                        field.type.is(types::TypeKind::kInt)     ? "integer"
                        : field.type.is(types::TypeKind::kLong)  ? "long"
                        : field.type.is(types::TypeKind::kShort) ? "short"
                        : field.type.is(types::TypeKind::kByte)  ? "byte"
                                                                 : field.type.text(),
                        field.nullable);
  }
  return text + "\n";
}

bool matches_pattern(const std::string& name, const std::optional<std::string>& pattern) {
  if (!pattern) {
    return true;
  }
  const std::string folded = types::case_folded(name);
  const std::string all = types::case_folded(*pattern);
  for (size_t from = 0; from <= all.size();) {
    const size_t to = std::min(all.find('|', from), all.size());
    if (matches_star(folded, std::string_view(all).substr(from, to - from))) {
      return true;
    }
    from = to + 1;
  }
  return false;
}

}  // namespace tarn::session
