#include "console/row_printer.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "console/printer.h"

namespace tarn::console {
namespace {

using types::DataType;
using types::Value;

// Two rows of (n INT, s STRING), as one format prints them.
std::string printed(std::unique_ptr<Printer> (*make)(const Printing&)) {
  const types::Schema schema = {{.name = "n", .type = DataType::of(types::TypeKind::kInt)},
                                {.name = "name", .type = DataType::of(types::TypeKind::kString)}};
  const types::SessionZone zone;
  char* text = nullptr;
  size_t size = 0;
  std::FILE* out = open_memstream(&text, &size);
  const auto printer = make({.schema = schema, .zone = zone, .out = out});
  printer->row({Value{int64_t{1}}, Value{std::string("日本|\n\"x\"")}});
  printer->row({Value{int64_t{-20}}, Value{}});
  printer->end();
  std::fclose(out);
  std::string result(text, size);
  std::free(text);
  return result;
}

TEST(RowPrinterTest, ATableIsAlignedByWhatATerminalShows) {
  EXPECT_EQ(printed(table_printer),
            "  n | name\n"
            "----+-----------\n"
            "  1 | 日本|\\n\"x\"\n"
            "-20 | NULL\n");
}

TEST(RowPrinterTest, VerticalRowsHaveALineForEachCell) {
  EXPECT_EQ(printed(vertical_printer),
            "-[ row 1 ]-\n"
            "n    | 1\n"
            "name | 日本|\\n\"x\"\n"
            "-[ row 2 ]-\n"
            "n    | -20\n"
            "name | NULL\n");
}

TEST(RowPrinterTest, MarkdownEscapesItsBars) {
  EXPECT_EQ(printed(markdown_printer),
            "| n | name |\n"
            "| ---: | --- |\n"
            "| 1 | 日本\\|\\n\"x\" |\n"
            "| -20 | NULL |\n");
}

TEST(RowPrinterTest, CsvQuotesWhatItMustAndLeavesNullEmpty) {
  EXPECT_EQ(printed(csv_printer), "n,name\n1,\"日本|\n\"\"x\"\"\"\n-20,\n");
}

TEST(RowPrinterTest, JsonIsAnObjectALine) {
  EXPECT_EQ(printed(json_printer),
            "{\"n\":1,\"name\":\"日本|\\n\\\"x\\\"\"}\n{\"n\":-20,\"name\":null}\n");
}

TEST(RowPrinterTest, EveryFormatHasAName) {
  for (const std::string& name : row_format_names()) {
    const auto format = row_format_of(name);
    ASSERT_TRUE(format) << name;
    EXPECT_EQ(name_of(*format), name);
  }
  EXPECT_FALSE(row_format_of("xml"));
}

}  // namespace
}  // namespace tarn::console
