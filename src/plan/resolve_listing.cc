// Table functions that list what there is: sql_keywords(), collations(), python_worker_logs().

#include "plan/keyword_table.h"
#include "plan/query_resolver.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::string_type;

// A list's columns and rows while they are put together.
struct Listing {
  std::vector<types::Field> columns;
  Rows rows;

  void add(const char* column, const DataType& type, bool nullable) {
    columns.push_back({.name = column, .type = type, .nullable = nullable});
  }
};

Listing keywords() {
  Listing list;
  list.add("keyword", string_type(), false);
  list.add("reserved", types::boolean(), false);
  for (const std::string_view word : listed_keywords()) {
    list.rows.rows.push_back({make_string(std::string(word)), make_boolean(false)});
  }
  return list;
}

Listing collations() {
  Listing list;
  for (const char* column : {"CATALOG", "SCHEMA", "NAME"}) list.add(column, string_type(), false);
  for (const char* column : {"LANGUAGE", "COUNTRY"}) list.add(column, string_type(), true);
  for (const char* column : {"ACCENT_SENSITIVITY", "CASE_SENSITIVITY", "PAD_ATTRIBUTE"}) {
    list.add(column, string_type(), false);
  }
  list.add("ICU_VERSION", string_type(), true);
  // Strings are compared by their bytes here, and in no other way.
  const ExpressionPtr none = make_null(string_type());
  list.rows.rows.push_back({make_string("SYSTEM"), make_string("BUILTIN"),
                            make_string("UTF8_BINARY"), none, none, make_string("ACCENT_SENSITIVE"),
                            make_string("CASE_SENSITIVE"), make_string("NO_PAD"), none});
  return list;
}

// What Python's workers logged: nothing, because none runs here.
Listing worker_logs() {
  const auto texts = [](std::initializer_list<const char*> names) {
    types::Schema fields;
    for (const char* name : names) fields.push_back({.name = name, .type = string_type()});
    return fields;
  };
  types::Schema exception = texts({"class", "msg"});
  exception.push_back(
      {.name = "stacktrace",
       .type = DataType::array(DataType::structure(texts({"class", "method", "file", "line"})))});
  Listing list;
  list.add("ts", types::timestamp_type(), true);
  list.add("level", string_type(), true);
  list.add("msg", string_type(), true);
  list.add("context", DataType::map(string_type(), string_type()), true);
  list.add("exception", DataType::structure(std::move(exception)), true);
  list.add("logger", string_type(), true);
  return list;
}

}  // namespace

std::optional<ScopedPlan> QueryResolver::listing(const std::string& name, size_t given, Span span) {
  const bool is_logs = name == "python_worker_logs";
  if (name != "sql_keywords" && name != "collations" && !is_logs) return std::nullopt;
  if (given > 0) {
    const std::vector<ExpressionPtr> arguments(given);
    report_error(span, wrong_number_of_arguments({.name = name, .arguments = arguments}, "0"));
    return ScopedPlan();
  }
  Listing list = is_logs ? worker_logs() : name == "collations" ? collations() : keywords();
  std::vector<Attribute> output;
  for (types::Field& column : list.columns) {
    output.push_back({.id = ids().next_attribute(),
                      .name = std::move(column.name),
                      .type = std::move(column.type),
                      .nullable = column.nullable});
  }
  ScopedPlan result;
  result.plan = make_node(std::move(list.rows), std::move(output), span);
  for (const Attribute& each : result.plan->output) result.columns.push_back({.attribute = each});
  return result;
}

}  // namespace tarn::plan
