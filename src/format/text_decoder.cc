#include "format/text_decoder.h"

#include <simdjson.h>

#include <utility>

#include "format/option_reader.h"
#include "types/utf8.h"

namespace tarn::format {

TextDecoder::TextDecoder(TextOptions options)
    : options_(std::move(options)),
      schema_({{.name = "value", .type = types::string_type()}}),
      lines_(options_.line_separator) {}

void TextDecoder::begin_file(std::string) {
  lines_.reset();
  whole_.clear();
}

void TextDecoder::append(std::string_view text, types::Batch& out) {
  ++counts_.records;
  ++counts_.rows;
  ++out.rows;
  if (simdjson::validate_utf8(text.data(), text.size())) {
    out.columns[0].append_bytes(text);
  } else {
    out.columns[0].append_bytes(types::repaired_utf8(text));
    ++counts_.invalid_utf8;
  }
}

Status TextDecoder::feed(std::string_view bytes, types::Batch& out) {
  if (options_.whole_text) {
    whole_.append(bytes);
    return ok();
  }
  return lines_.feed(bytes, [&](std::string_view line) {
    append(line, out);
    return ok();
  });
}

Status TextDecoder::end_file(types::Batch& out) {
  if (!options_.whole_text) {
    return lines_.finish([&](std::string_view line) {
      append(line, out);
      return ok();
    });
  }
  // As in Spark, a file of no bytes is no row.
  if (!whole_.empty()) {
    append(whole_, out);
    whole_.clear();
  }
  return ok();
}

Result<ParsedOptions<TextOptions>> parse_text_options(const Options& options) {
  OptionReader reader("text", options);
  TextOptions parsed;
  reader.read("wholetext", parsed.whole_text);
  reader.read("lineSep", parsed.line_separator);
  reader.honour_only("encoding", {"UTF-8", "UTF8"});
  if (reader.text("lineSep") == "") {
    reader.fail(ErrorCode::kInvalid, "lineSep", "must not be empty");
  }
  RETURN_IF_ERROR(reader.status());
  return ParsedOptions<TextOptions>{std::move(parsed), reader.unknown(), reader.known()};
}

}  // namespace tarn::format
