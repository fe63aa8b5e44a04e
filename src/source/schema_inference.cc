#include "source/schema_inference.h"

#include <algorithm>
#include <utility>

#include "source/file_text.h"
#include "source/parquet_schema.h"
#include "source/partition_columns.h"
#include "source/schema_hints.h"
#include "storage/path.h"
#include "types/utf8.h"

namespace tarn::source {
namespace {

using types::DataType;
using types::Field;
using types::Schema;
using types::TypeKind;

constexpr size_t kChunkBytes = size_t{1} << 20;

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

Error nothing_to_infer_from(const plan::FileSource& source, ReaderKind kind) {
  if (kind == ReaderKind::kAutoLoader) {
    return {.code = ErrorCode::kInvalid,
            .message = "Cannot infer schema when the input path `" + source.path +
                       "` is empty. Start when there are files in it, or specify the schema: "
                       "schema => 'a INT, b STRING'",
            .condition = "CF_EMPTY_DIR_FOR_SCHEMA_INFERENCE",
            .sqlstate = "42KD9"};
  }
  return {.code = ErrorCode::kInvalid,
          .message = "Unable to infer schema for " + upper(source.format) +
                     ". It must be specified manually.",
          .condition = "UNABLE_TO_INFER_SCHEMA",
          .sqlstate = "42KD9"};
}

// Gives the beginning of a file, at most `bytes_max` of it, to `inference`.
Status sample_file(format::SchemaInference& inference, const ListedFile& file, uint64_t bytes_max,
                   const ReadContext& context) {
  FileText text(context.files, storage::join(context.root, file.path));
  RETURN_IF_ERROR(text.open());
  inference.begin_file();
  uint64_t taken = 0;
  for (std::string_view chunk;;) {
    ASSIGN_OR_RETURN(chunk, text.next(std::min<uint64_t>(kChunkBytes, bytes_max - taken)));
    if (chunk.empty()) {
      break;
    }
    taken += chunk.size();
    if (const Status fed = inference.feed(chunk); !fed) {
      return fed.error().within(text.path());
    }
    if (taken >= bytes_max) {
      break;
    }
  }
  // What was cut off in the middle of a record says nothing about that record.
  if (!text.is_whole()) {
    return ok();
  }
  const Status ended = inference.end_file();
  return ended ? ok() : Status(ended.error().within(text.path()));
}

// Auto Loader without inferColumnTypes: the names count, the types do not.
Schema as_text(Schema schema) {
  for (Field& field : schema) {
    field.type = types::string_type();
  }
  return schema;
}

Status check_names(const Schema& schema) {
  for (size_t at = 0; at < schema.size(); ++at) {
    if (types::find_field(schema, schema[at].name) != at) {
      return format::duplicate_column(types::case_folded(schema[at].name));
    }
  }
  return ok();
}

// Of names that differ in case only one stays, the one that a hint spells or else the first; the
// others' values are rescued.
Schema without_repeated(const Schema& schema, const Schema& hinted) {
  const auto is_hinted = [&](const Field& field) {
    return std::ranges::any_of(hinted, [&](const Field& hint) { return hint.name == field.name; });
  };
  Schema kept;
  for (const Field& field : schema) {
    if (const auto at = types::find_field(kept, field.name)) {
      kept[*at] = is_hinted(field) ? field : kept[*at];
    } else {
      kept.push_back(field);
    }
  }
  return kept;
}

// Where malformed records are rescued they need no column of their own.
plan::FileSource without_malformed(plan::FileSource source, const ReadOptions& options) {
  const auto mode = options.of_format.find("mode");
  const bool is_permissive =
      mode == options.of_format.end() || types::equal_ignoring_case(mode->second, "PERMISSIVE");
  if (source.format == "json" && options.rescued_column && is_permissive) {
    source.options["mode"] = "DROPMALFORMED";
  }
  return source;
}

Result<Schema> records_of(const plan::FileSource& source, const ReadOptions& options,
                          const std::vector<ListedFile>& files, uint64_t bytes_max,
                          const ReadContext& context) {
  if (source.format == "parquet") {
    return parquet_schema(files, options, context);
  }
  ASSIGN_OR_RETURN(const auto inference, make_inference(source, context.zone));
  // A document that goes over lines says something only where it is whole.
  const auto multi_line = options.of_format.find("multiline");
  if (multi_line != options.of_format.end() &&
      types::equal_ignoring_case(multi_line->second, "true")) {
    bytes_max = UINT64_MAX;
  }
  const uint64_t share = std::max<uint64_t>(bytes_max / std::max<size_t>(files.size(), 1), 1 << 16);
  uint64_t whole = 0;
  for (const ListedFile& file : files) {
    whole += static_cast<uint64_t>(file.size);
  }
  for (const ListedFile& file : files) {
    RETURN_IF_ERROR(
        sample_file(*inference, file, whole <= bytes_max ? UINT64_MAX : share, context));
  }
  ASSIGN_OR_RETURN(Schema schema, inference->schema());
  // Spark's reader of JSON always infers types; Auto Loader is asked to, or does by itself
  // (external_catalog.cc writes the option).
  return source.format == "json" && !options.infer_column_types.value_or(true)
             ? as_text(std::move(schema))
             : schema;
}

Schema grown(Schema known, const Schema& seen);

// What may be found inside of what is known.
DataType grown(const DataType& known, const DataType& seen) {
  if (known.is(TypeKind::kStruct) && seen.is(TypeKind::kStruct)) {
    return DataType::structure(grown(known.fields(), seen.fields()));
  }
  if (known.is(TypeKind::kArray) && seen.is(TypeKind::kArray)) {
    return DataType::array(grown(known.element(), seen.element()), known.contains_null());
  }
  return known;
}

Schema grown(Schema known, const Schema& seen) {
  for (const Field& field : seen) {
    if (const auto at = types::find_field(known, field.name)) {
      known[*at].type = grown(known[*at].type, field.type);
    } else {
      known.push_back(field);
    }
  }
  return known;
}

}  // namespace

Result<StoredSchema> infer_schema(const plan::FileSource& source, ReaderKind kind,
                                  const ReadContext& context) {
  ASSIGN_OR_RETURN(const ReadOptions options, parse_read_options(source.options, context.zone));
  ASSIGN_OR_RETURN(std::vector<ListedFile> files,
                   list_files(context.files, context.root, source.path, options.listing));
  if (files.empty()) {
    return nothing_to_infer_from(source, kind);
  }
  StoredSchema schema;
  if (options.has_partitions) {
    const PartitionTypes types = options.infer_column_types.value_or(true)
                                     ? PartitionTypes::kInferred
                                     : PartitionTypes::kStrings;
    ASSIGN_OR_RETURN(const std::string base, base_folder(source.path, context.root));
    ASSIGN_OR_RETURN(schema.partitions,
                     infer_partitions(base, files, options.partition_columns, types, context.zone));
  }
  files.resize(std::min(files.size(), kSampledFilesMax));
  if (source.format == "text") {
    schema.columns = {{.name = "value", .type = types::string_type()}};
    return schema;
  }
  ASSIGN_OR_RETURN(schema.columns, records_of(without_malformed(source, options), options, files,
                                              kSampledBytesMax, context));
  if (options.rescued_column) {
    ASSIGN_OR_RETURN(const Schema hinted, with_hints({}, options.schema_hints));
    schema.columns = without_repeated(schema.columns, hinted);
  }
  RETURN_IF_ERROR(check_names(schema.columns));
  if (schema.columns.empty() && options.schema_hints.empty()) {
    return nothing_to_infer_from(source, ReaderKind::kSpark);
  }
  return schema;
}

Result<Schema> grown_schema(const plan::FileSource& source, Schema columns,
                            const std::vector<ListedFile>& files, const ReadContext& context) {
  ASSIGN_OR_RETURN(const ReadOptions options, parse_read_options(source.options, context.zone));
  plan::FileSource question = source;
  if (source.format != "parquet") {
    question.options["mode"] = "DROPMALFORMED";  // those are rescued, and say nothing
    question.options.erase("dropfieldifallnull");
  }
  ASSIGN_OR_RETURN(const Schema seen, records_of(question, options, files, UINT64_MAX, context));
  return grown(std::move(columns), seen);
}

Schema without_rescued(const Schema& schema, const ReadOptions& options) {
  Schema kept;
  for (const Field& field : schema) {
    if (!options.rescued_column || field.name != *options.rescued_column) {
      kept.push_back(field);
    }
  }
  return kept;
}

bool has_grown_schema(const Error& error) {
  return error.condition == format::kUnknownFields && error.message.ends_with("retry: true");
}

}  // namespace tarn::source
