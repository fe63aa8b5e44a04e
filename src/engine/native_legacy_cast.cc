// Casts as Spark has them where spark.sql.ansi.enabled is false and DuckDB has no cast of the kind:
// integers wrap around, fractions are cut, integers have bytes.

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "engine/native_call.h"
#include "engine/native_lambda.h"
#include "types/value.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::Int128;
using types::TypeKind;

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// [+-]digits[.digits], of which the fraction does not count.
template <typename T>
std::optional<T> whole_of_text(std::string_view text) {
  text = trimmed(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  const size_t point = std::min(text.find('.'), text.size());
  const std::string_view fraction = point < text.size() ? text.substr(point + 1) : "";
  Int128 value = 0;
  for (const char c : text.substr(0, point)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
    if (value > Int128{1} << 64) return std::nullopt;
  }
  if (fraction.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  if (negative) value = -value;
  if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max()) {
    return std::nullopt;
  }
  return static_cast<T>(value);
}

// As Java's (int) and (long): cut, and at the end of the range beyond it; NaN is 0.
template <typename T>
T saturated(double value) {
  if (std::isnan(value)) return 0;
  if (value >= static_cast<double>(std::numeric_limits<T>::max())) {
    return std::numeric_limits<T>::max();
  }
  if (value <= static_cast<double>(std::numeric_limits<T>::min())) {
    return std::numeric_limits<T>::min();
  }
  return static_cast<T>(value);
}

template <typename Out>
Out cut(double value) {
  // (byte) and (short) go over (int).
  if constexpr (sizeof(Out) == 8) return saturated<int64_t>(value);
  return static_cast<Out>(saturated<int32_t>(value));
}

template <typename Out>
class OfDecimal final : public Native {
 public:
  explicit OfDecimal(DataType type) : type_(std::move(type)) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument in = call.decimals(0, type_);
    auto out = call.output<Out>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!in.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      Int128 whole = in[row];
      for (int digit = 0; digit < type_.scale(); ++digit) whole /= 10;
      out.set(row, static_cast<Out>(whole));
    }
  }

 private:
  DataType type_;
};

template <typename In, typename Out>
NativePtr narrowed() {
  return lambda_native<Out, In>([](In value) { return static_cast<Out>(value); });
}

template <typename Out>
NativePtr to_integral(const DataType& from) {
  switch (from.kind()) {
    case TypeKind::kString:
      return lambda_native<Out, std::string_view>(whole_of_text<Out>);
    case TypeKind::kByte:
      return narrowed<int8_t, Out>();
    case TypeKind::kShort:
      return narrowed<int16_t, Out>();
    case TypeKind::kInt:
      return narrowed<int32_t, Out>();
    case TypeKind::kLong:
      return narrowed<int64_t, Out>();
    case TypeKind::kFloat:
      return lambda_native<Out, float>([](float value) { return cut<Out>(value); });
    case TypeKind::kDouble:
      return lambda_native<Out, double>(cut<Out>);
    case TypeKind::kDecimal:
      return std::make_unique<OfDecimal<Out>>(from);
    default:
      return nullptr;
  }
}

// The bytes of an integer, the highest first.
template <typename In>
class Bytes final : public Native {
 public:
  void run(NativeCall& call, Scratch*) const override {
    const auto in = call.argument<In>(0);
    auto out = call.output<std::string_view>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!in.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      std::array<char, sizeof(In)> bytes{};
      auto rest = static_cast<uint64_t>(in[row]);
      for (size_t at = bytes.size(); at-- > 0; rest >>= 8) bytes[at] = static_cast<char>(rest);
      out.set(row, std::string_view(bytes.data(), bytes.size()));
    }
  }
};

NativePtr to_binary(const DataType& from) {
  switch (from.kind()) {
    case TypeKind::kByte:
      return std::make_unique<Bytes<int8_t>>();
    case TypeKind::kShort:
      return std::make_unique<Bytes<int16_t>>();
    case TypeKind::kInt:
      return std::make_unique<Bytes<int32_t>>();
    case TypeKind::kLong:
      return std::make_unique<Bytes<int64_t>>();
    default:
      return nullptr;
  }
}

class TextOfDecimal final : public Native {
 public:
  explicit TextOfDecimal(DataType type) : type_(std::move(type)) {}

  void run(NativeCall& call, Scratch*) const override {
    const DecimalArgument in = call.decimals(0, type_);
    auto out = call.output<std::string_view>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (in.is_valid(row)) {
        out.set(row, types::java_decimal_text(in[row], type_.scale()));
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  DataType type_;
};

NativePtr cast_of(const DataType& from, const DataType& to) {
  switch (to.kind()) {
    case TypeKind::kByte:
      return to_integral<int8_t>(from);
    case TypeKind::kShort:
      return to_integral<int16_t>(from);
    case TypeKind::kInt:
      return to_integral<int32_t>(from);
    case TypeKind::kLong:
      return to_integral<int64_t>(from);
    case TypeKind::kBinary:
      return to_binary(from);
    case TypeKind::kString:
      return std::make_unique<TextOfDecimal>(from);
    default:
      return nullptr;
  }
}

Result<NativePtr> make_legacy_cast(const NativeSite& site) {
  if (NativePtr native = cast_of(site.arguments[0], site.result)) return native;
  return Error{ErrorCode::kUnsupported, fmt::format("a cast from {} to {} is not supported yet",
                                                    site.arguments[0].sql(), site.result.sql())};
}

constexpr std::array<NativeEntry, 1> kEntries = {{
    {.name = "legacy_cast", .make = make_legacy_cast},
}};

}  // namespace

std::span<const NativeEntry> legacy_cast_natives() { return kEntries; }

}  // namespace tarn::engine
