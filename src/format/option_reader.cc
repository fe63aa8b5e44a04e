#include "format/option_reader.h"

#include <charconv>

#include "format/schema_inference.h"
#include "types/utf8.h"

namespace tarn::format {

using types::equal_ignoring_case;

OptionReader::OptionReader(std::string_view format, const Options& options) : format_(format) {
  for (const auto& [name, value] : options) {
    entries_.push_back({name, value});
  }
}

OptionReader::Entry* OptionReader::find(std::string_view name) {
  known_.emplace_back(name);
  for (Entry& entry : entries_) {
    if (equal_ignoring_case(entry.name, name)) {
      entry.is_known = true;
      return &entry;
    }
  }
  return nullptr;
}

void OptionReader::fail(ErrorCode code, std::string_view name, const std::string& why) {
  if (status_) {
    const bool is_unsupported = code == ErrorCode::kUnsupported;
    status_ = Error{
        .code = code,
        .message = "option '" + std::string(name) + "' of " + std::string(format_) + " " + why,
        .condition = is_unsupported ? "UNSUPPORTED_FEATURE" : "INVALID_OPTION",
        .sqlstate = is_unsupported ? "0A000" : "42000"};
  }
}

std::optional<std::string> OptionReader::text(std::string_view name) {
  const Entry* entry = find(name);
  return entry == nullptr ? std::nullopt : std::optional(entry->value);
}

void OptionReader::read(std::string_view name, std::string& target) {
  if (const Entry* entry = find(name)) {
    target = entry->value;
  }
}

void OptionReader::read(std::string_view name, bool& target) {
  const Entry* entry = find(name);
  if (entry == nullptr) {
    return;
  }
  if (equal_ignoring_case(entry->value, "true")) {
    target = true;
  } else if (equal_ignoring_case(entry->value, "false")) {
    target = false;
  } else {
    fail(ErrorCode::kInvalid, name, "must be true or false, not '" + entry->value + "'");
  }
}

void OptionReader::read(std::string_view name, size_t& target) {
  const Entry* entry = find(name);
  if (entry == nullptr) {
    return;
  }
  const std::string& value = entry->value;
  const auto [at, error] = std::from_chars(value.data(), value.data() + value.size(), target);
  if (error != std::errc() || at != value.data() + value.size()) {
    fail(ErrorCode::kInvalid, name, "must be a whole number, not '" + value + "'");
  }
}

void OptionReader::read(std::string_view name, std::optional<size_t>& target) {
  if (text(name) == "-1") {
    target.reset();
    return;
  }
  if (text(name)) {
    size_t number = 0;
    read(name, number);
    target = number;
  }
}

void OptionReader::read(std::string_view name, std::optional<char>& target) {
  const Entry* entry = find(name);
  if (entry == nullptr) {
    return;
  }
  if (entry->value.empty()) {
    target.reset();
  } else if (entry->value.size() == 1 && static_cast<unsigned char>(entry->value[0]) < 0x80) {
    target = entry->value[0];
  } else if (entry->value.size() > 1 && status_) {
    status_ = Error{ErrorCode::kInvalid,
                    "The value of " + std::string(name) +
                        " cannot be more than one character, but got " + entry->value + ".",
                    "OPTION_VALUE_EXCEEDS_ONE_CHARACTER", "22023"};
  } else {
    fail(ErrorCode::kInvalid, name, "must be one ASCII character, not '" + entry->value + "'");
  }
}

void OptionReader::read(std::string_view name, ParseMode& target) {
  const Entry* entry = find(name);
  if (entry == nullptr) {
    return;
  }
  if (equal_ignoring_case(entry->value, "PERMISSIVE")) {
    target = ParseMode::kPermissive;
  } else if (equal_ignoring_case(entry->value, "DROPMALFORMED")) {
    target = ParseMode::kDropMalformed;
  } else if (equal_ignoring_case(entry->value, "FAILFAST")) {
    target = ParseMode::kFailFast;
  } else {
    fail(ErrorCode::kInvalid, name,
         "must be PERMISSIVE, DROPMALFORMED or FAILFAST, not '" + entry->value + "'");
  }
}

void OptionReader::honour_only(std::string_view name,
                               std::initializer_list<std::string_view> honoured) {
  const Entry* entry = find(name);
  if (entry == nullptr) {
    return;
  }
  for (const std::string_view value : honoured) {
    if (equal_ignoring_case(entry->value, value)) {
      return;
    }
  }
  fail(ErrorCode::kUnsupported, name, "is not supported with the value '" + entry->value + "'");
}

std::vector<std::string> OptionReader::unknown() const {
  std::vector<std::string> names;
  for (const Entry& entry : entries_) {
    if (!entry.is_known) {
      names.push_back(entry.name);
    }
  }
  return names;
}

void read_common(OptionReader& reader, const CommonTargets& targets) {
  reader.read("mode", targets.mode);
  reader.read("columnNameOfCorruptRecord", targets.corrupt_column);
  reader.read("rescuedDataColumn", targets.rescued_column);
  reader.read("multiLine", targets.multi_line);
  reader.read("lineSep", targets.line_separator);
  reader.read("timeZone", targets.zone.id);
  reader.read("dateFormat", targets.patterns.date);
  reader.read("timestampFormat", targets.patterns.timestamp);
  reader.read("timestampNTZFormat", targets.patterns.timestamp_ntz);
  reader.read(kLocalTimesOption, targets.patterns.times_are_local);
  reader.honour_only("encoding", {"UTF-8", "UTF8"});
  reader.honour_only("charset", {"UTF-8", "UTF8"});
  reader.honour_only("locale", {"en-US"});
  reader.honour_only("enableDateTimeParsingFallback", {});
  if (reader.text("lineSep") == "") {
    reader.fail(ErrorCode::kInvalid, "lineSep", "must not be empty");
  }
}

std::optional<types::DataType> inferred_time(std::string_view text,
                                             const DateTimePatterns& patterns,
                                             const DateTimeHooks& hooks,
                                             const types::SessionZone& zone) {
  if (patterns.times_are_local) {
    const bool is_local =
        hooks.timestamp_ntz
            ? hooks.timestamp_ntz(text).has_value()
            : types::parse_timestamp_ntz(text, types::ZoneSuffix::kRefuse).has_value();
    if (is_local) return types::timestamp_ntz_type();
  }
  const bool is_time = hooks.timestamp ? hooks.timestamp(text).has_value()
                                       : types::parse_timestamp(text, zone).has_value();
  return is_time ? std::optional(types::timestamp_type()) : std::nullopt;
}

Status check_datetimes(const DateTimePatterns& patterns, const DateTimeHooks& hooks,
                       const types::SessionZone& zone) {
  const bool lacks_hook = (!patterns.date.empty() && !hooks.date) ||
                          (!patterns.timestamp.empty() && !hooks.timestamp) ||
                          (!patterns.timestamp_ntz.empty() && !hooks.timestamp_ntz);
  if (lacks_hook) {
    return Error{ErrorCode::kUnsupported,
                 "dateFormat, timestampFormat and timestampNTZFormat are not supported here"};
  }
  const bool is_known = types::fixed_offset(zone.id) ||
                        (zone.regions != nullptr && zone.regions->offset_at_local(zone.id, 0));
  if (!is_known) {
    return Error{ErrorCode::kInvalid, "time zone '" + zone.id + "' is not known",
                 "INVALID_TIMEZONE", "22009"};
  }
  return ok();
}

Status check_text_column(const types::Schema& schema, std::string_view name) {
  for (const types::Field& field : schema) {
    if (field.name == name && !(field.type.is(types::TypeKind::kString) && field.nullable)) {
      return Error{ErrorCode::kInvalid,
                   "The column `" + field.name +
                       "` for corrupt records must have the nullable STRING type, but got \"" +
                       field.type.sql() + "\".",
                   "INVALID_CORRUPT_RECORD_TYPE", "42804"};
    }
  }
  return ok();
}

Error unknown_fields(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + name;
  }
  return {.code = ErrorCode::kData,
          .message = "Encountered unknown fields during parsing: " + list,
          .condition = std::string(kUnknownFields),
          .sqlstate = "KD003"};
}

Error duplicate_column(std::string_view name) {
  return {.code = ErrorCode::kInvalid,
          .message = "The column `" + std::string(name) +
                     "` already exists. Choose another name or rename the existing column.",
          .condition = "COLUMN_ALREADY_EXISTS",
          .sqlstate = "42711"};
}

Error malformed_record(std::string_view record) {
  constexpr size_t kShownMax = 300;
  std::string shown = types::repaired_utf8(record.substr(0, kShownMax));
  if (record.size() > kShownMax) {
    shown += "...";
  }
  return Error{ErrorCode::kData,
               "Malformed records are detected in record parsing: " + shown +
                   "\nParse Mode: FAILFAST. To process malformed records as null result, try "
                   "setting the option 'mode' as 'PERMISSIVE'.",
               "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", "22023"};
}

}  // namespace tarn::format
