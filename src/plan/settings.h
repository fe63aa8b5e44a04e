// Settings by Spark's keys: which are honoured, which are refused, which are merely carried along.
//
// A setting stands in the spec's `configuration` (for the whole pipeline), in a file's SET
// statements (for what follows in that file), or is SET in a session. Keys compare exactly, as in
// Spark. A key that Tarn
// does not know is accepted, because projects carry settings for Spark's executors, Databricks'
// clusters and their own ${..}; it is mentioned once, in a note.

#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "plan/resolver.h"
#include "types/datetime.h"

namespace tarn::plan {

using SettingMap = std::map<std::string, std::string, std::less<>>;

enum class SettingUse {
  kHonoured,  // changes what Tarn does
  kNoEffect,  // known, and of no consequence here: it tunes Spark's own machinery
  kUnknown,
};

// Whether the key is known, and an error where Tarn cannot do what the value asks for
// (kUnsupported) or the value is none (INVALID_CONF_VALUE). Without `regions` any name may be that
// of a time zone.
Result<SettingUse> check_setting(std::string_view key, std::string_view value,
                                 const types::TimeZones* regions = nullptr);

// What the settings mean to the resolver. Values have passed check_setting. Without
// spark.sql.session.timeZone the zone is `default_time_zone`.
SessionSettings session_settings(const SettingMap& settings, const std::string& default_time_zone);

// An error for a key that Spark takes when it starts and refuses to change in a session:
// CANNOT_MODIFY_STATIC_CONFIG, CANNOT_MODIFY_CONFIG.
Status check_changeable(std::string_view key);

// What a key that Tarn honours is where nobody sets it; nothing for others, and for the time zone,
// which is the system's.
std::optional<std::string> default_of_setting(std::string_view key);
// What setting a known key does, in a few words.
std::string effect_of_setting(std::string_view key);

inline constexpr std::string_view kTimeZoneSetting = "spark.sql.session.timeZone";

// Every key that Tarn knows, for suggestions and documentation.
const std::vector<std::string>& known_settings();

}  // namespace tarn::plan
