// Character classes that Java's regular expressions know by name: \p{Alpha}, \p{Lu}, \p{IsGreek}.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tarn::engine {

// What stands between the brackets of a PCRE2 class, and whether all but that is meant.
struct ClassItems {
  std::string items;
  bool negated = false;
};

// The class called `name`; `unicode` as with (?U). Nothing: Java knows none, or a block that is not
// known here.
std::optional<ClassItems> java_property(std::string_view name, bool unicode);

}  // namespace tarn::engine
