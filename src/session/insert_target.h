// The table that an INSERT writes, and what its rows replace.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/warehouse.h"
#include "delta/snapshot.h"
#include "plan/node.h"
#include "session/session.h"

namespace tarn::session {

// The static partitions of an INSERT, by column.
using PartitionTexts = std::vector<std::pair<std::string, std::optional<std::string>>>;

struct Session::Target {
  plan::DatasetName name;
  catalog::Thing thing;
  types::Schema schema = {};
  std::vector<std::string> partition_columns = {};
  std::shared_ptr<const delta::Snapshot> snapshot =
      nullptr;                // of a Delta table; shared as it is read
  PartitionTexts fixed = {};  // static partitions
  bool overwrite = false;
  bool is_dynamic = false;  // only partitions that get a row are overwritten

  bool is_delta() const { return std::holds_alternative<catalog::DeltaTable>(thing); }
};

}  // namespace tarn::session
