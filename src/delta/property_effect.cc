#include "delta/property_effect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "delta/protocol.h"
#include "types/utf8.h"

namespace tarn::delta {
namespace {

struct NoEffect {
  std::string_view name;
  std::string_view value;
  std::string_view reason;
};

constexpr std::string_view kVectors =
    "Tarn leaves deleted rows out of the files that it writes, and marks none as deleted";
constexpr std::string_view kRowIds = "Tarn gives rows no ids";
constexpr std::string_view kWidening = "Tarn does not change the type of a column";
constexpr std::string_view kCommitTimes = "versions are dated by the files of the log";
constexpr std::string_view kCheckpoints = "Tarn's checkpoints are classic ones";
constexpr std::string_view kShredding = "Tarn writes a VARIANT whole";

constexpr std::array kWithoutEffect = {
    NoEffect{"delta.enableDeletionVectors", "true", kVectors},
    NoEffect{"delta.feature.deletionVectors", "supported", kVectors},
    NoEffect{"delta.enableRowTracking", "true", kRowIds},
    NoEffect{"delta.feature.rowTracking", "supported", kRowIds},
    NoEffect{"delta.enableTypeWidening", "true", kWidening},
    NoEffect{"delta.feature.typeWidening", "supported", kWidening},
    NoEffect{"delta.feature.typeWidening-preview", "supported", kWidening},
    NoEffect{"delta.enableInCommitTimestamps", "true", kCommitTimes},
    NoEffect{"delta.feature.inCommitTimestamp", "supported", kCommitTimes},
    NoEffect{"delta.feature.inCommitTimestamp-preview", "supported", kCommitTimes},
    NoEffect{"delta.checkpointPolicy", "v2", kCheckpoints},
    NoEffect{"delta.feature.v2Checkpoint", "supported", kCheckpoints},
    NoEffect{"delta.checkpoint.writeStatsAsStruct", "true",
             "Tarn's checkpoints hold statistics as JSON"},
    NoEffect{"delta.enableVariantShredding", "true", kShredding},
    NoEffect{"delta.feature.variantShredding", "supported", kShredding},
    NoEffect{"delta.feature.variantShredding-preview", "supported", kShredding},
};

bool is_above(const std::string& text, int version) {
  int asked = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), asked);
  return problem == std::errc() && end == text.data() + text.size() && asked > version;
}

}  // namespace

std::string_view reason_without_effect(std::string_view name, std::string_view value) {
  const auto* const found = std::ranges::find_if(kWithoutEffect, [&](const NoEffect& each) {
    return types::equal_ignoring_case(each.name, name) &&
           (types::equal_ignoring_case(each.value, value) ||
            (each.value == "supported" && asks_for_it(value)));
  });
  return found == kWithoutEffect.end() ? "" : found->reason;
}

std::map<std::string, std::string> without_effect(const types::Schema& schema,
                                                  const Configuration& properties) {
  std::map<std::string, std::string> reasons;
  Configuration others;
  for (const auto& [name, value] : properties) {
    const std::string_view reason = reason_without_effect(name, value);
    if (reason.empty()) {
      others.emplace(name, value);
    } else {
      reasons.emplace(name, reason);
    }
  }
  const Protocol needed = lowest_protocol(schema, spelt_as_delta_does(others));
  for (const auto& [name, value] : others) {
    const bool is_reader = types::equal_ignoring_case(name, "delta.minReaderVersion") &&
                           is_above(value, needed.min_reader_version);
    const bool is_writer = types::equal_ignoring_case(name, "delta.minWriterVersion") &&
                           is_above(value, needed.min_writer_version);
    if (is_reader || is_writer) {
      reasons.emplace(name, fmt::format("the table needs no more than reader {} and writer {}",
                                        needed.min_reader_version, needed.min_writer_version));
    }
  }
  return reasons;
}

Configuration with_effect(const types::Schema& schema, const Configuration& properties) {
  Configuration kept = properties;
  for (const auto& [name, reason] : without_effect(schema, properties)) {
    kept.erase(name);
  }
  return kept;
}

}  // namespace tarn::delta
