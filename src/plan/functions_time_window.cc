// Event-time windows: the functions behind window() and session_window(), window_time() and
// time_bucket(). resolve_time_window.cc puts them into a query.

#include "plan/collection_rules.h"
#include "plan/constants.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::long_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;

bool is_time(const DataType& type) {
  return type.is(TypeKind::kTimestamp) || type.is(TypeKind::kTimestampNtz);
}

// (time, width, slide, start): the struct of the windows that a row falls into.
Result<Signature> rows_rule(const CallSite& call) {
  const DataType& time = call.arguments[0]->type;
  const DataType window =
      DataType::structure({{.name = "start", .type = time}, {.name = "end", .type = time}});
  return Signature{
      .arguments = {time, long_type(), long_type(), long_type()},
      .result = DataType::structure({{.name = "window", .type = window, .nullable = false}})};
}

Result<Signature> session_end_rule(const CallSite& call) {
  const DataType& time = call.arguments[0]->type;
  return Signature{.arguments = {time, types::string_type()}, .result = time, .may_be_null = true};
}

Result<Signature> window_time_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& window = call.arguments[0]->type;
  if (!window.is(TypeKind::kStruct)) return unexpected_input_type(call, 0, "\"STRUCT\"");
  const bool is_window = window.fields().size() == 2 && window.fields()[0].name == "start" &&
                         window.fields()[1].name == "end" && is_time(window.fields()[1].type) &&
                         window.fields()[0].type == window.fields()[1].type;
  if (!is_window) {
    return Error{
        .code = ErrorCode::kInvalid,
        .message = "The input is not a correct window column: window_time(" + call.texts[0] + ")",
        .condition = "_LEGACY_ERROR_TEMP_3101",
        .sqlstate = ""};
  }
  return Signature{.arguments = {window}, .result = window.fields()[1].type};
}

// time_bucket(size, time, origin): the epoch has been put where an origin is left out.
Result<Signature> bucket_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 3));
  const DataType& size = call.arguments[0]->type;
  const DataType& time = call.arguments[1]->type;
  if (!size.is_interval() && !size.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0,
                                 "(\"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\")");
  }
  if (!is_time(time) && !time.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 1, "(\"TIMESTAMP\" or \"TIMESTAMP_NTZ\")");
  }
  const DataType& origin = call.arguments[2]->type;
  if (!origin.is(TypeKind::kVoid) && !time.is(TypeKind::kVoid) && !origin.is(time.kind())) {
    return unexpected_input_type(call, 2, "\"" + time.sql() + "\"");
  }
  if (size.is_interval() && !is_constant(*call.arguments[0])) {
    return not_foldable(call, 0, "bucketSize", size.sql());
  }
  if (!is_constant(*call.arguments[2])) return not_foldable(call, 2, "origin", origin.sql());
  const auto* literal = std::get_if<Literal>(&call.arguments[0]->content);
  const auto* amount = literal == nullptr ? nullptr : std::get_if<int64_t>(&literal->value.content);
  if (amount != nullptr && *amount <= 0) {
    return type_mismatch("VALUE_OUT_OF_RANGE",
                         "The `bucketSize` must be between (0, 9223372036854775807] (current "
                         "value = " +
                             std::to_string(*amount) + ").");
  }
  const DataType result = time.is(TypeKind::kVoid) ? types::timestamp_type() : time;
  const DataType width = size.is_interval() ? size : DataType::of(TypeKind::kDayTimeInterval);
  return Signature{.arguments = {width, result, result}, .result = result};
}

const Function kFunctions[] = {
    {.name = "window.rows",
     .kind = FunctionKind::kGenerator,
     .rule = rows_rule,
     .implementation = Implementation::kEmitter,
     .body = "window.rows"},
    {.name = "session_window.end",
     .rule = session_end_rule,
     .implementation = kNative,
     .body = "session_end",
     .can_raise = true},
    {.name = "window_time",
     .rule = window_time_rule,
     .implementation = kNative,
     .body = "window_time",
     .usage = "window_time(window)",
     .summary = "The last microsecond of a window."},
    {.name = "time_bucket",
     .rule = bucket_rule,
     .implementation = kNative,
     .body = "time_bucket",
     .can_raise = true,
     .constants = places(0, 2),
     .traits = kForgetsUntyped,
     .usage = "time_bucket(size, time[, origin])",
     .summary = "The start of the bucket that a time falls into; buckets begin at the origin."},
};

}  // namespace

std::span<const Function> time_window_functions() { return kFunctions; }

}  // namespace tarn::plan
