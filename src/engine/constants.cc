#include "engine/constants.h"

#include <memory>

#include "base/check.h"
#include "plan/builder.h"

namespace tarn::engine {

Result<std::vector<types::Value>> Constants::values_of(
    std::span<const plan::ExpressionPtr> expressions, const std::string& time_zone) const {
  ASSIGN_OR_RETURN(Engine* const engine, engine_());
  ASSIGN_OR_RETURN(const auto connection, engine->connect());
  plan::IdSource ids;
  std::vector<plan::NamedExpression> columns;
  for (const plan::ExpressionPtr& expression : expressions) {
    columns.push_back({.id = ids.next_attribute(), .name = "value", .expression = expression});
  }
  const plan::PlanPtr plan =
      plan::make_project(plan::make_node(plan::Rows{.rows = {{}}}, {}), std::move(columns));
  ASSIGN_OR_RETURN(const auto rows,
                   connection->query(plan, {}, {.now = clock_.now(), .time_zone = time_zone}));
  types::Batch batch;
  do {
    ASSIGN_OR_RETURN(const bool more, rows->next(batch));
    CHECK(more);  // one row comes out of one row
  } while (batch.rows == 0);
  std::vector<types::Value> values;
  for (const types::Column& column : batch.columns) values.push_back(column.value_at(0));
  return values;
}

}  // namespace tarn::engine
