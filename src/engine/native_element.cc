// Places in arrays, as Spark counts them, for list_extract(), which counts from 1.

#include <array>
#include <memory>
#include <string>

#include "engine/native_call.h"

namespace tarn::engine {
namespace {

enum class Places : uint8_t {
  kFromZero,    // a[i]
  kFromOne,     // element_at(): or, negative, from the end
  kTryFromOne,  // try_element_at(): nowhere instead of an error
};

// list_extract() gives NULL for it.
constexpr int64_t kNowhere = 0;

[[noreturn]] void raise_outside(Places places, int64_t index, int64_t size) {
  const std::string text = "The index " + std::to_string(index) +
                           " is out of bounds. The array has " + std::to_string(size) +
                           " elements. Use ";
  if (places == Places::kFromZero) {
    throw RowError("INVALID_ARRAY_INDEX", "22003",
                   text +
                       "the SQL function `get()` to tolerate accessing element at invalid index "
                       "and return NULL instead.");
  }
  throw RowError("INVALID_ARRAY_INDEX_IN_ELEMENT_AT", "22003",
                 text +
                     "`try_element_at` to tolerate accessing element at invalid index and return "
                     "NULL instead.");
}

int64_t place_of(Places places, int64_t index, int64_t size) {
  if (places == Places::kFromZero) {
    if (index < 0 || index >= size) raise_outside(places, index, size);
    return index + 1;
  }
  if (index == 0) {
    throw RowError("INVALID_INDEX_OF_ZERO", "22003",
                   "The index 0 is invalid. An index shall be either < 0 or > 0 (the first element "
                   "has index 1).");
  }
  if (index > 0 && index <= size) return index;
  if (index < 0 && -index <= size) return size + index + 1;
  if (places == Places::kFromOne) raise_outside(places, index, size);
  return kNowhere;
}

// (index, size of the array) to a place.
template <Places kPlaces>
class Position final : public Native {
 public:
  void run(NativeCall& call, Scratch*) const override {
    const Argument<int32_t> index = call.argument<int32_t>(0);
    const Argument<int64_t> size = call.argument<int64_t>(1);
    Output<int64_t> out = call.output<int64_t>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (index.is_valid(row) && size.is_valid(row)) {
        out.set(row, place_of(kPlaces, index[row], size[row]));
      } else {
        out.set_null(row);
      }
    }
  }
};

template <Places kPlaces>
Result<NativePtr> make(const NativeSite&) {
  return NativePtr(std::make_unique<Position<kPlaces>>());
}

constexpr std::array<NativeEntry, 3> kEntries = {{
    {.name = "array_position_at", .make = make<Places::kFromZero>},
    {.name = "array_element_at", .make = make<Places::kFromOne>},
    {.name = "array_try_element_at", .make = make<Places::kTryFromOne>},
}};

}  // namespace

std::span<const NativeEntry> element_natives() { return kEntries; }

}  // namespace tarn::engine
