#include "project/tarn_file.h"

#include <gtest/gtest.h>

namespace tarn::project {
namespace {

constexpr int64_t kMachine = int64_t{16} << 30;

int64_t memory_of(const std::string& text) {
  const TarnFileResult read = parse_tarn_file("tarn.yml", "memory: " + text, kMachine);
  EXPECT_TRUE(read) << text;
  return read.file.memory_bytes.value_or(-1);
}

std::string complaint_about(const std::string& text) {
  const TarnFileResult read = parse_tarn_file("tarn.yml", text, kMachine);
  EXPECT_EQ(read.diagnostics.size(), 1u) << text;
  return read ? "" : read.diagnostics.front().text();
}

TEST(TarnFileTest, MemoryHasUnitsOrIsAPartOfTheMachines) {
  EXPECT_EQ(memory_of("4 GiB"), int64_t{4} << 30);
  EXPECT_EQ(memory_of("800MB"), 800'000'000);
  EXPECT_EQ(memory_of("1.5 GB"), 1'500'000'000);
  EXPECT_EQ(memory_of("536870912"), 536'870'912);
  EXPECT_EQ(memory_of("25%"), kMachine / 4);
}

TEST(TarnFileTest, MoreMemoryThanThereIsMeansAllThatThereIs) {
  EXPECT_EQ(memory_of("1 TiB"), kMachine);
}

TEST(TarnFileTest, AnEmptyFileHasTheDefaults) {
  EXPECT_FALSE(parse_tarn_file("tarn.yml", "", kMachine).file.memory_bytes.has_value());
}

TEST(TarnFileTest, WhatIsNoAmountOfMemoryIsRefusedWhereItStands) {
  const std::string hint = "; for example 4 GiB, 800 MB, or 25% of the machine's\n";
  const std::string message = "error: `memory` of tarn.yml is no amount of memory";
  EXPECT_EQ(complaint_about("memory: much"),
            "tarn.yml:1:9: " + message + hint + "  memory: much\n          ^^^^");
  EXPECT_TRUE(complaint_about("memory: 4 gigs").starts_with("tarn.yml:1:9: " + message));
  EXPECT_TRUE(complaint_about("memory: 101%").starts_with("tarn.yml:1:9: " + message));
  EXPECT_TRUE(complaint_about("memory: [1]").starts_with("tarn.yml:1:9: " + message));
  EXPECT_TRUE(complaint_about("memory: 64 MiB")
                  .starts_with("tarn.yml:1:9: error: `memory` of tarn.yml is too little: it should "
                               "be 128 MiB at least."));
}

TEST(TarnFileTest, AFieldThatIsNotKnownIsRefused) {
  EXPECT_TRUE(complaint_about("memroy: 4 GiB")
                  .starts_with("tarn.yml:1:1: error: The field `memroy` of tarn.yml is unexpected; "
                               "did you mean 'memory'?"));
  EXPECT_TRUE(complaint_about("schedules: {}")
                  .starts_with("tarn.yml:1:1: error: The field `schedules` of tarn.yml is not "
                               "supported yet; take it out"));
  EXPECT_TRUE(complaint_about("[1]").starts_with(
      "tarn.yml:1:1: error: tarn.yml should be a map of fields, got a list."));
}

}  // namespace
}  // namespace tarn::project
