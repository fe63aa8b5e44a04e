// The state of one emission, and its parts: relations, expressions, casts, aggregates. Internal to
// this room; emit.h is the door.
//
// Every function returns text. What cannot be emitted is noted once (the first wins) and stands as
// NULL in the text, so that no function has to look at a Result for each of its parts.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/emit.h"
#include "engine/shared_relations.h"
#include "plan/expression.h"
#include "plan/function.h"
#include "plan/node.h"

namespace tarn::engine {

class Emitter {
 public:
  Emitter(const Bindings& bindings, const Moment& moment, const Executor& executor)
      : bindings_(bindings), moment_(moment), executor_(executor) {}

  // Streaming rows must come out in their order of arrival although they go through a join.
  void keep_order() { keeps_order_ = true; }

  // These nodes are computed once for each group: relation() names the group's common table.
  void share(SharedRelations shared) { shared_ = std::move(shared); }
  // "WITH s1(..) AS (..), ..", or nothing where no group was named.
  std::string common_tables() const;

  // A SELECT whose columns are the node's output, in order. A node without columns gets a dummy.
  std::string relation(const plan::Node& node);
  // The same with columns that `output` writes.
  std::string relation_as(const plan::Node& node, const OutputColumn& output, bool is_plain);
  // An expression, in parentheses where it needs them.
  std::string expression(const plan::Expression& expression);
  std::string own_text(const plan::Expression& expression);
  std::string item_of_list(const plan::Expression& item);

  // A partition value as text: CAST(.. AS STRING) in UTC.
  std::string partition_text(const std::string& value, const types::DataType& type);

  // A VARIANT, or what holds one, as files keep it: a value of stored_type().
  std::string stored_variant(const std::string& value, const types::DataType& type);

  const std::optional<Error>& error() const { return error_; }
  std::vector<NativeUse> take_natives() { return std::move(natives_); }

  using Texts = std::vector<std::string>;
  // A call of an aggregate, or of a window function.
  struct AggregateSite {
    const plan::Function* function;
    const std::vector<plan::ExpressionPtr>& arguments;
    bool distinct;
    bool ignore_nulls;
    const plan::Expression* filter;              // or null
    const std::vector<plan::SortKey>& order_by;  // WITHIN GROUP
    std::string over;                            // " OVER (..)", or nothing
    const types::DataType& type;
  };

  // How the emitter says a function whose entry in the function table is marked kEmitter: by the
  // member that stands here for its kind. The entry's `body` finds it.
  struct Emitted {
    std::string_view body;
    std::string (Emitter::*call)(const plan::Call&, const types::DataType&) = nullptr;
    std::string (Emitter::*aggregate)(const AggregateSite&, const Texts&) = nullptr;
    Texts (Emitter::*generator)(const plan::Generate&, const Texts&) = nullptr;
  };
  // The table of them, and a line of it or null: emitted_functions.cc.
  static std::span<const Emitted> emitted_functions();
  static const Emitted* find_emitted(std::string_view body);

 private:
  // ---- names
  static std::string column_name(plan::AttributeId id);
  std::string next_name(std::string_view prefix);
  // "c1, c2", or a dummy where there is none.
  static std::string column_list(const std::vector<plan::Attribute>& columns);
  // A relation as FROM takes it: "(SELECT ..) AS t7", or a function's call.
  std::string input(const plan::Node& node);
  // The same where every column is named alone: a chain of joins stands without brackets.
  std::string source(const plan::Node& node);

  // ---- relations: emit_relation.cc, emit_scan.cc, emit_generate.cc
  std::string own_relation(const plan::Node& node);
  std::string shared_relation(const plan::Node& node, const plan::Node& first);
  std::string scan(const plan::Node& node, const plan::Scan& scan);
  std::string bound_scan(const plan::Node& node, const plan::Scan& scan);
  // "tarn_pull(..) AS t7(c1, c2)", or nothing where the scan's rows are not pulled.
  std::optional<std::string> pulled_scan(const plan::Node& node, const plan::Scan& scan);
  std::string parquet_scan(const plan::Node& node, const ParquetFiles& files);
  std::string parquet_files(const plan::Node& node, const ParquetFiles& files);
  // What is selected from the files of one scan, as it grows column by column.
  struct FileSelect {
    Texts shape;  // each column that is read, as a NULL of its type
    Texts columns;
    std::string file_index;
    std::string is_kept;  // or nothing: no file has deleted rows
    bool wants_index = false;
    bool may_lack_columns = false;
  };
  void add_column_of_files(const plan::Attribute& column, const ParquetFiles& files,
                           FileSelect& select);
  std::string partition_column(const plan::Attribute& column, const ParquetFiles& files,
                               const std::string& file_index);
  std::string file_numbers(plan::ScanId scan, FileSelect& select) const;
  // What a column of the files is, of the plan's type.
  std::string column_of_files(const std::string& quoted, const types::DataType& in_files,
                              const types::DataType& type);
  std::string metadata_column(const plan::Attribute& column, const ParquetFiles& files,
                              const std::string& file_index);
  std::string rows(const plan::Node& node, const plan::Rows& rows);
  std::string project(const plan::Project& original);
  std::string chain_of_joins(const plan::Node& node);
  std::string aggregate(const plan::Node& node, const plan::Aggregate& aggregate);
  std::string window(const plan::Node& node, const plan::Window& window);
  std::string limit(const plan::Node& node, const plan::Limit& limit);
  std::string sort(const plan::Node& node, const plan::Sort& sort);
  // `text` is the value as it was emitted, perhaps with a guard around it.
  std::string order_value(const plan::Expression& value, std::string text);
  std::string order_by(const std::vector<plan::SortKey>& keys);
  std::string set_operation(const plan::Node& node, const plan::SetOperation& operation);
  std::string union_of_all(const plan::Node& node, const plan::SetOperation& operation);
  std::string recursive_union(const plan::Node& node, const plan::RecursiveUnion& recursion);
  std::string recursive_reference(const plan::Node& node,
                                  const plan::RecursiveReference& reference);
  std::string generate(const plan::Node& node, const plan::Generate& generate);
  // The generated columns, beside columns of the input.
  Texts generated_columns(const plan::Generate& generate, const Texts& arguments);
  Texts unnested_rows(const plan::Generate& generate, const Texts& arguments);
  static std::string unnested(const std::string& list, const std::string& guard, bool outer,
                              const plan::Attribute& column);
  Texts exploded(const plan::Generate& generate, const Texts& arguments);
  Texts exploded_with_places(const plan::Generate& generate, const Texts& arguments);
  static std::string keys_or_elements(const plan::Generate& generate, const std::string& argument);
  static Texts items_of(const plan::Generate& generate, const std::string& argument, size_t first);
  Texts inlined(const plan::Generate& generate, const Texts& arguments);
  Texts fields_of(const plan::Generate& generate, const std::string& list);
  Texts time_windows(const plan::Generate& generate, const Texts& arguments);
  Texts stacked(const plan::Generate& generate, const Texts& arguments);
  Texts json_fields(const plan::Generate& generate, const Texts& arguments);
  std::string deduplicate(const plan::Node& node, const plan::Deduplicate& deduplicate);

  // ---- expressions: emit_expression.cc, emit_call.cc, emit_function.cc
  Texts expressions(const std::vector<plan::ExpressionPtr>& expressions);
  std::string predicate(const plan::Expression& condition);  // of WHERE and ON: plain conjuncts
  std::string call(const plan::Call& call, const types::DataType& type);
  std::string call_text(const plan::Call& call, const types::DataType& type);
  Texts arguments_of(const plan::Call& call);
  // `text` of the arguments; NULL where one is NULL before another that can raise.
  Texts plain_arguments_of(const plan::Call& call);
  std::string after_nulls(const plan::Call& call, const Texts& arguments,
                          const types::DataType& type,
                          const std::function<std::string(const Texts&)>& text);
  std::string emitted_call(const plan::Call& call, const types::DataType& type);
  std::string guarded_logic(const plan::Call& call, bool is_and);
  std::string chosen_late(const plan::Call& call, const types::DataType& type);
  std::string filled_once(std::string_view body, const Texts& arguments,
                          const types::DataType& type);
  std::optional<std::string> between(const plan::Call& call);
  static plan::ExpressionPtr compared_by_all(const plan::CaseWhen& branches);
  std::string case_of(const plan::ExpressionPtr& compared, const plan::CaseWhen& branches,
                      const types::DataType& type);
  std::string condition(const plan::Expression& expression);
  std::string case_when(const plan::CaseWhen& branches, const types::DataType& type);
  std::string in_list(const plan::InList& in);
  std::string found_in_turn(const plan::InList& in, const std::string& value);
  std::string in_subquery(const plan::InSubquery& in);
  std::string in_correlated(const plan::InSubquery& in);
  std::string next_number(const plan::Call& call, const types::DataType& type);
  std::string per_partition_call(const plan::Call& call, const types::DataType& type);
  std::string conjunction(const plan::Call& call, const types::DataType& type);
  std::string disjunction(const plan::Call& call, const types::DataType& type);
  std::string concatenation(const plan::Call& call, const types::DataType& type);
  std::string tried(const plan::Call& call, const types::DataType& type);
  std::string call_in_zone(const plan::Call& call, const types::DataType& type);
  const std::string& zone_here() const;  // the session's, or the one of call_in_zone()
  std::string current_timestamp(const plan::Call& call, const types::DataType& type);
  std::string current_timezone(const plan::Call& call, const types::DataType& type);
  std::string local_timestamp(const plan::Call& call, const types::DataType& type);
  std::string current_date(const plan::Call& call, const types::DataType& type);
  std::string current_time(const plan::Call& call, const types::DataType& type);

  // ---- collections: emit_collection.cc, emit_higher_order.cc
  // What `text` makes of the values, each of which it may name more than once.
  std::string with_names(const Texts& values, const std::function<std::string(const Texts&)>& text);
  std::string subscript(const plan::Call& call, const types::DataType& type);
  std::string element_at(const plan::Call& call, const types::DataType& type);
  std::string try_element_at(const plan::Call& call, const types::DataType& type);
  std::string element(std::string_view position_body, const plan::Call& call);
  static bool is_floating(const types::DataType& type);
  static std::string one_zero(const std::string& value, const types::DataType& type);
  // The expression; maps in it with their entries in order, so that equal maps are one group.
  std::string groupable(const plan::Expression& expression);
  std::string map_of(const plan::Call& call, const types::DataType& type);
  std::string map_of_text(const plan::Call& call, const types::DataType& type);
  std::string zipped(const plan::Call& call, const types::DataType& type);
  // A lambda's body, its parameters being the given texts.
  std::string body_with(const plan::Lambda& lambda, const Texts& parameters);
  bool has_room_in_lambdas();
  std::string transform(const plan::Call& call, const types::DataType& type);
  std::string filter(const plan::Call& call, const types::DataType& type);
  std::string over_elements(std::string_view function, const plan::Call& call);
  std::string exists(const plan::Call& call, const types::DataType& type);
  std::string for_all(const plan::Call& call, const types::DataType& type);
  std::string any_or_all(const plan::Call& call, bool any);
  struct Fold {
    std::string array;
    types::DataType element;
    std::string start;
    types::DataType accumulator;
  };
  // A pair, of which the first is the accumulator; NULL where the array is.
  std::string reduced(const Fold& fold,
                      const std::function<std::string(const std::string& so_far,
                                                      const std::string& element)>& merge);
  std::string folded(const plan::Call& call, const types::DataType& type);
  std::string folded_over(const std::string& array, const plan::Call& call,
                          const types::DataType& type);
  std::string zip_with(const plan::Call& call, const types::DataType& type);
  std::string sorted_by(const plan::Call& call, const types::DataType& type);
  std::string over_entries(const plan::Call& call, std::string_view result);
  std::string map_filter(const plan::Call& call, const types::DataType& type);
  std::string other_values(const plan::Call& call, const types::DataType& type);
  std::string other_keys(const plan::Call& call, const types::DataType& type);
  std::string map_zip_with(const plan::Call& call, const types::DataType& type);

  // ---- aggregates and windows: emit_aggregate.cc
  std::string aggregate_call(const AggregateSite& site);
  void guard_pair(const AggregateSite& site, Texts& arguments);
  std::string grouping(const AggregateSite& site, const Texts& arguments);
  std::string counted(const AggregateSite& site, const Texts& arguments);
  std::string distinct_count(const AggregateSite& site, const Texts& arguments);
  std::string collected(const AggregateSite& site, const Texts& arguments);
  std::string wrapping_sum(const AggregateSite& site, const Texts& arguments);
  std::string sum_or_null(const AggregateSite& site, const Texts& arguments);
  std::string decimal_average(const AggregateSite& site, const Texts& arguments);
  std::string least_or_greatest(const AggregateSite& site, const Texts& arguments);
  std::string value_by(const AggregateSite& site, const Texts& arguments);
  std::string first_by(const AggregateSite& site, const Texts& arguments);
  std::string first_or_last(const AggregateSite& site, const Texts& arguments);
  std::string mode(const AggregateSite& site, const Texts& arguments);
  std::string median(const AggregateSite& site, const Texts& arguments);
  std::string percentile(const AggregateSite& site, const Texts& arguments);
  std::string percentile_within_group(const AggregateSite& site, const Texts& arguments);
  std::string listed(const AggregateSite& site, const Texts& arguments);
  std::string native_call_of(const AggregateSite& site, std::string_view body,
                             const Texts& arguments, const std::vector<types::DataType>& types);
  // ---- emit_window.cc
  std::string window_clause(const plan::WindowCall& call);
  std::string frame_bound(const plan::FrameBound& bound);
  // "FILTER (WHERE ..)" and the OVER clause, as they follow a call.
  std::string tail(const AggregateSite& site, std::string_view also = {});

  // ---- casts: emit_cast.cc
  std::string cast(const std::string& value, const types::DataType& from, const types::DataType& to,
                   plan::CastMode mode);
  std::string legacy_cast(const std::string& value, const types::DataType& from,
                          const types::DataType& to);
  std::string nested_cast(const std::string& value, const types::DataType& from,
                          const types::DataType& to, plan::CastMode mode);
  std::string native_cast(const std::string& value, const types::DataType& from,
                          const types::DataType& to, plan::CastMode mode);

  // ---- natives
  // A call of a body; `literals` are the plan's arguments, where there are any.
  std::string native(std::string_view body, const Texts& arguments,
                     const std::vector<types::DataType>& types, const types::DataType& result,
                     const std::vector<plan::ExpressionPtr>& literals = {});

  // The name of an aggregate body for these types, as the text calls it.
  std::string native_aggregate(std::string_view body, const std::vector<types::DataType>& types,
                               const types::DataType& result);

  // Notes what cannot be emitted. Returns text to go on with.
  std::string unsupported(const std::string& what);

  const Bindings& bindings_;
  const Moment& moment_;
  const Executor executor_;
  int next_number_ = 1;
  // Under TRY a raise is NULL anyway, as far down as a NULL makes all of it NULL. Without guards no
  // text stands there twice, which DuckDB would compute once, outside.
  bool raise_is_null_ = false;
  // Whether what is emitted stands somewhere under TRY(), where DuckDB takes nothing that is
  // another value each time.
  bool is_under_try_ = false;
  bool keeps_order_ = false;
  bool over_local_rows_ = false;  // plan::is_over_local_rows() of the node that is emitted
  int laterals_around_ = 0;       // right sides of LATERAL that what is emitted stands in
  bool is_in_set_ = false;        // below UNION, DISTINCT and their kin, without a join between
  std::string other_zone_;  // instead of the session's: of partition values, of a view's making
  std::map<plan::AttributeId, std::string> parameter_texts_;  // of the lambdas gone through
  std::vector<NativeUse> natives_;
  std::set<std::string> native_names_;  // their identities
  SharedRelations shared_;
  std::map<const plan::Node*, size_t> common_;  // positions in common_tables_
  struct CommonTable {
    std::string name;
    std::string columns;
    std::string rows;
    size_t readers = 0;
  };
  std::vector<CommonTable> common_tables_;  // each after those that it names
  // The engine keeps a lambda twice, and so each that stands within it twice as often.
  int lambdas_around_ = 0;
  size_t copies_in_lambdas_ = 0;  // of expressions that stand within lambdas
  std::optional<Error> error_;
};

// `body` with {0}, {1}, {*} and {type} replaced.
std::string filled(std::string_view body, const std::vector<std::string>& arguments,
                   const types::DataType& type);

// A longer text does not stand twice: it would be there once more for each call around it.
inline constexpr size_t kTwiceMax = 400;
// "a, b, c"
std::string joined(const std::vector<std::string>& texts, std::string_view separator = ", ");
// All texts as one, two and two: DuckDB takes no chain of a thousand, but a tree of them.
std::string balanced(
    std::vector<std::string> texts,
    const std::function<std::string(const std::string&, const std::string&)>& together);

}  // namespace tarn::engine
