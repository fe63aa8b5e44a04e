#include "sql/keyword.h"

#include <algorithm>
#include <array>

namespace tarn::sql {
namespace {

constexpr std::array kTexts = {std::string_view(""),
#define TARN_SQL_TEXT(name, text) std::string_view(text),
                               TARN_SQL_KEYWORDS(TARN_SQL_TEXT)
#undef TARN_SQL_TEXT
};
static_assert(kTexts.size() <= 256, "Keyword is one byte");

constexpr size_t kMaxKeywordLength = 16;

constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// Keywords by text, to be searched by halving.
struct Entry {
  std::string_view text;
  Keyword keyword = Keyword::kNoKeyword;
};

constexpr auto sorted_entries() {
  std::array<Entry, kTexts.size() - 1> entries;
  for (size_t i = 0; i < entries.size(); ++i) {
    entries[i] = {kTexts[i + 1], static_cast<Keyword>(i + 1)};
  }
  std::ranges::sort(entries, {}, &Entry::text);
  return entries;
}
constexpr auto kEntries = sorted_entries();

}  // namespace

Keyword keyword_of(std::string_view word) {
  if (word.size() > kMaxKeywordLength) {
    return Keyword::kNoKeyword;
  }
  std::array<char, kMaxKeywordLength> buffer;
  std::ranges::transform(word, buffer.begin(), upper);
  const std::string_view wanted(buffer.data(), word.size());
  const auto* found = std::ranges::lower_bound(kEntries, wanted, {}, &Entry::text);
  return found != kEntries.end() && found->text == wanted ? found->keyword : Keyword::kNoKeyword;
}

std::string_view text_of(Keyword keyword) { return kTexts[static_cast<size_t>(keyword)]; }

bool is_strict(Keyword keyword) {
  switch (keyword) {
    case Keyword::kAnti:
    case Keyword::kCross:
    case Keyword::kExcept:
    case Keyword::kFull:
    case Keyword::kInner:
    case Keyword::kIntersect:
    case Keyword::kJoin:
    case Keyword::kLateral:
    case Keyword::kLeft:
    case Keyword::kMinus:
    case Keyword::kNatural:
    case Keyword::kOn:
    case Keyword::kRight:
    case Keyword::kSemi:
    case Keyword::kSetminus:
    case Keyword::kUnion:
    case Keyword::kUsing:
      return true;
    default:
      return false;
  }
}

bool begins_clause(Keyword keyword) {
  switch (keyword) {
    case Keyword::kFrom:
    case Keyword::kWhere:
    case Keyword::kGroup:
    case Keyword::kHaving:
    case Keyword::kOrder:
    case Keyword::kSort:
    case Keyword::kCluster:
    case Keyword::kDistribute:
    case Keyword::kLimit:
    case Keyword::kOffset:
    case Keyword::kWindow:
    case Keyword::kQualify:
    case Keyword::kSelect:
    case Keyword::kPivot:
    case Keyword::kUnpivot:
    case Keyword::kTablesample:
    case Keyword::kWatermark:
    case Keyword::kWith:
      return true;
    default:
      return is_strict(keyword);
  }
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, upper, upper);
}

std::string upper_case(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), upper);
  return out;
}

}  // namespace tarn::sql
