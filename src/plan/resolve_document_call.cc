// Documents and their schemas: from_json(), from_csv(), from_xml(), and the options of to_json()
// and its kin. special_calls.cc names the member of each.

#include <algorithm>
#include <cctype>

#include "plan/expression_resolver.h"
#include "plan/foldable.h"
#include "plan/text_lengths.h"
#include "plan/type_rules.h"
#include "plan/untyped_arguments.h"
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

QueryResolver::Problem no_schema(const std::string& what, const char* kind,
                                 const std::string& why) {
  return {.condition = std::string("INVALID_SCHEMA.") + kind,
          .sqlstate = "42K07",
          .message = "The input schema \"" + what + "\" is not a valid schema string. " + why};
}

// What is wrong with a schema that cannot be read, as a type or as columns.
QueryResolver::Problem unread_schema(const std::string& written, const std::string& name,
                                     const Diagnostic& as_type, const Diagnostic& as_columns) {
  // One word is a type that is not known, and no list of columns that breaks off.
  const size_t begin = std::min(written.find_first_not_of(' '), written.size());
  const size_t end = std::max(begin, written.find_last_not_of(' ') + 1);
  const std::string_view word = std::string_view(written).substr(begin, end - begin);
  const bool is_type =
      as_type.condition == "UNSUPPORTED_DATATYPE" &&
      std::ranges::all_of(word, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
  const Diagnostic& problem = is_type ? as_type : as_columns;
  const bool is_list = names_columns(written);
  return {.condition = is_list ? "PARSE_SYNTAX_ERROR" : problem.condition,
          .sqlstate = is_list ? "42601" : problem.sqlstate,
          .message = "In the schema of " + name + ": " + problem.message,
          .hint = problem.hint};
}

// The type that a schema's text means: a type, or a STRUCT of its columns. `at`: where it stands.
std::optional<DataType> schema_type(QueryResolver& query, const std::string& written,
                                    const std::string& name, Span at) {
  const sql::Fragment fragment = sql::Fragment::whole(written).with(query.settings().reading);
  std::optional<DataType> type;
  auto single = sql::parse_data_type(fragment);
  if (single) {
    type = *single;
  } else if (auto schema = sql::parse_schema(fragment)) {
    type = DataType::structure(*schema);
  } else {
    query.report(at, unread_schema(written, name, single.diagnostic(), schema.diagnostic()));
    return std::nullopt;
  }
  auto without_lengths = type_without_lengths(*type, query.settings());
  if (!without_lengths) {
    query.report_error(at, without_lengths.error());
    return std::nullopt;
  }
  return *std::move(without_lengths);
}

// What is wrong with reading CSV into the type, if anything is, and whether that is said of the
// schema and not of the call.
struct Refusal {
  QueryResolver::Problem problem;
  bool of_schema = false;
};

std::optional<Refusal> refused_of_csv(const std::string& written, const DataType& type) {
  if (!type.is(TypeKind::kStruct)) {
    return Refusal{.problem = no_schema(written, "NON_STRUCT_TYPE",
                                        "The input expression should be evaluated to struct type, "
                                        "but got \"" +
                                            type.sql() + "\"."),
                   .of_schema = true};
  }
  for (const types::Field& field : type.fields()) {
    if (!field.type.is_nested()) continue;
    return Refusal{.problem = {.condition = "UNSUPPORTED_DATATYPE",
                               .sqlstate = "0A000",
                               .message = "Unsupported data type \"" + field.type.sql() + "\"."}};
  }
  return std::nullopt;
}

std::optional<Refusal> refused_of_xml(const DataType& type) {
  if (!type.is(TypeKind::kStruct) && !type.is(TypeKind::kVariant)) {
    return Refusal{.problem = {.condition = "DATATYPE_MISMATCH.INVALID_XML_SCHEMA",
                               .sqlstate = "42K09",
                               .message = "Input schema \"" + type.sql() +
                                          "\" must be a struct or a variant."}};
  }
  if (!has_other_map_key(type)) return std::nullopt;
  return Refusal{.problem = {.condition = "DATATYPE_MISMATCH.INVALID_XML_MAP_KEY_TYPE",
                             .sqlstate = "42K09",
                             .message = "Input schema \"" + type.sql() +
                                        "\" can only contain STRING as a key type for a MAP."}};
}

std::optional<Refusal> refused_of_json(const DataType& type) {
  if (type.is_nested() || type.is(TypeKind::kVariant)) return std::nullopt;
  return Refusal{.problem = {.condition = "DATATYPE_MISMATCH.INVALID_JSON_SCHEMA",
                             .sqlstate = "42K09",
                             .message = "Input schema \"" + type.sql() +
                                        "\" must be a struct, an array, a map or a variant."},
                 .of_schema = true};
}

}  // namespace

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

// to_json(value, options) and its kin: what is written is shown without the options.
Typed ExpressionResolver::to_document(const sql::FunctionCall& node, const std::string& name,
                                      Span span) {
  std::vector<Typed> value{resolve(*node.arguments[0].value)};
  Typed options = resolve(*node.arguments[1].value);
  if (!value[0] || !options) return {};
  forget_untyped(name, value);
  options = record_options(std::move(options), span);
  if (!options) return {};
  const std::string text = name + "(" + value[0].text + ")";
  return call(*find_function(name), {value[0], options}, text, span, name);
}

// The text of the schema that is the second argument, a constant; else it is reported.
std::optional<std::string> ExpressionResolver::schema_written(const sql::FunctionCall& node,
                                                              const std::vector<Typed>& arguments,
                                                              Span span) {
  const sql::Expression& syntax = *node.arguments[1].value;
  std::optional<std::string> written;
  if (is_foldable(syntax)) {
    const Typed schema = constant(arguments[1], span);
    if (!schema) return std::nullopt;
    written = literal_string(*schema.expression);
  }
  if (!written) {
    query_.report(syntax.span, no_schema(arguments[1].text, "NON_STRING_LITERAL",
                                         "The input expression must be string literal and not "
                                         "null."));
  }
  return written;
}

// from_json(text, schema[, options]) and its kin: the schema becomes the call's type.
Typed ExpressionResolver::from_document(const sql::FunctionCall& node, const std::string& name,
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
  const auto written = schema_written(node, *arguments, span);
  if (!written) return {};
  const Span schema_span = node.arguments[1].value->span;
  const auto type = schema_type(query_, *written, name, schema_span);
  if (!type) return {};
  auto refusal = name == "from_xml"   ? refused_of_xml(*type)
                 : name == "from_csv" ? refused_of_csv(*written, *type)
                                      : refused_of_json(*type);
  if (refusal) {
    query_.report(refusal->of_schema ? schema_span : span, std::move(refusal->problem));
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
