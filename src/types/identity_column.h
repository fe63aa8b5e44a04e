// Columns whose values a table counts: GENERATED ALWAYS | BY DEFAULT AS IDENTITY, as Delta keeps
// them in a field's metadata.
//
// Pure. The numbers are `start`, `start + step`, ..; the mark is the last one that the table gave,
// and none is given twice. Source: Delta protocol, "Identity Columns".

#pragma once

#include <cstdint>
#include <optional>

#include "types/type.h"

namespace tarn::types {

struct Identity {
  int64_t start = 1;
  int64_t step = 1;           // never 0
  bool takes_values = false;  // BY DEFAULT: a writer may give values of its own
  std::optional<int64_t> mark = {};

  friend bool operator==(const Identity&, const Identity&) = default;

  // The number that comes `place` numbers behind the next one; nothing where a BIGINT holds none.
  std::optional<int64_t> number(int64_t place) const;
  // The mark that is behind `value` and behind the present one: a number of the sequence where
  // there is one. Nothing where `value` comes before all numbers and none was given.
  std::optional<int64_t> mark_behind(int64_t value) const;
};

// Nothing where the column is none, or where its metadata is not what the protocol says.
std::optional<Identity> identity_of(const Field& column);
void set_identity(Field& column, const Identity& identity);
void drop_identity(Field& column);
bool has_identity(const Schema& schema);
// The columns as they were before the table gave any number.
Schema without_marks(Schema schema);

}  // namespace tarn::types
