// rate(): what Spark 4.2's source of that name gave for the same seconds.

#include "source/rate_stream.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "storage/memory_file_system.h"

namespace tarn::source {
namespace {

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kBegin = 1'700'000'000'925'000;

class Forgetful final : public SourceMemory {
 public:
  Result<std::vector<uint8_t>> has(const std::vector<std::string>& names) override {
    return std::vector<uint8_t>(names.size(), 0);
  }
};

plan::TableFunctionArgument argument(std::string name, types::Value value,
                                     types::DataType type = types::string_type()) {
  return {.name = std::move(name), .value = std::move(value), .type = std::move(type)};
}

Result<plan::RateSource> rate(std::vector<plan::TableFunctionArgument> arguments,
                              bool streaming = true) {
  return rate_of({.name = "rate", .streaming = streaming, .arguments = std::move(arguments)});
}

class RateStreamTest : public testing::Test {
 protected:
  std::unique_ptr<StreamSource> open(const plan::RateSource& source, std::vector<size_t> columns) {
    const types::Schema schema = rate_schema();
    plan::IdSource ids;
    std::vector<plan::Attribute> output;
    for (const size_t at : columns) {
      output.push_back({ids.next_attribute(), schema[at].name, schema[at].type});
    }
    const plan::Node scan{.content = plan::Scan{ids.next_scan(), source, true},
                          .output = std::move(output)};
    auto stream = open_rate_stream(
        scan, {.files = files_, .clock = clock_, .root = "/", .zone = types::SessionZone{}});
    CHECK(static_cast<bool>(stream));
    return *std::move(stream);
  }

  std::optional<std::string> plan_next(StreamSource& stream) {
    CHECK(static_cast<bool>(stream.prepare(memory_)));
    auto end = stream.plan_batch();
    CHECK(static_cast<bool>(end));
    return *end;
  }

  // A column of integers between two offsets.
  static std::vector<int64_t> rows(StreamSource& stream, const std::optional<std::string>& start,
                                   const std::string& end) {
    auto relation = stream.read(start, end);
    CHECK(static_cast<bool>(relation));
    const auto reader = std::get<engine::Pulled>(*relation).lanes.front();
    std::vector<int64_t> found;
    types::Batch batch;
    while (*reader->next(batch)) {
      for (size_t row = 0; row < batch.rows; ++row) {
        found.push_back(batch.columns[0].integer_at(row));
      }
    }
    return found;
  }

  ManualClock clock_{kBegin};
  storage::MemoryFileSystem files_{clock_};
  Forgetful memory_;
};

TEST_F(RateStreamTest, TheFirstBatchRemembersTheBeginningAndHasNoRows) {
  const auto stream = open({.rows_per_second = 10}, {1});
  const auto first = plan_next(*stream);
  ASSERT_TRUE(first);
  EXPECT_EQ(rows(*stream, {}, *first), std::vector<int64_t>());
  clock_.advance(kSecond - 1);
  EXPECT_EQ(plan_next(*stream), std::nullopt) << "no second is over";
}

TEST_F(RateStreamTest, ValuesGoOnWhereTheyEnded) {
  const auto stream = open({.rows_per_second = 3}, {1});
  const std::string first = *plan_next(*stream);
  clock_.advance(kSecond);
  const std::string second = *plan_next(*stream);
  clock_.advance(2 * kSecond + kSecond / 2);
  const std::string third = *plan_next(*stream);
  EXPECT_EQ(rows(*stream, first, second), (std::vector<int64_t>{0, 1, 2}));
  EXPECT_EQ(rows(*stream, second, third), (std::vector<int64_t>{3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(rows(*stream, {}, third).size(), 9U);
}

TEST_F(RateStreamTest, ALaterRunGoesOnFromTheOffsetThatItIsTold) {
  const auto stream = open({.rows_per_second = 2}, {1});
  plan_next(*stream);
  clock_.advance(3 * kSecond);
  const std::string committed = *plan_next(*stream);
  const auto again = open({.rows_per_second = 2}, {1});
  ASSERT_TRUE(again->recover(committed));
  EXPECT_EQ(plan_next(*again), std::nullopt);
  clock_.advance(kSecond);
  EXPECT_EQ(rows(*again, committed, *plan_next(*again)), (std::vector<int64_t>{6, 7}));
}

// Spark: 40 rows for six seconds from .925 on, the first at .925, 1.075, 1.225 and so on.
TEST_F(RateStreamTest, TimestampsAreSpreadAsSparkSpreadsThem) {
  const auto stream = open({.rows_per_second = 10, .ramp_up_seconds = 4}, {0});
  const std::string first = *plan_next(*stream);
  clock_.advance(6 * kSecond);
  const std::vector<int64_t> times = rows(*stream, first, *plan_next(*stream));
  ASSERT_EQ(times.size(), 40U);
  EXPECT_EQ(times[0], kBegin);
  EXPECT_EQ(times[1], kBegin + 150'000);
  EXPECT_EQ(times[39], kBegin + 39 * 150'000);
}

TEST(RateRowsTest, EachSecondOfTheRampUpHasAStepMore) {
  const plan::RateSource source{.rows_per_second = 10, .ramp_up_seconds = 4};
  const std::vector<int64_t> expected = {0, 2, 6, 12, 20, 30, 40};
  for (size_t second = 0; second < expected.size(); ++second) {
    EXPECT_EQ(rate_rows_after(source, static_cast<int64_t>(second)), expected[second]) << second;
  }
}

TEST(RateRowsTest, MoreThanABigintCountsIsNothing) {
  EXPECT_EQ(rate_rows_after({.rows_per_second = INT64_MAX}, 1), INT64_MAX);
  EXPECT_EQ(rate_rows_after({.rows_per_second = INT64_MAX}, 2), std::nullopt);
}

TEST_F(RateStreamTest, AnOffsetOfAnotherKindIsRefused) {
  const auto stream = open({}, {1});
  const Status told = stream->recover(R"({"table":"x","version":3})");
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().message, R"(not an offset of a rate: {"table":"x","version":3})");
}

TEST(RateOptionsTest, TakesSparksNamesInAnyCase) {
  const auto source = rate({argument("rowspersecond", {int64_t{7}}, types::int_type()),
                            argument("rampuptime", {"2 MIN"})});
  ASSERT_TRUE(source) << source.error().text();
  EXPECT_EQ(source->rows_per_second, 7);
  EXPECT_EQ(source->ramp_up_seconds, 120);
  EXPECT_EQ(rate({argument("rampuptime", {"1500ms"})})->ramp_up_seconds, 1);
  EXPECT_EQ(rate({argument("rampuptime", {"3"})})->ramp_up_seconds, 3);
}

TEST(RateOptionsTest, WhatIsWrongIsNamed) {
  const auto message = [](std::vector<plan::TableFunctionArgument> arguments) {
    const auto source = rate(std::move(arguments));
    return source ? "taken" : source.error().message;
  };
  EXPECT_EQ(message({argument("rowspersecond", {"0"})}),
            "option 'rowsPerSecond' takes a whole number above 0, and was given '0'");
  EXPECT_EQ(message({argument("rampuptime", {"abc"})}),
            "option 'rampUpTime' takes a time such as 5s, and was given 'abc'");
  EXPECT_EQ(message({argument("rampuptime", {"-1s"})}),
            "option 'rampUpTime' takes a time such as 5s, and was given '-1s'");
  EXPECT_EQ(message({argument("numpartitions", {"2"})}),
            "option 'numPartitions' is not supported: rows have one order here");
  EXPECT_EQ(message({argument("rowspersecnd", {"2"})}),
            "option 'rowspersecnd' of rate is not known; did you mean 'rowsPerSecond'?");
  EXPECT_EQ(message({argument("", {"2"})}),
            "rate takes named arguments: rowsPerSecond => 10, rampUpTime => '5s'");
}

TEST(RateOptionsTest, WithoutStreamItIsRefused) {
  const auto source = rate({}, false);
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().condition, "UNSUPPORTED_FEATURE");
}

}  // namespace
}  // namespace tarn::source
