#include "plan/shortened.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/builder.h"
#include "plan/function.h"
#include "plan/walk.h"

namespace tarn::plan {
namespace {

// The arguments of a call of that function, or null.
const std::vector<ExpressionPtr>* arguments_of(const Expression& expression,
                                               std::string_view function) {
  const auto* call = std::get_if<Call>(&expression.content);
  return call != nullptr && call->function->name == function ? &call->arguments : nullptr;
}

std::optional<int64_t> written_int(const Expression& expression) {
  if (const auto* cast = std::get_if<Cast>(&expression.content)) return written_int(*cast->input);
  const auto* literal = std::get_if<Literal>(&expression.content);
  if (literal == nullptr || !expression.type.is(types::TypeKind::kInt)) return std::nullopt;
  const auto* value = std::get_if<int64_t>(&literal->value.content);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

ExpressionPtr element(const std::vector<ExpressionPtr>& elements, int64_t place,
                      const Expression& whole) {
  const bool is_inside = place >= 0 && std::cmp_less(place, elements.size());
  return is_inside ? make_cast(elements[static_cast<size_t>(place)], whole.type)
                   : make_null(whole.type, whole.span);
}

ExpressionPtr value_of_key(const std::vector<ExpressionPtr>& entries, const ExpressionPtr& key,
                           const Expression& whole) {
  static const Function& equal = *find_function("=");
  CaseWhen cases;
  for (size_t at = 0; at + 1 < entries.size(); at += 2) {
    if (!entries[at]->type.same_ignoring_nullability(key->type)) return nullptr;
    cases.branches.push_back(
        {.condition = make_call(equal, {entries[at], key}, types::boolean(), true),
         .result = make_cast(entries[at + 1], whole.type)});
  }
  if (cases.branches.empty()) return nullptr;
  Expression result = whole;
  result.content = std::move(cases);
  result.nullable = true;
  return std::make_shared<const Expression>(std::move(result));
}

// Whether Spark knows that it raises nothing.
bool is_quiet(const ExpressionPtr& expression) {
  if (std::holds_alternative<Literal>(expression->content) ||
      std::holds_alternative<AttributeRef>(expression->content)) {
    return true;
  }
  constexpr std::array<std::string_view, 6> kQuiet = {"isnull", "isnotnull", "coalesce",
                                                      "struct", "array",     "map"};
  const auto* call = std::get_if<Call>(&expression->content);
  return call != nullptr && std::ranges::find(kQuiet, call->function->name) != kQuiet.end() &&
         std::ranges::all_of(call->arguments, is_quiet);
}

}  // namespace

ExpressionPtr shortened_part(const ExpressionPtr& expression) {
  if (const auto* field = std::get_if<GetField>(&expression->content)) {
    const auto* values = arguments_of(*field->input, "struct");
    return values == nullptr || field->ordinal >= values->size()
               ? nullptr
               : make_cast((*values)[field->ordinal], expression->type);
  }
  const auto* parts = arguments_of(*expression, "element_at.subscript");
  if (parts == nullptr) parts = arguments_of(*expression, "get");
  if (parts == nullptr) parts = arguments_of(*expression, "subscript.map");
  if (parts == nullptr) return nullptr;
  if (const auto* entries = arguments_of(*(*parts)[0], "map"))
    return value_of_key(*entries, (*parts)[1], *expression);
  const auto* elements = arguments_of(*(*parts)[0], "array");
  const std::optional<int64_t> place = written_int(*(*parts)[1]);
  return elements == nullptr || !place ? nullptr : element(*elements, *place, *expression);
}

namespace {

bool is_of_time_or_fraction(const types::DataType& type) {
  return type.is(types::TypeKind::kFloat) || type.is(types::TypeKind::kDouble) ||
         type.is(types::TypeKind::kTimestamp);
}

// Whether Spark takes it for what may be NULL although it raises instead.
bool may_be_null_to_spark(const Expression& expression) {
  constexpr std::array<std::string_view, 3> kMayBe = {"calendar.divide", "split_part",
                                                      "url_decode"};
  if (const auto* cast = std::get_if<Cast>(&expression.content)) {
    const types::DataType& from = cast->input->type;
    return from.is(types::TypeKind::kString) ||
           (expression.type.is_integral() && is_of_time_or_fraction(from));
  }
  const auto* call = std::get_if<Call>(&expression.content);
  return call != nullptr && std::ranges::find(kMayBe, call->function->name) != kMayBe.end();
}

// An element beyond the last one, which raises; it may have no type.
bool is_beyond_array(const Expression& expression) {
  if (const auto* cast = std::get_if<Cast>(&expression.content))
    return is_beyond_array(*cast->input);
  const auto* arguments = arguments_of(expression, "element_at");
  if (arguments == nullptr) return false;
  const auto* elements = arguments_of(*(*arguments)[0], "array");
  const std::optional<int64_t> place = written_int(*(*arguments)[1]);
  return elements != nullptr && place && std::cmp_greater(std::abs(*place), elements->size());
}

// A call that is NULL only beside NULLs, of which there are none.
bool raises_instead(const ExpressionPtr& expression) {
  if (is_beyond_array(*expression)) return true;
  const auto* call = std::get_if<Call>(&expression->content);
  return call != nullptr && call->function->nulls == NullRule::kNullInNullOut &&
         std::ranges::any_of(call->arguments, raises_instead) &&
         std::ranges::all_of(call->arguments, is_never_null);
}

}  // namespace

bool is_never_null(const ExpressionPtr& expression) {
  if (expression->nullable) return raises_instead(expression);
  return !contains(expression, may_be_null_to_spark);
}

namespace {

ExpressionPtr up_to_known(const ExpressionPtr& expression, const Call& call) {
  const auto known = std::ranges::find_if(call.arguments, is_never_null);
  if (known == call.arguments.begin()) return *known;
  if (known == call.arguments.end() || known + 1 == call.arguments.end()) return nullptr;
  Call shorter = call;
  shorter.arguments.assign(call.arguments.begin(), known + 1);
  Expression result = *expression;
  result.content = std::move(shorter);
  return std::make_shared<const Expression>(std::move(result));
}

ExpressionPtr only_branch(const CaseWhen& cases) {
  if (cases.otherwise == nullptr) return nullptr;
  const bool is_one = std::ranges::all_of(cases.branches, [&](const CaseWhen::Branch& branch) {
    return !is_volatile(branch.condition) && same_expression(*branch.result, *cases.otherwise);
  });
  return is_one ? cases.otherwise : nullptr;
}

}  // namespace

ExpressionPtr decided_by_form(const ExpressionPtr& expression) {
  if (const auto* cases = std::get_if<CaseWhen>(&expression->content)) return only_branch(*cases);
  const auto* call = std::get_if<Call>(&expression->content);
  if (call == nullptr) return nullptr;
  const std::string_view name = call->function->name;
  if ((name == "isnull" || name == "isnotnull") && is_never_null(call->arguments[0]))
    return make_boolean(name == "isnotnull", expression->span);
  return name == "coalesce" ? up_to_known(expression, *call) : nullptr;
}

ExpressionPtr shortened_size(const ExpressionPtr& expression) {
  const std::vector<ExpressionPtr>* collection = nullptr;
  for (const std::string_view name : {"size", "size.map", "array_size"}) {
    if (collection == nullptr) collection = arguments_of(*expression, name);
  }
  if (collection == nullptr) return nullptr;
  const Expression& counted = *(*collection)[0];
  const auto* entries = arguments_of(counted, "map");
  const auto* parts = entries == nullptr ? arguments_of(counted, "array") : entries;
  if (parts == nullptr || !std::ranges::all_of(*parts, is_quiet)) return nullptr;
  const auto count = static_cast<int64_t>(entries == nullptr ? parts->size() : parts->size() / 2);
  return make_literal({count}, expression->type, expression->span);
}

}  // namespace tarn::plan
