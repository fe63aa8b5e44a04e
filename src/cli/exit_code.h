// What a command tells whoever called it. Documented in README.md; scripts rely on it.

#pragma once

namespace tarn::cli {

enum class ExitCode : int {
  kDone = 0,
  kFailed = 1,     // the project is wrong, or something failed while it ran
  kUsage = 2,      // the command line is wrong
  kBusy = 3,       // another process runs the pipeline
  kStopped = 130,  // a signal asked to stop, and everything stopped cleanly
};

}  // namespace tarn::cli
