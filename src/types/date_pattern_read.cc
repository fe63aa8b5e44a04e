// Reading by a date pattern: the text to fields. What time they make, date_pattern_fields.h says.

#include <algorithm>
#include <string>
#include <utility>

#include "types/date_pattern.h"
#include "types/date_pattern_fields.h"
#include "types/utf8.h"
#include "types/zone_names.h"

namespace tarn::types {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool is_zone_letter(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '_' ||
         c == '-' || c == '+';
}

Error does_not_fit(std::string message) {
  return Error{ErrorCode::kData, std::move(message), "", ""};
}

}  // namespace

// One reading: what was found so far, and where.
class DatePatternReader {
 public:
  using Element = DatePattern::Element;
  using Field = DatePattern::Field;
  using Kind = DatePattern::Kind;
  using Sign = DatePattern::Sign;

  DatePatternReader(const std::vector<Element>& elements, std::string_view text,
                    const TimeZones* regions)
      : elements_(elements), text_(text), regions_(regions) {}

  Result<ReadTime> run() {
    if (!range(0, elements_.size())) {
      return does_not_fit(subject() + " at index " + std::to_string(error_at_));
    }
    if (at_ < text_.size()) {
      return does_not_fit(subject() + ", unparsed text found at index " + std::to_string(at_));
    }
    auto time = found_.time();
    if (!time) return does_not_fit(subject() + ": " + time.error().message);
    return time;
  }

 private:
  bool fail(size_t where) {
    error_at_ = where;
    return false;
  }

  bool set(Field field, int64_t value, size_t begin, size_t end) {
    if (!found_.set(field, value)) return fail(begin);
    at_ = end;
    return true;
  }

  std::string_view rest() const { return text_.substr(at_); }

  bool range(size_t begin, size_t end) {
    for (size_t index = begin; index < end; ++index) {
      const Element& element = elements_[index];
      if (element.kind == Kind::kOptionalBegin) {
        const DatePatternFields before = found_;
        const size_t place = at_;
        if (!range(index + 1, element.end)) {
          found_ = before;
          at_ = place;
        }
        index = element.end;
      } else if (!one(element)) {
        return false;
      }
    }
    return true;
  }

  bool one(const Element& element) {
    switch (element.kind) {
      case Kind::kNumber:
      case Kind::kTwoDigitYear:
        return number(element);
      case Kind::kFraction:
        return fraction(element);
      case Kind::kText:
        return word(element);
      case Kind::kLiteral:
        return literal(element.text);
      case Kind::kOffset:
        return offset(element);
      case Kind::kLocalizedOffset:
        return localized_offset(element.is_long);
      case Kind::kZoneId:
        return zone_id();
      case Kind::kZoneName:
        return zone_name(element.is_long);
      case Kind::kOptionalBegin:
      case Kind::kOptionalEnd:
        break;
    }
    CHECK(false);
  }

  bool literal(std::string_view wanted) {
    if (starts_with_ignoring_case(rest(), wanted)) {
      at_ += wanted.size();
      return true;
    }
    size_t same = 0;
    while (at_ + same < text_.size() && same < wanted.size() &&
           equal_ignoring_case(text_.substr(at_ + same, 1), wanted.substr(same, 1))) {
      ++same;
    }
    return fail(at_ + same);
  }

  bool number(const Element& element) {
    const size_t begin = at_;
    size_t place = at_;
    if (place == text_.size()) return fail(begin);
    const bool negative = text_[place] == '-';
    const bool positive = text_[place] == '+';
    if (negative || positive) {
      const bool allowed =
          element.sign == Sign::kBeyondWidth || (element.sign == Sign::kNormal && negative);
      if (!allowed) return fail(begin);
      ++place;
    }
    const size_t digits_at = place;
    const auto width_min = static_cast<size_t>(element.width_min);
    if (digits_at + width_min > text_.size()) return fail(digits_at);
    const auto longest = static_cast<size_t>(element.width_max + element.width_after);
    size_t digits = 0;
    while (digits < longest && digits_at + digits < text_.size() &&
           is_digit(text_[digits_at + digits])) {
      ++digits;
    }
    if (digits < width_min) return fail(digits_at);
    // The numbers that follow without a gap get their digits first.
    const auto after = static_cast<size_t>(element.width_after);
    if (after > 0) digits = std::max(width_min, digits > after ? digits - after : size_t{0});
    int64_t value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (__builtin_mul_overflow(value, 10, &value) ||
          __builtin_add_overflow(value, text_[digits_at + i] - '0', &value)) {
        return fail(begin);
      }
    }
    if (negative) {
      if (value == 0) return fail(begin);
      value = -value;
    } else if (element.sign == Sign::kBeyondWidth) {
      if (positive && digits <= width_min) return fail(begin);
      if (!positive && digits > width_min) return fail(digits_at);
    }
    if (element.kind == Kind::kTwoDigitYear && digits == 2) value += 2000;
    return set(element.field, value, begin, digits_at + digits);
  }

  bool fraction(const Element& element) {
    size_t digits = 0;
    int64_t nanos = 0;
    while (digits < static_cast<size_t>(element.width_max) && at_ + digits < text_.size() &&
           is_digit(text_[at_ + digits])) {
      nanos = nanos * 10 + (text_[at_ + digits] - '0');
      ++digits;
    }
    if (digits < static_cast<size_t>(element.width_min)) return fail(at_);
    for (size_t i = digits; i < 9; ++i) nanos *= 10;
    return set(Field::kNano, nanos, at_, at_ + digits);
  }

  bool word(const Element& element) {
    const int64_t first = element.field == Field::kMonth ? 1 : 0;
    const int64_t last = element.field == Field::kMonth ? 12 : 1;
    for (int64_t value = first; value <= last; ++value) {
      const std::string_view name = DatePattern::text_of(element.field, value, element.is_long);
      if (starts_with_ignoring_case(rest(), name)) {
        return set(element.field, value, at_, at_ + name.size());
      }
    }
    return fail(at_);
  }

  // ---------------------------------------------------------------- zones

  // Two digits behind a colon where there has to be one; the place behind them.
  std::optional<size_t> two_digits(size_t place, bool colon, int64_t& value) const {
    if (colon) {
      if (place >= text_.size() || text_[place] != ':') return std::nullopt;
      ++place;
    }
    if (place + 2 > text_.size() || !is_digit(text_[place]) || !is_digit(text_[place + 1])) {
      return std::nullopt;
    }
    const int64_t number = (text_[place] - '0') * 10 + (text_[place + 1] - '0');
    if (number > 59) return std::nullopt;
    value = number;
    return place + 2;
  }

  struct Offset {
    int64_t seconds = 0;
    size_t end = 0;
  };

  // [+-]hh[[:]mm[[:]ss]] at the current place.
  std::optional<Offset> signed_offset(const Element& form) const {
    if (at_ == text_.size() || (text_[at_] != '+' && text_[at_] != '-')) return std::nullopt;
    int64_t hours = 0;
    int64_t minutes = 0;
    int64_t seconds = 0;
    auto end = two_digits(at_ + 1, false, hours);
    if (!end || hours > 23) return std::nullopt;
    if (form.minutes != DatePattern::Minutes::kNone) {
      const auto next = two_digits(*end, form.has_colons, minutes);
      if (!next && form.minutes == DatePattern::Minutes::kAlways) return std::nullopt;
      if (next) {
        end = next;
        if (form.seconds == DatePattern::Seconds::kIfNotZero) {
          if (const auto last = two_digits(*end, form.has_colons, seconds)) end = last;
        }
      }
    }
    const int64_t total = hours * 3600 + minutes * 60 + seconds;
    return Offset{.seconds = text_[at_] == '-' ? -total : total, .end = *end};
  }

  bool offset(const Element& element) {
    if (at_ == text_.size()) return fail(at_);
    if (starts_with_ignoring_case(rest(), element.text)) {
      return set(Field::kOffset, 0, at_, at_ + element.text.size());
    }
    const auto parsed = signed_offset(element);
    if (!parsed) return fail(at_);
    return set(Field::kOffset, parsed->seconds, at_, parsed->end);
  }

  // GMT, GMT+2, GMT+02:00.
  bool localized_offset(bool is_long) {
    const size_t begin = at_;
    if (!starts_with_ignoring_case(rest(), "GMT")) return fail(begin);
    size_t place = at_ + 3;
    if (place == text_.size() || (text_[place] != '+' && text_[place] != '-')) {
      return set(Field::kOffset, 0, begin, place);
    }
    const bool negative = text_[place] == '-';
    ++place;
    int64_t hours = 0;
    int64_t minutes = 0;
    int64_t seconds = 0;
    if (is_long) {
      const auto behind_hours = two_digits(place, false, hours);
      const auto behind_minutes =
          behind_hours ? two_digits(*behind_hours, true, minutes) : std::nullopt;
      if (!behind_minutes) return fail(begin);
      place = *behind_minutes;
    } else {
      if (place == text_.size() || !is_digit(text_[place])) return fail(begin);
      hours = text_[place++] - '0';
      if (place < text_.size() && is_digit(text_[place])) hours = hours * 10 + text_[place++] - '0';
      const auto behind_minutes = two_digits(place, true, minutes);
      if (behind_minutes) place = *behind_minutes;
    }
    if (const auto behind_seconds = two_digits(place, true, seconds)) place = *behind_seconds;
    const int64_t total = hours * 3600 + minutes * 60 + seconds;
    return set(Field::kOffset, negative ? -total : total, begin, place);
  }

  bool set_zone(std::string zone, size_t end) {
    found_.set_zone(std::move(zone));
    at_ = end;
    return true;
  }

  bool zone_id() {
    static const Element kForm = {.kind = Kind::kOffset,
                                  .minutes = DatePattern::Minutes::kAlways,
                                  .seconds = DatePattern::Seconds::kIfNotZero,
                                  .has_colons = true};
    const size_t begin = at_;
    if (at_ == text_.size()) return fail(begin);
    const bool plain = text_[at_] == '+' || text_[at_] == '-';
    size_t prefix = 0;
    for (const std::string_view name : {"UTC", "UT", "GMT"}) {
      if (!plain && prefix == 0 && starts_with_ignoring_case(rest(), name)) prefix = name.size();
    }
    if (!plain && prefix == 0) return region();
    at_ += prefix;
    const auto parsed = signed_offset(kForm);
    if (parsed) {
      found_.set_zone_offset(parsed->seconds);
      at_ = parsed->end;
      return true;
    }
    if (plain) return fail(begin);
    return set_zone("UTC", at_);
  }

  bool region() {
    size_t length = 0;
    while (at_ + length < text_.size() && is_zone_letter(text_[at_ + length])) ++length;
    for (size_t size = length; size > 1 && regions_ != nullptr; --size) {
      const std::string_view id = text_.substr(at_, size);
      if (regions_->offset_at_instant(id, 0)) return set_zone(std::string(id), at_ + size);
    }
    if (text_[at_] == 'Z' || text_[at_] == 'z') return set_zone("UTC", at_ + 1);
    return fail(at_);
  }

  bool zone_name(bool is_long) {
    const auto named =
        zone_named_at(rest(), is_long ? ZoneNameStyle::kLong : ZoneNameStyle::kShort);
    if (named && named->zone.find('/') != std::string_view::npos) {
      return set_zone(std::string(named->zone), at_ + named->length);
    }
    return zone_id();
  }

  std::string subject() const {
    constexpr size_t kShown = 64;
    std::string shown(text_.substr(0, kShown));
    if (text_.size() > kShown) shown += "...";
    return "Text '" + shown + "' could not be parsed";
  }
  const std::vector<Element>& elements_;
  std::string_view text_;
  const TimeZones* regions_;
  size_t at_ = 0;
  size_t error_at_ = 0;
  DatePatternFields found_;
};

Result<ReadTime> DatePattern::read(std::string_view text, const TimeZones* regions) const {
  return DatePatternReader(elements_, text, regions).run();
}

}  // namespace tarn::types
