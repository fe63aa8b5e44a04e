#include "types/variant.h"

#include <gtest/gtest.h>

namespace tarn::types {
namespace {

std::string json_of(const std::string& bytes) {
  std::string text;
  VariantView(bytes).append_json(text, SessionZone());
  return text;
}

// {"z": [1, 300], "a": "x"}
std::string an_object() {
  VariantBuilder builder;
  std::vector<VariantBuilder::Field> fields;
  fields.push_back(builder.field(0, "z"));
  const size_t list = builder.position();
  builder.append_long(1);
  const size_t second = builder.position() - list;
  builder.append_long(300);
  builder.close_array(list, {0, second});
  fields.push_back(builder.field(0, "a"));
  builder.append_string("x");
  EXPECT_TRUE(builder.close_object(0, std::move(fields)));
  return builder.take();
}

TEST(VariantTest, FieldsStandInTheOrderOfTheirNames) {
  EXPECT_EQ(json_of(an_object()), R"({"a":"x","z":[1,300]})");
}

TEST(VariantTest, FieldsAreFoundByName) {
  const std::string bytes = an_object();
  const auto found = VariantView(bytes).field("z");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->at(1).integer(), 300);
  EXPECT_FALSE(VariantView(bytes).field("b"));
}

// The bytes that the specification gives: version 1, no names; an INT8.
TEST(VariantTest, ASmallNumberTakesTwoBytesBehindEmptyMetadata) {
  VariantBuilder builder;
  builder.append_long(-2);
  EXPECT_EQ(builder.take(), std::string("\x01\x00\x00\x0C\xFE", 5));
}

TEST(VariantTest, TwoFieldsOfOneNameAreRefused) {
  VariantBuilder builder;
  std::vector<VariantBuilder::Field> fields;
  fields.push_back(builder.field(0, "a"));
  builder.append_null();
  fields.push_back(builder.field(0, "a"));
  builder.append_null();
  EXPECT_FALSE(builder.close_object(0, std::move(fields)));
}

TEST(VariantTest, NamesAreOrderedAsJavaOrdersThem) {
  VariantBuilder builder;
  std::vector<VariantBuilder::Field> fields;
  for (const char* name : {"\uFF5E", "\U0001F600"}) {
    fields.push_back(builder.field(0, name));
    builder.append_null();
  }
  ASSERT_TRUE(builder.close_object(0, std::move(fields)));
  const std::string bytes = builder.take();
  EXPECT_EQ(VariantView(bytes).name(0), "\U0001F600");
  EXPECT_TRUE(VariantView(bytes).field("\uFF5E"));
}

TEST(VariantTest, ADecimalKeepsItsDigitsAndIsShownWithoutZeros) {
  VariantBuilder builder;
  builder.append_decimal({.unscaled = -12500, .scale = 3});
  const std::string bytes = builder.take();
  EXPECT_EQ(VariantView(bytes).decimal().scale, 3);
  EXPECT_EQ(json_of(bytes), "-12.5");
}

TEST(VariantTest, WhatIsLargeHasWiderCountsAndOffsets) {
  VariantBuilder builder;
  std::vector<size_t> offsets;
  for (int i = 0; i < 300; ++i) {
    offsets.push_back(builder.position());
    builder.append_string(std::string(70, 'x'));
  }
  builder.close_array(0, offsets);
  const std::string bytes = builder.take();
  ASSERT_EQ(VariantView(bytes).size(), 300U);
  EXPECT_EQ(VariantView(bytes).at(299).bytes(), std::string(70, 'x'));
}

}  // namespace
}  // namespace tarn::types
