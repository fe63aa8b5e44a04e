// Small plans for tests of what the emitter writes.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/emit.h"
#include "engine/test_plans.h"

namespace tarn::engine::test {

inline std::string sql_of(const PlanPtr& plan) {
  const auto emitted = emit(plan, {}, Moment{}, {.lane = 1, .execution = 1});
  return emitted ? emitted->sql : emitted.error().text();
}

// One column of literal rows.
struct Column {
  Attribute attribute;
  PlanPtr rows;
};
inline Column texts(const std::vector<Value>& cells) {
  const auto s = column("s", types::string_type());
  std::vector<ValueList> rows;
  for (const Value& cell : cells) rows.push_back({cell});
  return {s, values({s}, rows)};
}
inline Column numbers(const std::vector<Value>& cells) {
  const auto x = column("x", types::long_type());
  std::vector<ValueList> rows;
  for (const Value& cell : cells) rows.push_back({cell});
  return {x, values({x}, rows)};
}

inline PlanPtr of(const Column& in, ExpressionPtr expression) {
  return project(in.rows, {named("v", std::move(expression))});
}
inline PlanPtr of(ExpressionPtr expression) {
  return project(one_row(), {named("v", std::move(expression))});
}
inline PlanPtr total(const Column& in, ExpressionPtr aggregated) {
  return aggregate(in.rows, {}, {named("v", std::move(aggregated))});
}

inline ExpressionPtr not_of(ExpressionPtr condition) {
  return test_of("not", {std::move(condition)});
}

}  // namespace tarn::engine::test
