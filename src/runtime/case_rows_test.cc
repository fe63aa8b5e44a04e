#include "runtime/case_rows.h"

#include <gtest/gtest.h>

namespace tarn::runtime {
namespace {

CaseRows rows_of(std::string_view text) {
  const RowsResult result = read_table_text(text);
  EXPECT_FALSE(result.problem) << result.problem->message;
  return result.rows;
}

RowsProblem problem_of(std::string_view text) {
  const RowsResult result = read_table_text(text);
  EXPECT_TRUE(result.problem);
  return result.problem.value_or(RowsProblem{});
}

TEST(TableTextTest, CellsStandUnderTheirColumnsWithoutTheBlanksAround) {
  const CaseRows rows = rows_of("item_id | name\n\n7       | tea pot \n8 | NULL\n");
  EXPECT_EQ(rows.columns, (std::vector<CaseColumn>{{.name = "item_id"}, {.name = "name"}}));
  EXPECT_EQ(rows.rows, (std::vector<CellRow>{{"7", "tea pot"}, {"8", std::nullopt}}));
  EXPECT_FALSE(rows.allows_other_columns);
}

TEST(TableTextTest, QuotesHoldBarsBlanksAndTheWordNull) {
  const CaseRows rows =
      rows_of("a | b | c\n\"x | y\" | \"  z \" | \"NULL\"\n\"\" | \"\\\"\\\\\\n\" | say \"hi\"\n");
  EXPECT_EQ(rows.rows,
            (std::vector<CellRow>{{"x | y", "  z ", "NULL"}, {"", "\"\\\n", "say \"hi\""}}));
}

TEST(TableTextTest, AHeaderMayNameTypesAndAllowForOtherColumns) {
  const CaseRows rows = rows_of("id: bigint | `a: b`: decimal(5,2) | ...\n1 | 2.00");
  EXPECT_EQ(rows.columns,
            (std::vector<CaseColumn>{{.name = "id", .type = types::long_type()},
                                     {.name = "a: b", .type = types::DataType::decimal(5, 2)}}));
  EXPECT_TRUE(rows.allows_other_columns);
}

TEST(TableTextTest, WhatIsWrongIsToldWithItsLine) {
  EXPECT_EQ(problem_of("a | b\n1 | 2\n3\n").line, 3);
  EXPECT_EQ(problem_of("a | b\n3\n").message,
            "a row has 1 cells under 2 columns; quote a cell that holds '|'");
  EXPECT_EQ(problem_of("a | b\n1 |\n").message,
            "a cell is empty; write NULL, or \"\" for text without characters");
  EXPECT_EQ(problem_of("a | a\n").message, "column 'a' stands twice");
  EXPECT_EQ(problem_of("a: nonsense\n").line, 1);
  EXPECT_EQ(problem_of("a\n\"x\" y\n").message,
            "something stands behind a quoted cell; put '|' between cells");
  EXPECT_EQ(problem_of("a\n\"x\n").message, "a quoted cell has no closing '\"'");
}

TEST(TableTextTest, WhatIsPrintedIsReadAsTheSameRows) {
  const CaseRows rows = {
      .columns = {{.name = "a", .type = types::int_type()}, {.name = "b|c"}, {.name = "..."}},
      .allows_other_columns = true,
      .rows = {{"1", "", "NULL"}, {std::nullopt, "x|y", " z"}, {"\"q\"", "a\nb", "é"}}};
  EXPECT_EQ(rows_of(table_text(rows)), rows);
}

TEST(TableTextTest, ColumnsArePrintedUnderEachOther) {
  EXPECT_EQ(table_text({.columns = {{.name = "id"}, {.name = "name"}},
                        .rows = {{"100", "é"}, {"2", std::nullopt}}}),
            "id  | name\n100 | é\n2   | NULL\n");
}

TEST(CsvTextTest, FieldsAreNullWhereTheyAreEmptyAndNotQuoted) {
  const RowsResult result = read_csv_text("a,b\n1,\n\"x, \"\"y\"\"\",\"\"\n");
  EXPECT_FALSE(result.problem);
  EXPECT_EQ(result.rows.rows, (std::vector<CellRow>{{"1", std::nullopt}, {"x, \"y\"", ""}}));
}

TEST(CsvTextTest, ARowOfAnotherWidthIsToldWithItsLine) {
  const RowsResult result = read_csv_text("a,b\n\"1\n1\",2\n3\n");
  ASSERT_TRUE(result.problem);
  EXPECT_EQ(result.problem->line, 4);
}

}  // namespace
}  // namespace tarn::runtime
