// Java's regular expressions.

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::int_type;
using types::string_type;

constexpr auto kNative = Implementation::kNative;

Result<Signature> split_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 3));
  constexpr std::array kWants = {Want::kString, Want::kString, Want::kInt};
  return fixed_signature(call, kWants, 3, DataType::array(string_type(), false));
}

Result<Signature> extract_rule(const CallSite& call, const DataType& result) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 3));
  constexpr std::array kWants = {Want::kString, Want::kString, Want::kInt};
  return fixed_signature(call, kWants, 3, result);
}
Result<Signature> extract_one(const CallSite& call) { return extract_rule(call, string_type()); }
Result<Signature> extract_all(const CallSite& call) {
  return extract_rule(call, DataType::array(string_type()));
}
Result<Signature> instr_rule(const CallSite& call) { return extract_rule(call, int_type()); }

Result<Signature> replace_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 3, 4));
  constexpr std::array kWants = {Want::kString, Want::kString, Want::kString, Want::kInt};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 4, string_type()));
  if (is_null_literal(*call.arguments[3])) return signature;
  const auto position = literal_integer(*call.arguments[3]);
  if (!position) return not_foldable(call, 3, "position", "INT");
  if (*position <= 0) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "The position must be between (0, 2147483647] (current value = " +
                            std::to_string(*position) + ").",
                 .condition = "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
                 .sqlstate = "42K09"};
  }
  return signature;
}

constexpr auto kInteger = DefaultArgument::Kind::kInteger;
constexpr DefaultArgument kNoLimit[] = {{.at = 2, .kind = kInteger, .integer = -1}};
constexpr DefaultArgument kFirstGroup[] = {{.at = 2, .kind = kInteger, .integer = 1}};
constexpr DefaultArgument kWholeMatch[] = {{.at = 2, .kind = kInteger, .integer = 0}};
constexpr DefaultArgument kFromTheFirst[] = {{.at = 3, .kind = kInteger, .integer = 1}};

const Function kFunctions[] = {
    {.name = "split",
     .rule = split_rule,
     .implementation = kNative,
     .body = "split",
     .can_raise = true,
     .usage = "split(str, regex[, limit])",
     .summary = "The parts of a string between matches of a Java regular expression.",
     .defaults = kNoLimit},
    {.name = "regexp_extract",
     .rule = extract_one,
     .implementation = kNative,
     .body = "regexp_extract",
     .can_raise = true,
     .usage = "regexp_extract(str, regexp[, group])",
     .summary = "A group of the first match; the empty string where nothing matches.",
     .defaults = kFirstGroup},
    {.name = "regexp_extract_all",
     .rule = extract_all,
     .implementation = kNative,
     .body = "regexp_extract_all",
     .can_raise = true,
     .usage = "regexp_extract_all(str, regexp[, group])",
     .summary = "A group of every match.",
     .defaults = kFirstGroup},
    {.name = "regexp_replace",
     .rule = replace_rule,
     .implementation = kNative,
     .body = "regexp_replace",
     .can_raise = true,
     .constants = places(3),
     .usage = "regexp_replace(str, regexp, replacement[, position])",
     .summary = "The string with every match replaced; $1 stands for a group.",
     .defaults = kFromTheFirst},
    {.name = "regexp_count",
     .rule = fixed<int_type, Want::kString, Want::kString>,
     .implementation = kNative,
     .body = "regexp_count",
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "regexp_count(str, regexp)",
     .summary = "How many matches the string holds."},
    {.name = "regexp_substr",
     .rule = fixed_may_be_null<string_type, Want::kString, Want::kString>,
     .implementation = kNative,
     .body = "regexp_substr",
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "regexp_substr(str, regexp)",
     .summary = "The first match; NULL where there is none."},
    {.name = "regexp_instr",
     .rule = instr_rule,
     .implementation = kNative,
     .body = "regexp_instr",
     .can_raise = true,
     .usage = "regexp_instr(str, regexp)",
     .summary = "Where the first match begins, from 1; 0 where there is none.",
     .defaults = kWholeMatch},
};

}  // namespace

std::span<const Function> regex_functions() { return kFunctions; }

}  // namespace tarn::plan
