// A source of a stream: what is new, and the rows between two offsets.
//
// An offset is text that only its source understands; the flow's journal keeps it. The rows between
// two offsets are the same whenever they are read, in the same order. One thread at a time.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "delta/checkpoint_io.h"
#include "engine/relation.h"
#include "plan/catalog.h"
#include "plan/node.h"
#include "storage/file_system.h"
#include "types/datetime.h"

namespace tarn::source {

// What reading needs from outside.
struct ReadContext {
  storage::FileSystem& files;
  const Clock& clock;
  std::string root;         // the project's folder: relative paths are against it
  types::SessionZone zone;  // timestamps without a zone in files are read in it
  delta::CheckpointIo* checkpoints = nullptr;
  // While a project is resolved: the folder of a flow's checkpoint, or "" where the flow begins
  // anew.
  std::function<Result<std::string>(const plan::Reader&)> checkpoint_of = {};
  // While a flow runs: its checkpoint's folder. Empty: it has none.
  std::string checkpoint = {};
};

// The names that a source asked its flow to remember (StreamSource::names_in). The flow keeps them
// with its state: a name is there once the batch that took it is committed.
class SourceMemory {
 public:
  virtual ~SourceMemory() = default;
  // One byte a name: 1 where it is remembered.
  virtual Result<std::vector<uint8_t>> has(const std::vector<std::string>& names) = 0;
};

class StreamSource {
 public:
  virtual ~StreamSource() = default;

  // What it reads, the same in every run: "json:orders/*.json",
  // "table:spark_catalog.default.sales".
  virtual std::string name() const = 0;

  // Tells the source of a batch's end that the journal holds. Called before anything else for the
  // newest batch that was committed, and then for one that was only planned.
  virtual Status recover(const std::string& end) = 0;

  // Looks at what there is now: plan_batch() goes up to it.
  virtual Status prepare(SourceMemory& memory) = 0;

  // Where the next batch ends, or nothing where nothing is left. The answer counts as planned.
  virtual Result<std::optional<std::string>> plan_batch() = 0;

  // An end that adds nothing behind `last` (the end before it, if there is one): for a batch that
  // takes rows from other sources only.
  virtual std::string empty_batch(const std::optional<std::string>& last) const = 0;

  // What the flow must remember for the source once the batch with this end is committed.
  virtual Result<std::vector<std::string>> names_in(const std::string& end) const = 0;

  // The rows behind `start` (nothing: from the beginning) up to `end`.
  virtual Result<engine::Relation> read(const std::optional<std::string>& start,
                                        const std::string& end) = 0;
};

// The source of a streaming scan. kInvalid, kUnsupported: an option or a source that cannot be
// streamed, by name.
Result<std::unique_ptr<StreamSource>> open_stream(const plan::Node& scan,
                                                  const ReadContext& context);

// A scan of a batch query, bound to what its source holds now.
struct BoundScan {
  engine::Relation relation;
  std::string identity;  // equal texts: the same rows. Versions of tables, sizes and times of files
};
Result<BoundScan> bind_scan(const plan::Node& scan, const ReadContext& context);

}  // namespace tarn::source
