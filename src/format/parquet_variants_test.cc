#include "format/parquet_variants.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "format/parquet_footer.h"

namespace tarn::format {
namespace {

std::string metadata_of(const std::string& name) {
  std::ifstream in(std::string(TARN_SOURCE_DIR) + "/src/format/testdata/" + name);
  CHECK(in.good());
  std::ostringstream text;
  text << in.rdbuf();
  const std::string bytes = text.str();
  const size_t end = bytes.size() - kParquetTailBytes;
  const auto size = parquet_metadata_bytes(std::string_view(bytes).substr(end));
  CHECK(size);
  return bytes.substr(end - *size, *size);
}

VariantGroups groups_of(const std::string& metadata) {
  const auto groups = variant_groups_of(metadata);
  EXPECT_TRUE(groups);
  return groups ? *groups : VariantGroups{};
}

TEST(ParquetVariantsTest, WhatTheFooterSaysOfVariantsIsLeftOut) {
  const std::string metadata = metadata_of("variant.parquet");
  const VariantGroups groups = groups_of(metadata);
  EXPECT_TRUE(groups.is_annotated);
  EXPECT_FALSE(groups.is_shredded);
  EXPECT_LT(groups.plain_metadata.size(), metadata.size());
  const VariantGroups left = groups_of(groups.plain_metadata);
  EXPECT_FALSE(left.is_annotated);
  EXPECT_EQ(types::ddl_text(*parquet_schema_of(groups.plain_metadata)),
            types::ddl_text(*parquet_schema_of(metadata)));
}

TEST(ParquetVariantsTest, AFileThatSaysNothingStaysAsItIs) {
  for (const char* const name : {"variant_plain.parquet", "columns.parquet", "spark.parquet"}) {
    const VariantGroups groups = groups_of(metadata_of(name));
    EXPECT_FALSE(groups.is_annotated) << name;
    EXPECT_FALSE(groups.is_shredded) << name;
    EXPECT_EQ(groups.plain_metadata, "") << name;
  }
}

TEST(ParquetVariantsTest, PartsInColumnsOfTheirOwnAreSeen) {
  EXPECT_TRUE(groups_of(metadata_of("variant_shredded.parquet")).is_shredded);
}

TEST(ParquetVariantsTest, MetadataThatIsCutOffIsNeverReadBeyond) {
  const std::string metadata = metadata_of("variant.parquet");
  EXPECT_FALSE(variant_groups_of(""));
  for (size_t size = 0; size < metadata.size(); ++size) {
    [[maybe_unused]] const auto groups = variant_groups_of(metadata.substr(0, size));
  }
}

}  // namespace
}  // namespace tarn::format
