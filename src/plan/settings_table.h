// The settings that Tarn knows: what each takes, and which values are carried out.

#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "plan/settings.h"

namespace tarn::plan {

enum class SettingKind {
  kText,
  kBoolean,
  kCount,    // a whole number from 0
  kInteger,  // a whole number
  kChoice,
  kTimeZone,
};

struct KnownSetting {
  std::string_view key;
  SettingUse use = SettingUse::kHonoured;
  SettingKind kind = SettingKind::kText;
  std::span<const std::string_view> choices = {};  // of kChoice: what Spark allows
  std::string_view only = {};                      // what Tarn carries out, where it is one value
  std::string_view default_value = {};             // unless that is `only`
};

const std::vector<KnownSetting>& settings_table();

// Of them those that Spark's default alone is carried out of.
std::vector<KnownSetting> settings_of_one_value();

}  // namespace tarn::plan
