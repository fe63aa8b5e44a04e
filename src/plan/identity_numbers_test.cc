#include "plan/identity_numbers.h"

#include <gtest/gtest.h>

#include "plan/builder.h"
#include "types/identity_column.h"

namespace tarn::plan {
namespace {

types::Schema counted_table() {
  types::Schema schema = {{.name = "id", .type = types::long_type()},
                          {.name = "own", .type = types::long_type()},
                          {.name = "v", .type = types::string_type()}};
  types::set_identity(schema[0], {});
  types::set_identity(schema[1], {.takes_values = true});
  return schema;
}

PlanPtr rows_of(const types::Schema& schema, IdSource& ids) {
  std::vector<Attribute> output;
  for (const types::Field& field : schema) {
    output.push_back({.id = ids.next_attribute(), .name = field.name, .type = field.type});
  }
  return make_node(Rows{.rows = {}}, std::move(output));
}

TEST(IdentityNumbersTest, ColumnsThatAreLeftOutAreCounted) {
  const types::Schema table = counted_table();
  EXPECT_EQ(numbered_columns(table, {}), (std::set<size_t>{0, 1}));
  EXPECT_EQ(numbered_columns(table, {{.name = "OWN", .type = types::long_type()}}),
            std::set<size_t>{0});
}

TEST(IdentityNumbersTest, OnlyAColumnByDefaultMayBeGiven) {
  const types::Schema table = counted_table();
  EXPECT_EQ(check_may_be_given(table[0]).error().condition,
            "DELTA_IDENTITY_COLUMNS_EXPLICIT_INSERT_NOT_SUPPORTED");
  EXPECT_TRUE(check_may_be_given(table[1]));
  EXPECT_TRUE(check_may_be_given(table[2]));
}

TEST(IdentityNumbersTest, NumbersAloneMakeNoRowsOfAnotherKind) {
  IdSource ids;
  const PlanPtr rows = rows_of(counted_table(), ids);
  EXPECT_EQ(with_numbers(rows, {}, ids), rows);
  const PlanPtr counted = with_numbers(rows, {0}, ids);
  EXPECT_TRUE(is_volatile(*counted));
  EXPECT_FALSE(is_volatile_below_numbers(*counted));
  const PlanPtr twice = with_numbers(counted, {1}, ids);
  EXPECT_TRUE(is_volatile_below_numbers(*twice));
}

}  // namespace
}  // namespace tarn::plan
