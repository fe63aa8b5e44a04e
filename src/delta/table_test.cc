#include "delta/table.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "base/version.h"
#include "delta/history.h"
#include "delta/log_files.h"
#include "delta/protocol.h"
#include "delta/test_tables.h"
#include "types/made_values.h"

namespace tarn::delta {
namespace {

Txn batch(int64_t number) { return {.app_id = "flow", .version = number}; }

Table sales(World& world) {
  EXPECT_TRUE(world.table().create({.schema = sales_schema()}));
  return world.table();
}

nlohmann::json line_of(World& world, int64_t version, size_t line) {
  const std::string text = *world.files.read(entry_path("t", Version{version}));
  std::istringstream lines(text);
  std::string found;
  for (size_t i = 0; i <= line; ++i) {
    std::getline(lines, found);
  }
  return nlohmann::json::parse(found);
}

// ---- create

TEST(TableTest, ANewTableTakesTheLowestProtocol) {
  World world;
  const auto created = world.table().create(
      {.schema = sales_schema(), .properties = {{"owner", "shop"}}, .comment = "All sales"});
  ASSERT_TRUE(created) << created.error().message;
  EXPECT_EQ(created->version, Version{0});
  const auto snapshot = *world.table().snapshot();
  EXPECT_EQ(snapshot->protocol, (Protocol{.min_reader_version = 1, .min_writer_version = 2}));
  EXPECT_EQ(snapshot->metadata.description, "All sales");
  EXPECT_EQ(snapshot->property("owner"), "shop");
  EXPECT_EQ(snapshot->metadata.created_time_ms, kNoonMs);
}

TEST(TableTest, CreatingATableThatIsThereIsRefused) {
  World world;
  sales(world);
  const auto again = world.table().create({.schema = sales_schema()});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kAlreadyExists);
}

TEST(TableTest, CreatingOverATableWhoseFirstEntriesWereCleanedUpIsRefused) {
  World world;
  Table table = sales(world);
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(table.append(append_of(std::to_string(i))));
  }
  ASSERT_TRUE(world.files.remove(entry_path("t", Version{0})));
  EXPECT_EQ(world.table().create({.schema = sales_schema()}).error().code,
            ErrorCode::kAlreadyExists);
}

TEST(TableTest, AWallClockColumnRaisesTheProtocol) {
  World world;
  types::Schema schema = sales_schema();
  schema.push_back({.name = "at", .type = types::DataType::array(types::timestamp_ntz_type())});
  ASSERT_TRUE(world.table().create({.schema = schema}));
  const Protocol protocol = (*world.table().snapshot())->protocol;
  EXPECT_EQ(protocol.min_reader_version, 3);
  EXPECT_EQ(protocol.min_writer_version, 7);
  EXPECT_EQ(*protocol.reader_features, Paths{"timestampNtz"});
  EXPECT_EQ(*protocol.writer_features, (Paths{"appendOnly", "invariants", "timestampNtz"}));
}

TEST(TableTest, AVariantColumnRaisesTheProtocol) {
  World world;
  types::Schema schema = sales_schema();
  schema.push_back(
      {.name = "payload", .type = types::DataType::structure({{"v", types::variant_type()}})});
  ASSERT_TRUE(world.table().create({.schema = schema}));
  const Protocol protocol = (*world.table().snapshot())->protocol;
  EXPECT_EQ(protocol.min_reader_version, 3);
  EXPECT_EQ(protocol.min_writer_version, 7);
  EXPECT_EQ(*protocol.reader_features, Paths{"variantType"});
  EXPECT_EQ(*protocol.writer_features, (Paths{"appendOnly", "invariants", "variantType"}));
  const Protocol trial = {.min_reader_version = 3,
                          .min_writer_version = 7,
                          .reader_features = Paths{"variantType-preview"},
                          .writer_features = Paths{"variantType-preview"}};
  EXPECT_EQ(*raised_protocol(trial, schema, {}).writer_features, Paths{"variantType-preview"});
}

// ---- append

TEST(TableTest, AnAppendShowsItsFilesInTheNextVersion) {
  World world;
  Table table = sales(world);
  const auto committed = table.append(append_of("a.parquet", batch(0)));
  ASSERT_TRUE(committed) << committed.error().message;
  EXPECT_EQ(committed->version, Version{1});
  EXPECT_FALSE(committed->is_repeat);
  EXPECT_EQ(paths_of(table), Paths{"a.parquet"});
  const Txn recorded = (*table.snapshot())->txns.at("flow").txn;
  EXPECT_EQ(recorded, (Txn{.app_id = "flow", .version = 0, .last_updated_ms = kNoonMs}));
}

TEST(TableTest, TheCommitInfoReadsAsDeltasOwn) {
  World world;
  Table table = sales(world);
  Write write = append_of("a.parquet");
  write.operation.metrics = {{"numOutputRows", 3}};
  write.operation.tarn = R"({"inputs":{"s":4}})";
  ASSERT_TRUE(table.append(write));
  const nlohmann::json info = line_of(world, 1, 0).at("commitInfo");
  EXPECT_EQ(info.at("operation"), "STREAMING UPDATE");
  EXPECT_EQ(info.at("operationParameters"),
            nlohmann::json::parse(R"({"outputMode":"Append","queryId":"query","epochId":"0"})"));
  EXPECT_EQ(info.at("operationMetrics"),
            nlohmann::json::parse(R"({"numOutputRows":"3","numAddedFiles":"1",
                                      "numRemovedFiles":"0","numOutputBytes":"100"})"));
  EXPECT_EQ(info.at("readVersion"), 0);
  EXPECT_EQ(info.at("timestamp"), kNoonMs);
  EXPECT_EQ(info.at("isBlindAppend"), true);
  EXPECT_EQ(info.at("engineInfo"), "Tarn/" TARN_VERSION);
  EXPECT_TRUE(is_uuid(info.at("txnId").get<std::string>()));
  EXPECT_EQ(info.at("tarn").at("inputs").at("s"), 4);
}

TEST(TableTest, ABatchThatIsInTheTableIsNotWrittenAgain) {
  World world;
  Table table = sales(world);
  ASSERT_TRUE(table.append(append_of("a.parquet", batch(0))));
  ASSERT_TRUE(table.append(append_of("b.parquet", batch(1))));
  const auto repeat = table.append(append_of("b2.parquet", batch(1)));
  ASSERT_TRUE(repeat);
  EXPECT_TRUE(repeat->is_repeat);
  EXPECT_EQ(repeat->version, Version{2});
  EXPECT_TRUE(table.append(append_of("a2.parquet", batch(0)))->is_repeat);
  EXPECT_EQ(paths_of(table), (Paths{"a.parquet", "b.parquet"}));
  EXPECT_EQ((*table.snapshot())->version, Version{2});
}

TEST(TableTest, ABatchIsRememberedThroughACheckpoint) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(
      table.create({.schema = sales_schema(), .properties = {{"delta.checkpointInterval", "10"}}}));
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(table.append(append_of(std::to_string(i), batch(i))));
  }
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(world.files.remove(entry_path("t", Version{i})));
  }
  EXPECT_TRUE(world.table().append(append_of("again", batch(9)))->is_repeat);
  EXPECT_FALSE(world.table().append(append_of("next", batch(10)))->is_repeat);
}

TEST(TableTest, AppendingCostsTwoSyncs) {
  World world;
  Table table = sales(world);
  const uint64_t before = world.files.syncs();
  ASSERT_TRUE(table.append(append_of("a.parquet", batch(0))));
  EXPECT_EQ(world.files.syncs() - before, 2u);
}

TEST(TableTest, AFileWithoutAllPartitionValuesIsRefused) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = sales_schema(), .partition_columns = {"id"}}));
  EXPECT_EQ(table.append(append_of("a.parquet")).error().code, ErrorCode::kInternal);
  Write write = append_of("a.parquet");
  write.files[0].partition_values = {{"id", std::nullopt}};
  EXPECT_TRUE(table.append(write));
}

TEST(TableTest, ATableThatIsNotThereCannotBeAppendedTo) {
  World world;
  EXPECT_EQ(world.table().append(append_of("a.parquet")).error().code, ErrorCode::kNotFound);
}

// ---- overwrite

TEST(TableTest, AnOverwriteReplacesAllFilesInOneVersion) {
  World world;
  Table table = sales(world);
  ASSERT_TRUE(table.append(append_of("a.parquet")));
  ASSERT_TRUE(table.append(append_of("b.parquet")));
  const auto committed = table.overwrite(overwrite_of("n.parquet", batch(0)));
  ASSERT_TRUE(committed);
  EXPECT_EQ(committed->version, Version{3});
  EXPECT_EQ(paths_of(table), Paths{"n.parquet"});
  EXPECT_TRUE(table.overwrite(overwrite_of("n2.parquet", batch(0)))->is_repeat);
}

TEST(TableTest, AnOverwriteMayReplaceTheSchemaToo) {
  World world;
  Table table = sales(world);
  ASSERT_TRUE(table.append(append_of("a.parquet")));
  Write write = overwrite_of("n.parquet");
  write.schema = types::Schema{{.name = "total", .type = types::double_type()}};
  ASSERT_TRUE(table.overwrite(write));
  EXPECT_EQ((*table.snapshot())->schema, *write.schema);
}

TEST(TableTest, AnAppendOnlyTableCannotBeOverwritten) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(
      table.create({.schema = sales_schema(), .properties = {{"delta.appendOnly", "true"}}}));
  ASSERT_TRUE(table.append(append_of("a.parquet")));
  EXPECT_EQ(table.overwrite(overwrite_of("n.parquet")).error().condition,
            "DELTA_CANNOT_MODIFY_APPEND_ONLY");
}

// ---- change

TEST(TableTest, NewColumnsComeAtTheEnd) {
  World world;
  Table table = sales(world);
  types::Schema wider = {{.name = "price", .type = types::double_type(), .nullable = false},
                         {.name = "ID", .type = types::long_type()}};
  const auto changed = table.change({.schema = wider});
  ASSERT_TRUE(changed) << changed.error().message;
  const types::Schema schema = (*table.snapshot())->schema;
  EXPECT_EQ(types::ddl_text(schema), "id bigint, item string, price double");
  EXPECT_TRUE(schema[2].nullable);
}

TEST(TableTest, AChangeThatChangesNothingWritesNothing) {
  World world;
  Table table = sales(world);
  const auto changed = table.change({.schema = sales_schema()});
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->version, Version{0});
  EXPECT_FALSE(*world.files.exists(entry_path("t", Version{1})));
}

TEST(TableTest, PropertiesAreSetAndOthersStay) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = sales_schema(), .properties = {{"a", "1"}, {"b", "2"}}}));
  ASSERT_TRUE(table.change({.properties = {{"b", "3"}}, .comment = "new"}));
  const auto snapshot = *table.snapshot();
  EXPECT_EQ(snapshot->property("a"), "1");
  EXPECT_EQ(snapshot->property("b"), "3");
  EXPECT_EQ(snapshot->metadata.description, "new");
  EXPECT_EQ(history(world.files, "t")->front().operation, "SET TBLPROPERTIES");
}

TEST(TableTest, ColumnsThatChangeTheirTypeAreRefused) {
  World world;
  Table table = sales(world);
  types::Schema other = {{.name = "id", .type = types::string_type()}};
  EXPECT_EQ(table.change({.schema = other}).error().condition,
            "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE");
  Write write = append_of("a.parquet");
  write.schema = other;
  EXPECT_EQ(table.append(write).error().condition, "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE");
}

TEST(TableTest, PartitionColumnsCannotChange) {
  World world;
  Table table = sales(world);
  EXPECT_EQ(table.change({.partition_columns = Paths{"id"}}).error().condition,
            "CANNOT_UPDATE_PARTITION_COLUMNS");
}

TEST(TableTest, AWallClockColumnThatIsAddedRaisesTheProtocolAndKeepsItsRules) {
  World world;
  Table table = sales(world);
  ASSERT_TRUE(table.change({.schema = {{{.name = "at", .type = types::timestamp_ntz_type()}}}}));
  const Protocol protocol = (*table.snapshot())->protocol;
  EXPECT_EQ(protocol.min_reader_version, 3);
  EXPECT_EQ(*protocol.writer_features, (Paths{"appendOnly", "invariants", "timestampNtz"}));
}

TEST(TableTest, AGeneratedColumnAsksForItsFeatureUnlessTheVersionStandsForIt) {
  types::Schema schema = sales_schema();
  types::set_generation(schema.back(), "1 + 1");
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = schema}));
  const Protocol protocol = (*table.snapshot())->protocol;
  EXPECT_EQ(protocol.min_reader_version, 1);
  EXPECT_EQ(protocol.min_writer_version, 7);
  EXPECT_EQ(*protocol.writer_features, (Paths{"appendOnly", "generatedColumns", "invariants"}));
  EXPECT_TRUE(table.append(append_of("a.parquet")));

  const Protocol legacy{.min_reader_version = 1, .min_writer_version = 4};
  EXPECT_EQ(raised_protocol(legacy, schema, {}), legacy);
}

TEST(TableTest, TheChangeFeedCanBeSwitchedOn) {
  World world;
  Table table = sales(world);
  ASSERT_TRUE(table.change({.properties = {{"delta.enableChangeDataFeed", "true"}}}));
  EXPECT_EQ((*table.snapshot())->protocol.min_writer_version, 4);
}

TEST(TableTest, DeletionVectorsThatAreAllowedRaiseTheProtocol) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create(
      {.schema = sales_schema(), .properties = {{"delta.enableDeletionVectors", "true"}}}));
  const Protocol protocol = (*table.snapshot())->protocol;
  EXPECT_EQ(protocol.min_reader_version, 3);
  EXPECT_EQ(*protocol.reader_features, Paths{"deletionVectors"});
  EXPECT_EQ(*protocol.writer_features, (Paths{"appendOnly", "deletionVectors", "invariants"}));
}

TEST(TableTest, AFileThatIsReplacedIsRemovedWithItsDeletionVector) {
  World world;
  Table table = sales(world);
  AddFile old = add_file("a.parquet");
  old.deletion_vector = DeletionVector{.storage_type = "i", .path_or_inline = "x"};
  world.files.write(entry_path("t", Version{1}), entry_text({old}));
  ASSERT_TRUE(table.overwrite(overwrite_of("b.parquet")));
  EXPECT_EQ(paths_of(table), Paths{"b.parquet"});
  EXPECT_NE((*table.snapshot())->tombstones.find("a.parquet\nix"), nullptr);
}

// ---- tables that map their columns

constexpr const char* kMappedTable =
    R"({"protocol":{"minReaderVersion":2,"minWriterVersion":5}})"
    "\n"
    R"({"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":)"
    R"("{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,)"
    R"(\"metadata\":{\"delta.columnMapping.id\":1,\"delta.columnMapping.physicalName\":\"c-1\"}},)"
    R"({\"name\":\"item\",\"type\":\"string\",\"nullable\":true,)"
    R"(\"metadata\":{\"delta.columnMapping.id\":2,\"delta.columnMapping.physicalName\":\"c-2\"}}]}",)"
    R"("partitionColumns":["item"],"configuration":{"delta.columnMapping.mode":"name"}}})";

TEST(MappedTableTest, TakesFilesWhosePartitionValuesHavePhysicalNames) {
  World world;
  world.files.write(entry_path("t", Version{0}), kMappedTable);
  Write write = append_of("a.parquet");
  write.files[0].partition_values = {{"c-2", "x"}};
  EXPECT_TRUE(world.table().append(write));
  write.files[0] = add_file("b.parquet");
  write.files[0].partition_values = {{"item", "x"}};
  EXPECT_FALSE(world.table().append(write));
}

TEST(MappedTableTest, KeepsItsMode) {
  World world;
  world.files.write(entry_path("t", Version{0}), kMappedTable);
  Table table = world.table();
  const auto mode = table.change({.properties = {{"delta.columnMapping.mode", "id"}}});
  ASSERT_FALSE(mode);
  EXPECT_EQ(mode.error().condition, "DELTA_UNSUPPORTED_COLUMN_MAPPING_MODE_CHANGE");
  EXPECT_TRUE(table.change({.comment = "still here"}));
}

// ---- what this program cannot do

TEST(TableTest, UnknownFeaturesAreRefusedByName) {
  World world;
  Table table = sales(world);
  world.files.write(entry_path("t", Version{1}),
                    R"({"protocol":{"minReaderVersion":1,"minWriterVersion":7,)"
                    R"("writerFeatures":["rowTracking"]}})");
  ASSERT_TRUE(table.snapshot());
  const auto append = table.append(append_of("a.parquet"));
  ASSERT_FALSE(append);
  EXPECT_EQ(append.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(append.error().message.find("rowTracking"), std::string::npos);
  EXPECT_EQ(append.error().condition, "DELTA_UNSUPPORTED_FEATURES_FOR_WRITE");

  world.files.write(entry_path("t", Version{2}),
                    R"({"protocol":{"minReaderVersion":3,"minWriterVersion":7,)"
                    R"("readerFeatures":["catalogManaged"],"writerFeatures":["catalogManaged"]}})");
  const auto snapshot = world.table().snapshot();
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(snapshot.error().message.find("catalogManaged"), std::string::npos);
}

TEST(TableTest, AFutureProtocolVersionIsRefused) {
  World world;
  sales(world);
  world.files.write(entry_path("t", Version{1}),
                    R"({"protocol":{"minReaderVersion":4,"minWriterVersion":8}})");
  EXPECT_EQ(world.table().snapshot().error().condition, "DELTA_INVALID_PROTOCOL_VERSION");
}

struct PropertyCase {
  const char* name;
  const char* property;
  const char* value;
};

class RefusedPropertyTest : public testing::TestWithParam<PropertyCase> {};

TEST_P(RefusedPropertyTest, IsRefusedByName) {
  World world;
  const auto created = world.table().create(
      {.schema = sales_schema(), .properties = {{GetParam().property, GetParam().value}}});
  ASSERT_FALSE(created);
  EXPECT_NE(created.error().message.find(GetParam().property), std::string::npos);
  EXPECT_FALSE(*world.files.exists(entry_path("t", Version{0})));
}

INSTANTIATE_TEST_SUITE_P(
    Properties, RefusedPropertyTest,
    testing::Values(PropertyCase{"ColumnMapping", "delta.columnMapping.mode", "magic"},
                    PropertyCase{"TypeWidening", "delta.enableTypeWidening", "true"},
                    PropertyCase{"Check", "delta.constraints.positive", "id > 0"},
                    PropertyCase{"V2Checkpoints", "delta.checkpointPolicy", "v2"},
                    PropertyCase{"Version", "delta.minReaderVersion", "2"},
                    PropertyCase{"Interval", "delta.checkpointInterval", "often"},
                    PropertyCase{"Retention", "delta.deletedFileRetentionDuration", "a while"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::delta
