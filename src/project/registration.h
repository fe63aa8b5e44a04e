// Statements to definitions: one pass over each file's syntax trees, with the file's state.

#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "project/definitions.h"
#include "sql/ast.h"

namespace tarn::project {

// Fills a Project. Files come in the order of their names; `check_duplicates` after the last.
class Registration {
 public:
  // Everything is borrowed.
  Registration(Project& project, const types::TimeZones* regions,
               std::vector<Diagnostic>& diagnostics, std::vector<std::string>& notes);

  void add_file(const std::shared_ptr<const SourceText>& source);
  // The settings of the spec itself: checked once, before the files.
  void check_configuration();
  // Two datasets, or two flows, of one name.
  void check_duplicates();
  // What is said once at the end.
  void finish_notes();

 private:
  struct Complaint {
    std::string condition = {};
    std::string sqlstate = {};
    std::string message;
    std::string hint = {};
  };

  void complain(Span span, Complaint complaint);
  // PIPELINE_SQL_GRAPH_ELEMENT_REGISTRATION_ERROR.
  void refuse(Span span, std::string message, std::string hint = {});
  // What Spark's parser refuses without a condition: "Operation not allowed: ..".
  void disallow(Span span, std::string message, std::string hint = {});
  Place place_of(Span span) const { return {.source = source_, .span = span}; }

  void add(sql::Statement& statement);
  void add_set(const sql::SetStatement& set, Span span);
  void add_time_zone(const sql::SetTimeZone& set, Span span);
  void add_use(const sql::UseStatement& use);
  void add_other(const sql::OtherStatement& other, Span span);
  // Takes note of a setting; whether it can be had.
  bool note_setting(const std::string& key, const std::string& value, Span span);

  void add_dataset(sql::CreateDataset& create, Span span);
  void check_spelling(const sql::CreateDataset& create, const std::string& statement);
  std::vector<DeclaredColumn> columns_of(const sql::CreateDataset& create, DatasetKind kind);
  void check_column(const sql::ColumnDefinition& column, bool in_view);
  void check_identity(const sql::ColumnDefinition& column);
  // Whether there are keys.
  bool check_constraints(const sql::CreateDataset& create, const Dataset& dataset);
  void check_key(const sql::OtherConstraint& key, const Dataset& dataset);
  void check_clauses(const sql::CreateDataset& create, DatasetKind kind,
                     const std::string& statement);
  void read_layout(const sql::CreateDataset& create, Dataset& dataset);
  void read_properties(const sql::CreateDataset& create, Dataset& dataset);
  void note_property(const sql::CreateDataset& create, const sql::Property& property);
  void read_expectations(const sql::CreateDataset& create, Dataset& dataset);

  void add_flow(sql::CreateFlow& create);
  void check_insert(const sql::InsertFlow& insert);
  // The flow's query becomes SELECT * FROM its source.
  void read_auto_cdc(sql::AutoCdc& cdc, Flow& flow);

  // The complete name, LIVE. in front taken off; nothing where there are too many parts.
  std::optional<DatasetName> qualified(const sql::Name& name);
  Flow flow_here() const;

  Project& project_;
  const types::TimeZones* regions_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<std::string>& notes_;
  std::set<std::string> unknown_settings_;
  std::set<std::string> informational_;  // datasets whose keys nobody checks

  // Of the file that is being read.
  std::shared_ptr<const SourceText> source_;
  Scope scope_;
  SettingMap settings_;
};

}  // namespace tarn::project
