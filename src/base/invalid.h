// The error of whoever is given what Spark has a condition for: kInvalid, with that condition.

#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace tarn {

inline Error invalid(std::string condition, std::string sqlstate, std::string message) {
  return {.code = ErrorCode::kInvalid,
          .message = std::move(message),
          .condition = std::move(condition),
          .sqlstate = std::move(sqlstate)};
}

}  // namespace tarn
