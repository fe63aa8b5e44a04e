#include "source/file_text.h"

#include <gtest/gtest.h>

#include "format/test_gzip.h"
#include "storage/memory_file_system.h"

namespace tarn::source {
namespace {

using format::packed;

// Text that does not pack well: gzip's file of it takes more than one piece.
std::string noise(size_t bytes) {
  std::string text;
  uint64_t state = 1;
  while (text.size() < bytes) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    text += static_cast<char>('!' + (state >> 33) % 90);
  }
  return text;
}

class FileTextTest : public testing::Test {
 protected:
  // All chunks of a file, each at most `chunk` bytes; or what went wrong.
  std::string read_all(const std::string& path, size_t chunk) {
    FileText text(files_, path);
    std::string whole;
    if (const Status opened = text.open(); !opened) {
      return opened.error().message;
    }
    while (!text.is_whole()) {
      const auto next = text.next(chunk);
      if (!next) {
        return next.error().message;
      }
      EXPECT_LE(next->size(), chunk);
      whole += *next;
    }
    return whole;
  }

  ManualClock clock_{1'767'268'800'000'000};
  storage::MemoryFileSystem files_{clock_};
};

TEST_F(FileTextTest, AFileComesInChunks) {
  files_.write("/a.json", "0123456789");
  EXPECT_EQ(read_all("/a.json", 3), "0123456789");
  EXPECT_EQ(read_all("/a.json", 5), "0123456789");
  EXPECT_EQ(read_all("/a.json", 100), "0123456789");
}

TEST_F(FileTextTest, AnEmptyFileIsWholeAtOnce) {
  files_.write("/a.json", "");
  EXPECT_EQ(read_all("/a.json", 3), "");
}

TEST_F(FileTextTest, APackedFileIsUnpackedFromPieces) {
  const std::string text = noise(300'000);
  files_.write("/a.json.gz", packed(text));
  const int before = files_.steps();
  EXPECT_EQ(read_all("/a.json.gz", 7'777), text);
  EXPECT_GE(files_.steps() - before, 4) << "of about 250 kB, 64 kB at once";
}

TEST_F(FileTextTest, APackedFileThatEndsTooEarlyIsNamed) {
  files_.write("/a.json.gz", packed("some text that is long enough").substr(0, 20));
  EXPECT_EQ(read_all("/a.json.gz", 100),
            "/a.json.gz: the file is not what gzip writes: it ends too early");
}

TEST_F(FileTextTest, AFileThatShrinksWhileItIsReadIsNamed) {
  files_.write("/a.json", "0123456789");
  FileText text(files_, "/a.json");
  ASSERT_TRUE(text.open());
  ASSERT_TRUE(text.next(4));
  files_.write("/a.json", "01234");
  const auto rest = text.next(4);
  ASSERT_FALSE(rest);
  EXPECT_EQ(rest.error().condition, "FAILED_READ_FILE.NO_HINT");
  EXPECT_EQ(rest.error().message,
            "/a.json had 10 bytes when it was planned, and has 5 now: files must not change after "
            "they appear");
}

TEST_F(FileTextTest, AFileThatGrowsGivesWhatItHadWhenItWasOpened) {
  files_.write("/a.json", "0123456789");
  FileText text(files_, "/a.json");
  ASSERT_TRUE(text.open());
  files_.write("/a.json", "0123456789abc");
  EXPECT_EQ(*text.next(100), "0123456789");
  EXPECT_TRUE(text.is_whole());
  EXPECT_EQ(*text.stored_bytes_now(), 13u);
}

TEST_F(FileTextTest, WhatOtherProgramsCompressIsRefused) {
  files_.write("/a.json.ZST", "x");
  EXPECT_EQ(read_all("/a.json.ZST", 10),
            "/a.json.ZST is compressed in a way that cannot be read yet (.zst); plain files and "
            ".gz can");
}

}  // namespace
}  // namespace tarn::source
