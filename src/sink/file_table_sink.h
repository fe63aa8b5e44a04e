// Rows into the folder of a table of plain files: Parquet, CSV or JSON, partitions in folders named
// key=value.
//
// There is no log: new files are complete when they appear, but a reader may see some of them
// before the others, and a statement that dies between them leaves those that were moved. One
// thread at a time.

#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "sink/data_files.h"

namespace tarn::sink {

// A file of the table, by its path below the table's folder.
struct TableFile {
  std::string path;
  int64_t rows = 0;
};

// Rows as Parquet files; `schema` names the plan's columns, partition columns among them.
Result<std::vector<TableFile>> write_parquet_table(const Folder& folder, const Rows& rows,
                                                   const types::Schema& schema,
                                                   const std::vector<std::string>& partitions);

struct TextTarget {
  std::string extension;                // "csv"
  std::string header = {};              // the first line of each file, where there is one
  std::vector<std::string> partitions;  // of the columns behind the first
};

// Lines into text files. The plan's first column holds the lines, the others are the texts of the
// partition columns.
Result<std::vector<TableFile>> write_text_table(const Folder& folder, const Rows& rows,
                                                const TextTarget& target);

// What lies in the folder now, without hidden files; none where it is not there.
Result<std::vector<std::string>> files_of_table(const Folder& folder);

}  // namespace tarn::sink
