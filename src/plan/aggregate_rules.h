// What the type rules of aggregates and window functions share: arguments that must be constant.
//
// Pure. A constant comes as a literal, and its value is checked when the query is planned. Where
// nobody could fold it (0.1 + 0.2), the engine checks it when it knows the value.

#pragma once

#include <string_view>

#include "plan/function.h"

namespace tarn::plan {

// DATATYPE_MISMATCH.NON_FOLDABLE_INPUT unless argument `at` is the same in every row.
Status expect_constant(const CallSite& call, size_t at, std::string_view parameter,
                       std::string_view type);

// The same, and neither NULL nor, where it is a literal, outside [min, max]. `bounds` as Spark
// writes them: "(0, 2147483647]".
enum class NullConstant : uint8_t { kIsRefused, kIsZero };
struct ConstantRange {
  std::string_view parameter;
  std::string_view type;
  double min;
  double max;
  std::string_view bounds;
  NullConstant null = NullConstant::kIsRefused;
};
Status expect_constant_in(const CallSite& call, size_t at, const ConstantRange& range);

}  // namespace tarn::plan
