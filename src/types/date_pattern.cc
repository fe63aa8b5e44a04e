#include "types/date_pattern.h"

#include <algorithm>
#include <array>

namespace tarn::types {
namespace {

enum class Flaw : uint8_t { kWeekBased, kIllegalLetter, kTooManyLetters, kOther };

struct Problem {
  Flaw flaw = Flaw::kOther;
  char letter = ' ';
};

constexpr std::string_view kOfWeeks = "YWwuec";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_one_of(char c, std::string_view letters) {
  return letters.find(c) != std::string_view::npos;
}

// Whether Java's older SimpleDateFormat, which Spark 2 used, takes the pattern: Spark 3 then says
// that it once meant something else.
bool was_a_pattern(std::string_view pattern) {
  bool quoted = false;
  for (size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '\'') {
      quoted = !quoted;
    } else if (!quoted && is_letter(c)) {
      if (!is_one_of(c, "GyYMLwWDdFEuaHkKhmsSzZX")) return false;
      size_t end = at;
      while (end < pattern.size() && pattern[end] == c) ++end;
      if (c == 'X' && end - at > 3) return false;
      at = end - 1;
    }
  }
  return !quoted;
}

Error pattern_error(std::string_view pattern, const Problem& problem) {
  const std::string text(pattern);
  const auto error = [](std::string condition, std::string state, std::string message) {
    return Error{ErrorCode::kInvalid, std::move(message), std::move(condition), std::move(state)};
  };
  if (was_a_pattern(pattern)) {
    return error("INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION", "42K0B",
                 "You may get a different result due to the upgrading to Spark >= 3.0: fail to "
                 "recognize the pattern '" +
                     text + "'.");
  }
  switch (problem.flaw) {
    case Flaw::kWeekBased:
      return error("INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN", "42K0B",
                   "You may get a different result due to the upgrading to Spark >= 3.0: all "
                   "week-based patterns are unsupported, detected week-based character: " +
                       std::string(1, problem.letter) + ".");
    case Flaw::kIllegalLetter:
      return error("INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER", "22007",
                   "Unrecognized datetime pattern: " + text +
                       ". Illegal pattern character found in datetime pattern: " +
                       std::string(1, problem.letter) + ". Please provide legal character.");
    case Flaw::kTooManyLetters:
      return error("INVALID_DATETIME_PATTERN.LENGTH", "22007",
                   "Unrecognized datetime pattern: " + text +
                       ". Too many letters in datetime pattern: " + std::string(1, problem.letter) +
                       ". Please reduce pattern length.");
    case Flaw::kOther:
      break;
  }
  return error("INVALID_DATETIME_PATTERN.WITH_SUGGESTION", "22007",
               "Unrecognized datetime pattern: '" + text +
                   "'. You can form a valid datetime pattern with the guide from "
                   "'https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html'.");
}

}  // namespace

class DatePatternCompiler {
 public:
  using Element = DatePattern::Element;
  using Field = DatePattern::Field;
  using Kind = DatePattern::Kind;
  using Sign = DatePattern::Sign;

  DatePatternCompiler(std::string_view pattern, PatternUse use) : pattern_(pattern), use_(use) {}

  std::optional<Problem> run() {
    if (auto problem = refused_by_spark()) return problem;
    for (size_t at = 0; at < pattern_.size();) {
      const char c = pattern_[at];
      if (is_letter(c)) {
        size_t end = at;
        while (end < pattern_.size() && pattern_[end] == c) ++end;
        if (!letters(c, static_cast<int>(end - at))) return Problem{};
        at = end;
      } else if (c == '\'') {
        const auto end = quoted(at);
        if (!end) return Problem{};
        at = *end;
      } else {
        if (!other(c)) return Problem{};
        ++at;
      }
    }
    while (!open_.empty()) close_optional();
    return std::nullopt;
  }

  std::vector<Element> take() { return std::move(elements_); }

 private:
  // What Spark does not let pass to Java. Also finds out whether years are those of an era.
  std::optional<Problem> refused_by_spark() {
    bool quoted = false;
    size_t run = 0;
    for (size_t at = 0; at < pattern_.size(); ++at) {
      const char c = pattern_[at];
      if (c == '\'') quoted = !quoted;
      run = at > 0 && pattern_[at - 1] == c ? run + 1 : 1;
      if (quoted || c == '\'') continue;
      if (is_one_of(c, kOfWeeks)) return Problem{Flaw::kWeekBased, c};
      const bool illegal =
          is_one_of(c, "ABnNp") || (use_ == PatternUse::kReading && is_one_of(c, "EFqQ"));
      if (illegal) {
        // Spark looks for letters of weeks first, from one quote to the next.
        const std::string_view part = pattern_.substr(at, pattern_.find('\'', at) - at);
        const size_t week = part.find_first_of(kOfWeeks);
        return week == std::string_view::npos ? Problem{Flaw::kIllegalLetter, c}
                                              : Problem{Flaw::kWeekBased, part[week]};
      }
      if ((run == 5 && is_one_of(c, "GMLEQq")) || (run == 11 && c == 'y')) {
        return Problem{Flaw::kTooManyLetters, c};
      }
      has_era_ = has_era_ || c == 'G';
    }
    return std::nullopt;
  }

  void add(Element element) {
    elements_.push_back(std::move(element));
    open_number_.reset();
  }

  // Numbers without a gap between them: those of fixed width take their digits from the first.
  void add_number(Element element) {
    const bool fixed = element.width_min == element.width_max && element.sign == Sign::kNever;
    if (open_number_ && fixed) {
      elements_[*open_number_].width_after += element.width_max;
      elements_.push_back(std::move(element));
      return;
    }
    elements_.push_back(std::move(element));
    open_number_ = elements_.size() - 1;
  }

  bool number(Field field, int width_min, int width_max, Sign sign) {
    add_number({.kind = Kind::kNumber,
                .field = field,
                .width_min = width_min,
                .width_max = width_max,
                .sign = sign});
    return true;
  }
  bool any_number(Field field) { return number(field, 1, 19, Sign::kNormal); }
  bool one_or_two(Field field, int count) {
    if (count > 2) return false;
    return count == 1 ? any_number(field) : number(field, 2, 2, Sign::kNever);
  }
  bool text(Field field, bool is_long) {
    add({.kind = Kind::kText, .field = field, .is_long = is_long});
    return true;
  }

  bool year(int count) {
    if (count > 6) return false;
    const Field field = has_era_ ? Field::kYearOfEra : Field::kYear;
    if (count == 2) {
      add_number({.kind = Kind::kTwoDigitYear,
                  .field = field,
                  .width_min = 2,
                  .width_max = 2,
                  .sign = Sign::kNever});
      return true;
    }
    return number(field, count, 19, count < 4 ? Sign::kNormal : Sign::kBeyondWidth);
  }

  bool number_or_text(Field field, int count) {
    if (count <= 2) return one_or_two(field, count);
    return count <= 4 && text(field, count == 4);
  }

  bool fraction(int count) {
    if (count > 9) return false;
    const int width_min = use_ == PatternUse::kReading ? 1 : count;
    Element element{.kind = Kind::kFraction,
                    .field = Field::kNano,
                    .width_min = width_min,
                    .width_max = count,
                    .sign = Sign::kNever};
    if (width_min == count) {
      add_number(std::move(element));
    } else {
      add(std::move(element));
    }
    return true;
  }

  bool offset(int count, std::string zero) {
    using Minutes = DatePattern::Minutes;
    using Seconds = DatePattern::Seconds;
    add({.kind = Kind::kOffset,
         .field = Field::kOffset,
         .text = std::move(zero),
         .minutes = count == 1 ? Minutes::kIfNotZero : Minutes::kAlways,
         .seconds = count > 3 ? Seconds::kIfNotZero : Seconds::kNone,
         .has_colons = count == 3 || count == 5});
    return true;
  }

  bool letters(char letter, int count) {
    switch (letter) {
      case 'G':
        return count <= 4 && text(Field::kEra, count == 4);
      case 'y':
        return year(count);
      case 'M':
      case 'L':
        return number_or_text(Field::kMonth, count);
      case 'Q':
      case 'q':
        return number_or_text(Field::kQuarter, count);
      case 'E':
        return count <= 4 && text(Field::kDayOfWeek, count == 4);
      case 'D':
        if (count > 3) return false;
        return count == 1 ? any_number(Field::kDayOfYear)
                          : number(Field::kDayOfYear, count, 3, Sign::kNever);
      case 'd':
        return one_or_two(Field::kDayOfMonth, count);
      case 'F':
        return count == 1 && any_number(Field::kAlignedDayOfWeek);
      case 'g':
        return number(Field::kModifiedJulianDay, count, 19, Sign::kNormal);
      case 'a':
        return count == 1 && text(Field::kHalfOfDay, false);
      case 'H':
        return one_or_two(Field::kHour, count);
      case 'k':
        return one_or_two(Field::kClockHour, count);
      case 'K':
        return one_or_two(Field::kHourOfHalf, count);
      case 'h':
        return one_or_two(Field::kClockHourOfHalf, count);
      case 'm':
        return one_or_two(Field::kMinute, count);
      case 's':
        return one_or_two(Field::kSecond, count);
      case 'S':
        return fraction(count);
      default:
        return zone(letter, count);
    }
  }

  bool zone(char letter, int count) {
    switch (letter) {
      case 'V':
        if (count != 2) return false;
        add({.kind = Kind::kZoneId});
        return true;
      case 'z':
        if (count > 4) return false;
        add({.kind = Kind::kZoneName, .is_long = count == 4});
        return true;
      case 'O':
        if (count != 1 && count != 4) return false;
        add({.kind = Kind::kLocalizedOffset, .is_long = count == 4});
        return true;
      case 'Z':
        if (count > 5) return false;
        if (count == 4) {
          add({.kind = Kind::kLocalizedOffset, .is_long = true});
          return true;
        }
        return count == 5 ? offset(5, "Z") : offset(2, "+0000");
      case 'X':
        return count <= 5 && offset(count, "Z");
      case 'x':
        return count <= 5 && offset(count, count == 1       ? "+00"
                                           : count % 2 == 0 ? "+0000"
                                                            : "+00:00");
      default:
        return false;
    }
  }

  void literal(std::string_view text) {
    if (text.empty()) return;
    // One character at a time would be the same; texts are compared faster in one piece.
    const bool follows = !elements_.empty() && elements_.back().kind == Kind::kLiteral;
    if (follows) {
      elements_.back().text += text;
    } else {
      add({.kind = Kind::kLiteral, .text = std::string(text)});
    }
    open_number_.reset();
  }

  // 'text', and '' for a quote inside and outside of one. The position behind it.
  std::optional<size_t> quoted(size_t begin) {
    std::string text;
    for (size_t at = begin + 1; at < pattern_.size(); ++at) {
      if (pattern_[at] != '\'') {
        text += pattern_[at];
      } else if (at + 1 < pattern_.size() && pattern_[at + 1] == '\'') {
        text += '\'';
        ++at;
      } else {
        literal(text.empty() ? "'" : text);
        return at + 1;
      }
    }
    return std::nullopt;
  }

  bool other(char c) {
    if (c == '{' || c == '}' || c == '#') return false;
    if (c == '[') {
      open_.push_back(elements_.size());
      add({.kind = Kind::kOptionalBegin});
      return true;
    }
    if (c == ']') {
      if (open_.empty()) return false;
      close_optional();
      return true;
    }
    literal(std::string_view(&c, 1));
    return true;
  }

  void close_optional() {
    elements_[open_.back()].end = elements_.size();
    open_.pop_back();
    add({.kind = Kind::kOptionalEnd});
  }

  std::string_view pattern_;
  PatternUse use_;
  bool has_era_ = false;
  std::vector<Element> elements_;
  std::vector<size_t> open_;           // optional sections that are not closed, outermost first
  std::optional<size_t> open_number_;  // the number that those behind it may take digits from
};

Result<DatePattern> DatePattern::compile(std::string_view pattern, PatternUse use) {
  DatePatternCompiler compiler(pattern, use);
  if (const auto problem = compiler.run()) return pattern_error(pattern, *problem);
  DatePattern compiled;
  compiled.elements_ = compiler.take();
  return compiled;
}

std::optional<int64_t> instant_of(const ReadTime& read, const SessionZone& session) {
  if (read.zone.empty() && read.offset_micros) return read.local_micros - *read.offset_micros;
  const std::string_view zone = read.zone.empty() ? std::string_view(session.id) : read.zone;
  auto offset = fixed_offset(zone);
  if (!offset && session.regions != nullptr) {
    offset = session.regions->offset_at_local(zone, read.local_micros);
  }
  if (!offset) return std::nullopt;
  return read.local_micros - *offset;
}

}  // namespace tarn::types
