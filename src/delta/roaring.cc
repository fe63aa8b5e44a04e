#include "delta/roaring.h"

#include <fmt/format.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace tarn::delta {
namespace {

using types::RowSet;

constexpr uint32_t kPortable = 1681511377;
constexpr uint32_t kNative = 1681511376;

// RoaringBitmap format specification, "cookie header".
constexpr uint32_t kWithoutRuns = 12346;
constexpr uint32_t kWithRuns = 12347;      // in the lower half; the upper is the count, less one
constexpr uint32_t kOffsetsFromCount = 4;  // with runs, fewer containers have no offsets
constexpr uint32_t kContainersMax = 1U << 16;
constexpr uint32_t kListRowsMax = 4096;  // more lie as bits

// Java reads the upper half as a signed number (protocol: "every key has a 0 as its most
// significant bit").
constexpr uint32_t kKeyMax = 0x7FFFFFFF;

Error broken(std::string message) { return {ErrorCode::kCorrupt, std::move(message)}; }

// Little-endian numbers, one behind the other.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : rest_(bytes) {}

  size_t left() const { return rest_.size(); }

  template <typename T>
  Result<T> number() {
    ASSIGN_OR_RETURN(const std::string_view raw, take(sizeof(T)));
    return decoded<T>(raw);
  }

  template <typename T>
  Result<std::vector<T>> numbers(size_t count) {
    ASSIGN_OR_RETURN(const std::string_view raw, take(count * sizeof(T)));
    std::vector<T> all;
    all.reserve(count);
    for (size_t at = 0; at < raw.size(); at += sizeof(T)) {
      all.push_back(decoded<T>(raw.substr(at, sizeof(T))));
    }
    return all;
  }

  Result<std::string_view> take(size_t count) {
    if (count > rest_.size()) {
      return broken("it ends too early");
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

 private:
  template <typename T>
  static T decoded(std::string_view raw) {
    T number = 0;
    for (size_t i = 0; i < sizeof(T); ++i) {
      number |= static_cast<T>(static_cast<T>(static_cast<uint8_t>(raw[i])) << (8 * i));
    }
    return number;
  }

  std::string_view rest_;
};

// What a 32-bit bitmap says of its containers before they come.
struct Header {
  uint32_t containers = 0;
  std::string_view is_run;  // one bit a container; empty where there are no runs
  struct Container {
    uint16_t key = 0;
    uint32_t rows = 0;
  };
  std::vector<Container> described = {};

  bool has_run(size_t container) const {
    return !is_run.empty() &&
           ((static_cast<uint8_t>(is_run[container / 8]) >> (container % 8)) & 1) != 0;
  }
};

Result<Header> read_header(Bytes& bytes) {
  Header header;
  ASSIGN_OR_RETURN(const auto cookie, bytes.number<uint32_t>());
  bool has_offsets = true;
  if ((cookie & 0xFFFF) == kWithRuns) {
    header.containers = (cookie >> 16) + 1;
    ASSIGN_OR_RETURN(header.is_run, bytes.take((header.containers + 7) / 8));
    has_offsets = header.containers >= kOffsetsFromCount;
  } else if (cookie == kWithoutRuns) {
    ASSIGN_OR_RETURN(header.containers, bytes.number<uint32_t>());
  } else {
    return broken(fmt::format("a bitmap begins with {}, which is no Roaring bitmap", cookie));
  }
  if (header.containers > kContainersMax) {
    return broken(fmt::format("a bitmap has {} containers", header.containers));
  }
  ASSIGN_OR_RETURN(const auto pairs, bytes.numbers<uint16_t>(size_t{2} * header.containers));
  for (size_t i = 0; i < pairs.size(); i += 2) {
    header.described.push_back({.key = pairs[i], .rows = uint32_t{pairs[i + 1]} + 1});
  }
  if (has_offsets) {
    RETURN_IF_ERROR(bytes.take(size_t{4} * header.containers));  // the containers lie in order
  }
  return header;
}

Result<RowSet::Rows> read_runs(Bytes& bytes) {
  ASSIGN_OR_RETURN(const auto count, bytes.number<uint16_t>());
  ASSIGN_OR_RETURN(const auto pairs, bytes.numbers<uint16_t>(size_t{2} * count));
  RowSet::Runs runs;
  runs.reserve(count);
  for (size_t i = 0; i < pairs.size(); i += 2) {
    const uint32_t last = uint32_t{pairs[i]} + pairs[i + 1];
    if (last > 0xFFFF) {
      return broken("a run goes beyond its container");
    }
    runs.push_back({.first = pairs[i], .last = static_cast<uint16_t>(last)});
  }
  return RowSet::Rows(std::move(runs));
}

Result<RowSet::Rows> read_container(Bytes& bytes, uint32_t rows, bool is_run) {
  if (is_run) {
    return read_runs(bytes);
  }
  if (rows > kListRowsMax) {
    ASSIGN_OR_RETURN(auto bits, bytes.numbers<uint64_t>(RowSet::kBlockWords));
    return RowSet::Rows(std::move(bits));
  }
  ASSIGN_OR_RETURN(auto list, bytes.numbers<uint16_t>(rows));
  return RowSet::Rows(std::move(list));
}

// Adds the rows of one 32-bit bitmap, whose upper half is `key`.
Status read_bitmap(Bytes& bytes, uint32_t key, RowSet& into) {
  ASSIGN_OR_RETURN(const Header header, read_header(bytes));
  for (size_t i = 0; i < header.containers; ++i) {
    const auto [low, rows] = header.described[i];
    ASSIGN_OR_RETURN(RowSet::Rows read, read_container(bytes, rows, header.has_run(i)));
    const uint64_t before = into.size();
    RETURN_IF_ERROR(into.append((uint64_t{key} << 16) | low, std::move(read)));
    if (into.size() - before != rows) {
      return broken(fmt::format("a container of {} rows holds {}", rows, into.size() - before));
    }
  }
  return ok();
}

Status read_portable(Bytes& bytes, RowSet& into) {
  ASSIGN_OR_RETURN(const auto count, bytes.number<uint64_t>());
  for (uint64_t i = 0; i < count; ++i) {
    ASSIGN_OR_RETURN(const auto key, bytes.number<uint32_t>());
    if (key > kKeyMax) {
      return broken(fmt::format("the upper half of rows is {}, which is negative", key));
    }
    RETURN_IF_ERROR(read_bitmap(bytes, key, into));
  }
  return ok();
}

uint32_t turned(uint32_t number) {
  return (number >> 24) | ((number >> 8) & 0xFF00) | ((number << 8) & 0xFF0000) | (number << 24);
}

enum class ByteOrder { kLittle, kBig };

Result<uint32_t> native_number(Bytes& bytes, ByteOrder order) {
  ASSIGN_OR_RETURN(const auto number, bytes.number<uint32_t>());
  return order == ByteOrder::kLittle ? number : turned(number);
}

Status read_native(Bytes& bytes, ByteOrder order, RowSet& into) {
  ASSIGN_OR_RETURN(const auto count, native_number(bytes, order));
  if (count > kKeyMax) {
    return broken(fmt::format("it has {} bitmaps", count));
  }
  for (uint32_t key = 0; key < count; ++key) {
    ASSIGN_OR_RETURN(const auto length, native_number(bytes, order));
    ASSIGN_OR_RETURN(const std::string_view raw, bytes.take(length));
    Bytes bitmap(raw);
    RETURN_IF_ERROR(read_bitmap(bitmap, key, into));
    if (bitmap.left() > 0) {
      return broken(fmt::format("{} bytes stand behind a bitmap's end", bitmap.left()));
    }
  }
  return ok();
}

}  // namespace

Result<RowSet> parse_row_bitmap(std::string_view raw) {
  Bytes bytes(raw);
  RowSet rows;
  ASSIGN_OR_RETURN(const auto magic, bytes.number<uint32_t>());
  if (magic == kPortable) {
    RETURN_IF_ERROR(read_portable(bytes, rows));
  } else if (magic == kNative) {
    RETURN_IF_ERROR(read_native(bytes, ByteOrder::kLittle, rows));
  } else if (turned(magic) == kNative) {
    RETURN_IF_ERROR(read_native(bytes, ByteOrder::kBig, rows));
  } else {
    return broken(fmt::format("it begins with {}, which is no form of a deletion vector", magic));
  }
  if (bytes.left() > 0) {
    return broken(fmt::format("{} bytes stand behind its end", bytes.left()));
  }
  return rows;
}

}  // namespace tarn::delta
