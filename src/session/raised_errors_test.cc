// What rows raise: the condition, the value, and the expression that raised it with its place.

#include <gtest/gtest.h>

#include <string>

#include "session/test_session.h"

namespace tarn::session {
namespace {

struct Case {
  std::string name;
  std::string statement;
  std::string condition;
  std::string expression;  // which the caret must stand under
  std::string value = {};  // which the message must hold
};

class Raising : public SessionTest {
 protected:
  // What the rows of a statement end with.
  Diagnostic raised(const std::string& statement) {
    const Answer answer = session_->execute(sql::Fragment::whole(statement, "statement"));
    if (!answer.diagnostics.empty()) return answer.diagnostics.front();
    if (answer.rows == nullptr) return {};
    types::Batch batch;
    while (true) {
      const auto more = answer.rows->next(batch);
      if (!more) return answer.explained(more.error());
      if (!*more) return {};
    }
  }
};

class RaisedErrorsTest : public Raising, public testing::WithParamInterface<Case> {};
class RaisedErrorPlacesTest : public Raising {};

TEST_P(RaisedErrorsTest, NameTheValueAndTheExpression) {
  const Case& wanted = GetParam();
  const Diagnostic found = raised(wanted.statement);
  EXPECT_EQ(found.condition, wanted.condition) << found.text();
  EXPECT_NE(found.message.find(wanted.value), std::string::npos) << found.text();
  ASSERT_NE(found.source, nullptr) << found.text();
  EXPECT_EQ(found.source->text.substr(found.span.begin, found.span.end - found.span.begin),
            wanted.expression);
}

INSTANTIATE_TEST_SUITE_P(
    Condition, RaisedErrorsTest,
    testing::Values(
        Case{"Division", "SELECT b, a / b FROM VALUES (1, 0) t(a, b)", "DIVIDE_BY_ZERO", "a / b"},
        Case{"DivisionInWhere", "SELECT a FROM VALUES (1, 0) t(a, b) WHERE 1 < a / b",
             "DIVIDE_BY_ZERO", "a / b"},
        Case{"DivisionInHaving",
             "SELECT a FROM VALUES (1, 0) t(a, b) GROUP BY a HAVING 1 < sum(a) / sum(b)",
             "DIVIDE_BY_ZERO", "sum(a) / sum(b)"},
        Case{"WholeDivision", "SELECT a DIV b FROM VALUES (1, 0) t(a, b)", "DIVIDE_BY_ZERO",
             "a DIV b"},
        Case{"Remainder", "SELECT a % b, a FROM VALUES (1, 0) t(a, b)", "REMAINDER_BY_ZERO",
             "a % b"},
        Case{"CastOfText", "SELECT a, CAST(a AS INT) FROM VALUES ('1'), ('x') t(a)",
             "CAST_INVALID_INPUT", "CAST(a AS INT)", "'x'"},
        Case{"CastAmongOthers",
             "SELECT CAST(a AS DATE), CAST(b AS INT) FROM VALUES ('2024-01-01', 'x') t(a, b)",
             "CAST_INVALID_INPUT", "CAST(b AS INT)", "'x'"},
        Case{"CastOfNumber", "SELECT CAST(a AS TINYINT) FROM VALUES (300) t(a)", "CAST_OVERFLOW",
             "CAST(a AS TINYINT)", "300"},
        Case{"Sum", "SELECT a + b FROM VALUES (2147483647, 1) t(a, b)", "ARITHMETIC_OVERFLOW",
             "a + b"},
        Case{"ArrayIndex", "SELECT a[5] FROM VALUES (array(1, 2)) t(a)", "INVALID_ARRAY_INDEX",
             "a[5]", "5"},
        Case{"ElementAt", "SELECT element_at(a, 5) FROM VALUES (array(1, 2)) t(a)",
             "INVALID_ARRAY_INDEX_IN_ELEMENT_AT", "element_at(a, 5)", "5"},
        Case{"MapKey", "SELECT map(a, 1, b, 2) FROM VALUES ('k', 'k') t(a, b)",
             "DUPLICATED_MAP_KEY", "map(a, 1, b, 2)"},
        Case{"ParsedDate", "SELECT to_date(a, 'yyyy-MM-dd') FROM VALUES ('2024-13-01') t(a)",
             "CANNOT_PARSE_TIMESTAMP", "to_date(a, 'yyyy-MM-dd')", "2024-13-01"},
        Case{"Raised", "SELECT raise_error(a) FROM VALUES ('boom') t(a)", "USER_RAISED_EXCEPTION",
             "raise_error(a)", "boom"},
        Case{"Asserted", "SELECT assert_true(a > 1) FROM VALUES (1) t(a)", "USER_RAISED_EXCEPTION",
             "assert_true(a > 1)"},
        Case{"RowsOfSubquery",
             "SELECT b FROM VALUES (1) u(b) WHERE b = (SELECT a FROM VALUES (1), (2) t(a))",
             "SCALAR_SUBQUERY_TOO_MANY_ROWS", "(SELECT a FROM VALUES (1), (2) t(a))"},
        Case{"InsideOfALambda", "SELECT transform(array(1, 0), x -> a / x) FROM VALUES (1) t(a)",
             "DIVIDE_BY_ZERO", "a / x"}),
    [](const auto& test) { return test.param.name; });

TEST_F(RaisedErrorPlacesTest, NameAllThatMayHaveRaisedIt) {
  const Diagnostic found = raised("SELECT a / b, b / a FROM VALUES (0, 1) t(a, b)");
  EXPECT_EQ(found.condition, "DIVIDE_BY_ZERO");
  EXPECT_EQ(found.source, nullptr);
  EXPECT_NE(found.hint.find("raised by `a / b` (1:8) or by `b / a` (1:15)"), std::string::npos)
      << found.text();
}

TEST_F(RaisedErrorPlacesTest, OfAViewHaveNoPlaceInTheStatementThatReadsIt) {
  ASSERT_TRUE(
      session_
          ->execute(sql::Fragment::whole("CREATE TEMPORARY VIEW v AS SELECT a / b AS q FROM "
                                         "VALUES (1, 0) t(a, b)",
                                         "statement"))
          .diagnostics.empty());
  const Diagnostic found = raised("SELECT q FROM v");
  EXPECT_EQ(found.condition, "DIVIDE_BY_ZERO");
  EXPECT_EQ(found.source, nullptr);
}

}  // namespace
}  // namespace tarn::session
