// A gzip file (RFC 1952) unpacked piece by piece: neither what goes in nor what comes out is ever
// held whole. Several members one behind another are one file.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tarn::format {

class GzipReader {
 public:
  // The file's next bytes, as many as it likes; none: its end. They stay until the next call.
  using Packed = std::function<Result<std::string_view>()>;

  // `name` stands in messages.
  GzipReader(std::string name, Packed packed);
  ~GzipReader();
  GzipReader(const GzipReader&) = delete;
  GzipReader& operator=(const GzipReader&) = delete;

  // Replaces `out` by the next bytes, at most `bytes_max`; none: the file is at its end. kData: the
  // bytes are not gzip's, or end too early. Otherwise an error of `packed`.
  Status next(std::string& out, size_t bytes_max);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tarn::format
