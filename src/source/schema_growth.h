// What happens where a stream's files have columns that its schema lacks (SEMANTICS 6.2): with
// addNewColumns the schema that the flow keeps grows, and the update begins anew with it.

#pragma once

#include <vector>

#include "base/result.h"
#include "plan/node.h"
#include "source/file_listing.h"
#include "source/stream_source.h"

namespace tarn::source {

// The error for the flow whose batch of `files` met `unknown`, an error of condition
// UNKNOWN_FIELD_EXCEPTION. Before it returns, the schema that is kept has grown where it may; the
// error's text says whether it is worth while to begin anew.
Error grow_schema(const Error& unknown, const plan::FileSource& source,
                  const std::vector<ListedFile>& files, const ReadContext& context);

}  // namespace tarn::source
