#include "types/declared_type.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

namespace tarn::types {
namespace {

// The type with `leaf` in the place of each type that holds no other.
template <typename Leaf>
DataType with_leaves(const DataType& type, const Leaf& leaf) {
  switch (type.kind()) {
    case TypeKind::kArray:
      return DataType::array(with_leaves(type.element(), leaf), type.contains_null());
    case TypeKind::kMap: {
      DataType key = with_leaves(type.key(), leaf);
      return DataType::map(std::move(key), with_leaves(type.value(), leaf), type.contains_null());
    }
    case TypeKind::kStruct: {
      std::vector<Field> fields = type.fields();
      for (Field& field : fields) {
        field.type = with_leaves(field.type, leaf);
      }
      return DataType::structure(std::move(fields));
    }
    default:
      return leaf(type);
  }
}

template <typename Test>
bool any_leaf(const DataType& type, const Test& test) {
  bool any = false;
  with_leaves(type, [&](const DataType& leaf) {
    any = any || test(leaf);
    return leaf;
  });
  return any;
}

// Reads the lengths out of a declared type's text, of which all else is known.
class LengthReader {
 public:
  explicit LengthReader(std::string_view text) : rest_(text) {}

  // Nothing: the text is of another type.
  std::optional<DataType> read(const DataType& type) {
    std::optional<DataType> found = part(type);
    return rest_.empty() ? std::move(found) : std::nullopt;
  }

 private:
  bool take(std::string_view text) {
    const bool is_next = rest_.starts_with(text);
    rest_.remove_prefix(is_next ? text.size() : 0);
    return is_next;
  }

  bool take_name(const std::string& name) {
    std::string quoted = "`";
    for (const char c : name) {
      quoted += c == '`' ? "``" : std::string(1, c);
    }
    return take(quoted + "`:") || take(name + ":");
  }

  std::optional<DataType> part(const DataType& type) {
    switch (type.kind()) {
      case TypeKind::kString:
        return text_type();
      case TypeKind::kArray: {
        auto element = take("array<") ? part(type.element()) : std::nullopt;
        if (!element || !take(">")) return std::nullopt;
        return DataType::array(*std::move(element), type.contains_null());
      }
      case TypeKind::kMap: {
        auto key = take("map<") ? part(type.key()) : std::nullopt;
        auto value = key && take(",") ? part(type.value()) : std::nullopt;
        if (!value || !take(">")) return std::nullopt;
        return DataType::map(*std::move(key), *std::move(value), type.contains_null());
      }
      case TypeKind::kStruct:
        return structure(type);
      default:
        return take(type.text()) ? std::optional(type) : std::nullopt;
    }
  }

  std::optional<DataType> structure(const DataType& type) {
    if (!take("struct<")) return std::nullopt;
    std::vector<Field> fields = type.fields();
    for (Field& field : fields) {
      const bool is_next = &field == fields.data() || take(",");
      auto found = is_next && take_name(field.name) ? part(field.type) : std::nullopt;
      if (!found) return std::nullopt;
      field.type = *std::move(found);
    }
    return take(">") ? std::optional(DataType::structure(std::move(fields))) : std::nullopt;
  }

  std::optional<DataType> text_type() {
    const bool is_char = take("char(");
    if (!is_char && !take("varchar(")) {
      return take("string") ? std::optional(string_type()) : std::nullopt;
    }
    int32_t length = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), length);
    if (error != std::errc()) return std::nullopt;
    rest_.remove_prefix(static_cast<size_t>(end - rest_.data()));
    if (!take(")")) return std::nullopt;
    return is_char ? DataType::character(length) : DataType::varchar(length);
  }

  std::string_view rest_;
};

}  // namespace

bool has_lengths(const DataType& type) {
  return any_leaf(type, [](const DataType& leaf) { return leaf.is_char() || leaf.is_varchar(); });
}

bool has_char(const DataType& type) {
  return any_leaf(type, [](const DataType& leaf) { return leaf.is_char(); });
}

DataType without_lengths(const DataType& type) {
  return with_leaves(
      type, [](const DataType& leaf) { return leaf.is(TypeKind::kString) ? string_type() : leaf; });
}

DataType with_varchar(const DataType& type) {
  return with_leaves(type, [](const DataType& leaf) {
    return leaf.is_char() ? DataType::varchar(leaf.length()) : leaf;
  });
}

Field stored_field(Field declared) {
  const std::string key(kDeclaredTypeKey);
  if (!has_lengths(declared.type)) {
    return declared;
  }
  declared.metadata[key] = nlohmann::json(declared.type.text()).dump();
  declared.type = without_lengths(declared.type);
  return declared;
}

Schema stored_schema(Schema declared) {
  for (Field& field : declared) {
    field = stored_field(std::move(field));
  }
  return declared;
}

DataType declared_type(const Field& stored) {
  const auto found = stored.metadata.find(std::string(kDeclaredTypeKey));
  if (found == stored.metadata.end()) {
    return stored.type;
  }
  const nlohmann::json text = nlohmann::json::parse(found->second, nullptr, false);
  if (!text.is_string()) {
    return stored.type;
  }
  return LengthReader(text.get_ref<const std::string&>()).read(stored.type).value_or(stored.type);
}

}  // namespace tarn::types
