#include "delta/table_property.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "delta/column_mapping.h"
#include "delta/property_effect.h"
#include "delta/protocol.h"
#include "types/utf8.h"

namespace tarn::delta {
namespace {

enum class Takes : uint8_t {
  kBoolean,
  kPositive,  // a whole number above 0
  kNatural,   // from 0
  kFromMinus1,
  kInterval,
  kSerializable,
  kCodec,
  kMapping,
  kReader,  // a version of the protocol
  kWriter,
  kAnything,
};

struct KnownProperty {
  std::string_view name;
  Takes takes;
  // The one value that Tarn carries out; "*" is all of them, and "" none.
  std::string_view only = "*";
};

// Properties that bound what may be thrown away hold by themselves: Tarn keeps the whole log. Those
// of Databricks' own writers tune the size of files; they are kept for those writers.
constexpr std::array kProperties = {
    KnownProperty{"delta.appendOnly", Takes::kBoolean},
    KnownProperty{"delta.autoOptimize", Takes::kBoolean},
    KnownProperty{"delta.autoOptimize.autoCompact", Takes::kAnything},
    KnownProperty{"delta.autoOptimize.optimizeWrite", Takes::kBoolean},
    KnownProperty{"delta.castIcebergTimeType", Takes::kBoolean, "false"},
    KnownProperty{"delta.checkpoint.writeStatsAsJson", Takes::kBoolean},
    KnownProperty{"delta.checkpoint.writeStatsAsStruct", Takes::kBoolean, "false"},
    KnownProperty{"delta.checkpointInterval", Takes::kPositive},
    KnownProperty{"delta.checkpointPolicy", Takes::kAnything, "classic"},
    KnownProperty{"delta.checkpointRetentionDuration", Takes::kInterval},
    KnownProperty{"delta.columnMapping.mode", Takes::kMapping},
    KnownProperty{"delta.compatibility.symlinkFormatManifest.enabled", Takes::kBoolean, "false"},
    KnownProperty{"delta.coordinatedCommits.commitCoordinator-preview", Takes::kAnything, ""},
    KnownProperty{"delta.coordinatedCommits.commitCoordinatorConf-preview", Takes::kAnything, ""},
    KnownProperty{"delta.coordinatedCommits.tableConf-preview", Takes::kAnything, ""},
    KnownProperty{"delta.dataSkippingNumIndexedCols", Takes::kFromMinus1},
    KnownProperty{"delta.dataSkippingStatsColumns", Takes::kAnything},
    KnownProperty{"delta.dataSkippingStringPrefixLength", Takes::kNatural, "32"},
    KnownProperty{"delta.deletedFileRetentionDuration", Takes::kInterval},
    KnownProperty{"delta.dropFeatureTruncateHistory.retentionDuration", Takes::kInterval},
    KnownProperty{"delta.enableChangeDataCapture", Takes::kBoolean, "false"},
    KnownProperty{"delta.enableChangeDataFeed", Takes::kBoolean},
    KnownProperty{"delta.enableDeletionVectors", Takes::kBoolean, "false"},
    KnownProperty{"delta.enableExpiredLogCleanup", Takes::kBoolean},
    KnownProperty{"delta.enableFullRetentionRollback", Takes::kBoolean},
    KnownProperty{"delta.enableIcebergCompatV1", Takes::kBoolean, "false"},
    KnownProperty{"delta.enableIcebergCompatV2", Takes::kBoolean, "false"},
    KnownProperty{"delta.enableIcebergCompatV3", Takes::kBoolean, "false"},
    KnownProperty{"delta.enableInCommitTimestamps", Takes::kBoolean, "false"},
    KnownProperty{"delta.enableMaterializePartitionColumnsFeature", Takes::kBoolean, "false"},
    KnownProperty{"delta.enableRowTracking", Takes::kBoolean, "false"},
    KnownProperty{"delta.enableTypeWidening", Takes::kBoolean, "false"},
    KnownProperty{"delta.enableVariantShredding", Takes::kBoolean, "false"},
    KnownProperty{"delta.ignoreIcebergBucketPartition", Takes::kBoolean, "false"},
    KnownProperty{"delta.ignoreProtocolDefaults", Takes::kBoolean, "false"},
    KnownProperty{"delta.inCommitTimestampEnablementTimestamp", Takes::kAnything, ""},
    KnownProperty{"delta.inCommitTimestampEnablementVersion", Takes::kAnything, ""},
    KnownProperty{"delta.isolationLevel", Takes::kSerializable},
    KnownProperty{"delta.logRetentionDuration", Takes::kInterval},
    KnownProperty{"delta.minReaderVersion", Takes::kReader},
    KnownProperty{"delta.minWriterVersion", Takes::kWriter},
    KnownProperty{"delta.parquet.compression.codec", Takes::kCodec},
    KnownProperty{"delta.parquet.format.version", Takes::kAnything, "1.0.0"},
    KnownProperty{"delta.randomPrefixLength", Takes::kPositive},
    KnownProperty{"delta.randomizeFilePrefixes", Takes::kBoolean, "false"},
    KnownProperty{"delta.redirectReaderWriter-preview", Takes::kAnything, ""},
    KnownProperty{"delta.redirectWriterOnly-preview", Takes::kAnything, ""},
    KnownProperty{"delta.requireCheckpointProtectionBeforeVersion", Takes::kNatural, "0"},
    KnownProperty{"delta.rowTrackingSuspended", Takes::kBoolean, "false"},
    KnownProperty{"delta.sampleRetentionDuration", Takes::kInterval},
    // What a flow has committed stands in the table's transactions.
    KnownProperty{"delta.setTransactionRetentionDuration", Takes::kInterval, ""},
    KnownProperty{"delta.targetFileSize", Takes::kAnything},
    KnownProperty{"delta.tuneFileSizesForRewrites", Takes::kBoolean},
    KnownProperty{"delta.universalFormat.enabledFormats", Takes::kAnything, ""},
    KnownProperty{"delta.universalFormat.iceberg.atomicConversion.supported", Takes::kBoolean,
                  "false"},
    KnownProperty{"delta.writePartitionColumnsToParquet", Takes::kBoolean, "false"},
};

constexpr std::string_view kFeature = "delta.feature.";

struct Codec {
  std::string_view name;
  std::string_view written;  // as the Parquet writer calls it
};
constexpr std::array kCodecs = {
    Codec{"snappy", "snappy"},     Codec{"zstd", "zstd"},
    Codec{"gzip", "gzip"},         Codec{"lz4_raw", "lz4_raw"},
    Codec{"none", "uncompressed"}, Codec{"uncompressed", "uncompressed"}};

const KnownProperty* find(std::string_view name) {
  const auto found = std::ranges::find_if(kProperties, [name](const KnownProperty& each) {
    return types::equal_ignoring_case(each.name, name);
  });
  return found == kProperties.end() ? nullptr : &*found;
}

bool starts_with(std::string_view text, std::string_view beginning) {
  return text.size() >= beginning.size() &&
         types::equal_ignoring_case(text.substr(0, beginning.size()), beginning);
}

std::optional<int64_t> whole_number(std::string_view text) {
  int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = problem == std::errc() && end == text.data() + text.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

// Delta has no condition of its own for most bad values.
Error bad_value(const KnownProperty& property, std::string_view value, std::string_view needs) {
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format("{} needs to be {}, and is '{}'.", property.name, needs, value)};
}

Status check_value(const KnownProperty& property, std::string_view value) {
  const auto number = whole_number(value);
  switch (property.takes) {
    case Takes::kAnything:
      return ok();
    case Takes::kBoolean:
      if (types::equal_ignoring_case(value, "true") || types::equal_ignoring_case(value, "false")) {
        return ok();
      }
      return bad_value(property, value, "a boolean");
    case Takes::kPositive:
      return number && *number > 0 ? ok()
                                   : Status(bad_value(property, value, "a positive integer"));
    case Takes::kNatural:
      return number && *number >= 0
                 ? ok()
                 : Status(bad_value(property, value, "greater or equal to zero"));
    case Takes::kFromMinus1:
      return number && *number >= -1
                 ? ok()
                 : Status(bad_value(property, value, "larger than or equal to -1"));
    case Takes::kInterval:
      if (interval_ms(value) >= 0) return ok();
      return Error{.code = ErrorCode::kInvalid,
                   .message = fmt::format("{} is not a valid INTERVAL: {} needs to be a calendar "
                                          "interval such as '2 weeks', without months and years.",
                                          value, property.name),
                   .condition = "DELTA_INVALID_INTERVAL",
                   .sqlstate = "22006"};
    case Takes::kSerializable:
      if (types::equal_ignoring_case(value, "Serializable")) return ok();
      return Error{
          .code = ErrorCode::kInvalid,
          .message = fmt::format("invalid isolation level '{}'; it must be Serializable", value),
          .condition = "DELTA_INVALID_ISOLATION_LEVEL",
          .sqlstate = "25000"};
    case Takes::kCodec:
      if (std::ranges::any_of(kCodecs, [value](const Codec& codec) {
            return types::equal_ignoring_case(codec.name, value);
          })) {
        return ok();
      }
      return bad_value(property, value, "one of snappy, zstd, gzip, lz4_raw, none");
    case Takes::kReader:
      if (number && *number >= 1 && *number <= 3) return ok();
      return bad_value(property, value, "one of 1, 2, 3");
    case Takes::kWriter:
      if (number && *number >= 1 && *number <= 7) return ok();
      return bad_value(property, value, "one of 1, 2, 3, 4, 5, 6, 7");
    case Takes::kMapping:
      if (asked_mapping({{"delta.columnMapping.mode", types::case_folded(value)}})) return ok();
      return bad_value(property, value, "one of none, name, id");
  }
  return ok();
}

Error unsupported(std::string_view name, std::string_view value, std::string_view why) {
  return {.code = ErrorCode::kUnsupported,
          .message =
              fmt::format("the table property '{}' = '{}' is not supported: {}", name, value, why),
          .condition = "UNSUPPORTED_FEATURE",
          .sqlstate = "0A000"};
}

Error unknown(std::string_view name) {
  std::vector<std::string> names;
  for (const KnownProperty& property : kProperties) names.emplace_back(property.name);
  const std::string near = nearest(name, names);
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format("Unknown configuration was specified: {}{}", name,
                                 near.empty() ? "" : fmt::format("; did you mean '{}'?", near)),
          .condition = "DELTA_UNKNOWN_CONFIGURATION",
          .sqlstate = "F0000"};
}

}  // namespace

Status check_property(std::string_view name, std::string_view value) {
  if (!starts_with(name, "delta.")) return ok();
  if (starts_with(name, "delta.constraints.")) {
    return unsupported(name, value, "write CONSTRAINT .. EXPECT instead of a CHECK of the table's");
  }
  if (starts_with(name, kFeature)) {
    const bool is_asked = asks_for_it(value);
    const std::string feature = spelt_feature(name.substr(kFeature.size()));
    if (is_asked && is_writable_feature(feature)) return ok();
    if (!reason_without_effect(name, value).empty()) return ok();
    return unsupported(name, value,
                       is_asked ? "Tarn does not have this table feature; leave it out"
                                : "the value of a table feature is 'supported'");
  }
  if (types::equal_ignoring_case(name, "delta.columnMapping.maxColumnId")) {
    return Error{.code = ErrorCode::kInvalid,
                 .message =
                     "The Delta table configuration delta.columnMapping.maxColumnId cannot "
                     "be specified by the user",
                 .condition = "DELTA_CANNOT_MODIFY_TABLE_PROPERTY",
                 .sqlstate = "42939"};
  }
  const KnownProperty* property = find(name);
  if (property == nullptr) return unknown(name);
  RETURN_IF_ERROR(check_value(*property, value));
  if (!reason_without_effect(name, value).empty()) return ok();
  if (property->only == "*" || types::equal_ignoring_case(property->only, value)) return ok();
  if (property->only.empty()) return unsupported(property->name, value, "leave it out");
  return unsupported(property->name, value,
                     fmt::format("Tarn's tables have '{}'; leave it out", property->only));
}

Configuration spelt_as_delta_does(const Configuration& properties) {
  Configuration spelt;
  for (const auto& [name, value] : properties) {
    if (starts_with(name, kFeature)) {
      const std::string feature = spelt_feature(std::string_view(name).substr(kFeature.size()));
      spelt.emplace(std::string(kFeature) + feature, value);
      continue;
    }
    const KnownProperty* property = find(name);
    const bool is_mode = property != nullptr && property->name == "delta.columnMapping.mode";
    spelt.emplace(property == nullptr ? name : std::string(property->name),
                  is_mode ? types::case_folded(value) : value);
  }
  return spelt;
}

std::string parquet_codec(const Configuration& configuration) {
  const auto given = configuration.find("delta.parquet.compression.codec");
  if (given != configuration.end()) {
    for (const Codec& codec : kCodecs) {
      if (types::equal_ignoring_case(codec.name, given->second)) return std::string(codec.written);
    }
  }
  return "snappy";
}

int64_t interval_ms(std::string_view text) {
  constexpr int64_t kMillisPerDay = 24 * 60 * 60 * 1'000;
  constexpr int64_t kCountMax = 1'000'000;
  static const std::map<std::string_view, int64_t> units = {
      {"week", 7 * kMillisPerDay}, {"day", kMillisPerDay}, {"hour", kMillisPerDay / 24},
      {"minute", 60'000},          {"second", 1'000},      {"millisecond", 1}};
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  std::istringstream words(lower);
  std::string word;
  int64_t total = 0;
  bool is_empty = true;
  bool is_first = true;
  while (words >> word) {
    const bool is_prefix = std::exchange(is_first, false) && word == "interval";
    if (is_prefix) continue;
    const auto count = whole_number(word);
    std::string unit;
    words >> unit;
    if (unit.ends_with('s')) unit.pop_back();
    const auto known = units.find(unit);
    if (!count || *count < 0 || *count > kCountMax || known == units.end()) return -1;
    total += *count * known->second;
    is_empty = false;
  }
  return is_empty ? -1 : total;
}

}  // namespace tarn::delta
