// Arithmetic of decimals: DuckDB divides them as doubles and gives up beyond 38 digits.

#include "engine/native_decimal.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "engine/decimal_arithmetic.h"
#include "engine/native_call.h"
#include "types/value.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::Int128;

enum class OnError : uint8_t { kRaise, kNull };

DecimalTypes types_of(const NativeSite& site) {
  DecimalTypes types{.left_scale = site.arguments[0].scale(),
                     .right_scale = site.arguments[1].scale()};
  if (site.result.is(types::TypeKind::kDecimal)) {
    types.precision = site.result.precision();
    types.scale = site.result.scale();
  }
  return types;
}

bool is_long(Int128 value) { return value == static_cast<int64_t>(value); }

template <DecimalOperation kOperation, OnError kOnError>
class Arithmetic final : public Native {
 public:
  explicit Arithmetic(const NativeSite& site)
      : left_(site.arguments[0]),
        right_(site.arguments[1]),
        result_(site.result),
        types_(types_of(site)),
        is_exact_product_(kOperation == DecimalOperation::kMultiply &&
                          types_.scale == types_.left_scale + types_.right_scale &&
                          types_.precision == 38) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument left = call.decimals(0, left_);
    const DecimalArgument right = call.decimals(1, right_);
    DecimalOutput out = call.decimal_output(result_);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!left.is_valid(row) || !right.is_valid(row)) {
        out.set_null(row);
      } else if (is_exact_product_ && is_long(left[row]) && is_long(right[row])) {
        out.set(row, left[row] * right[row]);
      } else if (const auto value = result_of(left[row], right[row])) {
        out.set(row, *value);
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  std::optional<Int128> result_of(Int128 left, Int128 right) const {
    constexpr bool kDivides =
        kOperation == DecimalOperation::kDivide || kOperation == DecimalOperation::kModulo;
    if (kDivides && right == 0) {
      if (kOnError == OnError::kNull) return std::nullopt;
      throw RowError(kOperation == DecimalOperation::kDivide ? divide_by_zero()
                                                             : remainder_by_zero());
    }
    const std::optional<Int128> value = calculate(kOperation, left, right, types_);
    if (value || kOnError == OnError::kNull) return value;
    throw RowError(numeric_out_of_range("The result of " +
                                            types::decimal_text(left, left_.scale()) + " and " +
                                            types::decimal_text(right, right_.scale()),
                                        result_));
  }

  DataType left_;
  DataType right_;
  DataType result_;
  DecimalTypes types_;
  // Of two numbers of 64 bits the product needs no 256: it is at most 2^126, and that is below
  // 10^38.
  bool is_exact_product_;
};

class WholeQuotient final : public Native {
 public:
  explicit WholeQuotient(const NativeSite& site)
      : left_(site.arguments[0]), right_(site.arguments[1]), types_(types_of(site)) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument left = call.decimals(0, left_);
    const DecimalArgument right = call.decimals(1, right_);
    Output<int64_t> out = call.output<int64_t>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!left.is_valid(row) || !right.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      if (right[row] == 0) throw RowError(divide_by_zero());
      out.set(row, whole_quotient(left[row], right[row], types_));
    }
  }

 private:
  DataType left_;
  DataType right_;
  DecimalTypes types_;
};

// a % b, and b more where that is negative.
class Pmod final : public Native {
 public:
  explicit Pmod(const NativeSite& site)
      : left_(site.arguments[0]),
        right_(site.arguments[1]),
        result_(site.result),
        types_(types_of(site)) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument left = call.decimals(0, left_);
    const DecimalArgument right = call.decimals(1, right_);
    DecimalOutput out = call.decimal_output(result_);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!left.is_valid(row) || !right.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      if (right[row] == 0) throw RowError(remainder_by_zero());
      DecimalTypes exact = types_;
      exact.precision = 38;
      exact.scale = std::max(types_.left_scale, types_.right_scale);
      Int128 value = calculate(DecimalOperation::kModulo, left[row], right[row], exact).value_or(0);
      // Beside a negative divisor the sum goes further from zero, and its remainder is the same.
      if (value < 0 && right[row] > 0) {
        const DecimalTypes sum{exact.scale, types_.right_scale, 38, exact.scale};
        const auto more = calculate(DecimalOperation::kAdd, value, right[row], sum);
        if (!more) {
          throw RowError(numeric_out_of_range(types::decimal_text(right[row], types_.right_scale) +
                                                  " - " + types::decimal_text(-value, exact.scale),
                                              result_));
        }
        value = calculate(DecimalOperation::kModulo, *more, right[row],
                          {exact.scale, types_.right_scale, 38, exact.scale})
                    .value_or(0);
      }
      const DecimalTypes kept{exact.scale, 0, types_.precision, types_.scale};
      const auto fitting = calculate(DecimalOperation::kAdd, value, 0, kept);
      if (!fitting) {
        throw RowError(numeric_out_of_range(types::decimal_text(value, exact.scale), result_));
      }
      out.set(row, *fitting);
    }
  }

 private:
  DataType left_;
  DataType right_;
  DataType result_;
  DecimalTypes types_;
};

template <DecimalOperation kOperation, OnError kOnError = OnError::kRaise>
Result<NativePtr> make(const NativeSite& site) {
  return NativePtr(std::make_unique<Arithmetic<kOperation, kOnError>>(site));
}

constexpr std::array<NativeEntry, 9> kEntries = {{
    {.name = "divide_decimal", .make = make<DecimalOperation::kDivide>},
    {.name = "arith_decimal_add", .make = make<DecimalOperation::kAdd>},
    {.name = "arith_decimal_subtract", .make = make<DecimalOperation::kSubtract>},
    {.name = "arith_decimal_multiply", .make = make<DecimalOperation::kMultiply>},
    {.name = "try_divide_decimal", .make = make<DecimalOperation::kDivide, OnError::kNull>},
    {.name = "try_arith_decimal_add", .make = make<DecimalOperation::kAdd, OnError::kNull>},
    {.name = "try_arith_decimal_subtract",
     .make = make<DecimalOperation::kSubtract, OnError::kNull>},
    {.name = "try_arith_decimal_multiply",
     .make = make<DecimalOperation::kMultiply, OnError::kNull>},
    {.name = "try_remainder_decimal", .make = make<DecimalOperation::kModulo, OnError::kNull>},
}};

}  // namespace

std::span<const NativeEntry> decimal_natives() { return kEntries; }

NativePtr decimal_remainder(const NativeSite& site) {
  return std::make_unique<Arithmetic<DecimalOperation::kModulo, OnError::kRaise>>(site);
}

NativePtr decimal_pmod(const NativeSite& site) { return std::make_unique<Pmod>(site); }

NativePtr decimal_whole_quotient(const NativeSite& site) {
  return std::make_unique<WholeQuotient>(site);
}

}  // namespace tarn::engine
