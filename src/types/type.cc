#include "types/type.h"

#include <algorithm>
#include <array>
#include <utility>

#include "types/utf8.h"

namespace tarn::types {

// What a nested type is made of. An array uses `first` for its element, a map both.
struct DataType::Nested {
  DataType first;
  DataType second;
  bool contains_null = true;
  std::vector<Field> fields;
};

namespace {

constexpr std::array<const char*, 6> kUnitNames{"year", "month", "day", "hour", "minute", "second"};

const char* simple_name(TypeKind kind) {
  switch (kind) {
    case TypeKind::kVoid:
      return "void";
    case TypeKind::kBoolean:
      return "boolean";
    case TypeKind::kByte:
      return "tinyint";
    case TypeKind::kShort:
      return "smallint";
    case TypeKind::kInt:
      return "int";
    case TypeKind::kLong:
      return "bigint";
    case TypeKind::kFloat:
      return "float";
    case TypeKind::kDouble:
      return "double";
    case TypeKind::kDecimal:
      return "decimal";
    case TypeKind::kString:
      return "string";
    case TypeKind::kBinary:
      return "binary";
    case TypeKind::kDate:
      return "date";
    case TypeKind::kTimestamp:
      return "timestamp";
    case TypeKind::kTimestampNtz:
      return "timestamp_ntz";
    case TypeKind::kTime:
      return "time";
    case TypeKind::kYearMonthInterval:
    case TypeKind::kDayTimeInterval:
    case TypeKind::kCalendarInterval:
      return "interval";
    case TypeKind::kArray:
      return "array";
    case TypeKind::kMap:
      return "map";
    case TypeKind::kStruct:
      return "struct";
    case TypeKind::kVariant:
      return "variant";
  }
  return "void";
}

std::string interval_text(const DataType& type) {
  const auto name = [](IntervalUnit unit) { return kUnitNames[static_cast<size_t>(unit)]; };
  std::string text = std::string("interval ") + name(type.from_unit());
  return type.from_unit() == type.to_unit() ? text : text + " to " + name(type.to_unit());
}

std::string decimal_type_text(const DataType& type) {
  return "decimal(" + std::to_string(type.precision()) + "," + std::to_string(type.scale()) + ")";
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

std::string quoted_where_needed(const std::string& name) {
  const bool is_plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  const bool is_number =
      std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (is_plain && !is_number) {
    return name;
  }
  std::string quoted = "`";
  for (const char c : name) {
    quoted += c == '`' ? "``" : std::string(1, c);
  }
  return quoted + "`";
}

std::string comment_clause(const std::string& comment) {
  if (comment.empty()) {
    return "";
  }
  std::string text = " COMMENT '";
  for (const char c : comment) {
    if (c == '\'' || c == '\\') {
      text += '\\';
    }
    text += c;
  }
  return text + "'";
}

}  // namespace

DataType DataType::of(TypeKind kind) {
  CHECK(kind != TypeKind::kDecimal && kind != TypeKind::kArray && kind != TypeKind::kMap &&
        kind != TypeKind::kStruct);
  DataType type;
  type.kind_ = kind;
  if (kind == TypeKind::kTime) return time();
  if (kind == TypeKind::kYearMonthInterval) {
    return interval(IntervalUnit::kYear, IntervalUnit::kMonth);
  }
  if (kind == TypeKind::kDayTimeInterval) {
    return interval(IntervalUnit::kDay, IntervalUnit::kSecond);
  }
  return type;
}

DataType DataType::decimal(int precision, int scale) {
  CHECK(precision >= 1 && precision <= kMaxDecimalPrecision && scale >= 0 && scale <= precision);
  DataType type;
  type.kind_ = TypeKind::kDecimal;
  type.a_ = static_cast<uint8_t>(precision);
  type.b_ = static_cast<uint8_t>(scale);
  return type;
}

DataType DataType::time(int precision) {
  CHECK(precision >= 0 && precision <= kMaxTimePrecision);
  DataType type;
  type.kind_ = TypeKind::kTime;
  type.a_ = static_cast<uint8_t>(precision);
  return type;
}

DataType DataType::character(int32_t length) {
  DataType type;
  type.kind_ = TypeKind::kString;
  type.a_ = kChar;
  type.length_ = length;
  return type;
}

DataType DataType::varchar(int32_t length) {
  DataType type = character(length);
  type.a_ = kVarchar;
  return type;
}

DataType DataType::interval(IntervalUnit from, IntervalUnit to) {
  CHECK(from <= to && (from <= IntervalUnit::kMonth) == (to <= IntervalUnit::kMonth));
  DataType type;
  type.kind_ =
      to <= IntervalUnit::kMonth ? TypeKind::kYearMonthInterval : TypeKind::kDayTimeInterval;
  type.a_ = static_cast<uint8_t>(from);
  type.b_ = static_cast<uint8_t>(to);
  return type;
}

DataType DataType::array(DataType element, bool contains_null) {
  DataType type;
  type.kind_ = TypeKind::kArray;
  type.nested_ = std::make_shared<const Nested>(Nested{std::move(element), {}, contains_null, {}});
  return type;
}

DataType DataType::map(DataType key, DataType value, bool value_contains_null) {
  DataType type;
  type.kind_ = TypeKind::kMap;
  type.nested_ = std::make_shared<const Nested>(
      Nested{std::move(key), std::move(value), value_contains_null, {}});
  return type;
}

DataType DataType::structure(std::vector<Field> fields) {
  DataType type;
  type.kind_ = TypeKind::kStruct;
  type.nested_ = std::make_shared<const Nested>(Nested{{}, {}, true, std::move(fields)});
  return type;
}

bool DataType::is_integral() const {
  return kind_ == TypeKind::kByte || kind_ == TypeKind::kShort || kind_ == TypeKind::kInt ||
         kind_ == TypeKind::kLong;
}

bool DataType::is_fractional() const {
  return kind_ == TypeKind::kFloat || kind_ == TypeKind::kDouble || kind_ == TypeKind::kDecimal;
}

bool DataType::is_interval() const {
  return kind_ == TypeKind::kYearMonthInterval || kind_ == TypeKind::kDayTimeInterval;
}

bool DataType::is_datetime() const {
  return kind_ == TypeKind::kDate || kind_ == TypeKind::kTimestamp ||
         kind_ == TypeKind::kTimestampNtz;
}

bool DataType::is_nested() const {
  return kind_ == TypeKind::kArray || kind_ == TypeKind::kMap || kind_ == TypeKind::kStruct;
}

const DataType& DataType::element() const {
  CHECK(kind_ == TypeKind::kArray);
  return nested_->first;
}

bool DataType::contains_null() const {
  CHECK(kind_ == TypeKind::kArray || kind_ == TypeKind::kMap);
  return nested_->contains_null;
}

const DataType& DataType::key() const {
  CHECK(kind_ == TypeKind::kMap);
  return nested_->first;
}

const DataType& DataType::value() const {
  CHECK(kind_ == TypeKind::kMap);
  return nested_->second;
}

const std::vector<Field>& DataType::fields() const {
  CHECK(kind_ == TypeKind::kStruct);
  return nested_->fields;
}

std::string DataType::text() const {
  switch (kind_) {
    case TypeKind::kDecimal:
      return decimal_type_text(*this);
    case TypeKind::kString:
      return a_ == 0 ? simple_name(kind_)
                     : (a_ == kChar ? "char(" : "varchar(") + std::to_string(length_) + ")";
    case TypeKind::kTime:
      return "time(" + std::to_string(precision()) + ")";
    case TypeKind::kYearMonthInterval:
    case TypeKind::kDayTimeInterval:
      return interval_text(*this);
    case TypeKind::kArray:
      return "array<" + element().text() + ">";
    case TypeKind::kMap:
      return "map<" + key().text() + "," + value().text() + ">";
    case TypeKind::kStruct: {
      std::string text = "struct<";
      for (const Field& field : fields()) {
        text += (text.back() == '<' ? "" : ",") + field.name + ":" + field.type.text();
      }
      return text + ">";
    }
    default:
      return simple_name(kind_);
  }
}

std::string DataType::sql() const {
  switch (kind_) {
    case TypeKind::kArray:
      return "ARRAY<" + element().sql() + ">";
    case TypeKind::kMap:
      return "MAP<" + key().sql() + ", " + value().sql() + ">";
    case TypeKind::kStruct: {
      std::string text = "STRUCT<";
      for (const Field& field : fields()) {
        text += (&field == fields().data() ? "" : ", ") + quoted_where_needed(field.name) + ": " +
                field.type.sql() + (field.nullable ? "" : " NOT NULL") +
                comment_clause(field.comment);
      }
      return text + ">";
    }
    default:
      return upper(text());
  }
}

bool operator==(const DataType& a, const DataType& b) {
  if (a.kind_ != b.kind_ || a.a_ != b.a_ || a.b_ != b.b_ || a.length_ != b.length_) {
    return false;
  }
  if (a.nested_ == b.nested_) {
    return true;
  }
  return a.nested_->contains_null == b.nested_->contains_null &&
         a.nested_->first == b.nested_->first && a.nested_->second == b.nested_->second &&
         a.nested_->fields == b.nested_->fields;
}

bool DataType::same_ignoring_nullability(const DataType& other) const {
  if (kind_ != other.kind_ || a_ != other.a_ || b_ != other.b_ || length_ != other.length_) {
    return false;
  }
  if (nested_ == other.nested_) {
    return true;
  }
  return nested_->first.same_ignoring_nullability(other.nested_->first) &&
         nested_->second.same_ignoring_nullability(other.nested_->second) &&
         std::equal(nested_->fields.begin(), nested_->fields.end(), other.nested_->fields.begin(),
                    other.nested_->fields.end(), [](const Field& x, const Field& y) {
                      return x.name == y.name && x.type.same_ignoring_nullability(y.type);
                    });
}

std::optional<size_t> find_field(const Schema& schema, std::string_view name) {
  for (size_t at = 0; at < schema.size(); ++at) {
    if (equal_ignoring_case(schema[at].name, name)) {
      return at;
    }
  }
  return std::nullopt;
}

std::string ddl_text(const Schema& schema) {
  std::string text;
  for (const Field& field : schema) {
    text += (text.empty() ? "" : ", ") + quoted_where_needed(field.name) + " " + field.type.text() +
            (field.nullable ? "" : " NOT NULL");
  }
  return text;
}

}  // namespace tarn::types
