// order_key(): bytes that compare as Spark compares the values. DuckDB takes NULL inside an array
// or a struct for the greatest value, Spark for the least; so nested values are sorted by these
// keys.

#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "engine/native_call.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::Int128;
using types::TypeKind;

constexpr char kNull = '\0';
constexpr char kPresent = '\1';

// Big end first, and the sign's bit turned round.
template <typename Unsigned>
void append_ordered(Unsigned bits, std::string& key) {
  bits ^= Unsigned{1} << (8 * sizeof(Unsigned) - 1);
  for (size_t at = sizeof(Unsigned); at-- > 0;) {
    key += static_cast<char>(static_cast<unsigned char>(bits >> (8 * at)));
  }
}

// -0.0 is 0.0, and every NaN one NaN, which is the greatest number.
template <typename Unsigned, typename Float>
void append_float(Float value, std::string& key) {
  if (value == 0) value = 0;
  if (std::isnan(value)) value = std::numeric_limits<Float>::quiet_NaN();
  constexpr Unsigned kSign = Unsigned{1} << (8 * sizeof(Unsigned) - 1);
  const auto bits = std::bit_cast<Unsigned>(value);
  // append_ordered() turns the sign round; of negative numbers all other bits are turned as well.
  append_ordered(static_cast<Unsigned>((bits & kSign) != 0 ? ~bits ^ kSign : bits), key);
}

// A zero byte becomes two, so that the end of a text is less than any byte of it.
void append_text(std::string_view bytes, std::string& key) {
  for (const char byte : bytes) {
    key += byte;
    if (byte == '\0') key += '\xFF';
  }
  key += '\0';
  key += '\0';
}

void append_key(const Column& column, size_t row, std::string& key) {
  if (!column.is_valid(row)) {
    key += kNull;
    return;
  }
  key += kPresent;
  switch (column.type().kind()) {
    case TypeKind::kVoid:
      return;
    case TypeKind::kBoolean:
    case TypeKind::kByte:
      return append_ordered(static_cast<uint8_t>(column.at<int8_t>(row)), key);
    case TypeKind::kShort:
      return append_ordered(static_cast<uint16_t>(column.at<int16_t>(row)), key);
    case TypeKind::kInt:
    case TypeKind::kDate:
    case TypeKind::kYearMonthInterval:
      return append_ordered(static_cast<uint32_t>(column.at<int32_t>(row)), key);
    case TypeKind::kLong:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
    case TypeKind::kTime:
    case TypeKind::kDayTimeInterval:
      return append_ordered(static_cast<uint64_t>(column.at<int64_t>(row)), key);
    case TypeKind::kCalendarInterval: {
      const auto value = column.at<types::CalendarInterval>(row);
      append_ordered(static_cast<uint32_t>(value.months), key);
      append_ordered(static_cast<uint32_t>(value.days), key);
      return append_ordered(static_cast<uint64_t>(value.micros), key);
    }
    case TypeKind::kFloat:
      return append_float<uint32_t>(column.at<float>(row), key);
    case TypeKind::kDouble:
      return append_float<uint64_t>(column.at<double>(row), key);
    case TypeKind::kDecimal: {
      const Int128 value =
          column.width() == 8 ? Int128{column.at<int64_t>(row)} : column.at<Int128>(row);
      append_ordered(static_cast<uint64_t>(value >> 64), key);
      // The lower half has no sign of its own.
      return append_ordered(static_cast<uint64_t>(value) ^ uint64_t{1} << 63, key);
    }
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
      return append_text(column.bytes_at(row), key);
    case TypeKind::kArray:
      for (size_t at = column.list_begin(row); at < column.list_end(row); ++at) {
        key += kPresent;
        append_key(column.child(0), at, key);
      }
      key += kNull;
      return;
    case TypeKind::kStruct:
      for (size_t part = 0; part < column.child_count(); ++part) {
        append_key(column.child(part), row, key);
      }
      return;
    case TypeKind::kMap:
      break;  // maps have no order: the resolver refuses the comparison
  }
  CHECK(false);
}

class OrderKey final : public Native {
 public:
  explicit OrderKey(DataType type) : type_(std::move(type)) {}

  void run(NativeCall& call, Scratch*) const override {
    const Column column = call.column(0, type_);
    Output<std::string_view> out = call.output<std::string_view>();
    std::string key;
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!column.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      key.clear();
      append_key(column, row, key);
      out.set(row, key);
    }
  }

 private:
  DataType type_;
};

Result<NativePtr> make_order_key(const NativeSite& site) {
  return NativePtr(std::make_unique<OrderKey>(site.arguments[0]));
}

constexpr NativeEntry kEntries[] = {{.name = "order_key", .make = make_order_key}};

}  // namespace

std::span<const NativeEntry> order_natives() { return kEntries; }

}  // namespace tarn::engine
