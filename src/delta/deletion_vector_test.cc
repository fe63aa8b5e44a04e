#include "delta/deletion_vector.h"

#include <gtest/gtest.h>

#include "delta/base85.h"
#include "delta/test_tables.h"
#include "delta/test_vectors.h"

namespace tarn::delta {
namespace {

constexpr uint32_t kExampleChecksum = 0x0599C9DF;  // of the example's bytes, as zlib computes it
constexpr const char* kExampleFile = "t/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin";

DeletionVector example_inline() {
  return {
      .storage_type = "i", .path_or_inline = kInlineExample, .size_in_bytes = 40, .cardinality = 6};
}

DeletionVector example_in_file() {
  return {.storage_type = "u",
          .path_or_inline = "^-aqEH.-t@S}K{vb[*k^",
          .offset = 4,
          .size_in_bytes = 40,
          .cardinality = 6};
}

std::string example_bytes() { return base85_decoded(kInlineExample).value(); }

// Version 1, three bytes of another vector, the example.
std::string file_with(const std::string& bytes, uint32_t checksum) {
  return std::string("\x01") + "xyz" + big(bytes.size(), 4) + bytes + big(checksum, 4);
}

void expect_example(const Result<types::RowSet>& rows) {
  ASSERT_TRUE(rows) << rows.error().text();
  EXPECT_EQ(rows->size(), 6U);
  for (const uint64_t row : {3, 4, 7, 11, 18, 29}) {
    EXPECT_TRUE(rows->contains(row)) << row;
  }
  EXPECT_EQ(rows->largest(), 29U);
}

TEST(DeletionVectorTest, OneInTheLogIsReadFromTheLog) {
  World world;
  expect_example(deleted_rows(world.files, "t", example_inline()));
}

TEST(DeletionVectorTest, OneInAFileIsReadWhereTheLogSays) {
  World world;
  world.files.write(kExampleFile, file_with(example_bytes(), kExampleChecksum));
  expect_example(deleted_rows(world.files, "t", example_in_file()));
}

TEST(DeletionVectorTest, APrefixIsAFolder) {
  DeletionVector vector = example_in_file();
  vector.path_or_inline = "ab" + vector.path_or_inline;
  EXPECT_EQ(vector_path("t", vector).value(),
            "t/ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin");
}

TEST(DeletionVectorTest, AnAbsolutePathIsWrittenAsThoseOfDataFiles) {
  World world;
  world.files.write("/else where/v.bin", file_with(example_bytes(), kExampleChecksum));
  DeletionVector vector = example_in_file();
  vector.storage_type = "p";
  vector.path_or_inline = "file:///else%20where/v.bin";
  expect_example(deleted_rows(world.files, "t", vector));
}

TEST(DeletionVectorTest, AVectorWithoutBytesTakesOutNothing) {
  World world;
  const auto rows = deleted_rows(world.files, "t", {.storage_type = "i", .path_or_inline = ""});
  ASSERT_TRUE(rows);
  EXPECT_TRUE(rows->is_empty());
}

struct Broken {
  const char* name;
  DeletionVector vector;
  std::string file;  // what lies at the example's path
  const char* condition;
  const char* message;  // behind the vector's name
};

class BrokenVectorTest : public testing::TestWithParam<Broken> {};

TEST_P(BrokenVectorTest, IsRefusedWithWhatIsWrong) {
  World world;
  if (!GetParam().file.empty()) {
    world.files.write(kExampleFile, GetParam().file);
  }
  const auto rows = deleted_rows(world.files, "t", GetParam().vector);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().condition, GetParam().condition);
  EXPECT_EQ(rows.error().message, "reading the deletion vector " + GetParam().vector.unique_id() +
                                      " of t: " + GetParam().message);
}

template <typename Change>
DeletionVector changed(DeletionVector vector, const Change& change) {
  change(vector);
  return vector;
}

std::string good_file() { return file_with(example_bytes(), kExampleChecksum); }

INSTANTIATE_TEST_SUITE_P(
    Vector, BrokenVectorTest,
    testing::Values(
        Broken{"Checksum", example_in_file(), file_with(example_bytes(), kExampleChecksum + 1),
               "DELTA_DELETION_VECTOR_CHECKSUM_MISMATCH",
               "the checksum of its bytes is not the one behind them"},
        Broken{"Size", changed(example_in_file(), [](auto& v) { v.size_in_bytes = 41; }),
               good_file(), "DELTA_DELETION_VECTOR_SIZE_MISMATCH",
               "the log says 41 bytes, and there are 40"},
        Broken{"FileCut", example_in_file(), good_file().substr(0, 20),
               "DELTA_DELETION_VECTOR_SIZE_MISMATCH", "the log says 40 bytes, and there are 12"},
        Broken{"Offset", changed(example_in_file(), [](auto& v) { v.offset = 400; }), good_file(),
               "DELTA_DELETION_VECTOR_SIZE_MISMATCH", "the log says 40 bytes, and there are 0"},
        Broken{"NegativeOffset", changed(example_in_file(), [](auto& v) { v.offset = -1; }),
               good_file(), "", "its offset is -1"},
        Broken{"NegativeSize", changed(example_in_file(), [](auto& v) { v.size_in_bytes = -1; }),
               good_file(), "", "its size is -1"},
        Broken{"Version", example_in_file(), "\x02" + good_file().substr(1), "",
               "its first byte is not 1, the format that is known"},
        Broken{"Cardinality", changed(example_inline(), [](auto& v) { v.cardinality = 7; }), "",
               "DELTA_DELETION_VECTOR_CARDINALITY_MISMATCH", "the log says 7 rows, and it holds 6"},
        Broken{"InlineSize", changed(example_inline(), [](auto& v) { v.size_in_bytes = 44; }), "",
               "DELTA_DELETION_VECTOR_SIZE_MISMATCH", "the log says 44 bytes, and there are 40"},
        Broken{"InlineText", changed(example_inline(), [](auto& v) { v.path_or_inline = "abc"; }),
               "", "", "Base85 text of 3 characters, which is no multiple of five"},
        Broken{"InlineCharacter",
               changed(example_inline(), [](auto& v) { v.path_or_inline[3] = '"'; }), "", "",
               "a character of Base85 text is none of its 85 (byte 34)"},
        Broken{"InlineOverflow",
               changed(example_inline(), [](auto& v) { v.path_or_inline = "#####"; }), "", "",
               "five characters of Base85 text are more than four bytes"},
        Broken{"Storage", changed(example_in_file(), [](auto& v) { v.storage_type = "x"; }), "", "",
               "it lies nowhere: storageType 'x', '^-aqEH.-t@S}K{vb[*k^'"},
        Broken{"ShortName", changed(example_in_file(), [](auto& v) { v.path_or_inline = "abc"; }),
               "", "", "it lies nowhere: storageType 'u', 'abc'"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace tarn::delta
