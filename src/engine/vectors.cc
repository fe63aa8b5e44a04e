#include "engine/vectors.h"

#include <cstdint>
#include <cstring>
#include <vector>

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::Int128;
using types::TypeKind;

// DuckDB's vectors keep a decimal in the narrowest of four integers, columns in one of two.
enum class DecimalWidth : uint8_t { k16, k32, k64, k128 };

DecimalWidth decimal_width(int precision) {
  if (precision <= 4) return DecimalWidth::k16;
  if (precision <= 9) return DecimalWidth::k32;
  if (precision <= 18) return DecimalWidth::k64;
  return DecimalWidth::k128;
}

// ---------------------------------------------------------------- to vectors

void write_validity(const Column& column, size_t begin, size_t count, duck::Vector& vector) {
  if (!column.has_nulls()) return;
  const uint8_t* valid = column.validity().data() + begin;
  if (std::memchr(valid, 0, count) == nullptr) return;
  duck::ValidityMask mask = vector.GetValidityMutable();
  for (size_t i = 0; i < count; ++i) {
    if (valid[i] == 0) mask.SetInvalid(i);
  }
}

template <typename Narrow>
void write_narrowed(const Column& column, size_t begin, size_t count, duck::Vector& vector) {
  auto* out = static_cast<Narrow*>(vector.GetDataMutable());
  for (size_t i = 0; i < count; ++i) {
    out[i] = static_cast<Narrow>(column.at<int64_t>(begin + i));
  }
}

void write_fixed(const Column& column, size_t begin, size_t count, duck::Vector& vector) {
  if (column.type().is(TypeKind::kDecimal)) {
    switch (decimal_width(column.type().precision())) {
      case DecimalWidth::k16:
        return write_narrowed<int16_t>(column, begin, count, vector);
      case DecimalWidth::k32:
        return write_narrowed<int32_t>(column, begin, count, vector);
      case DecimalWidth::k64:
      case DecimalWidth::k128:
        break;
    }
  }
  std::memcpy(vector.GetDataMutable(), column.data() + begin * column.width(),
              count * column.width());
}

void write_bytes(const Column& column, size_t begin, size_t count, duck::Vector& vector) {
  if (count == 0) return;
  // One allocation a chunk: the bytes of its rows lie in one piece already.
  const size_t from = column.list_begin(begin);
  const size_t to = column.list_end(begin + count - 1);
  duck::Arena heap = vector.GetHeap();
  char* copy = reinterpret_cast<char*>(heap.Allocate(to - from + 1));
  std::memcpy(copy, column.bytes().data() + from, to - from);
  auto* out = vector.GetDataMutable<duck::varchar_t>();
  for (size_t i = 0; i < count; ++i) {
    const size_t at = column.list_begin(begin + i);
    const size_t end = column.list_end(begin + i);
    out[i] = duck::varchar_t(copy + (at - from), static_cast<uint32_t>(end - at));
  }
}

void write_rows(const Column& column, size_t begin, size_t count, duck::Vector& vector);

void write_lists(const Column& column, size_t begin, size_t count, duck::Vector& vector) {
  const size_t from = count == 0 ? 0 : column.list_begin(begin);
  const size_t to = count == 0 ? 0 : column.list_end(begin + count - 1);
  auto* entries = vector.GetDataMutable<duck::list_entry_t>();
  for (size_t i = 0; i < count; ++i) {
    entries[i].offset = column.list_begin(begin + i) - from;
    entries[i].length = column.list_end(begin + i) - column.list_begin(begin + i);
  }
  duck::Vector elements = vector.GetChild(0);
  elements.SetSize(to - from);
  if (column.type().is(TypeKind::kArray)) {
    write_rows(column.child(0), from, to - from, elements);
    return;
  }
  for (size_t part = 0; part < 2; ++part) {
    duck::Vector child = elements.GetChild(part);
    write_rows(column.child(part), from, to - from, child);
  }
}

void write_rows(const Column& column, size_t begin, size_t count, duck::Vector& vector) {
  switch (column.type().kind()) {
    case TypeKind::kVoid: {
      for (size_t i = 0; i < count; ++i) vector.SetNull(i);
      return;
    }
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
      write_bytes(column, begin, count, vector);
      break;
    case TypeKind::kArray:
    case TypeKind::kMap:
      write_lists(column, begin, count, vector);
      break;
    case TypeKind::kStruct:
      for (size_t i = 0; i < column.child_count(); ++i) {
        duck::Vector child = vector.GetChild(i);
        write_rows(column.child(i), begin, count, child);
      }
      // A struct without fields is one with a hidden field that is NULL (sql_text.h).
      if (column.child_count() == 0) {
        duck::Vector hidden = vector.GetChild(0);
        for (size_t i = 0; i < count; ++i) hidden.SetNull(i);
      }
      break;
    case TypeKind::kBoolean:
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kLong:
    case TypeKind::kFloat:
    case TypeKind::kDouble:
    case TypeKind::kDecimal:
    case TypeKind::kDate:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
    case TypeKind::kYearMonthInterval:
    case TypeKind::kTime:
    case TypeKind::kDayTimeInterval:
    case TypeKind::kCalendarInterval:
      if (count > 0) write_fixed(column, begin, count, vector);
      break;
  }
  if (count > 0) write_validity(column, begin, count, vector);
}

// ---------------------------------------------------------------- from vectors

// A vector's layout, taken apart once a chunk.
struct Source {
  duck::VectorView view;
  std::vector<Source> children;
};

Source source_of(const duck::Vector& vector, const DataType& type) {
  // A nested vector's children are as long as its flat form, so that row i is row i everywhere.
  if (type.is_nested() && vector.GetVectorType() != duck::VectorType::FLAT) vector.Flatten();
  Source source{view_of(vector), {}};
  switch (type.kind()) {
    case TypeKind::kArray:
      source.children.push_back(source_of(vector.GetChild(0), type.element()));
      break;
    case TypeKind::kMap: {
      const duck::Vector entries = vector.GetChild(0);
      if (entries.GetVectorType() != duck::VectorType::FLAT) entries.Flatten();
      source.children.push_back(source_of(entries.GetChild(0), type.key()));
      source.children.push_back(source_of(entries.GetChild(1), type.value()));
      break;
    }
    case TypeKind::kStruct:
      for (size_t i = 0; i < type.fields().size(); ++i) {
        source.children.push_back(source_of(vector.GetChild(i), type.fields()[i].type));
      }
      break;
    case TypeKind::kVoid:
    case TypeKind::kBoolean:
    case TypeKind::kByte:
    case TypeKind::kShort:
    case TypeKind::kInt:
    case TypeKind::kLong:
    case TypeKind::kFloat:
    case TypeKind::kDouble:
    case TypeKind::kDecimal:
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
    case TypeKind::kDate:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
    case TypeKind::kYearMonthInterval:
    case TypeKind::kTime:
    case TypeKind::kDayTimeInterval:
    case TypeKind::kCalendarInterval:
      break;
  }
  return source;
}

// DuckDB aligns its rows of 16 bytes to 8, where the processor's wide loads fault.
template <typename Stored>
Stored stored_at(const Stored* data, size_t at) {
  Stored value;
  std::memcpy(&value, reinterpret_cast<const std::byte*>(data) + at * sizeof(Stored),
              sizeof(Stored));
  return value;
}

template <typename Stored, typename Kept>
void append_as(const Source& source, size_t begin, size_t count, Column& column) {
  const auto* data = source.view.Data<Stored>();
  if (!source.view.validity) {
    Kept* out = column.extend<Kept>(count);
    for (size_t i = begin; i < begin + count; ++i) {
      *out++ = static_cast<Kept>(stored_at(data, source.view.SelAt(i)));
    }
    return;
  }
  for (size_t i = begin; i < begin + count; ++i) {
    const size_t at = source.view.SelAt(i);
    if (source.view.RowIsValid(at)) {
      column.append(static_cast<Kept>(stored_at(data, at)));
    } else {
      column.append_null();
    }
  }
}

void append_decimals(const Source& source, size_t begin, size_t count, Column& column) {
  switch (decimal_width(column.type().precision())) {
    case DecimalWidth::k16:
      return append_as<int16_t, int64_t>(source, begin, count, column);
    case DecimalWidth::k32:
      return append_as<int32_t, int64_t>(source, begin, count, column);
    case DecimalWidth::k64:
      return append_as<int64_t, int64_t>(source, begin, count, column);
    case DecimalWidth::k128:
      return append_as<Int128, Int128>(source, begin, count, column);
  }
}

void append_texts(const Source& source, size_t begin, size_t count, Column& column) {
  const auto* data = source.view.Data<duck::varchar_t>();
  for (size_t i = begin; i < begin + count; ++i) {
    const size_t at = source.view.SelAt(i);
    if (source.view.RowIsValid(at)) {
      column.append_bytes(data[at].view());
    } else {
      column.append_null();
    }
  }
}

void append_rows(const Source& source, size_t begin, size_t count, Column& column);

void append_lists(const Source& source, size_t begin, size_t count, Column& column) {
  const auto* data = source.view.Data<duck::list_entry_t>();
  for (size_t i = begin; i < begin + count; ++i) {
    const size_t at = source.view.SelAt(i);
    if (!source.view.RowIsValid(at)) {
      column.append_null();
      continue;
    }
    for (size_t part = 0; part < source.children.size(); ++part) {
      append_rows(source.children[part], data[at].offset, data[at].length, column.child(part));
    }
    column.append_list();
  }
}

void append_structs(const Source& source, size_t begin, size_t count, Column& column) {
  for (size_t i = begin; i < begin + count; ++i) {
    if (!source.view.IsValid(i)) {
      column.append_null();
      continue;
    }
    for (size_t part = 0; part < source.children.size(); ++part) {
      append_rows(source.children[part], i, 1, column.child(part));
    }
    column.append_struct();
  }
}

void append_rows(const Source& source, size_t begin, size_t count, Column& column) {
  switch (column.type().kind()) {
    case TypeKind::kVoid:
      for (size_t i = 0; i < count; ++i) column.append_null();
      return;
    case TypeKind::kBoolean:
    case TypeKind::kByte:
      return append_as<int8_t, int8_t>(source, begin, count, column);
    case TypeKind::kShort:
      return append_as<int16_t, int16_t>(source, begin, count, column);
    case TypeKind::kInt:
    case TypeKind::kDate:
    case TypeKind::kYearMonthInterval:
      return append_as<int32_t, int32_t>(source, begin, count, column);
    case TypeKind::kLong:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
    case TypeKind::kTime:
    case TypeKind::kDayTimeInterval:
      return append_as<int64_t, int64_t>(source, begin, count, column);
    case TypeKind::kCalendarInterval:
      return append_as<types::CalendarInterval, types::CalendarInterval>(source, begin, count,
                                                                         column);
    case TypeKind::kFloat:
      return append_as<float, float>(source, begin, count, column);
    case TypeKind::kDouble:
      return append_as<double, double>(source, begin, count, column);
    case TypeKind::kDecimal:
      return append_decimals(source, begin, count, column);
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
      return append_texts(source, begin, count, column);
    case TypeKind::kArray:
    case TypeKind::kMap:
      return append_lists(source, begin, count, column);
    case TypeKind::kStruct:
      return append_structs(source, begin, count, column);
  }
}

}  // namespace

void write_vector(const Column& column, size_t begin, size_t count, duck::Vector& vector) {
  vector.SetSize(count);
  write_rows(column, begin, count, vector);
}

void append_vector(const duck::Vector& vector, size_t count, Column& column) {
  append_rows(source_of(vector, column.type()), 0, count, column);
}

duck::VectorView view_of(const duck::Vector& vector) {
  if (vector.GetVectorType() == duck::VectorType::OTHER) vector.Flatten();
  return vector.GetView();
}

}  // namespace tarn::engine
