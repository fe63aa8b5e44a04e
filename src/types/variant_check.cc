#include "types/variant_check.h"

#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "types/utf8.h"
#include "types/variant.h"

namespace tarn::types {
namespace {

// As deep as the documents that Spark's parser of JSON takes.
constexpr int kDepthMax = 1'000;

constexpr int kObject = 2;
constexpr int kArray = 3;
constexpr int kShortString = 1;

Error malformed() {
  return {.code = ErrorCode::kData,
          .message = "Variant binary is malformed. Please check the data source is valid.",
          .condition = "MALFORMED_VARIANT",
          .sqlstate = "22023"};
}

Error unknown_primitive(int type) {
  return {.code = ErrorCode::kData,
          .message = "Unknown primitive type with id " + std::to_string(type) +
                     " was found in a variant value.",
          .condition = "UNKNOWN_PRIMITIVE_TYPE_IN_VARIANT",
          .sqlstate = "22023"};
}

// Nothing where the bytes end before.
std::optional<uint64_t> number_at(std::string_view bytes, size_t at, size_t width) {
  if (at > bytes.size() || width > bytes.size() - at) return std::nullopt;
  uint64_t value = 0;
  for (size_t i = 0; i < width; ++i) {
    value |= uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  }
  return value;
}

// The dictionary of field names, its offsets checked.
struct Names {
  std::string_view bytes;  // exactly the metadata
  size_t width = 0;
  size_t count = 0;

  std::string_view at(size_t id) const {
    const size_t begin = *number_at(bytes, 1 + width * (id + 1), width);
    const size_t end = *number_at(bytes, 1 + width * (id + 2), width);
    return bytes.substr(1 + width * (count + 2) + begin, end - begin);
  }
};

std::optional<Names> names_of(std::string_view metadata) {
  constexpr uint8_t kVersionBits = 0x0F;
  if (metadata.empty()) return std::nullopt;
  const auto header = static_cast<uint8_t>(metadata[0]);
  if ((header & kVersionBits) != 1) return std::nullopt;
  const size_t width = (header >> 6U) + 1U;
  const auto count = number_at(metadata, 1, width);
  if (!count || *count > metadata.size() / width) return std::nullopt;
  const size_t first_byte = 1 + width * (*count + 2);
  uint64_t last = 0;
  for (size_t i = 0; i <= *count; ++i) {
    const auto offset = number_at(metadata, 1 + width * (i + 1), width);
    if (!offset || *offset < last || (i == 0 && *offset != 0)) return std::nullopt;
    last = *offset;
  }
  if (first_byte > metadata.size() || last > metadata.size() - first_byte) return std::nullopt;
  Names names{.bytes = metadata.substr(0, first_byte + last), .width = width, .count = *count};
  for (size_t id = 0; id < names.count; ++id) {
    if (!is_valid_utf8(names.at(id))) return std::nullopt;
  }
  return names;
}

class ValueCheck {
 public:
  explicit ValueCheck(const Names& names) : names_(names) {}

  // How many bytes the value takes that stands at the front; nothing: it is none, see problem().
  std::optional<size_t> size_of(std::string_view value, int depth) {
    if (value.empty() || depth > kDepthMax) return std::nullopt;
    const auto header = static_cast<uint8_t>(value[0]);
    switch (header & 3U) {
      case kShortString:
        return text(value, 1, header >> 2U);
      case kObject:
        return object(value, header >> 2U, depth);
      case kArray:
        return array(value, header >> 2U, depth);
      default:
        return primitive(value, header >> 2U);
    }
  }

  Error problem() const { return unknown_ ? unknown_primitive(*unknown_) : malformed(); }
  // Whether every object has its fields in the order in which VariantView looks for them.
  bool is_in_order() const { return in_order_; }

 private:
  static std::optional<size_t> fixed(std::string_view value, size_t size) {
    return size <= value.size() ? std::optional(size) : std::nullopt;
  }

  static std::optional<size_t> text(std::string_view value, size_t at, uint64_t size) {
    if (size > value.size() - at || !is_valid_utf8(value.substr(at, size))) return std::nullopt;
    return at + size;
  }

  static std::optional<size_t> decimal(std::string_view value, size_t width, int digits) {
    if (value.size() < 2 + width || static_cast<uint8_t>(value[1]) > digits) return std::nullopt;
    Int128 unscaled = (value[1 + width] & 0x80) != 0 ? -1 : 0;
    std::memcpy(&unscaled, value.data() + 2, width);
    return digits_of(unscaled) > digits ? std::nullopt : std::optional(2 + width);
  }

  std::optional<size_t> primitive(std::string_view value, unsigned type) {
    switch (type) {
      case 0:  // null, true, false
      case 1:
      case 2:
        return 1;
      case 3:
        return fixed(value, 2);
      case 4:
        return fixed(value, 3);
      case 5:   // INT
      case 11:  // DATE
      case 14:  // FLOAT
        return fixed(value, 5);
      case 6:   // BIGINT
      case 7:   // DOUBLE
      case 12:  // TIMESTAMP, TIMESTAMP_NTZ
      case 13:
        return fixed(value, 9);
      case 8:
        return decimal(value, 4, 9);
      case 9:
        return decimal(value, 8, 18);
      case 10:
        return decimal(value, 16, kMaxDecimalPrecision);
      case 15:
      case 16: {
        const auto size = number_at(value, 1, 4);
        if (!size || *size > value.size() - 5) return std::nullopt;
        return type == 16 ? text(value, 5, *size) : std::optional(5 + *size);
      }
      default:
        unknown_ = static_cast<int>(type);
        return std::nullopt;
    }
  }

  std::optional<size_t> array(std::string_view value, unsigned bits, int depth) {
    const bool is_large = (bits >> 2U & 1U) != 0;
    return parts(
        {.value = value, .count_width = is_large ? 4U : 1U, .offset_width = (bits & 3U) + 1},
        depth);
  }

  std::optional<size_t> object(std::string_view value, unsigned bits, int depth) {
    const bool is_large = (bits >> 4U & 1U) != 0;
    return parts({.value = value,
                  .count_width = is_large ? 4U : 1U,
                  .id_width = (bits >> 2U & 3U) + 1,
                  .offset_width = (bits & 3U) + 1},
                 depth);
  }

  struct Container {
    std::string_view value;
    size_t count_width = 0;
    size_t id_width = 0;  // objects only
    size_t offset_width = 0;
  };

  // Count, ids, offsets, and the parts. No two of these share a byte, or looking through them would
  // take longer than the bytes are many.
  std::optional<size_t> parts(const Container& in, int depth) {
    const auto count = number_at(in.value, 1, in.count_width);
    if (!count || *count > in.value.size()) return std::nullopt;
    const size_t ids = 1 + in.count_width;
    const size_t offsets = ids + *count * in.id_width;
    const size_t data = offsets + (*count + 1) * in.offset_width;
    const auto total = number_at(in.value, offsets + *count * in.offset_width, in.offset_width);
    if (!total || data > in.value.size() || *total > in.value.size() - data) return std::nullopt;
    const std::string_view bytes = in.value.substr(data, *total);
    size_t taken = 0;
    for (size_t i = 0; i < *count; ++i) {
      const auto offset = number_at(in.value, offsets + i * in.offset_width, in.offset_width);
      if (!offset || *offset >= bytes.size()) return std::nullopt;
      const auto size = size_of(bytes.substr(*offset), depth + 1);
      if (!size || *size > bytes.size() - taken) return std::nullopt;
      taken += *size;
    }
    if (in.id_width > 0 && !check_names(in, ids, *count)) return std::nullopt;
    return data + *total;
  }

  bool check_names(const Container& in, size_t ids, size_t count) {
    std::optional<std::string_view> last;
    for (size_t i = 0; i < count; ++i) {
      const auto id = number_at(in.value, ids + i * in.id_width, in.id_width);
      if (!id || *id >= names_.count) return false;
      const std::string_view name = names_.at(*id);
      if (last && !variant_name_stands_before(*last, name)) in_order_ = false;
      last = name;
    }
    return true;
  }

  const Names& names_;
  std::optional<int> unknown_;
  bool in_order_ = true;
};

// False: two fields of an object have one name.
bool append_in_order(const VariantView& value, VariantBuilder& builder) {
  const size_t start = builder.position();
  if (value.kind() == VariantKind::kObject) {
    std::vector<VariantBuilder::Field> fields;
    for (size_t at = 0; at < value.size(); ++at) {
      fields.push_back(builder.field(start, value.name(at)));
      if (!append_in_order(value.at(at), builder)) return false;
    }
    return builder.close_object(start, std::move(fields));
  }
  if (value.kind() == VariantKind::kArray) {
    std::vector<size_t> offsets;
    for (size_t at = 0; at < value.size(); ++at) {
      offsets.push_back(builder.position() - start);
      if (!append_in_order(value.at(at), builder)) return false;
    }
    builder.close_array(start, offsets);
    return true;
  }
  builder.append_variant(value);
  return true;
}

}  // namespace

Result<std::string> checked_variant(std::string_view metadata, std::string_view value) {
  const std::optional<Names> names = names_of(metadata);
  if (!names) return malformed();
  ValueCheck check(*names);
  const std::optional<size_t> size = check.size_of(value, 0);
  if (!size) return check.problem();
  std::string bytes;
  bytes.reserve(names->bytes.size() + *size);
  bytes += names->bytes;
  bytes += value.substr(0, *size);
  if (check.is_in_order()) return bytes;
  VariantBuilder builder;
  if (!append_in_order(VariantView(bytes), builder)) return malformed();
  return builder.take();
}

}  // namespace tarn::types
