#include "plan/naming.h"

#include <algorithm>
#include <array>

#include "plan/resolution.h"

namespace tarn::plan {

namespace {

std::string joined(const std::vector<Typed>& arguments) {
  std::string result;
  for (size_t at = 0; at < arguments.size(); ++at) {
    result += (at == 0 ? "" : ", ") + arguments[at].text;
  }
  return result;
}

// Functions that Spark names in upper case.
bool in_upper_case(std::string_view name) {
  constexpr std::array kNames = {"sqrt", "power",  "floor",      "ceil",         "log10",
                                 "rank", "signum", "dense_rank", "percent_rank", "rlike"};
  return std::ranges::find(kNames, name) != kNames.end();
}

}  // namespace

std::string call_name(std::string_view name, bool special, const std::vector<Typed>& arguments) {
  if (arguments.size() == 2 && (name == "ltrim" || name == "rtrim")) {
    return std::string(name == "ltrim" ? "TRIM(LEADING " : "TRIM(TRAILING ") + arguments[0].text +
           " FROM " + arguments[1].text + ")";
  }
  if (special && name == "trim") {
    if (arguments.size() == 1) return "TRIM(BOTH FROM " + arguments[0].text + ")";
    return "TRIM(BOTH " + arguments[0].text + " FROM " + arguments[1].text + ")";
  }
  std::string shown(name);
  if (special && name == "position") shown = "locate";
  if (in_upper_case(name)) {
    std::ranges::transform(shown, shown.begin(), [](unsigned char c) {
      return static_cast<char>(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
    });
  }
  const bool from_start = (name == "position" || name == "locate") && arguments.size() == 2;
  return shown + "(" + joined(arguments) + (from_start ? ", 1)" : ")");
}

}  // namespace tarn::plan
