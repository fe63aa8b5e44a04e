#include "plan/resolver.h"

#include <algorithm>
#include <sstream>

#include "plan/coercion.h"
#include "plan/expression_resolver.h"
#include "plan/order_of_refusals.h"
#include "plan/text_lengths.h"
#include "plan/time_type_check.h"
#include "types/declared_type.h"

namespace tarn::plan {

void QueryResolver::report(Span span, Problem problem) {
  // Each is shown with its line and column, for which the text is gone through.
  constexpr size_t kProblemsMax = 1000;
  if (shared_.diagnostics.size() >= kProblemsMax) {
    ++shared_.room.unsaid;
    return;
  }
  Diagnostic diagnostic{.condition = std::move(problem.condition),
                        .sqlstate = std::move(problem.sqlstate),
                        .message = std::move(problem.message),
                        .hint = std::move(problem.hint),
                        .source = text_,
                        .span = span};
  std::ostringstream said;
  said << text_.get() << ' ' << span.begin << ' ' << span.end << ' ' << diagnostic.condition << ' '
       << diagnostic.message;
  if (!shared_.room.problems.insert(std::move(said).str()).second) return;
  shared_.diagnostics.push_back(std::move(diagnostic));
}

void QueryResolver::report_error(Span span, const Error& error) {
  report(span, {.condition = error.condition.empty() ? "ANALYSIS_ERROR" : error.condition,
                .sqlstate = error.sqlstate,
                .message = error.message});
}

void QueryResolver::report_unsupported(Span span, std::string_view construct) {
  report(span, {.condition = "UNSUPPORTED_FEATURE",
                .sqlstate = "0A000",
                .message = "Tarn does not support " + std::string(construct) + " yet."});
}

// A few names, each reading the one before it twice, are more queries than any machine resolves.
bool QueryResolver::has_room(Span span) {
  constexpr size_t kQueriesMax = 20'000;
  if (shared_.room.queries > kQueriesMax) return false;  // reported
  if (++shared_.room.queries <= kQueriesMax) return true;
  report(span, {.condition = "FAILED_TO_PARSE_TOO_COMPLEX",
                .sqlstate = "54001",
                .message = "The statement is too complex: with its views and common tables put in "
                           "their places it has more than 20000 queries"});
  return false;
}

namespace {

// Of expressions that stand twice: a lateral alias may name the one before it twice, and so on.
constexpr size_t kRepeatedPartsMax = 100'000;

}  // namespace

size_t QueryResolver::room_for_parts() const {
  return kRepeatedPartsMax + 1 - std::min(shared_.room.parts, kRepeatedPartsMax);
}

bool QueryResolver::has_room_for(size_t parts, Span span) {
  shared_.room.parts += parts;
  if (shared_.room.parts <= kRepeatedPartsMax) return true;
  report(span, {.condition = "FAILED_TO_PARSE_TOO_COMPLEX",
                .sqlstate = "54001",
                .message = "The statement is too complex: with its lateral column aliases put in "
                           "their places, and what BETWEEN, CASE and nullif compare repeated, its "
                           "expressions have more than 100000 parts"});
  return false;
}

// A function that calls one twice, which calls one twice, and so on.
bool QueryResolver::has_room_for_body(Span span) {
  constexpr size_t kBodiesMax = 10'000;
  if (shared_.room.bodies > kBodiesMax) return false;  // reported
  if (++shared_.room.bodies <= kBodiesMax) return true;
  report(span, {.condition = "FAILED_TO_PARSE_TOO_COMPLEX",
                .sqlstate = "54001",
                .message = "The statement is too complex: with the bodies of its SQL functions put "
                           "in their places it has more than 10000 calls of them"});
  return false;
}

// Common tables and views that each read the one before are as deep as they are many.
ScopedPlan QueryResolver::query(const sql::Query& query, const CommonTables* tables,
                                const Scope* outer) {
  constexpr size_t kDepthMax = 400;
  if (shared_.room.depth >= kDepthMax) {
    report(query.span, {.condition = "FAILED_TO_PARSE_TOO_COMPLEX",
                        .sqlstate = "54001",
                        .message = "The statement is too complex: with its views and common tables "
                                   "put in their places its queries are nested more than 400 "
                                   "levels deep"});
    return {};
  }
  ++shared_.room.depth;
  ScopedPlan result = query_inside(query, tables, outer);
  --shared_.room.depth;
  return result;
}

namespace {

// The resolver of a whole text, with what it borrows.
struct Outermost {
  Outermost(const SessionSettings& settings, IdSource& ids, std::vector<Diagnostic>& diagnostics,
            const std::shared_ptr<const SourceText>& text, Catalog& catalog)
      : resolver({.settings = settings,
                  .ids = ids,
                  .diagnostics = diagnostics,
                  .views = views,
                  .routines = routines,
                  .room = room},
                 text, catalog) {}

  std::vector<const sql::Query*> views;
  Routines routines;
  Room room;
  QueryResolver resolver;
};

}  // namespace

Resolution resolve_query(const sql::Query& query, const std::shared_ptr<const SourceText>& text,
                         const SessionSettings& settings, Catalog& catalog, IdSource& ids) {
  Resolution result;
  Outermost outermost(settings, ids, result.diagnostics, text, catalog);
  outermost.views.push_back(&query);
  QueryResolver& resolver = outermost.resolver;
  ScopedPlan plan = resolver.query(query, nullptr, nullptr);
  if (result.diagnostics.empty() && outermost.routines.any) plan.plan = without_routines(plan.plan);
  if (result.diagnostics.empty() && !settings.time_type_enabled) {
    if (const auto span = forbidden_time(*plan.plan)) {
      resolver.report(*span, {.condition = "UNSUPPORTED_TIME_TYPE",
                              .sqlstate = "0A000",
                              .message = "The data type TIME is not supported.",
                              .hint = "SET spark.sql.timeType.enabled = true switches it on"});
    }
  }
  if (result.diagnostics.empty()) {
    CHECK(plan.plan != nullptr);
    result.plan = prune_columns(plan.plan);
  }
  order_as_met(result.diagnostics);
  return result;
}

ExpressionResolution resolve_expression(const sql::Expression& expression, const Node& input,
                                        const std::shared_ptr<const SourceText>& text,
                                        const SessionSettings& settings, Catalog& catalog,
                                        IdSource& ids) {
  ExpressionResolution result;
  Outermost outermost(settings, ids, result.diagnostics, text, catalog);
  QueryResolver& resolver = outermost.resolver;
  Scope scope;
  for (const Attribute& attribute : input.output) {
    scope.columns.push_back({.attribute = attribute});
  }
  ExpressionResolver worker(
      resolver,
      {.scope = &scope, .no_aggregates_in = "expression's", .no_windows_in = "an expression"});
  result.expression = worker.resolve(expression).expression;
  if (!result.diagnostics.empty()) result.expression = nullptr;
  order_as_met(result.diagnostics);
  if (result.expression && outermost.routines.any)
    result.expression = without_routines(result.expression);
  return result;
}

ExpressionPtr QueryResolver::expression_over(const sql::Expression& expression, const Scope& scope,
                                             ExpressionUse use, const sql::Query* with) {
  Levels levels;
  const CommonTables* visible = nullptr;
  if (with != nullptr && !add_levels(*with, levels, visible, nullptr)) return nullptr;
  ExpressionResolver worker(*this,
                            {.scope = &scope,
                             .tables = visible,
                             .no_aggregates_in = use == ExpressionUse::kFilter ? "WHERE" : "JOIN",
                             .no_windows_in = "an expression"});
  return use == ExpressionUse::kValue ? worker.resolve(expression).expression
                                      : worker.condition(expression);
}

ExpressionResolution resolve_over(const sql::Expression& expression,
                                  const std::vector<VisibleRelation>& relations, ExpressionUse use,
                                  const sql::Query* with,
                                  const std::shared_ptr<const SourceText>& text,
                                  const SessionSettings& settings, Catalog& catalog,
                                  IdSource& ids) {
  ExpressionResolution result;
  Outermost outermost(settings, ids, result.diagnostics, text, catalog);
  QueryResolver& resolver = outermost.resolver;
  Scope scope;
  for (const VisibleRelation& relation : relations) {
    for (const Attribute& attribute : relation.columns) {
      scope.columns.push_back({.qualifier = relation.qualifier, .attribute = attribute});
    }
  }
  result.expression = resolver.expression_over(expression, scope, use, with);
  if (!result.diagnostics.empty()) result.expression = nullptr;
  order_as_met(result.diagnostics);
  if (result.expression && outermost.routines.any)
    result.expression = without_routines(result.expression);
  return result;
}

Result<PlanPtr> cast_to_schema(PlanPtr input, const types::Schema& schema, IdSource& ids) {
  const types::Schema given = schema_of(*input);
  for (const types::Field& field : given) {
    if (types::find_field(schema, field.name)) continue;
    return Error{.code = ErrorCode::kInvalid,
                 .message = "Cannot write the extra column `" + field.name +
                            "`: the table has no such column.",
                 .condition = "INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_COLUMNS",
                 .sqlstate = "KD000"};
  }
  std::vector<NamedExpression> columns;
  for (const types::Field& field : schema) {
    const auto at = types::find_field(given, field.name);
    ExpressionPtr value = at ? make_reference(input->output[*at]) : make_null(field.type);
    if (!can_store(value->type, field.type)) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = "Cannot safely cast the column `" + field.name + "` \"" +
                              value->type.sql() + "\" to \"" + field.type.sql() + "\".",
                   .condition = "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST",
                   .sqlstate = "KD000"};
    }
    value = make_cast(std::move(value), field.type);
    if (const types::DataType declared = types::declared_type(field); declared != field.type) {
      value = value_within(std::move(value), field, declared, ids);
    }
    columns.push_back(
        {.id = ids.next_attribute(), .name = field.name, .expression = std::move(value)});
  }
  return make_project(std::move(input), std::move(columns));
}

}  // namespace tarn::plan
