#include "storage/local_file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <span>
#include <system_error>

#include "storage/path.h"

namespace tarn::storage {
namespace {

constexpr mode_t kFileMode = 0666;
constexpr mode_t kDirectoryMode = 0777;

std::string reason_of(int number) { return std::generic_category().message(number); }

ErrorCode code_of(int number) {
  switch (number) {
    case ENOENT:
      return ErrorCode::kNotFound;
    case EEXIST:
      return ErrorCode::kAlreadyExists;
    case EACCES:
    case EPERM:
    case EROFS:
    case EISDIR:
    case ENOTDIR:
    case ENAMETOOLONG:
    case ELOOP:
    case ENOTEMPTY:
      return ErrorCode::kInvalid;
    default:
      return ErrorCode::kUnavailable;
  }
}

Error failed(const std::string& doing, const std::string& path, int number) {
  return {code_of(number), doing + " " + path + ": " + reason_of(number)};
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  const int number_;
};

Micros modified_of(const struct stat& status) {
  return int64_t{status.st_mtim.tv_sec} * 1'000'000 + status.st_mtim.tv_nsec / 1'000;
}

FileInfo info_of(std::string name, const struct stat& status) {
  return {.name = std::move(name),
          .size = static_cast<uint64_t>(status.st_size),
          .modified = modified_of(status),
          .is_directory = S_ISDIR(status.st_mode)};
}

// A descriptor past the page cache where the file system has that; below 0 where it fails.
int open_past_cache(const std::string& path, int flags) {
  const int wanted = O_RDWR | O_CLOEXEC | flags;
  const int direct = ::open(path.c_str(), wanted | O_DIRECT, kFileMode);
  if (direct >= 0 || errno != EINVAL) {
    return direct;
  }
  // Some systems make the file before they refuse.
  return ::open(path.c_str(), wanted & ~O_EXCL, kFileMode);
}

Status write_all(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      return failed("writing", path, errno);
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return ok();
}

// Fills `into` from `offset` on; returns how many bytes there were.
Result<size_t> read_until_end(int descriptor, uint64_t offset, std::span<char> into,
                              const std::string& path) {
  size_t end = 0;
  while (end < into.size()) {
    const ssize_t got =
        ::pread(descriptor, into.data() + end, into.size() - end, static_cast<off_t>(offset + end));
    if (got < 0 && errno != EINTR) {
      return failed("reading", path, errno);
    }
    if (got == 0) {
      break;
    }
    end += static_cast<size_t>(std::max<ssize_t>(got, 0));
  }
  return end;
}

void sync_data_or_end(int descriptor, const std::string& path) {
  if (::fdatasync(descriptor) != 0) {
    end_after_failed_sync(path, reason_of(errno));
  }
}

void sync_or_end(int descriptor, const std::string& path) {
  if (::fsync(descriptor) != 0) {
    end_after_failed_sync(path, reason_of(errno));
  }
}

}  // namespace

Result<std::string> LocalFileSystem::read(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    return failed("reading", path, errno);
  }
  struct stat status;
  if (::fstat(file.number(), &status) != 0) {
    return failed("reading", path, errno);
  }
  std::string bytes;
  bytes.resize(static_cast<size_t>(std::max<off_t>(status.st_size, 0)) + 1);
  size_t end = 0;
  // The size is a guess only: a file of /proc has none, and a file may grow under the reader.
  while (true) {
    if (end == bytes.size()) {
      bytes.resize(bytes.size() * 2);
    }
    const ssize_t got = ::read(file.number(), bytes.data() + end, bytes.size() - end);
    if (got < 0) {
      if (errno == EINTR) {
        continue;
      }
      return failed("reading", path, errno);
    }
    if (got == 0) {
      break;
    }
    end += static_cast<size_t>(got);
  }
  bytes.resize(end);
  return bytes;
}

Result<std::string> LocalFileSystem::read_range(const std::string& path, uint64_t offset,
                                                uint64_t size) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    return failed("reading", path, errno);
  }
  struct stat status;
  if (::fstat(file.number(), &status) != 0) {
    return failed("reading", path, errno);
  }
  const auto file_size = static_cast<uint64_t>(std::max<off_t>(status.st_size, 0));
  std::string bytes;
  bytes.resize(offset < file_size ? std::min(size, file_size - offset) : 0);
  ASSIGN_OR_RETURN(const size_t end, read_until_end(file.number(), offset, bytes, path));
  bytes.resize(end);  // cut off since its size was asked
  return bytes;
}

class LocalFileSystem::LocalReadFile final : public ReadFile {
 public:
  LocalReadFile(int descriptor, std::string path) : file_(descriptor), path_(std::move(path)) {}

  // Before the first reading.
  Status look_at_size() {
    ASSIGN_OR_RETURN(size_, size_now());
    return ok();
  }

  uint64_t size() const override { return size_; }

  Result<uint64_t> size_now() const override {
    struct stat status;
    if (::fstat(file_.number(), &status) != 0) {
      return failed("looking at", path_, errno);
    }
    return static_cast<uint64_t>(status.st_size);
  }

  Result<size_t> read_at(uint64_t offset, std::span<char> into) const override {
    return read_until_end(file_.number(), offset, into, path_);
  }

 private:
  Descriptor file_;
  uint64_t size_ = 0;
  std::string path_;
};

Result<std::unique_ptr<ReadFile>> LocalFileSystem::open_read(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return failed("reading", path, errno);
  }
  auto file = std::make_unique<LocalReadFile>(descriptor, path);
  RETURN_IF_ERROR(file->look_at_size());
  return std::unique_ptr<ReadFile>(std::move(file));
}

Result<FileInfo> LocalFileSystem::stat(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0) {
    return failed("looking at", path, errno);
  }
  return info_of(path, status);
}

Result<std::vector<std::string>> LocalFileSystem::list_names(const std::string& directory) {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(directory.c_str()), ::closedir);
  if (!folder) {
    return failed("listing", directory, errno);
  }
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") {
      names.emplace_back(name);
    }
    errno = 0;
  }
  if (errno != 0) {
    return failed("listing", directory, errno);
  }
  std::ranges::sort(names);
  return names;
}

Result<std::vector<FileInfo>> LocalFileSystem::list(const std::string& directory) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, list_names(directory));
  std::vector<FileInfo> entries;
  for (const std::string& name : names) {
    struct stat status;
    const std::string path = join(directory, name);
    if (::stat(path.c_str(), &status) == 0) {
      entries.push_back(info_of(name, status));
    } else if (errno != ENOENT) {  // removed since it was listed, or a link to nothing
      return failed("looking at", path, errno);
    }
  }
  return entries;
}

class LocalFileSystem::LocalAppendFile final : public AppendFile {
 public:
  LocalAppendFile(LocalFileSystem& owner, int descriptor, std::string path)
      : owner_(owner), file_(descriptor), path_(std::move(path)) {}

  Status append(std::string_view bytes) override { return write_all(file_.number(), bytes, path_); }

  void sync() override {
    owner_.note_sync();
    sync_data_or_end(file_.number(), path_);
  }

  Status truncate(uint64_t size) override {
    if (::ftruncate(file_.number(), static_cast<off_t>(size)) != 0) {
      return failed("cutting", path_, errno);
    }
    owner_.note_sync();
    sync_or_end(file_.number(), path_);
    return ok();
  }

 private:
  LocalFileSystem& owner_;
  Descriptor file_;
  std::string path_;
};

Result<std::unique_ptr<AppendFile>> LocalFileSystem::open_append(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (descriptor < 0) {
    return failed("opening", path, errno);
  }
  return std::unique_ptr<AppendFile>(std::make_unique<LocalAppendFile>(*this, descriptor, path));
}

// Past the page cache, unless the file system refuses that at opening or at the first transfer.
class LocalFileSystem::LocalBlockFile final : public BlockFile {
 public:
  LocalBlockFile(LocalFileSystem& owner, int descriptor, uint64_t size, std::string path)
      : owner_(owner), file_(descriptor), size_(size), path_(std::move(path)) {}

  uint64_t size() const override { return size_; }

  Status write_at(uint64_t offset, std::span<const std::byte> blocks) override {
    CHECK(offset % kBlockBytes == 0 && blocks.size() % kBlockBytes == 0);
    while (!blocks.empty()) {
      const ssize_t done =
          ::pwrite(file_.number(), blocks.data(), blocks.size(), static_cast<off_t>(offset));
      if (done > 0) {
        offset += static_cast<uint64_t>(done);
        blocks = blocks.subspan(static_cast<size_t>(done));
      } else if (!may_try_again()) {
        return failed("writing", path_, errno);
      }
    }
    return ok();
  }

  Status read_at(uint64_t offset, std::span<std::byte> blocks) const override {
    CHECK(offset % kBlockBytes == 0 && blocks.size() % kBlockBytes == 0);
    while (!blocks.empty()) {
      const ssize_t done =
          ::pread(file_.number(), blocks.data(), blocks.size(), static_cast<off_t>(offset));
      if (done == 0) {
        return Error{ErrorCode::kCorrupt,
                     "reading " + path_ + ": it ends at byte " + std::to_string(offset)};
      }
      if (done > 0) {
        offset += static_cast<uint64_t>(done);
        blocks = blocks.subspan(static_cast<size_t>(done));
      } else if (!may_try_again()) {
        return failed("reading", path_ + " at byte " + std::to_string(offset), errno);
      }
    }
    return ok();
  }

  void sync() override {
    owner_.note_sync();
    sync_data_or_end(file_.number(), path_);
  }

  Status clear_from(uint64_t offset) override {
    if (::ftruncate(file_.number(), static_cast<off_t>(offset)) != 0) {
      return failed("cutting", path_, errno);
    }
    RETURN_IF_ERROR(reserve());
    owner_.note_sync();
    sync_or_end(file_.number(), path_);
    return ok();
  }

  Status reserve() {
    const int problem = ::posix_fallocate(file_.number(), 0, static_cast<off_t>(size_));
    return problem == 0 ? ok() : Status(failed("reserving space for", path_, problem));
  }

 private:
  // After a transfer that failed: interrupted, or refused because it goes past the page cache.
  bool may_try_again() const {
    if (errno == EINTR) {
      return true;
    }
    if (errno != EINVAL) {
      return false;
    }
    const int flags = ::fcntl(file_.number(), F_GETFL);
    return flags >= 0 && (flags & O_DIRECT) != 0 &&
           ::fcntl(file_.number(), F_SETFL, flags & ~O_DIRECT) == 0;
  }

  LocalFileSystem& owner_;
  Descriptor file_;
  uint64_t size_;
  std::string path_;
};

Result<std::unique_ptr<BlockFile>> LocalFileSystem::create_blocks(const std::string& path,
                                                                  uint64_t size) {
  const int descriptor = open_past_cache(path, O_CREAT | O_EXCL);
  if (descriptor < 0) {
    return failed("creating", path, errno);
  }
  auto file = std::make_unique<LocalBlockFile>(*this, descriptor, size, path);
  if (const Status reserved = file->reserve(); !reserved) {
    ::unlink(path.c_str());
    return reserved.error();
  }
  return std::unique_ptr<BlockFile>(std::move(file));
}

Result<std::unique_ptr<BlockFile>> LocalFileSystem::open_blocks(const std::string& path) {
  const int descriptor = open_past_cache(path, 0);
  if (descriptor < 0) {
    return failed("opening", path, errno);
  }
  struct stat status;
  if (::fstat(descriptor, &status) != 0) {
    const int number = errno;
    ::close(descriptor);
    return failed("looking at", path, number);
  }
  const auto size = static_cast<uint64_t>(status.st_size) / kBlockBytes * kBlockBytes;
  return std::unique_ptr<BlockFile>(
      std::make_unique<LocalBlockFile>(*this, descriptor, size, path));
}

Status LocalFileSystem::sync_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    return failed("opening for fsync", path, errno);
  }
  note_sync();
  sync_or_end(file.number(), path);
  return ok();
}

Status LocalFileSystem::sync_directory(const std::string& path) {
  const std::string directory = path.empty() ? "." : path;
  const Descriptor folder(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) {
    return failed("opening for fsync", directory, errno);
  }
  note_sync();
  sync_or_end(folder.number(), directory);
  return ok();
}

Status LocalFileSystem::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) {
    return failed("renaming " + from + " to", to, errno);
  }
  return ok();
}

Status LocalFileSystem::remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0) {
    return failed("removing", path, errno);
  }
  return ok();
}

Status LocalFileSystem::write_durably(const std::string& path, std::string_view bytes) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kFileMode));
  if (!file.is_open()) {
    return failed("creating", path, errno);
  }
  RETURN_IF_ERROR(write_all(file.number(), bytes, path));
  note_sync();
  sync_or_end(file.number(), path);
  return ok();
}

Status LocalFileSystem::link(const std::string& from, const std::string& to) {
  if (::link(from.c_str(), to.c_str()) == 0) {
    return ok();
  }
  if (errno == EPERM || errno == EOPNOTSUPP) {
    return Error{ErrorCode::kUnsupported,
                 "creating " + to +
                     ": this file system has no hard links, without which two writers cannot be "
                     "told apart; put the tables on another one (ext4, xfs, btrfs)"};
  }
  return failed("creating", to, errno);
}

Status LocalFileSystem::make_directory(const std::string& path) {
  if (::mkdir(path.c_str(), kDirectoryMode) != 0) {
    return failed("making folder", path, errno);
  }
  return ok();
}

Status LocalFileSystem::remove_directory(const std::string& path) {
  if (::rmdir(path.c_str()) != 0) {
    return failed("removing folder", path, errno);
  }
  return ok();
}

}  // namespace tarn::storage
