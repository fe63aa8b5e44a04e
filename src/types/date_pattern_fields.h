// What a text says of a time, field by field, and the one time that all fields make, as Java's
// strict resolver has it. Internal to date_pattern_*.cc. Pure.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "types/date_pattern.h"

namespace tarn::types {

class DatePatternFields {
 public:
  using Field = DatePattern::Field;

  // False where the field has another value already.
  bool set(Field field, int64_t value);
  // The zone, by its name or as an offset: the last one holds.
  void set_zone(std::string region);
  void set_zone_offset(int64_t seconds);

  // The message says which fields contradict each other, or what there is not.
  Result<ReadTime> time() const;

 private:
  static constexpr auto kFields = static_cast<size_t>(Field::kCount);

  std::optional<int64_t> take(Field field) const;
  std::optional<std::string> out_of_range() const;
  Result<int64_t> hour() const;
  std::optional<int64_t> year() const;
  Result<int64_t> date() const;

  std::array<int64_t, kFields> values_{};
  std::array<bool, kFields> has_{};
  std::string zone_;                    // a region
  std::optional<int64_t> zone_offset_;  // seconds, of a zone id that is one
};

}  // namespace tarn::types
