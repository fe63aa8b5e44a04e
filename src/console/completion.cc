#include "console/completion.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <utility>

#include "base/ascii.h"
#include "console/command.h"
#include "console/row_printer.h"
#include "sql/keyword.h"
#include "sql/lexer.h"

namespace tarn::console {
namespace {

using sql::Keyword;
using sql::Symbol;
using sql::Token;
using sql::TokenKind;

bool begins_with(std::string_view word, std::string_view beginning) {
  return word.size() >= beginning.size() &&
         std::ranges::equal(word.substr(0, beginning.size()), beginning,
                            [](char a, char b) { return lower_ascii(a) == lower_ascii(b); });
}

// As SQL writes a name: `a b`.
std::string spelled(const std::string& name) {
  const bool is_plain = !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
                        std::ranges::all_of(name, [](unsigned char c) {
                          return (std::isalnum(c) != 0 && c < 0x80) || c == '_';
                        });
  if (is_plain) {
    return name;
  }
  std::string quoted = "`";
  for (const char c : name) {
    quoted += c == '`' ? "``" : std::string(1, c);
  }
  return quoted + "`";
}

// What can follow: `FROM |`, `JOIN |`.
bool expects_relation(Keyword keyword) {
  switch (keyword) {
    case Keyword::kFrom:
    case Keyword::kJoin:
    case Keyword::kInto:
    case Keyword::kTable:
    case Keyword::kUpdate:
    case Keyword::kView:
      return true;
    default:
      return false;
  }
}

// A word behind a relation's name that is no alias.
bool ends_relation(Keyword keyword) {
  return sql::begins_clause(keyword) || keyword == Keyword::kSet || keyword == Keyword::kValues ||
         keyword == Keyword::kWhen;
}

// The grammar's words, and those that only statements begin with.
constexpr auto kKeywords = std::to_array<std::string_view>({
#define TARN_CONSOLE_TEXT(name, text) text,
    TARN_SQL_KEYWORDS(TARN_CONSOLE_TEXT)
#undef TARN_CONSOLE_TEXT
        "ALTER",
    "CACHE",
    "CATALOGS",
    "DECLARE",
    "DESCRIBE",
    "EXPLAIN",
    "EXTENDED",
    "FUNCTION",
    "FUNCTIONS",
    "MATCHED",
    "MERGE",
    "PROPERTIES",
    "RENAME",
    "RESET",
    "RETURN",
    "RETURNS",
    "SCHEMAS",
    "SHOW",
    "TABLES",
    "UNCACHE",
    "VARIABLE",
    "VIEWS"});

// The statement around the cursor.
class Statement {
 public:
  Statement(std::string_view text, size_t cursor) : text_(text) {
    sql::Scanner scanner(text);
    for (Token token = scanner.next(); token.kind != TokenKind::kEnd; token = scanner.next()) {
      if (token.begin < cursor && cursor < token.end && !is_name(token)) {
        inside_ = true;  // of a string or a comment
      }
      if (token.kind == TokenKind::kComment) {
        inside_ = inside_ || (token.end == cursor && text[token.begin] == '-');
      } else if (token.symbol == Symbol::kSemicolon) {
        if (token.begin >= cursor) {
          break;
        }
        tokens_.clear();
      } else {
        tokens_.push_back(token);
      }
    }
    before_ = static_cast<size_t>(std::ranges::count_if(
        tokens_, [cursor](const Token& token) { return token.begin < cursor; }));
    read_word(cursor);
    read_relations();
  }

  bool is_inside_text() const { return inside_; }
  const std::string& word() const { return word_; }
  size_t word_begin() const { return word_begin_; }
  const std::vector<std::string>& qualifiers() const { return qualifiers_; }
  // By the name under which the statement knows it: its alias, or the end of its name.
  const std::multimap<std::string, std::string>& relations() const { return relations_; }

  bool is_at_relation() const {
    if (before_ == 0) {
      return false;
    }
    const Token& last = tokens_[before_ - 1];
    return expects_relation(last.keyword) || (last.symbol == Symbol::kComma && is_in_from());
  }

 private:
  static bool is_name(const Token& token) {
    return token.kind == TokenKind::kWord || token.kind == TokenKind::kQuotedName;
  }

  // Of a name that is not yet closed: the scanner goes on behind it.
  bool is_open_quote(const Token& token) const {
    return token.kind == TokenKind::kBadCharacter && text_[token.begin] == '`';
  }

  std::string_view text_of(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }

  std::string name_of(const Token& token) const {
    return token.kind == TokenKind::kQuotedName ? sql::quoted_name_value(text_of(token))
                                                : std::string(text_of(token));
  }

  // Takes the word at the cursor, and the names with dots before it, off the tokens before it.
  void read_word(size_t cursor) {
    word_begin_ = cursor;
    if (before_ > 0 && is_name(tokens_[before_ - 1]) && tokens_[before_ - 1].end >= cursor) {
      word_begin_ = tokens_[--before_].begin;
    }
    if (before_ > 0 && is_open_quote(tokens_[before_ - 1]) &&
        tokens_[before_ - 1].end == word_begin_) {
      word_begin_ = tokens_[--before_].begin;
    }
    word_ = std::string(text_.substr(word_begin_, cursor - word_begin_));
    while (before_ > 1 && tokens_[before_ - 1].symbol == Symbol::kDot &&
           is_name(tokens_[before_ - 2])) {
      qualifiers_.insert(qualifiers_.begin(), name_of(tokens_[before_ - 2]));
      before_ -= 2;
    }
  }

  // Whether the comma at the cursor's left parts relations: FROM a, |
  bool is_in_from() const {
    int depth = 0;
    for (size_t i = before_; i-- > 0;) {
      const Token& token = tokens_[i];
      if (token.symbol == Symbol::kRightParen) {
        ++depth;
      } else if (token.symbol == Symbol::kLeftParen && --depth < 0) {
        return false;
      } else if (depth == 0 && token.keyword == Keyword::kFrom) {
        return true;
      } else if (depth == 0 && (ends_relation(token.keyword) || token.keyword == Keyword::kBy)) {
        return false;
      }
    }
    return false;
  }

  void read_relations() {
    bool in_from = false;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (expects_relation(token.keyword) || (in_from && token.symbol == Symbol::kComma)) {
        in_from = true;
        read_relation(i + 1);
      } else if (ends_relation(token.keyword) || token.symbol == Symbol::kLeftParen) {
        in_from = false;
      }
    }
  }

  void read_relation(size_t at) {
    if (at >= tokens_.size() || !is_name(tokens_[at]) || tokens_[at].begin == word_begin_) {
      return;
    }
    std::string known = name_of(tokens_[at]);
    const uint32_t begin = tokens_[at].begin;
    while (at + 2 < tokens_.size() && tokens_[at + 1].symbol == Symbol::kDot &&
           is_name(tokens_[at + 2])) {
      at += 2;
      known = name_of(tokens_[at]);
    }
    const std::string name(text_.substr(begin, tokens_[at].end - begin));
    if (at + 1 < tokens_.size() && tokens_[at + 1].keyword == Keyword::kAs) {
      ++at;
    }
    if (at + 1 < tokens_.size() && is_name(tokens_[at + 1]) &&
        !ends_relation(tokens_[at + 1].keyword) && tokens_[at + 1].begin != word_begin_) {
      known = name_of(tokens_[at + 1]);
    }
    relations_.emplace(lower_ascii(known), name);
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  size_t before_ = 0;  // tokens before the name at the cursor
  bool inside_ = false;
  std::string word_;
  size_t word_begin_ = 0;
  std::vector<std::string> qualifiers_;
  std::multimap<std::string, std::string> relations_;
};

// Names that go on from what is typed.
class Words {
 public:
  explicit Words(std::string typed) : typed_(std::move(typed)) {}

  void add(const std::string& word) {
    if (begins_with(word, typed_) ||
        (typed_.starts_with('`') && begins_with(word, typed_.substr(1)))) {
      words_.push_back(word);
    }
  }
  void add_name(const std::string& name) {
    add(typed_.starts_with('`') ? quoted(spelled(name)) : spelled(name));
  }
  void add_names(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      add_name(name);
    }
  }
  // As the user writes keywords: in small letters, if the word begins so.
  void add_keywords() {
    const bool is_small = std::islower(static_cast<unsigned char>(typed_[0])) != 0;
    for (const std::string_view keyword : kKeywords) {
      add(is_small ? lower_ascii(std::string(keyword)) : std::string(keyword));
    }
  }

  std::vector<std::string> sorted() && {
    std::ranges::sort(words_);
    words_.erase(std::ranges::unique(words_).begin(), words_.end());
    return std::move(words_);
  }

 private:
  static std::string quoted(const std::string& name) {
    return name.starts_with('`') ? name : "`" + name + "`";
  }

  std::string typed_;
  std::vector<std::string> words_;
};

std::string dotted(const std::vector<std::string>& parts) {
  std::string name;
  for (const std::string& part : parts) {
    name += (name.empty() ? "" : ".") + spelled(part);
  }
  return name;
}

void add_relations(Words& words, const std::vector<std::string>& qualifiers, Names& names) {
  words.add_names(names.relations(dotted(qualifiers)));
  if (qualifiers.empty()) {
    words.add_names(names.schemas());
  }
}

// Behind `x.`: columns of x, or tables of the schema x.
void add_qualified(Words& words, const Statement& statement, Names& names) {
  const std::vector<std::string>& qualifiers = statement.qualifiers();
  const auto known = statement.relations().equal_range(lower_ascii(qualifiers.back()));
  for (auto relation = known.first; relation != known.second; ++relation) {
    words.add_names(names.columns(relation->second));
  }
  if (known.first == known.second) {
    words.add_names(names.relations(dotted(qualifiers)));
  }
}

void add_expression(Words& words, const Statement& statement, Names& names) {
  for (const auto& [known, relation] : statement.relations()) {
    words.add_name(known);
    words.add_names(names.columns(relation));
  }
  // All functions and keywords are too many to choose from.
  if (statement.word().empty() || statement.word().starts_with('`')) {
    return;
  }
  for (const std::string& function : names.functions()) {
    words.add(function + "(");
  }
  words.add_keywords();
}

Completion complete_statement(std::string_view text, size_t cursor, Names& names) {
  const Statement statement(text, cursor);
  if (statement.is_inside_text()) {
    return {.begin = cursor};
  }
  Words words(statement.word());
  if (statement.is_at_relation()) {
    add_relations(words, statement.qualifiers(), names);
  } else if (!statement.qualifiers().empty()) {
    add_qualified(words, statement, names);
  } else {
    add_expression(words, statement, names);
  }
  return {.begin = statement.word_begin(), .words = std::move(words).sorted()};
}

Completion complete_command(std::string_view text, size_t cursor, Names& names) {
  const size_t first = text.find('\\');
  const size_t space = text.find_first_of(" \t", first);
  if (space == std::string_view::npos || space >= cursor) {
    Words words(std::string(text.substr(first, cursor - first)));
    for (const CommandForm& form : command_forms()) {
      words.add(std::string(form.name));
    }
    return {.begin = first, .words = std::move(words).sorted()};
  }
  const size_t begin = text.find_first_not_of(" \t", space);
  const size_t word = begin == std::string_view::npos ? cursor : std::min(begin, cursor);
  Words words(std::string(text.substr(word, cursor - word)));
  const auto forms = command_forms();
  const auto form = std::ranges::find(forms, text.substr(first, space - first), &CommandForm::name);
  if (form == forms.end()) {
    return {.begin = word};
  }
  switch (form->argument) {
    case Argument::kRelation:
      add_relations(words, {}, names);
      break;
    case Argument::kFormat:
      for (const std::string& name : row_format_names()) {
        words.add(name);
      }
      break;
    case Argument::kSwitch:
      words.add("on");
      words.add("off");
      break;
    case Argument::kNone:
    case Argument::kPattern:
    case Argument::kFile:
      break;
  }
  return {.begin = word, .words = std::move(words).sorted()};
}

}  // namespace

Completion complete(std::string_view text, size_t cursor, Names& names) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first < cursor && text[first] == '\\') {
    return complete_command(text, cursor, names);
  }
  return complete_statement(text, cursor, names);
}

std::string common_beginning(const std::vector<std::string>& words) {
  if (words.empty()) {
    return "";
  }
  std::string common = words.front();
  for (const std::string& word : words) {
    const auto differs = std::ranges::mismatch(
        common, word, [](char a, char b) { return lower_ascii(a) == lower_ascii(b); });
    common.resize(static_cast<size_t>(differs.in1 - common.begin()));
  }
  // Not in the middle of a character.
  while (!common.empty() && common.size() < words.front().size() &&
         (static_cast<unsigned char>(words.front()[common.size()]) & 0xC0) == 0x80) {
    common.pop_back();
  }
  return common;
}

}  // namespace tarn::console
