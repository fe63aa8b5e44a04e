// Generators: explode and its kin as unnest() in the select list, which keeps the input's order.

#include <fmt/format.h>

#include <utility>

#include "engine/emitter.h"
#include "engine/sql_text.h"

namespace tarn::engine {
namespace {

// unnest() gives no row for a NULL or an empty list; an outer generator gives one with NULLs.
std::string outer_list(const std::string& list, const std::string& guard, bool outer) {
  if (!outer) return list;
  return fmt::format("(CASE WHEN len({}) > 0 THEN {} ELSE [NULL] END)", guard, list);
}

}  // namespace

std::string Emitter::generate(const plan::Node& node, const plan::Generate& generate) {
  // The arguments are computed below, once, under names of their own.
  Texts below;
  Texts arguments;
  for (const plan::Attribute& column : generate.input->output) {
    below.push_back(column_name(column.id));
  }
  const std::vector<std::string> kept = below;
  for (const plan::ExpressionPtr& argument : generate.arguments) {
    arguments.push_back(next_name("g"));
    below.push_back(fmt::format("{} AS {}", expression(*argument), arguments.back()));
  }
  Texts columns = generated_columns(generate, arguments);
  if (columns.empty()) {
    return unsupported(fmt::format("the generator '{}'", generate.function->name));
  }
  columns.insert(columns.begin(), kept.begin(), kept.end());
  const std::string text = fmt::format("SELECT {} FROM (SELECT {} FROM {}) AS {}", joined(columns),
                                       joined(below), input(*generate.input), next_name("t"));
  // The columns in the node's order, whatever was pruned from it.
  return fmt::format("SELECT {} FROM ({}) AS {}", column_list(node.output), text, next_name("t"));
}

Emitter::Texts Emitter::generated_columns(const plan::Generate& generate, const Texts& arguments) {
  if (generate.function->implementation == plan::Implementation::kNative) {
    return unnested_rows(generate, arguments);
  }
  const Emitted* emitted = find_emitted(generate.function->body);
  if (emitted == nullptr || emitted->generator == nullptr) {
    return {};
  }
  return (this->*emitted->generator)(generate, arguments);
}

std::string Emitter::unnested(const std::string& list, const std::string& guard, bool outer,
                              const plan::Attribute& column) {
  return fmt::format("CAST(unnest({}) AS {}) AS {}", outer_list(list, guard, outer),
                     type_sql(column.type), column_name(column.id));
}

Emitter::Texts Emitter::exploded(const plan::Generate& generate, const Texts& arguments) {
  return items_of(generate, arguments[0], 0);
}

Emitter::Texts Emitter::exploded_with_places(const plan::Generate& generate,
                                             const Texts& arguments) {
  const std::string items = keys_or_elements(generate, arguments[0]);
  Texts columns = {
      unnested(fmt::format("range(len({}))", items), items, generate.outer, generate.generated[0])};
  for (std::string& each : items_of(generate, arguments[0], 1)) columns.push_back(std::move(each));
  return columns;
}

// What explode() counts: a map's keys, an array itself.
std::string Emitter::keys_or_elements(const plan::Generate& generate, const std::string& argument) {
  const bool is_map = generate.arguments[0]->type.is(types::TypeKind::kMap);
  return is_map ? fmt::format("map_keys({})", argument) : argument;
}

// The columns from `first` on: an array's elements, or a map's keys and values.
Emitter::Texts Emitter::items_of(const plan::Generate& generate, const std::string& argument,
                                 size_t first) {
  const std::string items = keys_or_elements(generate, argument);
  Texts columns = {unnested(items, items, generate.outer, generate.generated[first])};
  if (generate.arguments[0]->type.is(types::TypeKind::kMap)) {
    columns.push_back(unnested(fmt::format("map_values({})", argument), items, generate.outer,
                               generate.generated[first + 1]));
  }
  return columns;
}

Emitter::Texts Emitter::inlined(const plan::Generate& generate, const Texts& arguments) {
  return fields_of(generate, arguments[0]);
}

// A list of structs, taken apart: column i has every field i.
Emitter::Texts Emitter::fields_of(const plan::Generate& generate, const std::string& list) {
  Texts columns;
  for (size_t field = 0; field < generate.generated.size(); ++field) {
    const std::string element = next_name("e");
    const std::string part = fmt::format("list_transform({}, lambda {}: struct_extract({}, {}))",
                                         list, element, element, field + 1);
    columns.push_back(unnested(part, list, generate.outer, generate.generated[field]));
  }
  return columns;
}

// A native body gives the rows as an ARRAY of STRUCTs, which is then taken apart.
Emitter::Texts Emitter::unnested_rows(const plan::Generate& generate, const Texts& arguments) {
  std::vector<types::Field> fields;
  for (const plan::Attribute& column : generate.generated) {
    fields.push_back({.name = column.name, .type = column.type});
  }
  std::vector<types::DataType> types;
  for (const plan::ExpressionPtr& argument : generate.arguments) types.push_back(argument->type);
  const std::string list = native(generate.function->body, arguments, types,
                                  types::DataType::array(types::DataType::structure(fields)));
  return fields_of(generate, list);
}

// The windows that the time falls into, as structs.
Emitter::Texts Emitter::time_windows(const plan::Generate& generate, const Texts& arguments) {
  const plan::Attribute& window = generate.generated[0];
  std::vector<types::DataType> types;
  for (const plan::ExpressionPtr& argument : generate.arguments) types.push_back(argument->type);
  const std::string list =
      native("time_windows", arguments, types, types::DataType::array(window.type));
  return {fmt::format("CAST(unnest({}) AS {}) AS {}", list, type_sql(window.type),
                      column_name(window.id))};
}

// stack(n, a, b, c): column i has every value that stands at i in a row. There is a row always.
Emitter::Texts Emitter::stacked(const plan::Generate& generate, const Texts& arguments) {
  const auto* rows = std::get_if<plan::Literal>(&generate.arguments[0]->content);
  CHECK(rows != nullptr);
  const auto count = static_cast<size_t>(std::get<int64_t>(rows->value.content));
  const size_t width = generate.generated.size();
  Texts columns;
  for (size_t column = 0; column < width; ++column) {
    Texts values;
    for (size_t row = 0; row < count; ++row) {
      const size_t at = 1 + row * width + column;
      values.push_back(at < arguments.size() ? arguments[at] : "NULL");
    }
    const plan::Attribute& target = generate.generated[column];
    columns.push_back(fmt::format("unnest(CAST([{}] AS {}[])) AS {}", joined(values),
                                  type_sql(target.type), column_name(target.id)));
  }
  return columns;
}

// json_tuple(json, a, b): one row, a column for each name.
Emitter::Texts Emitter::json_fields(const plan::Generate& generate, const Texts& arguments) {
  Texts columns;
  for (size_t at = 0; at < generate.generated.size(); ++at) {
    columns.push_back(
        fmt::format("{} AS {}",
                    native("json_member", {arguments[0], arguments[at + 1]},
                           {types::string_type(), types::string_type()}, types::string_type()),
                    column_name(generate.generated[at].id)));
  }
  return columns;
}

}  // namespace tarn::engine
