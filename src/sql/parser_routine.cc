// Variables and SQL functions: DECLARE, SET VAR, CREATE FUNCTION, and what drops them.

#include <algorithm>

#include "sql/parser.h"

namespace tarn::sql {
namespace {

constexpr std::string_view kNoCondition = "_LEGACY_ERROR_TEMP_0035";  // Spark has no better name

}  // namespace

// DECLARE VARIABLE x: the word is the variable's own name where nothing behind it can be one.
DeclareVariable Parser::declare_variable() {
  const size_t first = start();
  advance();
  DeclareVariable out;
  out.or_replace = accept_all({Keyword::kOr, Keyword::kReplace});
  if ((at_word("VARIABLE") || at_word("VAR")) && is_name_token(ahead()) &&
      ahead().keyword != Keyword::kDefault) {
    advance();
  }
  do {
    out.names.push_back(name());
  } while (accept(Symbol::kComma));
  if (at(Keyword::kNot)) {
    fail_at(ahead(), "DECLARE has OR REPLACE, and no IF NOT EXISTS");
  }
  const bool has_type = is_name_token(current()) && !at(Keyword::kDefault);
  if (has_type) {
    out.type = data_type();
  }
  if (accept(Keyword::kDefault) || accept(Symbol::kEqual)) {
    const size_t value = start();
    ExpressionPtr parsed = expression();
    out.default_value = {std::move(parsed), text_from(value)};
  }
  if (!out.type && !out.default_value) {
    if (!at_end() && !at(Symbol::kSemicolon)) {
      fail_at(current());
    }
    fail("INVALID_SQL_SYNTAX.VARIABLE_TYPE_OR_DEFAULT_REQUIRED", "42000",
         "The definition of a SQL variable requires either a datatype or a DEFAULT clause. For "
         "example, use `DECLARE name STRING` instead of `DECLARE name`",
         span_from(first));
  }
  return out;
}

// What is not quite SET VAR sets a key called VAR, as in Spark.
bool Parser::at_set_variable() const {
  if (!at(Keyword::kSet) || !(is_word(ahead(), "VAR") || is_word(ahead(), "VARIABLE"))) {
    return false;
  }
  if (ahead(2).symbol == Symbol::kLeftParen) {
    const size_t close = closing_[position_ + 2];
    return close + 2 < tokens_.size() && tokens_[close + 1].symbol == Symbol::kEqual &&
           tokens_[close + 2].symbol == Symbol::kLeftParen;
  }
  size_t at_name = position_ + 2;
  while (at_name + 2 < tokens_.size() && is_name_token(tokens_[at_name]) &&
         tokens_[at_name + 1].symbol == Symbol::kDot) {
    at_name += 2;
  }
  return at_name + 1 < tokens_.size() && is_name_token(tokens_[at_name]) &&
         tokens_[at_name + 1].symbol == Symbol::kEqual;
}

SetVariable Parser::set_variable() {
  position_ += 2;
  SetVariable out;
  if (accept(Symbol::kLeftParen)) {
    do {
      out.targets.push_back(dotted_name());
    } while (accept(Symbol::kComma));
    expect(Symbol::kRightParen);
    expect(Symbol::kEqual);
    expect(Symbol::kLeftParen);
    out.query = query();
    expect(Symbol::kRightParen);
    return out;
  }
  do {
    out.targets.push_back(dotted_name());
    expect(Symbol::kEqual);
    const bool is_default = at(Keyword::kDefault) && (ahead().symbol == Symbol::kComma ||
                                                      ahead().symbol == Symbol::kSemicolon ||
                                                      ahead().kind == TokenKind::kEnd);
    if (is_default) {
      advance();
    }
    out.values.push_back(is_default ? nullptr : expression());
  } while (accept(Symbol::kComma));
  return out;
}

// DROP TEMPORARY VARIABLE; without TEMPORARY there is no such statement.
DropVariable Parser::drop_variable() {
  position_ += 3;
  DropVariable out;
  out.if_exists = accept_if_exists();
  out.name = name();
  return out;
}

ExecuteImmediate Parser::execute_immediate() {
  position_ += 2;
  ExecuteImmediate out;
  out.text = expression();
  if (accept(Keyword::kInto)) {
    do {
      out.into.push_back(dotted_name());
    } while (accept(Symbol::kComma));
  }
  if (accept(Keyword::kUsing)) execute_arguments(out);
  return out;
}

// a, b AS name; with or without brackets around all of them.
void Parser::execute_arguments(ExecuteImmediate& execute) {
  bool bracketed = at(Symbol::kLeftParen) && ahead().keyword != Keyword::kSelect;
  if (bracketed) {
    // A bracket that is never closed ends at the statement's end, behind which is nothing.
    const size_t behind = std::min<size_t>(closing_[position_] + 1, tokens_.size() - 1);
    bracketed =
        tokens_[behind].kind == TokenKind::kEnd || tokens_[behind].symbol == Symbol::kSemicolon;
  }
  if (bracketed) advance();
  do {
    const size_t first = start();
    ExecuteImmediate::Argument argument;
    argument.value.expression = expression();
    argument.value.text = text_from(first);
    if (accept(Keyword::kAs) || at_identifier()) argument.name = identifier();
    execute.arguments.push_back(std::move(argument));
  } while (accept(Symbol::kComma));
  if (bracketed) expect(Symbol::kRightParen);
}

DropFunction Parser::drop_function() {
  advance();
  DropFunction out;
  out.temporary = accept(Keyword::kTemporary) || accept(Keyword::kTemp);
  advance();
  out.if_exists = accept_if_exists();
  out.name = name();
  return out;
}

// CREATE [OR REPLACE] [TEMPORARY] FUNCTION.
bool Parser::at_create_function() const {
  if (!at(Keyword::kCreate)) {
    return false;
  }
  size_t offset = 1;
  if (ahead(1).keyword == Keyword::kOr && ahead(2).keyword == Keyword::kReplace) {
    offset += 2;
  }
  const Keyword word = ahead(offset).keyword;
  offset += word == Keyword::kTemp || word == Keyword::kTemporary ? 1 : 0;
  return is_word(ahead(offset), "FUNCTION");
}

CreateFunction Parser::create_function() {
  const size_t first = start();
  advance();
  CreateFunction out;
  out.or_replace = accept_all({Keyword::kOr, Keyword::kReplace});
  out.temporary = accept(Keyword::kTemporary) || accept(Keyword::kTemp);
  advance();
  out.if_not_exists = accept_if_not_exists();
  out.name = name();
  if (out.if_not_exists && out.or_replace) {
    fail("INVALID_SQL_SYNTAX.CREATE_ROUTINE_WITH_IF_NOT_EXISTS_AND_REPLACE", "42000",
         "Cannot create a routine with both IF NOT EXISTS and REPLACE specified", span_from(first));
  }
  if (out.if_not_exists && out.temporary) {
    fail("INVALID_SQL_SYNTAX.CREATE_TEMP_FUNC_WITH_IF_NOT_EXISTS", "42000",
         "CREATE TEMPORARY FUNCTION with IF NOT EXISTS is not allowed", span_from(first));
  }
  if (at(Keyword::kAs)) {
    refuse_class(out.name);
  }
  out.parameters = function_parameters();
  if (at_word("RETURNS") && ahead().keyword != Keyword::kNull) {
    advance();
    function_result(out);
  }
  while (function_characteristic(out)) {
  }
  if (!accept_word("RETURN")) {
    fail_expected("RETURN");
  }
  const size_t body = start();
  if (at_query()) {
    out.query = query();
  } else {
    out.expression = expression();
  }
  out.body_text = text_from(body);
  return out;
}

// CREATE FUNCTION f AS 'com.example.F' USING JAR ..: there is no JVM to load it into.
void Parser::refuse_class(const Name& function) {
  advance();
  const std::string class_name = string();
  fail("CANNOT_LOAD_FUNCTION_CLASS", "46103",
       "Cannot load class " + class_name + " when registering the function " + function.text() +
           ": functions are written in SQL here, with RETURN",
       function.span);
}

std::vector<ColumnDefinition> Parser::function_parameters() {
  std::vector<ColumnDefinition> out;
  expect(Symbol::kLeftParen);
  if (accept(Symbol::kRightParen)) {
    return out;
  }
  do {
    out.push_back(column_definition());
    if (!out.back().type) {
      fail_at(current(), "a parameter has a type");
    }
    if (has_rules(out.back())) {
      fail("INVALID_SQL_SYNTAX.CREATE_FUNC_WITH_GENERATED_COLUMNS_AS_PARAMETERS", "42000",
           "CREATE FUNCTION with generated columns as parameters is not allowed", out.back().span);
    }
  } while (accept(Symbol::kComma));
  if (!accept(Symbol::kRightParen)) {
    fail_expected("',' or ')'");
  }
  return out;
}

void Parser::function_result(CreateFunction& function) {
  if (!accept(Keyword::kTable)) {
    function.result = FunctionResult::kScalar;
    function.returns = data_type();
    return;
  }
  function.result = FunctionResult::kTableOfAny;
  if (at(Symbol::kLeftParen)) {
    function.result = FunctionResult::kTable;
    function.columns = function_parameters();
  }
}

bool Parser::function_characteristic(CreateFunction& function) {
  const size_t first = start();
  const auto refuse_second = [&](bool is_second, std::string_view clause) {
    if (is_second) {
      fail_duplicate(clause, first);
    }
  };
  const auto refuse = [&](const std::string& what) {
    fail(std::string(kNoCondition), "", "Operation not allowed: " + what + ".", span_from(first));
  };
  if (accept(Keyword::kComment)) {
    refuse_second(function.comment.has_value(), "COMMENT");
    function.comment = string();
  } else if (accept_word("LANGUAGE")) {
    const std::string language = upper_case(identifier().name);
    if (language != "SQL") {
      refuse("Unsupported language for user defined functions: " + language);
    }
  } else if (at_word("DETERMINISTIC") || (at(Keyword::kNot) && is_word(ahead(), "DETERMINISTIC"))) {
    refuse_second(function.deterministic.has_value(), "DETERMINISTIC");
    function.deterministic = !accept(Keyword::kNot);
    advance();
  } else if ((at_word("CONTAINS") && is_word(ahead(), "SQL")) ||
             (at_word("READS") && is_word(ahead(), "SQL") && is_word(ahead(2), "DATA"))) {
    refuse_second(function.data_access.has_value(), "SQL DATA ACCESS");
    position_ += at_word("READS") ? 3 : 2;
    function.data_access = upper_case(text_from(first));
  } else if ((at_word("NO") || at_word("MODIFIES")) && is_word(ahead(), "SQL")) {
    refuse("SQL function with unsupported SQL data access");
  } else if (at_word("SPECIFIC")) {
    refuse("SQL function with SPECIFIC name");
  } else if (at_word("SQL") && is_word(ahead(), "SECURITY")) {
    refuse("SQL function with SQL SECURITY");
  } else if (at_word("CALLED") || at_word("RETURNS")) {
    refuse("SQL function with null call clause");
  } else {
    return false;
  }
  return true;
}

}  // namespace tarn::sql
