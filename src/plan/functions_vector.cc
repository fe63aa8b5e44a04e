// Vectors: arrays of FLOAT, with their norms, products and distances.

#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::float_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;
constexpr auto kAggregate = FunctionKind::kAggregate;

DataType vector_type() { return DataType::array(float_type()); }

// No other type becomes a vector, not even NULL's.
Status expect_vector(const CallSite& call, size_t at) {
  const DataType& type = call.arguments[at]->type;
  if (type.is(TypeKind::kArray) && type.element().is(TypeKind::kFloat)) return ok();
  return unexpected_input_type(call, at, "\"ARRAY<FLOAT>\"");
}

Result<Signature> norm_signature(const CallSite& call, const DataType& result) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  RETURN_IF_ERROR(expect_vector(call, 0));
  if (!call.arguments[1]->type.is(TypeKind::kFloat)) {
    return unexpected_input_type(call, 1, "\"FLOAT\"");
  }
  return Signature{
      .arguments = {vector_type(), float_type()}, .result = result, .may_be_null = true};
}
Result<Signature> norm_rule(const CallSite& call) { return norm_signature(call, float_type()); }
Result<Signature> normalize_rule(const CallSite& call) {
  return norm_signature(call, vector_type());
}

Result<Signature> pair_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  RETURN_IF_ERROR(expect_vector(call, 0));
  RETURN_IF_ERROR(expect_vector(call, 1));
  return Signature{
      .arguments = {vector_type(), vector_type()}, .result = float_type(), .may_be_null = true};
}

Result<Signature> aggregate_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  RETURN_IF_ERROR(expect_vector(call, 0));
  return Signature{.arguments = {vector_type()}, .result = vector_type(), .may_be_null = true};
}

const Function kFunctions[] = {
    {.name = "vector_norm",
     .rule = norm_rule,
     .implementation = kNative,
     .body = "vector_norm",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .usage = "vector_norm(vector[, degree])",
     .summary = "The length of a vector by the degree 1, 2 or infinity."},
    {.name = "vector_normalize",
     .rule = normalize_rule,
     .implementation = kNative,
     .body = "vector_normalize",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate,
     .usage = "vector_normalize(vector[, degree])",
     .summary = "The vector divided by its length."},
    {.name = "vector_inner_product",
     .rule = pair_rule,
     .implementation = kNative,
     .body = "vector_inner_product",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate,
     .usage = "vector_inner_product(a, b)",
     .summary = "The sum of the products of two vectors' elements."},
    {.name = "vector_cosine_similarity",
     .rule = pair_rule,
     .implementation = kNative,
     .body = "vector_cosine_similarity",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate,
     .usage = "vector_cosine_similarity(a, b)",
     .summary = "The cosine of the angle between two vectors."},
    {.name = "vector_l2_distance",
     .rule = pair_rule,
     .implementation = kNative,
     .body = "vector_l2_distance",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate,
     .usage = "vector_l2_distance(a, b)",
     .summary = "The Euclidean distance of two vectors."},
    {.name = "vector_sum",
     .kind = kAggregate,
     .rule = aggregate_rule,
     .implementation = kNative,
     .body = "vector_sum",
     .can_raise = true,
     .usage = "vector_sum(vector)",
     .summary = "The sum of the vectors, element by element."},
    {.name = "vector_avg",
     .kind = kAggregate,
     .rule = aggregate_rule,
     .implementation = kNative,
     .body = "vector_avg",
     .can_raise = true,
     .usage = "vector_avg(vector)",
     .summary = "The mean of the vectors, element by element."},
};

}  // namespace

std::span<const Function> vector_functions() { return kFunctions; }

}  // namespace tarn::plan
