#include "engine/record_options.h"

#include <memory>
#include <utility>

#include "base/ascii.h"
#include "engine/time_zones.h"
#include "types/date_pattern.h"

namespace tarn::engine {
namespace {

// Shared by the copies of a decoder's options; a compiled pattern never changes.
using Pattern = std::shared_ptr<const types::DatePattern>;

Result<Pattern> compiled(const std::string& text) {
  ASSIGN_OR_RETURN(auto pattern, types::DatePattern::compile(text, types::PatternUse::kReading));
  return std::make_shared<const types::DatePattern>(std::move(pattern));
}

int64_t days_of(int64_t local_micros) {
  const int64_t days = local_micros / types::kMicrosPerDay;
  return local_micros % types::kMicrosPerDay < 0 ? days - 1 : days;
}

}  // namespace

format::Options record_options(const NativeSite& site) {
  format::Options options;
  for (const auto& [at, value] : site.constants) {
    const auto* entries = std::get_if<types::ValueMap>(&value.content);
    if (entries == nullptr) continue;
    for (const auto& [key, text] : *entries) {
      const auto* name = std::get_if<std::string>(&key.content);
      const auto* setting = std::get_if<std::string>(&text.content);
      if (name && setting) options[lower_ascii(*name)] = *setting;
    }
  }
  return options;
}

format::Options single_record_options(format::Options options) {
  for (const char* name : {"encoding", "charset", "samplingratio", "columnpruning", "linesep"}) {
    options.erase(name);
  }
  const auto mode = options.find("mode");
  if (mode != options.end()) {
    const std::string known = lower_ascii(mode->second);
    if (known != "permissive" && known != "failfast" && known != "dropmalformed") {
      options.erase(mode);
    }
  }
  return options;
}

types::SessionZone record_zone(const NativeSite& site, const format::Options& options) {
  const auto named = options.find("timezone");
  return {named == options.end() ? site.time_zone : named->second, &icu_time_zones()};
}

Result<format::DateTimeHooks> record_hooks(const format::DateTimePatterns& patterns,
                                           const types::SessionZone& zone) {
  format::DateTimeHooks hooks;
  if (!patterns.date.empty()) {
    ASSIGN_OR_RETURN(const Pattern pattern, compiled(patterns.date));
    hooks.date = [pattern](std::string_view text) -> std::optional<int64_t> {
      const auto read = pattern->read(text, nullptr);
      return read ? std::optional(days_of(read->local_micros)) : std::nullopt;
    };
  }
  if (!patterns.timestamp.empty()) {
    ASSIGN_OR_RETURN(const Pattern pattern, compiled(patterns.timestamp));
    hooks.timestamp = [pattern, zone](std::string_view text) -> std::optional<int64_t> {
      const auto read = pattern->read(text, zone.regions);
      return read ? types::instant_of(*read, zone) : std::nullopt;
    };
  }
  if (!patterns.timestamp_ntz.empty()) {
    ASSIGN_OR_RETURN(const Pattern pattern, compiled(patterns.timestamp_ntz));
    hooks.timestamp_ntz = [pattern](std::string_view text) -> std::optional<int64_t> {
      const auto read = pattern->read(text, nullptr);
      return read ? std::optional(read->local_micros) : std::nullopt;
    };
  }
  return hooks;
}

}  // namespace tarn::engine
