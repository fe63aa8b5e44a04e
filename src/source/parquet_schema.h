// What Parquet files hold, out of their footers.

#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/relation.h"
#include "plan/node.h"
#include "source/file_listing.h"
#include "source/read_options.h"
#include "source/stream_source.h"
#include "storage/file_system.h"
#include "types/type.h"

namespace tarn::source {

// The metadata of a file of `size` bytes, as it stands in its footer. kData: no Parquet file.
Result<std::string> parquet_metadata(storage::FileSystem& files, const std::string& path,
                                     uint64_t size);

// The columns of the files together (mergeSchema), or of the first. Columns that are in schemaHints
// may differ. CANNOT_MERGE_SCHEMAS: a column has two types.
Result<types::Schema> parquet_schema(const std::vector<ListedFile>& files,
                                     const ReadOptions& options, const ReadContext& context);

// Takes out of `names`, which are columns of `schema`, those that a file with the columns `found`
// lacks or has in another type. `in_files`: `schema` with the names that the file should have.
void keep_found(std::set<std::string>& names, const types::Schema& schema,
                const types::Schema& in_files, const types::Schema& found);

// The files for the engine, for a scan of `source`, after a look at their footers. kData: a file
// changed since it was listed, has a column that cannot be read as the schema's type, or has
// columns that the schema lacks where the stream's schemaEvolutionMode refuses them; then the
// schema that is kept has grown, if it may.
Result<engine::ParquetFiles> parquet_relation(const plan::FileSource& source,
                                              const std::vector<ListedFile>& files,
                                              const ReadContext& context);

}  // namespace tarn::source
