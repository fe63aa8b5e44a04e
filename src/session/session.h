// One SQL session over the tables of a warehouse: what `tarn sql` speaks to.
//
// It has current names, settings and temporary views, which statements change and which end with
// it. Each query sees the tables' newest versions at the moment when it is prepared. One thread at
// a time.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/uuid.h"
#include "catalog/warehouse.h"
#include "delta/table.h"
#include "engine/constants.h"
#include "engine/engine.h"
#include "plan/resolver.h"
#include "plan/settings.h"
#include "session/answer.h"
#include "session/description.h"
#include "session/routines.h"
#include "session/row_changes.h"
#include "session/row_resolver.h"
#include "session/session_catalog.h"
#include "session/stored_rows.h"
#include "sink/data_files.h"
#include "sink/delta_sink.h"
#include "sink/file_table_sink.h"
#include "source/stream_source.h"
#include "sql/ast.h"
#include "sql/parse.h"
#include "sql/substitution.h"

namespace tarn::session {

struct SessionOptions {
  std::string warehouse;
  plan::DatasetName defaults;  // catalog and schema of names that lack them
  // By Spark's keys, checked; RESET returns to them. The time zone is the reading's where none is
  // set.
  plan::SettingMap settings = {};
  RandomSource random = system_random();
};

// A query that was checked.
struct Prepared {
  plan::PlanPtr plan;                   // null pointer where there are diagnostics
  std::vector<Diagnostic> diagnostics;  // point into the query's text
  bool is_of_one_text = false;          // all of its expressions stand in the query's text
};

class Session {
 public:
  static Result<std::unique_ptr<Session>> open(engine::Engine& engine, source::ReadContext reading,
                                               SessionOptions options);

  // Carries out one statement, with or without `;` behind it.
  Answer execute(const sql::Fragment& statement);

  Prepared prepare(const sql::Fragment& query);

  // The rows of a prepared query; must be destroyed before the next is run.
  Result<std::unique_ptr<engine::RowStream>> run(const plan::PlanPtr& plan);

  // SET key = value. kUnsupported, kInvalid: nothing is changed.
  Status set(const std::string& key, const std::string& value);

  // Makes the statement that is under way, or else the next one, end with kCancelled. From any
  // thread.
  void interrupt() { connection_->interrupt(); }
  // Takes back an interrupt() that met no statement.
  void clear_interrupt() { connection_->clear_interrupt(); }

  // That in which timestamps are shown.
  const types::SessionZone& zone() const { return reading_.zone; }

 private:
  // The commands of variables, of functions and of tables that change, each in a class of its own.
  friend class VariableCommands;
  friend class FunctionCommands;
  friend class AlterCommands;

  Session(engine::Engine& engine, std::unique_ptr<engine::Connection> connection,
          source::ReadContext reading, SessionOptions options);

  struct Execution;
  struct Target;
  struct Changed;
  struct Touched;
  struct MergeCounts;
  // UPDATE or DELETE.
  struct RowChange {
    std::string statement;
    std::string operation;  // as messages about tables without it say
    sql::Name target;
    sql::TableAlias alias;
    sql::ExpressionPtr where;
    std::vector<sql::Assignment> assignments;
    sql::QueryPtr with;
  };
  // The files that a scan of a table that is rewritten reads.
  struct MarkedFiles {
    const delta::Snapshot& snapshot;
    const std::vector<delta::AddFile>& files;
    engine::Bindings& known;  // of other scans: what one execution read the next reads
  };

  // session_commands.cc
  Answer answer(const sql::QueryStatement& statement, const sql::Fragment& text);
  Answer answer(const sql::SetStatement& statement);
  Answer answer(const sql::SetTimeZone& statement, const sql::Fragment& text);
  Answer answer(const sql::ResetStatement& statement);
  Answer answer(const sql::UseStatement& statement, const sql::Fragment& text);
  std::optional<std::string> setting(const std::string& key) const;
  Result<std::string> offset_of(const sql::Expression& interval, const sql::Fragment& text);
  bool is_schema(const std::string& catalog, const std::string& schema) const;

  // session_views.cc
  Answer answer(sql::CreateView& statement, const sql::Fragment& text);
  Answer answer(const sql::DropView& statement, const sql::Fragment& text);
  // Whether a column of a view that stays may have a name that nobody wrote.
  enum class ViewNames : uint8_t { kWritten, kAny };
  Answer create_view(const sql::CreateView& statement, const sql::Fragment& text,
                     ViewNames names = ViewNames::kWritten);
  Answer create_view_of_files(sql::CreateView& statement, const std::vector<std::string>& name,
                              const sql::Fragment& text);
  Answer put_view(const std::vector<std::string>& name, sql::CreateView& statement,
                  const sql::Fragment& text);
  static std::vector<plan::ViewColumn> view_columns(const sql::CreateView& statement,
                                                    const types::Schema& data);
  catalog::View stored_view(const sql::CreateView& statement,
                            const std::vector<plan::ViewColumn>& columns) const;

  // session_tables.cc
  Answer answer(sql::CreateTable& statement, const sql::Fragment& text);
  Answer answer(const sql::CreateTableLike& statement, const sql::Fragment& text);
  Answer answer(const sql::DropTable& statement, const sql::Fragment& text);
  plan::DatasetName dataset_of(const sql::Name& name) const;
  delta::Table delta_table(const std::string& path) const;
  Error not_found(const sql::Name& name) const;
  Result<std::string> files_of(const sql::Identifier& format,
                               const std::vector<sql::Property>& given,
                               const std::vector<sql::ColumnDefinition>& columns) const;
  Result<types::Schema> columns_of_new(const sql::CreateTable& statement,
                                       const plan::DatasetName& name, const std::string& format);
  Result<types::Schema> inferred_columns(const sql::CreateTable& statement,
                                         const std::string& format);
  Status make_table(const sql::CreateTable& statement, const plan::DatasetName& name,
                    const std::string& format, const types::Schema& schema,
                    const std::vector<std::string>& partitions, bool replaces);
  Result<catalog::Thing> table_to_change(const sql::Name& name, const std::string& operation) const;

  // session_columns.cc
  Result<types::Field> listed_column(const sql::ColumnDefinition& column);
  Result<types::Schema> listed_columns(const std::vector<sql::ColumnDefinition>& columns);
  Status check_default(const types::Field& column, const sql::ExpressionText& text);
  Result<plan::ExpressionPtr> default_value(const types::Field& column, const std::string& text);
  Result<plan::ExpressionPtr> default_value(const types::Field& column, const std::string& text,
                                            SessionCatalog& catalog);
  // An expression over no columns.
  Result<plan::ExpressionPtr> constant(const sql::Expression& expression,
                                       const sql::Fragment& text);
  Result<plan::ExpressionPtr> constant(const sql::Expression& expression, const sql::Fragment& text,
                                       SessionCatalog& catalog);
  static Result<size_t> column_of(const types::Schema& schema, const sql::Name& column);
  Result<plan::PlanPtr> with_generated(plan::PlanPtr rows, const StoreTarget& store,
                                       const StorePlaces& places);
  Status know_generated(const Changed& changed, const std::vector<plan::Attribute>& table,
                        RowClauses& clauses);

  // session_schemas.cc
  Answer answer(const sql::CreateSchema& statement, const sql::Fragment& text);
  Answer answer(const sql::DropSchema& statement, const sql::Fragment& text);
  Answer answer(const sql::CacheTable& statement, const sql::Fragment& text);
  Answer answer(const sql::TouchTable& statement, const sql::Fragment& text);
  static Status check_analyzed(const sql::TouchTable& statement, const Description& it);
  Answer answer(const sql::CommentOn& statement, const sql::Fragment& text);
  plan::CurrentNames schema_of(const sql::Name& name) const;

  // session_insert.cc
  Answer answer(sql::InsertStatement& statement, const sql::Fragment& text);
  Answer answer(const sql::TruncateTable& statement, const sql::Fragment& text);
  StoreRules store_rules(const std::string& table, bool is_delta) const;
  StoreRules store_rules(const Target& target) const;
  Result<Target> target_of(const plan::DatasetName& name, catalog::Thing thing) const;
  Prepared rows_to_store(sql::InsertStatement& statement, Target& target,
                         const sql::Fragment& text);
  Status take_partitions(const sql::InsertStatement& statement, Target& target, StoreTarget& store,
                         const sql::Fragment& text, Span& place);
  Status take_partition(const sql::PartitionItem& item, Target& target, StoreTarget& store,
                        const sql::Fragment& text);
  Status make_left_out(StoreTarget& store, const StorePlaces& places);

  // session_store.cc
  Status fill(const plan::DatasetName& name, plan::PlanPtr rows);
  Status store(const Target& target, const plan::PlanPtr& plan);
  Status store_once(const Target& target, const plan::PlanPtr& plan);
  Result<bool> was_only_counted(const Target& target) const;
  Status store_delta(const Target& target, const std::string& path, const sink::Rows& rows);
  Status store_files(const Target& target, const catalog::FileTable& table, const sink::Rows& rows);
  Result<std::vector<sink::TableFile>> store_lines(const catalog::FileTable& table,
                                                   const sink::Folder& folder,
                                                   const sink::Rows& rows);
  Status remove_replaced(const Target& target, const sink::Folder& folder,
                         const std::vector<std::string>& before,
                         const std::vector<sink::TableFile>& written) const;
  Result<bool> has_partition(const Target& target) const;

  // session_replace.cc
  Answer replace_where(const sql::InsertStatement& statement, const Target& target,
                       const plan::PlanPtr& rows, const sql::Fragment& text);

  // session_change.cc
  Answer answer(sql::UpdateStatement& statement, const sql::Fragment& text);
  Answer answer(sql::DeleteStatement& statement, const sql::Fragment& text);
  Answer change_rows(RowChange change, const sql::Fragment& text);
  Result<Changed> changed_table(const sql::Name& name, const sql::TableAlias& alias,
                                const std::string& statement, const std::string& operation) const;
  Prepared rows_of_table(const Changed& changed, const sql::Fragment& text);
  Result<Touched> touched_files(const plan::PlanPtr& counts, Changed& changed);
  Result<int64_t> number_of(const plan::PlanPtr& rows, Changed& changed,
                            const std::vector<delta::AddFile>& files);
  Result<sink::Written> rewrite(Changed& changed, const plan::PlanPtr& rows,
                                const std::vector<delta::AddFile>& files,
                                sink::DeltaSink::Replacement replacement);
  RowResolver resolver_over(const Changed& changed, const sql::Fragment& text,
                            SessionCatalog& catalog, const sql::Query* with, bool is_merge);

  // session_merge.cc
  Answer answer(sql::MergeStatement& statement, const sql::Fragment& text);
  struct MergeSides;
  Prepared source_of(sql::MergeStatement& statement, const sql::Fragment& text);
  plan::VisibleRelation visible_source(const sql::MergeStatement& statement,
                                       const plan::Node& source) const;
  Status add_columns(const sql::MergeStatement& statement, const plan::VisibleRelation& source,
                     Changed& changed) const;
  static RowClauses clauses_of(sql::MergeStatement& statement, const MergeSides& sides,
                               RowResolver& resolver);
  Result<MergeCounts> merge(Changed& changed, const RowMeeting& meeting, const RowClauses& clauses,
                            delta::Operation operation);
  Result<plan::PlanPtr> kept_in_memory(const plan::PlanPtr& rows, Changed& changed);

  // session_show.cc
  Answer answer(const sql::ShowStatement& statement, const sql::Fragment& text);
  Answer answer(const sql::DescribeStatement& statement, const sql::Fragment& text);
  Answer answer(const sql::ExplainStatement& statement, const sql::Fragment& text);
  Result<Description> described(const sql::Name& name);
  Result<Description> description_of(const plan::DatasetName& name,
                                     const catalog::Thing& thing) const;
  Answer describe_column(const sql::DescribeStatement& statement, const Description& it,
                         const sql::Fragment& text);
  Answer describe_schema(const sql::DescribeStatement& statement, const sql::Fragment& text);
  Answer show_tables(const sql::ShowStatement& statement, const sql::Fragment& text);
  Answer show_schemas(const sql::ShowStatement& statement);
  Answer show_catalogs(const sql::ShowStatement& statement);
  Answer show_of_table(const sql::ShowStatement& statement, const sql::Fragment& text);
  Answer show_partitions(const Description& it, const sql::ShowStatement& statement,
                         const sql::Fragment& text);
  Result<std::string> partition_part(const Description& it, const sql::PartitionItem& item,
                                     const sql::Fragment& text);

  // `making`: the view that will have this query, if one will.
  Prepared resolve(const sql::Query& query, const sql::Fragment& text,
                   const std::vector<std::string>& making = {});
  Prepared resolve(const sql::Query& query, const sql::Fragment& text, SessionCatalog& catalog);
  sql::NameConstants name_constants(const sql::Fragment& text);
  OwnThings own_things() const { return {views_, variables_, functions_, settings_}; }
  // The settings that a view or a function made now will keep.
  plan::SettingMap kept_settings() const;
  Result<sql::Fragment> as_set(const sql::Fragment& written) const;
  SessionCatalog catalog_of(const std::vector<std::string>& making) const;
  // What the plan's scans read: of a table that is rewritten those files.
  Result<engine::Bindings> bind(const plan::Node& plan, const MarkedFiles* marked = nullptr) const;
  engine::Moment now() const;
  Result<std::unique_ptr<engine::RowStream>> run_as_is(const plan::PlanPtr& plan);
  Result<std::unique_ptr<engine::RowStream>> run_without_needless(const plan::PlanPtr& plan,
                                                                  const Error& error);
  void take_settings();

  engine::Constants constants_;
  std::unique_ptr<engine::Connection> connection_;
  source::ReadContext reading_;
  const std::string system_zone_;
  const SessionOptions options_;
  plan::CurrentNames names_;
  plan::SettingMap changed_;  // SET and not RESET
  plan::SessionSettings settings_;
  TemporaryViews views_;
  Variables variables_;
  TemporaryFunctions functions_;
  catalog::Warehouse warehouse_;
  plan::IdSource ids_;
};

// The pairs of a clause; of OPTIONS with keys in lower case.
std::map<std::string, std::string> map_of(const std::vector<sql::Property>& properties);
// Those of a Delta table, without the feature of defaults, which comes with the first default.
std::map<std::string, std::string> delta_properties_of(
    const std::vector<sql::Property>& properties);
std::map<std::string, std::string> options_of(const std::vector<sql::Property>& properties);

}  // namespace tarn::session
