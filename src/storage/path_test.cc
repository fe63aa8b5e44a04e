#include "storage/path.h"

#include <gtest/gtest.h>

namespace tarn::storage {
namespace {

TEST(RelativeToTest, OnlyWhatLiesBelowTheFolderLosesIt) {
  EXPECT_EQ(relative_to("/a/b", "/a/b/c/d"), "c/d");
  EXPECT_EQ(relative_to("/a/b/", "/a/b/c"), "c");
  EXPECT_EQ(relative_to("/", "/a"), "a");
  EXPECT_EQ(relative_to("/a/b", "/a/bc"), "/a/bc");
  EXPECT_EQ(relative_to("/a/b", "/a/b"), "/a/b");
  EXPECT_EQ(relative_to("", "a"), "a");
}

TEST(PathTest, JoiningPutsOneSlashBetweenNames) {
  EXPECT_EQ(join("a", "b"), "a/b");
  EXPECT_EQ(join("a/", "b/c"), "a/b/c");
  EXPECT_EQ(join("", "b"), "b");
  EXPECT_EQ(join("a", ""), "a");
  EXPECT_EQ(join("a", "/b"), "/b");
}

TEST(PathTest, APathFallsIntoParentAndName) {
  EXPECT_EQ(parent_of("/a/b/c"), "/a/b");
  EXPECT_EQ(parent_of("/a"), "/");
  EXPECT_EQ(parent_of("a"), "");
  EXPECT_EQ(parent_of("a/b/"), "a");
  EXPECT_EQ(file_name_of("/a/b/c"), "c");
  EXPECT_EQ(file_name_of("c"), "c");
}

TEST(PathTest, EncodingTurnsBackToTheSameBytes) {
  const std::string path = "day=2026-01-01 10%3A00/ü#?:@.parquet";
  const std::string encoded = percent_encoded(path);
  EXPECT_EQ(encoded, "day=2026-01-01%2010%253A00/%C3%BC%23%3F%3A%40.parquet");
  const auto decoded = percent_decoded(encoded);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, path);
}

TEST(PathTest, APercentSignWithoutTwoDigitsIsCorrupt) {
  EXPECT_EQ(percent_decoded("a%2").error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(percent_decoded("a%zz").error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(percent_decoded("%").error().code, ErrorCode::kCorrupt);
}

TEST(PathTest, AFileUriIsAPath) {
  EXPECT_EQ(*path_from_uri("file:///a%20b/c"), "/a b/c");
  EXPECT_EQ(*path_from_uri("file:/a"), "/a");
  EXPECT_EQ(*path_from_uri("file://localhost/a"), "/a");
  EXPECT_EQ(*path_from_uri(uri_from_path("/ä b")), "/ä b");
  EXPECT_EQ(*path_from_uri(uri_from_path("/\xFF\xC3")), "/\xFF\xC3");
}

// Each as Spark 4.2.1 shows it.
TEST(PathTest, APathIsWrittenAsSparkWritesIt) {
  EXPECT_EQ(uri_from_path("/in/a b.json"), "file:/in/a%20b.json");
  EXPECT_EQ(uri_from_path("/in/x%41.json"), "file:/in/x%2541.json");
  EXPECT_EQ(uri_from_path("/in/c+d#e.json"), "file:/in/c+d%23e.json");
  EXPECT_EQ(uri_from_path("/in/q'&=;,@!$()[1]~.json"), "file:/in/q'&=;,@!$()%5B1%5D~.json");
  EXPECT_EQ(uri_from_path("/in/t^`{}|\".json"), "file:/in/t%5E%60%7B%7D%7C%22.json");
  EXPECT_EQ(uri_from_path("/in/\xC3\xA9 \xC3\x9F\xF0\x9F\x98\x80"),
            "file:/in/\xC3\xA9%20\xC3\x9F\xF0\x9F\x98\x80");
}

TEST(PathTest, BlanksAndControlsBeyondAsciiAreEncoded) {
  EXPECT_EQ(uri_from_path("/a\xC2\xA0"
                          "b\xE3\x80\x80"
                          "c\n"),
            "file:/a%C2%A0b%E3%80%80c%0A");
  EXPECT_EQ(uri_from_path("/\xFF"), "file:/%FF");
}

TEST(PathTest, AUriOfAnotherPlaceIsRefusedByName) {
  const auto bucket = path_from_uri("s3://bucket/a");
  ASSERT_FALSE(bucket);
  EXPECT_EQ(bucket.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(bucket.error().message.find("s3://bucket/a"), std::string::npos);
  EXPECT_EQ(path_from_uri("file://host/a").error().code, ErrorCode::kUnsupported);
}

TEST(PathTest, ADriveLetterLikeNameIsASchemeOnlyBeforeAColon) {
  EXPECT_TRUE(has_scheme("abfss://c@a/x"));
  EXPECT_FALSE(has_scheme("day=1/part-0.parquet"));
  EXPECT_FALSE(has_scheme("/a:b"));
}

}  // namespace
}  // namespace tarn::storage
