// Characters of a pattern, and what a backslash begins: escapes, known classes, references.

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "engine/java_regex_translator.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

// Where a word lies, to \b: its marks belong to a letter or a digit before them, up to three here.
constexpr const char* kAfterWord =
    R"((?<=[\p{L}\p{Nd}_]|[\p{L}\p{Nd}]\p{Mn}|[\p{L}\p{Nd}]\p{Mn}{2}|[\p{L}\p{Nd}]\p{Mn}{3}))";
constexpr const char* kBeforeWord =
    R"((?:(?=[\p{L}\p{Nd}_])|(?=\p{Mn})(?<=[\p{L}\p{Nd}]|[\p{L}\p{Nd}]\p{Mn}|[\p{L}\p{Nd}]\p{Mn}{2})))";

std::optional<uint32_t> hex_value(std::u32string_view digits) {
  uint32_t value = 0;
  for (const char32_t c : digits) {
    if (c > 0x7F || std::isxdigit(static_cast<int>(c)) == 0) return std::nullopt;
    value = value * 16 + static_cast<uint32_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return digits.empty() ? std::nullopt : std::optional(value);
}

}  // namespace

std::string JavaRegexTranslator::code(char32_t c) {
  return fmt::format("\\x{{{:x}}}", static_cast<uint32_t>(c));
}

std::string JavaRegexTranslator::literal(char32_t c) const {
  if (flags_.ignores_case && flags_.unicode_case) return "(?i:" + code(c) + ")";
  if (flags_.ignores_case && (is_lower(c) || is_upper(c))) {
    const auto letter = static_cast<char>(c | 0x20);
    return fmt::format("[{}{}]", letter, static_cast<char>(letter - 32));
  }
  const bool plain = c >= 0x80 || is_lower(c) || is_upper(c) || is_digit(c) || c == '_' ||
                     c == '-' || c == '@' || c == ',' || c == '/';
  if (!plain) return code(c);
  std::string out;
  types::append_code_point(out, c);
  return out;
}

std::string JavaRegexTranslator::quoted() {
  std::string out;
  while (!is_at_end() && !accept(U"\\E")) out += literal(take());
  return out.empty() ? "(?:)" : "(?:" + out + ")";
}

char32_t JavaRegexTranslator::hex_code(size_t digits) {
  const auto value = hex_value(std::u32string_view(text_).substr(at_, digits));
  if (!value || at_ + digits > text_.size()) throw RefusedByJava();
  at_ += digits;
  return *value;
}

// Behind the backslash: an escape that stands for one character, or nothing.
std::optional<char32_t> JavaRegexTranslator::escaped_character() {
  const char32_t c = peek();
  switch (c) {
    case 't':
      ++at_;
      return U'\t';
    case 'n':
      ++at_;
      return U'\n';
    case 'r':
      ++at_;
      return U'\r';
    case 'f':
      ++at_;
      return U'\f';
    case 'a':
      ++at_;
      return 7;
    case 'e':
      ++at_;
      return 0x1B;
    case 'c':
      ++at_;
      return take() ^ 64;
    case '0': {
      ++at_;
      char32_t value = 0;
      int digits = 0;
      while (peek() >= '0' && peek() <= '7' && digits < 3 && value * 8 + (peek() - '0') <= 0377) {
        value = value * 8 + (take() - '0');
        ++digits;
      }
      if (digits == 0) throw RefusedByJava();
      return value;
    }
    case 'x': {
      ++at_;
      if (!accept(U"{")) return hex_code(2);
      const size_t end = text_.find(U'}', at_);
      if (end == std::u32string::npos || end - at_ > 6) throw RefusedByJava();
      const char32_t value = hex_code(end - at_);
      ++at_;
      if (value > 0x10FFFF) throw RefusedByJava();
      return value;
    }
    case 'u': {
      ++at_;
      const char32_t lead = hex_code(4);
      if (lead < 0xD800 || lead > 0xDBFF || !accept(U"\\u")) return lead;
      return 0x10000 + ((lead - 0xD800) << 10) + (hex_code(4) - 0xDC00);
    }
    default:
      if (is_lower(c) || is_upper(c) || is_digit(c)) return std::nullopt;
      return take();
  }
}

// \d and its kin, as items of a class; nothing: another escape.
std::optional<ClassItems> JavaRegexTranslator::predefined() {
  static constexpr std::u32string_view kKnown = U"dDwWsShHvV";
  const char32_t c = peek();
  if (c == 'p' || c == 'P') {
    ++at_;
    return property(c == 'P');
  }
  if (is_at_end() || kKnown.find(c) == std::u32string_view::npos) return std::nullopt;
  ++at_;
  if (flags_.unicode_class) {
    const bool negated = is_upper(c);
    const char32_t lower = c | 0x20;
    if (lower == 'd') return ClassItems{R"(\p{Nd})", negated};
    if (lower == 'w') return ClassItems{R"(\p{Alphabetic}\p{M}\p{Nd}\p{Pc})", negated};
    if (lower == 's') return ClassItems{R"(\p{White_Space})", negated};
  }
  return ClassItems{std::string("\\") + static_cast<char>(c), false};
}

ClassItems JavaRegexTranslator::property(bool negated) {
  std::string name;
  if (accept(U"{")) {
    while (peek() != '}') types::append_code_point(name, take());
    ++at_;
  } else {
    types::append_code_point(name, take());
  }
  const auto found = java_property(name, flags_.unicode_class);
  if (!found) throw RefusedByJava();
  return ClassItems{found->items, found->negated != negated};
}

std::string JavaRegexTranslator::escape() {
  const char32_t c = peek();
  if (is_at_end()) throw RefusedByJava();
  if (accept(U"Q")) return quoted();
  if (accept(U"E")) throw RefusedByJava();
  if (accept(U"b")) {
    return fmt::format("(?:{0}(?!{1})|(?!{0}){1})", kAfterWord, kBeforeWord);
  }
  if (accept(U"B")) {
    return fmt::format("(?:{0}{1}|(?!{0})(?!{1}))", kAfterWord, kBeforeWord);
  }
  if (accept(U"Z")) return text_end();
  for (const char32_t same : std::u32string_view(U"AzGRX")) {
    if (c != same) continue;
    ++at_;
    return std::string("\\") + static_cast<char>(c);
  }
  if (accept(U"k<")) {
    std::string name;
    while (peek() != '>') types::append_code_point(name, take());
    ++at_;
    if (std::ranges::find(names_, name) == names_.end()) throw RefusedByJava();
    return reference("\\k<" + name + ">");
  }
  if (c >= '1' && c <= '9') return numbered_reference();
  if (const auto items = predefined()) return atom_of(*items);
  if (const auto character = escaped_character()) return literal(*character);
  throw RefusedByJava();
}

std::string JavaRegexTranslator::reference(const std::string& text) const {
  return flags_.ignores_case ? "(?i:" + text + ")" : text;
}

// As many digits as there are groups for.
std::string JavaRegexTranslator::numbered_reference() {
  int number = static_cast<int>(take() - '0');
  while (is_digit(peek())) {
    const int longer = number * 10 + static_cast<int>(peek() - '0');
    if (longer > groups_) break;
    number = longer;
    ++at_;
  }
  if (number > groups_) return "(?!)";  // a group that is not there matches nothing
  return reference(fmt::format("\\g{{{}}}", number));
}

std::string JavaRegexTranslator::atom_of(const ClassItems& items) {
  return (items.negated ? "[^" : "[") + items.items + "]";
}

}  // namespace tarn::engine
