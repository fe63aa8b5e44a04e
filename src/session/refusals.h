// Errors of a session's commands, each with Spark's condition.

#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "plan/node.h"

namespace tarn::session {

// `catalog`.`schema`.`table`
std::string quoted(const plan::DatasetName& name);

Error temporary_view_exists(const std::vector<std::string>& name);
Error table_exists(const plan::DatasetName& name);
// `near`: a name that may have been meant, or nothing.
Error table_not_found(const std::string& quoted_name, const std::string& near);
Error schema_not_found(const std::string& catalog, const std::string& schema);
Error schema_exists(const std::string& schema);
Error column_exists(const std::string& column);
Error column_not_found(const std::string& column, const std::vector<std::string>& known);
// `operation`: "INSERT".
Error table_expected(const std::string& operation, const std::string& quoted_name);
// Of a temporary view.
Error permanent_view_expected(const std::string& operation, const std::string& quoted_name);
// The table has no such operation: "UPDATE TABLE".
Error table_operation(const std::string& quoted_name, const std::string& operation);
// The same of a table of plain files, where a Delta table has it.
Error delta_operation(const std::string& quoted_name, const std::string& operation);
// What is kept may not name what ends with the session.
struct TemporaryRead {
  std::string kind;  // "VIEW", "VARIABLE", "FUNCTION"
  std::string name;
};
Error temporary_in(const std::string& kind, const std::vector<std::string>& name,
                   const TemporaryRead& temporary);
// Spark has a number for its name.
Error legacy(const std::string& number, const std::string& message);

}  // namespace tarn::session
