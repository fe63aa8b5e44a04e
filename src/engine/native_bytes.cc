// Texts and bytes: base 64, hexadecimal, other radixes, charsets, checksums of UTF-8.

#include <array>
#include <charconv>
#include <cstdint>
#include <string>

#include "engine/native_rows.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

using Text = std::string_view;

// ---------------------------------------------------------------- base 64

constexpr Text kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum class Foreign : uint8_t { kSkipped, kRefused };  // what is no digit of base 64

constexpr Text kBadEnding = "Input byte array has wrong 4-byte ending unit";
constexpr Text kTooFewBits = "Last unit does not have enough valid bits";

// The bytes, or why there are none.
struct Base64 {
  std::string bytes;
  Text problem = {};
};

Base64 parse_base64(Text text, Foreign foreign) {
  Base64 out;
  uint32_t group = 0;
  int digits = 0;
  size_t at = 0;
  for (; at < text.size() && text[at] != '='; ++at) {
    const size_t value = kBase64.find(text[at]);
    if (value == Text::npos) {
      if (foreign == Foreign::kRefused) return {{}, "Illegal base64 character"};
      continue;
    }
    group = group << 6 | static_cast<uint32_t>(value);
    if (++digits < 4) continue;
    for (int shift = 16; shift >= 0; shift -= 8) {
      out.bytes += static_cast<char>(group >> shift & 0xFF);
    }
    group = 0;
    digits = 0;
  }
  if (digits == 1) return {{}, kTooFewBits};
  if (at < text.size()) {
    // Padding ends a group of two or three digits; of the former both marks stand together.
    const size_t marks = digits == 2 ? 2 : 1;
    if (digits == 0 || text.substr(at, marks) != Text("==").substr(0, marks)) {
      return {{}, kBadEnding};
    }
    for (at += marks; at < text.size(); ++at) {
      if (foreign == Foreign::kRefused || kBase64.find(text[at]) != Text::npos) {
        return {{}, "Input byte array has incorrect ending byte"};
      }
    }
  }
  if (digits == 2) out.bytes += static_cast<char>(group >> 4 & 0xFF);
  if (digits == 3) {
    out.bytes += static_cast<char>(group >> 10 & 0xFF);
    out.bytes += static_cast<char>(group >> 2 & 0xFF);
  }
  return out;
}

// In lines of 76 digits, as MIME wants them.
std::string base64(Text bytes) {
  constexpr size_t kLine = 76;
  std::string out;
  size_t digits = 0;
  for (size_t at = 0; at < bytes.size(); at += 3) {
    if (digits == kLine) {
      out += "\r\n";
      digits = 0;
    }
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) {
      const bool is_there = at + k < bytes.size();
      group = group << 8 | (is_there ? static_cast<unsigned char>(bytes[at + k]) : 0U);
    }
    for (size_t k = 0; k < 4; ++k) {
      out += at + k <= bytes.size() ? kBase64[group >> (18 - 6 * k) & 63] : '=';
    }
    digits += 4;
  }
  return out;
}

[[noreturn]] void raise_conversion(Text text, Text format, Text suggestion) {
  throw RowError("CONVERSION_INVALID_INPUT", "22018",
                 "The value '" + std::string(text) + "' (" + std::string(format) +
                     ") cannot be converted to \"BINARY\" because it is malformed. Correct the "
                     "value as per the syntax, or change its format. Use `" +
                     std::string(suggestion) +
                     "` to tolerate malformed input and return NULL instead.");
}

std::string unbase64(Text text) {
  Base64 parsed = parse_base64(text, Foreign::kSkipped);
  // Spark lets Java's exception through, which has no condition.
  if (!parsed.problem.empty()) throw RowError("", "", parsed.problem);
  return std::move(parsed.bytes);
}

// ---------------------------------------------------------------- hexadecimal and other radixes

std::string hex(Text bytes) {
  static constexpr Text kDigits = "0123456789ABCDEF";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string digits_of(uint64_t value, int radix) {
  std::string out;
  do {
    out.insert(out.begin(),
               "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[value % static_cast<uint64_t>(radix)]);
    value /= static_cast<uint64_t>(radix);
  } while (value != 0);
  return out;
}

std::string hex_of_long(int64_t value) { return digits_of(static_cast<uint64_t>(value), 16); }
std::string bin(int64_t value) { return digits_of(static_cast<uint64_t>(value), 2); }

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 99;
}

std::optional<std::string> unhex(Text text) {
  std::string out;
  size_t at = 0;
  if (text.size() % 2 == 1) {
    if (digit_of(text[0]) > 15) return std::nullopt;
    out += static_cast<char>(digit_of(text[at++]));
  }
  for (; at < text.size(); at += 2) {
    const int high = digit_of(text[at]);
    const int low = digit_of(text[at + 1]);
    if (high > 15 || low > 15) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

enum class Beyond64Bits : uint8_t { kRaises, kIsGreatest };

// A number between radixes, over 64 bits without a sign; it ends at the first foreign digit.
template <Beyond64Bits kBeyond>
std::optional<std::string> conv(Text number, int32_t from, int32_t to) {
  constexpr int kLeast = 2;
  constexpr int kMost = 36;
  const int64_t radix = to < 0 ? -int64_t{to} : to;
  if (from < kLeast || from > kMost || radix < kLeast || radix > kMost) return std::nullopt;
  while (!number.empty() && number.front() == ' ') number.remove_prefix(1);
  while (!number.empty() && number.back() == ' ') number.remove_suffix(1);
  if (number.empty()) return std::nullopt;
  bool negative = number.front() == '-';
  if (negative) number.remove_prefix(1);
  __extension__ using Wide = unsigned __int128;
  Wide wide = 0;
  for (const char c : number) {
    const int digit = digit_of(c);
    if (digit >= from) break;
    wide = wide * static_cast<unsigned>(from) + static_cast<unsigned>(digit);
    if (wide <= UINT64_MAX) continue;
    if constexpr (kBeyond == Beyond64Bits::kRaises) {
      throw RowError(arithmetic_overflow("Overflow in function conv()", ""));
    }
    wide = UINT64_MAX;
    break;
  }
  auto value = static_cast<uint64_t>(wide);
  if (negative && to > 0) {
    value = static_cast<int64_t>(value) < 0 ? UINT64_MAX : uint64_t{0} - value;
  }
  if (to < 0 && static_cast<int64_t>(value) < 0) {
    value = uint64_t{0} - value;
    negative = true;
  }
  return (negative && to < 0 ? "-" : "") + digits_of(value, static_cast<int>(radix));
}

// ---------------------------------------------------------------- charsets

enum class Charset : uint8_t { kAscii, kLatin1, kUtf8, kUtf16, kUtf16Be, kUtf16Le, kUtf32 };

Charset charset_named(Text name, Text function) {
  static constexpr std::array<std::pair<Text, Charset>, 7> kCharsets = {{
      {"US-ASCII", Charset::kAscii},
      {"ISO-8859-1", Charset::kLatin1},
      {"UTF-8", Charset::kUtf8},
      {"UTF-16", Charset::kUtf16},
      {"UTF-16BE", Charset::kUtf16Be},
      {"UTF-16LE", Charset::kUtf16Le},
      {"UTF-32", Charset::kUtf32},
  }};
  for (const auto& [known, charset] : kCharsets) {
    if (types::equal_ignoring_case(known, name)) return charset;
  }
  throw RowError("INVALID_PARAMETER_VALUE.CHARSET", "22023",
                 "The value of parameter(s) `charset` in `" + std::string(function) +
                     "` is invalid: expects one of the iso-8859-1, us-ascii, utf-16, utf-16be, "
                     "utf-16le, utf-32, utf-8, but got " +
                     std::string(name) + ".");
}

[[noreturn]] void raise_coding(Text function, Text charset) {
  throw RowError("MALFORMED_CHARACTER_CODING", "22000",
                 "Invalid value found when performing `" + std::string(function) + "` with " +
                     std::string(charset));
}

void append_unit(std::string& out, uint32_t unit, bool big_end) {
  const auto high = static_cast<char>(unit >> 8 & 0xFF);
  const auto low = static_cast<char>(unit & 0xFF);
  out += big_end ? high : low;
  out += big_end ? low : high;
}

std::string encode(Text text, Text name) {
  const Charset charset = charset_named(name, "encode");
  if (charset == Charset::kUtf8) return std::string(text);
  std::string out;
  if (charset == Charset::kUtf16 && !text.empty()) out = "\xFE\xFF";
  const char32_t limit = charset == Charset::kAscii    ? 0x80
                         : charset == Charset::kLatin1 ? 0x100
                                                       : 0x110000;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = types::next_code_point(text, at);
    if (c >= limit) raise_coding("encode", name);
    if (limit <= 0x100) {
      out += static_cast<char>(c);
    } else if (charset == Charset::kUtf32) {
      append_unit(out, c >> 16, true);
      append_unit(out, c & 0xFFFF, true);
    } else if (c > 0xFFFF) {
      append_unit(out, 0xD800 + ((c - 0x10000) >> 10), charset != Charset::kUtf16Le);
      append_unit(out, 0xDC00 + ((c - 0x10000) & 0x3FF), charset != Charset::kUtf16Le);
    } else {
      append_unit(out, c, charset != Charset::kUtf16Le);
    }
  }
  return out;
}

std::optional<std::string> text_of_utf16(Text bytes, bool big_end) {
  std::string out;
  if (bytes.size() % 2 != 0) return std::nullopt;
  const auto unit = [&](size_t at) -> uint32_t {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return big_end ? first << 8 | second : second << 8 | first;
  };
  for (size_t at = 0; at < bytes.size(); at += 2) {
    const uint32_t lead = unit(at);
    if (lead < 0xD800 || lead > 0xDFFF) {
      types::append_code_point(out, lead);
      continue;
    }
    at += 2;
    if (lead > 0xDBFF || at >= bytes.size()) return std::nullopt;
    const uint32_t trail = unit(at);
    if (trail < 0xDC00 || trail > 0xDFFF) return std::nullopt;
    types::append_code_point(out, 0x10000 + ((lead - 0xD800) << 10) + (trail - 0xDC00));
  }
  return out;
}

std::optional<std::string> text_of_utf32(Text bytes) {
  if (bytes.size() % 4 != 0) return std::nullopt;
  bool big_end = true;
  if (bytes.starts_with(Text("\x00\x00\xFE\xFF", 4))) bytes.remove_prefix(4);
  if (bytes.starts_with(Text("\xFF\xFE\x00\x00", 4))) {
    bytes.remove_prefix(4);
    big_end = false;
  }
  std::string out;
  for (size_t at = 0; at < bytes.size(); at += 4) {
    uint32_t c = 0;
    for (size_t k = 0; k < 4; ++k) {
      c = c << 8 | static_cast<unsigned char>(bytes[at + (big_end ? k : 3 - k)]);
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return std::nullopt;
    types::append_code_point(out, c);
  }
  return out;
}

std::optional<std::string> decoded(Text bytes, Charset charset) {
  switch (charset) {
    case Charset::kUtf8:
      return types::is_valid_utf8(bytes) ? std::optional(std::string(bytes)) : std::nullopt;
    case Charset::kAscii:
    case Charset::kLatin1: {
      std::string out;
      for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 && charset == Charset::kAscii) return std::nullopt;
        types::append_code_point(out, byte);
      }
      return out;
    }
    case Charset::kUtf16: {
      if (bytes.starts_with("\xFE\xFF")) return text_of_utf16(bytes.substr(2), true);
      if (bytes.starts_with("\xFF\xFE")) return text_of_utf16(bytes.substr(2), false);
      return text_of_utf16(bytes, true);
    }
    case Charset::kUtf16Be:
      return text_of_utf16(bytes, true);
    case Charset::kUtf16Le:
      return text_of_utf16(bytes, false);
    case Charset::kUtf32:
      return text_of_utf32(bytes);
  }
  return std::nullopt;
}

std::string decode(Text bytes, Text name) {
  const auto text = decoded(bytes, charset_named(name, "decode"));
  if (!text) raise_coding("decode", name);
  return *text;
}

// ---------------------------------------------------------------- to_binary

enum class OnBadText : uint8_t { kRaise, kNull };

template <OnBadText kRule>
std::optional<std::string> to_binary(Text text, Text format) {
  std::optional<std::string> bytes;
  if (types::equal_ignoring_case(format, "hex")) {
    bytes = unhex(text);
  } else if (types::equal_ignoring_case(format, "base64")) {
    std::string kept;
    for (const char c : text) {
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') kept += c;
    }
    Base64 parsed = parse_base64(kept, Foreign::kRefused);
    if (parsed.problem.empty()) bytes = std::move(parsed.bytes);
  } else {
    return std::string(text);
  }
  if (!bytes && kRule == OnBadText::kRaise) {
    raise_conversion(text, types::equal_ignoring_case(format, "hex") ? "'HEX'" : "'BASE64'",
                     "try_to_binary");
  }
  return bytes;
}

std::string to_binary_of_hex(Text text) {
  auto bytes = unhex(text);
  if (!bytes) raise_conversion(text, "'HEX'", "try_to_binary");
  return *std::move(bytes);
}

// ---------------------------------------------------------------- UTF-8

bool is_valid_utf8(Text bytes) { return types::is_valid_utf8(bytes); }
std::string make_valid_utf8(Text bytes) { return types::repaired_utf8(bytes); }
std::optional<std::string> try_validate_utf8(Text bytes) {
  return types::is_valid_utf8(bytes) ? std::optional(std::string(bytes)) : std::nullopt;
}
std::string validate_utf8(Text bytes) {
  if (types::is_valid_utf8(bytes)) return std::string(bytes);
  std::string shown;
  for (const char c : hex(bytes)) shown += (shown.size() % 4 == 0 ? "\\x" : "") + std::string(1, c);
  throw RowError("INVALID_UTF8_STRING", "22029",
                 "Invalid UTF8 byte sequence found in string: " + shown + ".");
}

constexpr std::array kEntries = {
    NativeEntry{.name = "base64", .make = rows<base64>},
    NativeEntry{.name = "unbase64", .make = rows<unbase64>},
    NativeEntry{.name = "hex", .make = rows<hex>},
    NativeEntry{.name = "hex_of_long", .make = rows<hex_of_long>},
    NativeEntry{.name = "bin", .make = rows<bin>},
    NativeEntry{.name = "unhex", .make = rows<unhex>},
    NativeEntry{.name = "conv", .make = rows<conv<Beyond64Bits::kRaises>>},
    NativeEntry{.name = "conv_within_bits", .make = rows<conv<Beyond64Bits::kIsGreatest>>},
    NativeEntry{.name = "encode", .make = rows<encode>},
    NativeEntry{.name = "decode", .make = rows<decode>},
    NativeEntry{.name = "to_binary", .make = rows<to_binary<OnBadText::kRaise>>},
    NativeEntry{.name = "try_to_binary", .make = rows<to_binary<OnBadText::kNull>>},
    NativeEntry{.name = "to_binary_of_hex", .make = rows<to_binary_of_hex>},
    NativeEntry{.name = "is_valid_utf8", .make = rows<is_valid_utf8>},
    NativeEntry{.name = "make_valid_utf8", .make = rows<make_valid_utf8>},
    NativeEntry{.name = "validate_utf8", .make = rows<validate_utf8>},
    NativeEntry{.name = "try_validate_utf8", .make = rows<try_validate_utf8>},
};

}  // namespace

std::span<const NativeEntry> bytes_natives() { return kEntries; }

}  // namespace tarn::engine
