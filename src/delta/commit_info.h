// What a log entry says of its own making: who, when, what operation (Delta's names and shapes, so
// that DESCRIBE HISTORY reads alike everywhere), and what Tarn adds under "tarn".

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/version.h"
#include "delta/action.h"

namespace tarn::delta {

inline constexpr const char* kEngineInfo = "Tarn/" TARN_VERSION;

struct Operation {
  std::string name;  // "STREAMING UPDATE"
  // In the order written. A list or map is its JSON text: {"partitionBy", "[\"day\"]"}.
  std::vector<std::pair<std::string, std::optional<std::string>>> parameters = {};
  // "numOutputRows" and so on; those that can be counted from the files are added by Table.
  std::vector<std::pair<std::string, int64_t>> metrics = {};
  // JSON text under the key "tarn", for example the versions of a materialized view's inputs.
  std::optional<std::string> tarn = {};
};

Operation create_table_operation(const Metadata& metadata);
Operation streaming_update_operation(const std::string& query_id, BatchId epoch);
// Rows of a statement, added.
Operation append_operation(const std::vector<std::string>& partition_columns);
Operation overwrite_operation(const std::vector<std::string>& partition_columns);

struct CommitDescription {
  Operation operation;
  int64_t timestamp_ms = 0;
  std::optional<Version> read_version = {};
  bool is_blind_append = false;
  std::string txn_id;  // a UUID of this attempt's commit
};
CommitInfo commit_info(const CommitDescription& description);

// Whether the entry says that it appended without reading the table. An entry that says nothing did
// not.
bool is_blind_append(const CommitInfo& info);
// commitInfo.inCommitTimestamp, in milliseconds.
std::optional<int64_t> in_commit_timestamp(const CommitInfo& info);

}  // namespace tarn::delta
