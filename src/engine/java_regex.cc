#include "engine/java_regex.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "engine/java_regex_property.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

// Where a word lies, to \b: its marks belong to a letter or a digit before them, up to three here.
constexpr const char* kAfterWord =
    R"((?<=[\p{L}\p{Nd}_]|[\p{L}\p{Nd}]\p{Mn}|[\p{L}\p{Nd}]\p{Mn}{2}|[\p{L}\p{Nd}]\p{Mn}{3}))";
constexpr const char* kBeforeWord =
    R"((?:(?=[\p{L}\p{Nd}_])|(?=\p{Mn})(?<=[\p{L}\p{Nd}]|[\p{L}\p{Nd}]\p{Mn}|[\p{L}\p{Nd}]\p{Mn}{2})))";

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_lower(char32_t c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char32_t c) { return c >= 'A' && c <= 'Z'; }

std::optional<uint32_t> hex_value(std::u32string_view digits) {
  uint32_t value = 0;
  for (const char32_t c : digits) {
    if (c > 0x7F || std::isxdigit(static_cast<int>(c)) == 0) return std::nullopt;
    value = value * 16 + static_cast<uint32_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return digits.empty() ? std::nullopt : std::optional(value);
}

// Thrown inside this file for what Java refuses.
struct Refused {};

class Translator {
 public:
  explicit Translator(std::string_view pattern) {
    for (size_t at = 0; at < pattern.size();) text_ += types::next_code_point(pattern, at);
  }

  std::string translate() {
    std::string out = alternatives();
    if (!is_at_end()) throw Refused();  // a ')' too many
    return out;
  }

 private:
  struct Flags {
    bool ignores_case = false;   // i
    bool unicode_case = false;   // u
    bool dot_all = false;        // s
    bool multi_line = false;     // m
    bool comments = false;       // x
    bool unix_lines = false;     // d
    bool unicode_class = false;  // U
  };

  bool is_at_end() const { return at_ >= text_.size(); }
  char32_t peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }
  bool accept(std::u32string_view wanted) {
    if (std::u32string_view(text_).substr(at_, wanted.size()) != wanted) return false;
    at_ += wanted.size();
    return true;
  }
  char32_t take() {
    if (is_at_end()) throw Refused();
    return text_[at_++];
  }
  void skip_comments() {
    while (flags_.comments && !is_at_end()) {
      const char32_t c = peek();
      if (c == '#') {
        while (!is_at_end() && peek() != '\n' && peek() != '\r') ++at_;
      } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
        ++at_;
      } else {
        return;
      }
    }
  }

  std::string alternatives() {
    std::string out;
    while (true) {
      out += sequence();
      if (!accept(U"|")) return out;
      out += '|';
    }
  }

  std::string sequence() {
    std::string out;
    while (true) {
      skip_comments();
      if (is_at_end() || peek() == '|' || peek() == ')') return out;
      const auto atom = this->atom();
      if (!atom) continue;
      skip_comments();
      out += *atom + quantifier();
    }
  }

  // A quantifier binds to the whole text of an atom. Nothing: flags for what follows.
  std::optional<std::string> atom() {
    const char32_t c = peek();
    switch (c) {
      case '*':
      case '+':
      case '?':
        throw Refused();
      case '{':
        return "(?:)";  // as Java has it: the quantifier of nothing
      case '(':
        return group();
      case '[':
        ++at_;
        return character_class();
      case '\\':
        ++at_;
        return escape();
      case '.':
        ++at_;
        return dot();
      case '^':
        ++at_;
        return line_begin();
      case '$':
        ++at_;
        return flags_.multi_line ? line_end() : text_end();
      default:
        ++at_;
        return literal(c);
    }
  }

  std::string quantifier() {
    std::string out;
    switch (peek()) {
      case '*':
      case '+':
      case '?':
        out = static_cast<char>(take());
        break;
      case '{':
        out = bounds();
        break;
      default:
        return out;
    }
    if (is_at_end()) return out;
    if (peek() == '?' || peek() == '+') out += static_cast<char>(take());
    return out;
  }

  std::string bounds() {
    ++at_;
    const auto number = [&]() -> std::optional<int> {
      int value = 0;
      const size_t begin = at_;
      while (is_digit(peek()) && at_ - begin < 6)
        value = value * 10 + static_cast<int>(take() - '0');
      return at_ == begin ? std::nullopt : std::optional(value);
    };
    const auto low = number();
    if (!low) throw Refused();
    std::string out = fmt::format("{{{}", *low);
    if (accept(U",")) {
      out += ',';
      if (const auto high = number()) {
        if (*high < *low) throw Refused();
        out += std::to_string(*high);
      }
    }
    if (!accept(U"}")) throw Refused();
    return out + "}";
  }

  // ---- places

  std::string line_begin() const {
    if (!flags_.multi_line) return R"(\A)";
    if (flags_.unix_lines) return R"((?:\A|(?<=\n)(?!\z)))";
    return R"((?:\A|(?<=[\n\x{85}\x{2028}\x{2029}])(?!\z)|(?<=\r)(?!\n)(?!\z)))";
  }
  std::string line_end() const {
    if (flags_.unix_lines) return R"((?=\n|\z))";
    return R"((?=\r|(?<!\r)\n|[\x{85}\x{2028}\x{2029}]|\z))";
  }
  std::string text_end() const {
    if (flags_.unix_lines) return R"((?=\n?\z))";
    return R"((?=\z|(?:\r\n|(?<!\r)\n|[\r\x{85}\x{2028}\x{2029}])\z))";
  }
  std::string dot() const {
    if (flags_.dot_all) return R"([\s\S])";
    return flags_.unix_lines ? R"([^\n])" : R"([^\n\r\x{85}\x{2028}\x{2029}])";
  }

  // ---- characters

  static std::string code(char32_t c) {
    return fmt::format("\\x{{{:x}}}", static_cast<uint32_t>(c));
  }

  std::string literal(char32_t c) const {
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

  std::string quoted() {
    std::string out;
    while (!is_at_end() && !accept(U"\\E")) out += literal(take());
    return out.empty() ? "(?:)" : "(?:" + out + ")";
  }

  char32_t hex_code(size_t digits) {
    const auto value = hex_value(std::u32string_view(text_).substr(at_, digits));
    if (!value || at_ + digits > text_.size()) throw Refused();
    at_ += digits;
    return *value;
  }

  // Behind the backslash: an escape that stands for one character, or nothing.
  std::optional<char32_t> escaped_character() {
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
        if (digits == 0) throw Refused();
        return value;
      }
      case 'x': {
        ++at_;
        if (!accept(U"{")) return hex_code(2);
        const size_t end = text_.find(U'}', at_);
        if (end == std::u32string::npos || end - at_ > 6) throw Refused();
        const char32_t value = hex_code(end - at_);
        ++at_;
        if (value > 0x10FFFF) throw Refused();
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
  std::optional<ClassItems> predefined() {
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

  ClassItems property(bool negated) {
    std::string name;
    if (accept(U"{")) {
      while (peek() != '}') types::append_code_point(name, take());
      ++at_;
    } else {
      types::append_code_point(name, take());
    }
    const auto found = java_property(name, flags_.unicode_class);
    if (!found) throw Refused();
    return ClassItems{found->items, found->negated != negated};
  }

  std::string escape() {
    const char32_t c = peek();
    if (is_at_end()) throw Refused();
    if (accept(U"Q")) return quoted();
    if (accept(U"E")) throw Refused();
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
      if (std::ranges::find(names_, name) == names_.end()) throw Refused();
      return reference("\\k<" + name + ">");
    }
    if (c >= '1' && c <= '9') return numbered_reference();
    if (const auto items = predefined()) return atom_of(*items);
    if (const auto character = escaped_character()) return literal(*character);
    throw Refused();
  }

  std::string reference(const std::string& text) const {
    return flags_.ignores_case ? "(?i:" + text + ")" : text;
  }

  // As many digits as there are groups for.
  std::string numbered_reference() {
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

  static std::string atom_of(const ClassItems& items) {
    return (items.negated ? "[^" : "[") + items.items + "]";
  }

  // ---- groups

  std::optional<std::string> group() {
    // Java overflows its stack somewhere above.
    constexpr int kDepthMax = 2000;
    if (++depth_ > kDepthMax) throw Refused();
    ++at_;
    const Flags outside = flags_;
    std::string opening = "(";
    if (accept(U"?")) {
      if (accept(U":")) {
        opening = "(?:";
      } else if (accept(U"=")) {
        opening = "(?=";
      } else if (accept(U"!")) {
        opening = "(?!";
      } else if (accept(U">")) {
        opening = "(?>";
      } else if (accept(U"<=")) {
        opening = "(?<=";
      } else if (accept(U"<!")) {
        opening = "(?<!";
      } else if (accept(U"<")) {
        opening = named_group();
      } else {
        read_flags();
        // (?i) holds to the end of the group that it stands in.
        if (accept(U")")) {
          --depth_;
          return std::nullopt;
        }
        if (!accept(U":")) throw Refused();
        opening = "(?:";
      }
    } else {
      ++groups_;
    }
    std::string body = alternatives();
    if (!accept(U")")) throw Refused();
    flags_ = outside;
    --depth_;
    return opening + body + ")";
  }

  std::string named_group() {
    std::string name;
    while (peek() != '>') {
      const char32_t c = take();
      const bool fits = is_lower(c) || is_upper(c) || (is_digit(c) && !name.empty());
      if (!fits) throw Refused();
      name += static_cast<char>(c);
    }
    ++at_;
    if (name.empty() || std::ranges::find(names_, name) != names_.end()) throw Refused();
    names_.push_back(name);
    ++groups_;
    return "(?<" + name + ">";
  }

  void read_flags() {
    bool on = true;
    while (peek() != ')' && peek() != ':') {
      const char32_t c = take();
      switch (c) {
        case '-':
          on = false;
          break;
        case 'i':
          flags_.ignores_case = on;
          break;
        case 'u':
          flags_.unicode_case = on;
          break;
        case 's':
          flags_.dot_all = on;
          break;
        case 'm':
          flags_.multi_line = on;
          break;
        case 'x':
          flags_.comments = on;
          break;
        case 'd':
          flags_.unix_lines = on;
          break;
        case 'U':
          flags_.unicode_class = on;
          flags_.unicode_case = on;
          break;
        default:
          throw Refused();
      }
    }
  }

  // ---- classes

  // What one operand of && holds so far.
  struct Operand {
    std::string items;
    std::vector<std::string> atoms;  // nested classes, each of which matches one character

    bool is_empty() const { return items.empty() && atoms.empty(); }
    std::string atom() const {
      if (atoms.empty()) return "[" + items + "]";
      if (items.empty() && atoms.size() == 1) return atoms[0];
      std::string out = "(?:" + (items.empty() ? "" : "[" + items + "]|");
      for (size_t at = 0; at < atoms.size(); ++at) out += (at == 0 ? "" : "|") + atoms[at];
      return out + ")";
    }
  };

  void add(Operand& operand, const ClassItems& items) const {
    if (items.negated) {
      operand.atoms.push_back(atom_of(items));
    } else {
      operand.items += items.items;
    }
  }

  void add_range(Operand& operand, char32_t low, char32_t high) const {
    const auto range = [&](char32_t from, char32_t to) {
      if (from > to) return;
      operand.items += code(from);
      if (to > from) operand.items += "-" + code(to);
    };
    range(low, high);
    if (!flags_.ignores_case) return;
    // The other case of the ASCII letters in it.
    constexpr char32_t kOther = 32;
    const auto lower_low = std::max<char32_t>(low, 'a');
    const auto upper_low = std::max<char32_t>(low, 'A');
    const auto lower_high = std::min<char32_t>(high, 'z');
    const auto upper_high = std::min<char32_t>(high, 'Z');
    if (lower_low <= lower_high) range(lower_low - kOther, lower_high - kOther);
    if (upper_low <= upper_high) range(upper_low + kOther, upper_high + kOther);
  }

  // Behind '['.
  std::string character_class() {
    const bool negated = accept(U"^");
    std::vector<std::string> operands;
    Operand operand;
    bool first = true;
    while (true) {
      skip_comments();
      if (is_at_end()) throw Refused();
      if (peek() == ']' && !first) break;
      first = false;
      if (accept(U"&&")) {
        if (!operand.is_empty()) operands.push_back(operand.atom());
        operand = {};
        continue;
      }
      if (accept(U"[")) {
        operand.atoms.push_back(character_class());
        continue;
      }
      class_item(operand);
    }
    ++at_;
    if (!operand.is_empty()) operands.push_back(operand.atom());
    if (operands.empty()) throw Refused();
    const bool is_simple = operands.size() == 1 && operand.atoms.empty() && !operand.items.empty();
    std::string out;
    if (is_simple) {
      out = (negated ? "[^" : "[") + operand.items + "]";
    } else {
      for (size_t at = 0; at + 1 < operands.size(); ++at) out += "(?=" + operands[at] + ")";
      out += operands.back();
      out = negated ? "(?:(?!" + out + R"()[\s\S]))" : "(?:" + out + ")";
    }
    return flags_.ignores_case && flags_.unicode_case ? "(?i:" + out + ")" : out;
  }

  void class_item(Operand& operand) {
    char32_t low = take();
    if (low == '\\') {
      if (accept(U"Q")) {
        while (!is_at_end() && !accept(U"\\E")) {
          const char32_t c = take();
          add_range(operand, c, c);
        }
        return;
      }
      if (const auto items = predefined()) {
        add(operand, *items);
        return;
      }
      const auto character = escaped_character();
      if (!character) throw Refused();
      low = *character;
    }
    // A hyphen in front of ']' or '[' is itself.
    if (peek() != '-' || peek(1) == ']' || peek(1) == '[' || at_ + 1 >= text_.size()) {
      add_range(operand, low, low);
      return;
    }
    ++at_;
    char32_t high = take();
    if (high == '\\') {
      const auto character = escaped_character();
      if (!character) throw Refused();
      high = *character;
    }
    if (high < low) throw Refused();
    add_range(operand, low, high);
  }

  std::u32string text_;
  size_t at_ = 0;
  Flags flags_;
  int groups_ = 0;
  int depth_ = 0;  // of the group that is being read
  std::vector<std::string> names_;
};

}  // namespace

std::optional<std::string> pcre_of_java_regex(std::string_view pattern) {
  try {
    return Translator(pattern).translate();
  } catch (const Refused&) {
    return std::nullopt;
  }
}

}  // namespace tarn::engine
