#include "engine/java_regex_property.h"

#include <algorithm>
#include <array>

#include "types/utf8.h"

namespace tarn::engine {
namespace {

struct Named {
  std::string_view name;
  std::string_view items;
  std::string_view unicode = {};  // with (?U)
};

constexpr std::array<Named, 27> kPosix = {{
    {"Lower", "a-z", R"(\p{Lowercase})"},
    {"Upper", "A-Z", R"(\p{Uppercase})"},
    {"ASCII", R"(\x00-\x7F)"},
    {"Alpha", "a-zA-Z", R"(\p{Alphabetic})"},
    {"Digit", "0-9", R"(\p{Nd})"},
    {"Alnum", "a-zA-Z0-9", R"(\p{Alphabetic}\p{Nd})"},
    {"Punct", R"(!-\/:-@\[-`{-~)", R"(\p{P})"},
    {"Graph", "!-~"},
    {"Print", " -~"},
    {"Blank", R"( \t)", R"(\h)"},
    {"Cntrl", R"(\x00-\x1F\x7F)", R"(\p{Cc})"},
    {"XDigit", "0-9a-fA-F"},
    {"Space", R"( \t\n\x0B\f\r)", R"(\p{White_Space})"},
    {"javaLowerCase", R"(\p{Lowercase})"},
    {"javaUpperCase", R"(\p{Uppercase})"},
    {"javaAlphabetic", R"(\p{Alphabetic})"},
    {"javaLetter", R"(\p{L})"},
    {"javaDigit", R"(\p{Nd})"},
    {"javaLetterOrDigit", R"(\p{L}\p{Nd})"},
    {"javaWhitespace",
     R"(\t-\r\x1C-\x1F \x{1680}\x{2000}-\x{2006}\x{2008}-\x{200A}\x{2028}\x{2029}\x{205F}\x{3000})"},
    {"javaSpaceChar", R"(\p{Z})"},
    {"javaISOControl", R"(\x00-\x1F\x7F-\x9F)"},
    {"javaIdeographic", R"(\p{Ideographic})"},
    {"javaTitleCase", R"(\p{Lt})"},
    {"javaDefined", R"(\P{Cn})"},
    {"L1", R"(\x00-\xFF)"},
    {"all", R"(\x{0}-\x{10FFFF})"},
}};

// Binary properties, behind Is.
constexpr std::array<Named, 16> kBinary = {{
    {"Alphabetic", R"(\p{Alphabetic})"},
    {"Ideographic", R"(\p{Ideographic})"},
    {"Letter", R"(\p{L})"},
    {"Lowercase", R"(\p{Lowercase})"},
    {"Uppercase", R"(\p{Uppercase})"},
    {"Titlecase", R"(\p{Lt})"},
    {"Punctuation", R"(\p{P})"},
    {"Control", R"(\p{Cc})"},
    {"White_Space", R"(\p{White_Space})"},
    {"WhiteSpace", R"(\p{White_Space})"},
    {"Digit", R"(\p{Nd})"},
    {"Hex_Digit", R"(\p{Hex_Digit})"},
    {"Assigned", R"(\P{Cn})"},
    {"Emoji", R"(\p{Emoji})"},
    {"Emoji_Presentation", R"(\p{Emoji_Presentation})"},
    {"Extended_Pictographic", R"(\p{Extended_Pictographic})"},
}};

// Blocks, behind In, without hyphens, underscores and blanks.
constexpr std::array<Named, 20> kBlocks = {{
    {"basiclatin", R"(\x{0}-\x{7F})"},
    {"latin1supplement", R"(\x{80}-\x{FF})"},
    {"latinextendeda", R"(\x{100}-\x{17F})"},
    {"latinextendedb", R"(\x{180}-\x{24F})"},
    {"greek", R"(\x{370}-\x{3FF})"},
    {"greekandcoptic", R"(\x{370}-\x{3FF})"},
    {"cyrillic", R"(\x{400}-\x{4FF})"},
    {"armenian", R"(\x{530}-\x{58F})"},
    {"hebrew", R"(\x{590}-\x{5FF})"},
    {"arabic", R"(\x{600}-\x{6FF})"},
    {"devanagari", R"(\x{900}-\x{97F})"},
    {"thai", R"(\x{E00}-\x{E7F})"},
    {"generalpunctuation", R"(\x{2000}-\x{206F})"},
    {"currencysymbols", R"(\x{20A0}-\x{20CF})"},
    {"mathematicaloperators", R"(\x{2200}-\x{22FF})"},
    {"hiragana", R"(\x{3040}-\x{309F})"},
    {"katakana", R"(\x{30A0}-\x{30FF})"},
    {"cjkunifiedideographs", R"(\x{4E00}-\x{9FFF})"},
    {"hangulsyllables", R"(\x{AC00}-\x{D7AF})"},
    {"emoticons", R"(\x{1F600}-\x{1F64F})"},
}};

constexpr std::array<std::string_view, 37> kCategories = {
    "C",  "Cc", "Cf", "Cn", "Co", "Cs", "L",  "Ll", "Lm", "Lo", "Lt", "Lu", "M",
    "Mc", "Me", "Mn", "N",  "Nd", "Nl", "No", "P",  "Pc", "Pd", "Pe", "Pf", "Pi",
    "Po", "Ps", "S",  "Sc", "Sk", "Sm", "So", "Z",  "Zl", "Zp", "Zs"};

constexpr std::array<std::string_view, 34> kScripts = {
    "Arabic",   "Armenian",   "Bengali",  "Bopomofo",  "Cherokee",  "Common",   "Coptic",
    "Cyrillic", "Devanagari", "Ethiopic", "Georgian",  "Greek",     "Gujarati", "Gurmukhi",
    "Han",      "Hangul",     "Hebrew",   "Hiragana",  "Inherited", "Kannada",  "Katakana",
    "Khmer",    "Lao",        "Latin",    "Malayalam", "Mongolian", "Myanmar",  "Oriya",
    "Sinhala",  "Syriac",     "Tamil",    "Telugu",    "Thai",      "Tibetan"};

template <size_t kSize>
const Named* find(const std::array<Named, kSize>& list, std::string_view name) {
  for (const Named& each : list) {
    if (types::equal_ignoring_case(each.name, name)) return &each;
  }
  return nullptr;
}

std::optional<ClassItems> category(std::string_view name) {
  if (name == "LC") return ClassItems{R"(\p{Lu}\p{Ll}\p{Lt})"};
  if (std::ranges::find(kCategories, name) == kCategories.end()) return std::nullopt;
  return ClassItems{"\\p{" + std::string(name) + "}"};
}

std::optional<ClassItems> script(std::string_view name) {
  for (const std::string_view known : kScripts) {
    if (types::equal_ignoring_case(known, name)) {
      return ClassItems{"\\p{" + std::string(known) + "}"};
    }
  }
  return std::nullopt;
}

std::optional<ClassItems> block(std::string_view name) {
  std::string bare;
  for (const char c : name) {
    if (c != ' ' && c != '_' && c != '-') bare += c;
  }
  const Named* found = find(kBlocks, bare);
  return found == nullptr ? std::nullopt : std::optional(ClassItems{std::string(found->items)});
}

}  // namespace

std::optional<ClassItems> java_property(std::string_view name, bool unicode) {
  if (const size_t at = name.find('='); at != std::string_view::npos) {
    const std::string_view key = name.substr(0, at);
    const std::string_view value = name.substr(at + 1);
    const auto is = [&](std::string_view wanted) {
      return types::equal_ignoring_case(key, wanted);
    };
    if (is("script") || is("sc")) return script(value);
    if (is("block") || is("blk")) return block(value);
    if (is("general_category") || is("gc")) return category(value);
    return std::nullopt;
  }
  for (const Named& each : kPosix) {
    if (each.name != name) continue;
    return ClassItems{std::string(unicode && !each.unicode.empty() ? each.unicode : each.items)};
  }
  if (const auto found = category(name)) return found;
  if (name.starts_with("In")) return block(name.substr(2));
  if (!name.starts_with("Is")) return std::nullopt;
  const std::string_view rest = name.substr(2);
  if (const auto found = category(rest)) return found;
  if (const Named* found = find(kBinary, rest)) return ClassItems{std::string(found->items)};
  return script(rest);
}

}  // namespace tarn::engine
