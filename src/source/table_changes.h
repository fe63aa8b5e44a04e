// table_changes('t', start[, end]): the rows that each commit of a Delta table put in and took out.
//
// Rows are those of the files that a commit adds ("insert") and removes ("delete"), with the
// commit's version and time beside them. A commit whose writer kept its changes in files of their
// own, or that takes single rows out of files, is refused by name. The columns are those of the
// newest version. Source: Delta protocol, "Change Data Files", and Delta 4.4's refusals.

#pragma once

#include <string>

#include "base/result.h"
#include "plan/catalog.h"
#include "plan/node.h"
#include "source/stream_source.h"

namespace tarn::source {

// The relation of a table at `path`; the arguments are the table's name, start and end: versions,
// or times as TIMESTAMP or text, ends included.
Result<plan::Relation> table_changes(const plan::DatasetName& name, const std::string& path,
                                     const plan::TableFunctionReference& reference,
                                     const ReadContext& context);

// Whether a scan is of such a relation.
bool asks_for_changes(const plan::TableSource& source);
Result<BoundScan> bind_changes(const plan::TableSource& source, const ReadContext& context);

}  // namespace tarn::source
