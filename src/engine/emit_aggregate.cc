#include <fmt/format.h>

#include <algorithm>

#include "engine/emitter.h"
#include "engine/set_order.h"
#include "engine/sql_text.h"
#include "plan/constants.h"
#include "plan/evaluation.h"
#include "plan/walk.h"

namespace tarn::engine {
namespace {

std::string all_not_null(const std::vector<std::string>& arguments) {
  std::vector<std::string> tests;
  for (const std::string& argument : arguments) {
    tests.push_back(argument + " IS NOT NULL");
  }
  return joined(tests, " AND ");
}

// "sum(x)" with words put behind its opening and before its closing parenthesis.
std::string with_words(std::string body, std::string_view behind, std::string_view before) {
  const size_t open = body.find('(');
  const size_t close = body.rfind(')');
  if (open == std::string::npos || close == std::string::npos) return body;
  body.insert(close, before);
  body.insert(open + 1, behind);
  return body;
}

std::vector<types::DataType> types_of(const std::vector<plan::ExpressionPtr>& expressions) {
  std::vector<types::DataType> types;
  for (const plan::ExpressionPtr& each : expressions) types.push_back(each->type);
  return types;
}

bool is_one(const plan::Expression& expression) {
  if (const auto* cast = std::get_if<plan::Cast>(&expression.content)) return is_one(*cast->input);
  const auto* literal = std::get_if<plan::Literal>(&expression.content);
  const auto* value = literal == nullptr ? nullptr : std::get_if<int64_t>(&literal->value.content);
  return value != nullptr && *value == 1;
}

}  // namespace

std::string Emitter::tail(const AggregateSite& site, std::string_view also) {
  std::string condition(also);
  if (site.filter) {
    const std::string filter = expression(*site.filter);
    condition = condition.empty() ? filter : filter + " AND " + condition;
  }
  return (condition.empty() ? "" : fmt::format(" FILTER (WHERE {})", condition)) + site.over;
}

// Of a pair with a NULL Spark computes no more than that: what may raise is computed beside another
// side that is there.
void Emitter::guard_pair(const AggregateSite& site, Texts& arguments) {
  const bool by_writing = site.function->nulls == plan::NullRule::kNullInNullOut;
  const bool last_first = site.function->evaluation == plan::Evaluation::kLastFirst;
  const size_t first = last_first ? 1 : 0;
  const size_t second = 1 - first;
  if (by_writing && plan::can_raise(*site.arguments[first]) &&
      plan::is_known_null(*site.arguments[second])) {
    arguments[first] = "NULL";
  } else if (plan::can_raise(*site.arguments[second])) {
    arguments[second] =
        fmt::format("CASE WHEN {} IS NOT NULL THEN {} END", arguments[first], arguments[second]);
  }
}

std::string Emitter::aggregate_call(const AggregateSite& site) {
  Texts arguments = expressions(site.arguments);
  if ((site.function->traits & plan::kPairs) != 0) guard_pair(site, arguments);
  if (site.filter) {
    const std::string filter = expression(*site.filter);
    for (size_t i = 0; i < arguments.size(); ++i) {
      // DuckDB computes arguments of rows that FILTER takes out; Spark does not.
      if (plan::can_raise(*site.arguments[i])) {
        arguments[i] = fmt::format("CASE WHEN {} THEN {} END", filter, arguments[i]);
      }
    }
  }
  if (site.function->implementation == plan::Implementation::kEmitter) {
    const Emitted* emitted = find_emitted(site.function->body);
    if (emitted == nullptr || emitted->aggregate == nullptr) {
      return unsupported(fmt::format("the aggregate '{}'", site.function->name));
    }
    return (this->*emitted->aggregate)(site, arguments);
  }
  if (site.function->implementation == plan::Implementation::kNative) {
    return native_call_of(site, site.function->body, arguments, types_of(site.arguments));
  }
  const std::string call =
      with_words(filled(site.function->body, arguments, site.type),
                 site.distinct ? "DISTINCT " : "", site.ignore_nulls ? " IGNORE NULLS" : "");
  return fmt::format("CAST({}{} AS {})", call, tail(site), type_sql(site.type));
}

std::string Emitter::native_call_of(const AggregateSite& site, std::string_view body,
                                    const Texts& arguments,
                                    const std::vector<types::DataType>& types) {
  // DuckDB compares registered aggregates by their callbacks, which are the same for all of ours,
  // and would compute two with equal arguments once: the last argument tells them apart.
  const std::string name = native_aggregate(body, types, site.type);
  return fmt::format("{}({}{}, '{}'){}", name, site.distinct ? "DISTINCT " : "", joined(arguments),
                     name, tail(site));
}

std::string Emitter::median(const AggregateSite& site, const Texts& arguments) {
  return native_call_of(site, "percentile", {arguments[0], "CAST(0.5 AS DOUBLE)"},
                        {site.arguments[0]->type, types::double_type()});
}

std::string Emitter::percentile(const AggregateSite& site, const Texts& arguments) {
  // Counting every row once needs no count.
  if (site.arguments.size() == 2 || is_one(*site.arguments[2])) {
    return native_call_of(site, "percentile", {arguments[0], arguments[1]},
                          {site.arguments[0]->type, site.arguments[1]->type});
  }
  return native_call_of(site, "percentile", arguments, types_of(site.arguments));
}

// percentile_cont(p) and percentile_disc(p) WITHIN GROUP (ORDER BY value).
std::string Emitter::percentile_within_group(const AggregateSite& site, const Texts& arguments) {
  const bool descending = !site.order_by.empty() && !site.order_by[0].ascending;
  const bool between_rows = site.function->body == "percentile_cont";
  const std::string body = fmt::format("{}{}", between_rows ? "percentile" : "percentile_disc",
                                       descending ? ".desc" : "");
  return native_call_of(site, body, {arguments[1], arguments[0]},
                        {site.arguments[1]->type, site.arguments[0]->type});
}

std::string Emitter::grouping(const AggregateSite& site, const Texts& arguments) {
  return fmt::format("CAST(GROUPING({}) AS {})", joined(arguments), type_sql(site.type));
}

std::string Emitter::least_or_greatest(const AggregateSite& site, const Texts& arguments) {
  const std::string_view name = site.function->body;
  if (!site.type.is_nested()) {
    return fmt::format("{}({}){}", name, arguments[0], tail(site));
  }
  return fmt::format("arg_{}({}, {}){}", name, arguments[0],
                     order_value(*site.arguments[0], arguments[0]), tail(site));
}

std::string Emitter::value_by(const AggregateSite& site, const Texts& arguments) {
  // The variant that lets the wanted value be NULL.
  return fmt::format("{}({}{}, {}){}",
                     site.function->body == "max_by" ? "arg_max_null" : "arg_min_null",
                     site.distinct ? "DISTINCT " : "", arguments[0],
                     order_value(*site.arguments[1], arguments[1]), tail(site));
}

std::string Emitter::first_or_last(const AggregateSite& site, const Texts& arguments) {
  const std::string_view place = site.function->body;
  if (!site.over.empty() && site.filter != nullptr) {
    // DuckDB has no FILTER here: what is left out is NULL, and what is left stands in a row, so
    // that a NULL among it counts.
    const std::string kept = expression(*site.filter) +
                             (site.ignore_nulls ? " AND " + arguments[0] + " IS NOT NULL" : "");
    return fmt::format("struct_extract({}_value(CASE WHEN {} THEN row({}) END IGNORE NULLS){}, 1)",
                       place, kept, arguments[0], site.over);
  }
  if (!site.over.empty()) {
    return fmt::format("{}_value({}{}){}", place, arguments[0],
                       site.ignore_nulls ? " IGNORE NULLS" : "", tail(site));
  }
  return fmt::format("{}({}){}", place, arguments[0],
                     tail(site, site.ignore_nulls ? arguments[0] + " IS NOT NULL" : ""));
}

std::string Emitter::mode(const AggregateSite& site, const Texts& arguments) {
  // One value needs no order, and DuckDB would take a constant for a fraction.
  const bool is_ordered = !site.order_by.empty() && !plan::is_constant(*site.arguments[0]);
  return fmt::format("mode({}{}){}", arguments[0], is_ordered ? order_by(site.order_by) : "",
                     tail(site));
}

std::string Emitter::wrapping_sum(const AggregateSite& site, const Texts& arguments) {
  // DuckDB sums up in 128 bits, of which the lower 64 count.
  const std::string low = fmt::format("(sum({}{}){} & 18446744073709551615::HUGEINT)",
                                      site.distinct ? "DISTINCT " : "", arguments[0], tail(site));
  return fmt::format(
      "CAST(CASE WHEN {0} > 9223372036854775807 THEN {0} - 18446744073709551616::HUGEINT ELSE "
      "{0} END AS BIGINT)",
      low);
}

std::string Emitter::sum_or_null(const AggregateSite& site, const Texts& arguments) {
  return fmt::format("TRY_CAST(sum({}{}){} AS BIGINT)", site.distinct ? "DISTINCT " : "",
                     arguments[0], tail(site));
}

std::string Emitter::distinct_count(const AggregateSite& site, const Texts& arguments) {
  const types::DataType& type = site.arguments[0]->type;
  const std::string hash =
      fmt::format("CASE WHEN {} IS NOT NULL THEN {} END", arguments[0],
                  native("xxhash64", {arguments[0]}, {type}, types::long_type()));
  return native_call_of(site, "approx_count_distinct", {hash, arguments[1]},
                        {types::long_type(), types::double_type()});
}

// The k values whose order is greatest, NULLs among the values included: DuckDB's own would leave
// them out, so they travel in a tuple.
std::string Emitter::first_by(const AggregateSite& site, const Texts& arguments) {
  const bool greatest = site.function->body == "max_by.k";
  const std::string element = next_name("e");
  return fmt::format(
      "list_transform({}({}row({}), {}, CAST({} AS BIGINT)){}, lambda {}: struct_extract({}, 1))",
      greatest ? "arg_max" : "arg_min", site.distinct ? "DISTINCT " : "", arguments[0],
      order_value(*site.arguments[1], arguments[1]), arguments[2],
      tail(site, arguments[1] + " IS NOT NULL"), element, element);
}

std::string Emitter::listed(const AggregateSite& site, const Texts& arguments) {
  const char* const distinct = site.distinct ? "DISTINCT " : "";
  const std::string order = site.order_by.empty() ? "" : order_by(site.order_by);
  const auto* text = std::get_if<plan::Cast>(&site.arguments[0]->content);
  if (site.distinct && text != nullptr && !site.order_by.empty() &&
      plan::same_expression(*text->input, *site.order_by[0].expression)) {
    // DuckDB orders DISTINCT values by themselves only: they become text afterwards.
    const std::string value = expression(*text->input);
    const std::string each = next_name("e");
    return fmt::format(
        "array_to_string(list_transform(list(DISTINCT {0}{1}){2}, lambda {3}: {4}), "
        "coalesce({5}, ''))",
        value, order, tail(site, value + " IS NOT NULL"), each,
        cast(each, text->input->type, site.type, text->mode), arguments[1]);
  }
  if (site.type.is(types::TypeKind::kString)) {
    return fmt::format("string_agg({}{}, coalesce({}, ''){}){}", distinct, arguments[0],
                       arguments[1], order, tail(site));
  }
  const std::string left = next_name("e");
  const std::string right = next_name("e");
  return fmt::format(
      "list_reduce(list({}{}{}){}, lambda {}, {}: {} || coalesce({}, ''::BLOB) || {})", distinct,
      arguments[0], order, tail(site, arguments[0] + " IS NOT NULL"), left, right, left,
      arguments[1], right);
}

std::string Emitter::counted(const AggregateSite& site, const Texts& arguments) {
  if (arguments.empty()) return fmt::format("count(*){}", tail(site));
  std::string argument = arguments[0];
  if (arguments.size() > 1) {
    argument = fmt::format("CASE WHEN {} THEN {} END", all_not_null(arguments),
                           site.distinct ? "row(" + joined(arguments) + ")" : "1");
  }
  return fmt::format("count({}{}){}", site.distinct ? "DISTINCT " : "", argument, tail(site));
}

std::string Emitter::collected(const AggregateSite& site, const Texts& arguments) {
  const std::string& argument = arguments[0];
  const bool is_set = site.distinct || site.function->name == "collect_set";
  const std::string list =
      fmt::format("coalesce(list({}{}){}, CAST([] AS {}))", is_set ? "DISTINCT " : "",
                  is_set ? one_zero(argument, site.arguments[0]->type) : argument,
                  tail(site, argument + " IS NOT NULL"), type_sql(site.type));
  const bool is_ordered =
      site.function->name == "collect_set" && has_set_order(site.type.element());
  return is_ordered ? native("set_order", {list}, {site.type}, site.type) : list;
}

std::string Emitter::decimal_average(const AggregateSite& site, const Texts& arguments) {
  const std::string& argument = arguments[0];
  const types::DataType sum =
      types::DataType::decimal(types::kMaxDecimalPrecision, site.arguments[0]->type.scale());
  const types::DataType count = types::DataType::decimal(20, 0);
  const char* const distinct = site.distinct ? "DISTINCT " : "";
  const std::string total =
      fmt::format("CAST(sum({}{}){} AS {})", distinct, argument, tail(site), type_sql(sum));
  const std::string rows = fmt::format("CAST(nullif(count({}{}){}, 0) AS {})", distinct, argument,
                                       tail(site), type_sql(count));
  return native("divide_decimal", {total, rows}, {sum, count}, site.type);
}

std::string Emitter::aggregate(const plan::Node& node, const plan::Aggregate& aggregate) {
  // Keys are computed below, so that they have names to group by.
  Texts below;
  Texts keys;
  for (const plan::Attribute& column : aggregate.input->output) {
    below.push_back(column_name(column.id));
  }
  for (const plan::NamedExpression& key : aggregate.keys) {
    const std::string name = column_name(key.id);
    keys.push_back(name);
    const std::string value = groupable(*key.expression);
    if (value == name) continue;
    std::erase(below, name);
    below.push_back(fmt::format("{} AS {}", value, name));
  }
  Texts columns = keys;
  for (const plan::NamedExpression& each : aggregate.aggregates) {
    columns.push_back(fmt::format("{} AS {}", expression(*each.expression), column_name(each.id)));
  }
  std::string group;
  if (!aggregate.grouping_sets.empty()) {
    Texts sets;
    for (const std::vector<size_t>& set : aggregate.grouping_sets) {
      Texts names;
      for (const size_t key : set) names.push_back(keys[key]);
      sets.push_back("(" + joined(names) + ")");
    }
    // A key that no set holds is one for the engine only where some set does: this one, whose rows
    // go.
    Texts unused;
    for (size_t key = 0; key < keys.size(); ++key) {
      const auto holds = [&](const auto& set) { return std::ranges::find(set, key) != set.end(); };
      if (std::ranges::none_of(aggregate.grouping_sets, holds)) unused.push_back(keys[key]);
    }
    if (!unused.empty()) sets.push_back("(" + joined(unused) + ")");
    // Without rows Spark makes none for the set of nothing either.
    group = " GROUP BY GROUPING SETS (" + joined(sets) + ") HAVING count(*) > 0";
    if (!unused.empty()) group += " AND GROUPING(" + unused.front() + ") = 1";
  } else if (!keys.empty()) {
    group = " GROUP BY " + joined(keys);
  }
  if (aggregate.grouping_id) {
    columns.push_back(
        keys.empty() ? fmt::format("CAST(0 AS BIGINT) AS {}", column_name(*aggregate.grouping_id))
                     : fmt::format("CAST(GROUPING({}) AS BIGINT) AS {}", joined(keys),
                                   column_name(*aggregate.grouping_id)));
  }
  const std::string text = fmt::format(
      "SELECT {} FROM (SELECT {} FROM {}) AS {}{}",
      columns.empty() ? "true AS e0" : joined(columns),
      below.empty() ? "true AS e0" : joined(below), input(*aggregate.input), next_name("t"),
      // A global aggregate without an aggregate is still one row.
      group.empty() && aggregate.aggregates.empty() ? " LIMIT 1" : group);
  if (laterals_around_ == 0 || !is_in_set_ || !keys.empty() || node.output.empty()) {
    return fmt::format("SELECT {} FROM ({}) AS {}", column_list(node.output), text, next_name("t"));
  }
  // Here DuckDB loses the row of a left row without matches, unless something above may turn a NULL
  // into a value.
  Texts kept;
  for (const plan::Attribute& column : node.output) {
    kept.push_back(fmt::format("coalesce({0}, NULL) AS {0}", column_name(column.id)));
  }
  return fmt::format("SELECT {} FROM ({}) AS {}", joined(kept), text, next_name("t"));
}

}  // namespace tarn::engine
