#include "format/gzip.h"

#include <gtest/gtest.h>

#include "format/test_gzip.h"

namespace tarn::format {
namespace {

// Unpacks what comes in pieces of `packed_chunk` bytes.
std::string unpacked(std::string_view file, size_t chunk, size_t packed_chunk = 1 << 20) {
  GzipReader reader("x.gz", [&]() -> Result<std::string_view> {
    const std::string_view piece = file.substr(0, packed_chunk);
    file.remove_prefix(piece.size());
    return piece;
  });
  std::string whole;
  for (std::string piece;;) {
    if (const Status status = reader.next(piece, chunk); !status) {
      return status.error().message;
    }
    if (piece.empty()) {
      return whole;
    }
    whole += piece;
  }
}

TEST(GzipReaderTest, UnpacksInPiecesOfAnySize) {
  const std::string text(10000, 'x');
  EXPECT_EQ(unpacked(packed(text), 1 << 20), text);
  EXPECT_EQ(unpacked(packed(text), 7), text);
}

TEST(GzipReaderTest, TakesPiecesOfAnySize) {
  const std::string file = packed("some text") + packed(" and more");
  EXPECT_EQ(unpacked(file, 100, 1), "some text and more");
  EXPECT_EQ(unpacked(file, 1, 3), "some text and more");
}

TEST(GzipReaderTest, WhatCannotBeReadIsTheReadersError) {
  GzipReader reader(
      "x.gz", []() -> Result<std::string_view> { return Error{ErrorCode::kUnavailable, "disk"}; });
  std::string out;
  EXPECT_EQ(reader.next(out, 10).error().message, "disk");
}

TEST(GzipReaderTest, MembersBehindOneAnotherAreOneFile) {
  EXPECT_EQ(unpacked(packed("a\n") + packed("b\n"), 100), "a\nb\n");
}

TEST(GzipReaderTest, AnEmptyFileHoldsNothing) { EXPECT_EQ(unpacked("", 100), ""); }

TEST(GzipReaderTest, WhatEndsTooEarlyIsAnError) {
  const std::string file = packed("some text that is long enough");
  EXPECT_EQ(unpacked(std::string_view(file).substr(0, file.size() - 9), 100),
            "x.gz: the file is not what gzip writes: it ends too early");
}

TEST(GzipReaderTest, WhatIsNotGzipIsAnError) {
  EXPECT_EQ(unpacked("{\"a\": 1}", 100),
            "x.gz: the file is not what gzip writes: incorrect header check");
}

}  // namespace
}  // namespace tarn::format
