// Paths into VARIANTs as variant_get takes them: $.a.b[0]['x y']["z"].

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "types/variant.h"

namespace tarn::engine {

class VariantPath {
 public:
  // Nothing: the text is no path.
  static std::optional<VariantPath> parse(std::string_view text);

  // Nothing: the path leads nowhere.
  std::optional<types::VariantView> find(types::VariantView value) const;

 private:
  std::vector<std::variant<std::string, uint64_t>> steps_;  // a field's name, an element's place
};

}  // namespace tarn::engine
