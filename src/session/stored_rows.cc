#include "session/stored_rows.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "plan/builder.h"
#include "plan/coercion.h"
#include "sql/parse.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

constexpr const char* kCurrentDefault = "CURRENT_DEFAULT";
constexpr const char* kExistsDefault = "EXISTS_DEFAULT";

std::string names_of(const types::Schema& columns) {
  std::string text;
  for (const types::Field& column : columns) {
    text += fmt::format("{}`{}`", text.empty() ? "" : ", ", column.name);
  }
  return text;
}

Error wrong_count(const StoreTarget& target, const types::Schema& wanted,
                  const types::Schema& given, bool has_partition) {
  const bool is_less = given.size() < wanted.size();
  const char* const plain = is_less ? "INSERT_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS"
                                    : "INSERT_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS";
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format("Cannot write to {}, the reason is {} data columns: Table "
                                 "columns: {}. Data columns: {}.",
                                 target.name, is_less ? "not enough" : "too many", names_of(wanted),
                                 names_of(given)),
          .condition = has_partition ? "INSERT_PARTITION_COLUMN_ARITY_MISMATCH" : plain,
          .sqlstate = "21S01"};
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

// The default may be another program's.
Status fill(sql::ExpressionPtr& expression, const types::Field& column) {
  if (!is_default(expression)) {
    return ok();
  }
  const std::string text = default_of(column).value_or("NULL");
  auto parsed = sql::parse_expression(sql::Fragment::whole(text, "default of " + column.name));
  if (!parsed) {
    return parsed.diagnostic().as_error().within("the default of column " + column.name);
  }
  expression = std::move(parsed).value();
  return ok();
}

}  // namespace

Result<StorePlaces> places_in_order(const StoreTarget& target, const types::Schema& given,
                                    const std::vector<size_t>& columns, bool has_partition) {
  if (given.size() != columns.size()) {
    types::Schema wanted;
    for (const size_t column : columns) {
      wanted.push_back(target.schema[column]);
    }
    return wrong_count(target, wanted, given, has_partition);
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
    if (!column || target.fixed.contains(*column)) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = fmt::format("Cannot write incompatible data for the table {}: Cannot "
                                          "write extra columns `{}`.",
                                          target.name, given[i].name),
                   .condition = "INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_COLUMNS",
                   .sqlstate = "KD000"};
    }
    if (!places.emplace(*column, i).second) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = fmt::format("Cannot write incompatible data for the table {}: "
                                          "Ambiguous column name in the input data `{}`.",
                                          target.name, given[i].name),
                   .condition = "INCOMPATIBLE_DATA_FOR_TABLE.AMBIGUOUS_COLUMN_NAME",
                   .sqlstate = "KD000"};
    }
  }
  return places;
}

Status check_store(const std::string& table, const types::Field& column,
                   const types::DataType& type) {
  if (plan::can_store(type, column.type)) {
    return ok();
  }
  return Error{.code = ErrorCode::kInvalid,
               .message = fmt::format("Cannot write incompatible data for the table {}: Cannot "
                                      "safely cast `{}` \"{}\" to \"{}\".",
                                      table, column.name, type.sql(), column.type.sql()),
               .condition = "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST",
               .sqlstate = "KD000"};
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
    RETURN_IF_ERROR(check_store(target.name, field, value->type));
    columns.push_back({.id = ids.next_attribute(),
                       .name = field.name,
                       .expression = plan::make_cast(std::move(value), field.type)});
  }
  return plan::make_project(std::move(rows), std::move(columns));
}

Error insert_error(const Error& error, const plan::Node& stored) {
  const auto* project = std::get_if<plan::Project>(&stored.content);
  if (project == nullptr || (error.condition != "CAST_OVERFLOW" &&
                             error.condition != "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION")) {
    return error;
  }
  // The message names the type that the value did not fit: "INT", or "Decimal(10, 2)".
  std::string message = types::case_folded(error.message);
  std::erase(message, ' ');
  for (const plan::NamedExpression& column : project->columns) {
    const plan::Expression* value = column.expression.get();
    if (const auto* choice = std::get_if<plan::CaseWhen>(&value->content)) {
      value = choice->branches.front().result.get();
    }
    const auto* cast = std::get_if<plan::Cast>(&value->content);
    if (cast == nullptr) {
      continue;
    }
    const std::string to = column.expression->type.sql();
    if (message.find(column.expression->type.text()) != std::string::npos) {
      return Error{
          .code = ErrorCode::kInvalid,
          .message = fmt::format(
              "Fail to assign a value of \"{}\" type to the \"{}\" type column or variable "
              "`{}` due to an overflow. Use `try_cast` on the input value to tolerate "
              "overflow and return NULL instead.",
              cast->input->type.sql(), to, column.name),
          .condition = "CAST_OVERFLOW_IN_TABLE_INSERT",
          .sqlstate = "22003"};
    }
  }
  return error;
}

std::optional<std::string> default_of(const types::Field& column) {
  const auto found = column.metadata.find(kCurrentDefault);
  if (found == column.metadata.end()) {
    return std::nullopt;
  }
  const nlohmann::json text = nlohmann::json::parse(found->second, nullptr, false);
  return text.is_string() ? std::optional(text.get<std::string>()) : std::nullopt;
}

void set_default(types::Field& column, const std::string& text) {
  const std::string json = nlohmann::json(text).dump();
  column.metadata[kCurrentDefault] = json;
  column.metadata[kExistsDefault] = json;
}

Status fill_defaults(sql::Query& query, const std::vector<types::Field>& columns) {
  if (auto* inner = std::get_if<sql::QueryPtr>(&query.body->node)) {
    return fill_defaults(**inner, columns);
  }
  if (auto* table = std::get_if<sql::InlineTable>(&query.body->node)) {
    for (sql::ExpressionPtr& row : table->rows) {
      auto* tuple = std::get_if<sql::Tuple>(&row->node);
      if (tuple == nullptr && columns.size() == 1) {
        RETURN_IF_ERROR(fill(row, columns[0]));
      }
      for (size_t i = 0; tuple != nullptr && i < tuple->items.size() && i < columns.size(); ++i) {
        RETURN_IF_ERROR(fill(tuple->items[i], columns[i]));
      }
    }
  } else if (auto* select = std::get_if<sql::Select>(&query.body->node)) {
    for (size_t i = 0; i < select->items.size() && i < columns.size(); ++i) {
      if (select->items[i].expression != nullptr) {
        RETURN_IF_ERROR(fill(select->items[i].expression, columns[i]));
      }
    }
  }
  return ok();
}

}  // namespace tarn::session
