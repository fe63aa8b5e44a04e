// What the resolver asks about names that are not in the query: tables, views, files.
//
// `plan` knows the interface only. `project` answers for the datasets of a pipeline, `session` for
// temporary views, `source` for tables on disk and for files.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "plan/node.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::sql {
struct Expression;
struct Query;
}  // namespace tarn::sql

namespace tarn::plan {

// A table or some files: a source and its columns. `metadata` is the type of the hidden column
// `_metadata` where the source has one (SEMANTICS 6.2).
struct SourceRelation {
  Source source;
  types::Schema schema;
  std::optional<types::DataType> metadata = {};
};

class Catalog;
struct SessionSettings;    // resolver.h
struct FunctionReference;  // routine.h
struct Variable;           // routine.h

// The catalog and the schema of names that are written without them.
struct CurrentNames {
  std::string catalog;
  std::string schema;
};

// A rule that the rows of a view are held against wherever the view is read.
struct ViewExpectation {
  std::string name;
  const sql::Expression* condition =
      nullptr;       // over the view's columns; lives as long as the catalog
  std::string text;  // as written, for messages
  ViolationAction action = ViolationAction::kWarn;
};

// A column of a view as it was when the view was made.
struct ViewColumn {
  std::string name;      // to those who read the view
  std::string in_query;  // to its query
  types::DataType type;
  types::DataType declared = type;  // with the lengths of CHAR and VARCHAR
};

// A view: its text is resolved again in each place that reads it, in its own scope.
//
// With `columns`, the query's columns take these names by position (the catalog has checked the
// number). With `kept`, the view has these columns and no others, found by their names in the query
// and cast to their types: INCOMPATIBLE_VIEW_SCHEMA_CHANGE where one is gone,
// CANNOT_UP_CAST_DATATYPE where its type has become another. With `expectations`, the resolver
// resolves each condition over the view's columns and puts one Expect node, under the view's name,
// on top of the view's plan.
struct ViewRelation {
  std::string name;
  const sql::Query* query = nullptr;  // lives as long as the catalog
  std::shared_ptr<const SourceText> text =
      nullptr;                            // where the query is written; shared with diagnostics
  Catalog* scope = nullptr;               // resolves the names inside it
  std::vector<std::string> columns = {};  // empty: the query's own names
  std::vector<ViewColumn> kept = {};
  const std::vector<ViewExpectation>* expectations =
      nullptr;  // null pointer: none; lives as long as the catalog
  // Those of its making; null pointer: those of the query that reads it. Lives as long as the
  // catalog.
  const SessionSettings* settings = nullptr;
};

using Relation = std::variant<SourceRelation, ViewRelation>;

struct TableReference {
  std::vector<std::string> name;  // 1 to 3 parts, as written; json.`/path` is {"json", "/path"}
  bool streaming = false;         // STREAM t
  std::map<std::string, std::string> options = {};  // WITH ('k' = 'v'), keys in lower case
  std::optional<int64_t> version = {};
  std::optional<int64_t> timestamp_us = {};
};

struct TableFunctionArgument {
  std::string name;  // lower case; empty: by position
  types::Value value;
  types::DataType type;
};

// The flow on whose behalf a stream is read: a schema that is inferred is kept for it.
struct Reader {
  DatasetName table;
  std::string flow;
};

struct TableFunctionReference {
  std::string name;  // lower case: "read_files", "range"
  bool streaming = false;
  std::vector<TableFunctionArgument> arguments;  // constants
  std::optional<Reader> reader = {};             // of a stream in a pipeline
  // Where given, takes the name of the argument that an error is about; "path" and "format" may
  // stand without their names.
  std::string* wrong_argument = nullptr;
};

class Catalog {
 public:
  virtual ~Catalog() = default;

  // An Error with condition TABLE_OR_VIEW_NOT_FOUND where there is no such thing; the resolver adds
  // the position. A suggestion stands in the error's message.
  virtual Result<Relation> table(const TableReference& reference) = 0;
  // UNRESOLVABLE_TABLE_VALUED_FUNCTION where the name is not known.
  virtual Result<Relation> table_function(const TableFunctionReference& reference) = 0;
  // The variable that a name of one to three parts means; nothing where there is none.
  virtual std::optional<Variable> variable(const std::vector<std::string>& name);
  // The SQL function, likewise. An error is what hinders looking for it.
  virtual Result<std::optional<FunctionReference>> function(const std::vector<std::string>& name);
  // What current_catalog() and current_schema() answer in a text of this scope; nothing: what the
  // session's settings say.
  virtual std::optional<CurrentNames> current_names() const { return std::nullopt; }
};

// The error of a table that is not there, with a name that may have been meant behind its message,
// unless it says one already or `near` is empty. Other errors stay as they are.
Error with_suggestion(Error error, const std::string& near);

}  // namespace tarn::plan
