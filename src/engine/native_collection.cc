#include "engine/native_collection.h"

#include <fmt/format.h>

namespace tarn::engine {

void check_length(int64_t count, const types::Column& out, std::string_view parameter,
                  std::string_view function) {
  const size_t there = out.child(0).size();
  if (count <= kArrayLengthMax && static_cast<size_t>(count) + there <= kElementsMax) return;
  const std::string why =
      parameter.empty()
          ? fmt::format("unsuccessful try to create arrays in the function `{}`.", function)
          : fmt::format("the value of parameter(s) `{}` in the function `{}` is invalid.",
                        parameter, function);
  throw RowError(
      parameter.empty() ? "COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION"
                        : "COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER",
      "54000",
      fmt::format("Can't create array with {} elements which exceeding the array size "
                  "limit {}, {}",
                  count, count > kArrayLengthMax ? kArrayLengthMax : int64_t{kElementsMax}, why));
}

void ColumnsNative::run(NativeCall& call, Scratch* scratch) const {
  Columns in;
  in.reserve(arguments_.size());
  for (size_t at = 0; at < arguments_.size(); ++at) {
    in.push_back(call.column(at, arguments_[at]));
  }
  types::Column out(result_);
  for (size_t row = 0; row < call.rows(); ++row) {
    bool missing = false;
    for (const types::Column& column : in) missing = missing || !column.is_valid(row);
    if (missing && nulls_ == NullArguments::kGiveNull) {
      out.append_null();
    } else {
      run_row(in, row, out, scratch);
    }
  }
  call.set_result(out);
}

}  // namespace tarn::engine
