// UNPIVOT: for each row, a row for each set of columns, with the set's name beside their values.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/expression_resolver.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

bool is_string(const DataType& type) { return type.is(TypeKind::kString); }
bool is_void(const DataType& type) { return type.is(TypeKind::kVoid); }

// As in VALUES, a string does not become what stands beside it.
std::optional<DataType> common_without_strings(const std::vector<DataType>& types) {
  const bool strings = std::ranges::any_of(types, is_string);
  const bool others = std::ranges::any_of(
      types, [](const DataType& type) { return !is_string(type) && !is_void(type); });
  if (strings && others) return std::nullopt;
  return common_type(types);
}

}  // namespace

// The columns of the sets, a list for each; nothing where something was reported.
std::optional<std::vector<std::vector<Attribute>>> QueryResolver::unpivot_sets(
    const sql::Unpivot& unpivot, ExpressionResolver& resolver) {
  std::vector<std::vector<Attribute>> sets;
  bool complete = true;
  for (const sql::Unpivot::Set& set : unpivot.sets) {
    std::vector<Attribute>& columns = sets.emplace_back();
    for (const sql::Name& name : set.columns) {
      const Typed typed =
          resolver.resolve(sql::Expression(name.span, sql::ColumnName{.name = name}));
      complete = complete && typed;
      if (!typed) continue;
      const auto* reference = std::get_if<AttributeRef>(&typed.expression->content);
      if (reference == nullptr) {
        report(name.span, {.condition = "UNPIVOT_REQUIRES_ATTRIBUTES",
                           .sqlstate = "42K0A",
                           .message = "UNPIVOT requires all given value expressions to be columns "
                                      "when no id expressions are given. These are not columns: "
                                      "[\"" +
                                      name.text() + "\"]."});
        return std::nullopt;
      }
      columns.push_back({.id = reference->id,
                         .name = name.last().name,
                         .type = typed.expression->type,
                         .nullable = typed.expression->nullable});
    }
    if (complete && columns.size() != unpivot.values.size()) {
      report(set.span, {.condition = "UNPIVOT_VALUE_SIZE_MISMATCH",
                        .sqlstate = "428C4",
                        .message = "All unpivot value columns must have the same size as there are "
                                   "value column names (" +
                                   std::to_string(unpivot.values.size()) + ")."});
      return std::nullopt;
    }
  }
  if (!complete) return std::nullopt;
  return sets;
}

// The types of the value columns.
std::optional<std::vector<DataType>> QueryResolver::unpivot_types(
    const sql::Unpivot& unpivot, const std::vector<std::vector<Attribute>>& sets) {
  std::vector<DataType> result;
  for (size_t at = 0; at < unpivot.values.size(); ++at) {
    std::vector<DataType> types;
    std::string shown;
    for (const std::vector<Attribute>& set : sets) {
      types.push_back(set[at].type);
      shown += (shown.empty() ? "" : ", ") + ("\"" + set[at].type.sql() + "\" (") +
               quoted(set[at].name) + ")";
    }
    const auto common = common_without_strings(types);
    if (!common) {
      report(unpivot.span,
             {.condition = "UNPIVOT_VALUE_DATA_TYPE_MISMATCH",
              .sqlstate = "42K09",
              .message = "Unpivot value columns must share a least common type, some types do "
                         "not: [" +
                         shown + "]."});
      return std::nullopt;
    }
    result.push_back(*common);
  }
  return result;
}

ScopedPlan QueryResolver::unpivoted(ScopedPlan input, const sql::Unpivot& unpivot,
                                    const CommonTables* tables, const Scope* outer) {
  const Scope scope{.columns = input.columns, .outer = outer};
  ExpressionResolver resolver(*this, {.scope = &scope,
                                      .tables = tables,
                                      .no_aggregates_in = "UNPIVOT",
                                      .no_windows_in = "UNPIVOT"});
  const auto sets = unpivot_sets(unpivot, resolver);
  if (!sets) return {};
  const auto types = unpivot_types(unpivot, *sets);
  if (!types) return {};
  Generate generate{.input = input.plan, .function = find_function("stack")};
  generate.arguments.push_back(make_int(static_cast<int64_t>(sets->size()), unpivot.span));
  generate.generated.push_back({.id = ids().next_attribute(),
                                .name = unpivot.name.name,
                                .type = types::string_type(),
                                .nullable = false});
  for (size_t at = 0; at < types->size(); ++at) {
    const bool nullable =
        std::ranges::any_of(*sets, [&](const auto& set) { return set[at].nullable; });
    generate.generated.push_back({.id = ids().next_attribute(),
                                  .name = unpivot.values[at].name,
                                  .type = (*types)[at],
                                  .nullable = nullable});
  }
  for (size_t at = 0; at < sets->size(); ++at) {
    std::string name;
    for (const Attribute& column : (*sets)[at]) name += (name.empty() ? "" : "_") + column.name;
    if (unpivot.sets[at].alias) name = unpivot.sets[at].alias->name;
    generate.arguments.push_back(make_string(name, unpivot.span));
    for (size_t value = 0; value < types->size(); ++value) {
      generate.arguments.push_back(make_cast(make_reference((*sets)[at][value]), (*types)[value]));
    }
  }
  ScopedPlan result;
  std::vector<NamedExpression> kept;
  const auto keep = [&](const ScopeColumn& column) {
    result.columns.push_back(column);
    kept.push_back({.id = column.attribute.id,
                    .name = column.attribute.name,
                    .expression = make_reference(column.attribute)});
  };
  for (const ScopeColumn& column : input.columns) {
    const bool turned = std::ranges::any_of(*sets, [&](const auto& set) {
      return std::ranges::any_of(
          set, [&](const Attribute& each) { return each.id == column.attribute.id; });
    });
    if (column.visibility == Visibility::kVisible && !turned) keep(column);
  }
  for (const Attribute& attribute : generate.generated) keep({.attribute = attribute});
  std::vector<Attribute> output = input.plan->output;
  output.insert(output.end(), generate.generated.begin(), generate.generated.end());
  result.plan = make_project(make_node(std::move(generate), std::move(output), unpivot.span),
                             std::move(kept), unpivot.span);
  if (!unpivot.include_nulls) {
    result = without_null_values(std::move(result), unpivot);
    if (!result.plan) return {};
  }
  return aliased(std::move(result), {.name = unpivot.alias, .columns = {}}, unpivot.span);
}

// Spark asks for coalesce(v, w) IS NOT NULL by the columns' names, which may mean several.
ScopedPlan QueryResolver::without_null_values(ScopedPlan input, const sql::Unpivot& unpivot) {
  sql::FunctionCall coalesce;
  coalesce.name = {.parts = {{.name = "coalesce", .span = unpivot.span}}, .span = unpivot.span};
  for (const sql::Identifier& value : unpivot.values) {
    const sql::Name name{.parts = {value}, .span = value.span};
    coalesce.arguments.push_back(
        {.name = {},
         .value = std::make_unique<sql::Expression>(value.span, sql::ColumnName{.name = name})});
  }
  sql::IsTest test{.kind = sql::IsKind::kNull, .negated = true, .operand = nullptr};
  // Values of several types have no common one to be put together in.
  const bool one = unpivot.values.size() == 1;
  const Scope scope{.columns = input.columns, .outer = nullptr};
  ExpressionResolver resolver(*this, {.scope = &scope});
  if (one) {
    test.operand = std::move(coalesce.arguments[0].value);
  } else {
    test.operand = std::make_unique<sql::Expression>(unpivot.span, std::move(coalesce));
  }
  ExpressionPtr condition = resolver.condition(sql::Expression(unpivot.span, std::move(test)));
  if (!condition) return {};
  input.plan = make_filter(input.plan, std::move(condition), unpivot.span);
  return input;
}

}  // namespace tarn::plan
