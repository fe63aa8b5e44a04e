// Quoted names that are patterns of names: spark.sql.parser.quotedRegexColumnNames.
//
// As with *, columns stand for such a name in a select list and in a call's arguments there; where
// one value is wanted, it is refused.

#include <algorithm>
#include <cctype>

#include "plan/constants.h"
#include "plan/expression_resolver.h"

namespace tarn::plan {

namespace {

bool is_word(const std::string& name) {
  return std::ranges::all_of(
      name, [](unsigned char c) { return c == '_' || c >= 0x80 || std::isalnum(c) != 0; });
}

}  // namespace

bool ExpressionResolver::is_pattern(const sql::Name& name) const {
  if (!place_.regex_names || place_.scope == nullptr) return false;
  return name.last().quoted && !is_word(name.last().name);
}

bool ExpressionResolver::is_pattern(const sql::Expression& expression) const {
  const auto* column = expression.as<sql::ColumnName>();
  return column != nullptr && is_pattern(column->name);
}

std::optional<std::vector<Typed>> ExpressionResolver::matching(const sql::Name& pattern,
                                                               Span span) {
  std::vector<std::string> qualifier;
  for (const sql::Identifier& part : pattern.parts) qualifier.push_back(part.name);
  qualifier.pop_back();
  // Spark looks for a table behind one part, and finds nothing behind more.
  std::vector<Typed> result;
  if (qualifier.size() > 1) return result;
  const std::string regex = std::string(query_.settings().case_sensitive ? "^(?:" : "(?i)^(?:") +
                            pattern.last().name + ")$";
  for (const ScopeColumn& column : place_.scope->columns) {
    const bool is_asked = qualifier.empty() ? column.visibility == Visibility::kVisible
                                            : column.visibility != Visibility::kHidden &&
                                                  has_qualifier(column, qualifier, query_.names());
    if (!is_asked) continue;
    const std::string& name = column.attribute.name;
    const Typed matches = constant(call(*find_function("rlike"),
                                        {{.expression = make_string(name, span), .text = name},
                                         {.expression = make_string(regex, span), .text = regex}},
                                        pattern.last().name, span),
                                   span);
    if (!matches) return std::nullopt;
    const auto* literal = std::get_if<Literal>(&matches.expression->content);
    const bool* holds = literal == nullptr ? nullptr : std::get_if<bool>(&literal->value.content);
    if (holds == nullptr || !*holds) continue;
    result.push_back(
        {.expression = make_reference(column.attribute, span), .text = name, .column = name});
  }
  return result;
}

}  // namespace tarn::plan
