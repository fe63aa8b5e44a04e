// One SELECT: its list, grouping, windows, ORDER BY and DISTINCT, to a chain of nodes:
//
//   FROM -> Filter (WHERE) -> the rows of window() -> Aggregate -> Filter (HAVING) -> Generate ->
//   Window -> Filter (QUALIFY)
//        -> Project -> Distinct or Deduplicate -> Sort -> Project (without what only served the
//        sort)
//
// Internal to the resolver.

#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plan/expression_index.h"
#include "plan/expression_resolver.h"
#include "plan/order_items.h"

namespace tarn::plan {

class SelectResolver {
 public:
  // `order` is the query around it, whose ORDER BY may name more than the select's columns.
  SelectResolver(QueryResolver& query, const sql::Select& select, const sql::Query* order,
                 const CommonTables* tables, const Scope* outer)
      : query_(query), select_(select), order_(order), tables_(tables), outer_(outer) {}

  // A step of |>, over the rows before it.
  SelectResolver(QueryResolver& query, const sql::PipeSelect& step, ScopedPlan input,
                 const CommonTables* tables, const Scope* outer)
      : query_(query),
        select_(step.select),
        order_(nullptr),
        tables_(tables),
        outer_(outer),
        step_(&step),
        from_(std::move(input)) {}

  ScopedPlan resolve();

 private:
  struct Item {
    std::string name;
    ExpressionPtr expression;  // null pointer: reported
    AttributeId id;
    Span span;
    bool uses_lateral = false;  // it names another item's alias
  };
  struct PendingGenerator {
    ExpressionResolver::Generator generator;
    std::vector<Attribute> generated;
    Span span;
  };

  // A window function of window functions is computed above them.
  struct LeveledWindow {
    NamedExpression column;
    size_t level = 0;
  };

  bool resolve_items();
  bool add_item(const sql::SelectItem& item);
  bool wants_early_column(const ExpressionPtr& expression) const;
  ExpressionPtr early_column(const std::string& name, const Typed& typed);
  void inline_unshared_columns();
  static ExpressionPtr with_early(const ExpressionPtr& expression, const NamedExpression& column);
  ExpressionPtr without_early(ExpressionPtr expression);
  bool add_matching(ExpressionResolver& resolver, const sql::Name& pattern, Span span);
  bool add_generator(const sql::SelectItem& item, const sql::FunctionCall& call);

  // resolve_star.cc
  bool add_star(const sql::Star& star, Span span);
  bool add_struct_star(const sql::Star& star, Span span);
  using FieldPath = std::vector<std::string>;
  using ExcludedPaths = std::map<const ScopeColumn*, std::vector<FieldPath>>;
  ExcludedPaths excluded_paths(const sql::Star& star) const;
  ExpressionPtr without_fields(const ExpressionPtr& base,
                               const std::vector<FieldPath>& paths) const;
  bool excluded(const sql::Star& star, const ScopeColumn& column) const;
  const sql::Name* overlapping(const sql::Star& star) const;
  bool overlap(const FieldPath& a, const FieldPath& b) const;

  // resolve_pipe.cc
  bool add_input_column(const sql::SelectItem& item);
  bool check_step();
  bool check_aggregates();
  bool set_column();
  std::vector<std::string> qualifier_of(const Item& item) const;

  bool resolve_time_window();
  PlanPtr with_time_window(PlanPtr plan) const;
  PlanPtr with_sessions(PlanPtr plan) const;

  bool resolve_grouping();
  // Positions of keys.
  using GroupingSet = std::vector<size_t>;
  // The key's position, new or known; nothing: reported.
  std::optional<size_t> add_key(const sql::Expression& expression);
  std::optional<GroupingSet> grouping_set(const sql::ExpressionList& written);
  std::optional<std::vector<GroupingSet>> sets_of(const sql::GroupingAnalytic& analytic);
  void report_grouping_size(Span span, size_t most);
  bool resolve_grouping_sets();
  Attribute key_attribute(size_t key) const;
  ExpressionPtr grouping_call(const ExpressionPtr& expression);
  const std::vector<AliasedExpression>& first_aliases();
  ExpressionPtr ordinal_item(const sql::Expression& expression, const char* clause);
  bool is_aggregate() const;
  // The expression above the Aggregate node: aggregates and keys become references.
  // `clause` is where the expression stands: for HAVING Spark says it otherwise.
  ExpressionPtr above_aggregate(const ExpressionPtr& expression,
                                std::string_view clause = "SELECT");
  bool subquery_is_refused(const ExpressionPtr& expression);
  void report_not_grouped(const Attribute& attribute, const ExpressionPtr& expression,
                          std::string_view clause);
  // The expression above the Window nodes.
  ExpressionPtr above_window(const ExpressionPtr& expression);
  size_t window_level(const ExpressionPtr& call) const;
  PlanPtr with_windows(PlanPtr plan) const;
  ExpressionPtr late(const ExpressionPtr& expression, std::string_view clause = "SELECT");

  bool resolve_late_clauses();
  bool has_windows(const ExpressionPtr& qualify) const;
  // What ORDER BY may name of the items.
  static bool is_plain(const Item& item);
  bool hides_an_aggregate() const;
  bool stays_behind_having(const sql::Expression& key, const std::vector<AliasedExpression>& own);
  std::vector<AliasedExpression> clear_aliases() const;
  bool names_two_items(const sql::Expression& expression,
                       const std::vector<AliasedExpression>& own);
  bool names_output(const sql::Expression& expression,
                    const std::vector<AliasedExpression>& own) const;
  // Whether the outer query's columns stand only where they may; else reports.
  bool check_correlation();
  bool is_outer_free(const ExpressionPtr& expression, Span span);
  bool resolve_order();
  std::vector<ScopeColumn> output_columns() const;
  ExpressionPtr order_key(const OrderItem& item, const std::vector<AliasedExpression>& own);
  bool check_distinct();
  bool resolve_distinct_on();
  PlanPtr assemble();
  PlanPtr project_and_sort(PlanPtr plan);
  // The output column that the expression is, or a hidden one.
  std::optional<AttributeId> output_for(const ExpressionPtr& expression);
  // The expression over the select's output, where it can be written so.
  ExpressionPtr over_output(const ExpressionPtr& expression);

  Place place(const char* no_aggregates, const char* no_windows);
  Place select_place();
  bool refuse_windows_in_having(const ExpressionPtr& having);
  std::vector<AliasedExpression> aliases() const;

  QueryResolver& query_;
  const sql::Select& select_;
  const sql::Query* order_;
  const CommonTables* tables_;
  const Scope* outer_;
  const sql::PipeSelect* step_ = nullptr;  // null pointer: an ordinary SELECT

  ScopedPlan from_;
  RowFile row_file_{from_.plan, query_.ids()};
  Scope scope_;
  ExpressionPtr where_;
  std::optional<TimeWindow> time_window_;
  std::vector<AliasedExpression> lateral_;
  std::vector<Item> items_;
  std::vector<NamedExpression> early_;  // volatile or long columns that neighbours name
  std::vector<PendingGenerator> generators_;
  bool aggregated_ = false;
  std::optional<std::vector<AliasedExpression>> first_aliases_;
  std::vector<NamedExpression> keys_;
  std::vector<GroupingSet> grouping_sets_;
  std::vector<NamedExpression> aggregates_;
  std::vector<LeveledWindow> windows_;
  ExpressionIndex known_keys_;
  ExpressionIndex known_aggregates_;
  ExpressionIndex known_windows_;
  ExpressionPtr having_;
  ExpressionPtr qualify_;
  std::vector<SortKey> sort_;
  std::vector<NamedExpression> hidden_;
  std::vector<AttributeId> distinct_keys_;
};

}  // namespace tarn::plan
