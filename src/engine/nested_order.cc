#include "engine/nested_order.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/check.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::TypeKind;

template <typename T>
std::strong_ordering ordered(T a, T b) {
  return a < b   ? std::strong_ordering::less
         : b < a ? std::strong_ordering::greater
                 : std::strong_ordering::equal;
}

template <typename T>
std::strong_ordering fixed(const Column& a, size_t row_a, const Column& b, size_t row_b) {
  return ordered(a.at<T>(row_a), b.at<T>(row_b));
}

template <typename T>
std::strong_ordering floating(const Column& a, size_t row_a, const Column& b, size_t row_b) {
  const T x = a.at<T>(row_a);
  const T y = b.at<T>(row_b);
  if (std::isnan(x) || std::isnan(y)) return ordered(std::isnan(x), std::isnan(y));
  return ordered(x, y);
}

std::strong_ordering lists(const Column& a, size_t row_a, const Column& b, size_t row_b) {
  const size_t size_a = a.list_end(row_a) - a.list_begin(row_a);
  const size_t size_b = b.list_end(row_b) - b.list_begin(row_b);
  for (size_t i = 0; i < std::min(size_a, size_b); ++i) {
    const auto order =
        compare_rows(a.child(0), a.list_begin(row_a) + i, b.child(0), b.list_begin(row_b) + i);
    if (order != 0) return order;
  }
  return ordered(size_a, size_b);
}

std::strong_ordering structs(const Column& a, size_t row_a, const Column& b, size_t row_b) {
  for (size_t i = 0; i < a.child_count(); ++i) {
    const auto order = compare_rows(a.child(i), row_a, b.child(i), row_b);
    if (order != 0) return order;
  }
  return std::strong_ordering::equal;
}

}  // namespace

std::strong_ordering compare_rows(const Column& a, size_t row_a, const Column& b, size_t row_b) {
  if (!a.is_valid(row_a) || !b.is_valid(row_b)) {
    return ordered(a.is_valid(row_a), b.is_valid(row_b));
  }
  switch (a.type().kind()) {
    case TypeKind::kVoid:
      return std::strong_ordering::equal;
    case TypeKind::kBoolean:
    case TypeKind::kByte:
      return fixed<int8_t>(a, row_a, b, row_b);
    case TypeKind::kShort:
      return fixed<int16_t>(a, row_a, b, row_b);
    case TypeKind::kInt:
    case TypeKind::kDate:
    case TypeKind::kYearMonthInterval:
      return fixed<int32_t>(a, row_a, b, row_b);
    case TypeKind::kLong:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
    case TypeKind::kTime:
    case TypeKind::kDayTimeInterval:
      return fixed<int64_t>(a, row_a, b, row_b);
    case TypeKind::kFloat:
      return floating<float>(a, row_a, b, row_b);
    case TypeKind::kDouble:
      return floating<double>(a, row_a, b, row_b);
    case TypeKind::kDecimal:
      return a.width() == 8 ? fixed<int64_t>(a, row_a, b, row_b)
                            : fixed<types::Int128>(a, row_a, b, row_b);
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
      return ordered(a.bytes_at(row_a), b.bytes_at(row_b));
    case TypeKind::kArray:
      return lists(a, row_a, b, row_b);
    case TypeKind::kStruct:
      return structs(a, row_a, b, row_b);
    case TypeKind::kCalendarInterval: {
      // Only whether two are the same is asked: sets of values.
      const auto x = a.at<types::CalendarInterval>(row_a);
      const auto y = b.at<types::CalendarInterval>(row_b);
      return std::tie(x.months, x.days, x.micros) <=> std::tie(y.months, y.days, y.micros);
    }
    case TypeKind::kMap:
      break;  // maps have no order: the resolver refuses the comparison
  }
  CHECK(false);
}

}  // namespace tarn::engine
