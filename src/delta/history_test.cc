#include "delta/history.h"

#include <gtest/gtest.h>

#include "base/version.h"
#include "delta/log_files.h"
#include "delta/test_tables.h"

namespace tarn::delta {
namespace {

TEST(HistoryTest, ShowsTheNewestFirst) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = sales_schema()}));
  world.clock.advance(2'000'000);
  Write write = append_of("a");
  write.operation.tarn = R"({"inputs":{"s":4}})";
  ASSERT_TRUE(table.append(write));
  const auto entries = history(world.files, "t");
  ASSERT_TRUE(entries) << entries.error().message;
  ASSERT_EQ(entries->size(), 2u);
  const HistoryEntry& newest = (*entries)[0];
  EXPECT_EQ(newest.version, Version{1});
  EXPECT_EQ(newest.timestamp_ms, kNoonMs + 2'000);
  EXPECT_EQ(newest.operation, "STREAMING UPDATE");
  EXPECT_EQ(newest.operation_parameters.at("outputMode"), "Append");
  EXPECT_EQ(newest.read_version, Version{0});
  EXPECT_EQ(newest.isolation_level, "WriteSerializable");
  EXPECT_EQ(newest.is_blind_append, true);
  EXPECT_EQ(newest.operation_metrics.at("numAddedFiles"), "1");
  EXPECT_EQ(newest.engine_info, "Tarn/" TARN_VERSION);
  EXPECT_EQ(newest.tarn, R"({"inputs":{"s":4}})");
  EXPECT_EQ((*entries)[1].operation, "CREATE TABLE");
  EXPECT_EQ((*entries)[1].operation_parameters.at("partitionBy"), "[]");
}

TEST(HistoryTest, ALimitKeepsTheNewest) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = sales_schema()}));
  ASSERT_TRUE(table.append(append_of("a")));
  const auto entries = history(world.files, "t", 1);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 1u);
  EXPECT_EQ((*entries)[0].version, Version{1});
}

TEST(HistoryTest, AWriterThatSaysNothingOrStrangeThingsIsShownAsFarAsItGoes) {
  World world;
  ASSERT_TRUE(world.table().create({.schema = sales_schema()}));
  world.files.write(entry_path("t", Version{1}), R"({"txn":{"appId":"a","version":1}})");
  world.files.write(entry_path("t", Version{2}),
                    R"({"commitInfo":{"operation":7,"operationParameters":{"a":[1],"b":null}}})");
  const auto entries = history(world.files, "t");
  ASSERT_TRUE(entries) << entries.error().message;
  EXPECT_FALSE((*entries)[1].operation.has_value());
  EXPECT_FALSE((*entries)[0].operation.has_value());
  EXPECT_EQ((*entries)[0].operation_parameters, (std::map<std::string, std::string>{{"a", "[1]"}}));
}

}  // namespace
}  // namespace tarn::delta
