#include "plan/part_by_part.h"

#include <cmath>
#include <string_view>

#include "plan/builder.h"
#include "plan/constant_folder.h"
#include "plan/evaluation.h"
#include "plan/shortened.h"
#include "plan/walk.h"

namespace tarn::plan {
namespace {

// Questions for one plan: a tower of calls asks for each of them from the bottom anew.
constexpr int kQuestionsMax = 1000;

Computed literal(types::Value value, const Expression& as) {
  return {.expression = make_literal(value, as.type, as.span), .value = value};
}

Computed null_of(const Expression& expression) {
  return {.expression = make_null(expression.type, expression.span), .value = {}};
}

bool is_zero(const types::Value& value) {
  const auto* integer = std::get_if<int64_t>(&value.content);
  const auto* number = std::get_if<double>(&value.content);
  const auto* decimal = std::get_if<types::Int128>(&value.content);
  return (integer != nullptr && *integer == 0) || (number != nullptr && *number == 0) ||
         (decimal != nullptr && *decimal == 0);
}

bool has_lambda(const Call& call) {
  for (const ExpressionPtr& each : call.arguments) {
    if (std::holds_alternative<Lambda>(each->content)) return true;
  }
  return false;
}

}  // namespace

Result<Computed> PartByPart::computed(const ExpressionPtr& expression) {
  if (const auto* known = std::get_if<Literal>(&expression->content)) {
    return Computed{.expression = expression, .value = known->value};
  }
  if (writing_ == Writing::kMakesNull && is_known_null(*expression)) return null_of(*expression);
  if (const ExpressionPtr size = shortened_size(expression)) return computed(size);
  auto value = value_of(expression);
  if (value && (!value->is_null() || nulls_ == Nulls::kBelieved))
    return Computed{.expression = expression, .value = *std::move(value)};
  if (questions_ > kQuestionsMax)
    return value ? null_of(*expression) : Result<Computed>(value.error());
  return by_parts(expression, value ? std::nullopt : std::optional<Error>(value.error()));
}

Status PartByPart::check_null(const ExpressionPtr& expression) {
  const auto value = value_of(expression);
  if (!value || !value->is_null()) return ok();
  const auto computed = by_parts(expression, std::nullopt);
  return computed ? ok() : Status(computed.error());
}

Result<types::Value> PartByPart::value_of(const ExpressionPtr& expression) {
  ++questions_;
  return settings_.constants->value_of(expression, settings_.time_zone);
}

Result<Computed> PartByPart::by_parts(const ExpressionPtr& expression,
                                      const std::optional<Error>& error) {
  if (const auto* call = std::get_if<Call>(&expression->content)) {
    return call_by_parts(expression, *call, error);
  }
  if (const auto* cases = std::get_if<CaseWhen>(&expression->content)) {
    return taken_branch(*expression, *cases);
  }
  if (const auto* in = std::get_if<InList>(&expression->content)) {
    return found_in(*expression, *in);
  }
  if (const auto* cast = std::get_if<Cast>(&expression->content)) {
    return of_input(expression, cast->input, error);
  }
  if (const auto* field = std::get_if<GetField>(&expression->content)) {
    return of_input(expression, field->input, error);
  }
  return as_it_is(expression, error);
}

// What has no parts to look at: an error, or else the NULL that the engine came to.
Result<Computed> PartByPart::as_it_is(const ExpressionPtr& expression,
                                      const std::optional<Error>& error) {
  if (error) return *error;
  return null_of(*expression);
}

Result<Computed> PartByPart::of_input(const ExpressionPtr& expression, const ExpressionPtr& input,
                                      const std::optional<Error>& error) {
  ASSIGN_OR_RETURN(const Computed part, computed(input));
  if (part.value.is_null()) return null_of(*expression);
  return over(expression, {{input, part.expression}}, error);
}

// The same over parts that do not raise: what it raises now is its own.
Result<Computed> PartByPart::over(const ExpressionPtr& expression, const Replacements& parts,
                                  const std::optional<Error>& error) {
  const ExpressionPtr rebuilt = with_children(expression, [&](const ExpressionPtr& child) {
    for (const auto& [was, is] : parts) {
      if (child == was) return is;
    }
    return child;
  });
  if (rebuilt == expression) return as_it_is(expression, error);
  ASSIGN_OR_RETURN(types::Value value, value_of(rebuilt));
  return Computed{.expression = rebuilt, .value = std::move(value)};
}

Result<Computed> PartByPart::call_by_parts(const ExpressionPtr& expression, const Call& call,
                                           const std::optional<Error>& error) {
  const std::string_view name = call.function->name;
  if (name == "try.any") {
    auto tried = computed(call.arguments[0]);
    return tried ? *std::move(tried) : null_of(*expression);
  }
  if (names_no_unit(call)) return null_of(*expression);
  // Nothing of a text that is never NULL.
  if (name == "right" && is_never_null(call.arguments[0])) {
    if (const auto length = computed(call.arguments[1]); length && length->is_at_most(0))
      return literal({std::string()}, *expression);
  }
  if (name == "try.call") {
    const auto* inner = std::get_if<Call>(&call.arguments[0]->content);
    if (inner == nullptr) return as_it_is(expression, error);
    return of_arguments(call.arguments[0], *inner, error, true);
  }
  switch (call.function->evaluation) {
    case Evaluation::kUntilFalse:
      return logic(*expression, call, false);
    case Evaluation::kUntilTrue:
      return logic(*expression, call, true);
    case Evaluation::kUntilKnown:
      return first_known(*expression, call);
    case Evaluation::kUntilNumber:
      return first_number(*expression, call);
    case Evaluation::kChosen:
      return chosen(expression, call, error);
    case Evaluation::kAll:
    case Evaluation::kTogether:
    case Evaluation::kInterpretedTogether:
    case Evaluation::kLastFirst:
    case Evaluation::kDivisorFirst:
    case Evaluation::kUnitFirst:
    case Evaluation::kEntries:
      break;
  }
  return of_arguments(expression, call, error, false);
}

// `is_tried`: the call is NULL where it raises itself, though not where its arguments do.
Result<Computed> PartByPart::of_arguments(const ExpressionPtr& expression, const Call& call,
                                          const std::optional<Error>& error, bool is_tried) {
  const std::string_view name = call.function->name;
  const Evaluation evaluation = call.function->evaluation;
  const bool of_lambda = has_lambda(call);
  // Arrays are put together until one is NULL, of texts all are computed.
  const bool of_arrays = name == "concat" && expression->type.is(types::TypeKind::kArray);
  bool has_null_key = false;
  Replacements parts;
  for (const size_t at : order_of_arguments(call)) {
    const ExpressionPtr& argument = call.arguments[at];
    if (std::holds_alternative<Lambda>(argument->content)) continue;
    ASSIGN_OR_RETURN(Computed part, computed(argument));
    const bool ends = ends_at_null(*call.function, at, Running::kInterpreted) ||
                      (of_lambda && at == 0) || of_arrays;
    if (part.value.is_null() && ends) return null_of(*expression);
    // The unit of time comes first.
    if (parts.empty() && names_no_unit(*call.function, at, part.value)) return null_of(*expression);
    // Where to begin is not known: nothing is found.
    if (part.value.is_null() && name == "position" && at == 2)
      return literal({int64_t{0}}, *expression);
    const bool divides = evaluation == Evaluation::kDivisorFirst && at == 1;
    if (divides && (is_tried || name.starts_with("try_")) && is_zero(part.value))
      return null_of(*expression);
    if (evaluation == Evaluation::kEntries && at % 2 == 1 && has_null_key) return null_key();
    has_null_key = part.value.is_null();
    parts.emplace_back(argument, std::move(part.expression));
  }
  auto result = over(expression, parts, error);
  return result || !is_tried ? std::move(result) : null_of(*expression);
}

// Each entry goes into the map before the next one is computed.
Error PartByPart::null_key() {
  return {.code = ErrorCode::kInvalid,
          .message = "Cannot use null as map key.",
          .condition = "NULL_MAP_KEY",
          .sqlstate = "2200E"};
}

// AND is false where a side is, OR true; NULL decides nothing.
Result<Computed> PartByPart::logic(const Expression& expression, const Call& call, bool decides) {
  bool has_null = false;
  for (const ExpressionPtr& side : call.arguments) {
    ASSIGN_OR_RETURN(const Computed part, computed(side));
    if (part.is(decides)) return literal({decides}, expression);
    has_null = has_null || part.value.is_null();
  }
  return has_null ? null_of(expression) : literal({!decides}, expression);
}

Result<Computed> PartByPart::first_known(const Expression& expression, const Call& call) {
  for (const ExpressionPtr& each : call.arguments) {
    ASSIGN_OR_RETURN(Computed part, computed(each));
    if (!part.value.is_null()) return part;
  }
  return null_of(expression);
}

Result<Computed> PartByPart::first_number(const Expression& expression, const Call& call) {
  ASSIGN_OR_RETURN(Computed first, computed(call.arguments[0]));
  if (first.value.is_null()) return null_of(expression);
  const auto* number = std::get_if<double>(&first.value.content);
  if (number != nullptr && std::isnan(*number)) return computed(call.arguments[1]);
  return first;
}

Result<Computed> PartByPart::chosen(const ExpressionPtr& expression, const Call& call,
                                    const std::optional<Error>& error) {
  ASSIGN_OR_RETURN(const Computed number, computed(call.arguments[0]));
  const auto* place = std::get_if<int64_t>(&number.value.content);
  if (place == nullptr) return null_of(*expression);
  if (*place > 0 && std::cmp_less(*place, call.arguments.size())) {
    return computed(call.arguments[static_cast<size_t>(*place)]);
  }
  Replacements parts{{call.arguments[0], number.expression}};
  for (size_t at = 1; at < call.arguments.size(); ++at) {
    parts.emplace_back(call.arguments[at], make_null(call.arguments[at]->type));
  }
  return over(expression, parts, error);
}

Result<Computed> PartByPart::taken_branch(const Expression& expression, const CaseWhen& cases) {
  for (const CaseWhen::Branch& branch : cases.branches) {
    ASSIGN_OR_RETURN(const Computed condition, computed(branch.condition));
    if (condition.is(true)) return computed(branch.result);
  }
  return cases.otherwise == nullptr ? null_of(expression) : computed(cases.otherwise);
}

Result<Computed> PartByPart::found_in(const Expression& expression, const InList& in) {
  ASSIGN_OR_RETURN(const Computed input, computed(in.input));
  if (input.value.is_null()) return null_of(expression);
  bool has_null = false;
  for (const ExpressionPtr& each : in.items) {
    ASSIGN_OR_RETURN(const Computed item, computed(each));
    Expression single = expression;
    single.content = InList{.input = input.expression, .items = {item.expression}};
    ASSIGN_OR_RETURN(const types::Value is_it,
                     value_of(std::make_shared<const Expression>(std::move(single))));
    if (is_it == types::Value{true}) return literal({true}, expression);
    has_null = has_null || is_it.is_null();
  }
  return has_null ? null_of(expression) : literal({false}, expression);
}

}  // namespace tarn::plan
