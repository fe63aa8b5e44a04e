// Deletion vectors: the rows of a data file that are in the file and no longer in the table (Delta
// Transaction Log Protocol, "Deletion Vectors").
//
// One lies in the log itself ('i'), or in a file of several, named by a UUID below the table ('u')
// or by an absolute path ('p'). Such a file is read where the log says, and its bytes are checked
// against their checksum; nothing of them is believed before.

#pragma once

#include <string>

#include "base/result.h"
#include "delta/action.h"
#include "storage/file_system.h"
#include "types/row_set.h"

namespace tarn::delta {

// Where the file of a vector lies that is not in the log (protocol, "Derived Fields"). kCorrupt
// where the name in the log is none.
Result<std::string> vector_path(const std::string& table_path, const DeletionVector& vector);

// The rows that `vector` takes out of its data file. kCorrupt, with Delta's condition, where its
// size, its checksum or its number of rows is not what is written; kNotFound where its file is
// gone.
Result<types::RowSet> deleted_rows(storage::FileSystem& files, const std::string& table_path,
                                   const DeletionVector& vector);

}  // namespace tarn::delta
