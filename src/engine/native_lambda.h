// Native bodies that are one callable of a row's values and know something more: a time zone, a
// scale. NULL in any argument makes the row NULL; so does an empty optional.
//
//   return lambda_native<int64_t, std::string_view, int64_t>([zone](auto unit, auto time) {..});

#pragma once

#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "engine/native_call.h"

namespace tarn::engine {

template <typename Out, typename Body, typename... In>
class LambdaNative final : public Native {
 public:
  explicit LambdaNative(Body body) : body_(std::move(body)) {}

  void run(NativeCall& call, Scratch*) const override {
    run_rows(call, std::index_sequence_for<In...>());
  }

 private:
  template <size_t... kAt>
  void run_rows(NativeCall& call, std::index_sequence<kAt...>) const {
    const std::tuple<Argument<In>...> arguments{call.argument<In>(kAt)...};
    Output<Out> out = call.output<Out>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!(... && std::get<kAt>(arguments).is_valid(row))) {
        out.set_null(row);
        continue;
      }
      const std::optional<Out> value = body_(std::get<kAt>(arguments)[row]...);
      if (value) {
        out.set(row, *value);
      } else {
        out.set_null(row);
      }
    }
  }

  Body body_;
};

// `Body` takes the In... and gives Out or std::optional<Out>; it is called by several threads.
template <typename Out, typename... In, typename Body>
NativePtr lambda_native(Body body) {
  return std::make_unique<LambdaNative<Out, Body, In...>>(std::move(body));
}

}  // namespace tarn::engine
