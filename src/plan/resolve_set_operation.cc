// UNION, INTERSECT and EXCEPT: which columns meet, and the type that each pair of them becomes.

#include <algorithm>
#include <array>

#include "plan/coercion.h"
#include "plan/field_names.h"
#include "plan/query_resolver.h"
#include "plan/type_rules.h"
#include "sql/parse.h"

namespace tarn::plan {

namespace {

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

QueryResolver::Problem wrong_count(const std::string& word, size_t left, size_t right, size_t at) {
  return {.condition = "NUM_COLUMNS_MISMATCH",
          .sqlstate = "42826",
          .message = word +
                     " can only be performed on inputs with the same number of columns, but the "
                     "first input has " +
                     std::to_string(left) + " columns and the " + place_word(at) + " input has " +
                     std::to_string(right) + " columns."};
}

QueryResolver::Problem incompatible(const std::string& word, size_t column, size_t table,
                                    const types::DataType& first, const types::DataType& other) {
  return {.condition = "INCOMPATIBLE_COLUMN_TYPE",
          .sqlstate = "42825",
          .message = word + " can only be performed on tables with compatible column types. The " +
                     place_word(column) + " column of the " + place_word(table) + " table is \"" +
                     other.sql() + "\" type which is not compatible with \"" + first.sql() +
                     "\" at the same column of the first table."};
}

QueryResolver::Problem incomparable(const Attribute& column) {
  const std::string kind = contains_variant(column.type) ? "VARIANT" : "MAP";
  return {.condition = "UNSUPPORTED_FEATURE.SET_OPERATION_ON_" + kind + "_TYPE",
          .sqlstate = "0A000",
          .message = "Cannot have " + kind +
                     " type columns in set operations, but the type of column " +
                     quoted(column.name) + " is \"" + column.type.sql() + "\"."};
}

// One side's columns, cast to the common types.
struct Side {
  std::vector<NamedExpression> columns;
  bool casts = false;

  const Expression& add(QueryResolver& query, const Attribute& column,
                        const types::DataType& type) {
    ExpressionPtr value = make_cast(make_reference(column), type);
    casts = casts || std::holds_alternative<Cast>(value->content);
    columns.push_back(
        {.id = query.ids().next_attribute(), .name = column.name, .expression = std::move(value)});
    return *columns.back().expression;
  }
};

}  // namespace

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
    report(step.span, wrong_count(word, count, right.plan->output.size(), position + 1));
    return {};
  }
  if (step.by_name) {
    right = by_name(step, left, std::move(right));
    if (!right.plan) return {};
  }
  Side left_side;
  Side right_side;
  std::vector<Attribute> output;
  for (size_t at = 0; at < count; ++at) {
    const Attribute& a = left.plan->output[at];
    const Attribute& b = right.plan->output[at];
    const std::array types = {a.type, b.type};
    const auto common = step.op == sql::SetOperator::kUnion
                            ? common_type_by_position(types, settings().ansi)
                            : common_type(types, settings().ansi);
    if (!common) {
      report(step.span, incompatible(word, at, position + 1, a.type, b.type));
      return {};
    }
    const AttributeId id = ids().next_attribute();
    const Expression& from_left = left_side.add(*this, a, *common);
    const Expression& from_right = right_side.add(*this, b, *common);
    const bool keeps_left = step.op == sql::SetOperator::kExcept;
    output.push_back({.id = id,
                      .name = a.name,
                      .type = *common,
                      .nullable = from_left.nullable || (!keeps_left && from_right.nullable),
                      .declared = a.declared});
  }
  if (left_side.casts) {
    left.plan = make_project(left.plan, std::move(left_side.columns), step.span);
  }
  if (right_side.casts) {
    right.plan = make_project(right.plan, std::move(right_side.columns), step.span);
  }
  const bool compares = step.op != sql::SetOperator::kUnion || !step.all;
  for (const Attribute& attribute : output) {
    if (!compares || is_groupable(attribute.type)) continue;
    report(step.span, incomparable(attribute));
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

}  // namespace tarn::plan
