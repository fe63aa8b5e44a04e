#include "plan/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/user_name.h"
#include "plan/settings_table.h"
#include "types/utf8.h"

namespace tarn::plan {
namespace {

const KnownSetting* find(std::string_view key) {
  const auto found = std::ranges::find(settings_table(), key, &KnownSetting::key);
  return found == settings_table().end() ? nullptr : &*found;
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

std::optional<int32_t> as_integer(std::string_view value) {
  int32_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool is_whole = error == std::errc() && end == value.data() + value.size();
  return is_whole ? std::optional(number) : std::nullopt;
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
    case SettingKind::kText:
      return ok();
    case SettingKind::kBoolean:
      return as_boolean(value) ? ok()
                               : Status(invalid_value(setting.key, value, "TYPE_MISMATCH",
                                                      "It should be a/an 'boolean' value."));
    case SettingKind::kCount:
      return is_count(value) ? ok()
                             : Status(invalid_value(setting.key, value, "TYPE_MISMATCH",
                                                    "It should be a/an 'int' value."));
    case SettingKind::kInteger:
      return as_integer(value) ? ok()
                               : Status(invalid_value(setting.key, value, "TYPE_MISMATCH",
                                                      "It should be a/an 'int' value."));
    case SettingKind::kChoice:
      return std::ranges::any_of(setting.choices,
                                 [value](std::string_view choice) {
                                   return types::equal_ignoring_case(choice, value);
                                 })
                 ? ok()
                 : Status(invalid_value(
                       setting.key, value, "OUT_OF_RANGE_OF_OPTIONS",
                       fmt::format("It should be one of '{}'.", fmt::join(setting.choices, ", "))));
    case SettingKind::kTimeZone:
      return is_time_zone(value, regions)
                 ? ok()
                 : Status(invalid_value(setting.key, value, "TIME_ZONE",
                                        "Cannot resolve the given timezone."));
  }
  return ok();
}

// Nothing where Spark's default is not one value.
std::string_view default_of(const KnownSetting& setting) {
  return setting.default_value.empty() ? setting.only : setting.default_value;
}

std::string_view default_of(std::string_view key) {
  const KnownSetting* setting = find(key);
  CHECK(setting != nullptr);
  return default_of(*setting);
}

std::string_view value_of(const SettingMap& settings, std::string_view key) {
  const auto found = settings.find(key);
  return found == settings.end() ? default_of(key) : std::string_view(found->second);
}

bool is_on(const SettingMap& settings, std::string_view key) {
  return as_boolean(value_of(settings, key)).value_or(default_of(key) == "true");
}

bool is_ntz_default(const SettingMap& settings) {
  return types::equal_ignoring_case(value_of(settings, "spark.sql.timestampType"), "TIMESTAMP_NTZ");
}

sql::Reading reading_of(const SettingMap& settings) {
  const auto on = [&](std::string_view key) { return is_on(settings, key); };
  const bool ansi = on("spark.sql.ansi.enabled");
  return {.escapes = on("spark.sql.parser.escapedStringLiterals") ? sql::StringEscapes::kAsWritten
                                                                  : sql::StringEscapes::kResolved,
          .reserves_words = on("spark.sql.ansi.enforceReservedKeywords"),
          .double_quoted_names = ansi && on("spark.sql.ansi.doubleQuotedIdentifiers"),
          .joins_before_commas = ansi && on("spark.sql.ansi.relationPrecedence"),
          .sets_from_left = on("spark.sql.legacy.setopsPrecedence.enabled"),
          .exact_exponents = on("spark.sql.legacy.exponentLiteralAsDecimal.enabled"),
          .timestamps_are_local = is_ntz_default(settings)};
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
  const auto on = [&](std::string_view key) { return is_on(settings, key); };
  const auto number = [&](std::string_view key) {
    return as_integer(value_of(settings, key)).value_or(*as_integer(default_of(key)));
  };
  return {.time_zone = zone.empty() ? default_time_zone : std::string(zone),
          .case_sensitive = on("spark.sql.caseSensitive"),
          .ntz_by_default = is_ntz_default(settings),
          .ansi = on("spark.sql.ansi.enabled") ? AnsiMode::kOn : AnsiMode::kOff,
          .reading = reading_of(settings),
          .regex_names = on("spark.sql.parser.quotedRegexColumnNames"),
          .group_by_ordinal = on("spark.sql.groupByOrdinal"),
          .order_by_ordinal = on("spark.sql.orderByOrdinal"),
          .group_by_aliases = on("spark.sql.groupByAliases"),
          .lateral_aliases = on("spark.sql.lateralColumnAlias.enableImplicitResolution"),
          .decimal_scale = on("spark.sql.decimalOperations.allowPrecisionLoss")
                               ? DecimalScale::kGivesWay
                               : DecimalScale::kStays,
          .having_as_where = on("spark.sql.legacy.parser.havingWithoutGroupByAsWhere"),
          .size_of_null = on("spark.sql.legacy.sizeOfNull"),
          .last_key_wins = types::equal_ignoring_case(
              value_of(settings, "spark.sql.mapKeyDedupPolicy"), "LAST_WIN"),
          .concat_as_text = on("spark.sql.function.concatBinaryAsString"),
          .elt_as_text = on("spark.sql.function.eltOutputAsString"),
          .empty_collections_of_text = on("spark.sql.legacy.createEmptyCollectionUsingStringType"),
          .json_without_nulls = on("spark.sql.jsonGenerator.ignoreNullFields"),
          .recursion_level_max = number("spark.sql.cteRecursionLevelLimit"),
          .recursion_rows_max = number("spark.sql.cteRecursionRowLimit"),
          .time_type_enabled = on("spark.sql.timeType.enabled"),
          .char_as_string = on("spark.sql.legacy.charVarcharAsString"),
          .char_as_varchar = on("spark.sql.charAsVarchar"),
          .char_padded_on_reading = on("spark.sql.readSideCharPadding"),
          .char_padded_in_comparisons = !on("spark.sql.legacy.noCharPaddingInPredicate"),
          .user = user_name()};
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
  if (setting == nullptr || default_of(*setting).empty()) return std::nullopt;
  return std::string(default_of(*setting));
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
    for (const KnownSetting& setting : settings_table()) {
      names.emplace_back(setting.key);
    }
    return names;
  }();
  return keys;
}

}  // namespace tarn::plan
