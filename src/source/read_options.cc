#include "source/read_options.h"

#include <charconv>
#include <utility>

#include "format/csv_decoder.h"
#include "format/json_decoder.h"
#include "format/text_decoder.h"

namespace tarn::source {
namespace {

Error option_error(ErrorCode code, const std::string& message) {
  return {.code = code,
          .message = message,
          .condition = code == ErrorCode::kUnsupported ? "UNSUPPORTED_FEATURE" : "INVALID_OPTION",
          .sqlstate = code == ErrorCode::kUnsupported ? "0A000" : "42000"};
}

Result<int64_t> count_option(const std::string& name, const std::string& text) {
  int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value <= 0) {
    return option_error(
        ErrorCode::kInvalid,
        "option '" + name + "' takes a whole number above 0, and was given '" + text + "'");
  }
  return value;
}

// "10g", "512 mb", "1024": bytes, as Spark reads sizes.
Result<int64_t> bytes_option(const std::string& name, const std::string& text) {
  int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view unit =
      std::string_view(text).substr(static_cast<size_t>(end - text.data()));
  static const std::map<std::string_view, int64_t> units = {
      {"", 1},         {"b", 1},       {"k", 1 << 10},  {"kb", 1 << 10},  {"m", 1 << 20},
      {"mb", 1 << 20}, {"g", 1 << 30}, {"gb", 1 << 30}, {"t", 1LL << 40}, {"tb", 1LL << 40}};
  const auto factor = units.find(unit);
  if (problem != std::errc() || value <= 0 || factor == units.end()) {
    return option_error(
        ErrorCode::kInvalid,
        "option '" + name + "' takes a size such as 10g, and was given '" + text + "'");
  }
  return value * factor->second;
}

Result<bool> flag_option(const std::string& name, const std::string& text) {
  if (text == "true" || text == "false") {
    return text == "true";
  }
  return option_error(ErrorCode::kInvalid,
                      "option '" + name + "' takes true or false, and was given '" + text + "'");
}

template <typename T>
Status refuse_unknown(const format::ParsedOptions<T>& parsed, const std::string& format) {
  if (parsed.unknown.empty()) {
    return ok();
  }
  return option_error(ErrorCode::kUnsupported, "option '" + parsed.unknown.front() +
                                                   "' is not known for files of format " + format);
}

}  // namespace

Result<ReadOptions> parse_read_options(const std::map<std::string, std::string>& options) {
  ReadOptions parsed;
  for (const auto& [written, value] : options) {
    // Auto Loader's options carry a prefix that read_files leaves out.
    const std::string name = written.starts_with("cloudfiles.") ? written.substr(11) : written;
    if (name == "format" || name == "schema") {
      continue;
    }
    if (name == "maxfilespertrigger") {
      ASSIGN_OR_RETURN(parsed.files_per_batch_max, count_option(name, value));
    } else if (name == "maxbytespertrigger") {
      ASSIGN_OR_RETURN(parsed.bytes_per_batch_max, bytes_option(name, value));
    } else if (name == "pathglobfilter") {
      parsed.name_filter = value;
    } else if (name == "includeexistingfiles") {
      ASSIGN_OR_RETURN(parsed.include_existing_files, flag_option(name, value));
    } else {
      parsed.of_format.emplace(name, value);
    }
  }
  return parsed;
}

Result<std::unique_ptr<format::RecordDecoder>> make_decoder(const plan::FileSource& source,
                                                            const types::SessionZone& zone) {
  ASSIGN_OR_RETURN(const ReadOptions options, parse_read_options(source.options));
  if (source.format == "json") {
    ASSIGN_OR_RETURN(auto parsed, format::parse_json_options(options.of_format));
    RETURN_IF_ERROR(refuse_unknown(parsed, source.format));
    parsed.options.zone = zone;
    ASSIGN_OR_RETURN(std::unique_ptr<format::RecordDecoder> decoder,
                     format::JsonDecoder::of_records(source.schema, std::move(parsed.options)));
    return decoder;
  }
  if (source.format == "csv") {
    ASSIGN_OR_RETURN(auto parsed, format::parse_csv_options(options.of_format));
    RETURN_IF_ERROR(refuse_unknown(parsed, source.format));
    parsed.options.zone = zone;
    ASSIGN_OR_RETURN(std::unique_ptr<format::RecordDecoder> decoder,
                     format::CsvDecoder::of(source.schema, std::move(parsed.options)));
    return decoder;
  }
  if (source.format == "text") {
    ASSIGN_OR_RETURN(auto parsed, format::parse_text_options(options.of_format));
    RETURN_IF_ERROR(refuse_unknown(parsed, source.format));
    return std::unique_ptr<format::RecordDecoder>(
        std::make_unique<format::TextDecoder>(std::move(parsed.options)));
  }
  return option_error(ErrorCode::kUnsupported, "files of format '" + source.format +
                                                   "' cannot be read yet; json, csv and text can");
}

}  // namespace tarn::source
