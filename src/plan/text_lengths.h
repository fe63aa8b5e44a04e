// What the lengths of CHAR(n) and VARCHAR(n) do to expressions: padding where a column is read and
// where it is compared, checks where a value is written. Spark's ApplyCharTypePadding and its
// checks of writes.
//
// Pure, but for constants that settings' ConstantFolder computes.

#pragma once

#include <vector>

#include "plan/node.h"
#include "plan/resolver.h"

namespace tarn::plan {

// A column's value as it is read: each CHAR in it with blanks behind. The value itself where no
// CHAR is in `declared`.
ExpressionPtr padded_value(ExpressionPtr value, const types::DataType& declared, IdSource& ids);

// A value as a column of plain files keeps it (types/text_length.h): EXCEED_LIMIT_LENGTH where a
// text is too long.
ExpressionPtr stored_value(ExpressionPtr value, const types::DataType& declared, IdSource& ids);

// A value as a Delta table's column keeps it, where blanks behind count: too long a text is
// DELTA_EXCEED_CHAR_VARCHAR_LIMIT.
ExpressionPtr value_within(ExpressionPtr value, const types::Field& column,
                           const types::DataType& declared, IdSource& ids);

// A CHAR column beside a constant text, or beside another column of CHAR, has the shorter of the
// two padded. Other sides stay as they are, and so does whatever is not itself a column.
void pad_comparison(std::vector<ExpressionPtr>& sides, const SessionSettings& settings);

// The same for IN over a list.
void pad_membership(ExpressionPtr& input, std::vector<ExpressionPtr>& items,
                    const SessionSettings& settings);

// A type that is written where no column is made (a document's schema, a function's parameter):
// UNSUPPORTED_CHAR_OR_VARCHAR_AS_STRING where a length is in it, unless the settings make STRING of
// it.
Result<types::DataType> type_without_lengths(const types::DataType& type,
                                             const SessionSettings& settings);

// The value of a column, which no comparison pads any more.
ExpressionPtr without_length(const ExpressionPtr& column);

}  // namespace tarn::plan
