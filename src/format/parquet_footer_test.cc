#include "format/parquet_footer.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace tarn::format {
namespace {

std::string file(const std::string& name) {
  std::ifstream in(std::string(TARN_SOURCE_DIR) + "/src/format/testdata/" + name);
  CHECK(in.good());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string metadata_of(const std::string& bytes) {
  const size_t end = bytes.size() - kParquetTailBytes;
  const auto size = parquet_metadata_bytes(std::string_view(bytes).substr(end));
  CHECK(size);
  return bytes.substr(end - *size, *size);
}

std::string schema_of(const std::string& name) {
  const auto schema = parquet_schema_of(metadata_of(file(name)));
  if (!schema) {
    return schema.error().text();
  }
  std::string text;
  for (const types::Field& field : *schema) {
    text += (text.empty() ? "" : ", ") + field.name + " " + field.type.text();
  }
  return text;
}

// What spark.read.parquet says of the same files.
TEST(ParquetFooterTest, ColumnsHaveTheTypesThatSparkGivesThem) {
  EXPECT_EQ(
      schema_of("columns.parquet"),
      "flag boolean, tiny tinyint, small smallint, int int, big bigint, u8 smallint, u16 int, "
      "u32 bigint, u64 decimal(20,0), f float, d double, money decimal(10,2), "
      "wide decimal(38,10), text string, bytes binary, fixed binary, day date, "
      "instant timestamp, clock timestamp_ntz, list array<int>, map map<string,double>, "
      "deep struct<x:bigint,l:array<struct<y:string>>>");
}

TEST(ParquetFooterTest, AFileOfSparkSaysItsSchemaInSparksWords) {
  EXPECT_EQ(schema_of("spark.parquet"), "id int, s string, l array<struct<a:smallint>>");
}

TEST(ParquetFooterTest, TheEndOfAnotherFileIsRefused) {
  EXPECT_FALSE(parquet_metadata_bytes("12345678"));
  EXPECT_FALSE(parquet_metadata_bytes("PAR1"));
}

TEST(ParquetFooterTest, MetadataThatIsCutOffIsRefusedAndNeverReadBeyond) {
  const std::string metadata = metadata_of(file("columns.parquet"));
  for (size_t size = 0; size < metadata.size() - 1; ++size) {
    const auto schema = parquet_schema_of(metadata.substr(0, size));
    EXPECT_FALSE(schema) << size;
  }
}

}  // namespace
}  // namespace tarn::format
