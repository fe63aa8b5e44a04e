// java.text.DecimalFormat's patterns ("#,##0.00", "##0.###E0", "0.0%;(0.0%)") with the signs of
// English: what format_number() takes.

#pragma once

#include <string>
#include <string_view>

namespace tarn::engine {

class JavaDecimalFormat {
 public:
  // Throws RowError, without a condition as Spark has none, for a pattern that is none. It is not
  // empty: what "" means, the caller knows.
  explicit JavaDecimalFormat(std::string_view pattern);

  // 100 for a pattern with a percent sign, 1000 with per mille: what numbers are multiplied with,
  // by the caller, before they are shown.
  int multiplier() const { return multiplier_; }
  // How many digits behind the point of a number are not rounded away; `whole` are those in front
  // of it, negative for the zeros behind it.
  int places(int whole) const;

  // A number of plain digits, "-12345.678", rounded half to even.
  std::string text(std::string_view number) const;
  std::string infinity(bool negative) const;

 private:
  struct Affixes {
    std::string prefix;
    std::string suffix;
  };
  // How many of the marks '#', '0' and again '#' stand in a row, and where the point and the last
  // comma are.
  struct Marks {
    int left = 0;
    int zeros = 0;
    int right = 0;
    int point = -1;
    int group = -1;  // marks behind the last comma
  };
  class Reader;

  void take(Marks marks);
  std::string fixed(std::string_view digits, int point) const;
  std::string scientific(std::string_view digits, int point) const;

  Affixes positive_;
  Affixes negative_;
  int multiplier_ = 1;
  int least_whole_ = 0;
  int most_whole_ = 0;  // of scientific() alone
  int least_fraction_ = 0;
  int most_fraction_ = 0;
  int group_ = 0;     // 0: no commas
  int exponent_ = 0;  // digits of the exponent at least; 0: none is shown
  bool always_has_point_ = false;
};

}  // namespace tarn::engine
