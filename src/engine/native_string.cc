// Functions of strings, character by character: positions, parts, padding, distances.

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "engine/native_rows.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

using Text = std::string_view;

std::u32string code_points(Text text) {
  std::u32string out;
  for (size_t at = 0; at < text.size();) out += types::next_code_point(text, at);
  return out;
}

std::string utf8_of(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) types::append_code_point(out, c);
  return out;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

size_t length_of(Text text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

// The byte where the character `count` begins; the end where there are not so many.
size_t byte_at(Text text, int64_t count) {
  size_t at = 0;
  for (; at < text.size() && count > 0; --count) {
    ++at;
    while (at < text.size() && is_continuation(text[at])) ++at;
  }
  return at;
}

int64_t bounded(int64_t value) {
  constexpr int64_t kMin = std::numeric_limits<int32_t>::min();
  constexpr int64_t kMax = std::numeric_limits<int32_t>::max();
  return std::clamp(value, kMin, kMax);
}

// SUBSTRING's idea of a range: positions count from 1, or from the end; 0 is the first as well.
Text sql_substring(Text text, int32_t position, int64_t length) {
  const auto size = static_cast<int64_t>(length_of(text));
  const int64_t start = position > 0 ? position - 1 : position < 0 ? size + position : 0;
  const int64_t end = bounded(start + length);
  if (end <= start) return {};
  const size_t from = byte_at(text, start);
  return text.substr(from, byte_at(text, end) - from);
}

Text sql_substring_of_bytes(Text bytes, int32_t position, int64_t length) {
  const auto size = static_cast<int64_t>(bytes.size());
  if (position > size) return {};
  const int64_t start = position > 0 ? position - 1 : position < 0 ? size + position : 0;
  const int64_t end = size - start < length ? size : start + length;
  const int64_t from = std::max<int64_t>(start, 0);
  if (from >= end) return {};
  return bytes.substr(static_cast<size_t>(from), static_cast<size_t>(end - from));
}

Text substring(Text text, int32_t position, int32_t length) {
  return sql_substring(text, position, length);
}
Text substring_binary(Text bytes, int32_t position, int32_t length) {
  return sql_substring_of_bytes(bytes, position, length);
}

Text left_binary(Text bytes, int32_t length) {
  return bytes.substr(0, static_cast<size_t>(std::max(length, 0)));
}

constexpr int64_t kToTheEnd = std::numeric_limits<int32_t>::max();

// From the least of all places overlay() takes the whole text, where substring() loses its end.
constexpr int64_t kLeastPlace = std::numeric_limits<int32_t>::min();

std::string overlay(Text text, Text replacement, int32_t position, int32_t length) {
  const int64_t replaced = length >= 0 ? length : static_cast<int64_t>(length_of(replacement));
  std::string out(sql_substring(text, 1, int64_t{position} - 1));
  out += replacement;
  const int64_t rest = bounded(position + replaced);
  out += rest == kLeastPlace ? text : sql_substring(text, static_cast<int32_t>(rest), kToTheEnd);
  return out;
}

std::string overlay_binary(Text bytes, Text replacement, int32_t position, int32_t length) {
  const int64_t replaced = length >= 0 ? length : static_cast<int64_t>(replacement.size());
  std::string out(sql_substring_of_bytes(bytes, 1, int64_t{position} - 1));
  out += replacement;
  const int64_t rest = bounded(position + replaced);
  out += rest == kLeastPlace ? bytes
                             : sql_substring_of_bytes(bytes, static_cast<int32_t>(rest), kToTheEnd);
  return out;
}

// ---------------------------------------------------------------- whole strings

std::string reverse(Text text) {
  std::u32string wide = code_points(text);
  std::reverse(wide.begin(), wide.end());
  return utf8_of(wide);
}

std::string reverse_binary(Text bytes) { return {bytes.rbegin(), bytes.rend()}; }

// A word begins behind a blank, and nowhere else.
std::string initcap(Text text) {
  constexpr UChar32 kDottedI = 0x130;  // two characters in lower case; stays where a word begins
  const icu::UnicodeString given = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  icu::UnicodeString wide = given;
  wide.toLower(icu::Locale::getRoot());
  icu::UnicodeString out;
  int32_t word = 0;  // where the word begins in what was given
  bool begins = true;
  for (int32_t at = 0; at < wide.length();) {
    const UChar32 c = wide.char32At(at);
    at += U16_LENGTH(c);
    if (begins && given.char32At(word) == kDottedI) {
      out.append(kDottedI);
      ++at;  // the dot
    } else if (begins) {
      icu::UnicodeString one(c);
      out.append(one.toTitle(nullptr, icu::Locale::getRoot()));
    } else {
      out.append(c);
    }
    begins = c == ' ';
    if (begins) word = given.indexOf(u' ', word) + 1;
  }
  std::string utf8;
  out.toUTF8String(utf8);
  return utf8;
}

std::string translate(Text text, Text from, Text to) {
  const std::u32string sought = code_points(from);
  const std::u32string given = code_points(to);
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = types::next_code_point(text, at);
    const size_t place = sought.find(c);
    if (place == std::u32string::npos) {
      types::append_code_point(out, c);
    } else if (place < given.size() && given[place] != 0) {
      types::append_code_point(out, given[place]);
    }
  }
  return out;
}

int32_t ascii(Text text) {
  size_t at = 0;
  return text.empty() ? 0 : static_cast<int32_t>(types::next_code_point(text, at));
}

std::string chr(int64_t number) {
  std::string out;
  if (number >= 0) types::append_code_point(out, static_cast<char32_t>(number & 0xFF));
  return out;
}

std::string quote(Text text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\\';
    out += c;
  }
  return out + "'";
}

// ---------------------------------------------------------------- positions and parts

std::optional<int32_t> locate(std::optional<Text> part, std::optional<Text> text,
                              std::optional<int32_t> from) {
  if (!from) return 0;
  if (!part || !text) return std::nullopt;
  if (*from < 1) return 0;
  if (part->empty()) return 1;
  const size_t found = text->find(*part, byte_at(*text, *from - 1));
  if (found == Text::npos) return 0;
  return static_cast<int32_t>(length_of(text->substr(0, found)) + 1);
}

int32_t instr(Text text, Text part) { return *locate(part, text, 1); }

Text substring_index(Text text, Text delimiter, int32_t count) {
  if (count == 0 || delimiter.empty()) return {};
  if (count > 0) {
    size_t found = 0;
    for (size_t from = 0; count > 0; --count, from = found + 1) {
      found = text.find(delimiter, from);
      if (found == Text::npos) return text;
    }
    return text.substr(0, found);
  }
  size_t found = text.size() + 1;
  for (int64_t left = -int64_t{count}; left > 0; --left) {
    if (found == 0) return text;
    found = text.rfind(delimiter, found - 1);
    if (found == Text::npos) return text;
  }
  return text.substr(found + delimiter.size());
}

Text split_part(Text text, Text delimiter, int32_t number) {
  if (number == 0) {
    throw RowError("INVALID_INDEX_OF_ZERO", "22003",
                   "The index 0 is invalid. An index shall be either < 0 or > 0 (the first element "
                   "has index 1).");
  }
  std::vector<Text> parts;
  size_t begin = 0;
  if (!delimiter.empty()) {
    for (size_t at = text.find(delimiter); at != Text::npos; at = text.find(delimiter, begin)) {
      parts.push_back(text.substr(begin, at - begin));
      begin = at + delimiter.size();
    }
  }
  parts.push_back(text.substr(begin));
  const auto size = static_cast<int64_t>(parts.size());
  const int64_t at = number > 0 ? number - 1 : size + number;
  return at < 0 || at >= size ? Text() : parts[static_cast<size_t>(at)];
}

int32_t find_in_set(Text word, Text list) {
  if (word.find(',') != Text::npos) return 0;
  int32_t number = 1;
  for (size_t begin = 0;; ++number) {
    const size_t end = std::min(list.find(',', begin), list.size());
    if (list.substr(begin, end - begin) == word) return number;
    if (end == list.size()) return 0;
    begin = end + 1;
  }
}

// ---------------------------------------------------------------- parts of bytes

bool startswith_binary(Text bytes, Text prefix) { return bytes.starts_with(prefix); }
bool endswith_binary(Text bytes, Text suffix) { return bytes.ends_with(suffix); }
bool contains_binary(Text bytes, Text part) { return bytes.find(part) != Text::npos; }

// ---------------------------------------------------------------- comparing by sound and distance

std::string soundex(Text text) {
  // What each letter from A to Z sounds like; 7 is silent and does not part two equal sounds.
  static constexpr Text kCodes = "01230127022455012623017202";
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
  if (text.empty()) return {};
  const char first = upper(text[0]);
  if (first < 'A' || first > 'Z') return std::string(text);
  std::string out(1, first);
  char last = kCodes[static_cast<size_t>(first - 'A')];
  for (size_t at = 1; at < text.size() && out.size() < 4; ++at) {
    const char c = upper(text[at]);
    if (c < 'A' || c > 'Z') {
      last = '0';
      continue;
    }
    const char code = kCodes[static_cast<size_t>(c - 'A')];
    if (code == '7') continue;
    if (code != '0' && code != last) out += code;
    last = code;
  }
  out.resize(4, '0');
  return out;
}

int32_t levenshtein(Text left, Text right) {
  const std::u32string a = code_points(left);
  const std::u32string b = code_points(right);
  std::vector<int32_t> row(b.size() + 1);
  for (size_t at = 0; at < row.size(); ++at) row[at] = static_cast<int32_t>(at);
  for (size_t i = 1; i <= a.size(); ++i) {
    int32_t corner = row[0];
    row[0] = static_cast<int32_t>(i);
    for (size_t k = 1; k <= b.size(); ++k) {
      const int32_t above = row[k];
      const int32_t changed = corner + (a[i - 1] == b[k - 1] ? 0 : 1);
      row[k] = std::min({changed, above + 1, row[k - 1] + 1});
      corner = above;
    }
  }
  return row.back();
}

int32_t levenshtein_within(Text left, Text right, int32_t threshold) {
  const int32_t distance = levenshtein(left, right);
  return distance > threshold ? -1 : distance;
}

bool luhn_check(Text text) {
  int sum = 0;
  bool doubled = false;
  if (text.empty()) return false;
  for (size_t at = text.size(); at > 0; --at, doubled = !doubled) {
    const char c = text[at - 1];
    if (c < '0' || c > '9') return false;
    const int digit = (c - '0') * (doubled ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 == 0;
}

// Spark goes over UTF-16 units, so what stands for a character beyond them is "other" twice.
std::optional<std::string> mask(std::optional<Text> text, std::optional<Text> upper,
                                std::optional<Text> lower, std::optional<Text> digit,
                                std::optional<Text> other) {
  if (!text) return std::nullopt;
  std::string out;
  for (size_t at = 0; at < text->size();) {
    const char32_t c = types::next_code_point(*text, at);
    const int8_t category =
        c > 0xFFFF ? static_cast<int8_t>(U_SURROGATE) : u_charType(static_cast<UChar32>(c));
    const std::optional<Text>& given = category == U_UPPERCASE_LETTER       ? upper
                                       : category == U_LOWERCASE_LETTER     ? lower
                                       : category == U_DECIMAL_DIGIT_NUMBER ? digit
                                                                            : other;
    if (!given) {
      types::append_code_point(out, c);
      continue;
    }
    out += *given;
    if (c > 0xFFFF) out += *given;
  }
  return out;
}

constexpr std::array kEntries = {
    NativeEntry{.name = "substring", .make = rows<substring>},
    NativeEntry{.name = "substring_binary", .make = rows<substring_binary>},
    NativeEntry{.name = "left_binary", .make = rows<left_binary>},
    NativeEntry{.name = "overlay", .make = rows<overlay>},
    NativeEntry{.name = "overlay_binary", .make = rows<overlay_binary>},
    NativeEntry{.name = "reverse", .make = rows<reverse>},
    NativeEntry{.name = "reverse_binary", .make = rows<reverse_binary>},
    NativeEntry{.name = "initcap", .make = rows<initcap>},
    NativeEntry{.name = "translate", .make = rows<translate>},
    NativeEntry{.name = "ascii", .make = rows<ascii>},
    NativeEntry{.name = "chr", .make = rows<chr>},
    NativeEntry{.name = "quote", .make = rows<quote>},
    NativeEntry{.name = "locate", .make = rows<locate>},
    NativeEntry{.name = "instr", .make = rows<instr>},
    NativeEntry{.name = "substring_index", .make = rows<substring_index>},
    NativeEntry{.name = "split_part", .make = rows<split_part>},
    NativeEntry{.name = "find_in_set", .make = rows<find_in_set>},
    NativeEntry{.name = "startswith_binary", .make = rows<startswith_binary>},
    NativeEntry{.name = "endswith_binary", .make = rows<endswith_binary>},
    NativeEntry{.name = "contains_binary", .make = rows<contains_binary>},
    NativeEntry{.name = "soundex", .make = rows<soundex>},
    NativeEntry{.name = "levenshtein", .make = rows<levenshtein>},
    NativeEntry{.name = "levenshtein_within", .make = rows<levenshtein_within>},
    NativeEntry{.name = "luhn_check", .make = rows<luhn_check>},
    NativeEntry{.name = "mask", .make = rows<mask>},
};

}  // namespace

std::span<const NativeEntry> string_natives() { return kEntries; }

}  // namespace tarn::engine
