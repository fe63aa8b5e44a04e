// Times and their texts, their counts since the epoch, the numbers they are made of, and the zones
// they are shown in.

#include "plan/coercion.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::date_type;
using types::long_type;
using types::string_type;
using types::timestamp_ntz_type;
using types::timestamp_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;
constexpr auto kEmitter = Implementation::kEmitter;

// TIMESTAMP, or NULL: no cast that nobody wrote.
Result<Signature> epoch_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& given = call.arguments[0]->type;
  if (!given.is(TypeKind::kTimestamp) && !given.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"TIMESTAMP\"");
  }
  return Signature{.arguments = {timestamp_type()}, .result = long_type()};
}
Result<Signature> timestamp_seconds_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& given = call.arguments[0]->type;
  if (!given.is_numeric() && !given.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"NUMERIC\"");
  }
  Signature signature{.arguments = {given}, .result = timestamp_type()};
  if (given.is(TypeKind::kFloat)) signature.arguments = {types::double_type()};
  if (given.is_integral() || given.is(TypeKind::kVoid)) signature.arguments = {long_type()};
  signature.may_be_null = signature.arguments[0].is(TypeKind::kDouble);
  return signature;
}

Result<Signature> timestamp_units_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& given = call.arguments[0]->type;
  if (!given.is_integral() && !given.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"INTEGRAL\"");
  }
  return Signature{.arguments = {long_type()}, .result = timestamp_type()};
}

// ---------------------------------------------------------------- texts

enum class OnTextError : uint8_t { kRaise, kNull };

// Without a pattern a cast, over STRING where the type is not one that has a cast of its own.
Result<Signature> cast_signature(const CallSite& call, const DataType& result,
                                 OnTextError on_error) {
  const Expression& argument = *call.arguments[0];
  const DataType& given = argument.type;
  const bool direct = given.is_datetime() || given.is(TypeKind::kVoid) ||
                      (given.is_numeric() && result.is(TypeKind::kTimestamp));
  if (direct) {
    return Signature{.arguments = {result}, .result = result, .variant = "read.identity"};
  }
  if (!can_cast_implicitly(argument, string_type(), call.ansi)) {
    return unexpected_input_type(call, 0,
                                 "(\"STRING\" or \"DATE\" or \"TIMESTAMP\" or \"TIMESTAMP_NTZ\")");
  }
  return Signature{.arguments = {string_type()},
                   .result = result,
                   .may_be_null = true,
                   .variant = on_error == OnTextError::kNull ? "read.try_cast" : "read.cast"};
}

Result<Signature> read_signature(const CallSite& call, const DataType& result,
                                 OnTextError on_error) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  if (call.arguments.size() == 1) return cast_signature(call, result, on_error);
  ASSIGN_OR_RETURN(DataType format, accept(call, 1, Want::kString));
  if (call.arguments[0]->type.is_datetime()) {
    return Signature{
        .arguments = {result, format}, .result = result, .variant = "read.of_datetime"};
  }
  ASSIGN_OR_RETURN(DataType text, accept(call, 0, Want::kString));
  return Signature{
      .arguments = {text, format}, .result = result, .may_be_null = on_error == OnTextError::kNull};
}
template <TypeMaker Result_, OnTextError kOnError>
Result<Signature> read_rule(const CallSite& call) {
  return read_signature(call, Result_(), kOnError);
}

// Seconds since the epoch: of a time by arithmetic, of a string by its pattern.
Result<Signature> unix_timestamp_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  const DataType& given = call.arguments[0]->type;
  if (given.is_datetime()) {
    const DataType time = given.is(TypeKind::kTimestampNtz) ? given : timestamp_type();
    Signature signature{
        .arguments = {time}, .result = long_type(), .variant = "unix_timestamp.of_time"};
    if (call.arguments.size() == 2) signature.arguments.push_back(string_type());
    return signature;
  }
  if (!given.is(TypeKind::kString) && !given.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0,
                                 "(\"STRING\" or \"DATE\" or \"TIMESTAMP\" or \"TIMESTAMP_NTZ\")");
  }
  constexpr std::array kWants = {Want::kString, Want::kString};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 1, long_type()));
  signature.may_be_null = call.ansi == AnsiMode::kOff;
  return signature;
}

Result<Signature> from_unixtime_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kLong, Want::kString};
  return fixed_signature(call, kWants, 1, string_type());
}

// ---------------------------------------------------------------- numbers and zones

// What does not fit is NULL, and no error.
bool is_null_on_error(const CallSite& call) {
  return call.ansi == AnsiMode::kOff || call.name.starts_with("try_");
}

Result<Signature> make_date_rule(const CallSite& call) {
  using enum Want;
  ASSIGN_OR_RETURN(Signature signature, (fixed<date_type, kInt, kInt, kInt>(call)));
  signature.may_be_null = is_null_on_error(call);
  return signature;
}

// make_timestamp(date, time[, zone]): no cast that nobody wrote.
Result<Signature> of_date_and_time(const CallSite& call, const DataType& result) {
  const auto is_given = [&](size_t at, TypeKind kind) {
    const DataType& type = call.arguments[at]->type;
    return type.is(kind) || type.is(TypeKind::kVoid);
  };
  if (!is_given(0, TypeKind::kDate)) return unexpected_input_type(call, 0, "\"DATE\"");
  if (!is_given(1, TypeKind::kTime)) return unexpected_input_type(call, 1, "\"TIME\"");
  Signature signature{.arguments = {date_type(), DataType::time()},
                      .result = result,
                      .variant = "make_timestamp.of_time"};
  if (call.arguments[1]->type.is(TypeKind::kTime)) signature.arguments[1] = call.arguments[1]->type;
  if (call.arguments.size() == 3) {
    ASSIGN_OR_RETURN(DataType zone, accept(call, 2, Want::kString));
    signature.arguments.push_back(std::move(zone));
  }
  return signature;
}

// make_timestamp(year, month, day, hour, minute, second[, zone]), or of a date alone.
Result<Signature> make_timestamp_signature(const CallSite& call, const DataType& result,
                                           size_t arguments_max) {
  const size_t given = call.arguments.size();
  const bool of_date = given == 1 && arguments_max == 7;
  if (given == 2 || (given == 3 && arguments_max == 7)) return of_date_and_time(call, result);
  if (!of_date && given != 6 && given != arguments_max) {
    return wrong_number_of_arguments(call, arguments_max == 7 ? "[1, 2, 3, 6, 7]" : "[2, 6]");
  }
  if (of_date) {
    ASSIGN_OR_RETURN(DataType date, accept(call, 0, Want::kDate));
    CHECK(date.is(TypeKind::kDate));
    return Signature{.arguments = {result}, .result = result, .variant = "read.identity"};
  }
  Signature signature{.result = result, .may_be_null = is_null_on_error(call)};
  for (size_t at = 0; at < 5; ++at) {
    ASSIGN_OR_RETURN(DataType number, accept(call, at, Want::kInt));
    signature.arguments.push_back(std::move(number));
  }
  ASSIGN_OR_RETURN(const DataType seconds, accept(call, 5, Want::kNumeric));
  CHECK(seconds.is_numeric());
  signature.arguments.push_back(DataType::decimal(16, 6));
  if (given == 7) {
    ASSIGN_OR_RETURN(DataType zone, accept(call, 6, Want::kString));
    signature.arguments.push_back(std::move(zone));
  }
  return signature;
}
Result<Signature> make_timestamp_rule(const CallSite& call) {
  return make_timestamp_signature(call, timestamp_type(), 7);
}
Result<Signature> make_timestamp_ntz_rule(const CallSite& call) {
  return make_timestamp_signature(call, timestamp_ntz_type(), 6);
}

// make_timestamp where TIMESTAMP means TIMESTAMP_NTZ: of a date it stays an instant, and a zone
// beside numbers does not count.
Result<Signature> make_local_timestamp_rule(const CallSite& call) {
  const bool of_date = call.arguments.size() <= 3;
  return make_timestamp_signature(call, of_date ? timestamp_type() : timestamp_ntz_type(), 7);
}

Result<Signature> convert_timezone_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 3));
  ASSIGN_OR_RETURN(DataType from, accept(call, 0, Want::kString));
  ASSIGN_OR_RETURN(DataType to, accept(call, 1, Want::kString));
  const DataType& given = call.arguments[2]->type;
  if (given.is(TypeKind::kTime)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "cannot cast \"" + given.sql() + "\" to \"TIMESTAMP_NTZ\".",
                 .condition = "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION",
                 .sqlstate = "42K09"};
  }
  if (!can_cast_implicitly(*call.arguments[2], timestamp_ntz_type(), call.ansi)) {
    return unexpected_input_type(call, 2, "\"TIMESTAMP_NTZ\"");
  }
  return Signature{.arguments = {std::move(from), std::move(to), timestamp_ntz_type()},
                   .result = timestamp_ntz_type()};
}

Result<Signature> no_arguments_ntz(const CallSite& call) {
  return fixed_not_null<timestamp_ntz_type>(call);
}
Result<Signature> no_arguments_string(const CallSite& call) {
  return fixed_not_null<string_type>(call);
}

const Function kFunctions[] = {
    {.name = "to_date",
     .rule = read_rule<date_type, OnTextError::kRaise>,
     .implementation = kNative,
     .body = "read_by_pattern",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "to_date(str[, format])",
     .summary = "The date that a string stands for."},
    {.name = "try_to_date",
     .rule = read_rule<date_type, OnTextError::kNull>,
     .implementation = kNative,
     .body = "try_read_by_pattern",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "try_to_date(str[, format])",
     .summary = "The date that a string stands for, or NULL."},
    {.name = "to_timestamp",
     .rule = read_rule<timestamp_type, OnTextError::kRaise>,
     .implementation = kNative,
     .body = "read_by_pattern",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "to_timestamp(str[, format])",
     .summary = "The time that a string stands for."},
    {.name = "to_timestamp_ltz", .alias_of = "to_timestamp"},
    {.name = "to_timestamp_ntz",
     .rule = read_rule<timestamp_ntz_type, OnTextError::kRaise>,
     .implementation = kNative,
     .body = "read_by_pattern",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "to_timestamp_ntz(str[, format])",
     .summary = "The wall clock reading that a string stands for."},
    {.name = "to_timestamp.local",
     .rule = read_rule<timestamp_ntz_type, OnTextError::kRaise>,
     .implementation = kNative,
     .body = "read_by_pattern",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true},
    {.name = "try_to_timestamp.local",
     .rule = read_rule<timestamp_ntz_type, OnTextError::kNull>,
     .implementation = kNative,
     .body = "try_read_by_pattern",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true},
    {.name = "try_to_timestamp",
     .rule = read_rule<timestamp_type, OnTextError::kNull>,
     .implementation = kNative,
     .body = "try_read_by_pattern",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "try_to_timestamp(str[, format])",
     .summary = "The time that a string stands for, or NULL."},
    {.name = "read.identity", .rule = read_rule<date_type, OnTextError::kRaise>, .body = "{0}"},
    {.name = "read.of_datetime",
     .rule = read_rule<date_type, OnTextError::kRaise>,
     .body = "CASE WHEN {1} IS NOT NULL THEN {0} END"},
    {.name = "read.cast",
     .rule = read_rule<date_type, OnTextError::kRaise>,
     .implementation = kNative,
     .body = "cast",
     .can_raise = true,
     .traits = kTriedWithoutAnsi},
    {.name = "read.try_cast",
     .rule = read_rule<date_type, OnTextError::kNull>,
     .implementation = kNative,
     .body = "try_cast"},
    {.name = "date_format",
     .rule = fixed<string_type, Want::kTimestamp, Want::kString>,
     .implementation = kNative,
     .body = "date_format",
     .can_raise = true,
     .usage = "date_format(timestamp, format)",
     .summary = "The time as text, by a Java pattern."},
    {.name = "unix_timestamp",
     .rule = unix_timestamp_rule,
     .implementation = kNative,
     .body = "read_by_pattern",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "unix_timestamp([expr[, format]])",
     .summary = "Seconds since 1970-01-01T00:00:00Z."},
    {.name = "unix_timestamp.of_time",
     .rule = unix_timestamp_rule,
     .body = "(epoch_us({0}) // 1000000)",
     .nulls = NullRule::kNullWhenComputed},
    {.name = "to_unix_timestamp", .alias_of = "unix_timestamp"},
    {.name = "unix_seconds",
     .rule = epoch_rule,
     .body = "((epoch_us({0}) - (epoch_us({0}) % 1000000 + 1000000) % 1000000) // 1000000)",
     .traits = kForgetsUntyped,
     .usage = "unix_seconds(timestamp)",
     .summary = "Whole seconds since 1970-01-01T00:00:00Z."},
    {.name = "unix_millis",
     .rule = epoch_rule,
     .body = "((epoch_us({0}) - (epoch_us({0}) % 1000 + 1000) % 1000) // 1000)",
     .traits = kForgetsUntyped,
     .usage = "unix_millis(timestamp)",
     .summary = "Whole milliseconds since 1970-01-01T00:00:00Z."},
    {.name = "unix_micros",
     .rule = epoch_rule,
     .body = "epoch_us({0})",
     .traits = kForgetsUntyped,
     .usage = "unix_micros(timestamp)",
     .summary = "Microseconds since 1970-01-01T00:00:00Z."},
    {.name = "from_unixtime",
     .rule = from_unixtime_rule,
     .implementation = kNative,
     .body = "from_unixtime",
     .can_raise = true,
     .usage = "from_unixtime(seconds[, format])",
     .summary = "A time in seconds as text in the session's time zone."},
    {.name = "timestamp_seconds",
     .rule = timestamp_seconds_rule,
     .implementation = kNative,
     .body = "timestamp_seconds",
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "timestamp_seconds(seconds)",
     .summary = "The time some seconds after 1970-01-01T00:00:00Z."},
    {.name = "timestamp_millis",
     .rule = timestamp_units_rule,
     .implementation = kNative,
     .body = "timestamp_millis",
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "timestamp_millis(milliseconds)",
     .summary = "The time some milliseconds after 1970-01-01T00:00:00Z."},
    {.name = "timestamp_micros",
     .rule = timestamp_units_rule,
     .implementation = kNative,
     .body = "timestamp_micros",
     .traits = kForgetsUntyped,
     .usage = "timestamp_micros(microseconds)",
     .summary = "The time some microseconds after 1970-01-01T00:00:00Z."},
    {.name = "make_date",
     .rule = make_date_rule,
     .implementation = kNative,
     .body = "make_date",
     .can_raise = true,
     .traits = kTriedWithoutAnsi,
     .usage = "make_date(year, month, day)",
     .summary = "The date of a year, month and day."},
    {.name = "make_timestamp",
     .rule = make_timestamp_rule,
     .implementation = kNative,
     .body = "make_timestamp",
     .can_raise = true,
     .traits = kRewrittenLate | kForgetsUntypedTimes,
     .usage = "make_timestamp(year, month, day, hour, minute, second[, zone])",
     .summary = "The time that a clock shows, in the session's zone or the named one."},
    {.name = "make_timestamp.of_time",
     .rule = make_timestamp_rule,
     .implementation = kNative,
     .body = "make_timestamp_of_time",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kTriedWithoutAnsi},
    {.name = "make_timestamp_ltz", .alias_of = "make_timestamp"},
    {.name = "try_make_timestamp",
     .rule = make_timestamp_rule,
     .implementation = kNative,
     .body = "try_make_timestamp",
     .traits = kRewrittenLate,
     .usage = "try_make_timestamp(year, month, day, hour, minute, second[, zone])",
     .summary = "As make_timestamp(), or NULL."},
    {.name = "try_make_timestamp_ltz",
     .traits = kForgetsUntypedTimes,
     .alias_of = "try_make_timestamp"},
    {.name = "make_timestamp_ntz",
     .rule = make_timestamp_ntz_rule,
     .implementation = kNative,
     .body = "make_timestamp",
     .can_raise = true,
     .traits = kForgetsUntypedTimes,
     .usage = "make_timestamp_ntz(year, month, day, hour, minute, second)",
     .summary = "A wall clock reading."},
    {.name = "try_make_timestamp_ntz",
     .rule = make_timestamp_ntz_rule,
     .implementation = kNative,
     .body = "try_make_timestamp",
     .traits = kForgetsUntypedTimes,
     .usage = "try_make_timestamp_ntz(year, month, day, hour, minute, second)",
     .summary = "As make_timestamp_ntz(), or NULL."},
    {.name = "make_timestamp.local",
     .rule = make_local_timestamp_rule,
     .implementation = kNative,
     .body = "make_timestamp",
     .can_raise = true},
    {.name = "try_make_timestamp.local",
     .rule = make_local_timestamp_rule,
     .implementation = kNative,
     .body = "try_make_timestamp"},
    {.name = "from_utc_timestamp",
     .rule = fixed<timestamp_type, Want::kTimestamp, Want::kString>,
     .implementation = kNative,
     .body = "from_utc_timestamp",
     .can_raise = true,
     .usage = "from_utc_timestamp(timestamp, zone)",
     .summary = "What clocks of the zone show when those of UTC show the time."},
    {.name = "to_utc_timestamp",
     .rule = fixed<timestamp_type, Want::kTimestamp, Want::kString>,
     .implementation = kNative,
     .body = "to_utc_timestamp",
     .can_raise = true,
     .usage = "to_utc_timestamp(timestamp, zone)",
     .summary = "What clocks of UTC show when those of the zone show the time."},
    {.name = "convert_timezone",
     .rule = convert_timezone_rule,
     .implementation = kNative,
     .body = "convert_timezone",
     .can_raise = true,
     .usage = "convert_timezone([from, ]to, timestamp_ntz)",
     .summary = "What clocks of one zone show when those of the other show the time."},
    {.name = "current_timezone",
     .rule = no_arguments_string,
     .implementation = kEmitter,
     .body = "current_timezone",
     .traits = kRewrittenLate,
     .usage = "current_timezone()",
     .summary = "The session's time zone."},
    {.name = "localtimestamp",
     .rule = no_arguments_ntz,
     .implementation = kEmitter,
     .body = "localtimestamp",
     .determinism = Determinism::kVolatile,
     .usage = "localtimestamp()",
     .summary = "current_timestamp() as clocks of the session's time zone show it."},
};

}  // namespace

std::span<const Function> timestamp_functions() { return kFunctions; }

}  // namespace tarn::plan
