// The state of one resolution, and its two workers. Internal to the resolver (resolver.h).
//
// A QueryResolver turns the queries of one text into plans; a view's text gets one of its own. An
// ExpressionResolver turns expressions at one place of a query into typed ones. What is wrong is
// reported once, where it is found: a null pointer then stands for what could not be resolved, and
// whoever gets one says nothing more about it.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plan/builder.h"
#include "plan/file_metadata.h"
#include "plan/function.h"
#include "plan/resolver.h"
#include "plan/routine.h"
#include "plan/scope.h"
#include "sql/ast.h"

namespace tarn::plan {

// An expression, and what Spark calls it.
struct Typed {
  ExpressionPtr expression;  // null pointer: reported already
  std::string text = {};     // "(a + 1)": as a column's automatic name and in messages
  std::optional<std::string> column = {};  // the name where it is a column, or a cast of one
  bool is_variable = false;                // or a field of one: a cast of it is called otherwise

  explicit operator bool() const { return expression != nullptr; }
  const std::string& name() const { return column ? *column : text; }
};

// A select item's name for use by its neighbours: lateral aliases, GROUP BY, ORDER BY, HAVING.
struct AliasedExpression {
  std::string name;
  ExpressionPtr expression;
  bool is_generated = false;  // a column of a generator
  bool uses_lateral = false;  // GROUP BY: refused, as it names another item's alias
};

// Of what GROUP BY names: an item that names another item's alias.
Error lateral_alias_in_group_by();

// A recursive table while its recursion is resolved.
struct Recursion {
  RecursionId id;
  std::vector<Attribute> columns;
};

// Names of WITH, innermost last. A name's query is resolved anew in each place that reads it.
struct CommonTables {
  struct Entry {
    const sql::CommonTable* table;
    const CommonTables* visible;  // what its own query may name
    const Scope* outer;
    bool recursive = false;                // of WITH RECURSIVE
    const Recursion* recursion = nullptr;  // read by its own query
    mutable bool is_read = false;
  };
  std::vector<Entry> entries;
  const CommonTables* enclosing = nullptr;
};

struct Place;
class ExpressionResolver;

// The SQL functions whose bodies are being resolved, outermost first.
struct Routines {
  std::vector<std::string> open;
  bool making = false;  // the outermost is made now, not called
  bool any = false;     // one was called
};

// How much of what a statement may hold is taken.
struct Room {
  size_t queries = 0;  // resolved so far: those of a name count in each place that reads it
  size_t depth = 0;    // of queries within queries
  size_t parts = 0;    // of expressions that stand in more than one place
  size_t bodies = 0;   // of SQL functions, one for each call
  // What was reported: one view read twice in a query says the same thing twice.
  std::set<std::string> problems = {};
  size_t unsaid = 0;  // problems behind the last that anyone reads
};

// The names of columns that stand in an expression, outside of its subqueries.
void for_each_name(const sql::ExpressionNode& node,
                   const std::function<void(const sql::Name&)>& visit);

// Whether an expression names columns of the queries around it, outside of its subqueries.
bool names_outer(const ExpressionPtr& expression, const Scope* outer);

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

  // ---- queries (resolve_query.cc)
  ScopedPlan query(const sql::Query& query, const CommonTables* tables, const Scope* outer);
  ScopedPlan query_inside(const sql::Query& query, const CommonTables* tables, const Scope* outer);

  // An expression that stands in no query: resolve_over().
  ExpressionPtr expression_over(const sql::Expression& expression, const Scope& scope,
                                ExpressionUse use, const sql::Query* with);

  // ---- sources (resolve_from.cc, resolve_table.cc, resolve_join.cc)
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
  bool evaluate(ExpressionPtr& value, Span span);
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

// What may stand at a place, and what names mean there.
struct Place {
  const Scope* scope = nullptr;
  // What subqueries see around them, where that is not the scope.
  const Scope* around_subqueries = nullptr;
  const CommonTables* tables = nullptr;
  // Before the scope: ORDER BY, HAVING and QUALIFY see the select's own columns first.
  const std::vector<AliasedExpression>* first = nullptr;
  // Behind the scope, before enclosing queries: earlier items of the select list.
  const std::vector<AliasedExpression>* lateral = nullptr;
  const std::vector<sql::NamedWindow>* windows = nullptr;
  // What a refused aggregate or window function is told; nullptr: they are allowed.
  const char* no_aggregates_in = nullptr;
  const char* no_windows_in = nullptr;
  // The same of SQL functions: "Sort", "VALUES".
  const char* no_routines_in = nullptr;
  // Where rows are sorted or generated, a subquery may only be a value that all rows share.
  bool only_shared_subqueries = false;
  // Where a subquery that is a value may not name columns of the query around it.
  bool no_correlated_scalars = false;
  // In a select list, where spark.sql.parser.quotedRegexColumnNames is set: a quoted name that is
  // no word is a pattern of names.
  bool regex_names = false;
  // Answers input_file_name() of the scope's rows; null pointer: not at this place.
  RowFile* file = nullptr;
  // The column that window() and session_window() stand for; null pointer: none here.
  const Attribute* time_window = nullptr;
};

// window() or session_window() of a select: resolve_time_window.cc.
struct TimeWindow {
  ExpressionPtr time;
  ExpressionPtr end = nullptr;          // a session's; null pointer: of fixed width
  std::vector<int64_t> durations = {};  // width, slide and start
  Attribute column;
};

class ExpressionResolver {
 public:
  ExpressionResolver(QueryResolver& query, Place place) : query_(query), place_(place) {}

  Typed resolve(const sql::Expression& expression);
  // With the value's type BOOLEAN: WHERE, HAVING, ON. `what` is "Filter expression" or so.
  ExpressionPtr condition(const sql::Expression& expression);
  // Whether anything resolved so far named another item's alias.
  bool met_lateral_alias() const { return met_lateral_alias_; }
  // A value to sort by: of a type that has an order.
  ExpressionPtr order_value(const sql::Expression& expression);
  std::optional<SortKey> sort_key(const sql::SortItem& item);

  // A generator's call, as an item of a select list, LATERAL VIEW and FROM take it.
  struct Generator {
    const Function* function = nullptr;
    std::vector<ExpressionPtr> arguments;
    std::vector<types::Field> columns;
    bool outer = false;
  };
  std::optional<Generator> generator(const sql::FunctionCall& call, Span span);
  // Whether the expression is a pattern of columns' names at this place, and the columns that it
  // stands for, which may be none: resolve_pattern.cc.
  bool is_pattern(const sql::Name& name) const;
  bool is_pattern(const sql::Expression& expression) const;
  std::optional<std::vector<Typed>> matching(const sql::Name& pattern, Span span);
  // The window that the arguments of window() or session_window() tell: resolve_time_window.cc.
  std::optional<TimeWindow> time_window(const sql::FunctionCall& node, Span span);
  std::optional<Generator> generator_of(const sql::Name& name,
                                        const std::vector<sql::FunctionCall::Argument>& arguments,
                                        Span span);

  // With a literal for its expression where that is a constant; what computing it raises is
  // reported.
  Typed constant(Typed value, Span span);

  // Casts with ANSI rules; an identity cast is no cast.
  Typed cast(const Typed& input, const types::DataType& type, CastMode mode, Span span);
  // (query) as a value.
  Typed scalar_subquery(const ScopedPlan& plan, Span span);

  // A VARIANT inside of a type does not become another one by itself; else it is reported.
  bool check_variants(const Expression& from, const types::DataType& to, const std::string& text,
                      Span span);
  // Casts the arguments, decides nullability, reports what the rule refuses.
  Typed call(const Function& function, std::vector<Typed> arguments, std::string text, Span span,
             std::string_view written = {});
  // The same of a call as it is written, once Spark's idea of what is constant allows it.
  Typed checked_call(const sql::FunctionCall& node, const Function& function,
                     std::vector<Typed> arguments, std::string text, Span span,
                     std::string_view name);

 private:
  // resolve_expression.cc
  Typed visit(const sql::Literal& node, Span span);
  Typed visit(const sql::TypedLiteral& node, Span span);
  Typed visit(const sql::IntervalExpression& node, Span span);
  Typed visit(const sql::ColumnName& node, Span span);
  Typed visit(const sql::Star& node, Span span);
  Typed visit(const sql::Parameter& node, Span span);
  Typed visit(const sql::Lambda& node, Span span);
  Typed visit(const sql::Aliased& node, Span span);
  Typed visit(const sql::Cast& node, Span span);
  Typed visit(const sql::Subscript& node, Span span);
  Typed visit(const sql::FieldAccess& node, Span span);
  Typed visit(const sql::JsonPath& node, Span span);
  std::optional<Typed> special_literal(const sql::TypedLiteral& node, Span span);
  Typed from_alias(const std::vector<AliasedExpression>& list, const sql::Name& name, Span span,
                   bool lateral);
  Typed from_scope(const Scope& scope, const sql::Name& name, Span span);
  Typed with_fields(Typed base, const sql::Name& name, size_t used, Span span);
  Typed field(const Typed& base, const std::string& field, Span span);
  Typed unresolved(const sql::Name& name, Span span);
  // resolve_operator.cc
  Typed visit(const sql::Unary& node, Span span);
  Typed visit(const sql::Binary& node, Span span);
  Typed arithmetic(sql::BinaryOperator op, Typed left, Typed right, Span span);
  Typed decimals(sql::BinaryOperator op, const Typed& left, const Typed& right, std::string text,
                 Span span);
  std::optional<Typed> equal_to_truth(const Typed& left, const Typed& right, Span span);
  std::optional<Typed> same_as_truth(const Typed& left, const Typed& right, Span span);
  Typed negated(Typed operand, bool negate, Span span);
  Typed truth(Typed operand, Span span, std::string_view operator_name, const std::string& text);
  // resolve_temporal.cc
  Typed temporal(sql::BinaryOperator op, std::string symbol, Typed left, Typed right, Span span);
  // resolve_predicate.cc
  Typed visit(const sql::Like& node, Span span);
  Typed visit(const sql::Between& node, Span span);
  Typed visit(const sql::InList& node, Span span);
  Typed visit(const sql::IsTest& node, Span span);
  Typed visit(const sql::IsDistinctFrom& node, Span span);
  Typed visit(const sql::Case& node, Span span);
  // BOOLEAN; else it is reported of the expression that `text` shows.
  bool expect_condition(const Typed& condition, const std::string& text, Span span);
  Typed case_when(const std::vector<std::pair<Typed, Typed>>& branches,
                  std::optional<Typed> otherwise, std::string text, Span span);
  // resolve_subquery.cc
  const Scope* around_subqueries() const;
  bool predicates_are_refused(Span span);
  std::optional<Typed> outer_aggregate(const sql::FunctionCall& node, const Function& function,
                                       Span span);
  Typed visit(const sql::InSubquery& node, Span span);
  Typed visit(const sql::Exists& node, Span span);
  Typed visit(const sql::ScalarSubquery& node, Span span);
  // resolve_lambda.cc
  static bool is_higher_order(std::string_view function);
  Typed lambda_call(const sql::FunctionCall& node, const Function& function,
                    const std::string& name, Span span);
  // Argument `at`, which must be of a kind; kVoid: of any.
  Typed higher_order_value(const sql::FunctionCall& node, const std::string& name, size_t at,
                           types::TypeKind wanted);
  bool same_keys(std::vector<Typed>& maps, Span span);
  Typed lambda_of(const sql::Expression& syntax, const std::vector<types::Field>& parameters,
                  size_t min);
  Typed lambda_from(std::vector<Attribute> parameters, const Typed& body, Span span);
  // resolve_struct.cc
  Typed visit(const sql::StructConstructor& node, Span span);
  Typed visit(const sql::Tuple& node, Span span);
  Typed structure(const std::vector<std::pair<std::string, Typed>>& fields, std::string text,
                  Span span);
  Typed arrays_zip(const sql::FunctionCall& node, Span span);
  Typed named_struct(const sql::FunctionCall& node, Span span);
  // resolve_call.cc
  Typed visit(const sql::FunctionCall& node, Span span);
  Typed scalar_call(const sql::FunctionCall& node, const Function& function, Span span);
  std::optional<std::vector<const sql::Expression*>> placed_arguments(
      const sql::Name& function, const std::vector<sql::FunctionCall::Argument>& arguments);
  std::optional<std::vector<Typed>> arguments_of(const sql::FunctionCall& node);
  std::optional<std::vector<Typed>> expanded(const sql::Star& star, Span span);
  bool is_table(const sql::Name& name) const;
  std::optional<std::vector<Typed>> expanded_struct(const sql::Star& star, Span span);
  std::optional<Typed> databricks_call(const sql::FunctionCall& node, const std::string& name,
                                       Span span);
  Typed unknown_call(const sql::FunctionCall& node, const std::string& name, Span span);
  // typed_call.cc
  struct TakenArguments {
    std::vector<ExpressionPtr> values;
    std::vector<std::string> texts;
    std::optional<Error> raised;  // by a constant
  };
  std::optional<TakenArguments> taken(const Function& function, std::vector<Typed> arguments);
  std::optional<Signature> signature_of(const Function& function, const TakenArguments& taken,
                                        std::string_view name, const std::string& text, Span span);
  bool cast_all(const Function& function, const Signature& signature, TakenArguments& taken,
                Span span);
  // resolve_special.cc
  bool check_xml_type(const types::DataType& type, Span span);
  void report_unbuilt(const sql::FunctionCall& node, const std::string& name, Span span);
  std::optional<Typed> special_call(const sql::FunctionCall& node, const std::string& name,
                                    Span span);
  Typed from_text(const sql::FunctionCall& node, const std::string& name, Span span);
  Typed record_options(Typed options, Span span);
  Typed file_of_row(const std::string& name, Span span);
  Typed type_name_cast(const sql::FunctionCall& node, const types::DataType& type, Span span);
  // resolve_text_call.cc
  std::optional<Typed> text_call(const sql::FunctionCall& node, const std::string& name, Span span);
  Typed formatted(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed decoded(std::vector<Typed> arguments, const std::string& text, Span span);
  Typed uniform(std::vector<Typed> arguments, const std::string& text, Span span);
  Typed tried(sql::BinaryOperator op, const std::string& name, std::vector<Typed> arguments,
              Span span);
  // resolve_datetime_call.cc
  std::optional<Typed> datetime_call(const sql::FunctionCall& node, const std::string& name,
                                     Span span);
  Typed unit_call(const sql::FunctionCall& node, const std::string& name, bool adds, Span span);
  std::optional<Typed> special_time_call(const sql::FunctionCall& node, const std::string& name,
                                         Span span);
  bool read_days(std::string_view name, std::vector<Typed>& arguments, Span span);
  Typed sign_call(const sql::FunctionCall& node, const std::string& name, Span span);
  Typed extract(const sql::FunctionCall& node, const std::string& name, Span span);
  // resolve_variant.cc
  std::optional<types::DataType> type_written(const Typed& written, Span span);
  Typed variant_get(const sql::FunctionCall& node, const std::string& name, Span span);
  Typed variant_part(const std::string& name, std::vector<Typed> arguments,
                     const types::DataType& type, const std::string& text, Span span);
  // resolve_aggregate_call.cc
  Typed aggregate_call(const sql::FunctionCall& node, const Function& function, Span span);
  // What an aggregate's call is put together from.
  struct AggregateParts {
    const Function* function;
    std::vector<Typed> arguments = {};
    std::vector<SortKey> order_by = {};  // WITHIN GROUP
    std::string order_text = {};         // "x ASC NULLS FIRST"
    std::string values_text = {};        // what is ordered by, last: "x"
    std::string text = {};
    bool ignore_nulls = false;
  };
  bool aggregates_are_refused(const std::string& name, Span span);
  bool check_aggregate_syntax(const sql::FunctionCall& node, const Function& function,
                              const std::string& name, Span span);
  Typed aggregate_filter(const sql::Expression& written);
  bool complete_arguments(const sql::FunctionCall& node, const Function& function,
                          const std::string& name, AggregateParts& parts, Span span);
  bool complete_mode(const sql::FunctionCall& node, AggregateParts& parts, Span span);
  bool takes_outer_columns(const AggregateParts& parts, Span span);
  // resolve_window_call.cc
  Typed window_call(const sql::FunctionCall& node, const Function& function, Span span);
  Typed ranking_call(const sql::FunctionCall& node, const Function& function,
                     const std::string& name, Span span);
  const sql::WindowSpec* window_spec(const sql::WindowSpec& written);
  bool frame_bound(const sql::FrameBound& written, FrameBound& into, std::string& shown);
  bool typed_frame(WindowCall& call, Span span);
  std::string offset_text(const sql::FunctionCall& node, const Function& function);
  // What a column's name shows of an expression before its types are known, when DATE + 1 is a sum
  // yet and no date_add(): so a part of NULL shows its key.
  std::string text_before_types(const sql::Expression& syntax, const Typed& resolved);
  bool can_partition(const sql::WindowSpec& spec, const std::vector<Typed>& keys);
  std::optional<WindowCall> window_of(const sql::FunctionCall& node, const Function& function,
                                      Span span, std::string& text);
  // resolve_routine.cc
  Typed variable(const sql::Name& name, Span span);
  Typed routine_call(const sql::FunctionCall& node, const FunctionReference& reference, Span span);
  bool routine_may_stand_here(const sql::FunctionCall& node, const SqlFunction& function,
                              Span span);
  std::optional<std::vector<ExpressionPtr>> routine_arguments(const FunctionReference& reference,
                                                              const sql::FunctionCall& node,
                                                              Span span, std::string& text);
  std::optional<std::vector<Typed>> starred_arguments(const SqlFunction& function,
                                                      const sql::FunctionCall& node, Span span);

  QueryResolver& query_;
  Place place_;
  std::vector<std::vector<Attribute>> lambdas_;  // parameters of the enclosing lambdas
  bool inside_aggregate_ = false;
  bool inside_window_ = false;
  bool met_lateral_alias_ = false;
};

}  // namespace tarn::plan
