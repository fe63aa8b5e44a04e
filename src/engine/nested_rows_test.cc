#include "engine/nested_rows.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/nested_order.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::Value;
using types::ValueList;

Column column_of(const DataType& type, const std::vector<Value>& values) {
  Column column(type);
  for (const Value& value : values) column.append_value(value);
  return column;
}

Value number(double value) { return {.content = value}; }
Value whole(int64_t value) { return {.content = value}; }
Value list(ValueList values) { return {.content = std::move(values)}; }

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(NestedRowsTest, ACopyIsWhatItWasMadeOf) {
  const DataType type = DataType::array(DataType::structure(
      {{.name = "n", .type = types::int_type()},
       {.name = "m", .type = DataType::map(types::string_type(), types::double_type())}}));
  const Value map{.content = types::ValueMap{{{.content = std::string("k")}, number(1.5)}}};
  const Column from =
      column_of(type, {list({list({whole(1), map}), {}, list({{}, {}})}), {}, list({})});

  Column to(type);
  for (size_t row = 0; row < from.size(); ++row) append_row(from, row, to);

  ASSERT_EQ(to.size(), from.size());
  for (size_t row = 0; row < from.size(); ++row) {
    EXPECT_EQ(to.value_at(row), from.value_at(row)) << "row " << row;
  }
}

TEST(NestedRowsTest, BothZerosAndAllNansAreOneMemberOfASet) {
  const Column column =
      column_of(types::double_type(), {number(0.0), number(-0.0), number(kNan), number(-kNan), {}});
  RowSet set;
  EXPECT_TRUE(set.insert(column, 0));
  EXPECT_FALSE(set.insert(column, 1));
  EXPECT_TRUE(set.insert(column, 2));
  EXPECT_FALSE(set.insert(column, 3));
  EXPECT_TRUE(set.insert(column, 4));
  EXPECT_FALSE(set.insert(column, 4));
}

TEST(NestedRowsTest, ASetSaysWhereAMemberFirstStood) {
  const Column column = column_of(types::double_type(), {number(7), number(8), number(7)});
  RowSet set;
  EXPECT_EQ(set.place_of(column, 0).at, 0U);
  EXPECT_EQ(set.place_of(column, 1).at, 1U);
  EXPECT_EQ(set.place_of(column, 2).at, 0U);
  EXPECT_FALSE(set.place_of(column, 2).is_new);
}

TEST(NestedRowsTest, EqualNestedRowsHaveEqualHashes) {
  const DataType type = DataType::array(types::double_type());
  const Column column = column_of(
      type, {list({number(0.0), {}}), list({number(-0.0), {}}), list({{}, number(0.0)}), list({})});
  for (size_t a = 0; a < column.size(); ++a) {
    for (size_t b = 0; b < column.size(); ++b) {
      const bool equal = compare_rows(column, a, column, b) == 0;
      EXPECT_EQ(hash_row(column, a) == hash_row(column, b), equal) << a << " and " << b;
    }
  }
}

TEST(NestedRowsTest, ANormalRowHasNoNegativeZero) {
  const Column from = column_of(types::double_type(), {number(-0.0), number(-1.0), {}});
  Column to(types::double_type());
  for (size_t row = 0; row < from.size(); ++row) append_normal_row(from, row, to);
  EXPECT_FALSE(std::signbit(to.at<double>(0)));
  EXPECT_EQ(to.at<double>(1), -1.0);
  EXPECT_FALSE(to.is_valid(2));
}

}  // namespace
}  // namespace tarn::engine
