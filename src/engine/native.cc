#include "engine/native.h"

#include <array>

namespace tarn::engine {
namespace {

std::array<std::span<const NativeEntry>, 7> families() {
  return {cast_natives(), decimal_natives(), json_natives(), math_natives(),
          time_natives(), text_natives(),    regex_natives()};
}

}  // namespace

const NativeEntry* find_native(std::string_view name) {
  for (const auto& family : families()) {
    for (const NativeEntry& entry : family) {
      if (entry.name == name) return &entry;
    }
  }
  return nullptr;
}

std::vector<std::string_view> native_names() {
  std::vector<std::string_view> names;
  for (const auto& family : families()) {
    for (const NativeEntry& entry : family) names.push_back(entry.name);
  }
  return names;
}

}  // namespace tarn::engine
