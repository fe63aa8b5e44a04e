// tarn.yml: what Spark's project file has no word for. It lies beside the spec and may be left out.
//
//   memory: 4 GiB                  or MiB, GB .., a number of bytes, or a part of the machine's:
//   25%
//
// Everything that is wrong in it is collected; a field that is not known is an error.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "project/folder.h"

namespace tarn::project {

// The least memory that an engine is given.
inline constexpr int64_t kMemoryMin = int64_t{128} << 20;

struct TarnFile {
  std::optional<int64_t> memory_bytes;  // of the engine and the flows' state together
};

struct TarnFileResult {
  TarnFile file;  // to be used only where there are no diagnostics
  std::vector<Diagnostic> diagnostics;

  explicit operator bool() const { return diagnostics.empty(); }
};

// The file in `project_folder`; the defaults where there is none. `machine_bytes` is the machine's
// memory, of which a percentage is a part.
TarnFileResult read_tarn_file(const Folder& folder, const std::string& project_folder,
                              int64_t machine_bytes);
// The same, of a text at hand.
TarnFileResult parse_tarn_file(std::string path, std::string text, int64_t machine_bytes);

}  // namespace tarn::project
