#include "runtime/case_diff.h"

#include <gtest/gtest.h>

namespace tarn::runtime {
namespace {

CaseRows rows_of(std::string_view text) { return read_table_text(text).rows; }

std::string diff(std::string_view expected, std::string_view found) {
  return diff_text("sold", rows_of(expected), rows_of(found));
}

TEST(CaseDiffTest, TheSameRowsInAnotherOrderDoNotDiffer) {
  EXPECT_EQ(diff("a | b\n1 | x\n2 | y\n1 | x\n", "a | b\n2 | y\n1 | x\n1 | x\n"), "");
}

TEST(CaseDiffTest, NearMatchesStandSideBySideAndTheRestBelow) {
  EXPECT_EQ(diff("item | shop | quantity\ntea | p | 2\nsalt | q | 1\nrice | r | 4\n",
                 "item | shop | quantity\ntea | p | 3\nsoap | s | 9\nrice | r | 4\n"),
            "sold: 1 row differs, 1 row is missing, 1 row is too many (3 expected, 3 found)\n"
            "      item | shop | quantity\n"
            "    ~ tea  | p    | 2 -> 3\n"
            "    - salt | q    | 1\n"
            "    + soap | s    | 9\n");
}

TEST(CaseDiffTest, TwoEnginesHaveWordsOfTheirOwn) {
  EXPECT_EQ(diff_text("sold", rows_of("a | b\n1 | x\n2 | y\n"),
                      rows_of("a | b\n1 | z\n3 | q\n4 | r\n"), kEngineWords),
            "sold: 1 row differs, 1 row is only Tarn's, 2 rows are only Spark's "
            "(2 on Tarn, 3 on Spark)\n"
            "      a | b\n"
            "    ~ 1 | x -> z\n"
            "    - 2 | y\n"
            "    + 3 | q\n"
            "    + 4 | r\n");
}

TEST(CaseDiffTest, ARowThatIsThereOnceTooOftenIsTold) {
  EXPECT_EQ(diff("a\n1\n", "a\n1\n1\n"),
            "sold: 1 row is too many (1 expected, 2 found)\n"
            "      a\n"
            "    + 1\n");
}

TEST(CaseDiffTest, TextAndNullOfTheSameLettersDiffer) {
  EXPECT_EQ(diff("a | b\n1 | NULL\n", "a | b\n1 | \"NULL\"\n"),
            "sold: 1 row differs (1 expected, 1 found)\n"
            "      a | b\n"
            "    ~ 1 | NULL -> \"NULL\"\n");
}

TEST(CaseDiffTest, ColumnsAndTypesAreCompared) {
  EXPECT_EQ(diff("a | b\n", "a | c\n"), "sold: there is no column 'b'; the columns are (a, c)\n");
  EXPECT_EQ(
      diff("amunt\n", "amount\n"),
      "sold: there is no column 'amunt' (did you mean 'amount'?); the columns are (amount)\n");
  EXPECT_EQ(diff("a\n", "a | c\n"), "sold: the columns are (a, c), expected (a)\n");
  EXPECT_EQ(diff("b | a\n", "a | b\n"), "sold: the columns are (a, b), expected (b, a)\n");
  EXPECT_EQ(diff("a: int\n", "a: bigint\n"), "sold.a: the type is bigint, expected int\n");
}

TEST(CaseDiffTest, OtherColumnsDoNotMatterWhereTheyAreAllowed) {
  EXPECT_EQ(diff("c | a | ...\n3 | 1\n", "a | b | c\n1 | 2 | 3\n"), "");
}

TEST(CaseDiffTest, ManyRowsAreCounted) {
  std::string many = "a\n";
  for (int i = 0; i < 25; ++i) {
    many += std::to_string(i) + "\n";
  }
  const std::string text = diff("a\n", many);
  EXPECT_TRUE(text.ends_with("    + 19\n    + .. and 5 more\n")) << text;
}

TEST(CaseDiffTest, CorrectedRowsKeepTheOrderAndTheTypesThatWereWritten) {
  const CaseRows found = rows_of("a: int | b: string\n1 | x\n2 | y\n3 | z\n");
  EXPECT_EQ(table_text(corrected(rows_of("a | b: int\n3 | z\n9 | q\n"), found)),
            "a | b: string\n3 | z\n1 | x\n2 | y\n");
  EXPECT_EQ(table_text(corrected(rows_of("b | ...\nx\n"), found)), "b | ...\nx\ny\nz\n");
}

}  // namespace
}  // namespace tarn::runtime
