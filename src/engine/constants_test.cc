#include "engine/constants.h"

#include <gtest/gtest.h>

#include "engine/test_plans.h"

namespace tarn::engine::test {
namespace {

using types::int_type;
using types::string_type;
using types::timestamp_type;

class ConstantsTest : public testing::Test {
 protected:
  ConstantsTest() {
    auto opened = Engine::open({.threads = 1});
    CHECK(opened);
    engine_ = std::move(*opened);
  }
  Constants constants() {
    return {[this]() -> Result<Engine*> { return engine_.get(); }, clock_};
  }

  ManualClock clock_{1'700'000'000'000'000};
  std::unique_ptr<Engine> engine_;
};

TEST_F(ConstantsTest, AnExpressionIsWorthItsValue) {
  const auto value = constants().value_of(call("upper", {text("month")}, string_type()), "UTC");
  ASSERT_TRUE(value) << value.error().text();
  EXPECT_EQ(*value, Value{"MONTH"});
}

TEST_F(ConstantsTest, PartsOfATimeAreThoseOfTheZone) {
  const auto noon = literal({int64_t{1711886400000000}}, timestamp_type());
  const auto hour = constants().value_of(call("hour", {noon}, int_type()), "Europe/Paris");
  ASSERT_TRUE(hour) << hour.error().text();
  EXPECT_EQ(*hour, Value{int64_t{14}});
}

TEST_F(ConstantsTest, TheTimeIsTheClocks) {
  const auto now = constants().value_of(call("now", {}, timestamp_type()), "UTC");
  ASSERT_TRUE(now) << now.error().text();
  EXPECT_EQ(*now, Value{int64_t{1'700'000'000'000'000}});
}

TEST_F(ConstantsTest, ManyAreWorthTheirValuesInTheirOrder) {
  const std::vector<plan::ExpressionPtr> asked = {call("upper", {text("a")}, string_type()),
                                                  cast(text("7"), int_type()),
                                                  call("upper", {text("b")}, string_type())};
  const auto values = constants().values_of(asked, "UTC");
  ASSERT_TRUE(values) << values.error().text();
  EXPECT_EQ(*values, (std::vector<Value>{{"A"}, {int64_t{7}}, {"B"}}));
}

TEST_F(ConstantsTest, WhatComputingItRaisesComesBack) {
  const auto value = constants().value_of(cast(text("x"), int_type()), "UTC");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().condition, "CAST_INVALID_INPUT");
}

}  // namespace
}  // namespace tarn::engine::test
