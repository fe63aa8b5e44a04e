// JSON values written anew from a document: compactly, with plain JSON strings.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "format/json_scanner.h"
#include "types/json_string.h"

namespace tarn::format {

enum class NumberText : uint8_t {
  kAsWritten,  // 1.50 stays 1.50; NaN, which JSON lacks, becomes "NaN"
  kAsDouble,   // fractions as Java prints a double: 1.5, 100000.0
};

using types::append_json_string;

// Appends the value at the scanner and passes it. False: malformed.
bool append_json_value(std::string& out, JsonScanner& scanner, NumberText numbers);

}  // namespace tarn::format
