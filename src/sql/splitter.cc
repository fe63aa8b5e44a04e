#include "sql/splitter.h"

#include <algorithm>
#include <optional>

#include "sql/lexer.h"

namespace tarn::sql {
namespace {

constexpr std::string_view kCell = "COMMAND";
constexpr size_t kFewestDashes = 5;

// `-- COMMAND ----------` alone on its line, as notebooks are exported.
bool ends_cell(std::string_view file, const Token& comment) {
  std::string_view text = file.substr(comment.begin, comment.end - comment.begin);
  if (!text.starts_with("--")) {
    return false;
  }
  const std::string_view before = file.substr(0, comment.begin);
  const size_t line = before.find_last_of('\n') + 1;  // npos + 1 is the file's start
  if (before.find_first_not_of(" \t\r\xEF\xBB\xBF", line) != std::string_view::npos) {
    return false;
  }
  const auto skip_spaces = [&] {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  };
  text.remove_prefix(2);
  skip_spaces();
  if (!text.starts_with(kCell)) {
    return false;
  }
  text.remove_prefix(kCell.size());
  skip_spaces();
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text.size() >= kFewestDashes && text.find_first_not_of('-') == std::string_view::npos;
}

}  // namespace

std::vector<Span> split_statements(std::string_view file) {
  std::vector<Span> out;
  std::optional<Span> open;
  const auto finish = [&] {
    if (open) {
      out.push_back(*open);
      open.reset();
    }
  };
  Scanner scanner(file);
  for (Token token = scanner.next(); token.kind != TokenKind::kEnd; token = scanner.next()) {
    if (token.kind == TokenKind::kComment) {
      if (ends_cell(file, token)) {
        finish();
      }
    } else if (token.symbol == Symbol::kSemicolon) {
      finish();
    } else if (open) {
      open->end = token.end;
    } else {
      open = Span{token.begin, token.end};
    }
  }
  finish();
  return out;
}

}  // namespace tarn::sql
