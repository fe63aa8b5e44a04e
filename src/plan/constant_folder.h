// Whoever can compute an expression without a column. Where Spark wants a constant it takes any
// such expression, not only a literal; planning needs the value, and `plan` has nothing to compute
// with.

#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "plan/expression.h"
#include "types/value.h"

namespace tarn::plan {

// May be used by several threads at once.
class ConstantFolder {
 public:
  virtual ~ConstantFolder() = default;

  // What each expression is worth, in their order: constants, as is_constant() has them. An error
  // is what computing one of them raises, whichever it is.
  virtual Result<std::vector<types::Value>> values_of(std::span<const ExpressionPtr> expressions,
                                                      const std::string& time_zone) const = 0;

  Result<types::Value> value_of(const ExpressionPtr& expression,
                                const std::string& time_zone) const {
    ASSIGN_OR_RETURN(std::vector<types::Value> values, values_of({&expression, 1}, time_zone));
    return std::move(values.front());
  }
};

}  // namespace tarn::plan
