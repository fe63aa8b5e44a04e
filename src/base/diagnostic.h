// What is wrong in a user's project: where, what, and what to do about it.
//
// A phase collects all of its diagnostics and goes on; it does not stop at the first. Positions are
// 1-based; columns count characters (code points), not bytes.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tarn {

// A stretch of bytes [begin, end) of one SourceText.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

struct Position {
  int line = 1;
  int column = 1;
  friend bool operator==(const Position&, const Position&) = default;
};

// A file's text under the name that messages use (relative to the project's folder).
struct SourceText {
  std::string path;
  std::string text;

  Position position_of(uint32_t byte) const;
  std::string_view line_at(int line) const;  // without its end of line
};

struct Diagnostic {
  std::string condition;  // Spark's error condition where Spark defines one:
                          // "UNRESOLVED_COLUMN.WITH_SUGGESTION"
  std::string sqlstate;
  std::string message;
  std::string hint = {};  // "did you mean 'sales'?", or empty
  std::shared_ptr<const SourceText> source =
      nullptr;  // shared: diagnostics outlive the project they speak of
  Span span = {};

  // "shop.sql:3:8: error[CLASS]: message; hint", then the line and a caret under the span.
  std::string text() const;
  // {"class":..,"sqlstate":..,"message":..,"hint":..,"file":..,"line":..,"column":..} on one line.
  std::string json() const;

  Error as_error() const;
  // Of an error that has no place in a text.
  static Diagnostic of(const Error& error);
};

// The name in `known` nearest to `wanted` (edit distance at most a third of its length, ASCII case
// ignored), or an empty text.
std::string nearest(std::string_view wanted, const std::vector<std::string>& known);

}  // namespace tarn
