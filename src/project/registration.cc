#include "project/registration.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "plan/store_assignment.h"
#include "sql/parse.h"
#include "types/utf8.h"

namespace tarn::project {
namespace {

struct Advice {
  std::string_view keywords;
  std::string_view hint;
};

// By the first words of a statement that defines nothing; the first that fits.
constexpr std::array kAdvice = {
    Advice{"CREATE TABLE",
           "CREATE STREAMING TABLE or CREATE MATERIALIZED VIEW defines a table of a pipeline"},
    Advice{"CREATE OR REPLACE TABLE",
           "CREATE STREAMING TABLE or CREATE MATERIALIZED VIEW defines a table of a pipeline"},
    Advice{"CREATE EXTERNAL TABLE", "tables that exist elsewhere are named in tarn.yml: tables"},
    Advice{"CREATE SCHEMA", "schemas are made when a table needs them"},
    Advice{"CREATE DATABASE", "schemas are made when a table needs them"},
    Advice{"CREATE CATALOG", "catalogs are made when a table needs them"},
    Advice{"CREATE SINK", "sinks are not supported yet"},
    Advice{"CREATE FUNCTION", "functions of your own are not supported"},
    Advice{"CREATE OR REPLACE FUNCTION", "functions of your own are not supported"},
    Advice{"CREATE TEMPORARY FUNCTION", "functions of your own are not supported"},
    Advice{"INSERT",
           "CREATE FLOW name AS INSERT INTO table BY NAME SELECT .. appends to a streaming table"},
    Advice{"MERGE", "CREATE FLOW name AS AUTO CDC INTO table .. does what MERGE is used for"},
    Advice{"UPDATE", "a table of a pipeline holds what its flows write, and nothing else"},
    Advice{"DELETE", "a table of a pipeline holds what its flows write, and nothing else"},
    Advice{"TRUNCATE", "`tarn run --full-refresh table` clears a table and fills it again"},
    Advice{"DROP", "a dataset leaves the pipeline when its definition is taken out"},
    Advice{"ALTER", "change the definition instead: the next update alters the table"},
    Advice{"REFRESH", "`tarn run --refresh table` refreshes one table"},
    Advice{"RESET", "each file starts with the settings of the project file"},
};

std::string_view advice_for(std::string_view keywords) {
  const auto found = std::ranges::find_if(
      kAdvice, [keywords](const Advice& advice) { return keywords.starts_with(advice.keywords); });
  return found != kAdvice.end()
             ? found->hint
             : "a pipeline's files define tables, views and flows; SET and USE are the only other "
               "statements in them";
}

// Settings are commented on only where they look like somebody's: a plain word is the user's own
// variable, for ${word}.
bool looks_like_a_setting(std::string_view key) {
  return key.starts_with("spark.") || key.starts_with("pipelines.");
}

// A known key that differs in its last part only: long keys of one family are alike anyhow.
std::string suggested_setting(const std::string& key) {
  const size_t dot = key.rfind('.') + 1;
  std::vector<std::string> last_parts;
  for (const std::string& known : plan::known_settings()) {
    if (known.starts_with(key.substr(0, dot)) && known.find('.', dot) == std::string::npos) {
      last_parts.push_back(known.substr(dot));
    }
  }
  const std::string near = nearest(std::string_view(key).substr(dot), last_parts);
  return near.empty() ? "" : key.substr(0, dot) + near;
}

std::string where(const Place& place) {
  const Position position = place.source->position_of(place.span.begin);
  return fmt::format("{}:{}:{}", place.source->path, position.line, position.column);
}

// As Spark names the kinds in PIPELINE_DUPLICATE_IDENTIFIERS.
std::string_view output_type(const Dataset& dataset) {
  return dataset.is_table() ? "TABLE" : "VIEW";
}

std::string backticked(std::string_view part) {
  std::string out = "`";
  for (const char c : part) {
    out += c;
    if (c == '`') {
      out += c;
    }
  }
  return out + "`";
}

}  // namespace

std::string quoted(const DatasetName& name) {
  return name.catalog.empty() ? backticked(name.table)
                              : backticked(name.catalog) + "." + backticked(name.schema) + "." +
                                    backticked(name.table);
}

std::string plain(const DatasetName& name) {
  return name.catalog.empty() ? name.table : name.text();
}

std::string key_of(const DatasetName& name) {
  return types::case_folded(name.catalog) + '\x1f' + types::case_folded(name.schema) + '\x1f' +
         types::case_folded(name.table);
}

std::string_view name_of(DatasetKind kind) {
  switch (kind) {
    case DatasetKind::kStreamingTable:
      return "streaming table";
    case DatasetKind::kMaterializedView:
      return "materialized view";
    case DatasetKind::kTemporaryView:
      return "temporary view";
    case DatasetKind::kView:
      return "view";
  }
  return "";
}

std::string_view name_of(FlowKind kind) {
  switch (kind) {
    case FlowKind::kAppend:
      return "append";
    case FlowKind::kOnce:
      return "once";
    case FlowKind::kAutoCdc:
      return "auto cdc";
    case FlowKind::kBatch:
      return "batch";
    case FlowKind::kView:
      return "view";
  }
  return "";
}

Registration::Registration(Project& project, const types::TimeZones* regions,
                           std::vector<Diagnostic>& diagnostics, std::vector<std::string>& notes)
    : project_(project), regions_(regions), diagnostics_(diagnostics), notes_(notes) {}

void Registration::complain(Span span, Complaint complaint) {
  diagnostics_.push_back({.condition = std::move(complaint.condition),
                          .sqlstate = std::move(complaint.sqlstate),
                          .message = std::move(complaint.message),
                          .hint = std::move(complaint.hint),
                          .source = source_,
                          .span = span});
}

void Registration::refuse(Span span, std::string message, std::string hint) {
  complain(span, {.condition = "PIPELINE_SQL_GRAPH_ELEMENT_REGISTRATION_ERROR",
                  .sqlstate = "42000",
                  .message = std::move(message),
                  .hint = std::move(hint)});
}

void Registration::disallow(Span span, std::string message, std::string hint) {
  complain(span,
           {.message = "Operation not allowed: " + std::move(message), .hint = std::move(hint)});
}

void Registration::check_configuration() {
  source_ = project_.spec.source;
  for (const auto& [key, value] : project_.spec.configuration) {
    const auto span = project_.spec.configuration_spans.find(key);
    note_setting(key, value,
                 span == project_.spec.configuration_spans.end() ? Span{} : span->second);
  }
}

void Registration::add_file(const std::shared_ptr<const SourceText>& source) {
  const Spec& spec = project_.spec;
  source_ = source;
  scope_ = {.catalog = spec.catalog, .schema = spec.schema};
  settings_ = SettingMap(spec.configuration.begin(), spec.configuration.end());

  std::vector<std::string> names;
  for (const auto& [key, value] : spec.configuration) {
    names.push_back(key);
  }
  sql::ParsedFile file = sql::parse_file(
      source,
      [&spec](std::string_view name) -> std::optional<std::string> {
        const auto found = spec.configuration.find(std::string(name));
        return found == spec.configuration.end() ? std::nullopt : std::optional(found->second);
      },
      names,
      [&spec](const auto& set) {
        SettingMap settings(spec.configuration.begin(), spec.configuration.end());
        for (const auto& [key, value] : set) settings[key] = value;
        return plan::session_settings(settings, "UTC").reading;
      });
  std::ranges::move(file.diagnostics, std::back_inserter(diagnostics_));
  for (sql::Statement& statement : file.statements) {
    add(project_.statements.emplace_back(std::move(statement)));
  }
}

void Registration::add(sql::Statement& statement) {
  struct Visitor {
    Registration& self;
    Span span;
    void operator()(sql::CreateDataset& create) const { self.add_dataset(create, span); }
    void operator()(sql::CreateFlow& create) const { self.add_flow(create); }
    void operator()(sql::SetStatement& set) const { self.add_set(set, span); }
    void operator()(sql::SetTimeZone& set) const { self.add_time_zone(set, span); }
    void operator()(sql::UseStatement& use) const { self.add_use(use); }
    void operator()(sql::QueryStatement&) const {
      self.refuse(span, "A query alone defines nothing in a pipeline.",
                  "CREATE MATERIALIZED VIEW name AS SELECT .. keeps its result; `tarn sql` runs a "
                  "query");
    }
    void operator()(sql::OtherStatement& other) const { self.add_other(other, span); }
  };
  std::visit(Visitor{*this, statement.span}, statement.node);
}

bool Registration::note_setting(const std::string& key, const std::string& value, Span span) {
  const Result<plan::SettingUse> use = plan::check_setting(key, value, regions_);
  if (!use) {
    const Error& error = use.error();
    complain(span,
             {.condition = error.condition, .sqlstate = error.sqlstate, .message = error.message});
    return false;
  }
  if (key == plan::kStorePolicySetting &&
      plan::store_policy_of(value) != plan::StorePolicy::kAnsi) {
    complain(span,
             {.condition = "UNSUPPORTED_FEATURE",
              .sqlstate = "0A000",
              .message = key + " = " + value +
                         " is not supported in a pipeline, whose tables take what ANSI allows"});
    return false;
  }
  const auto is_set = [&](std::string_view name, std::string_view to) {
    return key == name && types::equal_ignoring_case(value, to);
  };
  const bool cuts_otherwise = is_set("spark.sql.parser.escapedStringLiterals", "true") ||
                              is_set("spark.sql.variable.substitute", "false");
  if (cuts_otherwise) {
    // A project's files are cut into statements before settings are known.
    complain(span, {.condition = "UNSUPPORTED_FEATURE",
                    .sqlstate = "0A000",
                    .message = key + " = " + value + " is not supported in a project."});
    return false;
  }
  if (*use == plan::SettingUse::kUnknown && looks_like_a_setting(key)) {
    unknown_settings_.insert(key);
  }
  return true;
}

void Registration::add_set(const sql::SetStatement& set, Span span) {
  if (set.key.empty() || !set.value) {
    complain(span, {.message = "Invalid SET command without key-value pair",
                    .hint = "write SET key = value"});
    return;
  }
  if (note_setting(set.key, *set.value, set.value_span)) {
    settings_[set.key] = *set.value;
  }
}

void Registration::add_time_zone(const sql::SetTimeZone& set, Span span) {
  if (set.zone) {
    if (note_setting(std::string(plan::kTimeZoneSetting), *set.zone, span)) {
      settings_[std::string(plan::kTimeZoneSetting)] = *set.zone;
    }
  } else if (set.offset == nullptr) {
    settings_.erase(std::string(plan::kTimeZoneSetting));  // LOCAL: the system's
  } else {
    complain(span, {.message = "SET TIME ZONE with an interval is not supported.",
                    .hint = "write the offset as text: SET TIME ZONE '+02:00'"});
  }
}

void Registration::add_use(const sql::UseStatement& use) {
  const std::vector<sql::Identifier>& parts = use.name.parts;
  if (use.kind == sql::UseKind::kCatalog) {
    if (parts.size() != 1) {
      complain(use.name.span, {.message = fmt::format("Invalid catalog name {}: a catalog's name "
                                                      "has one part.",
                                                      use.name.text())});
      return;
    }
    scope_ = {.catalog = parts[0].name, .schema = project_.spec.schema};
    return;
  }
  if (parts.size() > 2) {
    complain(use.name.span,
             {.message = fmt::format("Invalid schema identifier provided on USE command: {}",
                                     use.name.text()),
              .hint = "write USE SCHEMA schema or USE SCHEMA catalog.schema"});
    return;
  }
  if (parts.size() == 2) {
    scope_.catalog = parts[0].name;
  }
  scope_.schema = parts.back().name;
}

void Registration::add_other(const sql::OtherStatement& other, Span span) {
  refuse(span, fmt::format("{} is not a statement of a pipeline's file.", other.keywords),
         std::string(advice_for(other.keywords)));
}

std::optional<DatasetName> Registration::qualified(const sql::Name& name) {
  std::vector<std::string> parts;
  for (const sql::Identifier& part : name.parts) {
    parts.push_back(part.name);
  }
  if (parts.size() == 2 && types::equal_ignoring_case(parts[0], "live")) {
    parts.erase(parts.begin());
  }
  switch (parts.size()) {
    case 1:
      return DatasetName{scope_.catalog, scope_.schema, parts[0]};
    case 2:
      return DatasetName{scope_.catalog, parts[0], parts[1]};
    case 3:
      return DatasetName{parts[0], parts[1], parts[2]};
    default:
      complain(name.span, {.message = fmt::format("4+ part table identifier {} is not supported.",
                                                  name.text()),
                           .hint = "a dataset's name is catalog.schema.table at most"});
      return std::nullopt;
  }
}

Flow Registration::flow_here() const { return {.settings = settings_, .scope = scope_}; }

void Registration::check_duplicates() {
  std::map<std::string, const Dataset*> datasets;
  for (const Dataset& dataset : project_.datasets) {
    const auto [earlier, is_new] = datasets.emplace(key_of(dataset.name), &dataset);
    if (is_new) {
      continue;
    }
    std::array types = {output_type(*earlier->second), output_type(dataset)};
    std::ranges::sort(types);
    diagnostics_.push_back(
        {.condition = "PIPELINE_DUPLICATE_IDENTIFIERS.OUTPUT",
         .sqlstate = "42710",
         .message = fmt::format(
             "A duplicate identifier was found for elements registered in the pipeline's dataflow "
             "graph. Attempted to register a {} with identifier {}, but a {} has already been "
             "registered with that identifier. Please ensure all outputs created within this "
             "pipeline have unique identifiers.",
             types[0], quoted(dataset.name), types[1]),
         .hint = "it is defined first at " + where(earlier->second->place),
         .source = dataset.place.source,
         .span = dataset.place.span});
  }

  std::map<std::string, const Flow*> flows;
  for (const Flow& flow : project_.flows) {
    const auto [found, is_new] = flows.emplace(key_of(flow.name), &flow);
    // Two datasets of one name have been reported; their flows need not be.
    const bool both_implicit = found->second->is_implicit && flow.is_implicit;
    if (!is_new && !both_implicit) {
      const Flow& earlier = *found->second;
      const std::string targets = key_of(earlier.target) == key_of(flow.target)
                                      ? quoted(flow.target)
                                      : quoted(earlier.target) + "," + quoted(flow.target);
      diagnostics_.push_back(
          {.condition = "PIPELINE_DUPLICATE_IDENTIFIERS.FLOW",
           .sqlstate = "42710",
           .message = fmt::format("A duplicate identifier was found for elements registered in the "
                                  "pipeline's dataflow graph. Flow {} was found in multiple "
                                  "datasets: {}",
                                  plain(flow.name), targets),
           .hint = "the first is defined at " + where(earlier.place),
           .source = flow.place.source,
           .span = flow.place.span});
    }
  }
}

void Registration::finish_notes() {
  for (const std::string& dataset : informational_) {
    notes_.push_back(
        fmt::format("the PRIMARY KEY and FOREIGN KEY constraints of {} inform its readers; they "
                    "are not checked",
                    dataset));
  }
  if (!unknown_settings_.empty()) {
    std::vector<std::string> keys;
    for (const std::string& key : unknown_settings_) {
      const std::string near = suggested_setting(key);
      keys.push_back(near.empty() ? key : fmt::format("{} (did you mean '{}'?)", key, near));
    }
    notes_.push_back(fmt::format("settings that Tarn does not know, and that change nothing: {}",
                                 fmt::join(keys, ", ")));
  }
}

}  // namespace tarn::project
