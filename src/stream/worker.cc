#include "stream/worker.h"

#include <utility>

#include "base/check.h"

namespace tarn::stream {

Worker::~Worker() { finish(); }

void Worker::start(Task task) {
  {
    const std::lock_guard lock(mutex_);
    CHECK(!task_.has_value());
    task_ = std::move(task);
    stop_ = std::stop_source();
  }
  if (thread_.joinable()) {
    changed_.notify_all();
  } else {
    thread_ = std::jthread([this](const std::stop_token& ending) { work(ending); });
  }
}

void Worker::finish() {
  std::unique_lock lock(mutex_);
  stop_.request_stop();
  changed_.wait(lock, [this] { return !task_.has_value(); });
}

void Worker::work(const std::stop_token& ending) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, ending, [this] { return task_.has_value(); })) {
    const std::stop_token stop = stop_.get_token();
    lock.unlock();
    (*task_)(stop);  // nobody else touches it before it is reset
    lock.lock();
    task_.reset();
    changed_.notify_all();
  }
}

}  // namespace tarn::stream
