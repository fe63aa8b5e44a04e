// The state of one emission, and its parts: relations, expressions, casts, aggregates. Internal to
// this room; emit.h is the door.
//
// Every function returns text. What cannot be emitted is noted once (the first wins) and stands as
// NULL in the text, so that no function has to look at a Result for each of its parts.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/emit.h"
#include "plan/expression.h"
#include "plan/function.h"
#include "plan/node.h"

namespace tarn::engine {

class Emitter {
 public:
  Emitter(const Bindings& bindings, const Moment& moment, int64_t execution)
      : bindings_(bindings), moment_(moment), execution_(execution) {}

  // Streaming rows must come out in their order of arrival although they go through a join.
  void keep_order() { keeps_order_ = true; }

  // A SELECT whose columns are the node's output, in order. A node without columns gets a dummy.
  std::string relation(const plan::Node& node);
  // An expression, in parentheses where it needs them.
  std::string expression(const plan::Expression& expression);

  // A partition value as text: CAST(.. AS STRING) in UTC.
  std::string partition_text(const std::string& value, const types::DataType& type);

  const std::optional<Error>& error() const { return error_; }
  std::vector<NativeUse> take_natives() { return std::move(natives_); }

 private:
  using Texts = std::vector<std::string>;

  // ---- names
  static std::string column_name(plan::AttributeId id);
  std::string next_name(std::string_view prefix);
  // "c1, c2", or a dummy where there is none.
  static std::string column_list(const std::vector<plan::Attribute>& columns);
  // "(SELECT ..) AS t7"
  std::string input(const plan::Node& node);

  // ---- relations: emit_relation.cc, emit_scan.cc, emit_generate.cc
  std::string scan(const plan::Node& node, const plan::Scan& scan);
  std::string bound_scan(const plan::Node& node, const plan::Scan& scan);
  std::string parquet_scan(const plan::Node& node, const ParquetFiles& files);
  std::string parquet_files(const plan::Node& node, const ParquetFiles& files);
  std::string metadata_column(const plan::Attribute& column, const ParquetFiles& files,
                              const std::string& file_index);
  std::string rows(const plan::Node& node, const plan::Rows& rows);
  std::string project(const plan::Project& project);
  std::string join(const plan::Node& node, const plan::Join& join);
  std::string aggregate(const plan::Node& node, const plan::Aggregate& aggregate);
  std::string window(const plan::Node& node, const plan::Window& window);
  std::string limit(const plan::Node& node, const plan::Limit& limit);
  std::string sort(const plan::Node& node, const plan::Sort& sort);
  std::string order_by(const std::vector<plan::SortKey>& keys);
  std::string set_operation(const plan::Node& node, const plan::SetOperation& operation);
  std::string generate(const plan::Node& node, const plan::Generate& generate);
  std::string deduplicate(const plan::Node& node, const plan::Deduplicate& deduplicate);

  // ---- expressions: emit_expression.cc, emit_function.cc
  Texts expressions(const std::vector<plan::ExpressionPtr>& expressions);
  std::string predicate(const plan::Expression& condition);  // of WHERE and ON: plain conjuncts
  std::string call(const plan::Call& call, const types::DataType& type);
  std::string emitted_call(const plan::Call& call, const types::DataType& type);
  std::string guarded_logic(const plan::Call& call, bool is_and);
  std::string case_when(const plan::CaseWhen& branches, const types::DataType& type);
  std::string lambda_call(std::string_view function, const plan::Call& call);
  std::string in_subquery(const plan::InSubquery& in);
  std::string concatenation(const plan::Call& call, const types::DataType& type);
  std::string map_of(const plan::Call& call, const types::DataType& type);

  // ---- aggregates and windows: emit_aggregate.cc
  struct AggregateSite {
    const plan::Function* function;
    const std::vector<plan::ExpressionPtr>& arguments;
    bool distinct;
    bool ignore_nulls;
    const plan::Expression* filter;  // or null
    std::string over;                // " OVER (..)", or nothing
    const types::DataType& type;
  };
  std::string aggregate_call(const AggregateSite& site);
  std::string emitted_aggregate(const AggregateSite& site, const Texts& arguments);
  std::string counted(const AggregateSite& site, const Texts& arguments);
  std::string collected(const AggregateSite& site, const std::string& argument);
  std::string decimal_average(const AggregateSite& site, const std::string& argument);
  std::string window_clause(const plan::WindowCall& call);
  std::string frame_bound(const plan::FrameBound& bound);
  // "FILTER (WHERE ..)" and the OVER clause, as they follow a call.
  std::string tail(const AggregateSite& site, std::string_view also = {});

  // ---- casts: emit_cast.cc
  std::string cast(const std::string& value, const types::DataType& from, const types::DataType& to,
                   plan::CastMode mode);
  std::string nested_cast(const std::string& value, const types::DataType& from,
                          const types::DataType& to, plan::CastMode mode);
  std::string native_cast(const std::string& value, const types::DataType& from,
                          const types::DataType& to, plan::CastMode mode);

  // ---- natives
  // A call of a body; `literals` are the plan's arguments, where there are any.
  std::string native(std::string_view body, const Texts& arguments,
                     const std::vector<types::DataType>& types, const types::DataType& result,
                     const std::vector<plan::ExpressionPtr>& literals = {});

  // Notes what cannot be emitted. Returns text to go on with.
  std::string unsupported(const std::string& what);

  const Bindings& bindings_;
  const Moment& moment_;
  const int64_t execution_;
  int next_number_ = 1;
  bool keeps_order_ = false;
  std::string partition_zone_;  // instead of the session's zone, while partition values are cast
  std::set<plan::AttributeId> index_parameters_;  // lambda parameters that count elements, from 0
  std::vector<NativeUse> natives_;
  std::set<std::string> native_names_;
  std::optional<Error> error_;
};

// `body` with {0}, {1}, {*} and {type} replaced.
std::string filled(std::string_view body, const std::vector<std::string>& arguments,
                   const types::DataType& type);

// "a, b, c"
std::string joined(const std::vector<std::string>& texts, std::string_view separator = ", ");

// Whether evaluating it can raise an error of a row.
bool can_raise(const plan::Expression& expression);

}  // namespace tarn::engine
