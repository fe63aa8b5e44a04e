#include "console/session_names.h"

#include <memory>
#include <utility>

#include "plan/node.h"

namespace tarn::console {
namespace {

sql::Fragment fragment(std::string statement) { return sql::Fragment::whole(std::move(statement)); }

// A column of a statement's answer, none where it is refused.
std::vector<std::string> column_of(session::Session& session, const std::string& statement,
                                   size_t column) {
  std::vector<std::string> cells;
  const session::Answer answer = session.execute(fragment(statement));
  types::Batch batch;
  while (answer.rows != nullptr) {
    const auto more = answer.rows->next(batch);
    if (!more || !*more) {
      break;
    }
    for (size_t row = 0; row < batch.rows; ++row) {
      cells.push_back(
          types::hive_text(batch.columns[column].value_at(row), answer.schema[column].type));
    }
  }
  return cells;
}

}  // namespace

std::vector<std::string> SessionNames::relations(const std::string& schema) {
  const auto [known, is_new] = relations_.try_emplace(schema);
  if (is_new) {
    // Columns: schema, name, whether temporary.
    known->second =
        column_of(session_, schema.empty() ? "SHOW TABLES" : "SHOW TABLES IN " + schema, 1);
  }
  return known->second;
}

std::vector<std::string> SessionNames::schemas() {
  if (!schemas_) {
    schemas_ = column_of(session_, "SHOW SCHEMAS", 0);
  }
  return *schemas_;
}

std::vector<std::string> SessionNames::columns(const std::string& relation) {
  const auto [known, is_new] = columns_.try_emplace(relation);
  if (is_new) {
    const session::Prepared query = session_.prepare(fragment("SELECT * FROM " + relation));
    if (query.plan != nullptr) {
      for (const plan::Attribute& column : query.plan->output) {
        known->second.push_back(column.name);
      }
    }
  }
  return known->second;
}

std::vector<std::string> SessionNames::functions() {
  if (!functions_) {
    functions_ = column_of(session_, "SHOW FUNCTIONS", 0);
  }
  return *functions_;
}

void SessionNames::forget() {
  relations_.clear();
  columns_.clear();
  schemas_.reset();
  functions_.reset();
}

}  // namespace tarn::console
