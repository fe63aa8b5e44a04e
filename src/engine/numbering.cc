#include "engine/numbering.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/check.h"

namespace tarn::engine {

Numbering::Numbering(const types::Schema& schema) {
  for (size_t i = 0; i < schema.size(); ++i) {
    if (const auto identity = types::identity_of(schema[i])) {
      counters_.emplace(std::piecewise_construct, std::forward_as_tuple(i),
                        std::forward_as_tuple(*identity));
    }
  }
}

Status Numbering::take(size_t column, std::span<int64_t> into) {
  if (counters_.empty()) {
    std::ranges::fill(into, 0);
    return ok();
  }
  const auto found = counters_.find(column);
  CHECK(found != counters_.end());
  Counter& counter = found->second;
  int64_t place = counter.given.fetch_add(static_cast<int64_t>(into.size()));
  for (int64_t& number : into) {
    const auto next = counter.identity.number(place++);
    if (!next) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = "long overflow: an identity column has no further numbers.",
                   .condition = "ARITHMETIC_OVERFLOW",
                   .sqlstate = "22003"};
    }
    number = *next;
  }
  return ok();
}

std::optional<int64_t> Numbering::last(size_t column) const {
  const auto found = counters_.find(column);
  if (found == counters_.end() || found->second.given == 0) {
    return std::nullopt;
  }
  return found->second.identity.number(found->second.given - 1);
}

}  // namespace tarn::engine
