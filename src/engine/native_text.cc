// Functions of texts: case, LIKE, random UUIDs, raise_error; and the order of nested values.

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "base/uuid.h"
#include "engine/native_rows.h"
#include "engine/nested_order.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

enum class Case : uint8_t { kUpper, kLower };

std::string in_case(std::string_view text, Case wanted) {
  const bool is_ascii = std::all_of(text.begin(), text.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  std::string out;
  if (is_ascii) {
    for (const char c : text) {
      const bool changes = wanted == Case::kUpper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z';
      out += changes ? static_cast<char>(c ^ 0x20) : c;
    }
    return out;
  }
  icu::UnicodeString wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (wanted == Case::kUpper) {
    wide.toUpper(icu::Locale::getRoot());
  } else {
    wide.toLower(icu::Locale::getRoot());
  }
  wide.toUTF8String(out);
  return out;
}

template <Case kCase>
Result<NativePtr> make_case(const NativeSite&) {
  return row_native<std::string_view, std::string_view>(
      [](std::string_view text) -> std::optional<std::string> { return in_case(text, kCase); });
}

// ---------------------------------------------------------------- LIKE

struct LikeToken {
  enum class Kind : uint8_t { kOne, kAny, kCharacter } kind;
  char32_t character = 0;
};

std::vector<LikeToken> like_tokens(std::string_view pattern, char32_t escape) {
  std::vector<LikeToken> tokens;
  for (size_t at = 0; at < pattern.size();) {
    char32_t c = types::next_code_point(pattern, at);
    if (c == escape) {
      const std::string message = " is invalid: the escape character is not allowed to ";
      const std::string shown = "The pattern '" + std::string(pattern) + "'" + message;
      if (at >= pattern.size()) {
        throw RowError("INVALID_FORMAT.ESC_AT_THE_END", "42601", shown + "end with.");
      }
      c = types::next_code_point(pattern, at);
      if (c != '_' && c != '%' && c != escape) {
        throw RowError("INVALID_FORMAT.ESC_IN_THE_MIDDLE", "42601",
                       shown + "precede another character.");
      }
      tokens.push_back({LikeToken::Kind::kCharacter, c});
    } else if (c == '%') {
      tokens.push_back({LikeToken::Kind::kAny});
    } else if (c == '_') {
      tokens.push_back({LikeToken::Kind::kOne});
    } else {
      tokens.push_back({LikeToken::Kind::kCharacter, c});
    }
  }
  return tokens;
}

// Greedy with one place to come back to: linear but for runs of %.
bool is_like(std::string_view text, const std::vector<LikeToken>& tokens) {
  size_t at = 0;
  size_t token = 0;
  size_t star = tokens.size();
  size_t star_at = 0;
  while (at < text.size()) {
    size_t next = at;
    const char32_t c = types::next_code_point(text, next);
    if (token < tokens.size() && tokens[token].kind == LikeToken::Kind::kAny) {
      star = token++;
      star_at = at;
    } else if (token < tokens.size() &&
               (tokens[token].kind == LikeToken::Kind::kOne || tokens[token].character == c)) {
      ++token;
      at = next;
    } else if (star < tokens.size()) {
      token = star + 1;
      types::next_code_point(text, star_at);
      at = star_at;
    } else {
      return false;
    }
  }
  while (token < tokens.size() && tokens[token].kind == LikeToken::Kind::kAny) ++token;
  return token == tokens.size();
}

class Like final : public Native {
 public:
  Like(char32_t escape, bool ignores_case) : escape_(escape), ignores_case_(ignores_case) {}

  void run(NativeCall& call, Scratch*) const override {
    const auto texts = call.argument<std::string_view>(0);
    const auto patterns = call.argument<std::string_view>(1);
    auto out = call.output<bool>();
    std::string last;
    std::vector<LikeToken> tokens;
    bool has_last = false;
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!texts.is_valid(row) || !patterns.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      if (!has_last || last != patterns[row]) {
        last = std::string(patterns[row]);
        has_last = true;
        tokens = like_tokens(ignores_case_ ? in_case(last, Case::kLower) : last, escape_);
      }
      out.set(row, ignores_case_ ? is_like(in_case(texts[row], Case::kLower), tokens)
                                 : is_like(texts[row], tokens));
    }
  }

 private:
  char32_t escape_;
  bool ignores_case_;
};

Result<NativePtr> make_like(const NativeSite& site, bool ignores_case) {
  char32_t escape = '\\';
  if (const auto found = site.constants.find(2); found != site.constants.end()) {
    if (const auto* text = std::get_if<std::string>(&found->second.content);
        text && !text->empty()) {
      size_t at = 0;
      escape = types::next_code_point(*text, at);
    }
  }
  return NativePtr(std::make_unique<Like>(escape, ignores_case));
}

// ---------------------------------------------------------------- others

class Uuid final : public Native {
 public:
  void run(NativeCall& call, Scratch*) const override {
    auto out = call.output<std::string_view>();
    const RandomSource random = system_random();
    for (size_t row = 0; row < call.rows(); ++row) out.set(row, make_uuid(random));
  }
};

std::optional<bool> raise_error(std::optional<std::string_view> message) {
  throw RowError("USER_RAISED_EXCEPTION", "P0001", message.value_or("null"));
}

std::optional<bool> refuse(std::optional<bool> when, std::optional<std::string_view> condition,
                           std::optional<std::string_view> sqlstate,
                           std::optional<std::string_view> message) {
  if (!when.value_or(false)) return std::nullopt;
  throw RowError(condition.value_or(""), sqlstate.value_or(""), message.value_or(""));
}

std::optional<bool> assert_true(std::optional<bool> condition,
                                std::optional<std::string_view> message) {
  if (condition.value_or(false)) return std::nullopt;
  return raise_error(message);
}

// Strings and arrays of strings with a separator between them, NULLs left out.
class ConcatWs final : public Native {
 public:
  explicit ConcatWs(std::vector<types::DataType> types) : types_(std::move(types)) {}

  void run(NativeCall& call, Scratch*) const override {
    std::vector<types::Column> columns;
    for (size_t at = 0; at < types_.size(); ++at) columns.push_back(call.column(at, types_[at]));
    Output<std::string_view> out = call.output<std::string_view>();
    std::string text;
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!columns[0].is_valid(row)) {
        out.set_null(row);
        continue;
      }
      text.clear();
      const std::string_view separator = columns[0].bytes_at(row);
      bool first = true;
      const auto add = [&](const types::Column& column, size_t at) {
        if (!column.is_valid(at)) return;
        if (!first) text += separator;
        first = false;
        text += column.bytes_at(at);
      };
      for (size_t at = 1; at < columns.size(); ++at) {
        const types::Column& column = columns[at];
        if (!column.type().is(types::TypeKind::kArray)) {
          add(column, row);
          continue;
        }
        for (size_t i = column.list_begin(row); i < column.list_end(row); ++i) {
          add(column.child(0), i);
        }
      }
      out.set(row, text);
    }
  }

 private:
  std::vector<types::DataType> types_;
};

// The n-th of the arguments behind the first.
class Elt final : public Native {
 public:
  explicit Elt(size_t count) : count_(count) {}

  void run(NativeCall& call, Scratch*) const override {
    const auto numbers = call.argument<int32_t>(0);
    std::vector<Argument<std::string_view>> values;
    for (size_t at = 1; at <= count_; ++at) values.push_back(call.argument<std::string_view>(at));
    Output<std::string_view> out = call.output<std::string_view>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!numbers.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      const int32_t number = numbers[row];
      if (number < 1 || static_cast<size_t>(number) > count_) {
        throw RowError("INVALID_ARRAY_INDEX", "22003",
                       "The index " + std::to_string(number) + " is out of bounds. The array has " +
                           std::to_string(count_) +
                           " elements. Use the SQL function `get()` to tolerate accessing element "
                           "at invalid index and return NULL instead.");
      }
      const auto& value = values[static_cast<size_t>(number - 1)];
      if (value.is_valid(row)) {
        out.set(row, value[row]);
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  size_t count_;
};

class NestedComparison final : public Native {
 public:
  using Test = bool (*)(std::strong_ordering);
  NestedComparison(types::DataType left, types::DataType right, Test test)
      : left_(std::move(left)), right_(std::move(right)), test_(test) {}

  void run(NativeCall& call, Scratch*) const override {
    const types::Column left = call.column(0, left_);
    const types::Column right = call.column(1, right_);
    auto out = call.output<bool>();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (left.is_valid(row) && right.is_valid(row)) {
        out.set(row, test_(compare_rows(left, row, right, row)));
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  types::DataType left_;
  types::DataType right_;
  Test test_;
};

template <NestedComparison::Test kTest>
Result<NativePtr> make_comparison(const NativeSite& site) {
  return NativePtr(std::make_unique<NestedComparison>(site.arguments[0], site.arguments[1], kTest));
}

bool is_less(std::strong_ordering order) { return order < 0; }
// The step of a recursion, where it may be taken.
std::optional<int64_t> recursion_level(std::optional<int64_t> step, std::optional<int64_t> rows,
                                       std::optional<int64_t> step_max,
                                       std::optional<int64_t> rows_max) {
  if (step.value_or(0) >= step_max.value_or(0)) {
    throw RowError("RECURSION_LEVEL_LIMIT_EXCEEDED", "42836",
                   "Recursion level limit " + std::to_string(step_max.value_or(0)) +
                       " reached but query has not exhausted, try increasing it like 'WITH "
                       "RECURSIVE t(col) MAX RECURSION LEVEL 200'.");
  }
  if (rows.value_or(0) >= rows_max.value_or(0)) {
    throw RowError("RECURSION_ROW_LIMIT_EXCEEDED", "42836",
                   "Recursion row limit " + std::to_string(rows_max.value_or(0)) +
                       " reached but query has not exhausted, try setting a larger LIMIT value "
                       "when querying the CTE relation.");
  }
  return step;
}

bool is_less_or_equal(std::strong_ordering order) { return order <= 0; }
bool is_greater(std::strong_ordering order) { return order > 0; }
bool is_greater_or_equal(std::strong_ordering order) { return order >= 0; }

constexpr std::array<NativeEntry, 15> kEntries = {{
    {.name = "upper", .make = make_case<Case::kUpper>},
    {.name = "lower", .make = make_case<Case::kLower>},
    {.name = "like",
     .make = [](const NativeSite& site) { return make_like(site, false); },
     .wants_constants = true},
    {.name = "ilike",
     .make = [](const NativeSite& site) { return make_like(site, true); },
     .wants_constants = true},
    {.name = "uuid",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return NativePtr(std::make_unique<Uuid>());
     },
     .deterministic = false},
    // Not deterministic: it must be raised when a row is there, not while a plan is made.
    {.name = "raise_error", .make = rows<raise_error>, .deterministic = false},
    {.name = "raise.refusal", .make = rows<refuse>, .deterministic = false},
    {.name = "assert_true", .make = rows<assert_true>, .deterministic = false},
    {.name = "recursion_level", .make = rows<recursion_level>, .deterministic = false},
    {.name = "concat_ws_arrays",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return NativePtr(std::make_unique<ConcatWs>(site.arguments));
     }},
    {.name = "elt",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return NativePtr(std::make_unique<Elt>(site.arguments.size() - 1));
     }},
    {.name = "nested_less", .make = make_comparison<is_less>},
    {.name = "nested_less_or_equal", .make = make_comparison<is_less_or_equal>},
    {.name = "nested_greater", .make = make_comparison<is_greater>},
    {.name = "nested_greater_or_equal", .make = make_comparison<is_greater_or_equal>},
}};

}  // namespace

std::span<const NativeEntry> text_natives() { return kEntries; }

}  // namespace tarn::engine
