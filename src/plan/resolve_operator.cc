// Operators: which entry of the function table carries one out, by the operands' types.

#include <algorithm>
#include <variant>

#include "plan/coercion.h"
#include "plan/expression_resolver.h"
#include "plan/subquery_truth.h"
#include "plan/type_rules.h"

namespace tarn::plan {

using sql::BinaryOperator;
using types::DataType;
using types::TypeKind;

namespace {

std::string_view symbol_of(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::kMultiply:
      return "*";
    case BinaryOperator::kDivide:
      return "/";
    case BinaryOperator::kModulo:
      return "%";
    case BinaryOperator::kIntegerDivide:
      return "div";
    case BinaryOperator::kAdd:
      return "+";
    case BinaryOperator::kSubtract:
      return "-";
    case BinaryOperator::kConcat:
      return "concat";
    case BinaryOperator::kShiftLeft:
      return "<<";
    case BinaryOperator::kShiftRight:
      return ">>";
    case BinaryOperator::kShiftRightUnsigned:
      return ">>>";
    case BinaryOperator::kBitAnd:
      return "&";
    case BinaryOperator::kBitXor:
      return "^";
    case BinaryOperator::kBitOr:
      return "|";
    case BinaryOperator::kEqual:
    case BinaryOperator::kNotEqual:
      return "=";
    case BinaryOperator::kNullSafeEqual:
      return "<=>";
    case BinaryOperator::kLess:
      return "<";
    case BinaryOperator::kLessOrEqual:
      return "<=";
    case BinaryOperator::kGreater:
      return ">";
    case BinaryOperator::kGreaterOrEqual:
      return ">=";
    case BinaryOperator::kAnd:
      return "and";
    case BinaryOperator::kOr:
      return "or";
  }
  CHECK(false);
  return "";
}

// A literal other than zero: the quotient cannot raise.
bool is_nonzero_literal(const Expression& expression) {
  const Expression* inner = &expression;
  while (const auto* cast = std::get_if<Cast>(&inner->content)) inner = cast->input.get();
  const auto* literal = std::get_if<Literal>(&inner->content);
  if (literal == nullptr) return false;
  // -1 is left to the checked form, because MIN div -1 overflows.
  if (const auto* whole = std::get_if<int64_t>(&literal->value.content)) {
    return *whole != 0 && *whole != -1;
  }
  if (const auto* number = std::get_if<double>(&literal->value.content)) return *number != 0;
  return false;
}

bool divides(BinaryOperator op) {
  return op == BinaryOperator::kDivide || op == BinaryOperator::kModulo ||
         op == BinaryOperator::kIntegerDivide;
}

bool is_temporal(const DataType& type) {
  return type.is_datetime() || type.is_interval() || type.is(TypeKind::kTime) ||
         type.is(TypeKind::kCalendarInterval);
}

Typed called(std::string_view name, std::vector<ExpressionPtr> arguments, DataType type,
             std::string text, Span span, bool may_be_null = false) {
  const Function* function = find_function(name);
  CHECK(function != nullptr);
  const bool nullable = may_be_null || std::ranges::any_of(arguments, [](const ExpressionPtr& a) {
                          return a->nullable;
                        });
  return {.expression = make_call(*function, std::move(arguments), std::move(type), nullable, span),
          .text = std::move(text)};
}

// Where neither side of an operator has a type, Spark puts a bare NULL in the place of both: with
// d a column of NULLs, d - d is (NULL - NULL). It does so for all of them but a quotient.
void forget_untyped_sides(Typed& left, Typed& right) {
  if (!left.expression->type.is(TypeKind::kVoid) || !right.expression->type.is(TypeKind::kVoid))
    return;
  for (Typed* side : {&left, &right}) {
    *side = {.expression = make_null(DataType(), side->expression->span), .text = "NULL"};
  }
}

QueryResolver::Problem wrong_types(const std::string& text, const DataType& left,
                                   const DataType& right) {
  return {.condition = "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES",
          .sqlstate = "42K09",
          .message = "Cannot resolve \"" + text +
                     "\" due to data type mismatch: the left and right operands of the binary "
                     "operator have incompatible types (\"" +
                     left.sql() + "\" and \"" + right.sql() + "\")."};
}

// The types of both sides, before anything else is asked: a DECIMAL beside a FLOAT or DOUBLE is
// DOUBLE, and a whole number beside a DECIMAL one of as many digits as it may have.
std::pair<DataType, DataType> beside_numbers(const Typed& left, const Typed& right) {
  DataType a = left.expression->type;
  DataType b = right.expression->type;
  const auto is_real = [](const DataType& type) {
    return type.is(TypeKind::kFloat) || type.is(TypeKind::kDouble);
  };
  if (a.is(TypeKind::kDecimal) && is_real(b)) a = types::double_type();
  if (b.is(TypeKind::kDecimal) && is_real(a)) b = types::double_type();
  if (a.is(TypeKind::kDecimal) && b.is_integral()) b = decimal_of(*right.expression);
  if (b.is(TypeKind::kDecimal) && a.is_integral()) a = decimal_of(*left.expression);
  return {std::move(a), std::move(b)};
}

QueryResolver::Problem wrong_type(const std::string& text, const std::string& wanted,
                                  const DataType& type) {
  return {.condition = "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE",
          .sqlstate = "42K09",
          .message = "Cannot resolve \"" + text +
                     "\" due to data type mismatch: the binary operator requires the input type " +
                     wanted + ", not \"" + type.sql() + "\"."};
}

}  // namespace

Typed ExpressionResolver::visit(const sql::Unary& node, Span span) {
  Typed operand = resolve(*node.operand);
  if (!operand) return {};
  switch (node.op) {
    case sql::UnaryOperator::kNot:
      return negated(std::move(operand), true, span);
    case sql::UnaryOperator::kPlus:
      if (operand.expression->type.is_interval() ||
          operand.expression->type.is(TypeKind::kCalendarInterval)) {
        operand.text = "(+ " + operand.text + ")";
        return operand;
      }
      return call(*find_function("positive"), {operand}, "(+ " + operand.text + ")", span, "+");
    case sql::UnaryOperator::kBitNot: {
      const std::string text = "~" + operand.text;
      if (operand.expression->type.is(TypeKind::kVoid)) {
        return {.expression = make_null(types::int_type(), span), .text = "~NULL"};
      }
      if (!operand.expression->type.is_integral()) {
        const QueryResolver::Problem problem = {
            .condition = "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
            .sqlstate = "42K09",
            .message = "Cannot resolve \"" + text +
                       "\" due to data type mismatch: The first parameter requires the "
                       "\"INTEGRAL\" type, however \"" +
                       operand.text + "\" has the type \"" + operand.expression->type.sql() +
                       "\"."};
        query_.report(span, problem);
        return {};
      }
      return called("~", {operand.expression}, operand.expression->type, text, span);
    }
    case sql::UnaryOperator::kMinus: {
      const std::string text = "(- " + operand.text + ")";
      if (operand.expression->type.is_interval() ||
          operand.expression->type.is(TypeKind::kCalendarInterval)) {
        return called("interval.negate", {operand.expression}, operand.expression->type, text,
                      span);
      }
      return call(*find_function("negative"), {operand}, text, span, "-");
    }
  }
  CHECK(false);
  return {};
}

Typed ExpressionResolver::negated(Typed operand, bool negate, Span span) {
  if (!operand || !negate) return operand;
  const std::string text = "(NOT " + operand.text + ")";
  if (ExpressionPtr membership = negated_membership(operand.expression)) {
    return {.expression = std::move(membership), .text = text};
  }
  return call(*find_function("not"), {std::move(operand)}, text, span, "not");
}

Typed ExpressionResolver::truth(Typed operand, Span span, std::string_view operator_name,
                                const std::string& text) {
  if (!operand) return {};
  const DataType& type = operand.expression->type;
  const bool takes_text = query_.settings().ansi == AnsiMode::kOn;
  if (!type.is(TypeKind::kBoolean) && !(takes_text && type.is(TypeKind::kString)) &&
      !type.is(TypeKind::kVoid)) {
    query_.report(span, wrong_type(text, "\"BOOLEAN\"", type));
    return {};
  }
  CHECK(!operator_name.empty());
  operand.expression = make_cast(operand.expression, types::boolean());
  return operand;
}

// AND and OR.
Typed ExpressionResolver::conjunction(BinaryOperator op, Typed left, Typed right, Span span) {
  const std::string symbol(symbol_of(op));
  forget_untyped_sides(left, right);
  const std::string word = op == BinaryOperator::kAnd ? " AND " : " OR ";
  const std::string text = "(" + left.text + word + right.text + ")";
  const auto [left_type, right_type] = beside_numbers(left, right);
  const auto common = common_type(left_type, right_type, query_.settings().ansi);
  const bool meets_text = query_.settings().ansi == AnsiMode::kOn &&
                          (left_type.is(TypeKind::kString) || right_type.is(TypeKind::kString));
  if (!common || (!meets_text && left_type != right_type && !common->is(TypeKind::kBoolean))) {
    query_.report(span, wrong_types(text, left_type, right_type));
    return {};
  }
  if (meets_text && !common->is(TypeKind::kBoolean)) {
    query_.report(span, wrong_type(text, "\"BOOLEAN\"", *common));
    return {};
  }
  left = truth(std::move(left), span, symbol, text);
  right = truth(std::move(right), span, symbol, text);
  if (!left || !right) return {};
  return call(*find_function(symbol), {left, right}, text, span, symbol);
}

Typed ExpressionResolver::visit(const sql::Binary& node, Span span) {
  Typed left = resolve(*node.left);
  Typed right = resolve(*node.right);
  if (!left || !right) return {};
  const std::string symbol(symbol_of(node.op));
  switch (node.op) {
    case BinaryOperator::kAnd:
    case BinaryOperator::kOr:
      return conjunction(node.op, std::move(left), std::move(right), span);
    case BinaryOperator::kConcat: {
      const std::string text = "concat(" + left.text + ", " + right.text + ")";
      return call(*find_function("concat"), {left, right}, text, span, "||");
    }
    case BinaryOperator::kNotEqual:
    case BinaryOperator::kEqual:
    case BinaryOperator::kNullSafeEqual:
    case BinaryOperator::kLess:
    case BinaryOperator::kLessOrEqual:
    case BinaryOperator::kGreater:
    case BinaryOperator::kGreaterOrEqual:
      return comparison(node.op, symbol, std::move(left), std::move(right), span);
    case BinaryOperator::kShiftLeft:
    case BinaryOperator::kShiftRight:
    case BinaryOperator::kShiftRightUnsigned: {
      const std::string text = "(" + left.text + " " + symbol + " " + right.text + ")";
      const char* name = node.op == BinaryOperator::kShiftLeft    ? "shiftleft"
                         : node.op == BinaryOperator::kShiftRight ? "shiftright"
                                                                  : "shiftrightunsigned";
      return call(*find_function(name), {left, right}, text, span, symbol);
    }
    default:
      return arithmetic(node.op, std::move(left), std::move(right), span);
  }
}

// Only of what is written out: to resolve anything greater again would double it with each part of
// NULL inside another.
std::string ExpressionResolver::text_before_types(const sql::Expression& syntax,
                                                  const Typed& resolved) {
  const auto text_of = [this](const auto& self, const sql::Expression& part) -> std::string {
    const bool is_leaf =
        part.as<sql::Literal>() != nullptr || part.as<sql::TypedLiteral>() != nullptr ||
        part.as<sql::IntervalExpression>() != nullptr || part.as<sql::ColumnName>() != nullptr;
    if (is_leaf) return resolve(part).text;
    const auto* sum = part.as<sql::Binary>();
    const bool is_sum = sum != nullptr && (divides(sum->op) || sum->op == BinaryOperator::kAdd ||
                                           sum->op == BinaryOperator::kSubtract ||
                                           sum->op == BinaryOperator::kMultiply);
    if (!is_sum) return {};
    const std::string left = self(self, *sum->left);
    const std::string right = left.empty() ? "" : self(self, *sum->right);
    if (right.empty()) return {};
    return "(" + left + " " + std::string(symbol_of(sum->op)) + " " + right + ")";
  };
  std::string text = text_of(text_of, syntax);
  return text.empty() ? resolved.text : text;
}

// Without ANSI a string is a number before anything else is asked. Whether that is refused, which
// is reported.
static bool refuses_legacy_numbers(QueryResolver& query, BinaryOperator op, Typed& left,
                                   Typed& right, const std::string& text, Span span) {
  if (query.settings().ansi != AnsiMode::kOff) return false;
  for (Typed* side : {&left, &right}) {
    if (!side->expression->type.is(TypeKind::kString)) continue;
    side->expression = make_cast(side->expression, types::double_type(), CastMode::kLegacy);
  }
  const DataType& a = left.expression->type;
  const DataType& b = right.expression->type;
  const bool has_decimal = a.is(TypeKind::kDecimal) || b.is(TypeKind::kDecimal);
  const bool has_double = a.is(TypeKind::kDouble) || b.is(TypeKind::kDouble);
  if (op != BinaryOperator::kIntegerDivide || a == b || has_decimal || !has_double) return false;
  query.report(span, wrong_types(text, a, b));
  return true;
}

// The type that both sides become, or what is wrong with them.
static std::variant<DataType, QueryResolver::Problem> operand_type(BinaryOperator op,
                                                                   const Typed& left,
                                                                   const Typed& right,
                                                                   const std::string& text,
                                                                   AnsiMode ansi) {
  const DataType& a = left.expression->type;
  const DataType& b = right.expression->type;
  const bool bits = op == BinaryOperator::kBitAnd || op == BinaryOperator::kBitOr ||
                    op == BinaryOperator::kBitXor;
  const char* const wanted = bits ? "\"INTEGRAL\"" : "\"NUMERIC\"";
  if (a.is(TypeKind::kString) && b.is(TypeKind::kString)) return wrong_type(text, wanted, a);
  const auto common = common_type(a, b, ansi);
  if (!common) return wrong_types(text, a, b);
  const bool divides_whole = op == BinaryOperator::kIntegerDivide;
  if (common->is(TypeKind::kVoid)) {
    return bits ? types::int_type() : divides_whole ? types::long_type() : types::double_type();
  }
  // Spark casts to the common type only where the operator takes it, but a text in any case.
  const bool has_text = a.is(TypeKind::kString) || b.is(TypeKind::kString);
  const auto [x, y] = beside_numbers(left, right);
  const bool keeps_types = a != b && !has_text && x != y;
  if (bits ? !common->is_integral() : !common->is_numeric()) {
    return keeps_types ? wrong_types(text, x, y) : wrong_type(text, wanted, x == y ? x : *common);
  }
  if (divides_whole && !common->is_integral() && !common->is(TypeKind::kDecimal)) {
    return keeps_types ? wrong_types(text, x, y)
                       : wrong_type(text, "(\"DECIMAL\" or \"BIGINT\")", *common);
  }
  return *common;
}

Typed ExpressionResolver::arithmetic(BinaryOperator op, Typed left, Typed right, Span span) {
  const std::string symbol(symbol_of(op));
  if (op != BinaryOperator::kDivide) forget_untyped_sides(left, right);
  const std::string text = "(" + left.text + " " + symbol + " " + right.text + ")";
  if (is_temporal(left.expression->type) || is_temporal(right.expression->type)) {
    return temporal(op, symbol, std::move(left), std::move(right), span);
  }
  if (refuses_legacy_numbers(query_, op, left, right, text, span)) return {};
  auto operands = operand_type(op, left, right, text, query_.settings().ansi);
  if (auto* problem = std::get_if<QueryResolver::Problem>(&operands)) {
    query_.report(span, std::move(*problem));
    return {};
  }
  const DataType common = std::get<DataType>(operands);
  // NULL / 1.5 is DOUBLE, although 1.5 / NULL is DECIMAL.
  const bool nothing_divided =
      op == BinaryOperator::kDivide && left.expression->type.is(TypeKind::kVoid);
  if (common.is(TypeKind::kDecimal) && !nothing_divided) {
    return decimals(op, left, right, text, span);
  }
  const DataType type = op == BinaryOperator::kDivide          ? types::double_type()
                        : op == BinaryOperator::kIntegerDivide ? types::long_type()
                                                               : common;
  const auto operand = [&](const ExpressionPtr& side) {
    // A text beside a whole number must be one, too: 42 / '3.14' raises.
    const bool is_whole_text = common.is_integral() && side->type.is(TypeKind::kString);
    return make_cast(is_whole_text ? make_cast(side, common) : side, type);
  };
  ExpressionPtr l = operand(left.expression);
  ExpressionPtr r = operand(right.expression);
  const bool safe = divides(op) && is_nonzero_literal(*r);
  return called(safe ? symbol + ".nonzero" : symbol, {std::move(l), std::move(r)}, type, text, span,
                divides(op));
}

Typed ExpressionResolver::decimals(BinaryOperator op, const Typed& left, const Typed& right,
                                   std::string text, Span span) {
  const auto as_decimal = [](const ExpressionPtr& expression) {
    if (expression->type.is(TypeKind::kDecimal)) return expression;
    if (expression->type.is_integral()) return make_cast(expression, decimal_of(*expression));
    return make_cast(expression, DataType::decimal(types::kMaxDecimalPrecision, 18));
  };
  ExpressionPtr l = as_decimal(left.expression);
  ExpressionPtr r = as_decimal(right.expression);
  // A NULL literal meets the other side's type.
  if (left.expression->type.is(TypeKind::kVoid)) l = make_null(r->type, span);
  if (right.expression->type.is(TypeKind::kVoid)) r = make_null(l->type, span);
  const DataType a = l->type;
  const DataType b = r->type;
  const DecimalScale kept = query_.settings().decimal_scale;
  const auto exact_digits = [&](int precision) { return precision <= types::kMaxDecimalPrecision; };
  const int whole = std::max(a.precision() - a.scale(), b.precision() - b.scale());
  const int scale = std::max(a.scale(), b.scale());
  switch (op) {
    case BinaryOperator::kAdd:
    case BinaryOperator::kSubtract: {
      const std::string symbol = op == BinaryOperator::kAdd ? "+" : "-";
      const bool exact = exact_digits(whole + scale + 1);
      return called(symbol + (exact ? ".decimal" : ".rounded"), {l, r},
                    decimal_result(DecimalOperator::kAdd, a, b, kept), std::move(text), span,
                    !exact);
    }
    case BinaryOperator::kMultiply: {
      const bool exact = exact_digits(a.precision() + b.precision() + 1);
      return called(exact ? "*.decimal" : "*.rounded", {l, r},
                    decimal_result(DecimalOperator::kMultiply, a, b, kept), std::move(text), span,
                    !exact);
    }
    case BinaryOperator::kDivide:
      return called("/.decimal", {l, r}, decimal_result(DecimalOperator::kDivide, a, b, kept),
                    std::move(text), span, true);
    case BinaryOperator::kModulo:
      return called("%", {l, r}, decimal_result(DecimalOperator::kModulo, a, b, kept),
                    std::move(text), span, true);
    case BinaryOperator::kIntegerDivide:
      return called("div", {l, r}, types::long_type(), std::move(text), span, true);
    default:
      CHECK(false);
      return {};
  }
}

}  // namespace tarn::plan
