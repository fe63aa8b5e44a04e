#include "project/pipeline_catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "plan/file_metadata.h"
#include "types/utf8.h"

namespace tarn::project {
namespace {

// The data sources that may stand before a path: json.`/p`.
constexpr std::array kDataSources = {"json", "csv", "parquet", "delta",     "text",
                                     "avro", "orc", "xml",     "binaryfile"};

bool is_path_read(const std::vector<std::string>& name) {
  return name.size() == 2 && std::ranges::any_of(kDataSources, [&name](const char* source) {
           return types::equal_ignoring_case(name[0], source);
         });
}

bool has_live_prefix(const std::vector<std::string>& name) {
  return name.size() == 2 && types::equal_ignoring_case(name[0], "live");
}

std::string quoted_parts(const std::vector<std::string>& name) {
  std::string text;
  for (const std::string& part : name) {
    text += (text.empty() ? "`" : ".`") + part + "`";
  }
  return text;
}

// Different references have different texts: each part stands behind its length.
void append_part(std::string& key, std::string_view part) {
  key += fmt::format("{}:{};", part.size(), part);
}

std::string key_of(const plan::TableReference& reference) {
  std::string key = reference.streaming ? "stream;" : "batch;";
  for (const std::string& part : reference.name) {
    append_part(key, part);
  }
  for (const auto& [name, value] : reference.options) {
    append_part(key, name);
    append_part(key, value);
  }
  if (reference.version) key += fmt::format("version {};", *reference.version);
  if (reference.timestamp_us) key += fmt::format("timestamp {};", *reference.timestamp_us);
  return key;
}

std::string key_of(const plan::TableFunctionReference& reference) {
  std::string key = reference.streaming ? "stream function;" : "batch function;";
  append_part(key, reference.name);
  if (reference.reader) {
    append_part(key, reference.reader->table.text());
    append_part(key, reference.reader->flow);
  }
  for (const plan::TableFunctionArgument& argument : reference.arguments) {
    append_part(key, argument.name);
    append_part(key, argument.type.sql());
    append_part(key, types::hive_text(argument.value, argument.type));
  }
  return key;
}

}  // namespace

// ---------------------------------------------------------------- DatasetDirectory

DatasetDirectory::DatasetDirectory(const Project& project)
    : project_(project), states_(project.datasets.size()) {
  for (size_t i = 0; i < project.datasets.size(); ++i) {
    const DatasetName& name = project.datasets[i].name;
    positions_.emplace(project::key_of(name), i);
    names_.push_back(name.table);
  }
}

std::optional<size_t> DatasetDirectory::find(const DatasetName& name) const {
  const auto found = positions_.find(project::key_of(name));
  return found == positions_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<size_t> DatasetDirectory::find_temporary_view(const std::string& name) const {
  return find(DatasetName{.table = name});
}

std::string DatasetDirectory::suggestion(const std::string& name, const Scope& scope) const {
  const std::string near = nearest(name, names_);
  const auto found = std::ranges::find(names_, near);
  if (near.empty() || found == names_.end()) {
    return {};
  }
  const DatasetName& dataset = project_.datasets[static_cast<size_t>(found - names_.begin())].name;
  const bool same_catalog = types::equal_ignoring_case(dataset.catalog, scope.catalog);
  const bool same_schema = types::equal_ignoring_case(dataset.schema, scope.schema);
  if (dataset.catalog.empty() || (same_catalog && same_schema)) {
    return dataset.table;
  }
  return same_catalog ? dataset.schema + "." + dataset.table : dataset.text();
}

// ---------------------------------------------------------------- ExternalCatalog

Result<plan::Relation> ExternalCatalog::table(const plan::TableReference& reference) {
  const std::string key = key_of(reference);
  auto found = answers_.find(key);
  if (found == answers_.end()) {
    found = answers_.emplace(key, Answer{.relation = outside_.table(reference)}).first;
  }
  return found->second.relation;
}

Result<plan::Relation> ExternalCatalog::table_function(
    const plan::TableFunctionReference& reference) {
  const std::string key = key_of(reference);
  auto found = answers_.find(key);
  if (found == answers_.end()) {
    plan::TableFunctionReference question = reference;
    std::string wrong_argument;
    question.wrong_argument = &wrong_argument;
    Result<plan::Relation> relation = outside_.table_function(question);
    found = answers_
                .emplace(key, Answer{.relation = std::move(relation),
                                     .wrong_argument = std::move(wrong_argument)})
                .first;
  }
  if (reference.wrong_argument != nullptr) {
    *reference.wrong_argument = found->second.wrong_argument;
  }
  return found->second.relation;
}

// ---------------------------------------------------------------- PipelineCatalog

void PipelineCatalog::begin_attempt() {
  missing_.clear();
  inputs_.clear();
  asked_for_failed_ = false;
  reader_ = {.table = flow_.target, .flow = flow_.name.table};
}

std::optional<size_t> PipelineCatalog::find(const std::vector<std::string>& name) const {
  const Scope& scope = flow_.scope;
  if (name.size() == 1) {
    if (const auto view = datasets_.find_temporary_view(name[0])) {
      return view;
    }
    return datasets_.find({scope.catalog, scope.schema, name[0]});
  }
  if (name.size() == 3) {
    return datasets_.find({name[0], name[1], name[2]});
  }
  if (const auto table = datasets_.find({scope.catalog, name[0], name[1]});
      table || !has_live_prefix(name)) {
    return table;
  }
  // LIVE.x: a dataset of this pipeline, wherever the file has moved its names to.
  if (const auto here = find({name[1]})) {
    return here;
  }
  return datasets_.find({datasets_.spec().catalog, datasets_.spec().schema, name[1]});
}

Result<plan::Relation> PipelineCatalog::table(const plan::TableReference& reference) {
  const std::vector<std::string>& name = reference.name;
  if (name.empty() || name.size() > 3) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("4+ part table identifier {} is not supported.",
                                        fmt::join(name, "."))};
  }
  if (is_path_read(name)) {
    return outside(reference);
  }
  if (const std::optional<size_t> dataset = find(name)) {
    return read(*dataset, reference);
  }
  if (has_live_prefix(name)) {
    return not_found(name);
  }
  plan::TableReference complete = reference;
  if (complete.name.size() == 1) {
    complete.name.insert(complete.name.begin(), flow_.scope.schema);
  }
  if (complete.name.size() == 2) {
    complete.name.insert(complete.name.begin(), flow_.scope.catalog);
  }
  Result<plan::Relation> relation = outside(std::move(complete));
  if (!relation) {
    return plan::with_suggestion(relation.error(), datasets_.suggestion(name.back(), flow_.scope));
  }
  return relation;
}

Result<plan::Relation> PipelineCatalog::table_function(
    const plan::TableFunctionReference& reference) {
  plan::TableFunctionReference complete = reference;
  if (reference.streaming) {
    complete.reader = reader_;
  }
  return external_.table_function(complete);
}

Error PipelineCatalog::not_found(const std::vector<std::string>& name) const {
  const std::string near = datasets_.suggestion(name.back(), flow_.scope);
  return {.code = ErrorCode::kNotFound,
          .message = fmt::format(
              "The table or view {} cannot be found: no dataset of this pipeline has that name{}",
              quoted_parts(name), near.empty() ? "." : fmt::format("; did you mean '{}'?", near)),
          .condition = "TABLE_OR_VIEW_NOT_FOUND",
          .sqlstate = "42P01"};
}

Result<plan::Relation> PipelineCatalog::outside(plan::TableReference reference) const {
  // Spark reads a path as a batch even behind STREAM, and then refuses the flow. A Delta table has
  // a log to follow; for files, read_files says how.
  if (is_path_read(reference.name) && reference.streaming &&
      !types::equal_ignoring_case(reference.name[0], "delta")) {
    return Error{
        .code = ErrorCode::kInvalid,
        .message = fmt::format(
            "{} is a batch relation: files named by a path cannot be read with STREAM; "
            "write STREAM read_files('{}', format => '{}')",
            quoted_parts(reference.name), reference.name[1], types::case_folded(reference.name[0])),
        .condition = "INVALID_FLOW_QUERY_TYPE.BATCH_RELATION_FOR_STREAMING_TABLE",
        .sqlstate = "42000"};
  }
  return external_.table(reference);
}

Status PipelineCatalog::check_streaming(size_t dataset,
                                        const plan::TableReference& reference) const {
  const Dataset& definition = datasets_.definition(dataset);
  if (definition.kind == DatasetKind::kMaterializedView && reference.streaming) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format(
                     "The materialized view {} cannot be read with STREAM: an update replaces its "
                     "rows, it does not append to them; read it without STREAM, or make it a "
                     "streaming table",
                     quoted(definition.name))};
  }
  const bool is_streaming = datasets_.state(dataset).is_streaming;
  if (definition.is_table() || is_streaming == reference.streaming) {
    return ok();
  }
  const std::string_view actual = is_streaming ? "streaming" : "batch";
  return Error{.code = ErrorCode::kInvalid,
               .message = fmt::format(
                   "View {} is a {} view and must be referenced using SparkSession#{}; write {}",
                   quoted(definition.name), actual, is_streaming ? "readStream" : "read",
                   is_streaming ? fmt::format("STREAM({})", fmt::join(reference.name, "."))
                                : fmt::format("{} without STREAM", fmt::join(reference.name, "."))),
               .condition = is_streaming ? "INCOMPATIBLE_STREAMING_VIEW_READ"
                                         : "INCOMPATIBLE_BATCH_VIEW_READ",
               .sqlstate = "42000"};
}

Result<plan::Relation> PipelineCatalog::read(size_t dataset,
                                             const plan::TableReference& reference) {
  const Dataset& definition = datasets_.definition(dataset);
  const DatasetState& state = datasets_.state(dataset);
  inputs_.insert(dataset);
  if (const auto cycle = cycles_.find(dataset); cycle != cycles_.end()) {
    return Error{.code = ErrorCode::kInvalid, .message = cycle->second};
  }
  if (state.progress == Progress::kPending) {
    missing_.insert(dataset);
    return Error{.code = ErrorCode::kNotFound, .message = "not resolved yet"};
  }
  if (state.progress == Progress::kFailed) {
    asked_for_failed_ = true;
    return Error{
        .code = ErrorCode::kNotFound,
        .message = fmt::format("{}{}'. Dataset is defined in the pipeline but could not be "
                               "resolved.",
                               kFailedRead, plain(definition.name))};
  }
  RETURN_IF_ERROR(check_streaming(dataset, reference));
  if (definition.is_table()) {
    return plan::Relation(
        plan::SourceRelation{.source = plan::TableSource{.name = definition.name,
                                                         .path = state.path,
                                                         .version = reference.version,
                                                         .timestamp_us = reference.timestamp_us,
                                                         .options = reference.options},
                             .schema = state.schema,
                             .metadata = plan::file_metadata_type()});
  }
  state.scope->read_for(reader_);
  return plan::Relation(plan::ViewRelation{
      .name = plain(definition.name),
      .query = state.view_flow->query,
      .text = state.view_flow->place.source,
      .scope = state.scope,
      .columns = state.columns,
      .expectations = definition.expectations.empty() ? nullptr : &definition.expectations});
}

}  // namespace tarn::project
