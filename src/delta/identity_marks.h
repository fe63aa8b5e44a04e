// The marks up to which a table has counted its identity columns, as commits move them.
//
// Pure. Source: Delta protocol, "Identity Columns": a writer that numbers rows says how far in the
// commit that adds them.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "delta/action.h"
#include "types/type.h"

namespace tarn::delta {

// How far the rows of a call count an identity column. The numbers are only theirs as long as the
// table's mark is the one that they were counted from: else the call is a kConflict, and its rows
// have to be numbered anew.
struct MovedMark {
  std::string column;
  std::optional<int64_t> from;
  int64_t to;
};

// The schema with the new marks. kConflict, DELTA_METADATA_CHANGED: a mark is another one by now.
Status move_marks(const std::vector<MovedMark>& marks, types::Schema& schema,
                  const std::string& table_path);

// `schema`, whose columns were declared or read at some time, with marks that are not behind those
// of `newest`: what was counted stays counted, also where all rows are replaced. A column with
// another start or step is another sequence, and begins.
types::Schema with_farther_marks(types::Schema schema, const types::Schema& newest);

// Whether a commit changed nothing of the table but how far it has counted.
bool moves_only_marks(const Metadata& before, const Metadata& after);

}  // namespace tarn::delta
