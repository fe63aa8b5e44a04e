#include "delta/base85.h"

#include <array>
#include <cstdint>

namespace tarn::delta {
namespace {

constexpr std::string_view kAlphabet =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
constexpr size_t kTextWidth = 5;
constexpr int kNoDigit = -1;

constexpr std::array<int, 256> digits() {
  std::array<int, 256> values{};
  values.fill(kNoDigit);
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<uint8_t>(kAlphabet[i])] = static_cast<int>(i);
  }
  return values;
}
constexpr std::array<int, 256> kDigits = digits();

}  // namespace

Result<std::string> base85_decoded(std::string_view text) {
  if (text.size() % kTextWidth != 0) {
    return Error{ErrorCode::kCorrupt, "Base85 text of " + std::to_string(text.size()) +
                                          " characters, which is no multiple of five"};
  }
  std::string bytes;
  bytes.reserve(text.size() / kTextWidth * 4);
  for (; !text.empty(); text.remove_prefix(kTextWidth)) {
    uint64_t number = 0;
    for (const char c : text.substr(0, kTextWidth)) {
      const int digit = kDigits[static_cast<uint8_t>(c)];
      if (digit == kNoDigit) {
        return Error{ErrorCode::kCorrupt, "a character of Base85 text is none of its 85 (byte " +
                                              std::to_string(static_cast<uint8_t>(c)) + ")"};
      }
      number = number * kAlphabet.size() + static_cast<uint64_t>(digit);
    }
    if (number > 0xFFFFFFFF) {
      return Error{ErrorCode::kCorrupt, "five characters of Base85 text are more than four bytes"};
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes += static_cast<char>((number >> shift) & 0xFF);
    }
  }
  return bytes;
}

}  // namespace tarn::delta
