// What people call time zones in English ("PST", "Pacific Standard Time"), as Java's patterns write
// and read them (letter z).
//
// Pure data of Java 17, on which Spark's answers were recorded.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tarn::types {

struct ZoneNames {
  std::string_view short_standard;
  std::string_view long_standard;
  std::string_view short_summer;
  std::string_view long_summer;
};

// The names of a region, or null.
const ZoneNames* zone_names(std::string_view zone);

enum class ZoneNameStyle : uint8_t { kShort, kLong };

struct NamedZone {
  std::string_view zone;
  size_t length = 0;  // bytes of text that the name takes
};

// The longest name at the beginning of `text`, without regard to case.
std::optional<NamedZone> zone_named_at(std::string_view text, ZoneNameStyle style);

}  // namespace tarn::types
