// Native bodies over arrays, maps and structs: one plain function a row, over columns.
//
//   void array_distinct(const Columns& in, size_t row, types::Column& out);
//   {.name = "array_distinct", .make = row_of_columns<array_distinct>}
//
// Each call appends exactly one row to `out`. It may throw RowError.

#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "engine/native_call.h"
#include "types/column.h"

namespace tarn::engine {

using Columns = std::vector<types::Column>;
using ColumnsFunction = void (*)(const Columns& in, size_t row, types::Column& out);

// Whether the function is called where an argument is NULL, or the result is NULL without a call.
enum class NullArguments : uint8_t { kGiveNull, kArePassed };

// Elements that the results of one chunk may have together: beyond, a function raises
// COLLECTION_SIZE_LIMIT_EXCEEDED and does not take the machine's memory. (Spark's own limit holds
// for one array and is of this size.)
inline constexpr size_t kElementsMax = size_t{1} << 28;
// The longest array that Spark makes.
inline constexpr int64_t kArrayLengthMax = 2147483632;

// Throws COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER where `count` more elements in `out` are too
// many; .FUNCTION where `parameter` is empty.
void check_length(int64_t count, const types::Column& out, std::string_view parameter,
                  std::string_view function);

class ColumnsNative : public Native {
 public:
  ColumnsNative(const NativeSite& site, NullArguments nulls)
      : arguments_(site.arguments), result_(site.result), nulls_(nulls) {}

  void run(NativeCall& call, Scratch* scratch) const override;

 protected:
  virtual void run_row(const Columns& in, size_t row, types::Column& out,
                       Scratch* scratch) const = 0;

 private:
  std::vector<types::DataType> arguments_;
  types::DataType result_;
  NullArguments nulls_;
};

template <ColumnsFunction kFunction>
class ColumnsBody final : public ColumnsNative {
 public:
  using ColumnsNative::ColumnsNative;

 protected:
  void run_row(const Columns& in, size_t row, types::Column& out, Scratch*) const override {
    kFunction(in, row, out);
  }
};

template <ColumnsFunction kFunction, NullArguments kNulls = NullArguments::kGiveNull>
Result<NativePtr> row_of_columns(const NativeSite& site) {
  return NativePtr(std::make_unique<ColumnsBody<kFunction>>(site, kNulls));
}

}  // namespace tarn::engine
