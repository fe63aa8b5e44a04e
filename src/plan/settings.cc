#include "plan/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/user_name.h"
#include "types/utf8.h"

namespace tarn::plan {
namespace {

enum class ValueKind {
  kText,
  kBoolean,
  kCount,  // a whole number from 0
  kChoice,
  kTimeZone,
};

struct KnownSetting {
  std::string_view key;
  SettingUse use;
  ValueKind kind;
  std::vector<std::string_view> choices = {};  // of kChoice: what Spark allows
  std::string_view only = {};                  // what Tarn carries out, where it is one value
  std::string_view otherwise = {};             // where it is not set, unless that is `only`
};

const std::vector<KnownSetting>& table() {
  using enum SettingUse;
  using enum ValueKind;
  static const std::vector<KnownSetting> settings = {
      {"spark.sql.session.timeZone", kHonoured, kTimeZone},
      {"spark.sql.caseSensitive", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.timestampType",
       kHonoured,
       kChoice,
       {"TIMESTAMP_LTZ", "TIMESTAMP_NTZ"},
       {},
       "TIMESTAMP_LTZ"},
      {"spark.sql.timeType.enabled", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.parser.escapedStringLiterals", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.ansi.enforceReservedKeywords", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.parser.quotedRegexColumnNames", kHonoured, kBoolean, {}, "false"},
      {"spark.sql.variable.substitute", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.legacy.charVarcharAsString", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.readSideCharPadding", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.legacy.noCharPaddingInPredicate", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.charAsVarchar", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.preserveCharVarcharTypeInfo", kHonoured, kBoolean, {}, "false"},
      {"spark.sql.ansi.enabled", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.storeAssignmentPolicy",
       kHonoured,
       kChoice,
       {"ANSI", "LEGACY", "STRICT"},
       {},
       "ANSI"},
      {"spark.sql.sources.default", kHonoured, kText, {}, "delta"},
      {"spark.sql.legacy.timeParserPolicy",
       kHonoured,
       kChoice,
       {"EXCEPTION", "CORRECTED", "LEGACY"},
       "CORRECTED"},
      {"spark.sql.mapKeyDedupPolicy", kHonoured, kChoice, {"EXCEPTION", "LAST_WIN"}, "EXCEPTION"},
      {"spark.sql.decimalOperations.allowPrecisionLoss", kHonoured, kBoolean, {}, "true"},
      {"spark.sql.streaming.multipleWatermarkPolicy", kHonoured, kChoice, {"min", "max"}, "min"},
      {"spark.sql.streaming.noDataMicroBatches.enabled", kHonoured, kBoolean, {}, "true"},
      {"spark.sql.pipelines.execution.maxConcurrentFlows", kHonoured, kCount},
      {"spark.sql.pipelines.maxFlowRetryAttempts", kHonoured, kCount},
      {"pipelines.maxFlowRetryAttempts", kHonoured, kCount},
      {"pipelines.numUpdateRetryAttempts", kHonoured, kCount},
      {"pipelines.trigger.interval", kHonoured, kText},
      {"pipelines.incompatibleViewCheck.enabled", kHonoured, kBoolean, {}, "true"},
      {"spark.sql.shuffle.partitions", kNoEffect, kText},
      {"spark.sql.adaptive.enabled", kNoEffect, kText},
      {"spark.sql.adaptive.coalescePartitions.enabled", kNoEffect, kText},
      {"spark.sql.autoBroadcastJoinThreshold", kNoEffect, kText},
      {"spark.sql.files.maxPartitionBytes", kNoEffect, kText},
      {"spark.sql.streaming.schemaInference", kNoEffect, kText},
      {"spark.sql.streaming.stateStore.providerClass", kNoEffect, kText},
      {"spark.sql.catalogImplementation", kNoEffect, kText},
      {"spark.sql.extensions", kNoEffect, kText},
      {"spark.sql.catalog.spark_catalog", kNoEffect, kText},
      {"spark.sql.warehouse.dir", kNoEffect, kText},
      {"spark.databricks.delta.schema.autoMerge.enabled", kNoEffect, kText},
      {"spark.executor.memory", kNoEffect, kText},
      {"spark.executor.cores", kNoEffect, kText},
      {"spark.driver.memory", kNoEffect, kText},
      {"spark.master", kNoEffect, kText},
  };
  return settings;
}

const KnownSetting* find(std::string_view key) {
  const auto found = std::ranges::find(table(), key, &KnownSetting::key);
  return found == table().end() ? nullptr : &*found;
}

std::optional<bool> as_boolean(std::string_view value) {
  if (types::equal_ignoring_case(value, "true")) return true;
  if (types::equal_ignoring_case(value, "false")) return false;
  return std::nullopt;
}

bool is_count(std::string_view value) {
  uint32_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  return error == std::errc() && end == value.data() + value.size();
}

Error invalid_value(std::string_view key, std::string_view value, std::string condition,
                    const std::string& rule) {
  return {.code = ErrorCode::kInvalid,
          .message =
              fmt::format("The value '{}' in the config \"{}\" is invalid. {}", value, key, rule),
          .condition = "INVALID_CONF_VALUE." + condition,
          .sqlstate = "22022"};
}

bool is_time_zone(std::string_view value, const types::TimeZones* regions) {
  return regions == nullptr || types::fixed_offset(value) ||
         regions->offset_at_instant(value, 0).has_value();
}

Status check_value(const KnownSetting& setting, std::string_view value,
                   const types::TimeZones* regions) {
  switch (setting.kind) {
    case ValueKind::kText:
      return ok();
    case ValueKind::kBoolean:
      return as_boolean(value) ? ok()
                               : Status(invalid_value(setting.key, value, "TYPE_MISMATCH",
                                                      "It should be a/an 'boolean' value."));
    case ValueKind::kCount:
      return is_count(value) ? ok()
                             : Status(invalid_value(setting.key, value, "TYPE_MISMATCH",
                                                    "It should be a/an 'int' value."));
    case ValueKind::kChoice:
      return std::ranges::any_of(setting.choices,
                                 [value](std::string_view choice) {
                                   return types::equal_ignoring_case(choice, value);
                                 })
                 ? ok()
                 : Status(invalid_value(
                       setting.key, value, "OUT_OF_RANGE_OF_OPTIONS",
                       fmt::format("It should be one of '{}'.", fmt::join(setting.choices, ", "))));
    case ValueKind::kTimeZone:
      return is_time_zone(value, regions)
                 ? ok()
                 : Status(invalid_value(setting.key, value, "TIME_ZONE",
                                        "Cannot resolve the given timezone."));
  }
  return ok();
}

std::string_view value_of(const SettingMap& settings, std::string_view key) {
  const auto found = settings.find(key);
  return found == settings.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace

Result<SettingUse> check_setting(std::string_view key, std::string_view value,
                                 const types::TimeZones* regions) {
  const KnownSetting* setting = find(key);
  if (setting == nullptr) {
    return SettingUse::kUnknown;
  }
  RETURN_IF_ERROR(check_value(*setting, value, regions));
  // Spark's default for the parser policy is EXCEPTION, which differs from CORRECTED only in how it
  // words an error.
  const bool same_policy = setting->key == "spark.sql.legacy.timeParserPolicy" &&
                           types::equal_ignoring_case(value, "EXCEPTION");
  if (!setting->only.empty() && !types::equal_ignoring_case(value, setting->only) && !same_policy) {
    return Error{.code = ErrorCode::kUnsupported,
                 .message = fmt::format("{} = {} is not supported: Tarn works with {} only", key,
                                        value, setting->only)};
  }
  return setting->use;
}

SessionSettings session_settings(const SettingMap& settings, const std::string& default_time_zone) {
  const std::string_view zone = value_of(settings, kTimeZoneSetting);
  return {
      .time_zone = zone.empty() ? default_time_zone : std::string(zone),
      .case_sensitive = boolean_setting(settings, "spark.sql.caseSensitive").value_or(false),
      .ntz_by_default = types::equal_ignoring_case(value_of(settings, "spark.sql.timestampType"),
                                                   "TIMESTAMP_NTZ"),
      .ansi = boolean_setting(settings, "spark.sql.ansi.enabled").value_or(true) ? AnsiMode::kOn
                                                                                 : AnsiMode::kOff,
      .escaped_literals =
          boolean_setting(settings, "spark.sql.parser.escapedStringLiterals").value_or(false),
      .time_type_enabled = boolean_setting(settings, "spark.sql.timeType.enabled").value_or(true),
      .char_as_string =
          boolean_setting(settings, "spark.sql.legacy.charVarcharAsString").value_or(false),
      .char_as_varchar = boolean_setting(settings, "spark.sql.charAsVarchar").value_or(false),
      .char_padded_on_reading =
          boolean_setting(settings, "spark.sql.readSideCharPadding").value_or(true),
      .char_padded_in_comparisons =
          !boolean_setting(settings, "spark.sql.legacy.noCharPaddingInPredicate").value_or(false),
      .user = user_name()};
}

std::optional<bool> boolean_setting(const SettingMap& settings, std::string_view key) {
  return as_boolean(value_of(settings, key));
}

Status check_changeable(std::string_view key) {
  constexpr std::string_view kStatic[] = {"spark.sql.warehouse.dir", "spark.sql.extensions",
                                          "spark.sql.catalogImplementation"};
  constexpr std::string_view kOfProcesses[] = {"spark.executor.", "spark.driver.", "spark.master"};
  const bool is_static = std::ranges::find(kStatic, key) != std::end(kStatic);
  const bool is_of_processes = std::ranges::any_of(
      kOfProcesses, [key](std::string_view start) { return key.starts_with(start); });
  if (!is_static && !is_of_processes) {
    return ok();
  }
  return Error{.code = ErrorCode::kInvalid,
               .message = fmt::format("Cannot modify the value of the {}Spark config: \"{}\".",
                                      is_static ? "static " : "", key),
               .condition = is_static ? "CANNOT_MODIFY_STATIC_CONFIG" : "CANNOT_MODIFY_CONFIG",
               .sqlstate = "46110"};
}

std::optional<std::string> default_of_setting(std::string_view key) {
  const KnownSetting* setting = find(key);
  if (setting == nullptr || (setting->only.empty() && setting->otherwise.empty())) {
    return std::nullopt;
  }
  return std::string(setting->otherwise.empty() ? setting->only : setting->otherwise);
}

std::string effect_of_setting(std::string_view key) {
  const KnownSetting* setting = find(key);
  if (setting == nullptr) {
    return "not known: carried along";
  }
  if (setting->use == SettingUse::kNoEffect) {
    return "no effect: it tunes Spark's own machinery";
  }
  return setting->only.empty() ? "honoured"
                               : fmt::format("honoured: Tarn works with {} only", setting->only);
}

const std::vector<std::string>& known_settings() {
  static const std::vector<std::string> keys = [] {
    std::vector<std::string> names;
    for (const KnownSetting& setting : table()) {
      names.emplace_back(setting.key);
    }
    return names;
  }();
  return keys;
}

}  // namespace tarn::plan
