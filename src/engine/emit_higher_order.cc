// Functions that take functions, as lambdas of DuckDB's.
//
// DuckDB carries any expression in a lambda, C++ bodies included, but hands lambdas only to its own
// list functions. Whatever else Spark has is therefore made of those, and not of an interpreter of
// our own: an interpreter would have to know every function a second time, and go row by row, where
// DuckDB evaluates a lambda for all rows of a chunk together. So
// - maps are lists of entries, a parameter is a field of the entry;
// - aggregate() is list_reduce() over pairs (accumulator, element), which gives the accumulator a
//   type of its own and carries its NULLs, which list_reduce() by itself does not;
// - exists() and forall() fold three-valued truths; where the condition can raise, it is folded
//   element by element, so that nothing is evaluated behind the element that decides;
// - array_sort() compares first and sorts then (native_sort.cc): all pairs, up to 31 elements as a
//   matrix, from there on counting for each element how many come before it. That is n * n
//   comparisons, a million for a thousand elements, each a vectorised evaluation.

#include <fmt/format.h>

#include <algorithm>

#include "engine/emitter.h"
#include "engine/sql_text.h"
#include "engine/statement_bounds.h"
#include "plan/constants.h"
#include "plan/evaluation.h"

namespace tarn::engine {
namespace {

using types::DataType;

const plan::Lambda& lambda_at(const plan::Call& call, size_t at) {
  return std::get<plan::Lambda>(call.arguments[at]->content);
}

std::string part(const std::string& tuple, size_t at) {
  return fmt::format("struct_extract({}, {})", tuple, at);
}

}  // namespace

std::string Emitter::body_with(const plan::Lambda& lambda, const Texts& parameters) {
  for (size_t i = 0; i < lambda.parameters.size(); ++i) {
    parameter_texts_[lambda.parameters[i].id] = parameters[i];
  }
  ++lambdas_around_;
  std::string text = expression(*lambda.body);
  --lambdas_around_;
  return text;
}

// A kilobyte for each copy: fourteen lambdas within one another, and whatever stands in the last.
bool Emitter::has_room_in_lambdas() {
  constexpr size_t kCopiesMax = 300'000;
  if (lambdas_around_ < 2) return true;
  copies_in_lambdas_ += size_t{1} << std::min(lambdas_around_, 30);
  if (copies_in_lambdas_ <= kCopiesMax) return true;
  error_ = too_complex(
      "its lambda functions stand within one another more often than the engine can copy them");
  return false;
}

std::string Emitter::transform(const plan::Call& call, const DataType&) {
  return over_elements("list_transform", call);
}

std::string Emitter::filter(const plan::Call& call, const DataType&) {
  return over_elements("list_filter", call);
}

// list_transform and list_filter: (x, i) -> ..
std::string Emitter::over_elements(std::string_view function, const plan::Call& call) {
  const plan::Lambda& lambda = lambda_at(call, 1);
  const std::string element = next_name("e");
  const std::string place = next_name("i");
  const bool counted = lambda.parameters.size() == 2;
  // DuckDB counts elements from 1.
  const std::string body =
      body_with(lambda, {element, fmt::format("CAST({} - 1 AS INTEGER)", place)});
  return fmt::format("{}({}, lambda {}{}: {})", function, expression(*call.arguments[0]), element,
                     counted ? ", " + place : "", body);
}

std::string Emitter::exists(const plan::Call& call, const DataType&) {
  return any_or_all(call, true);
}

std::string Emitter::for_all(const plan::Call& call, const DataType&) {
  return any_or_all(call, false);
}

std::string Emitter::any_or_all(const plan::Call& call, bool any) {
  const char* const word = any ? "OR" : "AND";
  const plan::Lambda& lambda = lambda_at(call, 1);
  const std::string array = expression(*call.arguments[0]);
  if (!plan::can_raise(*lambda.body)) {
    const std::string element = next_name("e");
    const std::string body = body_with(lambda, {element});
    const std::string a = next_name("e");
    const std::string b = next_name("e");
    return fmt::format(
        "list_reduce(list_transform({}, lambda {}: {}), lambda {}, {}: {} {} {}, {})", array,
        element, body, a, b, a, word, b, any ? "false" : "true");
  }
  const Fold fold{.array = array,
                  .element = lambda.parameters[0].type,
                  .start = any ? "false" : "true",
                  .accumulator = types::boolean()};
  return part(reduced(fold,
                      [&](const std::string& so_far, const std::string& element) {
                        return fmt::format("CASE WHEN {}{} THEN {} ELSE ({} {} {}) END",
                                           any ? "" : "NOT ", so_far, any ? "true" : "false",
                                           so_far, word, body_with(lambda, {element}));
                      }),
              1);
}

std::string Emitter::reduced(
    const Fold& fold,
    const std::function<std::string(const std::string&, const std::string&)>& merge) {
  const std::string element = next_name("e");
  const std::string so_far = next_name("e");
  const std::string next = next_name("e");
  const std::string accumulator = type_sql(fold.accumulator);
  const std::string no_element = fmt::format("CAST(NULL AS {})", type_sql(fold.element));
  const std::string merged = merge(part(so_far, 1), part(next, 2));
  return fmt::format(
      "list_reduce(list_transform({}, lambda {}: row(CAST(NULL AS {}), {})), lambda {}, {}: "
      "row(CAST({} AS {}), {}), row(CAST({} AS {}), {}))",
      fold.array, element, accumulator, element, so_far, next, merged, accumulator, no_element,
      fold.start, accumulator, no_element);
}

std::string Emitter::folded(const plan::Call& call, const DataType& type) {
  if (!plan::is_constant(*call.arguments[0])) {
    return folded_over(expression(*call.arguments[0]), call, type);
  }
  // Over a constant that is NULL, DuckDB takes a field of a row that it never made.
  return with_names({expression(*call.arguments[0])}, [&](const Texts& given) {
    return fmt::format("CASE WHEN {} IS NULL THEN CAST(NULL AS {}) ELSE {} END", given[0],
                       type_sql(type), folded_over(given[0], call, type));
  });
}

std::string Emitter::folded_over(const std::string& array, const plan::Call& call,
                                 const DataType& type) {
  const plan::Lambda& merge = lambda_at(call, 2);
  const Fold fold{.array = array,
                  .element = merge.parameters[1].type,
                  .start = expression(*call.arguments[1]),
                  .accumulator = merge.parameters[0].type};
  const std::string pair =
      reduced(fold, [&](const std::string& so_far, const std::string& element) {
        return body_with(merge, {so_far, element});
      });
  if (call.arguments.size() == 3) return part(pair, 1);
  const std::string done = next_name("e");
  const std::string finish = body_with(lambda_at(call, 3), {part(done, 1)});
  return fmt::format(
      "list_extract(list_transform([{}], lambda {}: CASE WHEN {} IS NULL THEN CAST(NULL AS {}) "
      "ELSE {} END), 1)",
      pair, done, done, type_sql(type), finish);
}

std::string Emitter::zip_with(const plan::Call& call, const DataType& type) {
  const Texts arrays = {expression(*call.arguments[0]), expression(*call.arguments[1])};
  return with_names(arrays, [&](const Texts& given) {
    const std::string pair = next_name("e");
    const std::string body = body_with(lambda_at(call, 2), {part(pair, 1), part(pair, 2)});
    return fmt::format(
        "CASE WHEN {} IS NULL OR {} IS NULL THEN CAST(NULL AS {}) ELSE "
        "list_transform(list_zip({}, {}), lambda {}: {}) END",
        given[0], given[1], type_sql(type), given[0], given[1], pair, body);
  });
}

std::string Emitter::sorted_by(const plan::Call& call, const DataType&) {
  constexpr int kMatrixMax = 31;
  const plan::Lambda& order = lambda_at(call, 1);
  const DataType numbers = DataType::array(types::int_type());
  const DataType places = DataType::array(types::long_type());
  return with_names({expression(*call.arguments[0])}, [&](const Texts& given) {
    const std::string& list = given[0];
    const std::string a = next_name("e");
    const std::string b = next_name("e");
    const std::string i = next_name("i");
    const std::string j = next_name("i");
    const std::string matrix =
        fmt::format("list_transform({}, lambda {}: list_transform({}, lambda {}: {}))", list, a,
                    list, b, body_with(order, {a, b}));
    const std::string sign = native("comparison_sign", {body_with(order, {b, a})},
                                    {types::int_type()}, types::int_type());
    const std::string ranks = fmt::format(
        "list_transform({}, lambda {}, {}: len(list_filter({}, lambda {}, {}: CASE {} WHEN -1 THEN "
        "true WHEN 0 THEN {} < {} ELSE false END)))",
        list, a, i, list, b, j, sign, j, i);
    return fmt::format("list_select({}, CASE WHEN len({}) <= {} THEN {} ELSE {} END)", list, list,
                       kMatrixMax,
                       native("sorted_places", {matrix}, {DataType::array(numbers)}, places),
                       native("places_by_rank", {ranks}, {places}, places));
  });
}

// "map_entries(m), lambda e: .." with {key} and {body} in `result` filled in.
std::string Emitter::over_entries(const plan::Call& call, std::string_view result) {
  const std::string entry = next_name("e");
  const std::string key = fmt::format("struct_extract({}, 'key')", entry);
  const std::string body =
      body_with(lambda_at(call, 1), {key, fmt::format("struct_extract({}, 'value')", entry)});
  const std::string value =
      result.empty()
          ? body
          : fmt::format(fmt::runtime(result), fmt::arg("key", key), fmt::arg("body", body),
                        fmt::arg("value", fmt::format("struct_extract({}, 'value')", entry)));
  return fmt::format("map_entries({}), lambda {}: {}", expression(*call.arguments[0]), entry,
                     value);
}

std::string Emitter::map_filter(const plan::Call& call, const DataType&) {
  return fmt::format("map_from_entries(list_filter({}))", over_entries(call, ""));
}

std::string Emitter::other_values(const plan::Call& call, const DataType& type) {
  return fmt::format("CAST(map_from_entries(list_transform({})) AS {})",
                     over_entries(call, "row({key}, {body})"), type_sql(type));
}

std::string Emitter::other_keys(const plan::Call& call, const DataType& type) {
  const DataType entries = DataType::array(DataType::structure(
      {{.name = "key", .type = type.key()}, {.name = "value", .type = type.value()}}));
  const bool last_wins = call.function->name == "transform_keys.last";
  return native(last_wins ? "map_from_entries.last" : "map_from_entries",
                {fmt::format("list_transform({})", over_entries(call, "row({body}, {value})"))},
                {entries}, type);
}

std::string Emitter::map_zip_with(const plan::Call& call, const DataType& type) {
  const plan::Lambda& lambda = lambda_at(call, 2);
  std::vector<types::Field> fields;
  Texts parts;
  const std::string entry = next_name("e");
  for (const plan::Attribute& parameter : lambda.parameters) {
    fields.push_back({.name = parameter.name, .type = parameter.type});
    parts.push_back(part(entry, fields.size()));
  }
  const std::string zip = native("map_zip", expressions({call.arguments[0], call.arguments[1]}),
                                 {call.arguments[0]->type, call.arguments[1]->type},
                                 DataType::array(DataType::structure(std::move(fields))));
  return fmt::format("CAST(map_from_entries(list_transform({}, lambda {}: row({}, {}))) AS {})",
                     zip, entry, parts[0], body_with(lambda, parts), type_sql(type));
}

}  // namespace tarn::engine
