#include "engine/quantile_summary.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tarn::engine {
namespace {

constexpr double kError = 0.01;

// The numbers from `begin`, every `step`-th one.
QuantileSummary numbers(int begin, int step, int count) {
  QuantileSummary summary;
  for (int i = 0; i < count; ++i) summary.add(begin + step * i, kError);
  return summary;
}

TEST(QuantileSummaryTest, AnEmptyOneHasNoValue) {
  EXPECT_TRUE(QuantileSummary().values_at({0.5}, kError).empty());
}

TEST(QuantileSummaryTest, TheEndsAreExactWhateverTheError) {
  const std::vector<double> ends = numbers(1, 1, 200'000).values_at({0.0, 1.0}, kError);
  EXPECT_EQ(ends, (std::vector<double>{1, 200'000}));
}

TEST(QuantileSummaryTest, RanksStayWithinTheErrorThoughMostValuesAreForgotten) {
  const std::vector<double> found = numbers(1, 1, 200'000).values_at({0.9, 0.25, 0.5}, kError);
  EXPECT_NEAR(found[0], 180'000, 2'000);
  EXPECT_NEAR(found[1], 50'000, 2'000);
  EXPECT_NEAR(found[2], 100'000, 2'000);
}

TEST(QuantileSummaryTest, PartsThatAreMergedKeepTheError) {
  QuantileSummary odd = numbers(1, 2, 60'000);
  odd.merge(numbers(2, 2, 60'000), kError);
  EXPECT_NEAR(odd.values_at({0.5}, kError)[0], 60'000, 2 * 1'200);
}

TEST(QuantileSummaryTest, MergingNothingChangesNothing) {
  QuantileSummary summary = numbers(1, 1, 9);
  summary.merge(QuantileSummary(), kError);
  EXPECT_EQ(summary.values_at({0.5}, kError), std::vector<double>{5});
}

}  // namespace
}  // namespace tarn::engine
