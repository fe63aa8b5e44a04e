// A disk in memory, for tests: it fails on demand, and forgets on demand what was not fsynced.
//
// Every change, every fsync and every read is one step; create() takes five of them. Times come
// from the Clock. May be shared between threads, but for restart().

#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/stepwise_file_system.h"

namespace tarn::storage {

// What a disk may do with work that was not fsynced when the power went. All of them happen.
enum class PowerLoss {
  kForgetsNames,  // names that were not fsynced in their folder are as they were before
  kKeepsNames,    // the names are on the disk, bytes that were not fsynced are not
  kTearsWrites,   // the names are on the disk, and of the bytes that were not fsynced some sectors
};

class MemoryFileSystem final : public StepwiseFileSystem {
 public:
  explicit MemoryFileSystem(const Clock& clock);

  // ---- what a test arranges
  // Writes as a program does that knows nothing of fsync: folders are made, nothing is durable.
  void write(const std::string& path, std::string_view bytes);
  // The `nth` step from now (1 is the next) does nothing and returns `error`.
  void fail_step(int nth, Error error);
  // Steps that were taken since the start.
  int steps() const;
  // The power goes after `steps` more steps. The program under test runs on, like a ghost: nothing
  // that it does from there survives restart().
  void lose_power_after(int steps);
  // The disk as the next start finds it, after the loss that was asked for, or one at this moment.
  // `seed` chooses the sectors that kTearsWrites keeps.
  void restart(PowerLoss loss, uint64_t seed = 0);

  // ---- FileSystem
  Result<std::string> read(const std::string& path) override;
  Result<std::string> read_range(const std::string& path, uint64_t offset, uint64_t size) override;
  Result<FileInfo> stat(const std::string& path) override;
  Result<std::vector<FileInfo>> list(const std::string& directory) override;
  Result<std::vector<std::string>> list_names(const std::string& directory) override;
  Result<std::unique_ptr<AppendFile>> open_append(const std::string& path) override;
  Result<std::unique_ptr<BlockFile>> create_blocks(const std::string& path, uint64_t size) override;
  Result<std::unique_ptr<BlockFile>> open_blocks(const std::string& path) override;
  Status sync_file(const std::string& path) override;
  Status sync_directory(const std::string& path) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status remove(const std::string& path) override;

 protected:
  Status write_durably(const std::string& path, std::string_view bytes) override;
  Status link(const std::string& from, const std::string& to) override;
  Status make_directory(const std::string& path) override;
  Status remove_directory(const std::string& path) override;

 private:
  struct Node;
  // Shared: a hard link is a second name of one node, and a synced name outlives the current one.
  using NodePointer = std::shared_ptr<Node>;
  struct Place;
  class MemoryAppendFile;
  class MemoryBlockFile;

  void sync_node(Node& node, const std::string& path);
  Status take_step(std::string_view doing, const std::string& path);
  NodePointer find(const std::string& path) const;
  Result<NodePointer> require(const std::string& path, std::string_view doing) const;
  Result<Place> place_of(const std::string& path, std::string_view doing) const;
  static NodePointer copy(const NodePointer& node, std::map<const Node*, NodePointer>& copies);
  static void forget(Node& node, PowerLoss loss, uint64_t& seed);
  static std::string torn(const Node& node, uint64_t& seed);

  const Clock& clock_;
  mutable std::mutex mutex_;  // guards all below
  NodePointer root_;
  NodePointer at_power_loss_;
  int steps_ = 0;
  std::optional<int> power_ends_at_;
  std::map<int, Error> faults_;
};

}  // namespace tarn::storage
