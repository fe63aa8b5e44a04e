// Columns as statements write them: their types, their defaults, the expressions that generate
// them, and the constants beside them.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "plan/builder.h"
#include "plan/coercion.h"
#include "plan/column_default.h"
#include "plan/constants.h"
#include "plan/generated_columns.h"
#include "plan/text_lengths.h"
#include "plan/walk.h"
#include "session/changed_table.h"
#include "session/refusals.h"
#include "session/session.h"
#include "session/stored_rows.h"
#include "sql/parse.h"
#include "sql/query_parts.h"
#include "types/declared_type.h"
#include "types/identity_column.h"
#include "types/made_values.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

bool is_column(const plan::ExpressionPtr& value, const plan::Attribute& column) {
  const auto* reference =
      value == nullptr ? nullptr : std::get_if<plan::AttributeRef>(&value->content);
  return reference != nullptr && reference->id == column.id;
}

// What an UPDATE leaves out and whose sources it leaves as they are.
void keep_generated(const plan::GeneratedColumns& generated,
                    const std::vector<plan::Attribute>& table, RowClause& clause) {
  for (const auto& [place, expression] : generated.expressions) {
    const std::set<size_t> sources = plan::sources_of(generated, place);
    const bool stays =
        clause.values[place] == nullptr && std::ranges::all_of(sources, [&](size_t source) {
          return is_column(clause.values[source], table[source]);
        });
    if (stays) {
      clause.values[place] = plan::make_reference(table[place]);
      clause.kept.insert(place);
    }
  }
}

// What is refused of a default because it is another value in each row, or in none.
bool names_no_constant(std::string_view condition) {
  return condition.starts_with("UNRESOLVED_COLUMN") ||
         condition.starts_with("GROUP_BY_AGGREGATE") ||
         condition.starts_with("UNSUPPORTED_EXPR_FOR_OPERATOR");
}

// What Spark refuses of a call before it asks what the call is for.
bool is_about_call(std::string_view condition) {
  return condition.starts_with("UNRESOLVED_ROUTINE") || condition.starts_with("WRONG_NUM_ARGS");
}

Status check_identity(const sql::ColumnDefinition& column, const types::Field& field) {
  if (column.default_value) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("A column cannot have both a default value and an identity "
                                        "column specification but column {} has default value: "
                                        "({}).",
                                        field.name, column.default_value->text),
                 .condition = "IDENTITY_COLUMN_WITH_DEFAULT_VALUE",
                 .sqlstate = "42623"};
  }
  if (!field.type.is(types::TypeKind::kLong)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("DataType {} is not supported for IDENTITY columns.",
                                        field.type.sql()),
                 .condition = "DELTA_IDENTITY_COLUMNS_UNSUPPORTED_DATA_TYPE",
                 .sqlstate = "428H2"};
  }
  return ok();
}

}  // namespace

// A column that a statement lists, with its comment, default and expression.
Result<types::Field> Session::listed_column(const sql::ColumnDefinition& column) {
  if (!column.unsupported.empty() || !column.constraints.empty()) {
    return unsupported(fmt::format(
        "{} of the column '{}' is not supported by Tarn",
        column.constraints.empty() ? column.unsupported.front() : column.constraints.front().words,
        column.name.name));
  }
  types::DataType type = column.type.value_or(types::DataType());
  if (settings_.char_as_varchar) {
    type = types::with_varchar(type);
  }
  types::Field field = types::stored_field({.name = column.name.name,
                                            .type = std::move(type),
                                            .nullable = column.nullable,
                                            .comment = column.comment.value_or("")});
  if (column.generated_as && column.default_value) {
    return Error{
        .code = ErrorCode::kInvalid,
        .message = fmt::format("A column cannot have both a default value and a generation "
                               "expression but column {} has default value: ({}) and "
                               "generation expression: ({}).",
                               field.name, column.default_value->text, column.generated_as->text),
        .condition = "GENERATED_COLUMN_WITH_DEFAULT_VALUE",
        .sqlstate = "42623"};
  }
  if (column.generated_as) {
    types::set_generation(field, column.generated_as->text);
  }
  if (column.identity) {
    RETURN_IF_ERROR(check_identity(column, field));
    types::set_identity(field, *column.identity);
  }
  if (column.default_value) {
    RETURN_IF_ERROR(check_default(field, *column.default_value));
    types::set_default(field, column.default_value->text);
  }
  return field;
}

Result<types::Schema> Session::listed_columns(const std::vector<sql::ColumnDefinition>& columns) {
  types::Schema schema;
  for (const sql::ColumnDefinition& column : columns) {
    ASSIGN_OR_RETURN(types::Field field, listed_column(column));
    schema.push_back(std::move(field));
  }
  for (size_t i = 0; i < schema.size(); ++i) {
    if (types::generation_of(schema[i])) {
      RETURN_IF_ERROR(
          plan::check_generated(schema, i, plan::GenerationRules::kStatement, settings_, ids_));
    }
  }
  return schema;
}

// A default is a constant that the column can hold.
Status Session::check_default(const types::Field& column, const sql::ExpressionText& text) {
  const auto refuse = [&](const std::string& kind, const std::string& why) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("Failed to execute the command because the destination "
                                        "column or variable `{}` has a DEFAULT value {}, {}.",
                                        column.name, text.text, why),
                 .condition = "INVALID_DEFAULT_VALUE." + kind,
                 .sqlstate = "42623"};
  };
  const auto refuse_type = [&](const types::DataType& given) {
    return refuse("DATA_TYPE",
                  fmt::format("which requires \"{}\" type, but the statement provided a value of "
                              "incompatible \"{}\" type",
                              column.type.sql(), given.sql()));
  };
  if (sql::has_subquery(*text.expression)) {
    return refuse("SUBQUERY_EXPRESSION", "which contains subquery expressions");
  }
  SessionCatalog catalog = catalog_of({});
  const auto value = default_value(column, text.text, catalog);
  if (catalog.temporary_read()) {
    return refuse("NOT_CONSTANT", "which is not a constant expression");
  }
  if (!value && names_no_constant(value.error().condition)) {
    return refuse("NOT_CONSTANT",
                  "which is not a constant expression whose equivalent value is known at query "
                  "planning time");
  }
  if (!value && is_about_call(value.error().condition)) {
    return value.error();
  }
  if (!value) {
    return refuse("UNRESOLVED_EXPRESSION", "which fails to resolve as a valid expression");
  }
  const types::DataType& given = (*value)->type;
  const bool fits = plan::can_up_cast(given, column.type);
  if (!plan::can_be_default(given, column.type) ||
      (!fits && given.is_nested() && !plan::same_structure(given, column.type))) {
    return refuse_type(given);
  }
  // Of a wider type, a value that the column can hold.
  const bool is_random = plan::contains(*value, plan::is_random);
  if (!fits && !given.is_nested() &&
      (is_random ||
       !constants_.value_of(plan::make_cast(*value, column.type), settings_.time_zone))) {
    return refuse_type(given);
  }
  if (is_random) {
    return refuse("NON_DETERMINISTIC", "which contains a non-deterministic expression");
  }
  const types::DataType declared = types::declared_type(column);
  if (declared == column.type || settings_.char_as_string) {
    return ok();
  }
  // Too long a text is known at once.
  RETURN_IF_ERROR(
      constants_.value_of(plan::stored_value(plan::make_cast(*value, column.type), declared, ids_),
                          settings_.time_zone));
  return ok();
}

// The expression of a default, over no columns.
Result<plan::ExpressionPtr> Session::default_value(const types::Field& column,
                                                   const std::string& text) {
  SessionCatalog catalog = catalog_of({});
  return default_value(column, text, catalog);
}

Result<plan::ExpressionPtr> Session::default_value(const types::Field& column,
                                                   const std::string& text,
                                                   SessionCatalog& catalog) {
  const auto fragment = sql::Fragment::whole(text, "default of " + column.name);
  const auto parsed = sql::parse_expression(fragment);
  if (!parsed) {
    return parsed.diagnostic().as_error();
  }
  return constant(**parsed, fragment, catalog);
}

Result<plan::ExpressionPtr> Session::constant(const sql::Expression& expression,
                                              const sql::Fragment& text) {
  SessionCatalog catalog = catalog_of({});
  return constant(expression, text, catalog);
}

Result<plan::ExpressionPtr> Session::constant(const sql::Expression& expression,
                                              const sql::Fragment& text, SessionCatalog& catalog) {
  const plan::Node nothing{.content = plan::Rows{.rows = {{}}}, .output = {}};
  plan::ExpressionResolution resolved =
      plan::resolve_expression(expression, nothing, text.source(), settings_, catalog, ids_);
  if (resolved.expression == nullptr) {
    return resolved.diagnostics.front().as_error();
  }
  return std::move(resolved.expression);
}

// Rows in the table's columns, with those that the table generates.
Result<plan::PlanPtr> Session::with_generated(plan::PlanPtr rows, const StoreTarget& store,
                                              const StorePlaces& places) {
  if (!types::has_generated(store.schema)) {
    return rows;
  }
  ASSIGN_OR_RETURN(const plan::GeneratedColumns generated,
                   plan::generated_columns(store.schema, rows->output, settings_, ids_));
  std::set<size_t> given;
  for (const auto& [column, from] : places) {
    given.insert(column);
  }
  for (const auto& [column, value] : store.fixed) {
    given.insert(column);
  }
  return plan::with_generated(std::move(rows), generated, given, ids_);
}

// What the table generates of the rows that clauses write; `table` are its columns as they are.
Status Session::know_generated(const Changed& changed, const std::vector<plan::Attribute>& table,
                               RowClauses& clauses) {
  const bool writes = std::ranges::any_of(
      std::array{&clauses.matched, &clauses.not_matched, &clauses.not_matched_by_source},
      [](const auto* list) {
        return std::ranges::any_of(
            *list, [](const RowClause& each) { return each.action != RowAction::kDelete; });
      });
  if (!writes || !types::has_generated(changed.schema)) {
    return ok();
  }
  std::vector<plan::Attribute> row;
  for (const types::Field& field : changed.schema) {
    row.push_back({.id = ids_.next_attribute(), .name = field.name, .type = field.type});
  }
  ASSIGN_OR_RETURN(plan::GeneratedColumns generated,
                   plan::generated_columns(changed.schema, std::move(row), settings_, ids_));
  for (auto* list : {&clauses.matched, &clauses.not_matched_by_source}) {
    for (RowClause& clause : *list) {
      if (clause.action == RowAction::kUpdate) {
        keep_generated(generated, table, clause);
      }
    }
  }
  clauses.generated = std::move(generated);
  return ok();
}

Result<size_t> Session::column_of(const types::Schema& schema, const sql::Name& column) {
  const auto at = types::find_field(schema, column.last().name);
  if (!at || column.parts.size() != 1) {
    std::vector<std::string> known;
    std::ranges::transform(schema, std::back_inserter(known), &types::Field::name);
    return column_not_found(column.text(), known);
  }
  return *at;
}

}  // namespace tarn::session
