// One chunk of a call of a native body: typed access to arguments and result.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "engine/duckdb.h"
#include "engine/native.h"
#include "engine/raise.h"
#include "engine/vectors.h"
#include "types/column.h"

namespace tarn::engine {

// An argument of fixed width, or text.
template <typename T>
class Argument {
 public:
  explicit Argument(duck::VectorView view) : view_(view) {}
  bool is_valid(size_t row) const { return view_.IsValid(row); }
  T operator[](size_t row) const { return view_.Data<T>()[view_.SelAt(row)]; }

 private:
  duck::VectorView view_;
};

template <>
class Argument<std::string_view> {
 public:
  explicit Argument(duck::VectorView view) : view_(view) {}
  bool is_valid(size_t row) const { return view_.IsValid(row); }
  // Valid as long as the chunk; short texts lie inside the vector itself.
  std::string_view operator[](size_t row) const {
    return view_.Data<duck::varchar_t>()[view_.SelAt(row)].view();
  }

 private:
  duck::VectorView view_;
};

// The result, of fixed width or text. Each row is set once.
template <typename T>
class Output {
 public:
  explicit Output(duck::Vector vector) : vector_(std::move(vector)) {
    data_ = static_cast<T*>(vector_.GetDataMutable());
  }
  void set(size_t row, T value) { data_[row] = value; }
  void set_null(size_t row) { vector_.SetNull(row); }

 private:
  duck::Vector vector_;
  T* data_;
};

template <>
class Output<std::string_view> {
 public:
  explicit Output(duck::Vector vector) : vector_(std::move(vector)) {}
  void set(size_t row, std::string_view value) { vector_.AssignStringUnsafe(row, value); }
  void set_null(size_t row) { vector_.SetNull(row); }

 private:
  duck::Vector vector_;
};

// A DECIMAL argument, whatever integer DuckDB keeps it in.
class DecimalArgument {
 public:
  DecimalArgument(duck::VectorView view, int precision) : view_(view), precision_(precision) {}
  bool is_valid(size_t row) const { return view_.IsValid(row); }
  types::Int128 operator[](size_t row) const {
    const size_t at = view_.SelAt(row);
    if (precision_ <= 4) return view_.Data<int16_t>()[at];
    if (precision_ <= 9) return view_.Data<int32_t>()[at];
    if (precision_ <= 18) return view_.Data<int64_t>()[at];
    // DuckDB aligns 16 bytes to 8 only.
    types::Int128 wide;
    std::memcpy(&wide,
                reinterpret_cast<const std::byte*>(view_.Data<int64_t>()) + at * sizeof(wide),
                sizeof(wide));
    return wide;
  }

 private:
  duck::VectorView view_;
  int precision_;
};

class DecimalOutput {
 public:
  DecimalOutput(duck::Vector vector, int precision)
      : vector_(std::move(vector)), data_(vector_.GetDataMutable()), precision_(precision) {}
  void set(size_t row, types::Int128 value) {
    if (precision_ <= 4) {
      static_cast<int16_t*>(data_)[row] = static_cast<int16_t>(value);
    } else if (precision_ <= 9) {
      static_cast<int32_t*>(data_)[row] = static_cast<int32_t>(value);
    } else if (precision_ <= 18) {
      static_cast<int64_t*>(data_)[row] = static_cast<int64_t>(value);
    } else {
      std::memcpy(static_cast<std::byte*>(data_) + row * sizeof(value), &value, sizeof(value));
    }
  }
  void set_null(size_t row) { vector_.SetNull(row); }

 private:
  duck::Vector vector_;
  void* data_;
  int precision_;
};

class NativeCall {
 public:
  explicit NativeCall(duck::ScalarFunction::ExecInput& input)
      : input_(input), rows_(input.GetRowCount()), result_(input.GetResult()) {
    // The result comes in with no rows; SetNull() on a row that is not there throws.
    result_.SetSize(rows_);
  }

  size_t rows() const { return rows_; }

  template <typename T>
  Argument<T> argument(size_t at) const {
    return Argument<T>(view_of(input_.GetArg(at)));
  }
  template <typename T>
  Output<T> output() {
    return Output<T>(input_.GetResult());
  }

  DecimalArgument decimals(size_t at, const types::DataType& type) const {
    return DecimalArgument(view_of(input_.GetArg(at)), type.precision());
  }
  DecimalOutput decimal_output(const types::DataType& type) {
    return DecimalOutput(input_.GetResult(), type.precision());
  }

  // Any type, the slow way: an argument as a column of `type`, and a column as the result.
  types::Column column(size_t at, const types::DataType& type) const {
    types::Column column(type);
    append_vector(input_.GetArg(at), rows_, column);
    return column;
  }
  void set_result(const types::Column& column) { write_vector(column, 0, rows_, result_); }

  // Row by row, NULL where the argument is: `body(T)` gives a value, or nothing for NULL.
  template <typename In, typename Out, typename Body>
  void map(const Body& body) {
    const Argument<In> in = argument<In>(0);
    Output<Out> out = output<Out>();
    for (size_t row = 0; row < rows_; ++row) {
      if (!in.is_valid(row)) {
        out.set_null(row);
      } else if (const auto value = body(in[row])) {
        out.set(row, static_cast<Out>(*value));
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  duck::ScalarFunction::ExecInput& input_;
  size_t rows_;
  duck::Vector result_;
};

// A body that is one function of one value: NULL in, NULL out. `Body` is called by several threads.
template <typename In, typename Out, typename Body>
class RowNative final : public Native {
 public:
  explicit RowNative(Body body) : body_(std::move(body)) {}
  void run(NativeCall& call, Scratch*) const override { call.map<In, Out>(body_); }

 private:
  Body body_;
};

template <typename In, typename Out, typename Body>
NativePtr row_native(Body body) {
  return std::make_unique<RowNative<In, Out, Body>>(std::move(body));
}

}  // namespace tarn::engine
