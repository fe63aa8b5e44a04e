// Files of a simulation handed on when they would have come, at a multiple of real time.
//
// The first file is there at once; each other one waits until the clock is as far behind the first
// as the file is due behind it, divided by the speed. Who writes more slowly than that is not
// waited for: files then follow on each other until the playback has caught up.

#pragma once

#include <functional>
#include <optional>

#include "base/clock.h"
#include "simulate/pos.h"

namespace tarn::simulate {

class Playback {
 public:
  // Waits until the clock shows `moment`, not at all where it is past it. False: asked to stop.
  using WaitUntil = std::function<bool(Micros moment)>;

  // `speed` is greater than 0: seconds of the simulation in a second of the clock. The clock must
  // outlive the playback.
  Playback(double speed, const Clock& clock, WaitUntil wait_until);

  // Waits until the file is due; files come in due order. False: asked to stop, and nothing may be
  // handed on any more.
  bool wait_for(const PosFile& file);

 private:
  struct Origin {
    Micros due = 0;
    Micros clock = 0;
  };

  double speed_;
  const Clock& clock_;
  WaitUntil wait_until_;
  std::optional<Origin> origin_;
};

// How many change files a simulation of `days` has at a speed where nobody says it: one about every
// ten seconds of the clock, and at least one a day.
int files_at_speed(double speed, int days);

}  // namespace tarn::simulate
