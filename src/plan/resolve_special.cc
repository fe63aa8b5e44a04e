// Calls with forms of their own: conditions, remainders, windows of time, types as functions; and
// what is said of functions that are none here. special_calls.cc names the member of each.

#include "plan/coercion.h"
#include "plan/expression_resolver.h"
#include "plan/spark_functions.h"
#include "plan/text_lengths.h"
#include "plan/type_rules.h"
#include "plan/untyped_arguments.h"
#include "plan/walk.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

// bigint(x) is CAST(x AS BIGINT).
std::optional<DataType> type_named(std::string_view name) {
  if (name == "boolean") return types::boolean();
  if (name == "tinyint") return types::byte_type();
  if (name == "smallint") return types::short_type();
  if (name == "int") return types::int_type();
  if (name == "bigint") return types::long_type();
  if (name == "float") return types::float_type();
  if (name == "double") return types::double_type();
  if (name == "decimal") return DataType::decimal(10, 0);
  if (name == "string") return types::string_type();
  if (name == "binary") return types::binary_type();
  if (name == "date") return types::date_type();
  if (name == "timestamp") return types::timestamp_type();
  if (name == "time") return DataType::time();
  return std::nullopt;
}

}  // namespace

// Of the call `if(condition, yes, no)`.
Typed ExpressionResolver::if_else(const std::string&, std::vector<Typed> arguments, Span span) {
  Typed condition = std::move(arguments[0]);
  Typed yes = std::move(arguments[1]);
  Typed no = std::move(arguments[2]);
  std::string text = "(IF(" + condition.text + ", " + yes.text + ", " + no.text + "))";
  // A NULL is a condition here, but only where the other two agree.
  const bool agree =
      common_type(std::vector{yes.expression, no.expression}, query_.settings().ansi).has_value();
  if (agree && condition.expression->type.is(TypeKind::kVoid)) {
    condition.expression = make_cast(condition.expression, types::boolean());
  }
  if (!expect_condition(condition, text, span)) return {};
  return case_when({{std::move(condition), std::move(yes)}}, std::move(no), std::move(text), span);
}

Typed ExpressionResolver::null_if(const std::string&, std::vector<Typed> arguments, Span span) {
  Typed left = std::move(arguments[0]);
  Typed right = std::move(arguments[1]);
  if (!query_.has_room_for(parts_of(left.expression, query_.room_for_parts()), span)) return {};
  std::string text = "nullif(" + left.text + ", " + right.text + ")";
  left.expression = without_length(left.expression);
  right.expression = without_length(right.expression);
  Typed equal = call(*find_function("="), {left, right}, text, span, "=");
  if (!equal) return {};
  Typed null{.expression = make_null(left.expression->type, span), .text = "NULL"};
  return case_when({{std::move(equal), std::move(null)}}, left, std::move(text), span);
}

// nvl2(value, where it is there, where it is NULL).
Typed ExpressionResolver::null_or_else(const std::string&, std::vector<Typed> arguments,
                                       Span span) {
  const Typed test = std::move(arguments[0]);
  Typed yes = std::move(arguments[1]);
  Typed no = std::move(arguments[2]);
  std::string text = "nvl2(" + test.text + ", " + yes.text + ", " + no.text + ")";
  Typed present = call(*find_function("isnotnull"), {test}, text, span);
  return case_when({{std::move(present), std::move(yes)}}, std::move(no), std::move(text), span);
}

Typed ExpressionResolver::type_of(const std::string&, std::vector<Typed> arguments, Span span) {
  const Typed& value = arguments[0];
  return {.expression = make_string(value.expression->type.text(), span),
          .text = "typeof(" + value.text + ")"};
}

// mod() and pmod(), which is the remainder that is not negative.
Typed ExpressionResolver::modulo(const std::string& name, std::vector<Typed> arguments, Span span) {
  const Typed& left = arguments[0];
  const Typed& right = arguments[1];
  std::string text = name + "(" + left.text + ", " + right.text + ")";
  Typed result = arithmetic(sql::BinaryOperator::kModulo, left, right, span);
  if (!result) return result;
  result.text = std::move(text);
  if (name == "mod") return result;
  // The same operand types and result; only the sign differs.
  const auto* remainder = std::get_if<Call>(&result.expression->content);
  if (remainder == nullptr) return result;  // it is NULL
  result.expression =
      make_call(*find_function("pmod"), remainder->arguments, result.expression->type, true, span);
  return result;
}

// vector_norm() and vector_normalize() without a degree.
Typed ExpressionResolver::vector_of_norm_two(const std::string& name, std::vector<Typed> arguments,
                                             Span span) {
  arguments.push_back(
      {.expression = make_literal({.content = 2.0}, types::float_type(), span), .text = "2.0"});
  const std::string text = name + "(" + arguments[0].text + ", 2.0)";
  return call(*find_function(name), std::move(arguments), text, span, name);
}

// window() and session_window() in a select whose rows have their column already.
std::optional<Typed> ExpressionResolver::time_window_column(const sql::FunctionCall&,
                                                            const std::string&, Span span) {
  if (place_.time_window == nullptr) return std::nullopt;
  return Typed{.expression = make_reference(*place_.time_window, span),
               .text = place_.time_window->name,
               .column = place_.time_window->name};
}

// input_file_name() and its kin.
Typed ExpressionResolver::file_of_row(const sql::FunctionCall&, const std::string& name,
                                      Span span) {
  const std::string text = name + "()";
  if (place_.scope == nullptr) {
    return Typed{.expression = file_call(name, std::nullopt, span), .text = text};
  }
  const std::string_view clause = place_.no_aggregates_in == nullptr ? "" : place_.no_aggregates_in;
  if (place_.file == nullptr && clause == "JOIN") {
    query_.report(span, {.condition = "INVALID_NON_DETERMINISTIC_EXPRESSIONS",
                         .sqlstate = "42K0E",
                         .message = "The operator expects a deterministic expression, but the "
                                    "condition of the join holds \"" +
                                    text + "\"."});
    return {};
  }
  if (place_.file == nullptr) {
    query_.report_unsupported(span, text + " here; select it as a column below");
    return {};
  }
  if (place_.file->is_ambiguous()) {
    query_.report(span, {.condition = "MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION",
                         .sqlstate = "42K0E",
                         .message = "The expression \"" + text +
                                    "\" does not support more than one source."});
    return {};
  }
  return Typed{.expression = place_.file->call(name, span), .text = text};
}

Typed ExpressionResolver::type_name_cast(const std::string& name, std::vector<Typed> arguments,
                                         Span span) {
  const auto type = type_named(name);
  CHECK(type.has_value());
  const Typed& input = arguments[0];
  Typed result = cast(input, *type, CastMode::kAnsi, span);
  // A cast that is written as a function is not shown.
  if (result) result.text = input.text;
  return result;
}

// A function of Spark's that is none here: what its name and arguments allow to say of it.
void ExpressionResolver::report_unbuilt(const sql::FunctionCall& node, const std::string& name,
                                        Span span) {
  if (name == "cast") {  // CAST(x), whose type is missing, is a call of a function to Spark
    const auto given = arguments_of(node);
    if (!given) return;
    query_.report(span, {.condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                         .sqlstate = "42605",
                         .message = "The `cast` requires 0 parameters but the actual number is " +
                                    std::to_string(given->size()) + "."});
    return;
  }
  if (is_table_function(name)) {
    query_.report(span, {.condition = "NOT_A_SCALAR_FUNCTION",
                         .sqlstate = "42887",
                         .message = quoted(name) +
                                    " appears as a scalar expression here, but the function was "
                                    "defined as a table function."});
    return;
  }
  query_.report_unsupported(node.name.span, "the function " + name);
}

}  // namespace tarn::plan
