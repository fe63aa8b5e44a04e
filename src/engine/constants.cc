#include "engine/constants.h"

#include <memory>

#include "base/check.h"
#include "plan/builder.h"

namespace tarn::engine {

Result<types::Value> Constants::value_of(const plan::ExpressionPtr& expression,
                                         const std::string& time_zone) const {
  ASSIGN_OR_RETURN(Engine* const engine, engine_());
  ASSIGN_OR_RETURN(const auto connection, engine->connect());
  plan::IdSource ids;
  const plan::PlanPtr plan =
      plan::make_project(plan::make_node(plan::Rows{.rows = {{}}}, {}),
                         {{.id = ids.next_attribute(), .name = "value", .expression = expression}});
  ASSIGN_OR_RETURN(const auto rows,
                   connection->query(plan, {}, {.now = clock_.now(), .time_zone = time_zone}));
  types::Batch batch;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, rows->next(batch));
    CHECK(more);  // one row comes out of one row
    if (batch.rows > 0) return batch.columns[0].value_at(0);
  }
}

}  // namespace tarn::engine
