#include "format/json_shape.h"

#include <algorithm>
#include <utility>

#include "types/utf8.h"

namespace tarn::format {

using types::DataType;
using types::Field;
using types::TypeKind;

QuotedName::QuotedName(const std::string& name) : text_("\"" + name + "\"") {
  // A name that JSON must escape never stands in a document as it is.
  const bool is_plain = std::none_of(name.begin(), name.end(), [](char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  });
  is_short_ = is_plain && text_.size() <= sizeof words_;
  const size_t size = std::min(text_.size(), sizeof words_);
  std::memcpy(words_, text_.data(), size);
  std::memset(masks_, 0xFF, size);
}

uint32_t JsonShape::find(std::string_view name) const {
  for (uint32_t at = 0; at < names.size(); ++at) {
    if (names[at] == name) {
      return at;
    }
  }
  if (name_case == NameCase::kIgnored) {
    for (uint32_t at = 0; at < names.size(); ++at) {
      if (types::equal_ignoring_case(names[at], name)) {
        return at;
      }
    }
  }
  return kNoField;
}

bool JsonShape::has_ignoring_case(std::string_view name) const {
  return std::ranges::any_of(
      names, [&](const std::string& known) { return types::equal_ignoring_case(known, name); });
}

Result<JsonShape> json_shape_of_row(const types::Schema& schema, NameCase name_case,
                                    const std::vector<std::string>& skipped) {
  JsonShape shape{.kind = TypeKind::kStruct, .name_case = name_case};
  for (uint32_t slot = 0; slot < schema.size(); ++slot) {
    const Field& field = schema[slot];
    if (std::find(skipped.begin(), skipped.end(), field.name) != skipped.end()) {
      continue;
    }
    auto part = json_shape_of(field.type, name_case);
    if (!part) {
      return part.error().within("field '" + field.name + "'");
    }
    shape.parts.push_back(std::move(part).value());
    shape.names.push_back(field.name);
    shape.quoted.emplace_back(field.name);
    shape.slots.push_back(slot);
  }
  for (uint32_t at = 0; at <= shape.names.size(); ++at) {
    shape.followers.push_back(at < shape.names.size() ? at : 0);
  }
  return shape;
}

Result<JsonShape> json_shape_of(const DataType& type, NameCase name_case) {
  JsonShape shape{.kind = type.kind(), .name_case = name_case};
  if (type.is_interval()) {
    shape.interval = type;
  }
  if (type.is(TypeKind::kDecimal)) {
    shape.precision = type.precision();
    shape.scale = type.scale();
  } else if (type.is(TypeKind::kStruct)) {
    return json_shape_of_row(type.fields(), name_case, {});
  } else if (type.is(TypeKind::kArray)) {
    ASSIGN_OR_RETURN(auto element, json_shape_of(type.element(), name_case));
    shape.parts.push_back(std::move(element));
  } else if (type.is(TypeKind::kMap)) {
    if (!type.key().is(TypeKind::kString)) {
      return Error{ErrorCode::kInvalid,
                   "the keys of a map in JSON are STRING, not " + type.key().sql(),
                   "DATATYPE_MISMATCH.INVALID_JSON_MAP_KEY_TYPE", "42K09"};
    }
    ASSIGN_OR_RETURN(auto value, json_shape_of(type.value(), name_case));
    shape.parts.push_back(std::move(value));
  }
  return shape;
}

}  // namespace tarn::format
