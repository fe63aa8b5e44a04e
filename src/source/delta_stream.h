// A Delta table as an append-only stream: first its rows as they stand, then what each commit adds
// (SEMANTICS 5.1).
//
// A commit that takes rows away (dataChange) stops the stream, unless skipChangeCommits,
// ignoreDeletes or ignoreChanges says otherwise. An offset names the table by its id: a table that
// was deleted and made again is refused.

#pragma once

#include <memory>

#include "source/stream_source.h"

namespace tarn::source {

// `scan` reads a plan::TableSource.
Result<std::unique_ptr<StreamSource>> open_delta_stream(const plan::Node& scan,
                                                        const ReadContext& context);

}  // namespace tarn::source
