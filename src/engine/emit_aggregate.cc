#include <fmt/format.h>

#include "engine/emitter.h"
#include "engine/sql_text.h"

namespace tarn::engine {
namespace {

using types::TypeKind;

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

}  // namespace

std::string Emitter::tail(const AggregateSite& site, std::string_view also) {
  std::string condition(also);
  if (site.filter) {
    const std::string filter = expression(*site.filter);
    condition = condition.empty() ? filter : filter + " AND " + condition;
  }
  return (condition.empty() ? "" : fmt::format(" FILTER (WHERE {})", condition)) + site.over;
}

std::string Emitter::aggregate_call(const AggregateSite& site) {
  Texts arguments = expressions(site.arguments);
  if (site.filter) {
    const std::string filter = expression(*site.filter);
    for (size_t i = 0; i < arguments.size(); ++i) {
      // DuckDB computes arguments of rows that FILTER takes out; Spark does not.
      if (can_raise(*site.arguments[i])) {
        arguments[i] = fmt::format("CASE WHEN {} THEN {} END", filter, arguments[i]);
      }
    }
  }
  if (site.function->implementation == plan::Implementation::kEmitter) {
    return emitted_aggregate(site, arguments);
  }
  if (site.function->implementation == plan::Implementation::kNative) {
    return unsupported(fmt::format("the aggregate {} is not built yet", site.function->name));
  }
  const std::string call =
      with_words(filled(site.function->body, arguments, site.type),
                 site.distinct ? "DISTINCT " : "", site.ignore_nulls ? " IGNORE NULLS" : "");
  return fmt::format("CAST({}{} AS {})", call, tail(site), type_sql(site.type));
}

std::string Emitter::emitted_aggregate(const AggregateSite& site, const Texts& arguments) {
  const std::string_view name =
      site.function->body.empty() ? site.function->name : site.function->body;
  if (name == "count") return counted(site, arguments);
  if (name == "collect_list" || name == "collect_set") return collected(site, arguments[0]);
  if (name == "avg.decimal") return decimal_average(site, arguments[0]);
  if (name == "max_by" || name == "min_by") {
    // The variant that lets the wanted value be NULL.
    return fmt::format("{}({}{}, {}){}", name == "max_by" ? "arg_max_null" : "arg_min_null",
                       site.distinct ? "DISTINCT " : "", arguments[0], arguments[1], tail(site));
  }
  if (name == "first" || name == "last" || name == "any_value") {
    const std::string_view place = name == "last" ? "last" : "first";
    if (!site.over.empty()) {
      return fmt::format("{}_value({}{}){}", place, arguments[0],
                         site.ignore_nulls ? " IGNORE NULLS" : "", tail(site));
    }
    return fmt::format("{}({}){}", place, arguments[0],
                       tail(site, site.ignore_nulls ? arguments[0] + " IS NOT NULL" : ""));
  }
  return unsupported(fmt::format("the aggregate {} is not built yet", site.function->name));
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

std::string Emitter::collected(const AggregateSite& site, const std::string& argument) {
  const bool is_set = site.distinct || site.function->name == "collect_set";
  return fmt::format("coalesce(list({}{}){}, CAST([] AS {}))", is_set ? "DISTINCT " : "", argument,
                     tail(site, argument + " IS NOT NULL"), type_sql(site.type));
}

std::string Emitter::decimal_average(const AggregateSite& site, const std::string& argument) {
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
    const std::string value = expression(*key.expression);
    if (value != name) below.push_back(fmt::format("{} AS {}", value, name));
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
    group = " GROUP BY GROUPING SETS (" + joined(sets) + ")";
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
  return fmt::format("SELECT {} FROM ({}) AS {}", column_list(node.output), text, next_name("t"));
}

std::string Emitter::frame_bound(const plan::FrameBound& bound) {
  switch (bound.kind) {
    case plan::FrameBound::Kind::kUnboundedPreceding:
      return "UNBOUNDED PRECEDING";
    case plan::FrameBound::Kind::kUnboundedFollowing:
      return "UNBOUNDED FOLLOWING";
    case plan::FrameBound::Kind::kCurrentRow:
      return "CURRENT ROW";
    case plan::FrameBound::Kind::kPreceding:
    case plan::FrameBound::Kind::kFollowing:
      break;
  }
  std::string offset = expression(*bound.offset);
  if (bound.offset->type.is(TypeKind::kDayTimeInterval)) {
    offset = fmt::format("to_microseconds({})", offset);
  } else if (bound.offset->type.is(TypeKind::kYearMonthInterval)) {
    offset = fmt::format("to_months({})", offset);
  }
  return offset + (bound.kind == plan::FrameBound::Kind::kPreceding ? " PRECEDING" : " FOLLOWING");
}

std::string Emitter::window_clause(const plan::WindowCall& call) {
  std::string text = " OVER (";
  if (!call.partition_by.empty()) {
    text += "PARTITION BY " + joined(expressions(call.partition_by));
  }
  if (!call.order_by.empty()) text += order_by(call.order_by);
  // Ranking functions and lag() have no frame; DuckDB would ignore it, and plans faster without.
  const std::string_view body = call.function->body;
  const bool framed = call.function->kind == plan::FunctionKind::kAggregate ||
                      body.find("_value(") != std::string_view::npos;
  if (framed) {
    text += fmt::format(" {} BETWEEN {} AND {}",
                        call.frame.unit == plan::WindowFrame::Unit::kRows ? "ROWS" : "RANGE",
                        frame_bound(call.frame.start), frame_bound(call.frame.end));
  }
  return text + ")";
}

std::string Emitter::window(const plan::Node& node, const plan::Window& window) {
  Texts columns;
  for (const plan::Attribute& column : window.input->output) {
    columns.push_back(column_name(column.id));
  }
  for (const plan::NamedExpression& each : window.columns) {
    columns.push_back(fmt::format("{} AS {}", expression(*each.expression), column_name(each.id)));
  }
  return fmt::format("SELECT {} FROM (SELECT {} FROM {}) AS {}", column_list(node.output),
                     joined(columns), input(*window.input), next_name("t"));
}

}  // namespace tarn::engine
