#include "types/declared_type.h"

#include <gtest/gtest.h>

namespace tarn::types {
namespace {

const DataType kNested = DataType::structure(
    {{.name = "a b", .type = DataType::character(3)},
     {.name = "m", .type = DataType::map(DataType::varchar(2), DataType::array(int_type()))}});

TEST(DeclaredTypeTest, ACharIsOfKindStringAndStillAnotherType) {
  EXPECT_TRUE(DataType::character(3).is(TypeKind::kString));
  EXPECT_NE(DataType::character(3), string_type());
  EXPECT_NE(DataType::character(3), DataType::varchar(3));
  EXPECT_NE(DataType::varchar(3), DataType::varchar(4));
  EXPECT_EQ(DataType::character(3).text(), "char(3)");
  EXPECT_EQ(DataType::varchar(3).sql(), "VARCHAR(3)");
}

TEST(DeclaredTypeTest, AKeptColumnHasItsLengthsInTheMetadata) {
  const Field stored = stored_field({.name = "c", .type = kNested});
  EXPECT_FALSE(has_lengths(stored.type));
  EXPECT_EQ(stored.metadata.at(std::string(kDeclaredTypeKey)),
            "\"struct<a b:char(3),m:map<varchar(2),array<int>>>\"");
  EXPECT_EQ(declared_type(stored), kNested);
}

TEST(DeclaredTypeTest, LengthsPassThroughTheJsonOfASchema) {
  const Schema stored = stored_schema({{.name = "c", .type = DataType::varchar(7)}});
  const auto read = schema_from_json(schema_json(stored));
  ASSERT_TRUE(read);
  EXPECT_EQ(declared_type(read->front()), DataType::varchar(7));
}

TEST(DeclaredTypeTest, AColumnWithoutLengthsIsWhatItsTypeSays) {
  EXPECT_EQ(declared_type({.name = "c", .type = string_type()}), string_type());
  // Another program's text, or that of a column which has become another since.
  Field field{.name = "c", .type = int_type()};
  for (const char* text : {"\"char(3)\"", "\"varchar(x)\"", "7", "\"char(3) \"", ""}) {
    field.metadata[std::string(kDeclaredTypeKey)] = text;
    EXPECT_EQ(declared_type(field), int_type()) << text;
  }
}

TEST(DeclaredTypeTest, ACharCanBecomeAVarchar) {
  EXPECT_EQ(with_varchar(DataType::array(DataType::character(2))),
            DataType::array(DataType::varchar(2)));
  EXPECT_TRUE(has_char(kNested));
  EXPECT_FALSE(has_char(with_varchar(kNested)));
}

}  // namespace
}  // namespace tarn::types
