#include "delta/log_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "base/uuid.h"
#include "storage/path.h"

namespace tarn::delta {
namespace {

constexpr size_t kVersionDigits = 20;
constexpr size_t kPartDigits = 10;

std::optional<int64_t> number_of(std::string_view digits) {
  int64_t number = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (problem != std::errc() || end != digits.data() + digits.size() || number < 0) {
    return std::nullopt;
  }
  return number;
}

// The parts of one multi-part checkpoint that are there, by (version, number of parts).
using Parts = std::map<std::pair<int64_t, int64_t>, std::map<int64_t, std::string>>;

struct Listing {
  LogFiles log;
  std::map<int64_t, std::string> whole;  // classic checkpoints in one file
  std::map<int64_t, std::string>
      named;  // those under a UUID; of several the first: all say the same
  Parts parts;
};

// "%020d.checkpoint.%010d.%010d.parquet" after the version's digits.
void note_part(Listing& listing, int64_t version, std::string_view rest, std::string path) {
  constexpr size_t kLength = kPartDigits + 1 + kPartDigits + std::string_view(".parquet").size();
  if (rest.size() != kLength || !rest.ends_with(".parquet") || rest[kPartDigits] != '.') {
    return;
  }
  const auto part = number_of(rest.substr(0, kPartDigits));
  const auto count = number_of(rest.substr(kPartDigits + 1, kPartDigits));
  if (part && count && *part >= 1 && *part <= *count) {
    listing.parts[{version, *count}][*part] = std::move(path);
  }
}

// "<uuid>.json", "<uuid>.parquet".
bool has_uuid_name(std::string_view rest) {
  constexpr size_t kUuidLength = 36;
  if (rest.size() <= kUuidLength || !is_uuid(rest.substr(0, kUuidLength))) {
    return false;
  }
  const std::string_view extension = rest.substr(kUuidLength);
  return extension == ".json" || extension == ".parquet";
}

void note_file(Listing& listing, const std::string& folder, const std::string& name) {
  if (name.size() <= kVersionDigits || name[kVersionDigits] != '.') {
    return;
  }
  const auto version = number_of(std::string_view(name).substr(0, kVersionDigits));
  if (!version) {
    return;
  }
  constexpr std::string_view kCheckpoint = ".checkpoint.";
  std::string_view rest = std::string_view(name).substr(kVersionDigits);
  if (rest == ".json") {
    listing.log.entries.push_back(Version{*version});
  } else if (rest == ".checkpoint.parquet") {
    listing.whole[*version] = storage::join(folder, name);
  } else if (rest.starts_with(kCheckpoint)) {
    rest.remove_prefix(kCheckpoint.size());
    if (has_uuid_name(rest)) {
      listing.named.emplace(*version, storage::join(folder, name));
    } else {
      note_part(listing, *version, rest, storage::join(folder, name));
    }
  }
}

// One checkpoint a version: the file in one piece, else the one under a UUID, else any complete set
// of parts.
void collect_checkpoints(Listing& listing) {
  std::map<int64_t, std::vector<std::string>> found;
  for (auto& [key, parts] : listing.parts) {
    const auto [version, count] = key;
    if (static_cast<int64_t>(parts.size()) == count) {
      std::vector<std::string>& paths = found[version];
      paths.clear();
      for (auto& [part, path] : parts) {
        paths.push_back(std::move(path));
      }
    }
  }
  for (auto* const pieces : {&listing.named, &listing.whole}) {
    for (auto& [version, path] : *pieces) {
      found[version] = {std::move(path)};
    }
  }
  for (auto& [version, paths] : found) {
    listing.log.checkpoints.push_back({.version = Version{version}, .paths = std::move(paths)});
  }
}

Error missing_entry(Version version, const std::string& table_path) {
  return {ErrorCode::kCorrupt,
          entry_path(table_path, version) +
              " is missing, and later versions are there: the table cannot be read"};
}

}  // namespace

std::string log_folder(const std::string& table_path) {
  return storage::join(table_path, "_delta_log");
}

std::string entry_path(const std::string& table_path, Version version) {
  return storage::join(log_folder(table_path), fmt::format("{:020}.json", version.value));
}

std::string checkpoint_path(const std::string& table_path, Version version) {
  return storage::join(log_folder(table_path),
                       fmt::format("{:020}.checkpoint.parquet", version.value));
}

Result<std::string> sidecar_path(const std::string& table_path, const std::string& logged) {
  if (storage::has_scheme(logged)) {
    return storage::path_from_uri(logged);
  }
  ASSIGN_OR_RETURN(const std::string name, storage::percent_decoded(logged));
  return storage::join(storage::join(log_folder(table_path), "_sidecars"), name);
}

std::string last_checkpoint_path(const std::string& table_path) {
  return storage::join(log_folder(table_path), "_last_checkpoint");
}

Version LogFiles::latest() const {
  CHECK(!is_empty());
  Version latest{-1};
  if (!entries.empty()) {
    latest = entries.back();
  }
  if (!checkpoints.empty()) {
    latest = std::max(latest, checkpoints.back().version);
  }
  return latest;
}

Result<LogFiles> list_log(storage::FileSystem& files, const std::string& table_path) {
  const std::string folder = log_folder(table_path);
  const Result<std::vector<std::string>> names = files.list_names(folder);
  if (!names && names.error().code != ErrorCode::kNotFound) {
    return names.error();
  }
  Listing listing;
  if (names) {
    for (const std::string& name : *names) {
      note_file(listing, folder, name);
    }
  }
  collect_checkpoints(listing);
  std::ranges::sort(listing.log.entries);
  if (listing.log.is_empty()) {
    return Error{.code = ErrorCode::kNotFound,
                 .message = "there is no Delta table at " + table_path +
                            " (its _delta_log holds "
                            "no version)",
                 .condition = "DELTA_TABLE_NOT_FOUND",
                 .sqlstate = "42P01"};
  }
  return std::move(listing.log);
}

Result<bool> has_table(storage::FileSystem& files, const std::string& table_path) {
  const Result<LogFiles> log = list_log(files, table_path);
  if (!log && log.error().code != ErrorCode::kNotFound) {
    return log.error();
  }
  return static_cast<bool>(log);
}

Result<ReplayPlan> plan_replay(const LogFiles& log, Version version,
                               const std::string& table_path) {
  if (version > log.latest() || version.value < 0) {
    return Error{.code = ErrorCode::kNotFound,
                 .message = fmt::format("{} has no version {}: its newest is {}", table_path,
                                        version.value, log.latest().value),
                 .condition = "DELTA_VERSION_NOT_FOUND",
                 .sqlstate = "22003"};
  }
  ReplayPlan plan;
  for (const CheckpointFiles& checkpoint : log.checkpoints) {
    if (checkpoint.version <= version) {
      plan.checkpoint = checkpoint;
    }
  }
  int64_t next = plan.checkpoint ? plan.checkpoint->version.value + 1 : 0;
  const bool starts_late = !plan.checkpoint && log.entries.front().value > 0;
  if (starts_late && !log.checkpoints.empty() && log.checkpoints.front().version > version) {
    return Error{
        .code = ErrorCode::kNotFound,
        .message = fmt::format("version {} of {} was cleaned up: the oldest that can be "
                               "read is {}",
                               version.value, table_path, log.checkpoints.front().version.value),
        .condition = "DELTA_VERSION_NOT_FOUND",
        .sqlstate = "22003"};
  }
  for (; next <= version.value; ++next) {
    if (!std::ranges::binary_search(log.entries, Version{next})) {
      return missing_entry(Version{next}, table_path);
    }
    plan.entries.push_back(Version{next});
  }
  return plan;
}

}  // namespace tarn::delta
