// Delta tables of a case: rows written into them before an update, and read from them behind it.

#pragma once

#include <string>
#include <vector>

#include "base/uuid.h"
#include "engine/engine.h"
#include "runtime/case_rows.h"
#include "source/stream_source.h"
#include "types/type.h"

namespace tarn::runtime {

// What tables of a case are written and read with.
struct CaseTables {
  engine::Engine& engine;
  source::ReadContext reading;
  RandomSource random;
  std::string warehouse;
  plan::DatasetName defaults;  // catalog and schema of names that lack them
};

// The columns of given rows, all with types: their own, or those that `known` has for them.
Result<types::Schema> typed_columns(const CaseRows& rows, const types::Schema& known);

// Appends the rows to the table at `path`, or replaces its rows; the table is made where there is
// none. kInvalid, kData: a cell is no value of its column's type.
Status write_table(const CaseTables& tables, const std::string& path, const CaseRows& rows,
                   const types::Schema& schema, bool replaces);

// The columns of the table at `path`; none where there is no table.
Result<types::Schema> table_columns(const CaseTables& tables, const std::string& path);

// All rows of a table, by its name in SQL; columns have types. What is wrong with the name is the
// error.
Result<CaseRows> read_table(const CaseTables& tables, const std::string& name);

}  // namespace tarn::runtime
