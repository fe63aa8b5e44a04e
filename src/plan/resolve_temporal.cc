// Operators of which one side is a date, a time or an interval: which entry of the function table
// carries one out, and what Spark calls it.

#include <algorithm>

#include "plan/analysis_moment.h"
#include "plan/coercion.h"
#include "plan/expression_resolver.h"
#include "plan/type_rules.h"
#include "plan/walk.h"

namespace tarn::plan {

using sql::BinaryOperator;
using types::DataType;
using types::IntervalUnit;
using types::TypeKind;

namespace {

constexpr std::string_view kAnyTimestamp = "\"(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)\"";

bool is_whole_days(const DataType& type) {
  return type.is(TypeKind::kDayTimeInterval) && type.from_unit() == IntervalUnit::kDay &&
         type.to_unit() == IntervalUnit::kDay;
}

bool is_timestamp(const DataType& type) {
  return type.is(TypeKind::kTimestamp) || type.is(TypeKind::kTimestampNtz);
}

bool is_calendar(const DataType& type) { return type.is(TypeKind::kCalendarInterval); }

// What can be added to a time, of any family.
bool is_span(const DataType& type) { return type.is_interval() || is_calendar(type); }

DataType widest_of(const DataType& interval) { return DataType::of(interval.kind()); }

Typed called(std::string_view name, std::vector<ExpressionPtr> arguments, DataType type,
             std::string text, Span span) {
  const Function* function = find_function(name);
  CHECK(function != nullptr);
  const bool nullable =
      std::ranges::any_of(arguments, [](const ExpressionPtr& each) { return each->nullable; });
  return {.expression = make_call(*function, std::move(arguments), std::move(type), nullable, span),
          .text = std::move(text)};
}

// The number that an interval is multiplied or divided by, as the engine takes it.
std::optional<DataType> factor_type(const DataType& type) {
  if (type.is_integral()) return types::long_type();
  if (type.is(TypeKind::kDecimal)) return type;
  if (type.is_numeric() || type.is(TypeKind::kString) || type.is(TypeKind::kVoid)) {
    return types::double_type();
  }
  return std::nullopt;
}

QueryResolver::Problem different(const std::string& text, const DataType& left,
                                 const DataType& right) {
  return {.condition = "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES",
          .sqlstate = "42K09",
          .message = "Cannot resolve \"" + text +
                     "\" due to data type mismatch: the left and right operands of the binary "
                     "operator have incompatible types (\"" +
                     left.sql() + "\" and \"" + right.sql() + "\")."};
}

// One temporal operator, with its two sides.
class TemporalOperator {
 public:
  TemporalOperator(QueryResolver& query, BinaryOperator op, std::string symbol, Typed left,
                   Typed right, Span span)
      : query_(query),
        op_(op),
        symbol_(std::move(symbol)),
        left_(std::move(left)),
        right_(std::move(right)),
        span_(span) {}

  Typed resolved() {
    switch (op_) {
      case BinaryOperator::kAdd:
        return add();
      case BinaryOperator::kSubtract:
        return subtract();
      case BinaryOperator::kMultiply:
        if (!is_span(a()) && is_span(b())) std::swap(left_, right_);
        if (is_calendar(a())) return calendar_scaled("multiply_interval", "calendar.multiply");
        return a().is_interval() ? scaled("interval.multiply") : refused();
      case BinaryOperator::kDivide:
        if (is_calendar(a())) return calendar_scaled("divide_interval", "calendar.divide");
        return a().is_interval() ? scaled("interval.divide") : refused();
      case BinaryOperator::kIntegerDivide:
        return whole_quotient();
      default:
        return refused();
    }
  }

 private:
  const DataType& a() const { return left_.expression->type; }
  const DataType& b() const { return right_.expression->type; }
  // "(a + b)", and the same without parentheses where the operator is a function in Spark.
  std::string text() const { return "(" + plain() + ")"; }
  std::string plain() const { return left_.text + " " + symbol_ + " " + right_.text; }

  Typed refused() {
    const auto common = common_type(a(), b());
    // A string becomes what stands beside it, under ANSI; other types have to be the same already.
    const bool has_text = a().is(TypeKind::kString) || b().is(TypeKind::kString);
    const bool meet = a() == b() || (has_text && query_.settings().ansi == AnsiMode::kOn);
    const bool is_known = common && (common->is_datetime() || common->is(TypeKind::kTime) ||
                                     (a() == b() && is_span(*common)));
    if (meet && is_known) {
      query_.report(span_, {.condition = "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE",
                            .sqlstate = "42K09",
                            .message = "Cannot resolve \"" + text() +
                                       "\" due to data type mismatch: the binary operator requires "
                                       "a number or an interval, not \"" +
                                       common->sql() + "\"."});
    } else if (a().is_interval() && b().is_interval() && !common &&
               (op_ == BinaryOperator::kAdd ||
                (op_ == BinaryOperator::kSubtract && a().is(TypeKind::kYearMonthInterval)))) {
      // Spark takes the months for a time that the other interval is added to.
      return unexpected("first", kAnyTimestamp,
                        a().is(TypeKind::kYearMonthInterval) ? left_ : right_);
    } else {
      query_.report(span_, different(text(), a(), b()));
    }
    return {};
  }

  Typed unexpected(std::string_view position, std::string_view wanted, const Typed& given) {
    query_.report(span_,
                  {.condition = "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                   .sqlstate = "42K09",
                   .message = "Cannot resolve \"" + text() + "\" due to data type mismatch: The " +
                              std::string(position) + " parameter requires the " +
                              std::string(wanted) + " type, however \"" + given.text +
                              "\" has the type \"" + given.expression->type.sql() + "\"."});
    return {};
  }

  // date + days, with Spark's name for it.
  Typed plus_days(bool add) {
    const std::string name = add ? "date_add" : "date_sub";
    if (is_whole_days(b())) {
      const std::string part = "extractansiintervaldays(" + right_.text + ")";
      return called(
          add ? "date.plus_days" : "date.minus_days", {left_.expression, right_.expression}, a(),
          "date_add(" + left_.text + ", " + (add ? part : "(- " + part + ")") + ")", span_);
    }
    const DataType& given = b();
    const bool small = given.is(TypeKind::kByte) || given.is(TypeKind::kShort) ||
                       given.is(TypeKind::kInt) || given.is(TypeKind::kVoid);
    if (!small) {
      return unexpected("second", "(\"INT\" or \"SMALLINT\" or \"TINYINT\")", right_);
    }
    return called(name, {left_.expression, make_cast(right_.expression, types::int_type())}, a(),
                  name + "(" + left_.text + ", " + right_.text + ")", span_);
  }

  // A time and NULL, which counts as an interval: a date becomes a timestamp.
  Typed plus_nothing() {
    if (a().is(TypeKind::kVoid)) std::swap(left_, right_);
    const DataType type = a().is(TypeKind::kTimestampNtz) ? a() : types::timestamp_type();
    return {.expression = make_null(type, span_), .text = plain()};
  }

  // left + right, where right is an interval and left is not.
  Typed plus_interval(bool add) {
    if (a().is(TypeKind::kDate) && is_whole_days(b())) return plus_days(add);
    if (a().is(TypeKind::kTime) && b().is(TypeKind::kDayTimeInterval)) return time_moved(add);
    if (a().is(TypeKind::kDate) && is_calendar(b())) {
      return called(add ? "date.plus_calendar" : "date.minus_calendar",
                    {left_.expression, right_.expression}, a(), plain(), span_);
    }
    if (a().is(TypeKind::kDate) && b().is(TypeKind::kYearMonthInterval)) {
      return called(add ? "date.plus_months" : "date.minus_months",
                    {left_.expression, right_.expression}, a(), plain(), span_);
    }
    if (b().is(TypeKind::kYearMonthInterval) && !is_timestamp(a())) return refused();
    const bool implicit = a().is_datetime() || a().is(TypeKind::kString);
    if (a().is(TypeKind::kVoid)) return cannot_cast(types::timestamp_type(), a());
    if (!implicit) return unexpected("first", kAnyTimestamp, left_);
    const DataType type = a().is(TypeKind::kTimestampNtz) ? a() : types::timestamp_type();
    Typed moved =
        called(is_calendar(b()) ? (add ? "timestamp.plus_calendar" : "timestamp.minus_calendar")
               : add            ? "timestamp.plus"
                                : "timestamp.minus",
               {make_cast(left_.expression, type), right_.expression}, type, plain(), span_);
    if (!a().is(TypeKind::kString)) return moved;
    // Spark casts what it gets back to the type of what it took.
    moved.expression = make_cast(moved.expression, types::string_type());
    return moved;
  }

  // Two intervals, or one and NULL.
  std::optional<Typed> intervals(std::string_view name) {
    const bool null = a().is(TypeKind::kVoid) || b().is(TypeKind::kVoid);
    if (!null && !(is_span(a()) && a().kind() == b().kind())) return std::nullopt;
    const auto common = common_type(a(), b(), query_.settings().ansi);
    const bool of_calendar = common && !null && is_calendar(*common);
    if (!common || !(common->is_interval() || of_calendar)) return std::nullopt;
    return called(name,
                  {make_cast(left_.expression, *common), make_cast(right_.expression, *common)},
                  *common, text(), span_);
  }

  // Beside NULL an INTERVAL counts as what moves a time, and NULL is none. Where casts made the
  // later of the two, NULL has the other's type before Spark looks.
  std::optional<Typed> calendar_and_nothing() {
    const bool of_left = is_calendar(a()) && b().is(TypeKind::kVoid);
    const bool of_right = is_calendar(b()) && a().is(TypeKind::kVoid);
    if (!of_left && !of_right) return std::nullopt;
    const bool is_time = !(of_left && op_ == BinaryOperator::kSubtract);
    const AnalysisMoment later =
        std::max(analysis_moment(*left_.expression), analysis_moment(*right_.expression));
    if (is_time && later.rule != AnalysisMoment::Rule::kCasts) return std::nullopt;
    return Typed{.expression = make_null(of_left ? a() : b(), span_), .text = text()};
  }

  // Without ANSI a string is a number before it could be a time.
  std::optional<Typed> text_beside_time() {
    if (query_.settings().ansi == AnsiMode::kOn) return std::nullopt;
    const auto is_time = [](const DataType& type) {
      return type.is_datetime() || type.is(TypeKind::kTime);
    };
    const bool of_left = is_time(a()) && b().is(TypeKind::kString);
    const bool of_right = is_time(b()) && a().is(TypeKind::kString);
    if (!of_left && !of_right) return std::nullopt;
    const DataType& time = of_left ? a() : b();
    const bool adds = op_ == BinaryOperator::kAdd;
    if (time.is(TypeKind::kTime) || (adds && is_timestamp(time))) {
      query_.report(span_, different(text(), a(), b()));
      return Typed{};
    }
    if (!adds && of_right && time.is(TypeKind::kDate)) return std::nullopt;
    return unexpected("second", "(\"INT\" or \"SMALLINT\" or \"TINYINT\")",
                      of_left ? right_ : left_);
  }

  Typed add() {
    if (const auto problem = text_beside_time()) return *problem;
    if (auto sum = intervals("interval.add")) return *sum;
    if (auto sum = calendar_and_nothing()) return *sum;
    if (b().is(TypeKind::kTime) && a().is(TypeKind::kVoid)) std::swap(left_, right_);
    if (a().is(TypeKind::kTime) && b().is(TypeKind::kVoid)) {
      right_.expression = make_null(DataType::of(TypeKind::kDayTimeInterval), span_);
      return time_moved(true);
    }
    const bool swaps = (is_span(a()) && !is_span(b())) ||
                       (is_calendar(a()) && b().is(TypeKind::kYearMonthInterval)) ||
                       (b().is(TypeKind::kDate) && !a().is(TypeKind::kDate) && !is_span(b()) &&
                        !a().is(TypeKind::kString));
    if (swaps &&
        !(a().is_interval() && a().is(TypeKind::kYearMonthInterval) && !b().is_datetime())) {
      std::swap(left_, right_);
    }
    // Spark takes the months for what the other interval is added to.
    if (a().is(TypeKind::kDayTimeInterval) && b().is(TypeKind::kYearMonthInterval)) {
      return unexpected("first", kAnyTimestamp, right_);
    }
    if (is_span(b())) return plus_interval(true);
    if (b().is(TypeKind::kVoid) || a().is(TypeKind::kVoid)) return plus_nothing();
    if (a().is(TypeKind::kDate)) return plus_days(true);
    return refused();
  }

  Typed subtract() {
    if (const auto problem = text_beside_time()) return *problem;
    if (auto difference = intervals("interval.subtract")) return *difference;
    if (auto difference = calendar_and_nothing()) return *difference;
    if (is_span(b())) return plus_interval(false);
    if (a().is(TypeKind::kDate) && b().is(TypeKind::kTime)) return plus_days(false);
    if (a().is(TypeKind::kTime) || b().is(TypeKind::kTime)) return time_difference();
    const bool time = is_timestamp(a()) || is_timestamp(b());
    const bool date = a().is(TypeKind::kDate) || b().is(TypeKind::kDate);
    const auto castable = [](const DataType& type) {
      return type.is_datetime() || type.is(TypeKind::kString) || type.is(TypeKind::kVoid);
    };
    if (time) {
      if (!castable(a())) return unexpected("first", kAnyTimestamp, left_);
      if (!castable(b())) return unexpected("second", kAnyTimestamp, right_);
      const DataType type = is_timestamp(a()) && is_timestamp(b()) ? *common_type(a(), b())
                            : is_timestamp(a())                    ? a()
                                                                   : b();
      return called("timestamp.difference",
                    {make_cast(left_.expression, type), make_cast(right_.expression, type)},
                    DataType::of(TypeKind::kDayTimeInterval), text(), span_);
    }
    if (date && castable(a()) && castable(b())) {
      return called("date.difference",
                    {make_cast(left_.expression, types::date_type()),
                     make_cast(right_.expression, types::date_type())},
                    DataType::interval(IntervalUnit::kDay, IntervalUnit::kDay), text(), span_);
    }
    if (a().is(TypeKind::kDate)) return plus_days(false);
    if (b().is(TypeKind::kDate)) return unexpected("first", "\"DATE\"", left_);
    return refused();
  }

  Typed scaled(std::string_view name) {
    const auto factor = factor_type(b());
    if (!factor) return unexpected("second", "\"NUMERIC\"", right_);
    return called(name, {left_.expression, make_cast(right_.expression, *factor)}, widest_of(a()),
                  text(), span_);
  }

  // Spark writes these two as functions.
  Typed calendar_scaled(const std::string& shown, std::string_view name) {
    const std::string text = shown + "(" + left_.text + ", " + right_.text + ")";
    const bool fits = b().is_numeric() || b().is(TypeKind::kString) || b().is(TypeKind::kVoid);
    if (!fits) return unexpected("second", "\"DOUBLE\"", right_);
    return called(name, {left_.expression, make_cast(right_.expression, types::double_type())}, a(),
                  text, span_);
  }

  Typed cannot_cast(const DataType& from, const DataType& to) {
    query_.report(span_, {.condition = "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION",
                          .sqlstate = "42K09",
                          .message = "Cannot resolve \"" + plain() +
                                     "\" due to data type mismatch: cannot cast \"" + from.sql() +
                                     "\" to \"" + to.sql() + "\"."});
    return {};
  }

  // The sum has as many digits as either side.
  Typed time_moved(bool add) {
    const bool seconds = b().to_unit() == IntervalUnit::kSecond;
    const DataType type = seconds ? DataType::time() : a();
    return called(add ? "time.plus" : "time.minus", {left_.expression, right_.expression}, type,
                  plain(), span_);
  }

  Typed time_difference() {
    const auto castable = [](const DataType& type) {
      return type.is(TypeKind::kTime) || type.is(TypeKind::kString) || type.is(TypeKind::kVoid);
    };
    if (is_timestamp(b())) return unexpected("first", kAnyTimestamp, left_);
    if (is_timestamp(a())) return unexpected("second", kAnyTimestamp, right_);
    if (a().is(TypeKind::kTime) && b().is(TypeKind::kDate)) return cannot_cast(a(), b());
    if (!castable(a()) || !castable(b())) return refused();
    const auto as_time = [](const Typed& side) {
      return side.expression->type.is(TypeKind::kTime)
                 ? side.expression
                 : make_cast(side.expression, DataType::time());
    };
    return called("time.difference", {as_time(left_), as_time(right_)},
                  DataType::interval(IntervalUnit::kHour, IntervalUnit::kSecond), plain(), span_);
  }

  Typed whole_quotient() {
    const auto common = common_type(a(), b());
    if (!common || !common->is_interval()) return refused();
    return called("interval.div",
                  {make_cast(left_.expression, *common), make_cast(right_.expression, *common)},
                  types::long_type(), text(), span_);
  }

  QueryResolver& query_;
  BinaryOperator op_;
  std::string symbol_;
  Typed left_;
  Typed right_;
  Span span_;
};

}  // namespace

Typed ExpressionResolver::temporal(BinaryOperator op, std::string symbol, Typed left, Typed right,
                                   Span span) {
  return TemporalOperator(query_, op, std::move(symbol), std::move(left), std::move(right), span)
      .resolved();
}

}  // namespace tarn::plan
