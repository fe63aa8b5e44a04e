#include "plan/settings.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <tuple>

namespace tarn::plan {
namespace {

TEST(SettingsTest, KnownUnknownAndIdleKeysAreToldApart) {
  EXPECT_EQ(*check_setting("spark.sql.caseSensitive", "TRUE"), SettingUse::kHonoured);
  EXPECT_EQ(*check_setting("spark.sql.shuffle.partitions", "200"), SettingUse::kNoEffect);
  EXPECT_EQ(*check_setting("spark.sql.casesensitive", "x"), SettingUse::kUnknown);
}

TEST(SettingsTest, WhatTarnCannotDoIsRefused) {
  for (const auto& [key, value] :
       std::map<std::string, std::string>{{"spark.sql.crossJoin.enabled", "false"},
                                          {"spark.sql.legacy.interval.enabled", "true"},
                                          {"spark.sql.legacy.ctePrecedencePolicy", "LEGACY"},
                                          {"spark.sql.sources.default", "parquet"},
                                          {"spark.sql.legacy.timeParserPolicy", "LEGACY"},
                                          {"pipelines.incompatibleViewCheck.enabled", "false"},
                                          {"spark.sql.streaming.multipleWatermarkPolicy", "max"}}) {
    const auto use = check_setting(key, value);
    ASSERT_FALSE(use) << key;
    EXPECT_EQ(use.error().code, ErrorCode::kUnsupported) << key;
  }
}

TEST(SettingsTest, SparksOwnDefaultsAreAccepted) {
  EXPECT_TRUE(check_setting("spark.sql.ansi.enabled", "true"));
  EXPECT_TRUE(check_setting("spark.sql.legacy.timeParserPolicy", "EXCEPTION"));
  EXPECT_TRUE(check_setting("spark.sql.sources.default", "delta"));
}

// What Tarn refuses by value has to be accepted by its default, or a project that says so breaks.
TEST(SettingsTest, EveryDefaultIsAccepted) {
  for (const std::string& key : known_settings()) {
    const auto value = default_of_setting(key);
    if (!value) continue;
    EXPECT_TRUE(check_setting(key, *value)) << key << " = " << *value;
  }
}

// All members: a binding of fewer or more does not compile.
auto members_of(const sql::Reading& reading) {
  const auto& [escapes, reserves_words, double_quoted_names, joins_before_commas, sets_from_left,
               exact_exponents, timestamps_are_local] = reading;
  return std::tie(escapes, reserves_words, double_quoted_names, joins_before_commas, sets_from_left,
                  exact_exponents, timestamps_are_local);
}

// Likewise, but for the user, who is the system's.
auto members_of(const SessionSettings& settings) {
  const auto& [time_zone, case_sensitive, ntz_by_default, ansi, reading, regex_names,
               group_by_ordinal, order_by_ordinal, group_by_aliases, lateral_aliases, decimal_scale,
               having_as_where, size_of_null, last_key_wins, concat_as_text, elt_as_text,
               empty_collections_of_text, json_without_nulls, recursion_level_max,
               recursion_rows_max, time_type_enabled, char_as_string, char_as_varchar,
               char_padded_on_reading, char_padded_in_comparisons, regions, current_catalog,
               current_schema, user, constants] = settings;
  return std::tuple_cat(
      members_of(reading),
      std::tie(time_zone, case_sensitive, ntz_by_default, ansi, regex_names, group_by_ordinal,
               order_by_ordinal, group_by_aliases, lateral_aliases, decimal_scale, having_as_where,
               size_of_null, last_key_wins, concat_as_text, elt_as_text, empty_collections_of_text,
               json_without_nulls, recursion_level_max, recursion_rows_max, time_type_enabled,
               char_as_string, char_as_varchar, char_padded_on_reading, char_padded_in_comparisons,
               regions, current_catalog, current_schema, constants));
}

TEST(SettingsTest, TheTablesDefaultsAreThoseOfTheResolver) {
  const SessionSettings of_resolver;
  const SessionSettings of_table = session_settings({}, of_resolver.time_zone);
  EXPECT_TRUE(members_of(of_table) == members_of(of_resolver));
}

TEST(SettingsTest, SettingAKeyToItsDefaultChangesNothing) {
  const SessionSettings unset;
  for (const std::string& key : known_settings()) {
    const auto value = default_of_setting(key);
    if (!value) continue;
    const SessionSettings set = session_settings({{key, *value}}, unset.time_zone);
    EXPECT_TRUE(members_of(set) == members_of(unset)) << key << " = " << *value;
  }
}

TEST(SettingsTest, NoKeyIsKnownTwice) {
  const std::vector<std::string>& keys = known_settings();
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
}

TEST(SettingsTest, TheParserLearnsHowTextsAreRead) {
  const SessionSettings settings =
      session_settings({{"spark.sql.ansi.doubleQuotedIdentifiers", "true"},
                        {"spark.sql.ansi.relationPrecedence", "true"},
                        {"spark.sql.legacy.setopsPrecedence.enabled", "true"},
                        {"spark.sql.legacy.exponentLiteralAsDecimal.enabled", "true"}},
                       "UTC");
  EXPECT_TRUE(settings.reading.double_quoted_names);
  EXPECT_TRUE(settings.reading.joins_before_commas);
  EXPECT_TRUE(settings.reading.sets_from_left);
  EXPECT_TRUE(settings.reading.exact_exponents);
}

// Spark asks for both.
TEST(SettingsTest, WithoutAnsiModeDoubleQuotesHoldTextsAndCommasBindAsJoinsDo) {
  const SessionSettings settings =
      session_settings({{"spark.sql.ansi.enabled", "false"},
                        {"spark.sql.ansi.doubleQuotedIdentifiers", "true"},
                        {"spark.sql.ansi.relationPrecedence", "true"}},
                       "UTC");
  EXPECT_FALSE(settings.reading.double_quoted_names);
  EXPECT_FALSE(settings.reading.joins_before_commas);
}

TEST(SettingsTest, ARecursionsBoundIsANumber) {
  EXPECT_TRUE(check_setting("spark.sql.cteRecursionLevelLimit", "-1"));
  const auto use = check_setting("spark.sql.cteRecursionLevelLimit", "abc");
  ASSERT_FALSE(use);
  EXPECT_EQ(use.error().condition, "INVALID_CONF_VALUE.TYPE_MISMATCH");
  EXPECT_EQ(session_settings({}, "UTC").recursion_level_max, 100);
  EXPECT_EQ(
      session_settings({{"spark.sql.cteRecursionLevelLimit", "5"}}, "UTC").recursion_level_max, 5);
}

TEST(SettingsTest, ACountIsAWholeNumber) {
  EXPECT_TRUE(check_setting("pipelines.maxFlowRetryAttempts", "0"));
  const auto use = check_setting("pipelines.maxFlowRetryAttempts", "2x");
  ASSERT_FALSE(use);
  EXPECT_EQ(use.error().condition, "INVALID_CONF_VALUE.TYPE_MISMATCH");
}

TEST(SettingsTest, TheResolverLearnsWhetherAnsiModeIsOnAndTimeAllowed) {
  const SessionSettings plain = session_settings({}, "UTC");
  EXPECT_EQ(plain.ansi, AnsiMode::kOn);
  EXPECT_TRUE(plain.time_type_enabled);
  const SessionSettings changed = session_settings(
      {{"spark.sql.ansi.enabled", "false"}, {"spark.sql.timeType.enabled", "false"}}, "UTC");
  EXPECT_EQ(changed.ansi, AnsiMode::kOff);
  EXPECT_FALSE(changed.time_type_enabled);
}

TEST(SettingsTest, TheResolverLearnsZoneCaseAndTimestampType) {
  const plan::SessionSettings settings =
      session_settings({{"spark.sql.session.timeZone", "Europe/Berlin"},
                        {"spark.sql.caseSensitive", "true"},
                        {"spark.sql.timestampType", "timestamp_ntz"}},
                       "UTC");
  EXPECT_EQ(settings.time_zone, "Europe/Berlin");
  EXPECT_TRUE(settings.case_sensitive);
  EXPECT_TRUE(settings.ntz_by_default);
  EXPECT_EQ(session_settings({}, "Asia/Tokyo").time_zone, "Asia/Tokyo");
}

}  // namespace
}  // namespace tarn::plan
