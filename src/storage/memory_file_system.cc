#include "storage/memory_file_system.h"

#include <algorithm>
#include <cstring>

#include "storage/path.h"

namespace tarn::storage {

struct MemoryFileSystem::Node {
  bool is_directory = false;
  Micros modified = 0;
  std::string bytes = {};
  std::optional<std::string> synced_bytes = {};
  std::map<std::string, NodePointer> entries = {};
  std::map<std::string, NodePointer> synced_entries = {};
};

// A name in a folder that is there.
struct MemoryFileSystem::Place {
  NodePointer folder;
  std::string name;

  NodePointer node() const {
    const auto at = folder->entries.find(name);
    return at == folder->entries.end() ? nullptr : at->second;
  }
};

namespace {

// The unit in which a disk writes whole or not at all.
constexpr size_t kSectorBytes = 512;

// SplitMix64.
uint64_t next_random(uint64_t& seed) {
  uint64_t z = (seed += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

std::vector<std::string> names_of(std::string_view path) {
  std::vector<std::string> names;
  while (!path.empty()) {
    const size_t slash = path.find('/');
    const std::string_view name = path.substr(0, slash);
    if (!name.empty() && name != ".") {
      names.emplace_back(name);
    }
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return names;
}

Error failed(ErrorCode code, std::string_view doing, const std::string& path,
             const std::string& reason) {
  return {code, std::string(doing) + " " + path + ": " + reason};
}

Error not_found(std::string_view doing, const std::string& path) {
  return failed(ErrorCode::kNotFound, doing, path, "No such file or directory");
}

Error taken(std::string_view doing, const std::string& path) {
  return failed(ErrorCode::kAlreadyExists, doing, path, "File exists");
}

}  // namespace

MemoryFileSystem::MemoryFileSystem(const Clock& clock)
    : clock_(clock), root_(std::make_shared<Node>(Node{.is_directory = true})) {}

void MemoryFileSystem::write(const std::string& path, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names = names_of(path);
  CHECK(!names.empty());
  const std::string name = names.back();
  names.pop_back();
  NodePointer folder = root_;
  for (const std::string& part : names) {
    NodePointer& next = folder->entries[part];
    if (!next) {
      next = std::make_shared<Node>(Node{.is_directory = true, .modified = clock_.now()});
    }
    folder = next;
  }
  folder->entries[name] =
      std::make_shared<Node>(Node{.modified = clock_.now(), .bytes = std::string(bytes)});
}

void MemoryFileSystem::fail_step(int nth, Error error) {
  const std::lock_guard lock(mutex_);
  faults_[steps_ + nth] = std::move(error);
}

int MemoryFileSystem::steps() const {
  const std::lock_guard lock(mutex_);
  return steps_;
}

void MemoryFileSystem::lose_power_after(int steps) {
  const std::lock_guard lock(mutex_);
  power_ends_at_ = steps_ + steps;
}

void MemoryFileSystem::restart(PowerLoss loss, uint64_t seed) {
  const std::lock_guard lock(mutex_);
  if (at_power_loss_) {
    root_ = std::move(at_power_loss_);
  }
  at_power_loss_ = nullptr;
  power_ends_at_.reset();
  forget(*root_, loss, seed);
}

// Each step passes here first, with the mutex held.
Status MemoryFileSystem::take_step(std::string_view doing, const std::string& path) {
  if (power_ends_at_ == steps_) {
    std::map<const Node*, NodePointer> copies;
    at_power_loss_ = copy(root_, copies);
  }
  ++steps_;
  const auto fault = faults_.find(steps_);
  if (fault == faults_.end()) {
    return ok();
  }
  Error error = fault->second.within(std::string(doing) + " " + path);
  faults_.erase(fault);
  return error;
}

MemoryFileSystem::NodePointer MemoryFileSystem::copy(const NodePointer& node,
                                                     std::map<const Node*, NodePointer>& copies) {
  NodePointer& known = copies[node.get()];
  if (known) {
    return known;
  }
  known = std::make_shared<Node>(*node);
  const NodePointer twin = known;
  for (auto& [name, child] : twin->entries) {
    child = copy(child, copies);
  }
  for (auto& [name, child] : twin->synced_entries) {
    child = copy(child, copies);
  }
  return twin;
}

// Each sector that differs from what was fsynced is the old one or the new one.
std::string MemoryFileSystem::torn(const Node& node, uint64_t& seed) {
  std::string bytes = node.synced_bytes.value_or("");
  bytes.resize(node.bytes.size(), '\0');
  for (size_t at = 0; at < bytes.size(); at += kSectorBytes) {
    const size_t count = std::min(kSectorBytes, bytes.size() - at);
    if (node.bytes.compare(at, count, bytes, at, count) != 0 && (next_random(seed) & 1) != 0) {
      bytes.replace(at, count, node.bytes, at, count);
    }
  }
  return bytes;
}

void MemoryFileSystem::forget(Node& node, PowerLoss loss, uint64_t& seed) {
  if (!node.is_directory) {
    node.bytes =
        loss == PowerLoss::kTearsWrites ? torn(node, seed) : node.synced_bytes.value_or("");
    node.synced_bytes = node.bytes;
    return;
  }
  if (loss == PowerLoss::kForgetsNames) {
    node.entries = node.synced_entries;
  }
  node.synced_entries = node.entries;
  for (const auto& [name, child] : node.entries) {
    forget(*child, loss, seed);
  }
}

MemoryFileSystem::NodePointer MemoryFileSystem::find(const std::string& path) const {
  NodePointer node = root_;
  for (const std::string& name : names_of(path)) {
    const auto at = node->entries.find(name);
    if (at == node->entries.end()) {
      return nullptr;
    }
    node = at->second;
  }
  return node;
}

Result<MemoryFileSystem::NodePointer> MemoryFileSystem::require(const std::string& path,
                                                                std::string_view doing) const {
  NodePointer node = find(path);
  if (!node) {
    return not_found(doing, path);
  }
  return node;
}

Result<MemoryFileSystem::Place> MemoryFileSystem::place_of(const std::string& path,
                                                           std::string_view doing) const {
  NodePointer folder = find(parent_of(path));
  if (!folder || !folder->is_directory) {
    return not_found(doing, path);
  }
  return Place{.folder = std::move(folder), .name = file_name_of(path)};
}

Result<std::string> MemoryFileSystem::read(const std::string& path) {
  return read_range(path, 0, std::string::npos);
}

Result<std::string> MemoryFileSystem::read_range(const std::string& path, uint64_t offset,
                                                 uint64_t size) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(take_step("reading", path));
  ASSIGN_OR_RETURN(const NodePointer node, require(path, "reading"));
  if (node->is_directory) {
    return failed(ErrorCode::kInvalid, "reading", path, "Is a directory");
  }
  return offset < node->bytes.size() ? node->bytes.substr(offset, size) : std::string();
}

Result<FileInfo> MemoryFileSystem::stat(const std::string& path) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(take_step("looking at", path));
  ASSIGN_OR_RETURN(const NodePointer node, require(path, "looking at"));
  return FileInfo{.name = path,
                  .size = node->bytes.size(),
                  .modified = node->modified,
                  .is_directory = node->is_directory};
}

Result<std::vector<FileInfo>> MemoryFileSystem::list(const std::string& directory) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(take_step("listing", directory));
  ASSIGN_OR_RETURN(const NodePointer folder, require(directory, "listing"));
  if (!folder->is_directory) {
    return failed(ErrorCode::kInvalid, "listing", directory, "Not a directory");
  }
  std::vector<FileInfo> entries;
  for (const auto& [name, node] : folder->entries) {
    entries.push_back({.name = name,
                       .size = node->bytes.size(),
                       .modified = node->modified,
                       .is_directory = node->is_directory});
  }
  return entries;
}

Result<std::vector<std::string>> MemoryFileSystem::list_names(const std::string& directory) {
  ASSIGN_OR_RETURN(const std::vector<FileInfo> entries, list(directory));
  std::vector<std::string> names;
  for (const FileInfo& entry : entries) {
    names.push_back(entry.name);
  }
  return names;
}

class MemoryFileSystem::MemoryAppendFile final : public AppendFile {
 public:
  MemoryAppendFile(MemoryFileSystem& owner, std::string path)
      : owner_(owner), path_(std::move(path)) {}

  Status append(std::string_view bytes) override {
    const std::lock_guard lock(owner_.mutex_);
    RETURN_IF_ERROR(owner_.take_step("writing", path_));
    ASSIGN_OR_RETURN(const NodePointer node, owner_.require(path_, "writing"));
    node->bytes += bytes;
    return ok();
  }

  void sync() override { CHECK(owner_.sync_file(path_)); }

  Status truncate(uint64_t size) override {
    {
      const std::lock_guard lock(owner_.mutex_);
      RETURN_IF_ERROR(owner_.take_step("cutting", path_));
      ASSIGN_OR_RETURN(const NodePointer node, owner_.require(path_, "cutting"));
      node->bytes.resize(size);
    }
    return owner_.sync_file(path_);
  }

 private:
  MemoryFileSystem& owner_;
  std::string path_;
};

Result<std::unique_ptr<AppendFile>> MemoryFileSystem::open_append(const std::string& path) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(take_step("opening", path));
  RETURN_IF_ERROR(require(path, "opening"));
  return std::unique_ptr<AppendFile>(std::make_unique<MemoryAppendFile>(*this, path));
}

// Holds its node, as a descriptor does: the file may be removed under it.
class MemoryFileSystem::MemoryBlockFile final : public BlockFile {
 public:
  MemoryBlockFile(MemoryFileSystem& owner, NodePointer node, std::string path)
      : owner_(owner), node_(std::move(node)), path_(std::move(path)) {}

  uint64_t size() const override {
    const std::lock_guard lock(owner_.mutex_);
    return node_->bytes.size() / kBlockBytes * kBlockBytes;
  }

  Status write_at(uint64_t offset, std::span<const std::byte> blocks) override {
    CHECK(offset % kBlockBytes == 0 && blocks.size() % kBlockBytes == 0);
    const std::lock_guard lock(owner_.mutex_);
    RETURN_IF_ERROR(owner_.take_step("writing", path_));
    CHECK(offset + blocks.size() <= node_->bytes.size());
    std::memcpy(node_->bytes.data() + offset, blocks.data(), blocks.size());
    return ok();
  }

  Status read_at(uint64_t offset, std::span<std::byte> blocks) const override {
    CHECK(offset % kBlockBytes == 0 && blocks.size() % kBlockBytes == 0);
    const std::lock_guard lock(owner_.mutex_);
    RETURN_IF_ERROR(owner_.take_step("reading", path_));
    if (offset + blocks.size() > node_->bytes.size()) {
      return failed(ErrorCode::kCorrupt, "reading", path_,
                    "it ends at byte " + std::to_string(node_->bytes.size()));
    }
    std::memcpy(blocks.data(), node_->bytes.data() + offset, blocks.size());
    return ok();
  }

  void sync() override {
    const std::lock_guard lock(owner_.mutex_);
    owner_.sync_node(*node_, path_);
  }

  Status clear_from(uint64_t offset) override {
    const std::lock_guard lock(owner_.mutex_);
    RETURN_IF_ERROR(owner_.take_step("cutting", path_));
    std::fill(node_->bytes.begin() + static_cast<int64_t>(offset), node_->bytes.end(), '\0');
    owner_.sync_node(*node_, path_);
    return ok();
  }

 private:
  MemoryFileSystem& owner_;
  NodePointer node_;
  std::string path_;
};

Result<std::unique_ptr<BlockFile>> MemoryFileSystem::create_blocks(const std::string& path,
                                                                   uint64_t size) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(take_step("creating", path));
  ASSIGN_OR_RETURN(const Place place, place_of(path, "creating"));
  if (place.node()) {
    return taken("creating", path);
  }
  RETURN_IF_ERROR(take_step("reserving space for", path));
  auto node = std::make_shared<Node>(
      Node{.modified = clock_.now(), .bytes = std::string(static_cast<size_t>(size), '\0')});
  place.folder->entries[place.name] = node;
  return std::unique_ptr<BlockFile>(std::make_unique<MemoryBlockFile>(*this, node, path));
}

Result<std::unique_ptr<BlockFile>> MemoryFileSystem::open_blocks(const std::string& path) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(take_step("opening", path));
  ASSIGN_OR_RETURN(NodePointer node, require(path, "opening"));
  return std::unique_ptr<BlockFile>(
      std::make_unique<MemoryBlockFile>(*this, std::move(node), path));
}

Status MemoryFileSystem::sync_file(const std::string& path) {
  const std::lock_guard lock(mutex_);
  ASSIGN_OR_RETURN(const NodePointer node, require(path, "opening for fsync"));
  sync_node(*node, path);
  return ok();
}

// With the mutex held. As on the disk, a failed fsync ends the process.
void MemoryFileSystem::sync_node(Node& node, const std::string& path) {
  note_sync();
  if (const Status step = take_step("fsync of", path); !step) {
    end_after_failed_sync(path, step.error().message);
  }
  node.synced_bytes = node.bytes;
}

Status MemoryFileSystem::sync_directory(const std::string& path) {
  const std::lock_guard lock(mutex_);
  ASSIGN_OR_RETURN(const NodePointer node, require(path, "opening for fsync"));
  note_sync();
  if (const Status step = take_step("fsync of", path); !step) {
    end_after_failed_sync(path, step.error().message);
  }
  node->synced_entries = node->entries;
  return ok();
}

Status MemoryFileSystem::rename(const std::string& from, const std::string& to) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(take_step("renaming", from));
  ASSIGN_OR_RETURN(const Place source, place_of(from, "renaming"));
  ASSIGN_OR_RETURN(const Place target, place_of(to, "renaming " + from + " to"));
  const NodePointer node = source.node();
  if (!node) {
    return not_found("renaming", from);
  }
  source.folder->entries.erase(source.name);
  target.folder->entries[target.name] = node;
  return ok();
}

Status MemoryFileSystem::remove(const std::string& path) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(take_step("removing", path));
  ASSIGN_OR_RETURN(const Place place, place_of(path, "removing"));
  const NodePointer node = place.node();
  if (!node) {
    return not_found("removing", path);
  }
  if (node->is_directory) {
    return failed(ErrorCode::kInvalid, "removing", path, "Is a directory");
  }
  place.folder->entries.erase(place.name);
  return ok();
}

Status MemoryFileSystem::write_durably(const std::string& path, std::string_view bytes) {
  {
    const std::lock_guard lock(mutex_);
    RETURN_IF_ERROR(take_step("creating", path));
    ASSIGN_OR_RETURN(const Place place, place_of(path, "creating"));
    if (place.node()) {
      return taken("creating", path);
    }
    place.folder->entries[place.name] =
        std::make_shared<Node>(Node{.modified = clock_.now(), .bytes = std::string(bytes)});
  }
  return sync_file(path);
}

Status MemoryFileSystem::link(const std::string& from, const std::string& to) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(take_step("creating", to));
  ASSIGN_OR_RETURN(const NodePointer node, require(from, "creating " + to + " from"));
  ASSIGN_OR_RETURN(const Place place, place_of(to, "creating"));
  if (place.node()) {
    return taken("creating", to);
  }
  place.folder->entries[place.name] = node;
  return ok();
}

Status MemoryFileSystem::make_directory(const std::string& path) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(take_step("making folder", path));
  ASSIGN_OR_RETURN(const Place place, place_of(path, "making folder"));
  if (place.node()) {
    return taken("making folder", path);
  }
  place.folder->entries[place.name] =
      std::make_shared<Node>(Node{.is_directory = true, .modified = clock_.now()});
  return ok();
}

Status MemoryFileSystem::remove_directory(const std::string& path) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(take_step("removing folder", path));
  ASSIGN_OR_RETURN(const Place place, place_of(path, "removing folder"));
  const NodePointer node = place.node();
  if (!node) {
    return not_found("removing folder", path);
  }
  if (!node->entries.empty()) {
    return failed(ErrorCode::kInvalid, "removing folder", path, "Directory not empty");
  }
  place.folder->entries.erase(place.name);
  return ok();
}

}  // namespace tarn::storage
