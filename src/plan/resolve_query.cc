// Whole queries: WITH, and ORDER BY and LIMIT around them.

#include <limits>
#include <set>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/expression_resolver.h"
#include "plan/order_items.h"
#include "plan/select_resolver.h"
#include "plan/walk.h"
#include "sql/parse.h"
#include "types/utf8.h"

namespace tarn::plan {

using types::DataType;

ScopedPlan QueryResolver::query_inside(const sql::Query& query, const CommonTables* tables,
                                       const Scope* outer) {
  if (!has_room(query.span)) return {};
  // The levels live as long as this call, which is longer than anything that reads them.
  Levels levels;
  const CommonTables* visible = tables;
  if (!add_levels(query, levels, visible, outer)) return {};
  if (!is_one_order(query)) {
    report_two_orders(query.span);
    return {};
  }
  ScopedPlan result;
  const auto* select = std::get_if<sql::Select>(&query.body->node);
  if (select != nullptr) {
    const sql::Query* order = has_order(query) ? &query : nullptr;
    result = SelectResolver(*this, *select, order, visible, outer).resolve();
  } else {
    result = body(*query.body, visible, outer);
    if (result.plan && has_order(query)) {
      result = sorted(std::move(result), query, visible, outer);
    }
  }
  if (!result.plan || !check_unread(levels)) return {};
  return limited(std::move(result), query, visible);
}

bool QueryResolver::add_levels(const sql::Query& query, Levels& levels,
                               const CommonTables*& visible, const Scope* outer) {
  std::set<std::string> names;
  for (const sql::CommonTable& table : query.ctes) {
    if (!names.insert(types::case_folded(table.name.name)).second) {
      report(table.name.span, {.condition = "DUPLICATED_CTE_NAMES",
                               .sqlstate = "42602",
                               .message = "CTE definition can't have duplicate names: " +
                                          quoted(table.name.name) + "."});
      return false;
    }
    levels.push_back(std::make_unique<CommonTables>(CommonTables{
        .entries =
            {{.table = &table, .visible = visible, .outer = outer, .recursive = query.recursive}},
        .enclosing = visible}));
    visible = levels.back().get();
  }
  return true;
}

bool QueryResolver::check_unread(const Levels& levels) {
  bool complete = true;
  for (const auto& level : levels) {
    for (const CommonTables::Entry& entry : level->entries) {
      if (!entry.is_read) complete = common_table(entry).plan && complete;
    }
  }
  return complete;
}

void QueryResolver::report_no_order(Span span, const std::string& text, const DataType& type) {
  report(span, {.condition = "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
                .sqlstate = "42K09",
                .message = "Cannot resolve \"" + text +
                           "\" due to data type mismatch: The `sortorder` does not support "
                           "ordering on type \"" +
                           type.sql() + "\"."});
}

void QueryResolver::report_two_orders(Span span) {
  report(span, {.condition = "UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES",
                .sqlstate = "0A000",
                .message = "The feature is not supported: Combination of ORDER BY/SORT "
                           "BY/DISTRIBUTE BY/CLUSTER BY."});
}

ScopedPlan QueryResolver::body(const sql::QueryBody& body, const CommonTables* tables,
                               const Scope* outer) {
  if (const auto* select = std::get_if<sql::Select>(&body.node)) {
    return SelectResolver(*this, *select, nullptr, tables, outer).resolve();
  }
  if (const auto* operation = std::get_if<sql::SetOperation>(&body.node)) {
    return set_operation(*operation, tables, outer);
  }
  if (const auto* rows = std::get_if<sql::InlineTable>(&body.node)) {
    return inline_table(*rows, tables, outer);
  }
  if (const auto* statement = std::get_if<sql::TableStatement>(&body.node)) {
    ScopedPlan read = table(statement->table, false, body.span, tables);
    if (!read.plan) return {};
    std::vector<NamedExpression> columns;
    for (const ScopeColumn& column : read.columns) {
      if (column.visibility != Visibility::kVisible) continue;
      columns.push_back({.id = ids().next_attribute(),
                         .name = column.attribute.name,
                         .expression = make_reference(column.attribute)});
    }
    std::erase_if(read.columns, [](const ScopeColumn& column) {
      return column.visibility != Visibility::kVisible;
    });
    read.plan = make_project(read.plan, std::move(columns), body.span);
    for (size_t at = 0; at < read.columns.size(); ++at) {
      read.columns[at].attribute = read.plan->output[at];
    }
    return read;
  }
  if (const auto* steps = std::get_if<sql::Pipe>(&body.node)) return pipe(*steps, tables, outer);
  return query(*std::get<sql::QueryPtr>(body.node), tables, outer);
}

ScopedPlan QueryResolver::sorted(ScopedPlan input, const sql::Query& query,
                                 const CommonTables* tables, const Scope* outer) {
  const Scope scope{.columns = input.columns, .outer = outer};
  ExpressionResolver resolver(*this, {.scope = &scope,
                                      .tables = tables,
                                      .windows = &query.windows,
                                      .no_aggregates_in = "ORDER BY",
                                      .no_windows_in = "ORDER BY",
                                      .no_routines_in = "Sort",
                                      .only_shared_subqueries = true});
  std::vector<Attribute> shown;
  for (const ScopeColumn& column : input.columns) {
    if (column.visibility == Visibility::kVisible) shown.push_back(column.attribute);
  }
  Sort sort{.input = input.plan};
  for (const OrderItem& item : order_items(query)) {
    const auto add = [&](ExpressionPtr key) {
      sort.keys.push_back({.expression = std::move(key),
                           .ascending = item.ascending,
                           .nulls_first = item.nulls_first});
    };
    if (item.expression == nullptr) {
      for (const Attribute& attribute : shown) {
        if (!is_orderable(attribute.type)) {
          report_no_order(order_span(query), attribute.name, attribute.type);
          return {};
        }
        add(make_reference(attribute));
      }
      continue;
    }
    if (item.may_be_ordinal && is_ordinal(*item.expression) && settings().order_by_ordinal) {
      const auto* literal = item.expression->as<sql::Literal>();
      const int64_t position = std::get<int64_t>(literal->value.content);
      if (position < 1 || position > static_cast<int64_t>(shown.size())) {
        report(item.expression->span, {.condition = "ORDER_BY_POS_OUT_OF_RANGE",
                                       .sqlstate = "42805",
                                       .message = "ORDER BY position " + std::to_string(position) +
                                                  " is not in select list (valid range is [1, " +
                                                  std::to_string(shown.size()) + "])."});
        return {};
      }
      const Attribute& attribute = shown[static_cast<size_t>(position - 1)];
      if (!is_orderable(attribute.type)) {
        report_no_order(item.expression->span, attribute.name, attribute.type);
        return {};
      }
      add(make_reference(attribute));
      continue;
    }
    ExpressionPtr key = resolver.order_value(*item.expression);
    if (!key) return {};
    if (item.sorts) add(std::move(key));
  }
  if (sort.keys.empty()) return input;
  input.plan = make_node(std::move(sort), input.plan->output, order_span(query));
  return input;
}

ExpressionPtr QueryResolver::row_count(const sql::Expression& written, const Place& place) {
  Place here = place;
  here.no_routines_in = "GlobalLimit";
  ExpressionResolver resolver(*this, here);
  Typed typed = resolver.resolve(written);
  if (typed) typed = resolver.constant(std::move(typed), written.span);
  if (!typed) return nullptr;
  const char* problem = nullptr;
  const auto* literal = std::get_if<Literal>(&typed.expression->content);
  const auto* value = literal == nullptr ? nullptr : std::get_if<int64_t>(&literal->value.content);
  if (!is_constant(*typed.expression)) {
    problem = "IS_UNFOLDABLE";
  } else if (!typed.expression->type.is(types::TypeKind::kInt)) {
    problem = "DATA_TYPE";
  } else if (is_null_literal(*typed.expression)) {
    problem = "IS_NULL";
  } else if (value != nullptr && *value < 0) {
    problem = "IS_NEGATIVE";
  }
  if (problem != nullptr) {
    report(written.span,
           {.condition = std::string("INVALID_LIMIT_LIKE_EXPRESSION.") + problem,
            .sqlstate = "42K0E",
            .message = "The limit like expression \"" + typed.text +
                       "\" is invalid. It must be a constant integer, not less than 0."});
    return nullptr;
  }
  return value == nullptr ? make_cast(typed.expression, types::long_type())
                          : make_literal({.content = *value}, types::long_type(), written.span);
}

// Spark counts the rows that both pass over and keep in 32 bits.
bool QueryResolver::fit_together(const Limit& limit, Span span) {
  const auto number = [](const ExpressionPtr& expression) {
    const auto* literal = std::get_if<Literal>(&expression->content);
    const auto* value =
        literal == nullptr ? nullptr : std::get_if<int64_t>(&literal->value.content);
    return value == nullptr ? 0 : *value;
  };
  const int64_t count = number(limit.count);
  const int64_t offset = number(limit.offset);
  if (count + offset <= std::numeric_limits<int32_t>::max()) return true;
  report(span, {.condition = "SUM_OF_LIMIT_AND_OFFSET_EXCEEDS_MAX_INT",
                .sqlstate = "22003",
                .message = "The sum of the LIMIT clause and the OFFSET clause must not be greater "
                           "than the maximum 32-bit integer value (2,147,483,647) but found limit "
                           "= " +
                           std::to_string(count) + ", offset = " + std::to_string(offset) + "."});
  return false;
}

ScopedPlan QueryResolver::limited(ScopedPlan input, const sql::Query& query,
                                  const CommonTables* tables) {
  if (query.limit == nullptr && query.offset == nullptr) return input;
  Limit limit{.input = input.plan};
  const Scope scope{.columns = input.columns, .outer = nullptr};
  const Place place{
      .scope = &scope, .tables = tables, .no_aggregates_in = "LIMIT", .no_windows_in = "LIMIT"};
  if (query.limit != nullptr) limit.count = row_count(*query.limit, place);
  if (query.offset != nullptr) limit.offset = row_count(*query.offset, place);
  if ((query.limit != nullptr && !limit.count) || (query.offset != nullptr && !limit.offset)) {
    return {};
  }
  if (limit.count && limit.offset && !fit_together(limit, query.limit->span)) return {};
  input.plan = make_node(std::move(limit), input.plan->output, query.span);
  return input;
}

}  // namespace tarn::plan
