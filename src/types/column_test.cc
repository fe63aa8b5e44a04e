#include "types/column.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "types/select.h"
#include "types/value.h"

namespace tarn::types {
namespace {

Value number(int64_t value) { return {value}; }
Value text(std::string value) { return {std::move(value)}; }

const DataType kNested = DataType::structure(
    {{"l", DataType::array(int_type())}, {"m", DataType::map(string_type(), double_type())}});

Value nested_value() {
  return {ValueList{{ValueList{number(1), {}}}, {ValueMap{{text("k"), {1.5}}}}}};
}

const DataType kRow = DataType::structure({{"flag", boolean()},
                                           {"small", short_type()},
                                           {"number", int_type()},
                                           {"big", long_type()},
                                           {"money", DataType::decimal(38, 2)},
                                           {"name", string_type()},
                                           {"list", DataType::array(int_type())},
                                           {"pairs", DataType::map(string_type(), double_type())}});

// A value of kRow that `number` stands for; each part is NULL now and then where `nulls` says so.
Value row_of(int64_t number, bool nulls) {
  const auto value = [&](int64_t every, Value of) {
    return nulls && number % every == 0 ? Value{} : std::move(of);
  };
  ValueList list;
  for (int64_t i = 0; i < number % 4; ++i) {
    list.push_back(value(3, {number + i}));
  }
  return {ValueList{value(2, {number % 3 == 0}), value(3, {number % 1000}), value(4, {number * 7}),
                    value(5, {number << 33}), value(6, {Int128{number} << 70}),
                    value(7, {"text " + std::to_string(number)}), value(8, {list}),
                    value(9, {ValueMap{{{"k" + std::to_string(number)}, {number / 2.0}}}})}};
}

Batch rows_of(size_t rows, bool nulls) {
  Batch batch{.columns = {Column(kRow)}, .rows = rows};
  for (size_t i = 0; i < rows; ++i) {
    batch.columns[0].append_value(row_of(static_cast<int64_t>(i), nulls));
  }
  return batch;
}

std::vector<std::string> texts(const Column& column) {
  std::vector<std::string> texts;
  for (size_t row = 0; row < column.size(); ++row) {
    texts.push_back(hive_text(column.value_at(row), column.type()));
  }
  return texts;
}

class RowsTest : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(WithAndWithoutNulls, RowsTest, testing::Bool(), [](const auto& info) {
  return info.param ? "WithNulls" : "WithoutNulls";
});

TEST_P(RowsTest, SelectedRowsAreThoseOfTheirNumbers) {
  const Batch all = rows_of(500, GetParam());
  const std::vector<std::string> expected = texts(all.columns[0]);
  std::mt19937 random(7);
  std::vector<uint32_t> wanted;
  for (int i = 0; i < 300; ++i) {
    wanted.push_back(static_cast<uint32_t>(random() % all.rows));
  }
  const Batch picked = select_rows(all, wanted);
  const std::vector<std::string> got = texts(picked.columns[0]);
  ASSERT_EQ(picked.rows, wanted.size());
  ASSERT_EQ(got.size(), wanted.size());
  for (size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(got[i], expected[wanted[i]]);
  }
}

TEST_P(RowsTest, AppendedRowsStandBehindThoseThatWereThere) {
  const Batch more = rows_of(70, GetParam());
  Batch all = rows_of(30, true);
  std::vector<std::string> expected = texts(all.columns[0]);
  std::ranges::copy(texts(more.columns[0]), std::back_inserter(expected));
  append_rows(more, all);
  EXPECT_EQ(all.rows, 100U);
  EXPECT_EQ(texts(all.columns[0]), expected);
}

TEST(ColumnTest, GivesBackWhatWasAppended) {
  Column column(kNested);
  column.append_value(nested_value());
  column.append_null();
  column.append_value({ValueList{{}, {}}});
  EXPECT_EQ(column.size(), 3U);
  EXPECT_EQ(column.value_at(0), nested_value());
  EXPECT_TRUE(column.value_at(1).is_null());
  EXPECT_EQ(hive_text(column.value_at(2), kNested), R"({"l":null,"m":null})");
  EXPECT_EQ(column.child(0).size(), 3U);
}

TEST(ColumnTest, EveryScalarKeepsItsValue) {
  const std::vector<std::pair<DataType, Value>> cases{
      {boolean(), {true}},
      {byte_type(), number(-128)},
      {short_type(), number(-300)},
      {int_type(), number(-70'000)},
      {long_type(), number(INT64_MIN)},
      {float_type(), {0.5}},
      {double_type(), {-2.5}},
      {DataType::decimal(18, 2), {Int128{-150}}},
      {DataType::decimal(38, 2), {Int128{1} << 100}},
      {string_type(), text("é")},
      {binary_type(), text(std::string("\0\xFF", 2))},
      {date_type(), number(-1)},
      {timestamp_ntz_type(), number(-1)},
      {DataType::of(TypeKind::kYearMonthInterval), number(-14)}};
  for (const auto& [type, value] : cases) {
    Column column(type);
    column.append_value(value);
    EXPECT_EQ(column.value_at(0), value) << type.text();
  }
}

TEST(ColumnTest, NullsComeLate) {
  Column column(int_type());
  column.append(int32_t{7});
  EXPECT_FALSE(column.has_nulls());
  column.append_null();
  EXPECT_EQ(column.validity(), (std::vector<uint8_t>{1, 0}));
  EXPECT_EQ(column.at<int32_t>(1), 0);
}

TEST(ColumnTest, TruncatingGivesBackHalfARecord) {
  Column column(kNested);
  column.append_value(nested_value());
  column.child(0).child(0).append(int32_t{5});  // an element of a list that is never closed
  column.child(1).append_null();
  column.truncate(1);
  EXPECT_EQ(column.child(0).child(0).size(), 2U);
  EXPECT_EQ(column.child(1).size(), 1U);
  column.append_value(nested_value());
  EXPECT_EQ(column.value_at(1), nested_value());
  column.clear();
  EXPECT_EQ(column.size(), 0U);
  EXPECT_FALSE(column.has_nulls());
}

TEST(ColumnTest, TruncatingStringsGivesBackTheirBytes) {
  Column column(string_type());
  column.append_bytes("ab");
  column.append_bytes("cd");
  column.truncate(1);
  column.append_bytes("e");
  EXPECT_EQ(column.bytes(), "abe");
  EXPECT_EQ(column.bytes_at(1), "e");
}

TEST(ColumnTest, ACopyAndItsOriginalGoTheirOwnWays) {
  Column original(long_type());
  original.append(int64_t{1});
  original.append_null();
  Column copy = original;
  copy.append(int64_t{3});
  original.truncate(1);
  original.append(int64_t{-1});
  EXPECT_EQ(texts(copy), (std::vector<std::string>{"1", "NULL", "3"}));
  EXPECT_EQ(texts(original), (std::vector<std::string>{"1", "-1"}));
  copy = original;
  EXPECT_EQ(texts(copy), texts(original));
}

TEST(ColumnTest, ManyValuesAtOnceMixWithSingleOnesAndNulls) {
  Column column(int_type());
  std::vector<std::string> expected;
  int32_t next = 0;
  for (const size_t count : {3, 0, 100, 1, 1000}) {
    int32_t* out = column.extend<int32_t>(count);
    for (size_t i = 0; i < count; ++i) {
      expected.push_back(std::to_string(next));
      out[i] = next++;
    }
    column.append_null();
    expected.emplace_back("NULL");
    column.append(next);
    expected.push_back(std::to_string(next));
  }
  EXPECT_EQ(texts(column), expected);
}

TEST(ColumnTest, ANullOfAFixedWidthHasZeroBytes) {
  Column column(long_type());
  std::fill_n(column.extend<int64_t>(64), 64, -1);
  column.clear();
  column.append_null();
  EXPECT_EQ(column.at<int64_t>(0), 0);
}

}  // namespace
}  // namespace tarn::types
