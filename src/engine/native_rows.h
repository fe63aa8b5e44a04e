// Native bodies that are one C++ function of a row's values.
//
//   int32_t ascii(std::string_view text);           {.name = "ascii", .make = rows<ascii>}
//
// Parameters: numbers, bool and std::string_view, NULL in any of which makes the row NULL without
// a call; std::optional<T> takes the NULL itself. Results: a number, bool, text, a
// std::vector<std::string> for ARRAY<STRING>, or an optional of these. A first parameter `Memo&`,
// of a class derived from Scratch, is what a thread keeps from row to row: a compiled pattern.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/native_call.h"

namespace tarn::engine {

template <typename T>
class RowArgument {
 public:
  RowArgument(const NativeCall& call, size_t at) : argument_(call.argument<T>(at)) {}
  bool is_missing(size_t row) const { return !argument_.is_valid(row); }
  T operator[](size_t row) const { return argument_[row]; }

 private:
  Argument<T> argument_;
};

template <typename T>
class RowArgument<std::optional<T>> {
 public:
  RowArgument(const NativeCall& call, size_t at) : argument_(call.argument<T>(at)) {}
  static bool is_missing(size_t) { return false; }
  std::optional<T> operator[](size_t row) const {
    return argument_.is_valid(row) ? std::optional<T>(argument_[row]) : std::nullopt;
  }

 private:
  Argument<T> argument_;
};

// Where results of type T go.
template <typename T>
class RowOutput {
 public:
  RowOutput(NativeCall& call, const types::DataType&) : output_(call.output<T>()) {}
  void set(size_t row, T value) { output_.set(row, value); }
  void set_null(size_t row) { output_.set_null(row); }
  void finish() {}

 private:
  Output<T> output_;
};

template <>
class RowOutput<std::string> : public RowOutput<std::string_view> {
 public:
  using RowOutput<std::string_view>::RowOutput;
};

// Rows come in order, each once.
template <>
class RowOutput<std::vector<std::string>> {
 public:
  RowOutput(NativeCall& call, const types::DataType& type) : call_(call), column_(type) {}
  void set(size_t, const std::vector<std::string>& value) {
    for (const std::string& each : value) column_.child(0).append_bytes(each);
    column_.append_list();
  }
  void set_null(size_t) { column_.append_null(); }
  void finish() { call_.set_result(column_); }

 private:
  NativeCall& call_;
  types::Column column_;
};

template <typename T>
struct RowResult {
  using Value = T;
};
template <typename T>
struct RowResult<std::optional<T>> {
  using Value = T;
};

template <auto kBody, typename Memo, typename Returned, typename... Arguments>
class RowBody final : public Native {
 public:
  explicit RowBody(types::DataType type) : type_(std::move(type)) {}

  std::unique_ptr<Scratch> make_scratch() const override {
    if constexpr (std::is_void_v<Memo>) {
      return nullptr;
    } else {
      return std::make_unique<Memo>();
    }
  }

  void run(NativeCall& call, Scratch* scratch) const override {
    run_rows(call, scratch, std::index_sequence_for<Arguments...>());
  }

 private:
  template <size_t... kAt>
  void run_rows(NativeCall& call, Scratch* scratch, std::index_sequence<kAt...>) const {
    const std::tuple<RowArgument<Arguments>...> arguments{RowArgument<Arguments>(call, kAt)...};
    RowOutput<typename RowResult<Returned>::Value> out(call, type_);
    for (size_t row = 0; row < call.rows(); ++row) {
      if ((... || std::get<kAt>(arguments).is_missing(row))) {
        out.set_null(row);
      } else {
        put(out, row, result_of(scratch, std::get<kAt>(arguments)[row]...));
      }
    }
    out.finish();
  }

  static Returned result_of([[maybe_unused]] Scratch* scratch, Arguments... arguments) {
    if constexpr (std::is_void_v<Memo>) {
      return kBody(arguments...);
    } else {
      return kBody(*static_cast<Memo*>(scratch), arguments...);
    }
  }

  template <typename Out, typename T>
  static void put(Out& out, size_t row, const T& value) {
    out.set(row, value);
  }
  template <typename Out, typename T>
  static void put(Out& out, size_t row, const std::optional<T>& value) {
    if (value) {
      out.set(row, *value);
    } else {
      out.set_null(row);
    }
  }

  types::DataType type_;
};

template <auto kBody, typename Returned, typename... Arguments>
NativePtr make_rows(const types::DataType& type, Returned (*)(Arguments...)) {
  return std::make_unique<RowBody<kBody, void, Returned, Arguments...>>(type);
}
template <auto kBody, typename Returned, typename Memo, typename... Arguments>
  requires std::is_base_of_v<Scratch, Memo>
NativePtr make_rows(const types::DataType& type, Returned (*)(Memo&, Arguments...)) {
  return std::make_unique<RowBody<kBody, Memo, Returned, Arguments...>>(type);
}

template <auto kBody>
Result<NativePtr> rows(const NativeSite& site) {
  return make_rows<kBody>(site.result, kBody);
}

}  // namespace tarn::engine
