// Ctrl-C as a request to end the statement that is under way; the console goes on.
//
// Made before any other thread: those inherit that the signal is blocked, and it reaches the watch
// alone.

#pragma once

#include <csignal>
#include <functional>
#include <mutex>
#include <thread>

namespace tarn::console {

class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  // What a signal does from now on, on the watch's thread; null: nothing. Once this returns, what
  // was to be done before is not under way any more.
  void on_signal(std::function<void()> act);

 private:
  void watch();

  sigset_t signals_ = {};
  std::mutex mutex_;
  std::function<void()> act_;  // guarded by mutex_
  std::jthread thread_;
};

}  // namespace tarn::console
