#include "format/thrift_reader.h"

namespace tarn::format {

namespace {

constexpr int kDepthMax = 64;

}  // namespace

int8_t ThriftReader::byte() {
  if (rest_.empty()) {
    fail();
    return 0;
  }
  const auto value = static_cast<int8_t>(rest_.front());
  rest_.remove_prefix(1);
  return value;
}

uint64_t ThriftReader::varint() {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const auto part = static_cast<uint8_t>(byte());
    value |= static_cast<uint64_t>(part & 0x7F) << shift;
    if ((part & 0x80) == 0) {
      return value;
    }
  }
  fail();
  return 0;
}

int64_t ThriftReader::integer() {
  const uint64_t zigzag = varint();
  return static_cast<int64_t>(zigzag >> 1) ^ -static_cast<int64_t>(zigzag & 1);
}

std::string_view ThriftReader::binary() {
  const uint64_t size = varint();
  if (size > rest_.size()) {
    fail();
    return {};
  }
  const std::string_view bytes = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return bytes;
}

ThriftField ThriftReader::field(int16_t previous) {
  const auto head = static_cast<uint8_t>(byte());
  const auto type = static_cast<ThriftType>(head & 0x0F);
  if (is_broken_ || type == ThriftType::kStop) {
    return {};
  }
  const int delta = head >> 4;
  return {.id = static_cast<int16_t>(delta != 0 ? previous + delta : integer()), .type = type};
}

ThriftList ThriftReader::list() {
  constexpr uint32_t kSizeFollows = 15;
  const auto head = static_cast<uint8_t>(byte());
  uint64_t size = head >> 4;
  if (size == kSizeFollows) {
    size = varint();
  }
  // An element has at least one byte.
  if (size > rest_.size()) {
    fail();
    return {};
  }
  return {.size = static_cast<uint32_t>(size), .type = static_cast<ThriftType>(head & 0x0F)};
}

// A boolean lies in the type of its field, but is a byte in a list or a map: each element takes at
// least one byte, so that a size that is too large meets the end.
void ThriftReader::skip_element(ThriftType type, int depth) {
  const bool is_boolean = type == ThriftType::kTrue || type == ThriftType::kFalse;
  skip(is_boolean ? ThriftType::kByte : type, depth + 1);
}

void ThriftReader::skip(ThriftType type, int depth) {
  if (depth > kDepthMax) {
    fail();
  }
  if (is_broken_) {
    return;
  }
  switch (type) {
    case ThriftType::kTrue:
    case ThriftType::kFalse:
      return;
    case ThriftType::kByte:
      byte();
      return;
    case ThriftType::kShort:
    case ThriftType::kInt:
    case ThriftType::kLong:
      integer();
      return;
    case ThriftType::kDouble:
      for (int at = 0; at < 8; ++at) {
        byte();
      }
      return;
    case ThriftType::kBinary:
      binary();
      return;
    case ThriftType::kList:
    case ThriftType::kSet: {
      const ThriftList elements = list();
      for (uint32_t at = 0; at < elements.size && !is_broken_; ++at) {
        skip_element(elements.type, depth);
      }
      return;
    }
    case ThriftType::kStruct:
      for (ThriftField next = field(0); next.type != ThriftType::kStop; next = field(next.id)) {
        skip(next.type, depth + 1);
      }
      return;
    case ThriftType::kMap: {
      const uint64_t size = varint();
      const auto types = static_cast<uint8_t>(size == 0 ? 0 : byte());
      for (uint64_t at = 0; at < size && !is_broken_; ++at) {
        skip_element(static_cast<ThriftType>(types >> 4), depth);
        skip_element(static_cast<ThriftType>(types & 0x0F), depth);
      }
      return;
    }
    case ThriftType::kStop:
      break;
  }
  fail();
}

}  // namespace tarn::format
