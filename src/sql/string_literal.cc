#include <array>
#include <optional>

#include "base/check.h"
#include "sql/lexer.h"

namespace tarn::sql {
namespace {

std::optional<uint32_t> number(std::string_view digits, size_t count, uint32_t base) {
  if (digits.size() < count) {
    return std::nullopt;
  }
  uint32_t value = 0;
  for (const char c : digits.substr(0, count)) {
    const uint32_t digit = c >= '0' && c <= '9'   ? static_cast<uint32_t>(c - '0')
                           : c >= 'a' && c <= 'f' ? static_cast<uint32_t>(c - 'a' + 10)
                           : c >= 'A' && c <= 'F' ? static_cast<uint32_t>(c - 'A' + 10)
                                                  : base;
    if (digit >= base) {
      return std::nullopt;
    }
    value = value * base + digit;
  }
  return value;
}

void append_utf8(std::string& out, uint32_t point) {
  const auto byte = [&](uint32_t value) { out += static_cast<char>(value); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0 | point >> 6);
    byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    byte(0xE0 | point >> 12);
    byte(0x80 | (point >> 6 & 0x3F));
    byte(0x80 | (point & 0x3F));
  } else {
    byte(0xF0 | point >> 18);
    byte(0x80 | (point >> 12 & 0x3F));
    byte(0x80 | (point >> 6 & 0x3F));
    byte(0x80 | (point & 0x3F));
  }
}

bool is_high_surrogate(uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

// Reads what stands behind a backslash, and returns how many bytes that were.
size_t append_escape(std::string& out, std::string_view rest) {
  if (rest.starts_with('u')) {
    if (const auto unit = number(rest.substr(1), 4, 16)) {
      if (is_high_surrogate(*unit) && rest.substr(5).starts_with("\\u")) {
        const auto low = number(rest.substr(7), 4, 16);
        if (low && is_low_surrogate(*low)) {
          append_utf8(out, 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00));
          return 11;
        }
      }
      append_utf8(out, is_high_surrogate(*unit) || is_low_surrogate(*unit) ? '?' : *unit);
      return 5;
    }
  }
  if (rest.starts_with('U')) {
    if (const auto point = number(rest.substr(1), 8, 16)) {
      const bool valid = *point <= 0x10FFFF && !(*point >= 0xD800 && *point < 0xE000);
      append_utf8(out, valid ? *point : '?');
      return 9;
    }
  }
  if (rest.front() == '0' || rest.front() == '1') {
    if (const auto point = number(rest, 3, 8)) {
      append_utf8(out, *point);
      return 3;
    }
  }
  switch (rest.front()) {
    case '0':
      out += '\0';
      break;
    case 'b':
      out += '\b';
      break;
    case 'n':
      out += '\n';
      break;
    case 'r':
      out += '\r';
      break;
    case 't':
      out += '\t';
      break;
    case 'Z':
      out += '\x1A';
      break;
    case '%':
    case '_':  // kept for LIKE
      out += '\\';
      out += rest.front();
      break;
    default:
      out += rest.front();
  }
  return 1;
}

}  // namespace

// An r in front stays the first byte, so that its quote is seen: so does Spark.
std::string written_string_value(std::string_view literal) {
  CHECK(literal.size() >= 2);
  return std::string(literal.substr(1, literal.size() - 2));
}

std::string string_value(std::string_view literal) {
  const bool raw = literal.front() == 'r' || literal.front() == 'R';
  literal.remove_prefix(raw ? 1 : 0);
  CHECK(literal.size() >= 2);
  const char quote = literal.front();
  std::string_view rest = literal.substr(1, literal.size() - 2);
  if (raw) {
    return std::string(rest);
  }
  const std::array<char, 2> specials = {'\\', quote};
  std::string out;
  out.reserve(rest.size());
  while (!rest.empty()) {
    const size_t special = rest.find_first_of(std::string_view(specials.data(), specials.size()));
    if (special == std::string_view::npos) {
      out += rest;
      break;
    }
    out += rest.substr(0, special);
    rest.remove_prefix(special);
    if (rest.front() == quote) {
      out += quote;
      rest.remove_prefix(2);
    } else {
      rest.remove_prefix(1);
      rest.remove_prefix(append_escape(out, rest));
    }
  }
  return out;
}

std::string quoted_name_value(std::string_view name) {
  CHECK(name.size() >= 2);
  std::string out;
  const std::string_view inside = name.substr(1, name.size() - 2);
  for (size_t i = 0; i < inside.size(); ++i) {
    out += inside[i];
    if (inside[i] == name.front()) {
      ++i;  // doubled
    }
  }
  return out;
}

}  // namespace tarn::sql
