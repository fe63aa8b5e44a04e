#include "console/characters.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace tarn::console {
namespace {

static_assert(sizeof(wchar_t) == sizeof(UChar32), "a wide character holds any code point");

constexpr UChar32 kReplacement = 0xFFFD;

UChar32 next_code_point(std::string_view text, size_t& at) {
  UChar32 point = 0;
  U8_NEXT(text.data(), at, text.size(), point);
  return point < 0 ? kReplacement : point;
}

bool is_joined(UChar32 point) {
  switch (u_charType(point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return true;
    default:
      return false;
  }
}

size_t width_of(UChar32 point) {
  if (is_joined(point)) {
    return 0;
  }
  const int width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string shown_control(char c) {
  switch (c) {
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    case '\r':
      return "\\r";
    default:
      return fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
  }
}

}  // namespace

std::wstring code_points(std::string_view text) {
  std::wstring points;
  for (size_t at = 0; at < text.size();) {
    points += static_cast<wchar_t>(next_code_point(text, at));
  }
  return points;
}

std::string utf8_of(std::wstring_view code_points) {
  std::string text;
  for (const wchar_t point : code_points) {
    char bytes[U8_MAX_LENGTH];
    size_t length = 0;
    UBool bad = false;
    U8_APPEND(bytes, length, U8_MAX_LENGTH, static_cast<UChar32>(point), bad);
    text += bad ? std::string("\xEF\xBF\xBD") : std::string(bytes, length);
  }
  return text;
}

size_t display_width(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    width += width_of(next_code_point(text, at));
  }
  return width;
}

std::string on_one_line(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (const char c : text) {
    if (is_control(c)) {
      shown += shown_control(c);
    } else {
      shown += c;
    }
  }
  return shown;
}

}  // namespace tarn::console
