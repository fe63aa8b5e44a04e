// Functions whose arguments are more than values: schemas, field names, types, conditions.

#include <algorithm>
#include <cctype>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/foldable.h"
#include "plan/resolution.h"
#include "plan/spark_functions.h"
#include "plan/text_lengths.h"
#include "plan/type_rules.h"
#include "plan/untyped_arguments.h"
#include "plan/walk.h"
#include "sql/parse.h"
#include "types/utf8.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

// Whether a schema is written as columns: `a INT`, `a: INT`. Of those that cannot be read Spark
// says that they are no type, whatever is wrong with them.
bool names_columns(std::string_view schema) {
  const auto is_blank = [](unsigned char c) { return std::isspace(c) != 0; };
  const auto is_word = [](unsigned char c) { return std::isalnum(c) || c == '_' || c >= 0x80; };
  const auto word = std::find_if_not(schema.begin(), schema.end(), is_blank);
  if (word == schema.end() || *word == '`') return word != schema.end();
  const auto end = std::find_if_not(word, schema.end(), is_word);
  const auto next = std::find_if_not(end, schema.end(), is_blank);
  return next != schema.end() && (*next == ':' || *next == '`' || is_word(*next));
}

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

// Whether the options of a value's parser ask for what only a reader of files can do.
bool drops_malformed(const Expression& options) {
  const auto& entries = std::get<types::ValueMap>(std::get<Literal>(options.content).value.content);
  for (const types::ValueEntry& entry : entries) {
    const auto& name = std::get<std::string>(entry.first.content);
    const auto& value = std::get<std::string>(entry.second.content);
    if (types::equal_ignoring_case(name, "mode") &&
        types::equal_ignoring_case(value, "DROPMALFORMED")) {
      return true;
    }
  }
  return false;
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

// Whether a map in it has keys that are no strings.
bool has_other_map_key(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kArray:
      return has_other_map_key(type.element());
    case TypeKind::kMap:
      return !type.key().is(TypeKind::kString) || has_other_map_key(type.value());
    case TypeKind::kStruct:
      return std::ranges::any_of(
          type.fields(), [](const types::Field& field) { return has_other_map_key(field.type); });
    default:
      return false;
  }
}

// How many arguments a function takes whose calls have forms of their own; nothing: another one.
// Spark says 0 of CAST(x), which it takes for a call of a function.
std::optional<int> arguments_wanted(std::string_view name) {
  if (type_named(name) || name == "typeof" || name == "zeroifnull" || name == "nullifzero")
    return 1;
  if (name == "mod" || name == "pmod" || name == "nullif" || name == "equal_null") return 2;
  if (name == "if" || name == "nvl2") return 3;
  if (name == "cast") return 0;
  return std::nullopt;
}

}  // namespace

std::optional<Typed> ExpressionResolver::special_call(const sql::FunctionCall& node,
                                                      const std::string& name, Span span) {
  const size_t given = node.arguments.size();
  const auto argument = [&](size_t at) { return resolve(*node.arguments[at].value); };
  if (auto typed = text_call(node, name, span)) return typed;
  if (name == "from_json" || name == "from_csv" || name == "from_xml")
    return from_text(node, name, span);
  if (name == "variant_get" || name == "try_variant_get") return variant_get(node, name, span);
  if ((name == "window" || name == "session_window") && place_.time_window != nullptr) {
    return Typed{.expression = make_reference(*place_.time_window, span),
                 .text = place_.time_window->name,
                 .column = place_.time_window->name};
  }
  if (name == "time_bucket" && given == 2) {
    auto arguments = arguments_of(node);
    if (!arguments) return Typed{};
    forget_untyped(name, *arguments);
    const bool is_local = arguments->back().expression->type.is(TypeKind::kTimestampNtz);
    const std::string epoch = "1970-01-01 00:00:00";
    arguments->push_back(
        {.expression = make_cast(make_string(epoch, span),
                                 is_local ? types::timestamp_ntz_type() : types::timestamp_type()),
         .text = std::string(is_local ? "TIMESTAMP_NTZ '" : "TIMESTAMP '") + epoch + "'"});
    const std::string text = name + "(" + (*arguments)[0].text + ", " + (*arguments)[1].text +
                             ", " + (*arguments)[2].text + ")";
    return checked_call(node, *find_function(name), std::move(*arguments), text, span, name);
  }
  if ((name == "vector_norm" || name == "vector_normalize") && given == 1) {
    auto arguments = arguments_of(node);
    if (!arguments) return Typed{};
    arguments->push_back(
        {.expression = make_literal({.content = 2.0}, types::float_type(), span), .text = "2.0"});
    const std::string text = name + "(" + (*arguments)[0].text + ", 2.0)";
    return call(*find_function(name), std::move(*arguments), text, span, name);
  }
  if (name == "named_struct") return named_struct(node, span);
  if (name == "arrays_zip") return arrays_zip(node, span);
  if (auto typed = datetime_call(node, name, span)) return typed;
  if (name == "if") {
    if (given != 3) return std::nullopt;
    Typed condition = argument(0);
    Typed yes = argument(1);
    Typed no = argument(2);
    if (!condition || !yes || !no) return Typed{};
    std::string text = "(IF(" + condition.text + ", " + yes.text + ", " + no.text + "))";
    // A NULL is a condition here, but only where the other two agree.
    const bool agree =
        common_type(std::vector{yes.expression, no.expression}, query_.settings().ansi).has_value();
    if (agree && condition.expression->type.is(TypeKind::kVoid)) {
      condition.expression = make_cast(condition.expression, types::boolean());
    }
    if (!expect_condition(condition, text, span)) return Typed{};
    return case_when({{std::move(condition), std::move(yes)}}, std::move(no), std::move(text),
                     span);
  }
  if (name == "nullif" && given == 2) {
    Typed left = argument(0);
    Typed right = argument(1);
    if (!left || !right) return Typed{};
    if (!query_.has_room_for(parts_of(left.expression, query_.room_for_parts()), span)) {
      return Typed{};
    }
    std::string text = "nullif(" + left.text + ", " + right.text + ")";
    left.expression = without_length(left.expression);
    right.expression = without_length(right.expression);
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
    const auto* remainder = std::get_if<Call>(&result.expression->content);
    if (remainder == nullptr) return result;  // it is NULL
    result.expression = make_call(*find_function("pmod"), remainder->arguments,
                                  result.expression->type, true, span);
    return result;
  }
  const bool takes_options = name == "to_json" || name == "to_csv" || name == "to_xml" ||
                             name == "schema_of_json" || name == "schema_of_csv" ||
                             name == "schema_of_xml";
  if (takes_options && given == 2) {
    std::vector<Typed> given_value{argument(0)};
    Typed options = argument(1);
    if (!given_value[0] || !options) return Typed{};
    forget_untyped(name, given_value);
    const Typed& value = given_value[0];
    options = record_options(std::move(options), span);
    if (!options) return Typed{};
    const std::string text = name + "(" + value.text + ")";
    return call(*find_function(name), {value, options}, text, span, name);
  }
  if (is_file_function(name) && given == 0) return file_of_row(name, span);
  if (given == 1) {
    if (const auto type = type_named(name)) return type_name_cast(node, *type, span);
  }
  return std::nullopt;
}

// A function of Spark's that is none here: what its name and arguments allow to say of it.
void ExpressionResolver::report_unbuilt(const sql::FunctionCall& node, const std::string& name,
                                        Span span) {
  if (const auto wanted = arguments_wanted(name)) {
    if (!arguments_of(node)) return;
    query_.report(span, {.condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                         .sqlstate = "42605",
                         .message = "The `" + name + "` requires " + std::to_string(*wanted) +
                                    " parameters but the actual number is " +
                                    std::to_string(node.arguments.size()) + "."});
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

// input_file_name() and its kin.
Typed ExpressionResolver::file_of_row(const std::string& name, Span span) {
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

Typed ExpressionResolver::type_name_cast(const sql::FunctionCall& node, const DataType& type,
                                         Span span) {
  Typed input = resolve(*node.arguments[0].value);
  Typed result = cast(input, type, CastMode::kAnsi, span);
  // A cast that is written as a function is not shown.
  if (result) result.text = input.text;
  return result;
}

// Options of from_json, to_csv and their kin: a map of constant strings.
Typed ExpressionResolver::record_options(Typed options, Span span) {
  const DataType type = options.expression->type;
  const bool is_map = type.is(TypeKind::kMap);
  const bool of_strings =
      is_map && type.key().is(TypeKind::kString) && type.value().is(TypeKind::kString);
  const auto* call = std::get_if<Call>(&options.expression->content);
  if (of_strings && call != nullptr && call->function->body == "map") {
    options = constant(std::move(options), span);
    if (!options) return {};
    const auto* literal = std::get_if<Literal>(&options.expression->content);
    if (literal != nullptr && std::holds_alternative<types::ValueMap>(literal->value.content)) {
      return options;
    }
  }
  if (is_map && !of_strings) {
    query_.report(span, {.condition = "INVALID_OPTIONS.NON_STRING_TYPE",
                         .sqlstate = "42K06",
                         .message = "Invalid options: A type of keys and values in `map()` must be "
                                    "string, but got \"" +
                                    type.sql() + "\"."});
  } else {
    query_.report(span, {.condition = "INVALID_OPTIONS.NON_MAP_FUNCTION",
                         .sqlstate = "42K06",
                         .message = "Invalid options: Must use the `map()` function for options."});
  }
  return {};
}

// Whether XML can be read into the type.
bool ExpressionResolver::check_xml_type(const DataType& type, Span span) {
  if (!type.is(TypeKind::kStruct) && !type.is(TypeKind::kVariant)) {
    query_.report(
        span, {.condition = "DATATYPE_MISMATCH.INVALID_XML_SCHEMA",
               .sqlstate = "42K09",
               .message = "Input schema \"" + type.sql() + "\" must be a struct or a variant."});
    return false;
  }
  if (!has_other_map_key(type)) return true;
  query_.report(span, {.condition = "DATATYPE_MISMATCH.INVALID_XML_MAP_KEY_TYPE",
                       .sqlstate = "42K09",
                       .message = "Input schema \"" + type.sql() +
                                  "\" can only contain STRING as a key type for a MAP."});
  return false;
}

Typed ExpressionResolver::from_text(const sql::FunctionCall& node, const std::string& name,
                                    Span span) {
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  if (arguments->size() != 2 && arguments->size() != 3) {
    query_.report(span, {.condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                         .sqlstate = "42605",
                         .message = "The `" + name +
                                    "` requires [2, 3] parameters but the actual "
                                    "number is " +
                                    std::to_string(arguments->size()) + "."});
    return {};
  }
  forget_untyped(name, *arguments);
  std::optional<std::string> written;
  if (is_foldable(*node.arguments[1].value)) {
    const Typed schema_argument = constant((*arguments)[1], span);
    if (!schema_argument) return {};
    written = literal_string(*schema_argument.expression);
  }
  if (!written) {
    query_.report(node.arguments[1].value->span,
                  {.condition = "INVALID_SCHEMA.NON_STRING_LITERAL",
                   .sqlstate = "42K07",
                   .message = "The input schema \"" + (*arguments)[1].text +
                              "\" is not a valid schema string. The input expression must be "
                              "string literal and not null."});
    return {};
  }
  const sql::Fragment fragment = sql::Fragment::whole(*written).with(query_.settings().reading);
  std::optional<DataType> type;
  auto single = sql::parse_data_type(fragment);
  if (single) {
    type = *single;
  } else if (auto schema = sql::parse_schema(fragment)) {
    type = DataType::structure(*schema);
  } else {
    // One word is a type that is not known, and no list of columns that breaks off.
    const size_t begin = std::min(written->find_first_not_of(' '), written->size());
    const size_t end = std::max(begin, written->find_last_not_of(' ') + 1);
    const std::string_view word = std::string_view(*written).substr(begin, end - begin);
    const bool is_type =
        single.diagnostic().condition == "UNSUPPORTED_DATATYPE" &&
        std::ranges::all_of(word, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
    const Diagnostic& problem = is_type ? single.diagnostic() : schema.diagnostic();
    const bool is_list = names_columns(*written);
    query_.report(node.arguments[1].value->span,
                  {.condition = is_list ? "PARSE_SYNTAX_ERROR" : problem.condition,
                   .sqlstate = is_list ? "42601" : problem.sqlstate,
                   .message = "In the schema of " + name + ": " + problem.message,
                   .hint = problem.hint});
    return {};
  }
  auto without_lengths = type_without_lengths(*type, query_.settings());
  if (!without_lengths) {
    query_.report_error(node.arguments[1].value->span, without_lengths.error());
    return {};
  }
  type = *std::move(without_lengths);
  if (name == "from_xml") {
    if (!check_xml_type(*type, span)) return {};
  } else if (name == "from_csv") {
    if (!type->is(TypeKind::kStruct)) {
      query_.report(node.arguments[1].value->span,
                    {.condition = "INVALID_SCHEMA.NON_STRUCT_TYPE",
                     .sqlstate = "42K07",
                     .message = "The input schema \"" + *written +
                                "\" is not a valid schema string. The input expression should be "
                                "evaluated to struct type, but got \"" +
                                type->sql() + "\"."});
      return {};
    }
    for (const types::Field& field : type->fields()) {
      if (!field.type.is_nested()) continue;
      query_.report(span, {.condition = "UNSUPPORTED_DATATYPE",
                           .sqlstate = "0A000",
                           .message = "Unsupported data type \"" + field.type.sql() + "\"."});
      return {};
    }
  } else if (!type->is_nested() && !type->is(TypeKind::kVariant)) {
    query_.report(node.arguments[1].value->span,
                  {.condition = "DATATYPE_MISMATCH.INVALID_JSON_SCHEMA",
                   .sqlstate = "42K09",
                   .message = "Input schema \"" + type->sql() +
                              "\" must be a struct, an array, a map or a variant."});
    return {};
  }
  std::vector<Typed> values = {(*arguments)[0]};
  if (arguments->size() == 3) {
    Typed options = record_options((*arguments)[2], span);
    if (!options) return {};
    if (drops_malformed(*options.expression)) {
      query_.report(span, {.condition = "PARSE_MODE_UNSUPPORTED",
                           .sqlstate = "42601",
                           .message = "The function `" + name +
                                      "` doesn't support the DROPMALFORMED mode. Acceptable modes "
                                      "are PERMISSIVE and FAILFAST."});
      return {};
    }
    values.push_back(std::move(options));
  }
  Typed result = call(*find_function(name), std::move(values),
                      name + "(" + (*arguments)[0].text + ")", span, name);
  if (!result) return {};
  if (type->is(TypeKind::kMap)) result.text = "entries";
  Expression typed = *result.expression;
  typed.type = all_nullable(*type);
  result.expression = std::make_shared<const Expression>(std::move(typed));
  return result;
}

}  // namespace tarn::plan
