#include "stream/read_ahead.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace tarn::stream {
namespace {

size_t bytes_of(const types::Column& column) {
  size_t bytes = column.size() * column.width() + column.ends().size() * sizeof(uint32_t) +
                 column.bytes().size();
  for (size_t i = 0; i < column.child_count(); ++i) {
    bytes += bytes_of(column.child(i));
  }
  return bytes;
}

size_t bytes_of(const types::Batch& batch) {
  size_t bytes = 0;
  for (const types::Column& column : batch.columns) {
    bytes += bytes_of(column);
  }
  return bytes;
}

class ReadAhead final : public engine::BatchReader {
 public:
  ReadAhead(std::unique_ptr<engine::BatchReader> reader, Worker& worker,
            std::function<void()> interrupt)
      : reader_(std::move(reader)), worker_(worker), interrupt_(std::move(interrupt)) {}

  ~ReadAhead() override {
    if (!has_started_) {
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      if (!end_) {
        interrupt_();
      }
    }
    worker_.finish();
  }

  Result<bool> next(types::Batch& into) override {
    if (!has_started_) {
      has_started_ = true;
      worker_.start([this](const std::stop_token& stop) { read(stop); });
    }
    if (taken_.empty()) {
      std::unique_lock lock(mutex_);
      user_waits_ = true;
      changed_.wait(lock, [this] { return !waiting_.empty() || end_.has_value(); });
      user_waits_ = false;
      if (waiting_.empty()) {
        if (*end_) {
          return false;
        }
        return end_->error();
      }
      // All at once: the two meet less often, and a thread that is waked costs more than a batch.
      taken_.swap(waiting_);
      waiting_bytes_ = 0;
      const bool wakes = reader_waits_;
      lock.unlock();
      if (wakes) {
        changed_.notify_all();
      }
    }
    into = std::move(taken_.front());
    taken_.pop_front();
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
      reader_waits_ = true;
      const size_t bytes = bytes_of(batch);
      if (!changed_.wait(lock, stop, [&] { return has_room_for(bytes); })) {
        return;
      }
      reader_waits_ = false;
      waiting_.push_back(std::move(batch));
      waiting_bytes_ += bytes;
      const bool wakes = user_waits_;
      lock.unlock();
      if (wakes) {
        changed_.notify_all();
      }
    }
  }

  bool has_room_for(size_t bytes) const {
    return waiting_.empty() ||
           (waiting_.size() < kBatchesAheadMax && waiting_bytes_ + bytes <= kBytesAheadMax);
  }

  const std::unique_ptr<engine::BatchReader> reader_;  // the worker's, once it has started
  Worker& worker_;
  const std::function<void()> interrupt_;
  bool has_started_ = false;        // the user's
  std::deque<types::Batch> taken_;  // the user's
  std::mutex mutex_;                // guards all below
  std::condition_variable_any changed_;
  std::deque<types::Batch> waiting_;
  size_t waiting_bytes_ = 0;
  bool user_waits_ = false;
  bool reader_waits_ = false;
  std::optional<Status> end_;  // the reader has no more rows, or failed
};

}  // namespace

std::unique_ptr<engine::BatchReader> read_ahead(std::unique_ptr<engine::BatchReader> reader,
                                                Worker& worker, std::function<void()> interrupt) {
  return std::make_unique<ReadAhead>(std::move(reader), worker, std::move(interrupt));
}

}  // namespace tarn::stream
