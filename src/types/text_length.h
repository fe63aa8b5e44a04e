// The lengths of CHAR and VARCHAR, held against a text: in characters. Pure.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::types {

// The text with blanks behind it, so that it has `length` characters; a longer one as it is.
std::string padded(std::string_view text, int32_t length);

// What a column of the type (CHAR or VARCHAR) keeps of a text: a CHAR is padded, and blanks that
// are too many are cut. EXCEED_LIMIT_LENGTH where more than blanks is too much.
Result<std::string> stored_text(std::string_view text, const DataType& type);

// The same of any value: of all texts in it.
Result<Value> stored_value(Value value, const DataType& declared);

}  // namespace tarn::types
