// Rows of columns of any type: copied, and told apart.

#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "types/column.h"

namespace tarn::engine {

// Appends row `row` of `from` to `to`, a column of the same type.
void append_row(const types::Column& from, size_t row, types::Column& to);

// As above; -0.0 becomes 0.0, as Spark has it where values are told apart.
void append_normal_row(const types::Column& from, size_t row, types::Column& to);

// Equal rows (compare_rows(), so NaN is NaN and -0.0 is 0.0) have equal hashes.
uint64_t hash_row(const types::Column& column, size_t row);

// A set of rows. The columns must outlive it.
class RowSet {
 public:
  struct Place {
    size_t at;    // how many rows the set had when this one came first
    bool is_new;  // whether it came just now
  };
  // Where the row stands, which is put in if it is not there.
  Place place_of(const types::Column& column, size_t row);
  // Whether the row was not there yet.
  bool insert(const types::Column& column, size_t row) { return place_of(column, row).is_new; }
  bool contains(const types::Column& column, size_t row) const;

 private:
  struct Member {
    const types::Column* column;
    size_t row;
    size_t at;
  };
  const Member* find(uint64_t hash, const types::Column& column, size_t row) const;

  std::unordered_multimap<uint64_t, Member> members_;
};

}  // namespace tarn::engine
