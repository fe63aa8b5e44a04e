#include "engine/set_order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "engine/murmur3.h"
#include "engine/native_collection.h"
#include "engine/nested_rows.h"
#include "types/value.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::Int128;
using types::TypeKind;

// Java's hashes of boxed values.
int32_t hash_of(int64_t value) {
  const auto bits = static_cast<uint64_t>(value);
  return static_cast<int32_t>(static_cast<uint32_t>(bits ^ (bits >> 32)));
}
int32_t hash_of(float value) {
  if (std::isnan(value)) value = std::numeric_limits<float>::quiet_NaN();
  return std::bit_cast<int32_t>(value);
}
int32_t hash_of(double value) {
  if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
  return hash_of(std::bit_cast<int64_t>(value));
}

// BigInteger's: its words from the high end, by 31.
int32_t hash_of_wide(Int128 value) {
  const bool negative = value < 0;
  auto rest = static_cast<unsigned __int128>(value);
  if (negative) rest = -rest;
  uint32_t hash = 0;
  for (int shift = 96; shift >= 0; shift -= 32) {
    hash = hash * 31 + static_cast<uint32_t>(rest >> shift);
  }
  return static_cast<int32_t>(negative ? -hash : hash);
}

// Scala's of a whole number, which is the same for all types of numbers.
int32_t hash_of_whole(Int128 value) {
  const auto wide = static_cast<int64_t>(value);
  const auto narrow = static_cast<int32_t>(value);
  return narrow == value ? narrow : wide == value ? hash_of(wide) : hash_of_wide(value);
}

// The digits of a number's shortest text, without the zeros around them.
std::string digits_of(double value) {
  constexpr size_t kLongest = 32;
  std::array<char, kLongest> text{};
  const auto end = std::to_chars(text.begin(), text.end(), value, std::chars_format::scientific);
  std::string digits;
  for (const char* at = text.begin(); at != end.ptr && *at != 'e'; ++at) {
    if (*at >= '0' && *at <= '9') digits += *at;
  }
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

// Scala's BigDecimal's: a whole number's, or that of the double which has the same digits.
int32_t hash_of_decimal(Int128 unscaled, const DataType& type) {
  Int128 power = 1;
  for (int digit = 0; digit < type.scale(); ++digit) power *= 10;
  if (unscaled % power == 0) return hash_of_whole(unscaled / power);
  const std::string text = types::hive_text({.content = unscaled}, type);
  const double near = std::strtod(text.c_str(), nullptr);
  int scale = type.scale();
  for (; unscaled % 10 == 0; unscaled /= 10) --scale;
  std::string digits;
  for (Int128 rest = unscaled; rest != 0; rest /= 10) {
    digits.insert(digits.begin(), static_cast<char>('0' + std::abs(static_cast<int>(rest % 10))));
  }
  if (digits == digits_of(near)) {
    const auto narrow = static_cast<float>(near);
    return narrow == near ? hash_of(narrow) : hash_of(near);
  }
  const auto mixed = Murmur3::mixed_word(static_cast<uint32_t>(scale));
  return static_cast<int32_t>(static_cast<uint32_t>(hash_of_wide(unscaled)) ^ mixed);
}

int32_t hash_at(const Column& column, size_t row) {
  constexpr uint32_t kSeed = 42;
  switch (column.type().kind()) {
    case TypeKind::kBoolean:
      return column.at<uint8_t>(row) != 0 ? 1231 : 1237;
    case TypeKind::kByte:
      return column.at<int8_t>(row);
    case TypeKind::kShort:
      return column.at<int16_t>(row);
    case TypeKind::kInt:
    case TypeKind::kDate:
    case TypeKind::kYearMonthInterval:
      return column.at<int32_t>(row);
    case TypeKind::kLong:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
    case TypeKind::kDayTimeInterval:
    case TypeKind::kTime:
      return hash_of(column.at<int64_t>(row));
    case TypeKind::kFloat:
      return hash_of(column.at<float>(row));
    case TypeKind::kDouble:
      return hash_of(column.at<double>(row));
    case TypeKind::kDecimal:
      return hash_of_decimal(
          column.width() == 8 ? Int128{column.at<int64_t>(row)} : column.at<Int128>(row),
          column.type());
    case TypeKind::kString:
      return static_cast<int32_t>(Murmur3::of_bytes(column.bytes_at(row), kSeed));
    default:
      CHECK(false);
      return 0;
  }
}

// How many buckets the table has that holds so many.
uint32_t buckets_for(size_t size) {
  uint32_t buckets = 16;
  while (size >= buckets / 4 * 3) buckets *= 2;
  return buckets;
}

struct Place {
  uint32_t bucket;
  int32_t hash;
  size_t at;
};

void set_order(const Columns& in, size_t row, Column& out) {
  const Column& values = in[0].child(0);
  const size_t begin = in[0].list_begin(row);
  const size_t end = in[0].list_end(row);
  const uint32_t buckets = buckets_for(end - begin);
  std::vector<Place> places;
  places.reserve(end - begin);
  for (size_t at = begin; at < end; ++at) {
    const auto hash = static_cast<uint32_t>(hash_at(values, at));
    const uint32_t spread = hash ^ (hash >> 16);
    places.push_back({spread & (buckets - 1), static_cast<int32_t>(spread), at});
  }
  // Within a bucket by the hash, and what has one hash as it came.
  std::ranges::sort(places, [](const Place& a, const Place& b) {
    return std::tie(a.bucket, a.hash, a.at) < std::tie(b.bucket, b.hash, b.at);
  });
  for (const Place& place : places) append_row(values, place.at, out.child(0));
  out.append_list();
}

}  // namespace

bool has_set_order(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kVoid:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
    case TypeKind::kCalendarInterval:
    case TypeKind::kArray:
    case TypeKind::kMap:
    case TypeKind::kStruct:
      return false;
    default:
      return true;
  }
}

Result<NativePtr> make_set_order(const NativeSite& site) { return row_of_columns<set_order>(site); }

}  // namespace tarn::engine
