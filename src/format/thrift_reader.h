// Thrift's compact protocol, as far as Parquet's metadata needs it. Every read is checked: after
// something that cannot be, is_broken() is true and all further reads give zero.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tarn::format {

enum class ThriftType : uint8_t {
  kStop = 0,
  kTrue = 1,
  kFalse = 2,
  kByte = 3,
  kShort = 4,
  kInt = 5,
  kLong = 6,
  kDouble = 7,
  kBinary = 8,
  kList = 9,
  kSet = 10,
  kMap = 11,
  kStruct = 12,
};

struct ThriftField {
  int16_t id = 0;
  ThriftType type = ThriftType::kStop;  // kStop: the struct has no more
};

struct ThriftList {
  uint32_t size = 0;
  ThriftType type = ThriftType::kStop;
};

class ThriftReader {
 public:
  explicit ThriftReader(std::string_view bytes) : rest_(bytes) {}

  bool is_broken() const { return is_broken_; }
  // How many bytes were not read yet.
  size_t rest() const { return rest_.size(); }

  // The next field behind `previous` of the same struct.
  ThriftField field(int16_t previous);
  ThriftList list();
  int64_t integer();  // of any width but a byte
  int8_t byte();
  std::string_view binary();
  void skip(ThriftType type) { skip(type, 0); }

 private:
  uint64_t varint();
  void skip(ThriftType type, int depth);
  void skip_element(ThriftType type, int depth);  // of a list or a map at `depth`
  void fail() {
    is_broken_ = true;
    rest_ = {};
  }

  std::string_view rest_;
  bool is_broken_ = false;
};

}  // namespace tarn::format
