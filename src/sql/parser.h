// The recursive-descent parser itself: inside this room only. Callers use parse.h.
//
// The first syntax error leaves as a ParseFailure, which parse.cc turns into a Diagnostic. The
// grammar is spread over parser_*.cc by the thing that is read; parser.cc holds what all share.

#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sql/lexer.h"
#include "sql/parse.h"

namespace tarn::sql {

struct ParseFailure {
  Diagnostic diagnostic;
};

class Parser {
 public:
  // `constants` tell what IDENTIFIER() holds that is no literal.
  explicit Parser(const Fragment& fragment, const NameConstants* constants = nullptr);

  // Each reads from the current token on.
  Statement statement();
  SessionStatement session_statement();
  QueryPtr query();
  ExpressionPtr expression();
  types::DataType data_type();
  types::Schema schema_text();  // "a INT, .." or "struct<..>"
  Name name();

  // Nothing may follow, or nothing but semicolons.
  void expect_end();
  void accept_semicolons();
  bool at_end() const { return current().kind == TokenKind::kEnd; }
  [[noreturn]] void fail_empty() const;

 private:
  class Nesting;
  enum class AliasPlace : uint8_t { kSelectItem, kTable };

  // parser.cc: tokens
  const Token& current() const { return tokens_[position_]; }
  const Token& ahead(size_t count = 1) const;
  std::string_view text(const Token& token) const;
  std::string string_value(const Token& token) const;
  bool at(Keyword keyword) const { return current().keyword == keyword; }
  bool at(Symbol symbol) const { return current().symbol == symbol; }
  bool at_all(std::initializer_list<Keyword> keywords) const;
  bool at_word(std::string_view upper) const;
  bool is_word(const Token& token, std::string_view upper) const;
  bool accept(Keyword keyword);
  bool accept(Symbol symbol);
  bool accept_all(std::initializer_list<Keyword> keywords);
  bool accept_word(std::string_view upper);
  void expect(Keyword keyword);
  void expect(Symbol symbol);
  void advance();
  size_t start() const { return position_; }
  Span span_from(size_t first_token) const;
  Span span_of(const Token& token) const;
  std::string text_from(size_t first_token) const;

  // parser.cc: errors
  [[noreturn]] void fail_at(const Token& token, std::string hint = {}) const;
  [[noreturn]] void fail_expected(std::string_view expected) const;
  [[noreturn]] void fail(std::string condition, std::string sqlstate, std::string message,
                         Span span, std::string hint = {}) const;
  [[noreturn]] void fail_unsupported(std::string_view what, Span span) const;
  [[noreturn]] void fail_too_deep(int levels, Span span) const;
  std::string spelling_hint(const Token& token) const;

  // parser.cc: values
  bool at_string() const { return current().kind == TokenKind::kString; }
  std::string string();
  int64_t unsigned_integer();

  // parser_name.cc
  bool at_identifier() const;
  bool is_name_before(const Token& following) const;
  bool at_name_not_clause() const;
  Identifier plain_identifier();
  void refuse_hyphen() const;
  std::optional<Identifier> implicit_alias(AliasPlace place);
  Name dotted_name();
  std::vector<Identifier> identifier_list();
  std::vector<Name> name_list();

  // parser_identifier.cc: IDENTIFIER()
  Identifier identifier();
  bool at_identifier_clause() const;
  Name name_of_clause();
  std::string constant_text(const Expression& expression) const;
  [[noreturn]] void fail_no_constant(std::string_view why, Span span) const;

  // parser.cc: nodes
  ExpressionPtr make(size_t first_token, ExpressionNode node);
  ExpressionPtr make(Span span, ExpressionNode node);
  Span joined(Span first, Span last) const;

  // parser_expression.cc: operators
  ExpressionPtr boolean_chain(BinaryOperator op);
  ExpressionPtr boolean_factor();
  ExpressionPtr predicate(ExpressionPtr left);
  ExpressionPtr is_predicate(ExpressionPtr left);
  ExpressionPtr in_predicate(ExpressionPtr left, bool negated);
  ExpressionPtr like_predicate(ExpressionPtr left, bool negated, LikeKind kind);
  ExpressionPtr value(int lowest_precedence = 0);
  ExpressionPtr unary();
  ExpressionPtr postfix(ExpressionPtr base);
  ExpressionPtr json_path(ExpressionPtr base);
  ExpressionList expression_list();
  std::optional<std::pair<BinaryOperator, size_t>> binary_operator() const;

  // parser_primary.cc: what operators join
  ExpressionPtr primary();
  ExpressionPtr parenthesised();
  ExpressionPtr named_primary();
  ExpressionPtr star(std::optional<Name> qualifier, size_t first_token);
  ExpressionPtr lambda();
  bool at_parenthesised_lambda() const;
  ExpressionPtr case_expression();
  ExpressionPtr cast(CastForm form);
  ExpressionPtr parameter();
  ExpressionPtr tuple_item();

  // parser_literal.cc
  ExpressionPtr number(bool negative);
  ExpressionPtr integral_number(size_t first_token, std::string digits, TokenKind kind);
  ExpressionPtr decimal_number(size_t first_token, std::string digits);
  ExpressionPtr string_literal();
  ExpressionPtr typed_literal();
  ExpressionPtr interval();
  bool at_interval() const;
  size_t interval_part_length(size_t from) const;

  // parser_function.cc
  ExpressionPtr function_call(Name name, size_t first_token);
  ExpressionPtr special_call(size_t first_token);
  ExpressionPtr extract(size_t first_token);
  ExpressionPtr trim(size_t first_token);
  // Whether FROM stands in the call whose parenthesis is open.
  bool has_from_in_call() const;
  ExpressionPtr position_call(Name name, size_t first_token);
  ExpressionPtr substring_or_overlay(Name name, size_t first_token);
  ExpressionPtr struct_constructor(size_t first_token);
  ExpressionPtr plain_call(Name name, size_t first_token, ExpressionPtr first_argument);
  ExpressionPtr special_form(size_t first_token, std::string name, ExpressionList arguments);
  FunctionCall::Argument argument();
  void call_suffixes(FunctionCall& call);
  void normalise_date_arithmetic(FunctionCall& call);
  WindowSpec window_spec();
  Frame frame();
  FrameBound frame_bound();
  std::vector<SortItem> sort_items();
  SortItem sort_item();

  // parser_query.cc
  bool at_query() const;
  bool at_bracketed_value() const;
  bool is_query_at(size_t token) const;
  bool is_parenthesised_query(size_t open) const;
  QueryBodyPtr query_body();
  QueryBodyPtr union_chain(QueryBodyPtr left);
  QueryBodyPtr intersect_chain(QueryBodyPtr left);
  SetOperation::Step set_step();
  QueryBodyPtr query_primary();
  QueryBodyPtr make_body(size_t first_token, QueryBody body);
  Select select();
  void select_clause(Select& select);
  SelectItem select_item();
  void after_from(Select& select);
  void query_organisation(Query& query);
  void common_tables(Query& query);
  CommonTable common_table(bool recursive);
  std::vector<NamedWindow> named_windows();
  InlineTable inline_table();
  SelectItem everything(size_t first_token);
  QueryBodyPtr from_first();
  Select all_of(size_t first_token, InlineTable table, TableAlias alias);

  // parser_grouping.cc
  GroupBy group_by();
  GroupingAnalytic grouping_analytic();
  ExpressionList grouping_set();

  // parser_pipe.cc: |>
  Pipe pipe(QueryBodyPtr input);
  void pipe_step(std::vector<PipeStep>& steps);
  PipeSelect pipe_select();
  PipeSelect pipe_extend();
  PipeSelect pipe_drop();
  PipeSelect pipe_aggregate();
  void pipe_set(std::vector<PipeStep>& steps);
  PipeOrganisation pipe_organisation();
  std::vector<SelectItem> plain_items(std::string_view clause);
  [[noreturn]] void fail_operation(std::string message, Span span) const;

  // parser_pivot.cc
  bool at_reshape() const;
  Reshape reshape(size_t after_joins);
  Pivot pivot();
  Unpivot unpivot();
  Unpivot::Set unpivot_set(bool several);
  std::optional<Identifier> reshape_alias();

  // parser_from.cc
  std::vector<FromItem> from_clause();
  FromItem from_item();
  std::optional<Join> join();
  TableSource table_source();
  TableSource stream_source();
  bool at_aliased_values();
  TableSource plain_source();
  void source_suffixes(TableSource& source);
  TableName table_name(Name name);
  TableFunction table_function(Name name);
  FunctionCall::Argument table_argument();
  std::optional<TimeTravel> time_travel();
  std::optional<Watermark> watermark();
  std::optional<TableSample> table_sample();
  void sample_bucket(TableSample& sample, size_t first);
  [[noreturn]] void refuse_sample_bytes(const Expression& amount, size_t first) const;
  TableAlias table_alias();
  LateralView lateral_view();
  std::vector<Property> properties();

  // parser_type.cc
  types::DataType named_type(std::string_view upper, Span where);
  types::DataType decimal_type(const std::vector<int64_t>& arguments, size_t first) const;
  types::DataType type_of_length(std::string_view upper, const std::vector<int64_t>& arguments,
                                 size_t first) const;
  void collation();
  [[noreturn]] void fail_type(size_t first, std::string hint = {}) const;
  [[noreturn]] void fail_unknown_type(std::string_view upper, Span where) const;
  types::DataType time_type(Span where);
  types::DataType interval_type();
  std::vector<int64_t> type_arguments();
  types::Schema struct_fields();
  types::Field struct_field();
  types::Field type_field(Identifier name);

  // parser_statement.cc
  Statement make_statement(size_t first_token, StatementNode node);
  StatementNode statement_node();
  StatementNode create();
  StatementNode set();
  UseStatement use();
  OtherStatement other_statement();
  StatementNode set_raw(size_t first_token);

  // parser_command.cc
  SessionNode session_node();
  bool at_create_view() const;
  CreateView create_view();
  void refuse_more_than_a_name(const ColumnDefinition& column) const;
  bool view_clause(CreateView& view);
  void view_evolution();
  DropView drop_view();
  ResetStatement reset();
  std::optional<SessionNode> command();
  std::optional<SessionNode> drop();

  // parser_table_command.cc
  bool at_create_table() const;
  bool at_schema_word(const Token& token) const;
  bool accept_if_not_exists();
  bool accept_if_exists();
  SessionNode create_table();
  void refuse_without_type(const ColumnDefinition& column) const;
  CreateTableLike create_table_like(CreateTable head);
  bool table_clause(CreateTable& table);
  void partitioned_by(CreateTable& table);
  std::vector<PartitionItem> partition_spec();
  const Token* change_behind_tables() const;
  bool at_insert_behind_with() const;
  bool at_from_with_insert() const;
  InsertStatement insert();
  InsertStatement insert_behind_from();
  InsertStatement insert_target();
  TruncateTable truncate();
  DropTable drop_table();
  CreateSchema create_schema();
  DropSchema drop_schema();
  AlterTable alter_table();
  CommentOn comment_on();

  // parser_alter.cc
  TableChangeNode table_change(bool is_view);
  AddColumns add_columns();
  AddedColumn added_column();
  bool column_place(ColumnPlace& place);
  UnsetProperties unset_properties();
  AlterColumns alter_columns();
  void column_action(ColumnChange& change);
  AlterColumns change_column();
  DropColumns drop_columns();
  OtherChange other_change();

  // parser_change.cc
  std::vector<Assignment> assignments();
  bool at_change_behind_with() const;
  SessionNode change_behind_with();
  TableAlias plain_alias(std::string_view statement);
  TableAlias target_alias(std::string_view statement);
  TableSource merge_source();
  void check_merge_clauses(const MergeStatement& merge, Span span) const;
  UpdateStatement update();
  DeleteStatement delete_from();
  MergeStatement merge();
  MergeClause merge_clause();
  void merge_action(MergeClause& clause);

  // parser_show.cc
  std::optional<SessionNode> show();
  [[noreturn]] void refuse_other_show(size_t first);
  void show_scope(ShowStatement& show);
  void show_pattern(ShowStatement& show);
  ShowStatement show_columns();
  bool at_show_functions() const;
  ShowStatement show_functions();
  ShowStatement show_properties();
  DescribeStatement describe();
  bool is_name_token(const Token& token) const;
  bool at_described_extended() const;
  std::string described_function();
  std::optional<SessionNode> cache_command();
  void analyze_rest(TouchTable& analyzed);
  std::optional<SessionNode> explain();

  // parser_routine.cc
  DeclareVariable declare_variable();
  bool at_set_variable() const;
  SetVariable set_variable();
  DropVariable drop_variable();
  ExecuteImmediate execute_immediate();
  void execute_arguments(ExecuteImmediate& execute);
  DropFunction drop_function();
  bool at_create_function() const;
  CreateFunction create_function();
  [[noreturn]] void refuse_class(const Name& function);
  std::vector<ColumnDefinition> function_parameters();
  void function_result(CreateFunction& function);
  bool function_characteristic(CreateFunction& function);

  // parser_dataset.cc
  std::optional<CreateDataset> dataset_head();
  CreateDataset create_dataset(CreateDataset head);
  void column_list(CreateDataset& dataset);
  ColumnDefinition column_definition();
  bool column_option(ColumnDefinition& column);
  void generation(ColumnDefinition& column);
  void sequence_options(types::Identity& identity);
  int64_t signed_integer();
  void dataset_clauses(CreateDataset& dataset);
  bool dataset_clause(CreateDataset& dataset);
  bool other_dataset_clause(CreateDataset& dataset);
  ExpressionText expression_text();
  ClusterBy cluster_by();
  void note_clause(CreateDataset& dataset, std::string keywords, size_t first_token);
  [[noreturn]] void fail_duplicate(std::string_view clause, size_t first_token) const;
  void skip_parenthesised();
  void schedule_clause();

  // parser_constraint.cc
  bool at_table_constraint() const;
  void table_constraint(CreateDataset& dataset);
  ExpectationClause expectation(Identifier name, size_t first_token);
  bool at_column_constraint() const;
  OtherConstraint column_constraint(const Identifier& column);
  void key(OtherConstraint& out);
  std::vector<Identifier> key_columns(bool may_be_times);
  bool key_option(bool is_foreign);
  void unread_rule(OtherConstraint& out);

  // parser_flow.cc
  CreateFlow create_flow(bool or_refresh);
  InsertFlow insert_flow();
  CreateFlow apply_changes();
  std::string replace_clause();
  AutoCdc auto_cdc(size_t first_token);
  bool auto_cdc_clause(AutoCdc& cdc);
  ColumnSelection column_selection();
  std::vector<Name> key_list();
  TableSource cdc_source();

  const Fragment& fragment_;
  const NameConstants* const constants_;  // nullptr: there are none
  std::vector<Token> tokens_;
  std::vector<uint32_t> closing_;  // for each `(` the token of its `)`, or the end
  size_t position_ = 0;
  size_t implicit_alias_at_ = SIZE_MAX;  // the last word that was read as an alias without AS
  int nesting_ = 0;
  uint32_t deepest_ = 0;  // of the expressions and queries made in the current query
};

// Counts one level of recursion for as long as it lives.
class Parser::Nesting {
 public:
  explicit Nesting(Parser& parser);
  ~Nesting() { --parser_.nesting_; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

 private:
  Parser& parser_;
};

// The word for a unit of time (DAY, days), if it is one.
std::optional<IntervalWord> interval_word(std::string_view word);

}  // namespace tarn::sql
