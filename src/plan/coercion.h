// Spark 4's rules (ANSI mode) for types that meet: what two types become in an operator, a CASE, a
// set operation or a function's argument, which casts exist, and what may be stored in a column.
//
// Pure functions from types to types. Source: "ANSI Compliance" of the Spark SQL reference; where
// the page is silent, what Spark 4.2.1 answers.

#pragma once

#include <optional>
#include <span>

#include "plan/expression.h"
#include "types/type.h"

namespace tarn::plan {

// The type both values are cast to in comparisons, CASE, COALESCE, IN, arrays and set operations.
// A string gives way to the other side: to BIGINT with integers, to DOUBLE with fractions, else to
// the other type itself. Nothing: the types do not meet.
// Without ANSI (legacy_coercion.h) a string stays one, and the other side becomes its text.
std::optional<types::DataType> common_type(const types::DataType& a, const types::DataType& b,
                                           AnsiMode ansi = AnsiMode::kOn);
std::optional<types::DataType> common_type(std::span<const types::DataType> all,
                                           AnsiMode ansi = AnsiMode::kOn);
std::optional<types::DataType> common_type(std::span<const ExpressionPtr> all,
                                           AnsiMode ansi = AnsiMode::kOn);

// The type both sides of =, < and their kin are cast to.
std::optional<types::DataType> comparison_type(const types::DataType& a, const types::DataType& b,
                                               AnsiMode ansi);

// DECIMAL(precision, scale) cut to 38 digits as Spark cuts results of arithmetic: whole digits
// stay, and at least six (or all) decimal places.
types::DataType adjusted_decimal(int precision, int scale);

// The DECIMAL that holds every value of an integer type: BIGINT is DECIMAL(20,0).
types::DataType decimal_of_integral(const types::DataType& integral);

// As above, but no wider than needed where the expression is a literal: 3 is DECIMAL(1,0).
types::DataType decimal_of(const Expression& integral);

enum class DecimalOperator : uint8_t { kAdd, kMultiply, kDivide, kModulo, kIntegerDivide };

// What happens to digits behind the point where 38 digits do not hold all
// (spark.sql.decimalOperations.allowPrecisionLoss): they give way to those before it, or the scale
// stays and what does not fit overflows.
enum class DecimalScale : uint8_t { kGivesWay, kStays };

// The result of an operator on two decimals.
types::DataType decimal_result(DecimalOperator op, const types::DataType& a,
                               const types::DataType& b,
                               DecimalScale kept = DecimalScale::kGivesWay);

// Whether a value of type `from` may stand where a function wants exactly `to`, by a cast that
// nobody wrote.
bool can_cast_implicitly(const Expression& from, const types::DataType& to,
                         AnsiMode ansi = AnsiMode::kOn);

// Whether CAST(from AS to) exists. It may still raise for a value.
bool can_cast(const types::DataType& from, const types::DataType& to,
              CastMode mode = CastMode::kAnsi);

// Whether CAST(from AS to) can raise (ANSI).
bool cast_can_raise(const types::DataType& from, const types::DataType& to);

// Whether CAST(from AS to) may make a NULL of what is not NULL.
bool cast_can_null(const types::DataType& from, const types::DataType& to);

// Whether a query's column of type `from` may be written to a table's column of type `to` (store
// assignment, ANSI).
bool can_store(const types::DataType& from, const types::DataType& to);

// Whether every value of type `from` is one of type `to`, or has its text in STRING: what a view's
// column may have become since the view was made.
bool can_up_cast(const types::DataType& from, const types::DataType& to);

// Whether two types are the same but for the names of fields and what may be NULL.
bool same_structure(const types::DataType& a, const types::DataType& b);

// Whether rows may be told apart by values of the type as they are (DISTINCT, GROUP BY): all but
// maps and VARIANTs.
bool is_groupable(const types::DataType& type);

// Whether a VARIANT is in it, at whatever depth.
bool contains_variant(const types::DataType& type);

// Whether to_variant_object takes a value of the type inside of another: anything but intervals,
// and maps by STRING alone.
bool has_variant_object(const types::DataType& type);

// Whether values of the type have an order (<, ORDER BY, max): all but maps, VARIANTs and INTERVAL.
bool is_orderable(const types::DataType& type);

}  // namespace tarn::plan
