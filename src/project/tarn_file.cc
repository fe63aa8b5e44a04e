#include "project/tarn_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <string_view>
#include <utility>

#include "base/yaml.h"

namespace tarn::project {
namespace {

constexpr std::string_view kName = "tarn.yml";

struct Unit {
  std::string_view name;
  double bytes;
};
constexpr std::array kUnits = {
    Unit{"", 1},         Unit{"B", 1},        Unit{"KB", 1e3},     Unit{"MB", 1e6},
    Unit{"GB", 1e9},     Unit{"TB", 1e12},    Unit{"KiB", 0x1p10}, Unit{"MiB", 0x1p20},
    Unit{"GiB", 0x1p30}, Unit{"TiB", 0x1p40},
};

// Words of DESIGN for which there is no code yet: said by name, because a user may rely on them.
constexpr std::array<std::string_view, 5> kLater = {"tables", "secrets", "connections", "schedules",
                                                    "mode"};

// "4 GiB", "1.5GB", "25%", "536870912".
std::optional<double> bytes_of(std::string_view text, int64_t machine_bytes) {
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || !std::isfinite(number)) {
    return std::nullopt;
  }
  std::string_view unit(end, static_cast<size_t>(text.data() + text.size() - end));
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  if (unit == "%") {
    return number > 100 ? std::nullopt
                        : std::optional(number / 100 * static_cast<double>(machine_bytes));
  }
  const auto* const known = std::ranges::find(kUnits, unit, &Unit::name);
  return known == kUnits.end() ? std::nullopt : std::optional(number * known->bytes);
}

class Reader {
 public:
  Reader(std::string path, std::string text, int64_t machine_bytes)
      : source_(std::make_shared<SourceText>(
            SourceText{.path = std::move(path), .text = std::move(text)})),
        machine_bytes_(machine_bytes) {}

  TarnFileResult read() {
    YamlDocument document = read_yaml(source_);
    if (!document) {
      result_.diagnostics = std::move(document.diagnostics);
    } else if (const YamlMap* map = document.root.map()) {
      for (const YamlEntry& entry : *map) {
        read_field(entry);
      }
    } else if (!document.root.is_null()) {
      complain(fmt::format("tarn.yml should be a map of fields, got {}.", document.root.kind()),
               document.root.span());
    }
    return std::move(result_);
  }

 private:
  void complain(std::string message, Span span, std::string hint = {}) {
    result_.diagnostics.push_back(
        {.message = std::move(message), .hint = std::move(hint), .source = source_, .span = span});
  }

  void read_field(const YamlEntry& entry) {
    if (entry.key == "memory") {
      return read_memory(entry.value);
    }
    if (std::ranges::find(kLater, entry.key) != kLater.end()) {
      return complain(fmt::format("The field `{}` of tarn.yml is not supported yet.", entry.key),
                      entry.key_span, "take it out");
    }
    const std::vector<std::string> known = {"memory"};
    const std::string near = nearest(entry.key, known);
    complain(fmt::format("The field `{}` of tarn.yml is unexpected.", entry.key), entry.key_span,
             near.empty() ? "the only field is memory" : fmt::format("did you mean '{}'?", near));
  }

  void read_memory(const YamlNode& node) {
    const std::optional<double> bytes = bytes_of(node.text(), machine_bytes_);
    if (!bytes) {
      return complain("`memory` of tarn.yml is no amount of memory.", node.span(),
                      "for example 4 GiB, 800 MB, or 25% of the machine's");
    }
    if (*bytes < static_cast<double>(kMemoryMin)) {
      return complain(
          fmt::format("`memory` of tarn.yml is too little: it should be {} MiB at least.",
                      kMemoryMin >> 20),
          node.span());
    }
    // More than there is means all that there is.
    result_.file.memory_bytes =
        static_cast<int64_t>(std::min(*bytes, static_cast<double>(machine_bytes_)));
  }

  std::shared_ptr<const SourceText> source_;
  int64_t machine_bytes_;
  TarnFileResult result_;
};

}  // namespace

TarnFileResult parse_tarn_file(std::string path, std::string text, int64_t machine_bytes) {
  return Reader(std::move(path), std::move(text), machine_bytes).read();
}

TarnFileResult read_tarn_file(const Folder& folder, const std::string& project_folder,
                              int64_t machine_bytes) {
  const std::string path = fmt::format("{}/{}", project_folder, kName);
  if (!folder.is_file(path)) {
    return {};
  }
  Result<std::string> text = folder.read(path);
  if (!text) {
    TarnFileResult result;
    result.diagnostics.push_back(
        {.condition = text.error().condition, .message = text.error().message});
    return result;
  }
  return parse_tarn_file(std::string(kName), std::move(text).value(), machine_bytes);
}

}  // namespace tarn::project
