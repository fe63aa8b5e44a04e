#include "engine/time_zones.h"

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/check.h"

namespace tarn::engine {
namespace {

constexpr int64_t kMicrosPerMilli = types::kMicrosPerMilli;

// ICU's zones keep caches of their own and are not to be shared: one a thread.
const icu::BasicTimeZone* zone_of(std::string_view id) {
  thread_local std::map<std::string, std::unique_ptr<icu::TimeZone>, std::less<>> zones;
  auto found = zones.find(id);
  if (found == zones.end()) {
    const icu::UnicodeString name =
        icu::UnicodeString::fromUTF8(icu::StringPiece(id.data(), static_cast<int32_t>(id.size())));
    std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(name));
    if (*zone == icu::TimeZone::getUnknown()) zone = nullptr;
    found = zones.emplace(std::string(id), std::move(zone)).first;
  }
  // Every zone that createTimeZone() knows is a BasicTimeZone.
  return static_cast<const icu::BasicTimeZone*>(found->second.get());
}

double millis_floor(int64_t micros) {
  int64_t millis = micros / kMicrosPerMilli;
  if (micros % kMicrosPerMilli < 0) --millis;
  return static_cast<double>(millis);
}

class IcuTimeZones final : public types::TimeZones {
 public:
  std::optional<int64_t> offset_at_local(std::string_view id, int64_t local) const override {
    const icu::BasicTimeZone* zone = zone_of(id);
    if (!zone) return std::nullopt;
    int32_t raw = 0;
    int32_t daylight = 0;
    UErrorCode status = U_ZERO_ERROR;
    // Java: in a gap the offset before it, in an overlap the earlier (summer) one. Both are
    // "former".
    zone->getOffsetFromLocal(millis_floor(local), UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw,
                             daylight, status);
    if (U_FAILURE(status)) return std::nullopt;
    return (static_cast<int64_t>(raw) + daylight) * kMicrosPerMilli;
  }

  std::optional<int64_t> offset_at_instant(std::string_view id, int64_t micros) const override {
    const icu::BasicTimeZone* zone = zone_of(id);
    if (!zone) return std::nullopt;
    int32_t raw = 0;
    int32_t daylight = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone->getOffset(millis_floor(micros), false, raw, daylight, status);
    if (U_FAILURE(status)) return std::nullopt;
    return (static_cast<int64_t>(raw) + daylight) * kMicrosPerMilli;
  }

  bool is_summer_time(std::string_view id, int64_t micros) const override {
    const icu::BasicTimeZone* zone = zone_of(id);
    if (!zone) return false;
    int32_t raw = 0;
    int32_t daylight = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone->getOffset(millis_floor(micros), false, raw, daylight, status);
    return U_SUCCESS(status) && daylight != 0;
  }
};

}  // namespace

const types::TimeZones& icu_time_zones() {
  static const IcuTimeZones zones;
  return zones;
}

std::string system_time_zone() {
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::detectHostTimeZone());
  icu::UnicodeString id;
  std::string text;
  zone->getID(id).toUTF8String(text);
  return is_time_zone(text) ? text : "UTC";
}

bool is_time_zone(std::string_view id) {
  return types::fixed_offset(id).has_value() || zone_of(id) != nullptr;
}

int64_t offset_at_instant(std::string_view zone, int64_t micros) {
  if (const auto fixed = types::fixed_offset(zone)) return *fixed;
  const auto offset = icu_time_zones().offset_at_instant(zone, micros);
  CHECK(offset.has_value());
  return *offset;
}

int64_t offset_at_local(std::string_view zone, int64_t local_micros) {
  if (const auto fixed = types::fixed_offset(zone)) return *fixed;
  const auto offset = icu_time_zones().offset_at_local(zone, local_micros);
  CHECK(offset.has_value());
  return *offset;
}

}  // namespace tarn::engine
