// Text as a terminal shows it: characters, and how many places they take.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tarn::console {

// UTF-8 to code points, and back. A byte that is no UTF-8 becomes U+FFFD.
std::wstring code_points(std::string_view text);
std::string utf8_of(std::wstring_view code_points);

// The places that a text takes on a line: 2 for a wide character (Unicode's East Asian Width W and
// F), 0 for a mark that joins the character before it, 1 for others.
size_t display_width(std::string_view text);

// The text on one line: control characters as \n, \t or \u001b, so that a cell neither breaks a
// table nor speaks to the terminal.
std::string on_one_line(std::string_view text);

}  // namespace tarn::console
