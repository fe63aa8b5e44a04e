#include "plan/order_items.h"

namespace tarn::plan {

namespace {

OrderItem item_of(const sql::SortItem& written, bool may_be_ordinal) {
  const bool ascending = written.direction == sql::SortDirection::kAscending;
  return {.expression = written.expression.get(),
          .ascending = ascending,
          .nulls_first = written.nulls == sql::NullOrder::kDefault
                             ? ascending
                             : written.nulls == sql::NullOrder::kFirst,
          .may_be_ordinal = may_be_ordinal};
}

}  // namespace

std::vector<OrderItem> order_items(const sql::Query& query) {
  std::vector<OrderItem> items;
  for (const sql::SortItem& each : query.order_by) items.push_back(item_of(each, true));
  for (const sql::ExpressionPtr& each : query.cluster_by) {
    items.push_back({.expression = each.get()});
  }
  for (const sql::ExpressionPtr& each : query.distribute_by) {
    items.push_back({.expression = each.get(), .sorts = false});
  }
  for (const sql::SortItem& each : query.sort_by) items.push_back(item_of(each, false));
  return items;
}

bool has_order(const sql::Query& query) {
  return !query.order_by.empty() || !query.sort_by.empty() || !query.distribute_by.empty() ||
         !query.cluster_by.empty();
}

bool is_one_order(const sql::Query& query) {
  const bool spreads = !query.sort_by.empty() || !query.distribute_by.empty();
  return (query.order_by.empty() ? 0 : 1) + (query.cluster_by.empty() ? 0 : 1) +
             (spreads ? 1 : 0) <=
         1;
}

Span order_span(const sql::Query& query) {
  if (!query.order_by.empty()) {
    return {query.order_by.front().span.begin, query.order_by.back().span.end};
  }
  return query.span;
}

bool is_ordinal(const sql::Expression& expression) {
  const auto* literal = expression.as<sql::Literal>();
  return literal != nullptr && literal->type.is(types::TypeKind::kInt) &&
         std::holds_alternative<int64_t>(literal->value.content);
}

}  // namespace tarn::plan
