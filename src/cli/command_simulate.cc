// tarn simulate pos

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "cli/command.h"
#include "cli/signal_watch.h"
#include "cli/workbench.h"
#include "simulate/playback.h"
#include "storage/path.h"
#include "types/datetime.h"

namespace tarn::cli {
namespace {

// False where `stop` came first.
bool wait_until(Micros moment, const Clock& clock, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, std::chrono::microseconds(moment - clock.now()), [] { return false; });
  return !stop.stop_requested();
}

}  // namespace

ExitCode simulate_pos(const SimulateOptions& options) {
  SignalWatch signals("stopping after the file under way; once more to stop at once");
  const std::stop_token stop = signals.token();
  Workbench bench;
  simulate::PosOptions pos = options.pos;
  std::optional<simulate::Playback> playback;
  if (options.speed) {
    pos.files = pos.files == 0 ? simulate::files_at_speed(*options.speed, pos.days) : pos.files;
    playback.emplace(*options.speed, bench.clock(),
                     [&](Micros moment) { return wait_until(moment, bench.clock(), stop); });
  }
  int64_t files = 0;
  Micros last_due = 0;
  const auto before = [&](const simulate::PosFile& file) -> Status {
    if (stop.stop_requested() || (playback && !playback->wait_for(file))) {
      return Error{ErrorCode::kCancelled, "stopped by a signal"};
    }
    ++files;
    last_due = file.due_micros;
    return ok();
  };
  const auto write = [&](const std::string& path, std::string_view bytes) -> Status {
    const std::string target = storage::join(options.output, path);
    RETURN_IF_ERROR(bench.files().make_directories(storage::parent_of(target)));
    return bench.files().replace(target, bytes);
  };
  const auto manifest = simulate::write_pos(pos, write, before);
  if (!manifest && manifest.error().code == ErrorCode::kCancelled) {
    fmt::print("{}: stopped after {} files, up to {}; the same command begins anew\n",
               options.output, files, types::timestamp_text(last_due));
    return ExitCode::kStopped;
  }
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
