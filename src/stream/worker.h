// A thread that outlives its tasks: it does one at a time, and waits for the next.
//
// A flow keeps its workers from batch to batch. A thread of a batch's own costs that batch a fifth
// of a millisecond, most of it for the memory that an allocator keeps for each thread.
// The thread starts with the first task. start() and finish() are called from one thread at a time.

#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace tarn::stream {

class Worker {
 public:
  using Task = std::function<void(const std::stop_token&)>;

  Worker() = default;
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Begins `task`. The one before it must have been waited for with finish().
  void start(Task task);
  // Asks the task to stop, and returns when it has ended. Without a task it returns at once.
  void finish();

 private:
  void work(const std::stop_token& ending);

  std::mutex mutex_;  // guards all below but the thread
  std::condition_variable_any changed_;
  std::optional<Task> task_;  // until it has ended
  std::stop_source stop_;     // of the task
  std::jthread thread_;       // last: stopped and joined before the rest goes
};

}  // namespace tarn::stream
