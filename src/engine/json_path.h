// Paths into JSON documents as get_json_object takes them: $.a.b[0]['x y'][*].

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tarn::engine {

// Immutable; may be shared between threads.
class JsonPath {
 public:
  struct Step {
    enum class Kind : uint8_t { kField, kFieldIgnoringCase, kIndex, kAll };
    Kind kind = Kind::kField;
    std::string name;
    uint64_t index = 0;
  };

  // Nothing: the text is not a path, and nothing is found by it.
  static std::optional<JsonPath> parse(std::string_view text);
  // The same with its first bare field ignoring case: Databricks' column:path.
  static std::optional<JsonPath> parse_ignoring_case(std::string_view text);

  // What the path finds: a string without its quotes, anything else as compact JSON; a wildcard's
  // findings as an array (one finding alone as it is). Nothing: no match, a JSON null, or a
  // malformed document.
  std::optional<std::string> extract(std::string_view document) const;

 private:
  std::vector<Step> steps_;
};

}  // namespace tarn::engine
