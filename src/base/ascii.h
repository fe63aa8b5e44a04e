// Text whose letters matter only as ASCII: names of functions, keys of options. Pure.

#pragma once

#include <string>

namespace tarn {

// A to Z become a to z; every other byte stays, so that UTF-8 remains what it was.
constexpr char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

inline std::string lower_ascii(std::string text) {
  for (char& c : text) c = lower_ascii(c);
  return text;
}

}  // namespace tarn
