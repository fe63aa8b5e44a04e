// The reader of a Java pattern that writes it for PCRE2, part by part. Internal to java_regex*.cc.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/java_regex_property.h"

namespace tarn::engine {

// Thrown for what Java refuses; pcre_of_java_regex() catches it.
struct RefusedByJava {};

inline bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
inline bool is_lower(char32_t c) { return c >= 'a' && c <= 'z'; }
inline bool is_upper(char32_t c) { return c >= 'A' && c <= 'Z'; }

class JavaRegexTranslator {
 public:
  explicit JavaRegexTranslator(std::string_view pattern);

  std::string translate();

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

  // ---- the pattern's text
  bool is_at_end() const { return at_ >= text_.size(); }
  char32_t peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }
  bool accept(std::u32string_view wanted);
  char32_t take();
  void skip_comments();

  // ---- what it is made of: java_regex.cc
  std::string alternatives();
  std::string sequence();
  std::optional<std::string> atom();
  std::string quantifier();
  std::string bounds();
  std::string line_begin() const;
  std::string line_end() const;
  std::string text_end() const;
  std::string dot() const;
  std::optional<std::string> group();
  std::string named_group();
  void read_flags();

  // ---- characters, and what a backslash begins: java_regex_escape.cc
  static std::string code(char32_t c);
  std::string literal(char32_t c) const;
  std::string quoted();
  char32_t hex_code(size_t digits);
  std::optional<char32_t> escaped_character();
  std::optional<ClassItems> predefined();
  ClassItems property(bool negated);
  std::string escape();
  std::string reference(const std::string& text) const;
  std::string numbered_reference();
  static std::string atom_of(const ClassItems& items);

  // ---- classes: java_regex_class.cc
  // What one operand of && holds so far.
  struct Operand {
    std::string items;
    std::vector<std::string> atoms;  // nested classes, each of which matches one character

    bool is_empty() const { return items.empty() && atoms.empty(); }
    std::string atom() const;
  };
  void add(Operand& operand, const ClassItems& items) const;
  void add_range(Operand& operand, char32_t low, char32_t high) const;
  std::string character_class();
  void class_item(Operand& operand);

  std::u32string text_;
  size_t at_ = 0;
  Flags flags_;
  int groups_ = 0;
  int depth_ = 0;  // of the group that is being read
  std::vector<std::string> names_;
};

}  // namespace tarn::engine
