#include "source/datetime_hooks.h"

#include <memory>
#include <utility>

#include "types/date_pattern.h"

namespace tarn::source {
namespace {

// Shared by the copies of a decoder's options; a compiled pattern never changes.
using Pattern = std::shared_ptr<const types::DatePattern>;

Result<Pattern> compiled(const std::string& option, const std::string& text) {
  auto pattern = types::DatePattern::compile(text, types::PatternUse::kReading);
  if (!pattern) {
    return pattern.error().within("option '" + option + "'");
  }
  return std::make_shared<const types::DatePattern>(*std::move(pattern));
}

// Days, with the floor of what lies before 1970.
int64_t days_of(int64_t local_micros) {
  const int64_t days = local_micros / types::kMicrosPerDay;
  return local_micros % types::kMicrosPerDay < 0 ? days - 1 : days;
}

}  // namespace

Result<format::DateTimeHooks> datetime_hooks(const format::DateTimePatterns& patterns,
                                             const types::SessionZone& zone) {
  format::DateTimeHooks hooks;
  if (!patterns.date.empty()) {
    ASSIGN_OR_RETURN(const Pattern pattern, compiled("dateFormat", patterns.date));
    hooks.date = [pattern](std::string_view text) -> std::optional<int64_t> {
      const auto read = pattern->read(text, nullptr);
      return read ? std::optional(days_of(read->local_micros)) : std::nullopt;
    };
  }
  if (!patterns.timestamp.empty()) {
    ASSIGN_OR_RETURN(const Pattern pattern, compiled("timestampFormat", patterns.timestamp));
    hooks.timestamp = [pattern, zone](std::string_view text) -> std::optional<int64_t> {
      const auto read = pattern->read(text, zone.regions);
      return read ? types::instant_of(*read, zone) : std::nullopt;
    };
  }
  if (!patterns.timestamp_ntz.empty()) {
    ASSIGN_OR_RETURN(const Pattern pattern, compiled("timestampNTZFormat", patterns.timestamp_ntz));
    hooks.timestamp_ntz = [pattern](std::string_view text) -> std::optional<int64_t> {
      const auto read = pattern->read(text, nullptr);
      return read ? std::optional(read->local_micros) : std::nullopt;
    };
  }
  return hooks;
}

types::SessionZone zone_of(const format::Options& options, const types::SessionZone& session) {
  types::SessionZone zone = session;
  if (const auto named = options.find("timezone"); named != options.end()) {
    zone.id = named->second;
  }
  return zone;
}

}  // namespace tarn::source
