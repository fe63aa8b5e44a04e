#include "delta/snapshot.h"

#include <gtest/gtest.h>

#include "delta/log_files.h"
#include "delta/snapshot_cache.h"
#include "delta/test_tables.h"

namespace tarn::delta {
namespace {

// Versions 0 to `last`, each but the first with one file: 1.parquet, 2.parquet ...
void make_table(World& world, int last) {
  Table table = world.table();
  ASSERT_TRUE(
      table.create({.schema = sales_schema(), .properties = {{"delta.checkpointInterval", "10"}}}));
  for (int i = 1; i <= last; ++i) {
    world.clock.advance(1'000'000);
    ASSERT_TRUE(table.append(append_of(std::to_string(i) + ".parquet")));
  }
}

Result<Snapshot> read(World& world) { return read_snapshot(world.files, &world.checkpoints, "t"); }

Result<Snapshot> read_at(World& world, int64_t version) {
  return read_snapshot_at(world.files, &world.checkpoints, "t", Version{version});
}

std::vector<AddFile> files_of(const Snapshot& snapshot) {
  std::vector<AddFile> files;
  snapshot.files.for_each(
      [&files](const std::string&, const AddFile& file) { files.push_back(file); });
  return files;
}

TEST(SnapshotTest, ATableIsWhatItsLogAddsUpTo) {
  World world;
  make_table(world, 2);
  const auto snapshot = read(world);
  ASSERT_TRUE(snapshot) << snapshot.error().message;
  EXPECT_EQ(snapshot->version, Version{2});
  EXPECT_EQ(snapshot->schema, sales_schema());
  EXPECT_EQ(paths_of(*snapshot), (Paths{"1.parquet", "2.parquet"}));
}

TEST(SnapshotTest, ARemovedFileIsATombstone) {
  World world;
  make_table(world, 1);
  Table table = world.table();
  ASSERT_TRUE(table.overwrite(overwrite_of("n.parquet")));
  const auto snapshot = read(world);
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(paths_of(*snapshot), Paths{"n.parquet"});
  ASSERT_NE(snapshot->tombstones.find("1.parquet"), nullptr);
  EXPECT_EQ(snapshot->tombstones.find("1.parquet")->size, 100);
}

TEST(SnapshotTest, WhereThereIsNoTableNothingIsFound) {
  World world;
  const auto snapshot = read(world);
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(snapshot.error().condition, "DELTA_TABLE_NOT_FOUND");
}

TEST(SnapshotTest, AFolderWhoseFirstEntryWasNeverWrittenIsNoTable) {
  World world;
  ASSERT_TRUE(world.files.make_directories("t/_delta_log"));
  EXPECT_EQ(read(world).error().code, ErrorCode::kNotFound);
}

TEST(SnapshotTest, AMissingEntryIsCorruptAndNamed) {
  World world;
  make_table(world, 4);
  ASSERT_TRUE(world.files.remove("t/_delta_log/00000000000000000002.json"));
  const auto snapshot = read(world);
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(snapshot.error().message.find("00000000000000000002.json"), std::string::npos);
}

TEST(SnapshotTest, ATornEntryIsCorruptAndNamed) {
  World world;
  make_table(world, 1);
  const std::string path = entry_path("t", Version{1});
  const std::string text = *world.files.read(path);
  world.files.write(path, text.substr(0, text.size() - 20));
  const auto snapshot = read(world);
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(snapshot.error().message.find("00000000000000000001.json:"), std::string::npos);
}

TEST(SnapshotTest, OtherNamesInTheLogAreIgnored) {
  World world;
  make_table(world, 1);
  world.files.write("t/_delta_log/.00000000000000000002.json.0.tmp", "half");
  world.files.write("t/_delta_log/00000000000000000001.crc", "{}");
  world.files.write("t/_delta_log/_commits/x.json", "{}");
  world.files.write("t/_delta_log/_last_checkpoint", "not even JSON");
  EXPECT_EQ(read(world)->version, Version{1});
}

TEST(SnapshotTest, AnEarlierVersionIsReadAsItWas) {
  World world;
  make_table(world, 3);
  EXPECT_EQ(paths_of(*read_at(world, 1)), Paths{"1.parquet"});
  EXPECT_EQ(read_at(world, 4).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(read_at(world, 4).error().condition, "DELTA_VERSION_NOT_FOUND");
}

TEST(SnapshotTest, ACheckpointStandsForTheEntriesBeforeIt) {
  World world;
  make_table(world, 12);
  const auto whole = read(world);
  for (int i = 0; i <= 10; ++i) {
    ASSERT_TRUE(world.files.remove(entry_path("t", Version{i})));
  }
  const auto after_cleanup = read(world);
  ASSERT_TRUE(after_cleanup) << after_cleanup.error().message;
  EXPECT_EQ(paths_of(*after_cleanup), paths_of(*whole));
  EXPECT_EQ(after_cleanup->metadata, whole->metadata);
  const auto cleaned_up = read_at(world, 5);
  ASSERT_FALSE(cleaned_up);
  EXPECT_EQ(cleaned_up.error().code, ErrorCode::kNotFound);
  EXPECT_NE(cleaned_up.error().message.find("cleaned up"), std::string::npos);
}

TEST(SnapshotTest, ACheckpointInPartsIsReadOnlyWhenAllAreThere) {
  World world;
  make_table(world, 10);
  const std::string whole = checkpoint_path("t", Version{10});
  const auto actions = world.checkpoints.read(whole);
  ASSERT_TRUE(actions);
  const auto middle = actions->begin() + 5;
  const std::string folder = "t/_delta_log/00000000000000000010.checkpoint.";
  ASSERT_TRUE(world.checkpoints.write(folder + "0000000001.0000000002.parquet",
                                      {actions->begin(), middle}));
  ASSERT_TRUE(world.files.remove(whole));
  ASSERT_TRUE(world.files.remove(entry_path("t", Version{3})));
  EXPECT_EQ(read(world).error().code, ErrorCode::kCorrupt);
  ASSERT_TRUE(
      world.checkpoints.write(folder + "0000000002.0000000002.parquet", {middle, actions->end()}));
  const auto snapshot = read(world);
  ASSERT_TRUE(snapshot) << snapshot.error().message;
  EXPECT_EQ(snapshot->files.size(), 10u);
}

// The actions of the checkpoint of version 10, apart: those that go to sidecars and the others.
struct Parts {
  std::vector<Action> files;
  std::vector<Action> others;
};

Parts parts_of_checkpoint(World& world) {
  Parts parts;
  const auto actions = world.checkpoints.read(checkpoint_path("t", Version{10}));
  EXPECT_TRUE(actions);
  for (const Action& action : *actions) {
    const bool is_file =
        std::holds_alternative<AddFile>(action) || std::holds_alternative<RemoveFile>(action);
    (is_file ? parts.files : parts.others).push_back(action);
  }
  return parts;
}

constexpr const char* kNamedCheckpoint =
    "t/_delta_log/00000000000000000010.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.";

// Only a checkpoint can say what the table is.
void lose_first_checkpoint(World& world) {
  ASSERT_TRUE(world.files.remove(checkpoint_path("t", Version{10})));
  ASSERT_TRUE(world.files.remove(entry_path("t", Version{2})));
}

TEST(SnapshotTest, ACheckpointUnderAUuidIsReadWithItsSidecars) {
  World world;
  make_table(world, 11);
  Parts parts = parts_of_checkpoint(world);
  lose_first_checkpoint(world);
  const auto middle = parts.files.begin() + 4;
  ASSERT_TRUE(
      world.checkpoints.write("t/_delta_log/_sidecars/a b.parquet", {parts.files.begin(), middle}));
  ASSERT_TRUE(
      world.checkpoints.write("t/_delta_log/_sidecars/2.parquet", {middle, parts.files.end()}));
  parts.others.emplace_back(Sidecar{.path = "a%20b.parquet"});
  parts.others.emplace_back(Sidecar{.path = "2.parquet"});
  world.files.write(kNamedCheckpoint + std::string("json"),
                    R"({"checkpointMetadata":{"version":10}})"
                    "\n" +
                        entry_text(parts.others));
  const auto snapshot = read(world);
  ASSERT_TRUE(snapshot) << snapshot.error().message;
  EXPECT_EQ(snapshot->files.size(), 11u);
  EXPECT_EQ(snapshot->schema, sales_schema());
}

TEST(SnapshotTest, ACheckpointUnderAUuidMayBeParquetAndHoldItsFilesItself) {
  World world;
  make_table(world, 11);
  const Parts parts = parts_of_checkpoint(world);
  lose_first_checkpoint(world);
  std::vector<Action> all = parts.others;
  all.insert(all.end(), parts.files.begin(), parts.files.end());
  ASSERT_TRUE(world.checkpoints.write(kNamedCheckpoint + std::string("parquet"), all));
  EXPECT_EQ(read(world)->files.size(), 11u);
}

TEST(SnapshotTest, AMissingSidecarIsAnErrorThatNamesIt) {
  World world;
  make_table(world, 10);
  Parts parts = parts_of_checkpoint(world);
  lose_first_checkpoint(world);
  parts.others.emplace_back(Sidecar{.path = "gone.parquet"});
  world.files.write(kNamedCheckpoint + std::string("json"), entry_text(parts.others));
  const auto snapshot = read(world);
  ASSERT_FALSE(snapshot);
  EXPECT_NE(snapshot.error().message.find("_sidecars/gone.parquet"), std::string::npos);
}

TEST(SnapshotTest, LogCompactionFilesArePassedOver) {
  World world;
  make_table(world, 3);
  world.files.write("t/_delta_log/00000000000000000001.00000000000000000003.compacted.json", "x");
  EXPECT_EQ(read(world)->files.size(), 3u);
}

TEST(SnapshotTest, AFileWithAnotherDeletionVectorIsAnotherFile) {
  World world;
  make_table(world, 1);
  AddFile changed = add_file("1.parquet");
  changed.deletion_vector = DeletionVector{.storage_type = "i", .path_or_inline = "x"};
  world.files.write(entry_path("t", Version{2}),
                    entry_text({RemoveFile{.path = "1.parquet"}, changed}));
  const auto snapshot = read(world);
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(files_of(*snapshot), std::vector<AddFile>{changed});
  EXPECT_EQ(snapshot->tombstones.size(), 1u);
}

TEST(SnapshotTest, ColumnsThatAreMappedHaveTheirNamesInFilesToo) {
  World world;
  make_table(world, 0);
  world.files.write(
      entry_path("t", Version{1}),
      R"({"protocol":{"minReaderVersion":2,"minWriterVersion":5}})"
      "\n"
      R"({"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":)"
      R"("{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,)"
      R"(\"metadata\":{\"delta.columnMapping.id\":1,\"delta.columnMapping.physicalName\":\"c-1\"}}]}",)"
      R"("partitionColumns":[],"configuration":{"delta.columnMapping.mode":"name"}}})");
  const auto snapshot = read(world);
  ASSERT_TRUE(snapshot) << snapshot.error().message;
  EXPECT_EQ(snapshot->mapping, ColumnMapping::kName);
  EXPECT_EQ(snapshot->schema[0].name, "id");
  EXPECT_EQ(snapshot->name_in_files("id"), "c-1");
}

TEST(SnapshotTest, WithoutAReaderOfParquetACheckpointThatIsNeededIsRefused) {
  World world;
  make_table(world, 10);
  ASSERT_TRUE(world.files.remove(entry_path("t", Version{0})));
  const auto snapshot = read_snapshot(world.files, nullptr, "t");
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().code, ErrorCode::kUnsupported);
}

TEST(SnapshotTest, ATimestampMeansTheNewestVersionThen) {
  World world;
  make_table(world, 3);  // versions 0..3 at noon + 0, 1, 2, 3 seconds
  EXPECT_EQ(*version_at(world.files, "t", kNoon + 1'500'000), Version{1});
  EXPECT_EQ(*version_at(world.files, "t", kNoon + 3'000'000), Version{3});
  EXPECT_EQ(version_at(world.files, "t", kNoon - 1).error().condition,
            "DELTA_TIMESTAMP_EARLIER_THAN_COMMIT_RETENTION");
  EXPECT_EQ(version_at(world.files, "t", kNoon + 3'000'001).error().condition,
            "DELTA_TIMESTAMP_GREATER_THAN_COMMIT");
}

TEST(SnapshotTest, TimesOfVersionsRiseEvenWhereClocksFell) {
  World world;
  make_table(world, 1);
  world.clock.advance(-10'000'000);
  Table table = world.table();
  ASSERT_TRUE(table.append(append_of("late.parquet")));
  const auto times = commit_times(world.files, "t");
  ASSERT_TRUE(times);
  EXPECT_EQ((*times)[1].timestamp_ms, kNoonMs + 1'000);
  EXPECT_EQ((*times)[2].timestamp_ms, kNoonMs + 1'001);
}

TEST(SnapshotTest, AnEntrysOwnTimeGoesBeforeThatOfItsFile) {
  World world;
  make_table(world, 0);
  world.files.write(entry_path("t", Version{1}),
                    R"({"commitInfo":{"inCommitTimestamp":1800000000000}})");
  EXPECT_EQ(commit_times(world.files, "t")->back().timestamp_ms, 1'800'000'000'000);
}

TEST(SnapshotTest, DataColumnsAreThoseThatDoNotPartition) {
  World world;
  ASSERT_TRUE(world.table().create({.schema = sales_schema(), .partition_columns = {"ID"}}));
  const auto snapshot = read(world);
  EXPECT_EQ(snapshot->metadata.partition_columns, Paths{"id"});
  ASSERT_EQ(snapshot->data_schema().size(), 1u);
  EXPECT_EQ(snapshot->data_schema()[0].name, "item");
}

TEST(DataPathTest, APathOfTheLogIsDecoded) {
  EXPECT_EQ(*data_path("/w/t", add_file("day=1%2520/a%20b.parquet")), "/w/t/day=1%20/a b.parquet");
  EXPECT_EQ(*data_path("/w/t", add_file("file:///other/a%20b.parquet")), "/other/a b.parquet");
  EXPECT_EQ(data_path("/w/t", add_file("s3://b/a.parquet")).error().code, ErrorCode::kUnsupported);
}

// ---- SnapshotCache

TEST(SnapshotCacheTest, NewEntriesAreReadAndOldOnesAreNot) {
  World world;
  make_table(world, 5);
  SnapshotCache cache(world.files, &world.checkpoints, "t");
  const auto before = cache.get();
  ASSERT_TRUE(before);
  ASSERT_TRUE(world.table().append(append_of("new.parquet")));
  const int steps = world.files.steps();
  const auto after = cache.get();
  // Is the newest still there, read 6, look at 6, find no 7.
  EXPECT_EQ(world.files.steps() - steps, 4);
  EXPECT_EQ((*after)->version, Version{6});
  EXPECT_EQ((*before)->version, Version{5});
  EXPECT_EQ((*before)->files.find("new.parquet"), nullptr);
  EXPECT_NE((*after)->files.find("new.parquet"), nullptr);
}

TEST(SnapshotCacheTest, ATableThatWasMadeAgainIsReadFromItsStart) {
  World world;
  make_table(world, 3);
  SnapshotCache cache(world.files, &world.checkpoints, "t");
  const std::string old_id = (*cache.get())->metadata.id;
  ASSERT_TRUE(world.files.remove_tree("t"));
  world.clock.advance(60'000'000);
  make_table(world, 4);
  const auto again = cache.get();
  ASSERT_TRUE(again);
  EXPECT_NE((*again)->metadata.id, old_id);
  EXPECT_EQ((*again)->files.size(), 4u);
}

TEST(SnapshotCacheTest, EveryIncrementalSnapshotEqualsAFullReplay) {
  World world;
  SnapshotCache cache(world.files, &world.checkpoints, "t");
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = sales_schema()}));
  for (int i = 0; i < 25; ++i) {
    const std::string path = std::to_string(i) + ".parquet";
    ASSERT_TRUE(i % 7 == 6 ? table.overwrite(overwrite_of(path)) : table.append(append_of(path)));
    const auto cached = cache.get();
    const auto replayed = read(world);
    ASSERT_TRUE(cached && replayed);
    EXPECT_EQ(paths_of(**cached), paths_of(*replayed)) << "version " << i + 1;
    EXPECT_EQ((*cached)->version, replayed->version);
    // The table's own cache took the entries over without reading them.
    const auto own = table.snapshot();
    ASSERT_TRUE(own);
    EXPECT_EQ((*own)->version, replayed->version);
    EXPECT_EQ((*own)->metadata, replayed->metadata);
    EXPECT_EQ(files_of(**own), files_of(*replayed));
    EXPECT_EQ((*own)->tombstones.size(), replayed->tombstones.size());
  }
}

TEST(SnapshotCacheTest, AnEntryOfThisProcessIsNotReadAgain) {
  World world;
  make_table(world, 5);
  Table table = world.table();
  ASSERT_TRUE(table.append(append_of("new.parquet")));
  const int steps = world.files.steps();
  const auto after = table.snapshot();
  // Is the newest still there, find no 7.
  EXPECT_EQ(world.files.steps() - steps, 2);
  EXPECT_NE((*after)->files.find("new.parquet"), nullptr);
}

}  // namespace
}  // namespace tarn::delta
