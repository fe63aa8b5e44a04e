// tarn simulate pos

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/workbench.h"
#include "storage/path.h"

namespace tarn::cli {

ExitCode simulate_pos(const SimulateOptions& options) {
  Workbench bench;
  storage::FileSystem& files = bench.files();
  const auto manifest = simulate::write_pos(
      options.pos, [&](const std::string& path, std::string_view bytes) -> Status {
        const std::string target = storage::join(options.output, path);
        RETURN_IF_ERROR(files.make_directories(storage::parent_of(target)));
        return files.replace(target, bytes);
      });
  if (!manifest) {
    bench.print(manifest.error());
    return ExitCode::kFailed;
  }
  fmt::print("{}: {} documents ({} of them sent twice), {} item rows, in {} files\n",
             options.output, manifest->documents, manifest->duplicates, manifest->item_rows,
             manifest->files.size());
  return ExitCode::kDone;
}

}  // namespace tarn::cli
