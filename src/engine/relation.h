// What a plan's scans are bound to when it is executed: Parquet files, a reader that is pulled, or
// rows that lie in memory.
//
// The order of the rows of a relation is their order of arrival, and an execution keeps it: through
// projections, filters, generators and the left side of joins, to the stream or the file at the
// end.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "plan/node.h"
#include "types/column.h"
#include "types/row_set.h"
#include "types/type.h"

namespace tarn::engine {

// Rows in chunks, once, in order. One thread at a time, not always the same one.
class BatchReader {
 public:
  virtual ~BatchReader() = default;

  // Replaces what `into` holds by the next rows (its memory may be reused). False: there are no
  // more, and `into` holds no row. A true answer may come with zero rows. Not called again after
  // false or an error.
  virtual Result<bool> next(types::Batch& into) = 0;
};

// A file of a table, with the values that its rows have in the partition columns: by column name,
// as Delta serializes them (empty text and nothing both mean NULL).
struct ParquetFile {
  std::string path;  // of the local disk
  std::map<std::string, std::optional<std::string>> partition_values = {};
  // For the hidden column `_metadata`, where the plan reads it.
  std::string uri = {};
  int64_t size_bytes = 0;
  int64_t modified_us = 0;
  // Rows of the file, by their place in it, that are none of the table's; null: all of them are.
  std::shared_ptr<const types::RowSet> deleted = {};  // shared: a relation is copied
};

// Parquet files, read in the order given. Columns are matched by their name; a column (or a field
// of a struct) that a file lacks is NULL in its rows. May be empty.
struct ParquetFiles {
  std::vector<ParquetFile> files;
  types::Schema schema;  // all columns of the table, partition columns included
  std::vector<std::string> partition_columns = {};
  // Where columns and fields have other names in the files: `schema` with those. Else empty.
  types::Schema file_schema = {};
  // Columns (as `schema` names them) that each of the files is known to have, in that very type. A
  // scan of no others need not provide for what a file may lack, which is dear: DuckDB takes their
  // values for possibly NULL, and moves no filter of a join into the files.
  std::set<std::string> in_every_file = {};
};

// Rows that somebody else makes, in the column order and types of the scan's output. An error of a
// reader ends the execution and comes back from it unchanged.
// Several lanes are read in parallel; rows of one lane stay in order, and lane n's rows stand
// before those of lane n + 1 wherever order is kept.
struct Pulled {
  std::vector<std::shared_ptr<BatchReader>>
      lanes;  // shared: the execution may outlive the caller's scope
  // About how much is read for it, where that is known and more such batches follow: little is done
  // by one thread, which costs less than sharing it.
  std::optional<uint64_t> bytes = {};
};

// Rows in memory, in the column order and types of the scan's output.
struct Collected {
  std::shared_ptr<const std::vector<types::Batch>> batches;  // shared: one table, many executions
};

using Relation = std::variant<ParquetFiles, Pulled, Collected>;
using Bindings = std::map<plan::ScanId, Relation>;

// About how many bytes are to be read for all of them; nothing where one does not say.
std::optional<uint64_t> bytes_of(const Bindings& bindings);

// Reads `batches` from the first to the last. Each is copied out, so the same rows can be read
// again.
std::unique_ptr<BatchReader> read_batches(std::shared_ptr<const std::vector<types::Batch>> batches);

}  // namespace tarn::engine
