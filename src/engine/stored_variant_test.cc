#include "engine/stored_variant.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/test_plans.h"

namespace tarn::engine::test {
namespace {

using types::int_type;
using types::variant_type;

// A VARIANT's bytes as values have them: metadata, and the value behind it.
const std::string kJsonNull("\x01\x00\x00\x00", 4);
const std::string kFive("\x01\x00\x00\x0c\x05", 5);

std::string testdata(const std::string& name) {
  return std::string(TARN_SOURCE_DIR) + "/src/format/testdata/" + name;
}

std::vector<Attribute> columns_of(const types::Schema& schema) {
  std::vector<Attribute> columns;
  for (const types::Field& each : schema) columns.push_back(column(each.name, each.type));
  return columns;
}

WrittenFile written(const TemporaryFolder& folder, const types::Schema& schema,
                    const std::vector<ValueList>& rows) {
  const auto files =
      connect()->write_parquet(values(columns_of(schema), rows), {}, Moment{},
                               {.folder = folder.path(), .schema = schema, .write_id = "id"});
  CHECK(static_cast<bool>(files) && files->size() == 1);
  return files->front();
}

Lines lines_of(const std::vector<std::string>& paths, const types::Schema& schema) {
  const plan::ScanId id = ids().next_scan();
  ParquetFiles files{.files = {}, .schema = schema};
  for (const std::string& path : paths) files.files.push_back({.path = path});
  Bindings bindings;
  bindings.emplace(id, std::move(files));
  return rows_of(scan(columns_of(schema), id), bindings);
}

Error error_of(const std::string& path, const types::Schema& schema) {
  const plan::ScanId id = ids().next_scan();
  Bindings bindings;
  bindings.emplace(id, ParquetFiles{.files = {{.path = path}}, .schema = schema});
  const auto connection = connect();
  const auto rows = connection->query(scan(columns_of(schema), id), bindings, Moment{});
  if (!rows) return rows.error();
  types::Batch batch;
  const auto next = (*rows)->next(batch);
  return next ? Error{} : next.error();
}

const ColumnStatistics* statistics(const WrittenFile& file, const std::vector<std::string>& path) {
  for (const ColumnStatistics& each : file.statistics) {
    if (each.path == path) return &each;
  }
  return nullptr;
}

types::Schema columns_of_spark() {
  return {{"col1", int_type()},
          {"col2", variant_type()},
          {"col3", DataType::structure({{"x", variant_type()}})},
          {"col4", DataType::array(variant_type())},
          {"col5", DataType::map(types::string_type(), variant_type())}};
}

TEST(StoredVariantTest, NullAndJsonsNullComeBackApartAtAnyDepth) {
  const TemporaryFolder folder("variants");
  const types::Schema schema = {{"v", variant_type()},
                                {"s", DataType::structure({{"x", variant_type()}})},
                                {"l", DataType::array(variant_type())}};
  const WrittenFile file =
      written(folder, schema,
              {{{kJsonNull}, {ValueList{{kFive}}}, {ValueList{{}, {kFive}, {kJsonNull}}}},
               {{}, {}, {}},
               {{kFive}, {ValueList{{}}}, {ValueList{}}}});
  EXPECT_EQ(
      lines_of({folder.path() + "/" + file.path}, schema),
      (Lines{"null | {\"x\":5} | [null,5,null]", "NULL | NULL | NULL", "5 | {\"x\":null} | []"}));
}

TEST(StoredVariantTest, NullsAreCountedAndBoundsAreNotGiven) {
  const TemporaryFolder folder("variant_statistics");
  const types::Schema schema = {{"v", variant_type()},
                                {"s", DataType::structure({{"x", variant_type()}})}};
  const WrittenFile file = written(
      folder, schema, {{{kJsonNull}, {ValueList{{kFive}}}}, {{}, {}}, {{kFive}, {ValueList{{}}}}});
  const ColumnStatistics* top = statistics(file, {"v"});
  ASSERT_NE(top, nullptr);
  EXPECT_EQ(top->null_count, 1);
  EXPECT_FALSE(top->min || top->max);
  const ColumnStatistics* inner = statistics(file, {"s", "x"});
  ASSERT_NE(inner, nullptr);
  EXPECT_EQ(inner->null_count, 2);
  EXPECT_EQ(statistics(file, {"v", "value"}), nullptr);
}

// A file whose footer names the type, one whose footer does not, and one of ours, in one scan.
TEST(StoredVariantTest, FilesOfSparkAndOursAreReadTogether) {
  const TemporaryFolder folder("variant_mixture");
  const types::Schema schema = columns_of_spark();
  const WrittenFile file =
      written(folder, schema, {{{int64_t{7}}, {kFive}, {}, {ValueList{{kJsonNull}}}, {}}});
  const std::string ours = folder.path() + "/" + file.path;
  const Lines lines =
      lines_of({testdata("variant_plain.parquet"), testdata("variant.parquet"), ours}, schema);
  ASSERT_EQ(lines.size(), 13U);
  EXPECT_EQ(lines[0], "1 | null | {\"x\":null} | [1,null,null] | {\"k\":null}");
  EXPECT_EQ(lines[1], "2 | NULL | NULL | NULL | NULL");
  EXPECT_EQ(lines[3],
            "4 | \"2020-01-02\" | {\"x\":\"2020-01-02 03:04:05.678901+00:00\"} | "
            "[\"1900-01-01 00:00:00\"] | {\"b\":\"AP8=\"}");
  EXPECT_EQ(Lines(lines.begin(), lines.begin() + 6), Lines(lines.begin() + 6, lines.begin() + 12));
  EXPECT_EQ(lines[12], "7 | 5 | NULL | [null] | NULL");
}

TEST(StoredVariantTest, AShreddedFileIsRefusedByName) {
  const Error error = error_of(testdata("variant_shredded.parquet"),
                               {{"col1", int_type()}, {"col2", variant_type()}});
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_NE(error.message.find("shredded"), std::string::npos) << error.message;
}

TEST(StoredVariantTest, MalformedBytesRaise) {
  const TemporaryFolder folder("variant_malformed");
  const DataType parts =
      DataType::structure({{"metadata", types::binary_type()}, {"value", types::binary_type()}});
  const WrittenFile file =
      written(folder, {{"v", parts}}, {{{ValueList{{std::string("\x01\x00\x00", 3)}, {"\x09"}}}}});
  EXPECT_EQ(error_of(folder.path() + "/" + file.path, {{"v", variant_type()}}).condition,
            "MALFORMED_VARIANT");
}

}  // namespace
}  // namespace tarn::engine::test
