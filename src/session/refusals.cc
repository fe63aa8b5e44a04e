#include "session/refusals.h"

#include <fmt/format.h>

#include "session/answer.h"

namespace tarn::session {

std::string quoted(const plan::DatasetName& name) {
  return quoted(std::vector<std::string>{name.catalog, name.schema, name.table});
}

Error temporary_view_exists(const std::vector<std::string>& name) {
  return {.code = ErrorCode::kAlreadyExists,
          .message = fmt::format(
              "Cannot create the temporary view {} because it already exists. Choose a different "
              "name, drop the existing view, or write CREATE OR REPLACE TEMPORARY VIEW.",
              quoted(name)),
          .condition = "TEMP_TABLE_OR_VIEW_ALREADY_EXISTS",
          .sqlstate = "42P07"};
}

Error table_exists(const plan::DatasetName& name) {
  return {
      .code = ErrorCode::kAlreadyExists,
      .message = fmt::format("Cannot create table or view {} because it already exists. Choose a "
                             "different name, drop or replace it, or write IF NOT EXISTS.",
                             quoted(name)),
      .condition = "TABLE_OR_VIEW_ALREADY_EXISTS",
      .sqlstate = "42P07"};
}

Error table_not_found(const std::string& quoted_name, const std::string& near) {
  return {.code = ErrorCode::kNotFound,
          .message = fmt::format("The table or view {} cannot be found{}", quoted_name,
                                 near.empty() ? "." : fmt::format("; did you mean '{}'?", near)),
          .condition = "TABLE_OR_VIEW_NOT_FOUND",
          .sqlstate = "42P01"};
}

Error schema_not_found(const std::string& catalog, const std::string& schema) {
  return {.code = ErrorCode::kNotFound,
          .message = fmt::format("The schema {} cannot be found. Verify the spelling and "
                                 "correctness of the schema and catalog.",
                                 quoted(std::vector<std::string>{catalog, schema})),
          .condition = "SCHEMA_NOT_FOUND",
          .sqlstate = "42704"};
}

Error schema_exists(const std::string& schema) {
  return {.code = ErrorCode::kAlreadyExists,
          .message = fmt::format("Cannot create schema `{}` because it already exists. Choose a "
                                 "different name, drop the schema, or write IF NOT EXISTS.",
                                 schema),
          .condition = "SCHEMA_ALREADY_EXISTS",
          .sqlstate = "42P06"};
}

Error column_exists(const std::string& column) {
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format(
              "The column `{}` already exists. Choose another name or rename the existing column.",
              column),
          .condition = "COLUMN_ALREADY_EXISTS",
          .sqlstate = "42711"};
}

Error column_not_found(const std::string& column, const std::vector<std::string>& known) {
  const std::string near = nearest(column, known);
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format("A column with name `{}` cannot be resolved{}", column,
                                 near.empty() ? "." : fmt::format("; did you mean `{}`?", near)),
          .condition = known.empty() ? "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION"
                                     : "UNRESOLVED_COLUMN.WITH_SUGGESTION",
          .sqlstate = "42703"};
}

Error table_expected(const std::string& operation, const std::string& quoted_name) {
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format("'{}' expects a table but {} is a view.", operation, quoted_name),
          .condition = "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE",
          .sqlstate = "42809"};
}

Error permanent_view_expected(const std::string& operation, const std::string& quoted_name) {
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format("'{}' expects a permanent view but {} is a temp view.", operation,
                                 quoted_name),
          .condition = "EXPECT_PERMANENT_VIEW_NOT_TEMP",
          .sqlstate = "42809"};
}

Error table_operation(const std::string& quoted_name, const std::string& operation) {
  return {.code = ErrorCode::kUnsupported,
          .message = fmt::format("Table {} does not support {}.", quoted_name, operation),
          .condition = "UNSUPPORTED_FEATURE.TABLE_OPERATION",
          .sqlstate = "0A000"};
}

Error delta_operation(const std::string& quoted_name, const std::string& operation) {
  Error error = table_operation(quoted_name, operation);
  error.message += " Its rows lie in plain files; a Delta table (USING delta) does.";
  return error;
}

Error temporary_in(const std::string& kind, const std::vector<std::string>& name,
                   const TemporaryRead& temporary) {
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format(
              "Cannot create the persistent object {} of the type {} because it references to the "
              "temporary object `{}` of the type {}. Make the temporary object persistent, or the "
              "persistent object temporary.",
              quoted(name), kind, temporary.name, temporary.kind),
          .condition = "INVALID_TEMP_OBJ_REFERENCE",
          .sqlstate = "42K0F"};
}

Error legacy(const std::string& number, const std::string& message) {
  return {.code = ErrorCode::kInvalid,
          .message = message,
          .condition = "_LEGACY_ERROR_TEMP_" + number,
          .sqlstate = ""};
}

}  // namespace tarn::session
