// VARIANT: values that bring their types along, in the binary encoding that Spark and Parquet share
// (Parquet format, "Variant Binary Encoding").
//
// The bytes of a value here are its metadata, a dictionary of field names, and right behind it the
// value itself. Metadata knows its own length, so a file that keeps the two in two columns gets
// them by one cut and without a copy, and everywhere else a VARIANT travels as one run of bytes.
// Pure; a view borrows its bytes.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "types/datetime.h"
#include "types/value.h"

namespace tarn::types {

enum class VariantKind : uint8_t {
  kNull,
  kBoolean,
  kLong,  // whole numbers of all widths
  kFloat,
  kDouble,
  kDecimal,
  kDate,
  kTimestamp,
  kTimestampNtz,
  kBinary,
  kString,
  kArray,
  kObject,
};

struct VariantDecimal {
  Int128 unscaled = 0;
  int scale = 0;
};

// How many digits a number has, at least one.
int digits_of(Int128 unscaled);
// Without zeros at the end of its fraction.
VariantDecimal without_trailing_zeros(VariantDecimal decimal);

// The order of an object's fields: Java's order of strings, which compares UTF-16.
bool variant_name_stands_before(std::string_view a, std::string_view b);

// How many of a value's bytes are its metadata.
size_t variant_metadata_bytes(std::string_view bytes);

class VariantView {
 public:
  // `bytes` must have been made by a VariantBuilder, or checked (variant_check.h).
  explicit VariantView(std::string_view bytes);

  VariantKind kind() const;
  bool boolean() const;            // kBoolean
  int64_t integer() const;         // kLong; kDate: days; kTimestamp, kTimestampNtz: microseconds
  double floating() const;         // kDouble, kFloat
  VariantDecimal decimal() const;  // kDecimal
  std::string_view bytes() const;  // kString, kBinary

  // kArray, kObject: how many elements or fields; a field's name (fields stand in the order of
  // their names), and an element or a field's value.
  size_t size() const;
  std::string_view name(size_t at) const;
  VariantView at(size_t at) const;
  std::optional<VariantView> field(std::string_view name) const;

  // Compact JSON. Times of day of instants are `zone`'s.
  void append_json(std::string& out, const SessionZone& zone) const;

 private:
  friend class VariantBuilder;
  struct Layout;
  VariantView(std::string_view metadata, std::string_view value)
      : metadata_(metadata), value_(value) {}
  Layout layout() const;
  uint8_t header() const { return static_cast<uint8_t>(value_[0]); }

  std::string_view metadata_;
  std::string_view value_;
};

// Builds one value from the left to the right. An array or an object begins where the builder
// stands; its parts are appended, and then it is closed.
class VariantBuilder {
 public:
  struct Field {
    std::string name;
    uint32_t id = 0;
    size_t offset = 0;
  };

  void append_null();
  void append_boolean(bool value);
  void append_long(int64_t value);
  void append_float(float value);
  void append_double(double value);
  void append_decimal(VariantDecimal value);  // at most 38 digits, and as many behind the point
  void append_date(int32_t days);
  void append_timestamp(int64_t micros);
  void append_timestamp_ntz(int64_t micros);
  void append_binary(std::string_view bytes);
  void append_string(std::string_view text);
  void append_variant(const VariantView& value);

  // Where the next value will stand.
  size_t position() const { return value_.size(); }
  // The field whose value is appended next, of an object that began at `start`.
  Field field(size_t start, std::string_view name);
  // False: two fields have one name.
  [[nodiscard]] bool close_object(size_t start, std::vector<Field> fields);
  // `offsets`: position() - start before each element.
  void close_array(size_t start, const std::vector<size_t>& offsets);

  // The value that was built; the builder is as new.
  std::string take();
  void clear();

 private:
  void append_raw(uint64_t value, size_t bytes);
  void append_primitive(int type);

  std::string value_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, uint32_t> ids_;
};

}  // namespace tarn::types
