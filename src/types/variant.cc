#include "types/variant.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace tarn::types {
namespace {

// The two lowest bits of a value's header.
constexpr int kPrimitive = 0;
constexpr int kShortString = 1;
constexpr int kObject = 2;
constexpr int kArray = 3;

// Primitive types.
constexpr int kNullType = 0;
constexpr int kTrueType = 1;
constexpr int kFalseType = 2;
constexpr int kInt1Type = 3;
constexpr int kInt8Type = 6;
constexpr int kDoubleType = 7;
constexpr int kDecimal4Type = 8;
constexpr int kDecimal16Type = 10;
constexpr int kDateType = 11;
constexpr int kTimestampType = 12;
constexpr int kTimestampNtzType = 13;
constexpr int kFloatType = 14;
constexpr int kBinaryType = 15;
constexpr int kLongStringType = 16;

constexpr size_t kShortStringMax = 63;
constexpr size_t kSmallSizeMax = 255;
constexpr char kVersion = 1;

uint64_t unsigned_at(std::string_view bytes, size_t at, size_t width) {
  CHECK(at + width <= bytes.size());
  uint64_t value = 0;
  for (size_t i = 0; i < width; ++i) {
    value |= uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  }
  return value;
}

int64_t signed_at(std::string_view bytes, size_t at, size_t width) {
  const uint64_t value = unsigned_at(bytes, at, width);
  const auto unused = static_cast<unsigned>(64 - 8 * width);
  return static_cast<int64_t>(value << unused) >> unused;
}

void append_unsigned(std::string& out, uint64_t value, size_t width) {
  for (size_t i = 0; i < width; ++i) {
    out += static_cast<char>(value >> (8 * i) & 0xFF);
  }
}

// Bytes that an unsigned number up to `max` needs, at most four.
size_t width_for(size_t max) {
  if (max <= 0xFF) {
    return 1;
  }
  if (max <= 0xFFFF) {
    return 2;
  }
  return max <= 0xFFFFFF ? 3 : 4;
}

}  // namespace

// The metadata's own length: header, count, offsets, names.
size_t variant_metadata_bytes(std::string_view bytes) {
  CHECK(!bytes.empty());
  const size_t width = (static_cast<uint8_t>(bytes[0]) >> 6 & 3U) + 1U;
  const size_t count = unsigned_at(bytes, 1, width);
  return 1 + width * (count + 2) + unsigned_at(bytes, 1 + width * (count + 1), width);
}

// What lies beyond the first 2^16 code
// points stands before the last 2^13 of them.
bool variant_name_stands_before(std::string_view a, std::string_view b) {
  const size_t common = std::min(a.size(), b.size());
  size_t at = 0;
  while (at < common && a[at] == b[at]) {
    ++at;
  }
  if (at == common) {
    return a.size() < b.size();
  }
  const auto x = static_cast<unsigned char>(a[at]);
  const auto y = static_cast<unsigned char>(b[at]);
  const bool x_is_pair = x >= 0xF0;
  const bool y_is_pair = y >= 0xF0;
  if (x_is_pair != y_is_pair && std::min(x, y) >= 0xEE) {
    return x_is_pair;
  }
  return x < y;
}

int digits_of(Int128 unscaled) {
  int digits = 1;
  for (unscaled /= 10; unscaled != 0; unscaled /= 10) {
    ++digits;
  }
  return digits;
}

VariantDecimal without_trailing_zeros(VariantDecimal decimal) {
  while (decimal.scale > 0 && decimal.unscaled % 10 == 0) {
    decimal.unscaled /= 10;
    --decimal.scale;
  }
  return decimal;
}

// ---- reading

// Where the parts of an array or an object lie.
struct VariantView::Layout {
  size_t count = 0;
  size_t ids = 0;  // objects only
  size_t id_width = 0;
  size_t offsets = 0;
  size_t offset_width = 0;
  size_t data = 0;
};

VariantView::VariantView(std::string_view bytes) {
  const size_t size = variant_metadata_bytes(bytes);
  CHECK(size < bytes.size());
  metadata_ = bytes.substr(0, size);
  value_ = bytes.substr(size);
}

VariantKind VariantView::kind() const {
  const int basic = header() & 3;
  const int type = header() >> 2;
  if (basic == kShortString) {
    return VariantKind::kString;
  }
  if (basic == kObject) {
    return VariantKind::kObject;
  }
  if (basic == kArray) {
    return VariantKind::kArray;
  }
  if (type >= kInt1Type && type <= kInt8Type) {
    return VariantKind::kLong;
  }
  if (type >= kDecimal4Type && type <= kDecimal16Type) {
    return VariantKind::kDecimal;
  }
  switch (type) {
    case kNullType:
      return VariantKind::kNull;
    case kTrueType:
    case kFalseType:
      return VariantKind::kBoolean;
    case kDoubleType:
      return VariantKind::kDouble;
    case kFloatType:
      return VariantKind::kFloat;
    case kDateType:
      return VariantKind::kDate;
    case kTimestampType:
      return VariantKind::kTimestamp;
    case kTimestampNtzType:
      return VariantKind::kTimestampNtz;
    case kBinaryType:
      return VariantKind::kBinary;
    default:
      CHECK(type == kLongStringType);
      return VariantKind::kString;
  }
}

bool VariantView::boolean() const { return header() >> 2 == kTrueType; }

int64_t VariantView::integer() const {
  const int type = header() >> 2;
  if (type >= kInt1Type && type <= kInt8Type) {
    return signed_at(value_, 1, size_t{1} << (type - kInt1Type));
  }
  return signed_at(value_, 1, type == kDateType ? 4 : 8);
}

double VariantView::floating() const {
  if (header() >> 2 == kFloatType) {
    float value = 0;
    CHECK(value_.size() > sizeof value);
    std::memcpy(&value, value_.data() + 1, sizeof value);
    return static_cast<double>(value);
  }
  double value = 0;
  CHECK(value_.size() > sizeof value);
  std::memcpy(&value, value_.data() + 1, sizeof value);
  return value;
}

VariantDecimal VariantView::decimal() const {
  const int type = header() >> 2;
  VariantDecimal decimal{.scale = static_cast<unsigned char>(value_[1])};
  if (type == kDecimal16Type) {
    CHECK(value_.size() >= 2 + sizeof decimal.unscaled);
    std::memcpy(&decimal.unscaled, value_.data() + 2, sizeof decimal.unscaled);
  } else {
    decimal.unscaled = signed_at(value_, 2, type == kDecimal4Type ? 4 : 8);
  }
  return decimal;
}

std::string_view VariantView::bytes() const {
  if ((header() & 3) == kShortString) {
    return value_.substr(1, header() >> 2);
  }
  return value_.substr(5, unsigned_at(value_, 1, 4));
}

VariantView::Layout VariantView::layout() const {
  const bool is_object = (header() & 3) == kObject;
  const unsigned bits = header() >> 2U;
  const bool is_large = (bits >> (is_object ? 4U : 2U) & 1U) != 0;
  Layout layout;
  layout.offset_width = (bits & 3U) + 1;
  layout.count = unsigned_at(value_, 1, is_large ? 4 : 1);
  layout.ids = is_large ? 5 : 2;
  layout.id_width = is_object ? (bits >> 2U & 3U) + 1 : 0;
  layout.offsets = layout.ids + layout.count * layout.id_width;
  layout.data = layout.offsets + (layout.count + 1) * layout.offset_width;
  return layout;
}

size_t VariantView::size() const { return layout().count; }

std::string_view VariantView::name(size_t at) const {
  const Layout parts = layout();
  const size_t id = unsigned_at(value_, parts.ids + at * parts.id_width, parts.id_width);
  const size_t width = (static_cast<uint8_t>(metadata_[0]) >> 6 & 3U) + 1U;
  const size_t count = unsigned_at(metadata_, 1, width);
  CHECK(id < count);
  const size_t begin = unsigned_at(metadata_, 1 + width * (id + 1), width);
  const size_t end = unsigned_at(metadata_, 1 + width * (id + 2), width);
  return metadata_.substr(1 + width * (count + 2) + begin, end - begin);
}

VariantView VariantView::at(size_t at) const {
  const Layout parts = layout();
  CHECK(at < parts.count);
  const size_t offset =
      unsigned_at(value_, parts.offsets + at * parts.offset_width, parts.offset_width);
  return {metadata_, value_.substr(parts.data + offset)};
}

std::optional<VariantView> VariantView::field(std::string_view wanted) const {
  size_t low = 0;
  size_t high = size();
  while (low < high) {
    const size_t middle = (low + high) / 2;
    const std::string_view found = name(middle);
    if (found == wanted) {
      return at(middle);
    }
    if (variant_name_stands_before(found, wanted)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return std::nullopt;
}

// ---- building

void VariantBuilder::append_raw(uint64_t value, size_t bytes) {
  append_unsigned(value_, value, bytes);
}

void VariantBuilder::append_primitive(int type) {
  value_ += static_cast<char>(type << 2 | kPrimitive);
}

void VariantBuilder::append_null() { append_primitive(kNullType); }

void VariantBuilder::append_boolean(bool value) {
  append_primitive(value ? kTrueType : kFalseType);
}

void VariantBuilder::append_long(int64_t value) {
  int type = kInt1Type;
  for (size_t width = 1; type < kInt8Type; width *= 2, ++type) {
    const int64_t limit = int64_t{1} << (8 * width - 1);
    if (value >= -limit && value < limit) {
      break;
    }
  }
  append_primitive(type);
  append_raw(static_cast<uint64_t>(value), size_t{1} << (type - kInt1Type));
}

void VariantBuilder::append_float(float value) {
  append_primitive(kFloatType);
  value_.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void VariantBuilder::append_double(double value) {
  append_primitive(kDoubleType);
  value_.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void VariantBuilder::append_decimal(VariantDecimal value) {
  const int digits = std::max(digits_of(value.unscaled), value.scale);
  CHECK(value.scale >= 0 && digits <= kMaxDecimalPrecision);
  const int type = kDecimal4Type + (digits > 9 ? 1 : 0) + (digits > 18 ? 1 : 0);
  append_primitive(type);
  value_ += static_cast<char>(value.scale);
  value_.append(reinterpret_cast<const char*>(&value.unscaled),
                size_t{4} << (type - kDecimal4Type));
}

void VariantBuilder::append_date(int32_t days) {
  append_primitive(kDateType);
  append_raw(static_cast<uint32_t>(days), 4);
}

void VariantBuilder::append_timestamp(int64_t micros) {
  append_primitive(kTimestampType);
  append_raw(static_cast<uint64_t>(micros), 8);
}

void VariantBuilder::append_timestamp_ntz(int64_t micros) {
  append_primitive(kTimestampNtzType);
  append_raw(static_cast<uint64_t>(micros), 8);
}

void VariantBuilder::append_binary(std::string_view bytes) {
  append_primitive(kBinaryType);
  append_raw(bytes.size(), 4);
  value_ += bytes;
}

void VariantBuilder::append_string(std::string_view text) {
  if (text.size() <= kShortStringMax) {
    value_ += static_cast<char>(text.size() << 2 | kShortString);
  } else {
    append_primitive(kLongStringType);
    append_raw(text.size(), 4);
  }
  value_ += text;
}

void VariantBuilder::append_variant(const VariantView& value) {
  const size_t start = position();
  switch (value.kind()) {
    case VariantKind::kObject: {
      std::vector<Field> fields;
      for (size_t at = 0; at < value.size(); ++at) {
        fields.push_back(field(start, value.name(at)));
        append_variant(value.at(at));
      }
      CHECK(close_object(start, std::move(fields)));
      return;
    }
    case VariantKind::kArray: {
      std::vector<size_t> offsets;
      for (size_t at = 0; at < value.size(); ++at) {
        offsets.push_back(position() - start);
        append_variant(value.at(at));
      }
      close_array(start, offsets);
      return;
    }
    case VariantKind::kNull:
      return append_null();
    case VariantKind::kBoolean:
      return append_boolean(value.boolean());
    case VariantKind::kLong:
      return append_long(value.integer());
    case VariantKind::kFloat:
      return append_float(static_cast<float>(value.floating()));
    case VariantKind::kDouble:
      return append_double(value.floating());
    case VariantKind::kDecimal:
      return append_decimal(value.decimal());
    case VariantKind::kDate:
      return append_date(static_cast<int32_t>(value.integer()));
    case VariantKind::kTimestamp:
      return append_timestamp(value.integer());
    case VariantKind::kTimestampNtz:
      return append_timestamp_ntz(value.integer());
    case VariantKind::kBinary:
      return append_binary(value.bytes());
    case VariantKind::kString:
      return append_string(value.bytes());
  }
}

VariantBuilder::Field VariantBuilder::field(size_t start, std::string_view name) {
  const auto [entry, is_new] =
      ids_.try_emplace(std::string(name), static_cast<uint32_t>(names_.size()));
  if (is_new) {
    names_.emplace_back(name);
  }
  return {.name = entry->first, .id = entry->second, .offset = position() - start};
}

bool VariantBuilder::close_object(size_t start, std::vector<Field> fields) {
  std::ranges::sort(fields, variant_name_stands_before, &Field::name);
  const auto same = [](const Field& a, const Field& b) { return a.name == b.name; };
  if (std::ranges::adjacent_find(fields, same) != fields.end()) {
    return false;
  }
  size_t id_max = 0;
  for (const Field& each : fields) {
    id_max = std::max<size_t>(id_max, each.id);
  }
  const size_t data_size = position() - start;
  const bool is_large = fields.size() > kSmallSizeMax;
  const size_t id_width = width_for(id_max);
  const size_t offset_width = width_for(data_size);
  std::string head(
      1, static_cast<char>(
             (static_cast<size_t>(is_large) << 4 | (id_width - 1) << 2 | (offset_width - 1)) << 2 |
             kObject));
  append_unsigned(head, fields.size(), is_large ? 4 : 1);
  for (const Field& each : fields) {
    append_unsigned(head, each.id, id_width);
  }
  for (const Field& each : fields) {
    append_unsigned(head, each.offset, offset_width);
  }
  append_unsigned(head, data_size, offset_width);
  value_.insert(start, head);
  return true;
}

void VariantBuilder::close_array(size_t start, const std::vector<size_t>& offsets) {
  const size_t data_size = position() - start;
  const bool is_large = offsets.size() > kSmallSizeMax;
  const size_t offset_width = width_for(data_size);
  std::string head(1, static_cast<char>(
                          (static_cast<size_t>(is_large) << 2 | (offset_width - 1)) << 2 | kArray));
  append_unsigned(head, offsets.size(), is_large ? 4 : 1);
  for (const size_t offset : offsets) {
    append_unsigned(head, offset, offset_width);
  }
  append_unsigned(head, data_size, offset_width);
  value_.insert(start, head);
}

std::string VariantBuilder::take() {
  size_t names_size = 0;
  for (const std::string& name : names_) {
    names_size += name.size();
  }
  const size_t width = width_for(std::max(names_size, names_.size()));
  std::string bytes(1, static_cast<char>(kVersion | static_cast<char>((width - 1) << 6)));
  append_unsigned(bytes, names_.size(), width);
  size_t offset = 0;
  append_unsigned(bytes, offset, width);
  for (const std::string& name : names_) {
    offset += name.size();
    append_unsigned(bytes, offset, width);
  }
  for (const std::string& name : names_) {
    bytes += name;
  }
  bytes += value_;
  clear();
  return bytes;
}

void VariantBuilder::clear() {
  value_.clear();
  names_.clear();
  ids_.clear();
}

}  // namespace tarn::types
