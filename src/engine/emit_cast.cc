#include <fmt/format.h>

#include <algorithm>

#include "engine/emitter.h"
#include "engine/sql_text.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::TypeKind;

// Casts whose text or rounding DuckDB does otherwise than Spark: native_cast.cc.
bool is_native(const DataType& from, const DataType& to) {
  if (from.is_interval() || to.is_interval() || from.is(TypeKind::kTime)) return true;
  if (from.is(TypeKind::kString)) return !to.is(TypeKind::kBinary);
  if (to.is(TypeKind::kString)) {
    return !from.is_integral() && !from.is(TypeKind::kBoolean);
  }
  if (from.is(TypeKind::kFloat) || from.is(TypeKind::kDouble)) {
    return to.is_integral() || to.is(TypeKind::kDecimal) || to.is(TypeKind::kTimestamp) ||
           (from.is(TypeKind::kDouble) && to.is(TypeKind::kFloat));
  }
  if (from.is(TypeKind::kDecimal)) return to.is_integral() || to.is(TypeKind::kTimestamp);
  if (from.is(TypeKind::kTimestamp)) {
    return to.is(TypeKind::kDate) || to.is(TypeKind::kTimestampNtz) || to.is_integral();
  }
  return to.is(TypeKind::kTimestamp) &&
         (from.is_integral() || from.is(TypeKind::kDate) || from.is(TypeKind::kTimestampNtz));
}

// Casts that ANSI mode has not, or has otherwise than by NULL: native_legacy_cast.cc.
bool is_legacy_native(const DataType& from, const DataType& to) {
  if (to.is(TypeKind::kBinary)) return from.is_integral();
  // Small numbers of so many places get an exponent.
  if (to.is(TypeKind::kString)) return from.is(TypeKind::kDecimal) && from.scale() > 6;
  if (!to.is_integral()) return false;
  return from.is(TypeKind::kString) || from.is_numeric();
}

// Whether only names of fields and nullability differ, which a tuple of the engine has not.
bool is_laid_out_alike(const DataType& from, const DataType& to) {
  if (from.kind() != to.kind()) return false;
  switch (from.kind()) {
    case TypeKind::kArray:
      return is_laid_out_alike(from.element(), to.element());
    case TypeKind::kMap:
      return is_laid_out_alike(from.key(), to.key()) && is_laid_out_alike(from.value(), to.value());
    case TypeKind::kStruct:
      return std::ranges::equal(from.fields(), to.fields(), [](const auto& a, const auto& b) {
        return is_laid_out_alike(a.type, b.type);
      });
    default:
      return from.same_ignoring_nullability(to);
  }
}

}  // namespace

std::string Emitter::native_cast(const std::string& value, const DataType& from, const DataType& to,
                                 plan::CastMode mode) {
  return native(mode == plan::CastMode::kTry ? "try_cast" : "cast", {value}, {from}, to);
}

std::string Emitter::cast(const std::string& value, const DataType& from, const DataType& to,
                          plan::CastMode mode) {
  const std::string target = type_sql(to);
  if (mode == plan::CastMode::kLegacy) return legacy_cast(value, from, to);
  const char* const verb = mode == plan::CastMode::kTry ? "TRY_CAST" : "CAST";
  if (from.same_ignoring_nullability(to)) return value;
  if (from.is(TypeKind::kVoid)) {
    if (value == "NULL") return fmt::format("CAST(NULL AS {})", target);
    // What raises instead of being NULL is asked all the same, so DuckDB must not know what comes.
    return native("null_of", {value}, {from}, to);
  }
  if (to.is(TypeKind::kVoid)) {
    return unsupported(
        fmt::format("a cast from {} to {} is not supported yet", from.sql(), to.sql()));
  }
  if (from.is(TypeKind::kVariant) || to.is(TypeKind::kVariant)) {
    return native_cast(value, from, to, mode);
  }
  if (from.is_nested() && from.kind() == to.kind()) return nested_cast(value, from, to, mode);
  if (is_native(from, to)) return native_cast(value, from, to, mode);
  if (from.is(TypeKind::kTimestamp)) {
    if (to.is(TypeKind::kFloat) || to.is(TypeKind::kDouble)) {
      return fmt::format("CAST(CAST(epoch_us({}) AS DOUBLE) / 1e6::DOUBLE AS {})", value, target);
    }
    if (to.is(TypeKind::kDecimal)) {
      const DataType seconds = DataType::decimal(25, 6);
      return cast(
          fmt::format("(CAST(epoch_us({}) AS DECIMAL(18, 0)) * CAST(0.000001 AS DECIMAL(7, 6)))",
                      value),
          seconds, to, mode);
    }
  }
  if (to.is(TypeKind::kBoolean)) return fmt::format("({} <> 0)", value);
  // DuckDB's own cast makes 0.1 of true where there is no digit before the point.
  if (from.is(TypeKind::kBoolean) && to.is(TypeKind::kDecimal)) {
    return fmt::format("{}(CAST({} AS TINYINT) AS {})", verb, value, target);
  }
  // encode() takes the bytes as they are; a cast would read \x41 as one byte.
  if (from.is(TypeKind::kString) && to.is(TypeKind::kBinary)) {
    return fmt::format("encode({})", value);
  }
  return fmt::format("{}({} AS {})", verb, value, target);
}

std::string Emitter::legacy_cast(const std::string& value, const DataType& from,
                                 const DataType& to) {
  if (from.same_ignoring_nullability(to)) return value;
  if (from.is_nested() && from.kind() == to.kind()) {
    return nested_cast(value, from, to, plan::CastMode::kLegacy);
  }
  // Intervals, and days that no TIMESTAMP holds, raise in every mode.
  const bool is_midnight = from.is(TypeKind::kDate) && to.is(TypeKind::kTimestamp);
  if (from.is_interval() || to.is_interval() || is_midnight) {
    return cast(value, from, to, plan::CastMode::kAnsi);
  }
  if (from.is_nested() && to.is(TypeKind::kString))
    return native("legacy_text", {value}, {from}, to);
  if (is_legacy_native(from, to)) return native("legacy_cast", {value}, {from}, to);
  const bool is_number_or_truth = to.is_numeric() || to.is(TypeKind::kBoolean);
  if (from.is(TypeKind::kDate) && is_number_or_truth) {
    return fmt::format("CAST(NULL AS {})", type_sql(to));
  }
  if (from.is(TypeKind::kTimestamp) && to.is(TypeKind::kBoolean)) {
    return fmt::format("(epoch_us({}) <> 0)", value);
  }
  if (from.is(TypeKind::kBoolean) && to.is(TypeKind::kTimestamp)) {
    return fmt::format("make_timestamptz(CAST({} AS BIGINT))", value);
  }
  return cast(value, from, to, plan::CastMode::kTry);
}

std::string Emitter::partition_text(const std::string& value, const DataType& type) {
  other_zone_ = "UTC";
  std::string text = cast(value, type, types::string_type(), plan::CastMode::kAnsi);
  other_zone_.clear();
  return text;
}

std::string Emitter::nested_cast(const std::string& value, const DataType& from, const DataType& to,
                                 plan::CastMode mode) {
  if (is_laid_out_alike(from, to)) return value;
  // A one-element list binds the value to a name, so that its text stands here once.
  const std::string name = next_name("e");
  switch (from.kind()) {
    case TypeKind::kArray:
      return fmt::format("list_transform({}, lambda {}: {})", value, name,
                         cast(name, from.element(), to.element(), mode));
    case TypeKind::kStruct: {
      if (from.fields().size() != to.fields().size()) {
        return unsupported(
            fmt::format("a cast from {} to {} is not possible", from.sql(), to.sql()));
      }
      Texts fields;
      for (size_t i = 0; i < from.fields().size(); ++i) {
        fields.push_back(cast(fmt::format("struct_extract({}, {})", name, i + 1),
                              from.fields()[i].type, to.fields()[i].type, mode));
      }
      return fmt::format(
          "list_extract(list_transform([{}], lambda {}: CASE WHEN {} IS NULL THEN NULL ELSE "
          "row({}) END), 1)",
          value, name, name, joined(fields));
    }
    case TypeKind::kMap:
      return with_names({value}, [&](const Texts& given) {
        const std::string keys =
            fmt::format("list_transform(map_keys({}), lambda {}: {})", given[0], name,
                        cast(name, from.key(), to.key(), mode));
        const std::string values =
            fmt::format("list_transform(map_values({}), lambda {}: {})", given[0], name,
                        cast(name, from.value(), to.value(), mode));
        return native("map_cast", {keys, values},
                      {DataType::array(to.key()), DataType::array(to.value())}, to);
      });
    default:
      CHECK(false);
  }
}

}  // namespace tarn::engine
