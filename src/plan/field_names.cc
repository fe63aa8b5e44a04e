#include "plan/field_names.h"

#include <algorithm>
#include <vector>

#include "plan/coercion.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

DataType renamed(const DataType& type, const DataType& like) {
  if (type.kind() != like.kind()) return type;
  switch (type.kind()) {
    case TypeKind::kArray:
      return DataType::array(renamed(type.element(), like.element()), type.contains_null());
    case TypeKind::kMap:
      return DataType::map(renamed(type.key(), like.key()), renamed(type.value(), like.value()),
                           type.contains_null());
    case TypeKind::kStruct: {
      std::vector<types::Field> fields = type.fields();
      if (fields.size() != like.fields().size()) return type;
      for (size_t at = 0; at < fields.size(); ++at) {
        fields[at].name = like.fields()[at].name;
        fields[at].type = renamed(fields[at].type, like.fields()[at].type);
      }
      return DataType::structure(std::move(fields));
    }
    default:
      return type;
  }
}

std::optional<DataType> common_type_by_position(std::span<const DataType> all, AnsiMode ansi) {
  if (auto common = common_type(all, ansi)) return common;
  std::vector<DataType> types(all.begin(), all.end());
  const auto has_shape = [&](const DataType& type) { return same_structure(type, types[0]); };
  if (!std::ranges::all_of(types, has_shape)) return std::nullopt;
  for (DataType& type : types) type = renamed(type, types[0]);
  return common_type(types, ansi);
}

}  // namespace tarn::plan
