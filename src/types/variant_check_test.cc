#include "types/variant_check.h"

#include <gtest/gtest.h>

#include "types/variant.h"

namespace tarn::types {
namespace {

using std::string_literals::operator""s;

const std::string kNoNames = "\x01\x00\x00"s;
const std::string kNamesAB = "\x01\x02\x00\x01\x02"s + "ab";  // 0: a, 1: b

std::string checked(const std::string& metadata, const std::string& value) {
  const Result<std::string> bytes = checked_variant(metadata, value);
  if (!bytes) return bytes.error().condition;
  std::string text;
  VariantView(*bytes).append_json(text, SessionZone());
  return text;
}

struct Case {
  const char* name;
  std::string metadata;
  std::string value;
  std::string result;
};
class CheckedVariantTest : public testing::TestWithParam<Case> {};

TEST_P(CheckedVariantTest, IsReadOrRefused) {
  EXPECT_EQ(checked(GetParam().metadata, GetParam().value), GetParam().result);
}

const std::string kMalformed = "MALFORMED_VARIANT";

INSTANTIATE_TEST_SUITE_P(
    Bytes, CheckedVariantTest,
    testing::Values(
        Case{"Null", kNoNames, "\x00"s, "null"}, Case{"Byte", kNoNames, "\x0c\x05", "5"},
        Case{"ShortText", kNoNames, "\x05x", "\"x\""},
        Case{"BytesBehindAreLeftOut", kNoNames + "zz", "\x0c\x05zz", "5"},
        Case{"Array", kNoNames, "\x03\x02\x00\x02\x03\x0c\x07\x00"s, "[7,null]"},
        Case{"Object", kNamesAB, "\x02\x02\x00\x01\x00\x01\x02\x00\x04"s,
             "{\"a\":null,\"b\":true}"},
        // Others may put fields in another order; they must be found, too.
        Case{"FieldsInAnotherOrder", kNamesAB, "\x02\x02\x01\x00\x00\x01\x02\x04\x00"s,
             "{\"a\":null,\"b\":true}"},
        Case{"Nothing", "", "", kMalformed}, Case{"NoMetadata", "", "\x00"s, kMalformed},
        Case{"NoValue", kNoNames, "", kMalformed},
        Case{"OtherVersion", "\x02\x00\x00"s, "\x00"s, kMalformed},
        Case{"NamesEndEarly", "\x01\x02\x00\x01\x09"s + "ab", "\x00"s, kMalformed},
        Case{"NamesGoBack", "\x01\x02\x00\x02\x01"s + "ab", "\x00"s, kMalformed},
        Case{"MoreNamesThanBytes", "\xc1\xff\xff\xff\xff", "\x00"s, kMalformed},
        Case{"NameIsNoText", "\x01\x01\x00\x01\xff"s, "\x00"s, kMalformed},
        Case{"NumberEndsEarly", kNoNames, "\x18\x05", kMalformed},
        Case{"TextEndsEarly", kNoNames, "\x09x", kMalformed},
        Case{"TextIsNoUtf8", kNoNames, "\x05\xff", kMalformed},
        Case{"LongTextEndsEarly", kNoNames, "\x40\xff\xff\xff\xffx", kMalformed},
        Case{"DecimalOfTooManyDigits", kNoNames, "\x20\x00\xff\xff\xff\x7f"s, kMalformed},
        Case{"DecimalOfTooLargeAScale", kNoNames, "\x20\x0a\x01\x00\x00\x00"s, kMalformed},
        Case{"NameThatIsNot", kNamesAB, "\x02\x01\x07\x00\x01\x00"s, kMalformed},
        Case{"TwoFieldsOfOneName", kNamesAB, "\x02\x02\x00\x00\x00\x01\x02\x00\x04"s, kMalformed},
        Case{"PartBeyondTheEnd", kNoNames, "\x03\x01\x05\x01\x00"s, kMalformed},
        Case{"PartsThatShareBytes", kNoNames, "\x03\x02\x00\x00\x02\x0c\x07", kMalformed},
        Case{"CountBeyondTheEnd", kNoNames, "\x13\xff\xff\xff\xff\x00"s, kMalformed},
        Case{"Uuid", kNoNames, "\x50" + std::string(16, 'u'), "UNKNOWN_PRIMITIVE_TYPE_IN_VARIANT"}),
    [](const auto& test) { return test.param.name; });

TEST(CheckedVariantTest, WhatWasBuiltComesBackByteForByte) {
  VariantBuilder builder;
  std::vector<VariantBuilder::Field> fields;
  fields.push_back(builder.field(0, "z"));
  builder.append_decimal({.unscaled = -Int128{1} << 100, .scale = 7});
  fields.push_back(builder.field(0, "a"));
  builder.append_string(std::string(300, 'x'));
  ASSERT_TRUE(builder.close_object(0, std::move(fields)));
  const std::string bytes = builder.take();
  const size_t size = variant_metadata_bytes(bytes);
  EXPECT_EQ(*checked_variant(bytes.substr(0, size), bytes.substr(size)), bytes);
}

TEST(CheckedVariantTest, DepthHasABound) {
  std::string value = "\x00"s;
  for (int depth = 0; depth < 3'000; ++depth) {
    const auto size = static_cast<uint32_t>(value.size());
    std::string head = "\x0f\x01"s;  // an array of one, with offsets of four bytes
    head += std::string(4, '\0');
    for (unsigned shift = 0; shift < 32; shift += 8) head += static_cast<char>(size >> shift);
    value = head + value;
  }
  EXPECT_EQ(checked(kNoNames, value), kMalformed);
}

}  // namespace
}  // namespace tarn::types
