// Where an item of a list ends, so that the word before it can be nothing but its alias.

#pragma once

#include "sql/token.h"

namespace tarn::sql {

// SELECT 1 AND, struct(1 IS): behind an operator there would have to be something.
inline bool ends_item(const Token& token) {
  return token.kind == TokenKind::kEnd || token.symbol == Symbol::kComma ||
         token.symbol == Symbol::kRightParen;
}

}  // namespace tarn::sql
