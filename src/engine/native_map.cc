// Maps made of keys and values. A key may be neither NULL nor there twice, and -0.0 is 0.0 as a
// key.

#include <array>

#include "engine/native_collection.h"
#include "engine/nested_order.h"
#include "engine/nested_rows.h"
#include "engine/value_text.h"

namespace tarn::engine {
namespace {

using types::Column;

// What a key that is there already does: spark.sql.mapKeyDedupPolicy.
enum class EqualKeys : uint8_t { kRaise, kLastWins };

[[noreturn]] void raise_null_key() {
  throw RowError("NULL_MAP_KEY", "2200E", "Cannot use null as map key.");
}

// Appends entries to the map that close() ends. Keys go in at once, each where it first stood;
// values, too, unless a later one may take their place.
template <EqualKeys kEqual>
class MapBuilder {
 public:
  explicit MapBuilder(Column& out) : out_(out) {}

  void add(const Column& keys, size_t key, const Column& values, size_t value) {
    if (!keys.is_valid(key)) raise_null_key();
    const RowSet::Place place = keys_.place_of(keys, key);
    if (place.is_new) {
      append_normal_row(keys, key, out_.child(0));
      keep(values, value);
    } else if constexpr (kEqual == EqualKeys::kLastWins) {
      values_[place.at] = {.column = &values, .row = value};
    } else {
      raise_equal_key(keys, key);
    }
  }

  void close() {
    for (const Value& value : values_) append_row(*value.column, value.row, out_.child(1));
    out_.append_list();
  }

 private:
  struct Value {
    const Column* column;
    size_t row;
  };

  void keep(const Column& values, size_t value) {
    if constexpr (kEqual == EqualKeys::kLastWins) {
      values_.push_back({.column = &values, .row = value});
    } else {
      append_row(values, value, out_.child(1));
    }
  }

  [[noreturn]] static void raise_equal_key(const Column& keys, size_t key) {
    std::string text;
    append_cast_text(keys, key, "UTC", text);
    throw RowError("DUPLICATED_MAP_KEY", "23505",
                   "Duplicate map key " + text +
                       " was found, please check the input data. If you want to remove the "
                       "duplicated keys, you can set \"spark.sql.mapKeyDedupPolicy\" to "
                       "\"LAST_WIN\" so that the key inserted at last takes precedence.");
  }

  Column& out_;
  RowSet keys_;
  std::vector<Value> values_;  // kLastWins: one for each key, in their order
};

template <EqualKeys kEqual>
void map_from_arrays(const Columns& in, size_t row, Column& out) {
  const size_t keys = in[0].list_begin(row);
  const size_t values = in[1].list_begin(row);
  const size_t count = in[0].list_end(row) - keys;
  if (in[1].list_end(row) - values != count) {
    throw RowError("_LEGACY_ERROR_TEMP_2128", "",
                   "The key array and value array of MapData must have the same length.");
  }
  MapBuilder<kEqual> map(out);
  for (size_t i = 0; i < count; ++i) {
    map.add(in[0].child(0), keys + i, in[1].child(0), values + i);
  }
  map.close();
}

template <EqualKeys kEqual>
void map_from_entries(const Columns& in, size_t row, Column& out) {
  const Column& entries = in[0].child(0);
  for (size_t i = in[0].list_begin(row); i < in[0].list_end(row); ++i) {
    if (!entries.is_valid(i)) return out.append_null();
  }
  MapBuilder<kEqual> map(out);
  for (size_t i = in[0].list_begin(row); i < in[0].list_end(row); ++i) {
    map.add(entries.child(0), i, entries.child(1), i);
  }
  map.close();
}

template <EqualKeys kEqual>
void map_concat(const Columns& in, size_t row, Column& out) {
  MapBuilder<kEqual> result(out);
  for (const Column& map : in) {
    for (size_t i = map.list_begin(row); i < map.list_end(row); ++i) {
      result.add(map.child(0), i, map.child(1), i);
    }
  }
  result.close();
}

// CAST of a map may make equal keys of different ones: the last value stays, where the first stood.
void map_cast(const Columns& in, size_t row, Column& out) {
  const Column& keys = in[0].child(0);
  const size_t begin = in[0].list_begin(row);
  const size_t count = in[0].list_end(row) - begin;
  const size_t values = in[1].list_begin(row);
  for (size_t i = 0; i < count; ++i) {
    if (!keys.is_valid(begin + i)) raise_null_key();
  }
  MapBuilder<EqualKeys::kLastWins> map(out);
  for (size_t i = 0; i < count; ++i) map.add(keys, begin + i, in[1].child(0), values + i);
  map.close();
}

// ---------------------------------------------------------------- two maps

constexpr size_t kNowhere = SIZE_MAX;

size_t find_key(const Column& map, size_t row, const Column& keys, size_t key) {
  for (size_t i = map.list_begin(row); i < map.list_end(row); ++i) {
    if (compare_rows(map.child(0), i, keys, key) == 0) return i;
  }
  return kNowhere;
}

void append_or_null(const Column& from, size_t row, Column& to) {
  if (row == kNowhere) {
    to.append_null();
  } else {
    append_row(from, row, to);
  }
}

// The keys of both maps, those of the first before, each with the value that either has for it.
void map_zip(const Columns& in, size_t row, Column& out) {
  Column& zipped = out.child(0);
  const auto add = [&](const Column& keys, size_t key, size_t left, size_t right) {
    append_row(keys, key, zipped.child(0));
    append_or_null(in[0].child(1), left, zipped.child(1));
    append_or_null(in[1].child(1), right, zipped.child(2));
    zipped.append_struct();
  };
  for (size_t i = in[0].list_begin(row); i < in[0].list_end(row); ++i) {
    add(in[0].child(0), i, i, find_key(in[1], row, in[0].child(0), i));
  }
  for (size_t i = in[1].list_begin(row); i < in[1].list_end(row); ++i) {
    if (find_key(in[0], row, in[1].child(0), i) != kNowhere) continue;
    add(in[1].child(0), i, kNowhere, i);
  }
  out.append_list();
}

constexpr auto kRaise = EqualKeys::kRaise;
constexpr auto kLastWins = EqualKeys::kLastWins;

constexpr std::array<NativeEntry, 8> kEntries = {{
    {.name = "map_from_arrays", .make = row_of_columns<map_from_arrays<kRaise>>},
    {.name = "map_from_arrays.last", .make = row_of_columns<map_from_arrays<kLastWins>>},
    {.name = "map_from_entries", .make = row_of_columns<map_from_entries<kRaise>>},
    {.name = "map_from_entries.last", .make = row_of_columns<map_from_entries<kLastWins>>},
    {.name = "map_concat", .make = row_of_columns<map_concat<kRaise>>},
    {.name = "map_concat.last", .make = row_of_columns<map_concat<kLastWins>>},
    {.name = "map_cast", .make = row_of_columns<map_cast>},
    {.name = "map_zip", .make = row_of_columns<map_zip>},
}};

}  // namespace

std::span<const NativeEntry> map_natives() { return kEntries; }

}  // namespace tarn::engine
