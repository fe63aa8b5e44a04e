#include "plan/function.h"

#include <algorithm>
#include <array>

#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;

Result<Signature> raise_error_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature,
                   fixed_signature(call, std::array{Want::kString}, 1, DataType()));
  signature.may_be_null = true;
  return signature;
}

Result<Signature> uuid_rule(const CallSite& call) {
  return fixed_not_null<types::string_type>(call);
}

// What belongs to no family.
const Function kOther[] = {
    {.name = "raise_error",
     .rule = raise_error_rule,
     .implementation = Implementation::kNative,
     .body = "raise_error",
     .nulls = NullRule::kCustom,
     .can_raise = true,
     .usage = "raise_error(message)",
     .summary = "Raises USER_RAISED_EXCEPTION."},
    {.name = "uuid",
     .rule = uuid_rule,
     .implementation = Implementation::kNative,
     .body = "uuid",
     .nulls = NullRule::kCustom,
     .determinism = Determinism::kVolatile,
     .usage = "uuid()",
     .summary = "A random UUID, another one in each row."},
};

std::vector<const Function*> sorted_table() {
  std::vector<const Function*> table;
  for (const std::span<const Function> family :
       {operator_functions(), conditional_functions(), math_functions(), string_functions(),
        datetime_functions(), collection_functions(), json_functions(), aggregate_functions(),
        window_functions(), generator_functions(), std::span<const Function>(kOther)}) {
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
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  const Function* function = find_exact(lower);
  if (function == nullptr || function->alias_of.empty()) return function;
  const Function* meant = find_exact(function->alias_of);
  CHECK(meant != nullptr && meant->alias_of.empty());
  return meant;
}

std::vector<const Function*> all_functions() { return table(); }

}  // namespace tarn::plan
