// Collections: maps, elements by place, arrays side by side.

#include <fmt/format.h>

#include <algorithm>

#include "engine/emitter.h"
#include "engine/sql_text.h"
#include "plan/coercion.h"

namespace tarn::engine {
namespace {

using types::DataType;

bool is_name(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace

std::string Emitter::with_names(const Texts& values,
                                const std::function<std::string(const Texts&)>& text) {
  if (std::all_of(values.begin(), values.end(), is_name)) return text(values);
  // A one-element list binds the values to a name, so that their texts stand here once.
  const std::string name = next_name("e");
  Texts parts;
  for (size_t i = 0; i < values.size(); ++i) {
    parts.push_back(fmt::format("struct_extract({}, {})", name, i + 1));
  }
  ++lambdas_around_;
  const std::string body = text(parts);
  --lambdas_around_;
  return fmt::format("list_extract(list_transform([row({})], lambda {}: {}), 1)", joined(values),
                     name, body);
}

bool Emitter::is_floating(const DataType& type) {
  return type.is(types::TypeKind::kFloat) || type.is(types::TypeKind::kDouble);
}

// Of -0.0 and 0.0, which are equal, Spark keeps 0.0 where it groups or leaves out duplicates.
std::string Emitter::one_zero(const std::string& value, const DataType& type) {
  return is_floating(type) ? fmt::format("({} + CAST(0 AS {}))", value, type_sql(type)) : value;
}

std::string Emitter::groupable(const plan::Expression& expression) {
  std::string value = this->expression(expression);
  if (is_floating(expression.type)) return one_zero(value, expression.type);
  if (plan::is_groupable(expression.type)) return value;
  return native("sorted_maps", {value}, {expression.type}, expression.type);
}

std::string Emitter::subscript(const plan::Call& call, const DataType&) {
  return element("array_position_at", call);
}

std::string Emitter::element_at(const plan::Call& call, const DataType&) {
  return element("array_element_at", call);
}

std::string Emitter::try_element_at(const plan::Call& call, const DataType&) {
  return element("array_try_element_at", call);
}

// The element at the place that `position_body` finds.
std::string Emitter::element(std::string_view position_body, const plan::Call& call) {
  const auto taken = [&](const std::string& array) {
    const std::string position =
        native(position_body, {expression(*call.arguments[1]), fmt::format("len({})", array)},
               {call.arguments[1]->type, types::long_type()}, types::long_type());
    return fmt::format("list_extract({}, {})", array, position);
  };
  const std::string array = expression(*call.arguments[0]);
  if (array.size() <= kTwiceMax) return taken(array);
  return with_names({array}, [&](const Texts& names) { return taken(names[0]); });
}

std::string Emitter::map_of(const plan::Call& call, const DataType& type) {
  Texts keys;
  Texts values;
  for (size_t i = 0; i + 1 < call.arguments.size(); i += 2) {
    keys.push_back(expression(*call.arguments[i]));
    values.push_back(expression(*call.arguments[i + 1]));
  }
  const DataType key_list = DataType::array(type.key());
  const DataType value_list = DataType::array(type.value());
  return native(call.function->name == "map.last" ? "map_from_arrays.last" : "map_from_arrays",
                {fmt::format("CAST([{}] AS {})", joined(keys), type_sql(key_list)),
                 fmt::format("CAST([{}] AS {})", joined(values), type_sql(value_list))},
                {key_list, value_list}, type);
}

std::string Emitter::map_of_text(const plan::Call& call, const DataType& type) {
  const DataType texts = DataType::array(types::string_type());
  const std::vector<DataType> split = {types::string_type(), types::string_type(),
                                       types::int_type()};
  const DataType entries =
      DataType::array(DataType::structure({{.name = "key", .type = types::string_type()},
                                           {.name = "value", .type = types::string_type()}}));
  const Texts arguments = expressions(call.arguments);
  return with_names(arguments, [&](const Texts& given) {
    const std::string pair = next_name("e");
    const std::string parts = next_name("e");
    const std::string pairs =
        native("split", {given[0], given[1], "CAST(-1 AS INTEGER)"}, split, texts);
    const std::string halves =
        native("split", {pair, given[2], "CAST(2 AS INTEGER)"}, split, texts);
    const std::string list = fmt::format(
        "list_transform(list_transform({}, lambda {}: {}), lambda {}: row(list_extract({}, 1), "
        "list_extract({}, 2)))",
        pairs, pair, halves, parts, parts, parts);
    // Without the last delimiter, no pair can be cut.
    return fmt::format("CASE WHEN {} IS NULL THEN NULL ELSE {} END", given[2],
                       native(call.function->name == "str_to_map.last" ? "map_from_entries.last"
                                                                       : "map_from_entries",
                              {list}, {entries}, type));
  });
}

std::string Emitter::zipped(const plan::Call& call, const DataType& type) {
  return with_names(expressions(call.arguments), [&](const Texts& given) {
    Texts nulls;
    for (const std::string& array : given) nulls.push_back(array + " IS NULL");
    return fmt::format("CASE WHEN {} THEN NULL ELSE CAST(list_zip({}) AS {}) END",
                       joined(nulls, " OR "), joined(given), type_sql(type));
  });
}

}  // namespace tarn::engine
