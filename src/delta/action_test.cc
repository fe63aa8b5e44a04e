#include "delta/action.h"

#include <gtest/gtest.h>

namespace tarn::delta {
namespace {

struct LineCase {
  const char* name;
  const char* line;
};

class ActionLineTest : public testing::TestWithParam<LineCase> {};

// The lines are as Delta's own writers put them.
TEST_P(ActionLineTest, IsTheSameAfterReadingAndWriting) {
  const auto action = parse_action(GetParam().line, "log:1");
  ASSERT_TRUE(action) << action.error().message;
  ASSERT_TRUE(action->has_value());
  EXPECT_EQ(action_line(**action), GetParam().line);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ActionLineTest,
    testing::Values(
        LineCase{"Protocol", R"({"protocol":{"minReaderVersion":1,"minWriterVersion":2}})"},
        LineCase{"ProtocolWithFeatures",
                 R"({"protocol":{"minReaderVersion":3,"minWriterVersion":7,)"
                 R"("readerFeatures":["timestampNtz"],"writerFeatures":["appendOnly"]}})"},
        LineCase{"Metadata",
                 R"({"metaData":{"id":"x","name":"n","description":"d",)"
                 R"("format":{"provider":"parquet","options":{}},"schemaString":"{}",)"
                 R"("partitionColumns":["day"],"configuration":{"a":"b"},"createdTime":7}})"},
        LineCase{"Add",
                 R"({"add":{"path":"day=1/a%20b.parquet","partitionValues":{"day":"1","z":null},)"
                 R"("size":5,"modificationTime":7,"dataChange":true,)"
                 R"("stats":"{\"numRecords\":1}","tags":{"k":"v"}}})"},
        LineCase{"AddWithDeletionVector",
                 R"({"add":{"path":"a","partitionValues":{},"size":5,"modificationTime":7,)"
                 R"("dataChange":true,"deletionVector":{"storageType":"u","pathOrInlineDv":"ab",)"
                 R"("offset":1,"sizeInBytes":40,"cardinality":6}}})"},
        LineCase{"Remove",
                 R"({"remove":{"path":"a","deletionTimestamp":9,"dataChange":true,)"
                 R"("extendedFileMetadata":true,"partitionValues":{"day":null},"size":5}})"},
        LineCase{"RemoveWithoutMetadata", R"({"remove":{"path":"a","dataChange":false}})"},
        LineCase{"RemoveWithoutTheFlagOfItsMetadata",
                 R"({"remove":{"path":"a","dataChange":true,"size":5}})"},
        LineCase{"Txn", R"({"txn":{"appId":"flow","version":3,"lastUpdated":8}})"},
        LineCase{"Cdc", R"({"cdc":{"path":"_change_data/a","partitionValues":{},"size":5,)"
                        R"("dataChange":false}})"},
        LineCase{"DomainMetadata",
                 R"({"domainMetadata":{"domain":"d","configuration":"{}","removed":false}})"},
        LineCase{"CommitInfo",
                 R"({"commitInfo":{"timestamp":1,"operation":"WRITE","b":{"z":1,"a":2}}})"}),
    [](const auto& test) { return test.param.name; });

TEST(ActionTest, UnknownFieldsAndUnknownActionsAreIgnored) {
  const auto txn = parse_action(R"({"txn":{"appId":"a","version":1,"new":{}}})", "log:1");
  ASSERT_TRUE(txn && txn->has_value());
  EXPECT_EQ(std::get<Txn>(**txn), (Txn{.app_id = "a", .version = 1}));
  const auto unknown = parse_action(R"({"brandNew":{"x":1}})", "log:1");
  ASSERT_TRUE(unknown);
  EXPECT_FALSE(unknown->has_value());
}

TEST(ActionTest, FieldsOfACheckpointThatAreNullAreAbsent) {
  const auto action = parse_action(R"({"add":null,"txn":{"appId":"a","version":1}})", "log:1");
  ASSERT_TRUE(action && action->has_value());
  EXPECT_TRUE(std::holds_alternative<Txn>(**action));
}

class CorruptEntryTest : public testing::TestWithParam<LineCase> {};

TEST_P(CorruptEntryTest, IsCorruptAndNamesFileAndLine) {
  const std::string text =
      std::string(R"({"txn":{"appId":"a","version":1}})") + "\n" + GetParam().line;
  const auto entry = parse_entry(text, "t/_delta_log/3.json");
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(entry.error().message.find("t/_delta_log/3.json:2: "), 0u) << entry.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Lines, CorruptEntryTest,
    testing::Values(LineCase{"Torn", R"({"add":{"path":"a.parq)"}, LineCase{"NotAnObject", "[]"},
                    LineCase{"NotJson", "hello"}, LineCase{"ActionIsAText", R"({"add":"a"})"},
                    LineCase{"PathIsMissing", R"({"remove":{"dataChange":true}})"},
                    LineCase{"SizeIsAText", R"({"add":{"path":"a","size":"5","modificationTime":1,)"
                                            R"("dataChange":true}})"},
                    LineCase{"VersionIsTooLarge",
                             R"({"txn":{"appId":"a","version":18446744073709551615}})"},
                    LineCase{"PartitionValueIsANumber",
                             R"({"add":{"path":"a","partitionValues":{"d":1},"size":5,)"
                             R"("modificationTime":1,"dataChange":true}})"}),
    [](const auto& test) { return test.param.name; });

TEST(EntryTest, AnEmptyEntryIsCorrupt) {
  EXPECT_EQ(parse_entry("", "log").error().code, ErrorCode::kCorrupt);
}

TEST(EntryTest, NestingWithoutEndIsCorruptAndNoCrash) {
  const std::string deep = R"({"commitInfo":{"a":)" + std::string(100'000, '[');
  EXPECT_EQ(parse_entry(deep, "log").error().code, ErrorCode::kCorrupt);
}

TEST(EntryTest, TheLastLineNeedsNoLineEnd) {
  const auto entry = parse_entry(R"({"txn":{"appId":"a","version":1}})", "log");
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->size(), 1u);
}

AddFile file(const std::string& path) { return {.path = path}; }

TEST(EntryTest, ActionsThatReconcileMayNotStandTogether) {
  EXPECT_FALSE(check_entry({file("a"), file("a")}));
  EXPECT_FALSE(check_entry({file("a"), RemoveFile{.path = "a"}}));
  EXPECT_FALSE(check_entry({Protocol{}, Protocol{}}));
  EXPECT_FALSE(check_entry({Metadata{}, Metadata{}}));
  EXPECT_FALSE(check_entry({Txn{.app_id = "x", .version = 1}, Txn{.app_id = "x", .version = 2}}));
  EXPECT_EQ(check_entry({Metadata{}, Metadata{}}).error().code, ErrorCode::kInvalid);
}

TEST(EntryTest, ActionsThatDoNotReconcileMayStandTogether) {
  AddFile with_vector = file("a");
  with_vector.deletion_vector = DeletionVector{.storage_type = "u", .path_or_inline = "x"};
  EXPECT_TRUE(check_entry({with_vector, RemoveFile{.path = "a"}}));
  EXPECT_TRUE(check_entry({Txn{.app_id = "x"}, Txn{.app_id = "y"}, file("a"), file("b")}));
}

TEST(EntryTest, BytesThatAreNotTextAreReplaced) {
  EXPECT_EQ(action_line(Txn{.app_id = "a\xFF", .version = 1}), R"({"txn":{"appId":"a)"
                                                               "\xEF\xBF\xBD"
                                                               R"(","version":1}})");
}

}  // namespace
}  // namespace tarn::delta
