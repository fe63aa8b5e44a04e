#include "engine/variant_path.h"

#include <charconv>

namespace tarn::engine {
namespace {

using types::VariantKind;
using types::VariantView;

// The name between quotes behind '[', with the closing bracket.
std::optional<std::string> quoted_name(std::string_view& rest) {
  const char quote = rest.front();
  const size_t end = rest.find(quote, 1);
  if (end == std::string_view::npos || end == 1) return std::nullopt;
  const std::string name(rest.substr(1, end - 1));
  rest.remove_prefix(end + 1);
  if (name.find('?') != std::string::npos || !rest.starts_with(']')) return std::nullopt;
  rest.remove_prefix(1);
  return name;
}

std::optional<uint64_t> place(std::string_view& rest) {
  const size_t end = rest.find(']');
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  uint64_t index = 0;
  const auto [stop, error] = std::from_chars(rest.data(), rest.data() + end, index);
  if (error != std::errc() || stop != rest.data() + end || index > INT32_MAX) return std::nullopt;
  rest.remove_prefix(end + 1);
  return index;
}

}  // namespace

std::optional<VariantPath> VariantPath::parse(std::string_view text) {
  if (!text.starts_with('$')) return std::nullopt;
  text.remove_prefix(1);
  VariantPath path;
  while (!text.empty()) {
    if (text.starts_with("['") || text.starts_with("[\"")) {
      text.remove_prefix(1);
      auto name = quoted_name(text);
      if (!name) return std::nullopt;
      path.steps_.emplace_back(std::move(*name));
    } else if (text.front() == '[') {
      text.remove_prefix(1);
      const auto index = place(text);
      if (!index) return std::nullopt;
      path.steps_.emplace_back(*index);
    } else if (text.front() == '.') {
      text.remove_prefix(1);
      const std::string_view name = text.substr(0, text.find_first_of(".["));
      if (name.empty()) return std::nullopt;
      text.remove_prefix(name.size());
      path.steps_.emplace_back(std::string(name));
    } else {
      return std::nullopt;
    }
  }
  return path;
}

std::optional<VariantView> VariantPath::find(VariantView value) const {
  for (const auto& step : steps_) {
    if (const auto* name = std::get_if<std::string>(&step)) {
      if (value.kind() != VariantKind::kObject) return std::nullopt;
      const auto field = value.field(*name);
      if (!field) return std::nullopt;
      value = *field;
    } else {
      const uint64_t index = std::get<uint64_t>(step);
      if (value.kind() != VariantKind::kArray || index >= value.size()) return std::nullopt;
      value = value.at(index);
    }
  }
  return value;
}

}  // namespace tarn::engine
