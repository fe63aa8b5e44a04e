// When Spark's analyzer knows an expression's type. It goes through a query again and again, with
// the rules in one order, and what a rule makes of an operator depends on what is typed by then:
// `NULL - make_interval(1)` is refused, `NULL - make_interval(1L)`, whose argument is cast, is
// NULL.
//
// Pure.

#pragma once

#include <compare>
#include <cstdint>

#include "plan/expression.h"

namespace tarn::plan {

struct AnalysisMoment {
  // In the order in which one pass has them.
  enum class Rule : uint8_t { kParts, kFunctions, kTemporalOperators, kCasts };

  int pass = 0;
  Rule rule = Rule::kParts;

  auto operator<=>(const AnalysisMoment&) const = default;
};

// Arguments that were cast to what their call wants count by their spans: a cast that was written
// spans more than its input.
AnalysisMoment analysis_moment(const Expression& expression);

}  // namespace tarn::plan
