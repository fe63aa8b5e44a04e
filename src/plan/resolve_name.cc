// What a name means: a lambda's parameter, an alias of the select, a column of FROM or of the query
// around it, a variable; and the fields of any of these.

#include <algorithm>

#include "plan/expression_resolver.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

bool has_parts(const DataType& type) {
  return type.is(TypeKind::kStruct) || type.is(TypeKind::kMap) || type.is(TypeKind::kArray) ||
         type.is(TypeKind::kVariant) || type.is(TypeKind::kVoid);
}

}  // namespace

// A parameter of a lambda around the name, innermost first; nothing: it names none.
std::optional<Typed> ExpressionResolver::lambda_parameter(const sql::Name& name, Span span) {
  for (auto level = lambdas_.rbegin(); level != lambdas_.rend(); ++level) {
    for (const Attribute& parameter : *level) {
      if (!query_.names().same(parameter.name, name.parts[0].name)) continue;
      auto reference = std::make_shared<const Expression>(
          Expression{.content = LambdaRef{.id = parameter.id, .name = parameter.name},
                     .type = parameter.type,
                     .nullable = parameter.nullable,
                     .span = span});
      return with_fields({.expression = std::move(reference),
                          .text = "namedlambdavariable()",
                          .column = name.parts[0].name},
                         name, 1, span);
    }
  }
  return std::nullopt;
}

Typed ExpressionResolver::visit(const sql::ColumnName& node, Span span) {
  if (auto parameter = lambda_parameter(node.name, span)) return *std::move(parameter);
  if (is_pattern(node.name)) {
    query_.report(span, {.condition = "INVALID_USAGE_OF_STAR_OR_REGEX",
                         .sqlstate = "42000",
                         .message = "Invalid usage of regular expression '" +
                                    node.name.last().name + "': one value is wanted here."});
    return {};
  }
  const size_t before = query_.problems();
  const auto done = [&](const Typed& typed) { return typed || query_.problems() != before; };
  if (place_.first != nullptr) {
    Typed typed = from_alias(*place_.first, node.name, span, false);
    if (done(typed)) return typed;
  }
  if (place_.scope != nullptr) {
    Typed typed = from_scope(*place_.scope, node.name, span);
    if (done(typed)) return typed;
  }
  if (place_.lateral != nullptr) {
    Typed typed = from_alias(*place_.lateral, node.name, span, true);
    if (typed && (inside_aggregate_ || inside_window_)) {
      query_.report(span,
                    {.condition = std::string("UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_") +
                                  (inside_aggregate_ ? "AGGREGATE_FUNC" : "WINDOW"),
                     .sqlstate = "0A000",
                     .message = "Referencing a lateral column alias " + quoted(node.name) +
                                " in an aggregate or window function is not supported."});
      return {};
    }
    if (done(typed)) return typed;
  }
  // A subquery sees the query around it, and none around that.
  if (place_.scope != nullptr && place_.scope->outer != nullptr) {
    Typed typed = from_scope(*place_.scope->outer, node.name, span);
    if (done(typed)) return typed;
  }
  // Hive's name for grouping_id().
  if (node.name.parts.size() == 1 && place_.no_aggregates_in == nullptr &&
      query_.names().same(node.name.parts[0].name, "grouping__id")) {
    sql::FunctionCall call;
    call.name = node.name;
    call.name.parts[0].name = "grouping_id";
    Typed typed = aggregate_call(call, *find_function("grouping_id"), span);
    typed.column = node.name.parts[0].name;
    return typed;
  }
  Typed typed = variable(node.name, span);
  return done(typed) ? typed : unresolved(node.name, span);
}

Typed ExpressionResolver::from_alias(const std::vector<AliasedExpression>& list,
                                     const sql::Name& name, Span span, bool lateral) {
  const AliasedExpression* found = nullptr;
  for (const AliasedExpression& alias : list) {
    if (!query_.names().same(alias.name, name.parts[0].name)) continue;
    if (found != nullptr && lateral) {
      query_.report(span, {.condition = "AMBIGUOUS_LATERAL_COLUMN_ALIAS",
                           .sqlstate = "42702",
                           .message = "Lateral column alias " + quoted(alias.name) +
                                      " is ambiguous and has 2 matches."});
      return {};
    }
    if (found == nullptr) found = &alias;
  }
  // A null expression was reported where it was written.
  if (found == nullptr) return {};
  if (!found->expression) {
    query_.report(span, {.condition = "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                         .sqlstate = "42703",
                         .message = "The column " + quoted(found->name) +
                                    " was named before and could not be resolved."});
    return {};
  }
  // HAVING and ORDER BY: `t.a` is a column of t, where the alias t has no fields.
  if (!lateral && name.parts.size() > 1 && !has_parts(found->expression->type)) return {};
  if (lateral && found->uses_lateral) {
    query_.report_error(span, lateral_alias_in_group_by());
    return {};
  }
  if (lateral && !found->is_generated) met_lateral_alias_ = true;
  if (lateral && !query_.has_room_for(parts_of(found->expression, query_.room_for_parts()), span)) {
    return {};
  }
  const std::string& first = name.parts[0].name;
  Typed typed =
      with_fields({.expression = found->expression, .text = first, .column = first}, name, 1, span);
  // Spark shows the last part alone, whatever stands before it.
  // A generator's column is there before the other items are, and keeps its name.
  if (typed && lateral && !found->is_generated)
    typed.text = "lateralAliasReference(" + name.parts.back().name + ")";
  return typed;
}

Typed ExpressionResolver::from_scope(const Scope& scope, const sql::Name& name, Span span) {
  const std::vector<FoundColumn> found = find_columns(scope.columns, name, query_.names());
  if (found.empty()) return {};
  const bool same = std::ranges::all_of(found, [&](const FoundColumn& other) {
    return other.column->attribute.id == found[0].column->attribute.id;
  });
  if (!same) {
    std::string candidates;
    for (const FoundColumn& candidate : found) {
      candidates += (candidates.empty() ? "" : ", ") + quoted(*candidate.column);
    }
    query_.report(span, {.condition = "AMBIGUOUS_REFERENCE",
                         .sqlstate = "42704",
                         .message = "Reference " + quoted(name) + " is ambiguous, could be: [" +
                                    candidates + "]."});
    return {};
  }
  const std::string& written = name.parts[found[0].parts - 1].name;
  return with_fields({.expression = make_reference(found[0].column->attribute, span),
                      .text = written,
                      .column = written},
                     name, found[0].parts, span);
}

Typed ExpressionResolver::with_fields(Typed base, const sql::Name& name, size_t used, Span span) {
  for (size_t at = used; at < name.parts.size(); ++at) {
    base = field(base, name.parts[at].name, span);
    if (!base) return {};
    base.column = name.parts[at].name;
  }
  return base;
}

Typed ExpressionResolver::unresolved(const sql::Name& name, Span span) {
  std::vector<ScopeColumn> known;
  if (place_.first != nullptr) {
    for (const AliasedExpression& alias : *place_.first) {
      known.push_back({.attribute = {.name = alias.name}});
    }
  }
  if (known.empty() && place_.scope != nullptr) known = place_.scope->columns;
  const std::string list = suggestion_list(known, name);
  QueryResolver::Problem problem{.condition = "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                                 .sqlstate = "42703",
                                 .message = "A column, variable, or function parameter with name " +
                                            quoted(name) + " cannot be resolved."};
  if (!list.empty()) {
    problem.condition = "UNRESOLVED_COLUMN.WITH_SUGGESTION";
    problem.message += " Did you mean one of the following? " + list + ".";
    std::vector<std::string> names;
    for (const ScopeColumn& column : known) names.push_back(column.attribute.name);
    const std::string near = nearest(name.last().name, names);
    if (!near.empty()) problem.hint = "did you mean '" + near + "'?";
  }
  query_.report(span, std::move(problem));
  return {};
}

}  // namespace tarn::plan
