// hash() and xxhash64() over values of any type, bit for bit as Spark computes them, and digests of
// bytes.
//
// Both fold a row's values from left to right: each hash is the seed of the next, and NULL leaves
// it as it is. A nested value is folded as its parts are.

#include <openssl/evp.h>
#include <xxhash.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "engine/murmur3.h"
#include "engine/native_rows.h"
#include "engine/set_order.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::Int128;
using types::TypeKind;
using Text = std::string_view;

struct XxHash64 {
  using State = uint64_t;
  static State of_int(int32_t value, State seed) { return XXH64(&value, sizeof value, seed); }
  static State of_long(int64_t value, State seed) { return XXH64(&value, sizeof value, seed); }
  static State of_bytes(Text bytes, State seed) { return XXH64(bytes.data(), bytes.size(), seed); }
};

static_assert(std::endian::native == std::endian::little);

// As BigInteger.toByteArray() gives it: big end first, no byte more than the sign needs.
std::string shortest_bytes(Int128 value) {
  std::string out;
  for (size_t at = 0; at < 16; ++at) {
    out.insert(out.begin(), static_cast<char>(value & 0xFF));
    value >>= 8;
    const bool sign_shown = (static_cast<signed char>(out.front()) < 0) == (value < 0);
    if ((value == 0 || value == -1) && sign_shown) break;
  }
  return out;
}

template <typename Hash>
typename Hash::State hashed(const Column& column, size_t row, typename Hash::State seed) {
  if (!column.is_valid(row)) return seed;
  switch (column.type().kind()) {
    case TypeKind::kVoid:
      return seed;
    case TypeKind::kBoolean:
      return Hash::of_int(column.at<uint8_t>(row) != 0 ? 1 : 0, seed);
    case TypeKind::kByte:
      return Hash::of_int(column.at<int8_t>(row), seed);
    case TypeKind::kShort:
      return Hash::of_int(column.at<int16_t>(row), seed);
    case TypeKind::kInt:
    case TypeKind::kDate:
    case TypeKind::kYearMonthInterval:
      return Hash::of_int(column.at<int32_t>(row), seed);
    case TypeKind::kLong:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
    case TypeKind::kDayTimeInterval:
      return Hash::of_long(column.at<int64_t>(row), seed);
    case TypeKind::kTime:
      return Hash::of_long(column.at<int64_t>(row), seed);
    case TypeKind::kCalendarInterval: {
      const auto value = column.at<types::CalendarInterval>(row);
      return Hash::of_int(value.months,
                          Hash::of_int(value.days, Hash::of_long(value.micros, seed)));
    }
    case TypeKind::kFloat: {
      float value = column.at<float>(row);
      if (std::isnan(value)) value = std::numeric_limits<float>::quiet_NaN();
      return Hash::of_int(value == 0 ? 0 : std::bit_cast<int32_t>(value), seed);
    }
    case TypeKind::kDouble: {
      double value = column.at<double>(row);
      if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
      return Hash::of_long(value == 0 ? 0 : std::bit_cast<int64_t>(value), seed);
    }
    case TypeKind::kDecimal:
      if (column.width() == 8) return Hash::of_long(column.at<int64_t>(row), seed);
      return Hash::of_bytes(shortest_bytes(column.at<Int128>(row)), seed);
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
      return Hash::of_bytes(column.bytes_at(row), seed);
    case TypeKind::kArray:
      for (size_t at = column.list_begin(row); at < column.list_end(row); ++at) {
        seed = hashed<Hash>(column.child(0), at, seed);
      }
      return seed;
    case TypeKind::kMap:
      for (size_t at = column.list_begin(row); at < column.list_end(row); ++at) {
        seed = hashed<Hash>(column.child(0), at, seed);
        seed = hashed<Hash>(column.child(1), at, seed);
      }
      return seed;
    case TypeKind::kStruct:
      for (size_t part = 0; part < column.child_count(); ++part) {
        seed = hashed<Hash>(column.child(part), row, seed);
      }
      return seed;
  }
  return seed;
}

template <typename Hash, typename Out>
class HashOf final : public Native {
 public:
  explicit HashOf(std::vector<DataType> types) : types_(std::move(types)) {}

  void run(NativeCall& call, Scratch*) const override {
    constexpr typename Hash::State kSeed = 42;
    std::vector<typename Hash::State> states(call.rows(), kSeed);
    for (size_t at = 0; at < types_.size(); ++at) {
      const Column column = call.column(at, types_[at]);
      for (size_t row = 0; row < call.rows(); ++row) {
        states[row] = hashed<Hash>(column, row, states[row]);
      }
    }
    Output<Out> out = call.output<Out>();
    for (size_t row = 0; row < call.rows(); ++row) out.set(row, static_cast<Out>(states[row]));
  }

 private:
  std::vector<DataType> types_;
};

template <typename Hash, typename Out>
Result<NativePtr> make_hash(const NativeSite& site) {
  return NativePtr(std::make_unique<HashOf<Hash, Out>>(site.arguments));
}

// ---------------------------------------------------------------- digests

std::optional<std::string> sha2(Text bytes, int32_t bits) {
  const EVP_MD* const digest = bits == 224                ? EVP_sha224()
                               : bits == 256 || bits == 0 ? EVP_sha256()
                               : bits == 384              ? EVP_sha384()
                               : bits == 512              ? EVP_sha512()
                                                          : nullptr;
  if (digest == nullptr) return std::nullopt;
  std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
  unsigned int size = 0;
  CHECK(EVP_Digest(bytes.data(), bytes.size(), sum.data(), &size, digest, nullptr) == 1);
  std::string out;
  for (unsigned int at = 0; at < size; ++at) {
    out += "0123456789abcdef"[sum[at] >> 4];
    out += "0123456789abcdef"[sum[at] & 15];
  }
  return out;
}

constexpr std::array<uint32_t, 256> crc_table() {
  std::array<uint32_t, 256> table{};
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1) != 0 ? 0xEDB88320U : 0);
    table[byte] = value;
  }
  return table;
}

int64_t crc32(Text bytes) {
  static constexpr std::array<uint32_t, 256> kTable = crc_table();
  uint32_t sum = 0xFFFFFFFFU;
  for (const char c : bytes) {
    sum = kTable[(sum ^ static_cast<unsigned char>(c)) & 0xFF] ^ sum >> 8;
  }
  return sum ^ 0xFFFFFFFFU;
}

constexpr std::array kEntries = {
    NativeEntry{.name = "hash", .make = make_hash<Murmur3, int32_t>},
    NativeEntry{.name = "xxhash64", .make = make_hash<XxHash64, int64_t>},
    NativeEntry{.name = "sha2", .make = rows<sha2>},
    NativeEntry{.name = "crc32", .make = rows<crc32>},
    NativeEntry{.name = "set_order", .make = make_set_order},
};

}  // namespace

std::span<const NativeEntry> hash_natives() { return kEntries; }

}  // namespace tarn::engine
