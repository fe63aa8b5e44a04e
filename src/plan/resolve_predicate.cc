// LIKE, BETWEEN, IN, IS and CASE.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/expression_resolver.h"
#include "plan/field_names.h"
#include "plan/text_lengths.h"
#include "plan/untyped_arguments.h"
#include "plan/walk.h"
#include "sql/visit.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

// An operator that Spark replaces once it knows the interval's type.
bool is_beside_interval(const sql::Expression& expression) {
  const auto* binary = expression.as<sql::Binary>();
  return binary != nullptr && (binary->left->as<sql::IntervalExpression>() != nullptr ||
                               binary->right->as<sql::IntervalExpression>() != nullptr);
}

// Whether Spark's analysis leaves the expression as the parser made it, but for casts.
bool is_as_written(const sql::Expression& expression) {
  const bool changes =
      expression.as<sql::FunctionCall>() != nullptr || expression.as<sql::Cast>() != nullptr ||
      expression.as<sql::ColumnName>() != nullptr || expression.as<sql::Between>() != nullptr ||
      expression.as<sql::Subscript>() != nullptr || expression.as<sql::FieldAccess>() != nullptr ||
      expression.as<sql::JsonPath>() != nullptr || expression.as<sql::Exists>() != nullptr ||
      expression.as<sql::InSubquery>() != nullptr ||
      expression.as<sql::ScalarSubquery>() != nullptr;
  if (changes || is_beside_interval(expression)) return false;
  bool as_written = true;
  sql::for_each_child(expression.node, [&](const sql::Expression& child) {
    as_written = as_written && is_as_written(child);
  });
  return as_written;
}

bool is_cast(const Expression& expression) {
  return std::holds_alternative<Cast>(expression.content);
}

// Spark's names of columns show numbers, texts and NULLs in a way of their own.
bool is_shown_otherwise(const Expression& expression) {
  const auto* literal = std::get_if<Literal>(&expression.content);
  return literal != nullptr && (literal->value.is_null() || expression.type.is_numeric() ||
                                expression.type.is(TypeKind::kString));
}

// Spark's parser knows no function by its name: only what has a syntax of its own.
bool is_computed_by_parser(const sql::Expression& expression) {
  const auto* call = expression.as<sql::FunctionCall>();
  const bool is_one =
      expression.as<sql::Literal>() != nullptr || expression.as<sql::TypedLiteral>() != nullptr ||
      expression.as<sql::Cast>() != nullptr || expression.as<sql::Unary>() != nullptr ||
      expression.as<sql::Binary>() != nullptr || expression.as<sql::Case>() != nullptr ||
      (call != nullptr && call->form == sql::CallForm::kSpecial);
  bool computed = is_one;
  sql::for_each_child(expression.node, [&](const sql::Expression& child) {
    computed = computed && is_computed_by_parser(child);
  });
  return computed;
}

}  // namespace

Typed ExpressionResolver::visit(const sql::Like& node, Span span) {
  Typed operand = resolve(*node.operand);
  std::vector<Typed> patterns;
  for (const sql::ExpressionPtr& pattern : node.patterns) patterns.push_back(resolve(*pattern));
  if (!operand) return {};
  const char* name = node.kind == sql::LikeKind::kLike    ? "like"
                     : node.kind == sql::LikeKind::kIlike ? "ilike"
                                                          : "rlike";
  const auto one = [&](const Typed& pattern) -> Typed {
    if (!pattern) return {};
    std::string text = operand.text + " LIKE " + pattern.text;
    if (node.kind == sql::LikeKind::kIlike)
      text = "ilike(" + operand.text + ", " + pattern.text + ")";
    if (node.kind == sql::LikeKind::kRlike)
      text = "RLIKE(" + operand.text + ", " + pattern.text + ")";
    std::vector<Typed> arguments = {operand, pattern};
    if (node.kind != sql::LikeKind::kRlike) {
      const std::string escape = node.escape.value_or("\\");
      arguments.push_back({.expression = make_string(escape, span), .text = escape});
      // The escape character that holds without being written is not shown.
      if (node.kind == sql::LikeKind::kLike && escape != "\\") text += " ESCAPE '" + escape + "'";
    }
    return call(*find_function(name), std::move(arguments), text, span, name);
  };
  // LIKE ANY is an OR of LIKEs; NOT LIKE ALL an AND of NOT LIKEs. It has a name of its own where
  // every pattern is a text that the parser could compute.
  const bool is_named =
      node.quantifier != sql::LikeQuantifier::kNone && node.kind != sql::LikeKind::kRlike &&
      std::ranges::all_of(patterns,
                          [](const Typed& pattern) {
                            return pattern && pattern.expression->type.is(TypeKind::kString);
                          }) &&
      std::ranges::all_of(node.patterns, [](const sql::ExpressionPtr& pattern) {
        return is_computed_by_parser(*pattern);
      });
  const std::string name_of_all =
      std::string(node.negated ? "not" : "") +
      (node.quantifier == sql::LikeQuantifier::kAny ? "likeany(" : "likeall(") +
      (node.kind == sql::LikeKind::kIlike ? "lower(" + operand.text + ")" : operand.text) + ")";
  const bool any = node.quantifier == sql::LikeQuantifier::kAny;
  std::vector<Typed> tests;
  std::string text = is_named ? name_of_all : std::string();
  for (const Typed& pattern : patterns) {
    tests.push_back(negated(one(pattern), node.negated, span));
    if (!tests.back()) return {};
    if (is_named) continue;
    const std::string& next = tests.back().text;
    text = text.empty() ? next : "(" + text + (any ? " OR " : " AND ") + next + ")";
  }
  // Two and two, so that a thousand patterns are ten levels deep.
  while (tests.size() > 1) {
    std::vector<Typed> pairs;
    for (size_t at = 0; at + 1 < tests.size(); at += 2) {
      pairs.push_back(
          call(*find_function(any ? "or" : "and"), {tests[at], tests[at + 1]}, "", span));
    }
    if (tests.size() % 2 == 1) pairs.push_back(std::move(tests.back()));
    tests = std::move(pairs);
  }
  Typed result = std::move(tests.front());
  result.text = std::move(text);
  return result;
}

Typed ExpressionResolver::visit(const sql::Between& node, Span span) {
  Typed operand = resolve(*node.operand);
  Typed low = resolve(*node.low);
  Typed high = resolve(*node.high);
  if (!operand || !low || !high) return {};
  // It stands there twice: BETWEEN in BETWEEN doubles with each level.
  if (!query_.has_room_for(parts_of(operand.expression, query_.room_for_parts()), span)) return {};
  // Spark computes the operands once each, and what it computed is no column that it would pad.
  for (Typed* each : {&operand, &low, &high}) each->expression = without_length(each->expression);
  const std::string text = "between(" + operand.text + ", " + low.text + ", " + high.text + ")";
  Typed from = call(*find_function(">="), {operand, low},
                    "(" + operand.text + " >= " + low.text + ")", span, ">=");
  Typed to = call(*find_function("<="), {operand, high},
                  "(" + operand.text + " <= " + high.text + ")", span, "<=");
  if (!from || !to) return {};
  return negated(call(*find_function("and"), {from, to}, text, span, "and"), node.negated, span);
}

Typed ExpressionResolver::visit(const sql::InList& node, Span span) {
  Typed operand = resolve(*node.operand);
  std::vector<Typed> values;
  bool complete = static_cast<bool>(operand);
  for (const sql::ExpressionPtr& value : node.values) {
    if (const auto* star = value->as<sql::Star>()) {
      auto columns = expanded(*star, value->span);
      if (!columns) return {};
      for (Typed& column : *columns) values.push_back(std::move(column));
      continue;
    }
    values.push_back(resolve(*value));
    complete = complete && values.back();
  }
  if (!complete) return {};
  std::vector<DataType> all = {operand.expression->type};
  std::string list;
  std::string type_list = "\"" + operand.expression->type.sql() + "\"";
  for (const Typed& value : values) {
    all.push_back(value.expression->type);
    list += (&value == &values.front() ? "" : ", ") + value.text;
    type_list += ", \"" + value.expression->type.sql() + "\"";
  }
  const std::string text = "(" + operand.text + " IN (" + list + "))";
  const auto common = common_type_by_position(all, query_.settings().ansi);
  if (!common || !is_orderable(*common)) {
    query_.report(span, {.condition = common ? "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE"
                                             : "DATATYPE_MISMATCH.DATA_DIFF_TYPES",
                         .sqlstate = "42K09",
                         .message = "Cannot resolve \"" + text +
                                    "\" due to data type mismatch: Input to `in` should all be "
                                    "the same type, but it's [" +
                                    type_list + "]."});
    return {};
  }
  InList in{.input = operand.expression};
  for (const Typed& value : values) in.items.push_back(value.expression);
  pad_membership(in.input, in.items, query_.settings());
  in.input = make_cast(in.input, *common);
  bool nullable = in.input->nullable;
  for (ExpressionPtr& item : in.items) {
    item = make_cast(item, *common);
    nullable = nullable || item->nullable;
  }
  Typed result{
      .expression = std::make_shared<const Expression>(Expression{
          .content = std::move(in), .type = types::boolean(), .nullable = nullable, .span = span}),
      .text = text};
  return negated(std::move(result), node.negated, span);
}

Typed ExpressionResolver::visit(const sql::IsTest& node, Span span) {
  Typed operand = resolve(*node.operand);
  if (!operand) return {};
  if (node.kind == sql::IsKind::kNull || node.kind == sql::IsKind::kUnknown) {
    const char* name = node.negated ? "isnotnull" : "isnull";
    const DataType& type = operand.expression->type;
    // Spark forgets the word, and that it wants a BOOLEAN, once it resolves or casts the operand;
    // the name of a column forgets it where a number or a text stands in the operand.
    const bool unknown = node.kind == sql::IsKind::kUnknown && is_as_written(*node.operand) &&
                         !contains(operand.expression, is_cast);
    if (unknown && !type.is(TypeKind::kVoid) && !type.is(TypeKind::kBoolean)) {
      query_.report(span, {.condition = "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                           .sqlstate = "42K09",
                           .message = "Cannot resolve \"(" + operand.text +
                                      (node.negated ? " IS NOT NULL" : " IS NULL") +
                                      ")\" due to data type mismatch: The first parameter "
                                      "requires the \"BOOLEAN\" type, however \"" +
                                      operand.text + "\" has the type \"" + type.sql() + "\"."});
      return {};
    }
    // So does that of a comparison that is decided as it is read: 3 < 12345678901234567890.
    const bool is_decided = std::holds_alternative<Literal>(operand.expression->content) &&
                            !std::holds_alternative<sql::Literal>(node.operand->node);
    const bool shown = unknown && !is_decided && !contains(operand.expression, is_shown_otherwise);
    const std::string text =
        "(" + operand.text + (node.negated ? " IS NOT " : " IS ") + (shown ? "UNKNOWN)" : "NULL)");
    return call(*find_function(name), {operand}, text, span, name);
  }
  const bool value = node.kind == sql::IsKind::kTrue;
  Typed constant{.expression = make_boolean(value, span), .text = value ? "true" : "false"};
  if (auto truth = same_as_truth(operand, constant, span)) {
    return negated(*std::move(truth), node.negated, span);
  }
  const std::string text = "(" + operand.text + " <=> " + constant.text + ")";
  return negated(call(*find_function("<=>"), {operand, constant}, text, span, "<=>"), node.negated,
                 span);
}

Typed ExpressionResolver::visit(const sql::IsDistinctFrom& node, Span span) {
  Typed left = resolve(*node.left);
  Typed right = resolve(*node.right);
  if (!left || !right) return {};
  forget_untyped_beside_text(left, right);
  const std::string text = "(" + left.text + " <=> " + right.text + ")";
  // IS DISTINCT FROM is the negated form of <=>.
  return negated(call(*find_function("<=>"), {left, right}, text, span, "<=>"), !node.negated,
                 span);
}

Typed ExpressionResolver::visit(const sql::Case& node, Span span) {
  std::optional<Typed> operand;
  bool complete = true;
  if (node.operand) {
    operand = resolve(*node.operand);
    complete = static_cast<bool>(*operand);
    // It stands in each branch.
    const size_t repeated = complete ? parts_of(operand->expression, query_.room_for_parts()) : 0;
    if (repeated > 1 && !query_.has_room_for(repeated * node.branches.size(), span)) return {};
  }
  std::vector<std::pair<Typed, Typed>> branches;
  std::string text = "CASE";
  for (const sql::Case::Branch& branch : node.branches) {
    Typed when = resolve(*branch.when);
    if (operand && *operand && when) {
      Typed compared = *operand;
      forget_untyped_beside_text(compared, when);
      const std::string equal = "(" + compared.text + " = " + when.text + ")";
      when = call(*find_function("="), {compared, when}, equal, span, "=");
    }
    Typed then = resolve(*branch.then);
    complete = complete && when && then;
    if (!complete) continue;
    text += " WHEN " + when.text + " THEN " + then.text;
    branches.emplace_back(std::move(when), std::move(then));
  }
  std::optional<Typed> otherwise;
  if (node.otherwise) {
    otherwise = resolve(*node.otherwise);
    complete = complete && *otherwise;
    if (complete) text += " ELSE " + otherwise->text;
  }
  if (!complete) return {};
  return case_when(branches, std::move(otherwise), text + " END", span);
}

bool ExpressionResolver::expect_condition(const Typed& condition, const std::string& text,
                                          Span span) {
  const DataType& type = condition.expression->type;
  if (type.is(TypeKind::kBoolean)) return true;
  query_.report(span, {.condition = "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                       .sqlstate = "42K09",
                       .message = "Cannot resolve \"" + text +
                                  "\" due to data type mismatch: The condition requires the "
                                  "\"BOOLEAN\" type, however \"" +
                                  condition.text + "\" has the type \"" + type.sql() + "\"."});
  return false;
}

Typed ExpressionResolver::case_when(const std::vector<std::pair<Typed, Typed>>& branches,
                                    std::optional<Typed> otherwise, std::string text, Span span) {
  std::vector<ExpressionPtr> results;
  for (const auto& [when, then] : branches) results.push_back(then.expression);
  if (otherwise) results.push_back(otherwise->expression);
  const auto common = common_type(results, query_.settings().ansi);
  if (!common) {
    std::string list;
    for (const ExpressionPtr& result : results) {
      list += (list.empty() ? "\"" : ", \"") + result->type.sql() + "\"";
    }
    query_.report(span, {.condition = "DATATYPE_MISMATCH.DATA_DIFF_TYPES",
                         .sqlstate = "42K09",
                         .message = "Cannot resolve \"" + text +
                                    "\" due to data type mismatch: Input to `casewhen` should all "
                                    "be the same type, but it's [" +
                                    list + "]."});
    return {};
  }
  for (const auto& [when, then] : branches) {
    if (!expect_condition(when, text, span)) return {};
    if (!check_variants(*then.expression, *common, then.text, span)) return {};
  }
  if (otherwise && !check_variants(*otherwise->expression, *common, otherwise->text, span))
    return {};
  CaseWhen content;
  bool nullable = !otherwise;
  for (auto& [when, then] : branches) {
    ExpressionPtr result = make_cast(then.expression, *common);
    nullable = nullable || result->nullable;
    content.branches.push_back(
        {.condition = make_cast(when.expression, types::boolean()), .result = std::move(result)});
  }
  if (otherwise) {
    content.otherwise = make_cast(otherwise->expression, *common);
    nullable = nullable || content.otherwise->nullable;
  }
  return {.expression = std::make_shared<const Expression>(Expression{
              .content = std::move(content), .type = *common, .nullable = nullable, .span = span}),
          .text = std::move(text)};
}

}  // namespace tarn::plan
