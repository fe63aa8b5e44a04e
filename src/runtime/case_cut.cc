#include "runtime/case_cut.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "source/file_listing.h"
#include "storage/path.h"
#include "types/utf8.h"

namespace tarn::runtime {
namespace {

// How the lines of a file may stand in files of their own.
enum class Lines : uint8_t { kTogether, kApart, kApartUnderHeader };

// The part of a path before its first glob; "" and "." are the project's folder.
std::string fixed_part(std::string path) {
  while (source::has_glob(path)) {
    path = storage::parent_of(path);
  }
  while (path.starts_with("./")) {
    path.erase(0, 2);
  }
  while (path.ends_with('/')) {
    path.pop_back();
  }
  return path == "." ? "" : path;
}

bool lies_below(const std::string& path, const std::string& folder) {
  return folder.empty() || path.starts_with(folder + "/");
}

bool is_set(const plan::FileSource& source, const std::string& option) {
  const auto found = source.options.find(option);
  return found != source.options.end() && types::equal_ignoring_case(found->second, "true");
}

Lines lines_of(const plan::Node& node, const plan::FileSource& source) {
  const bool shows_files = std::ranges::any_of(node.output, [](const auto& column) {
    return types::equal_ignoring_case(column.name, "_metadata");
  });
  if (shows_files || is_set(source, "multiline") || is_set(source, "wholetext") ||
      source.options.contains("linesep")) {
    return Lines::kTogether;
  }
  if (source.format == "text") {
    return Lines::kApart;
  }
  if (!source.options.contains("schema")) {
    return Lines::kTogether;
  }
  return source.format == "csv" && is_set(source, "header") ? Lines::kApartUnderHeader
                                                            : Lines::kApart;
}

// What all scans that read the file allow.
Lines lines_of(const GivenFile& file, const std::vector<const plan::Node*>& scans) {
  std::optional<Lines> lines;
  for (const plan::Node* node : scans) {
    const auto* source = std::get_if<plan::FileSource>(&std::get<plan::Scan>(node->content).source);
    if (source == nullptr) {
      continue;
    }
    const std::string folder = fixed_part(source->path);
    if (file.path == folder) {
      return Lines::kTogether;  // a file by its name
    }
    if (lies_below(file.path, folder)) {
      const Lines allowed = lines_of(*node, *source);
      if (lines && *lines != allowed) {
        return Lines::kTogether;
      }
      lines = allowed;
    }
  }
  return lines.value_or(Lines::kTogether);
}

// A quoted field may go over lines, and then none of them stands for itself.
bool has_open_quotes(std::string_view line) { return std::ranges::count(line, '"') % 2 != 0; }

std::vector<std::string_view> lines_in(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1);
    lines.push_back(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  return lines;
}

// input/1.json becomes input/1.000001.json, ..
std::string piece_path(const std::string& path, size_t number) {
  const size_t slash = path.rfind('/');
  const size_t dot = path.find('.', slash == std::string::npos ? 0 : slash);
  const size_t at = std::min(dot, path.size());
  return fmt::format("{}.{:06}{}", path.substr(0, at), number, path.substr(at));
}

}  // namespace

std::vector<GivenFile> cut(const std::vector<GivenFile>& files,
                           const std::vector<const plan::Node*>& scans) {
  std::vector<GivenFile> pieces;
  for (const GivenFile& file : files) {
    const Lines allowed = lines_of(file, scans);
    std::vector<std::string_view> lines = lines_in(file.bytes);
    std::string header;
    if (allowed == Lines::kApartUnderHeader && !lines.empty()) {
      header = lines.front();
      lines.erase(lines.begin());
    }
    if (allowed == Lines::kTogether || lines.size() < 2 ||
        (file.path.ends_with(".csv") && std::ranges::any_of(lines, has_open_quotes))) {
      pieces.push_back(file);
      continue;
    }
    for (size_t i = 0; i < lines.size(); ++i) {
      pieces.push_back(
          {.path = piece_path(file.path, i + 1), .bytes = header + std::string(lines[i])});
    }
  }
  return pieces;
}

}  // namespace tarn::runtime
