// Generators: explode and its kin as unnest() in the select list, which keeps the input's order.

#include <fmt/format.h>

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
  const std::string_view name = generate.function->name;
  const bool is_map =
      generate.arguments.size() == 1 && generate.arguments[0]->type.is(types::TypeKind::kMap);
  const bool has_position = name.starts_with("posexplode");
  if (!name.starts_with("explode") && !has_position && !name.starts_with("inline")) {
    return unsupported(fmt::format("the generator {} is not built yet", name));
  }

  // The argument is computed below, once, under a name of its own.
  const std::string argument = next_name("g");
  std::string below =
      fmt::format("SELECT {}, {} AS {} FROM {}", column_list(generate.input->output),
                  expression(*generate.arguments[0]), argument, input(*generate.input));
  const std::string keys = is_map ? fmt::format("map_keys({})", argument) : argument;

  Texts columns;
  for (const plan::Attribute& column : generate.input->output) {
    columns.push_back(column_name(column.id));
  }
  const auto unnest = [&](const std::string& list, const plan::Attribute& column) {
    columns.push_back(fmt::format("CAST(unnest({}) AS {}) AS {}",
                                  outer_list(list, keys, generate.outer), type_sql(column.type),
                                  column_name(column.id)));
  };

  size_t at = 0;
  const auto& generated = generate.generated;
  if (has_position) unnest(fmt::format("range(len({}))", keys), generated[at++]);
  if (is_map) {
    unnest(keys, generated[at]);
    unnest(fmt::format("map_values({})", argument), generated[at + 1]);
  } else if (name.starts_with("inline")) {
    for (size_t field = 0; field < generated.size(); ++field) {
      const std::string element = next_name("e");
      unnest(fmt::format("list_transform({}, lambda {}: struct_extract({}, {}))", argument, element,
                         element, field + 1),
             generated[field]);
    }
  } else {
    unnest(argument, generated[at]);
  }
  const std::string text =
      fmt::format("SELECT {} FROM ({}) AS {}", joined(columns), below, next_name("t"));
  // The columns in the node's order, whatever was pruned from it.
  return fmt::format("SELECT {} FROM ({}) AS {}", column_list(node.output), text, next_name("t"));
}

}  // namespace tarn::engine
