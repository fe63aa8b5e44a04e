// Functions that are other expressions written shortly: decode() and to_char() by their first
// argument's type, arithmetic that never raises, the session's names. special_calls.cc names the
// member of each.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/expression_resolver.h"
#include "plan/type_rules.h"
#include "plan/walk.h"
#include "types/utf8.h"

namespace tarn::plan {

using sql::BinaryOperator;
using types::DataType;
using types::TypeKind;

namespace {

BinaryOperator tried_operator(std::string_view name) {
  if (name == "try_add") return BinaryOperator::kAdd;
  if (name == "try_subtract") return BinaryOperator::kSubtract;
  if (name == "try_multiply") return BinaryOperator::kMultiply;
  if (name == "try_divide") return BinaryOperator::kDivide;
  CHECK(name == "try_mod");
  return BinaryOperator::kModulo;
}

std::string call_text(std::string_view name, const std::vector<Typed>& arguments) {
  std::string text = std::string(name) + "(";
  for (size_t at = 0; at < arguments.size(); ++at) {
    text += (at == 0 ? "" : ", ") + arguments[at].text;
  }
  return text + ")";
}

}  // namespace

// current_catalog(), user(), version(): they take no arguments.
Typed ExpressionResolver::session_name(const sql::FunctionCall& node, const std::string& name,
                                       Span span) {
  if (!node.arguments.empty()) {
    const std::vector<ExpressionPtr> expressions(node.arguments.size());
    query_.report_error(span,
                        wrong_number_of_arguments({.name = name, .arguments = expressions}, "0"));
    return {};
  }
  const auto constant = [&](const std::string& value, const std::string& shown) {
    return Typed{.expression = make_string(value, span), .text = shown + "()"};
  };
  const CurrentNames names = query_.current_names();
  if (name == "current_catalog") return constant(names.catalog, name);
  if (name == "current_database" || name == "current_schema") {
    return constant(names.schema, "current_schema");
  }
  if (name == "current_path") {
    return constant("system.builtin,system.session," + names.catalog + "." + names.schema, name);
  }
  if (name == "version") return constant("4.2.1 tarn", name);
  const bool is_bare = node.form == sql::CallForm::kWithoutParentheses;
  return constant(query_.settings().user, is_bare ? "current_user" : name);
}

// to_char(value, format): the value's type says what the call is.
std::optional<Typed> ExpressionResolver::shown_text(const sql::FunctionCall& node,
                                                    const std::string& name, Span span) {
  auto arguments = arguments_of(node);
  if (!arguments) return Typed{};
  if (arguments->size() != 2) return std::nullopt;
  const DataType& type = arguments->front().expression->type;
  const bool is_number =
      !type.is_datetime() && !type.is(TypeKind::kTime) && !type.is(TypeKind::kBinary);
  if (!is_number) return formatted(name, std::move(*arguments), span);
  const std::string text = call_text("to_char", *arguments);
  return checked_call(node, *find_function("to_char"), std::move(*arguments), text, span, name);
}

// log(x): named by its base.
Typed ExpressionResolver::natural_log(const std::string& name, std::vector<Typed> arguments,
                                      Span span) {
  const std::string text = "LOG(E(), " + arguments[0].text + ")";
  return call(*find_function("log.natural"), std::move(arguments), text, span, name);
}

Typed ExpressionResolver::zero_if_null(const std::string& name, std::vector<Typed> arguments,
                                       Span span) {
  const std::string text = call_text(name, arguments);
  arguments.push_back({.expression = make_int(0, span), .text = "0"});
  return call(*find_function("coalesce"), std::move(arguments), text, span, name);
}

Typed ExpressionResolver::null_if_zero(const std::string& name, std::vector<Typed> arguments,
                                       Span span) {
  const std::string text = call_text(name, arguments);
  const Typed& value = arguments.front();
  if (!query_.has_room_for(parts_of(value.expression, query_.room_for_parts()), span)) return {};
  const Typed zero{.expression = make_int(0, span), .text = "0"};
  Typed is_zero = call(*find_function("="), {value, zero}, text, span, "=");
  if (!is_zero) return {};
  Typed null{.expression = make_null(value.expression->type, span), .text = "NULL"};
  return case_when({{std::move(is_zero), std::move(null)}}, value, text, span);
}

Typed ExpressionResolver::equal_null(const std::string& name, std::vector<Typed> arguments,
                                     Span span) {
  const std::string text = call_text(name, arguments);
  // What has no type is NULL, and not computed.
  for (Typed& each : arguments) {
    if (each.expression->type.is(TypeKind::kVoid))
      each.expression = make_null(DataType(), each.expression->span);
  }
  return call(*find_function("<=>"), std::move(arguments), text, span, name);
}

// assert_true(condition): the message shows what is not true.
Typed ExpressionResolver::assert_true(const std::string& name, std::vector<Typed> arguments,
                                      Span span) {
  const std::string message = "'" + arguments.front().text + "' is not true!";
  arguments.push_back({.expression = make_string(message, span), .text = message});
  const std::string text = call_text(name, arguments);
  return call(*find_function(name), std::move(arguments), text, span, name);
}

// to_char() of what is no number: a time is shown by date_format(), a binary by an encoding.
Typed ExpressionResolver::formatted(const std::string& name, std::vector<Typed> arguments,
                                    Span span) {
  const DataType& type = arguments[0].expression->type;
  if (type.is(TypeKind::kTime))
    return cast(arguments[0], types::timestamp_type(), CastMode::kAnsi, span);
  if (type.is_datetime()) {
    const Function* function = find_function("date_format");
    if (function == nullptr) {
      query_.report_unsupported(span, "the function date_format");
      return {};
    }
    const std::string text = call_text("date_format", arguments);
    return call(*function, std::move(arguments), text, span, "date_format");
  }
  arguments[1] = constant(std::move(arguments[1]), span);
  if (!arguments[1]) return {};
  if (!is_constant(*arguments[1].expression)) {
    query_.report_error(span, non_foldable_argument(name, "format", "STRING"));
    return {};
  }
  const auto format = literal_string(*arguments[1].expression);
  const bool is_char = name == "to_char";
  if (format && types::equal_ignoring_case(*format, "utf-8")) {
    const std::string text = call_text(is_char ? "decode" : name, arguments);
    return call(*find_function("decode"), std::move(arguments), text, span, "decode");
  }
  for (const char* known : {"base64", "hex"}) {
    if (!format || !types::equal_ignoring_case(*format, known)) continue;
    arguments.pop_back();
    const std::string text = call_text(is_char ? known : name, arguments);
    return call(*find_function(known), std::move(arguments), text, span, known);
  }
  query_.report(span, {.condition = "INVALID_PARAMETER_VALUE.BINARY_FORMAT",
                       .sqlstate = "22023",
                       .message = "The value of parameter(s) `format` in `" + name +
                                  "` is invalid: expects one of binary formats 'base64', 'hex', "
                                  "'utf-8', but got '" +
                                  format.value_or("NULL") + "'."});
  return {};
}

// decode(value, search, result, .. [, default]): NULL is found by NULL.
Typed ExpressionResolver::decoded(const std::string& name, std::vector<Typed> arguments,
                                  Span span) {
  const std::string text = call_text(name, arguments);
  // What is decoded stands in each branch.
  const size_t repeated = parts_of(arguments[0].expression, query_.room_for_parts());
  if (repeated > 1 && !query_.has_room_for(repeated * (arguments.size() / 2), span)) return {};
  std::vector<std::pair<Typed, Typed>> branches;
  size_t at = 1;
  for (; at + 1 < arguments.size(); at += 2) {
    Typed equal = call(*find_function("<=>"), {arguments[0], arguments[at]}, text, span, "<=>");
    if (!equal) return {};
    branches.emplace_back(std::move(equal), arguments[at + 1]);
  }
  // What nobody wrote is a NULL of type STRING, and makes a BIGINT of an INT.
  Typed otherwise{.expression = make_null(types::string_type(), span), .text = "NULL"};
  if (at < arguments.size()) otherwise = arguments[at];
  return case_when(branches, std::move(otherwise), text, span);
}

// min + (max - min) * rand(seed), in the type of the two.
Typed ExpressionResolver::uniform(const std::string& name, std::vector<Typed> arguments,
                                  Span span) {
  const std::string text = call_text(name, arguments);
  const std::vector<std::string> texts = {arguments[0].text, arguments[1].text};
  const std::vector<ExpressionPtr> bounds = {arguments[0].expression, arguments[1].expression};
  const CallSite site{.name = "uniform", .arguments = bounds, .texts = texts};
  for (size_t at = 0; at < bounds.size(); ++at) {
    if (!is_constant(*bounds[at])) {
      query_.report_error(
          span, not_foldable(site, at, at == 0 ? "min" : "max", "integer or floating-point"));
      return {};
    }
    if (bounds[at]->type.is_numeric() || bounds[at]->type.is(TypeKind::kVoid)) continue;
    query_.report_error(span, unexpected_input_type(site, at, "\"NUMERIC\""));
    return {};
  }
  // A whole constant beside a decimal is no wider than its digits.
  std::vector<DataType> types;
  for (const ExpressionPtr& bound : bounds) {
    const bool narrow =
        literal_integer(*bound) && bounds[types.empty() ? 1 : 0]->type.is(TypeKind::kDecimal);
    types.push_back(narrow ? decimal_of(*bound) : bound->type);
  }
  const auto common = common_type(types, query_.settings().ansi);
  CHECK(common.has_value());
  const bool is_null = bounds[0]->type.is(TypeKind::kVoid) || bounds[1]->type.is(TypeKind::kVoid);
  if (is_null) return {.expression = make_null(types::double_type(), span), .text = text};
  std::vector<Typed> seed(arguments.begin() + 2, arguments.end());
  Typed random = call(*find_function("rand"), std::move(seed), text, span, "rand");
  const DataType real = types::double_type();
  const Typed low{.expression = make_cast(bounds[0], real), .text = arguments[0].text};
  const Typed high{.expression = make_cast(bounds[1], real), .text = arguments[1].text};
  Typed width = arithmetic(BinaryOperator::kSubtract, high, low, span);
  if (!random || !width) return {};
  Typed offset = arithmetic(BinaryOperator::kMultiply, width, random, span);
  if (!offset) return {};
  Typed sum = arithmetic(BinaryOperator::kAdd, low, offset, span);
  if (!sum) return {};
  return {.expression = make_cast(sum.expression, *common), .text = text};
}

// Between numbers the operation alone is tried: what its operands raise is raised. Elsewhere
// whatever is raised is NULL.
Typed ExpressionResolver::tried(const std::string& name, std::vector<Typed> arguments, Span span) {
  const std::string text = call_text(name, arguments);
  const bool numbers = std::ranges::all_of(
      arguments, [](const Typed& each) { return each.expression->type.is_numeric(); });
  Typed plain = arithmetic(tried_operator(name), arguments[0], arguments[1], span);
  if (!plain) return {};
  const auto* operation = std::get_if<Call>(&plain.expression->content);
  if (!numbers || operation == nullptr) {
    return call(*find_function("try.any"), {plain}, text, span, name);
  }
  const std::vector<ExpressionPtr>& operands = operation->arguments;
  const bool of_decimals = operands[0]->type.is(TypeKind::kDecimal);
  const Function* function = find_function(of_decimals ? name + ".decimal" : name);
  return {.expression = make_call(*function, operands, plain.expression->type, true, span),
          .text = text};
}

}  // namespace tarn::plan
