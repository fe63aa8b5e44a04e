// Table functions that list what the language has: sql_keywords(), collations().

#include "plan/keyword_table.h"
#include "plan/resolution.h"
#include "plan/type_rules.h"

namespace tarn::plan {

std::optional<ScopedPlan> QueryResolver::listing(const std::string& name, size_t given, Span span) {
  const bool is_keywords = name == "sql_keywords";
  if (!is_keywords && name != "collations") return std::nullopt;
  if (given > 0) {
    const std::vector<ExpressionPtr> arguments(given);
    report_error(span, wrong_number_of_arguments({.name = name, .arguments = arguments}, "0"));
    return ScopedPlan();
  }
  std::vector<Attribute> output;
  const auto add = [&](const char* column, const types::DataType& type, bool nullable) {
    output.push_back(
        {.id = ids().next_attribute(), .name = column, .type = type, .nullable = nullable});
  };
  Rows rows;
  if (is_keywords) {
    add("keyword", types::string_type(), false);
    add("reserved", types::boolean(), false);
    for (const std::string_view word : listed_keywords()) {
      rows.rows.push_back({make_string(std::string(word)), make_boolean(false)});
    }
  } else {
    for (const char* column : {"CATALOG", "SCHEMA", "NAME"}) {
      add(column, types::string_type(), false);
    }
    for (const char* column : {"LANGUAGE", "COUNTRY"}) add(column, types::string_type(), true);
    for (const char* column : {"ACCENT_SENSITIVITY", "CASE_SENSITIVITY", "PAD_ATTRIBUTE"}) {
      add(column, types::string_type(), false);
    }
    add("ICU_VERSION", types::string_type(), true);
    // Strings are compared by their bytes here, and in no other way.
    const ExpressionPtr none = make_null(types::string_type());
    rows.rows.push_back({make_string("SYSTEM"), make_string("BUILTIN"), make_string("UTF8_BINARY"),
                         none, none, make_string("ACCENT_SENSITIVE"), make_string("CASE_SENSITIVE"),
                         make_string("NO_PAD"), none});
  }
  ScopedPlan result;
  result.plan = make_node(std::move(rows), std::move(output), span);
  for (const Attribute& each : result.plan->output) result.columns.push_back({.attribute = each});
  return result;
}

}  // namespace tarn::plan
