// Functions that take functions: their lambdas get the types of what they are called with, and are
// resolved before the function's type rule is asked.
//
// A lambda's parameters are attributes that only its body can name (LambdaRef). What stands where a
// lambda is wanted and is none is a body that looks at no parameter, as in Spark.

#include <algorithm>
#include <array>

#include "plan/coercion.h"
#include "plan/collection_rules.h"
#include "plan/expression_resolver.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::DataType;
using types::Field;
using types::TypeKind;

namespace {

// What a higher-order function's arguments are, in order.
enum class Part : uint8_t {
  kArray,
  kMap,
  kStart,
  kElement,
  kCondition,
  kPair,
  kEntry,
  kMerge,
  kFinish,
  kEntries,
  kOrder
};

struct HigherOrder {
  std::string_view name;
  std::vector<Part> parts;
  size_t min = 0;  // arguments that must be there
};

const std::array<HigherOrder, 11>& higher_order() {
  static const std::array<HigherOrder, 11> kAll = {{
      {"transform", {Part::kArray, Part::kElement}, 2},
      {"filter", {Part::kArray, Part::kElement}, 2},
      {"exists", {Part::kArray, Part::kCondition}, 2},
      {"forall", {Part::kArray, Part::kCondition}, 2},
      {"aggregate", {Part::kArray, Part::kStart, Part::kMerge, Part::kFinish}, 3},
      {"zip_with", {Part::kArray, Part::kArray, Part::kPair}, 3},
      {"array_sort", {Part::kArray, Part::kOrder}, 1},
      {"map_filter", {Part::kMap, Part::kEntry}, 2},
      {"transform_keys", {Part::kMap, Part::kEntry}, 2},
      {"transform_values", {Part::kMap, Part::kEntry}, 2},
      {"map_zip_with", {Part::kMap, Part::kMap, Part::kEntries}, 3},
  }};
  return kAll;
}

bool is_value(Part part) {
  return part == Part::kArray || part == Part::kMap || part == Part::kStart;
}

Field may_be_null(DataType type) { return {.name = "", .type = std::move(type)}; }
Field element_of(const Expression& array) {
  return {.name = "", .type = array.type.element(), .nullable = array.type.contains_null()};
}
Field key_of(const Expression& map) {
  return {.name = "", .type = map.type.key(), .nullable = false};
}
Field value_of(const Expression& map) {
  return {.name = "", .type = map.type.value(), .nullable = map.type.contains_null()};
}

// The parameters that a lambda can have, of which it must take `min`.
struct Parameters {
  std::vector<Field> fields;
  size_t min = 0;
};

Parameters parameters_of(Part part, const std::vector<Typed>& given) {
  const Expression& first = *given[0].expression;
  switch (part) {
    case Part::kElement:
      return {{element_of(first), {.name = "", .type = types::int_type(), .nullable = false}}, 1};
    case Part::kCondition:
      return {{element_of(first)}, 1};
    case Part::kOrder:
      return {{element_of(first), element_of(first)}, 2};
    case Part::kMerge:
      return {{may_be_null(given[1].expression->type), element_of(first)}, 2};
    case Part::kFinish:
      return {{may_be_null(given[1].expression->type)}, 1};
    case Part::kPair:
      return {{may_be_null(first.type.element()), may_be_null(given[1].expression->type.element())},
              2};
    case Part::kEntry:
      return {{key_of(first), value_of(first)}, 2};
    case Part::kEntries:
      return {{key_of(first), may_be_null(first.type.value()),
               may_be_null(given[1].expression->type.value())},
              3};
    case Part::kArray:
    case Part::kMap:
    case Part::kStart:
      break;
  }
  CHECK(false);
}

// As Spark shows the order that array_sort() has without a function.
constexpr std::string_view kDefaultOrder =
    "lambdafunction((IF(((namedlambdavariable() IS NULL) AND (namedlambdavariable() IS NULL)), 0, "
    "(IF((namedlambdavariable() IS NULL), 1, (IF((namedlambdavariable() IS NULL), -1, "
    "(IF((namedlambdavariable() < namedlambdavariable()), -1, (IF((namedlambdavariable() > "
    "namedlambdavariable()), 1, 0)))))))))), namedlambdavariable(), namedlambdavariable())";

std::string lambda_text(const std::string& body, size_t parameters) {
  std::string text = "lambdafunction(" + body;
  for (size_t i = 0; i < parameters; ++i) text += ", namedlambdavariable()";
  return text + ")";
}

QueryResolver::Problem lambda_problem(std::string_view kind, std::string message) {
  return {.condition = "INVALID_LAMBDA_FUNCTION_CALL." + std::string(kind),
          .sqlstate = "42K0D",
          .message = "Invalid lambda function call. " + std::move(message)};
}

TypeKind wanted_kind(Part part) {
  if (part == Part::kMap) return TypeKind::kMap;
  return part == Part::kArray ? TypeKind::kArray : TypeKind::kVoid;
}

bool is_condition(std::string_view function) {
  constexpr std::array<std::string_view, 4> kNames = {"filter", "exists", "forall", "map_filter"};
  return std::ranges::find(kNames, function) != kNames.end();
}

// What has no type is a NULL of any: a condition, as it is in WHERE, or what an aggregate merges
// to.
Typed with_type(Typed lambda, const DataType& type) {
  if (!lambda.expression->type.is(TypeKind::kVoid)) return lambda;
  Expression copy = *lambda.expression;
  auto& content = std::get<Lambda>(copy.content);
  // Spark puts a NULL into the place of what has no type; parts of a NULL, and those of an array of
  // nothing, keep their names.
  const auto* call = std::get_if<Call>(&content.body->content);
  const bool is_part = std::holds_alternative<Literal>(content.body->content) ||
                       (call != nullptr && call->function->name == "element_at.subscript");
  if (!is_part) {
    lambda.text = lambda_text("NULL", content.parameters.size());
  }
  content.body = make_null(type, content.body->span);
  copy.type = type;
  lambda.expression = std::make_shared<const Expression>(std::move(copy));
  return lambda;
}

bool has_subquery(const ExpressionPtr& expression) {
  return contains(expression, [](const Expression& part) { return subquery_of(part) != nullptr; });
}

}  // namespace

bool ExpressionResolver::is_higher_order(std::string_view function) {
  return std::ranges::any_of(higher_order(),
                             [&](const HigherOrder& each) { return each.name == function; });
}

Typed ExpressionResolver::lambda_call(const sql::FunctionCall& node, const Function& function,
                                      const std::string& name, Span span) {
  const auto& shape = *std::ranges::find(higher_order(), function.name, &HigherOrder::name);
  const size_t count = node.arguments.size();
  std::vector<Typed> given;
  std::string text = name + "(";
  const auto add = [&](Typed argument) {
    text += (given.empty() ? "" : ", ") + argument.text;
    given.push_back(std::move(argument));
  };
  if (count < shape.min || count > shape.parts.size()) {
    std::string expected = std::to_string(shape.min);
    if (shape.min != shape.parts.size()) {
      expected = "[" + expected + ", " + std::to_string(shape.parts.size()) + "]";
    }
    query_.report(
        span, {.condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
               .sqlstate = "42605",
               .message = "The `" + name + "` requires " + expected +
                          " parameters but the actual number is " + std::to_string(count) + "."});
    return {};
  }
  size_t at = 0;
  for (; at < count && is_value(shape.parts[at]); ++at) {
    Typed value = higher_order_value(node, name, at, wanted_kind(shape.parts[at]));
    if (!value) return {};
    add(std::move(value));
  }
  if (name == "map_zip_with" && !same_keys(given, span)) return {};
  for (; at < count; ++at) {
    const Parameters parameters = parameters_of(shape.parts[at], given);
    Typed lambda = lambda_of(*node.arguments[at].value, parameters.fields, parameters.min);
    if (!lambda) return {};
    if (is_condition(function.name)) {
      const bool is_nothing = lambda.expression->type.is(TypeKind::kVoid);
      lambda = with_type(std::move(lambda), types::boolean());
      // The element's place is not handed to it.
      if (is_nothing && function.name == "filter") lambda.text = lambda_text("NULL", 1);
    }
    const bool merges =
        shape.parts[at] == Part::kMerge && !given[1].expression->type.is(TypeKind::kVoid);
    if (merges) lambda = with_type(std::move(lambda), given[1].expression->type);
    add(std::move(lambda));
  }
  if (shape.parts.back() == Part::kOrder && count == 1) {
    return call(*find_function("array_sort.plain"), std::move(given),
                text + ", " + std::string(kDefaultOrder) + ")", span, name);
  }
  if (shape.parts.back() == Part::kFinish && count == 3) {
    text += ", " + lambda_text("namedlambdavariable()", 1);
  }
  return call(function, std::move(given), text + ")", span, name);
}

Typed ExpressionResolver::higher_order_value(const sql::FunctionCall& node, const std::string& name,
                                             size_t at, TypeKind wanted) {
  const sql::Expression& syntax = *node.arguments[at].value;
  if (syntax.as<sql::Lambda>() != nullptr) {
    query_.report(syntax.span,
                  lambda_problem("PARAMETER_DOES_NOT_ACCEPT_LAMBDA_FUNCTION",
                                 "You passed a lambda function to a parameter that does not accept "
                                 "it. Please check if lambda function argument is in the correct "
                                 "position."));
    return {};
  }
  Typed value = resolve(syntax);
  if (!value || wanted == TypeKind::kVoid) return value;
  const bool wants_map = wanted == TypeKind::kMap;
  const DataType& type = value.expression->type;
  if (type.is(wanted)) return value;
  const std::array<ExpressionPtr, 3> arguments = {value.expression, value.expression,
                                                  value.expression};
  const std::array<std::string, 3> texts = {value.text, value.text, value.text};
  query_.report_error(
      syntax.span, unexpected_input_type({.name = name, .arguments = arguments, .texts = texts}, at,
                                         wants_map ? "\"MAP\"" : "\"ARRAY\""));
  return {};
}

// Keys become each other's types, but no text does, and no day becomes a time without a zone.
// Without ANSI nearly everything becomes a text.
static bool meet_as_keys(const DataType& a, const DataType& b, AnsiMode ansi) {
  const auto are = [&](TypeKind one, TypeKind other) {
    return (a.is(one) && b.is(other)) || (a.is(other) && b.is(one));
  };
  const bool one_text = a.is(TypeKind::kString) != b.is(TypeKind::kString);
  const bool of_bytes = are(TypeKind::kString, TypeKind::kBinary);
  const bool is_kept = ansi == AnsiMode::kOff
                           ? !of_bytes && !are(TypeKind::kString, TypeKind::kBoolean) &&
                                 !a.is_nested() && !b.is_nested()
                           : of_bytes || are(TypeKind::kString, TypeKind::kVoid);
  return (!one_text || is_kept) && !are(TypeKind::kDate, TypeKind::kTimestampNtz);
}

bool ExpressionResolver::same_keys(std::vector<Typed>& maps, Span span) {
  const DataType& left = maps[0].expression->type;
  const DataType& right = maps[1].expression->type;
  const AnsiMode ansi = query_.settings().ansi;
  const auto key = meet_as_keys(left.key(), right.key(), ansi)
                       ? common_type(left.key(), right.key(), ansi)
                       : std::nullopt;
  if (!key) {
    query_.report_error(
        span, type_mismatch("MAP_ZIP_WITH_DIFF_TYPES",
                            "Input to the `map_zip_with` should have been two maps "
                            "with compatible key types, but it's [\"" +
                                left.key().sql() + "\", \"" + right.key().sql() + "\"]."));
    return false;
  }
  if (key->is(TypeKind::kCalendarInterval)) {
    query_.report_error(span, type_mismatch("INVALID_ORDERING_TYPE",
                                            "The `map_zip_with` does not support ordering on type "
                                            "\"INTERVAL\"."));
    return false;
  }
  for (Typed& map : maps) {
    const DataType& type = map.expression->type;
    map.expression =
        make_cast(map.expression, DataType::map(*key, type.value(), type.contains_null()));
  }
  return true;
}

Typed ExpressionResolver::lambda_of(const sql::Expression& syntax,
                                    const std::vector<Field>& parameters, size_t min) {
  const auto* lambda = syntax.as<sql::Lambda>();
  const size_t named = lambda == nullptr ? 0 : lambda->parameters.size();
  if (lambda != nullptr && (named < min || named > parameters.size())) {
    query_.report(syntax.span,
                  lambda_problem("NUM_ARGS_MISMATCH",
                                 "A higher order function expects " + std::to_string(named) +
                                     " arguments, but got " + std::to_string(min) + "."));
    return {};
  }
  std::vector<Attribute> attributes;
  for (size_t at = 0; at < std::max(named, min); ++at) {
    const std::string name = at < named ? lambda->parameters[at].name : "";
    const bool twice = at < named && std::ranges::any_of(
                                         attributes,
                                         [&](const Attribute& other) {
                                           return query_.names().same(other.name, name);
                                         });
    if (twice) {
      query_.report(syntax.span, lambda_problem("DUPLICATE_ARG_NAMES",
                                                "The lambda function has duplicate "
                                                "arguments " +
                                                    quoted(name) + "."));
      return {};
    }
    attributes.push_back({.id = query_.ids().next_attribute(),
                          .name = name,
                          .type = parameters[at].type,
                          .nullable = parameters[at].nullable});
  }
  lambdas_.push_back(named == 0 ? std::vector<Attribute>{} : attributes);
  Typed body = resolve(lambda == nullptr ? syntax : *lambda->body);
  lambdas_.pop_back();
  if (!body) return {};
  if (has_subquery(body.expression)) {
    query_.report(syntax.span,
                  {.condition = "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.HIGHER_ORDER_FUNCTION",
                   .sqlstate = "0A000",
                   .message = "Unsupported subquery expression: Subquery expressions are not "
                              "supported within higher-order functions."});
    return {};
  }
  return lambda_from(std::move(attributes), body, syntax.span);
}

Typed ExpressionResolver::lambda_from(std::vector<Attribute> parameters, const Typed& body,
                                      Span span) {
  std::string text = lambda_text(body.text, parameters.size());
  const DataType type = body.expression->type;
  // A function is never NULL; whether its body may be is for the type rules to look at.
  return {.expression = std::make_shared<const Expression>(Expression{
              .content = Lambda{.parameters = std::move(parameters), .body = body.expression},
              .type = type,
              .nullable = false,
              .span = span}),
          .text = std::move(text)};
}

}  // namespace tarn::plan
