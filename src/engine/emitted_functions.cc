// The table of the functions that the emitter says itself: those that need more than a template of
// engine SQL, and are no body in C++. A line names a function's `body` in the function table, and
// the member that makes its text.

#include <algorithm>
#include <span>
#include <string_view>

#include "engine/emitter.h"

namespace tarn::engine {

std::span<const Emitter::Emitted> Emitter::emitted_functions() {
  static constexpr Emitted kTable[] = {
      // Logic, and what knows the moment: emit_function.cc.
      {.body = "and", .call = &Emitter::conjunction},
      {.body = "or", .call = &Emitter::disjunction},
      {.body = "concat", .call = &Emitter::concatenation},
      {.body = "tried", .call = &Emitter::tried},
      {.body = "in_zone", .call = &Emitter::call_in_zone},
      {.body = "per_partition", .call = &Emitter::per_partition_call},
      {.body = "next_number", .call = &Emitter::next_number},
      {.body = "current_timestamp", .call = &Emitter::current_timestamp},
      {.body = "current_timezone", .call = &Emitter::current_timezone},
      {.body = "localtimestamp", .call = &Emitter::local_timestamp},
      {.body = "current_date", .call = &Emitter::current_date},
      {.body = "current_time", .call = &Emitter::current_time},

      // Collections: emit_collection.cc.
      {.body = "map", .call = &Emitter::map_of},
      {.body = "str_to_map", .call = &Emitter::map_of_text},
      {.body = "subscript", .call = &Emitter::subscript},
      {.body = "element_at", .call = &Emitter::element_at},
      {.body = "try_element_at", .call = &Emitter::try_element_at},
      {.body = "arrays_zip", .call = &Emitter::zipped},

      // Functions that take functions: emit_higher_order.cc.
      {.body = "transform", .call = &Emitter::transform},
      {.body = "filter", .call = &Emitter::filter},
      {.body = "exists", .call = &Emitter::exists},
      {.body = "forall", .call = &Emitter::for_all},
      {.body = "aggregate", .call = &Emitter::folded},
      {.body = "zip_with", .call = &Emitter::zip_with},
      {.body = "array_sort", .call = &Emitter::sorted_by},
      {.body = "map_filter", .call = &Emitter::map_filter},
      {.body = "transform_values", .call = &Emitter::other_values},
      {.body = "transform_keys", .call = &Emitter::other_keys},
      {.body = "map_zip_with", .call = &Emitter::map_zip_with},

      // Aggregates: emit_aggregate.cc.
      {.body = "grouping", .aggregate = &Emitter::grouping},
      {.body = "count", .aggregate = &Emitter::counted},
      {.body = "approx_count_distinct", .aggregate = &Emitter::distinct_count},
      {.body = "collect_list", .aggregate = &Emitter::collected},
      {.body = "collect_set", .aggregate = &Emitter::collected},
      {.body = "wrap.sum", .aggregate = &Emitter::wrapping_sum},
      {.body = "try_sum.long", .aggregate = &Emitter::sum_or_null},
      {.body = "avg.decimal", .aggregate = &Emitter::decimal_average},
      {.body = "min", .aggregate = &Emitter::least_or_greatest},
      {.body = "max", .aggregate = &Emitter::least_or_greatest},
      {.body = "min_by", .aggregate = &Emitter::value_by},
      {.body = "max_by", .aggregate = &Emitter::value_by},
      {.body = "min_by.k", .aggregate = &Emitter::first_by},
      {.body = "max_by.k", .aggregate = &Emitter::first_by},
      {.body = "first", .aggregate = &Emitter::first_or_last},
      {.body = "last", .aggregate = &Emitter::first_or_last},
      {.body = "mode", .aggregate = &Emitter::mode},
      {.body = "median", .aggregate = &Emitter::median},
      {.body = "percentile", .aggregate = &Emitter::percentile},
      {.body = "percentile_cont", .aggregate = &Emitter::percentile_within_group},
      {.body = "percentile_disc", .aggregate = &Emitter::percentile_within_group},
      {.body = "listagg", .aggregate = &Emitter::listed},

      // Generators: emit_generate.cc.
      {.body = "explode", .generator = &Emitter::exploded},
      {.body = "posexplode", .generator = &Emitter::exploded_with_places},
      {.body = "inline", .generator = &Emitter::inlined},
      {.body = "stack", .generator = &Emitter::stacked},
      {.body = "json_tuple", .generator = &Emitter::json_fields},
      {.body = "window.rows", .generator = &Emitter::time_windows},
  };
  return kTable;
}

const Emitter::Emitted* Emitter::find_emitted(std::string_view body) {
  const std::span<const Emitted> table = emitted_functions();
  const auto found = std::ranges::find(table, body, &Emitted::body);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace tarn::engine
