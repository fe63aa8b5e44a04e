// What ALTER TABLE makes of a schema: columns and fields of structs that are added, moved and
// changed.
//
// Pure. Names are compared with case ignored. Conditions are those of Spark and Delta.

#pragma once

#include <string>

#include "base/result.h"
#include "sql/ast_table_command.h"
#include "types/type.h"

namespace tarn::session {

// The column, or field of a struct, that a name of one or more parts means.
Result<const types::Field*> field_at(const types::Schema& schema, const sql::Name& name);

// `field` under the parents of `added`, at its place.
Status add_field(types::Schema& schema, const types::Field& field, const sql::AddedColumn& added);

// `field` in place of what `name` means, and moved where a place is given.
Status put_field(types::Schema& schema, const sql::Name& name, types::Field field,
                 const sql::ColumnPlace& place);

// ALTER COLUMN .. TYPE of a Delta table: the same type, or a longer VARCHAR, or STRING of a text
// with a length.
Status change_type(const std::string& table, types::Field& field, const types::DataType& type);

// NOT_SUPPORTED_CHANGE_COLUMN.
Error changed_type(const std::string& table, const types::Field& field,
                   const types::DataType& type);
Error changed_nullability(const types::Field& field);

}  // namespace tarn::session
