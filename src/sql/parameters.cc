#include "sql/parameters.h"

#include <algorithm>
#include <optional>

#include "sql/lexer.h"
#include "sql/replacement.h"

namespace tarn::sql {
namespace {

// Whether a `:` directly behind the token goes into its value.
bool ends_operand(const Token& token) {
  switch (token.kind) {
    case TokenKind::kEnd:
      return false;
    case TokenKind::kSymbol:
      return token.symbol == Symbol::kRightParen || token.symbol == Symbol::kRightBracket;
    default:
      return true;
  }
}

// Whether tokens[at] is the `:` of a `:name`, and no path into the value before it.
bool begins_marker(const std::vector<Token>& tokens, size_t at) {
  if (tokens[at].symbol != Symbol::kColon || at + 1 >= tokens.size()) {
    return false;
  }
  const bool is_path =
      at > 0 && tokens[at - 1].end == tokens[at].begin && ends_operand(tokens[at - 1]);
  return !is_path && tokens[at + 1].kind == TokenKind::kWord;
}

}  // namespace

Markers markers_in(const std::string& text) {
  const std::vector<Token> tokens = tokenize(text);
  Markers found;
  for (size_t at = 0; at < tokens.size(); ++at) {
    found.positional = found.positional || tokens[at].symbol == Symbol::kQuestion;
    found.named = found.named || begins_marker(tokens, at);
  }
  return found;
}

Fragment bind_parameters(std::shared_ptr<const SourceText> source, Span span,
                         const Parameters& parameters) {
  const std::string text = source->text.substr(span.begin, span.end - span.begin);
  if (parameters.empty()) {
    return Fragment::of(std::move(source), span);
  }
  const std::vector<Token> tokens = tokenize(text);
  Substitution building(std::move(source), span);
  size_t kept = 0;
  size_t next = 0;  // of the values by position
  const auto put = [&](const Token& first, const Token& last, const std::string& value) {
    building.keep(kept, first.begin);
    // A sign must not become a comment with a minus before it.
    building.replace(first.begin, last.end, value.starts_with('-') ? " " + value : value);
    kept = last.end;
  };
  for (size_t at = 0; at < tokens.size(); ++at) {
    const Token& token = tokens[at];
    if (token.symbol == Symbol::kQuestion && next < parameters.positional.size()) {
      put(token, token, parameters.positional[next++]);
    }
    if (!begins_marker(tokens, at)) {
      continue;
    }
    const Token& name = tokens[at + 1];
    const auto found = parameters.named.find(text.substr(name.begin, name.end - name.begin));
    if (found != parameters.named.end()) {
      put(token, name, found->second);
      ++at;
    }
  }
  building.keep(kept, text.size());
  return std::move(building).finish();
}

std::string literal_of_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out + "'";
}

}  // namespace tarn::sql
