// Rows out of Parquet files and into them, for who has rows and no plan.

#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "engine/connection.h"
#include "engine/relation.h"

namespace tarn::engine {

// All columns of `files.schema`, in its order.
Result<std::unique_ptr<RowStream>> read_rows(Connection& connection, ParquetFiles files);

// Writes what `rows` gives, in its order; its columns are those of `target.schema`.
Result<std::vector<WrittenFile>> write_rows(Connection& connection,
                                            std::shared_ptr<BatchReader> rows,
                                            const ParquetTarget& target);

}  // namespace tarn::engine
