// Functions whose arguments are more than values: schemas, field names, types, conditions.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/resolution.h"
#include "plan/type_rules.h"
#include "sql/parse.h"

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
  return std::nullopt;
}

// Options of from_json and to_json: map('mode', 'FAILFAST') of string literals, as one literal.
ExpressionPtr folded_options(const ExpressionPtr& expression) {
  const auto* call = std::get_if<Call>(&expression->content);
  if (call == nullptr || call->function->name != "map") return nullptr;
  types::ValueMap entries;
  for (size_t at = 0; at + 1 < call->arguments.size(); at += 2) {
    const auto key = literal_string(*call->arguments[at]);
    const auto value = literal_string(*call->arguments[at + 1]);
    if (!key || !value) return nullptr;
    entries.push_back({{.content = *key}, {.content = *value}});
  }
  return make_literal({.content = std::move(entries)},
                      DataType::map(types::string_type(), types::string_type(), false),
                      expression->span);
}

// The parts of a NULL document may be NULL, whatever the schema says.
DataType all_nullable(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kStruct: {
      std::vector<types::Field> fields = type.fields();
      for (types::Field& field : fields) {
        field.nullable = true;
        field.type = all_nullable(field.type);
      }
      return DataType::structure(std::move(fields));
    }
    case TypeKind::kArray:
      return DataType::array(all_nullable(type.element()));
    case TypeKind::kMap:
      return DataType::map(type.key(), all_nullable(type.value()));
    default:
      return type;
  }
}

}  // namespace

std::optional<Typed> ExpressionResolver::special_call(const sql::FunctionCall& node,
                                                      const std::string& name, Span span) {
  const size_t given = node.arguments.size();
  const auto argument = [&](size_t at) { return resolve(*node.arguments[at].value); };
  if (name == "from_json") return from_json(node, span);
  if (name == "named_struct") return named_struct(node, span);
  if (name == "extract" || name == "date_part" || name == "datepart") return extract(node, span);
  if (name == "if" || name == "iff") {
    if (given != 3) return std::nullopt;
    Typed condition = argument(0);
    Typed yes = argument(1);
    Typed no = argument(2);
    if (!condition || !yes || !no) return Typed{};
    std::string text = "(IF(" + condition.text + ", " + yes.text + ", " + no.text + "))";
    return case_when({{std::move(condition), std::move(yes)}}, std::move(no), std::move(text),
                     span);
  }
  if (name == "nullif" && given == 2) {
    Typed left = argument(0);
    Typed right = argument(1);
    if (!left || !right) return Typed{};
    std::string text = "nullif(" + left.text + ", " + right.text + ")";
    Typed equal = call(*find_function("="), {left, right}, text, span, "=");
    if (!equal) return Typed{};
    Typed null{.expression = make_null(left.expression->type, span), .text = "NULL"};
    return case_when({{std::move(equal), std::move(null)}}, left, std::move(text), span);
  }
  if (name == "nvl2" && given == 3) {
    Typed test = argument(0);
    Typed yes = argument(1);
    Typed no = argument(2);
    if (!test || !yes || !no) return Typed{};
    std::string text = "nvl2(" + test.text + ", " + yes.text + ", " + no.text + ")";
    Typed present = call(*find_function("isnotnull"), {test}, text, span);
    return case_when({{std::move(present), std::move(yes)}}, std::move(no), std::move(text), span);
  }
  if (name == "typeof" && given == 1) {
    Typed value = argument(0);
    if (!value) return Typed{};
    return Typed{.expression = make_string(value.expression->type.text(), span),
                 .text = "typeof(" + value.text + ")"};
  }
  if ((name == "mod" || name == "pmod") && given == 2) {
    Typed left = argument(0);
    Typed right = argument(1);
    if (!left || !right) return Typed{};
    std::string text = name + "(" + left.text + ", " + right.text + ")";
    Typed result = arithmetic(sql::BinaryOperator::kModulo, left, right, span);
    if (!result) return result;
    result.text = std::move(text);
    if (name == "mod") return result;
    // The same operand types and result; only the sign differs.
    const auto& remainder = std::get<Call>(result.expression->content);
    result.expression =
        make_call(*find_function("pmod"), remainder.arguments, result.expression->type, true, span);
    return result;
  }
  if (name == "to_json" && given == 2) {
    Typed value = argument(0);
    Typed options = argument(1);
    if (!value || !options) return Typed{};
    options.expression = folded_options(options.expression);
    if (!options) {
      query_.report(span,
                    {.condition = "INVALID_OPTIONS.NON_MAP_FUNCTION",
                     .sqlstate = "42K06",
                     .message = "Invalid options: Must use the `map()` function for options."});
      return Typed{};
    }
    const std::string text = "to_json(" + value.text + ")";
    return call(*find_function("to_json"), {value, options}, text, span, name);
  }
  if (name == "input_file_name" && given == 0) {
    // The hidden metadata of the files below knows it; without files it is empty, as in Spark.
    const sql::Name path{.parts = {{.name = "_metadata"}, {.name = "file_path"}}, .span = span};
    Typed found = place_.scope == nullptr ? Typed{} : from_scope(*place_.scope, path, span);
    if (!found) found.expression = make_string("", span);
    return Typed{.expression = found.expression, .text = "input_file_name()"};
  }
  if (given == 1) {
    if (const auto type = type_named(name)) return type_name_cast(node, *type, span);
  }
  return std::nullopt;
}

Typed ExpressionResolver::type_name_cast(const sql::FunctionCall& node, const DataType& type,
                                         Span span) {
  return cast(resolve(*node.arguments[0].value), type, CastMode::kAnsi, span);
}

Typed ExpressionResolver::extract(const sql::FunctionCall& node, Span span) {
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  if (arguments->size() != 2) {
    query_.report(span, {.condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                         .sqlstate = "42605",
                         .message = "The `extract` requires 2 parameters."});
    return {};
  }
  std::string field = literal_string(*(*arguments)[0].expression).value_or("");
  std::ranges::transform(field, field.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  constexpr std::pair<std::string_view, std::string_view> kFields[] = {
      {"year", "year"}, {"quarter", "quarter"},     {"month", "month"},   {"week", "weekofyear"},
      {"day", "day"},   {"dayofweek", "dayofweek"}, {"dow", "dayofweek"}, {"doy", "dayofyear"},
      {"hour", "hour"}, {"minute", "minute"}};
  for (const auto& [name, function] : kFields) {
    if (field != name) continue;
    return call(*find_function(function), {(*arguments)[1]},
                "extract(" + (*arguments)[0].text + " FROM " + (*arguments)[1].text + ")", span,
                "extract");
  }
  query_.report_unsupported(span, "extract('" + field + "' FROM ..)");
  return {};
}

Typed ExpressionResolver::from_json(const sql::FunctionCall& node, Span span) {
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  if (arguments->size() != 2 && arguments->size() != 3) {
    query_.report(span, {.condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                         .sqlstate = "42605",
                         .message = "The `from_json` requires [2, 3] parameters but the actual "
                                    "number is " +
                                    std::to_string(arguments->size()) + "."});
    return {};
  }
  const auto written = literal_string(*(*arguments)[1].expression);
  if (!written) {
    query_.report(node.arguments[1].value->span,
                  {.condition = "INVALID_SCHEMA.NON_STRING_LITERAL",
                   .sqlstate = "42K07",
                   .message = "The input schema \"" + (*arguments)[1].text +
                              "\" is not a valid schema string. The input expression must be "
                              "string literal and not null."});
    return {};
  }
  const sql::Fragment fragment = sql::Fragment::whole(*written);
  std::optional<DataType> type;
  if (auto single = sql::parse_data_type(fragment)) {
    type = *single;
  } else if (auto schema = sql::parse_schema(fragment)) {
    type = DataType::structure(*schema);
  } else {
    const Diagnostic& problem = schema.diagnostic();
    query_.report(node.arguments[1].value->span,
                  {.condition = problem.condition,
                   .sqlstate = problem.sqlstate,
                   .message = "In the schema of from_json: " + problem.message,
                   .hint = problem.hint});
    return {};
  }
  if (!type->is_nested()) {
    query_.report(node.arguments[1].value->span,
                  {.condition = "DATATYPE_MISMATCH.INVALID_JSON_SCHEMA",
                   .sqlstate = "42K09",
                   .message = "Input schema \"" + type->sql() +
                              "\" must be a struct, an array, a map or a variant."});
    return {};
  }
  std::vector<Typed> values = {(*arguments)[0]};
  if (arguments->size() == 3) {
    ExpressionPtr options = folded_options((*arguments)[2].expression);
    if (!options) {
      query_.report(span,
                    {.condition = "INVALID_OPTIONS.NON_MAP_FUNCTION",
                     .sqlstate = "42K06",
                     .message = "Invalid options: Must use the `map()` function for options."});
      return {};
    }
    values.push_back({.expression = std::move(options), .text = (*arguments)[2].text});
  }
  Typed result = call(*find_function("from_json"), std::move(values),
                      "from_json(" + (*arguments)[0].text + ")", span, "from_json");
  if (!result) return {};
  if (type->is(TypeKind::kMap)) result.column = "entries";
  Expression typed = *result.expression;
  typed.type = all_nullable(*type);
  result.expression = std::make_shared<const Expression>(std::move(typed));
  return result;
}

}  // namespace tarn::plan
