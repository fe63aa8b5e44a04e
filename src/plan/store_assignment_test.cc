#include "plan/store_assignment.h"

#include <gtest/gtest.h>

namespace tarn::plan {
namespace {

using types::DataType;

std::string answer(const DataType& from, const DataType& to, StorePolicy policy) {
  const Status status = check_store(from, to, policy, "`t`", "`c`");
  return status ? "ok" : status.error().condition.substr(sizeof("INCOMPATIBLE_DATA_FOR_TABLE"));
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

TEST(StoreAssignmentTest, ANullThatIsWrittenOutHasATypeOnlyWhereStrict) {
  EXPECT_EQ(answer(DataType(), types::int_type(), StorePolicy::kAnsi), "ok");
  EXPECT_EQ(answer(DataType(), types::int_type(), StorePolicy::kStrict), "CANNOT_SAFELY_CAST");
}

TEST(StoreAssignmentTest, LegacyWritesWithACastThatDoesNotRaise) {
  EXPECT_EQ(store_cast(store_policy_of("legacy")), CastMode::kLegacy);
  EXPECT_EQ(store_cast(store_policy_of("ANSI")), CastMode::kAnsi);
  EXPECT_EQ(store_cast(store_policy_of("Strict")), CastMode::kAnsi);
}

}  // namespace
}  // namespace tarn::plan
