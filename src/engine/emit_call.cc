// A call of a function: how its body is filled in, and what ends it before an argument may raise.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/emitter.h"
#include "engine/sql_text.h"
#include "plan/constants.h"
#include "plan/evaluation.h"
#include "plan/walk.h"

namespace tarn::engine {
namespace {

using plan::Expression;
using plan::ExpressionPtr;

// Whether its text may be computed twice: the same value, and no query of its own.
bool may_stand_twice(const ExpressionPtr& expression) {
  return !plan::contains(expression, [](const Expression& each) {
    return plan::is_random(each) || std::holds_alternative<plan::ScalarSubquery>(each.content) ||
           std::holds_alternative<plan::ExistsSubquery>(each.content) ||
           std::holds_alternative<plan::InSubquery>(each.content);
  });
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

// Whether a NULL that is written out makes NULL of a call of our own, whose other arguments do not
// raise: DuckDB knows that of its functions, and then leaves out what is compared with it.
bool is_written_null(const plan::Call& call) {
  const plan::Function& function = *call.function;
  const bool is_ours = function.implementation == plan::Implementation::kNative &&
                       function.kind == plan::FunctionKind::kScalar &&
                       function.nulls == plan::NullRule::kNullInNullOut;
  return is_ours &&
         std::ranges::any_of(call.arguments,
                             [](const ExpressionPtr& each) {
                               const auto* cast = std::get_if<plan::Cast>(&each->content);
                               const auto* literal = std::get_if<plan::Literal>(
                                   &(cast == nullptr ? each : cast->input)->content);
                               return literal != nullptr && literal->value.is_null();
                             }) &&
         std::ranges::none_of(call.arguments, [](const ExpressionPtr& each) {
           return is_lambda(each) || plan::can_raise(*each);
         });
}

}  // namespace

std::string Emitter::call(const plan::Call& call, const types::DataType& type) {
  const bool was_under_try = is_under_try_;
  is_under_try_ =
      was_under_try || call.function->name == "try.any" || call.function->name == "try.call";
  std::string text = call_text(call, type);
  is_under_try_ = was_under_try;
  return text;
}

namespace {

// Whether under TRY() stands more than one call that may raise.
bool tries_parts(const plan::Call& call) {
  if (call.function->name != "try.any") return false;
  bool can_raise = false;
  plan::for_each_child(*call.arguments[0], [&](const plan::ExpressionPtr& part) {
    can_raise = can_raise || plan::can_raise(*part);
  });
  return can_raise;
}

}  // namespace

std::string Emitter::call_text(const plan::Call& call, const types::DataType& type) {
  // DuckDB takes a part that stands twice in a statement out of TRY(), but not out of a lambda.
  if (lambdas_around_ == 0 && tries_parts(call)) {
    return with_names({"(1)"}, [&](const Texts&) { return call_text(call, type); });
  }
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
  if (is_written_null(call)) return fmt::format("CAST(NULL AS {})", type_sql(type));
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

std::string Emitter::emitted_call(const plan::Call& call, const types::DataType& type) {
  const Emitted* emitted = find_emitted(call.function->body);
  if (emitted == nullptr || emitted->call == nullptr) {
    return unsupported(fmt::format("the function {} is not built yet", call.function->name));
  }
  return (this->*emitted->call)(call, type);
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
    if (ends && guarding.empty() && at == order.front() && !counts_from(function, at) &&
        plan::is_known_null(*call.arguments[at]) && !plan::can_raise(*call.arguments[at])) {
      return fmt::format("CAST(NULL AS {})", type_sql(type));
    }
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

}  // namespace tarn::engine
