// Functions that are other expressions written shortly: decode() and to_char() by their first
// argument's type, arithmetic that never raises, the session's names.

#include <algorithm>
#include <array>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/resolution.h"
#include "plan/type_rules.h"
#include "plan/walk.h"
#include "types/utf8.h"

namespace tarn::plan {

using sql::BinaryOperator;
using types::DataType;
using types::TypeKind;

namespace {

std::optional<BinaryOperator> tried_operator(std::string_view name) {
  if (name == "try_add") return BinaryOperator::kAdd;
  if (name == "try_subtract") return BinaryOperator::kSubtract;
  if (name == "try_multiply") return BinaryOperator::kMultiply;
  if (name == "try_divide") return BinaryOperator::kDivide;
  if (name == "try_mod") return BinaryOperator::kModulo;
  return std::nullopt;
}

std::string call_text(std::string_view name, const std::vector<Typed>& arguments) {
  std::string text = std::string(name) + "(";
  for (size_t at = 0; at < arguments.size(); ++at) {
    text += (at == 0 ? "" : ", ") + arguments[at].text;
  }
  return text + ")";
}

}  // namespace

std::optional<Typed> ExpressionResolver::text_call(const sql::FunctionCall& node,
                                                   const std::string& name, Span span) {
  const size_t given = node.arguments.size();
  const auto constant = [&](const std::string& value) {
    return Typed{.expression = make_string(value, span), .text = name + "()"};
  };
  if (given == 0) {
    if (name == "current_catalog") return constant(query_.current_names().catalog);
    if (name == "current_database" || name == "current_schema") {
      Typed schema = constant(query_.current_names().schema);
      schema.text = "current_schema()";
      return schema;
    }
    const bool is_user = name == "current_user" || name == "user" || name == "session_user";
    if (is_user) {
      Typed user = constant(query_.settings().user);
      if (node.form == sql::CallForm::kWithoutParentheses) user.text = "current_user()";
      return user;
    }
    if (name == "current_path") {
      const CurrentNames names = query_.current_names();
      Typed path = constant("system.builtin,system.session," + names.catalog + "." + names.schema);
      path.text = "current_path()";
      return path;
    }
    if (name == "version") return constant("4.2.1 tarn");
    return std::nullopt;
  }
  constexpr std::array kNames = {
      "current_catalog", "current_database", "current_schema", "current_user", "user",
      "session_user",    "version",          "current_path"};
  if (std::ranges::find(kNames, name) != kNames.end()) {
    const std::vector<ExpressionPtr> expressions(given);
    query_.report_error(span,
                        wrong_number_of_arguments({.name = name, .arguments = expressions}, "0"));
    return Typed{};
  }
  const bool is_text = name == "to_char" || name == "to_varchar";
  const bool is_known = tried_operator(name) || is_text || name == "decode" || name == "log" ||
                        name == "zeroifnull" || name == "nullifzero" || name == "equal_null" ||
                        name == "assert_true" || name == "uniform";
  if (!is_known) return std::nullopt;
  auto arguments = arguments_of(node);
  if (!arguments) return Typed{};
  const size_t count = arguments->size();  // a star may stand for none or many
  std::string text = call_text(name, *arguments);
  if (is_text && count == 2) {
    const DataType& type = arguments->front().expression->type;
    const bool is_number =
        !type.is_datetime() && !type.is(TypeKind::kTime) && !type.is(TypeKind::kBinary);
    if (!is_number) return formatted(name, std::move(*arguments), span);
    text = call_text("to_char", *arguments);
    return checked_call(node, *find_function("to_char"), std::move(*arguments), text, span, name);
  }
  if (name == "decode" && count > 2) return decoded(std::move(*arguments), text, span);
  if (name == "log" && count == 1) {
    text = "LOG(E(), " + (*arguments)[0].text + ")";
    return call(*find_function("log.natural"), std::move(*arguments), text, span, name);
  }
  if (name == "zeroifnull" && count == 1) {
    arguments->push_back({.expression = make_int(0, span), .text = "0"});
    return call(*find_function("coalesce"), std::move(*arguments), text, span, name);
  }
  if (name == "nullifzero" && count == 1) {
    const Typed value = arguments->front();
    if (!query_.has_room_for(parts_of(value.expression, query_.room_for_parts()), span)) {
      return Typed{};
    }
    const Typed zero{.expression = make_int(0, span), .text = "0"};
    Typed is_zero = call(*find_function("="), {value, zero}, text, span, "=");
    if (!is_zero) return Typed{};
    Typed null{.expression = make_null(value.expression->type, span), .text = "NULL"};
    return case_when({{std::move(is_zero), std::move(null)}}, value, text, span);
  }
  if (name == "equal_null" && count == 2) {
    return call(*find_function("<=>"), std::move(*arguments), text, span, name);
  }
  if (name == "assert_true" && count == 1) {
    const std::string message = "'" + arguments->front().text + "' is not true!";
    arguments->push_back({.expression = make_string(message, span), .text = message});
    text = call_text(name, *arguments);
    return call(*find_function(name), std::move(*arguments), text, span, name);
  }
  if (name == "uniform" && (count == 2 || count == 3)) {
    return uniform(std::move(*arguments), text, span);
  }
  if (const auto op = tried_operator(name); op && count == 2) {
    return tried(*op, name, std::move(*arguments), span);
  }
  return std::nullopt;
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
Typed ExpressionResolver::decoded(std::vector<Typed> arguments, const std::string& text,
                                  Span span) {
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
Typed ExpressionResolver::uniform(std::vector<Typed> arguments, const std::string& text,
                                  Span span) {
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
Typed ExpressionResolver::tried(BinaryOperator op, const std::string& name,
                                std::vector<Typed> arguments, Span span) {
  const std::string text = call_text(name, arguments);
  const bool numbers = std::ranges::all_of(
      arguments, [](const Typed& each) { return each.expression->type.is_numeric(); });
  Typed plain = arithmetic(op, arguments[0], arguments[1], span);
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
