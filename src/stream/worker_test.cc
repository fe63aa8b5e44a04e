#include "stream/worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace tarn::stream {
namespace {

TEST(WorkerTest, DoesItsTasksInTheirOrderOnOneThreadOfItsOwn) {
  Worker worker;
  std::vector<std::thread::id> threads;
  for (int i = 0; i < 3; ++i) {
    worker.start([&](const std::stop_token&) { threads.push_back(std::this_thread::get_id()); });
    worker.finish();
  }
  ASSERT_EQ(threads.size(), 3);
  EXPECT_NE(threads[0], std::this_thread::get_id());
  EXPECT_EQ(threads[1], threads[0]);
  EXPECT_EQ(threads[2], threads[0]);
}

TEST(WorkerTest, AskedToFinishATaskSeesItAndIsWaitedFor) {
  Worker worker;
  std::atomic<bool> has_seen_it = false;
  worker.start([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::this_thread::yield();
    }
    has_seen_it = true;
  });
  worker.finish();
  EXPECT_TRUE(has_seen_it);
}

TEST(WorkerTest, TheNextTaskDoesNotSeeTheStopOfTheLastOne) {
  Worker worker;
  worker.start([](const std::stop_token&) {});
  worker.finish();
  std::atomic<bool> was_stopped = true;
  std::atomic<bool> has_looked = false;
  worker.start([&](const std::stop_token& stop) {
    was_stopped = stop.stop_requested();
    has_looked = true;
    has_looked.notify_all();
  });
  has_looked.wait(false);
  worker.finish();
  EXPECT_FALSE(was_stopped);
}

TEST(WorkerTest, WithoutATaskThereIsNothingToFinish) {
  Worker worker;
  worker.finish();
}

TEST(WorkerTest, ItsEndWaitsForTheTask) {
  std::atomic<bool> has_ended = false;
  {
    Worker worker;
    worker.start([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        std::this_thread::yield();
      }
      has_ended = true;
    });
  }
  EXPECT_TRUE(has_ended);
}

}  // namespace
}  // namespace tarn::stream
