#include "source/external_catalog.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"
#include "catalog/warehouse.h"
#include "delta/log_files.h"
#include "delta/snapshot.h"
#include "plan/file_metadata.h"
#include "plan/warehouse.h"
#include "source/rate_stream.h"
#include "source/read_options.h"
#include "storage/path.h"

namespace tarn::source {
namespace {

// Formats that a path may be read as: json.`/p`. Some of them are refused later, by name.
bool is_format(const std::string& name) {
  static const std::set<std::string> formats = {"json", "csv", "text",       "parquet",
                                                "avro", "orc", "binaryfile", "xml"};
  return formats.contains(name);
}

Result<std::string> text_argument(const plan::TableFunctionArgument& argument,
                                  const std::string& what) {
  const auto* text = std::get_if<std::string>(&argument.value.content);
  if (text == nullptr) {
    return invalid("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", "42K09", what + " must be a string");
  }
  return *text;
}

// An option's value as text: numbers and booleans may stand without quotes.
Result<std::string> option_text(const plan::TableFunctionArgument& argument) {
  if (argument.value.is_null()) {
    return invalid("INVALID_OPTION", "42000",
                   "option '" + argument.name + "' of a table function is NULL");
  }
  return types::hive_text(argument.value, argument.type);
}

// The argument that an error of reading files is about, by its name.
std::string argument_at_fault(const plan::TableFunctionReference& reference, const Error& error) {
  static const std::set<std::string> of_the_format = {"DATA_SOURCE_NOT_FOUND"};
  static const std::set<std::string> of_the_path = {"PATH_NOT_FOUND",
                                                    "CF_EMPTY_DIR_FOR_SCHEMA_INFERENCE"};
  if (of_the_format.contains(error.condition) || error.message.starts_with("files of format")) {
    return "format";
  }
  if (of_the_path.contains(error.condition)) {
    return "path";
  }
  const std::string option = option_at_fault(error);
  const auto named =
      std::ranges::find_if(reference.arguments, [&](const plan::TableFunctionArgument& argument) {
        return argument.name == option || argument.name == "cloudfiles." + option;
      });
  return named == reference.arguments.end() ? option : named->name;
}

void add_map(const types::Value& value, std::map<std::string, std::string>& options) {
  if (const auto* entries = std::get_if<types::ValueMap>(&value.content)) {
    for (const auto& [key, text] : *entries) {
      options[lower_ascii(types::hive_text(key, types::string_type()))] =
          types::hive_text(text, types::string_type());
    }
  }
}

Result<int64_t> whole_argument(const plan::TableFunctionArgument& argument) {
  if (const auto* number = std::get_if<int64_t>(&argument.value.content);
      number != nullptr && argument.type.is_integral()) {
    return *number;
  }
  // Spark casts what is no whole number to one.
  const bool is_text = argument.type.is(types::TypeKind::kString);
  if (argument.value.is_null() || !(is_text || argument.type.is_numeric())) {
    return invalid("UNEXPECTED_INPUT_TYPE", "42K09", "range takes whole numbers");
  }
  const std::string text = types::hive_text(argument.value, argument.type);
  int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = end == text.data() + text.size();
  if (problem != std::errc{} || (is_text && !whole)) {
    return invalid("CAST_INVALID_INPUT", "22018",
                   "The value '" + text + "' of the type \"" + argument.type.sql() +
                       "\" cannot be cast to \"BIGINT\" because it is malformed.");
  }
  return number;
}

}  // namespace

Result<plan::Relation> ExternalCatalog::table(const plan::TableReference& reference) {
  const std::vector<std::string>& parts = reference.name;
  if (parts.size() == 2) {
    const std::string format = lower_ascii(parts[0]);
    if (format == "delta") {
      return delta_table({.name = {.catalog = "", .schema = "delta", .table = parts[1]},
                          .path = storage::join(context_.root, parts[1]),
                          .version = reference.version,
                          .timestamp_us = reference.timestamp_us,
                          .options = reference.options});
    }
    if (is_format(format)) {
      return files({.format = format, .path = parts[1], .options = reference.options},
                   {.kind = ReaderKind::kSpark, .is_stream = reference.streaming, .reader = {}});
    }
  }
  CHECK(!parts.empty());
  if (parts.size() > 3) {
    return Error{.code = ErrorCode::kInvalid,
                 .message =
                     "spark_catalog requires a single-part namespace, but a table's name "
                     "of " +
                     std::to_string(parts.size()) + " parts was given",
                 .condition = "REQUIRES_SINGLE_PART_NAMESPACE",
                 .sqlstate = "42K05"};
  }
  plan::DatasetName name = defaults_;
  name.table = parts.back();
  if (parts.size() >= 2) {
    name.schema = parts[parts.size() - 2];
  }
  if (parts.size() == 3) {
    name.catalog = parts[0];
  }
  const std::string path = plan::table_path(warehouse_, name);
  return delta_table({.name = std::move(name),
                      .path = path,
                      .version = reference.version,
                      .timestamp_us = reference.timestamp_us,
                      .options = reference.options});
}

Result<plan::Relation> ExternalCatalog::delta_table(plan::TableSource source) {
  const auto read = [&]() -> Result<delta::Snapshot> {
    if (source.version) {
      return delta::read_snapshot_at(context_.files, context_.checkpoints, source.path,
                                     {*source.version});
    }
    if (source.timestamp_us) {
      ASSIGN_OR_RETURN(const Version version,
                       delta::version_at(context_.files, source.path, *source.timestamp_us));
      return delta::read_snapshot_at(context_.files, context_.checkpoints, source.path, version);
    }
    return delta::read_snapshot(context_.files, context_.checkpoints, source.path);
  };
  ASSIGN_OR_RETURN(const bool exists, delta::has_table(context_.files, source.path));
  if (!exists) {
    ASSIGN_OR_RETURN(std::optional<catalog::FileTable> table,
                     catalog::find_file_table(context_.files, source.path));
    if (table && table->format == "delta" && table->location) {
      source.path = *table->location;
      return delta_table(std::move(source));
    }
    if (table) {
      return file_table(source, *table);
    }
    const std::string near = suggestion(source.name);
    return Error{.code = ErrorCode::kNotFound,
                 .message = "The table or view '" + source.name.text() + "' cannot be found" +
                            (near.empty() ? "" : "; did you mean '" + near + "'?"),
                 .condition = "TABLE_OR_VIEW_NOT_FOUND",
                 .sqlstate = "42P01"};
  }
  ASSIGN_OR_RETURN(delta::Snapshot snapshot, read());
  return plan::Relation(plan::SourceRelation{.source = std::move(source),
                                             .schema = snapshot.schema,
                                             .metadata = plan::file_metadata_type()});
}

// A table of plain files, whose schema nobody has to guess.
Result<plan::Relation> ExternalCatalog::file_table(const plan::TableSource& source,
                                                   const catalog::FileTable& table) const {
  if (source.version || source.timestamp_us) {
    return Error{.code = ErrorCode::kUnsupported,
                 .message = "The table '" + source.name.text() + "' is of format " + table.format +
                            " and has no versions to go back to.",
                 .condition = "UNSUPPORTED_FEATURE.TIME_TRAVEL",
                 .sqlstate = "0A000"};
  }
  plan::FileSource files{.format = table.format,
                         .path = storage::relative_to(context_.root, table.path),
                         .options = table.options,
                         .schema = table.data_schema(),
                         .partitions = table.partition_schema()};
  for (const auto& [key, value] : source.options) {
    files.options[key] = value;
  }
  files.options.erase("path");
  types::Schema columns = files.schema;
  columns.insert(columns.end(), files.partitions.begin(), files.partitions.end());
  for (types::Field& column : columns) {
    column.nullable = true;  // of files nobody can promise more
  }
  return plan::Relation(plan::SourceRelation{.source = std::move(files),
                                             .schema = std::move(columns),
                                             .metadata = plan::file_metadata_type()});
}

std::string ExternalCatalog::suggestion(const plan::DatasetName& name) const {
  const std::string schema_path = storage::parent_of(plan::table_path(warehouse_, name));
  const auto names = context_.files.list_names(schema_path);
  return names ? nearest(name.table, *names) : std::string();
}

Result<plan::Relation> ExternalCatalog::table_function(
    const plan::TableFunctionReference& reference) {
  if (reference.name == "read_files" || reference.name == "cloud_files") {
    return read_files(reference);
  }
  if (reference.name == "range") {
    return range(reference);
  }
  if (reference.name == "rate") {
    ASSIGN_OR_RETURN(const plan::RateSource source, rate_of(reference));
    return plan::Relation(plan::SourceRelation{.source = source, .schema = rate_schema()});
  }
  const std::string near = nearest(reference.name, {"read_files", "cloud_files", "range", "rate"});
  return Error{.code = ErrorCode::kNotFound,
               .message = "Could not resolve '" + reference.name + "' to a table-valued function" +
                          (near.empty() ? "" : "; did you mean '" + near + "'?"),
               .condition = "UNRESOLVABLE_TABLE_VALUED_FUNCTION",
               .sqlstate = "42883"};
}

// read_files(path, format => .., option => ..) and cloud_files(path, format, map(..)).
Result<plan::Relation> ExternalCatalog::read_files(const plan::TableFunctionReference& reference) {
  plan::FileSource source;
  size_t position = 0;
  const auto refuse = [&](const std::string& argument, Error error) {
    if (reference.wrong_argument != nullptr) {
      *reference.wrong_argument = argument;
    }
    return error;
  };
  for (const plan::TableFunctionArgument& argument : reference.arguments) {
    const bool is_path = argument.name == "path" || (argument.name.empty() && position == 0);
    const bool is_format = argument.name == "format" || (argument.name.empty() && position == 1);
    position += argument.name.empty() ? 1 : 0;
    if (is_path || is_format) {
      auto text = text_argument(
          argument, std::string(is_path ? "the path of " : "the format of ") + reference.name);
      if (!text) {
        return refuse(is_path ? "path" : "format", text.error());
      }
      (is_path ? source.path : source.format) = *std::move(text);
    } else if (!argument.name.empty()) {
      auto text = option_text(argument);
      if (!text) {
        return refuse(argument.name, text.error());
      }
      source.options[argument.name] = *std::move(text);
    } else if (argument.type.is(types::TypeKind::kMap)) {
      add_map(argument.value, source.options);
    } else {
      return invalid("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", "42605",
                     reference.name + " takes a path, a format and options as name => value");
    }
  }
  if (const auto format = source.options.find("format"); format != source.options.end()) {
    source.format = format->second;
    source.options.erase(format);
  }
  if (source.path.empty()) {
    return invalid("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", "42605",
                   reference.name + " needs the path of its files as its first argument");
  }
  // cloud_files() infers the types of columns only where it is asked to (SEMANTICS 6.2).
  if (reference.name == "cloud_files" && !source.options.contains("infercolumntypes") &&
      !source.options.contains("cloudfiles.infercolumntypes")) {
    source.options["infercolumntypes"] = "false";
  }
  auto relation = files(std::move(source), {.kind = ReaderKind::kAutoLoader,
                                            .is_stream = reference.streaming,
                                            .reader = reference.reader});
  if (!relation) {
    return refuse(argument_at_fault(reference, relation.error()), relation.error());
  }
  return relation;
}

Result<plan::Relation> ExternalCatalog::range(const plan::TableFunctionReference& reference) const {
  std::vector<int64_t> numbers;
  for (const plan::TableFunctionArgument& argument : reference.arguments) {
    ASSIGN_OR_RETURN(const int64_t number, whole_argument(argument));
    numbers.push_back(number);
  }
  // The fourth says how many partitions Spark cuts the rows into.
  if (numbers.empty() || numbers.size() > 4) {
    return invalid("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", "42605",
                   "range takes (end), (start, end), (start, end, step[, partitions])");
  }
  plan::RangeSource source;
  if (numbers.size() == 1) {
    source.end = numbers[0];
  } else {
    source = {.start = numbers[0], .end = numbers[1], .step = numbers.size() >= 3 ? numbers[2] : 1};
  }
  if (source.step == 0) {
    return invalid("FAILED_FUNCTION_CALL", "38000", "the step of range cannot be 0");
  }
  return plan::Relation(plan::SourceRelation{
      .source = source, .schema = {{.name = "id", .type = types::long_type(), .nullable = false}}});
}

}  // namespace tarn::source
