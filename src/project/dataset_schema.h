// The schema of a table: what is declared, held against what its flows deliver.

#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "project/definitions.h"
#include "types/type.h"

namespace tarn::project {

// What a flow delivers.
struct FlowOutput {
  const Flow* flow = nullptr;
  types::Schema schema;
};

struct TableSchema {
  types::Schema schema;                 // the declared one, however wrong, where types are declared
  std::vector<Diagnostic> diagnostics;  // CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE, ..
  bool usable = false;                  // whether readers can be resolved against it
};

// Flows are merged in the order of their names, as Spark does, so that the order of files does not
// matter. Without declared columns all columns are nullable.
TableSchema table_schema(const Dataset& table, std::vector<FlowOutput> outputs);

}  // namespace tarn::project
