#include "delta/mapped_columns.h"

#include <gtest/gtest.h>

#include "delta/table_property.h"
#include "delta/test_tables.h"

namespace tarn::delta {
namespace {

using types::DataType;
using types::Field;
using types::Schema;

const RandomSource kRandom = seeded_random(1);

Schema orders() {
  return {
      {.name = "order id", .type = types::long_type()},
      {.name = "lines",
       .type = DataType::array(DataType::structure({{.name = "k;v", .type = types::int_type()}}))}};
}

int64_t id(const Field& field) { return std::stoll(field.metadata.at("delta.columnMapping.id")); }

std::string in_files(const Field& field) { return physical_schema({field}).value().front().name; }

MappedColumns named(const Schema& schema, const MappedColumns& table = {}) {
  return with_names(schema, table, kRandom).value();
}

TEST(MappedColumnsTest, EachFieldHasAnIdAndANameThatItsOwnSaysNothingOf) {
  const MappedColumns columns = named(orders());
  const Field& line = columns.schema[1].type.element().fields()[0];
  EXPECT_EQ(columns.max_id, 3);
  EXPECT_EQ(id(columns.schema[0]), 1);
  EXPECT_EQ(id(columns.schema[1]), 2);
  EXPECT_EQ(id(line), 3);
  EXPECT_TRUE(in_files(columns.schema[0]).starts_with("col-"));
  EXPECT_TRUE(in_files(line).starts_with("col-"));
  EXPECT_NE(in_files(line), in_files(columns.schema[0]));
}

TEST(MappedColumnsTest, KnownNamesKeepTheirsAndNewOnesGetHigherIds) {
  const MappedColumns before = named(orders());
  const MappedColumns after =
      named({{.name = "more", .type = types::int_type()}, orders()[1]}, before);
  EXPECT_EQ(id(after.schema[0]), 4);
  EXPECT_EQ(after.schema[1], before.schema[1]);
  EXPECT_EQ(after.max_id, 4);
  EXPECT_EQ(id(named(orders(), after).schema[0]), 5) << "an id is not given twice";
}

TEST(MappedColumnsTest, NamesThatFilesWereWrittenWithStay) {
  const MappedColumns before = named({orders()[0]});
  const MappedColumns planned = named(orders(), before);
  EXPECT_EQ(named(planned.schema, before).schema, planned.schema);
}

TEST(MappedColumnsTest, NamesThatAnotherWriterTookAreAConflict) {
  const MappedColumns before = named({orders()[0]});
  const MappedColumns planned = named(orders(), before);
  const MappedColumns other =
      named({orders()[0], {.name = "more", .type = types::int_type()}}, before);
  const auto late = with_names(planned.schema, other, kRandom);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::kConflict);
  EXPECT_EQ(late.error().message,
            "the columns of the table were changed meanwhile: 'lines' has another name in its "
            "files; run the update again");
}

TEST(MappedColumnsTest, ATableThatBeginsToMapKeepsTheNamesOfItsFiles) {
  const MappedColumns columns = with_their_own_names(sales_schema());
  EXPECT_EQ(columns.max_id, 2);
  EXPECT_EQ(in_files(columns.schema[1]), "item");
  EXPECT_EQ(without_names(columns.schema), sales_schema());
}

// ---- tables

TableDefinition mapped_orders() {
  return {.schema = {{.name = "order id", .type = types::long_type()},
                     {.name = "p,q", .type = types::string_type()}},
          .partition_columns = {"P,Q"},
          .properties = {{"delta.columnMapping.mode", "NAME"},
                         {"delta.minReaderVersion", "2"},
                         {"delta.minWriterVersion", "5"}}};
}

TEST(MappedTableTest, IsMadeWithTheProtocolOfItsMapping) {
  World world;
  Table table = world.table();
  const auto made = table.create(mapped_orders());
  ASSERT_TRUE(made) << made.error().message;
  const auto snapshot = *table.snapshot();
  EXPECT_EQ(snapshot->mapping, ColumnMapping::kName);
  EXPECT_EQ(snapshot->protocol, (Protocol{.min_reader_version = 2, .min_writer_version = 5}));
  EXPECT_EQ(snapshot->metadata.configuration,
            (Configuration{{"delta.columnMapping.maxColumnId", "2"},
                           {"delta.columnMapping.mode", "name"}}));
  EXPECT_EQ(snapshot->metadata.partition_columns, std::vector<std::string>{"p,q"});
}

TEST(MappedTableTest, NamesTheFeatureWhereOthersAreNamed) {
  World world;
  Table table = world.table();
  TableDefinition definition = mapped_orders();
  definition.schema.push_back({.name = "at", .type = types::timestamp_ntz_type()});
  ASSERT_TRUE(table.create(definition));
  const Protocol protocol = (*table.snapshot())->protocol;
  EXPECT_EQ(protocol.min_reader_version, 3);
  EXPECT_EQ(protocol.reader_features, (std::vector<std::string>{"columnMapping", "timestampNtz"}));
  EXPECT_EQ(protocol.writer_features, (std::vector<std::string>{"appendOnly", "columnMapping",
                                                                "invariants", "timestampNtz"}));
}

TEST(MappedTableTest, GrowsWithIdsOfItsOwn) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create(mapped_orders()));
  const auto grown = table.change({.schema = {{{.name = "a = b", .type = types::int_type()}}}});
  ASSERT_TRUE(grown) << grown.error().message;
  const auto snapshot = *table.snapshot();
  EXPECT_EQ(id(snapshot->schema[2]), 3);
  EXPECT_EQ(snapshot->property("delta.columnMapping.maxColumnId"), "3");
}

TEST(MappedTableTest, IsOverwrittenWithTheNamesThatItsFilesWereWrittenWith) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create(mapped_orders()));
  const Schema wanted = {{.name = "p,q", .type = types::string_type()},
                         {.name = "n w", .type = types::int_type()}};
  const auto planned = table.planned(**table.snapshot(), wanted);
  ASSERT_TRUE(planned);
  Write write = overwrite_of("a.parquet");
  write.files[0].partition_values = {{planned->name_in_files("p,q"), "x"}};
  write.schema = planned->schema;
  const auto written = table.overwrite(write);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ((*table.snapshot())->file_schema, planned->file_schema);
}

TEST(MappedTableTest, ATableBeginsToMapByNameAndDoesNothingElse) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = sales_schema()}));
  const auto by_id = table.change({.properties = {{"delta.columnMapping.mode", "id"}}});
  ASSERT_FALSE(by_id);
  EXPECT_EQ(by_id.error().message,
            "the column mapping of t (delta.columnMapping.mode) cannot be changed from 'none' to "
            "'id'; only 'none' to 'name' can");
  const auto begun = table.change({.properties = {{"delta.columnMapping.mode", "name"}}});
  ASSERT_TRUE(begun) << begun.error().message;
  EXPECT_EQ((*table.snapshot())->name_in_files("item"), "item");
  EXPECT_TRUE(table.change({.schema = {{{.name = "a b", .type = types::int_type()}}}}));
  EXPECT_NE((*table.snapshot())->name_in_files("a b"), "a b");
  const auto ended = table.change({.properties = {{"delta.columnMapping.mode", "none"}}});
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().condition, "DELTA_UNSUPPORTED_COLUMN_MAPPING_MODE_CHANGE");
}

TEST(MappedTableTest, NamesThatParquetDoesNotTakeNeedIt) {
  World world;
  TableDefinition definition = mapped_orders();
  definition.properties = {};
  const auto made = world.table().create(definition);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().condition, "DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES");
  EXPECT_EQ(made.error().message,
            "the column name 'order id' is empty or holds one of ' ,;{}()\\n\\t=', which a Parquet "
            "table without column mapping cannot; give it another name, or the table the property "
            "'delta.columnMapping.mode' = 'name'");
}

TEST(MappedTableTest, ItsHighestIdIsNotGivenByHand) {
  World world;
  TableDefinition definition = mapped_orders();
  definition.properties["delta.columnMapping.maxColumnId"] = "9";
  EXPECT_EQ(world.table().create(definition).error().condition,
            "DELTA_CANNOT_MODIFY_TABLE_PROPERTY");
}

// ---- what asks for a protocol

TEST(AskedProtocolTest, FeaturesThatTarnHonoursAreListedAndNoPropertyStays) {
  World world;
  Table table = world.table();
  ASSERT_TRUE(table.create({.schema = sales_schema(),
                            .properties = {{"delta.feature.appendOnly", "supported"},
                                           {"delta.feature.timestampNtz", "supported"}}}));
  const auto snapshot = *table.snapshot();
  EXPECT_EQ(snapshot->protocol.reader_features, std::vector<std::string>{"timestampNtz"});
  EXPECT_EQ(snapshot->protocol.writer_features,
            (std::vector<std::string>{"appendOnly", "invariants", "timestampNtz"}));
  EXPECT_EQ(snapshot->metadata.configuration, Configuration());
}

TEST(AskedProtocolTest, OthersAndHigherVersionsAreRefused) {
  World world;
  const auto feature = world.table().create(
      {.schema = sales_schema(), .properties = {{"delta.feature.rowTracking", "supported"}}});
  EXPECT_EQ(feature.error().message,
            "the table property 'delta.feature.rowTracking' = 'supported' asks for a table feature "
            "that this version of Tarn does not have; leave it out");
  const auto version = world.table().create(
      {.schema = sales_schema(), .properties = {{"delta.minReaderVersion", "2"}}});
  EXPECT_EQ(version.error().message,
            "the table property 'delta.minReaderVersion' = '2' asks for more than the protocol "
            "that the table needs: reader 1, writer 2; leave it out");
}

}  // namespace
}  // namespace tarn::delta
