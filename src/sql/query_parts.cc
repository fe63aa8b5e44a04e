#include "sql/query_parts.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "sql/keyword.h"
#include "sql/visit.h"

namespace tarn::sql {
namespace {

class Collector {
 public:
  QueryParts take() { return std::move(parts_); }

  void query(const Query& query) {
    const size_t outer = common_.size();
    for (const CommonTable& table : query.ctes) {
      if (query.recursive) {
        common_.push_back(table.name.name);
      }
      this->query(*table.query);  // sees the common tables before it
      if (!query.recursive) {
        common_.push_back(table.name.name);
      }
    }
    body(*query.body);
    clauses(query);
    common_.resize(outer);
  }

  void body(const QueryBody& body) {
    const auto* select = std::get_if<Select>(&body.node);
    if (select != nullptr && select->distinct_on) {
      parts_.distinct_on.push_back(&body);
    }
    std::visit([this](const auto& node) { enter(node); }, body.node);
  }

 private:
  void clauses(const Query& query) {
    sort_items(query.order_by);
    sort_items(query.sort_by);
    expressions(query.distribute_by);
    expressions(query.cluster_by);
    expression(query.limit);
    expression(query.offset);
    windows(query.windows);
  }

  void enter(const Select& select) {
    for (const FromItem& item : select.from) {
      from(item);
    }
    if (select.distinct_on) {
      expressions(select.distinct_on->keys);
    }
    for (const SelectItem& item : select.items) {
      expression(item.expression);
    }
    for (const LateralView& view : select.lateral_views) {
      for (const FunctionCall::Argument& argument : view.call.arguments) {
        expression(argument.value);
      }
    }
    expression(select.where);
    expressions(select.group_by.expressions);
    expressions(select.group_by.given);
    expression(select.having);
    windows(select.windows);
    expression(select.qualify);
  }
  void enter(const SetOperation& operation) {
    body(*operation.first);
    for (const SetOperation::Step& step : operation.steps) {
      body(*step.right);
    }
  }
  void enter(const Pipe& pipe) {
    body(*pipe.input);
    for (const PipeStep& step : pipe.steps) {
      std::visit([this](const auto& node) { enter(node); }, step.node);
    }
  }
  void enter(const PipeSelect& step) { enter(step.select); }
  void enter(const PipeAs&) {}
  void enter(const PipeWhere& step) { expression(step.condition); }
  void enter(const PipeSample& step) { expression(step.sample.amount); }
  void enter(const PipeJoin& step) {
    source(step.join.right);
    expression(step.join.on);
  }
  void enter(const PipeCombine& step) { body(*step.step.right); }
  void enter(const PipeOrganisation& step) { clauses(*step.clauses); }
  void enter(const Pivot& pivot) {
    items(pivot.aggregates);
    items(pivot.values);
  }
  void enter(const Unpivot&) {}
  void items(const std::vector<SelectItem>& list) {
    for (const SelectItem& item : list) {
      expression(item.expression);
    }
  }
  void enter(const InlineTable& table) { expressions(table.rows); }
  void enter(const TableStatement& statement) { enter(statement.table); }
  void enter(const QueryPtr& inner) { query(*inner); }
  void enter(const SubqueryTable& table) { query(*table.query); }
  void enter(const JoinGroup& group) { from(*group.item); }
  void enter(const TableFunction& function) {
    for (const FunctionCall::Argument& argument : function.arguments) {
      expression(argument.value);
    }
  }
  void enter(const TableName& table) {
    const Name& name = table.name;
    const bool is_common =
        name.parts.size() == 1 && std::ranges::any_of(common_, [&](std::string_view common) {
          return equals_ignoring_case(common, name.last().name);
        });
    if (!is_common) {
      parts_.tables.push_back(&name);
    }
  }

  void from(const FromItem& item) {
    source(item.source);
    for (const Join& join : item.joins) {
      source(join.right);
      expression(join.on);
    }
    for (const Reshape& reshape : item.reshapes) {
      std::visit([this](const auto& node) { enter(node); }, reshape.node);
    }
  }

  void source(const TableSource& source) {
    parts_.sources.push_back(&source);
    std::visit([this](const auto& node) { enter(node); }, source.node);
  }

  void sort_items(const std::vector<SortItem>& items) {
    for (const SortItem& item : items) {
      expression(item.expression);
    }
  }

  void windows(const std::vector<NamedWindow>& list) {
    for (const NamedWindow& window : list) {
      for_each_child(window.spec, [this](const Expression& child) { enter(child); });
    }
  }

  void expressions(const ExpressionList& list) {
    for (const ExpressionPtr& child : list) {
      expression(child);
    }
  }

  void expression(const ExpressionPtr& expression) {
    if (expression != nullptr) {
      enter(*expression);
    }
  }

  void enter(const Expression& expression) {
    for_each_query(expression.node, [this](const Query& inner) { query(inner); });
    for_each_child(expression.node, [this](const Expression& child) { enter(child); });
  }

  QueryParts parts_;
  std::vector<std::string_view> common_;  // in scope, innermost last
};

bool is_bare(const Query& query) {
  return query.ctes.empty() && query.order_by.empty() && !query.order_by_all &&
         query.sort_by.empty() && query.distribute_by.empty() && query.cluster_by.empty() &&
         query.limit == nullptr && query.offset == nullptr && query.windows.empty();
}

bool is_bare(const Select& select) {
  return !select.distinct && !select.distinct_on && select.items.size() == 1 &&
         select.from.size() == 1 && select.lateral_views.empty() && select.where == nullptr &&
         select.group_by.kind == GroupingKind::kNone && select.having == nullptr &&
         select.windows.empty() && select.qualify == nullptr;
}

bool is_bare(const FromItem& item) {
  const TableSource& source = item.source;
  return item.joins.empty() && item.reshapes.empty() && !source.stream && !source.lateral &&
         !source.sample && !source.watermark && source.alias.columns.empty();
}

}  // namespace

const TableName* only_table(const Query& query) {
  const auto* select = std::get_if<Select>(&query.body->node);
  if (!is_bare(query) || select == nullptr || !is_bare(*select) || !is_bare(select->from[0])) {
    return nullptr;
  }
  const auto* star = select->items[0].expression->as<Star>();
  const auto* table = std::get_if<TableName>(&select->from[0].source.node);
  const bool is_whole = star != nullptr && star->except.empty() && table != nullptr &&
                        !table->time_travel && table->options.empty();
  return is_whole ? table : nullptr;
}

bool has_subquery(const Expression& expression) {
  bool found = false;
  for_each_query(expression.node, [&](const Query&) { found = true; });
  for_each_child(expression.node,
                 [&](const Expression& child) { found = found || has_subquery(child); });
  return found;
}

QueryParts parts_of(const Query& query) {
  Collector collector;
  collector.query(query);
  return collector.take();
}

QueryParts parts_of(const QueryBody& body) {
  Collector collector;
  collector.body(body);
  return collector.take();
}

}  // namespace tarn::sql
