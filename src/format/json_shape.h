// A schema as the JSON reader wants it: fields found by their quoted names, in the order that the
// last documents had.

#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "types/type.h"

namespace tarn::format {

enum class NameCase : uint8_t { kSensitive, kIgnored };

// A field's name with its quotes, compared sixteen bytes at a time with what stands in a document.
class QuotedName {
 public:
  explicit QuotedName(const std::string& name);

  size_t size() const { return text_.size(); }
  // `at` has 16 readable bytes. Names of more than 14 bytes are never recognized here.
  bool matches(const char* at) const {
    uint64_t words[2];
    std::memcpy(words, at, sizeof words);
    return ((words[0] ^ words_[0]) & masks_[0]) == 0 && ((words[1] ^ words_[1]) & masks_[1]) == 0 &&
           is_short_;
  }

 private:
  std::string text_;
  uint64_t words_[2] = {0, 0};
  uint64_t masks_[2] = {0, 0};
  bool is_short_ = false;
};

struct JsonShape {
  types::TypeKind kind = types::TypeKind::kVoid;
  int precision = 0;
  int scale = 0;
  types::DataType interval = {};  // of a year-month or day-time interval: which fields it has
  // STRUCT: its fields in order; ARRAY: its element; MAP: its value.
  std::vector<JsonShape> parts;
  // STRUCT only, beside `parts`.
  std::vector<std::string> names;
  std::vector<QuotedName> quoted;
  std::vector<uint32_t> slots;  // which column of the row takes the field
  // followers[i] is the field expected behind field i - 1; followers[0] comes first.
  std::vector<uint32_t> followers;
  NameCase name_case = NameCase::kSensitive;

  static constexpr uint32_t kNoField = UINT32_MAX;
  uint32_t find(std::string_view name) const;  // kNoField: the schema has no such field
  bool has_ignoring_case(std::string_view name) const;
};

// kInvalid or kUnsupported: a type that JSON cannot hold here, named with its path.
Result<JsonShape> json_shape_of(const types::DataType& type, NameCase name_case);

// The shape of a row, in which the columns called `skipped` take no field.
Result<JsonShape> json_shape_of_row(const types::Schema& schema, NameCase name_case,
                                    const std::vector<std::string>& skipped);

}  // namespace tarn::format
