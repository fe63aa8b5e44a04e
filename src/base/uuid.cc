#include "base/uuid.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <atomic>
#include <memory>

#include "base/check.h"

namespace tarn {

RandomSource system_random() {
  return [] {
    uint64_t bits = 0;
    // Up to 256 bytes come whole, once the kernel's pool is ready: getrandom() waits for that.
    CHECK(getrandom(&bits, sizeof(bits), 0) == static_cast<ssize_t>(sizeof(bits)));
    return bits;
  };
}

RandomSource seeded_random(uint64_t seed) {
  constexpr uint64_t kGamma = 0x9E3779B97F4A7C15;
  // Shared: the copies of a source go on with one sequence, they do not repeat it.
  const auto state = std::make_shared<std::atomic<uint64_t>>(seed);
  return [state] {
    uint64_t bits = state->fetch_add(kGamma) + kGamma;
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
    return bits ^ (bits >> 31);
  };
}

std::string make_uuid(const RandomSource& random) {
  const uint64_t high = (random() & ~uint64_t{0xF000}) | 0x4000;
  const uint64_t low = (random() & ~(uint64_t{0b11} << 62)) | (uint64_t{0b10} << 62);
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF,
                     high & 0xFFFF, low >> 48, low & 0xFFFFFFFFFFFF);
}

bool is_uuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != kForm.size()) {
    return false;
  }
  for (size_t i = 0; i < kForm.size(); ++i) {
    const char c = text[i];
    const bool is_digit =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (kForm[i] == '-' ? c != '-' : !is_digit) {
      return false;
    }
  }
  return true;
}

}  // namespace tarn
