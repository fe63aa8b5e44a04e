// IDENTIFIER('a.b'): a name that is computed from constants, where a name may stand.
//
// Its argument is folded here, before any table is known: texts, ||, and the few functions that
// make names of texts. Whoever parses may know more constants (NameConstants): a session's
// variables. Parameters have been put into the text before.

#include "base/ascii.h"
#include "sql/keyword.h"
#include "sql/parser.h"

namespace tarn::sql {

bool Parser::at_identifier_clause() const {
  return at(Keyword::kIdentifier) && ahead().symbol == Symbol::kLeftParen;
}

// a.b.c, or IDENTIFIER('a.b.c').
Name Parser::name() { return at_identifier_clause() ? name_of_clause() : dotted_name(); }

// One name; of IDENTIFIER() only with a literal, which is told from a call by its string.
Identifier Parser::identifier() {
  if (!at_identifier_clause() || ahead(2).kind != TokenKind::kString) {
    return plain_identifier();
  }
  Name name = name_of_clause();
  if (name.parts.size() != 1) {
    fail("IDENTIFIER_TOO_MANY_NAME_PARTS", "42601",
         "IDENTIFIER('" + name.text() + "') is one name here, without dots", name.span);
  }
  return std::move(name.parts.front());
}

Name Parser::name_of_clause() {
  const size_t first = start();
  position_ += 2;
  const ExpressionPtr argument = expression();
  expect(Symbol::kRightParen);
  const Span where = span_from(first);
  const std::string written = constant_text(*argument);
  const Parsed<Name> parsed = parse_name(Fragment::whole(written));
  if (!parsed) {
    fail(parsed.diagnostic().condition, parsed.diagnostic().sqlstate,
         "IDENTIFIER('" + written + "') holds no name", where);
  }
  Name out = *parsed;
  out.span = where;
  for (Identifier& part : out.parts) {
    part.span = where;
  }
  return out;
}

std::string Parser::constant_text(const Expression& expression) const {
  if (constants_ != nullptr && expression.as<Literal>() == nullptr) {
    const Result<types::Value> value = (*constants_)(expression);
    if (!value) {
      fail(value.error().condition, value.error().sqlstate, value.error().message, expression.span);
    }
    const auto* text = std::get_if<std::string>(&value->content);
    if (text == nullptr) {
      fail_no_constant(value->is_null() ? "NULL" : "WRONG_TYPE", expression.span);
    }
    return *text;
  }
  if (const auto* literal = expression.as<Literal>()) {
    const auto* text = std::get_if<std::string>(&literal->value.content);
    if (text == nullptr || !literal->type.is(types::TypeKind::kString)) {
      fail_no_constant("WRONG_TYPE", expression.span);
    }
    return *text;
  }
  if (const auto* binary = expression.as<Binary>()) {
    if (binary->op == BinaryOperator::kConcat) {
      return constant_text(*binary->left) + constant_text(*binary->right);
    }
  }
  if (const auto* cast = expression.as<Cast>()) {
    const auto* operand = cast->operand->as<Literal>();
    if (operand != nullptr && operand->value.is_null()) {
      fail_no_constant("NULL", expression.span);
    }
  }
  if (const auto* parameter = expression.as<Parameter>()) {
    fail("UNBOUND_SQL_PARAMETER", "42P02", "Found the unbound parameter: " + parameter->name,
         expression.span);
  }
  if (const auto* call = expression.as<FunctionCall>(); call != nullptr && !call->window) {
    const std::string& name = call->name.last().name;
    const bool one = call->arguments.size() == 1;
    if (equals_ignoring_case(name, "CONCAT")) {
      std::string out;
      for (const FunctionCall::Argument& argument : call->arguments) {
        out += constant_text(*argument.value);
      }
      return out;
    }
    if (one && (equals_ignoring_case(name, "LOWER") || equals_ignoring_case(name, "LCASE"))) {
      return lower_ascii(constant_text(*call->arguments[0].value));
    }
    if (one && (equals_ignoring_case(name, "UPPER") || equals_ignoring_case(name, "UCASE"))) {
      return upper_case(constant_text(*call->arguments[0].value));
    }
  }
  fail_no_constant("NOT_CONSTANT", expression.span);
}

void Parser::fail_no_constant(std::string_view why, Span span) const {
  fail("NOT_A_CONSTANT_STRING." + std::string(why), "42601",
       "The expression used for the routine or clause IDENTIFIER must be a constant STRING which "
       "is NOT NULL",
       span);
}

}  // namespace tarn::sql
