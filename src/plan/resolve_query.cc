// Whole queries: WITH, VALUES, set operations, ORDER BY and LIMIT around them.

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/constants.h"
#include "plan/evaluation.h"
#include "plan/field_names.h"
#include "plan/order_items.h"
#include "plan/resolution.h"
#include "plan/select_resolver.h"
#include "plan/walk.h"
#include "sql/parse.h"
#include "types/utf8.h"

namespace tarn::plan {

using types::DataType;

namespace {

std::vector<ScopeColumn> columns_of(const Node& node) {
  std::vector<ScopeColumn> columns;
  for (const Attribute& attribute : node.output) columns.push_back({.attribute = attribute});
  return columns;
}

const char* word_of(sql::SetOperator op) {
  switch (op) {
    case sql::SetOperator::kUnion:
      return "UNION";
    case sql::SetOperator::kIntersect:
      return "INTERSECT";
    case sql::SetOperator::kExcept:
      return "EXCEPT";
  }
  CHECK(false);
  return "";
}

SetOperationKind kind_of(sql::SetOperator op) {
  switch (op) {
    case sql::SetOperator::kUnion:
      return SetOperationKind::kUnion;
    case sql::SetOperator::kIntersect:
      return SetOperationKind::kIntersect;
    case sql::SetOperator::kExcept:
      return SetOperationKind::kExcept;
  }
  CHECK(false);
  return SetOperationKind::kUnion;
}

std::string place_word(size_t at) {
  constexpr const char* kWords[] = {"first", "second", "third", "fourth", "fifth"};
  return at < std::size(kWords) ? kWords[at] : std::to_string(at + 1) + "th";
}

// In VALUES a string does not become what stands above or below it.
bool changes_strings(const DataType& from, const DataType& to) {
  if (from.is(types::TypeKind::kVoid) || to.is(types::TypeKind::kVoid)) return false;
  if (from.kind() == to.kind() && from.is(types::TypeKind::kArray)) {
    return changes_strings(from.element(), to.element());
  }
  if (from.kind() == to.kind() && from.is(types::TypeKind::kMap)) {
    return changes_strings(from.key(), to.key()) || changes_strings(from.value(), to.value());
  }
  if (from.kind() == to.kind() && from.is(types::TypeKind::kStruct)) {
    return !std::ranges::equal(from.fields(), to.fields(),
                               [](const types::Field& a, const types::Field& b) {
                                 return !changes_strings(a.type, b.type);
                               });
  }
  return from.is(types::TypeKind::kString) != to.is(types::TypeKind::kString);
}

// In VALUES whole numbers beside a FLOAT become one, and no DOUBLE.
bool stay_float(const std::vector<DataType>& types) {
  const auto is_float = [](const DataType& type) { return type.is(types::TypeKind::kFloat); };
  return std::ranges::any_of(types, is_float) &&
         std::ranges::all_of(types, [&](const DataType& type) {
           return is_float(type) || type.is_integral() || type.is(types::TypeKind::kVoid);
         });
}

bool is_scalar_subquery(const Expression& expression) {
  return std::holds_alternative<ScalarSubquery>(expression.content);
}

}  // namespace

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

// A value that raises makes the table invalid, whoever reads it: what may raise is computed here.
bool QueryResolver::evaluate(ExpressionPtr& value, Span span) {
  if (!can_raise(*value)) return true;
  auto known = folded(value, settings());
  if (!known) {
    report(span, {.condition = "INVALID_INLINE_TABLE.FAILED_SQL_EXPRESSION_EVALUATION",
                  .sqlstate = "42000",
                  .message = "Invalid inline table. Failed to evaluate the SQL expression: " +
                             known.error().message});
    return false;
  }
  value = std::move(*known);
  return true;
}

ScopedPlan QueryResolver::inline_table(const sql::InlineTable& table, const CommonTables* tables,
                                       const Scope* outer) {
  const Scope scope{.columns = {}, .outer = outer};
  ExpressionResolver resolver(*this, {.scope = &scope,
                                      .tables = tables,
                                      .no_aggregates_in = "VALUES",
                                      .no_windows_in = "VALUES",
                                      .no_routines_in = "VALUES"});
  std::vector<std::vector<ExpressionPtr>> rows;
  bool complete = true;
  for (const sql::ExpressionPtr& row : table.rows) {
    std::vector<ExpressionPtr> values;
    const auto add = [&](const sql::Expression& value) {
      const Typed typed = resolver.resolve(value);
      values.push_back(typed.expression);
      complete = complete && typed;
      if (typed && contains(typed.expression, is_scalar_subquery)) {
        report(value.span,
               {.condition = "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.SCALAR_SUBQUERY_IN_VALUES",
                .sqlstate = "0A000",
                .message = "Unsupported subquery expression: Scalar subqueries in the VALUES "
                           "clause."});
        complete = false;
        return;
      }
      const bool is_unknown =
          typed && (contains(typed.expression, is_random) || names_outer(typed.expression, outer));
      if (!is_unknown) return;
      report(value.span,
             {.condition = "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE",
              .sqlstate = "42000",
              .message = "Invalid inline table. Cannot evaluate the expression \"" + typed.text +
                         "\" in inline table definition."});
      complete = false;
    };
    if (const auto* tuple = row->as<sql::Tuple>()) {
      for (const sql::ExpressionPtr& item : tuple->items) add(*item);
    } else if (const auto* spread = row->as<sql::StructConstructor>()) {
      // Spark makes a struct of (a, b), and takes what is written as one for it.
      for (const sql::StructConstructor::Item& item : spread->items) add(*item.value);
    } else {
      add(*row);
    }
    if (!rows.empty() && values.size() != rows[0].size()) {
      report(row->span, {.condition = "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH",
                         .sqlstate = "42000",
                         .message = "Inline table expected " + std::to_string(rows[0].size()) +
                                    " columns but found " + std::to_string(values.size()) +
                                    " columns in row " + std::to_string(rows.size()) + "."});
      complete = false;
    }
    rows.push_back(std::move(values));
  }
  if (!complete) return {};
  std::vector<DataType> column_types;
  for (size_t at = 0; at < rows[0].size(); ++at) {
    std::vector<DataType> types;
    for (const auto& row : rows) types.push_back(row[at]->type);
    auto common = common_type(types, settings().ansi);
    if (common && stay_float(types)) common = types::float_type();
    const auto changes = [&](const DataType& type) { return changes_strings(type, *common); };
    if (!common || std::ranges::any_of(types, changes)) {
      report(table.rows[0]->span,
             {.condition = "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE",
              .sqlstate = "42000",
              .message = "Found incompatible types in the column " +
                         quoted("col" + std::to_string(at + 1)) + " for inline table."});
      return {};
    }
    column_types.push_back(*common);
  }
  std::vector<Attribute> output;
  for (size_t at = 0; at < column_types.size(); ++at) {
    bool nullable = false;
    for (auto& row : rows) {
      row[at] = make_cast(row[at], column_types[at]);
      if (!evaluate(row[at], table.rows[0]->span)) return {};
      nullable = nullable || row[at]->nullable;
    }
    output.push_back({.id = ids().next_attribute(),
                      .name = "col" + std::to_string(at + 1),
                      .type = column_types[at],
                      .nullable = nullable});
  }
  ScopedPlan result;
  result.plan = make_node(Rows{.rows = std::move(rows)}, std::move(output));
  result.columns = columns_of(*result.plan);
  return result;
}

ScopedPlan QueryResolver::set_operation(const sql::SetOperation& operation,
                                        const CommonTables* tables, const Scope* outer,
                                        size_t steps) {
  // The plan is as deep as the chain is long, and all that goes over it recurses.
  if (operation.steps.size() > sql::kMaxTreeDepth) {
    report(operation.steps[sql::kMaxTreeDepth].span,
           {.condition = "FAILED_TO_PARSE_TOO_COMPLEX",
            .sqlstate = "54001",
            .message = "The statement is too complex: it puts more than 1000 queries together"});
    return {};
  }
  ScopedPlan left = body(*operation.first, tables, outer);
  for (size_t at = 0; at < std::min(steps, operation.steps.size()); ++at) {
    ScopedPlan right = body(*operation.steps[at].right, tables, outer);
    if (!left.plan || !right.plan) {
      left.plan = nullptr;
      continue;
    }
    left = combine(operation.steps[at], std::move(left), std::move(right), at);
  }
  return left;
}

// The right side's columns in the order of the left side's names.
ScopedPlan QueryResolver::by_name(const sql::SetOperation::Step& step, const ScopedPlan& left,
                                  ScopedPlan right) {
  std::vector<NamedExpression> columns;
  for (const Attribute& wanted : left.plan->output) {
    const Attribute* found = nullptr;
    for (const Attribute& attribute : right.plan->output) {
      if (names().same(attribute.name, wanted.name)) found = &attribute;
    }
    if (found == nullptr) {
      report(step.span, {.condition = "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                         .sqlstate = "42703",
                         .message = "UNION BY NAME: the column " + quoted(wanted.name) +
                                    " of the left side is not on the right."});
      return {};
    }
    columns.push_back(
        {.id = ids().next_attribute(), .name = wanted.name, .expression = make_reference(*found)});
  }
  right.plan = make_project(right.plan, std::move(columns), step.span);
  right.columns = columns_of(*right.plan);
  return right;
}

ScopedPlan QueryResolver::combine(const sql::SetOperation::Step& step, ScopedPlan left,
                                  ScopedPlan right, size_t position) {
  const std::string word = word_of(step.op);
  const size_t count = left.plan->output.size();
  if (right.plan->output.size() != count) {
    report(step.span,
           {.condition = "NUM_COLUMNS_MISMATCH",
            .sqlstate = "42826",
            .message = word +
                       " can only be performed on inputs with the same number of "
                       "columns, but the first input has " +
                       std::to_string(count) + " columns and the " + place_word(position + 1) +
                       " input has " + std::to_string(right.plan->output.size()) + " columns."});
    return {};
  }
  if (step.by_name) {
    right = by_name(step, left, std::move(right));
    if (!right.plan) return {};
  }
  std::vector<NamedExpression> left_columns;
  std::vector<NamedExpression> right_columns;
  std::vector<Attribute> output;
  bool casts_left = false;
  bool casts_right = false;
  for (size_t at = 0; at < count; ++at) {
    const Attribute& a = left.plan->output[at];
    const Attribute& b = right.plan->output[at];
    const std::array types = {a.type, b.type};
    const auto common = step.op == sql::SetOperator::kUnion
                            ? common_type_by_position(types, settings().ansi)
                            : common_type(types, settings().ansi);
    if (!common) {
      report(
          step.span,
          {.condition = "INCOMPATIBLE_COLUMN_TYPE",
           .sqlstate = "42825",
           .message = word + " can only be performed on tables with compatible column types. The " +
                      place_word(at) + " column of the " + place_word(position + 1) +
                      " table is \"" + b.type.sql() + "\" type which is not compatible with \"" +
                      a.type.sql() + "\" at the same column of the first table."});
      return {};
    }
    ExpressionPtr from_left = make_cast(make_reference(a), *common);
    ExpressionPtr from_right = make_cast(make_reference(b), *common);
    casts_left = casts_left || std::holds_alternative<Cast>(from_left->content);
    casts_right = casts_right || std::holds_alternative<Cast>(from_right->content);
    const bool keeps_left = step.op == sql::SetOperator::kExcept;
    output.push_back({.id = ids().next_attribute(),
                      .name = a.name,
                      .type = *common,
                      .nullable = from_left->nullable || (!keeps_left && from_right->nullable),
                      .declared = a.declared});
    left_columns.push_back(
        {.id = ids().next_attribute(), .name = a.name, .expression = std::move(from_left)});
    right_columns.push_back(
        {.id = ids().next_attribute(), .name = b.name, .expression = std::move(from_right)});
  }
  if (casts_left) left.plan = make_project(left.plan, std::move(left_columns), step.span);
  if (casts_right) right.plan = make_project(right.plan, std::move(right_columns), step.span);
  const bool compares = step.op != sql::SetOperator::kUnion || !step.all;
  for (const Attribute& attribute : output) {
    if (!compares || is_groupable(attribute.type)) continue;
    const std::string kind = contains_variant(attribute.type) ? "VARIANT" : "MAP";
    report(step.span,
           {.condition = "UNSUPPORTED_FEATURE.SET_OPERATION_ON_" + kind + "_TYPE",
            .sqlstate = "0A000",
            .message = "Cannot have " + kind +
                       " type columns in set operations, but the type of "
                       "column " +
                       quoted(attribute.name) + " is \"" + attribute.type.sql() + "\"."});
    return {};
  }
  ScopedPlan result;
  result.plan = make_node(
      SetOperation{
          .kind = kind_of(step.op), .all = step.all, .left = left.plan, .right = right.plan},
      std::move(output), step.span);
  result.columns = columns_of(*result.plan);
  for (size_t at = 0; at < count; ++at) result.columns[at].qualifier = left.columns[at].qualifier;
  return result;
}

ScopedPlan QueryResolver::sorted(ScopedPlan input, const sql::Query& query,
                                 const CommonTables* tables, const Scope* outer) {
  const Scope scope{.columns = input.columns, .outer = outer};
  ExpressionResolver resolver(*this, {.scope = &scope,
                                      .tables = tables,
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
