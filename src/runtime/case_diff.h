// Expected rows against the rows that are there, in any order, and what to tell of the difference:
//
//   sold: 1 row differs, 1 is missing, 1 is too many (3 expected, 3 found)
//       item | quantity
//     ~ tea  | 2 -> 3       near matches: expected -> found, where they differ
//     - salt | 1            missing
//     + soap | 4            too many
//
// Or one engine's rows against another's, with words of their own.
//
// Pure.

#pragma once

#include <string>

#include "runtime/case_rows.h"

namespace tarn::runtime {

// Rows of a kind that are shown at most; the rest is counted.
inline constexpr size_t kRowsShownMax = 20;

struct DiffWords {
  const char* missing = "missing";
  const char* too_many = "too many";
  const char* expected = "expected";
  const char* found = "found";
};
inline constexpr DiffWords kEngineWords{.missing = "only Tarn's",
                                        .too_many = "only Spark's",
                                        .expected = "on Tarn",
                                        .found = "on Spark"};

// Empty where the rows are the same. `expected` may name fewer columns than there are, in another
// order, where it allows for others. The found columns have types. Each line is ended.
std::string diff_text(const std::string& table, const CaseRows& expected, const CaseRows& found,
                      const DiffWords& words = {});

// The found rows under the expected columns, in the expected rows' order as far as they are the
// same; for rewriting what is expected. Columns that are not there any more are left out.
CaseRows corrected(const CaseRows& expected, const CaseRows& found);

}  // namespace tarn::runtime
