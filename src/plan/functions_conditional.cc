// Functions that choose among their arguments. IF, NULLIF and NVL2 are CASE expressions, which the
// resolver writes out (resolve_special.cc).

#include <algorithm>

#include "plan/collection_rules.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

bool all_nullable(const CallSite& call) {
  for (const ExpressionPtr& argument : call.arguments) {
    if (!argument->nullable) return false;
  }
  return true;
}

Result<Signature> coalesce_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, all_common(call, 1));
  signature.nullable = all_nullable(call);
  return signature;
}

Result<Signature> nvl_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  ASSIGN_OR_RETURN(Signature signature, coalesce_rule(call));
  signature.variant = "coalesce";
  return signature;
}

// Whether a string meets something else, here or in the same place inside.
bool mixes_strings(const types::DataType& a, const types::DataType& b) {
  using types::TypeKind;
  if (a.is(TypeKind::kVoid) || b.is(TypeKind::kVoid)) return false;
  if (a.is(TypeKind::kString) != b.is(TypeKind::kString)) return true;
  if (a.kind() != b.kind() || !a.is(TypeKind::kArray)) return false;
  return mixes_strings(a.element(), b.element());
}

// The engine's comparison of numbers, strings and times is Spark's; of nested values it is not.
Result<Signature> extreme_rule(const CallSite& call, std::string_view of_nested) {
  ASSIGN_OR_RETURN(Signature signature, all_common(call, 2));
  // Here a string makes no strings of the others in any mode.
  for (const ExpressionPtr& one : call.arguments) {
    const bool mixes = std::ranges::any_of(call.arguments, [&](const ExpressionPtr& other) {
      return mixes_strings(one->type, other->type);
    });
    if (mixes) return different_types(call);
  }
  RETURN_IF_ERROR(expect_orderable(call, signature.result));
  if (signature.result.is_nested()) signature.variant = of_nested;
  signature.nullable = all_nullable(call);
  return signature;
}
Result<Signature> greatest_rule(const CallSite& call) {
  return extreme_rule(call, "greatest.nested");
}
Result<Signature> least_rule(const CallSite& call) { return extreme_rule(call, "least.nested"); }

const Function kFunctions[] = {
    {.name = "coalesce",
     .rule = coalesce_rule,
     .body = "coalesce({*})",
     .nulls = NullRule::kCustom,
     .evaluation = Evaluation::kUntilKnown,
     .usage = "coalesce(expr1, expr2, ...)",
     .summary = "The first argument that is not NULL; later ones are not evaluated."},
    {.name = "nvl",
     .rule = nvl_rule,
     .implementation = Implementation::kRewritten,
     .nulls = NullRule::kCustom,
     .evaluation = Evaluation::kUntilKnown,
     .traits = kRewrittenLate,
     .usage = "nvl(expr1, expr2)",
     .summary = "expr2 if expr1 is NULL, else expr1."},
    {.name = "ifnull", .alias_of = "nvl"},
    {.name = "greatest",
     .rule = greatest_rule,
     .body = "greatest({*})",
     .nulls = NullRule::kCustom,
     .traits = kSymmetric,
     .usage = "greatest(expr, ...)",
     .summary = "The greatest argument; NULLs are skipped, NaN is the greatest number."},
    {.name = "least",
     .rule = least_rule,
     .body = "least({*})",
     .nulls = NullRule::kCustom,
     .traits = kSymmetric,
     .usage = "least(expr, ...)",
     .summary = "The least argument; NULLs are skipped."},
};

}  // namespace

std::span<const Function> conditional_functions() { return kFunctions; }

}  // namespace tarn::plan
