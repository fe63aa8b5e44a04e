#include "session/row_resolver.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "plan/builder.h"
#include "plan/function.h"
#include "plan/identity_numbers.h"
#include "plan/walk.h"
#include "session/stored_rows.h"
#include "types/identity_column.h"
#include "types/made_values.h"

namespace tarn::session {
namespace {

using plan::ExpressionPtr;

Error delta_error(const char* condition, const char* sqlstate, std::string message) {
  return {.code = ErrorCode::kInvalid,
          .message = std::move(message),
          .condition = condition,
          .sqlstate = sqlstate};
}

bool is_prefix(const std::vector<size_t>& of, const std::vector<size_t>& path) {
  return path.size() <= of.size() && std::equal(path.begin(), path.end(), of.begin());
}

std::string names_at(const types::Schema& schema, const std::vector<size_t>& path) {
  std::string text = schema[path[0]].name;
  const types::DataType* type = &schema[path[0]].type;
  for (size_t i = 1; i < path.size(); ++i) {
    const types::Field& field = type->fields()[path[i]];
    text += "." + field.name;
    type = &field.type;
  }
  return "`" + text + "`";
}

sql::Expression column_named(const std::string& name, Span span) {
  return {span,
          sql::ColumnName{{.parts = {{.name = name, .span = span, .quoted = true}}, .span = span}}};
}

}  // namespace

void RowResolver::report(const Error& error, Span span) {
  Diagnostic diagnostic = Diagnostic::of(error);
  diagnostic.source = context_.text.source();
  diagnostic.span = span;
  diagnostics_.push_back(std::move(diagnostic));
}

ExpressionPtr RowResolver::resolve(const sql::Expression& expression, const Relations& visible,
                                   plan::ExpressionUse use) {
  plan::ExpressionResolution resolved =
      plan::resolve_over(expression, visible, use, context_.with, context_.text.source(),
                         context_.settings, context_.catalog, context_.ids);
  for (Diagnostic& diagnostic : resolved.diagnostics) {
    if (context_.is_merge && diagnostic.condition.starts_with("UNRESOLVED_COLUMN")) {
      diagnostic.condition = "DELTA_MERGE_UNRESOLVED_EXPRESSION";
      diagnostic.sqlstate = "42601";
    }
    diagnostics_.push_back(std::move(diagnostic));
  }
  return resolved.expression;
}

// Rows are looked at twice, so that a condition has to give the same both times.
ExpressionPtr RowResolver::check_condition(ExpressionPtr condition, Span span,
                                           const std::string& place) {
  if (condition == nullptr) {
    return nullptr;
  }
  const auto is_subquery = [](const plan::Expression& each) {
    return plan::subquery_of(each) != nullptr;
  };
  if (plan::is_volatile(condition)) {
    report(delta_error("DELTA_NON_DETERMINISTIC_FUNCTION_NOT_SUPPORTED", "0AKDC",
                       "Non-deterministic functions are not supported in the " + place + "."),
           span);
    return nullptr;
  }
  if (context_.is_merge && plan::contains(condition, is_subquery)) {
    report(delta_error("DELTA_UNSUPPORTED_SUBQUERY", "0AKDC",
                       "Subqueries are not supported in the " + place + "."),
           span);
    return nullptr;
  }
  return condition;
}

ExpressionPtr RowResolver::filter(const sql::Expression& condition, const Relations& visible,
                                  std::string_view statement) {
  return check_condition(resolve(condition, visible, plan::ExpressionUse::kFilter), condition.span,
                         std::string(statement));
}

ExpressionPtr RowResolver::replaced(const sql::Expression& condition,
                                    const plan::VisibleRelation& table) {
  const ExpressionPtr resolved = resolve(condition, {table}, plan::ExpressionUse::kValue);
  if (resolved == nullptr) {
    return nullptr;
  }
  const auto refuse = [&](const char* name, const char* sqlstate, const char* message) {
    report(delta_error(name, sqlstate, message), condition.span);
    return ExpressionPtr();
  };
  if (plan::contains(resolved,
                     [](const auto& each) { return plan::subquery_of(each) != nullptr; })) {
    return refuse("UNSUPPORTED_FEATURE.OVERWRITE_BY_SUBQUERY", "0A000",
                  "INSERT OVERWRITE with a subquery condition is not supported.");
  }
  if (plan::is_volatile(resolved)) {
    return refuse("INVALID_NON_DETERMINISTIC_EXPRESSIONS", "42K0E",
                  "The operator expects a deterministic expression.");
  }
  if (!resolved->type.is(types::TypeKind::kBoolean)) {
    return refuse("_LEGACY_ERROR_TEMP_1109", "",
                  "Exec update failed: cannot translate expression to source filter.");
  }
  return resolved;
}

ExpressionPtr RowResolver::join_condition(const sql::Expression& condition,
                                          const Relations& visible) {
  const size_t before = diagnostics_.size();
  ExpressionPtr on = resolve(condition, visible, plan::ExpressionUse::kJoinCondition);
  for (size_t i = before; i < diagnostics_.size(); ++i) {
    if (diagnostics_[i].condition == "UNSUPPORTED_EXPR_FOR_OPERATOR") {
      diagnostics_[i].condition = "DELTA_AGGREGATION_NOT_SUPPORTED";
      diagnostics_[i].sqlstate = "42903";
    }
  }
  return check_condition(std::move(on), condition.span, "search condition of MERGE operation");
}

ExpressionPtr RowResolver::clause_condition(const sql::Expression& condition,
                                            const Relations& visible, std::string_view action) {
  const size_t before = diagnostics_.size();
  ExpressionPtr resolved = resolve(condition, visible, plan::ExpressionUse::kValue);
  for (size_t i = before; i < diagnostics_.size(); ++i) {
    if (diagnostics_[i].condition == "UNSUPPORTED_EXPR_FOR_OPERATOR") {
      diagnostics_[i].condition = "DELTA_AGGREGATION_NOT_SUPPORTED";
      diagnostics_[i].sqlstate = "42903";
    }
  }
  resolved = check_condition(std::move(resolved), condition.span,
                             fmt::format("{} condition of MERGE operation", action));
  if (resolved == nullptr || resolved->type.is(types::TypeKind::kBoolean)) {
    return resolved;
  }
  if (!resolved->type.is(types::TypeKind::kString) && !resolved->type.is(types::TypeKind::kVoid)) {
    report(delta_error("CANNOT_UP_CAST_DATATYPE", "42846",
                       fmt::format("Cannot up cast the condition from \"{}\" to \"BOOLEAN\".",
                                   resolved->type.sql())),
           condition.span);
    return nullptr;
  }
  return plan::make_cast(std::move(resolved), types::boolean());
}

// Which column, and which fields inside it, a name means.
std::optional<std::vector<size_t>> RowResolver::path_of(const sql::Name& column,
                                                        const plan::VisibleRelation& table) {
  const sql::Expression written{column.span, sql::ColumnName{column}};
  const ExpressionPtr found = resolve(written, {table}, plan::ExpressionUse::kValue);
  if (found == nullptr) {
    return std::nullopt;
  }
  std::vector<size_t> path;
  const plan::Expression* part = found.get();
  while (const auto* field = std::get_if<plan::GetField>(&part->content)) {
    path.insert(path.begin(), field->ordinal);
    part = field->input.get();
  }
  const auto* reference = std::get_if<plan::AttributeRef>(&part->content);
  if (reference == nullptr) {
    report(delta_error("DELTA_UNSUPPORTED_NESTED_FIELD_IN_UPDATE", "0A000",
                       "Updating nested fields is only supported for StructType."),
           column.span);
    return std::nullopt;
  }
  const auto at = std::ranges::find(table.columns, reference->id, &plan::Attribute::id);
  CHECK(at != table.columns.end());
  path.insert(path.begin(), static_cast<size_t>(at - table.columns.begin()));
  return path;
}

std::optional<RowResolver::Assigned> RowResolver::assigned(sql::Assignment& assignment,
                                                           const plan::VisibleRelation& table,
                                                           const Relations& visible,
                                                           RowAction action) {
  auto path = path_of(assignment.column, table);
  if (!path || !may_be_given(context_.schema[path->front()], action, assignment.column.span)) {
    return std::nullopt;
  }
  if (path->size() == 1) {
    if (const Status filled = fill_default(assignment.value, context_.schema[path->front()]);
        !filled) {
      report(filled.error(), assignment.value->span);
      return std::nullopt;
    }
  }
  ExpressionPtr value = resolve(*assignment.value, visible, plan::ExpressionUse::kValue);
  if (value == nullptr) {
    return std::nullopt;
  }
  return Assigned{
      .path = *std::move(path), .value = std::move(value), .span = assignment.value->span};
}

ExpressionPtr RowResolver::stored(ExpressionPtr value, const types::Field& field, Span span) {
  auto cast = changed_value(std::move(value), field, context_.rules);
  if (!cast) {
    report(cast.error(), span);
    return nullptr;
  }
  return with_lengths(*std::move(cast), field, context_.rules, context_.ids);
}

// A field of a struct that is NULL is set in a struct whose other fields are NULL.
ExpressionPtr RowResolver::value_after(const ExpressionPtr& before, const types::Field& field,
                                       const std::vector<const Assigned*>& assigned, size_t depth) {
  if (assigned.empty()) {
    return before;
  }
  if (assigned.front()->path.size() == depth) {
    return stored(assigned.front()->value, field, assigned.front()->span);
  }
  std::vector<ExpressionPtr> parts;
  const std::vector<types::Field>& fields = field.type.fields();
  for (size_t i = 0; i < fields.size(); ++i) {
    std::vector<const Assigned*> inside;
    std::ranges::copy_if(assigned, std::back_inserter(inside),
                         [&](const Assigned* each) { return each->path[depth] == i; });
    types::Field part = fields[i];
    part.name = field.name + "." + part.name;
    ExpressionPtr value = value_after(plan::make_field(before, i), part, inside, depth + 1);
    if (value == nullptr) {
      return nullptr;
    }
    parts.push_back(std::move(value));
  }
  return plan::make_call(*plan::find_function("struct"), std::move(parts), field.type, false,
                         assigned.front()->span);
}

RowResolver::Values RowResolver::updated(std::vector<sql::Assignment>& assignments,
                                         const plan::VisibleRelation& table,
                                         const Relations& visible) {
  std::vector<Assigned> all;
  for (sql::Assignment& each : assignments) {
    auto one = assigned(each, table, visible, RowAction::kUpdate);
    if (!one) {
      return {};
    }
    for (const Assigned& other : all) {
      if (is_prefix(other.path, one->path) || is_prefix(one->path, other.path)) {
        report(delta_error("DELTA_CONFLICT_SET_COLUMN", "42701",
                           fmt::format("There is a conflict from these SET columns: [{}, {}].",
                                       names_at(context_.schema, other.path),
                                       names_at(context_.schema, one->path))),
               each.column.span);
        return {};
      }
    }
    all.push_back(*std::move(one));
  }
  Values values;
  for (size_t i = 0; i < context_.schema.size(); ++i) {
    std::vector<const Assigned*> inside;
    for (const Assigned& each : all) {
      if (each.path[0] == i) {
        inside.push_back(&each);
      }
    }
    if (inside.empty() && types::generation_of(context_.schema[i])) {
      values.push_back(nullptr);
      continue;
    }
    ExpressionPtr value =
        value_after(plan::make_reference(table.columns[i]), context_.schema[i], inside, 1);
    if (value == nullptr) {
      return {};
    }
    const bool is_changed_inside = !inside.empty() && inside.front()->path.size() > 1;
    values.push_back(is_changed_inside ? with_lengths(std::move(value), context_.schema[i],
                                                      context_.rules, context_.ids)
                                       : std::move(value));
  }
  return values;
}

// A value for an identity column that is counted, or that rows which are there have.
bool RowResolver::may_be_given(const types::Field& field, RowAction action, Span span) {
  if (!types::identity_of(field)) {
    return true;
  }
  const Status allowed =
      action == RowAction::kInsert
          ? plan::check_may_be_given(field)
          : Status(delta_error("DELTA_IDENTITY_COLUMNS_UPDATE_NOT_SUPPORTED", "42808",
                               "UPDATE on IDENTITY column " + field.name + " is not supported."));
  if (!allowed) {
    report(allowed.error(), span);
  }
  return static_cast<bool>(allowed);
}

// What a column that an INSERT does not name gets: its number, its default, or NULL.
ExpressionPtr RowResolver::default_value(size_t column) {
  const types::Field& field = context_.schema[column];
  if (types::identity_of(field)) {
    return plan::next_number(column);
  }
  sql::ExpressionPtr written = std::make_unique<sql::Expression>(
      Span{}, sql::ColumnName{{.parts = {{.name = "DEFAULT"}}, .span = {}}});
  if (const Status filled = fill_default(written, field); !filled) {
    report(filled.error(), {});
    return nullptr;
  }
  ExpressionPtr value = resolve(*written, {}, plan::ExpressionUse::kValue);
  return value == nullptr ? nullptr : stored(std::move(value), field, {});
}

RowResolver::Values RowResolver::inserted(std::vector<sql::Assignment>& assignments,
                                          const plan::VisibleRelation& table,
                                          const Relations& visible) {
  Values values(context_.schema.size());
  for (sql::Assignment& each : assignments) {
    const auto one = assigned(each, table, visible, RowAction::kInsert);
    if (!one) {
      return {};
    }
    if (one->path.size() > 1) {
      report(delta_error("DELTA_UNSUPPORTED_NESTED_FIELD_IN_OPERATION", "0AKDC",
                         "Nested field is not supported in the INSERT clause of MERGE operation "
                         "(field = " +
                             each.column.text() + ")."),
             each.column.span);
      return {};
    }
    const size_t at = one->path[0];
    if (values[at] != nullptr) {
      report(delta_error("DELTA_DUPLICATE_COLUMNS_ON_INSERT", "42701",
                         "Duplicate column names in INSERT clause"),
             each.column.span);
      return {};
    }
    values[at] = stored(one->value, context_.schema[at], one->span);
    if (values[at] == nullptr) {
      return {};
    }
  }
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] != nullptr || types::generation_of(context_.schema[i])) {
      continue;
    }
    values[i] = default_value(i);
    if (values[i] == nullptr) {
      return {};
    }
  }
  return values;
}

RowResolver::Values RowResolver::by_name(const plan::VisibleRelation& source,
                                         const plan::VisibleRelation* table, bool may_lack,
                                         Span span) {
  Values values;
  for (size_t i = 0; i < context_.schema.size(); ++i) {
    const types::Field& field = context_.schema[i];
    const bool lacks = std::ranges::none_of(source.columns, [&](const plan::Attribute& column) {
      return types::find_field({{.name = column.name, .type = column.type}}, field.name)
          .has_value();
    });
    if (lacks && may_lack && types::generation_of(field)) {
      values.push_back(nullptr);
      continue;
    }
    if (lacks && may_lack && table == nullptr && types::identity_of(field)) {
      values.push_back(plan::next_number(i));
      continue;
    }
    if (lacks && may_lack) {
      values.push_back(table != nullptr ? plan::make_reference(table->columns[i])
                                        : plan::make_null(field.type));
      continue;
    }
    ExpressionPtr value =
        resolve(column_named(field.name, span), {source}, plan::ExpressionUse::kValue);
    const RowAction action = table == nullptr ? RowAction::kInsert : RowAction::kUpdate;
    if (value != nullptr && !may_be_given(field, action, span)) {
      return {};
    }
    if (value != nullptr) {
      value = stored(std::move(value), field, span);
    }
    if (value == nullptr) {
      return {};
    }
    values.push_back(std::move(value));
  }
  return values;
}

}  // namespace tarn::session
