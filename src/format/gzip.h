// A gzip file (RFC 1952) unpacked piece by piece. Several members one behind another are one file.

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tarn::format {

class GzipReader {
 public:
  // `compressed` is the whole file, and must outlive the reader.
  explicit GzipReader(std::string_view compressed);
  ~GzipReader();
  GzipReader(const GzipReader&) = delete;
  GzipReader& operator=(const GzipReader&) = delete;

  // Replaces `out` by the next bytes, at most `bytes_max`; none: the file is at its end. kData: the
  // bytes are not gzip's, or end too early.
  Status next(std::string& out, size_t bytes_max);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tarn::format
