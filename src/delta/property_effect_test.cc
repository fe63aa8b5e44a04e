#include "delta/property_effect.h"

#include <gtest/gtest.h>

#include "delta/protocol.h"
#include "delta/test_tables.h"

namespace tarn::delta {
namespace {

using Reasons = std::map<std::string, std::string>;

TEST(PropertyEffectTest, WhatTarnNeverDoesIsLeftOutWithItsReason) {
  const Configuration given = {{"DELTA.enableRowTracking", "True"},
                               {"delta.enableDeletionVectors", "true"},
                               {"delta.feature.typeWidening-preview", "supported"},
                               {"delta.appendOnly", "true"},
                               {"quality", "silver"}};
  EXPECT_EQ(without_effect(sales_schema(), given),
            (Reasons{{"DELTA.enableRowTracking", "Tarn gives rows no ids"},
                     {"delta.enableDeletionVectors",
                      "Tarn leaves deleted rows out of the files that it writes, and marks none as "
                      "deleted"},
                     {"delta.feature.typeWidening-preview",
                      "Tarn does not change the type of a column"}}));
  EXPECT_EQ(with_effect(sales_schema(), given),
            (Configuration{{"delta.appendOnly", "true"}, {"quality", "silver"}}));
}

TEST(PropertyEffectTest, ALowestVersionCountsWhereTheTableNeedsLess) {
  const Configuration versions = {{"delta.minReaderVersion", "2"}, {"delta.minWriterVersion", "5"}};
  const std::string reason = "the table needs no more than reader 1 and writer 2";
  EXPECT_EQ(without_effect(sales_schema(), versions),
            (Reasons{{"delta.minReaderVersion", reason}, {"delta.minWriterVersion", reason}}));
  Configuration mapped = versions;
  mapped["delta.columnMapping.mode"] = "name";
  EXPECT_EQ(without_effect(sales_schema(), mapped), Reasons());
  EXPECT_EQ(without_effect({{.name = "at", .type = types::timestamp_ntz_type()}}, versions),
            Reasons());
}

TEST(PropertyEffectTest, EachThatIsLeftOutIsValidWhereItIsWritten) {
  for (const auto& [name, value] : Configuration{{"delta.enableTypeWidening", "true"},
                                                 {"delta.enableInCommitTimestamps", "true"},
                                                 {"delta.checkpointPolicy", "v2"},
                                                 {"delta.feature.rowTracking", "supported"}}) {
    EXPECT_TRUE(check_property(name, value)) << name;
    EXPECT_EQ(with_effect(sales_schema(), {{name, value}}), Configuration()) << name;
  }
}

}  // namespace
}  // namespace tarn::delta
