// Calls whose arguments are more than values: units of time, fields of EXTRACT; and functions of
// numbers that take intervals as well.

#include <algorithm>

#include "plan/call_settings.h"
#include "plan/constants.h"
#include "plan/expression_resolver.h"
#include "plan/foldable.h"
#include "plan/naming.h"
#include "plan/special_times.h"
#include "plan/type_rules.h"

namespace tarn::plan {

using types::DataType;
using types::IntervalUnit;
using types::TypeKind;

namespace {

std::string upper_ascii(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
  });
  return text;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

bool is_unit(const std::string& word) {
  return is_one_of(upper_ascii(word), {"YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DAYOFYEAR",
                                       "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND"});
}

// The function that gets a field out of a date or a time, or nothing.
std::string_view datetime_field(std::string_view field) {
  if (is_one_of(field, {"YEAR", "Y", "YEARS", "YR", "YRS"})) return "year";
  if (field == "YEAROFWEEK") return "extract.yearofweek";
  if (is_one_of(field, {"QUARTER", "QTR"})) return "quarter";
  if (is_one_of(field, {"MONTH", "MON", "MONS", "MONTHS"})) return "month";
  if (is_one_of(field, {"WEEK", "W", "WEEKS"})) return "weekofyear";
  if (is_one_of(field, {"DAY", "D", "DAYS"})) return "day";
  if (is_one_of(field, {"DAYOFWEEK", "DOW"})) return "dayofweek";
  if (is_one_of(field, {"DAYOFWEEK_ISO", "DOW_ISO"})) return "extract.dayofweek_iso";
  if (field == "DOY") return "dayofyear";
  if (is_one_of(field, {"HOUR", "H", "HOURS", "HR", "HRS"})) return "hour";
  if (is_one_of(field, {"MINUTE", "M", "MIN", "MINS", "MINUTES"})) return "minute";
  if (is_one_of(field, {"SECOND", "S", "SEC", "SECONDS", "SECS"})) return "extract.second";
  return {};
}

struct IntervalField {
  std::string_view function;
  DataType type;
};

std::optional<IntervalField> calendar_field(std::string_view field) {
  const std::string_view part = datetime_field(field);
  if (part == "year") return IntervalField{"calendar.years", types::int_type()};
  if (part == "month") return IntervalField{"calendar.months", types::byte_type()};
  if (part == "day") return IntervalField{"calendar.days", types::int_type()};
  if (part == "hour") return IntervalField{"calendar.hours", types::byte_type()};
  if (part == "minute") return IntervalField{"calendar.minutes", types::byte_type()};
  if (part == "extract.second") {
    return IntervalField{"calendar.seconds", DataType::decimal(8, 6)};
  }
  return std::nullopt;
}

// How many nanoseconds the last digit of a TIME stands for.
ExpressionPtr last_digit(const DataType& time, Span span) {
  constexpr int kNanoDigits = 9;
  int64_t nanos = 1;
  for (int digit = time.precision(); digit < kNanoDigits; ++digit) nanos *= 10;
  return make_literal({.content = nanos}, types::long_type(), span);
}

// Only fields that a time of day has.
std::optional<IntervalField> time_field(std::string_view field) {
  const std::string_view part = datetime_field(field);
  if (part == "hour") return IntervalField{"time.hour", types::int_type()};
  if (part == "minute") return IntervalField{"time.minute", types::int_type()};
  if (part == "extract.second") {
    return IntervalField{"time.seconds", DataType::decimal(8, 6)};
  }
  return std::nullopt;
}

// Only fields that the interval's type has.
std::optional<IntervalField> interval_field(std::string_view field, const DataType& type) {
  const std::string_view part = datetime_field(field);
  const auto has = [&](IntervalUnit unit) {
    return type.from_unit() <= unit && unit <= type.to_unit();
  };
  if (part == "year" && has(IntervalUnit::kYear)) {
    return IntervalField{"interval.years", types::int_type()};
  }
  if (part == "month" && has(IntervalUnit::kMonth)) {
    return IntervalField{"interval.months", types::byte_type()};
  }
  if (part == "day" && has(IntervalUnit::kDay)) {
    return IntervalField{"interval.days", types::int_type()};
  }
  if (part == "hour" && has(IntervalUnit::kHour)) {
    return IntervalField{"interval.hours", types::byte_type()};
  }
  if (part == "minute" && has(IntervalUnit::kMinute)) {
    return IntervalField{"interval.minutes", types::byte_type()};
  }
  if (part == "extract.second" && has(IntervalUnit::kSecond)) {
    return IntervalField{"interval.seconds", DataType::decimal(8, 6)};
  }
  return std::nullopt;
}

}  // namespace

// Calls that Spark shows as what they are made of.
Typed ExpressionResolver::nested_time_call(const sql::FunctionCall& node, const std::string& name,
                                           Span span) {
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  for (Typed& each : *arguments) {
    if (!each.expression->type.is(TypeKind::kVoid)) continue;
    each = {.expression = make_null(DataType(), each.expression->span), .text = "NULL"};
  }
  if (name == "try_to_time") {
    std::string text = "try_to_time(" + call_name("to_time", false, *arguments) + ")";
    return call(*find_function(name), std::move(*arguments), std::move(text), span, name);
  }
  if (name == "try_make_timestamp_ntz") {
    // Whatever its arguments raise is NULL, too.
    const std::string inner = call_name("make_timestamp_ntz", false, *arguments);
    const std::string text = "try_make_timestamp_ntz(" + inner + ")";
    Typed plain = call(*find_function("make_timestamp_ntz"), std::move(*arguments), text, span);
    if (!plain) return plain;
    return call(*find_function("try.any"), {plain}, text, span, name);
  }
  std::string text = call_name("make_timestamp", false, *arguments);
  return call(*find_function(name), std::move(*arguments), std::move(text), span, name);
}

// Calls that leave out what Spark puts in: the time that is now, a zone, zeros.
Typed ExpressionResolver::completed_time_call(const std::string& name, std::vector<Typed> arguments,
                                              Span span) {
  if (name == "unix_timestamp") {
    const Function& now = *find_function("current_timestamp");
    arguments.push_back(call(now, {}, "current_timestamp()", span));
    const std::string format = "yyyy-MM-dd HH:mm:ss";
    arguments.push_back({.expression = make_string(format, span), .text = format});
  } else if (name == "months_between") {
    arguments.push_back({.expression = make_boolean(true, span), .text = "true"});
  } else if (name == "convert_timezone") {
    const Function& zone = *find_function("current_timezone");
    arguments.insert(arguments.begin(), call(zone, {}, "current_timezone()", span));
  } else if (name == "try_make_timestamp") {
    // Spark does not show the zone.
    const std::vector<Typed> shown(arguments.begin(), arguments.end() - 1);
    std::string text = call_name(name, false, shown);
    return call(function_meant(*find_function(name), name, query_.settings()), std::move(arguments),
                std::move(text), span, name);
  } else {
    const size_t whole_numbers = name == "make_dt_interval" ? 3 : 6;
    while (arguments.size() < whole_numbers) {
      arguments.push_back({.expression = make_int(0, span), .text = "0"});
    }
    arguments.push_back(
        {.expression = make_literal({.content = types::Int128{0}}, DataType::decimal(18, 6), span),
         .text = "0.000000"});
  }
  const std::string text = call_name(name, false, arguments);
  return call(*find_function(name), std::move(arguments), text, span, name);
}

// to_date('today') and its kin, which are casts.
std::optional<Typed> ExpressionResolver::special_time_call(const sql::FunctionCall& node,
                                                           const std::string& name, Span span) {
  const auto* literal = node.arguments[0].value->as<sql::Literal>();
  const auto* word =
      literal == nullptr ? nullptr : std::get_if<std::string>(&literal->value.content);
  if (word == nullptr || !literal->type.is(TypeKind::kString)) return std::nullopt;
  const bool ntz =
      name == "to_timestamp_ntz" || (query_.settings().ntz_by_default && !name.ends_with("_ltz"));
  DataType type = types::timestamp_type();
  if (is_one_of(name, {"to_date", "try_to_date"})) {
    type = types::date_type();
  } else if (ntz) {
    type = DataType::of(TypeKind::kTimestampNtz);
  }
  ExpressionPtr value = special_time(*word, type, span);
  if (value == nullptr) return std::nullopt;
  return Typed{.expression = std::move(value), .text = name + "(" + *word + ")"};
}

// timestampadd(DAY, 1, ts): the unit is a word.
Typed ExpressionResolver::unit_call(const sql::FunctionCall& node, const std::string& name,
                                    Span span) {
  const auto* literal =
      node.arguments.empty() ? nullptr : node.arguments[0].value->as<sql::Literal>();
  const auto* word =
      literal == nullptr ? nullptr : std::get_if<std::string>(&literal->value.content);
  // The parser makes a string of a unit, and marks the call.
  const bool is_word = node.form == sql::CallForm::kSpecial && word != nullptr;
  const std::string unit = is_word ? *word : "";
  if (node.arguments.size() == 3 && literal != nullptr && !is_word) {
    query_.report(span, {.condition = "INVALID_PARAMETER_VALUE.DATETIME_UNIT",
                         .sqlstate = "22023",
                         .message = "The value of parameter(s) `unit` in " + quoted(name) +
                                    " is invalid: expects one of the units without quotes YEAR, "
                                    "QUARTER, MONTH, WEEK, DAY, DAYOFYEAR, HOUR, MINUTE, SECOND, "
                                    "MILLISECOND, MICROSECOND, but got a literal."});
    return {};
  }
  if (!name.starts_with("timestamp") && !is_word) {
    // The name is that of a function of two, too.
    if (!arguments_of(node)) return {};
    query_.report(span, {.condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                         .sqlstate = "42605",
                         .message = "The " + quoted(name) +
                                    " requires 2 parameters but the actual number is " +
                                    std::to_string(node.arguments.size()) + ".",
                         .hint = "or a unit such as DAY first: " + name + "(DAY, .., ..)"});
    return {};
  }
  if (node.arguments.size() != 3 || !is_unit(unit)) {
    query_.report(node.name.span,
                  {.condition = "UNRESOLVED_ROUTINE",
                   .sqlstate = "42883",
                   .message = "Cannot resolve routine " + quoted(name) +
                              " on search path [`system`.`builtin`, `system`.`session`].",
                   .hint = name + "(unit, .., ..) wants a unit such as DAY first"});
    return {};
  }
  Typed first{.expression = make_string(upper_ascii(unit), span), .text = unit};
  Typed second = resolve(*node.arguments[1].value);
  Typed third = resolve(*node.arguments[2].value);
  if (!second || !third) return {};
  const bool adds = is_one_of(name, {"timestampadd", "dateadd", "date_add"});
  const std::string shown = adds ? "timestampadd" : "timestampdiff";
  const std::string text = shown + "(" + unit + ", " + second.text + ", " + third.text + ")";
  return call(*find_function(shown), {std::move(first), std::move(second), std::move(third)}, text,
              span, shown);
}

Typed ExpressionResolver::sign_call(const sql::FunctionCall& node, const std::string& name,
                                    Span span) {
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  std::string text = call_name(name, false, *arguments);
  const DataType type = arguments->size() == 1 ? (*arguments)[0].expression->type : DataType();
  const bool of_calendar =
      type.is(TypeKind::kCalendarInterval) && (name == "negative" || name == "positive");
  if (!type.is_interval() && !of_calendar) {
    const Function* function = find_function(name);
    if (function == nullptr) {
      query_.report_unsupported(node.name.span, "the function " + name);
      return {};
    }
    return call(*function, std::move(*arguments), std::move(text), span, name);
  }
  const bool keeps = name == "positive";
  if (keeps) text = "(+ " + (*arguments)[0].text + ")";
  const std::string_view body = name == "abs"        ? "interval.abs"
                                : name == "negative" ? "interval.negate"
                                : keeps              ? "interval.same"
                                                     : "interval.sign";
  const ExpressionPtr& value = (*arguments)[0].expression;
  return {.expression = make_call(*find_function(body), {value},
                                  body == "interval.sign" ? types::double_type() : type,
                                  value->nullable, span),
          .text = std::move(text)};
}

Typed ExpressionResolver::extract(const sql::FunctionCall& node, const std::string& name,
                                  Span span) {
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  if (arguments->size() != 2) {
    query_.report(span, {.condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                         .sqlstate = "42605",
                         .message = "The " + quoted(name) +
                                    " requires 2 parameters but the actual number is " +
                                    std::to_string(arguments->size()) + "."});
    return {};
  }
  const Typed written = constant((*arguments)[0], span);
  if (!written) return {};
  const Typed& source = (*arguments)[1];
  const DataType& type = source.expression->type;
  const std::string between = name == "date_part" ? ", " : " FROM ";
  const std::string text = name + "(" + written.text + between + source.text + ")";
  if (is_null_literal(*written.expression)) {
    return {.expression = make_null(types::double_type(), span), .text = text};
  }
  const auto field_text = literal_string(*written.expression);
  if (!field_text) {
    query_.report_error(span, non_foldable_argument(name, "field", "STRING"));
    return {};
  }
  const std::string field = upper_ascii(*field_text);
  const auto parted = type.is_interval()                     ? interval_field(field, type)
                      : type.is(TypeKind::kCalendarInterval) ? calendar_field(field)
                                                             : time_field(field);
  if (type.is_interval() || type.is(TypeKind::kCalendarInterval) || type.is(TypeKind::kTime)) {
    if (const auto& part = parted) {
      std::vector<ExpressionPtr> taken = {source.expression};
      // A TIME may hold more digits than its type shows.
      if (part->function == "time.seconds") taken.push_back(last_digit(type, span));
      return {.expression = make_call(*find_function(part->function), std::move(taken), part->type,
                                      source.expression->nullable, span),
              .text = text};
    }
  } else if (const std::string_view function = datetime_field(field); !function.empty()) {
    return call(*find_function(function), {source}, text, span, name);
  }
  query_.report(span, {.condition = "INVALID_EXTRACT_FIELD",
                       .sqlstate = "42601",
                       .message = "Cannot extract " + quoted(*field_text) + " from \"" +
                                  source.text + "\"."});
  return {};
}

// With ANSI off, text is no number of days, unless it is a constant that reads as one at once (NULL
// is 0): Spark's rule for date_add and date_sub. False: reported.
bool ExpressionResolver::read_days(std::string_view name, const sql::FunctionCall& node,
                                   std::vector<Typed>& arguments, Span span) {
  if (query_.settings().ansi == AnsiMode::kOn || !is_one_of(name, {"date_add", "date_sub"}) ||
      arguments.size() != 2 || !arguments[1].expression->type.is(TypeKind::kString)) {
    return true;
  }
  Typed& days = arguments[1];
  if (!is_constant(*days.expression) || !is_foldable(written_at(node, 1))) {
    const std::vector<ExpressionPtr> given = {arguments[0].expression, days.expression};
    const std::vector<std::string> texts = {arguments[0].text, days.text};
    Error error = unexpected_input_type({.name = name, .arguments = given, .texts = texts}, 1,
                                        "(\"INT\" or \"SMALLINT\" or \"TINYINT\")");
    error.message = "Cannot resolve \"" + std::string(name) + "(" + texts[0] + ", " + texts[1] +
                    ")\" due to data type mismatch: " + error.message;
    query_.report_error(span, error);
    return false;
  }
  SessionSettings ansi = query_.settings();
  ansi.ansi = AnsiMode::kOn;
  const auto number = folded(make_cast(days.expression, types::int_type()), ansi);
  const auto* literal = number ? std::get_if<Literal>(&(*number)->content) : nullptr;
  if (literal == nullptr) {
    query_.report(
        span, {.condition = "SECOND_FUNCTION_ARGUMENT_NOT_INTEGER",
               .sqlstate = "22023",
               .message = "The second argument of " + std::string(name) +
                          " function needs to be an integer, and '" + days.text + "' is none."});
    return false;
  }
  const auto* value = std::get_if<int64_t>(&literal->value.content);
  const int64_t count = value == nullptr ? 0 : *value;
  days = {.expression = make_int(count, span), .text = std::to_string(count)};
  return true;
}

}  // namespace tarn::plan
