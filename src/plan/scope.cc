#include "plan/scope.h"

#include <algorithm>
#include <numeric>

#include "base/ascii.h"

namespace tarn::plan {

namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; });
}

// Of names, whose lengths multiply: nobody has mistyped one that is longer than this.
constexpr size_t kNameMax = 256;

size_t edit_distance(std::string_view a, std::string_view b) {
  if (std::max(a.size(), b.size()) > kNameMax) return std::max(a.size(), b.size());
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = diagonal + (lower_ascii(a[i - 1]) == lower_ascii(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

}  // namespace

std::vector<ScopeColumn> columns_of(const Node& node, const std::vector<std::string>& qualifier) {
  std::vector<ScopeColumn> columns;
  for (const Attribute& attribute : node.output) {
    columns.push_back({.qualifier = qualifier, .attribute = attribute});
  }
  return columns;
}

bool NameRule::same(std::string_view a, std::string_view b) const {
  if (case_sensitive) return a == b;
  if (is_ascii(a) && is_ascii(b)) {
    return std::ranges::equal(a, b,
                              [](char x, char y) { return lower_ascii(x) == lower_ascii(y); });
  }
  return types::find_field({{.name = std::string(a), .type = {}}}, b).has_value();
}

bool has_qualifier(const ScopeColumn& column, const std::vector<std::string>& parts,
                   const NameRule& rule) {
  if (parts.size() > column.qualifier.size()) return false;
  const size_t skipped = column.qualifier.size() - parts.size();
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!rule.same(column.qualifier[skipped + i], parts[i])) return false;
  }
  return true;
}

std::vector<FoundColumn> find_columns(const std::vector<ScopeColumn>& columns,
                                      const sql::Name& name, const NameRule& rule) {
  constexpr size_t kQualifierMax = 3;
  std::vector<FoundColumn> found;
  for (size_t qualifier = std::min(kQualifierMax, name.parts.size() - 1) + 1; qualifier-- > 0;) {
    std::vector<std::string> parts;
    for (size_t i = 0; i < qualifier; ++i) parts.push_back(name.parts[i].name);
    for (const ScopeColumn& column : columns) {
      if (qualifier == 0 && column.visibility == Visibility::kQualifiedOnly) continue;
      if (!rule.same(column.attribute.name, name.parts[qualifier].name)) continue;
      if (!has_qualifier(column, parts, rule)) continue;
      found.push_back({&column, qualifier + 1});
    }
    if (!found.empty()) return found;
  }
  return found;
}

std::string quoted(std::string_view name) {
  std::string result = "`";
  for (const char c : name) {
    result += c;
    if (c == '`') result += c;
  }
  return result + "`";
}

std::string quoted(const sql::Name& name) {
  std::string result;
  for (const sql::Identifier& part : name.parts) {
    if (!result.empty()) result += ".";
    result += quoted(part.name);
  }
  return result;
}

std::string quoted(const ScopeColumn& column) {
  std::string result;
  for (const std::string& part : column.qualifier) result += quoted(part) + ".";
  return result + quoted(column.attribute.name);
}

std::string suggestion_list(const std::vector<ScopeColumn>& columns, const sql::Name& name) {
  constexpr size_t kShown = 5;
  const bool qualified = name.parts.size() > 1;
  std::vector<std::pair<size_t, std::string>> ranked;
  for (const ScopeColumn& column : columns) {
    if (column.visibility != Visibility::kVisible) continue;
    std::string text = quoted(column.attribute.name);
    if (qualified && !column.qualifier.empty()) {
      text = quoted(column.qualifier.back()) + "." + text;
    }
    ranked.emplace_back(edit_distance(column.attribute.name, name.last().name), std::move(text));
  }
  std::ranges::sort(ranked);
  const auto same = std::ranges::unique(ranked);
  ranked.erase(same.begin(), same.end());
  if (ranked.empty()) return {};
  std::string result;
  for (size_t i = 0; i < std::min(kShown, ranked.size()); ++i) {
    result += (result.empty() ? "" : ", ") + ranked[i].second;
  }
  return "[" + result + "]";
}

}  // namespace tarn::plan
