#include "plan/identity_numbers.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/builder.h"
#include "plan/function.h"
#include "plan/walk.h"
#include "types/identity_column.h"

namespace tarn::plan {
namespace {

constexpr std::string_view kNextNumber = "identity.next";

bool is_next_number(const ExpressionPtr& expression) {
  const auto* call = std::get_if<Call>(&expression->content);
  return call != nullptr && call->function->name == kNextNumber;
}

}  // namespace

ExpressionPtr next_number(size_t column) {
  const Function* const function = find_function(kNextNumber);
  CHECK(function != nullptr);
  return make_call(*function,
                   {make_literal(types::Value{static_cast<int64_t>(column)}, types::long_type())},
                   types::long_type(), false);
}

std::set<size_t> numbered_columns(const types::Schema& table, const types::Schema& given) {
  std::set<size_t> columns;
  for (size_t i = 0; i < table.size(); ++i) {
    if (types::identity_of(table[i]) && !types::find_field(given, table[i].name)) {
      columns.insert(i);
    }
  }
  return columns;
}

Status check_may_be_given(const types::Field& column) {
  const auto identity = types::identity_of(column);
  if (!identity || identity->takes_values) {
    return ok();
  }
  return Error{.code = ErrorCode::kInvalid,
               .message = "Providing values for GENERATED ALWAYS AS IDENTITY column " +
                          column.name + " is not supported.",
               .condition = "DELTA_IDENTITY_COLUMNS_EXPLICIT_INSERT_NOT_SUPPORTED",
               .sqlstate = "42808"};
}

PlanPtr with_numbers(PlanPtr rows, const std::set<size_t>& columns, IdSource& ids) {
  if (columns.empty()) {
    return rows;
  }
  std::vector<NamedExpression> all;
  for (size_t i = 0; i < rows->output.size(); ++i) {
    const Attribute& column = rows->output[i];
    all.push_back({.id = ids.next_attribute(),
                   .name = column.name,
                   .expression = columns.contains(i) ? next_number(i) : make_reference(column)});
  }
  return make_project(std::move(rows), std::move(all));
}

bool is_volatile_below_numbers(const Node& node) {
  const auto* top = std::get_if<Project>(&node.content);
  if (top == nullptr) {
    return is_volatile(node);
  }
  const bool has_other = std::ranges::any_of(top->columns, [](const NamedExpression& column) {
    return !is_next_number(column.expression) && is_volatile(column.expression);
  });
  return has_other || is_volatile(*top->input);
}

}  // namespace tarn::plan
