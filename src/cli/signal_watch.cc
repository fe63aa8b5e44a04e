#include "cli/signal_watch.h"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "cli/exit_code.h"

namespace tarn::cli {

SignalWatch::SignalWatch(std::string message) : message_(std::move(message)) {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, SIGUSR1);  // how the destructor wakes the thread
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  thread_ = std::jthread([this] { watch(); });
}

SignalWatch::~SignalWatch() { pthread_kill(thread_.native_handle(), SIGUSR1); }

void SignalWatch::watch() {
  int signal = 0;
  while (sigwait(&signals_, &signal) == 0 && signal != SIGUSR1) {
    if (stop_.stop_requested()) {
      _exit(static_cast<int>(ExitCode::kStopped));
    }
    stop_.request_stop();
    fmt::print(stderr, "tarn: {}\n", message_);
  }
}

}  // namespace tarn::cli
