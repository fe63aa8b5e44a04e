// Expressions: conditions, choices, lists and subqueries. Calls of functions stand in emit_call.cc.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/overloaded.h"
#include "engine/emitter.h"
#include "engine/sql_text.h"
#include "engine/statement_bounds.h"
#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/evaluation.h"
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
    const bool may_move = !plan::can_raise(*each) && !is_random_inside(*each);
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

// DuckDB's optimizer makes comparisons of IN over a short list and of BETWEEN, each with a copy of
// the value. One within another would be copied by both.
bool is_copied_inside(const ExpressionPtr& value) {
  return plan::contains(value, [](const Expression& each) {
    if (std::holds_alternative<plan::InList>(each.content)) return true;
    const auto* both = std::get_if<plan::Call>(&each.content);
    if (both == nullptr || both->function->name != "and") return false;
    const auto* from = std::get_if<plan::Call>(&both->arguments[0]->content);
    const auto* to = std::get_if<plan::Call>(&both->arguments[1]->content);
    return from != nullptr && to != nullptr && !from->arguments.empty() && !to->arguments.empty() &&
           from->arguments[0] == to->arguments[0];
  });
}

bool is_comparison(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames = {"=", "<=>", "<", "<=", ">", ">="};
  return std::ranges::find(kNames, name) != kNames.end();
}

// A side of AND or OR, or some that cannot raise.
struct Term {
  std::string text;
  bool nullable = false;
};

// Each term is computed where none before it has decided.
std::string decided_in_turn(const std::vector<Term>& terms, bool is_and) {
  if (terms.size() == 1) return "(" + terms.front().text + ")";
  std::string checks;
  // Where nothing has decided, a term that cannot be NULL leaves it to the others.
  std::vector<std::string> open;
  for (size_t at = 0; at < terms.size(); ++at) {
    const bool is_last = at + 1 == terms.size();
    if (terms[at].nullable || is_last) open.push_back("(" + terms[at].text + ")");
    if (is_last && open.size() == 1) break;
    checks += fmt::format(" WHEN {}({}) THEN {}", is_and ? "NOT " : "", terms[at].text,
                          is_and ? "false" : "true");
  }
  return fmt::format(
      "(CASE{} ELSE {} END)", checks,
      open.size() == 1 ? open[0] : "(" + joined(open, is_and ? " AND " : " OR ") + ")");
}

// To DuckDB, brackets around one scalar subquery say nothing: it is IN (query).
std::string is_one_of(const std::string& value, const std::vector<std::string>& items) {
  return items.size() == 1 ? fmt::format("({} = {})", value, items[0])
                           : fmt::format("({} IN ({}))", value, joined(items));
}

// Of an item of IN. A subquery is computed before the query, and a constant beside a constant once;
// any other constant where a row comes to it.
bool raises_in_a_row(const plan::InList& in, const ExpressionPtr& item) {
  const auto is_subquery = [](const Expression& each) {
    return std::holds_alternative<plan::ScalarSubquery>(each.content) ||
           std::holds_alternative<plan::ExistsSubquery>(each.content) ||
           std::holds_alternative<plan::InSubquery>(each.content);
  };
  const bool is_of_rows = !plan::is_constant(*item) || !plan::is_constant(*in.input);
  return plan::can_raise(*item) && is_of_rows && !plan::contains(item, is_subquery);
}

}  // namespace

Emitter::Texts Emitter::expressions(const std::vector<ExpressionPtr>& expressions) {
  Texts texts;
  for (const ExpressionPtr& each : expressions) {
    texts.push_back(expression(*each));
  }
  return texts;
}

// What stands twice in a text doubles with each level: the engine would take gigabytes for it.
std::string Emitter::expression(const Expression& expression) {
  constexpr size_t kTextMax = 8 << 20;
  if (error_ || !has_room_in_lambdas()) return "NULL";
  const bool inherited = raise_is_null_;
  raise_is_null_ = inherited && (std::holds_alternative<plan::Call>(expression.content) ||
                                 std::holds_alternative<plan::Cast>(expression.content));
  std::string text = own_text(expression);
  raise_is_null_ = inherited;
  if (text.size() <= kTextMax || error_) return text;
  error_ = too_complex("one of its expressions is more than 8 MiB of text for the engine");
  return "NULL";
}

std::string Emitter::own_text(const Expression& expression) {
  const auto* const called = std::get_if<plan::Call>(&expression.content);
  if ((!over_local_rows_ && plan::is_known_null(expression)) ||
      (called != nullptr && plan::names_no_unit(*called))) {
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
          [&](const plan::InList& in) { return in_list(in); },
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

std::string Emitter::in_list(const plan::InList& in) {
  const Texts values = {expression(*in.input)};
  const bool in_turn = std::ranges::any_of(
      in.items, [&](const ExpressionPtr& item) { return raises_in_a_row(in, item); });
  if (in_turn) {
    return with_names(values, [&](const Texts& names) { return found_in_turn(in, names[0]); });
  }
  Texts items;
  for (const ExpressionPtr& item : in.items) items.push_back(item_of_list(*item));
  const auto test = [&](const Texts& given) { return is_one_of(given[0], items); };
  return is_copied_inside(in.input) ? with_names(values, test) : test(values);
}

// Spark computes the items one after the other, up to the one that is equal, and none beside NULL.
std::string Emitter::found_in_turn(const plan::InList& in, const std::string& value) {
  std::vector<Term> terms;
  Texts together;  // what does not raise is compared in one go
  bool nullable = in.input->nullable;
  const auto close = [&] {
    if (!together.empty()) terms.push_back({is_one_of(value, together), nullable});
    together.clear();
    nullable = in.input->nullable;
  };
  for (const ExpressionPtr& item : in.items) {
    if (raises_in_a_row(in, item)) close();
    together.push_back(item_of_list(*item));
    nullable = nullable || item->nullable;
  }
  close();
  const std::string found = decided_in_turn(terms, /*is_and=*/false);
  return in.input->nullable
             ? fmt::format("(CASE WHEN {} IS NULL THEN CAST(NULL AS BOOLEAN) ELSE {} END)", value,
                           found)
             : found;
}

// A whole number stands bare beside the list's others: a hundred thousand casts of numbers are two
// gigabytes to DuckDB.
std::string Emitter::item_of_list(const Expression& item) {
  const Expression* number = &item;
  while (const auto* cast = std::get_if<plan::Cast>(&number->content)) {
    const types::DataType& from = cast->input->type;
    if (!number->type.is_integral() || !from.is_integral() ||
        plan::cast_can_raise(from, number->type)) {
      break;
    }
    number = cast->input.get();
  }
  const auto* literal = std::get_if<plan::Literal>(&number->content);
  const auto* value = literal != nullptr ? std::get_if<int64_t>(&literal->value.content) : nullptr;
  return value != nullptr && number->type.is_integral() ? std::to_string(*value) : expression(item);
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
  std::string values = joined(expressions(in.values));
  if (in.values.size() > 1) {
    values = "(" + values + ")";
  } else if (in.values[0]->type.is(types::TypeKind::kStruct)) {
    // DuckDB takes a row that is made here for several values.
    values = fmt::format("CASE WHEN true THEN {} END", values);
  }
  return fmt::format("({} IN ({}))", values, relation(*in.plan));
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
    if (sides_of(*conjunct, "or").size() == 1 || !plan::can_raise(*conjunct)) continue;
    for (const Expression* each : demanded_by_all_sides(*conjunct)) {
      texts.push_back(expression(*each));
    }
  }
  return joined(texts, " AND ");
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

// CASE x WHEN a THEN .. WHEN b THEN ..: what x is, where it stands in each condition. A long text
// of it would be there as often as there are branches, and so in each CASE around it.
ExpressionPtr Emitter::compared_by_all(const plan::CaseWhen& branches) {
  ExpressionPtr compared;
  for (const plan::CaseWhen::Branch& branch : branches.branches) {
    const auto* test = std::get_if<plan::Call>(&branch.condition->content);
    if (test == nullptr || !is_comparison(test->function->name)) return nullptr;
    if (compared != nullptr && compared != test->arguments[0]) return nullptr;
    compared = test->arguments[0];
  }
  return branches.branches.size() > 1 ? compared : nullptr;
}

// The same CASE with a name in the place of what is compared.
std::string Emitter::case_of(const ExpressionPtr& compared, const plan::CaseWhen& branches,
                             const types::DataType& type) {
  return with_names({expression(*compared)}, [&](const Texts& names) {
    const plan::AttributeId id = plan::AttributeId{-next_number_++};
    parameter_texts_[id] = names[0];
    const auto named = std::make_shared<const Expression>(
        Expression{.content = plan::LambdaRef{.id = id, .name = {}},
                   .type = compared->type,
                   .nullable = compared->nullable,
                   .span = compared->span});
    plan::CaseWhen renamed = branches;
    for (plan::CaseWhen::Branch& branch : renamed.branches) {
      Expression condition = *branch.condition;
      std::get<plan::Call>(condition.content).arguments[0] = named;
      branch.condition = std::make_shared<const Expression>(std::move(condition));
    }
    return case_when(renamed, type);
  });
}

// A constant that raises must wait for a row that comes to it: DuckDB computes the constant
// conditions of a CASE while it plans, and lets alone what is another value each time.
std::string Emitter::condition(const plan::Expression& expression) {
  std::string text = this->expression(expression);
  const bool waits = !is_under_try_ && plan::can_raise(expression) && plan::is_constant(expression);
  return waits ? "(CASE WHEN random() >= 0 THEN " + text + " END)" : text;
}

std::string Emitter::case_when(const plan::CaseWhen& branches, const types::DataType& type) {
  constexpr size_t kRepeatedPartsMax = 16;
  const ExpressionPtr compared = compared_by_all(branches);
  if (compared != nullptr && plan::parts_of(compared, kRepeatedPartsMax + 1) > kRepeatedPartsMax) {
    return case_of(compared, branches, type);
  }
  std::string text = "(CASE";
  for (const plan::CaseWhen::Branch& branch : branches.branches) {
    text +=
        fmt::format(" WHEN {} THEN {}", condition(*branch.condition), expression(*branch.result));
  }
  text += branches.otherwise ? " ELSE " + expression(*branches.otherwise)
                             : fmt::format(" ELSE CAST(NULL AS {})", type_sql(type));
  return text + " END)";
}

// x >= a AND x <= b, as BETWEEN makes them of one x: a text that stood twice would double with each
// BETWEEN inside of it.
std::optional<std::string> Emitter::between(const plan::Call& call) {
  const auto side = [&](size_t at, std::string_view name) -> const plan::Call* {
    const auto* test = std::get_if<plan::Call>(&call.arguments[at]->content);
    const bool is = test != nullptr && test->function->name == name &&
                    test->function->implementation == plan::Implementation::kSql;
    return is && !plan::can_raise(*test->arguments[1]) ? test : nullptr;
  };
  const plan::Call* const from = side(0, ">=");
  const plan::Call* const to = side(1, "<=");
  if (from == nullptr || to == nullptr || from->arguments[0] != to->arguments[0]) {
    return std::nullopt;
  }
  const ExpressionPtr& value = from->arguments[0];
  if (is_checked_with_constant(*value) || plan::parts_of(value, 3) < 3) return std::nullopt;
  const std::string low = expression(*from->arguments[1]);
  const std::string high = expression(*to->arguments[1]);
  const auto test = [&](const Texts& values) {
    return fmt::format("({} BETWEEN {} AND {})", values[0], low, high);
  };
  // DuckDB's optimizer makes two comparisons of it.
  const Texts values = {expression(*value)};
  return values[0].size() > kTwiceMax || is_copied_inside(value) ? with_names(values, test)
                                                                 : test(values);
}

// DuckDB evaluates all sides. Where a later one can raise, Spark's order is written out: a side is
// computed where none before it has decided.
std::string Emitter::guarded_logic(const plan::Call& call, bool is_and) {
  if (const auto text = is_and ? between(call) : std::nullopt) return *text;
  std::vector<Term> terms;
  std::vector<const Expression*> sides;
  for (const ExpressionPtr& argument : call.arguments) {
    collect_sides(*argument, is_and ? "and" : "or", sides);
  }
  for (const Expression* side : sides) {
    const std::string text = this->expression(*side);
    if (terms.empty() || plan::can_raise(*side)) {
      terms.push_back({text, side->nullable});
    } else {
      terms.back().text += (is_and ? " AND " : " OR ") + text;
      terms.back().nullable = terms.back().nullable || side->nullable;
    }
  }
  return decided_in_turn(terms, is_and);
}

}  // namespace tarn::engine
