#include "types/number_format.h"

#include <algorithm>
#include <cctype>

namespace tarn::types {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

Error invalid(std::string_view condition, const std::string& format, std::string_view why) {
  return Error{.code = ErrorCode::kInvalid,
               .message = "The format is invalid: '" + format + "'. " + std::string(why),
               .condition = "INVALID_FORMAT." + std::string(condition),
               .sqlstate = "42601"};
}

Error behind_point(const std::string& format) {
  return invalid("THOUSANDS_SEPS_MUST_BEFORE_DEC", format,
                 "Thousands separators (, or G) may not appear after the decimal point in the "
                 "number format.");
}

Error not_between_digits(const std::string& format) {
  return invalid("CONT_THOUSANDS_SEPS", format,
                 "Thousands separators (, or G) must have digits in between them in the number "
                 "format.");
}

// Upper case, and one spelling of the point and of the separator.
std::string normalized(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    out += upper == 'D' ? '.' : upper == 'G' ? ',' : upper;
  }
  return out;
}

size_t count_of(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

// Lengths of the runs between commas, from the right.
std::vector<size_t> group_sizes(std::string_view digits) {
  std::vector<size_t> sizes = {0};
  for (const char c : digits) {
    if (c == ',') {
      sizes.push_back(0);
    } else {
      ++sizes.back();
    }
  }
  std::ranges::reverse(sizes);
  return sizes;
}

std::vector<bool> exact_groups(std::string_view digits) {
  std::vector<bool> exact;
  for (size_t at = 0; at < digits.size(); ++at) {
    if (at == 0 || digits[at - 1] == ',') exact.push_back(digits[at] == '0');
  }
  std::reverse(exact.begin(), exact.end());
  return exact;
}

void add_blank(std::string& out) {
  // A sign moves to the digits that it belongs to.
  const bool behind_sign =
      !out.empty() && (out.back() == '-' || out.back() == '+' || out.back() == '<');
  if (behind_sign) {
    out.insert(out.end() - 1, ' ');
  } else {
    out += ' ';
  }
}

void add_sign(std::string& out, char sign) {
  if (!out.empty() && out.back() == '.') out.pop_back();
  out += sign;
}

// The whole part under a pattern of 0, 9 and commas: where there is no digit, a group that begins
// with 0 shows zeros. `digits` has one for each 0 and 9 of the pattern at least, or a blank.
void add_digits(std::string& out, std::string_view pattern, std::string_view digits) {
  char first_of_group = '9';
  size_t at = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == ',') {
      if (!out.empty() && is_digit(out.back())) {
        out += ',';
      } else {
        add_blank(out);
      }
      continue;
    }
    if (i == 0 || pattern[i - 1] == ',') first_of_group = pattern[i];
    const char digit = digits[at++];
    if (digit != ' ') {
      out += digit;
    } else if (first_of_group == '0') {
      out += '0';
    } else {
      add_blank(out);
    }
  }
}

}  // namespace

std::optional<Error> NumberFormat::problem_of(const std::string& format) {
  if (format.empty()) {
    return invalid("EMPTY", format, "The number format string cannot be empty.");
  }
  const size_t first_digit = format.find_first_of("09");
  const size_t point = std::min(format.find('.'), format.size());
  const size_t last_separator = format.rfind(',');
  if (first_digit == std::string::npos && last_separator != std::string::npos) {
    return last_separator > point ? behind_point(format) : not_between_digits(format);
  }
  if (first_digit == std::string::npos) {
    return invalid("WRONG_NUM_DIGIT", format,
                   "The format string requires at least one number digit.");
  }
  const std::pair<std::string_view, std::string_view> kOnce[] = {
      {".", ". or D"}, {"$", "$"}, {"S", "S"}, {"MI", "MI"}, {"PR", "PR"}};
  for (const auto& [token, name] : kOnce) {
    if (count_of(format, token) > 1) {
      return invalid("WRONG_NUM_TOKEN", format,
                     "At most one " + std::string(name) + " is allowed in the number format.");
    }
  }
  const size_t dollar = format.find('$');
  if (dollar != std::string::npos && dollar > first_digit) {
    return dollar > point
               ? invalid("CUR_MUST_BEFORE_DEC", format,
                         "Currency characters must appear before any decimal point in the number "
                         "format.")
               : invalid("CUR_MUST_BEFORE_DIGIT", format,
                         "Currency characters must appear before digits in the number format.");
  }
  for (size_t at = format.find(','); at != std::string::npos; at = format.find(',', at + 1)) {
    if (at > point) return behind_point(format);
    const bool between =
        at > 0 && at + 1 < format.size() && is_digit(format[at - 1]) && is_digit(format[at + 1]);
    if (!between) return not_between_digits(format);
  }
  return std::nullopt;
}

Result<NumberFormat> NumberFormat::parse(std::string_view text) {
  const std::string format = normalized(text);
  if (const auto problem = problem_of(format)) return *problem;
  NumberFormat out;
  std::string_view rest = format;
  const auto accept = [&](std::string_view token, Kind kind) {
    if (!rest.starts_with(token)) return false;
    out.tokens_.push_back({kind});
    rest.remove_prefix(token.size());
    return true;
  };
  const auto digits = [&] {
    const size_t end = std::min(rest.find_first_not_of("09,"), rest.size());
    if (end == 0) return 0;
    out.tokens_.push_back({Kind::kDigits, std::string(rest.substr(0, end))});
    rest.remove_prefix(end);
    const std::string& taken = out.tokens_.back().digits;
    return static_cast<int>(taken.size()) -
           static_cast<int>(std::count(taken.begin(), taken.end(), ','));
  };
  const bool sign_in_front = accept("MI", Kind::kMinus) || accept("S", Kind::kSign);
  accept("$", Kind::kDollar);
  out.whole_ = digits();
  if (accept(".", Kind::kPoint)) out.scale_ = digits();
  const bool sign_behind =
      !sign_in_front && (accept("MI", Kind::kMinus) || accept("S", Kind::kSign));
  if (!sign_in_front && !sign_behind && accept("PR", Kind::kClosing)) {
    out.tokens_.insert(out.tokens_.begin(), {Kind::kOpening});
  }
  if (!rest.empty()) {
    return invalid("UNEXPECTED_TOKEN", format,
                   "Found the unexpected token '" + std::string(rest) +
                       "'; the structure of the format string must match: `[MI|S]` `[$]` "
                       "`[0|9|G|,]*` `[.|D]` `[0|9]*` `[$]` `[PR|MI|S]`.");
  }
  if (out.precision() > kMaxDecimalPrecision) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "Decimal precision " + std::to_string(out.precision()) +
                            " exceeds max precision 38.",
                 .condition = "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
                 .sqlstate = "22003"};
  }
  return out;
}

bool NumberFormat::take_digits(const Token& token, std::string_view text, size_t& at,
                               bool behind_point, std::string& digits) const {
  std::string taken;
  while (at < text.size() &&
         (is_digit(text[at]) || is_blank(text[at]) || (text[at] == ',' && !behind_point))) {
    if (!is_blank(text[at])) taken += text[at];
    ++at;
  }
  const std::vector<size_t> sizes = group_sizes(taken);
  const std::vector<size_t> most = group_sizes(token.digits);
  const std::vector<bool> exact = exact_groups(token.digits);
  if (sizes.size() > most.size()) return false;
  for (size_t group = 0; group < most.size(); ++group) {
    const size_t size = group < sizes.size() ? sizes[group] : 0;
    if (size > most[group] || (exact[group] && !behind_point && size != most[group])) return false;
  }
  std::erase(taken, ',');
  digits = std::move(taken);
  return true;
}

std::optional<Int128> NumberFormat::number_of(std::string_view text) const {
  std::string whole;
  std::string fraction;
  size_t at = 0;
  bool behind_point = false;
  bool negative = false;
  const auto take = [&](char wanted) {
    const bool is_it = at < text.size() && text[at] == wanted;
    at += is_it ? 1 : 0;
    return is_it;
  };
  const bool in_brackets = text.find('<') != std::string_view::npos;
  for (const Token& token : tokens_) {
    switch (token.kind) {
      case Kind::kDigits:
        if (!take_digits(token, text, at, behind_point, behind_point ? fraction : whole)) {
          return std::nullopt;
        }
        break;
      case Kind::kPoint:
        behind_point = true;
        if (!take('.')) behind_point = true;
        break;
      case Kind::kDollar:
        if (!take('$')) return std::nullopt;
        break;
      case Kind::kSign:
        if (!take('+')) negative = take('-') || negative;
        break;
      case Kind::kMinus:
        negative = take('-') || negative;
        break;
      case Kind::kOpening:
        take('<');
        break;
      case Kind::kClosing:
        if (take('>')) negative = true;
        if (negative != in_brackets) return std::nullopt;
        break;
    }
  }
  if (at < text.size() || (whole.empty() && fraction.empty())) return std::nullopt;
  fraction.resize(static_cast<size_t>(scale_), '0');
  Int128 value = 0;
  for (const char c : whole + fraction) value = value * 10 + (c - '0');
  return negative ? -value : value;
}

std::string NumberFormat::overflowed(bool negative) const {
  std::string out;
  for (const Token& token : tokens_) {
    switch (token.kind) {
      case Kind::kDigits:
        for (const char c : token.digits) out += c == ',' ? ' ' : '#';
        break;
      case Kind::kPoint:
        out += '.';
        break;
      case Kind::kDollar:
        out += '$';
        break;
      case Kind::kSign:
        out += negative ? '-' : '+';
        break;
      case Kind::kMinus:
        out += negative ? '-' : ' ';
        break;
      case Kind::kOpening:
        if (negative) out += '<';
        break;
      case Kind::kClosing:
        out += negative ? ">" : "  ";
        break;
    }
  }
  return out;
}

std::string NumberFormat::text_of(Int128 unscaled, int scale) const {
  const bool negative = unscaled < 0;
  std::string whole = decimal_text(negative ? -unscaled : unscaled, scale);
  std::string fraction;
  if (const size_t point = whole.find('.'); point != std::string::npos) {
    fraction = whole.substr(point + 1);
    whole.resize(point);
  }
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (whole.size() > static_cast<size_t>(whole_) || fraction.size() > static_cast<size_t>(scale_)) {
    return overflowed(negative);
  }
  whole.insert(0, static_cast<size_t>(whole_) - whole.size(), ' ');
  fraction.resize(static_cast<size_t>(scale_), '0');
  std::string out;
  size_t at = 0;
  bool behind_point = false;
  for (const Token& token : tokens_) {
    switch (token.kind) {
      case Kind::kDigits:
        if (behind_point) {
          out += fraction;
          break;
        }
        add_digits(out, token.digits, std::string_view(whole).substr(at));
        at += token.digits.size() - static_cast<size_t>(std::ranges::count(token.digits, ','));
        break;
      case Kind::kPoint:
        // Where there is no whole part, a zero shows it.
        if (!out.empty() && out.back() == ' ') out.back() = '0';
        out += '.';
        behind_point = true;
        break;
      case Kind::kDollar:
        out += '$';
        break;
      case Kind::kSign:
        add_sign(out, negative ? '-' : '+');
        break;
      case Kind::kMinus:
        if (negative) {
          add_sign(out, '-');
        } else {
          out += ' ';
        }
        break;
      case Kind::kOpening:
        if (negative) out += '<';
        break;
      case Kind::kClosing:
        if (negative) {
          add_sign(out, '>');
        } else {
          out += "  ";
        }
        break;
    }
  }
  if (!out.empty() && out.back() == '.') out.back() = ' ';
  return out;
}

}  // namespace tarn::types
