// Random UUIDs (RFC 9562, version 4), in lower case. Randomness comes in from outside as a
// RandomSource, so that a test can repeat itself.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tarn {

// 64 random bits a call.
using RandomSource = std::function<uint64_t()>;

// From the operating system. May be called from several threads.
RandomSource system_random();
// SplitMix64: one seed gives one sequence, on every machine. Copies share the sequence, and may be
// called from several threads.
RandomSource seeded_random(uint64_t seed);

// "c0d2b6a8-6f0e-4d0b-9a3e-0b8a5f1d2c47", from two numbers of the source.
std::string make_uuid(const RandomSource& random);
// True for the form of a UUID of any version, in either case.
bool is_uuid(std::string_view text);

}  // namespace tarn
