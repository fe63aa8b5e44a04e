#include "types/java_digits.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace tarn::types {
namespace {

// Bits behind the first of a DOUBLE's fraction.
constexpr int kFractionBits = 52;

// A whole number of up to 2,048 bits: twice what the smallest and largest DOUBLE ask for.
class BigWhole {
 public:
  explicit BigWhole(uint64_t value) {
    limbs_[0] = static_cast<uint32_t>(value);
    limbs_[1] = static_cast<uint32_t>(value >> 32);
    size_ = limbs_[1] != 0 ? 2 : 1;
  }

  void multiply(uint32_t factor) {
    uint64_t carry = 0;
    for (size_t i = 0; i < size_; ++i) {
      carry += uint64_t{limbs_[i]} * factor;
      limbs_[i] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) limbs_[size_++] = static_cast<uint32_t>(carry);
  }

  void multiply_by_power_of_five(int power) {
    for (; power >= 13; power -= 13) multiply(1220703125);
    for (; power > 0; --power) multiply(5);
  }

  void shift_left(int bits) {
    for (; bits >= 31; bits -= 31) multiply(1U << 31);
    multiply(1U << bits);
  }

  void add(const BigWhole& other) {
    size_ = std::max(size_, other.size_);
    uint64_t carry = 0;
    for (size_t i = 0; i < size_; ++i) {
      carry += uint64_t{limbs_[i]} + other.limbs_[i];
      limbs_[i] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) limbs_[size_++] = static_cast<uint32_t>(carry);
  }

  // How often `divisor` goes in, a few times at most; what is left stays.
  int take_out(const BigWhole& divisor) {
    int times = 0;
    for (; compare(divisor) >= 0; ++times) subtract(divisor);
    return times;
  }

  int compare(const BigWhole& other) const {
    for (size_t i = std::max(size_, other.size_); i-- > 0;) {
      if (limbs_[i] != other.limbs_[i]) return limbs_[i] < other.limbs_[i] ? -1 : 1;
    }
    return 0;
  }

 private:
  void subtract(const BigWhole& other) {
    int64_t borrow = 0;
    for (size_t i = 0; i < size_; ++i) {
      borrow += int64_t{limbs_[i]} - other.limbs_[i];
      limbs_[i] = static_cast<uint32_t>(borrow);
      borrow >>= 32;
    }
  }

  std::array<uint32_t, 64> limbs_ = {};
  size_t size_ = 1;
};

// fraction * 2^(binary_exponent - 52), of which `significant` bits count.
struct Binary {
  uint64_t fraction;
  int exponent;
  int significant;
};

// The number as a fraction with its neighbours' distance, all multiplied by the same: a quotient
// of value and scale is the next digit. Each stands for its power of two and of five.
struct Scaled {
  uint64_t fraction;
  int value_twos, value_fives;
  int scale_twos, scale_fives;
  int gap_twos, gap_fives;
};

// Digits as they come, and what is known where they stop.
struct Stop {
  bool low = false;   // what is left is nearer than the neighbour below
  bool high = false;  // one more in the last digit would be nearer than the neighbour above
  int past_half = 0;  // what is left, compared with a half
};

int bits_of_power_of_five(int power) {
  constexpr int kExact = 27;
  if (power == 0) return 0;
  return power < kExact ? static_cast<int>(power * 2.321928094887362) + 1 : power * 3;
}

uint64_t power_of_five(int power) {
  uint64_t result = 1;
  for (; power > 0; --power) result *= 5;
  return result;
}

// Java prints a digit behind the point of what it writes with an exponent.
bool wants_second_digit(int exponent) { return exponent < -3 || exponent >= 8; }

// The first digit, which is left out where it is 0.
void take_first(int digit, const Stop& stop, JavaDigits& into) {
  if (digit == 0 && !stop.high) {
    --into.exponent;
  } else {
    into.digits += static_cast<char>('0' + digit);
  }
}

// In words of the size that Java takes: a product that does not fit wraps around there, too, and
// then ends the digits where it is negative.
template <typename Word>
Stop digits_in_words(const Scaled& scaled, JavaDigits& into) {
  using Bits = std::make_unsigned_t<Word>;
  const auto part = [](uint64_t factor, int fives, int twos) {
    return static_cast<Bits>(static_cast<Bits>(factor * power_of_five(fives)) << twos);
  };
  Word value = static_cast<Word>(part(scaled.fraction, scaled.value_fives, scaled.value_twos));
  const Word scale = static_cast<Word>(part(1, scaled.scale_fives, scaled.scale_twos));
  Bits gap = part(1, scaled.gap_fives, scaled.gap_twos);
  const Word tens = static_cast<Word>(static_cast<Bits>(scale) * 10);
  Stop stop;
  const auto next = [&] {
    const int digit = static_cast<int>(value / scale);
    value = static_cast<Word>(10 * static_cast<Bits>(value % scale));
    gap *= 10;
    stop.low = value < static_cast<Word>(gap);
    stop.high = static_cast<Word>(static_cast<Bits>(value) + gap) > tens;
    return digit;
  };
  take_first(next(), stop, into);
  if (wants_second_digit(into.exponent)) stop = {};
  while (!stop.low && !stop.high) {
    const int digit = next();
    if (static_cast<Word>(gap) <= 0) stop.low = stop.high = true;
    into.digits += static_cast<char>('0' + digit);
  }
  const Word left = static_cast<Word>((static_cast<Bits>(value) << 1) - static_cast<Bits>(tens));
  stop.past_half = left < 0 ? -1 : left > 0 ? 1 : 0;
  return stop;
}

BigWhole big(uint64_t factor, int fives, int twos) {
  BigWhole result(factor);
  result.multiply_by_power_of_five(fives);
  result.shift_left(twos);
  return result;
}

Stop digits_in_big_numbers(const Scaled& scaled, JavaDigits& into) {
  BigWhole value = big(scaled.fraction, scaled.value_fives, scaled.value_twos);
  const BigWhole scale = big(1, scaled.scale_fives, scaled.scale_twos);
  BigWhole gap = big(1, scaled.gap_fives, scaled.gap_twos);
  BigWhole tens = scale;
  tens.multiply(10);
  Stop stop;
  const auto next = [&] {
    const int digit = value.take_out(scale);
    value.multiply(10);
    gap.multiply(10);
    BigWhole above = value;
    above.add(gap);
    stop.low = value.compare(gap) < 0;
    stop.high = above.compare(tens) >= 0;
    return digit;
  };
  take_first(next(), stop, into);
  if (wants_second_digit(into.exponent)) stop = {};
  while (!stop.low && !stop.high) into.digits += static_cast<char>('0' + next());
  value.multiply(2);
  stop.past_half = value.compare(tens);
  return stop;
}

void round_up(JavaDigits& number) {
  size_t at = number.digits.size() - 1;
  while (at > 0 && number.digits[at] == '9') number.digits[at--] = '0';
  if (number.digits[at] == '9') {
    number.digits[at] = '1';
    ++number.exponent;
  } else {
    ++number.digits[at];
  }
}

// Of a whole number below 2^63, whose last digits say nothing where it has more bits than count.
JavaDigits whole_digits(uint64_t value, int bits_that_say_nothing) {
  const int dropped =
      bits_that_say_nothing > 1 ? static_cast<int>(bits_that_say_nothing * 0.30102999566398120) : 0;
  if (dropped > 0) {
    const uint64_t unit = power_of_five(dropped) << dropped;
    const bool up = value % unit >= unit / 2;
    value = value / unit + (up ? 1 : 0);
  }
  JavaDigits result{.digits = std::to_string(value), .exponent = 0};
  result.exponent = static_cast<int>(result.digits.size()) - 1 + dropped;
  result.digits.erase(result.digits.find_last_not_of('0') + 1);
  return result;
}

// An estimate of the exponent of ten that may be one too great.
int estimated_exponent(const Binary& number) {
  constexpr uint64_t kMask = (uint64_t{1} << kFractionBits) - 1;
  constexpr uint64_t kOne = uint64_t{1023} << kFractionBits;
  const double fraction = std::bit_cast<double>(kOne | (number.fraction & kMask));
  return static_cast<int>(std::floor((fraction - 1.5) * 0.289529654 + 0.176091259 +
                                     number.exponent * 0.301029995663981));
}

JavaDigits digits_of(const Binary& number) {
  const int zeros = std::countr_zero(number.fraction);
  const int fraction_bits = kFractionBits + 1 - zeros;
  const int bits_behind_point = std::max(0, fraction_bits - number.exponent - 1);
  if (bits_behind_point == 0 && number.exponent <= 62) {
    const int shift = number.exponent - kFractionBits;
    return whole_digits(
        shift >= 0 ? number.fraction << shift : number.fraction >> -shift,
        number.exponent > number.significant ? number.exponent - number.significant - 1 : 0);
  }
  JavaDigits result;
  result.exponent = estimated_exponent(number);
  Scaled scaled = {};
  scaled.fraction = number.fraction >> zeros;
  scaled.value_fives = scaled.gap_fives = std::max(0, -result.exponent);
  scaled.value_twos = scaled.value_fives + bits_behind_point + number.exponent;
  scaled.scale_fives = std::max(0, result.exponent);
  scaled.scale_twos = scaled.scale_fives + bits_behind_point;
  scaled.gap_twos = scaled.value_twos - number.significant;
  scaled.value_twos -= fraction_bits - 1;
  const int common = std::min(scaled.value_twos, scaled.scale_twos);
  scaled.value_twos -= common;
  scaled.scale_twos -= common;
  scaled.gap_twos -= common;
  // The neighbour below a power of two is only half as far away.
  if (fraction_bits == 1) --scaled.gap_twos;
  if (scaled.gap_twos < 0) {
    scaled.value_twos -= scaled.gap_twos;
    scaled.scale_twos -= scaled.gap_twos;
    scaled.gap_twos = 0;
  }
  const int value_bits =
      fraction_bits + scaled.value_twos + bits_of_power_of_five(scaled.value_fives);
  const int tens_bits = scaled.scale_twos + 1 + bits_of_power_of_five(scaled.scale_fives + 1);
  const int bits = std::max(value_bits, tens_bits);
  const Stop stop = bits < 32   ? digits_in_words<int32_t>(scaled, result)
                    : bits < 64 ? digits_in_words<int64_t>(scaled, result)
                                : digits_in_big_numbers(scaled, result);
  const bool is_odd = (result.digits.back() - '0') % 2 != 0;
  const bool nearer_above = stop.past_half > 0 || (stop.past_half == 0 && is_odd);
  if (stop.high && (!stop.low || nearer_above)) round_up(result);
  return result;
}

// Of a number whose bits are an exponent and `fraction_bits`, which is not zero.
Binary binary_of(uint64_t fraction, int biased, int fraction_bits, int bias) {
  if (biased != 0) {
    return {.fraction = (fraction | uint64_t{1} << fraction_bits)
                        << (kFractionBits - fraction_bits),
            .exponent = biased - bias,
            .significant = fraction_bits + 1};
  }
  // A number below the smallest exponent has fewer bits.
  const int width = std::bit_width(fraction);
  const int shift = fraction_bits + 1 - width;
  return {.fraction = fraction << (shift + kFractionBits - fraction_bits),
          .exponent = 1 - shift - bias,
          .significant = width};
}

}  // namespace

JavaDigits java_digits(double magnitude) {
  const auto bits = std::bit_cast<uint64_t>(magnitude);
  return digits_of(
      binary_of(bits & ((uint64_t{1} << 52) - 1), static_cast<int>(bits >> 52), 52, 1023));
}

JavaDigits java_digits(float magnitude) {
  const auto bits = std::bit_cast<uint32_t>(magnitude);
  return digits_of(
      binary_of(bits & ((uint32_t{1} << 23) - 1), static_cast<int>(bits >> 23), 23, 127));
}

}  // namespace tarn::types
