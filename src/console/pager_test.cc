#include "console/pager.h"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tarn::console {
namespace {

constexpr ScreenSize kSmall = {.lines = 8, .columns = 20};

// What a pager is given that keeps it in a file; nothing where none was started.
std::string paged(const std::string& text) {
  const auto path = std::filesystem::path(testing::TempDir()) /
                    testing::UnitTest::GetInstance()->current_test_info()->name();
  std::filesystem::remove(path);
  {
    PagedOutput out("cat > " + path.string(), kSmall);
    std::fwrite(text.data(), 1, text.size(), out.file());
  }
  std::ifstream file(path);
  std::string kept{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::filesystem::remove(path);
  return kept;
}

TEST(PagerTest, WhatFitsOnTheScreenIsPrinted) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(paged("a\nb\n"), "");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "a\nb\n");
}

TEST(PagerTest, MoreLinesThanTheScreenHasGoToThePagerFromTheFirstOn) {
  const std::string lines = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  EXPECT_EQ(paged(lines), lines);
}

TEST(PagerTest, AWiderLineThanTheScreenGoesToThePager) {
  const std::string line = std::string(kSmall.columns + 1, 'x') + "\n";
  EXPECT_EQ(paged(line), line);
}

TEST(PagerTest, AfterThePagersEndWritingFails) {
  std::signal(SIGPIPE, SIG_IGN);
  PagedOutput out("true", kSmall);
  const std::string line(1'000, 'x');
  for (int i = 0; i < 10'000 && std::ferror(out.file()) == 0; ++i) {
    std::fwrite(line.data(), 1, line.size(), out.file());
  }
  EXPECT_NE(std::ferror(out.file()), 0);
}

}  // namespace
}  // namespace tarn::console
