// What SHOW and DESCRIBE say of a table or view.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plan/node.h"
#include "session/answer.h"
#include "types/type.h"

namespace tarn::session {

enum class DescribedKind : uint8_t { kManaged, kExternal, kView, kTemporaryView };

struct Description {
  DescribedKind kind = DescribedKind::kManaged;
  plan::DatasetName name = {};  // of a temporary view its last part alone
  std::string format = {};      // empty: a view
  types::Schema schema = {};
  std::vector<std::string> partition_columns = {};
  std::map<std::string, std::string> properties = {};
  std::map<std::string, std::string> options = {};
  std::optional<std::string> comment = {};
  std::string location = {};
  std::string view_text = {};
  int64_t created_ms = 0;
};

// Rows col_name, data_type, comment, as DESCRIBE TABLE gives them.
std::vector<std::vector<Cell>> column_rows(const types::Schema& schema);
std::vector<std::vector<Cell>> description_rows(const Description& description, bool extended);

// The statement that would make it.
std::string create_statement(const Description& description);

// The lines of SHOW TABLE EXTENDED.
std::string information(const Description& description);

// Whether a name matches SHOW's pattern: `*` is any text, `|` stands between alternatives, case is
// ignored.
bool matches_pattern(const std::string& name, const std::optional<std::string>& pattern);

}  // namespace tarn::session
