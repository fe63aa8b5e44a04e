// Whoever can compute an expression without a column. Where Spark wants a constant it takes any
// such expression, not only a literal; planning needs the value, and `plan` has nothing to compute
// with.

#pragma once

#include <string>

#include "base/result.h"
#include "plan/expression.h"
#include "types/value.h"

namespace tarn::plan {

// May be used by several threads at once.
class ConstantFolder {
 public:
  virtual ~ConstantFolder() = default;

  // What `expression` is worth: a constant, as is_constant() has it. An error is what computing it
  // raises.
  virtual Result<types::Value> value_of(const ExpressionPtr& expression,
                                        const std::string& time_zone) const = 0;
};

}  // namespace tarn::plan
