// Columns of values in memory: how rows travel between rooms. No engine's type is in here.
//
// A Column owns its memory, laid out much as Apache Arrow does:
//   fixed-width types   `width()` bytes a row in data(): BOOLEAN 1 (0 or 1), TINYINT 1, SMALLINT 2,
//                       INT and DATE 4, BIGINT, TIMESTAMP, TIMESTAMP_NTZ, TIME and day-time
//                       intervals 8, INTERVAL 16, year-month intervals 4, FLOAT 4, DOUBLE 8,
//                       DECIMAL 8 up to 18 digits else 16
//   STRING, BINARY, VARIANT  ends()[i] is where row i's bytes end in bytes()
//   ARRAY, MAP          ends()[i] is where row i's elements end in child(0) (and child(1): values)
//   STRUCT              one child a field, each as long as the column
// A NULL row still has its place: zero bytes in data(), an empty range in ends(), a NULL row in
// each child of a STRUCT. Rows are appended; nothing is changed in place. Not thread-safe.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "types/byte_buffer.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::types {

class Column {
 public:
  explicit Column(DataType type);

  const DataType& type() const { return type_; }
  size_t size() const { return size_; }
  size_t width() const { return width_; }  // 0 where the type has no fixed width
  bool is_valid(size_t row) const { return valid_.empty() || valid_[row] != 0; }
  bool has_nulls() const { return !valid_.empty(); }
  // One byte a row, 1 = not NULL; empty where no row is NULL.
  const std::vector<uint8_t>& validity() const { return valid_; }

  // ---- writing
  void append_null();
  template <typename T>
  void append(T value) {  // T has exactly width() bytes
    CHECK(sizeof(T) == width_);
    std::memcpy(data_.extend(sizeof(T)), &value, sizeof(T));
    note_valid();
  }
  // The place of so many more values, none of them NULL, which the caller writes before anything
  // else happens to the column.
  template <typename T>
  T* extend(size_t rows) {
    CHECK(sizeof(T) == width_);
    if (!valid_.empty()) {
      valid_.resize(size_ + rows, 1);
    }
    size_ += rows;
    return reinterpret_cast<T*>(data_.extend(rows * sizeof(T)));
  }
  void append_integer(int64_t value);         // in the width of the column, up to 8 bytes
  void append_bytes(std::string_view bytes);  // STRING, BINARY
  // ARRAY, MAP: closes a row that holds what was appended to the children since the last one.
  void append_list();
  // STRUCT: closes a row; each child has been given exactly one more.
  void append_struct();
  void append_value(const Value& value);  // slow, any type; literals and tests
  // Gives back the rows from `size` on. Needed where half a record was written and then found bad.
  void truncate(size_t size);
  void clear() { truncate(0); }
  void reserve(size_t rows);

  // ---- reading
  template <typename T>
  T at(size_t row) const {
    CHECK(sizeof(T) == width_);
    T value;
    std::memcpy(&value, data_.data() + row * sizeof(T), sizeof(T));
    return value;
  }
  // An integer, or what is kept as one (dates, times, intervals), of any width up to 8 bytes.
  int64_t integer_at(size_t row) const;
  std::string_view bytes_at(size_t row) const {
    const uint32_t begin = row == 0 ? 0 : ends_[row - 1];
    return std::string_view(bytes_).substr(begin, ends_[row] - begin);
  }
  uint32_t list_begin(size_t row) const { return row == 0 ? 0 : ends_[row - 1]; }
  uint32_t list_end(size_t row) const { return ends_[row]; }
  Value value_at(size_t row) const;  // slow, any type; printing and tests

  Column& child(size_t at) { return children_[at]; }
  const Column& child(size_t at) const { return children_[at]; }
  size_t child_count() const { return children_.size(); }

  const std::byte* data() const { return data_.data(); }
  const std::vector<uint32_t>& ends() const { return ends_; }
  const std::string& bytes() const { return bytes_; }

 private:
  void note_valid() {
    if (!valid_.empty()) {
      valid_.push_back(1);
    }
    ++size_;
  }

  DataType type_;
  size_t width_ = 0;
  size_t size_ = 0;
  std::vector<uint8_t> valid_;
  ByteBuffer data_;
  std::vector<uint32_t> ends_;
  std::string bytes_;
  std::vector<Column> children_;
};

// Rows of one schema. Every column has `rows` rows.
struct Batch {
  std::vector<Column> columns;
  size_t rows = 0;

  static Batch empty(const Schema& schema);
};

// Bytes that a fixed-width type takes in a Column; 0 for the others.
size_t width_of(const DataType& type);

}  // namespace tarn::types
