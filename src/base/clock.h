// Time comes in from outside, so that a test need not wait.

#pragma once

#include <chrono>
#include <cstdint>

namespace tarn {

// Microseconds since 1970-01-01T00:00:00Z.
using Micros = int64_t;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Micros now() const = 0;
};

// The machine's clock. May be shared between threads.
class SystemClock final : public Clock {
 public:
  Micros now() const override {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
};

// A clock that stands until it is moved.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Micros start) : now_(start) {}
  Micros now() const override { return now_; }
  void advance(Micros by) { now_ += by; }

 private:
  Micros now_;
};

}  // namespace tarn
