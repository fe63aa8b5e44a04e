#include "stream/key_encoding.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <vector>

namespace tarn::stream {
namespace {

template <typename T>
void put_raw(std::string& out, T value) {
  char raw[sizeof(T)];
  std::memcpy(raw, &value, sizeof(T));
  out.append(raw, sizeof(T));
}

template <typename T>
T normalized(T value) {
  if (std::isnan(value)) {
    return std::numeric_limits<T>::quiet_NaN();
  }
  return value == 0 ? T{0} : value;
}

void put_cell(const types::Column& column, size_t row, std::string& out) {
  if (!column.is_valid(row)) {
    out.push_back('\0');
    return;
  }
  out.push_back('\1');
  switch (column.type().kind()) {
    case types::TypeKind::kFloat:
      return put_raw(out, normalized(column.at<float>(row)));
    case types::TypeKind::kDouble:
      return put_raw(out, normalized(column.at<double>(row)));
    case types::TypeKind::kString:
    case types::TypeKind::kBinary:
    case types::TypeKind::kVariant: {
      const std::string_view bytes = column.bytes_at(row);
      put_raw(out, static_cast<uint32_t>(bytes.size()));
      out.append(bytes);
      return;
    }
    case types::TypeKind::kArray:
    case types::TypeKind::kMap: {
      put_raw(out, column.list_end(row) - column.list_begin(row));
      for (uint32_t at = column.list_begin(row); at < column.list_end(row); ++at) {
        for (size_t i = 0; i < column.child_count(); ++i) {
          put_cell(column.child(i), at, out);
        }
      }
      return;
    }
    case types::TypeKind::kStruct:
      for (size_t i = 0; i < column.child_count(); ++i) {
        put_cell(column.child(i), row, out);
      }
      return;
    default: {
      const char* bytes = reinterpret_cast<const char*>(column.data()) + row * column.width();
      out.append(bytes, column.width());
      return;
    }
  }
}

bool is_nested(const types::Column& column) {
  return column.type().kind() == types::TypeKind::kArray ||
         column.type().kind() == types::TypeKind::kMap ||
         column.type().kind() == types::TypeKind::kStruct;
}

// A column without children, whose cells are written one column after the other: sizes first, so
// that each row's place is known.
class FlatColumn {
 public:
  explicit FlatColumn(const types::Column& column)
      : column_(column),
        kind_(column.type().kind()),
        width_(column.width()),
        validity_(column.has_nulls() ? column.validity().data() : nullptr) {}

  void add_sizes(std::vector<uint32_t>& sizes) const {
    for (size_t row = 0; row < sizes.size(); ++row) {
      sizes[row] += is_valid(row) ? 1 + value_bytes(row) : 1;
    }
  }

  // Writes row i at places[i], and moves the place on.
  void write(std::vector<char*>& places) const {
    for (size_t row = 0; row < places.size(); ++row) {
      places[row] = write_cell(row, places[row]);
    }
  }

 private:
  bool is_valid(size_t row) const { return validity_ == nullptr || validity_[row] != 0; }
  bool is_text() const { return width_ == 0; }

  uint32_t value_bytes(size_t row) const {
    return is_text() ? static_cast<uint32_t>(sizeof(uint32_t) + column_.bytes_at(row).size())
                     : static_cast<uint32_t>(width_);
  }

  char* write_cell(size_t row, char* at) const {
    if (!is_valid(row)) {
      *at = '\0';
      return at + 1;
    }
    *at++ = '\1';
    if (is_text()) {
      const std::string_view bytes = column_.bytes_at(row);
      const auto size = static_cast<uint32_t>(bytes.size());
      std::memcpy(at, &size, sizeof(size));
      if (size > 0) {
        std::memcpy(at + sizeof(size), bytes.data(), size);
      }
      return at + sizeof(size) + size;
    }
    if (kind_ == types::TypeKind::kFloat) {
      return copied(normalized(column_.at<float>(row)), at);
    }
    if (kind_ == types::TypeKind::kDouble) {
      return copied(normalized(column_.at<double>(row)), at);
    }
    std::memcpy(at, reinterpret_cast<const char*>(column_.data()) + row * width_, width_);
    return at + width_;
  }

  template <typename T>
  static char* copied(T value, char* at) {
    std::memcpy(at, &value, sizeof(value));
    return at + sizeof(value);
  }

  const types::Column& column_;
  types::TypeKind kind_;
  size_t width_;
  const uint8_t* validity_;
};

Keys encode_flat(const types::Batch& batch, std::span<const size_t> key_columns) {
  Keys keys;
  keys.ends.resize(batch.rows);
  for (const size_t column : key_columns) {
    FlatColumn(batch.columns[column]).add_sizes(keys.ends);
  }
  std::inclusive_scan(keys.ends.begin(), keys.ends.end(), keys.ends.begin());
  keys.bytes.resize(keys.ends.empty() ? 0 : keys.ends.back());
  std::vector<char*> places(batch.rows);
  for (size_t row = 0; row < batch.rows; ++row) {
    places[row] = keys.bytes.data() + (row == 0 ? 0 : keys.ends[row - 1]);
  }
  for (const size_t column : key_columns) {
    FlatColumn(batch.columns[column]).write(places);
  }
  return keys;
}

}  // namespace

Keys encode_keys(const types::Batch& batch, std::span<const size_t> key_columns) {
  if (std::ranges::none_of(key_columns,
                           [&](size_t column) { return is_nested(batch.columns[column]); })) {
    return encode_flat(batch, key_columns);
  }
  Keys keys;
  keys.ends.reserve(batch.rows);
  for (size_t row = 0; row < batch.rows; ++row) {
    for (const size_t column : key_columns) {
      put_cell(batch.columns[column], row, keys.bytes);
    }
    keys.ends.push_back(static_cast<uint32_t>(keys.bytes.size()));
  }
  return keys;
}

}  // namespace tarn::stream
