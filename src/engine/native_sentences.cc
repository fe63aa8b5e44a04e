// sentences(): a text taken apart into sentences and words, as java.text.BreakIterator does it for
// English.

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/native_rows.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

constexpr char32_t kCent = 0xA2;
constexpr char32_t kLongVowel = 0x30FC;  // of both Japanese syllabaries
constexpr char32_t kDanda = 0x964;       // ends a sentence, and is part of its last word
constexpr char32_t kDoubleDanda = 0x965;

enum class Kind : uint8_t { kOther, kLetter, kDigit, kHiragana, kKatakana, kHan };

// What a character counts as; nothing of a mark or a format character, which belongs to the one in
// front of it.
std::optional<Kind> kind_of(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  if (c == kDanda || c == kDoubleDanda) return Kind::kLetter;
  const uint32_t category = U_GET_GC_MASK(point);
  if ((category & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) != 0) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(point, &status)) {
    case USCRIPT_HIRAGANA:
      return Kind::kHiragana;
    case USCRIPT_KATAKANA:
      return Kind::kKatakana;
    case USCRIPT_HAN:
      return Kind::kHan;
    default:
      if ((category & (U_GC_L_MASK | U_GC_MC_MASK)) != 0) return Kind::kLetter;
      return (category & U_GC_N_MASK) != 0 ? Kind::kDigit : Kind::kOther;
  }
}

// Between two letters: well-known, don't, a.b
bool joins_letters(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_PD_MASK) != 0 || c == 0x2027 || c == '"' ||
         c == '\'' || c == '.' || c == '_';
}

// Between two digits: 1,234.5
bool joins_digits(char32_t c) {
  return c == '"' || c == '\'' || c == ',' || c == 0x66B || c == '.';
}

// In front of a number, which makes them no word: $5, #1, .5
bool begins_number(char32_t c) {
  const bool is_currency = (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_SC_MASK) != 0;
  return (is_currency && c != kCent) || c == '#' || c == '.';
}

bool ends_number(char32_t c) {
  return c == kCent || c == '%' || c == 0x66A || c == 0x2030 || c == 0x2031;
}

// Takes the words out of text[begin, end), which is a sentence.
class WordBreaks {
 public:
  WordBreaks(const std::u32string& text, size_t begin, size_t end)
      : text_(text), at_(begin), end_(end) {}

  std::vector<std::string> words() {
    std::vector<std::string> words;
    while (at_ < end_) {
      const size_t begin = at_;
      step();
      if (u_isalnum(static_cast<UChar32>(text_[begin])) == 0) continue;
      std::string word;
      for (size_t at = begin; at < at_; ++at) types::append_code_point(word, text_[at]);
      words.push_back(std::move(word));
    }
    return words;
  }

 private:
  bool is(size_t at, Kind kind) const {
    if (at >= end_) return false;
    const bool is_syllable = kind == Kind::kHiragana || kind == Kind::kKatakana;
    return kind_of(text_[at]) == kind || (is_syllable && text_[at] == kLongVowel);
  }

  // Moves over one character, with the marks behind it.
  void skip() {
    ++at_;
    while (at_ < end_ && !kind_of(text_[at_])) ++at_;
  }

  void run_of(Kind kind) {
    while (is(at_, kind)) skip();
  }

  // Runs of one kind with a joining character between each two; whether there was any.
  bool joined_runs(Kind kind, bool (*joins)(char32_t)) {
    if (!is(at_, kind)) return false;
    run_of(kind);
    while (at_ + 1 < end_ && joins(text_[at_]) && is(at_ + 1, kind)) {
      ++at_;
      run_of(kind);
    }
    return true;
  }

  // Letters and digits in turn, as they come.
  void step() {
    const std::optional<Kind> first = kind_of(text_[at_]);
    if (first == Kind::kHan || first == Kind::kHiragana || first == Kind::kKatakana) {
      return run_of(*first);
    }
    if (begins_number(text_[at_]) && is(at_ + 1, Kind::kDigit)) {
      ++at_;
    } else if (first != Kind::kLetter && first != Kind::kDigit) {
      ++at_;
      return;
    }
    bool ends_in_digit = false;
    for (bool goes_on = true; goes_on;) {
      const bool letters = joined_runs(Kind::kLetter, joins_letters);
      const bool digits = joined_runs(Kind::kDigit, joins_digits);
      goes_on = digits;
      if (letters || digits) ends_in_digit = digits;
    }
    if (ends_in_digit && at_ < end_ && ends_number(text_[at_])) ++at_;
  }

  const std::u32string& text_;
  size_t at_;
  size_t end_;
};

// What a character is to the end of a sentence.
enum class Mark : uint8_t {
  kLetter,  // one that may begin a sentence; kSmall may not
  kSmall,
  kDigit,
  kStop,   // the full stop
  kTerm,   // ends a sentence whatever follows
  kDanda,  // so, and no other mark belongs to it
  kClose,
  kQuote,  // closes what is in front of it, or opens what follows
  kBlank,
  kParagraph,
  kComma,
  kIgnored,
  kSymbol,  // all others, among them opening brackets
};

Mark mark_of(char32_t c) {
  constexpr std::u32string_view kTerms = U"!?\u3002\uFF01\uFF1F";
  if (c == '.' || c == 0xFF0E) return Mark::kStop;
  if (kTerms.find(c) != std::u32string_view::npos) return Mark::kTerm;
  if (c == kDanda || c == kDoubleDanda) return Mark::kDanda;
  if (c == '"' || c == '\'') return Mark::kQuote;
  if (c == ',') return Mark::kComma;
  if (c == 0x2029) return Mark::kParagraph;
  if (u_isUWhiteSpace(static_cast<UChar32>(c)) != 0) return Mark::kBlank;
  const uint32_t category = U_GET_GC_MASK(static_cast<UChar32>(c));
  if ((category & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) != 0) return Mark::kIgnored;
  if ((category & (U_GC_PE_MASK | U_GC_PF_MASK)) != 0) return Mark::kClose;
  if ((category & U_GC_LL_MASK) != 0) return Mark::kSmall;
  if ((category & U_GC_L_MASK) != 0) return Mark::kLetter;
  return (category & U_GC_N_MASK) != 0 ? Mark::kDigit : Mark::kSymbol;
}

// Where the sentence ends whose first mark that ends it stands at `at`.
size_t behind_term(const std::u32string& text, size_t at) {
  const bool is_danda = mark_of(text[at]) == Mark::kDanda;
  const auto belongs = [](Mark mark) {
    return mark == Mark::kTerm || mark == Mark::kStop || mark == Mark::kClose ||
           mark == Mark::kQuote;
  };
  ++at;
  while (!is_danda && at < text.size() && belongs(mark_of(text[at]))) ++at;
  while (at < text.size() && mark_of(text[at]) == Mark::kBlank) ++at;
  return at < text.size() && mark_of(text[at]) == Mark::kParagraph ? at + 1 : at;
}

// Goes on from a full stop, which ends a sentence only where what follows looks like another one.
class FullStop {
 public:
  FullStop(const std::u32string& text, size_t at) : text_(text), at_(at) {}

  enum class Outcome : uint8_t { kEnds, kGoesOn, kFails };

  // kEnds: the sentence ends at at(). kGoesOn: it does not, and at() is behind what was looked at.
  // kFails: what follows is neither a sentence nor part of this one.
  Outcome outcome() {
    for (;;) {
      ++at_;
      if (at_ == text_.size()) {
        return is_behind_symbol() ? Outcome::kFails : Outcome::kEnds;
      }
      if (const auto known = next(mark_of(text_[at_]))) return *known;
    }
  }
  size_t at() const { return at_; }

 private:
  enum class Behind : uint8_t { kStop, kQuote, kBlank, kBlanks, kSymbol, kQuotedSymbol };

  bool is_behind_symbol() const {
    return behind_ == Behind::kSymbol || behind_ == Behind::kQuotedSymbol;
  }

  std::optional<Outcome> go_on(Behind behind) {
    behind_ = behind;
    return std::nullopt;
  }

  std::optional<Outcome> next(Mark mark) {
    const bool is_close = behind_ == Behind::kStop || behind_ == Behind::kQuote;
    switch (mark) {
      case Mark::kIgnored:
        return std::nullopt;
      case Mark::kStop:
        return go_on(Behind::kStop);
      case Mark::kTerm:
      case Mark::kDanda:
        at_ = behind_term(text_, at_);
        return Outcome::kEnds;
      case Mark::kParagraph:
        ++at_;
        return Outcome::kEnds;
      case Mark::kClose:
        return is_close ? std::nullopt : std::optional(Outcome::kGoesOn);
      case Mark::kQuote:
        return go_on(is_close ? Behind::kQuote : Behind::kSymbol);
      case Mark::kSymbol:
        return go_on(behind_ == Behind::kQuote ? Behind::kQuotedSymbol : Behind::kSymbol);
      case Mark::kBlank:
        if (is_behind_symbol()) return Outcome::kGoesOn;
        return go_on(is_close ? Behind::kBlank : Behind::kBlanks);
      case Mark::kLetter:
        return behind_ == Behind::kStop ? Outcome::kGoesOn : Outcome::kEnds;
      case Mark::kSmall:
        return behind_ == Behind::kStop || behind_ == Behind::kBlank ? Outcome::kGoesOn
                                                                     : Outcome::kEnds;
      case Mark::kDigit:
        return behind_ == Behind::kQuotedSymbol ? Outcome::kFails : Outcome::kGoesOn;
      case Mark::kComma:
        return Outcome::kGoesOn;
    }
    return Outcome::kGoesOn;
  }

  const std::u32string& text_;
  size_t at_;
  Behind behind_ = Behind::kStop;
};

class SentenceBreaks {
 public:
  explicit SentenceBreaks(const std::u32string& text) : text_(text) {}

  // Where the sentence that begins at `begin` ends. Symbols behind a full stop without a word
  // behind them are no sentence: the one in front of the stop ends there, and so does the stop
  // itself.
  size_t end_of(size_t begin) {
    for (size_t at = begin; at < text_.size();) {
      switch (mark_of(text_[at])) {
        case Mark::kTerm:
        case Mark::kDanda:
          return behind_term(text_, at);
        case Mark::kParagraph:
          return at + 1;
        case Mark::kStop: {
          const auto [outcome, behind] = behind_stop(at);
          if (outcome == FullStop::Outcome::kFails) return std::max(at, begin + 1);
          if (outcome == FullStop::Outcome::kEnds) return behind;
          at = behind;
          break;
        }
        default:
          ++at;
      }
    }
    return text_.size();
  }

 private:
  // A full stop on the way to where another one has failed fails there, too: it is not gone again.
  std::pair<FullStop::Outcome, size_t> behind_stop(size_t at) {
    if (at < fails_before_) return {FullStop::Outcome::kFails, at};
    FullStop stop(text_, at);
    const FullStop::Outcome outcome = stop.outcome();
    if (outcome == FullStop::Outcome::kFails) fails_before_ = stop.at();
    return {outcome, stop.at()};
  }

  const std::u32string& text_;
  size_t fails_before_ = 0;
};

class Sentences final : public Native {
 public:
  explicit Sentences(types::DataType type) : type_(std::move(type)) {}

  void run(NativeCall& call, Scratch*) const override {
    const auto texts = call.argument<std::string_view>(0);
    types::Column out(type_);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!texts.is_valid(row)) {
        out.append_null();
        continue;
      }
      std::u32string text;
      const std::string_view utf8 = texts[row];
      for (size_t at = 0; at < utf8.size();) text += types::next_code_point(utf8, at);
      SentenceBreaks sentences(text);
      for (size_t begin = 0; begin < text.size();) {
        const size_t end = sentences.end_of(begin);
        for (const std::string& word : WordBreaks(text, begin, end).words()) {
          out.child(0).child(0).append_bytes(word);
        }
        out.child(0).append_list();
        begin = end;
      }
      out.append_list();
    }
    call.set_result(out);
  }

 private:
  types::DataType type_;
};

constexpr std::array kEntries = {
    NativeEntry{.name = "sentences",
                .make = [](const NativeSite& site) -> Result<NativePtr> {
                  return NativePtr(std::make_unique<Sentences>(site.result));
                }},
};

}  // namespace

std::span<const NativeEntry> sentence_natives() { return kEntries; }

}  // namespace tarn::engine
