// The actions of a Delta log, and their form in it: one JSON object a line (Delta Transaction Log
// Protocol, "Actions"). Fields and actions that this program does not know are ignored on reading,
// as the protocol asks; what must not be ignored is announced by a feature of `Protocol`.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/result.h"

namespace tarn::delta {

struct Protocol {
  int min_reader_version = 1;
  int min_writer_version = 2;
  std::optional<std::vector<std::string>> reader_features = {};  // only with reader version 3
  std::optional<std::vector<std::string>> writer_features = {};  // only with writer version 7
  friend bool operator==(const Protocol&, const Protocol&) = default;
};

struct Metadata {
  std::string id;
  std::optional<std::string> name = {};
  std::optional<std::string> description = {};
  std::string provider = "parquet";
  std::map<std::string, std::string> format_options = {};
  std::string schema_text;  // the protocol's "Schema Serialization Format"
  std::vector<std::string> partition_columns = {};
  std::map<std::string, std::string> configuration = {};
  std::optional<int64_t> created_time_ms = {};
  friend bool operator==(const Metadata&, const Metadata&) = default;
};

struct DeletionVector {
  std::string storage_type;  // "u", "i" or "p"
  std::string path_or_inline;
  std::optional<int64_t> offset = {};
  int64_t size_in_bytes = 0;
  int64_t cardinality = 0;

  // What tells two deletion vectors of one file apart.
  std::string unique_id() const;
  friend bool operator==(const DeletionVector&, const DeletionVector&) = default;
};

// A column's text in the log, or NULL (protocol, "Partition Value Serialization").
using PartitionValues = std::map<std::string, std::optional<std::string>>;
using Tags = std::map<std::string, std::optional<std::string>>;

struct AddFile {
  std::string path;  // as in the log: a percent-encoded relative path, or a URI
  PartitionValues partition_values = {};
  int64_t size = 0;
  int64_t modification_time_ms = 0;
  bool data_change = true;
  std::optional<std::string> stats = {};  // JSON text
  std::optional<Tags> tags = {};
  std::optional<DeletionVector> deletion_vector = {};
  friend bool operator==(const AddFile&, const AddFile&) = default;
};

struct RemoveFile {
  std::string path;
  std::optional<int64_t> deletion_timestamp_ms = {};
  bool data_change = true;
  bool extended_file_metadata = false;  // partition values, size and tags are given
  PartitionValues partition_values = {};
  std::optional<int64_t> size = {};
  std::optional<Tags> tags = {};
  std::optional<DeletionVector> deletion_vector = {};
  friend bool operator==(const RemoveFile&, const RemoveFile&) = default;
};

// How far a writer has come: the batch `version` of the flow `app_id` is in the table.
struct Txn {
  std::string app_id;
  int64_t version = 0;
  std::optional<int64_t> last_updated_ms = {};
  friend bool operator==(const Txn&, const Txn&) = default;
};

// Informative (never needed to read the table): a JSON object, fields in the order written.
struct CommitInfo {
  std::string json = "{}";
  friend bool operator==(const CommitInfo&, const CommitInfo&) = default;
};

// A file of the change feed.
struct CdcFile {
  std::string path;
  PartitionValues partition_values = {};
  int64_t size = 0;
  std::optional<Tags> tags = {};
  friend bool operator==(const CdcFile&, const CdcFile&) = default;
};

struct DomainMetadata {
  std::string domain;
  std::string configuration;
  bool removed = false;
  friend bool operator==(const DomainMetadata&, const DomainMetadata&) = default;
};

// A further file of a checkpoint, with adds and removes (protocol, "Sidecar File Information").
// Stands in checkpoints only.
struct Sidecar {
  std::string path;  // a name in _delta_log/_sidecars, or a URI
  int64_t size = 0;
  int64_t modification_time_ms = 0;
  std::optional<Tags> tags = {};
  friend bool operator==(const Sidecar&, const Sidecar&) = default;
};

using Action = std::variant<CommitInfo, Protocol, Metadata, Txn, DomainMetadata, RemoveFile,
                            AddFile, CdcFile, Sidecar>;

// The line of `action` in a log entry, without its end of line.
std::string action_line(const Action& action);

// The action of one line; nothing where it is of a kind that this program does not know. An error
// (kCorrupt) names `place`, for example "t/_delta_log/00000000000000000003.json:2".
Result<std::optional<Action>> parse_action(std::string_view line, const std::string& place);

// A whole log entry, each action on its line.
std::string entry_text(const std::vector<Action>& actions);
Result<std::vector<Action>> parse_entry(std::string_view text, const std::string& path);

// By what files reconcile: the path, and the deletion vector where there is one (protocol, "Action
// Reconciliation").
std::string file_key(const std::string& path, const std::optional<DeletionVector>& vector);

// kInvalid where two of the actions reconcile with each other, which one entry may not hold: two of
// one file, two metaData, two protocol, two txn of one appId, two of one metadata domain.
Status check_entry(const std::vector<Action>& actions);

}  // namespace tarn::delta
