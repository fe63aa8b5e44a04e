// UTF-8 as it must be in a STRING: well formed, whatever a file held.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tarn::types {

// No overlong forms, no surrogates, nothing beyond U+10FFFF.
bool is_valid_utf8(std::string_view bytes);

// The same text with U+FFFD for each maximal part of an ill-formed sequence (Unicode, "U+FFFD
// Substitution of Maximal Subparts"), which is also what Java's decoder does.
std::string repaired_utf8(std::string_view bytes);

void append_code_point(std::string& out, char32_t code_point);

// The code point at `at`, which moves behind it. `text` must be valid UTF-8.
char32_t next_code_point(std::string_view text, size_t& at);

// Lower case for comparing names: simple folding of Latin, Greek, Cyrillic and Armenian letters.
// Other scripts with case are compared as they are written.
std::string case_folded(std::string_view name);
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace tarn::types
