// Functions that exist only with OVER. See functions_aggregate.cc for what a body is.

#include "plan/aggregate_rules.h"
#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::double_type;
using types::int_type;
using types::TypeKind;

constexpr auto kWindow = FunctionKind::kWindow;

// Only an INT counts rows. Spark sees others late: lag() turns the offset's sign first, and a frame
// of another number is none of its own.
Status expect_offset(const CallSite& call) {
  const DataType& type = call.arguments[1]->type;
  const bool back = call.name == "lag";
  if (type.is(TypeKind::kInt)) return ok();
  const bool is_text = type.is(TypeKind::kString);
  if (type.is_numeric() || type.is(TypeKind::kVoid) || (is_text && !back)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "The offset of " + std::string(call.name) + " must be an INT.",
                 .condition = "_LEGACY_ERROR_TEMP_1035"};
  }
  const bool has_sign = type.is_interval() || type.is(TypeKind::kCalendarInterval);
  if (!back || has_sign) return unexpected_input_type(call, 1, "\"INT\"");
  return Error{.code = ErrorCode::kInvalid,
               .message = "The offset of lag must be an INT.",
               .condition = "FAILED_FUNCTION_CALL",
               .sqlstate = "38000"};
}

// lag(x[, offset[, default]]): the resolver has filled in what was left out.
Result<Signature> lag_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 3, 3));
  RETURN_IF_ERROR(expect_offset(call));
  RETURN_IF_ERROR(expect_constant(call, 1, "offset", "INT"));
  const DataType& type = call.arguments[0]->type;
  // A number that is written out is cut to fit.
  const bool is_cut =
      type.is_numeric() && call.arguments[2]->type.is_numeric() && is_constant(*call.arguments[2]);
  if (!is_cut && !can_cast_implicitly(*call.arguments[2], type, call.ansi)) {
    return unexpected_input_type(call, 2, "\"" + type.sql() + "\"");
  }
  return Signature{.arguments = {type, int_type(), type},
                   .result = type,
                   .may_be_null = call.arguments[2]->nullable};
}

Result<Signature> nth_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  RETURN_IF_ERROR(expect_constant_in(call, 1,
                                     {.parameter = "offset",
                                      .type = "INT",
                                      .min = 1,
                                      .max = 9223372036854775807.0,
                                      .bounds = "(0, 9223372036854775807]",
                                      .null = NullConstant::kIsZero}));
  constexpr std::array kWants = {Want::kAny, Want::kLong};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 2, DataType()));
  signature.result = signature.arguments[0];
  signature.may_be_null = true;
  return signature;
}

Result<Signature> ntile_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  if (!call.arguments[0]->type.is(types::TypeKind::kInt)) {
    return unexpected_input_type(call, 0, "\"INT\"");
  }
  RETURN_IF_ERROR(expect_constant_in(call, 0,
                                     {.parameter = "buckets",
                                      .type = "INT",
                                      .min = 1,
                                      .max = 2147483647,
                                      .bounds = "(0, 2147483647]",
                                      .null = NullConstant::kIsZero}));
  return fixed_not_null<int_type, Want::kInt>(call);
}

const Function kFunctions[] = {
    {.name = "row_number",
     .kind = kWindow,
     .rule = fixed_not_null<int_type>,
     .body = "row_number()",
     .usage = "row_number() OVER (..)",
     .summary = "The number of the row in its partition, from 1."},
    {.name = "rank",
     .kind = kWindow,
     .rule = fixed_not_null<int_type>,
     .body = "rank()",
     .usage = "rank() OVER (..)",
     .summary = "The rank of the row; equal rows leave gaps."},
    {.name = "dense_rank",
     .kind = kWindow,
     .rule = fixed_not_null<int_type>,
     .body = "dense_rank()",
     .usage = "dense_rank() OVER (..)",
     .summary = "The rank of the row, without gaps."},
    {.name = "percent_rank",
     .kind = kWindow,
     .rule = fixed_not_null<double_type>,
     .body = "percent_rank()",
     .usage = "percent_rank() OVER (..)",
     .summary = "The rank as a share of the partition."},
    {.name = "cume_dist",
     .kind = kWindow,
     .rule = fixed_not_null<double_type>,
     .body = "cume_dist()",
     .usage = "cume_dist() OVER (..)",
     .summary = "The share of rows that are not greater."},
    {.name = "ntile",
     .kind = kWindow,
     .rule = ntile_rule,
     .body = "ntile({0})",
     .can_raise = true,
     .constants = places(0),
     .usage = "ntile(n) OVER (..)",
     .summary = "Which of n buckets of nearly equal size the row falls into."},
    {.name = "lag",
     .kind = kWindow,
     .rule = lag_rule,
     .body = "lag({0}, {1}, {2})",
     .constants = places(1),
     .usage = "lag(expr[, offset[, default]]) OVER (..)",
     .summary = "The value some rows earlier."},
    {.name = "lead",
     .kind = kWindow,
     .rule = lag_rule,
     .body = "lead({0}, {1}, {2})",
     .constants = places(1),
     .usage = "lead(expr[, offset[, default]]) OVER (..)",
     .summary = "The value some rows later."},
    {.name = "nth_value",
     .kind = kWindow,
     .rule = nth_rule,
     .body = "nth_value({0}, {1})",
     .constants = places(1),
     .usage = "nth_value(expr, n) OVER (..)",
     .summary = "The value of the n-th row of the frame."},
};

}  // namespace

std::span<const Function> window_functions() { return kFunctions; }

}  // namespace tarn::plan
