#include "plan/routine.h"

#include <algorithm>

#include "base/check.h"
#include "plan/builder.h"
#include "plan/function.h"
#include "plan/literal.h"
#include "plan/rewrite.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

using Arguments = std::map<AttributeId, ExpressionPtr>;

ExpressionRewriter putting(const Arguments& arguments) {
  return [&arguments](const ExpressionPtr& part) -> ExpressionPtr {
    const auto* reference = std::get_if<AttributeRef>(&part->content);
    if (reference == nullptr) return nullptr;
    const auto found = arguments.find(reference->id);
    return found == arguments.end() ? nullptr : found->second;
  };
}

size_t uses_of(AttributeId id, const ExpressionPtr& expression) {
  size_t uses = 0;
  for_each(expression, [&](const ExpressionPtr& part) {
    const auto* reference = std::get_if<AttributeRef>(&part->content);
    uses += reference != nullptr && reference->id == id ? 1 : 0;
  });
  return uses;
}

bool has_subquery(const ExpressionPtr& expression) {
  return contains(expression, [](const Expression& part) { return subquery_of(part) != nullptr; });
}

// The body over values that are computed once: get(transform(array(struct(a, b)), p -> body), 0).
ExpressionPtr over_one_element(const RoutineCall& call, const ExpressionPtr& body, Span span) {
  std::vector<types::Field> fields;
  for (size_t at = 0; at < call.parameters.size(); ++at) {
    fields.push_back({.name = call.parameters[at].name,
                      .type = call.arguments[at]->type,
                      .nullable = call.arguments[at]->nullable});
  }
  const DataType row = DataType::structure(std::move(fields));
  const Attribute element{
      .id = call.parameters[0].id, .name = "arguments", .type = row, .nullable = false};
  const auto parameter = std::make_shared<const Expression>(
      Expression{.content = LambdaRef{.id = element.id, .name = element.name},
                 .type = row,
                 .nullable = false,
                 .span = span});
  Arguments fields_of_row;
  for (size_t at = 0; at < call.parameters.size(); ++at) {
    fields_of_row[call.parameters[at].id] = make_field(parameter, at);
  }
  ExpressionPtr over_row = replace_top_down(body, putting(fields_of_row));
  const DataType type = over_row->type;
  const auto lambda = std::make_shared<const Expression>(
      Expression{.content = Lambda{.parameters = {element}, .body = std::move(over_row)},
                 .type = type,
                 .nullable = true,
                 .span = span});
  const ExpressionPtr values =
      make_call(*find_function("array"),
                {make_call(*find_function("struct"), call.arguments, row, false, span)},
                DataType::array(row, false), false, span);
  const ExpressionPtr results = make_call(*find_function("transform"), {values, lambda},
                                          DataType::array(type, true), false, span);
  return make_call(*find_function("get"), {results, make_int(0, span)}, type, true, span);
}

ExpressionPtr expanded(const ExpressionPtr& expression) {
  // Of calls within calls each would repeat what the one inside repeats.
  constexpr size_t kPartsMax = 200;
  const auto& call = std::get<RoutineCall>(expression->content);
  RoutineCall inner = call;
  for (ExpressionPtr& argument : inner.arguments) argument = without_routines(argument);
  const ExpressionPtr body = without_routines(call.body);
  bool computes_twice = false;
  Arguments arguments;
  for (size_t at = 0; at < inner.parameters.size(); ++at) {
    const AttributeId id = inner.parameters[at].id;
    arguments[id] = inner.arguments[at];
    const bool stays_one =
        is_volatile(inner.arguments[at]) || parts_of(inner.arguments[at], kPartsMax) == kPartsMax;
    computes_twice = computes_twice || (stays_one && uses_of(id, body) > 1);
  }
  if (computes_twice && !has_subquery(body)) {
    return over_one_element(inner, body, expression->span);
  }
  return replace_everywhere(body, putting(arguments));
}

ExpressionPtr expanded_call(const ExpressionPtr& part) {
  return std::holds_alternative<RoutineCall>(part->content) ? expanded(part) : nullptr;
}

std::string quoted_sql(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

// A literal as Spark would write it in SQL.
std::string literal_sql(const types::Value& value, const DataType& type,
                        const types::SessionZone& zone) {
  if (type.is(TypeKind::kVoid)) return "NULL";
  if (value.is_null()) return "CAST(NULL AS " + type.sql() + ")";
  const auto list = [&](std::string text, const auto& parts, const auto& part_sql) {
    for (size_t at = 0; at < parts.size(); ++at) text += (at > 0 ? ", " : "") + part_sql(at);
    return text + ")";
  };
  switch (type.kind()) {
    case TypeKind::kByte:
      return types::hive_text(value, type) + "Y";
    case TypeKind::kShort:
      return types::hive_text(value, type) + "S";
    case TypeKind::kLong:
      return types::hive_text(value, type) + "L";
    case TypeKind::kDouble:
      return types::hive_text(value, type) + "D";
    case TypeKind::kFloat:
      return "CAST('" + types::hive_text(value, type) + "' AS FLOAT)";
    case TypeKind::kDecimal:
      return literal_name(value, type) + "BD";
    case TypeKind::kString:
      return quoted_sql(std::get<std::string>(value.content));
    case TypeKind::kVariant:
      return "PARSE_JSON('" + types::hive_text(value, type, zone) + "')";
    case TypeKind::kArray: {
      const auto& items = std::get<types::ValueList>(value.content);
      return list("ARRAY(", items,
                  [&](size_t at) { return literal_sql(items[at], type.element(), zone); });
    }
    case TypeKind::kMap: {
      const auto& entries = std::get<types::ValueMap>(value.content);
      return list("MAP(", entries, [&](size_t at) {
        return literal_sql(entries[at].first, type.key(), zone) + ", " +
               literal_sql(entries[at].second, type.value(), zone);
      });
    }
    case TypeKind::kStruct: {
      const auto& values = std::get<types::ValueList>(value.content);
      return list("NAMED_STRUCT(", values, [&](size_t at) {
        return quoted_sql(type.fields()[at].name) + ", " +
               literal_sql(values[at], type.fields()[at].type, zone);
      });
    }
    default:
      return literal_name(value, type, zone);
  }
}

}  // namespace

std::string variable_text(const Variable& variable, const types::SessionZone& zone) {
  const sql::Name name{.parts = {{.name = variable.name}}};
  return "variablereference(system.session." + name.text() + "=" +
         literal_sql(variable.value, variable.type, zone) + ")";
}

ExpressionPtr without_routines(const ExpressionPtr& expression) {
  return replace_everywhere(expression, expanded_call);
}

PlanPtr without_routines(const PlanPtr& plan) { return replace_everywhere(plan, expanded_call); }

PlanPtr with_arguments(const PlanPtr& plan, const Arguments& arguments) {
  return replace_everywhere(plan, putting(arguments));
}

}  // namespace tarn::plan
