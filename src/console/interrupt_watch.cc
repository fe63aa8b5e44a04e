#include "console/interrupt_watch.h"

#include <utility>

namespace tarn::console {

InterruptWatch::InterruptWatch() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGUSR1);  // how the destructor wakes the thread
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  thread_ = std::jthread([this] { watch(); });
}

InterruptWatch::~InterruptWatch() { pthread_kill(thread_.native_handle(), SIGUSR1); }

void InterruptWatch::on_signal(std::function<void()> act) {
  const std::lock_guard lock(mutex_);
  act_ = std::move(act);
}

void InterruptWatch::watch() {
  int signal = 0;
  while (sigwait(&signals_, &signal) == 0 && signal != SIGUSR1) {
    const std::lock_guard lock(mutex_);
    if (act_) {
      act_();
    }
  }
}

}  // namespace tarn::console
