#include "engine/java_decimal_format.h"

#include <algorithm>
#include <cstdint>

#include "engine/raise.h"

namespace tarn::engine {
namespace {

constexpr std::string_view kPerMille = "\u2030";
constexpr std::string_view kCurrency = "\u00A4";

[[noreturn]] void malformed(std::string_view pattern) {
  throw RowError("", "", "Malformed pattern \"" + std::string(pattern) + "\"");
}

// 0.<digits> times ten to the power of `point`, cut to `count` digits, half to even.
void round_half_even(std::string& digits, int& point, int count) {
  if (count < 0) {
    digits.clear();
    return;
  }
  const auto kept = static_cast<size_t>(count);
  if (kept >= digits.size()) return;
  const bool more = digits.find_first_not_of('0', kept + 1) != std::string::npos;
  const bool is_odd = kept > 0 && (digits[kept - 1] - '0') % 2 == 1;
  bool up = digits[kept] > '5' || (digits[kept] == '5' && (more || is_odd));
  digits.resize(kept);
  for (size_t at = kept; up && at > 0; --at) {
    up = digits[at - 1] == '9';
    digits[at - 1] = up ? '0' : static_cast<char>(digits[at - 1] + 1);
  }
  if (up) {
    digits.insert(digits.begin(), '1');
    ++point;
  }
  digits.erase(digits.find_last_not_of('0') + 1);
}

}  // namespace

// One pattern: affixes around marks, and perhaps the same once more for negative numbers.
class JavaDecimalFormat::Reader {
 public:
  Reader(std::string_view pattern, JavaDecimalFormat& format)
      : pattern_(pattern), format_(format) {}

  void read() {
    read_part(format_.positive_, false);
    const Affixes plain = format_.positive_;
    const bool has_negative = at_ < pattern_.size();
    if (has_negative) read_part(format_.negative_, true);
    const bool is_same =
        format_.negative_.prefix == plain.prefix && format_.negative_.suffix == plain.suffix;
    if (!has_negative || is_same) format_.negative_ = {"-" + plain.prefix, plain.suffix};
  }

 private:
  bool at(std::string_view text) const { return pattern_.substr(at_).starts_with(text); }
  bool at_mark() const {
    return at_ < pattern_.size() &&
           std::string_view("#0,.").find(pattern_[at_]) != std::string::npos;
  }
  bool accept(std::string_view text) {
    if (!at(text)) return false;
    at_ += text.size();
    return true;
  }

  void read_part(Affixes& affixes, bool negative) {
    Marks marks;
    std::string* affix = &affixes.prefix;
    multiplier_ = 1;
    while (at_ < pattern_.size()) {
      if (in_quotes_ || !at_mark()) {
        const bool is_first = affix == &affixes.prefix;
        if (!in_quotes_ && at(";")) {
          if (is_first || negative) malformed(pattern_);
          ++at_;
          break;
        }
        read_affix(*affix);
        continue;
      }
      // Marks may stand among what is shown: those behind the first go on with the number.
      if (negative) {
        while (at_mark() || at("E")) ++at_;
      } else {
        read_marks(marks);
      }
      affix = &affixes.suffix;
    }
    if (in_quotes_) malformed(pattern_);
    if (negative) return;
    format_.multiplier_ = multiplier_;
    check(marks);
    format_.take(marks);
  }

  // One sign of what stands around a number.
  void read_affix(std::string& affix) {
    if (accept("''")) {
      affix += '\'';
    } else if (accept("'")) {
      in_quotes_ = !in_quotes_;
    } else if (!in_quotes_ && accept("%")) {
      multiply(100);
      affix += '%';
    } else if (!in_quotes_ && accept(kPerMille)) {
      multiply(1000);
      affix += kPerMille;
    } else if (!in_quotes_ && accept(kCurrency)) {
      affix += accept(kCurrency) ? "USD" : "$";
    } else {
      affix += pattern_[at_++];
    }
  }

  void multiply(int by) {
    if (multiplier_ != 1) malformed(pattern_);
    multiplier_ = by;
  }

  void read_marks(Marks& marks) {
    for (; at_ < pattern_.size(); ++at_) {
      const char mark = pattern_[at_];
      if (mark == 'E') return read_exponent(marks);
      if (mark == ',') {
        marks.group = 0;
      } else if (mark == '.') {
        if (marks.point >= 0) malformed(pattern_);
        marks.point = marks.left + marks.zeros + marks.right;
      } else if (mark == '#' || mark == '0') {
        if (mark == '0' && marks.right > 0) malformed(pattern_);
        ++(mark == '0' ? marks.zeros : marks.zeros > 0 ? marks.right : marks.left);
        if (marks.group >= 0 && marks.point < 0) ++marks.group;
      } else {
        return;
      }
    }
  }

  void read_exponent(const Marks& marks) {
    if (format_.exponent_ > 0) malformed(pattern_);
    ++at_;
    while (accept("0")) ++format_.exponent_;
    if (marks.left + marks.zeros < 1 || format_.exponent_ < 1) malformed(pattern_);
  }

  void check(Marks& marks) {
    if (marks.zeros == 0 && marks.left > 0 && marks.point >= 0) {
      // "###.##", "###." and ".###": the mark before the point is a zero, or else the first one.
      const int whole = std::max(marks.point, 1);
      marks.right = marks.left - whole;
      marks.left = whole - 1;
      marks.zeros = 1;
    }
    const bool is_split = marks.point < 0
                              ? marks.right > 0
                              : marks.point < marks.left || marks.point > marks.left + marks.zeros;
    if (is_split || marks.group == 0) malformed(pattern_);
  }

  std::string_view pattern_;
  JavaDecimalFormat& format_;
  size_t at_ = 0;
  bool in_quotes_ = false;
  int multiplier_ = 1;
};

JavaDecimalFormat::JavaDecimalFormat(std::string_view pattern) { Reader(pattern, *this).read(); }

void JavaDecimalFormat::take(Marks marks) {
  const int all = marks.left + marks.zeros + marks.right;
  least_whole_ = (marks.point >= 0 ? marks.point : all) - marks.left;
  most_whole_ = marks.left + least_whole_;
  most_fraction_ = marks.point >= 0 ? all - marks.point : 0;
  least_fraction_ = marks.point >= 0 ? marks.left + marks.zeros - marks.point : 0;
  group_ = std::max(marks.group, 0);
  always_has_point_ = marks.point == 0 || marks.point == all;
}

int JavaDecimalFormat::places(int whole) const {
  if (exponent_ == 0) return most_fraction_;
  const int significant = most_whole_ + most_fraction_;
  return significant == 0 ? INT16_MAX : significant - whole;
}

std::string JavaDecimalFormat::text(std::string_view number) const {
  const bool negative = number.starts_with('-');
  if (negative) number.remove_prefix(1);
  const size_t dot = std::min(number.find('.'), number.size());
  std::string digits(number.substr(0, dot));
  int point = static_cast<int>(dot);
  if (dot < number.size()) digits += number.substr(dot + 1);
  const size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
  digits.erase(0, zeros);
  point -= static_cast<int>(zeros);
  digits.erase(digits.find_last_not_of('0') + 1);
  round_half_even(digits, point, std::min(point + places(point), static_cast<int>(INT16_MAX)));
  if (digits.empty()) point = 0;
  const Affixes& affixes = negative ? negative_ : positive_;
  return affixes.prefix + (exponent_ > 0 ? scientific(digits, point) : fixed(digits, point)) +
         affixes.suffix;
}

std::string JavaDecimalFormat::infinity(bool negative) const {
  const Affixes& affixes = negative ? negative_ : positive_;
  return affixes.prefix + "∞" + affixes.suffix;
}

std::string JavaDecimalFormat::fixed(std::string_view digits, int point) const {
  const auto digit = [&](int place) {
    const bool is_there = place >= 0 && static_cast<size_t>(place) < digits.size();
    return is_there ? digits[static_cast<size_t>(place)] : '0';
  };
  std::string out;
  const int whole = std::max(least_whole_, point);
  for (int left = whole; left > 0; --left) {
    out += digit(point - left);
    if (group_ > 0 && left > 1 && (left - 1) % group_ == 0) out += ',';
  }
  const int behind = std::max(0, static_cast<int>(digits.size()) - point);
  const int shown = std::max(least_fraction_, digits.empty() ? 0 : behind);
  if (shown == 0 && out.empty()) out += '0';
  if (shown > 0 || always_has_point_) out += '.';
  for (int at = 0; at < shown; ++at) out += digit(point + at);
  return out;
}

// As many digits before the point as the pattern has zeros there; where it has '#' before them, one
// to as many as there are marks, so that the exponent is a multiple of their number.
std::string JavaDecimalFormat::scientific(std::string_view digits, int point) const {
  int exponent = point - least_whole_;
  int whole = least_whole_;
  if (most_whole_ > 1 && most_whole_ > least_whole_) {
    const int range = most_whole_;
    exponent = (point >= 1 ? point - 1 : point - range) / range * range;
    whole = 1;
  }
  if (digits.empty()) {
    exponent = 0;
  } else {
    whole = point - exponent;
  }
  const int least = std::max(least_whole_ + least_fraction_, whole);
  const int count = std::max(least, static_cast<int>(digits.size()));
  std::string out;
  for (int at = 0; at < count; ++at) {
    if (at == whole) out += '.';
    out += static_cast<size_t>(at) < digits.size() ? digits[static_cast<size_t>(at)] : '0';
  }
  if (always_has_point_ && count == whole) out += '.';
  const std::string power = std::to_string(exponent < 0 ? -exponent : exponent);
  out += exponent < 0 ? "E-" : "E";
  const size_t missing =
      static_cast<size_t>(exponent_) - std::min(static_cast<size_t>(exponent_), power.size());
  return out + std::string(missing, '0') + power;
}

}  // namespace tarn::engine
