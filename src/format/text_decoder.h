// Plain text to rows of one column, `value STRING`: one line a row, or one file a row (wholetext).
//
// Bytes that are not UTF-8 become U+FFFD and are counted (invalid_utf8 of the counts).

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "format/line_splitter.h"
#include "format/record_decoder.h"
#include "types/column.h"

namespace tarn::format {

struct TextOptions {
  bool whole_text = false;
  std::string line_separator = {};  // empty: \n, \r\n or \r
};

// Reads Spark's options (names ignoring case); a wrong value is kInvalid.
Result<ParsedOptions<TextOptions>> parse_text_options(const Options& options);

class TextDecoder final : public RecordDecoder {
 public:
  explicit TextDecoder(TextOptions options);

  void begin_file(std::string path) override;
  Status feed(std::string_view bytes, types::Batch& out) override;
  Status end_file(types::Batch& out) override;
  const types::Schema& schema() const override { return schema_; }
  const DecodeCounts& counts() const override { return counts_; }

 private:
  void append(std::string_view text, types::Batch& out);

  TextOptions options_;
  types::Schema schema_;
  DecodeCounts counts_;
  LineSplitter lines_;
  std::string whole_;
};

}  // namespace tarn::format
