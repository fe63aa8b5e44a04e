// SIGINT and SIGTERM as a request to stop: what is under way ends, nothing new begins. A second
// signal ends the process at once, which is safe at any point.
//
// One at a time, made before any other thread: those inherit that the signals are blocked.

#pragma once

#include <csignal>
#include <stop_token>
#include <string>
#include <thread>

namespace tarn::cli {

class SignalWatch {
 public:
  // `message` is what the first signal is answered with, on stderr.
  explicit SignalWatch(std::string message);
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  std::stop_token token() const { return stop_.get_token(); }

 private:
  void watch();

  std::string message_;
  sigset_t signals_ = {};
  std::stop_source stop_;
  std::jthread thread_;
};

}  // namespace tarn::cli
