// Where a pipeline keeps things: its identity, its lock, its tables, its flows' checkpoints.
//
//   <project>/warehouse/<catalog>/<schema>/<table>/              tables (Delta)
//   <storage>/_checkpoints/<catalog>/<schema>/<table>/<flow>/<n>/  a flow's journal; the highest n
//   is live <storage>/_tarn/pipeline.json                                the pipeline's id, made
//   once <storage>/_tarn/lock                                         held while an update runs
//   <storage>/_tarn/events.jsonl                                 the event log's newest lines
//   <storage>/_tarn/event_log/                                   and the table that has the others

#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "base/uuid.h"
#include "plan/node.h"
#include "project/spec.h"
#include "storage/file_system.h"

namespace tarn::runtime {

struct Workspace {
  std::string root;       // the project's folder
  std::string warehouse;  // absolute
  std::string storage;    // absolute

  std::string tarn_folder() const;
  std::string event_log() const;                              // the lines that no table has yet
  std::string event_table() const;                            // and the table
  std::string scratch_folder(const std::string& flow) const;  // on the tables' volume
};

// kUnsupported: the spec's storage is not on this machine.
Result<Workspace> workspace_of(const project::Spec& spec);

// The pipeline's id, made and stored where there is none yet.
Result<std::string> pipeline_id(storage::FileSystem& files, const Workspace& workspace,
                                const std::string& name, const RandomSource& random);

// A flow's place: the live checkpoint's folder, and the flow id that belongs to it
// (<pipeline id>/<flow>/<n>).
struct FlowPlace {
  std::string checkpoint;
  std::string flow_id;
};
Result<FlowPlace> flow_place(storage::FileSystem& files, const Workspace& workspace,
                             const std::string& pipeline, const plan::DatasetName& table,
                             const std::string& flow);
// The place after a full refresh: the next number. Nothing is made or removed.
Result<FlowPlace> next_flow_place(storage::FileSystem& files, const Workspace& workspace,
                                  const std::string& pipeline, const plan::DatasetName& table,
                                  const std::string& flow);

// One engine per pipeline. Freed with the object, and by the system when the process ends.
class PipelineLock {
 public:
  // kConflict: names the process that holds it.
  static Result<PipelineLock> acquire(const Workspace& workspace, storage::FileSystem& files);
  ~PipelineLock();
  PipelineLock(PipelineLock&& other) noexcept;
  PipelineLock& operator=(PipelineLock&&) = delete;

 private:
  explicit PipelineLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace tarn::runtime
