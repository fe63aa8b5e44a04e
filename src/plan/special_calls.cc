// The calls with forms of their own: what a name, its types and its arguments' order do not say. A
// line names a function, how many arguments it is given, and the member that resolves such a call;
// a call of another number of them is like that of any function.

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "plan/expression_resolver.h"

namespace tarn::plan {

constinit const ExpressionResolver::SpecialCall ExpressionResolver::kSpecialCalls[] = {
    // Conditions and what they choose: resolve_special.cc.
    {.name = "if", .given = {3, 3}, .resolve = &ExpressionResolver::if_else},
    {.name = "nullif", .given = {2, 2}, .resolve = &ExpressionResolver::null_if},
    {.name = "nvl2", .given = {3, 3}, .resolve = &ExpressionResolver::null_or_else},
    {.name = "typeof", .given = {1, 1}, .resolve = &ExpressionResolver::type_of},
    {.name = "mod", .given = {2, 2}, .resolve = &ExpressionResolver::modulo},
    {.name = "pmod", .given = {2, 2}, .resolve = &ExpressionResolver::modulo},
    {.name = "vector_norm", .given = {1, 1}, .resolve = &ExpressionResolver::vector_of_norm_two},
    {.name = "vector_normalize",
     .given = {1, 1},
     .resolve = &ExpressionResolver::vector_of_norm_two},
    {.name = "window", .resolve = &ExpressionResolver::time_window_column},
    {.name = "session_window", .resolve = &ExpressionResolver::time_window_column},
    {.name = "input_file_name", .given = {0, 0}, .resolve = &ExpressionResolver::file_of_row},
    {.name = "input_file_block_start",
     .given = {0, 0},
     .resolve = &ExpressionResolver::file_of_row},
    {.name = "input_file_block_length",
     .given = {0, 0},
     .resolve = &ExpressionResolver::file_of_row},

    // Types called as functions: resolve_special.cc.
    {.name = "boolean", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},
    {.name = "tinyint", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},
    {.name = "smallint", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},
    {.name = "int", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},
    {.name = "bigint", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},
    {.name = "float", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},
    {.name = "double", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},
    {.name = "decimal", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},
    {.name = "string", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},
    {.name = "binary", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},
    {.name = "date", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},
    {.name = "timestamp", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},
    {.name = "time", .given = {1, 1}, .resolve = &ExpressionResolver::type_name_cast},

    // Structs, documents and VARIANT: resolve_struct.cc, resolve_document_call.cc,
    // resolve_variant.cc.
    {.name = "named_struct", .resolve = &ExpressionResolver::named_struct},
    {.name = "arrays_zip", .resolve = &ExpressionResolver::arrays_zip},
    {.name = "from_json", .resolve = &ExpressionResolver::from_document},
    {.name = "from_csv", .resolve = &ExpressionResolver::from_document},
    {.name = "from_xml", .resolve = &ExpressionResolver::from_document},
    {.name = "to_json", .given = {2, 2}, .resolve = &ExpressionResolver::to_document},
    {.name = "to_csv", .given = {2, 2}, .resolve = &ExpressionResolver::to_document},
    {.name = "to_xml", .given = {2, 2}, .resolve = &ExpressionResolver::to_document},
    {.name = "schema_of_json", .given = {2, 2}, .resolve = &ExpressionResolver::to_document},
    {.name = "schema_of_csv", .given = {2, 2}, .resolve = &ExpressionResolver::to_document},
    {.name = "schema_of_xml", .given = {2, 2}, .resolve = &ExpressionResolver::to_document},
    {.name = "variant_get", .resolve = &ExpressionResolver::variant_get},
    {.name = "try_variant_get", .resolve = &ExpressionResolver::variant_get},

    // The session's names, and functions that are other expressions: resolve_text_call.cc.
    {.name = "current_catalog", .resolve = &ExpressionResolver::session_name},
    {.name = "current_database", .resolve = &ExpressionResolver::session_name},
    {.name = "current_schema", .resolve = &ExpressionResolver::session_name},
    {.name = "current_path", .resolve = &ExpressionResolver::session_name},
    {.name = "current_user", .resolve = &ExpressionResolver::session_name},
    {.name = "user", .resolve = &ExpressionResolver::session_name},
    {.name = "session_user", .resolve = &ExpressionResolver::session_name},
    {.name = "version", .resolve = &ExpressionResolver::session_name},
    {.name = "to_char", .resolve = &ExpressionResolver::shown_text},
    {.name = "to_varchar", .resolve = &ExpressionResolver::shown_text},
    {.name = "decode", .given = {.least = 3}, .resolve = &ExpressionResolver::decoded},
    {.name = "log", .given = {1, 1}, .resolve = &ExpressionResolver::natural_log},
    {.name = "zeroifnull", .given = {1, 1}, .resolve = &ExpressionResolver::zero_if_null},
    {.name = "nullifzero", .given = {1, 1}, .resolve = &ExpressionResolver::null_if_zero},
    {.name = "equal_null", .given = {2, 2}, .resolve = &ExpressionResolver::equal_null},
    {.name = "assert_true", .given = {1, 1}, .resolve = &ExpressionResolver::assert_true},
    {.name = "uniform", .given = {2, 3}, .resolve = &ExpressionResolver::uniform},
    {.name = "try_add", .given = {2, 2}, .resolve = &ExpressionResolver::tried},
    {.name = "try_subtract", .given = {2, 2}, .resolve = &ExpressionResolver::tried},
    {.name = "try_multiply", .given = {2, 2}, .resolve = &ExpressionResolver::tried},
    {.name = "try_divide", .given = {2, 2}, .resolve = &ExpressionResolver::tried},
    {.name = "try_mod", .given = {2, 2}, .resolve = &ExpressionResolver::tried},

    // Dates, times and intervals: resolve_datetime_call.cc.
    {.name = "extract", .resolve = &ExpressionResolver::extract},
    {.name = "date_part", .resolve = &ExpressionResolver::extract},
    {.name = "datepart", .resolve = &ExpressionResolver::extract},
    {.name = "timestampadd", .resolve = &ExpressionResolver::unit_call},
    {.name = "timestampdiff", .resolve = &ExpressionResolver::unit_call},
    {.name = "dateadd", .given = {3, 3}, .resolve = &ExpressionResolver::unit_call},
    {.name = "date_add", .given = {3, 3}, .resolve = &ExpressionResolver::unit_call},
    {.name = "datediff", .given = {3, 3}, .resolve = &ExpressionResolver::unit_call},
    {.name = "date_diff", .given = {3, 3}, .resolve = &ExpressionResolver::unit_call},
    {.name = "to_date", .given = {1, 1}, .resolve = &ExpressionResolver::special_time_call},
    {.name = "try_to_date", .given = {1, 1}, .resolve = &ExpressionResolver::special_time_call},
    {.name = "to_timestamp", .given = {1, 1}, .resolve = &ExpressionResolver::special_time_call},
    {.name = "try_to_timestamp",
     .given = {1, 1},
     .resolve = &ExpressionResolver::special_time_call},
    {.name = "to_timestamp_ltz",
     .given = {1, 1},
     .resolve = &ExpressionResolver::special_time_call},
    {.name = "to_timestamp_ntz",
     .given = {1, 1},
     .resolve = &ExpressionResolver::special_time_call},
    {.name = "try_to_time", .given = {1, 2}, .resolve = &ExpressionResolver::nested_time_call},
    {.name = "make_timestamp_ltz",
     .given = {2, 3},
     .resolve = &ExpressionResolver::nested_time_call},
    {.name = "try_make_timestamp_ltz",
     .given = {2, 3},
     .resolve = &ExpressionResolver::nested_time_call},
    {.name = "try_make_timestamp_ntz",
     .given = {2, 2},
     .resolve = &ExpressionResolver::nested_time_call},
    {.name = "unix_timestamp",
     .given = {0, 0},
     .resolve = &ExpressionResolver::completed_time_call},
    {.name = "months_between",
     .given = {2, 2},
     .resolve = &ExpressionResolver::completed_time_call},
    {.name = "convert_timezone",
     .given = {2, 2},
     .resolve = &ExpressionResolver::completed_time_call},
    {.name = "try_make_timestamp",
     .given = {7, 7},
     .resolve = &ExpressionResolver::completed_time_call},
    {.name = "make_dt_interval",
     .given = {0, 3},
     .resolve = &ExpressionResolver::completed_time_call},
    {.name = "make_interval", .given = {0, 6}, .resolve = &ExpressionResolver::completed_time_call},
    {.name = "try_make_interval",
     .given = {1, 6},
     .resolve = &ExpressionResolver::completed_time_call},
    {.name = "abs", .given = {1, 1}, .resolve = &ExpressionResolver::sign_call},
    {.name = "sign", .given = {1, 1}, .resolve = &ExpressionResolver::sign_call},
    {.name = "signum", .given = {1, 1}, .resolve = &ExpressionResolver::sign_call},
    {.name = "negative", .given = {1, 1}, .resolve = &ExpressionResolver::sign_call},
    {.name = "positive", .given = {1, 1}, .resolve = &ExpressionResolver::sign_call},
};

std::string_view ExpressionResolver::name_of_special_call(std::string_view name) {
  const auto* const line = std::ranges::find(kSpecialCalls, name, &SpecialCall::name);
  if (line == std::end(kSpecialCalls)) return {};
  const auto* const of_values = std::get_if<SpecialCall::OfValues>(&line->resolve);
  const bool is_cast = of_values != nullptr && *of_values == &ExpressionResolver::type_name_cast;
  return is_cast ? "cast" : line->name;
}

// How many values a call is given, stars counted by their columns. Nothing: a name or a star is
// wrong, or arguments have names, of which some may be left out.
std::optional<size_t> ExpressionResolver::number_of_values(const sql::FunctionCall& node) {
  size_t count = 0;
  for (const sql::FunctionCall::Argument& argument : node.arguments) {
    if (argument.name) return std::nullopt;
    if (!stands_for_columns(*argument.value)) {
      ++count;
      continue;
    }
    const auto columns = columns_meant(*argument.value);
    if (!columns) return std::nullopt;
    count += columns->size();
  }
  return count;
}

std::optional<Typed> ExpressionResolver::special_call(const sql::FunctionCall& node,
                                                      const std::string& name, Span span) {
  const auto* const line = std::ranges::find(kSpecialCalls, name, &SpecialCall::name);
  if (line == std::end(kSpecialCalls)) return std::nullopt;
  const bool takes_any = line->given.holds(0) && line->given.holds(SIZE_MAX);
  // Counted before anything is resolved: to resolve the arguments of a call that is like any other
  // twice would double with each call inside another.
  const std::optional<size_t> count = takes_any ? std::nullopt : number_of_values(node);
  if (count && !line->given.holds(*count)) return std::nullopt;
  if (const auto* of_values = std::get_if<SpecialCall::OfValues>(&line->resolve)) {
    auto arguments = arguments_of(node);
    if (!arguments) return Typed{};
    if (!line->given.holds(arguments->size())) return std::nullopt;
    return (this->**of_values)(name, *std::move(arguments), span);
  }
  // These look at what is written, where a star would stand for others.
  const size_t written = node.arguments.size();
  if (!line->given.holds(written) || count.value_or(written) != written) return std::nullopt;
  if (const auto* some = std::get_if<SpecialCall::Some>(&line->resolve)) {
    return (this->**some)(node, name, span);
  }
  return (this->*std::get<SpecialCall::Each>(line->resolve))(node, name, span);
}

}  // namespace tarn::plan
