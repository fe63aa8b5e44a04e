#include "simulate/playback.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"

namespace tarn::simulate {
namespace {

constexpr double kSecondsBetweenFiles = 10;
constexpr double kSecondsPerDay = 86'400;

}  // namespace

Playback::Playback(double speed, const Clock& clock, WaitUntil wait_until)
    : speed_(speed), clock_(clock), wait_until_(std::move(wait_until)) {
  CHECK(speed > 0);
}

bool Playback::wait_for(const PosFile& file) {
  if (!origin_) {
    origin_ = Origin{.due = file.due_micros, .clock = clock_.now()};
  }
  const auto behind = static_cast<double>(file.due_micros - origin_->due) / speed_;
  return wait_until_(origin_->clock + std::llround(behind));
}

int files_at_speed(double speed, int days) {
  const double files = days * kSecondsPerDay / (speed * kSecondsBetweenFiles);
  return std::max(days, static_cast<int>(std::min(files, 1e9)));
}

}  // namespace tarn::simulate
