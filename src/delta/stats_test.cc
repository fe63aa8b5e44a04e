#include "delta/stats.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace tarn::delta {
namespace {

using types::DataType;
using types::Value;

ColumnStatistics of(DataType type, Value min, Value max) {
  return {.path = {"c"},
          .type = std::move(type),
          .null_count = 0,
          .min = std::move(min),
          .max = std::move(max)};
}

nlohmann::json parsed(const ColumnStatistics& column) {
  return nlohmann::json::parse(stats_json(1, {column}, {column.path}));
}

// "min | max", with "-" for a bound that is left out.
std::string bounds(const ColumnStatistics& column) {
  const std::string text = stats_json(1, {column}, {column.path});
  const auto json = nlohmann::json::parse(text);
  const auto bound = [&json](const char* name) {
    const auto& object = json.at(name);
    return object.contains("c") ? object.at("c").dump() : std::string("-");
  };
  return bound("minValues") + " | " + bound("maxValues");
}

Value number(int64_t value) { return {value}; }

TEST(StatsTest, TheTextHasTheProtocolsShape) {
  EXPECT_EQ(stats_json(3, {of(types::long_type(), number(1), number(9))}, {{"c"}}),
            R"({"numRecords":3,"minValues":{"c":1},"maxValues":{"c":9},"nullCount":{"c":0}})");
  EXPECT_EQ(stats_json(0, {}, {}),
            R"({"numRecords":0,"minValues":{},"maxValues":{},"nullCount":{}})");
}

TEST(StatsTest, LeavesOfAStructStandInAnObject) {
  ColumnStatistics x = of(types::int_type(), number(1), number(2));
  x.path = {"s", "t", "x"};
  ColumnStatistics y = of(types::boolean(), Value{false}, Value{true});
  y.path = {"s", "y"};
  EXPECT_EQ(stats_json(2, {x, y}, {x.path, y.path}),
            R"({"numRecords":2,"minValues":{"s":{"t":{"x":1}}},"maxValues":{"s":{"t":{"x":2}}},)"
            R"("nullCount":{"s":{"t":{"x":0},"y":0}}})");
}

TEST(StatsTest, TimesAreMillisecondsRoundedToTheSafeSide) {
  EXPECT_EQ(bounds(of(types::timestamp_type(), number(1'999), number(1'001))),
            R"("1970-01-01T00:00:00.001Z" | "1970-01-01T00:00:00.002Z")");
  EXPECT_EQ(bounds(of(types::timestamp_type(), number(-1), number(-1))),
            R"("1969-12-31T23:59:59.999Z" | "1970-01-01T00:00:00.000Z")");
  EXPECT_EQ(bounds(of(types::timestamp_ntz_type(), number(2'000), number(2'000))),
            R"("1970-01-01T00:00:00.002" | "1970-01-01T00:00:00.002")");
  EXPECT_EQ(bounds(of(types::date_type(), number(0), number(59))),
            R"("1970-01-01" | "1970-03-01")");
}

TEST(StatsTest, TimesBeyondTheYear9999AreLeftOut) {
  constexpr int64_t kFar = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(bounds(of(types::timestamp_type(), number(0), number(kFar))),
            R"("1970-01-01T00:00:00.000Z" | -)");
}

TEST(StatsTest, DecimalsAreNumbersWithAllTheirDigits) {
  const Value min{types::Int128{-12345}};
  const Value max{types::Int128{99999999999999999}};
  EXPECT_EQ(stats_json(1, {of(DataType::decimal(20, 2), min, max)}, {{"c"}}),
            R"({"numRecords":1,"minValues":{"c":-123.45},)"
            R"("maxValues":{"c":999999999999999.99},"nullCount":{"c":0}})");
}

TEST(StatsTest, NotANumberTakesBothBoundsAway) {
  ColumnStatistics column = of(types::double_type(), Value{1.5}, Value{2.5});
  EXPECT_EQ(bounds(column), "1.5 | 2.5");
  column.has_nan = true;
  EXPECT_EQ(bounds(column), "- | -");
}

TEST(StatsTest, InfinityHasNoText) {
  EXPECT_EQ(bounds(of(types::double_type(), Value{-HUGE_VAL}, Value{HUGE_VAL})), "- | -");
}

TEST(StatsTest, TypesWithoutOrderHaveNullCountsOnly) {
  const ColumnStatistics column = of(types::binary_type(), Value{"a"}, Value{"b"});
  EXPECT_EQ(bounds(column), "- | -");
  EXPECT_EQ(parsed(column).at("nullCount").at("c"), 0);
}

TEST(StatsTest, LongTextsAreCutBelowAndAbove) {
  const std::string full(32, 'a');
  EXPECT_EQ(bounds(of(types::string_type(), Value{full + "b"}, Value{full + "b"})),
            "\"" + full + "\" | \"" + full + "\x7F\"");
  EXPECT_EQ(bounds(of(types::string_type(), Value{full}, Value{full})),
            "\"" + full + "\" | \"" + full + "\"");
}

TEST(StatsTest, ACutMaximumIsNeverBelowTheText) {
  const std::string full(32, 'z');
  const std::string last = "\xF4\x8F\xBF\xBF";  // U+10FFFF: nothing is above it
  const auto max_of = [](const std::string& text) {
    return parsed(of(types::string_type(), Value{text}, Value{text}))
        .at("maxValues")
        .at("c")
        .get<std::string>();
  };
  EXPECT_EQ(max_of(full + "é"), full + last);
  EXPECT_EQ(max_of(full + last + "b"), full + last + "\x7F");
  EXPECT_EQ(max_of(full + last), full + last);
}

TEST(StatsTest, CountsCharactersNotBytes) {
  std::string full;
  for (int i = 0; i < 32; ++i) {
    full += "ü";
  }
  EXPECT_EQ(parsed(of(types::string_type(), Value{full}, Value{full})).at("maxValues").at("c"),
            full);
}

TEST(StatsTest, TextThatIsNotUtf8HasNoBounds) {
  EXPECT_EQ(bounds(of(types::string_type(), Value{"\xFF"}, Value{"\xFF"})), "- | -");
}

TEST(StatsTest, AColumnThatIsAllNullHasANullCount) {
  ColumnStatistics column{.path = {"c"}, .type = types::int_type(), .null_count = 4};
  EXPECT_EQ(bounds(column), "- | -");
  EXPECT_EQ(parsed(column).at("nullCount").at("c"), 4);
}

// ---- which columns

types::Schema wide_schema() {
  types::Schema schema = {
      {.name = "s",
       .type = DataType::structure({{.name = "x", .type = types::int_type()},
                                    {.name = "y", .type = DataType::array(types::int_type())}})}};
  for (int i = 0; i < 40; ++i) {
    schema.push_back({.name = "c" + std::to_string(i), .type = types::int_type()});
  }
  return schema;
}

TEST(IndexedColumnsTest, TheFirst32LeavesAreIndexed) {
  const auto columns = indexed_columns(wide_schema(), {});
  ASSERT_EQ(columns.size(), 32u);
  EXPECT_EQ(columns[0], (std::vector<std::string>{"s", "x"}));
  EXPECT_EQ(columns[1], (std::vector<std::string>{"s", "y"}));
  EXPECT_EQ(columns[31], (std::vector<std::string>{"c29"}));
}

TEST(IndexedColumnsTest, APropertySetsTheirNumber) {
  EXPECT_EQ(indexed_columns(wide_schema(), {{"delta.dataSkippingNumIndexedCols", "1"}}).size(), 1u);
  EXPECT_EQ(indexed_columns(wide_schema(), {{"delta.dataSkippingNumIndexedCols", "-1"}}).size(),
            42u);
}

TEST(IndexedColumnsTest, APropertyNamesThem) {
  const auto columns =
      indexed_columns(wide_schema(), {{"delta.dataSkippingStatsColumns", "`c39`, S.x"}});
  EXPECT_EQ(columns, (std::vector<std::vector<std::string>>{{"s", "x"}, {"c39"}}));
}

TEST(IndexedColumnsTest, OthersGetNoStatistics) {
  EXPECT_EQ(stats_json(1, {of(types::int_type(), number(1), number(1))}, {}),
            R"({"numRecords":1,"minValues":{},"maxValues":{},"nullCount":{}})");
}

}  // namespace
}  // namespace tarn::delta
