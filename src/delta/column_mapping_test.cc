#include "delta/column_mapping.h"

#include <gtest/gtest.h>

#include "types/type.h"

namespace tarn::delta {
namespace {

using types::DataType;
using types::Field;
using types::Schema;

Field mapped(const std::string& name, DataType type, int id) {
  return {.name = name,
          .type = std::move(type),
          .metadata = {{"delta.columnMapping.id", std::to_string(id)},
                       {"delta.columnMapping.physicalName", "\"c-" + std::to_string(id) + "\""}}};
}

// id, and struct s with a and an array b of structs with c.
Schema orders() {
  const Schema element = {mapped("c", types::int_type(), 5)};
  return {
      mapped("id", types::long_type(), 1),
      mapped("s",
             DataType::structure({mapped("a", types::int_type(), 3),
                                  mapped("b", DataType::array(DataType::structure(element)), 4)}),
             2)};
}

TEST(ColumnMappingTest, PhysicalNamesReachIntoStructsArraysAndMaps) {
  const auto physical = physical_schema(orders());
  ASSERT_TRUE(physical);
  EXPECT_EQ(types::ddl_text(*physical),
            "`c-1` bigint, `c-2` struct<c-3:int,c-4:array<struct<c-5:int>>>");
}

TEST(ColumnMappingTest, IdsStandUnderThePathsOfParquet) {
  const auto ids = column_ids(orders());
  ASSERT_TRUE(ids);
  EXPECT_EQ(*ids, (ColumnIds{{{"c-1"}, 1},
                             {{"c-2"}, 2},
                             {{"c-2", "c-3"}, 3},
                             {{"c-2", "c-4"}, 4},
                             {{"c-2", "c-4", "element", "c-5"}, 5}}));
}

TEST(ColumnMappingTest, RowsAreMatchedByNameInAnyOrder) {
  const Schema rows = {
      {.name = "S", .type = DataType::structure({{.name = "a", .type = types::int_type()}})},
      {.name = "ID", .type = types::long_type()}};
  const auto physical = physical_schema_of_rows(rows, orders());
  ASSERT_TRUE(physical);
  EXPECT_EQ(types::ddl_text(*physical), "`c-2` struct<c-3:int>, `c-1` bigint");
}

TEST(ColumnMappingTest, ARenamedADroppedAndAnExchangedColumnAreLost) {
  const Schema before = orders();
  EXPECT_EQ(column_lost(before, before), std::nullopt);
  Schema grown = before;
  grown.push_back(mapped("more", types::int_type(), 9));
  EXPECT_EQ(column_lost(before, grown), std::nullopt);
  EXPECT_EQ(column_lost(grown, before), "more");
  Schema renamed = before;
  renamed[0].name = "key";
  EXPECT_EQ(column_lost(before, renamed), "id");
  EXPECT_EQ(column_lost(before, {mapped("id", types::long_type(), 8), before[1]}), "id");
  Schema inner = before;
  inner[1].type = DataType::structure({before[1].type.fields()[0]});
  EXPECT_EQ(column_lost(before, inner), "s.b");
}

TEST(ColumnMappingTest, ANewTableTakesOverNothingOfAnotherOnesFiles) {
  EXPECT_EQ(types::schema_json(without_mapping(orders())).find("delta."), std::string::npos);
  EXPECT_EQ(types::ddl_text(without_mapping(orders())), types::ddl_text(orders()));
}

TEST(ColumnMappingTest, AColumnThatTheTableLacksIsRefusedByItsName) {
  const auto physical =
      physical_schema_of_rows({{.name = "more", .type = types::int_type()}}, orders());
  ASSERT_FALSE(physical);
  EXPECT_EQ(physical.error().message,
            "the column 'more' that is written is none of the table's");
}

TEST(ColumnMappingTest, AColumnWithoutAPhysicalNameIsCorrupt) {
  const auto physical = physical_schema({{.name = "bare", .type = types::int_type()}});
  ASSERT_FALSE(physical);
  EXPECT_EQ(physical.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(physical.error().message,
            "the table maps its columns, and its column 'bare' has no "
            "delta.columnMapping.physicalName in the schema");
}

Metadata with_mode(const std::string& mode) {
  return {.id = "x", .schema_text = "", .configuration = {{"delta.columnMapping.mode", mode}}};
}

TEST(ColumnMappingTest, ThePropertyCountsWhereTheProtocolHasTheFeature) {
  const Protocol old{.min_reader_version = 1, .min_writer_version = 5};
  const Protocol two{.min_reader_version = 2, .min_writer_version = 5};
  const Protocol named{.min_reader_version = 3,
                       .min_writer_version = 7,
                       .reader_features = {{"columnMapping"}},
                       .writer_features = {{"columnMapping"}}};
  EXPECT_EQ(*column_mapping(old, with_mode("name")), ColumnMapping::kNone);
  EXPECT_EQ(*column_mapping(two, with_mode("name")), ColumnMapping::kName);
  EXPECT_EQ(*column_mapping(named, with_mode("id")), ColumnMapping::kId);
  EXPECT_EQ(*column_mapping(named, with_mode("none")), ColumnMapping::kNone);
  EXPECT_EQ(column_mapping(named, with_mode("magic")).error().code, ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace tarn::delta
