// The pipeline of a case, in the case's own folder: rows put where it reads them, updates of it,
// its tables.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "project/graph.h"
#include "runtime/case_tables.h"
#include "runtime/pipeline_case.h"
#include "runtime/update.h"

namespace tarn::runtime {

// Where a case is run, and with what.
struct CaseWorld {
  storage::FileSystem& files;
  const Clock& clock;
  RandomSource random;
  engine::Engine& engine;
  delta::CheckpointIo& checkpoints;
  std::string root;            // the case's folder, absolute
  std::string spec_path;       // of its pipeline: in that folder, or of the project around the case
  bool is_in_project = false;  // the latter
};

// Where given rows lie, and the name by which a pipeline reads them.
struct PlacedTable {
  plan::DatasetName name;
  std::string path;                    // absolute
  bool is_by_path = false;             // delta.`path`: there is no name
  std::optional<size_t> dataset = {};  // of the project around, which the rows stand in for
};

// What went wrong in an update.
struct UpdateFailure {
  std::string line;         // as a case expects it: "pipeline.sql:3:8: error[CLASS]: .."
  std::string condition;    // CLASS
  std::string at;           // "pipeline.sql:3:8", or "flow spark_catalog.default.sales"
  std::string detail = {};  // the place in the text, in lines of its own
};

// Its project is read when it is made; make a new one where the files have changed. One thread at a
// time.
class CasePipeline {
 public:
  // Both are borrowed.
  CasePipeline(const CaseWorld& world, const PipelineCase& pipeline_case);

  // Puts given rows where the pipeline reads them. The files' bytes may be pieces of what is given.
  Status give(const GivenFile& file) const;
  // Makes the folders of files that are to come: one that is not there is an error to a reader.
  Status make_folders(const std::vector<GivenFile>& files) const;
  Status give(const GivenTable& table);
  Result<PlacedTable> place_of(const GivenTable& table) const;

  // One update, and more where a schema grows. Empty: it succeeded.
  Result<std::vector<UpdateFailure>> update(const Selection& selection);

  // The graph as the project stands with the tables that there are now.
  project::Analysis analyze() const { return analyze(Selection{}); }

  // Whole names of the materialized views.
  std::set<std::string> materialized_views() const;

  Result<CaseRows> read(const std::string& table) const { return read_table(tables(), table); }
  const Workspace& workspace() const { return workspace_; }
  const std::string& time_zone() const { return time_zone_; }
  // Catalog and schema of names that lack them.
  plan::DatasetName defaults() const;

 private:
  struct UpdateEnd {
    std::vector<UpdateFailure> failures;
    bool calls_for_another = false;
  };

  Result<UpdateEnd> update_once(const Selection& selection);
  CaseTables tables() const;
  Result<std::string> path_of(const GivenFile& file) const;
  void take_project(project::ProjectResult loaded);
  void reduce_to_what_is_needed();
  // As an update with `selection` would find it.
  project::Analysis analyze(const Selection& selection) const;
  project::Analysis analyze(const std::shared_ptr<const project::Project>& project,
                            const Selection& selection) const;
  types::Schema columns_of(size_t dataset) const;
  UpdateFailure failure_of(const Diagnostic& diagnostic) const;
  UpdateFailure failure_of(const std::string& at, const Error& error) const;
  std::string without_root(std::string text) const;

  const CaseWorld& world_;
  const PipelineCase& case_;
  Workspace workspace_;
  std::string time_zone_ = "UTC";
  std::vector<Diagnostic> mistakes_;               // in the project's files
  std::shared_ptr<const project::Project> whole_;  // shared with graphs; null pointer with mistakes
  std::shared_ptr<const project::Project> needed_;  // the same, without what the case does not need
  std::set<size_t> given_;                          // datasets of whole_ whose rows are given
};

}  // namespace tarn::runtime
