// Text to syntax tree: Spark 4.2's SQL (ANSI mode, no keyword reserved) and Databricks' pipeline
// statements.
//
// All functions are pure and may be called from any thread. A text yields a tree or one Diagnostic,
// its first syntax error. Nothing is looked up: an unknown table or function parses.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "sql/ast.h"
#include "sql/substitution.h"

namespace tarn::sql {

// Bounds against text that would overflow the stack: of recursion in the parser, and of the tree
// that it returns.
inline constexpr int kMaxNesting = 300;
inline constexpr uint32_t kMaxTreeDepth = 1000;

// A tree, or why there is none.
template <typename T>
class [[nodiscard]] Parsed {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): returning a value must read plainly.
  Parsed(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): as above.
  Parsed(Diagnostic diagnostic) : content_(std::in_place_index<1>, std::move(diagnostic)) {}

  explicit operator bool() const { return content_.index() == 0; }

  const T& operator*() const& { return value(); }
  const T* operator->() const { return &value(); }
  const T& value() const& {
    CHECK(content_.index() == 0);
    return *std::get_if<0>(&content_);
  }
  T&& value() && {
    CHECK(content_.index() == 0);
    return std::move(*std::get_if<0>(&content_));
  }
  const Diagnostic& diagnostic() const {
    CHECK(content_.index() == 1);
    return *std::get_if<1>(&content_);
  }

 private:
  std::variant<T, Diagnostic> content_;
};

// What an expression without columns is worth: a text, NULL, or something else that is no name.
// Whoever parses a session's statements knows its variables and can compute. An error has the
// condition of what is wrong with the expression.
using NameConstants = std::function<Result<types::Value>(const Expression&)>;

// One statement, without `;` behind it or with one.
Parsed<Statement> parse_statement(const Fragment& fragment);
// One statement of a session, likewise.
Parsed<SessionStatement> parse_session_statement(const Fragment& fragment,
                                                 const NameConstants* constants = nullptr);
Parsed<QueryPtr> parse_query(const Fragment& fragment, const NameConstants* constants = nullptr);
// `a + 1`; not `a + 1 AS b`.
Parsed<ExpressionPtr> parse_expression(const Fragment& fragment);
// "decimal(10,2)", "array<struct<a: int>>".
Parsed<types::DataType> parse_data_type(const Fragment& fragment);
// "a INT, b STRING NOT NULL COMMENT 'x'", or "struct<a: int>" for its fields.
Parsed<types::Schema> parse_schema(const Fragment& fragment);
// "a.`b c`.d", as options hold it.
Parsed<Name> parse_name(const Fragment& fragment);

// A whole file: split, ${..} substituted, each statement parsed. A statement that does not parse
// leaves its diagnostic and the others still parse. SET k = v takes effect on what follows it.
struct ParsedFile {
  std::vector<Statement> statements;
  std::vector<Diagnostic> diagnostics;
};
// How a statement is read by what the file has SET in front of it.
using ReadingBySettings =
    std::function<Reading(const std::map<std::string, std::string, std::less<>>& settings)>;
ParsedFile parse_file(std::shared_ptr<const SourceText> source, const VariableLookup& lookup,
                      const std::vector<std::string>& known_names = {},
                      const ReadingBySettings& reading = {});

}  // namespace tarn::sql
