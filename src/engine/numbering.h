// The numbers that an execution gives to identity columns: each once, whichever thread asks.
//
// Whoever writes the rows makes one of the table's columns, hands it to the execution (Moment) and
// asks afterwards how far it came. Rows that one thread makes have rising numbers; beyond that
// numbers follow no order.

#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "base/result.h"
#include "types/identity_column.h"
#include "types/type.h"

namespace tarn::engine {

class Numbering {
 public:
  // For rows that nobody keeps: any column's numbers are 0.
  Numbering() = default;
  // Goes on behind the marks of the table's columns, which are asked for by their places.
  explicit Numbering(const types::Schema& schema);

  // Fills `into`. ARITHMETIC_OVERFLOW where a BIGINT holds no further number.
  Status take(size_t column, std::span<int64_t> into);
  // The last one that was given; nothing where none was.
  std::optional<int64_t> last(size_t column) const;

 private:
  struct Counter {
    explicit Counter(types::Identity identity) : identity(identity) {}
    const types::Identity identity;
    std::atomic<int64_t> given = 0;
  };

  std::map<size_t, Counter> counters_;  // not changed after the constructor
};

}  // namespace tarn::engine
