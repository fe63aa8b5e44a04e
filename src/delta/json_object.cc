#include "delta/json_object.h"

#include <algorithm>

namespace tarn::delta {
namespace {

using Json = nlohmann::json;

// A missing field of a required kind is an error; of an optional kind it is nothing.
template <typename T>
Result<T> required(Result<std::optional<T>> value, const Error& missing) {
  if (!value) {
    return value.error();
  }
  if (!value->has_value()) {
    return missing;
  }
  return **std::move(value);
}

// The library prints and frees by recursion, so that the depth must have a bound before it parses.
constexpr int kJsonNestingMax = 200;

int nesting_of(std::string_view text) {
  int depth = 0;
  int deepest = 0;
  bool is_in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_in_string) {
      i += c == '\\' ? 1 : 0;
      is_in_string = c != '"';
    } else if (c == '"') {
      is_in_string = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

const Json* JsonObject::find(const char* name) const {
  const auto at = object_.find(name);
  return at == object_.end() || at->is_null() ? nullptr : &*at;
}

Error JsonObject::wrong(const char* name, const char* wanted) const {
  return {ErrorCode::kCorrupt, place_ + ": the field '" + name + "' is not there as " + wanted};
}

Result<std::optional<std::string>> JsonObject::text_if_there(const char* name) const {
  const Json* value = find(name);
  if (value == nullptr) {
    return std::optional<std::string>();
  }
  if (!value->is_string()) {
    return wrong(name, "a string");
  }
  return std::optional(value->get<std::string>());
}

Result<std::optional<int64_t>> JsonObject::integer_if_there(const char* name) const {
  const Json* value = find(name);
  if (value == nullptr) {
    return std::optional<int64_t>();
  }
  const bool fits = value->is_number_integer() &&
                    (!value->is_number_unsigned() || value->get<uint64_t>() <= INT64_MAX);
  if (!fits) {
    return wrong(name, "an integer");
  }
  return std::optional(value->get<int64_t>());
}

Result<std::optional<bool>> JsonObject::boolean_if_there(const char* name) const {
  const Json* value = find(name);
  if (value == nullptr) {
    return std::optional<bool>();
  }
  if (!value->is_boolean()) {
    return wrong(name, "a boolean");
  }
  return std::optional(value->get<bool>());
}

Result<std::string> JsonObject::text(const char* name) const {
  return required(text_if_there(name), wrong(name, "a string"));
}

Result<int64_t> JsonObject::integer(const char* name) const {
  return required(integer_if_there(name), wrong(name, "an integer"));
}

Result<bool> JsonObject::boolean(const char* name) const {
  return required(boolean_if_there(name), wrong(name, "a boolean"));
}

Result<std::optional<std::vector<std::string>>> JsonObject::texts_if_there(const char* name) const {
  const Json* value = find(name);
  if (value == nullptr) {
    return std::optional<std::vector<std::string>>();
  }
  if (!value->is_array()) {
    return wrong(name, "a list of strings");
  }
  std::vector<std::string> texts;
  for (const Json& item : *value) {
    if (!item.is_string()) {
      return wrong(name, "a list of strings");
    }
    texts.push_back(item.get<std::string>());
  }
  return std::optional(std::move(texts));
}

Result<std::optional<std::map<std::string, std::optional<std::string>>>> JsonObject::map_if_there(
    const char* name) const {
  using Map = std::map<std::string, std::optional<std::string>>;
  const Json* value = find(name);
  if (value == nullptr) {
    return std::optional<Map>();
  }
  if (!value->is_object()) {
    return wrong(name, "an object of strings");
  }
  Map map;
  for (const auto& [key, item] : value->items()) {
    if (!item.is_string() && !item.is_null()) {
      return wrong(name, "an object of strings");
    }
    map[key] = item.is_null() ? std::nullopt : std::optional(item.get<std::string>());
  }
  return std::optional(std::move(map));
}

Result<std::map<std::string, std::string>> JsonObject::text_map(const char* name) const {
  ASSIGN_OR_RETURN(const auto map, map_if_there(name));
  std::map<std::string, std::string> texts;
  if (map) {
    for (const auto& [key, value] : *map) {
      if (value) {
        texts[key] = *value;
      }
    }
  }
  return texts;
}

Result<const Json*> JsonObject::object_if_there(const char* name) const {
  const Json* value = find(name);
  if (value != nullptr && !value->is_object()) {
    return wrong(name, "an object");
  }
  return value;
}

std::optional<Json> parse_json(std::string_view text) {
  if (nesting_of(text) > kJsonNestingMax) {
    return std::nullopt;
  }
  Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) {
    return std::nullopt;
  }
  return value;
}

std::string json_text(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace tarn::delta
