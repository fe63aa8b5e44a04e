#include "source/read_options.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

#include "base/diagnostic.h"
#include "format/csv_decoder.h"
#include "format/csv_inference.h"
#include "format/json_decoder.h"
#include "format/json_inference.h"
#include "format/text_decoder.h"
#include "source/datetime_hooks.h"
#include "types/utf8.h"

namespace tarn::source {
namespace {

using types::equal_ignoring_case;

Result<int64_t> count_option(const std::string& name, const std::string& text) {
  int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value <= 0) {
    return option_error(
        ErrorCode::kInvalid,
        "option '" + name + "' takes a whole number above 0, and was given '" + text + "'");
  }
  return value;
}

// "10g", "512 mb", "1024": bytes, as Spark reads sizes.
Result<int64_t> bytes_option(const std::string& name, const std::string& text) {
  int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  std::string unit = types::case_folded(std::string_view(text).substr(end - text.data()));
  std::erase(unit, ' ');
  static const std::map<std::string_view, int64_t> units = {
      {"", 1},         {"b", 1},       {"k", 1 << 10},  {"kb", 1 << 10},  {"m", 1 << 20},
      {"mb", 1 << 20}, {"g", 1 << 30}, {"gb", 1 << 30}, {"t", 1LL << 40}, {"tb", 1LL << 40}};
  const auto factor = units.find(unit);
  int64_t bytes = 0;
  if (problem != std::errc() || value <= 0 || factor == units.end() ||
      __builtin_mul_overflow(value, factor->second, &bytes)) {
    return option_error(
        ErrorCode::kInvalid,
        "option '" + name + "' takes a size such as 10g, and was given '" + text + "'");
  }
  return bytes;
}

Result<bool> flag_option(const std::string& name, const std::string& text) {
  if (equal_ignoring_case(text, "true") || equal_ignoring_case(text, "false")) {
    return equal_ignoring_case(text, "true");
  }
  return option_error(ErrorCode::kInvalid,
                      "option '" + name + "' takes true or false, and was given '" + text + "'");
}

Result<int64_t> time_option(const std::string& name, const std::string& text,
                            const types::SessionZone& zone) {
  const auto micros = types::parse_timestamp(text, zone);
  if (!micros) {
    return option_error(ErrorCode::kInvalid, "option '" + name +
                                                 "' takes a time such as 2026-01-05T10:00:00, and "
                                                 "was given '" +
                                                 text + "'");
  }
  return *micros;
}

Result<SchemaEvolution> evolution_option(const std::string& text) {
  static const std::vector<std::pair<std::string, SchemaEvolution>> modes = {
      {"none", SchemaEvolution::kNone},
      {"addNewColumns", SchemaEvolution::kAddNewColumns},
      {"rescue", SchemaEvolution::kRescue},
      {"failOnNewColumns", SchemaEvolution::kFailOnNewColumns}};
  for (const auto& [name, mode] : modes) {
    if (equal_ignoring_case(name, text)) {
      return mode;
    }
  }
  return option_error(ErrorCode::kInvalid,
                      "option 'schemaEvolutionMode' takes addNewColumns, rescue, failOnNewColumns "
                      "or none, and was given '" +
                          text + "'");
}

std::vector<std::string> names_option(const std::string& text) {
  std::vector<std::string> names;
  std::string name;
  for (const char c : text + ",") {
    if (c == ',' && !name.empty()) {
      names.push_back(std::exchange(name, {}));
    } else if (c != ',' && c != ' ') {
      name += c;
    }
  }
  return names;
}

// Options of the source, by their names in lower case. An option is known with all of its values,
// with one value, or only to be refused with a reason.
struct SourceOption {
  std::string name;  // as the documentation writes it
  std::function<Status(ReadOptions&, const std::string& value, const types::SessionZone&)> take;
};

template <typename Read, typename Target>
SourceOption option(std::string name, Read read, Target ReadOptions::* target) {
  return {.name = name,
          .take = [name, read, target](ReadOptions& options, const std::string& value,
                                       const types::SessionZone&) -> Status {
            ASSIGN_OR_RETURN(options.*target, read(name, value));
            return ok();
          }};
}

SourceOption only(std::string name, std::string allowed, std::string reason) {
  return {.name = name,
          .take = [name, allowed, reason](ReadOptions&, const std::string& value,
                                          const types::SessionZone&) -> Status {
            if (!allowed.empty() && equal_ignoring_case(value, allowed)) {
              return ok();
            }
            return option_error(ErrorCode::kUnsupported,
                                "option '" + name + "' is not supported" +
                                    (allowed.empty() ? "" : " with the value '" + value + "'") +
                                    ": " + reason);
          }};
}

SourceOption refused(std::string name, std::string reason) {
  return only(std::move(name), "", std::move(reason));
}

Result<std::string> as_text(const std::string&, const std::string& value) { return value; }

std::vector<SourceOption> discovery_options() {
  const auto set_filter = [](ReadOptions& options, const std::string& value,
                             const types::SessionZone&) {
    options.listing.name_filter = value;
    return ok();
  };
  return {
      option("maxFilesPerTrigger", count_option, &ReadOptions::files_per_batch_max),
      option("maxBytesPerTrigger", bytes_option, &ReadOptions::bytes_per_batch_max),
      option("includeExistingFiles", flag_option, &ReadOptions::include_existing_files),
      option("allowOverwrites", flag_option, &ReadOptions::allow_overwrites),
      {.name = "pathGlobFilter", .take = set_filter},
      {.name = "fileNamePattern", .take = set_filter},
      {.name = "modifiedAfter",
       .take = [](ReadOptions& options, const std::string& value,
                  const types::SessionZone& zone) -> Status {
         ASSIGN_OR_RETURN(options.listing.modified_after,
                          time_option("modifiedAfter", value, zone));
         return ok();
       }},
      {.name = "modifiedBefore",
       .take = [](ReadOptions& options, const std::string& value,
                  const types::SessionZone& zone) -> Status {
         ASSIGN_OR_RETURN(options.listing.modified_before,
                          time_option("modifiedBefore", value, zone));
         return ok();
       }},
      {.name = "recursiveFileLookup",
       .take = [](ReadOptions& options, const std::string& value,
                  const types::SessionZone&) -> Status {
         ASSIGN_OR_RETURN(const bool is_set, flag_option("recursiveFileLookup", value));
         options.has_partitions = !is_set;
         return ok();
       }},
      only("cleanSource", "OFF", "files stay where they are"),
      only("useNotifications", "false", "new files are found by listing folders"),
      only("useManagedFileEvents", "false", "new files are found by listing folders"),
      only("useStrictGlobber", "true", "a * does not go over a /"),
      only("validateOptions", "true", "options are always checked"),
      only("latestFirst", "false", "the oldest files come first"),
      only("ignoreMissingFiles", "false", "a batch must be the same whenever it runs"),
      only("ignoreCorruptFiles", "false", "a file that cannot be read stops its flow"),
      refused("maxFileAge", "a flow remembers its files for ever"),
      refused("backfillInterval", "every update lists all files"),
      refused("schemaLocation", "leave it out, the schema is kept with the flow's checkpoint"),
      refused("badRecordsPath", "mode and rescuedDataColumn say what becomes of bad records"),
      refused("startingVersion", "it belongs to Delta tables"),
      refused("sourceArchiveDir", "files stay where they are"),
  };
}

std::vector<SourceOption> schema_options() {
  return {
      option("schema", as_text, &ReadOptions::schema),
      option("schemaHints", as_text, &ReadOptions::schema_hints),
      option("inferColumnTypes", flag_option, &ReadOptions::infer_column_types),
      option("rescuedDataColumn", as_text, &ReadOptions::rescued_column),
      option("mergeSchema", flag_option, &ReadOptions::merge_schema),
      {.name = "schemaEvolutionMode",
       .take = [](ReadOptions& options, const std::string& value,
                  const types::SessionZone&) -> Status {
         ASSIGN_OR_RETURN(options.evolution, evolution_option(value));
         return ok();
       }},
      {.name = "partitionColumns",
       .take =
           [](ReadOptions& options, const std::string& value, const types::SessionZone&) {
             options.partition_columns = names_option(value);
             return ok();
           }},
  };
}

const std::map<std::string, SourceOption>& source_options() {
  static const std::map<std::string, SourceOption> by_name = [] {
    std::map<std::string, SourceOption> options;
    for (const auto& list : {discovery_options(), schema_options()}) {
      for (const SourceOption& option : list) {
        options.emplace(types::case_folded(option.name), option);
      }
    }
    return options;
  }();
  return by_name;
}

template <typename T>
Status refuse_unknown(const format::ParsedOptions<T>& parsed, const std::string& format) {
  if (parsed.unknown.empty()) {
    return ok();
  }
  std::vector<std::string> known = parsed.known;
  for (const auto& [folded, option] : source_options()) {
    known.push_back(option.name);
  }
  const std::string& name = parsed.unknown.front();
  const std::string near = nearest(name, known);
  return option_error(ErrorCode::kUnsupported,
                      "option '" + name + "' is not known for files of format " + format +
                          (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

// The options of a format whose decoder knows schema evolution: JSON and CSV.
template <typename T>
Result<T> format_options(Result<format::ParsedOptions<T>> parsed, const std::string& format,
                         const ReadOptions& options, const types::SessionZone& zone) {
  if (!parsed) return parsed.error();
  RETURN_IF_ERROR(refuse_unknown(*parsed, format));
  T result = std::move(parsed->options);
  result.zone = zone_of(options.of_format, zone);
  ASSIGN_OR_RETURN(result.hooks, datetime_hooks(result.patterns, result.zone));
  const bool refuses = options.evolution == SchemaEvolution::kAddNewColumns ||
                       options.evolution == SchemaEvolution::kFailOnNewColumns;
  result.rescued_column = options.rescued_column.value_or("");
  result.unknown_fields = refuses ? format::UnknownFields::kRefuse : format::UnknownFields::kPass;
  return result;
}

Result<format::JsonOptions> json_options(const ReadOptions& options,
                                         const types::SessionZone& zone) {
  ASSIGN_OR_RETURN(
      format::JsonOptions json,
      format_options(format::parse_json_options(options.of_format), "json", options, zone));
  // Without a column, an empty object would be an unknown field for ever.
  json.keeps_empty_objects = options.evolution.has_value();
  return json;
}

Result<format::CsvOptions> csv_options(const ReadOptions& options, bool is_inferred,
                                       const types::SessionZone& zone) {
  ASSIGN_OR_RETURN(
      format::CsvOptions csv,
      format_options(format::parse_csv_options(options.of_format), "csv", options, zone));
  // A rescued data column that Auto Loader adds has no place in what a decoder calls a header's
  // name, so the decoder matches by name exactly where Auto Loader does: only it has a schema
  // evolution mode (external_catalog.cc sets it).
  const bool is_auto_loader =
      options.rescued_column.has_value() || (options.evolution.has_value() && is_inferred);
  csv.by_name = is_auto_loader && csv.header;
  csv.infer_types = options.infer_column_types.value_or(csv.infer_types);
  return csv;
}

Error no_decoder(const std::string& format) {
  return option_error(
      ErrorCode::kUnsupported,
      "files of format '" + format + "' cannot be read yet; json, csv, text and parquet can");
}

}  // namespace

Error option_error(ErrorCode code, const std::string& message) {
  return {.code = code,
          .message = message,
          .condition = code == ErrorCode::kUnsupported ? "UNSUPPORTED_FEATURE" : "INVALID_OPTION",
          .sqlstate = code == ErrorCode::kUnsupported ? "0A000" : "42000"};
}

std::string option_at_fault(const Error& error) {
  constexpr std::string_view kMark = "option '";
  const size_t at = error.message.find(kMark);
  if (at == std::string::npos) {
    return {};
  }
  const size_t begin = at + kMark.size();
  return types::case_folded(error.message.substr(begin, error.message.find('\'', begin) - begin));
}

bool has_decoder(const std::string& format) {
  return format == "json" || format == "csv" || format == "text";
}

Result<ReadOptions> parse_read_options(const std::map<std::string, std::string>& options,
                                       const types::SessionZone& zone) {
  ReadOptions parsed;
  for (const auto& [written, value] : options) {
    // Auto Loader's options carry a prefix that read_files leaves out.
    const std::string name = written.starts_with("cloudfiles.") ? written.substr(11) : written;
    if (name == "format") {
      continue;
    }
    const auto known = source_options().find(name);
    if (known == source_options().end()) {
      parsed.of_format.emplace(name, value);
    } else {
      RETURN_IF_ERROR(known->second.take(parsed, value, zone));
    }
  }
  return parsed;
}

Result<std::unique_ptr<format::RecordDecoder>> make_decoder(const plan::FileSource& source,
                                                            const types::SessionZone& zone) {
  ASSIGN_OR_RETURN(const ReadOptions options, parse_read_options(source.options, zone));
  if (source.format == "json") {
    ASSIGN_OR_RETURN(auto parsed, json_options(options, zone));
    ASSIGN_OR_RETURN(std::unique_ptr<format::RecordDecoder> decoder,
                     format::JsonDecoder::of_records(source.schema, std::move(parsed)));
    return decoder;
  }
  if (source.format == "csv") {
    ASSIGN_OR_RETURN(auto parsed, csv_options(options, source.is_inferred, zone));
    ASSIGN_OR_RETURN(std::unique_ptr<format::RecordDecoder> decoder,
                     format::CsvDecoder::of(source.schema, std::move(parsed)));
    return decoder;
  }
  if (source.format == "text") {
    ASSIGN_OR_RETURN(auto parsed, format::parse_text_options(options.of_format));
    RETURN_IF_ERROR(refuse_unknown(parsed, source.format));
    return std::unique_ptr<format::RecordDecoder>(
        std::make_unique<format::TextDecoder>(std::move(parsed.options)));
  }
  return no_decoder(source.format);
}

Result<std::unique_ptr<format::SchemaInference>> make_inference(const plan::FileSource& source,
                                                                const types::SessionZone& zone) {
  ASSIGN_OR_RETURN(const ReadOptions options, parse_read_options(source.options, zone));
  if (source.format == "json") {
    ASSIGN_OR_RETURN(auto parsed, json_options(options, zone));
    return std::unique_ptr<format::SchemaInference>(
        std::make_unique<format::JsonInference>(std::move(parsed)));
  }
  if (source.format == "csv") {
    ASSIGN_OR_RETURN(auto parsed, csv_options(options, true, zone));
    return std::unique_ptr<format::SchemaInference>(
        std::make_unique<format::CsvInference>(std::move(parsed)));
  }
  return no_decoder(source.format);
}

}  // namespace tarn::source
