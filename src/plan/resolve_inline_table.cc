// VALUES: rows of constants, whose columns take the types that all rows have in common.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/evaluation.h"
#include "plan/expression_resolver.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::DataType;

namespace {

// In VALUES a string does not become what stands above or below it.
bool changes_strings(const DataType& from, const DataType& to) {
  if (from.is(types::TypeKind::kVoid) || to.is(types::TypeKind::kVoid)) return false;
  if (from.kind() == to.kind() && from.is(types::TypeKind::kArray)) {
    return changes_strings(from.element(), to.element());
  }
  if (from.kind() == to.kind() && from.is(types::TypeKind::kMap)) {
    return changes_strings(from.key(), to.key()) || changes_strings(from.value(), to.value());
  }
  if (from.kind() == to.kind() && from.is(types::TypeKind::kStruct)) {
    return !std::ranges::equal(from.fields(), to.fields(),
                               [](const types::Field& a, const types::Field& b) {
                                 return !changes_strings(a.type, b.type);
                               });
  }
  return from.is(types::TypeKind::kString) != to.is(types::TypeKind::kString);
}

// In VALUES whole numbers beside a FLOAT become one, and no DOUBLE.
bool stay_float(const std::vector<DataType>& types) {
  const auto is_float = [](const DataType& type) { return type.is(types::TypeKind::kFloat); };
  return std::ranges::any_of(types, is_float) &&
         std::ranges::all_of(types, [&](const DataType& type) {
           return is_float(type) || type.is_integral() || type.is(types::TypeKind::kVoid);
         });
}

bool is_scalar_subquery(const Expression& expression) {
  return std::holds_alternative<ScalarSubquery>(expression.content);
}

// The values of a row: (a, b) is a tuple, and what is written as a STRUCT is taken for one.
std::vector<const sql::Expression*> values_of(const sql::Expression& row) {
  std::vector<const sql::Expression*> values;
  if (const auto* tuple = row.as<sql::Tuple>()) {
    for (const sql::ExpressionPtr& item : tuple->items) values.push_back(item.get());
  } else if (const auto* spread = row.as<sql::StructConstructor>()) {
    for (const auto& item : spread->items) values.push_back(item.value.get());
  } else {
    values.push_back(&row);
  }
  return values;
}

// What VALUES refuses of a value, if anything. `outer`: the columns of the queries around it.
std::optional<QueryResolver::Problem> refused(const Typed& value, const Scope* outer) {
  if (contains(value.expression, is_scalar_subquery)) {
    return QueryResolver::Problem{
        .condition = "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.SCALAR_SUBQUERY_IN_VALUES",
        .sqlstate = "0A000",
        .message = "Unsupported subquery expression: Scalar subqueries in the VALUES clause."};
  }
  if (contains(value.expression, is_random) || names_outer(value.expression, outer)) {
    return QueryResolver::Problem{
        .condition = "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE",
        .sqlstate = "42000",
        .message = "Invalid inline table. Cannot evaluate the expression \"" + value.text +
                   "\" in inline table definition."};
  }
  return std::nullopt;
}

using ValueRow = std::vector<ExpressionPtr>;

// The rows, each as long as the first; nothing: something was reported.
std::optional<std::vector<ValueRow>> rows_of(QueryResolver& query, ExpressionResolver& resolver,
                                             const sql::InlineTable& table, const Scope* outer) {
  std::vector<ValueRow> rows;
  bool complete = true;
  for (const sql::ExpressionPtr& row : table.rows) {
    ValueRow values;
    for (const sql::Expression* value : values_of(*row)) {
      const Typed typed = resolver.resolve(*value);
      values.push_back(typed.expression);
      complete = complete && typed;
      if (!typed) continue;
      auto refusal = refused(typed, outer);
      complete = complete && !refusal;
      if (refusal) query.report(value->span, *std::move(refusal));
    }
    if (!rows.empty() && values.size() != rows[0].size()) {
      query.report(row->span,
                   {.condition = "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH",
                    .sqlstate = "42000",
                    .message = "Inline table expected " + std::to_string(rows[0].size()) +
                               " columns but found " + std::to_string(values.size()) +
                               " columns in row " + std::to_string(rows.size()) + "."});
      complete = false;
    }
    rows.push_back(std::move(values));
  }
  if (!complete) return std::nullopt;
  return rows;
}

// The type of a column, if its values have one in common.
std::optional<DataType> column_type(const std::vector<ValueRow>& rows, size_t at, AnsiMode ansi) {
  std::vector<DataType> types;
  for (const ValueRow& row : rows) types.push_back(row[at]->type);
  auto common = common_type(types, ansi);
  if (common && stay_float(types)) common = types::float_type();
  const auto changes = [&](const DataType& type) { return changes_strings(type, *common); };
  if (!common || std::ranges::any_of(types, changes)) return std::nullopt;
  return common;
}

// A value that raises makes the table invalid, whoever reads it: what may raise is computed here.
bool evaluate(QueryResolver& query, std::vector<ValueRow>& rows, size_t column, Span span) {
  std::vector<ExpressionPtr*> places;
  std::vector<ExpressionPtr> values;
  for (ValueRow& row : rows) {
    if (!can_raise(*row[column])) continue;
    places.push_back(&row[column]);
    values.push_back(row[column]);
  }
  if (const Status known = fold_all(values, query.settings()); !known) {
    query.report(span, {.condition = "INVALID_INLINE_TABLE.FAILED_SQL_EXPRESSION_EVALUATION",
                        .sqlstate = "42000",
                        .message = "Invalid inline table. Failed to evaluate the SQL expression: " +
                                   known.error().message});
    return false;
  }
  for (size_t at = 0; at < places.size(); ++at) *places[at] = std::move(values[at]);
  return true;
}

}  // namespace

ScopedPlan QueryResolver::inline_table(const sql::InlineTable& table, const CommonTables* tables,
                                       const Scope* outer) {
  const Scope scope{.columns = {}, .outer = outer};
  ExpressionResolver resolver(*this, {.scope = &scope,
                                      .tables = tables,
                                      .no_aggregates_in = "VALUES",
                                      .no_windows_in = "VALUES",
                                      .no_routines_in = "VALUES"});
  auto rows = rows_of(*this, resolver, table, outer);
  if (!rows) return {};
  const Span first_row = table.rows[0]->span;
  std::vector<DataType> column_types;
  for (size_t at = 0; at < rows->front().size(); ++at) {
    auto type = column_type(*rows, at, settings().ansi);
    if (!type) {
      report(first_row, {.condition = "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE",
                         .sqlstate = "42000",
                         .message = "Found incompatible types in the column " +
                                    quoted("col" + std::to_string(at + 1)) + " for inline table."});
      return {};
    }
    column_types.push_back(*std::move(type));
  }
  std::vector<Attribute> output;
  for (size_t at = 0; at < column_types.size(); ++at) {
    for (ValueRow& row : *rows) row[at] = make_cast(row[at], column_types[at]);
    if (!evaluate(*this, *rows, at, first_row)) return {};
    const bool nullable =
        std::ranges::any_of(*rows, [&](const ValueRow& row) { return row[at]->nullable; });
    output.push_back({.id = ids().next_attribute(),
                      .name = "col" + std::to_string(at + 1),
                      .type = column_types[at],
                      .nullable = nullable});
  }
  ScopedPlan result;
  result.plan = make_node(Rows{.rows = *std::move(rows)}, std::move(output));
  result.columns = columns_of(*result.plan);
  return result;
}

}  // namespace tarn::plan
