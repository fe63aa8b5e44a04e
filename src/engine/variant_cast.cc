#include "engine/variant_cast.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "base/check.h"
#include "engine/number_parse.h"
#include "engine/raise.h"
#include "engine/zoned_time.h"
#include "types/datetime.h"
#include "types/number_text.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::Int128;
using types::TypeKind;
using types::VariantDecimal;
using types::VariantKind;
using types::VariantView;

bool is_number(VariantKind kind) {
  return kind == VariantKind::kLong || kind == VariantKind::kFloat ||
         kind == VariantKind::kDouble || kind == VariantKind::kDecimal;
}

// What a decimal is before its point.
Int128 whole_part(const VariantDecimal& decimal) {
  return decimal.unscaled / power_of_ten(decimal.scale);
}

// The scalar casts: nothing where the value is none of the type.

std::optional<bool> to_boolean(const VariantView& value) {
  switch (value.kind()) {
    case VariantKind::kBoolean:
      return value.boolean();
    case VariantKind::kLong:
      return value.integer() != 0;
    case VariantKind::kFloat:
    case VariantKind::kDouble:
      return value.floating() != 0;
    case VariantKind::kDecimal:
      return value.decimal().unscaled != 0;
    case VariantKind::kString:
      return parse_boolean(value.bytes());
    default:
      return std::nullopt;
  }
}

// Cut toward zero; NaN is no number.
std::optional<int64_t> whole_of_floating(double value, int64_t min, int64_t max) {
  if (!(std::floor(value) <= static_cast<double>(max) &&
        std::ceil(value) >= static_cast<double>(min))) {
    return std::nullopt;
  }
  return value >= static_cast<double>(max) ? max : static_cast<int64_t>(value);
}

std::optional<int64_t> to_integral(const VariantView& value, int64_t min, int64_t max) {
  Int128 whole = 0;
  switch (value.kind()) {
    case VariantKind::kBoolean:
      whole = value.boolean() ? 1 : 0;
      break;
    case VariantKind::kLong:
      whole = value.integer();
      break;
    case VariantKind::kFloat:
    case VariantKind::kDouble:
      return whole_of_floating(value.floating(), min, max);
    case VariantKind::kDecimal:
      whole = whole_part(value.decimal());
      break;
    case VariantKind::kString: {
      const auto parsed = parse_long(value.bytes());
      if (!parsed) return std::nullopt;
      whole = *parsed;
      break;
    }
    case VariantKind::kTimestamp:
      whole = floor_divide(value.integer(), types::kMicrosPerSecond);
      break;
    default:
      return std::nullopt;
  }
  if (whole < min || whole > max) return std::nullopt;
  return static_cast<int64_t>(whole);
}

std::optional<double> to_double(const VariantView& value) {
  switch (value.kind()) {
    case VariantKind::kBoolean:
      return value.boolean() ? 1.0 : 0.0;
    case VariantKind::kLong:
      return static_cast<double>(value.integer());
    case VariantKind::kFloat:
    case VariantKind::kDouble:
      return value.floating();
    case VariantKind::kDecimal: {
      const VariantDecimal decimal = value.decimal();
      return parse_double(types::decimal_text(decimal.unscaled, decimal.scale));
    }
    case VariantKind::kString:
      return parse_double(value.bytes());
    case VariantKind::kTimestamp:
      return static_cast<double>(value.integer()) / static_cast<double>(types::kMicrosPerSecond);
    default:
      return std::nullopt;
  }
}

std::optional<float> to_float(const VariantView& value) {
  if (value.kind() == VariantKind::kString) return parse_float(value.bytes());
  if (value.kind() == VariantKind::kDecimal) {
    const VariantDecimal decimal = value.decimal();
    return parse_float(types::decimal_text(decimal.unscaled, decimal.scale));
  }
  if (value.kind() == VariantKind::kLong) return static_cast<float>(value.integer());
  const auto wide = to_double(value);
  return wide ? std::optional(static_cast<float>(*wide)) : std::nullopt;
}

std::optional<Int128> to_decimal(const VariantView& value, const DataType& to) {
  std::string text;
  switch (value.kind()) {
    case VariantKind::kBoolean:
      text = value.boolean() ? "1" : "0";
      break;
    case VariantKind::kLong:
      text = std::to_string(value.integer());
      break;
    case VariantKind::kFloat:
      text = types::float_text(static_cast<float>(value.floating()));
      break;
    case VariantKind::kDouble:
      text = types::double_text(value.floating());
      break;
    case VariantKind::kDecimal:
      text = types::decimal_text(value.decimal().unscaled, value.decimal().scale);
      break;
    case VariantKind::kString:
      text = value.bytes();
      break;
    case VariantKind::kTimestamp:
      text = types::decimal_text(value.integer(), 6);
      break;
    default:
      return std::nullopt;
  }
  const ParsedDecimal parsed = parse_decimal(text, to.precision(), to.scale());
  if (parsed.outcome != DecimalText::kOk) return std::nullopt;
  return parsed.unscaled;
}

std::optional<int64_t> to_date(const VariantView& value, const std::string& zone) {
  switch (value.kind()) {
    case VariantKind::kDate:
      return value.integer();
    case VariantKind::kString:
      return types::parse_date(value.bytes());
    case VariantKind::kTimestamp:
      return floor_divide(value.integer() + offset_at_instant(zone, value.integer()),
                          types::kMicrosPerDay);
    case VariantKind::kTimestampNtz:
      return floor_divide(value.integer(), types::kMicrosPerDay);
    default:
      return std::nullopt;
  }
}

// Numbers are seconds.
std::optional<int64_t> seconds_to_micros(const VariantView& value) {
  Int128 micros = 0;
  if (value.kind() == VariantKind::kDecimal) {
    const VariantDecimal decimal = value.decimal();
    constexpr int kMicroDigits = 6;
    if (decimal.scale >= kMicroDigits) {
      micros = decimal.unscaled / power_of_ten(decimal.scale - kMicroDigits);
    } else if (__builtin_mul_overflow(decimal.unscaled, power_of_ten(kMicroDigits - decimal.scale),
                                      &micros)) {
      return std::nullopt;
    }
  } else if (value.kind() == VariantKind::kLong) {
    micros = Int128{value.integer()} * types::kMicrosPerSecond;
  } else {
    const double wide = value.floating() * static_cast<double>(types::kMicrosPerSecond);
    constexpr double kBeyondLong = 9.2233720368547758e18;
    if (!(std::abs(wide) < kBeyondLong)) return std::nullopt;
    micros = static_cast<Int128>(wide);
  }
  if (micros < std::numeric_limits<int64_t>::min() ||
      micros > std::numeric_limits<int64_t>::max()) {
    return std::nullopt;
  }
  return static_cast<int64_t>(micros);
}

std::optional<int64_t> to_timestamp(const VariantView& value, const std::string& zone) {
  if (is_number(value.kind())) return seconds_to_micros(value);
  switch (value.kind()) {
    case VariantKind::kTimestamp:
      return value.integer();
    case VariantKind::kDate: {
      const int64_t local = value.integer() * types::kMicrosPerDay;
      return local - offset_at_local(zone, local);
    }
    case VariantKind::kTimestampNtz:
      return value.integer() - offset_at_local(zone, value.integer());
    case VariantKind::kString:
      return types::parse_timestamp(value.bytes(), {zone, &icu_time_zones()});
    default:
      return std::nullopt;
  }
}

std::optional<int64_t> to_timestamp_ntz(const VariantView& value, const std::string& zone) {
  switch (value.kind()) {
    case VariantKind::kTimestampNtz:
      return value.integer();
    case VariantKind::kDate:
      return value.integer() * types::kMicrosPerDay;
    case VariantKind::kTimestamp:
      return value.integer() + offset_at_instant(zone, value.integer());
    case VariantKind::kString:
      return types::parse_timestamp_ntz(value.bytes(), types::ZoneSuffix::kIgnore);
    default:
      return std::nullopt;
  }
}

// A VARIANT holds no times of day, but texts of them.
std::optional<int64_t> to_time(const VariantView& value, const DataType& type) {
  if (value.kind() != VariantKind::kString) return std::nullopt;
  auto time = types::parse_time_of_day(value.bytes());
  if (time) *time -= *time % types::time_unit(type.precision());
  return time;
}

std::string to_text(const VariantView& value, const std::string& zone) {
  switch (value.kind()) {
    case VariantKind::kString:
      return std::string(value.bytes());
    case VariantKind::kBinary:
      return types::repaired_utf8(value.bytes());
    case VariantKind::kFloat:
      return types::float_text(static_cast<float>(value.floating()));
    case VariantKind::kDouble:
      return types::double_text(value.floating());
    case VariantKind::kDate:
      return types::date_text(value.integer());
    case VariantKind::kTimestamp:
      return types::timestamp_text(value.integer() + offset_at_instant(zone, value.integer()));
    case VariantKind::kTimestampNtz:
      return types::timestamp_text(value.integer());
    default: {
      std::string text;
      value.append_json(text, {zone, &icu_time_zones()});
      return text;
    }
  }
}

template <typename T>
bool append_if(const std::optional<int64_t>& value, Column& out) {
  if (!value) return false;
  out.append(static_cast<T>(*value));
  return true;
}

template <typename T>
bool append_integral(const VariantView& value, Column& out) {
  return append_if<T>(
      to_integral(value, std::numeric_limits<T>::min(), std::numeric_limits<T>::max()), out);
}

bool append_decimal(const std::optional<Int128>& value, Column& out) {
  if (!value) return false;
  if (out.width() == 8) {
    out.append(static_cast<int64_t>(*value));
  } else {
    out.append(*value);
  }
  return true;
}

// False: the value is none of the column's type; nothing was appended.
bool append_scalar(const VariantView& value, const std::string& zone, Column& out) {
  switch (out.type().kind()) {
    case TypeKind::kBoolean: {
      const auto flag = to_boolean(value);
      return append_if<uint8_t>(flag ? std::optional<int64_t>(*flag ? 1 : 0) : std::nullopt, out);
    }
    case TypeKind::kByte:
      return append_integral<int8_t>(value, out);
    case TypeKind::kShort:
      return append_integral<int16_t>(value, out);
    case TypeKind::kInt:
      return append_integral<int32_t>(value, out);
    case TypeKind::kLong:
      return append_integral<int64_t>(value, out);
    case TypeKind::kFloat: {
      const auto number = to_float(value);
      if (number) out.append(*number);
      return number.has_value();
    }
    case TypeKind::kDouble: {
      const auto number = to_double(value);
      if (number) out.append(*number);
      return number.has_value();
    }
    case TypeKind::kDecimal:
      return append_decimal(to_decimal(value, out.type()), out);
    case TypeKind::kString:
      out.append_bytes(to_text(value, zone));
      return true;
    case TypeKind::kBinary: {
      const bool has_bytes =
          value.kind() == VariantKind::kBinary || value.kind() == VariantKind::kString;
      if (has_bytes) out.append_bytes(value.bytes());
      return has_bytes;
    }
    case TypeKind::kDate:
      return append_if<int32_t>(to_date(value, zone), out);
    case TypeKind::kTimestamp:
      return append_if<int64_t>(to_timestamp(value, zone), out);
    case TypeKind::kTimestampNtz:
      return append_if<int64_t>(to_timestamp_ntz(value, zone), out);
    case TypeKind::kTime:
      return append_if<int64_t>(to_time(value, out.type()), out);
    default:
      return false;
  }
}

class Appending {
 public:
  explicit Appending(const VariantCast& cast) : cast_(cast) {}

  void append(const VariantView& value, Column& out) const {
    const DataType& type = out.type();
    if (type.is(TypeKind::kVariant)) {
      types::VariantBuilder builder;  // leaves behind the names that the part does not use
      builder.append_variant(value);
      return out.append_bytes(builder.take());
    }
    if (value.kind() == VariantKind::kNull) return out.append_null();
    const bool is_object = value.kind() == VariantKind::kObject;
    if (type.is(TypeKind::kArray) && value.kind() == VariantKind::kArray) {
      for (size_t at = 0; at < value.size(); ++at) append(value.at(at), out.child(0));
      return out.append_list();
    }
    if (type.is(TypeKind::kMap) && is_object) {
      for (size_t at = 0; at < value.size(); ++at) {
        out.child(0).append_bytes(value.name(at));
        append(value.at(at), out.child(1));
      }
      return out.append_list();
    }
    if (type.is(TypeKind::kStruct) && is_object) {
      for (size_t at = 0; at < type.fields().size(); ++at) {
        const auto field = value.field(type.fields()[at].name);
        if (field) {
          append(*field, out.child(at));
        } else {
          out.child(at).append_null();
        }
      }
      return out.append_struct();
    }
    if (!append_scalar(value, cast_.time_zone, out)) misfit(value, out);
  }

 private:
  void misfit(const VariantView& value, Column& out) const {
    if (cast_.on_error == OnCastError::kNull) return out.append_null();
    std::string shown;
    value.append_json(shown, {cast_.time_zone, &icu_time_zones()});
    throw RowError("INVALID_VARIANT_CAST", "22023",
                   "The variant value `" + shown + "` cannot be cast into `\"" + out.type().sql() +
                       "\"`. Please use `try_variant_get` instead.");
  }

  const VariantCast& cast_;
};

}  // namespace

void VariantCast::append(const VariantView& value, Column& out) const {
  CHECK(out.type().same_ignoring_nullability(to));
  Appending(*this).append(value, out);
}

void append_to_variant(const Column& column, size_t row, types::VariantBuilder& builder) {
  if (!column.is_valid(row)) return builder.append_null();
  const size_t start = builder.position();
  switch (column.type().kind()) {
    case TypeKind::kBoolean:
      return builder.append_boolean(column.at<uint8_t>(row) != 0);
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kLong:
      return builder.append_long(column.integer_at(row));
    case TypeKind::kFloat:
      return builder.append_float(column.at<float>(row));
    case TypeKind::kDouble:
      return builder.append_double(column.at<double>(row));
    case TypeKind::kDecimal:
      return builder.append_decimal({.unscaled = column.width() == 8
                                                     ? Int128{column.at<int64_t>(row)}
                                                     : column.at<Int128>(row),
                                     .scale = column.type().scale()});
    case TypeKind::kString:
      return builder.append_string(column.bytes_at(row));
    case TypeKind::kBinary:
      return builder.append_binary(column.bytes_at(row));
    case TypeKind::kVariant:
      return builder.append_variant(VariantView(column.bytes_at(row)));
    case TypeKind::kDate:
      return builder.append_date(column.at<int32_t>(row));
    case TypeKind::kTimestamp:
      return builder.append_timestamp(column.at<int64_t>(row));
    case TypeKind::kTimestampNtz:
      return builder.append_timestamp_ntz(column.at<int64_t>(row));
    case TypeKind::kTime:
      throw RowError("INTERNAL_ERROR", "XX000", "A VARIANT cannot hold a time of day.");
    case TypeKind::kArray: {
      std::vector<size_t> offsets;
      for (size_t at = column.list_begin(row); at < column.list_end(row); ++at) {
        offsets.push_back(builder.position() - start);
        append_to_variant(column.child(0), at, builder);
      }
      return builder.close_array(start, offsets);
    }
    case TypeKind::kMap: {
      std::vector<types::VariantBuilder::Field> fields;
      for (size_t at = column.list_begin(row); at < column.list_end(row); ++at) {
        fields.push_back(builder.field(start, column.child(0).bytes_at(at)));
        append_to_variant(column.child(1), at, builder);
      }
      CHECK(builder.close_object(start, std::move(fields)));
      return;
    }
    case TypeKind::kStruct: {
      std::vector<types::VariantBuilder::Field> fields;
      for (size_t at = 0; at < column.child_count(); ++at) {
        fields.push_back(builder.field(start, column.type().fields()[at].name));
        append_to_variant(column.child(at), row, builder);
      }
      if (builder.close_object(start, std::move(fields))) return;
      throw RowError("VARIANT_DUPLICATE_KEY", "22023",
                     "Failed to build variant because of a duplicate object key.");
    }
    case TypeKind::kVoid:
    case TypeKind::kYearMonthInterval:
    case TypeKind::kDayTimeInterval:
    case TypeKind::kCalendarInterval:
      break;  // the resolver refuses them
  }
  builder.append_null();
}

}  // namespace tarn::engine
