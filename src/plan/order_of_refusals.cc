#include "plan/order_of_refusals.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace tarn::plan {
namespace {

enum class Phase : uint8_t { kLiterals, kParameters, kRoutines, kNames, kChecks, kConstants };

// What ends the search for names at once. Of such with subclasses, the part before the point.
bool ends_search(std::string_view whole) {
  constexpr std::array<std::string_view, 15> kConditions = {
      "AMBIGUOUS_REFERENCE",
      "AMBIGUOUS_REFERENCE_TO_FIELDS",
      "CANNOT_RESOLVE_STAR_EXPAND",
      "FIELD_NOT_FOUND",
      "INVALID_EXTRACT_BASE_FIELD_TYPE",
      "INVALID_EXTRACT_FIELD",
      "INVALID_EXTRACT_FIELD_TYPE",
      "INVALID_LAMBDA_FUNCTION_CALL",
      "INVALID_SCHEMA",
      "INVALID_USAGE_OF_STAR_WITH_TABLE_IDENTIFIER_IN_COUNT",
      "NON_FOLDABLE_ARGUMENT",
      "NOT_A_SCALAR_FUNCTION",
      "PARSE_EMPTY_STATEMENT",
      "PARSE_SYNTAX_ERROR",
      "WRONG_NUM_ARGS"};
  return std::ranges::find(kConditions, whole) != kConditions.end();
}

Phase phase_of(const Diagnostic& refusal) {
  const std::string_view whole =
      std::string_view(refusal.condition).substr(0, refusal.condition.find('.'));
  if (whole == "INVALID_INTERVAL_FORMAT" || whole == "INVALID_TYPED_LITERAL")
    return Phase::kLiterals;
  if (refusal.condition == "UNBOUND_SQL_PARAMETER") return Phase::kParameters;
  if (refusal.condition == "UNRESOLVED_ROUTINE") return Phase::kRoutines;
  if (ends_search(whole)) return Phase::kNames;
  // SQLSTATE 22: data exceptions.
  return refusal.sqlstate.starts_with("22") ? Phase::kConstants : Phase::kChecks;
}

}  // namespace

void order_as_met(std::vector<Diagnostic>& refusals) {
  std::ranges::stable_sort(refusals, {}, phase_of);
}

}  // namespace tarn::plan
