// The words that stand for times: epoch, now, today, tomorrow, yesterday.
//
// Pure. Spark knows them where a constant text becomes a DATE or a TIMESTAMP, and nowhere else.

#pragma once

#include <optional>
#include <string_view>

#include "plan/expression.h"

namespace tarn::plan {

// What the word is worth as a DATE, TIMESTAMP or TIMESTAMP_NTZ: an expression of that type; null
// where the text is no such word. A zone may stand behind it and has no effect.
ExpressionPtr special_time(std::string_view text, const types::DataType& type, Span span);

// The same for a literal text.
ExpressionPtr special_time(const Expression& literal, const types::DataType& type);

}  // namespace tarn::plan
