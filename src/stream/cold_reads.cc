#include "stream/cold_reads.h"

#include <utility>

namespace tarn::stream {
namespace {

constexpr size_t kThreads = 7;            // and the caller
constexpr size_t kTasksWorthThreads = 4;  // waking threads costs about as much as a read

}  // namespace

ReadThreads::~ReadThreads() {
  for (std::jthread& thread : threads_) {
    thread.request_stop();
  }
  has_tasks_.notify_all();
}

void ReadThreads::start() {
  for (size_t i = 0; i < kThreads; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
  }
}

Status ReadThreads::run(size_t count, const std::function<Status(size_t)>& task) {
  if (count < kTasksWorthThreads) {
    for (size_t i = 0; i < count; ++i) {
      RETURN_IF_ERROR(task(i));
    }
    return ok();
  }
  if (threads_.empty()) {
    start();
  }
  std::unique_lock lock(mutex_);
  task_ = &task;
  count_ = count;
  next_ = 0;
  unfinished_ = count;
  results_.assign(count, ok());
  has_tasks_.notify_all();
  take_tasks(lock);
  is_done_.wait(lock, [&] { return unfinished_ == 0; });
  task_ = nullptr;
  for (Status& result : results_) {
    RETURN_IF_ERROR(std::move(result));
  }
  return ok();
}

void ReadThreads::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (has_tasks_.wait(lock, stop, [&] { return task_ != nullptr && next_ < count_; })) {
    take_tasks(lock);
  }
}

void ReadThreads::take_tasks(std::unique_lock<std::mutex>& lock) {
  while (task_ != nullptr && next_ < count_) {
    const size_t mine = next_++;
    const auto& task = *task_;
    lock.unlock();
    Status result = task(mine);
    lock.lock();
    results_[mine] = std::move(result);
    if (--unfinished_ == 0) {
      is_done_.notify_one();
    }
  }
}

}  // namespace tarn::stream
