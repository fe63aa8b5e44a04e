#include "stream/key_encoding.h"

#include <cmath>
#include <cstring>
#include <limits>

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
    case types::TypeKind::kBinary: {
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

}  // namespace

Keys encode_keys(const types::Batch& batch, std::span<const size_t> key_columns) {
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
