// Functions of the session, of chance, and of rows' places.

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::double_type;
using types::int_type;
using types::long_type;
using types::string_type;
using types::TypeKind;

constexpr auto kEmitter = Implementation::kEmitter;
constexpr auto kNative = Implementation::kNative;
constexpr auto kVolatile = Determinism::kVolatile;

// A seed is a constant whole number; NULL is 0.
Result<DataType> seed_type(const CallSite& call, size_t at) {
  const Expression& seed = *call.arguments[at];
  if (!seed.type.is_integral() && !seed.type.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, at, "(\"INT\" or \"BIGINT\")");
  }
  if (!literal_integer(seed) && !is_null_literal(seed)) {
    const std::string text = at < call.texts.size() ? call.texts[at] : "";
    return Error{.code = ErrorCode::kInvalid,
                 .message = "The seed expression \"" + text + "\" of the expression \"" +
                            std::string(call.name) + "(" + text + ")\" must be foldable.",
                 .condition = "SEED_EXPRESSION_IS_UNFOLDABLE",
                 .sqlstate = "42K08"};
  }
  return long_type();
}

Result<Signature> rand_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 0, 1));
  Signature signature{.result = double_type(), .nullable = false};
  if (call.arguments.size() == 1) {
    ASSIGN_OR_RETURN(DataType seed, seed_type(call, 0));
    signature.arguments.push_back(std::move(seed));
  }
  return signature;
}

Result<Signature> randstr_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  ASSIGN_OR_RETURN(DataType length, accept(call, 0, Want::kInt));
  if (!is_constant(*call.arguments[0])) return not_foldable(call, 0, "length", "INT or SMALLINT");
  const auto constant = literal_integer(*call.arguments[0]);
  if (constant && *constant < 0) {
    return Error{.code = ErrorCode::kInvalid,
                 .message =
                     "The value of parameter(s) `length` in `randstr` is invalid: Expects "
                     "`length` greater than or equal to 0, but got " +
                     std::to_string(*constant) + ".",
                 .condition = "INVALID_PARAMETER_VALUE.LENGTH",
                 .sqlstate = "22023"};
  }
  Signature signature{.arguments = {std::move(length)}, .result = string_type(), .nullable = false};
  if (call.arguments.size() == 2) {
    ASSIGN_OR_RETURN(DataType seed, seed_type(call, 1));
    signature.arguments.push_back(std::move(seed));
  }
  return signature;
}

Result<Signature> raise_error_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  ASSIGN_OR_RETURN(DataType message, accept(call, 0, Want::kString));
  return Signature{.arguments = {std::move(message)}, .result = DataType(), .may_be_null = true};
}

Result<Signature> assert_true_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  // No text becomes a condition here.
  if (call.arguments[0]->type.is(types::TypeKind::kString)) {
    return unexpected_input_type(call, 0, "\"BOOLEAN\"");
  }
  ASSIGN_OR_RETURN(DataType condition, accept(call, 0, Want::kBoolean));
  ASSIGN_OR_RETURN(DataType message, accept(call, 1, Want::kString));
  return Signature{.arguments = {std::move(condition), std::move(message)},
                   .result = DataType(),
                   .may_be_null = true};
}

template <types::DataType (*Type)()>
Result<Signature> none(const CallSite& call) {
  return fixed_not_null<Type>(call);
}

// A value, and the zone that holds where it is computed (zones.h).
Result<Signature> in_zone_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const DataType& type = call.arguments[0]->type;
  return Signature{.arguments = {type, string_type()}, .result = type};
}

Result<Signature> refusal_rule(const CallSite&) {
  return Signature{.arguments = {types::boolean(), string_type(), string_type(), string_type()},
                   .result = types::boolean(),
                   .may_be_null = true};
}

Result<Signature> next_number_rule(const CallSite&) {
  return Signature{.arguments = {long_type()}, .result = long_type(), .nullable = false};
}

const Function kFunctions[] = {
    // The next number of an identity column of the table that is written (identity_numbers.h).
    {.name = "identity.next",
     .rule = next_number_rule,
     .implementation = kEmitter,
     .body = "next_number",
     .nulls = NullRule::kCustom,
     .determinism = kVolatile,
     .can_raise = true},
    {.name = "in_zone.of",
     .rule = in_zone_rule,
     .implementation = kEmitter,
     .body = "in_zone",
     .nulls = NullRule::kCustom},
    // An error whose condition, SQLSTATE and message are given, where the first argument holds.
    {.name = "raise.refusal",
     .rule = refusal_rule,
     .implementation = kNative,
     .body = "raise.refusal",
     .nulls = NullRule::kCustom,
     .can_raise = true},
    {.name = "raise_error",
     .rule = raise_error_rule,
     .implementation = kNative,
     .body = "raise_error",
     .nulls = NullRule::kCustom,
     .can_raise = true,
     .usage = "raise_error(message)",
     .summary = "Raises USER_RAISED_EXCEPTION."},
    {.name = "assert_true",
     .rule = assert_true_rule,
     .implementation = kNative,
     .body = "assert_true",
     .nulls = NullRule::kCustom,
     .can_raise = true,
     .usage = "assert_true(condition[, message])",
     .summary = "NULL where the condition holds; raises USER_RAISED_EXCEPTION elsewhere."},
    {.name = "uuid",
     .rule = none<string_type>,
     .implementation = kNative,
     .body = "uuid",
     .nulls = NullRule::kCustom,
     .determinism = kVolatile,
     .usage = "uuid()",
     .summary = "A random UUID, another one in each row."},
    {.name = "rand",
     .rule = rand_rule,
     .implementation = kEmitter,
     .body = "per_partition",
     .nulls = NullRule::kCustom,
     .determinism = kVolatile,
     .constants = places(0),
     .traits = kForgetsUntyped,
     .usage = "rand([seed])",
     .summary = "A random number from 0 to 1, the same ones for the same seed."},
    {.name = "random", .alias_of = "rand", .shown = "rand"},
    {.name = "randn",
     .rule = rand_rule,
     .implementation = kEmitter,
     .body = "per_partition",
     .nulls = NullRule::kCustom,
     .determinism = kVolatile,
     .constants = places(0),
     .traits = kForgetsUntyped,
     .usage = "randn([seed])",
     .summary = "A random number of the standard normal distribution."},
    {.name = "randstr",
     .rule = randstr_rule,
     .implementation = kEmitter,
     .body = "per_partition",
     .nulls = NullRule::kCustom,
     .determinism = kVolatile,
     .constants = places(0, 1),
     .usage = "randstr(length[, seed])",
     .summary = "Random letters and digits."},
    {.name = "monotonically_increasing_id",
     .rule = none<long_type>,
     .implementation = kEmitter,
     .body = "per_partition",
     .nulls = NullRule::kCustom,
     .determinism = kVolatile,
     .usage = "monotonically_increasing_id()",
     .summary = "A number that no other row of the query has; with one thread, from 0."},
    {.name = "spark_partition_id",
     .rule = none<int_type>,
     .implementation = kEmitter,
     .body = "per_partition",
     .nulls = NullRule::kCustom,
     .determinism = kVolatile,
     .usage = "spark_partition_id()",
     .summary = "Which of the threads has a row, from 0.",
     .shown = "SPARK_PARTITION_ID"},
    {.name = "input_file_block_start",
     .rule = none<long_type>,
     .implementation = Implementation::kRewritten,
     .usage = "input_file_block_start()",
     .summary = "Where the part of the file begins that holds the row: 0, or -1 without a file."},
    {.name = "input_file_block_length",
     .rule = none<long_type>,
     .implementation = Implementation::kRewritten,
     .usage = "input_file_block_length()",
     .summary = "How many bytes that part has: the file's size, or -1 without a file."},
    {.name = "input_file_name",
     .rule = none<string_type>,
     .implementation = Implementation::kRewritten,
     .usage = "input_file_name()",
     .summary = "The URI of the file that holds the row; empty without a file."},
};

}  // namespace

std::span<const Function> session_functions() { return kFunctions; }

}  // namespace tarn::plan
