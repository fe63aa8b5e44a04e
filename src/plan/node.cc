#include "plan/node.h"

#include <algorithm>
#include <tuple>

#include "base/ascii.h"
#include "plan/walk.h"
#include "types/declared_type.h"

namespace tarn::plan {

namespace {

// Names compare by ASCII without case here; a DatasetName comes from the catalog, which has already
// folded what else there is to fold.
auto key_of(const DatasetName& name) {
  return std::make_tuple(lower_ascii(name.catalog), lower_ascii(name.schema),
                         lower_ascii(name.table));
}

void collect_scans(const Node& node, std::vector<const Node*>& into) {
  if (std::holds_alternative<Scan>(node.content)) into.push_back(&node);
  for (const PlanPtr& input : inputs_of(node)) collect_scans(*input, into);
  for_each_expression(node, [&](const ExpressionPtr& root) {
    for_each(root, [&](const ExpressionPtr& part) {
      if (const PlanPtr plan = subquery_of(*part)) collect_scans(*plan, into);
    });
  });
}

}  // namespace

bool operator==(const DatasetName& a, const DatasetName& b) { return key_of(a) == key_of(b); }
bool operator<(const DatasetName& a, const DatasetName& b) { return key_of(a) < key_of(b); }

std::vector<PlanPtr> inputs_of(const Node& node) {
  return std::visit(
      [](const auto& content) -> std::vector<PlanPtr> {
        if constexpr (requires { content.input; }) {
          return {content.input};
        } else if constexpr (requires { content.left; }) {
          return {content.left, content.right};
        } else {
          return {};
        }
      },
      node.content);
}

std::vector<const Node*> scans_of(const Node& node) {
  std::vector<const Node*> result;
  collect_scans(node, result);
  return result;
}

bool is_streaming(const Node& node) {
  if (const auto* scan = std::get_if<Scan>(&node.content)) return scan->streaming;
  return std::ranges::any_of(inputs_of(node),
                             [](const PlanPtr& input) { return is_streaming(*input); });
}

bool is_volatile(const Node& node) {
  bool result = false;
  for_each_expression(
      node, [&](const ExpressionPtr& expression) { result = result || is_volatile(expression); });
  return result || std::ranges::any_of(inputs_of(node),
                                       [](const PlanPtr& input) { return is_volatile(*input); });
}

types::Schema schema_of(const Node& node) {
  types::Schema schema;
  for (const Attribute& attribute : node.output) {
    types::Field field = types::stored_field({.name = attribute.name,
                                              .type = attribute.declared.value_or(attribute.type),
                                              .nullable = attribute.nullable});
    field.type = attribute.type;
    schema.push_back(std::move(field));
  }
  return schema;
}

}  // namespace tarn::plan
