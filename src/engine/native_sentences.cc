// sentences(): a text taken apart into sentences and words, as java.text.BreakIterator does it for
// English.

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <array>
#include <string>
#include <vector>

#include "engine/native_rows.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

bool is_word_character(char32_t c) { return u_isalnum(static_cast<UChar32>(c)) != 0; }

// Between two letters or digits these belong to the word: don't, ok-ish, 5.5
bool joins(char32_t c) { return c == '\'' || c == '-' || c == '.' || c == ',' || c == 0x2019; }

enum class Script : uint8_t { kOther, kHiragana, kKatakana, kHan };

Script script_of(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_HIRAGANA:
      return Script::kHiragana;
    case USCRIPT_KATAKANA:
      return Script::kKatakana;
    case USCRIPT_HAN:
      return Script::kHan;
    default:
      return Script::kOther;
  }
}

std::vector<std::string> words_of(const std::u32string& text, size_t begin, size_t end) {
  std::vector<std::string> words;
  for (size_t at = begin; at < end;) {
    if (!is_word_character(text[at])) {
      ++at;
      continue;
    }
    std::string word;
    const Script script = script_of(text[at]);
    while (at < end) {
      const bool joined = joins(text[at]) && at + 1 < end && is_word_character(text[at + 1]);
      if (!joined && !(is_word_character(text[at]) && script_of(text[at]) == script)) break;
      types::append_code_point(word, text[at++]);
    }
    words.push_back(std::move(word));
  }
  return words;
}

bool is_blank(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0; }

// Where the sentence that begins at `begin` ends.
size_t sentence_end(const std::u32string& text, size_t begin) {
  for (size_t at = begin; at < text.size(); ++at) {
    const char32_t c = text[at];
    if (c == 0x3002 || c == 0xFF01 || c == 0xFF1F) return at + 1;
    if (c != '.' && c != '!' && c != '?') continue;
    size_t next = at + 1;
    while (next < text.size() && (text[next] == '"' || text[next] == '\'' || text[next] == ')' ||
                                  text[next] == '.' || text[next] == '!' || text[next] == '?')) {
      ++next;
    }
    size_t behind = next;
    while (behind < text.size() && is_blank(text[behind])) ++behind;
    if (c != '.') return behind;
    // A full stop ends a sentence before a blank, unless a small letter goes on.
    const bool goes_on = behind < text.size() && u_islower(static_cast<UChar32>(text[behind])) != 0;
    if (behind > next && !goes_on) return behind;
  }
  return text.size();
}

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
      for (size_t begin = 0; begin < text.size();) {
        const size_t end = sentence_end(text, begin);
        for (const std::string& word : words_of(text, begin, end)) {
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
