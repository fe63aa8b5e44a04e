// Statements by their first words; SET and USE.

#include <algorithm>
#include <array>

#include "sql/parser.h"

namespace tarn::sql {
namespace {

// First words of statements that a pipeline does not have.
constexpr std::array<std::string_view, 38> kOtherStarters = {
    "ADD",     "ALTER",    "ANALYZE", "BEGIN",   "CACHE",  "CALL",     "CLEAR",  "CLONE",
    "COMMENT", "COPY",     "DECLARE", "DELETE",  "DESC",   "DESCRIBE", "DROP",   "EXECUTE",
    "EXPLAIN", "GRANT",    "INSERT",  "LIST",    "LOAD",   "MERGE",    "MSCK",   "OPTIMIZE",
    "REFRESH", "REORG",    "REPAIR",  "REPLACE", "RESET",  "RESTORE",  "REVOKE", "SHOW",
    "SYNC",    "TRUNCATE", "UNCACHE", "UNDROP",  "UPDATE", "VACUUM"};

// What CREATE makes besides a pipeline's datasets.
constexpr std::array<std::string_view, 19> kOtherThings = {
    "AGGREGATE", "CATALOG", "CONNECTION", "DATABASE",  "EXTERNAL",  "FUNCTION", "GLOBAL",
    "INDEX",     "METRIC",  "NAMESPACE",  "PROCEDURE", "RECIPIENT", "SCHEMA",   "SHARE",
    "SINK",      "TABLE",   "TEMP",       "TEMPORARY", "VOLUME"};

template <size_t size>
bool contains(const std::array<std::string_view, size>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == ':';
}

constexpr std::string_view kSpaces = " \t\r\n\f\v";

}  // namespace

Statement Parser::make_statement(size_t first_token, StatementNode node) {
  return {.span = span_from(first_token), .node = std::move(node)};
}

Statement Parser::statement() {
  const size_t first = start();
  StatementNode node = statement_node();
  return make_statement(first, std::move(node));
}

StatementNode Parser::statement_node() {
  if (at(Keyword::kCreate)) {
    return create();
  }
  if (at(Keyword::kSet)) {
    return set();
  }
  if (at(Keyword::kUse)) {
    return use();
  }
  if (at_all({Keyword::kApply, Keyword::kChanges})) {
    return apply_changes();
  }
  if (at(Keyword::kSelect) || at(Keyword::kWith) || at(Keyword::kFrom) || at(Keyword::kValues) ||
      at(Keyword::kTable) || at(Symbol::kLeftParen)) {
    return QueryStatement{query()};
  }
  if (current().kind == TokenKind::kWord && contains(kOtherStarters, upper_case(text(current())))) {
    return other_statement();
  }
  if (current().kind == TokenKind::kWord) {
    const std::vector<std::string> known = {"CREATE", "SELECT", "WITH", "APPLY", "INSERT",
                                            "VALUES", "FROM",   "USE",  "SET",   "DROP"};
    const std::string close = nearest(text(current()), known);
    fail("PARSE_SYNTAX_ERROR", "42601",
         "Syntax error at or near '" + std::string(text(current())) + "'", span_of(current()),
         close.empty() ? "expected a statement" : "did you mean '" + close + "'?");
  }
  fail_expected("a statement");
}

StatementNode Parser::create() {
  const size_t first = start();
  advance();
  const bool or_refresh = accept_all({Keyword::kOr, Keyword::kRefresh});
  const bool or_replace = !or_refresh && accept_all({Keyword::kOr, Keyword::kReplace});
  if (at(Keyword::kFlow)) {
    return create_flow(or_refresh);
  }
  if (std::optional<CreateDataset> head = dataset_head()) {
    head->or_refresh = or_refresh;
    head->or_replace = or_replace;
    return create_dataset(std::move(*head));
  }
  if (current().kind == TokenKind::kWord && contains(kOtherThings, upper_case(text(current())))) {
    const std::string keywords = "CREATE " + upper_case(text(current()));
    position_ = first;
    OtherStatement out = other_statement();
    out.keywords = keywords;
    return out;
  }
  fail_expected("STREAMING TABLE, MATERIALIZED VIEW, TEMPORARY VIEW, VIEW or FLOW");
}

// The first two words name it, save where the second is a table's name; the rest is passed over.
OtherStatement Parser::other_statement() {
  OtherStatement out = {upper_case(text(current()))};
  const bool names_a_table = out.keywords == "OPTIMIZE" || out.keywords == "VACUUM" ||
                             out.keywords == "DESCRIBE" || out.keywords == "DESC" ||
                             out.keywords == "UPDATE" || out.keywords == "RESTORE";
  advance();
  if (current().kind == TokenKind::kWord && !names_a_table) {
    out.keywords += " " + upper_case(text(current()));
  }
  while (!at_end() && !at(Symbol::kSemicolon)) {
    if (current().kind >= TokenKind::kUnclosedComment) {
      fail_at(current());
    }
    advance();
  }
  return out;
}

StatementNode Parser::set() {
  const size_t first = start();
  advance();
  if (at_all({Keyword::kTime, Keyword::kZone})) {
    position_ += 2;
    SetTimeZone out;
    if (at_string()) {
      out.zone = string();
    } else if (!accept(Keyword::kLocal)) {
      if (!at(Keyword::kInterval)) {
        fail_expected("a string, LOCAL or INTERVAL");
      }
      out.offset = value();
    }
    return out;
  }
  if (at(Keyword::kCatalog) &&
      (ahead().kind == TokenKind::kWord || ahead().kind == TokenKind::kQuotedName)) {
    advance();
    return UseStatement{UseKind::kCatalog, name()};
  }
  return set_raw(first);
}

// SET key = value: the value is the rest of the text as it stands, quotes and all, as in Spark. In
// backticks a key may hold any character, and a value a semicolon.
StatementNode Parser::set_raw(size_t first_token) {
  const std::string& all = fragment_.text();
  size_t begin = tokens_[first_token].end;
  size_t end = all.size();
  const auto trim = [&] {
    begin = std::min(all.find_first_not_of(kSpaces, begin), end);
    while (end > begin && (kSpaces.find(all[end - 1]) != std::string_view::npos)) {
      --end;
    }
  };
  trim();
  while (end > begin && all[end - 1] == ';') {
    --end;
    trim();
  }
  position_ = tokens_.size() - 1;
  const auto span = [&](size_t from, size_t to) {
    return fragment_.source_span(static_cast<uint32_t>(from), static_cast<uint32_t>(to));
  };
  SetStatement out;
  out.key_span = out.value_span = span(begin, end);
  if (begin == end) {
    return out;
  }
  if (all.substr(begin, end - begin) == "-v") {
    out.key = "-v";
    return out;
  }
  size_t key_end = begin;
  if (all[begin] == '`') {
    key_end = all.find('`', begin + 1);
    key_end = key_end == std::string::npos ? begin : key_end + 1;
    out.key = key_end > begin
                  ? quoted_name_value(std::string_view(all).substr(begin, key_end - begin))
                  : "";
  } else {
    while (key_end < end && is_key_character(all[key_end])) {
      ++key_end;
    }
    out.key = all.substr(begin, key_end - begin);
  }
  const size_t equals = std::min(all.find_first_not_of(kSpaces, key_end), end);
  const bool has_value = equals < end && all[equals] == '=';
  if (out.key.empty() || (!has_value && equals < end)) {
    fail("INVALID_SET_SYNTAX", "42000",
         "Expected format is 'SET', 'SET key', or 'SET key=value'. If you want to include special "
         "characters in key, or include semicolon in value, please use backquotes, e.g., SET "
         "`key`=`value`",
         span(begin, end));
  }
  out.key_span = span(begin, key_end);
  if (!has_value) {
    return out;
  }
  const size_t value_begin = std::min(all.find_first_not_of(kSpaces, equals + 1), end);
  std::string value = all.substr(value_begin, end - value_begin);
  if (value.size() >= 2 && value.front() == '`' && value.back() == '`') {
    value = quoted_name_value(value);
  }
  out.value = std::move(value);
  out.value_span = span(value_begin, end);
  return out;
}

UseStatement Parser::use() {
  advance();
  const bool name_follows =
      ahead().kind == TokenKind::kWord || ahead().kind == TokenKind::kQuotedName;
  UseKind kind = UseKind::kName;
  if (name_follows && at(Keyword::kCatalog)) {
    kind = UseKind::kCatalog;
  } else if (name_follows &&
             (at(Keyword::kSchema) || at(Keyword::kDatabase) || at(Keyword::kNamespace))) {
    kind = UseKind::kSchema;
  }
  if (kind != UseKind::kName) {
    advance();
  }
  return {kind, name()};
}

}  // namespace tarn::sql
