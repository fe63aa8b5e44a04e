#include "plan/store_assignment.h"

#include <gtest/gtest.h>

namespace tarn::plan {
namespace {

using types::DataType;

std::string answer(const StoredColumn& stored, StorePolicy policy) {
  const Status status = check_store(stored, policy, "`t`", "c");
  return status ? "ok" : status.error().condition.substr(sizeof("INCOMPATIBLE_DATA_FOR_TABLE"));
}

std::string answer(const DataType& from, const DataType& to, StorePolicy policy) {
  return answer({.from = from, .to = to}, policy);
}

TEST(StoreAssignmentTest, AStringBecomesANumberUnderLegacyOnly) {
  EXPECT_EQ(answer(types::string_type(), types::int_type(), StorePolicy::kAnsi),
            "CANNOT_SAFELY_CAST");
  EXPECT_EQ(answer(types::string_type(), types::int_type(), StorePolicy::kStrict),
            "CANNOT_SAFELY_CAST");
  EXPECT_EQ(answer(types::string_type(), types::int_type(), StorePolicy::kLegacy), "ok");
}

TEST(StoreAssignmentTest, ANumberBecomesANarrowerOneUnlessStrict) {
  EXPECT_EQ(answer(types::long_type(), types::int_type(), StorePolicy::kAnsi), "ok");
  EXPECT_EQ(answer(types::long_type(), types::int_type(), StorePolicy::kStrict),
            "CANNOT_SAFELY_CAST");
  EXPECT_EQ(answer(types::int_type(), types::long_type(), StorePolicy::kStrict), "ok");
}

TEST(StoreAssignmentTest, ATruthIsNoTimeButUnderLegacy) {
  EXPECT_EQ(answer(types::boolean(), types::timestamp_type(), StorePolicy::kAnsi),
            "CANNOT_SAFELY_CAST");
  EXPECT_EQ(answer(types::boolean(), types::timestamp_type(), StorePolicy::kLegacy), "ok");
}

TEST(StoreAssignmentTest, WhatMayBeNullIsNotWrittenWhereNullMayNotBe) {
  EXPECT_EQ(answer({.from = types::int_type(), .to = types::int_type(), .to_nullable = false},
                   StorePolicy::kAnsi),
            "NULLABLE_COLUMN");
  EXPECT_EQ(answer(DataType::array(types::int_type(), true),
                   DataType::array(types::int_type(), false), StorePolicy::kAnsi),
            "NULLABLE_ARRAY_ELEMENTS");
}

TEST(StoreAssignmentTest, StructsAgreeInNamesAndNumberOfFields) {
  const auto a = DataType::structure({{.name = "a", .type = types::int_type()}});
  const auto b = DataType::structure({{.name = "b", .type = types::int_type()}});
  const auto both = DataType::structure(
      {{.name = "a", .type = types::int_type()}, {.name = "b", .type = types::int_type()}});
  EXPECT_EQ(answer(a, b, StorePolicy::kAnsi), "UNEXPECTED_COLUMN_NAME");
  EXPECT_EQ(answer(a, both, StorePolicy::kAnsi), "STRUCT_MISSING_FIELDS");
  EXPECT_EQ(answer(both, a, StorePolicy::kAnsi), "EXTRA_STRUCT_FIELDS");
}

TEST(StoreAssignmentTest, LegacyWritesWithACastThatDoesNotRaise) {
  EXPECT_EQ(store_cast(store_policy_of("legacy")), CastMode::kLegacy);
  EXPECT_EQ(store_cast(store_policy_of("ANSI")), CastMode::kAnsi);
  EXPECT_EQ(store_cast(store_policy_of("Strict")), CastMode::kAnsi);
}

}  // namespace
}  // namespace tarn::plan
