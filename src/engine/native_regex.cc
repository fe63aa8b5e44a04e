// Functions of Java's regular expressions, over PCRE2 (java_regex.h).

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/java_regex.h"
#include "engine/native_rows.h"

namespace tarn::engine {
namespace {

struct Match {
  size_t begin = 0;
  size_t end = 0;
};

Error invalid_pattern(std::string_view pattern, std::string_view function) {
  std::string shown;
  for (const char c : pattern) shown += c == '\\' ? "\\\\" : std::string(1, c);
  return Error{ErrorCode::kData,
               "The value of parameter(s) `regexp` in `" + std::string(function) +
                   "` is invalid: '" + shown + "'.",
               "INVALID_PARAMETER_VALUE.PATTERN", "22023"};
}

class Regex {
 public:
  // Throws RowError for a pattern that is none of Java's.
  Regex(std::string_view pattern, std::string_view function) : code_(nullptr, pcre2_code_free) {
    const auto translated = pcre_of_java_regex(pattern);
    // Some functions let Java's exception through, which has no condition.
    if (!translated && function.empty()) throw RowError("", "", "the pattern is malformed");
    if (!translated) throw RowError(invalid_pattern(pattern, function));
    int error = 0;
    PCRE2_SIZE at = 0;
    code_.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated->data()), translated->size(),
                              PCRE2_UTF | PCRE2_NO_UTF_CHECK, &error, &at, nullptr));
    if (!code_) {
      // Java's, and yet not PCRE2's: a lookbehind of many lengths.
      throw RowError(
          Error{ErrorCode::kUnsupported, "the regular expression '" + std::string(pattern) +
                                             "' is not supported: " + message_of(error)});
    }
    // Where the machine cannot be compiled for, the interpreter is used.
    pcre2_jit_compile(code_.get(), PCRE2_JIT_COMPLETE);
    data_.reset(pcre2_match_data_create_from_pattern(code_.get(), nullptr));
  }

  // The first match from `from` on; its groups are then in group().
  std::optional<Match> find(std::string_view text, size_t from) {
    count_ = pcre2_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from,
                         PCRE2_NO_UTF_CHECK, data_.get(), nullptr);
    if (count_ <= 0) return std::nullopt;
    return *group(0);
  }

  int group_count() const {
    uint32_t count = 0;
    pcre2_pattern_info(code_.get(), PCRE2_INFO_CAPTURECOUNT, &count);
    return static_cast<int>(count);
  }

  // The number of a named group, or nothing.
  std::optional<int> group_named(const std::string& name) const {
    const int number =
        pcre2_substring_number_from_name(code_.get(), reinterpret_cast<PCRE2_SPTR>(name.c_str()));
    return number > 0 ? std::optional(number) : std::nullopt;
  }

  std::optional<Match> group(int number) const {
    const PCRE2_SIZE* const places = pcre2_get_ovector_pointer(data_.get());
    if (number >= count_ || places[2 * number] == PCRE2_UNSET) return std::nullopt;
    return Match{places[2 * number], places[2 * number + 1]};
  }

 private:
  static std::string message_of(int error) {
    std::array<PCRE2_UCHAR, 256> text{};
    pcre2_get_error_message(error, text.data(), text.size());
    return reinterpret_cast<const char*>(text.data());
  }
  struct FreeData {
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  };
  std::unique_ptr<pcre2_code, decltype(&pcre2_code_free)> code_;
  std::unique_ptr<pcre2_match_data, FreeData> data_;
  int count_ = 0;
};

// The last pattern, compiled: it is nearly always the same for all rows.
struct RegexScratch final : Scratch {
  Regex& of(std::string_view pattern, std::string_view function) {
    if (!regex || text != pattern) {
      regex = std::make_unique<Regex>(pattern, function);
      text = std::string(pattern);
    }
    return *regex;
  }
  std::string text;
  std::unique_ptr<Regex> regex;
};

using Text = std::string_view;

bool rlike(RegexScratch& scratch, Text text, Text pattern) {
  return scratch.of(pattern, "rlike").find(text, 0).has_value();
}

Text part(Text text, const std::optional<Match>& match) {
  return match ? text.substr(match->begin, match->end - match->begin) : Text();
}

void check_group(const Regex& regex, int wanted, Text function) {
  if (wanted >= 0 && wanted <= regex.group_count()) return;
  throw RowError("INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX", "22023",
                 "The value of parameter(s) `idx` in `" + std::string(function) +
                     "` is invalid: Expects group index between 0 and " +
                     std::to_string(regex.group_count()) + ", but got " + std::to_string(wanted) +
                     ".");
}

std::string regexp_extract(RegexScratch& scratch, Text text, Text pattern, int32_t group) {
  Regex& regex = scratch.of(pattern, "regexp_extract");
  if (!regex.find(text, 0)) return {};
  check_group(regex, group, "regexp_extract");
  return std::string(part(text, regex.group(group)));
}

[[noreturn]] void refuse_replacement(Text text, Text pattern, Text replacement, int32_t position) {
  throw RowError("INVALID_REGEXP_REPLACE", "22023",
                 "Could not perform regexp_replace for source = \"" + std::string(text) +
                     "\", pattern = \"" + std::string(pattern) + "\", replacement = \"" +
                     std::string(replacement) + "\" and position = " + std::to_string(position) +
                     ".");
}

// Java's replacement text: $1 and ${name} are groups, a backslash takes the next character as it
// is. Nothing: it is malformed, or names a group that is not there.
std::optional<std::string> replacement_for(const Regex& regex, Text text, Text replacement) {
  std::string out;
  const auto is_digit = [&](size_t at) {
    return at < replacement.size() && std::isdigit(static_cast<unsigned char>(replacement[at]));
  };
  for (size_t i = 0; i < replacement.size(); ++i) {
    const char c = replacement[i];
    if (c != '\\' && c != '$') {
      out += c;
      continue;
    }
    if (++i >= replacement.size()) return std::nullopt;
    if (c == '\\') {
      out += replacement[i];
      continue;
    }
    int number = 0;
    if (replacement[i] == '{') {
      const size_t end = replacement.find('}', i);
      if (end == Text::npos) return std::nullopt;
      const auto named = regex.group_named(std::string(replacement.substr(i + 1, end - i - 1)));
      if (!named) return std::nullopt;
      number = *named;
      i = end;
    } else {
      if (!is_digit(i)) return std::nullopt;
      number = replacement[i] - '0';
      if (number > regex.group_count()) return std::nullopt;
      // As many digits as there are groups for.
      while (is_digit(i + 1) && number * 10 + (replacement[i + 1] - '0') <= regex.group_count()) {
        number = number * 10 + (replacement[++i] - '0');
      }
    }
    out += part(text, regex.group(number));
  }
  return out;
}

size_t behind(std::string_view text, size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

// Calls `take` for each match, as Java's Matcher finds one after the other.
template <typename Take>
void for_each_match(Regex& regex, Text text, const Take& take) {
  for (size_t from = 0; from <= text.size();) {
    const auto match = regex.find(text, from);
    if (!match) return;
    take(*match);
    from = match->end > match->begin ? match->end : behind(text, match->end);
  }
}

std::string regexp_replace(RegexScratch& scratch, Text text, Text pattern, Text replacement,
                           int32_t position) {
  Regex& regex = scratch.of(pattern, "regexp_replace");
  size_t from = 0;
  for (int32_t i = 1; i < position && from < text.size(); ++i) from = behind(text, from);
  if (position > 1 && from >= text.size()) return std::string(text);
  // What stands in front is not seen: ^ matches at the position.
  const Text rest = text.substr(from);
  std::string out(text.substr(0, from));
  size_t kept = 0;
  for_each_match(regex, rest, [&](const Match& match) {
    const auto replaced = replacement_for(regex, rest, replacement);
    if (!replaced) refuse_replacement(text, pattern, replacement, position);
    out += rest.substr(kept, match.begin - kept);
    out += *replaced;
    kept = match.end;
  });
  out += rest.substr(kept);
  return out;
}

std::vector<std::string> regexp_extract_all(RegexScratch& scratch, Text text, Text pattern,
                                            int32_t group) {
  Regex& regex = scratch.of(pattern, "regexp_extract_all");
  std::vector<std::string> out;
  for_each_match(regex, text, [&](const Match&) {
    check_group(regex, group, "regexp_extract_all");
    out.emplace_back(part(text, regex.group(group)));
  });
  return out;
}

int32_t regexp_count(RegexScratch& scratch, Text text, Text pattern) {
  int32_t count = 0;
  for_each_match(scratch.of(pattern, "regexp_count"), text, [&](const Match&) { ++count; });
  return count;
}

// An empty match counts as none.
std::optional<std::string> regexp_substr(RegexScratch& scratch, Text text, Text pattern) {
  const auto match = scratch.of(pattern, "regexp_substr").find(text, 0);
  if (!match || match->begin == match->end) return std::nullopt;
  return std::string(part(text, match));
}

int32_t regexp_instr(RegexScratch& scratch, Text text, Text pattern, int32_t) {
  const auto match = scratch.of(pattern, "regexp_instr").find(text, 0);
  if (!match) return 0;
  const Text before = text.substr(0, match->begin);
  return 1 + static_cast<int32_t>(std::ranges::count_if(
                 before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Java's String.split(regex, limit); a limit of 0 or less keeps everything, as in Spark.
std::vector<std::string_view> pieces(Regex& regex, std::string_view text, int32_t limit) {
  std::vector<std::string_view> out;
  size_t begin = 0;
  size_t from = 0;
  while (from <= text.size() && (limit <= 0 || out.size() + 1 < static_cast<size_t>(limit))) {
    const auto match = regex.find(text, from);
    if (!match) break;
    const bool is_empty = match->begin == match->end;
    if (!(is_empty && match->begin == 0)) {
      out.push_back(text.substr(begin, match->begin - begin));
      begin = match->end;
    }
    from = is_empty ? behind(text, match->end) : match->end;
  }
  out.push_back(text.substr(begin));
  return out;
}

// The characters, each by itself; the last of as many as the limit says takes the rest.
std::vector<std::string> characters(Text text, int32_t limit) {
  std::vector<std::string> out;
  for (size_t at = 0; at < text.size();) {
    const bool is_last = limit > 0 && std::cmp_equal(out.size() + 1, limit);
    const size_t end = is_last ? text.size() : behind(text, at);
    out.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

std::vector<std::string> split(RegexScratch& scratch, Text text, Text pattern, int32_t limit) {
  if (pattern.empty() && !text.empty()) return characters(text, limit);
  const auto found = pieces(scratch.of(pattern, ""), text, limit);
  return {found.begin(), found.end()};
}

constexpr std::array kEntries = {
    NativeEntry{.name = "rlike", .make = rows<rlike>},
    NativeEntry{.name = "regexp_extract", .make = rows<regexp_extract>},
    NativeEntry{.name = "regexp_extract_all", .make = rows<regexp_extract_all>},
    NativeEntry{.name = "regexp_replace", .make = rows<regexp_replace>},
    NativeEntry{.name = "regexp_count", .make = rows<regexp_count>},
    NativeEntry{.name = "regexp_substr", .make = rows<regexp_substr>},
    NativeEntry{.name = "regexp_instr", .make = rows<regexp_instr>},
    NativeEntry{.name = "split", .make = rows<split>},
};

}  // namespace

std::span<const NativeEntry> regex_natives() { return kEntries; }

}  // namespace tarn::engine
