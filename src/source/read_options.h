// The options of read_files, cloud_files and format.`path`, sorted out: those of the source, and
// those of the format's decoder. Every option is honoured or refused by name.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "format/record_decoder.h"
#include "plan/node.h"
#include "types/datetime.h"

namespace tarn::source {

struct ReadOptions {
  std::optional<int64_t> files_per_batch_max;  // maxFilesPerTrigger
  std::optional<int64_t>
      bytes_per_batch_max;             // maxBytesPerTrigger, soft: the file that exceeds it is in
  std::string name_filter;             // pathGlobFilter
  bool include_existing_files = true;  // includeExistingFiles
  std::map<std::string, std::string> of_format;
};

// kInvalid, kUnsupported: an option by name.
Result<ReadOptions> parse_read_options(const std::map<std::string, std::string>& options);

// A decoder for the records of `source`. Timestamps without a zone are read in `zone`.
Result<std::unique_ptr<format::RecordDecoder>> make_decoder(const plan::FileSource& source,
                                                            const types::SessionZone& zone);

}  // namespace tarn::source
