// The keyed state of a flow on this machine's disk: loading, deduplicating, small batches,
// eviction, recovery.
//
//   state_bench <folder> [keys] [memory in MiB]
//
// The folder is made, filled and removed again. Times are of one run: CPU seconds and bytes repeat,
// wall times of a shared machine do not.

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "base/check.h"
#include "storage/local_file_system.h"
#include "stream/flow_store.h"

namespace tarn {
namespace {

using stream::FlowStore;
using stream::Keys;

constexpr uint64_t kRowsPerLoad = 100'000;
constexpr uint64_t kRowsPerChunk = 2048;
constexpr uint64_t kMillion = 1'000'000;
constexpr int kSmallBatches = 3000;
constexpr int64_t kMicrosPerKey = 8640;  // ten million keys in a day

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double cpu_seconds() {
  rusage usage{};
  CHECK(getrusage(RUSAGE_SELF, &usage) == 0);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double resident_mib() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  CHECK(file != nullptr);
  long pages = 0;
  CHECK(std::fscanf(file, "%*s %ld", &pages) == 1);
  std::fclose(file);
  return static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

double peak_mib() {
  rusage usage{};
  CHECK(getrusage(RUSAGE_SELF, &usage) == 0);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void must(const Status& status) {
  if (!status) {
    std::fprintf(stderr, "%s\n", status.error().message.c_str());
    std::exit(1);
  }
}

// Key number n: 36 characters of a UUID's length, and four bytes. Of two numbers the keys look
// unalike.
void add_key(uint64_t n, Keys& keys) {
  uint64_t mixed = n * 0x9e3779b97f4a7c15;
  char key[41];
  std::snprintf(key, sizeof(key), "%016llx-%012llx-tarn-", static_cast<unsigned long long>(mixed),
                static_cast<unsigned long long>(n));
  const auto last = static_cast<uint32_t>(n & 3);
  char bytes[40];
  std::memset(bytes, 'x', sizeof(bytes));
  std::memcpy(bytes, key, 35);
  std::memcpy(bytes + 36, &last, sizeof(last));
  keys.add({bytes, sizeof(bytes)});
}

struct Rows {
  Keys keys;
  std::vector<int64_t> times;

  void add(uint64_t n) {
    add_key(n, keys);
    times.push_back(static_cast<int64_t>(n) * kMicrosPerKey +
                    static_cast<int64_t>(n * 7919 % 60'000'000));
  }
};

class Bench {
 public:
  Bench(std::string folder, uint64_t keys, uint64_t memory_mib)
      : folder_(std::move(folder)), keys_(keys) {
    options_.memory_bytes = memory_mib << 20;
    options_.hash_seed = 0x7461726e;
  }

  void run() {
    must(files_.remove_tree(folder_));
    open();
    load();
    small_batches("100-row batches");
    deduplicate_a_million();
    small_batches("100-row batches again");
    evict_a_tenth();
    recover();
    std::printf("%-34s %8.0f MiB\n", "peak RSS", peak_mib());
    store_.reset();
    must(files_.remove_tree(folder_));
  }

 private:
  void open() {
    auto opened = FlowStore::open(files_, folder_, options_);
    must(opened ? ok() : Status(opened.error()));
    store_ = std::move(opened->store);
    store_->note_told({1 << 30});
  }

  // Puts the rows in chunks, as an operator gets them; how many were new.
  uint64_t insert(const std::vector<Rows>& chunks) {
    uint64_t news = 0;
    for (const Rows& rows : chunks) {
      const auto is_new = store_->insert_if_new(0, rows.keys, rows.times);
      must(is_new ? ok() : Status(is_new.error()));
      news += static_cast<uint64_t>(std::ranges::count(*is_new, 1));
    }
    return news;
  }

  template <typename Number>
  static std::vector<Rows> rows(uint64_t count, const Number& number) {
    std::vector<Rows> chunks;
    for (uint64_t i = 0; i < count; ++i) {
      if (i % kRowsPerChunk == 0) {
        chunks.emplace_back();
      }
      chunks.back().add(number(i));
    }
    return chunks;
  }

  // One of the younger half of the keys, which nothing evicted; another one for each number.
  uint64_t known_key(uint64_t number) const {
    return next_key_ - 1 - number * 2'654'435'761 % (keys_ / 2);
  }

  void load() {
    double wall = 0;
    double cpu = 0;
    while (next_key_ < keys_) {
      const auto chunks = rows(kRowsPerLoad, [&](uint64_t i) { return next_key_ + i; });
      const double wall_before = seconds_now();
      const double cpu_before = cpu_seconds();
      must(store_->plan({batch_}, "{}"));
      CHECK(insert(chunks) == kRowsPerLoad);
      must(store_->commit({batch_++}, "{}"));
      wall += seconds_now() - wall_before;
      cpu += cpu_seconds() - cpu_before;
      next_key_ += kRowsPerLoad;
    }
    std::printf("%-34s %8.2f s (%.2f CPU s)\n", "load, batches of 100,000", wall, cpu);
    tell_size();
  }

  void deduplicate_a_million() {
    const auto chunks = rows(kMillion, [&](uint64_t i) {
      return i % 5 == 0 ? known_key(i) : next_key_ + i - i / 5 - 1;
    });
    must(store_->plan({batch_}, "{}"));
    const double wall = seconds_now();
    const double cpu = cpu_seconds();
    const uint64_t news = insert(chunks);
    must(store_->commit({batch_++}, "{}"));
    std::printf("%-34s %8.3f s (%.3f CPU s), %llu new\n", "1 M rows, 20 % known, one batch",
                seconds_now() - wall, cpu_seconds() - cpu, static_cast<unsigned long long>(news));
    next_key_ += news;
  }

  void small_batches(const char* name) {
    std::vector<double> plans;
    std::vector<double> inserts;
    std::vector<double> commits;
    for (int batch = 0; batch < kSmallBatches; ++batch) {
      const auto chunks = rows(100, [&](uint64_t i) {
        return i < 10 ? known_key(static_cast<uint64_t>(batch) * 10 + i) : next_key_ + i - 10;
      });
      const double begin = seconds_now();
      must(store_->plan({batch_}, "{}"));
      const double planned = seconds_now();
      CHECK(insert(chunks) == 90);
      must(store_->evict(0, static_cast<int64_t>(next_key_ - keys_) * kMicrosPerKey, {}));
      const double inserted = seconds_now();
      must(store_->commit({batch_++}, "{}"));
      plans.push_back(planned - begin);
      inserts.push_back(inserted - planned);
      commits.push_back(seconds_now() - inserted);
      next_key_ += 90;
    }
    std::printf("%s, ms\n", name);
    tell_times("  plan, one sync", plans);
    tell_times("  insert and evict", inserts);
    tell_times("  commit, one sync", commits);
    tell_times("  a bare write and sync of 8 KiB", bare_syncs());
  }

  std::vector<double> bare_syncs() {
    const std::string path = folder_ + ".bare";
    constexpr uint64_t kBytes = 8192;
    auto file = files_.create_blocks(path, kSmallBatches * kBytes);
    must(file ? ok() : Status(file.error()));
    (*file)->sync();
    const stream::BlockBuffer blocks(kBytes);
    std::memset(blocks.data(), 1, kBytes);
    std::vector<double> times;
    for (uint64_t i = 0; i < kSmallBatches; ++i) {
      const double begin = seconds_now();
      must((*file)->write_at(i * kBytes, blocks.part(0, kBytes)));
      (*file)->sync();
      times.push_back(seconds_now() - begin);
    }
    must(files_.remove(path));
    return times;
  }

  void evict_a_tenth() {
    const uint64_t before = store_->size().entries;
    const double wall = seconds_now();
    const double cpu = cpu_seconds();
    must(store_->plan({batch_}, "{}"));
    must(
        store_->evict(0, static_cast<int64_t>(next_key_ - keys_ + keys_ / 10) * kMicrosPerKey, {}));
    must(store_->commit({batch_++}, "{}"));
    const double hidden = seconds_now() - wall;
    int batches = 0;
    uint64_t left = before;
    do {
      left = store_->size().entries;
      must(store_->plan({batch_}, "{}"));
      must(store_->commit({batch_++}, "{}"));
      ++batches;
    } while (store_->size().entries < left);
    std::printf("%-34s %8.3f s to hide, %.3f s (%.3f CPU s) and %d empty batches to remove %llu\n",
                "evict the oldest tenth", hidden, seconds_now() - wall, cpu_seconds() - cpu,
                batches, static_cast<unsigned long long>(before - left));
  }

  void recover() {
    tell_size();
    store_.reset();
    const double wall = seconds_now();
    const double cpu = cpu_seconds();
    open();
    std::printf("%-34s %8.2f s (%.2f CPU s)\n", "open", seconds_now() - wall, cpu_seconds() - cpu);
    tell_size();
  }

  void tell_size() const {
    const FlowStore::Size size = store_->size();
    std::printf(
        "  %llu entries, index %.1f MB (%.1f bytes each), log %.0f MB in %llu segments, resident "
        "%.0f MB, "
        "RSS %.0f MiB\n",
        static_cast<unsigned long long>(size.entries), static_cast<double>(size.index_bytes) / 1e6,
        static_cast<double>(size.index_bytes) /
            static_cast<double>(std::max<uint64_t>(1, size.entries)),
        static_cast<double>(size.log_bytes) / 1e6, static_cast<unsigned long long>(size.segments),
        static_cast<double>(size.resident_bytes) / 1e6, resident_mib());
  }

  static void tell_times(const char* name, std::vector<double> seconds) {
    std::ranges::sort(seconds);
    const auto at = [&](double share) {
      return seconds[static_cast<size_t>(share * static_cast<double>(seconds.size() - 1))] * 1000;
    };
    std::printf("%-34s p50 %6.3f  p99 %6.3f  max %6.3f\n", name, at(0.5), at(0.99), at(1));
  }

  storage::LocalFileSystem files_;
  std::string folder_;
  uint64_t keys_;
  FlowStore::Options options_;
  std::unique_ptr<FlowStore> store_;
  uint64_t next_key_ = 0;
  int64_t batch_ = 0;
};

}  // namespace
}  // namespace tarn

int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr, "usage: state_bench <folder> [keys] [memory in MiB]\n");
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const uint64_t keys = count > 2 ? std::strtoull(words[2], nullptr, 10) : 10'000'000;
  const uint64_t memory_mib = count > 3 ? std::strtoull(words[3], nullptr, 10) : 1024;
  tarn::Bench(words[1], keys, memory_mib).run();
  return 0;
}
