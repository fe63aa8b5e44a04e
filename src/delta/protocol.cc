#include "delta/protocol.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string_view>

#include "delta/column_mapping.h"
#include "delta/table_property.h"
#include "types/identity_column.h"
#include "types/made_values.h"
#include "types/utf8.h"

namespace tarn::delta {
namespace {

constexpr int kFeatureReader = 3;  // the versions at which features are named one by one
constexpr int kFeatureWriter = 7;
constexpr int kMappingReader = 2;  // those that stand for column mapping
constexpr int kMappingWriter = 5;
// Not Delta's own 10: see decisions/004.
constexpr int64_t kDefaultCheckpointInterval = 100;

constexpr std::array<std::string_view, 9> kReaderFeatures = {
    "timestampNtz",         "columnMapping", "vacuumProtocolCheck",
    "deletionVectors",      "v2Checkpoint",  "typeWidening",
    "typeWidening-preview", "variantType",   "variantType-preview",
};
// A table with deletion vectors may be written by one who makes none: a file of which some rows are
// deleted is replaced whole. A table with V2 checkpoints may have classic ones of the first form,
// too (protocol, "Allowed combinations"), and types need not be widened.
constexpr std::array<std::string_view, 17> kWriterFeatures = {
    "allowColumnDefaults", "appendOnly",       "invariants",           "checkConstraints",
    "changeDataFeed",      "generatedColumns", "columnMapping",        "identityColumns",
    "timestampNtz",        "domainMetadata",   "vacuumProtocolCheck",  "deletionVectors",
    "v2Checkpoint",        "typeWidening",     "typeWidening-preview", "variantType",
    "variantType-preview",
};

constexpr const char* kEnableDeletionVectors = "delta.enableDeletionVectors";

// Properties that ask for what only a table of that feature has.
struct FeatureSwitch {
  std::string_view property;
  std::string_view feature;
};
constexpr std::array<FeatureSwitch, 3> kFeatureSwitches = {{
    {"delta.enableTypeWidening", "typeWidening"},
    {"delta.columnMapping.mode", "columnMapping"},
    {"delta.checkpointPolicy", "v2Checkpoint"},
}};

std::string value_of(const Configuration& configuration, const std::string& name) {
  const auto at = configuration.find(name);
  return at == configuration.end() ? "" : at->second;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  });
  return text;
}

bool is_true(const Configuration& configuration, const std::string& name) {
  return lower(value_of(configuration, name)) == "true";
}

// Whether a type is of that kind, or anything in it.
bool holds(const types::DataType& type, types::TypeKind kind);

bool holds(const types::Schema& schema, types::TypeKind kind) {
  return std::ranges::any_of(schema,
                             [kind](const types::Field& field) { return holds(field.type, kind); });
}

bool holds(const types::DataType& type, types::TypeKind kind) {
  switch (type.kind()) {
    case types::TypeKind::kArray:
      return holds(type.element(), kind);
    case types::TypeKind::kMap:
      return holds(type.key(), kind) || holds(type.value(), kind);
    case types::TypeKind::kStruct:
      return holds(type.fields(), kind);
    default:  // the flat types, of which there are many
      return type.is(kind);
  }
}

// Protocol, "Default Columns".
bool holds_default(const types::Schema& schema) {
  return std::ranges::any_of(
      schema, [](const types::Field& field) { return field.metadata.contains("CURRENT_DEFAULT"); });
}

bool needs_change_data_feed(const Configuration& configuration) {
  return is_true(configuration, "delta.enableChangeDataFeed");
}

// The features that a writer of version `version` supports without naming them.
std::set<std::string> legacy_writer_features(int version) {
  std::set<std::string> features;
  if (version >= 2) {
    features.insert({"appendOnly", "invariants"});
  }
  if (version >= 3) {
    features.insert("checkConstraints");
  }
  if (version >= 4) {
    features.insert({"changeDataFeed", "generatedColumns"});
  }
  if (version >= 5) {
    features.insert("columnMapping");
  }
  if (version >= 6) {
    features.insert("identityColumns");
  }
  return features;
}

template <size_t N>
std::vector<std::string> unknown_of(const std::vector<std::string>& features,
                                    const std::array<std::string_view, N>& known) {
  std::vector<std::string> unknown;
  for (const std::string& feature : features) {
    if (std::ranges::find(known, feature) == known.end()) {
      unknown.push_back(feature);
    }
  }
  return unknown;
}

// What lies in a field's metadata, must be computed or enforced by a writer, and is not. Columns
// that a table generates or counts stand at the top, and whoever makes its rows computes them.
Status check_fields(const types::Schema& schema, const std::string& table_path,
                    bool is_top = true) {
  constexpr std::string_view kIdentity = "delta.identity.start";
  constexpr std::array<std::string_view, 3> kKeys = {"delta.invariants",
                                                     "delta.generationExpression", kIdentity};
  for (const types::Field& field : schema) {
    const bool counts = types::identity_of(field) && field.type.is(types::TypeKind::kLong);
    for (const std::string_view key : kKeys) {
      const bool is_known = is_top && (key == kIdentity ? counts : key != kKeys.front());
      if (field.metadata.contains(std::string(key)) && !is_known) {
        return Error{ErrorCode::kUnsupported,
                     fmt::format("writing to {}: its column '{}' has {}, which this version of "
                                 "Tarn does not evaluate",
                                 table_path, field.name, key)};
      }
    }
    if (field.type.is(types::TypeKind::kStruct)) {
      RETURN_IF_ERROR(check_fields(field.type.fields(), table_path, false));
    }
  }
  return ok();
}

// Whether a writer of this protocol has the feature, named or by its version.
bool has_writer_feature(const Protocol& protocol, std::string_view feature) {
  if (protocol.min_writer_version < kFeatureWriter) {
    return legacy_writer_features(protocol.min_writer_version).contains(std::string(feature));
  }
  const auto& named = protocol.writer_features;
  return named && std::ranges::any_of(*named, [feature](const std::string& each) {
           return each == feature || each == std::string(feature) + "-preview";
         });
}

// Whether a property asks for a feature that the table does not have.
bool asks_for_feature(const std::string& name, const std::string& value, const Protocol& current) {
  const auto* const known = std::ranges::find(kFeatureSwitches, name, &FeatureSwitch::property);
  const bool is_off = lower(value) == "false" || value == "none" || value == "classic";
  return known != kFeatureSwitches.end() && !is_off && !has_writer_feature(current, known->feature);
}

constexpr std::string_view kFeaturePrefix = "delta.feature.";
constexpr const char* kMinReader = "delta.minReaderVersion";
constexpr const char* kMinWriter = "delta.minWriterVersion";

// The features that 'delta.feature.X' = 'supported' asks for and this program honours.
std::set<std::string> asked_features(const Configuration& configuration) {
  std::set<std::string> asked;
  for (const auto& [name, value] : configuration) {
    if (name.starts_with(kFeaturePrefix) && asks_for_it(value) &&
        is_writable_feature(name.substr(kFeaturePrefix.size()))) {
      asked.insert(name.substr(kFeaturePrefix.size()));
    }
  }
  return asked;
}

bool needs_mapping(const Configuration& configuration) {
  const Result<ColumnMapping> asked = asked_mapping(configuration);
  return asked && *asked != ColumnMapping::kNone;
}

// "3" where `least` is 2: more than the table's protocol.
bool is_above(const std::string& text, int least) {
  int version = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), version);
  return problem != std::errc() || end != text.data() + text.size() || version > least;
}

// What asks for a protocol that the table does not have.
Status check_asked_protocol(const std::string& name, const std::string& value,
                            const Protocol& protocol) {
  const bool is_above_it = (name == kMinReader && is_above(value, protocol.min_reader_version)) ||
                           (name == kMinWriter && is_above(value, protocol.min_writer_version));
  if (is_above_it) {
    return Error{.code = ErrorCode::kUnsupported,
                 .message = fmt::format("the table property '{}' = '{}' asks for more than the "
                                        "protocol that the table needs: reader {}, writer {}; "
                                        "leave it out",
                                        name, value, protocol.min_reader_version,
                                        protocol.min_writer_version),
                 .condition = "UNSUPPORTED_FEATURE",
                 .sqlstate = "0A000"};
  }
  if (name.starts_with(kFeaturePrefix) &&
      (!asks_for_it(value) || !has_writer_feature(protocol, name.substr(kFeaturePrefix.size())))) {
    return Error{.code = ErrorCode::kUnsupported,
                 .message = fmt::format("the table property '{}' = '{}' asks for a table feature "
                                        "that this version of Tarn does not have; leave it out",
                                        name, value),
                 .condition = "UNSUPPORTED_FEATURE",
                 .sqlstate = "0A000"};
  }
  return ok();
}

// Another writer's order stays where nothing is new.
void name_features(std::optional<std::vector<std::string>>& named,
                   const std::set<std::string>& features) {
  if (!named || std::set<std::string>(named->begin(), named->end()) != features) {
    named.emplace(features.begin(), features.end());
  }
}

Error unsupported_version(const std::string& doing, const char* what, int version,
                          const std::string& table_path) {
  return {
      .code = ErrorCode::kUnsupported,
      .message = fmt::format("{} {}: it asks for {} version {}, which this version of Tarn does "
                             "not know",
                             doing, table_path, what, version),
      .condition = "DELTA_INVALID_PROTOCOL_VERSION",
      .sqlstate = "KD004"};
}

Error unsupported_features(const std::string& doing, const std::vector<std::string>& features,
                           const std::string& table_path, const char* condition) {
  return {
      .code = ErrorCode::kUnsupported,
      .message = fmt::format("{} {}: it needs table features that this version of Tarn does not "
                             "have: {}",
                             doing, table_path, fmt::join(features, ", ")),
      .condition = condition,
      .sqlstate = "56038"};
}

}  // namespace

Protocol raised_protocol(const Protocol& current, const types::Schema& schema,
                         const Configuration& configuration) {
  Protocol raised = current;
  std::set<std::string> for_readers;  // and for writers with them
  if (holds(schema, types::TypeKind::kTimestampNtz)) {
    for_readers.insert("timestampNtz");
  }
  // A table that has the feature under the name of its trial needs no other.
  if (holds(schema, types::TypeKind::kVariant) && !has_writer_feature(current, "variantType")) {
    for_readers.insert("variantType");
  }
  if (is_true(configuration, kEnableDeletionVectors)) {
    for_readers.insert("deletionVectors");
  }
  const bool needs_defaults = holds_default(schema);
  std::set<std::string> needed = asked_features(configuration);
  const bool is_mapped = needed.erase("columnMapping") > 0 || needs_mapping(configuration);
  if (types::has_generated(schema) && !has_writer_feature(current, "generatedColumns")) {
    needed.insert("generatedColumns");
  }
  if (types::has_identity(schema) && !has_writer_feature(current, "identityColumns")) {
    needed.insert("identityColumns");
  }
  std::erase_if(needed, [](const std::string& feature) {  // version 2 stands for them
    return feature == "appendOnly" || feature == "invariants";
  });
  for (const std::string& feature : needed) {
    if (std::ranges::find(kReaderFeatures, feature) != kReaderFeatures.end()) {
      for_readers.insert(feature);
    }
  }
  const bool needs_features = !for_readers.empty() || needs_defaults || !needed.empty();
  if (needs_change_data_feed(configuration)) {
    needed.insert("changeDataFeed");
  }
  if (!needs_features && raised.min_writer_version < kFeatureWriter) {
    const int least = is_mapped ? kMappingWriter : needed.contains("changeDataFeed") ? 4 : 2;
    raised.min_writer_version = std::max(raised.min_writer_version, least);
    if (is_mapped) {
      raised.min_reader_version = std::max(raised.min_reader_version, kMappingReader);
    }
    return raised;
  }
  // A reader that does not name its features has mapping by its version.
  if (is_mapped) {
    needed.insert("columnMapping");
    if (raised.min_reader_version != kMappingReader) {
      for_readers.insert("columnMapping");
    }
  }
  // From here on features are named one by one, and those that the old version stood for too.
  if (raised.min_writer_version < kFeatureWriter) {
    needed.merge(legacy_writer_features(raised.min_writer_version));
  }
  needed.insert(for_readers.begin(), for_readers.end());
  if (needs_defaults) {
    needed.insert("allowColumnDefaults");
  }
  std::vector<std::string> writer = raised.writer_features.value_or(std::vector<std::string>());
  needed.insert(writer.begin(), writer.end());
  raised.min_writer_version = kFeatureWriter;
  name_features(raised.writer_features, needed);
  if (!for_readers.empty()) {
    std::vector<std::string> reader = raised.reader_features.value_or(std::vector<std::string>());
    std::set<std::string> all(reader.begin(), reader.end());
    all.merge(for_readers);
    if (raised.min_reader_version == 2) {
      all.insert("columnMapping");
    }
    raised.min_reader_version = kFeatureReader;
    name_features(raised.reader_features, all);
  }
  return raised;
}

Protocol lowest_protocol(const types::Schema& schema, const Configuration& configuration) {
  return raised_protocol(Protocol{.min_reader_version = 1, .min_writer_version = 2}, schema,
                         configuration);
}

Status check_readable(const Protocol& protocol, const Metadata& metadata,
                      const std::string& table_path) {
  if (protocol.min_reader_version > kFeatureReader) {
    return unsupported_version("reading", "reader", protocol.min_reader_version, table_path);
  }
  if (protocol.min_reader_version == kFeatureReader) {
    const auto unknown =
        unknown_of(protocol.reader_features.value_or(std::vector<std::string>()), kReaderFeatures);
    if (!unknown.empty()) {
      return unsupported_features("reading", unknown, table_path,
                                  "DELTA_UNSUPPORTED_FEATURES_FOR_READ");
    }
  }
  if (metadata.provider != "parquet") {
    return Error{ErrorCode::kUnsupported, "reading " + table_path + ": its files are '" +
                                              metadata.provider + "', not parquet"};
  }
  const Result<ColumnMapping> mapping = column_mapping(protocol, metadata);
  return mapping ? ok() : Status(mapping.error().within("reading " + table_path));
}

Status check_writable(const Protocol& protocol, const Metadata& metadata,
                      const types::Schema& schema, const std::string& table_path) {
  RETURN_IF_ERROR(check_readable(protocol, metadata, table_path));
  if (protocol.min_writer_version > kFeatureWriter) {
    return unsupported_version("writing to", "writer", protocol.min_writer_version, table_path);
  }
  if (protocol.min_writer_version == kFeatureWriter) {
    const auto unknown =
        unknown_of(protocol.writer_features.value_or(std::vector<std::string>()), kWriterFeatures);
    if (!unknown.empty()) {
      return unsupported_features("writing to", unknown, table_path,
                                  "DELTA_UNSUPPORTED_FEATURES_FOR_WRITE");
    }
  }
  if (const Status properties = check_properties(metadata.configuration, protocol); !properties) {
    return properties.error().within("writing to " + table_path);
  }
  return check_fields(schema, table_path);
}

Status check_properties(const Configuration& configuration, const Protocol& current) {
  constexpr std::array<std::string_view, 3> kSwitches = {"delta.enableRowTracking",
                                                         "delta.enableInCommitTimestamps",
                                                         "delta.checkpoint.writeStatsAsStruct"};
  constexpr std::array<std::string_view, 3> kPrefixes = {
      "delta.constraints.", "delta.universalFormat.", "delta.enableIceberg"};
  for (const auto& [name, value] : configuration) {
    const bool is_switched_on =
        std::ranges::find(kSwitches, name) != kSwitches.end() && lower(value) != "false";
    const bool has_meaning = std::ranges::any_of(
        kPrefixes, [&name](std::string_view prefix) { return name.starts_with(prefix); });
    RETURN_IF_ERROR(check_asked_protocol(name, value, current));
    if (is_switched_on || has_meaning || asks_for_feature(name, value, current)) {
      return Error{ErrorCode::kUnsupported,
                   fmt::format("the table property '{}' = '{}' asks for what this version of Tarn "
                               "does not do; leave it out",
                               name, value)};
    }
  }
  const std::string interval = value_of(configuration, "delta.checkpointInterval");
  if (!interval.empty() && checkpoint_interval(configuration) <= 0) {
    return Error{ErrorCode::kInvalid, "the table property 'delta.checkpointInterval' = '" +
                                          interval + "' is not a positive number"};
  }
  const std::string retention = value_of(configuration, "delta.deletedFileRetentionDuration");
  if (!retention.empty() && deleted_file_retention_ms(configuration) < 0) {
    return Error{ErrorCode::kInvalid,
                 "the table property 'delta.deletedFileRetentionDuration' = '" + retention +
                     "' is not an interval such as '7 days'"};
  }
  return ok();
}

Configuration kept_properties(Configuration configuration) {
  std::erase_if(configuration, [](const auto& each) {
    return each.first == kMinReader || each.first == kMinWriter ||
           each.first.starts_with(kFeaturePrefix);
  });
  return configuration;
}

bool is_writable_feature(std::string_view feature) {
  return std::ranges::find(kWriterFeatures, feature) != kWriterFeatures.end();
}

std::string spelt_feature(std::string_view feature) {
  const auto* const known = std::ranges::find_if(kWriterFeatures, [feature](std::string_view each) {
    return types::equal_ignoring_case(each, feature);
  });
  return std::string(known == kWriterFeatures.end() ? feature : *known);
}

bool asks_for_it(std::string_view value) {
  return types::equal_ignoring_case(value, "supported") ||
         types::equal_ignoring_case(value, "enabled");
}

bool is_append_only(const Configuration& configuration) {
  return is_true(configuration, "delta.appendOnly");
}

bool writes_stats_as_json(const Configuration& configuration) {
  const std::string text = value_of(configuration, "delta.checkpoint.writeStatsAsJson");
  return text.empty() || lower(text) != "false";
}

int64_t checkpoint_interval(const Configuration& configuration) {
  const std::string text = value_of(configuration, "delta.checkpointInterval");
  if (text.empty()) {
    return kDefaultCheckpointInterval;
  }
  int64_t interval = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), interval);
  return problem == std::errc() && end == text.data() + text.size() ? interval : -1;
}

int64_t deleted_file_retention_ms(const Configuration& configuration) {
  const std::string text = value_of(configuration, "delta.deletedFileRetentionDuration");
  constexpr int64_t kWeekMs = int64_t{7} * 24 * 60 * 60 * 1'000;
  return text.empty() ? kWeekMs : interval_ms(text);
}

}  // namespace tarn::delta
