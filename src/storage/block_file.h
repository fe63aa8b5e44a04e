// A file of a fixed size that is written and read in whole blocks: what logs that preallocate are
// made of.
//
// Its bytes are zero until they are written. write_at() gives blocks to the disk past the page
// cache where the file system allows that; they are durable after sync() only, and until then a
// power loss may keep any part of them. A failed sync ends the process (see file_system.h).
// Offsets, lengths and the addresses of memory are multiples of kBlockBytes. read_at() may be
// called from several threads, also while another one writes other blocks.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/result.h"

namespace tarn::storage {

inline constexpr size_t kBlockBytes = 4096;

class BlockFile {
 public:
  virtual ~BlockFile() = default;

  virtual uint64_t size() const = 0;
  virtual Status write_at(uint64_t offset, std::span<const std::byte> blocks) = 0;
  // kCorrupt: the file ends before the blocks do.
  virtual Status read_at(uint64_t offset, std::span<std::byte> blocks) const = 0;
  virtual void sync() = 0;
  // Makes all from `offset` on zero again, durably. The space stays reserved.
  virtual Status clear_from(uint64_t offset) = 0;
};

}  // namespace tarn::storage
