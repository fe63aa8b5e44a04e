// Files by their path: which schema they have, and with which options they are read.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/diagnostic.h"
#include "format/option_reader.h"
#include "plan/file_metadata.h"
#include "source/external_catalog.h"
#include "source/file_reader.h"
#include "source/format_detection.h"
#include "source/schema_hints.h"
#include "source/schema_inference.h"
#include "sql/parse.h"
#include "types/declared_type.h"
#include "types/utf8.h"

namespace tarn::source {
namespace {

constexpr std::string_view kRescuedDefault = "_rescued_data";

constexpr std::array kFormats = {"json", "csv", "text", "parquet"};
constexpr std::array kOtherFormats = {"avro", "orc", "xml", "binaryfile"};

Status check_format(const std::string& format) {
  if (std::ranges::find(kFormats, format) != kFormats.end()) {
    return ok();
  }
  if (std::ranges::find(kOtherFormats, format) != kOtherFormats.end()) {
    return Error{.code = ErrorCode::kUnsupported,
                 .message = "files of format '" + format +
                            "' cannot be read yet; json, csv, text and parquet can",
                 .condition = "UNSUPPORTED_FEATURE",
                 .sqlstate = "0A000"};
  }
  const std::string near =
      nearest(format, std::vector<std::string>(kFormats.begin(), kFormats.end()));
  return Error{.code = ErrorCode::kNotFound,
               .message = "Failed to find the data source: " + format +
                          (near.empty() ? "; json, csv, text and parquet can be read"
                                        : "; did you mean '" + near + "'?"),
               .condition = "DATA_SOURCE_NOT_FOUND",
               .sqlstate = "42K02"};
}

std::string text_of(SchemaEvolution evolution) {
  switch (evolution) {
    case SchemaEvolution::kNone:
      return "none";
    case SchemaEvolution::kAddNewColumns:
      return "addNewColumns";
    case SchemaEvolution::kRescue:
      return "rescue";
    case SchemaEvolution::kFailOnNewColumns:
      return "failOnNewColumns";
  }
  return "none";
}

// Auto Loader's defaults (SEMANTICS 6.2), written into the options: whoever reads the files later
// need not know who asked for them. A batch has no schema that could grow, so that it rescues what
// a stream would add.
Status set_defaults(plan::FileSource& source, const ReadOptions& options, bool is_stream) {
  const bool is_declared = options.schema.has_value();
  SchemaEvolution evolution = options.evolution.value_or(
      is_declared ? SchemaEvolution::kNone : SchemaEvolution::kAddNewColumns);
  if (is_declared && evolution == SchemaEvolution::kAddNewColumns) {
    return Error{.code = ErrorCode::kInvalid,
                 .message =
                     "option 'schemaEvolutionMode' cannot be addNewColumns where the schema "
                     "is specified; give the types that matter with schemaHints instead",
                 .condition = "CF_ADD_NEW_NOT_SUPPORTED",
                 .sqlstate = "0A000"};
  }
  if (is_declared && !options.schema_hints.empty()) {
    return option_error(ErrorCode::kInvalid,
                        "option 'schemaHints' is for schemas that are inferred, and a schema is "
                        "specified");
  }
  if (!is_stream && evolution == SchemaEvolution::kAddNewColumns) {
    evolution = SchemaEvolution::kRescue;
  }
  source.options.erase("cloudfiles.schemaevolutionmode");
  source.options["schemaevolutionmode"] = text_of(evolution);
  const bool rescues =
      is_declared ? evolution == SchemaEvolution::kRescue : evolution != SchemaEvolution::kNone;
  const bool has_records = source.format == "json" || source.format == "csv";
  if (rescues && has_records && !options.rescued_column) {
    source.options["rescueddatacolumn"] = kRescuedDefault;
  }
  if (!options.infer_column_types) {
    source.options.erase("cloudfiles.infercolumntypes");
    source.options["infercolumntypes"] = "true";
  }
  return ok();
}

// What Parquet and text lack.
Status check_format_options(const plan::FileSource& source, const ReadOptions& options) {
  const bool has_records = source.format == "json" || source.format == "csv";
  if (!has_records && options.rescued_column) {
    return option_error(
        ErrorCode::kUnsupported,
        "option 'rescuedDataColumn' is not supported for files of format " + source.format);
  }
  if (!has_records && options.evolution == SchemaEvolution::kRescue) {
    return option_error(
        ErrorCode::kUnsupported,
        "option 'schemaEvolutionMode' cannot be rescue for files of format " + source.format);
  }
  if (source.format == "parquet" && !options.of_format.empty()) {
    return option_error(ErrorCode::kUnsupported, "option '" + options.of_format.begin()->first +
                                                     "' is not known for files of format parquet");
  }
  if (source.format != "parquet" && !options.merge_schema) {
    return option_error(ErrorCode::kUnsupported,
                        "option 'mergeSchema' is not supported with the value 'false' for files "
                        "of format " +
                            source.format);
  }
  return ok();
}

// All columns in the order in which a query sees them: those of the records, those of the folders,
// the rescued data column. A column that is in records and folders has its place in the records,
// and its type and value from the folders.
types::Schema visible_columns(const plan::FileSource& source, const ReadOptions& options) {
  types::Schema columns = without_rescued(source.schema, options);
  for (const types::Field& partition : source.partitions) {
    if (const auto at = types::find_field(columns, partition.name)) {
      columns[*at].type = partition.type;
    } else {
      columns.push_back(partition);
    }
  }
  if (options.rescued_column) {
    columns.push_back({.name = *options.rescued_column, .type = types::string_type()});
  }
  return columns;
}

std::string key_of(const plan::FileSource& source, ReaderKind kind) {
  std::string key =
      (kind == ReaderKind::kSpark ? "spark " : "") + source.format + " " + source.path;
  for (const auto& [name, value] : source.options) {
    key += "\n" + name + "=" + value;
  }
  return key;
}

// Files keep no lengths.
Status check_lengths(const types::Schema& schema, const std::string& option) {
  for (const types::Field& field : schema) {
    if (types::has_lengths(field.type)) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = fmt::format("option '{}': the column '{}' is {}, and only a table's "
                                          "column can have a length; write STRING",
                                          option, field.name, field.type.sql()),
                   .condition = "UNSUPPORTED_CHAR_OR_VARCHAR_AS_STRING",
                   .sqlstate = "0A000"};
    }
  }
  return ok();
}

}  // namespace

Status ExternalCatalog::take_declared(plan::FileSource& source, const ReadOptions& options,
                                      const sql::Reading& reading) const {
  auto parsed = sql::parse_schema(
      sql::Fragment::whole(*options.schema, "schema of " + source.path).with(reading));
  if (!parsed) {
    return parsed.diagnostic().as_error().within("option 'schema', which is '" + *options.schema +
                                                 "'");
  }
  source.schema = *std::move(parsed);
  RETURN_IF_ERROR(check_lengths(source.schema, "schema"));
  const bool is_text = source.format == "text";
  if (is_text && (source.schema.size() != 1 || source.schema[0].name != "value" ||
                  !source.schema[0].type.is(types::TypeKind::kString))) {
    return option_error(ErrorCode::kInvalid,
                        "option 'schema' of text files can be 'value STRING' alone");
  }
  for (const std::string& name : options.partition_columns.value_or(std::vector<std::string>())) {
    const auto at = types::find_field(source.schema, name);
    if (!at) {
      return option_error(ErrorCode::kInvalid, "option 'partitionColumns' names '" + name +
                                                   "', which the schema does not have");
    }
    source.partitions.push_back(source.schema[*at]);
  }
  return ok();
}

// What the flow read these files with before; nothing where it begins now.
Result<std::optional<StoredSchema>> ExternalCatalog::kept_schema(const plan::FileSource& source,
                                                                 const Request& request) const {
  if (!request.reader || !context_.checkpoint_of) {
    return std::optional<StoredSchema>();
  }
  ASSIGN_OR_RETURN(const std::string checkpoint, context_.checkpoint_of(*request.reader));
  if (checkpoint.empty()) {
    return std::optional<StoredSchema>();
  }
  return SchemaStore(context_.files, checkpoint).load(source);
}

Result<StoredSchema> ExternalCatalog::sampled_schema(const plan::FileSource& source,
                                                     const Request& request) {
  const std::string key = key_of(source, request.kind);
  auto found = sampled_.find(key);
  if (found == sampled_.end()) {
    found = sampled_.emplace(key, infer_schema(source, request.kind, context_)).first;
  }
  return found->second;
}

Status ExternalCatalog::take_inferred(plan::FileSource& source, const Request& request) {
  ASSIGN_OR_RETURN(const ReadOptions options, parse_read_options(source.options, context_.zone));
  ASSIGN_OR_RETURN(std::optional<StoredSchema> schema, kept_schema(source, request));
  if (!schema) {
    ASSIGN_OR_RETURN(schema, sampled_schema(source, request));
  }
  ASSIGN_OR_RETURN(source.schema, with_hints(std::move(schema->columns), options.schema_hints));
  source.partitions = std::move(schema->partitions);
  // A hint may be about a folder's column.
  for (types::Field& partition : source.partitions) {
    ASSIGN_OR_RETURN(const types::Schema hinted, with_hints({}, options.schema_hints));
    if (const auto hint = types::find_field(hinted, partition.name)) {
      partition.type = hinted[*hint].type;
      std::erase_if(source.schema, [&](const types::Field& column) {
        return types::equal_ignoring_case(column.name, partition.name);
      });
    }
  }
  source.is_inferred = source.format != "text";
  return ok();
}

Result<plan::Relation> ExternalCatalog::files(plan::FileSource source, const Request& request) {
  source.format = types::case_folded(source.format);
  if (source.format.empty()) {
    ASSIGN_OR_RETURN(const ReadOptions given, parse_read_options(source.options, context_.zone));
    ASSIGN_OR_RETURN(source.format, detected_format(source.path, given.listing, context_));
  }
  RETURN_IF_ERROR(check_format(source.format));
  const std::string local_times = types::case_folded(format::kLocalTimesOption);
  const sql::Reading reading{.timestamps_are_local = source.options.contains(local_times)};
  const bool infers_times = source.format == "json" || source.format == "csv";
  if (!infers_times) source.options.erase(local_times);
  ASSIGN_OR_RETURN(ReadOptions options, parse_read_options(source.options, context_.zone));
  RETURN_IF_ERROR(check_format_options(source, options));
  if (request.kind == ReaderKind::kAutoLoader) {
    RETURN_IF_ERROR(set_defaults(source, options, request.is_stream));
  } else if (!source.options.contains("mergeschema") && source.format == "parquet") {
    source.options["mergeschema"] = "false";
  }
  ASSIGN_OR_RETURN(options, parse_read_options(source.options, context_.zone));
  // Options are refused here, where the query is checked, not when its first file is read.
  if (infers_times) {
    ASSIGN_OR_RETURN([[maybe_unused]] const auto checked, make_inference(source, context_.zone));
  }
  RETURN_IF_ERROR(options.schema ? take_declared(source, options, reading)
                                 : take_inferred(source, request));
  types::Schema columns = visible_columns(source, options);
  if (options.rescued_column) {
    source.schema.push_back({.name = *options.rescued_column, .type = types::string_type()});
  }
  if (has_decoder(source.format)) {
    ASSIGN_OR_RETURN([[maybe_unused]] const auto checked, make_decoder(source, context_.zone));
  }
  return plan::Relation(plan::SourceRelation{.source = std::move(source),
                                             .schema = std::move(columns),
                                             .metadata = plan::file_metadata_type()});
}

}  // namespace tarn::source
