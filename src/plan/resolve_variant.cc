// variant_get() and paths behind a colon: the type that is wanted becomes the call's.

#include "plan/coercion.h"
#include "plan/expression_resolver.h"
#include "plan/foldable.h"
#include "plan/text_lengths.h"
#include "plan/type_rules.h"
#include "plan/untyped_arguments.h"
#include "sql/parse.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

QueryResolver::Problem no_schema(const std::string& written) {
  return {.condition = "INVALID_SCHEMA.NON_STRING_LITERAL",
          .sqlstate = "42K07",
          .message = "The input schema \"" + written +
                     "\" is not a valid schema string. The input expression must be string literal "
                     "and not null."};
}

}  // namespace

// The type that a text names, as a type or as a schema; reports what is wrong with it.
std::optional<DataType> ExpressionResolver::type_written(const Typed& written, Span span) {
  const Typed folded = constant(written, span);
  if (!folded) return std::nullopt;
  const auto text = literal_string(*folded.expression);
  if (!text) {
    query_.report(span, no_schema(written.text));
    return std::nullopt;
  }
  const sql::Fragment fragment = sql::Fragment::whole(*text).with(query_.settings().reading);
  auto single = sql::parse_data_type(fragment);
  std::optional<DataType> type;
  if (single) {
    type = *single;
  } else if (auto schema = sql::parse_schema(fragment)) {
    type = DataType::structure(*schema);
  }
  if (type) {
    auto known = type_without_lengths(*type, query_.settings());
    if (known) return *std::move(known);
    query_.report_error(span, known.error());
    return std::nullopt;
  }
  const Diagnostic& problem = single.diagnostic();
  query_.report(span, {.condition = problem.condition,
                       .sqlstate = problem.sqlstate,
                       .message = "In the type \"" + *text + "\": " + problem.message,
                       .hint = problem.hint});
  return std::nullopt;
}

Typed ExpressionResolver::variant_get(const sql::FunctionCall& node, const std::string& name,
                                      Span span) {
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  if (arguments->size() != 2 && arguments->size() != 3) {
    const std::vector<ExpressionPtr> expressions(arguments->size());
    query_.report_error(
        span, wrong_number_of_arguments({.name = name, .arguments = expressions}, "[2, 3]"));
    return {};
  }
  DataType type = types::variant_type();
  if (arguments->size() == 3) {
    if (!is_foldable(*node.arguments[2].value)) {
      query_.report(node.arguments[2].value->span, no_schema(arguments->back().text));
      return {};
    }
    const auto written = type_written(arguments->back(), node.arguments[2].value->span);
    if (!written) return {};
    type = *written;
    arguments->pop_back();
  }
  forget_untyped(name, *arguments);
  const std::string text = name + "(" + (*arguments)[0].text + ", " + (*arguments)[1].text + ")";
  return variant_part(name, std::move(*arguments), type, text, span);
}

// `arguments`: the VARIANT and the path.
Typed ExpressionResolver::variant_part(const std::string& name, std::vector<Typed> arguments,
                                       const DataType& type, const std::string& text, Span span) {
  if (!can_cast(types::variant_type(), type)) {
    query_.report(span, {.condition = "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION",
                         .sqlstate = "42K09",
                         .message = "Cannot resolve \"" + text +
                                    "\" due to data type mismatch: cannot cast \"VARIANT\" to \"" +
                                    type.sql() + "\"."});
    return {};
  }
  Typed result = call(*find_function(name), std::move(arguments), text, span, name);
  if (!result) return {};
  Expression typed = *result.expression;
  typed.type = type;
  result.expression = std::make_shared<const Expression>(std::move(typed));
  return result;
}

}  // namespace tarn::plan
