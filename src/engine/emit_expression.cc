#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "engine/emitter.h"
#include "engine/sql_text.h"
#include "plan/constants.h"
#include "plan/walk.h"

namespace tarn::engine {
namespace {

using plan::Expression;
using plan::ExpressionPtr;

// The sides of a tree of `logic` ("and", "or"), left to right.
void collect_sides(const Expression& expression, std::string_view logic,
                   std::vector<const Expression*>& into) {
  const auto* call = std::get_if<plan::Call>(&expression.content);
  if (!call || call->function->name != logic) {
    into.push_back(&expression);
    return;
  }
  for (const ExpressionPtr& argument : call->arguments) {
    collect_sides(*argument, logic, into);
  }
}

std::vector<const Expression*> sides_of(const Expression& expression, std::string_view logic) {
  std::vector<const Expression*> sides;
  collect_sides(expression, logic, sides);
  return sides;
}

bool is_random_inside(const Expression& expression) {
  bool found = plan::is_random(expression);
  plan::for_each_child(
      expression, [&](const ExpressionPtr& child) { found = found || is_random_inside(*child); });
  return found;
}

// What every side of an OR demands, if it cannot raise: (a AND b) OR (a AND c) demands a.
std::vector<const Expression*> demanded_by_all_sides(const Expression& disjunction) {
  const std::vector<const Expression*> sides = sides_of(disjunction, "or");
  std::vector<const Expression*> demanded;
  for (const Expression* each : sides_of(*sides.front(), "and")) {
    const auto demands = [each](const Expression* side) {
      return std::ranges::any_of(sides_of(*side, "and"), [each](const Expression* other) {
        return plan::same_expression(*each, *other);
      });
    };
    const bool may_move = !can_raise(*each) && !is_random_inside(*each);
    if (may_move && std::ranges::all_of(sides, demands)) demanded.push_back(each);
  }
  return demanded;
}

// a - 2: what raises where it overflows, with a constant.
bool is_checked_with_constant(const Expression& expression) {
  const auto* call = std::get_if<plan::Call>(&expression.content);
  if (!call || !expression.type.is_integral() || call->arguments.size() != 2) return false;
  const std::string_view name = call->function->name;
  return (name == "+" || name == "-" || name == "*") &&
         (plan::is_constant(*call->arguments[0]) || plan::is_constant(*call->arguments[1]));
}

// Whether its text may be computed twice: the same value, and no query of its own.
bool may_stand_twice(const ExpressionPtr& expression) {
  return !plan::contains(expression, [](const Expression& each) {
    return plan::is_random(each) || std::holds_alternative<plan::ScalarSubquery>(each.content) ||
           std::holds_alternative<plan::ExistsSubquery>(each.content) ||
           std::holds_alternative<plan::InSubquery>(each.content);
  });
}

bool is_comparison(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames = {"=", "<=>", "<", "<=", ">", ">="};
  return std::ranges::find(kNames, name) != kNames.end();
}

bool is_division(const plan::Call& call) {
  constexpr std::array<std::string_view, 6> kDivisions = {"/",    "div",        "%",
                                                          "pmod", "try_divide", "try_mod"};
  const std::string_view name = call.function->name.substr(0, call.function->name.find('.'));
  return std::ranges::find(kDivisions, name) != kDivisions.end();
}

// The places of a call's arguments as Spark computes them: a divisor before what it divides.
std::vector<size_t> order_of_arguments(const plan::Call& call) {
  std::vector<size_t> order(call.arguments.size());
  std::iota(order.begin(), order.end(), 0);
  if (is_division(call)) std::ranges::reverse(order);
  return order;
}

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace

Emitter::Texts Emitter::expressions(const std::vector<ExpressionPtr>& expressions) {
  Texts texts;
  for (const ExpressionPtr& each : expressions) {
    texts.push_back(expression(*each));
  }
  return texts;
}

std::string Emitter::expression(const Expression& expression) {
  if (is_known_null(expression)) {
    return fmt::format("CAST(NULL AS {})", type_sql(expression.type));
  }
  return std::visit(
      Overloaded{
          [&](const plan::Literal& literal) { return literal_sql(literal.value, expression.type); },
          [&](const plan::AttributeRef& reference) { return column_name(reference.id); },
          [&](const plan::LambdaRef& reference) {
            const auto text = parameter_texts_.find(reference.id);
            CHECK(text != parameter_texts_.end());
            return text->second;
          },
          [&](const plan::Call& each) { return call(each, expression.type); },
          [&](const plan::Cast& each) {
            return cast(this->expression(*each.input), each.input->type, expression.type,
                        each.mode);
          },
          [&](const plan::CaseWhen& each) { return case_when(each, expression.type); },
          [&](const plan::GetField& field) {
            return fmt::format("struct_extract({}, {})", this->expression(*field.input),
                               field.ordinal + 1);
          },
          [&](const plan::Lambda&) {
            return unsupported("a lambda where the function takes none");
          },
          [&](const plan::InList& in) {
            return fmt::format("({} IN ({}))", this->expression(*in.input),
                               joined(expressions(in.items)));
          },
          [&](const plan::ScalarSubquery& subquery) {
            return fmt::format("({})", relation(*subquery.plan));
          },
          [&](const plan::ExistsSubquery& subquery) {
            return fmt::format("EXISTS ({})", relation(*subquery.plan));
          },
          [&](const plan::InSubquery& in) { return in_subquery(in); },
          [&](const plan::AggregateCall& each) {
            return aggregate_call({each.function, each.arguments, each.distinct, each.ignore_nulls,
                                   each.filter.get(), each.order_by, "", expression.type});
          },
          [&](const plan::WindowCall& each) {
            return aggregate_call({each.function, each.arguments, each.distinct, each.ignore_nulls,
                                   each.filter.get(), each.within_group, window_clause(each),
                                   expression.type});
          },
          [](const plan::RoutineCall&) {
            CHECK(false);  // a plan that the resolver gives out has none
            return std::string();
          },
      },
      expression.content);
}

// DuckDB has no IN over several columns where the subquery names columns of the query around it.
std::string Emitter::in_correlated(const plan::InSubquery& in) {
  const std::string name = next_name("t");
  Texts columns;
  Texts equal;
  for (size_t at = 0; at < in.values.size(); ++at) {
    columns.push_back(fmt::format("{}_{}", name, at));
    equal.push_back(fmt::format("{} = {}.{}", expression(*in.values[at]), name, columns.back()));
  }
  const std::string rows =
      fmt::format("SELECT 1 FROM ({}) AS {}({}) WHERE ", relation(*in.plan), name, joined(columns));
  return fmt::format(
      "(CASE WHEN EXISTS ({0}{1}) THEN true WHEN EXISTS ({0}({1}) IS NULL) THEN CAST(NULL AS "
      "BOOLEAN) ELSE false END)",
      rows, joined(equal, " AND "));
}

std::string Emitter::in_subquery(const plan::InSubquery& in) {
  if (in.values.size() > 1 && plan::names_columns_outside(*in.plan)) return in_correlated(in);
  const std::string values = joined(expressions(in.values));
  return fmt::format("({} IN ({}))", in.values.size() == 1 ? values : "(" + values + ")",
                     relation(*in.plan));
}

std::string Emitter::predicate(const Expression& condition) {
  Texts texts;
  for (const Expression* conjunct : sides_of(condition, "and")) {
    // A comparison stays plain: it may be what a join or a reader of files goes by.
    const auto* call = std::get_if<plan::Call>(&conjunct->content);
    const bool is_plain = call != nullptr && is_comparison(call->function->name) &&
                          call->function->implementation == plan::Implementation::kSql;
    texts.push_back(is_plain ? filled(call->function->body, arguments_of(*call), conjunct->type)
                             : expression(*conjunct));
    // The guards of an OR that can raise would hide what a join goes by.
    if (sides_of(*conjunct, "or").size() == 1 || !can_raise(*conjunct)) continue;
    for (const Expression* each : demanded_by_all_sides(*conjunct)) {
      texts.push_back(expression(*each));
    }
  }
  return joined(texts, " AND ");
}

std::string Emitter::call(const plan::Call& call, const types::DataType& type) {
  if (call.function->implementation == plan::Implementation::kEmitter) {
    return emitted_call(call, type);
  }
  return after_nulls(call, arguments_of(call), type, [&](const Texts& arguments) {
    if (call.function->implementation == plan::Implementation::kSql) {
      // DuckDB's own idea of the result's type (length() is a BIGINT there) ends here.
      return fmt::format("CAST({} AS {})", filled(call.function->body, arguments, type),
                         type_sql(type));
    }
    std::vector<types::DataType> types;
    for (const ExpressionPtr& argument : call.arguments) {
      types.push_back(argument->type);
    }
    return native(call.function->body, arguments, types, type, call.arguments);
  });
}

// An argument that is NULL ends a call before a later one raises, as in Spark; DuckDB computes all
// of them.
std::string Emitter::after_nulls(const plan::Call& call, const Texts& arguments,
                                 const types::DataType& type,
                                 const std::function<std::string(const Texts&)>& text) {
  if (call.function->nulls != plan::NullRule::kNullInNullOut) return text(arguments);
  const bool all = std::ranges::all_of(
      call.arguments, [](const ExpressionPtr& each) { return plan::is_constant(*each); });
  // A long text stands here once more for each call around it. Constants are computed once only.
  const size_t longest = all ? 4000 : 400;
  // Spark computes constants before it looks at a row, wherever they stand.
  const auto waits = [&](size_t at) {
    const ExpressionPtr& argument = call.arguments[at];
    return can_raise(*argument) && (all || !plan::is_constant(*argument));
  };
  std::vector<size_t> order = order_of_arguments(call);
  while (!order.empty() && !waits(order.back())) order.pop_back();
  if (order.size() < 2) return text(arguments);
  order.pop_back();
  std::string guards;
  for (const size_t at : order) {
    const bool tried = call.function->name.starts_with("try_") && is_division(call);
    if ((!call.arguments[at]->nullable && !tried) || arguments[at].size() > longest ||
        !may_stand_twice(call.arguments[at])) {
      continue;
    }
    guards += fmt::format("WHEN {} IS NULL THEN CAST(NULL AS {}) ", arguments[at], type_sql(type));
    // Nor is anything divided by zero.
    if (tried)
      guards += fmt::format("WHEN {} = 0 THEN CAST(NULL AS {}) ", arguments[at], type_sql(type));
  }
  if (guards.empty()) return text(arguments);
  return fmt::format("(CASE {}ELSE {} END)", guards, text(arguments));
}

// DuckDB makes a <= 3 of a - 2 <= 1, where nothing overflows any more: such a difference is handed
// on through a body of ours, which adds nothing.
Emitter::Texts Emitter::arguments_of(const plan::Call& call) {
  Texts texts = expressions(call.arguments);
  if (!is_comparison(call.function->name)) return texts;
  for (size_t at = 0; at < texts.size(); ++at) {
    const Expression& side = *call.arguments[at];
    if (!is_checked_with_constant(side) || !plan::is_constant(*call.arguments[1 - at])) continue;
    const std::string nothing = fmt::format("CAST(0 AS {})", type_sql(side.type));
    texts[at] = native("wrap_add", {texts[at], nothing}, {side.type, side.type}, side.type);
  }
  return texts;
}

std::string Emitter::case_when(const plan::CaseWhen& branches, const types::DataType& type) {
  std::string text = "(CASE";
  for (const plan::CaseWhen::Branch& branch : branches.branches) {
    text +=
        fmt::format(" WHEN {} THEN {}", expression(*branch.condition), expression(*branch.result));
  }
  text += branches.otherwise ? " ELSE " + expression(*branches.otherwise)
                             : fmt::format(" ELSE CAST(NULL AS {})", type_sql(type));
  return text + " END)";
}

// DuckDB evaluates both sides. Where the right one can raise, Spark's order is written out.
std::string Emitter::guarded_logic(const plan::Call& call, bool is_and) {
  std::string text = expression(*call.arguments.front());
  bool nullable = call.arguments.front()->nullable;
  for (size_t i = 1; i < call.arguments.size(); ++i) {
    const Expression& right = *call.arguments[i];
    const std::string other = expression(right);
    if (!can_raise(right)) {
      text = fmt::format("({} {} {})", text, is_and ? "AND" : "OR", other);
    } else if (is_and) {
      text = nullable ? fmt::format(
                            "(CASE WHEN {0} THEN {1} WHEN NOT {0} THEN false ELSE "
                            "(CAST(NULL AS BOOLEAN) AND {1}) END)",
                            text, other)
                      : fmt::format("(CASE WHEN {} THEN {} ELSE false END)", text, other);
    } else {
      text = nullable ? fmt::format(
                            "(CASE WHEN {0} THEN true WHEN NOT {0} THEN {1} ELSE "
                            "(CAST(NULL AS BOOLEAN) OR {1}) END)",
                            text, other)
                      : fmt::format("(CASE WHEN {} THEN true ELSE {} END)", text, other);
    }
    nullable = nullable || right.nullable;
  }
  return text;
}

}  // namespace tarn::engine
