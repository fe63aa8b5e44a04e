// A file that only grows: what journals are written to.
//
// append() gives bytes to the kernel; sync() makes all of them durable (a failed sync ends the
// process, see file_system.h). One thread at a time.

#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace tarn::storage {

class AppendFile {
 public:
  virtual ~AppendFile() = default;

  virtual Status append(std::string_view bytes) = 0;
  virtual void sync() = 0;
  // Cuts the file to `size` bytes, durably.
  virtual Status truncate(uint64_t size) = 0;
};

}  // namespace tarn::storage
