#include "stream/key_encoding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace tarn::stream {
namespace {

using types::DataType;
using types::Value;

// Rows of (text STRING, number INT, ratio DOUBLE); an empty text is NULL.
types::Batch rows() {
  types::Batch batch = types::Batch::empty({{.name = "text", .type = types::string_type()},
                                            {.name = "number", .type = types::int_type()},
                                            {.name = "ratio", .type = types::double_type()}});
  batch.columns[0].append_bytes("tea");
  batch.columns[0].append_null();
  batch.columns[0].append_bytes("");
  batch.columns[1].append<int32_t>(258);
  batch.columns[1].append<int32_t>(-1);
  batch.columns[1].append_null();
  batch.columns[2].append(-0.0);
  batch.columns[2].append(0.0);
  batch.columns[2].append(std::nan("7"));
  batch.rows = 3;
  return batch;
}

// The bytes are part of the flow log's format.
TEST(KeyEncodingBytesTest, TextsHaveTheirLengthInFrontAndNumbersTheirWidth) {
  const Keys keys = encode_keys(rows(), std::vector<size_t>{0, 1});
  ASSERT_EQ(keys.size(), 3u);
  EXPECT_EQ(keys.at(0), std::string_view("\1\3\0\0\0tea\1\2\1\0\0", 13));
  EXPECT_EQ(keys.at(1), std::string_view("\0\1\xff\xff\xff\xff", 6));
  EXPECT_EQ(keys.at(2), std::string_view("\1\0\0\0\0\0", 6));
}

TEST(KeyEncodingBytesTest, ZerosAreOneKeyAndSoAreAllNaNs) {
  types::Batch batch = rows();
  batch.columns[2].append(std::numeric_limits<double>::signaling_NaN());
  batch.columns[1].append_null();
  batch.columns[0].append_null();
  batch.rows = 4;
  const Keys keys = encode_keys(batch, std::vector<size_t>{2});
  EXPECT_EQ(keys.at(0), keys.at(1));
  EXPECT_EQ(keys.at(2), keys.at(3));
  EXPECT_NE(keys.at(1), keys.at(2));
}

TEST(KeyEncodingBytesTest, AColumnInsideAStructIsEncodedLikeOneBesideIt) {
  const DataType pair =
      DataType::structure({{"text", types::string_type()}, {"number", types::int_type()}});
  types::Batch nested = types::Batch::empty({{.name = "pair", .type = pair}});
  nested.columns[0].child(0).append_bytes("tea");
  nested.columns[0].child(1).append<int32_t>(258);
  nested.columns[0].append_struct();
  nested.rows = 1;
  const Keys flat = encode_keys(rows(), std::vector<size_t>{0, 1});
  EXPECT_EQ(encode_keys(nested, std::vector<size_t>{0}).at(0), "\1" + std::string(flat.at(0)));
}

TEST(KeyEncodingBytesTest, NoRowsAreNoKeys) {
  const types::Batch empty = types::Batch::empty({{.name = "text", .type = types::string_type()}});
  EXPECT_EQ(encode_keys(empty, std::vector<size_t>{0}).size(), 0u);
}

TEST(KeyEncodingBytesTest, WithoutKeyColumnsAllRowsAreOneKey) {
  const Keys keys = encode_keys(rows(), std::vector<size_t>{});
  ASSERT_EQ(keys.size(), 3u);
  EXPECT_EQ(keys.at(2), "");
}

}  // namespace
}  // namespace tarn::stream
