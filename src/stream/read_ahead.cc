#include "stream/read_ahead.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace tarn::stream {
namespace {

class ReadAhead final : public engine::BatchReader {
 public:
  ReadAhead(std::unique_ptr<engine::BatchReader> reader, std::function<void()> interrupt)
      : reader_(std::move(reader)), interrupt_(std::move(interrupt)) {}

  ~ReadAhead() override {
    const std::lock_guard lock(mutex_);
    if (thread_.joinable() && !end_) {
      interrupt_();
    }
  }

  Result<bool> next(types::Batch& into) override {
    if (!thread_.joinable()) {
      thread_ = std::jthread([this](const std::stop_token& stop) { read(stop); });
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !waiting_.empty() || end_.has_value(); });
    if (waiting_.empty()) {
      if (*end_) {
        return false;
      }
      return end_->error();
    }
    into = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    changed_.notify_all();
    return true;
  }

 private:
  void read(const std::stop_token& stop) {
    while (true) {
      types::Batch batch;
      const Result<bool> more = reader_->next(batch);
      std::unique_lock lock(mutex_);
      if (!more || !*more) {
        end_ = more ? ok() : Status(more.error());
        changed_.notify_all();
        return;
      }
      if (!changed_.wait(lock, stop, [this] { return waiting_.size() < kBatchesAheadMax; })) {
        return;
      }
      waiting_.push_back(std::move(batch));
      lock.unlock();
      changed_.notify_all();
    }
  }

  const std::unique_ptr<engine::BatchReader> reader_;  // the thread's, once there is one
  const std::function<void()> interrupt_;
  std::mutex mutex_;  // guards waiting_ and end_
  std::condition_variable_any changed_;
  std::deque<types::Batch> waiting_;
  std::optional<Status> end_;  // the reader has no more rows, or failed
  std::jthread thread_;        // last: stopped and joined before the rest goes
};

}  // namespace

std::unique_ptr<engine::BatchReader> read_ahead(std::unique_ptr<engine::BatchReader> reader,
                                                std::function<void()> interrupt) {
  return std::make_unique<ReadAhead>(std::move(reader), std::move(interrupt));
}

}  // namespace tarn::stream
