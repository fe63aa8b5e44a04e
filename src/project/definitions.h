// What a project's SQL files define: datasets, and the flows that fill them.
//
// Each file is read with a state of its own: USE CATALOG and USE SCHEMA change the names, SET the
// settings, of what comes after in that file. Names are complete (catalog, schema, table) from here
// on; what they refer to is the graph's business (graph.h). All diagnostics of all files are
// collected: syntax errors, statements that no pipeline file may hold, wrong names, duplicates.

#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "plan/catalog.h"
#include "plan/node.h"
#include "plan/settings.h"
#include "project/folder.h"
#include "project/spec.h"
#include "sql/ast.h"
#include "types/datetime.h"
#include "types/identity_column.h"

namespace tarn::project {

using plan::DatasetName;
using plan::SettingMap;

// Of a table: "false" refuses its full refresh.
inline constexpr std::string_view kResetAllowedProperty = "pipelines.reset.allowed";

enum class DatasetKind : uint8_t { kStreamingTable, kMaterializedView, kTemporaryView, kView };

// "streaming table", "materialized view" ..
std::string_view name_of(DatasetKind kind);

// A stretch of a file that outlives the reading of it.
struct Place {
  std::shared_ptr<const SourceText> source;  // shared with diagnostics
  Span span = {};
};

// A column of the declared list. Without a type it only names the query's column.
struct DeclaredColumn {
  std::string name;
  std::optional<types::DataType> type;
  bool nullable = true;
  std::string comment;
  std::optional<std::string> generated_as = {};   // GENERATED ALWAYS AS (expression), as written
  std::optional<std::string> default_value = {};  // DEFAULT, likewise
  std::optional<types::Identity> identity = {};   // GENERATED .. AS IDENTITY
  Span span = {};

  // Whether a flow may leave it out, and the table makes its values then.
  bool is_made() const { return generated_as || default_value; }
};

struct Dataset {
  DatasetKind kind = DatasetKind::kMaterializedView;
  // A temporary view has one part only: its catalog and schema are empty.
  DatasetName name;
  std::vector<DeclaredColumn> columns = {};  // empty: as the flows say
  std::string comment = {};
  std::map<std::string, std::string> properties = {};  // TBLPROPERTIES
  std::map<std::string, Span> property_spans = {};     // by key
  std::vector<std::string> partition_columns = {};
  std::vector<std::string> cluster_columns = {};
  std::vector<Span> partition_spans = {};
  std::vector<Span> cluster_spans = {};
  bool is_private = false;      // not for readers outside the pipeline
  bool streaming_view = false;  // CREATE STREAMING LIVE VIEW: its query must be a stream
  std::vector<plan::ViewExpectation> expectations = {};  // conditions borrow from the Project
  std::vector<Span> expectation_spans = {};
  Place place = {};  // of its name, where it is defined

  bool is_table() const {
    return kind == DatasetKind::kStreamingTable || kind == DatasetKind::kMaterializedView;
  }
};

enum class FlowKind : uint8_t {
  kAppend,   // streaming: each input row once
  kOnce,     // batch, appended once, again only after a full refresh
  kAutoCdc,  // change data capture; read and checked, not carried out yet
  kBatch,    // a materialized view's query
  kView,     // a view's query: never run by itself
};

std::string_view name_of(FlowKind kind);

// The catalog and schema that unqualified names of a statement mean.
struct Scope {
  std::string catalog;
  std::string schema;
};

struct Flow {
  DatasetName name;    // of a temporary view: one part
  DatasetName target;  // of a temporary view: one part
  FlowKind kind = FlowKind::kAppend;
  bool is_implicit = false;           // defined together with its target, under its name
  const sql::Query* query = nullptr;  // borrows from the Project; of AUTO CDC its source
  const sql::AutoCdc* cdc = nullptr;  // AUTO CDC only; borrows from the Project
  std::string query_text = {};        // after substitution: what defines the flow
  std::string comment = {};
  SettingMap settings = {};  // the spec's, and the file's SET values up to here
  Scope scope = {};
  Place place = {};         // of its name or, implicit, of its target's
  Place target_place = {};  // of the target's name
};

// A checked project. Datasets and flows stand in the order of the files' names, then of the text.
struct Project {
  Spec spec;
  std::vector<Dataset> datasets;
  std::vector<Flow> flows;
  std::vector<std::string> files;  // the SQL files read, relative to the project's folder
  // The syntax trees that datasets and flows borrow from. A deque, because they must not move.
  std::deque<sql::Statement> statements;
  std::vector<sql::QueryPtr> made_queries;  // SELECT * FROM the source of each AUTO CDC flow
};

struct ProjectResult {
  std::shared_ptr<const Project> project;  // shared with its graph; null pointer with diagnostics
  std::vector<Diagnostic> diagnostics;
  std::vector<std::string> notes;

  explicit operator bool() const { return diagnostics.empty(); }
};

// Reads the spec file at `spec_path` and every file that it names. `regions` (borrowed, until it
// returns) knows the names of time zones; without it any name may be one.
ProjectResult load_project(const Folder& folder, const std::string& spec_path,
                           const types::TimeZones* regions = nullptr);

// A project of texts at hand, for the unit tests of pipelines: `files` are SQL, by path.
ProjectResult make_project(Spec spec, const std::vector<SourceText>& files,
                           const types::TimeZones* regions = nullptr);

// In the order of the project file and then its SQL files, and in each from the top.
void sort_by_place(std::vector<Diagnostic>& diagnostics, const Project& project);

// "`c`.`d`.`t`", as messages name a dataset; a temporary view has one part.
std::string quoted(const DatasetName& name);
// "c.d.t"
std::string plain(const DatasetName& name);
// Equal for names that mean the same: case ignored.
std::string key_of(const DatasetName& name);

}  // namespace tarn::project
