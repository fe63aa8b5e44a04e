// Spark's data types and schemas, as values.
//
// A DataType is cheap to copy (nested types are shared and never changed) and may be shared between
// threads. Source of the list: Spark SQL documentation, "Data Types".

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tarn::types {

enum class TypeKind : uint8_t {
  kVoid,  // the type of NULL
  kBoolean,
  kByte,   // TINYINT
  kShort,  // SMALLINT
  kInt,
  kLong,  // BIGINT
  kFloat,
  kDouble,
  kDecimal,
  kString,
  kBinary,
  kDate,
  kTimestamp,     // an instant, microseconds
  kTimestampNtz,  // a wall clock reading, microseconds
  kTime,          // a time of day, nanoseconds
  kYearMonthInterval,
  kDayTimeInterval,
  kCalendarInterval,  // months, days and microseconds apart: INTERVAL
  kArray,
  kMap,
  kStruct,
  kVariant,  // a value that brings its type along: variant.h
};

// The fields of an interval type, from the widest to the narrowest.
enum class IntervalUnit : uint8_t { kYear, kMonth, kDay, kHour, kMinute, kSecond };

inline constexpr int kMaxDecimalPrecision = 38;
inline constexpr int kMaxTimePrecision = 6;  // digits of a second's fraction

struct Field;

class DataType {
 public:
  DataType() = default;  // kVoid

  static DataType of(TypeKind kind);  // a kind without parameters; intervals get their widest form
  static DataType decimal(int precision, int scale);
  static DataType time(int precision = kMaxTimePrecision);
  // CHAR(length) and VARCHAR(length), of characters. They are of kind kString, and stand where
  // types are declared: expressions know STRING alone (declared_type.h).
  static DataType character(int32_t length);
  static DataType varchar(int32_t length);
  // Both units of one family; from <= to.
  static DataType interval(IntervalUnit from, IntervalUnit to);
  static DataType array(DataType element, bool contains_null = true);
  static DataType map(DataType key, DataType value, bool value_contains_null = true);
  static DataType structure(std::vector<Field> fields);

  TypeKind kind() const { return kind_; }
  bool is(TypeKind kind) const { return kind_ == kind; }
  bool is_integral() const;    // TINYINT .. BIGINT
  bool is_fractional() const;  // FLOAT, DOUBLE, DECIMAL
  bool is_numeric() const { return is_integral() || is_fractional(); }
  bool is_interval() const;  // of one family; CalendarInterval is none of them
  bool is_datetime() const;  // DATE, TIMESTAMP, TIMESTAMP_NTZ
  bool is_nested() const;    // ARRAY, MAP, STRUCT

  bool is_char() const { return kind_ == TypeKind::kString && a_ == kChar; }
  bool is_varchar() const { return kind_ == TypeKind::kString && a_ == kVarchar; }
  int32_t length() const { return length_; }  // of CHAR and VARCHAR

  int precision() const { return a_; }  // kDecimal, kTime
  int scale() const { return b_; }      // kDecimal only
  IntervalUnit from_unit() const { return static_cast<IntervalUnit>(a_); }
  IntervalUnit to_unit() const { return static_cast<IntervalUnit>(b_); }

  const DataType& element() const;           // kArray
  bool contains_null() const;                // kArray: elements; kMap: values
  const DataType& key() const;               // kMap
  const DataType& value() const;             // kMap
  const std::vector<Field>& fields() const;  // kStruct

  // "bigint", "decimal(10,2)", "array<struct<a:int,b:string>>": Spark's simpleString /
  // catalogString.
  std::string text() const;
  // "BIGINT", "STRUCT<a: INT NOT NULL>": Spark's sql form, as in error messages and typeof's
  // opposite.
  std::string sql() const;

  // Equal with names (exact), nullability and parameters.
  friend bool operator==(const DataType& a, const DataType& b);
  // Equal, whatever the nullability of parts.
  bool same_ignoring_nullability(const DataType& other) const;

 private:
  struct Nested;
  static constexpr uint8_t kChar = 1;
  static constexpr uint8_t kVarchar = 2;
  TypeKind kind_ = TypeKind::kVoid;
  uint8_t a_ = 0;  // kString: 0, kChar or kVarchar
  uint8_t b_ = 0;
  int32_t length_ = 0;
  std::shared_ptr<const Nested> nested_;  // shared: types are copied with every expression
};

struct Field {
  std::string name;
  DataType type;
  bool nullable = true;
  std::string comment = {};
  std::map<std::string, std::string> metadata = {};  // other column metadata, values as JSON text

  friend bool operator==(const Field&, const Field&) = default;
};

using Schema = std::vector<Field>;

// Index of the column that `name` means (ASCII and Unicode simple case ignored): nothing if there
// is none. Where several match, the first.
std::optional<size_t> find_field(const Schema& schema, std::string_view name);

// "a int, b string": one line of DDL.
std::string ddl_text(const Schema& schema);

// Spark's JSON form of a schema ({"type":"struct","fields":[..]}), as Delta stores it
// (Delta protocol, "Schema Serialization Format").
std::string schema_json(const Schema& schema);
Result<Schema> schema_from_json(std::string_view json);

// Short names for the types that code mentions most.
inline DataType boolean() { return DataType::of(TypeKind::kBoolean); }
inline DataType byte_type() { return DataType::of(TypeKind::kByte); }
inline DataType short_type() { return DataType::of(TypeKind::kShort); }
inline DataType int_type() { return DataType::of(TypeKind::kInt); }
inline DataType long_type() { return DataType::of(TypeKind::kLong); }
inline DataType float_type() { return DataType::of(TypeKind::kFloat); }
inline DataType double_type() { return DataType::of(TypeKind::kDouble); }
inline DataType string_type() { return DataType::of(TypeKind::kString); }
inline DataType binary_type() { return DataType::of(TypeKind::kBinary); }
inline DataType date_type() { return DataType::of(TypeKind::kDate); }
inline DataType timestamp_type() { return DataType::of(TypeKind::kTimestamp); }
inline DataType variant_type() { return DataType::of(TypeKind::kVariant); }
inline DataType timestamp_ntz_type() { return DataType::of(TypeKind::kTimestampNtz); }
inline DataType calendar_interval_type() { return DataType::of(TypeKind::kCalendarInterval); }

}  // namespace tarn::types
