#include "types/select.h"

#include <cstdint>
#include <numeric>
#include <vector>

namespace tarn::types {
namespace {

void append_fixed(const Column& from, size_t row, Column& to) {
  switch (from.width()) {
    case 1:
      return to.append(from.at<uint8_t>(row));
    case 2:
      return to.append(from.at<uint16_t>(row));
    case 4:
      return to.append(from.at<uint32_t>(row));
    case 8:
      return to.append(from.at<uint64_t>(row));
    default:
      return to.append(from.at<Int128>(row));
  }
}

}  // namespace

void append_row(const Column& from, size_t row, Column& to) {
  if (!from.is_valid(row)) {
    return to.append_null();
  }
  if (from.width() > 0) {
    return append_fixed(from, row, to);
  }
  switch (from.type().kind()) {
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
      return to.append_bytes(from.bytes_at(row));
    case TypeKind::kStruct:
      for (size_t i = 0; i < from.child_count(); ++i) {
        append_row(from.child(i), row, to.child(i));
      }
      return to.append_struct();
    case TypeKind::kArray:
    case TypeKind::kMap:
      for (size_t i = 0; i < from.child_count(); ++i) {
        for (uint32_t at = from.list_begin(row); at < from.list_end(row); ++at) {
          append_row(from.child(i), at, to.child(i));
        }
      }
      return to.append_list();
    default:
      CHECK(from.type().is(TypeKind::kVoid));
      return to.append_null();
  }
}

namespace {

// Columns of a fixed width without NULLs: what most rows consist of.
template <typename T>
void gather(const Column& from, std::span<const uint32_t> rows, Column& to) {
  const auto* in = reinterpret_cast<const T*>(from.data());
  T* out = to.extend<T>(rows.size());
  for (const uint32_t row : rows) {
    *out++ = in[row];
  }
}

void append_selected(const Column& from, std::span<const uint32_t> rows, Column& to) {
  switch (from.has_nulls() ? 0 : from.width()) {
    case 1:
      return gather<uint8_t>(from, rows, to);
    case 2:
      return gather<uint16_t>(from, rows, to);
    case 4:
      return gather<uint32_t>(from, rows, to);
    case 8:
      return gather<uint64_t>(from, rows, to);
    default:
      for (const uint32_t row : rows) {
        append_row(from, row, to);
      }
  }
}

}  // namespace

void append_rows(const Batch& from, Batch& to) {
  std::vector<uint32_t> all(from.rows);
  std::iota(all.begin(), all.end(), 0);
  for (size_t i = 0; i < from.columns.size(); ++i) {
    append_selected(from.columns[i], all, to.columns[i]);
  }
  to.rows += from.rows;
}

Batch select_rows(const Batch& batch, std::span<const uint32_t> rows) {
  Batch picked{.columns = {}, .rows = rows.size()};
  picked.columns.reserve(batch.columns.size());
  for (const Column& column : batch.columns) {
    Column& target = picked.columns.emplace_back(column.type());
    target.reserve(rows.size());
    append_selected(column, rows, target);
  }
  return picked;
}

}  // namespace tarn::types
