#include "engine/nested_rows.h"

#include <xxhash.h>

#include <bit>
#include <cmath>

#include "base/check.h"
#include "engine/nested_order.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::Int128;
using types::TypeKind;

constexpr uint64_t kNullHash = 0x9e3779b97f4a7c15ULL;

void append_fixed(const Column& from, size_t row, Column& to) {
  switch (from.width()) {
    case 1:
      return to.append(from.at<int8_t>(row));
    case 2:
      return to.append(from.at<int16_t>(row));
    case 4:
      return to.append(from.at<int32_t>(row));
    case 8:
      return to.append(from.at<int64_t>(row));
    case 16:
      return to.append(from.at<Int128>(row));
    default:
      CHECK(false);
  }
}

uint64_t mixed(uint64_t hash, uint64_t more) {
  return (hash ^ (more + kNullHash + (hash << 6) + (hash >> 2))) * 0xff51afd7ed558ccdULL;
}

uint64_t hash_bytes(const void* bytes, size_t size) { return XXH3_64bits(bytes, size); }

// One hash for both zeros, and one for every NaN.
template <typename T>
uint64_t hash_floating(T value) {
  if (std::isnan(value)) return kNullHash + 1;
  if (value == 0) value = 0;
  return hash_bytes(&value, sizeof value);
}

uint64_t hash_fixed(const Column& column, size_t row) {
  const size_t width = column.width();
  return hash_bytes(column.data() + row * width, width);
}

}  // namespace

void append_row(const Column& from, size_t row, Column& to) {
  if (!from.is_valid(row)) return to.append_null();
  switch (from.type().kind()) {
    case TypeKind::kVoid:
      return to.append_null();
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
      return to.append_bytes(from.bytes_at(row));
    case TypeKind::kArray:
    case TypeKind::kMap:
      for (size_t part = 0; part < from.child_count(); ++part) {
        for (size_t i = from.list_begin(row); i < from.list_end(row); ++i) {
          append_row(from.child(part), i, to.child(part));
        }
      }
      return to.append_list();
    case TypeKind::kStruct:
      for (size_t part = 0; part < from.child_count(); ++part) {
        append_row(from.child(part), row, to.child(part));
      }
      return to.append_struct();
    default:
      return append_fixed(from, row, to);
  }
}

void append_normal_row(const Column& from, size_t row, Column& to) {
  const TypeKind kind = from.type().kind();
  if (from.is_valid(row) && kind == TypeKind::kDouble && from.at<double>(row) == 0) {
    return to.append(0.0);
  }
  if (from.is_valid(row) && kind == TypeKind::kFloat && from.at<float>(row) == 0) {
    return to.append(0.0F);
  }
  append_row(from, row, to);
}

uint64_t hash_row(const Column& column, size_t row) {
  if (!column.is_valid(row)) return kNullHash;
  switch (column.type().kind()) {
    case TypeKind::kVoid:
      return kNullHash;
    case TypeKind::kFloat:
      return hash_floating(column.at<float>(row));
    case TypeKind::kDouble:
      return hash_floating(column.at<double>(row));
    case TypeKind::kString:
    case TypeKind::kBinary: {
      const std::string_view bytes = column.bytes_at(row);
      return hash_bytes(bytes.data(), bytes.size());
    }
    case TypeKind::kArray:
    case TypeKind::kMap: {
      uint64_t hash = column.list_end(row) - column.list_begin(row);
      for (size_t i = column.list_begin(row); i < column.list_end(row); ++i) {
        hash = mixed(hash, hash_row(column.child(0), i));
      }
      return hash;
    }
    case TypeKind::kStruct: {
      uint64_t hash = column.child_count();
      for (size_t part = 0; part < column.child_count(); ++part) {
        hash = mixed(hash, hash_row(column.child(part), row));
      }
      return hash;
    }
    default:
      return hash_fixed(column, row);
  }
}

const RowSet::Member* RowSet::find(uint64_t hash, const Column& column, size_t row) const {
  const auto [begin, end] = members_.equal_range(hash);
  for (auto member = begin; member != end; ++member) {
    const Member& held = member->second;
    if (compare_rows(*held.column, held.row, column, row) == 0) return &held;
  }
  return nullptr;
}

bool RowSet::contains(const Column& column, size_t row) const {
  return find(hash_row(column, row), column, row) != nullptr;
}

RowSet::Place RowSet::place_of(const Column& column, size_t row) {
  const uint64_t hash = hash_row(column, row);
  if (const Member* held = find(hash, column, row)) return {.at = held->at, .is_new = false};
  const size_t at = members_.size();
  members_.emplace(hash, Member{.column = &column, .row = row, .at = at});
  return {.at = at, .is_new = true};
}

}  // namespace tarn::engine
