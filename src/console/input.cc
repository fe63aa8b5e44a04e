#include "console/input.h"

#include <algorithm>
#include <string>

#include "console/command.h"
#include "sql/lexer.h"

namespace tarn::console {

Input input_of(std::string_view text) {
  if (is_command(text)) {
    return Input::kCommand;
  }
  sql::Scanner scanner(text);
  Input input = Input::kNothing;
  for (sql::Token token = scanner.next(); token.kind != sql::TokenKind::kEnd;
       token = scanner.next()) {
    if (token.kind == sql::TokenKind::kUnclosedComment) {
      return Input::kUnfinished;
    }
    // A quote that never closes: the scanner goes on behind it, but for who types it is open.
    if (token.kind == sql::TokenKind::kBadCharacter &&
        std::string_view("'\"`").find(text[token.begin]) != std::string_view::npos) {
      return Input::kUnfinished;
    }
    if (token.symbol == sql::Symbol::kSemicolon) {
      input = input == Input::kNothing ? Input::kNothing : Input::kStatements;
    } else if (token.kind != sql::TokenKind::kComment) {
      input = Input::kUnfinished;
    }
  }
  return input;
}

}  // namespace tarn::console
