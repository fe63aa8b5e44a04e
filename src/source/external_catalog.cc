#include "source/external_catalog.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "delta/log_files.h"
#include "delta/snapshot.h"
#include "plan/warehouse.h"
#include "source/file_reader.h"
#include "source/read_options.h"
#include "sql/parse.h"
#include "storage/path.h"

namespace tarn::source {
namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

Error invalid(const std::string& message, const std::string& condition,
              const std::string& sqlstate) {
  return {.code = ErrorCode::kInvalid,
          .message = message,
          .condition = condition,
          .sqlstate = sqlstate};
}

bool is_file_format(const std::string& name) {
  static const std::set<std::string> formats = {"json", "csv", "text"};
  return formats.contains(name);
}

// A format that Spark reads and that cannot be read here yet.
bool is_known_format(const std::string& name) {
  static const std::set<std::string> formats = {"parquet", "avro", "orc", "xml", "binaryfile"};
  return formats.contains(name);
}

Result<std::string> text_argument(const plan::TableFunctionArgument& argument,
                                  const std::string& what) {
  const auto* text = std::get_if<std::string>(&argument.value.content);
  if (text == nullptr) {
    return invalid(what + " must be a string", "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", "42K09");
  }
  return *text;
}

// An option's value as text: numbers and booleans may stand without quotes.
Result<std::string> option_text(const plan::TableFunctionArgument& argument) {
  if (argument.value.is_null()) {
    return invalid("option '" + argument.name + "' of a table function is NULL", "INVALID_OPTION",
                   "42000");
  }
  return types::hive_text(argument.value, argument.type);
}

void add_map(const types::Value& value, std::map<std::string, std::string>& options) {
  if (const auto* entries = std::get_if<types::ValueMap>(&value.content)) {
    for (const auto& [key, text] : *entries) {
      options[lower(types::hive_text(key, types::string_type()))] =
          types::hive_text(text, types::string_type());
    }
  }
}

Result<int64_t> whole_argument(const plan::TableFunctionArgument& argument) {
  const auto* number = std::get_if<int64_t>(&argument.value.content);
  if (number == nullptr || !argument.type.is_integral()) {
    return invalid("range takes whole numbers", "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", "42K09");
  }
  return *number;
}

}  // namespace

Result<plan::Relation> ExternalCatalog::table(const plan::TableReference& reference) {
  const std::vector<std::string>& parts = reference.name;
  if (parts.size() == 2) {
    const std::string format = lower(parts[0]);
    if (format == "delta") {
      return delta_table({.name = {.catalog = "", .schema = "delta", .table = parts[1]},
                          .path = storage::join(context_.root, parts[1]),
                          .version = reference.version,
                          .timestamp_us = reference.timestamp_us,
                          .options = reference.options});
    }
    if (is_file_format(format) || is_known_format(format)) {
      return files(format, parts[1], reference.options);
    }
  }
  CHECK(!parts.empty() && parts.size() <= 3);
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

Result<plan::Relation> ExternalCatalog::delta_table(plan::TableSource source) const {
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
    const std::string near = suggestion(source.name);
    return Error{.code = ErrorCode::kNotFound,
                 .message = "The table or view '" + source.name.text() + "' cannot be found" +
                            (near.empty() ? "" : "; did you mean '" + near + "'?"),
                 .condition = "TABLE_OR_VIEW_NOT_FOUND",
                 .sqlstate = "42P01"};
  }
  ASSIGN_OR_RETURN(delta::Snapshot snapshot, read());
  return plan::Relation(
      plan::SourceRelation{.source = std::move(source), .schema = snapshot.schema});
}

std::string ExternalCatalog::suggestion(const plan::DatasetName& name) const {
  const std::string schema_path = storage::parent_of(plan::table_path(warehouse_, name));
  const auto names = context_.files.list_names(schema_path);
  return names ? std::string(nearest(name.table, *names)) : std::string();
}

Result<plan::Relation> ExternalCatalog::files(const std::string& format, const std::string& path,
                                              std::map<std::string, std::string> options) const {
  if (!is_file_format(format)) {
    return Error{
        .code = ErrorCode::kUnsupported,
        .message = "files of format '" + format + "' cannot be read yet; json, csv and text can",
        .condition = "UNSUPPORTED_FEATURE",
        .sqlstate = "0A000"};
  }
  types::Schema schema;
  if (format == "text") {
    schema = {{.name = "value", .type = types::string_type()}};
  } else {
    const auto declared = options.find("schema");
    if (declared == options.end()) {
      return Error{.code = ErrorCode::kUnsupported,
                   .message = "the schema of " + format +
                              " files cannot be inferred yet: say schema => 'a INT, b STRING'",
                   .condition = "UNABLE_TO_INFER_SCHEMA",
                   .sqlstate = "42KD9"};
    }
    auto parsed = sql::parse_schema(sql::Fragment::whole(declared->second, "schema of " + path));
    if (!parsed) {
      return parsed.diagnostic().as_error().within("the schema '" + declared->second + "'");
    }
    schema = std::move(parsed).value();
    if (const auto rescued = options.find("rescueddatacolumn"); rescued != options.end()) {
      schema.push_back({.name = rescued->second, .type = types::string_type()});
    }
  }
  plan::FileSource source{
      .format = format, .path = path, .options = std::move(options), .schema = schema};
  // Options are refused here, where the query is checked, not when its first file is read.
  if (const auto decoder = make_decoder(source, context_.zone); !decoder) {
    return decoder.error();
  }
  return plan::Relation(plan::SourceRelation{
      .source = std::move(source), .schema = std::move(schema), .metadata = file_metadata_type()});
}

Result<plan::Relation> ExternalCatalog::table_function(
    const plan::TableFunctionReference& reference) {
  if (reference.name == "read_files" || reference.name == "cloud_files") {
    return read_files(reference);
  }
  if (reference.name == "range") {
    return range(reference);
  }
  const std::string_view near = nearest(reference.name, {"read_files", "cloud_files", "range"});
  return Error{.code = ErrorCode::kNotFound,
               .message = "Could not resolve '" + reference.name + "' to a table-valued function" +
                          (near.empty() ? "" : "; did you mean '" + std::string(near) + "'?"),
               .condition = "UNRESOLVABLE_TABLE_VALUED_FUNCTION",
               .sqlstate = "42883"};
}

// read_files(path, format => .., option => ..) and cloud_files(path, format, map(..)).
Result<plan::Relation> ExternalCatalog::read_files(
    const plan::TableFunctionReference& reference) const {
  std::map<std::string, std::string> options;
  std::string path;
  std::string format;
  size_t position = 0;
  for (const plan::TableFunctionArgument& argument : reference.arguments) {
    const bool is_path = argument.name == "path" || (argument.name.empty() && position == 0);
    const bool is_format = argument.name == "format" || (argument.name.empty() && position == 1);
    position += argument.name.empty() ? 1 : 0;
    if (is_path) {
      ASSIGN_OR_RETURN(path, text_argument(argument, "the path of " + reference.name));
    } else if (is_format) {
      ASSIGN_OR_RETURN(format, text_argument(argument, "the format of " + reference.name));
    } else if (!argument.name.empty()) {
      ASSIGN_OR_RETURN(options[argument.name], option_text(argument));
    } else if (argument.type.is(types::TypeKind::kMap)) {
      add_map(argument.value, options);
    } else {
      return invalid(reference.name + " takes a path, a format and options as name => value",
                     "WRONG_NUM_ARGS.WITHOUT_SUGGESTION", "42605");
    }
  }
  if (path.empty()) {
    return invalid(reference.name + " needs the path of its files as its first argument",
                   "WRONG_NUM_ARGS.WITHOUT_SUGGESTION", "42605");
  }
  if (format.empty()) {
    return Error{.code = ErrorCode::kUnsupported,
                 .message = "the format of the files under '" + path +
                            "' cannot be guessed yet: say format => 'json'",
                 .condition = "UNSUPPORTED_FEATURE",
                 .sqlstate = "0A000"};
  }
  return files(lower(format), path, std::move(options));
}

Result<plan::Relation> ExternalCatalog::range(const plan::TableFunctionReference& reference) const {
  std::vector<int64_t> numbers;
  for (const plan::TableFunctionArgument& argument : reference.arguments) {
    ASSIGN_OR_RETURN(const int64_t number, whole_argument(argument));
    numbers.push_back(number);
  }
  if (numbers.empty() || numbers.size() > 3) {
    return invalid("range takes (end), (start, end) or (start, end, step)",
                   "WRONG_NUM_ARGS.WITHOUT_SUGGESTION", "42605");
  }
  plan::RangeSource source;
  if (numbers.size() == 1) {
    source.end = numbers[0];
  } else {
    source = {.start = numbers[0], .end = numbers[1], .step = numbers.size() == 3 ? numbers[2] : 1};
  }
  if (source.step == 0) {
    return invalid("the step of range cannot be 0", "INVALID_PARAMETER_VALUE", "22023");
  }
  return plan::Relation(plan::SourceRelation{
      .source = source, .schema = {{.name = "id", .type = types::long_type(), .nullable = false}}});
}

}  // namespace tarn::source
