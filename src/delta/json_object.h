// Reading the fields of a JSON object that somebody else wrote: each function gives the field's
// value, or an error that names the field. A field that is null counts as absent.

#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tarn::delta {

class JsonObject {
 public:
  // `place` is what errors begin with. `object` must outlive this.
  JsonObject(const nlohmann::json& object, std::string place)
      : object_(object), place_(std::move(place)) {}

  Result<std::string> text(const char* name) const;
  Result<int64_t> integer(const char* name) const;
  Result<bool> boolean(const char* name) const;
  Result<std::optional<std::string>> text_if_there(const char* name) const;
  Result<std::optional<int64_t>> integer_if_there(const char* name) const;
  Result<std::optional<bool>> boolean_if_there(const char* name) const;
  Result<std::optional<std::vector<std::string>>> texts_if_there(const char* name) const;
  // An object whose values are strings or null.
  Result<std::optional<std::map<std::string, std::optional<std::string>>>> map_if_there(
      const char* name) const;
  // The same, without the entries that are null; empty where the field is absent.
  Result<std::map<std::string, std::string>> text_map(const char* name) const;
  // Null where the field is absent.
  Result<const nlohmann::json*> object_if_there(const char* name) const;

  Error wrong(const char* name, const char* wanted) const;

 private:
  const nlohmann::json* find(const char* name) const;

  const nlohmann::json& object_;
  const std::string place_;
};

// The JSON value of `text`, or nothing where it is not JSON.
std::optional<nlohmann::json> parse_json(std::string_view text);

// One line, without blanks. Bytes that are not UTF-8 become U+FFFD.
std::string json_text(const nlohmann::ordered_json& value);

}  // namespace tarn::delta
