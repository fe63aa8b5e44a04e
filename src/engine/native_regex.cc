// Java's regular expressions, over PCRE2. What Java writes otherwise (&& inside a character class)
// is refused by name.

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <cctype>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/native_call.h"

namespace tarn::engine {
namespace {

struct Match {
  size_t begin = 0;
  size_t end = 0;
};

class Regex {
 public:
  // Throws RowError for a pattern that does not compile.
  explicit Regex(std::string_view pattern) : code_(nullptr, pcre2_code_free) {
    if (pattern.find("&&") != std::string_view::npos) {
      throw RowError(Error{ErrorCode::kUnsupported, "the regular expression '" +
                                                        std::string(pattern) +
                                                        "' uses &&, which is not supported yet"});
    }
    int error = 0;
    PCRE2_SIZE at = 0;
    code_.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                              PCRE2_UTF | PCRE2_NO_UTF_CHECK, &error, &at, nullptr));
    if (!code_) {
      throw RowError(
          "INVALID_PARAMETER_VALUE.PATTERN", "22023",
          "The value of parameter(s) `regexp` is invalid: '" + std::string(pattern) + "'.");
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

  std::optional<Match> group(int number) const {
    const PCRE2_SIZE* const places = pcre2_get_ovector_pointer(data_.get());
    if (number >= count_ || places[2 * number] == PCRE2_UNSET) return std::nullopt;
    return Match{places[2 * number], places[2 * number + 1]};
  }

 private:
  struct FreeData {
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  };
  std::unique_ptr<pcre2_code, decltype(&pcre2_code_free)> code_;
  std::unique_ptr<pcre2_match_data, FreeData> data_;
  int count_ = 0;
};

// The last pattern, compiled: it is nearly always the same for all rows.
struct RegexScratch final : Scratch {
  Regex& of(std::string_view pattern) {
    if (!regex || text != pattern) {
      regex = std::make_unique<Regex>(pattern);
      text = std::string(pattern);
    }
    return *regex;
  }
  std::string text;
  std::unique_ptr<Regex> regex;
};

Regex& regex_of(Scratch* scratch, std::string_view pattern) {
  return static_cast<RegexScratch*>(scratch)->of(pattern);
}

class WithRegex : public Native {
 public:
  std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<RegexScratch>();
  }
};

class Rlike final : public WithRegex {
 public:
  void run(NativeCall& call, Scratch* scratch) const override {
    const auto texts = call.argument<std::string_view>(0);
    const auto patterns = call.argument<std::string_view>(1);
    auto out = call.output<bool>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (texts.is_valid(row) && patterns.is_valid(row)) {
        out.set(row, regex_of(scratch, patterns[row]).find(texts[row], 0).has_value());
      } else {
        out.set_null(row);
      }
    }
  }
};

class Extract final : public WithRegex {
 public:
  void run(NativeCall& call, Scratch* scratch) const override {
    const auto texts = call.argument<std::string_view>(0);
    const auto patterns = call.argument<std::string_view>(1);
    const auto groups = call.argument<int32_t>(2);
    auto out = call.output<std::string_view>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!texts.is_valid(row) || !patterns.is_valid(row) || !groups.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      Regex& regex = regex_of(scratch, patterns[row]);
      const int wanted = groups[row];
      if (wanted < 0 || wanted > regex.group_count()) {
        throw RowError("INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX", "22023",
                       "The value of parameter(s) `idx` in `regexp_extract` is invalid: Expects "
                       "group index between 0 and " +
                           std::to_string(regex.group_count()) + ", but got " +
                           std::to_string(wanted) + ".");
      }
      const std::string_view text = texts[row];
      const auto found = regex.find(text, 0) ? regex.group(wanted) : std::nullopt;
      out.set(row, found ? text.substr(found->begin, found->end - found->begin) : "");
    }
  }
};

// Java's replacement text: $1 is a group, a backslash takes the next character as it is.
std::string replacement_for(const Regex& regex, std::string_view text,
                            std::string_view replacement) {
  std::string out;
  for (size_t i = 0; i < replacement.size(); ++i) {
    const char c = replacement[i];
    if (c == '\\' && i + 1 < replacement.size()) {
      out += replacement[++i];
    } else if (c == '$' && i + 1 < replacement.size() &&
               std::isdigit(static_cast<unsigned char>(replacement[i + 1]))) {
      const auto group = regex.group(replacement[++i] - '0');
      if (group) out += text.substr(group->begin, group->end - group->begin);
    } else {
      out += c;
    }
  }
  return out;
}

size_t behind(std::string_view text, size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

class Replace final : public WithRegex {
 public:
  void run(NativeCall& call, Scratch* scratch) const override {
    const auto texts = call.argument<std::string_view>(0);
    const auto patterns = call.argument<std::string_view>(1);
    const auto replacements = call.argument<std::string_view>(2);
    const auto places = call.argument<int32_t>(3);
    auto out = call.output<std::string_view>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!texts.is_valid(row) || !patterns.is_valid(row) || !replacements.is_valid(row) ||
          !places.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      const std::string_view text = texts[row];
      size_t from = 0;
      for (int32_t i = 1; i < places[row] && from < text.size(); ++i) from = behind(text, from);
      out.set(row, replaced(regex_of(scratch, patterns[row]), text, replacements[row], from));
    }
  }

 private:
  static std::string replaced(Regex& regex, std::string_view text, std::string_view replacement,
                              size_t from) {
    std::string out(text.substr(0, from));
    size_t kept = from;
    while (from <= text.size()) {
      const auto match = regex.find(text, from);
      if (!match) break;
      out += text.substr(kept, match->begin - kept);
      out += replacement_for(regex, text, replacement);
      kept = match->end;
      from = match->end > match->begin ? match->end : behind(text, match->end);
    }
    if (kept < text.size()) out += text.substr(kept);
    return out;
  }
};

// Java's String.split(regex, limit); a limit of 0 or less keeps everything, as in Spark.
std::vector<std::string_view> pieces(Regex& regex, std::string_view text, int32_t limit) {
  std::vector<std::string_view> out;
  size_t begin = 0;
  size_t from = 0;
  while (from <= text.size() && (limit <= 0 || out.size() + 1 < static_cast<size_t>(limit))) {
    const auto match = regex.find(text, from);
    if (!match || match->begin >= text.size()) break;
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

class Split final : public WithRegex {
 public:
  explicit Split(types::DataType type) : type_(std::move(type)) {}

  void run(NativeCall& call, Scratch* scratch) const override {
    const auto texts = call.argument<std::string_view>(0);
    const auto patterns = call.argument<std::string_view>(1);
    const auto limits = call.argument<int32_t>(2);
    types::Column out(type_);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!texts.is_valid(row) || !patterns.is_valid(row) || !limits.is_valid(row)) {
        out.append_null();
        continue;
      }
      for (const std::string_view piece :
           pieces(regex_of(scratch, patterns[row]), texts[row], limits[row])) {
        out.child(0).append_bytes(piece);
      }
      out.append_list();
    }
    call.set_result(out);
  }

 private:
  types::DataType type_;
};

template <typename T>
Result<NativePtr> make(const NativeSite&) {
  return NativePtr(std::make_unique<T>());
}

constexpr std::array<NativeEntry, 4> kEntries = {{
    {.name = "rlike", .make = make<Rlike>},
    {.name = "regexp_extract", .make = make<Extract>},
    {.name = "regexp_replace", .make = make<Replace>},
    {.name = "split",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return NativePtr(std::make_unique<Split>(site.result));
     }},
}};

}  // namespace

std::span<const NativeEntry> regex_natives() { return kEntries; }

}  // namespace tarn::engine
