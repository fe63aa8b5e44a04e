// The emitter's rules, each in the answers and, where the rule is about the text, in the text. What
// Spark answers is recorded (testdata/expressions.tsv): a query stands beside the plan that it
// means.

#include "engine/emit.h"

#include <gtest/gtest.h>

#include "engine/instance.h"
#include "engine/number_parse.h"
#include "engine/recorded_answers.h"
#include "engine/small_plans.h"

namespace tarn::engine::test {
namespace {

using types::boolean;
using types::double_type;
using types::int_type;
using types::long_type;
using types::string_type;

// "! CONDITION SQLSTATE" of a refusal, for errors whose message Tarn words otherwise.
std::string condition_in(const std::string& answer) {
  const size_t end = answer.find(' ', answer.find(' ', 2) + 1);
  return answer.substr(0, end);
}

// ---------------------------------------------------------------- (a) structs go by position

DataType pair(const char* first, const char* second) {
  return DataType::structure({{first, int_type()}, {second, int_type()}});
}
ExpressionPtr pair_of(const char* first, const char* second, Value a, Value b) {
  return literal({ValueList{std::move(a), std::move(b)}}, pair(first, second));
}
const Value kOne{int64_t{1}};
const Value kTwo{int64_t{2}};
const Value kThree{int64_t{3}};
const Value kFour{int64_t{4}};

TEST(EmitStructTest, FieldsThatDifferInCaseStandTogether) {
  const auto plan = of(call("struct", {number(1), number(2)}, pair("a", "A")));
  EXPECT_EQ(answer_of(plan), spark_answer("SELECT named_struct('a', 1, 'A', 2)"));
  EXPECT_EQ(sql_of(plan).find("\"A\""), std::string::npos) << sql_of(plan);
}

TEST(EmitStructTest, ComparisonsGoByPosition) {
  EXPECT_EQ(
      answer_of(of(test_of("=", {pair_of("a", "b", kOne, kTwo), pair_of("b", "a", kOne, kTwo)}))),
      spark_answer("SELECT named_struct('a', 1, 'b', 2) = named_struct('b', 1, 'a', 2)"));
  EXPECT_EQ(answer_of(of(test_of(
                "<.nested", {pair_of("a", "b", kOne, kTwo), pair_of("b", "a", kOne, kThree)}))),
            spark_answer("SELECT named_struct('a', 1, 'b', 2) < named_struct('b', 1, 'a', 3)"));
}

TEST(EmitStructTest, NullFieldsAreEqualInsideOfAStruct) {
  const auto half = [](const char* first, const char* second) {
    return pair_of(first, second, kOne, {});
  };
  EXPECT_EQ(answer_of(of(test_of("=", {half("a", "b"), half("a", "b")}))),
            spark_answer("SELECT named_struct('a', 1, 'b', CAST(NULL AS INT)) = "
                         "named_struct('a', 1, 'b', CAST(NULL AS INT))"));
  EXPECT_EQ(answer_of(of(test_of("<=>", {half("a", "b"), half("b", "a")}))),
            spark_answer("SELECT named_struct('a', 1, 'b', CAST(NULL AS INT)) <=> "
                         "named_struct('b', 1, 'a', CAST(NULL AS INT))"));
}

TEST(EmitStructTest, UnionsGoByPosition) {
  const auto unite = [](const ExpressionPtr& left, const ExpressionPtr& right, bool all) {
    const auto out = column("z", pair("a", "b"));
    return node(plan::SetOperation{plan::SetOperationKind::kUnion, all, of(left), of(right)},
                {out});
  };
  EXPECT_EQ(answer_of(unite(pair_of("a", "b", kOne, kTwo), pair_of("b", "a", kThree, kFour), true)),
            spark_answer("SELECT named_struct('a', 1, 'b', 2) UNION ALL SELECT "
                         "named_struct('b', 3, 'a', 4)"));
  EXPECT_EQ(answer_of(unite(pair_of("a", "b", kOne, kTwo), pair_of("b", "a", kOne, kTwo), false)),
            spark_answer("SELECT named_struct('a', 1, 'b', 2) UNION SELECT "
                         "named_struct('b', 1, 'a', 2)"));
}

// The resolver refuses branches whose fields have other names; what it lets through goes by
// position.
TEST(EmitStructTest, BranchesOfCaseGoByPosition) {
  const auto in = numbers({{int64_t{0}}, {int64_t{1}}});
  const auto zero = test_of("=", {ref(in.attribute), big(0)});
  const auto choice = make(
      plan::CaseWhen{{{zero, pair_of("a", "b", kOne, kTwo)}}, pair_of("b", "a", kThree, kFour)},
      pair("a", "b"));
  EXPECT_EQ(answer_of(of(in, choice)), "= {\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}");
}

TEST(EmitStructTest, TheGreatestStructIsThatOfItsFirstFieldThenTheNext) {
  const auto x = column("x", int_type());
  const auto y = column("y", int_type());
  const auto rows = values({x, y}, {{kOne, {int64_t{9}}}, {kTwo, kThree}, {kTwo, kFour}});
  const auto both = call("struct", {ref(x), ref(y)}, pair("a", "b"));
  EXPECT_EQ(answer_of(aggregate(rows, {}, {named("m", aggregate_of("max", {both}, both->type))})),
            spark_answer("SELECT max(named_struct('a', x, 'b', y)) FROM VALUES (1, 9), (2, 3), "
                         "(2, 4) AS t(x, y)"));
}

// ---------------------------------------------------------------- (b) a user's names stay here

class HostileNameTest : public testing::TestWithParam<const char*> {};

TEST_P(HostileNameTest, NeverReachesTheStatement) {
  const std::string name = GetParam();
  const DataType type = DataType::structure({{name, int_type()}});
  const auto a = column(name, type);
  const auto key = column(name, int_type());
  const auto rows = values({a, key}, {{{ValueList{kOne}}, kTwo}});
  const auto projected = project(rows, {named(name, field(ref(a), 0)), named(name, ref(key))});
  const auto grouped = aggregate(
      projected, {named(name, ref(projected->output[1]))},
      {named(name,
             aggregate_of("sum", {cast(ref(projected->output[0]), long_type())}, long_type()))});
  const auto plan = sort(grouped, {{ref(grouped->output[0]), true, true}});
  EXPECT_EQ(sql_of(plan).find(name), std::string::npos) << sql_of(plan);
  EXPECT_EQ(answer_of(plan), "= 2\t1");
}

INSTANTIATE_TEST_SUITE_P(Names, HostileNameTest,
                         testing::Values("quote\"d", "it's", "select \"from", "x; DROP TABLE y --",
                                         "Straße 🏔", "a.b", "{0}", "line\nfeed", "`tick`"),
                         [](const auto& test) { return "Number" + std::to_string(test.index); });

// ---------------------------------------------------------------- (c) Spark's conditions

ExpressionPtr tiny(int64_t value) { return literal({value}, types::byte_type()); }
ExpressionPtr small(int64_t value) { return literal({value}, types::short_type()); }
ExpressionPtr money(int64_t unscaled) {
  return literal({types::Int128{unscaled}}, DataType::decimal(5, 2));
}
ExpressionPtr array_of(std::vector<Value> elements) {
  return literal({ValueList(std::move(elements))}, DataType::array(int_type()));
}

struct Refusal {
  const char* query;
  ExpressionPtr expression;
};

TEST(EmitErrorTest, ErrorsAreThoseOfSpark) {
  const DataType fraction = DataType::decimal(13, 8);
  const std::vector<Refusal> refusals = {
      {"SELECT 1 / 0", call("/", {real(1), real(0)}, double_type())},
      {"SELECT 1 div 0", call("div", {big(1), big(0)}, long_type())},
      {"SELECT 1 % 0", call("%", {number(1), number(0)}, int_type())},
      {"SELECT 1.0D / 0", call("/", {real(1), real(0)}, double_type())},
      {"SELECT 1.0D % 0", call("%", {real(1), real(0)}, double_type())},
      {"SELECT pmod(1, 0)", call("pmod", {number(1), number(0)}, int_type())},
      {"SELECT CAST(1 AS DECIMAL(5, 2)) / CAST(0 AS DECIMAL(5, 2))",
       call("/.decimal", {money(100), money(0)}, fraction)},
      {"SELECT 2147483647 + 1", call("+", {number(INT32_MAX), number(1)}, int_type())},
      {"SELECT -2147483648 - 1", call("-", {number(INT32_MIN), number(1)}, int_type())},
      {"SELECT 2147483647 * 2", call("*", {number(INT32_MAX), number(2)}, int_type())},
      {"SELECT 9223372036854775807L + 1L", call("+", {big(INT64_MAX), big(1)}, long_type())},
      {"SELECT 9223372036854775807L - -1L", call("-", {big(INT64_MAX), big(-1)}, long_type())},
      {"SELECT 9223372036854775807L * 2L", call("*", {big(INT64_MAX), big(2)}, long_type())},
      {"SELECT 127Y + 1Y", call("+", {tiny(127), tiny(1)}, types::byte_type())},
      {"SELECT 32767S * 2S", call("*", {small(32767), small(2)}, types::short_type())},
      {"SELECT abs(CAST(-2147483648 AS INT))", call("abs", {number(INT32_MIN)}, int_type())},
      {"SELECT abs(CAST(-128 AS TINYINT))", call("abs", {tiny(-128)}, types::byte_type())},
      {"SELECT CAST(-9223372036854775808 AS BIGINT) div -1L",
       call("div", {big(INT64_MIN), big(-1)}, long_type())},
      {"SELECT CAST('1.5' AS INT)", cast(text("1.5"), int_type())},
      {"SELECT CAST('x' AS DATE)", cast(text("x"), types::date_type())},
      {"SELECT array(1, 2)[5]",
       call("element_at.subscript", {array_of({kOne, kTwo}), number(5)}, int_type())},
      {"SELECT array(1, 2)[-1]",
       call("element_at.subscript", {array_of({kOne, kTwo}), number(-1)}, int_type())},
      {"SELECT element_at(array(1, 2), 5)",
       call("element_at", {array_of({kOne, kTwo}), number(5)}, int_type())},
      {"SELECT element_at(array(1, 2), 0)",
       call("element_at", {array_of({kOne, kTwo}), number(0)}, int_type())},
      {"SELECT map(CAST(NULL AS STRING), 1)",
       call("map", {null_of(string_type()), number(1)}, DataType::map(string_type(), int_type()))},
  };
  for (const Refusal& refusal : refusals) {
    EXPECT_EQ(answer_of(of(refusal.expression)), spark_answer(refusal.query)) << refusal.query;
  }
}

// Of a constant DuckDB's own minus makes a wider number; then the cast behind it raises.
TEST(EmitErrorTest, TheLeastNumberHasNoNegative) {
  const auto l = numbers({{INT64_MIN}});
  EXPECT_EQ(answer_of(of(l, call("negative", {ref(l.attribute)}, long_type()))),
            spark_answer("SELECT -CAST(-9223372036854775808 AS BIGINT)"));
  const auto i = column("i", int_type());
  const auto negative = call("negative", {ref(i)}, int_type());
  EXPECT_EQ(answer_of(project(values({i}, {{{int64_t{INT32_MIN}}}}), {named("v", negative)})),
            spark_answer("SELECT -CAST(-2147483648 AS INT)"));
}

// Of these Tarn does not know the value that Spark's message shows.
TEST(EmitErrorTest, SomeErrorsHaveSparksConditionAndOwnWords) {
  const DataType wide = DataType::decimal(38, 0);
  const auto nines = cast(text(std::string(38, '9')), wide);
  const auto in_decimal = [&](int64_t value) { return literal({types::Int128{value}}, wide); };
  const std::vector<Refusal> refusals = {
      {"SELECT CAST('99999999999999999999999999999999999999' AS DECIMAL(38, 0)) + "
       "CAST(1 AS DECIMAL(38, 0))",
       call("+.rounded", {nines, in_decimal(1)}, wide)},
      {"SELECT CAST('99999999999999999999999999999999999999' AS DECIMAL(38, 0)) * "
       "CAST(10 AS DECIMAL(38, 0))",
       call("*.rounded", {nines, in_decimal(10)}, wide)},
      {"SELECT map('a', 1, 'a', 2)", call("map", {text("a"), number(1), text("a"), number(2)},
                                          DataType::map(string_type(), int_type()))},
  };
  for (const Refusal& refusal : refusals) {
    EXPECT_EQ(condition_in(answer_of(of(refusal.expression))),
              condition_in(spark_answer(refusal.query)))
        << refusal.query;
  }
}

TEST(EmitErrorTest, SumsThatOverflowRaise) {
  const auto x = column("x", long_type());
  const auto sum = aggregate(values({x}, {{{INT64_MAX}}, {{int64_t{1}}}}), {},
                             {named("s", aggregate_of("sum", {ref(x)}, long_type()))});
  EXPECT_EQ(answer_of(sum),
            spark_answer("SELECT sum(x) FROM VALUES (9223372036854775807L), (1L) AS t(x)"));
  const DataType wide = DataType::decimal(38, 0);
  const auto d = column("d", wide);
  const Value nines = {parse_decimal(std::string(38, '9'), 38, 0).unscaled};
  const auto decimals = aggregate(values({d}, {{nines}, {{types::Int128{1}}}}), {},
                                  {named("s", aggregate_of("sum", {ref(d)}, wide))});
  EXPECT_EQ(answer_of(decimals),
            spark_answer("SELECT sum(x) FROM VALUES (CAST('99999999999999999999999999999999999999' "
                         "AS DECIMAL(38, 0))), (CAST(1 AS DECIMAL(38, 0))) AS t(x)"));
}

// ---------------------------------------------------------------- (d) decimals, texts, zones

ExpressionPtr exact(const std::string& value, int precision, int scale) {
  return cast(text(value), DataType::decimal(precision, scale));
}

TEST(EmitOwnArithmeticTest, DecimalsAreSparks) {
  const auto answer = [](const char* name, ExpressionPtr a, ExpressionPtr b, int precision,
                         int scale) {
    return answer_of(
        of(call(name, {std::move(a), std::move(b)}, DataType::decimal(precision, scale))));
  };
  EXPECT_EQ(answer("/.decimal", exact("10", 10, 2), exact("3", 10, 2), 23, 13),
            spark_answer("SELECT CAST(10 AS DECIMAL(10, 2)) / CAST(3 AS DECIMAL(10, 2))"));
  EXPECT_EQ(answer("/.decimal", exact("2", 38, 18), exact("3", 38, 18), 38, 6),
            spark_answer("SELECT CAST(2 AS DECIMAL(38, 18)) / CAST(3 AS DECIMAL(38, 18))"));
  EXPECT_EQ(answer("/.decimal", exact("-1", 38, 0), exact("8", 1, 0), 38, 6),
            spark_answer("SELECT CAST(-1 AS DECIMAL(38, 0)) / CAST(8 AS DECIMAL(1, 0))"));
  EXPECT_EQ(answer("*.rounded", exact("1234567890.123456789", 38, 18),
                   exact("9876543210.987654321", 38, 18), 38, 6),
            spark_answer("SELECT CAST('1234567890.123456789' AS DECIMAL(38, 18)) * "
                         "CAST('9876543210.987654321' AS DECIMAL(38, 18))"));
  EXPECT_EQ(answer("*.rounded", exact("123456789012345678.9", 38, 10), exact("2.5", 38, 10), 38, 6),
            spark_answer("SELECT CAST('123456789012345678.9' AS DECIMAL(38, 10)) * "
                         "CAST('2.5' AS DECIMAL(38, 10))"));
  EXPECT_EQ(answer("+.rounded", exact("12345678901234567890.5", 38, 10),
                   exact("0.00000000000000000001", 38, 20), 38, 9),
            spark_answer("SELECT CAST('12345678901234567890.5' AS DECIMAL(38, 10)) + "
                         "CAST('0.00000000000000000001' AS DECIMAL(38, 20))"));
}

TEST(EmitOwnArithmeticTest, AveragesOfDecimalsAreExact) {
  const auto average = [](const std::vector<types::Int128>& cells, DataType from, DataType to) {
    const auto d = column("d", std::move(from));
    std::vector<ValueList> rows;
    for (const types::Int128 cell : cells) rows.push_back({{cell}});
    return answer_of(aggregate(values({d}, rows), {},
                               {named("a", aggregate_of("avg.decimal", {ref(d)}, std::move(to)))}));
  };
  EXPECT_EQ(average({100, 200, 200}, DataType::decimal(10, 2), DataType::decimal(14, 6)),
            spark_answer("SELECT avg(x) FROM VALUES (CAST(1 AS DECIMAL(10, 2))), "
                         "(CAST(2 AS DECIMAL(10, 2))), (CAST(2 AS DECIMAL(10, 2))) AS t(x)"));
  EXPECT_EQ(average({1, 0}, DataType::decimal(38, 18), DataType::decimal(38, 22)),
            spark_answer("SELECT avg(x) FROM VALUES (CAST('0.000000000000000001' AS "
                         "DECIMAL(38, 18))), (CAST(0 AS DECIMAL(38, 18))) AS t(x)"));
}

TEST(EmitOwnArithmeticTest, DoublesHaveJavasText) {
  const auto d = column("d", double_type());
  std::vector<ValueList> rows;
  for (const double value : {1.0E7, 9999999.0, 0.001, 0.00099, -0.0, 1.0E21, 123456.789, 4.9E-324,
                             1.7976931348623157E308}) {
    rows.push_back({{value}});
  }
  EXPECT_EQ(answer_of(project(values({d}, rows), {named("v", cast(ref(d), string_type()))})),
            spark_answer("SELECT CAST(x AS STRING) FROM VALUES (1.0E7D), (9999999.0D), (0.001D), "
                         "(0.00099D), (-0.0D), (1.0E21D), (123456.789D), (4.9E-324D), "
                         "(1.7976931348623157E308D) AS t(x)"));
}

class ZoneTest : public testing::TestWithParam<const char*> {};

TEST_P(ZoneTest, TimesAreThoseOfTheSessionsZoneAndTheEnginesIsUtc) {
  const auto at = literal({int64_t{1'719'793'800'000'000}}, types::timestamp_type());
  const auto plan = project(
      one_row(), {named("h", call("hour", {at}, int_type())),
                  named("d", call("date_trunc", {text("DAY"), at}, types::timestamp_type())),
                  named("t", cast(at, string_type()))});
  EXPECT_EQ(answer_of(plan, GetParam()),
            spark_answer("SELECT hour(x), date_trunc('DAY', x), CAST(x AS STRING) FROM VALUES "
                         "(TIMESTAMP'2024-07-01 00:30:00Z') AS t(x)",
                         GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Zones, ZoneTest, testing::Values("UTC", "America/New_York"),
                         [](const auto& test) { return "Number" + std::to_string(test.index); });

TEST(ZoneTest, AWallClockThatWasSkippedMovesOn) {
  EXPECT_EQ(
      answer_of(of(cast(text("2024-03-10 02:30:00"), types::timestamp_type())), "America/New_York"),
      spark_answer("SELECT CAST('2024-03-10 02:30:00' AS TIMESTAMP)", "America/New_York"));
}

// ---------------------------------------------------------------- (e) lambdas

struct Parameter {
  Attribute attribute;
  ExpressionPtr ref;
};
Parameter parameter(const char* name, DataType type) {
  const auto attribute = column(name, type);
  return {attribute, make(plan::LambdaRef{attribute.id, name}, std::move(type))};
}
ExpressionPtr lambda(const std::vector<Parameter>& parameters, const ExpressionPtr& body) {
  plan::Lambda content;
  for (const Parameter& each : parameters) content.parameters.push_back(each.attribute);
  content.body = body;
  DataType type = body->type;
  return make(std::move(content), std::move(type));
}
ExpressionPtr plus(ExpressionPtr a, ExpressionPtr b) {
  return call("+", {std::move(a), std::move(b)}, int_type());
}
const DataType kInts = DataType::array(int_type());

TEST(EmitLambdaTest, TransformAndFilterGiveWhatSparkGives) {
  const Parameter x = parameter("x", int_type());
  const Parameter i = parameter("i", int_type());
  EXPECT_EQ(
      answer_of(of(call("transform",
                        {array_of({kOne, kTwo, {}}), lambda({x}, plus(x.ref, number(1)))}, kInts))),
      spark_answer("SELECT transform(array(1, 2, NULL), x -> x + 1)"));
  const auto tens = call("*", {x.ref, number(10)}, int_type());
  EXPECT_EQ(
      answer_of(of(call("transform",
                        {array_of({{int64_t{5}}, {int64_t{6}}}), lambda({x, i}, plus(tens, i.ref))},
                        kInts))),
      spark_answer("SELECT transform(array(5, 6), (x, i) -> x * 10 + i)"));
  EXPECT_EQ(answer_of(of(call("filter",
                              {array_of({{int64_t{0}}, kOne, kTwo, {}}),
                               lambda({x}, test_of(">", {x.ref, number(0)}))},
                              kInts))),
            spark_answer("SELECT filter(array(0, 1, 2, NULL), x -> x > 0)"));
  EXPECT_EQ(answer_of(of(call("filter",
                              {array_of({{int64_t{7}}, {int64_t{8}}, {int64_t{9}}}),
                               lambda({x, i}, not_of(test_of("=", {i.ref, number(1)})))},
                              kInts))),
            spark_answer("SELECT filter(array(7, 8, 9), (x, i) -> i <> 1)"));
  EXPECT_EQ(answer_of(of(
                call("transform", {null_of(kInts), lambda({x}, plus(x.ref, number(1)))}, kInts))),
            spark_answer("SELECT transform(CAST(NULL AS ARRAY<INT>), x -> x + 1)"));
}

TEST(EmitLambdaTest, ABodySeesTheColumnsAndTheLambdasAroundIt) {
  const auto y = column("y", int_type());
  const Parameter x = parameter("x", int_type());
  const auto rows = values({y}, {{{int64_t{10}}}, {{int64_t{20}}}});
  EXPECT_EQ(
      answer_of(project(
          rows,
          {named("v", call("transform", {array_of({kOne, kTwo}), lambda({x}, plus(x.ref, ref(y)))},
                           kInts))})),
      spark_answer("SELECT transform(array(1, 2), x -> x + y) FROM VALUES (10), (20) AS t(y)"));
  const Parameter a = parameter("a", kInts);
  const auto nested =
      literal({ValueList{{ValueList{kOne, kTwo}}, {ValueList{kThree}}}}, DataType::array(kInts));
  const auto inner = call(
      "transform", {a.ref, lambda({x}, plus(x.ref, call("size", {a.ref}, int_type())))}, kInts);
  EXPECT_EQ(
      answer_of(of(call("transform", {nested, lambda({a}, inner)}, DataType::array(kInts)))),
      spark_answer("SELECT transform(array(array(1, 2), array(3)), a -> transform(a, x -> x + "
                   "size(a)))"));
}

TEST(EmitLambdaTest, ABodyRaisesAndIsGuardedAsAnyOtherExpression) {
  const Parameter x = parameter("x", int_type());
  const auto tenth = call("div", {big(10), cast(x.ref, long_type())}, long_type());
  const auto one_zero = array_of({kOne, {int64_t{0}}});
  EXPECT_EQ(answer_of(of(
                call("transform", {one_zero, lambda({x}, tenth)}, DataType::array(long_type())))),
            spark_answer("SELECT transform(array(1, 0), x -> 10 div x)"));
  const auto guarded =
      test_of("and", {not_of(test_of("=", {x.ref, number(0)})), test_of(">", {tenth, big(1)})});
  EXPECT_EQ(answer_of(of(call("filter", {one_zero, lambda({x}, guarded)}, kInts))),
            spark_answer("SELECT filter(array(1, 0), x -> x <> 0 AND 10 div x > 1)"));
}

// ---------------------------------------------------------------- (f) functions on first use

TEST(EmitFunctionTest, APlanAsksForWhatItUsesAndForNothingElse) {
  const auto plain =
      emit(of(plus(number(1), number(2))), {}, Moment{}, {.lane = 1, .execution = 1});
  ASSERT_TRUE(plain);
  EXPECT_TRUE(plain->natives.empty());
  const auto twice = emit(project(one_row(), {named("a", cast(text("1"), int_type())),
                                              named("b", cast(text("2"), int_type()))}),
                          {}, Moment{}, {.lane = 1, .execution = 1});
  ASSERT_TRUE(twice);
  ASSERT_EQ(twice->natives.size(), 1U);
  EXPECT_EQ(twice->natives[0].body, "cast");
}

TEST(EmitFunctionTest, AFunctionIsRegisteredWhenItIsFirstUsedAndOnce) {
  Instance instance(duck::Instance(":memory:", duck::StartupOptions()));
  duck::Connection connection = instance.connect();
  const auto known = [&connection] {
    auto rows = connection.Execute(
        "SELECT count(DISTINCT function_name) FROM duckdb_functions() WHERE function_name LIKE "
        "'tarn\\_%' ESCAPE '\\'");
    return rows.FetchChunk().GetVector(0).GetValue(0).Get<int64_t>();
  };
  // Rows, paths of files, what keeps columns optional, which rows of a file are deleted, and numbers
  // of identity columns.
  const int64_t at_start = known();
  EXPECT_EQ(at_start, 5);
  const auto query =
      emit(of(cast(text("1"), int_type())), {}, Moment{}, {.lane = 1, .execution = 1});
  ASSERT_TRUE(query);
  ASSERT_TRUE(instance.provide(query->natives));
  EXPECT_EQ(known(), at_start + 1);
  ASSERT_TRUE(instance.provide(query->natives));
  EXPECT_EQ(known(), at_start + 1);
}

}  // namespace
}  // namespace tarn::engine::test
