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

// Whether its text may be computed twice: the same value, and no query of its own.
bool may_stand_twice(const ExpressionPtr& expression) {
  return !plan::contains(expression, [](const Expression& each) {
    return plan::is_random(each) || std::holds_alternative<plan::ScalarSubquery>(each.content) ||
           std::holds_alternative<plan::ExistsSubquery>(each.content) ||
           std::holds_alternative<plan::InSubquery>(each.content);
  });
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

bool is_lambda(const ExpressionPtr& expression) {
  return std::holds_alternative<plan::Lambda>(expression->content);
}

// zip_with(a, b, f), aggregate(a, zero, f): b and zero may raise where a is NULL. Large arguments
// are left alone: their texts are made twice, and once more for each call around.
bool takes_function_late(const plan::Call& call) {
  constexpr size_t kPartsMax = 40;
  if (!std::ranges::any_of(call.arguments, is_lambda)) return false;
  for (const ExpressionPtr& each : call.arguments) {
    if (!is_lambda(each) && plan::parts_of(each, kPartsMax) >= kPartsMax) return false;
  }
  return std::ranges::any_of(
      call.arguments.begin() + 1, call.arguments.end(),
      [](const ExpressionPtr& each) { return !is_lambda(each) && plan::can_raise(*each); });
}

// A call of a function that takes functions is no constant to Spark, whatever its arguments are.
bool is_sparks_constant(const ExpressionPtr& expression) {
  return plan::is_constant(*expression) && !plan::contains(expression, [](const Expression& each) {
           return std::holds_alternative<plan::Lambda>(each.content);
         });
}

// locate() from a place that is not known finds nothing.
bool counts_from(const plan::Function& function, size_t place) {
  return function.name == "position" && place == 2;
}

// try_divide() computes nothing that would be divided by zero.
bool ends_at_zero(const plan::Function& function) {
  return function.name.starts_with("try_") &&
         function.evaluation == plan::Evaluation::kDivisorFirst;
}

// elt(1, a, b) is a, and b is not computed.
const Expression* chosen_by(const plan::Call& call) {
  if (call.function->evaluation != plan::Evaluation::kChosen) return nullptr;
  const auto* literal = std::get_if<plan::Literal>(&call.arguments[0]->content);
  const auto* number = literal == nullptr ? nullptr : std::get_if<int64_t>(&literal->value.content);
  const bool is_there =
      number != nullptr && *number > 0 && std::cmp_less(*number, call.arguments.size());
  return is_there ? call.arguments[static_cast<size_t>(*number)].get() : nullptr;
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
  Texts items;
  for (const ExpressionPtr& item : in.items) items.push_back(item_of_list(*item));
  // To DuckDB, brackets around one scalar subquery say nothing: it is IN (query).
  const bool single = in.items.size() == 1;
  const auto test = [&](const Texts& values) {
    return single ? fmt::format("({} = {})", values[0], items[0])
                  : fmt::format("({} IN ({}))", values[0], joined(items));
  };
  const Texts values = {expression(*in.input)};
  return is_copied_inside(in.input) ? with_names(values, test) : test(values);
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

std::string Emitter::call(const plan::Call& call, const types::DataType& type) {
  const bool hands_on = call.function->name == "try.any" ||
                        (raise_is_null_ && plan::gives_null_of_null(*call.function));
  const bool is_emitted = call.function->implementation == plan::Implementation::kEmitter;
  raise_is_null_ = hands_on && !is_emitted;
  if (is_emitted) {
    return takes_function_late(call)
               ? after_nulls(call, plain_arguments_of(call), type,
                             [&](const Texts&) { return emitted_call(call, type); })
               : emitted_call(call, type);
  }
  // DuckDB has no TRY over what is another value each time: what that raises is raised.
  if (call.function->name == "try.any" && plan::contains(call.arguments[0], plan::is_random)) {
    raise_is_null_ = false;
    return this->expression(*call.arguments[0]);
  }
  if (const Expression* value = chosen_by(call)) return this->expression(*value);
  const bool chooses_late = call.function->evaluation == plan::Evaluation::kChosen &&
                            std::any_of(call.arguments.begin() + 1, call.arguments.end(),
                                        [](const auto& each) { return plan::can_raise(*each); });
  if (chooses_late) return chosen_late(call, type);
  return after_nulls(call, arguments_of(call), type, [&](const Texts& arguments) {
    if (call.function->implementation == plan::Implementation::kSql) {
      // DuckDB's own idea of the result's type (length() is a BIGINT there) ends here.
      return fmt::format("CAST({} AS {})", filled_once(call.function->body, arguments, type),
                         type_sql(type));
    }
    std::vector<types::DataType> types;
    for (const ExpressionPtr& argument : call.arguments) {
      types.push_back(argument->type);
    }
    return native(call.function->body, arguments, types, type, call.arguments);
  });
}

// elt(n, a, b) where a or b can raise: the one that n counts off is computed. The call itself is
// left to say what is wrong with n.
std::string Emitter::chosen_late(const plan::Call& call, const types::DataType& type) {
  const Texts values = arguments_of(call);
  return with_names({values[0]}, [&](const Texts& names) {
    std::string text = "(CASE " + names[0];
    Texts others = {names[0]};
    std::vector<types::DataType> types = {call.arguments[0]->type};
    for (size_t at = 1; at < values.size(); ++at) {
      text += fmt::format(" WHEN {} THEN {}", at, values[at]);
      types.push_back(call.arguments[at]->type);
      others.push_back(fmt::format("CAST(NULL AS {})", type_sql(types.back())));
    }
    return text + fmt::format(" ELSE {} END)",
                              native(call.function->body, others, types, type, call.arguments));
  });
}

// Where a body names an argument twice and the text is long, it is computed under a name: calls
// within calls would double it each time.
std::string Emitter::filled_once(std::string_view body, const Texts& arguments,
                                 const types::DataType& type) {
  Texts long_ones;
  std::vector<size_t> places;
  for (size_t at = 0; at < arguments.size(); ++at) {
    const std::string placeholder = fmt::format("{{{}}}", at);
    if (arguments[at].size() <= kTwiceMax || body.find(placeholder) == body.rfind(placeholder)) {
      continue;
    }
    long_ones.push_back(arguments[at]);
    places.push_back(at);
  }
  if (places.empty()) return filled(body, arguments, type);
  return with_names(long_ones, [&](const Texts& names) {
    Texts all = arguments;
    for (size_t i = 0; i < places.size(); ++i) all[places[i]] = names[i];
    return filled(body, all, type);
  });
}

// An argument that is NULL ends a call before a later one raises, as in Spark; DuckDB computes all
// of them.
std::string Emitter::after_nulls(const plan::Call& call, const Texts& arguments,
                                 const types::DataType& type,
                                 const std::function<std::string(const Texts&)>& text) {
  const plan::Function& function = *call.function;
  const bool never_ends = !plan::gives_null_of_null(function) && function.ends_at_null == 0;
  if (raise_is_null_ || never_ends) return text(arguments);
  const bool all = std::ranges::all_of(call.arguments, is_sparks_constant);
  // A long text stands here once more for each call around it. Constants are computed once only.
  const auto is_too_long = [&](size_t at) {
    const bool once = all || plan::is_constant(*call.arguments[at]);
    return arguments[at].size() > (once ? 4000 : kTwiceMax);
  };
  // Spark computes constants before it looks at a row, wherever they stand.
  const auto waits = [&](size_t at) {
    const ExpressionPtr& argument = call.arguments[at];
    return plan::can_raise(*argument) && (all || over_local_rows_ || !is_sparks_constant(argument));
  };
  const auto running =
      all || over_local_rows_ ? plan::Running::kInterpreted : plan::Running::kCompiled;
  // Over rows of a statement's own, where order shows most, a long text gets a name.
  const bool is_strict =
      over_local_rows_ || function.evaluation == plan::Evaluation::kInterpretedTogether;
  const bool may_be_named =
      is_strict && !all && lambdas_around_ < 2 &&
      std::ranges::all_of(call.arguments, [](const auto& each) { return may_stand_twice(each); });
  std::vector<size_t> order = plan::order_of_arguments(call);
  // A function is not called where an array is NULL.
  std::erase_if(order, [&](size_t at) { return is_lambda(call.arguments[at]); });
  while (!order.empty() && !waits(order.back())) order.pop_back();
  if (order.size() < 2) return text(arguments);
  order.pop_back();
  std::vector<size_t> guarding;
  std::vector<size_t> named;
  for (const size_t at : order) {
    const bool ends = counts_from(function, at) || plan::ends_at_null(function, at, running);
    if (!ends || (!call.arguments[at]->nullable && !ends_at_zero(function)) ||
        !may_stand_twice(call.arguments[at])) {
      continue;
    }
    if (is_too_long(at) && !may_be_named) continue;
    guarding.push_back(at);
    if (is_too_long(at)) named.push_back(at);
  }
  if (guarding.empty()) return text(arguments);
  const auto guarded = [&](const Texts& all) {
    std::string guards;
    for (const size_t at : guarding) {
      guards += fmt::format("WHEN {} IS NULL THEN CAST({} AS {}) ", all[at],
                            counts_from(function, at) ? "0" : "NULL", type_sql(type));
      if (ends_at_zero(function))
        guards += fmt::format("WHEN {} = 0 THEN CAST(NULL AS {}) ", all[at], type_sql(type));
    }
    return fmt::format("(CASE {}ELSE {} END)", guards, text(all));
  };
  if (named.empty()) return guarded(arguments);
  Texts long_ones;
  for (const size_t at : named) long_ones.push_back(arguments[at]);
  return with_names(long_ones, [&](const Texts& names) {
    Texts all = arguments;
    for (size_t i = 0; i < named.size(); ++i) all[named[i]] = names[i];
    return guarded(all);
  });
}

// The texts of a call's arguments; of functions among them there is none.
Emitter::Texts Emitter::plain_arguments_of(const plan::Call& call) {
  Texts texts;
  for (const ExpressionPtr& each : call.arguments) {
    texts.push_back(is_lambda(each) ? std::string() : expression(*each));
  }
  return texts;
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

std::string Emitter::case_when(const plan::CaseWhen& branches, const types::DataType& type) {
  constexpr size_t kRepeatedPartsMax = 16;
  const ExpressionPtr compared = compared_by_all(branches);
  if (compared != nullptr && plan::parts_of(compared, kRepeatedPartsMax + 1) > kRepeatedPartsMax) {
    return case_of(compared, branches, type);
  }
  std::string text = "(CASE";
  for (const plan::CaseWhen::Branch& branch : branches.branches) {
    text +=
        fmt::format(" WHEN {} THEN {}", expression(*branch.condition), expression(*branch.result));
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
  struct Term {
    std::string text;
    bool nullable = false;
  };
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
  if (terms.size() == 1) return "(" + terms.front().text + ")";
  std::string checks;
  // Where nothing has decided, a side that cannot be NULL leaves it to the others.
  Texts open;
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

}  // namespace tarn::engine
