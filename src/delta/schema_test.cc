#include "delta/schema.h"

#include <gtest/gtest.h>

namespace tarn::delta {
namespace {

using types::DataType;
using types::Field;
using types::Schema;

Field column(const std::string& name, DataType type) {
  return {.name = name, .type = std::move(type)};
}

Schema one(const std::string& name, DataType type) { return {column(name, std::move(type))}; }

TEST(MergedSchemaTest, FieldsOfNestedStructsAreAddedAtTheirEnd) {
  const Schema table = one("a", DataType::array(DataType::structure(one("x", types::int_type()))));
  const Schema incoming =
      one("A", DataType::array(DataType::structure(
                   {column("y", types::string_type()), column("X", types::int_type())})));
  const auto merged = merged_schema(table, incoming);
  ASSERT_TRUE(merged) << merged.error().message;
  EXPECT_EQ(types::ddl_text(*merged), "a array<struct<x:int,y:string>>");
}

TEST(MergedSchemaTest, FieldsOfMapValuesAreAddedToo) {
  const Schema table = one(
      "m", DataType::map(types::string_type(), DataType::structure(one("x", types::int_type()))));
  const Schema incoming = one(
      "m", DataType::map(types::string_type(), DataType::structure(one("y", types::int_type()))));
  const auto merged = merged_schema(table, incoming);
  ASSERT_TRUE(merged);
  EXPECT_EQ(types::ddl_text(*merged), "m map<string,struct<x:int,y:int>>");
}

TEST(MergedSchemaTest, WhatIsAddedMayBeNullThroughout) {
  const Field inner{.name = "x", .type = types::int_type(), .nullable = false};
  const Field added{.name = "s", .type = DataType::structure({inner}), .nullable = false};
  const auto merged = merged_schema({}, {added});
  ASSERT_TRUE(merged);
  EXPECT_TRUE((*merged)[0].nullable);
  EXPECT_TRUE((*merged)[0].type.fields()[0].nullable);
}

TEST(MergedSchemaTest, AColumnThatIsNotNullInTheTableStaysSo) {
  const Field strict{.name = "a", .type = types::int_type(), .nullable = false};
  const auto merged = merged_schema({strict}, one("a", types::int_type()));
  ASSERT_TRUE(merged);
  EXPECT_FALSE((*merged)[0].nullable);
}

TEST(MergedSchemaTest, ANewCommentReplacesTheOld) {
  Schema incoming = one("a", types::int_type());
  incoming[0].comment = "new";
  EXPECT_EQ((*merged_schema(one("a", types::int_type()), incoming))[0].comment, "new");
}

struct TypeCase {
  const char* name;
  DataType table;
  DataType incoming;
};

class IncompatibleTypeTest : public testing::TestWithParam<TypeCase> {};

TEST_P(IncompatibleTypeTest, IsRefusedWithTheColumnsName) {
  const auto merged = merged_schema(one("col", GetParam().table), one("col", GetParam().incoming));
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().condition, "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE");
  EXPECT_NE(merged.error().message.find("col"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Types, IncompatibleTypeTest,
                         testing::Values(TypeCase{"Wider", types::int_type(), types::long_type()},
                                         TypeCase{"Text", types::int_type(), types::string_type()},
                                         TypeCase{"Decimal", DataType::decimal(10, 2),
                                                  DataType::decimal(12, 2)},
                                         TypeCase{"Nested", DataType::array(types::int_type()),
                                                  DataType::array(types::long_type())}),
                         [](const auto& test) { return test.param.name; });

struct SchemaCase {
  const char* name;
  Schema schema;
  std::vector<std::string> partition_columns;
  const char* condition;
};

class RefusedSchemaTest : public testing::TestWithParam<SchemaCase> {};

TEST_P(RefusedSchemaTest, HasDeltasCondition) {
  const Status status = check_schema(GetParam().schema, GetParam().partition_columns);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().condition, GetParam().condition);
}

INSTANTIATE_TEST_SUITE_P(
    Schemas, RefusedSchemaTest,
    testing::Values(
        SchemaCase{"NameTwice",
                   {column("a", types::int_type()), column("A", types::int_type())},
                   {},
                   "DELTA_DUPLICATE_COLUMNS_FOUND"},
        SchemaCase{
            "Blank", one("a b", types::int_type()), {}, "DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES"},
        SchemaCase{"BlankInside",
                   one("s", DataType::structure(one("a;", types::int_type()))),
                   {},
                   "DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES"},
        SchemaCase{"Void", one("a", DataType()), {}, "DELTA_UNSUPPORTED_DATA_TYPES"},
        SchemaCase{"UnknownPartition",
                   one("a", types::int_type()),
                   {"b"},
                   "DELTA_PARTITION_COLUMN_NOT_FOUND"},
        SchemaCase{
            "NestedPartition",
            {column("a", DataType::array(types::int_type())), column("b", types::int_type())},
            {"a"},
            "DELTA_INVALID_PARTITION_COLUMN_TYPE"},
        SchemaCase{"OnlyPartitions",
                   one("a", types::int_type()),
                   {"a"},
                   "DELTA_CANNOT_USE_ALL_COLUMNS_FOR_PARTITION"}),
    [](const auto& test) { return test.param.name; });

TEST(SchemaTest, PartitioningIsTheSameWhateverTheCase) {
  EXPECT_TRUE(check_same_partitioning({"Day", "store"}, {"day", "STORE"}));
  EXPECT_FALSE(check_same_partitioning({"day", "store"}, {"store", "day"}));
  EXPECT_FALSE(check_same_partitioning({"day"}, {}));
}

}  // namespace
}  // namespace tarn::delta
