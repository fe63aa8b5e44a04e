#include "simulate/playback.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tarn::simulate {
namespace {

constexpr Micros kSecond = 1'000'000;
constexpr Micros kHour = 3'600 * kSecond;
constexpr Micros kNoon = 1'767'268'800 * kSecond;

PosFile due_at(Micros due) { return {.path = "f", .due_micros = due}; }

// A clock that waiting moves, and what was waited for.
class Waiting {
 public:
  Playback at_speed(double speed) {
    return Playback(speed, clock_, [this](Micros moment) {
      clock_.advance(std::max<Micros>(moment - clock_.now(), 0));
      return clock_.now() < stop_at_;
    });
  }
  // Seconds since noon, at which the file was handed on; -1: the playback was stopped.
  double handed_on(Playback& playback, Micros due) {
    return playback.wait_for(due_at(due))
               ? static_cast<double>(clock_.now() - kNoon) / static_cast<double>(kSecond)
               : -1;
  }

  ManualClock clock_{kNoon};
  Micros stop_at_ = INT64_MAX;
};

TEST(PlaybackTest, FilesComeAtTenTimesRealTime) {
  Waiting waiting;
  Playback playback = waiting.at_speed(10);
  EXPECT_EQ(waiting.handed_on(playback, 5 * kHour), 0);
  EXPECT_EQ(waiting.handed_on(playback, 5 * kHour), 0);
  EXPECT_EQ(waiting.handed_on(playback, 6 * kHour), 360);
  EXPECT_EQ(waiting.handed_on(playback, 6 * kHour + 25 * kSecond), 362.5);
}

TEST(PlaybackTest, ASpeedBelowOneIsSlowerThanLife) {
  Waiting waiting;
  Playback playback = waiting.at_speed(0.5);
  EXPECT_EQ(waiting.handed_on(playback, 0), 0);
  EXPECT_EQ(waiting.handed_on(playback, 10 * kSecond), 20);
}

TEST(PlaybackTest, ASlowWriterIsNotWaitedForUntilItHasCaughtUp) {
  Waiting waiting;
  Playback playback = waiting.at_speed(1);
  EXPECT_EQ(waiting.handed_on(playback, 0), 0);
  waiting.clock_.advance(30 * kSecond);
  EXPECT_EQ(waiting.handed_on(playback, 10 * kSecond), 30);
  EXPECT_EQ(waiting.handed_on(playback, 20 * kSecond), 30);
  EXPECT_EQ(waiting.handed_on(playback, 40 * kSecond), 40);
}

TEST(PlaybackTest, StoppingEndsIt) {
  Waiting waiting;
  waiting.stop_at_ = kNoon + 15 * kSecond;
  Playback playback = waiting.at_speed(1);
  EXPECT_EQ(waiting.handed_on(playback, 0), 0);
  EXPECT_EQ(waiting.handed_on(playback, 10 * kSecond), 10);
  EXPECT_EQ(waiting.handed_on(playback, 20 * kSecond), -1);
}

TEST(PlaybackTest, AWholeSimulationTakesItsTimeDividedByTheSpeed) {
  Waiting waiting;
  Playback playback = waiting.at_speed(3'600);
  std::vector<double> times;
  const auto manifest =
      simulate_pos({.days = 2, .items = 5, .events = 200, .files = 8},
                   [&](const PosFile& file, std::string_view) {
                     times.push_back(waiting.handed_on(playback, file.due_micros));
                     return ok();
                   });
  ASSERT_TRUE(manifest);
  EXPECT_EQ(times.front(), 0);
  EXPECT_TRUE(std::ranges::is_sorted(times));
  // Two days are 48 seconds, and the last file ends with the last copy that came late.
  EXPECT_GE(times.back(), 48);
  EXPECT_LT(times.back(), 51);
}

TEST(PlaybackTest, ThereIsAFileAboutEveryTenSecondsOrAtLeastOneADay) {
  EXPECT_EQ(files_at_speed(10, 30), 25'920);
  EXPECT_EQ(files_at_speed(86'400, 30), 30);
  EXPECT_EQ(files_at_speed(1e12, 30), 30);
}

}  // namespace
}  // namespace tarn::simulate
