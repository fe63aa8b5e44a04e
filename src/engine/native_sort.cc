// Order: array_sort() with a function of the user's, and maps as keys of groups.
//
// The engine cannot hand a lambda to C++, so the
// emitter (emit_higher_order.cc) has DuckDB compare the elements first, and sorting is done here on
// numbers.
//
// Short arrays come as a matrix: cell (i, j) is what the function says of elements i and j. The
// insertion sort below asks for the same pairs in the same order as Java's does for arrays of fewer
// than 32 elements, so that even a function that is no order (x < y ? -1 : 1) gives Spark's result,
// and a NULL raises only where Spark would have looked at it.

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/native_collection.h"
#include "engine/nested_order.h"
#include "engine/nested_rows.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::TypeKind;

[[noreturn]] void raise_null_comparison() {
  throw RowError("COMPARATOR_RETURNS_NULL", "22004",
                 "The comparator has returned a NULL for a comparison. It should return a positive "
                 "integer for \"greater than\", 0 for \"equal\" and a negative integer for \"less "
                 "than\". To revert to deprecated behavior where NULL is treated as 0 (equal), you "
                 "must set \"spark.sql.legacy.allowNullComparisonResultInArraySort\" to \"true\".");
}

class Matrix {
 public:
  Matrix(const Column& rows, size_t row) : rows_(rows.child(0)), first_(rows.list_begin(row)) {}

  int32_t operator()(size_t a, size_t b) const {
    const size_t cell = rows_.list_begin(first_ + a) + b;
    if (!rows_.child(0).is_valid(cell)) raise_null_comparison();
    return rows_.child(0).at<int32_t>(cell);
  }

 private:
  const Column& rows_;
  size_t first_;
};

// How many elements at the beginning are in order already; a strictly falling run is turned round.
size_t first_run(const Matrix& compare, std::vector<size_t>& order) {
  if (order.size() < 2) return order.size();
  size_t end = 2;
  if (compare(order[1], order[0]) < 0) {
    while (end < order.size() && compare(order[end], order[end - 1]) < 0) ++end;
    std::reverse(order.begin(), order.begin() + static_cast<ptrdiff_t>(end));
  } else {
    while (end < order.size() && compare(order[end], order[end - 1]) >= 0) ++end;
  }
  return end;
}

// Places from 1, in the order of the elements.
void sorted_places(const Columns& in, size_t row, Column& out) {
  const Matrix compare(in[0], row);
  std::vector<size_t> order(in[0].list_end(row) - in[0].list_begin(row));
  std::iota(order.begin(), order.end(), size_t{0});
  for (size_t next = first_run(compare, order); next < order.size(); ++next) {
    const size_t pivot = order[next];
    size_t left = 0;
    size_t right = next;
    while (left < right) {
      const size_t middle = (left + right) / 2;
      if (compare(pivot, order[middle]) < 0) {
        right = middle;
      } else {
        left = middle + 1;
      }
    }
    const auto begin = order.begin();
    std::rotate(begin + static_cast<ptrdiff_t>(left), begin + static_cast<ptrdiff_t>(next),
                begin + static_cast<ptrdiff_t>(next) + 1);
  }
  for (const size_t place : order) out.child(0).append(static_cast<int64_t>(place) + 1);
  out.append_list();
}

// Places from 1, in the order of ranks.
void places_by_rank(const Columns& in, size_t row, Column& out) {
  const Column& ranks = in[0].child(0);
  const size_t begin = in[0].list_begin(row);
  std::vector<size_t> order(in[0].list_end(row) - begin);
  std::iota(order.begin(), order.end(), begin);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return ranks.at<int64_t>(a) < ranks.at<int64_t>(b); });
  for (const size_t place : order) out.child(0).append(static_cast<int64_t>(place - begin) + 1);
  out.append_list();
}

void comparison_sign(const Columns& in, size_t row, Column& out) {
  if (!in[0].is_valid(row)) raise_null_comparison();
  const int32_t order = in[0].at<int32_t>(row);
  out.append(static_cast<int32_t>(order < 0 ? -1 : order > 0 ? 1 : 0));
}

// ---------------------------------------------------------------- maps as keys of groups

void append_sorted(const Column& from, size_t row, Column& to);

void append_sorted_elements(const Column& from, const std::vector<size_t>& places, Column& to) {
  for (size_t part = 0; part < from.child_count(); ++part) {
    for (const size_t place : places) append_sorted(from.child(part), place, to.child(part));
  }
  to.append_list();
}

// The row, the entries of every map in it in the order of their keys.
void append_sorted(const Column& from, size_t row, Column& to) {
  const TypeKind kind = from.type().kind();
  if (!from.is_valid(row)) return to.append_null();
  if (kind == TypeKind::kStruct) {
    for (size_t part = 0; part < from.child_count(); ++part) {
      append_sorted(from.child(part), row, to.child(part));
    }
    return to.append_struct();
  }
  if (kind != TypeKind::kArray && kind != TypeKind::kMap) return append_row(from, row, to);
  std::vector<size_t> places(from.list_end(row) - from.list_begin(row));
  std::iota(places.begin(), places.end(), size_t{from.list_begin(row)});
  if (kind == TypeKind::kMap) {
    std::sort(places.begin(), places.end(), [&](size_t a, size_t b) {
      return compare_rows(from.child(0), a, from.child(0), b) < 0;
    });
  }
  append_sorted_elements(from, places, to);
}

void sorted_maps(const Columns& in, size_t row, Column& out) { append_sorted(in[0], row, out); }

constexpr std::array<NativeEntry, 4> kEntries = {{
    {.name = "sorted_places", .make = row_of_columns<sorted_places>},
    {.name = "places_by_rank", .make = row_of_columns<places_by_rank>},
    {.name = "sorted_maps", .make = row_of_columns<sorted_maps>},
    {.name = "comparison_sign", .make = row_of_columns<comparison_sign, NullArguments::kArePassed>},
}};

}  // namespace

std::span<const NativeEntry> sort_natives() { return kEntries; }

}  // namespace tarn::engine
