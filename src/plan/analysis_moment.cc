#include "plan/analysis_moment.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>

#include "plan/function.h"
#include "plan/walk.h"

namespace tarn::plan {

namespace {

using Rule = AnalysisMoment::Rule;

bool same_span(const Expression& a, const Expression& b) {
  return a.span.begin == b.span.begin && a.span.end == b.span.end;
}

// NULL as it was written, and of a type that nobody wrote.
bool is_typed_null(const Expression& part) {
  const auto* literal = std::get_if<Literal>(&part.content);
  return literal != nullptr && literal->value.is_null() && !part.type.is(types::TypeKind::kVoid) &&
         part.span.end - part.span.begin == std::string_view("NULL").size();
}

bool is_cast_by_rule(const Expression& part) {
  const auto* cast = std::get_if<Cast>(&part.content);
  return cast != nullptr ? same_span(part, *cast->input) : is_typed_null(part);
}

bool is_call_of(const Expression& expression, std::string_view function) {
  const auto* call = std::get_if<Call>(&expression.content);
  return call != nullptr && call->function->name == function;
}

// struct(x).col1, whose names come with the function; named_struct('a', x).a is parted later.
bool is_unnamed(const GetField& field) {
  return is_call_of(*field.input, "struct") && field.input->type.fields()[field.ordinal].name ==
                                                   "col" + std::to_string(field.ordinal + 1);
}

// Operators over two intervals, or one.
bool stays_as_parsed(std::string_view name) {
  return name == "interval.add" || name == "interval.subtract" || name == "interval.negate" ||
         name == "calendar.wrap_add" || name == "calendar.wrap_subtract" ||
         name == "calendar.wrap_negate";
}

constexpr std::array<std::string_view, 5> kTemporalFamilies = {"timestamp.", "date.", "time.",
                                                               "interval.", "calendar."};

// The rule that puts a call into the place of what was parsed. Nothing: the parser has made it.
std::optional<Rule> made_by(const Expression& expression) {
  if (const auto* field = std::get_if<GetField>(&expression.content))
    return is_unnamed(*field) ? Rule::kFunctions : Rule::kParts;
  const auto* call = std::get_if<Call>(&expression.content);
  if (call == nullptr) return std::nullopt;
  const std::string_view name = call->function->name;
  if (name.starts_with("try.") || stays_as_parsed(name)) return std::nullopt;
  if (name == "element_at.subscript" || name == "subscript.map") return Rule::kParts;
  const bool is_temporal = std::ranges::any_of(
      kTemporalFamilies, [&](std::string_view family) { return name.starts_with(family); });
  if (is_temporal) return Rule::kTemporalOperators;
  const bool is_word = std::isalpha(static_cast<unsigned char>(name.front())) != 0;
  return is_word ? std::optional(Rule::kFunctions) : std::nullopt;
}

AnalysisMoment first_at(AnalysisMoment from, Rule rule) {
  return {.pass = from.rule > rule ? from.pass + 1 : from.pass, .rule = rule};
}

}  // namespace

AnalysisMoment analysis_moment(const Expression& expression) {
  AnalysisMoment moment;
  bool has_cast = false;
  for_each_child(expression, [&](const ExpressionPtr& child) {
    has_cast = has_cast || is_cast_by_rule(*child);
    moment = std::max(moment, analysis_moment(*child));
  });
  if (const auto rule = made_by(expression)) moment = first_at(moment, *rule);
  // An array takes any integer for a place.
  const bool is_place = is_call_of(expression, "element_at.subscript");
  return has_cast && !is_place ? first_at(moment, Rule::kCasts) : moment;
}

}  // namespace tarn::plan
