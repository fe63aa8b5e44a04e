#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "engine/native.h"
#include "engine/native_aggregate.h"
#include "engine/test_plans.h"
#include "plan/builder.h"

namespace tarn::engine::test {
namespace {

using types::boolean;
using types::int_type;
using types::string_type;
using types::timestamp_type;

// 2024-03-31 is the day on which Paris goes to summer time.
ExpressionPtr march_31_noon_utc() { return literal({int64_t{1711886400000000}}, timestamp_type()); }

TEST(TimeFunctionTest, PartsAreThoseOfTheSessionsZone) {
  EXPECT_EQ(value_of(call("hour", {march_31_noon_utc()}, int_type()), {0, "Europe/Paris"}), "14");
  EXPECT_EQ(value_of(call("hour", {march_31_noon_utc()}, int_type())), "12");
  EXPECT_EQ(value_of(call("minute", {march_31_noon_utc()}, int_type()), {0, "Asia/Kolkata"}), "30");
}

TEST(TimeFunctionTest, ADayBeginsWithTheOffsetThatItHadThen) {
  const auto day = call("date_trunc", {text("DAY"), march_31_noon_utc()}, timestamp_type());
  EXPECT_EQ(value_of(day, {0, "Europe/Paris"}), "2024-03-30 23:00:00");
  EXPECT_EQ(value_of(call("date_trunc", {text("week"), march_31_noon_utc()}, timestamp_type())),
            "2024-03-25 00:00:00");
  EXPECT_EQ(value_of(call("date_trunc", {text("nothing"), march_31_noon_utc()}, timestamp_type())),
            "NULL");
}

TEST(TextFunctionTest, CaseFollowsUnicode) {
  EXPECT_EQ(value_of(call("upper", {text("stra\u00dfe")}, string_type())), "STRASSE");
  EXPECT_EQ(value_of(call("lower", {text("\u00c4B")}, string_type())), "\u00e4b");
}

TEST(TextFunctionTest, LikeTakesItsEscapeAndRefusesAWrongOne) {
  const auto like = [](const char* value, const char* pattern) {
    return value_of(test_of("like", {text(value), text(pattern), text("\\")}));
  };
  EXPECT_EQ(like("100%", "100\\%"), "true");
  EXPECT_EQ(like("1000", "100\\%"), "false");
  EXPECT_EQ(like("abcabd", "%ab_"), "true");
  EXPECT_EQ(like("x", "\\x").substr(0, 35), "[INVALID_FORMAT.ESC_IN_THE_MIDDLE] ");
}

TEST(RegexTest, ReplacementAndGroupsAreJavas) {
  EXPECT_EQ(value_of(call("regexp_replace",
                          {text("a1b22"), text("(\\d)+"), text("<$1>"), number(1)}, string_type())),
            "a<1>b<2>");
  EXPECT_EQ(value_of(call("regexp_extract", {text("k=v"), text("(\\w)=(\\w)"), number(2)},
                          string_type())),
            "v");
  EXPECT_EQ(value_of(call("regexp_extract", {text("zz"), text("(a)"), number(1)}, string_type())),
            "");
}

TEST(RegexTest, SplitKeepsEmptyPiecesAndItsLimit) {
  const auto split = [](const char* value, const char* pattern, int limit) {
    return value_of(
        call("split", {text(value), text(pattern), number(limit)}, DataType::array(string_type())));
  };
  EXPECT_EQ(split("a,b,,", ",", -1), R"(["a","b","",""])");
  EXPECT_EQ(split("a,b,c", ",", 2), R"(["a","b,c"])");
  EXPECT_EQ(split("abc", "", -1), R"(["a","b","c"])");
}

TEST(NestedOrderTest, NullIsTheLeastInsideOfAnArray) {
  const DataType type = DataType::array(int_type());
  const auto with_null = literal({ValueList{{int64_t{1}}, {}}}, type);
  const auto with_zero = literal({ValueList{{int64_t{1}}, {int64_t{0}}}}, type);
  EXPECT_EQ(value_of(test_of("<.nested", {with_null, with_zero})), "true");
}

// The places of the arguments that a body of SQL names, {0} to {9}.
std::set<size_t> places_in(std::string_view body) {
  std::set<size_t> places;
  for (size_t at = 0; at + 2 < body.size(); ++at) {
    const bool is_place =
        body[at] == '{' && body[at + 2] == '}' && body[at + 1] >= '0' && body[at + 1] <= '9';
    if (is_place) places.insert(static_cast<size_t>(body[at + 1] - '0'));
  }
  return places;
}

TEST(FunctionTableTest, EveryFunctionHasTheBodyThatItNames) {
  for (const plan::Function* function : plan::all_functions()) {
    if (!function->alias_of.empty()) continue;
    const bool is_scalar = function->kind == plan::FunctionKind::kScalar;
    if (function->implementation == plan::Implementation::kNative && is_scalar) {
      EXPECT_NE(find_native(function->body), nullptr) << function->name;
    }
    if (function->implementation == plan::Implementation::kNative &&
        function->kind == plan::FunctionKind::kAggregate) {
      EXPECT_NE(find_native_aggregate(function->body), nullptr) << function->name;
    }
    if (function->implementation == plan::Implementation::kSql) {
      // No argument is left out between two that the text names.
      const std::set<size_t> places = places_in(function->body);
      EXPECT_EQ(places.size(), places.empty() ? 0 : *places.rbegin() + 1) << function->name;
    }
  }
}

TEST(FunctionTableTest, ABodyThatIsNotBuiltIsNamed) {
  const plan::Function missing = {
      .name = "missing", .implementation = plan::Implementation::kNative, .body = "missing_body"};
  const auto value = plan::make_call(missing, {big(1)}, string_type(), true);
  const auto lines = run(project(one_row(), {named("v", value)}));
  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(lines.error().message.find("missing_body"), std::string::npos);
}

}  // namespace
}  // namespace tarn::engine::test
