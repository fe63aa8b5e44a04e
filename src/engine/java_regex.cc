#include "engine/java_regex.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/java_regex_translator.h"
#include "types/utf8.h"

namespace tarn::engine {

std::optional<std::string> pcre_of_java_regex(std::string_view pattern) {
  try {
    return JavaRegexTranslator(pattern).translate();
  } catch (const RefusedByJava&) {
    return std::nullopt;
  }
}

JavaRegexTranslator::JavaRegexTranslator(std::string_view pattern) {
  for (size_t at = 0; at < pattern.size();) text_ += types::next_code_point(pattern, at);
}

std::string JavaRegexTranslator::translate() {
  std::string out = alternatives();
  if (!is_at_end()) throw RefusedByJava();  // a ')' too many
  return out;
}

bool JavaRegexTranslator::accept(std::u32string_view wanted) {
  if (std::u32string_view(text_).substr(at_, wanted.size()) != wanted) return false;
  at_ += wanted.size();
  return true;
}

char32_t JavaRegexTranslator::take() {
  if (is_at_end()) throw RefusedByJava();
  return text_[at_++];
}

void JavaRegexTranslator::skip_comments() {
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

std::string JavaRegexTranslator::alternatives() {
  std::string out;
  while (true) {
    out += sequence();
    if (!accept(U"|")) return out;
    out += '|';
  }
}

std::string JavaRegexTranslator::sequence() {
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
std::optional<std::string> JavaRegexTranslator::atom() {
  const char32_t c = peek();
  switch (c) {
    case '*':
    case '+':
    case '?':
      throw RefusedByJava();
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

std::string JavaRegexTranslator::quantifier() {
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

std::string JavaRegexTranslator::bounds() {
  ++at_;
  const auto number = [&]() -> std::optional<int> {
    int value = 0;
    const size_t begin = at_;
    while (is_digit(peek()) && at_ - begin < 6) value = value * 10 + static_cast<int>(take() - '0');
    return at_ == begin ? std::nullopt : std::optional(value);
  };
  const auto low = number();
  if (!low) throw RefusedByJava();
  std::string out = fmt::format("{{{}", *low);
  if (accept(U",")) {
    out += ',';
    if (const auto high = number()) {
      if (*high < *low) throw RefusedByJava();
      out += std::to_string(*high);
    }
  }
  if (!accept(U"}")) throw RefusedByJava();
  return out + "}";
}

std::string JavaRegexTranslator::line_begin() const {
  if (!flags_.multi_line) return R"(\A)";
  if (flags_.unix_lines) return R"((?:\A|(?<=\n)(?!\z)))";
  return R"((?:\A|(?<=[\n\x{85}\x{2028}\x{2029}])(?!\z)|(?<=\r)(?!\n)(?!\z)))";
}

std::string JavaRegexTranslator::line_end() const {
  if (flags_.unix_lines) return R"((?=\n|\z))";
  return R"((?=\r|(?<!\r)\n|[\x{85}\x{2028}\x{2029}]|\z))";
}

std::string JavaRegexTranslator::text_end() const {
  if (flags_.unix_lines) return R"((?=\n?\z))";
  return R"((?=\z|(?:\r\n|(?<!\r)\n|[\r\x{85}\x{2028}\x{2029}])\z))";
}

std::string JavaRegexTranslator::dot() const {
  if (flags_.dot_all) return R"([\s\S])";
  return flags_.unix_lines ? R"([^\n])" : R"([^\n\r\x{85}\x{2028}\x{2029}])";
}

std::optional<std::string> JavaRegexTranslator::group() {
  // Java overflows its stack somewhere above.
  constexpr int kDepthMax = 2000;
  if (++depth_ > kDepthMax) throw RefusedByJava();
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
      if (!accept(U":")) throw RefusedByJava();
      opening = "(?:";
    }
  } else {
    ++groups_;
  }
  std::string body = alternatives();
  if (!accept(U")")) throw RefusedByJava();
  flags_ = outside;
  --depth_;
  return opening + body + ")";
}

std::string JavaRegexTranslator::named_group() {
  std::string name;
  while (peek() != '>') {
    const char32_t c = take();
    const bool fits = is_lower(c) || is_upper(c) || (is_digit(c) && !name.empty());
    if (!fits) throw RefusedByJava();
    name += static_cast<char>(c);
  }
  ++at_;
  if (name.empty() || std::ranges::find(names_, name) != names_.end()) throw RefusedByJava();
  names_.push_back(name);
  ++groups_;
  return "(?<" + name + ">";
}

void JavaRegexTranslator::read_flags() {
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
        throw RefusedByJava();
    }
  }
}

}  // namespace tarn::engine
