// The worker that turns expressions at one place of a query into typed ones. Internal to the
// resolver; resolution.h says what it works with.
//
// Its members stand in a file for each kind of expression, which the list below names.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "plan/function.h"
#include "plan/query_resolver.h"

namespace tarn::plan {

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
  Typed visit(const sql::Star& node, Span span);
  Typed visit(const sql::Parameter& node, Span span);
  Typed visit(const sql::Lambda& node, Span span);
  Typed visit(const sql::Aliased& node, Span span);
  std::optional<Typed> special_literal(const sql::TypedLiteral& node, Span span);
  // resolve_name.cc
  Typed visit(const sql::ColumnName& node, Span span);
  std::optional<Typed> lambda_parameter(const sql::Name& name, Span span);
  Typed from_alias(const std::vector<AliasedExpression>& list, const sql::Name& name, Span span,
                   bool lateral);
  Typed from_scope(const Scope& scope, const sql::Name& name, Span span);
  Typed with_fields(Typed base, const sql::Name& name, size_t used, Span span);
  Typed unresolved(const sql::Name& name, Span span);
  // resolve_part.cc
  Typed visit(const sql::Cast& node, Span span);
  Typed visit(const sql::Subscript& node, Span span);
  Typed visit(const sql::FieldAccess& node, Span span);
  Typed visit(const sql::JsonPath& node, Span span);
  Typed field(const Typed& base, const std::string& field, Span span);
  // resolve_operator.cc
  Typed visit(const sql::Unary& node, Span span);
  Typed visit(const sql::Binary& node, Span span);
  Typed conjunction(sql::BinaryOperator op, Typed left, Typed right, Span span);
  Typed arithmetic(sql::BinaryOperator op, Typed left, Typed right, Span span);
  Typed decimals(sql::BinaryOperator op, const Typed& left, const Typed& right, std::string text,
                 Span span);
  Typed negated(Typed operand, bool negate, Span span);
  Typed truth(Typed operand, Span span, std::string_view operator_name, const std::string& text);
  // resolve_comparison.cc
  Typed comparison(sql::BinaryOperator op, const std::string& symbol, Typed left, Typed right,
                   Span span);
  std::optional<Typed> equal_to_truth(const Typed& left, const Typed& right, Span span);
  std::optional<Typed> same_as_truth(const Typed& left, const Typed& right, Span span);
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
  Typed arrays_zip(const sql::FunctionCall& node, const std::string& name, Span span);
  Typed named_struct(const sql::FunctionCall& node, const std::string& name, Span span);
  // resolve_call.cc
  Typed visit(const sql::FunctionCall& node, Span span);
  Typed scalar_call(const sql::FunctionCall& node, const Function& function, Span span);
  std::optional<std::vector<const sql::Expression*>> placed_arguments(
      const sql::Name& function, const std::vector<sql::FunctionCall::Argument>& arguments);
  std::optional<std::vector<Typed>> arguments_of(const sql::FunctionCall& node);
  // Whether an argument is a star or a pattern, and the columns in whose place it is written.
  bool stands_for_columns(const sql::Expression& argument) const;
  std::optional<std::vector<Typed>> columns_meant(const sql::Expression& argument);
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
  // special_calls.cc: the calls with forms of their own. A line of the table names a function and
  // the member that resolves its calls, of as many arguments as `given` says.
  struct SpecialCall {
    using Name = const std::string&;
    // All such calls.
    using Each = Typed (ExpressionResolver::*)(const sql::FunctionCall&, Name, Span);
    // Those that it knows; nothing: the call is like any other.
    using Some = std::optional<Typed> (ExpressionResolver::*)(const sql::FunctionCall&, Name, Span);
    // All such calls, over arguments that are resolved: a star in them stands for none or many.
    using OfValues = Typed (ExpressionResolver::*)(Name, std::vector<Typed>, Span);
    struct Given {
      size_t least = 0;
      size_t most = SIZE_MAX;
      bool holds(size_t count) const { return least <= count && count <= most; }
    };

    std::string_view name;
    Given given = {};
    std::variant<Each, Some, OfValues> resolve;
  };
  static const SpecialCall kSpecialCalls[];
  std::optional<size_t> number_of_values(const sql::FunctionCall& node);
  // The name that errors give a function which has a line; empty: it has none.
  static std::string_view name_of_special_call(std::string_view name);
  // The call as its line has it; nothing: it has none, or is like any other.
  std::optional<Typed> special_call(const sql::FunctionCall& node, const std::string& name,
                                    Span span);
  // resolve_special.cc
  void report_unbuilt(const sql::FunctionCall& node, const std::string& name, Span span);
  Typed if_else(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed null_if(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed null_or_else(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed type_of(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed modulo(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed vector_of_norm_two(const std::string& name, std::vector<Typed> arguments, Span span);
  std::optional<Typed> time_window_column(const sql::FunctionCall& node, const std::string& name,
                                          Span span);
  Typed file_of_row(const sql::FunctionCall& node, const std::string& name, Span span);
  Typed type_name_cast(const std::string& name, std::vector<Typed> arguments, Span span);
  // resolve_document_call.cc
  Typed to_document(const sql::FunctionCall& node, const std::string& name, Span span);
  Typed from_document(const sql::FunctionCall& node, const std::string& name, Span span);
  std::optional<std::string> schema_written(const sql::FunctionCall& node,
                                            const std::vector<Typed>& arguments, Span span);
  Typed record_options(Typed options, Span span);
  // resolve_text_call.cc
  Typed session_name(const sql::FunctionCall& node, const std::string& name, Span span);
  std::optional<Typed> shown_text(const sql::FunctionCall& node, const std::string& name,
                                  Span span);
  Typed formatted(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed decoded(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed natural_log(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed zero_if_null(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed null_if_zero(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed equal_null(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed assert_true(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed uniform(const std::string& name, std::vector<Typed> arguments, Span span);
  Typed tried(const std::string& name, std::vector<Typed> arguments, Span span);
  // resolve_datetime_call.cc
  Typed unit_call(const sql::FunctionCall& node, const std::string& name, Span span);
  std::optional<Typed> special_time_call(const sql::FunctionCall& node, const std::string& name,
                                         Span span);
  Typed nested_time_call(const sql::FunctionCall& node, const std::string& name, Span span);
  Typed completed_time_call(const std::string& name, std::vector<Typed> arguments, Span span);
  bool read_days(std::string_view name, const sql::FunctionCall& node,
                 std::vector<Typed>& arguments, Span span);
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
    Typed filter = {};                   // FILTER (WHERE ..)
    std::string text = {};
    bool ignore_nulls = false;
  };
  bool aggregates_are_refused(const std::string& name, Span span);
  bool check_aggregate_syntax(const sql::FunctionCall& node, const Function& function,
                              const std::string& name, Span span);
  bool counts_rows(const sql::FunctionCall& node, const Function& function) const;
  bool check_count(const sql::FunctionCall& node, bool rows, Span span);
  bool resolve_parts(const sql::FunctionCall& node, bool rows, AggregateParts& parts, Span span);
  Typed aggregate_filter(const sql::Expression& written);
  bool complete_arguments(const sql::FunctionCall& node, const Function& function,
                          const std::string& name, AggregateParts& parts, Span span);
  bool complete_mode(const sql::FunctionCall& node, AggregateParts& parts, Span span);
  // resolve_subquery.cc
  bool takes_outer_columns(const AggregateParts& parts, Span span);
  // resolve_window_call.cc
  Typed window_call(const sql::FunctionCall& node, const Function& function, Span span);
  bool windows_are_refused(const sql::FunctionCall& node, const std::string& name, Span span);
  Typed ranking_call(const sql::FunctionCall& node, const Function& function,
                     const std::string& name, Span span);
  const sql::WindowSpec* window_spec(const sql::WindowSpec& written);
  const sql::WindowSpec* named_window(const std::string& name) const;
  void report_missing_window(const sql::WindowSpec& written);
  bool frame_bound(const sql::FrameBound& written, FrameBound& into, std::string& shown);
  bool resolve_window_keys(const sql::WindowSpec& spec, WindowCall& call, std::string& text);
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
