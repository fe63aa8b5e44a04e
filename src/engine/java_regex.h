// Java's regular expressions (java.util.regex.Pattern) written for PCRE2.
//
// Nothing of a pattern reaches PCRE2 as it is written: classes with unions and intersections become
// assertions, flags become what they mean at each place (without (?u), (?i) is about ASCII alone),
// and ^, $, . and \b are written out with Java's idea of lines and words. Pure.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tarn::engine {

// The pattern for pcre2_compile() with PCRE2_UTF. Nothing: Java refuses it.
std::optional<std::string> pcre_of_java_regex(std::string_view pattern);

}  // namespace tarn::engine
