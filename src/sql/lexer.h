// Text to tokens, by the rules of Spark's lexer.
//
// A Scanner gives every token, comments too, and goes on after what it cannot read: the splitter
// needs that. It reads each byte a bounded number of times, whatever the text.

#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/token.h"

namespace tarn::sql {

class Scanner {
 public:
  explicit Scanner(std::string_view text);

  Token next();

 private:
  std::string_view rest() const { return text_.substr(position_); }
  char peek(size_t ahead = 0) const;
  Token token(TokenKind kind, size_t end);
  Token comment_line();
  Token comment_bracketed();
  Token quoted(char quote, size_t prefix);
  Token number_or_word();
  Token word();
  Token beyond_ascii();
  Token symbol();

  std::string_view text_;
  size_t position_ = 0;
  std::array<bool, 128> unclosed_ = {};  // quotes that are known to have no partner
};

// The tokens without comments, kEnd last. Stops after the first token that no statement can hold
// (kBadCharacter, kBadIdentifier, kUnclosedComment), which is then the last before kEnd.
std::vector<Token> tokenize(std::string_view text);

// The value of a kString token: quotes taken off, escapes and doubled quotes resolved. Half of a
// surrogate pair (\uD83D alone) becomes '?', as in Spark.
std::string string_value(std::string_view literal);
// The same where no escape is resolved: all between the first and the last byte behind it.
std::string written_string_value(std::string_view literal);

// The name in a kQuotedName token: `a``b` is a`b.
std::string quoted_name_value(std::string_view name);

}  // namespace tarn::sql
