// A stream over files: each path once, in the order of modification time and then path
// (SEMANTICS 6.1).
//
// The offset of a batch is the list of its files with their sizes, so that the journal alone says
// what was taken in. A path that was taken in is not read again, whatever happens to the file;
// with allowOverwrites it is read again whole when its time of modification has changed.

#pragma once

#include <memory>

#include "source/stream_source.h"

namespace tarn::source {

// `scan` reads a plan::FileSource.
Result<std::unique_ptr<StreamSource>> open_file_stream(const plan::Node& scan,
                                                       const ReadContext& context);

}  // namespace tarn::source
