#include "delta/partition.h"

#include <gtest/gtest.h>

namespace tarn::delta {
namespace {

using types::DataType;
using types::Value;

struct TextCase {
  const char* name;
  DataType type;
  Value value;
  const char* text;
};

class PartitionTextTest : public testing::TestWithParam<TextCase> {};

TEST_P(PartitionTextTest, IsTheProtocolsAndReadsBack) {
  const auto text = partition_text(GetParam().value, GetParam().type);
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text, GetParam().text);
  const auto value = partition_value(*text, GetParam().type);
  ASSERT_TRUE(value) << value.error().message;
  EXPECT_EQ(*value, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Types, PartitionTextTest,
    testing::Values(
        TextCase{"Boolean", types::boolean(), Value{true}, "true"},
        TextCase{"Int", types::int_type(), Value{int64_t{-7}}, "-7"},
        TextCase{"Double", types::double_type(), Value{1.5}, "1.5"},
        TextCase{"Decimal", DataType::decimal(5, 2), Value{types::Int128{-1250}}, "-12.50"},
        TextCase{"LargestDecimal", DataType::decimal(3, 0), Value{types::Int128{999}}, "999"},
        TextCase{"String", types::string_type(), Value{"a/b=ü"}, "a/b=ü"},
        TextCase{"Binary", types::binary_type(), Value{std::string("\x01\xFF", 2)}, "\x01ÿ"},
        TextCase{"Date", types::date_type(), Value{int64_t{20'454}}, "2026-01-01"},
        TextCase{"Timestamp", types::timestamp_type(), Value{int64_t{123'456}},
                 "1970-01-01T00:00:00.123456Z"},
        TextCase{"BeforeTheEpoch", types::timestamp_type(), Value{int64_t{-1}},
                 "1969-12-31T23:59:59.999999Z"},
        TextCase{"TimestampNtz", types::timestamp_ntz_type(), Value{int64_t{1'000'000}},
                 "1970-01-01 00:00:01.000000"}),
    [](const auto& test) { return test.param.name; });

TEST(PartitionTest, NullAndTheEmptyTextAreOne) {
  EXPECT_EQ(*partition_text(Value{}, types::int_type()), std::nullopt);
  EXPECT_EQ(*partition_text(Value{""}, types::string_type()), std::nullopt);
  EXPECT_TRUE(partition_value(std::nullopt, types::int_type())->is_null());
  EXPECT_TRUE(partition_value("", types::string_type())->is_null());
}

TEST(PartitionTest, OtherWritersFormsAreRead) {
  EXPECT_EQ(*partition_value("2026-01-01 00:00:00", types::timestamp_type()),
            Value{int64_t{1'767'225'600'000'000}});
  EXPECT_EQ(*partition_value("1.5", DataType::decimal(5, 2)), Value{types::Int128{150}});
  EXPECT_EQ(*partition_value("TRUE", types::boolean()), Value{true});
}

struct WrongCase {
  const char* name;
  DataType type;
  const char* text;
};

class WrongPartitionTextTest : public testing::TestWithParam<WrongCase> {};

TEST_P(WrongPartitionTextTest, IsCorrupt) {
  const auto value = partition_value(GetParam().text, GetParam().type);
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().code, ErrorCode::kCorrupt);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, WrongPartitionTextTest,
    testing::Values(WrongCase{"Int", types::int_type(), "1x"},
                    WrongCase{"TooLarge", types::byte_type(), "128"},
                    WrongCase{"Date", types::date_type(), "2026-13-01"},
                    WrongCase{"Boolean", types::boolean(), "1"},
                    WrongCase{"TooManyDigits", DataType::decimal(3, 2), "12.34"},
                    WrongCase{"TooManyPlaces", DataType::decimal(9, 2), "1.234"},
                    WrongCase{"NoDigits", DataType::decimal(9, 2), "-."},
                    WrongCase{"NotBytes", types::binary_type(), "€"}),
    [](const auto& test) { return test.param.name; });

TEST(PartitionTest, NestedTypesCannotPartition) {
  EXPECT_EQ(
      partition_text(Value{types::ValueList{}}, DataType::array(types::int_type())).error().code,
      ErrorCode::kInvalid);
}

TEST(PartitionTest, FoldersAreNamedAsHiveNamesThem) {
  EXPECT_EQ(partition_folder({{"day", "2026-01-01"}, {"store", "a/b: 50%"}}),
            "day=2026-01-01/store=a%2Fb%3A 50%25");
  EXPECT_EQ(partition_folder({{"day", std::nullopt}}), "day=__HIVE_DEFAULT_PARTITION__");
  EXPECT_EQ(partition_folder({}), "");
}

}  // namespace
}  // namespace tarn::delta
