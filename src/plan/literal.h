// Literals whose text has a meaning of its own, and how literals are written in column names.
//
// Pure.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "plan/resolver.h"
#include "sql/ast_expression.h"
#include "types/datetime.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::plan {

struct LiteralValue {
  types::Value value;
  types::DataType type;
  // True: a time in a regional zone, whose rules are not known here; `value` is empty.
  bool deferred = false;
};

// DATE '..', TIMESTAMP '..', TIMESTAMP_NTZ '..', TIMESTAMP_LTZ '..', INTERVAL '..', X'..'.
// INVALID_TYPED_LITERAL where the text is none.
Result<LiteralValue> typed_literal(std::string_view type_name, const std::string& text,
                                   const SessionSettings& settings);

// INTERVAL 1 DAY 2 HOURS, INTERVAL '1 2:03' DAY TO MINUTE. Values are literals.
Result<LiteralValue> interval_literal(const sql::IntervalExpression& interval);

// As a column's automatic name writes it: abc, 1.5, DATE '2026-01-01', INTERVAL '1' DAY.
// A TIMESTAMP is shown as the wall clock of `zone`.
std::string literal_name(const types::Value& value, const types::DataType& type,
                         const types::SessionZone& zone = {});

}  // namespace tarn::plan
