// Spark's number formats, as to_number() and to_char() take them: '$99,999.99S'.
//
//   0 and 9   a digit; a run before the point that begins with 0 stands for exactly that many
//   . D       the decimal point            , G       a separator of groups
//   $         a currency sign, in front    S, MI     a sign, in front or behind
//   PR        <> around a negative number, behind
//
// Immutable; may be shared between threads.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "types/value.h"

namespace tarn::types {

class NumberFormat {
 public:
  // INVALID_FORMAT.* where the text is none.
  static Result<NumberFormat> parse(std::string_view text);

  // Of the DECIMAL that the format describes.
  int precision() const { return whole_ + scale_; }
  int scale() const { return scale_; }

  // The unscaled number that a text in this format is. Nothing: it does not match.
  std::optional<Int128> number_of(std::string_view text) const;

  // A decimal in this format; where it has more digits than there is room for, a # for each.
  std::string text_of(Int128 unscaled, int scale) const;

 private:
  enum class Kind : uint8_t { kDigits, kPoint, kDollar, kSign, kMinus, kOpening, kClosing };
  struct Token {
    Kind kind;
    std::string digits = {};  // of kDigits: 0, 9 and commas
  };

  static std::optional<Error> problem_of(const std::string& format);
  bool take_digits(const Token& token, std::string_view text, size_t& at, bool behind_point,
                   std::string& digits) const;
  std::string overflowed(bool negative) const;

  std::vector<Token> tokens_;
  int whole_ = 0;
  int scale_ = 0;
};

}  // namespace tarn::types
