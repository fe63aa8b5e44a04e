#include "sql/query_parts.h"

#include <gtest/gtest.h>

#include "sql/parse.h"

namespace tarn::sql {
namespace {

std::string names_in(const std::string& text) {
  const auto query = parse_query(Fragment::whole(text));
  EXPECT_TRUE(query) << text;
  std::string names;
  for (const Name* name : parts_of(**query).tables) {
    names += (names.empty() ? "" : " ") + name->text();
  }
  return names;
}

TEST(TableNamesTest, NamesInFromAndJoinsComeInTheOrderWritten) {
  EXPECT_EQ(names_in("SELECT a FROM STREAM s, c.d.t JOIN (x LEFT JOIN y ON x.i = y.i) USING (i)"),
            "s c.d.t x y");
}

TEST(TableNamesTest, SubqueriesAreEntered) {
  EXPECT_EQ(
      names_in(
          "SELECT (SELECT max(i) FROM a), b FROM (SELECT * FROM c) "
          "WHERE EXISTS (SELECT 1 FROM d) AND i IN (SELECT i FROM e) AND f > 1 UNION ALL TABLE g"),
      "c a d e g");
}

TEST(TableNamesTest, SubqueriesOfWindowsWithNamesAreEntered) {
  EXPECT_EQ(names_in("SELECT sum(x) OVER w FROM t "
                     "WINDOW w AS (PARTITION BY (SELECT max(i) FROM a) ORDER BY (SELECT 1 FROM b)) "
                     "QUALIFY x IN (SELECT i FROM c)"),
            "t a b c");
}

TEST(TableNamesTest, ACommonTableIsNoTableWhereItIsInScope) {
  EXPECT_EQ(
      names_in("WITH a AS (SELECT * FROM b), c AS (SELECT * FROM a) SELECT * FROM C JOIN x.a"),
      "b x.a");
}

TEST(TableNamesTest, ACommonTableThatReadsATableOfItsNameLeavesItIn) {
  EXPECT_EQ(names_in("WITH a AS (SELECT * FROM a) SELECT * FROM a"), "a");
}

}  // namespace
}  // namespace tarn::sql
