// [..]: ranges, classes within classes, and intersections, which PCRE2 says with assertions.

#include <algorithm>

#include "engine/java_regex_translator.h"

namespace tarn::engine {

std::string JavaRegexTranslator::Operand::atom() const {
  if (atoms.empty()) return "[" + items + "]";
  if (items.empty() && atoms.size() == 1) return atoms[0];
  std::string out = "(?:" + (items.empty() ? "" : "[" + items + "]|");
  for (size_t at = 0; at < atoms.size(); ++at) out += (at == 0 ? "" : "|") + atoms[at];
  return out + ")";
}

void JavaRegexTranslator::add(Operand& operand, const ClassItems& items) const {
  if (items.negated) {
    operand.atoms.push_back(atom_of(items));
  } else {
    operand.items += items.items;
  }
}

void JavaRegexTranslator::add_range(Operand& operand, char32_t low, char32_t high) const {
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
std::string JavaRegexTranslator::character_class() {
  const bool negated = accept(U"^");
  std::vector<std::string> operands;
  Operand operand;
  bool first = true;
  while (true) {
    skip_comments();
    if (is_at_end()) throw RefusedByJava();
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
  if (operands.empty()) throw RefusedByJava();
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

void JavaRegexTranslator::class_item(Operand& operand) {
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
    if (!character) throw RefusedByJava();
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
    if (!character) throw RefusedByJava();
    high = *character;
  }
  if (high < low) throw RefusedByJava();
  add_range(operand, low, high);
}

}  // namespace tarn::engine
