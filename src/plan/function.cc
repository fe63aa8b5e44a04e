#include "plan/function.h"

#include <algorithm>

#include "base/ascii.h"
#include "plan/function_families.h"

namespace tarn::plan {

namespace {

std::vector<const Function*> sorted_table() {
  std::vector<const Function*> table;
  for (const std::span<const Function> family :
       {operator_functions(),     conditional_functions(),  math_functions(),
        string_functions(),       numeric_functions(),      text_functions(),
        bytes_functions(),        regex_functions(),        format_functions(),
        session_functions(),      datetime_functions(),     interval_functions(),
        time_of_day_functions(),  timestamp_functions(),    collection_functions(),
        array_functions(),        array_member_functions(), map_functions(),
        higher_order_functions(), json_functions(),         aggregate_functions(),
        statistic_functions(),    window_functions(),       generator_functions(),
        variant_functions(),      vector_functions(),       time_window_functions(),
        xpath_functions(),        form_functions()}) {
    for (const Function& function : family) table.push_back(&function);
  }
  std::ranges::sort(table, {}, &Function::name);
  const auto twice = std::ranges::adjacent_find(table, {}, &Function::name);
  CHECK(twice == table.end());
  return table;
}

const std::vector<const Function*>& table() {
  static const std::vector<const Function*> sorted = sorted_table();
  return sorted;
}

const Function* find_exact(std::string_view name) {
  const auto found = std::ranges::lower_bound(table(), name, {}, &Function::name);
  return found != table().end() && (*found)->name == name ? *found : nullptr;
}

}  // namespace

const Function* find_function(std::string_view name) {
  const Function* function = find_exact(lower_ascii(std::string(name)));
  if (function == nullptr || function->alias_of.empty()) return function;
  const Function* meant = find_exact(function->alias_of);
  CHECK(meant != nullptr && meant->alias_of.empty());
  return meant;
}

bool has_trait(std::string_view name, Trait trait) {
  const Function* written = find_exact(name);
  if (written == nullptr) return false;
  const Function* meant = written->alias_of.empty() ? written : find_exact(written->alias_of);
  return ((written->traits | meant->traits) & trait) != 0;
}

std::string_view shown_name(std::string_view name) {
  const Function* function = find_exact(name);
  return function == nullptr || function->shown.empty() ? name : function->shown;
}

std::vector<const Function*> all_functions() { return table(); }

}  // namespace tarn::plan
