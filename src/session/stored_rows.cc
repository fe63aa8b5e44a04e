#include "session/stored_rows.h"

#include <fmt/format.h>

#include <utility>

#include "base/invalid.h"
#include "plan/builder.h"
#include "plan/coercion.h"
#include "sql/parse.h"
#include "types/made_values.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

std::string names_of(const types::Schema& columns) {
  std::string text;
  for (const types::Field& column : columns) {
    text += fmt::format("{}`{}`", text.empty() ? "" : ", ", column.name);
  }
  return text;
}

Error wrong_count(const StoreTarget& target, const types::Schema& wanted,
                  const types::Schema& given, ColumnList list) {
  const bool is_less = given.size() < wanted.size();
  const std::string message = fmt::format(
      "Cannot write to {}, the reason is {} data columns: Table columns: {}. Data "
      "columns: {}.",
      target.rules.table, is_less ? "not enough" : "too many", names_of(wanted), names_of(given));
  if (target.rules.is_delta && list != ColumnList::kNamed) {
    return is_less ? invalid("DELTA_INSERT_COLUMN_ARITY_MISMATCH", "42802", message)
                   : invalid("DELTA_METADATA_MISMATCH", "42KDG", message);
  }
  if (list == ColumnList::kPartition) {
    return invalid("INSERT_PARTITION_COLUMN_ARITY_MISMATCH", "21S01", message);
  }
  return invalid(is_less ? "INSERT_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS"
                         : "INSERT_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS",
                 "21S01", message);
}

std::optional<size_t> find(const types::Schema& schema, const std::string& name,
                           bool case_sensitive) {
  for (size_t i = 0; i < schema.size(); ++i) {
    const bool is_it =
        case_sensitive ? schema[i].name == name : types::equal_ignoring_case(schema[i].name, name);
    if (is_it) {
      return i;
    }
  }
  return std::nullopt;
}

bool is_default(const sql::ExpressionPtr& expression) {
  const auto* column = std::get_if<sql::ColumnName>(&expression->node);
  return column != nullptr && column->name.parts.size() == 1 && !column->name.parts[0].quoted &&
         types::equal_ignoring_case(column->name.parts[0].name, "default");
}

}  // namespace

Result<StorePlaces> places_in_order(const StoreTarget& target, const types::Schema& given,
                                    const std::vector<size_t>& columns, ColumnList list) {
  if (given.size() != columns.size()) {
    types::Schema wanted;
    for (const size_t column : columns) {
      wanted.push_back(target.schema[column]);
    }
    return wrong_count(target, wanted, given, list);
  }
  StorePlaces places;
  for (size_t i = 0; i < columns.size(); ++i) {
    places[columns[i]] = i;
  }
  return places;
}

Result<StorePlaces> places_by_name(const StoreTarget& target, const types::Schema& given,
                                   bool case_sensitive) {
  StorePlaces places;
  for (size_t i = 0; i < given.size(); ++i) {
    const auto column = find(target.schema, given[i].name, case_sensitive);
    const std::string start =
        "Cannot write incompatible data for the table " + target.rules.table + ": ";
    if (column && target.fixed.contains(*column) && target.rules.is_delta) {
      return invalid("STATIC_PARTITION_COLUMN_IN_INSERT_COLUMN_LIST", "42713",
                     fmt::format("Static partition column {} is also specified in the column list.",
                                 given[i].name));
    }
    if (!column || target.fixed.contains(*column)) {
      const std::string message =
          fmt::format("{}Cannot write extra columns `{}`.", start, given[i].name);
      return target.rules.is_delta
                 ? invalid("DELTA_METADATA_MISMATCH", "42KDG", message)
                 : invalid("INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_COLUMNS", "KD000", message);
    }
    if (!places.emplace(*column, i).second) {
      const std::string message =
          fmt::format("{}Ambiguous column name in the input data `{}`.", start, given[i].name);
      return target.rules.is_delta
                 ? invalid("DELTA_DUPLICATE_COLUMNS_FOUND.READ_SCHEMA", "42711", message)
                 : invalid("INCOMPATIBLE_DATA_FOR_TABLE.AMBIGUOUS_COLUMN_NAME", "KD000", message);
    }
  }
  return places;
}

Result<plan::PlanPtr> stored_rows(plan::PlanPtr rows, const StoreTarget& target,
                                  const StorePlaces& places, plan::IdSource& ids) {
  std::vector<plan::NamedExpression> columns;
  for (size_t i = 0; i < target.schema.size(); ++i) {
    const types::Field& field = target.schema[i];
    const auto given = places.find(i);
    const auto fixed = target.fixed.find(i);
    plan::ExpressionPtr value = plan::make_null(field.type);
    if (given != places.end()) {
      value = plan::make_reference(rows->output[given->second]);
    } else if (fixed != target.fixed.end()) {
      value = fixed->second;
    }
    ASSIGN_OR_RETURN(value, inserted_value(std::move(value), field, target.rules, target.fields));
    value = with_lengths(std::move(value), field, target.rules, ids);
    columns.push_back(
        {.id = ids.next_attribute(), .name = field.name, .expression = std::move(value)});
  }
  return plan::make_project(std::move(rows), std::move(columns));
}

sql::ExpressionPtr cast_to(sql::ExpressionPtr value, const types::DataType& type) {
  const Span span = value->span;
  return std::make_unique<sql::Expression>(
      span, sql::Cast{.form = sql::CastForm::kCast, .operand = std::move(value), .type = type});
}

// The default may be another program's.
Status fill_default(sql::ExpressionPtr& expression, const types::Field& column) {
  if (!is_default(expression)) {
    return ok();
  }
  const std::string text = types::default_of(column).value_or("NULL");
  auto parsed = sql::parse_expression(sql::Fragment::whole(text, "default of " + column.name));
  if (!parsed) {
    return parsed.diagnostic().as_error().within("the default of column " + column.name);
  }
  // It may be a text of what the column holds.
  expression = cast_to(std::move(parsed).value(), column.type);
  return ok();
}

Status fill_defaults(sql::Query& query, const std::vector<types::Field>& columns) {
  if (auto* inner = std::get_if<sql::QueryPtr>(&query.body->node)) {
    return fill_defaults(**inner, columns);
  }
  if (auto* table = std::get_if<sql::InlineTable>(&query.body->node)) {
    for (sql::ExpressionPtr& row : table->rows) {
      auto* tuple = std::get_if<sql::Tuple>(&row->node);
      if (tuple == nullptr && columns.size() == 1) {
        RETURN_IF_ERROR(fill_default(row, columns[0]));
      }
      for (size_t i = 0; tuple != nullptr && i < tuple->items.size() && i < columns.size(); ++i) {
        RETURN_IF_ERROR(fill_default(tuple->items[i], columns[i]));
      }
    }
  } else if (auto* select = std::get_if<sql::Select>(&query.body->node)) {
    for (size_t i = 0; i < select->items.size() && i < columns.size(); ++i) {
      if (select->items[i].expression != nullptr) {
        RETURN_IF_ERROR(fill_default(select->items[i].expression, columns[i]));
      }
    }
  }
  return ok();
}

}  // namespace tarn::session
