#include "delta/type_changes.h"

#include <gtest/gtest.h>

namespace tarn::delta {
namespace {

types::Schema with_change(const std::string& changes) {
  return {{.name = "c", .type = types::long_type(), .metadata = {{"delta.typeChanges", changes}}}};
}

std::string change(const std::string& from, const std::string& to) {
  return R"([{"fromType":")" + from + R"(","toType":")" + to + R"("}])";
}

TEST(TypeChangesTest, TheProtocolsWideningsAreKnown) {
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"byte", "short"},
                                                        {"short", "integer"},
                                                        {"integer", "long"},
                                                        {"float", "double"},
                                                        {"integer", "double"},
                                                        {"date", "timestamp_ntz"},
                                                        {"decimal(5,2)", "decimal(10,4)"},
                                                        {"integer", "decimal(12,2)"},
                                                        {"long", "decimal(20,0)"}}) {
    EXPECT_TRUE(check_type_changes(with_change(change(from, to)))) << from << " to " << to;
  }
}

TEST(TypeChangesTest, OthersAreRefusedWithBothTypes) {
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"long", "integer"},
                                                        {"long", "double"},
                                                        {"decimal(5,2)", "decimal(6,4)"},
                                                        {"integer", "decimal(11,2)"},
                                                        {"integer", "string"},
                                                        {"integer", "something new"}}) {
    const Status status = check_type_changes(with_change(change(from, to)));
    ASSERT_FALSE(status) << from << " to " << to;
    EXPECT_EQ(status.error().condition, "DELTA_UNSUPPORTED_TYPE_CHANGE_IN_SCHEMA");
    EXPECT_EQ(status.error().message,
              "an unsupported type change was applied: the column 'c' was changed from " + from +
                  " to " + to);
  }
}

TEST(TypeChangesTest, ChangesInsideNestedTypesAreLookedAt) {
  const types::Schema nested = {{.name = "s",
                                 .type = types::DataType::array(types::DataType::structure(
                                     with_change(change("long", "byte"))))}};
  EXPECT_FALSE(check_type_changes(nested));
}

TEST(TypeChangesTest, WhatIsNoListOfChangesIsRefused) {
  EXPECT_FALSE(check_type_changes(with_change("{}")));
  EXPECT_FALSE(check_type_changes(with_change("[1]")));
  EXPECT_FALSE(check_type_changes(with_change("[{}]")));
}

}  // namespace
}  // namespace tarn::delta
