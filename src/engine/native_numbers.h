// Values of any type that Spark keeps in a number (dates and intervals too), as doubles and back:
// how percentiles and histograms count.

#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "engine/native_aggregate.h"
#include "engine/number_parse.h"
#include "types/column.h"
#include "types/number_text.h"
#include "types/value.h"

namespace tarn::engine {

// A chunk's argument as doubles: numbers, and whatever Spark keeps in a number.
class Numbers {
 public:
  Numbers(const AggregateRows& rows, size_t at, const types::DataType& type)
      : column_(rows.column(at, type)) {}

  bool is_valid(size_t row) const { return column_.is_valid(row); }
  double operator[](size_t row) const {
    switch (column_.type().kind()) {
      case types::TypeKind::kByte:
        return column_.at<int8_t>(row);
      case types::TypeKind::kShort:
        return column_.at<int16_t>(row);
      case types::TypeKind::kInt:
      case types::TypeKind::kDate:
      case types::TypeKind::kYearMonthInterval:
        return column_.at<int32_t>(row);
      case types::TypeKind::kFloat:
        return static_cast<double>(column_.at<float>(row));
      case types::TypeKind::kDouble:
        return column_.at<double>(row);
      case types::TypeKind::kDecimal: {
        const types::Int128 unscaled = column_.width() == 8
                                           ? types::Int128{column_.at<int64_t>(row)}
                                           : column_.at<types::Int128>(row);
        // Whole numbers of 53 bits divided by an exact power are rounded once.
        constexpr types::Int128 kExact = types::Int128{1} << 53;
        const int scale = column_.type().scale();
        if (unscaled <= kExact && unscaled >= -kExact && scale <= 22) {
          return static_cast<double>(unscaled) / std::pow(10.0, scale);
        }
        return std::strtod(types::decimal_text(unscaled, scale).c_str(), nullptr);
      }
      default:
        return static_cast<double>(column_.at<int64_t>(row));
    }
  }

 private:
  types::Column column_;
};

// A double as a value of the column's type, without its fraction where there is none.
inline void append_number(types::Column& into, double value) {
  switch (into.type().kind()) {
    case types::TypeKind::kByte:
      return into.append(static_cast<int8_t>(value));
    case types::TypeKind::kShort:
      return into.append(static_cast<int16_t>(value));
    case types::TypeKind::kInt:
    case types::TypeKind::kDate:
    case types::TypeKind::kYearMonthInterval:
      return into.append(static_cast<int32_t>(value));
    case types::TypeKind::kFloat:
      return into.append(static_cast<float>(value));
    case types::TypeKind::kDouble:
      return into.append(value);
    case types::TypeKind::kDecimal: {
      // As Spark: over the number's shortest text.
      const ParsedDecimal parsed =
          parse_decimal(types::double_text(value), into.type().precision(), into.type().scale());
      if (into.width() == 8) return into.append(static_cast<int64_t>(parsed.unscaled));
      return into.append(parsed.unscaled);
    }
    default:
      return into.append(static_cast<int64_t>(value));
  }
}

}  // namespace tarn::engine
