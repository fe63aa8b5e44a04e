#include "types/column.h"

#include <limits>
#include <utility>

namespace tarn::types {
namespace {

constexpr int kShortDecimalPrecision = 18;

uint32_t checked_end(size_t end) {
  CHECK(end <= std::numeric_limits<uint32_t>::max());
  return static_cast<uint32_t>(end);
}

}  // namespace

size_t width_of(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kBoolean:
    case TypeKind::kByte:
      return 1;
    case TypeKind::kShort:
      return 2;
    case TypeKind::kInt:
    case TypeKind::kFloat:
    case TypeKind::kDate:
    case TypeKind::kYearMonthInterval:
      return 4;
    case TypeKind::kLong:
    case TypeKind::kDouble:
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
    case TypeKind::kTime:
    case TypeKind::kDayTimeInterval:
      return 8;
    case TypeKind::kCalendarInterval:
      return 16;
    case TypeKind::kDecimal:
      return type.precision() <= kShortDecimalPrecision ? 8 : 16;
    case TypeKind::kVoid:
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
    case TypeKind::kArray:
    case TypeKind::kMap:
    case TypeKind::kStruct:
      return 0;
  }
  return 0;
}

Column::Column(DataType type) : type_(std::move(type)), width_(width_of(type_)) {
  switch (type_.kind()) {
    case TypeKind::kArray:
      children_.emplace_back(type_.element());
      break;
    case TypeKind::kMap:
      children_.emplace_back(type_.key());
      children_.emplace_back(type_.value());
      break;
    case TypeKind::kStruct:
      children_.reserve(type_.fields().size());
      for (const Field& field : type_.fields()) {
        children_.emplace_back(field.type);
      }
      break;
    default:
      break;
  }
}

void Column::append_null() {
  if (valid_.empty()) {
    valid_.assign(size_, 1);
  }
  valid_.push_back(0);
  ++size_;
  switch (type_.kind()) {
    case TypeKind::kVoid:
      break;
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
    case TypeKind::kArray:
    case TypeKind::kMap:
      ends_.push_back(ends_.empty() ? 0 : ends_.back());
      break;
    case TypeKind::kStruct:
      for (Column& child : children_) {
        child.append_null();
      }
      break;
    default:
      std::memset(data_.extend(width_), 0, width_);
      break;
  }
}

void Column::append_bytes(std::string_view bytes) {
  CHECK(type_.is(TypeKind::kString) || type_.is(TypeKind::kBinary) || type_.is(TypeKind::kVariant));
  bytes_.append(bytes);
  ends_.push_back(checked_end(bytes_.size()));
  note_valid();
}

void Column::append_list() {
  CHECK(type_.is(TypeKind::kArray) ||
        (type_.is(TypeKind::kMap) && children_[0].size() == children_[1].size()));
  ends_.push_back(checked_end(children_[0].size()));
  note_valid();
}

void Column::append_struct() {
  CHECK(type_.is(TypeKind::kStruct));
  for (const Column& child : children_) {
    CHECK(child.size() == size_ + 1);
  }
  note_valid();
}

void Column::append_integer(int64_t value) {
  switch (width_) {
    case 1:
      return append(static_cast<int8_t>(value));
    case 2:
      return append(static_cast<int16_t>(value));
    case 4:
      return append(static_cast<int32_t>(value));
    default:
      return append(value);
  }
}

int64_t Column::integer_at(size_t row) const {
  switch (width_) {
    case 1:
      return at<int8_t>(row);
    case 2:
      return at<int16_t>(row);
    case 4:
      return at<int32_t>(row);
    default:
      return at<int64_t>(row);
  }
}

void Column::append_value(const Value& value) {
  if (value.is_null()) {
    return append_null();
  }
  switch (type_.kind()) {
    case TypeKind::kVoid:
      return append_null();
    case TypeKind::kBoolean:
      return append(static_cast<uint8_t>(std::get<bool>(value.content) ? 1 : 0));
    case TypeKind::kFloat:
      return append(static_cast<float>(std::get<double>(value.content)));
    case TypeKind::kDouble:
      return append(std::get<double>(value.content));
    case TypeKind::kDecimal: {
      const Int128 unscaled = std::get<Int128>(value.content);
      return width_ == 16 ? append(unscaled) : append(static_cast<int64_t>(unscaled));
    }
    case TypeKind::kCalendarInterval:
      return append(std::get<CalendarInterval>(value.content));
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
      return append_bytes(std::get<std::string>(value.content));
    case TypeKind::kArray:
      for (const Value& element : std::get<ValueList>(value.content)) {
        children_[0].append_value(element);
      }
      return append_list();
    case TypeKind::kMap:
      for (const auto& [key, entry] : std::get<ValueMap>(value.content)) {
        children_[0].append_value(key);
        children_[1].append_value(entry);
      }
      return append_list();
    case TypeKind::kStruct: {
      const auto& fields = std::get<ValueList>(value.content);
      CHECK(fields.size() == children_.size());
      for (size_t at = 0; at < fields.size(); ++at) {
        children_[at].append_value(fields[at]);
      }
      return append_struct();
    }
    default:
      return append_integer(std::get<int64_t>(value.content));
  }
}

void Column::truncate(size_t size) {
  if (size >= size_) {
    // Elements of a list that was never closed are given back too.
    if (type_.is(TypeKind::kArray) || type_.is(TypeKind::kMap)) {
      for (Column& child : children_) {
        child.truncate(size_ == 0 ? 0 : ends_[size_ - 1]);
      }
    } else if (type_.is(TypeKind::kStruct)) {
      for (Column& child : children_) {
        child.truncate(size_);
      }
    }
    return;
  }
  size_ = size;
  if (size == 0) {
    valid_.clear();
  } else if (!valid_.empty()) {
    valid_.resize(size);
  }
  if (width_ != 0) {
    data_.truncate(size * width_);
    return;
  }
  if (type_.is(TypeKind::kStruct)) {
    for (Column& child : children_) {
      child.truncate(size);
    }
    return;
  }
  if (type_.is(TypeKind::kVoid)) {
    return;
  }
  ends_.resize(size);
  const size_t end = size == 0 ? 0 : ends_.back();
  if (type_.is(TypeKind::kString) || type_.is(TypeKind::kBinary) || type_.is(TypeKind::kVariant)) {
    bytes_.resize(end);
    return;
  }
  for (Column& child : children_) {
    child.truncate(end);
  }
}

void Column::reserve(size_t rows) {
  data_.reserve(rows * width_);
  if (type_.is(TypeKind::kStruct)) {
    for (Column& child : children_) {
      child.reserve(rows);
    }
  } else if (width_ == 0 && !type_.is(TypeKind::kVoid)) {
    ends_.reserve(rows);
  }
}

Value Column::value_at(size_t row) const {
  if (!is_valid(row)) {
    return {};
  }
  switch (type_.kind()) {
    case TypeKind::kVoid:
      return {};
    case TypeKind::kBoolean:
      return {at<uint8_t>(row) != 0};
    case TypeKind::kFloat:
      return {static_cast<double>(at<float>(row))};
    case TypeKind::kDouble:
      return {at<double>(row)};
    case TypeKind::kDecimal:
      return {width_ == 16 ? at<Int128>(row) : static_cast<Int128>(at<int64_t>(row))};
    case TypeKind::kCalendarInterval:
      return {at<CalendarInterval>(row)};
    case TypeKind::kString:
    case TypeKind::kBinary:
    case TypeKind::kVariant:
      return {std::string(bytes_at(row))};
    case TypeKind::kArray: {
      ValueList elements;
      for (uint32_t item = list_begin(row); item < list_end(row); ++item) {
        elements.push_back(children_[0].value_at(item));
      }
      return {std::move(elements)};
    }
    case TypeKind::kMap: {
      ValueMap entries;
      for (uint32_t item = list_begin(row); item < list_end(row); ++item) {
        entries.emplace_back(children_[0].value_at(item), children_[1].value_at(item));
      }
      return {std::move(entries)};
    }
    case TypeKind::kStruct: {
      ValueList fields;
      for (const Column& child : children_) {
        fields.push_back(child.value_at(row));
      }
      return {std::move(fields)};
    }
    default:
      return {integer_at(row)};
  }
}

Batch Batch::empty(const Schema& schema) {
  Batch batch;
  batch.columns.reserve(schema.size());
  for (const Field& field : schema) {
    batch.columns.emplace_back(field.type);
  }
  return batch;
}

}  // namespace tarn::types
