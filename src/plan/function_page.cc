#include "plan/function_page.h"

#include <map>
#include <vector>

#include "base/check.h"
#include "plan/function.h"

namespace tarn::plan {

namespace {

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '|') result += '\\';
    result += c;
  }
  return result;
}

std::string_view note_of(Determinism determinism) {
  switch (determinism) {
    case Determinism::kDeterministic:
      return "";
    case Determinism::kByRowOrder:
      return " Depends on the order of rows.";
    case Determinism::kVolatile:
      return " Not deterministic.";
  }
  CHECK(false);
}

std::string section(FunctionKind kind, const std::string& title) {
  std::map<std::string_view, std::string> aliases;
  for (const Function* function : all_functions()) {
    if (function->alias_of.empty()) continue;
    std::string& list = aliases[function->alias_of];
    list += (list.empty() ? "" : ", ") + std::string(function->name);
  }
  std::string result =
      "\n## " + title + "\n\n| usage | meaning | also named |\n| --- | --- | --- |\n";
  for (const Function* function : all_functions()) {
    const bool variant = function->name.find('.') != std::string_view::npos;
    if (variant || !function->alias_of.empty() || function->kind != kind) continue;
    result += "| `" + escaped(function->usage) + "` | " + escaped(function->summary);
    result += note_of(function->determinism);
    result += " | " + aliases[function->name] + " |\n";
  }
  return result;
}

}  // namespace

std::string function_page() {
  return "# Functions\n\nGenerated from the function table (`src/plan/functions_*.cc`). Names are "
         "written in any case.\n\nBesides these, the resolver itself knows `CASE`, `CAST` and "
         "`TRY_CAST` with their kin:\n`x::type`, `array[index]` (from 0), `map[key]`, and "
         "`column:path` for JSON.\n" +
         section(FunctionKind::kScalar, "Functions and operators") +
         section(FunctionKind::kAggregate, "Aggregates") +
         section(FunctionKind::kWindow, "Window functions") +
         section(FunctionKind::kGenerator, "Generators");
}

}  // namespace tarn::plan
