#include "types/utf8.h"

#include <algorithm>

namespace tarn::types {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// A sequence at the beginning of some bytes: how long it is, and whether it is well formed. Of an
// ill-formed one, `length` is its maximal part, at least one byte.
struct Sequence {
  size_t length;
  bool is_valid;
};

Sequence sequence_at(std::string_view bytes) {
  const auto byte = [&](size_t at) { return static_cast<uint8_t>(bytes[at]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) {
    return {1, true};
  }
  size_t length = 0;
  uint8_t low = 0x80;  // the bounds of the second byte exclude overlong forms and surrogates
  uint8_t high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    low = lead == 0xE0 ? 0xA0 : low;
    high = lead == 0xED ? 0x9F : high;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    low = lead == 0xF0 ? 0x90 : low;
    high = lead == 0xF4 ? 0x8F : high;
  } else {
    return {1, false};
  }
  for (size_t at = 1; at < length; ++at) {
    if (at == bytes.size() || byte(at) < low || byte(at) > high) {
      return {at, false};
    }
    low = 0x80;
    high = 0xBF;
  }
  return {length, true};
}

bool in(char32_t c, char32_t from, char32_t to) { return c >= from && c <= to; }

char32_t folded(char32_t c) {
  if (c < 0x80) {
    return in(c, 'A', 'Z') ? c + 32 : c;
  }
  if ((in(c, 0xC0, 0xDE) && c != 0xD7) || in(c, 0x391, 0x3A9) || in(c, 0x410, 0x42F)) {
    return c + 32;
  }
  if (in(c, 0x400, 0x40F)) {
    return c + 80;
  }
  if (in(c, 0x531, 0x556)) {
    return c + 48;
  }
  // Pairs of capital and small letters, side by side.
  const bool is_even_pair = (in(c, 0x100, 0x12F) || in(c, 0x132, 0x137) || in(c, 0x14A, 0x177) ||
                             in(c, 0x460, 0x481) || in(c, 0x48A, 0x4BF) || in(c, 0x4D0, 0x52F) ||
                             in(c, 0x1E00, 0x1E95) || in(c, 0x1EA0, 0x1EFF));
  if (is_even_pair) {
    return c | 1;
  }
  const bool is_odd_pair = in(c, 0x139, 0x148) || in(c, 0x179, 0x17E) || in(c, 0x4C1, 0x4CE);
  if (is_odd_pair && (c & 1) == 1) {
    return c + 1;
  }
  return c == 0x178 ? 0xFF : c;
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const Sequence sequence = sequence_at(bytes);
    if (!sequence.is_valid) {
      return false;
    }
    bytes.remove_prefix(sequence.length);
  }
  return true;
}

std::string repaired_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + kReplacement.size());
  while (!bytes.empty()) {
    const Sequence sequence = sequence_at(bytes);
    out.append(sequence.is_valid ? bytes.substr(0, sequence.length) : kReplacement);
    bytes.remove_prefix(sequence.length);
  }
  return out;
}

void append_code_point(std::string& out, char32_t code_point) {
  const auto put = [&](char32_t bits) { out.push_back(static_cast<char>(bits)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | (code_point >> 18));
    put(0x80 | ((code_point >> 12) & 0x3F));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

char32_t next_code_point(std::string_view text, size_t& at) {
  const size_t length = std::min(sequence_at(text.substr(at)).length, text.size() - at);
  const auto lead = static_cast<uint8_t>(text[at]);
  char32_t code_point = length == 1 ? lead : lead & (0x7F >> length);
  for (size_t next = 1; next < length; ++next) {
    code_point = (code_point << 6) | (static_cast<uint8_t>(text[at + next]) & 0x3F);
  }
  at += length;
  return code_point;
}

std::string case_folded(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  for (size_t at = 0; at < name.size();) {
    append_code_point(out, folded(next_code_point(name, at)));
  }
  return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a == b || case_folded(a) == case_folded(b);
}

}  // namespace tarn::types
