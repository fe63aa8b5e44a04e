// CHAR(n) and VARCHAR(n): what a column was declared as, beside what it is to an expression.
//
// To expressions every text is a STRING: typeof(c) of a CHAR(5) is string. The lengths stay with
// the column, in its metadata, as Spark and Delta keep them: the whole declared type as text under
// one key, also where the lengths stand inside of arrays, maps and structs.

#pragma once

#include <string_view>

#include "types/type.h"

namespace tarn::types {

inline constexpr std::string_view kDeclaredTypeKey = "__CHAR_VARCHAR_TYPE_STRING";

// Whether a CHAR or VARCHAR is in it, at whatever depth.
bool has_lengths(const DataType& type);
bool has_char(const DataType& type);

// STRING in the place of each CHAR and VARCHAR.
DataType without_lengths(const DataType& type);
// VARCHAR in the place of each CHAR.
DataType with_varchar(const DataType& type);

// The column as it is kept: a type without lengths, and the declared one in the metadata.
Field stored_field(Field declared);
Schema stored_schema(Schema declared);

// What a column that is kept was declared as; its type where no length was declared.
DataType declared_type(const Field& stored);

}  // namespace tarn::types
