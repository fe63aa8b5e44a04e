#include "plan/naming.h"

#include <algorithm>
#include <array>

#include "plan/function.h"
#include "plan/resolution.h"

namespace tarn::plan {

std::string joined(const std::vector<Typed>& arguments) {
  std::string result;
  for (size_t at = 0; at < arguments.size(); ++at) {
    result += (at == 0 ? "" : ", ") + arguments[at].text;
  }
  return result;
}

namespace {

// Functions that Spark names in upper case.
bool in_upper_case(std::string_view name) {
  constexpr std::array kNames = {"sqrt",         "power", "floor",  "ceil",
                                 "log10",        "rank",  "signum", "dense_rank",
                                 "percent_rank", "rlike", "regexp", "regexp_like"};
  return std::ranges::find(kNames, name) != kNames.end();
}

}  // namespace

std::string call_name(std::string_view name, bool special, const std::vector<Typed>& arguments) {
  if (arguments.size() == 2 && (name == "ltrim" || name == "rtrim")) {
    return std::string(name == "ltrim" ? "TRIM(LEADING " : "TRIM(TRAILING ") + arguments[0].text +
           " FROM " + arguments[1].text + ")";
  }
  if (name == "trim" && arguments.size() == 2) {
    return "TRIM(BOTH " + arguments[0].text + " FROM " + arguments[1].text + ")";
  }
  // The seed is not shown.
  if (name == "shuffle" && arguments.size() == 2) return "shuffle(" + arguments[0].text + ")";
  if (arguments.size() == 1 && name == "positive") return "(+ " + arguments[0].text + ")";
  if (arguments.size() == 1 && (name == "isnull" || name == "isnotnull")) {
    return "(" + arguments[0].text + (name == "isnull" ? " IS NULL)" : " IS NOT NULL)");
  }
  if (name == "like" && arguments.size() >= 2) {
    const std::string escape =
        arguments.size() == 3 ? " ESCAPE '" + arguments[2].text + "'" : std::string();
    return arguments[0].text + " LIKE " + arguments[1].text + escape;
  }
  if (name == "ilike" && arguments.size() == 3) {
    return "ilike(" + arguments[0].text + ", " + arguments[1].text + ")";
  }
  std::string shown(shown_name(name));
  if (special && name == "position") shown = "locate";
  const bool rounds = name == "floor" || name == "ceil";
  if (in_upper_case(name) && !(rounds && arguments.size() == 2)) {
    std::ranges::transform(shown, shown.begin(), [](unsigned char c) {
      return static_cast<char>(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
    });
  }
  return shown + "(" + joined(arguments) + ")";
}

}  // namespace tarn::plan
