// WITH RECURSIVE. Beside its own columns each row carries the step that gave it (l) and how many
// rows all steps before that one gave (n), so that a recursion that does not end is an error.

#include <fmt/format.h>

#include "engine/emitter.h"
#include "engine/sql_text.h"

namespace tarn::engine {
namespace {

std::string name_of(plan::RecursionId id) { return fmt::format("r{}", id.value); }

std::string column_of(plan::RecursionId id, size_t at) {
  return fmt::format("k{}_{}", id.value, at);
}

}  // namespace

std::string Emitter::recursive_union(const plan::Node& node,
                                     const plan::RecursiveUnion& recursion) {
  const std::string name = name_of(recursion.id);
  const auto level = [&](const std::string& step, const std::string& rows) {
    return native("recursion_level",
                  {step, rows, fmt::format("CAST({} AS BIGINT)", recursion.level_max),
                   fmt::format("CAST({} AS BIGINT)", recursion.rows_max)},
                  {types::long_type(), types::long_type(), types::long_type(), types::long_type()},
                  types::long_type());
  };
  const auto columns = [&](const plan::Node& side) {
    Texts texts;
    for (size_t at = 0; at < node.output.size(); ++at) {
      texts.push_back(fmt::format("CAST({} AS {})", column_name(side.output[at].id),
                                  type_sql(node.output[at].type)));
    }
    return joined(texts);
  };
  Texts names;
  Texts results;
  for (size_t at = 0; at < node.output.size(); ++at) {
    names.push_back(column_of(recursion.id, at));
    results.push_back(fmt::format("{} AS {}", names.back(), column_name(node.output[at].id)));
  }
  const std::string anchor = fmt::format("SELECT {}, CAST(0 AS BIGINT), {} FROM {}",
                                         level("CAST(0 AS BIGINT)", "row_number() OVER ()"),
                                         columns(*recursion.left), input(*recursion.left));
  const std::string place = next_name("t");
  const std::string step = fmt::format(
      "SELECT {0}, {1}.n, {2} FROM {3}, (SELECT max(l) + 1 AS l, max(n) + count(*) AS n FROM {4}) "
      "AS {1}",
      level(place + ".l", place + ".n + row_number() OVER ()"), place, columns(*recursion.right),
      input(*recursion.right), name);
  return fmt::format("WITH RECURSIVE {0}(l, n, {1}) AS ({2} UNION ALL {3}) SELECT {4} FROM {0}",
                     name, joined(names), anchor, step, joined(results));
}

std::string Emitter::recursive_reference(const plan::Node& node,
                                         const plan::RecursiveReference& reference) {
  Texts columns;
  for (size_t at = 0; at < node.output.size(); ++at) {
    columns.push_back(
        fmt::format("{} AS {}", column_of(reference.id, at), column_name(node.output[at].id)));
  }
  return fmt::format("SELECT {} FROM {}", joined(columns), name_of(reference.id));
}

}  // namespace tarn::engine
