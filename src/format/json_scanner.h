// The grammar of JSON documents, with the liberties that Spark's options allow.
//
// A scanner stands at one place of one document and moves to the right. It checks everything that
// it passes. Documents are copied into a buffer that ends in zero bytes, so no step looks for the
// end: a zero byte fits nowhere. Each document must be valid UTF-8. Not thread-safe.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tarn::format {

// Documents nested deeper than this are malformed, as in Spark's reader.
inline constexpr int kJsonDepthMax = 1000;
// Readable bytes behind a document.
inline constexpr size_t kJsonPadding = 64;

struct JsonLiberties {
  bool single_quotes = true;
  bool non_numeric_numbers = true;
  bool unquoted_field_names = false;
  bool numeric_leading_zeros = false;
  bool backslash_escaping_any_character = false;
  bool unquoted_control_chars = false;
  bool comments = false;
};

enum class NumberForm : uint8_t { kInteger, kFraction, kNonNumeric };  // kNonNumeric: NaN, Infinity

struct JsonNumber {
  std::string_view text;
  NumberForm form = NumberForm::kInteger;
};

class JsonScanner {
 public:
  explicit JsonScanner(JsonLiberties liberties) : liberties_(liberties) {}

  void start(std::string_view document) {
    if (buffer_.size() < document.size() + kJsonPadding) {
      buffer_.resize(2 * document.size() + kJsonPadding);
    }
    std::memcpy(buffer_.data(), document.data(), document.size());
    std::memset(buffer_.data() + document.size(), 0, kJsonPadding);
    at_ = buffer_.data();
    end_ = at_ + document.size();
    depth_ = 0;
  }

  const char* position() const { return at_; }
  char front() const { return *at_; }  // 0 at the end
  bool is_at_end() const { return at_ == end_; }
  void advance(size_t bytes) { at_ += bytes; }

  // False only for a comment without an end.
  bool skip_blanks() {
    if (static_cast<unsigned char>(*at_) > ' ' && *at_ != '/') {
      return true;
    }
    return skip_blanks_slowly();
  }
  bool take(char wanted) {
    if (*at_ != wanted) {
      return false;
    }
    ++at_;
    return true;
  }
  // Behind '{' or '['; every successful enter() needs its leave().
  bool enter() { return ++depth_ <= kJsonDepthMax; }
  void leave() { --depth_; }

  bool is_at_string() const { return *at_ == '"' || (*at_ == '\'' && liberties_.single_quotes); }
  bool is_at_number() const {
    return is_digit(*at_) || *at_ == '-' || *at_ == 'N' || *at_ == 'I' || *at_ == '+';
  }

  // The string at the scanner, its escapes resolved: valid until the next call. False: malformed.
  bool string(std::string_view& out) {
    const char quote = *at_;
    const char* const begin = at_ + 1;
    const char* const stop = end_of_plain(begin, quote);
    if (*stop == quote) [[likely]] {
      out = {begin, static_cast<size_t>(stop - begin)};
      at_ = stop + 1;
      return true;
    }
    return string_slowly(stop, out);
  }
  // A field's name: a string, or a bare word where that is allowed.
  bool name(std::string_view& out) { return is_at_string() ? string(out) : bare_name(out); }
  bool number(JsonNumber& out);
  bool literal(std::string_view word) {
    if (std::memcmp(at_, word.data(), word.size()) != 0 || is_name_char(at_[word.size()])) {
      return false;
    }
    at_ += word.size();
    return true;
  }
  // Passes any value, checking it.
  bool skip_value();

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

 private:
  static bool is_name_char(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
  }
  // The first byte from `at` on that a string cannot hold as it is: quote, backslash, control.
  static const char* end_of_plain(const char* at, char quote) {
#if defined(__SSE2__)
    const __m128i quotes = _mm_set1_epi8(quote);
    const __m128i backslashes = _mm_set1_epi8('\\');
    const __m128i controls = _mm_set1_epi8(0x1F);
    for (;; at += 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      const __m128i hits = _mm_or_si128(
          _mm_or_si128(_mm_cmpeq_epi8(bytes, quotes), _mm_cmpeq_epi8(bytes, backslashes)),
          _mm_cmpeq_epi8(_mm_min_epu8(bytes, controls), bytes));
      const int mask = _mm_movemask_epi8(hits);
      if (mask != 0) {
        return at + __builtin_ctz(static_cast<unsigned>(mask));
      }
    }
#else
    while (*at != quote && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) {
      ++at;
    }
    return at;
#endif
  }
  bool skip_blanks_slowly();
  bool skip_comment();
  bool string_slowly(const char* stop, std::string_view& out);
  bool append_escape();  // at_ behind the backslash
  bool hex4(char32_t& unit);
  bool bare_name(std::string_view& out);
  bool non_numeric(JsonNumber& out);
  bool skip_members(char closing);

  JsonLiberties liberties_;
  std::vector<char> buffer_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  int depth_ = 0;
  std::string unescaped_;
};

}  // namespace tarn::format
