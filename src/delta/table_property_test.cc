#include "delta/table_property.h"

#include <gtest/gtest.h>

namespace tarn::delta {
namespace {

struct Case {
  const char* label;
  const char* name;
  const char* value;
  const char* problem;  // "fine", a condition, or the beginning of a message without one
};
class CheckPropertyTest : public testing::TestWithParam<Case> {};

TEST_P(CheckPropertyTest, SaysWhatDeltaSays) {
  const Status checked = check_property(GetParam().name, GetParam().value);
  const std::string problem(GetParam().problem);
  if (checked) {
    EXPECT_EQ("fine", problem);
  } else if (!checked.error().condition.empty()) {
    EXPECT_EQ(checked.error().condition, problem);
  } else {
    EXPECT_EQ(checked.error().message.substr(0, problem.size()), problem);
  }
}

// Recorded from Delta 4.4; UNSUPPORTED_FEATURE where Delta itself would go on.
INSTANTIATE_TEST_SUITE_P(
    Properties, CheckPropertyTest,
    testing::Values(
        Case{"UsersOwn", "quality", "silver", "fine"},
        Case{"Boolean", "delta.appendOnly", "true", "fine"},
        Case{"AnyCase", "DELTA.APPENDONLY", "TRUE", "fine"},
        Case{"NoBoolean", "delta.appendOnly", "yes", "delta.appendOnly needs to be a boolean"},
        Case{"Unknown", "delta.nosuch", "1", "DELTA_UNKNOWN_CONFIGURATION"},
        Case{"Interval", "delta.checkpointInterval", "7", "fine"},
        Case{"ZeroInterval", "delta.checkpointInterval", "0",
             "delta.checkpointInterval needs to be a positive integer"},
        Case{"Indexed", "delta.dataSkippingNumIndexedCols", "-1", "fine"},
        Case{"TooFewIndexed", "delta.dataSkippingNumIndexedCols", "-2",
             "delta.dataSkippingNumIndexedCols needs to be larger than or equal to -1"},
        Case{"Retention", "delta.logRetentionDuration", "interval 1 week 2 days", "fine"},
        Case{"MonthsOfRetention", "delta.logRetentionDuration", "interval 1 month",
             "DELTA_INVALID_INTERVAL"},
        Case{"NoRetention", "delta.deletedFileRetentionDuration", "5", "DELTA_INVALID_INTERVAL"},
        Case{"Isolation", "delta.isolationLevel", "SnapshotIsolation",
             "DELTA_INVALID_ISOLATION_LEVEL"},
        Case{"MaxColumnId", "delta.columnMapping.maxColumnId", "5",
             "DELTA_CANNOT_MODIFY_TABLE_PROPERTY"},
        Case{"ColumnMapping", "delta.columnMapping.mode", "NAME", "fine"},
        Case{"BadColumnMapping", "delta.columnMapping.mode", "magic",
             "delta.columnMapping.mode needs to be one of none, name, id"},
        Case{"NoColumnMapping", "delta.columnMapping.mode", "none", "fine"},
        Case{"DeletionVectors", "delta.enableDeletionVectors", "true", "fine"},
        Case{"RowTracking", "delta.enableRowTracking", "TRUE", "fine"},
        Case{"Iceberg", "delta.universalFormat.enabledFormats", "iceberg", "UNSUPPORTED_FEATURE"},
        Case{"IcebergCompat", "delta.enableIcebergCompatV2", "true", "UNSUPPORTED_FEATURE"},
        Case{"NoDeletionVectors", "delta.enableDeletionVectors", "false", "fine"},
        Case{"Feature", "delta.feature.timestampNTZ", "supported", "fine"},
        Case{"FeatureWithoutEffect", "delta.feature.typeWidening-preview", "supported", "fine"},
        Case{"FeatureThatTarnLacks", "delta.feature.icebergCompatV2", "supported",
             "UNSUPPORTED_FEATURE"},
        Case{"FeatureSwitchedOff", "delta.feature.timestampNtz", "no", "UNSUPPORTED_FEATURE"},
        Case{"Check", "delta.constraints.positive", "id > 0", "UNSUPPORTED_FEATURE"},
        Case{"Protocol", "delta.minWriterVersion", "7", "fine"},
        Case{"NoProtocol", "delta.minReaderVersion", "two",
             "delta.minReaderVersion needs to be one of 1, 2, 3"},
        Case{"HighProtocol", "delta.minWriterVersion", "8",
             "delta.minWriterVersion needs to be one of 1, 2, 3, 4, 5, 6, 7"},
        Case{"FeatureEnabled", "delta.feature.columnMapping", "enabled", "fine"},
        Case{"Codec", "delta.parquet.compression.codec", "ZSTD", "fine"},
        Case{"NoCodec", "delta.parquet.compression.codec", "lzo",
             "delta.parquet.compression.codec needs to be one of snappy"}),
    [](const auto& test) { return test.param.label; });

TEST(TablePropertyTest, ATableKeepsNamesAsDeltaSpellsThem) {
  EXPECT_EQ(spelt_as_delta_does({{"DELTA.appendonly", "true"},
                                 {"Quality", "x"},
                                 {"delta.Feature.timestampntz", "supported"},
                                 {"delta.columnmapping.mode", "NAME"}}),
            (Configuration{{"delta.appendOnly", "true"},
                           {"Quality", "x"},
                           {"delta.feature.timestampNtz", "supported"},
                           {"delta.columnMapping.mode", "name"}}));
}

TEST(TablePropertyTest, ACodecIsTheParquetWriters) {
  EXPECT_EQ(parquet_codec({}), "snappy");
  EXPECT_EQ(parquet_codec({{"delta.parquet.compression.codec", "NONE"}}), "uncompressed");
  EXPECT_EQ(parquet_codec({{"delta.parquet.compression.codec", "zstd"}}), "zstd");
}

}  // namespace
}  // namespace tarn::delta
