#include "types/text_length.h"

#include <gtest/gtest.h>

namespace tarn::types {
namespace {

std::string kept(std::string_view text, const DataType& type) {
  const auto stored = stored_text(text, type);
  return stored ? "[" + *stored + "]" : stored.error().condition;
}

TEST(TextLengthTest, AVarcharKeepsItsBlanksAsFarAsTheyFit) {
  EXPECT_EQ(kept("x  ", DataType::varchar(3)), "[x  ]");
  EXPECT_EQ(kept("x      ", DataType::varchar(3)), "[x  ]");
  EXPECT_EQ(kept("", DataType::varchar(0)), "[]");
  EXPECT_EQ(kept("wxyz", DataType::varchar(3)), "EXCEED_LIMIT_LENGTH");
}

TEST(TextLengthTest, ACharIsFilledWithBlanks) {
  EXPECT_EQ(kept("ab", DataType::character(4)), "[ab  ]");
  EXPECT_EQ(kept("ab        ", DataType::character(4)), "[ab  ]");
  EXPECT_EQ(kept("abcde", DataType::character(4)), "EXCEED_LIMIT_LENGTH");
}

TEST(TextLengthTest, CharactersAreCountedAndNotBytes) {
  EXPECT_EQ(kept("äö€", DataType::varchar(3)), "[äö€]");
  EXPECT_EQ(kept("ä", DataType::character(3)), "[ä  ]");
  EXPECT_EQ(padded("€", 2), "€ ");
}

TEST(TextLengthTest, EveryTextInAValueIsHeldAgainstItsLength) {
  const DataType type = DataType::array(DataType::character(2));
  const Value fits{.content = ValueList{{.content = std::string("a")}, {}}};
  const Value wide{.content = ValueList{{.content = std::string("abc")}}};
  const auto stored = stored_value(fits, type);
  ASSERT_TRUE(stored);
  EXPECT_EQ(hive_text(*stored, DataType::array(string_type())), "[\"a \",null]");
  EXPECT_FALSE(stored_value(wide, type));
}

}  // namespace
}  // namespace tarn::types
