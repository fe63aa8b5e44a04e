#include "types/duration_text.h"

#include <string>
#include <vector>

#include "types/utf8.h"

namespace tarn::types {
namespace {

Error cannot_parse(std::string_view text) {
  return Error{.code = ErrorCode::kInvalid,
               .message = "Unable to parse '" + std::string(text) +
                          "'. Please ensure that the value provided is in a valid format for "
                          "defining an interval.",
               .condition = "CANNOT_PARSE_INTERVAL",
               .sqlstate = "22006"};
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    while (at < text.size() && !is_blank(text[at])) {
      ++at;
    }
    if (at > begin) {
      words.push_back(text.substr(begin, at - begin));
    }
    while (at < text.size() && is_blank(text[at])) {
      ++at;
    }
  }
  return words;
}

}  // namespace

Result<UnitSum> parse_duration(std::string_view text) {
  std::vector<std::string_view> words = words_of(text);
  if (!words.empty() && equal_ignoring_case(words[0], "interval")) {
    words.erase(words.begin());
  }
  if (words.empty() || words.size() % 2 != 0) {
    return cannot_parse(text);
  }
  UnitSum sum;
  for (size_t at = 0; at < words.size(); at += 2) {
    if (!add_unit(sum, words[at], words[at + 1], text)) {
      return cannot_parse(text);
    }
  }
  return sum;
}

}  // namespace tarn::types
