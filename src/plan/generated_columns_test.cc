#include "plan/generated_columns.h"

#include <gtest/gtest.h>

#include <string>

#include "plan/builder.h"
#include "types/made_values.h"

namespace tarn::plan {
namespace {

types::Field generated(const char* name, types::DataType type, const char* text) {
  types::Field field{.name = name, .type = std::move(type)};
  types::set_generation(field, text);
  return field;
}

// id INT, v STRING, and a column `made` of the expression.
types::Schema schema_with(types::DataType type, const char* text) {
  return {{.name = "id", .type = types::int_type()},
          {.name = "v", .type = types::string_type()},
          generated("made", std::move(type), text)};
}

struct Case {
  const char* name;
  types::DataType type;
  const char* text;
  const char* in_statement;  // empty: nothing is wrong
  const char* in_pipeline;
};

class GenerationTest : public testing::TestWithParam<Case> {};

TEST_P(GenerationTest, WhatIsWrongHasTheConditionOfWhoeverMakesTheTable) {
  const types::Schema schema = schema_with(GetParam().type, GetParam().text);
  IdSource ids;
  const auto condition = [&](GenerationRules rules) {
    const Status status = check_generated(schema, 2, rules, {}, ids);
    return status ? std::string() : status.error().condition;
  };
  EXPECT_EQ(condition(GenerationRules::kStatement), GetParam().in_statement);
  EXPECT_EQ(condition(GenerationRules::kPipeline), GetParam().in_pipeline);
}

constexpr const char* kSpark = "UNSUPPORTED_EXPRESSION_GENERATED_COLUMN";
constexpr const char* kDelta = "DELTA_UNSUPPORTED_EXPRESSION_GENERATED_COLUMN";
constexpr const char* kReferences = "DELTA_INVALID_GENERATED_COLUMN_REFERENCES";
constexpr const char* kAggregate = "DELTA_AGGREGATE_IN_GENERATED_COLUMN";
constexpr const char* kType = "DELTA_GENERATED_COLUMNS_EXPR_TYPE_MISMATCH";

INSTANTIATE_TEST_SUITE_P(
    Expression, GenerationTest,
    testing::Values(Case{"Right", types::int_type(), "id + length(v)", "", ""},
                    Case{"Random", types::double_type(), "rand()", kSpark,
                         "DELTA_NON_DETERMINISTIC_EXPRESSION_IN_GENERATED_COLUMN"},
                    Case{"Clock", types::date_type(), "current_date()", kDelta, kDelta},
                    Case{"ClockInside", types::boolean(), "id > unix_timestamp()", kDelta, kDelta},
                    Case{"User", types::string_type(), "concat(v, current_user())", kDelta, kDelta},
                    Case{"Subquery", types::int_type(), "(SELECT 1)", kSpark, kDelta},
                    Case{"Aggregate", types::long_type(), "sum(id)", kAggregate, kAggregate},
                    Case{"Window", types::int_type(), "row_number() OVER (ORDER BY id)", kAggregate,
                         kAggregate},
                    Case{"Itself", types::int_type(), "made + 1", kSpark, kReferences},
                    Case{"UnknownColumn", types::int_type(), "nosuch + 1",
                         "UNRESOLVED_COLUMN.WITH_SUGGESTION", kReferences},
                    Case{"UnknownFunction", types::int_type(), "nosuch(id)", kSpark,
                         "DELTA_UDF_IN_GENERATED_COLUMN"},
                    Case{"Narrower", types::int_type(), "id + 1L", kSpark, kType},
                    Case{"Wider", types::long_type(), "id + 1", kType, kType}),
    [](const auto& test) { return test.param.name; });

TEST(GeneratedColumnsTest, OneGeneratedColumnCannotBeMadeOfAnother) {
  types::Schema schema = schema_with(types::int_type(), "id + 1");
  schema.push_back(generated("more", types::int_type(), "made + 1"));
  IdSource ids;
  const Status status = check_generated(schema, 3, GenerationRules::kPipeline, {}, ids);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().condition, kReferences);
}

TEST(GeneratedColumnsTest, AnExpressionThatAnotherWriterMadeAndNobodyKnowsIsAnError) {
  const types::Schema schema = schema_with(types::int_type(), "nosuch(id)");
  IdSource ids;
  std::vector<Attribute> row;
  for (const types::Field& field : schema) {
    row.push_back({.id = ids.next_attribute(), .name = field.name, .type = field.type});
  }
  const auto columns = generated_columns(schema, std::move(row), {}, ids);
  ASSERT_FALSE(columns);
  EXPECT_NE(columns.error().message.find("made"), std::string::npos);
}

}  // namespace
}  // namespace tarn::plan
