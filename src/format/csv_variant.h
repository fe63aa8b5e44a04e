// Fields of CSV as VARIANTs: what the text reads as, a number, a date, a time or a truth, or the
// text itself.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "format/csv_decoder.h"
#include "format/csv_parser.h"
#include "types/variant.h"

namespace tarn::format {

// What a column's fields have read as so far, from the narrowest on. A field is tried as that and
// as what stands behind it: once one was a text, all that follow are texts, as in Spark.
enum class CsvGuess : uint8_t { kLong, kDecimal, kDate, kTimestamp, kBoolean, kText };

// What the field says: nothing where it is NULL.
std::optional<std::string_view> csv_text(const CsvField& field, const CsvOptions& options);

// `text`: nothing is the null of VARIANT. `guess` is what the column has read as, and becomes what
// it reads as now.
void append_csv_variant(std::optional<std::string_view> text, const CsvOptions& options,
                        CsvGuess& guess, types::VariantBuilder& out);

}  // namespace tarn::format
