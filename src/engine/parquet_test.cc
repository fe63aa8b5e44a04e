#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <string>

#include "engine/duckdb.h"
#include "engine/test_plans.h"

namespace tarn::engine::test {
namespace {

using types::double_type;
using types::int_type;
using types::long_type;
using types::string_type;

Bindings bound(plan::ScanId id, ParquetFiles files) {
  Bindings bindings;
  bindings.emplace(id, std::move(files));
  return bindings;
}

Result<std::vector<WrittenFile>> write(const PlanPtr& plan, ParquetTarget target) {
  return connect()->write_parquet(plan, {}, Moment{}, target);
}

// Writes one file of `schema` and returns its full path.
std::string file_of(const TemporaryFolder& folder, const std::string& id,
                    const types::Schema& schema, const std::vector<ValueList>& rows) {
  std::vector<Attribute> columns;
  for (const types::Field& each : schema) columns.push_back(column(each.name, each.type));
  const auto files =
      write(values(columns, rows), {.folder = folder.path(), .schema = schema, .write_id = id});
  CHECK(static_cast<bool>(files) && files->size() == 1);
  return folder.path() + "/" + files->front().path;
}

const ColumnStatistics* statistics(const WrittenFile& file, const std::vector<std::string>& path) {
  for (const ColumnStatistics& each : file.statistics) {
    if (each.path == path) return &each;
  }
  return nullptr;
}

TEST(WriteParquetTest, AFileHasTheUsersNamesAndItsStatistics) {
  const TemporaryFolder folder("write");
  const DataType inner = DataType::structure({{"Deep \"q\"", int_type()}});
  const auto a = column("a", int_type());
  const auto s = column("s", inner);
  const auto files = write(
      values({a, s}, {{{int64_t{3}}, {ValueList{{int64_t{9}}}}}, {{}, {}}, {{int64_t{-1}}, {}}}),
      {.folder = folder.path() + "/sub",
       .schema = {{"Der Name", int_type()}, {"S", inner}},
       .write_id = "id"});
  ASSERT_TRUE(files) << files.error().text();
  ASSERT_EQ(files->size(), 1U);
  const WrittenFile& file = files->front();
  EXPECT_EQ(file.path, "part-00000-id.c000.snappy.parquet");
  EXPECT_EQ(file.rows, 3);
  EXPECT_EQ(file.size_bytes,
            static_cast<int64_t>(std::filesystem::file_size(folder.path() + "/sub/" + file.path)));
  const ColumnStatistics* name = statistics(file, {"Der Name"});
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(name->null_count, 1);
  EXPECT_EQ(name->min, Value{int64_t{-1}});
  EXPECT_EQ(name->max, Value{int64_t{3}});
  const ColumnStatistics* deep = statistics(file, {"S", "Deep \"q\""});
  ASSERT_NE(deep, nullptr);
  EXPECT_EQ(deep->max, Value{int64_t{9}});
}

struct BoundCase {
  const char* name;
  DataType type;
  Value low;
  Value high;
};
class BoundsTest : public testing::TestWithParam<BoundCase> {};

TEST_P(BoundsTest, ComeBackAsValues) {
  const TemporaryFolder folder(std::string("bounds_") + GetParam().name);
  const auto c = column("c", GetParam().type);
  const auto files =
      write(values({c}, {{GetParam().high}, {GetParam().low}}),
            {.folder = folder.path(), .schema = {{"c", GetParam().type}}, .write_id = "id"});
  ASSERT_TRUE(files) << files.error().text();
  const ColumnStatistics* found = statistics(files->front(), {"c"});
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->min, GetParam().low);
  EXPECT_EQ(found->max, GetParam().high);
}

INSTANTIATE_TEST_SUITE_P(
    Types, BoundsTest,
    testing::Values(
        BoundCase{"Long", long_type(), {INT64_MIN}, {INT64_MAX}},
        BoundCase{"Double", double_type(), {-1e300}, {0.1}},
        BoundCase{"String", string_type(), {"a\"b"}, {"\u00fc"}},
        BoundCase{"Date", types::date_type(), {int64_t{-719162}}, {int64_t{18262}}},
        BoundCase{"Timestamp", types::timestamp_type(), {int64_t{-1}}, {int64_t{1600000000123456}}},
        BoundCase{"TimestampNtz",
                  types::timestamp_ntz_type(),
                  {int64_t{-1}},
                  {int64_t{1600000000123456}}},
        BoundCase{
            "NarrowDecimal", DataType::decimal(4, 1), {types::Int128{-5}}, {types::Int128{9999}}},
        BoundCase{"WideDecimal",
                  DataType::decimal(38, 10),
                  {types::Int128{-5}},
                  {types::Int128{INT64_MAX} * 1000}}),
    [](const auto& test) { return test.param.name; });

TEST(WriteParquetTest, NanIsToldAndLeavesNoGreatestValue) {
  const TemporaryFolder folder("nan");
  const auto c = column("c", double_type());
  const auto files =
      write(values({c}, {{{1.0}}, {{std::nan("")}}}),
            {.folder = folder.path(), .schema = {{"c", double_type()}}, .write_id = "id"});
  ASSERT_TRUE(files) << files.error().text();
  const ColumnStatistics* found = statistics(files->front(), {"c"});
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->has_nan);
  EXPECT_FALSE(found->max.has_value());
}

// What DuckDB itself says of the columns of a file: "name repetition".
Lines repetitions(const std::string& path) {
  duck::Instance database(":memory:");
  duck::Connection connection = database.Connect();
  duck::QueryResult result = connection.Execute(
      "SELECT name || ' ' || repetition_type FROM parquet_schema('" + path + "') WHERE type <> ''");
  Lines lines;
  while (const duck::DataChunk chunk = result.FetchChunk()) {
    for (duck::idx_t row = 0; row < chunk.GetRowCount(); ++row) {
      lines.push_back(chunk.GetVector(0).GetValue(row).ToText());
    }
  }
  return lines;
}

TEST(WriteParquetTest, ColumnsAreOptionalAlsoWhereNoRowIsNull) {
  const TemporaryFolder folder("optional");
  const std::string file = file_of(folder, "id",
                                   {{"a", int_type()},
                                    {"l", DataType::array(string_type())},
                                    {"s", DataType::structure({{"f", long_type()}})}},
                                   {{{int64_t{1}}, {ValueList{{"x"}}}, {ValueList{{int64_t{2}}}}}});
  EXPECT_EQ(repetitions(file), (Lines{"a OPTIONAL", "element OPTIONAL", "f OPTIONAL"}));
}

TEST(WriteParquetTest, ColumnsOfPulledRowsAreOptionalToo) {
  const TemporaryFolder folder("optional_pulled");
  const auto a = column("a", int_type());
  const plan::ScanId id = ids().next_scan();
  const Bindings rows = {
      {id, Pulled{.lanes = {read_batches(collected({batch_of({a}, {{{int64_t{1}}}})}).batches)}}}};
  const auto files = connect()->write_parquet(
      scan({a}, id), rows, Moment{},
      {.folder = folder.path(), .schema = {{"a", int_type()}}, .write_id = "w"});
  ASSERT_TRUE(files) << files.error().text();
  EXPECT_EQ(repetitions(folder.path() + "/" + files->front().path), (Lines{"a OPTIONAL"}));
}

TEST(WriteParquetTest, NoRowsAreNoFile) {
  const TemporaryFolder folder("empty");
  const auto c = column("c", int_type());
  const auto files = write(
      values({c}, {}), {.folder = folder.path(), .schema = {{"c", int_type()}}, .write_id = "i"});
  ASSERT_TRUE(files) << files.error().text();
  EXPECT_TRUE(files->empty());
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(WriteParquetTest, PartitionsAreFoldersAndTheirValuesAreTold) {
  const TemporaryFolder folder("partitions");
  const auto p = column("p", string_type());
  const auto t = column("t", types::timestamp_type());
  const auto v = column("v", int_type());
  const types::Schema schema = {
      {"p", string_type()}, {"t", types::timestamp_type()}, {"v", int_type()}};
  const auto files = write(values({p, t, v}, {{{"a/b"}, {int64_t{1500000}}, {int64_t{1}}},
                                              {{}, {int64_t{0}}, {int64_t{2}}}}),
                           {.folder = folder.path(),
                            .schema = schema,
                            .partition_columns = {"p", "t"},
                            .write_id = "id"});
  ASSERT_TRUE(files) << files.error().text();
  ASSERT_EQ(files->size(), 2U);
  const bool null_first = !files->front().partition_values.at("p").has_value();
  const WrittenFile& named = files->at(null_first ? 1 : 0);
  EXPECT_EQ(named.partition_values.at("p"), "a/b");
  EXPECT_EQ(named.partition_values.at("t"), "1970-01-01 00:00:01.5");
  EXPECT_TRUE(named.path.starts_with("p=a%2Fb/t=1970-01-01%20")) << named.path;
  EXPECT_TRUE(std::filesystem::exists(folder.path() + "/" + named.path));

  const auto rp = column("p", string_type());
  const auto rt = column("t", types::timestamp_type());
  const auto rv = column("v", int_type());
  const plan::ScanId id = ids().next_scan();
  ParquetFiles source{.schema = schema, .partition_columns = {"p", "t"}};
  for (const WrittenFile& file : *files) {
    source.files.push_back({folder.path() + "/" + file.path, file.partition_values});
  }
  const auto plan = sort(scan({rv, rp, rt}, id), {{ref(rv)}});
  EXPECT_EQ(rows_of(plan, bound(id, source)),
            (Lines{"1 | a/b | 1970-01-01 00:00:01.5", "2 | NULL | 1970-01-01 00:00:00"}));
}

TEST(WriteParquetTest, EveryColumnPartitionedIsRefused) {
  const TemporaryFolder folder("all");
  const auto c = column("c", int_type());
  const auto files = write(values({c}, {}), {.folder = folder.path(),
                                             .schema = {{"c", int_type()}},
                                             .partition_columns = {"c"},
                                             .write_id = "i"});
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().condition, "ALL_PARTITION_COLUMNS_NOT_ALLOWED");
}

TEST(ReadParquetTest, NoFilesAreNoRows) {
  const auto a = column("a", int_type());
  const plan::ScanId id = ids().next_scan();
  EXPECT_EQ(rows_of(scan({a}, id), bound(id, {.schema = {{"a", int_type()}}})), Lines{});
}

TEST(ReadParquetTest, ColumnsAndFieldsThatAFileLacksAreNull) {
  const TemporaryFolder folder("evolution");
  const DataType narrow = DataType::structure({{"x", int_type()}});
  const DataType wide = DataType::structure({{"x", int_type()}, {"y", string_type()}});
  const std::string old_file =
      file_of(folder, "old", {{"a", int_type()}, {"s", narrow}},
              {{{int64_t{1}}, {ValueList{{int64_t{10}}}}}, {{int64_t{2}}, {}}});
  const std::string new_file =
      file_of(folder, "new", {{"b", string_type()}, {"s", wide}, {"a", long_type()}},
              {{{"z"}, {ValueList{{int64_t{30}}, {"why"}}}, {int64_t{3}}}});
  const auto a = column("a", long_type());
  const auto s = column("s", wide);
  const auto b = column("b", string_type());
  const plan::ScanId id = ids().next_scan();
  const ParquetFiles files{{{old_file}, {new_file}},
                           {{"a", long_type()}, {"s", wide}, {"b", string_type()}}};
  EXPECT_EQ(rows_of(scan({a, s, b}, id), bound(id, files)),
            (Lines{"1 | {\"x\":10,\"y\":null} | NULL", "2 | NULL | NULL",
                   "3 | {\"x\":30,\"y\":\"why\"} | z"}));
}

TEST(ReadParquetTest, AColumnThatNoFileHasIsNull) {
  const TemporaryFolder folder("missing");
  const std::string file = file_of(folder, "a", {{"a", int_type()}}, {{{int64_t{1}}}});
  const auto b = column("b", DataType::array(string_type()));
  const plan::ScanId id = ids().next_scan();
  EXPECT_EQ(rows_of(scan({b}, id), bound(id, {{{file}}, {{"a", int_type()}, {"b", b.type}}})),
            (Lines{"NULL"}));
}

TEST(ReadParquetTest, RowsAreCountedWithoutAnyColumn) {
  const TemporaryFolder folder("count");
  const std::string file =
      file_of(folder, "a", {{"a", int_type()}}, {{{int64_t{1}}}, {{int64_t{2}}}});
  const plan::ScanId id = ids().next_scan();
  const auto plan =
      aggregate(scan({}, id), {}, {named("n", aggregate_of("count", {}, long_type()))});
  EXPECT_EQ(rows_of(plan, bound(id, {{{file}}, {{"a", int_type()}}})), (Lines{"2"}));
}

TEST(ReadParquetTest, TheFilesMetadataIsThere) {
  const TemporaryFolder folder("metadata");
  const std::string file = file_of(folder, "a", {{"a", int_type()}}, {{{int64_t{1}}}});
  const auto m = column(
      "_metadata", DataType::structure({{"file_name", string_type()}, {"file_size", long_type()}}));
  const plan::ScanId id = ids().next_scan();
  EXPECT_EQ(rows_of(scan({m}, id),
                    bound(id, {{{.path = file, .uri = "file:/t/a%20b.parquet", .size_bytes = 77}},
                               {{"a", int_type()}}})),
            (Lines{"{\"file_name\":\"a%20b.parquet\",\"file_size\":77}"}));
}

// The rows 0 to 5 of two files, of which those given are deleted in the first.
ParquetFiles with_deleted(const TemporaryFolder& folder, types::RowSet::List rows) {
  const types::Schema schema = {{"a", int_type()}};
  const std::string first =
      file_of(folder, "1", schema, {{{int64_t{0}}}, {{int64_t{1}}}, {{int64_t{2}}}});
  const std::string second =
      file_of(folder, "2", schema, {{{int64_t{3}}}, {{int64_t{4}}}, {{int64_t{5}}}});
  types::RowSet deleted;
  CHECK(static_cast<bool>(deleted.append(0, std::move(rows))));
  return {.files = {{.path = first,
                     .deleted = std::make_shared<const types::RowSet>(std::move(deleted))},
                    {.path = second}},
          .schema = schema};
}

TEST(ReadParquetTest, DeletedRowsAreNotThere) {
  const TemporaryFolder folder("deleted");
  const ParquetFiles files = with_deleted(folder, {0, 2});
  const auto a = column("a", int_type());
  const plan::ScanId id = ids().next_scan();
  EXPECT_EQ(rows_of(scan({a}, id), bound(id, files)), (Lines{"1", "3", "4", "5"}));
  const auto count =
      aggregate(scan({}, id), {}, {named("n", aggregate_of("count", {}, long_type()))});
  EXPECT_EQ(rows_of(count, bound(id, files)), Lines{"4"});
}

TEST(ReadParquetTest, AConditionIsNotAskedOfDeletedRows) {
  const TemporaryFolder folder("deleted_condition");
  const ParquetFiles files = with_deleted(folder, {0});
  const auto a = column("a", int_type());
  const plan::ScanId id = ids().next_scan();
  const auto one_by_a =
      call("/", {literal(Value{1.0}, double_type()), cast(ref(a), double_type())}, double_type());
  const auto above = call(">", {one_by_a, literal(Value{0.3}, double_type())}, types::boolean());
  EXPECT_EQ(rows_of(filter(scan({a}, id), above), bound(id, files)), (Lines{"1", "2", "3"}));
}

TEST(ReadParquetTest, ColumnsMayHaveOtherNamesInTheFiles) {
  const TemporaryFolder folder("other_names");
  const DataType stored = DataType::structure({{"c-2", int_type()}});
  const DataType shown = DataType::structure({{"x", int_type()}});
  const std::string file = file_of(folder, "1", {{"c-1", int_type()}, {"c-3", stored}},
                                   {{{int64_t{7}}, {ValueList{{int64_t{8}}}}}});
  const auto a = column("a", int_type());
  const auto s = column("s", shown);
  const plan::ScanId id = ids().next_scan();
  const ParquetFiles files{.files = {{file}},
                           .schema = {{"a", int_type()}, {"s", shown}},
                           .file_schema = {{"c-1", int_type()}, {"c-3", stored}}};
  EXPECT_EQ(rows_of(scan({s, a}, id), bound(id, files)), Lines{"{\"x\":8} | 7"});
}

TEST(WriteParquetTest, FieldIdsStandInTheFile) {
  const TemporaryFolder folder("field_ids");
  const DataType list = DataType::array(DataType::structure({{"x", int_type()}}));
  const auto a = column("a", int_type());
  const auto l = column("l", list);
  const auto files = write(values({a, l}, {{{int64_t{1}}, {}}}),
                           {.folder = folder.path(),
                            .schema = {{"a", int_type()}, {"l", list}},
                            .write_id = "w",
                            .field_ids = {{{"a"}, 4}, {{"l"}, 5}, {{"l", "element", "x"}, 6}}});
  ASSERT_TRUE(files) << files.error().text();
  duck::Instance database(":memory:");
  duck::Connection connection = database.Connect();
  duck::QueryResult result = connection.Execute(
      "SELECT string_agg(name || ' ' || field_id, ', ') FROM parquet_schema('" + folder.path() +
      "/" + files->front().path + "') WHERE field_id IS NOT NULL");
  const duck::DataChunk chunk = result.FetchChunk();
  EXPECT_EQ(chunk.GetVector(0).GetValue(0).ToText(), "a 4, l 5, x 6");
}

TEST(ReadParquetTest, APathThatLooksLikeAPatternIsAPath) {
  const TemporaryFolder folder("pattern");
  const std::string odd = folder.path() + "/a[b]*? c";
  const auto a = column("a", int_type());
  const auto connection = connect();
  const auto files =
      connection->write_parquet(values({a}, {{{int64_t{7}}}}), {}, Moment{},
                                {.folder = odd, .schema = {{"a", int_type()}}, .write_id = "w"});
  ASSERT_TRUE(files) << files.error().text();
  const plan::ScanId id = ids().next_scan();
  EXPECT_EQ(rows_of(scan({a}, id),
                    {{id, ParquetFiles{{{odd + "/" + files->front().path}}, {{"a", int_type()}}}}}),
            (Lines{"7"}));
}

TEST(ReadParquetTest, AFileThatIsNotThereIsSaidWithItsPath) {
  const auto a = column("a", int_type());
  const plan::ScanId id = ids().next_scan();
  const auto lines = run(scan({a}, id), bound(id, {{{"/nowhere/x.parquet"}}, {{"a", int_type()}}}));
  ASSERT_FALSE(lines);
  EXPECT_NE(lines.error().message.find("/nowhere/x.parquet"), std::string::npos);
}

}  // namespace
}  // namespace tarn::engine::test
