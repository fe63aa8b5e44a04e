#include "types/made_values.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tarn::types {
namespace {

constexpr const char* kCurrentDefault = "CURRENT_DEFAULT";
constexpr const char* kExistsDefault = "EXISTS_DEFAULT";
constexpr const char* kGeneration = "delta.generationExpression";

std::optional<std::string> text_at(const Field& column, const char* key) {
  const auto found = column.metadata.find(key);
  if (found == column.metadata.end()) {
    return std::nullopt;
  }
  const nlohmann::json text = nlohmann::json::parse(found->second, nullptr, false);
  return text.is_string() ? std::optional(text.get<std::string>()) : std::nullopt;
}

}  // namespace

std::optional<std::string> default_of(const Field& column) {
  return text_at(column, kCurrentDefault);
}

void set_default(Field& column, const std::string& text) {
  const std::string json = nlohmann::json(text).dump();
  column.metadata[kCurrentDefault] = json;
  column.metadata[kExistsDefault] = json;
}

void drop_default(Field& column) { column.metadata.erase(kCurrentDefault); }

std::optional<std::string> generation_of(const Field& column) {
  return text_at(column, kGeneration);
}

void set_generation(Field& column, const std::string& text) {
  column.metadata[kGeneration] = nlohmann::json(text).dump();
}

bool has_generated(const Schema& schema) {
  return std::ranges::any_of(schema,
                             [](const Field& field) { return generation_of(field).has_value(); });
}

}  // namespace tarn::types
