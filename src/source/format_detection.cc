#include "source/format_detection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "storage/path.h"

namespace tarn::source {
namespace {

constexpr uint64_t kBeginning = 4096;

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kExtensions = {{
    {".json", "json"},
    {".jsonl", "json"},
    {".ndjson", "json"},
    {".csv", "csv"},
    {".txt", "text"},
    {".parquet", "parquet"},
}};

std::optional<std::string> format_of_name(std::string_view path) {
  std::string name = lower_ascii(std::string(path.substr(path.rfind('/') + 1)));
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  const auto found = std::ranges::find_if(
      kExtensions, [&name](const auto& each) { return name.ends_with(each.first); });
  return found == kExtensions.end() ? std::nullopt : std::optional(std::string(found->second));
}

std::optional<std::string> format_of_beginning(std::string_view bytes) {
  if (bytes.starts_with("PAR1")) return "parquet";
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  const bool is_json =
      first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[');
  return is_json ? std::optional<std::string>("json") : std::nullopt;
}

Error unknown_format(const std::string& path, std::string_view why) {
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format("the format of the files under '{}' is not known{}: say format => "
                                 "'json', 'csv', 'text' or 'parquet'",
                                 path, why),
          .condition = "CF_FILE_FORMAT_REQUIRED",
          .sqlstate = "42000"};
}

}  // namespace

Result<std::string> detected_format(const std::string& path, const ListOptions& listing,
                                    const ReadContext& context) {
  if (auto format = format_of_name(path)) return *std::move(format);
  auto files = list_files(context.files, context.root, path, listing);
  if (!files && files.error().code != ErrorCode::kNotFound) return files.error();
  if (!files || files->empty()) return unknown_format(path, ", for there is none yet");
  std::set<std::string> formats;
  for (const ListedFile& file : *files) {
    if (auto format = format_of_name(file.path)) formats.insert(*std::move(format));
  }
  if (formats.size() > 1) {
    return unknown_format(
        path, fmt::format(", for some are {} and some {}", *formats.begin(), *formats.rbegin()));
  }
  if (formats.size() == 1) return *formats.begin();
  const ListedFile& first = files->front();
  const uint64_t size = std::min(kBeginning, static_cast<uint64_t>(first.size));
  ASSIGN_OR_RETURN(const std::string beginning,
                   context.files.read_range(storage::join(context.root, first.path), 0, size));
  if (auto format = format_of_beginning(beginning)) return *std::move(format);
  return unknown_format(path, "");
}

}  // namespace tarn::source
