#include "delta/checkpoint.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "delta/log_files.h"
#include "delta/test_tables.h"

namespace tarn::delta {
namespace {

constexpr Micros kDay = 86'400'000'000;

TEST(CheckpointTest, EveryHundredthVersionGetsOne) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = sales_schema()}));
  for (int i = 1; i <= 101; ++i) {
    const auto committed = table.append(append_of(std::to_string(i)));
    ASSERT_TRUE(committed);
    EXPECT_EQ(*world.files.exists(checkpoint_path("t", Version{i})), i == 100) << "version " << i;
  }
  const auto hint = nlohmann::json::parse(*world.files.read(last_checkpoint_path("t")));
  EXPECT_EQ(hint.at("version"), 100);
  EXPECT_EQ(hint.at("size"), 102);  // protocol, metaData and a hundred files
  EXPECT_EQ(hint.at("numOfAddFiles"), 100);
}

TEST(CheckpointTest, APropertySetsTheInterval) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(
      table.create({.schema = sales_schema(), .properties = {{"delta.checkpointInterval", "1"}}}));
  ASSERT_TRUE(table.append(append_of("a")));
  EXPECT_TRUE(*world.files.exists(checkpoint_path("t", Version{1})));
}

TEST(CheckpointTest, ACheckpointThatFailsDoesNotFailTheCommitAndIsToldOnce) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(
      table.create({.schema = sales_schema(), .properties = {{"delta.checkpointInterval", "1"}}}));
  World broken;  // its disk has no folder "t": nothing that it writes can be synced in ours
  std::vector<std::string> told;
  Table writer({.files = world.files,
                .clock = world.clock,
                .random = world.random,
                .checkpoints = &broken.checkpoints,
                .on_checkpoint_problem = [&told](const std::string& path,
                                                 const Error&) { told.push_back(path); }},
               "t");
  for (const std::string file : {"a", "b"}) {
    const auto committed = writer.append(append_of(file));
    ASSERT_TRUE(committed) << file;
  }
  EXPECT_EQ(told, std::vector<std::string>{"t"});
  EXPECT_FALSE(*world.files.exists(checkpoint_path("t", Version{1})));
  EXPECT_EQ(paths_of(table), (Paths{"a", "b"}));
}

TEST(CheckpointTest, RemovalsAreKeptAsLongAsReadersMayNeedTheFiles) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = sales_schema()}));
  ASSERT_TRUE(table.append(append_of("a")));
  ASSERT_TRUE(table.overwrite(overwrite_of("b")));
  const auto snapshot = *table.snapshot();
  const auto removals = [&snapshot](Micros now) {
    return std::ranges::count_if(checkpoint_actions(*snapshot, now), [](const Action& action) {
      return std::holds_alternative<RemoveFile>(action);
    });
  };
  EXPECT_EQ(removals(kNoon + 6 * kDay), 1);
  EXPECT_EQ(removals(kNoon + 8 * kDay), 0);
}

TEST(CheckpointTest, NothingInACheckpointIsADataChange) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = sales_schema()}));
  ASSERT_TRUE(table.append(append_of("a")));
  ASSERT_TRUE(table.overwrite(overwrite_of("b")));
  const std::string text = entry_text(checkpoint_actions(**table.snapshot(), kNoon));
  EXPECT_EQ(text.find("\"dataChange\":true"), std::string::npos);
  EXPECT_NE(text.find("\"dataChange\":false"), std::string::npos);
  EXPECT_EQ(text.find("commitInfo"), std::string::npos);
}

TEST(CheckpointTest, StatisticsAreLeftOutWhereThePropertySaysSo) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create(
      {.schema = sales_schema(), .properties = {{"delta.checkpoint.writeStatsAsJson", "false"}}}));
  ASSERT_TRUE(table.append(append_of("a")));
  const std::string text = entry_text(checkpoint_actions(**table.snapshot(), kNoon));
  EXPECT_NE(text.find("\"path\":\"a\""), std::string::npos);
  EXPECT_EQ(text.find("stats"), std::string::npos);
}

}  // namespace
}  // namespace tarn::delta
