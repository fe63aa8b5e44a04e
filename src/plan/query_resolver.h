// The worker that turns the queries of one text into plans. Internal to the resolver; resolution.h
// says what it works with.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/resolution.h"
#include "plan/routine.h"

namespace tarn::plan {

class ExpressionResolver;

// The names of columns that stand in an expression, outside of its subqueries.
void for_each_name(const sql::ExpressionNode& node,
                   const std::function<void(const sql::Name&)>& visit);

// Whether an expression names columns of the queries around it, outside of its subqueries.
bool names_outer(const ExpressionPtr& expression, const Scope* outer);

// The option by which files are read as spark.sql.timestampType says (format/option_reader.h).
inline constexpr const char* kLocalTimes = "tarn.localtimes";

class QueryResolver {
 public:
  struct Shared {
    const SessionSettings& settings;
    IdSource& ids;
    std::vector<Diagnostic>& diagnostics;
    std::vector<const sql::Query*>& views;  // being resolved, outermost first
    Routines& routines;
    Room& room;
  };

  QueryResolver(Shared shared, std::shared_ptr<const SourceText> text, Catalog& catalog)
      : shared_(shared), text_(std::move(text)), catalog_(catalog) {}

  // ---- queries (resolve_query.cc, resolve_set_operation.cc, resolve_inline_table.cc)
  ScopedPlan query(const sql::Query& query, const CommonTables* tables, const Scope* outer);
  ScopedPlan query_inside(const sql::Query& query, const CommonTables* tables, const Scope* outer);

  // An expression that stands in no query: resolve_over().
  ExpressionPtr expression_over(const sql::Expression& expression, const Scope& scope,
                                ExpressionUse use, const sql::Query* with);

  // ---- sources (resolve_from.cc, resolve_table.cc, resolve_table_function.cc, resolve_join.cc)
  ScopedPlan from(const sql::Select& select, const CommonTables* tables, const Scope* outer);

  // ---- variables and SQL functions (resolve_routine.cc)
  class OpenRoutine;
  std::optional<Variable> variable(const std::vector<std::string>& name) const;
  // Nothing: there is none, or `failed`, which was reported.
  std::optional<FunctionReference> function(const sql::Name& name, bool& failed);
  void report_no_routine(const sql::Name& name, std::string hint = {});
  // By parameter what was written for it; null: nothing, so that its default counts.
  std::optional<std::vector<const sql::Expression*>> placed(
      const SqlFunction& function, const std::vector<sql::FunctionCall::Argument>& arguments,
      Span span);
  // A parameter's default, cast to its type; its text is that of the default as written.
  Typed default_of(const FunctionParameter& parameter, const FunctionReference& reference);
  bool check_defaults(const FunctionReference& reference);
  ExpressionPtr routine_body(const FunctionReference& reference, const Scope& parameters);
  ScopedPlan routine_rows(const FunctionReference& reference, const Scope& parameters, Span span);

  // ---- reporting
  struct Problem {
    std::string condition;
    std::string sqlstate;
    std::string message;
    std::string hint = {};
  };
  void report(Span span, Problem problem);
  void report_error(Span span, const Error& error);
  // UNSUPPORTED_FEATURE, naming the construct.
  void report_unsupported(Span span, std::string_view construct);
  // Whether a statement may hold so many more parts of expressions; where not, it is reported.
  bool has_room_for(size_t parts, Span span);
  bool has_room_for_body(Span span);
  size_t room_for_parts() const;
  size_t problems() const { return shared_.diagnostics.size() + shared_.room.unsaid; }

  const SessionSettings& settings() const { return shared_.settings; }
  CurrentNames current_names() const {
    return catalog_.current_names().value_or(
        CurrentNames{shared_.settings.current_catalog, shared_.settings.current_schema});
  }
  IdSource& ids() { return shared_.ids; }
  NameRule names() const { return {.case_sensitive = shared_.settings.case_sensitive}; }

 private:
  friend class SelectResolver;

  // The names of one query's WITH, each seeing those before it.
  using Levels = std::vector<std::unique_ptr<CommonTables>>;
  bool has_room(Span span);
  bool add_levels(const sql::Query& query, Levels& levels, const CommonTables*& visible,
                  const Scope* outer);
  // Tables of WITH that nothing reads are checked all the same.
  bool check_unread(const Levels& levels);
  void report_two_orders(Span span);
  void report_no_order(Span span, const std::string& text, const types::DataType& type);
  ScopedPlan body(const sql::QueryBody& body, const CommonTables* tables, const Scope* outer);
  ScopedPlan inline_table(const sql::InlineTable& table, const CommonTables* tables,
                          const Scope* outer);
  // Up to that many steps of it.
  ScopedPlan set_operation(const sql::SetOperation& operation, const CommonTables* tables,
                           const Scope* outer, size_t steps = SIZE_MAX);
  ScopedPlan combine(const sql::SetOperation::Step& step, ScopedPlan left, ScopedPlan right,
                     size_t position);
  ScopedPlan by_name(const sql::SetOperation::Step& step, const ScopedPlan& left, ScopedPlan right);
  ScopedPlan sorted(ScopedPlan input, const sql::Query& query, const CommonTables* tables,
                    const Scope* outer);
  ScopedPlan limited(ScopedPlan input, const sql::Query& query, const CommonTables* tables);

  // A number of rows, as LIMIT and its kin take it.
  ExpressionPtr row_count(const sql::Expression& written, const Place& place);
  bool fit_together(const Limit& limit, Span span);
  // What a join refuses of subqueries' outer columns: resolve_correlation.cc.
  bool joins_both_sides(const ExpressionPtr& condition, const Node& left, const Node& right);
  bool filled_side_is_correlated(JoinKind kind, const Node& left, const Node& right, bool lateral,
                                 Span span);

  // resolve_pipe.cc
  ScopedPlan pipe(const sql::Pipe& pipe, const CommonTables* tables, const Scope* outer);
  ScopedPlan piped(ScopedPlan rows, const sql::PipeStep& step, const CommonTables* tables,
                   const Scope* outer);
  ScopedPlan visible_only(ScopedPlan rows, Span span);

  // resolve_recursion.cc
  bool is_recursive(const CommonTables::Entry& entry) const;
  void report_no_recursion(Span span);
  const sql::SetOperation* recursive_union(const CommonTables::Entry& entry, Levels& levels,
                                           const CommonTables*& visible);
  ScopedPlan recursive_table(const CommonTables::Entry& entry);
  ScopedPlan as_anchor(ScopedPlan step, const ScopedPlan& anchor, Span span);
  ScopedPlan recursive_reference(const CommonTables::Entry& entry);

  // resolve_pivot.cc, resolve_unpivot.cc
  Typed pivot_column(const sql::Pivot& pivot, ExpressionResolver& resolver);
  std::optional<std::pair<ExpressionPtr, std::string>> pivot_value(const sql::SelectItem& item,
                                                                   const Typed& column,
                                                                   ExpressionResolver& resolver);
  ScopedPlan pivoted(ScopedPlan input, const sql::Pivot& pivot, const CommonTables* tables,
                     const Scope* outer);
  std::optional<std::vector<std::vector<Attribute>>> unpivot_sets(const sql::Unpivot& unpivot,
                                                                  ExpressionResolver& resolver);
  std::optional<std::vector<types::DataType>> unpivot_types(
      const sql::Unpivot& unpivot, const std::vector<std::vector<Attribute>>& sets);
  ScopedPlan unpivoted(ScopedPlan input, const sql::Unpivot& unpivot, const CommonTables* tables,
                       const Scope* outer);
  ScopedPlan without_null_values(ScopedPlan input, const sql::Unpivot& unpivot);

  ScopedPlan source(const sql::TableSource& source, const CommonTables* tables, const Scope* outer);
  PlanPtr sampled(const ScopedPlan& input, const sql::TableSample& sample);
  ScopedPlan source_node(const sql::TableSource& source, const CommonTables* tables,
                         const Scope* outer);
  ScopedPlan table(const sql::TableName& name, bool stream, Span span, const CommonTables* tables);
  ScopedPlan common_table(const CommonTables::Entry& entry);
  ScopedPlan table_function(const sql::TableFunction& function, bool stream, Span span,
                            const CommonTables* tables, const Scope* outer);
  // sql_keywords() and collations(): resolve_listing.cc; nothing: the function is another.
  std::optional<ScopedPlan> listing(const std::string& name, size_t given, Span span);
  QueryResolver within(const std::shared_ptr<const SourceText>& text,
                       const FunctionReference& reference);
  ScopedPlan routine_table(const sql::TableFunction& call, const FunctionReference& reference,
                           Span span, const CommonTables* tables, const Scope* outer);
  ScopedPlan generator_source(const sql::TableFunction& function, Span span,
                              const CommonTables* tables, const Scope* outer);
  ScopedPlan relation(Relation relation, const std::vector<std::string>& qualifier, bool stream,
                      Span span);
  ScopedPlan scan(const SourceRelation& relation, const std::vector<std::string>& qualifier,
                  bool stream, Span span);
  PlanPtr padded_scan(PlanPtr scan);
  PlanPtr kept_columns(const ViewRelation& view, PlanPtr plan, Span span);
  ScopedPlan view(const ViewRelation& relation, bool stream, Span span);
  PlanPtr with_expectations(const ViewRelation& view, PlanPtr plan);
  std::optional<int64_t> travel_version(const sql::TimeTravel& travel);
  std::optional<int64_t> travel_time(const sql::TimeTravel& travel);
  ScopedPlan aliased(ScopedPlan input, const sql::TableAlias& alias, Span span);
  ScopedPlan watermarked(ScopedPlan input, const sql::Watermark& watermark,
                         const CommonTables* tables, const Scope* outer);

  bool is_short_enough(const sql::Select& select);
  ScopedPlan from_item(const sql::FromItem& item, std::optional<ScopedPlan> before,
                       const CommonTables* tables, const Scope* outer);
  ScopedPlan joined(ScopedPlan left, ScopedPlan right, const sql::Join& join,
                    const CommonTables* tables, const Scope* outer);
  ScopedPlan joined_using(ScopedPlan left, ScopedPlan right, const sql::Join& join);
  ScopedPlan cross(ScopedPlan left, ScopedPlan right, bool lateral, Span span);
  ScopedPlan lateral_view(ScopedPlan input, const sql::LateralView& view,
                          const CommonTables* tables, const Scope* outer);

  Shared shared_;
  std::shared_ptr<const SourceText> text_;  // shared with the diagnostics
  Catalog& catalog_;
};

// Counts a function among those whose bodies are being resolved.
class QueryResolver::OpenRoutine {
 public:
  OpenRoutine(QueryResolver& query, const std::string& name) : routines_(query.shared_.routines) {
    routines_.open.push_back(name);
    routines_.any = true;
  }
  ~OpenRoutine() { routines_.open.pop_back(); }
  OpenRoutine(const OpenRoutine&) = delete;
  OpenRoutine& operator=(const OpenRoutine&) = delete;

 private:
  Routines& routines_;
};

}  // namespace tarn::plan
