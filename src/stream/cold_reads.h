// Records that were read from the disk for a batch, and the threads that read them.
//
// A disk answers eight readers nearly as fast as one, so the reads of a batch are spread over
// threads, which are started when a batch first needs them. Every record is checked before it is
// given out.

#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "stream/flow_frame.h"
#include "stream/segment.h"

namespace tarn::stream {

class ColdRecords {
 public:
  const Record* find(Address address) const {
    const auto found = records_.find(address);
    return found == records_.end() ? nullptr : &found->second;
  }
  // `memory` holds the bytes of the records that were added from it.
  void keep(BlockBuffer memory) { memory_.push_back(std::move(memory)); }
  void add(Address address, const Record& record) { records_.emplace(address, record); }

 private:
  std::unordered_map<Address, Record> records_;
  std::vector<BlockBuffer> memory_;
};

// Does a number of independent tasks on some threads and the caller's own.
class ReadThreads {
 public:
  ReadThreads() = default;
  ~ReadThreads();

  // Calls task(0) to task(count - 1), each once, and returns the first error in order of tasks.
  Status run(size_t count, const std::function<Status(size_t)>& task);

 private:
  void start();
  void work(const std::stop_token& stop);
  void take_tasks(std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;  // guards all below but the threads
  std::condition_variable_any has_tasks_;
  std::condition_variable is_done_;
  const std::function<Status(size_t)>* task_ = nullptr;
  size_t count_ = 0;
  size_t next_ = 0;
  size_t unfinished_ = 0;
  std::vector<Status> results_;
  std::vector<std::jthread> threads_;
};

}  // namespace tarn::stream
