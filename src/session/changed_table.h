// A Delta table whose rows a statement changes, and what the statement learnt of it.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "delta/snapshot.h"
#include "engine/relation.h"
#include "session/session.h"
#include "types/type.h"

namespace tarn::session {

// An option of the scan that is rewritten, so that it is told from others of the same table.
inline constexpr const char* kTargetMark = "tarn.target";

struct Session::Changed {
  std::string name;  // quoted, for messages
  std::string path;
  sql::Name source;                    // what FROM calls it
  std::vector<std::string> qualifier;  // by which expressions know its columns
  types::Schema schema = {};           // with columns that the statement adds
  std::shared_ptr<const delta::Snapshot> snapshot = nullptr;  // shared: the cache hands it out
  engine::Bindings known = {};  // what the statement's other scans read
};

// The files that hold a row which changes, and how many do.
struct Session::Touched {
  std::vector<delta::AddFile> files = {};
  int64_t updated = 0;
  int64_t deleted = 0;
  int64_t meets_max = 0;  // source rows of one row
};

struct Session::MergeCounts {
  int64_t updated = 0;
  int64_t deleted = 0;
  int64_t inserted = 0;
};

// A row of numbers under their names.
Answer counts(const std::vector<std::pair<std::string, int64_t>>& numbers);

}  // namespace tarn::session
