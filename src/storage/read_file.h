// A file that is read piece by piece, however large it is.
//
// On a disk the pieces come from the file that was opened, also where another one takes its name
// meanwhile. Nothing keeps a writer from changing it in place: whoever needs all pieces to be of
// one state compares size() with what there was to read, and with size_now() at the end. One thread
// at a time.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/result.h"

namespace tarn::storage {

class ReadFile {
 public:
  virtual ~ReadFile() = default;

  // The bytes that it had when it was opened.
  virtual uint64_t size() const = 0;
  virtual Result<uint64_t> size_now() const = 0;
  // Fills `into` with the bytes from `offset` on, and returns how many there were: fewer than asked
  // only where the file ends.
  virtual Result<size_t> read_at(uint64_t offset, std::span<char> into) const = 0;
};

}  // namespace tarn::storage
