// Column lineage: for each column that a plan gives, the columns of its sources that it rests on,
// and how.
//
// The kinds are those of OpenLineage's column lineage facet (1-2-0): direct ones make the value,
// the others decide about it. Pure.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "plan/node.h"

namespace tarn::plan {

enum class Influence : uint8_t {
  // Direct.
  kIdentity,        // the source's value as it is
  kTransformation,  // computed from it
  kAggregation,     // computed from it over many rows
  // Indirect: the value is not made of it.
  kConditional,  // it decides which value a CASE or a function takes
  kFilter,       // it decides which rows there are
  kJoin,         // it decides which rows meet
  kGroupBy,      // it decides which rows become one
  kSort,         // the rows' order
  kWindow,       // the partition or the order of a window
};

inline bool is_direct(Influence influence) { return influence <= Influence::kAggregation; }

// "identity", "group by" ..
std::string_view name_of(Influence influence);

struct ColumnUse {
  ScanId scan;  // a Scan of the plan
  // The column's name or, where a part of it alone is read, the names of the fields too:
  // "sale.item".
  std::string column;
  Influence influence = Influence::kIdentity;
  // What is left of it does not show it: a hash, a mask, a number of rows.
  bool is_masked = false;

  friend auto operator<=>(const ColumnUse&, const ColumnUse&) = default;
};

struct Lineage {
  // One for each column of the plan's output: what it alone rests on, sorted, each use once.
  std::vector<std::vector<ColumnUse>> columns;
  // What all of them rest on: filters, joins, groups. Sorted, each use once, never direct.
  std::vector<ColumnUse> rows;
};

Lineage lineage_of(const Node& plan);

}  // namespace tarn::plan
