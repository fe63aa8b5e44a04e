// Takes the options of a format out of Spark's map of texts, name by name, ignoring case.
//
// The first wrong value is kept as the status, and its message names the option as "option 'x'";
// every name that was asked for is known, the rest is unknown(). Meant to live for one call of
// parse_*_options.

#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/record_decoder.h"

namespace tarn::format {

class OptionReader {
 public:
  OptionReader(std::string_view format, const Options& options);

  void read(std::string_view name, std::string& target);
  void read(std::string_view name, bool& target);
  void read(std::string_view name, size_t& target);
  void read(std::string_view name, std::optional<size_t>& target);  // -1: nothing
  // Exactly one character, or none where the text is empty.
  void read(std::string_view name, std::optional<char>& target);
  void read(std::string_view name, ParseMode& target);
  std::optional<std::string> text(std::string_view name);

  // Marks `name` as known; its value must be one of `honoured` (ignoring case), else kUnsupported.
  void honour_only(std::string_view name, std::initializer_list<std::string_view> honoured);
  void fail(ErrorCode code, std::string_view name, const std::string& why);

  const Status& status() const { return status_; }
  std::vector<std::string> unknown() const;
  // Every name that was asked for, as the documentation writes it.
  const std::vector<std::string>& known() const { return known_; }

 private:
  struct Entry {
    std::string name;
    std::string value;
    bool is_known = false;
  };
  Entry* find(std::string_view name);

  std::string_view format_;
  std::vector<Entry> entries_;
  std::vector<std::string> known_;
  Status status_;
};

// Options that JSON and CSV have in common.
struct CommonTargets {
  ParseMode& mode;
  std::string& corrupt_column;
  std::string& rescued_column;
  bool& multi_line;
  std::string& line_separator;
  types::SessionZone& zone;
  DateTimePatterns& patterns;
};
void read_common(OptionReader& reader, const CommonTargets& targets);

// Says that DateTimePatterns::times_are_local; no option of Spark's, but what the planner makes of
// spark.sql.timestampType.
inline constexpr std::string_view kLocalTimesOption = "tarn.localTimes";

// The type of a time as a schema is inferred: nothing where the text is none.
std::optional<types::DataType> inferred_time(std::string_view text,
                                             const DateTimePatterns& patterns,
                                             const DateTimeHooks& hooks,
                                             const types::SessionZone& zone);

// What both decoders check before they are made: hooks for patterns, a known zone, a STRING column
// for malformed records.
Status check_datetimes(const DateTimePatterns& patterns, const DateTimeHooks& hooks,
                       const types::SessionZone& zone);
Status check_text_column(const types::Schema& schema, std::string_view name);

// The error of a malformed record under FAILFAST.
Error malformed_record(std::string_view record);

// The error of a record with fields that the schema does not have (UnknownFields::kRefuse).
Error unknown_fields(const std::vector<std::string>& names);

}  // namespace tarn::format
