// Functions of arrays: sets, order, places. Equality and order are compare_rows(): NULL equals NULL
// and comes first, NaN equals NaN and comes last.

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/native_collection.h"
#include "engine/nested_order.h"
#include "engine/nested_rows.h"

namespace tarn::engine {
namespace {

using types::Column;

struct Range {
  size_t begin;
  size_t end;
};

Range elements_of(const Column& array, size_t row) {
  return {array.list_begin(row), array.list_end(row)};
}

std::vector<size_t> places_in(Range range) {
  std::vector<size_t> places(range.end - range.begin);
  std::iota(places.begin(), places.end(), range.begin);
  return places;
}

void append_places(const Column& array, const std::vector<size_t>& places, Column& out) {
  for (const size_t place : places) append_row(array.child(0), place, out.child(0));
  out.append_list();
}

// ---------------------------------------------------------------- sets

void append_new(const Column& array, size_t row, RowSet& seen, Column& out) {
  const Range range = elements_of(array, row);
  for (size_t i = range.begin; i < range.end; ++i) {
    if (seen.insert(array.child(0), i)) append_normal_row(array.child(0), i, out.child(0));
  }
}

void array_distinct(const Columns& in, size_t row, Column& out) {
  RowSet seen;
  append_new(in[0], row, seen, out);
  out.append_list();
}

void array_union(const Columns& in, size_t row, Column& out) {
  RowSet seen;
  append_new(in[0], row, seen, out);
  append_new(in[1], row, seen, out);
  out.append_list();
}

RowSet set_of(const Column& array, size_t row) {
  RowSet set;
  const Range range = elements_of(array, row);
  for (size_t i = range.begin; i < range.end; ++i) set.insert(array.child(0), i);
  return set;
}

// The elements of the first array that the second holds, or does not hold, each once.
template <bool kHeld>
void array_filtered(const Columns& in, size_t row, Column& out) {
  const RowSet other = set_of(in[1], row);
  RowSet seen;
  const Range range = elements_of(in[0], row);
  const Column& elements = in[0].child(0);
  for (size_t i = range.begin; i < range.end; ++i) {
    if (other.contains(elements, i) == kHeld && seen.insert(elements, i)) {
      append_normal_row(elements, i, out.child(0));
    }
  }
  out.append_list();
}

void arrays_overlap(const Columns& in, size_t row, Column& out) {
  const Range left = elements_of(in[0], row);
  const Range right = elements_of(in[1], row);
  const RowSet held = set_of(in[1], row);
  bool any_null = false;
  for (size_t i = right.begin; i < right.end; ++i) {
    any_null = any_null || !in[1].child(0).is_valid(i);
  }
  for (size_t i = left.begin; i < left.end; ++i) {
    if (!in[0].child(0).is_valid(i)) {
      any_null = true;
    } else if (held.contains(in[0].child(0), i)) {
      return out.append(int8_t{1});
    }
  }
  const bool both = left.begin != left.end && right.begin != right.end;
  if (any_null && both) return out.append_null();
  out.append(int8_t{0});
}

// ---------------------------------------------------------------- order

template <bool kGreatest>
void array_extreme(const Columns& in, size_t row, Column& out) {
  const Column& elements = in[0].child(0);
  const Range range = elements_of(in[0], row);
  size_t best = range.end;
  for (size_t i = range.begin; i < range.end; ++i) {
    if (!elements.is_valid(i)) continue;
    if (best == range.end) best = i;
    const auto order = compare_rows(elements, i, elements, best);
    if (kGreatest ? order > 0 : order < 0) best = i;
  }
  if (best == range.end) return out.append_null();
  append_row(elements, best, out);
}

// The greatest or least argument that is not NULL.
template <bool kGreatest>
void extreme_argument(const Columns& in, size_t row, Column& out) {
  const Column* best = nullptr;
  for (const Column& argument : in) {
    if (!argument.is_valid(row)) continue;
    if (best == nullptr) best = &argument;
    const auto order = compare_rows(argument, row, *best, row);
    if (kGreatest ? order > 0 : order < 0) best = &argument;
  }
  if (best == nullptr) return out.append_null();
  append_row(*best, row, out);
}

void sort_array(const Columns& in, size_t row, Column& out) {
  const bool ascending = in[1].at<int8_t>(row) != 0;
  const Column& elements = in[0].child(0);
  std::vector<size_t> places = places_in(elements_of(in[0], row));
  std::stable_sort(places.begin(), places.end(), [&](size_t a, size_t b) {
    const auto order = compare_rows(elements, a, elements, b);
    return ascending ? order < 0 : order > 0;
  });
  append_places(in[0], places, out);
}

// Ascending, NULLs last.
void array_sort(const Columns& in, size_t row, Column& out) {
  const Column& elements = in[0].child(0);
  std::vector<size_t> places = places_in(elements_of(in[0], row));
  std::stable_sort(places.begin(), places.end(), [&](size_t a, size_t b) {
    if (!elements.is_valid(a) || !elements.is_valid(b)) {
      return elements.is_valid(a) && !elements.is_valid(b);
    }
    return compare_rows(elements, a, elements, b) < 0;
  });
  append_places(in[0], places, out);
}

// ---------------------------------------------------------------- places

void array_remove(const Columns& in, size_t row, Column& out) {
  const Column& elements = in[0].child(0);
  const Range range = elements_of(in[0], row);
  for (size_t i = range.begin; i < range.end; ++i) {
    if (compare_rows(elements, i, in[1], row) != 0) append_row(elements, i, out.child(0));
  }
  out.append_list();
}

void slice(const Columns& in, size_t row, Column& out) {
  const int64_t start = in[1].at<int32_t>(row);
  const int64_t length = in[2].at<int32_t>(row);
  if (start == 0) {
    throw RowError("INVALID_PARAMETER_VALUE.START", "22023",
                   "The value of parameter(s) `start` in `slice` is invalid: Expects a positive or "
                   "a negative value for `start`, but got 0.");
  }
  if (length < 0) {
    throw RowError("INVALID_PARAMETER_VALUE.LENGTH", "22023",
                   "The value of parameter(s) `length` in `slice` is invalid: Expects `length` "
                   "greater than or equal to 0, but got " +
                       std::to_string(length) + ".");
  }
  const Range range = elements_of(in[0], row);
  const auto size = static_cast<int64_t>(range.end - range.begin);
  const int64_t first = start > 0 ? start - 1 : size + start;
  if (first >= 0) {
    for (int64_t i = first; i < std::min(size, first + length); ++i) {
      append_row(in[0].child(0), range.begin + static_cast<size_t>(i), out.child(0));
    }
  }
  out.append_list();
}

void array_repeat(const Columns& in, size_t row, Column& out) {
  if (!in[1].is_valid(row)) return out.append_null();
  const int32_t count = in[1].at<int32_t>(row);
  check_length(std::max(count, 0), out, "count", "array_repeat");
  for (int32_t i = 0; i < count; ++i) append_row(in[0], row, out.child(0));
  out.append_list();
}

void append_nulls(int64_t count, Column& out) {
  for (int64_t i = 0; i < count; ++i) out.append_null();
}

void array_insert(const Columns& in, size_t row, Column& out) {
  if (!in[0].is_valid(row) || !in[1].is_valid(row)) return out.append_null();
  const int64_t position = in[1].at<int32_t>(row);
  if (position == 0) {
    throw RowError("INVALID_INDEX_OF_ZERO", "22003",
                   "The index 0 is invalid. An index shall be either < 0 or > 0 (the first element "
                   "has index 1).");
  }
  const Range range = elements_of(in[0], row);
  const auto size = static_cast<int64_t>(range.end - range.begin);
  // Where the value will stand, from 0; below 0, NULLs stand between it and the elements.
  const int64_t place = position > 0 ? position - 1 : size + position + 1;
  check_length(std::max(size, place < 0 ? size - place : place) + 1, out, "", "array_insert");
  Column& elements = out.child(0);
  if (place < 0) {
    append_row(in[2], row, elements);
    append_nulls(-place, elements);
  }
  for (int64_t i = 0; i < size; ++i) {
    if (i == place) append_row(in[2], row, elements);
    append_row(in[0].child(0), range.begin + static_cast<size_t>(i), elements);
  }
  if (place >= size) {
    append_nulls(place - size, elements);
    append_row(in[2], row, elements);
  }
  out.append_list();
}

void array_join(const Columns& in, size_t row, Column& out) {
  const Column& elements = in[0].child(0);
  const Range range = elements_of(in[0], row);
  std::string text;
  bool first = true;
  for (size_t i = range.begin; i < range.end; ++i) {
    if (!elements.is_valid(i) && in.size() < 3) continue;
    if (!first) text += in[1].bytes_at(row);
    first = false;
    text += elements.is_valid(i) ? elements.bytes_at(i) : in[2].bytes_at(row);
  }
  out.append_bytes(text);
}

constexpr auto kPassed = NullArguments::kArePassed;

constexpr std::array<NativeEntry, 16> kEntries = {{
    {.name = "array_distinct", .make = row_of_columns<array_distinct>},
    {.name = "array_union", .make = row_of_columns<array_union>},
    {.name = "array_intersect", .make = row_of_columns<array_filtered<true>>},
    {.name = "array_except", .make = row_of_columns<array_filtered<false>>},
    {.name = "arrays_overlap", .make = row_of_columns<arrays_overlap>},
    {.name = "array_max", .make = row_of_columns<array_extreme<true>>},
    {.name = "array_min", .make = row_of_columns<array_extreme<false>>},
    {.name = "nested_greatest", .make = row_of_columns<extreme_argument<true>, kPassed>},
    {.name = "nested_least", .make = row_of_columns<extreme_argument<false>, kPassed>},
    {.name = "sort_array", .make = row_of_columns<sort_array>},
    {.name = "array_sort", .make = row_of_columns<array_sort>},
    {.name = "array_remove", .make = row_of_columns<array_remove>},
    {.name = "slice", .make = row_of_columns<slice>},
    {.name = "array_repeat", .make = row_of_columns<array_repeat, kPassed>},
    {.name = "array_insert", .make = row_of_columns<array_insert, kPassed>},
    {.name = "array_join", .make = row_of_columns<array_join>},
}};

}  // namespace

std::span<const NativeEntry> array_natives() { return kEntries; }

}  // namespace tarn::engine
