#include "source/partition_columns.h"

#include <gtest/gtest.h>

namespace tarn::source {
namespace {

std::string texts(const std::string& base, const std::string& file) {
  std::string text;
  for (const PartitionText& partition : partition_texts(base, file)) {
    text += (text.empty() ? "" : " ") + partition.name + ":" + partition.text.value_or("NULL");
  }
  return text;
}

std::string inferred(const std::vector<std::string>& folders) {
  std::vector<ListedFile> files;
  for (const std::string& folder : folders) {
    files.push_back({.path = "/in/" + folder + "/1.json"});
  }
  const auto schema = infer_partitions("/in", files, std::nullopt, PartitionTypes::kInferred, {});
  return schema ? types::ddl_text(*schema) : schema.error().message;
}

TEST(PartitionTextsTest, FoldersBelowTheBaseCount) {
  EXPECT_EQ(texts("/a=1/in", "/a=1/in/b=2/c/d=3/e=4.json"), "b:2 d:3");
  EXPECT_EQ(texts("/in", "/input/b=2/1.json"), "");
  EXPECT_EQ(texts("/in/b=2/1.json", "/in/b=2/1.json"), "");
}

TEST(PartitionTextsTest, ValuesAreDecoded) {
  EXPECT_EQ(texts("/in", "/in/a%20b=x%3Dy/1"), "a b:x=y");
  EXPECT_EQ(texts("/in", "/in/a=50%/1"), "a:50%");
  EXPECT_EQ(texts("/in", "/in/a=__HIVE_DEFAULT_PARTITION__/b=/1"), "a:NULL b:");
}

// Spark's answers for the same folders.
TEST(InferPartitionsTest, TypesAreThoseOfSpark) {
  EXPECT_EQ(inferred({"p=1", "p=2"}), "p int");
  EXPECT_EQ(inferred({"p=1", "p=x"}), "p string");
  EXPECT_EQ(inferred({"p=1", "p=__HIVE_DEFAULT_PARTITION__"}), "p int");
  EXPECT_EQ(inferred({"d=2026-01-05/h=07"}), "d date, h int");
  EXPECT_EQ(inferred({"d=2026-01-05 10%3A00%3A00"}), "d timestamp");
  EXPECT_EQ(inferred({"d=1.5", "d=2"}), "d double");
  EXPECT_EQ(inferred({"d=12345678901", "d=2"}), "d bigint");
  EXPECT_EQ(inferred({"d=12345678901234567890"}), "d decimal(20,0)");
  EXPECT_EQ(inferred({"d=2026-01-05", "d=2026-01-05 10%3A00%3A00"}), "d timestamp");
  EXPECT_EQ(inferred({"d=true"}), "d string");
}

TEST(InferPartitionsTest, AWantedColumnThatNoFolderHasIsNamed) {
  const auto schema =
      infer_partitions("/in", {{.path = "/in/a=1/1"}}, {{"b"}}, PartitionTypes::kInferred, {});
  ASSERT_FALSE(schema);
  EXPECT_EQ(schema.error().message,
            "option 'partitionColumns' names 'b', and no folder is called b=..");
}

TEST(PartitionValueTest, ATextThatDoesNotFitIsNamed) {
  const auto value = partition_value({.name = "p", .text = "300"}, types::byte_type(), {});
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().condition, "CAST_INVALID_INPUT");
}

}  // namespace
}  // namespace tarn::source
