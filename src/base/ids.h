// Ids that could be swapped are types.

#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace tarn {

// A number with a name: Id<struct VersionTag> is not Id<struct BatchTag>.
template <typename Tag>
struct Id {
  int64_t value = 0;

  friend auto operator<=>(const Id&, const Id&) = default;
};

// The version of a Delta table, from 0.
using Version = Id<struct VersionTag>;
// The number of a flow's micro-batch, from 0.
using BatchId = Id<struct BatchTag>;

}  // namespace tarn

template <typename Tag>
struct std::hash<tarn::Id<Tag>> {
  size_t operator()(const tarn::Id<Tag>& id) const noexcept {
    return std::hash<int64_t>{}(id.value);
  }
};
