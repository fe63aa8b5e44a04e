// Answers the resolver's questions about names for the flows of a pipeline (SEMANTICS 1.3).
//
// Datasets are resolved one after the other. A query that asks for one that is not resolved yet is
// told so with an error that nobody sees: the dataset is noted as missing, is resolved, and the
// query is tried again.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "plan/catalog.h"
#include "project/definitions.h"

namespace tarn::project {

enum class Progress : uint8_t { kPending, kResolved, kFailed };

class PipelineCatalog;

// What is known of a dataset while the graph is being resolved.
struct DatasetState {
  Progress progress = Progress::kPending;
  types::Schema schema = {};
  std::string path = {};                  // of a table
  bool is_streaming = false;              // of a view
  const Flow* view_flow = nullptr;        // of a view
  PipelineCatalog* scope = nullptr;       // of a view: what its names mean
  std::vector<std::string> columns = {};  // of a view with a column list
};

// The datasets of a project by name, with their states.
class DatasetDirectory {
 public:
  explicit DatasetDirectory(const Project& project);

  // A table or a persisted view.
  std::optional<size_t> find(const DatasetName& name) const;
  std::optional<size_t> find_temporary_view(const std::string& name) const;
  // A dataset whose name is spelt much like this one, as a statement of `scope` would write it; or
  // an empty string.
  std::string suggestion(const std::string& name, const Scope& scope) const;

  const Dataset& definition(size_t at) const { return project_.datasets[at]; }
  const DatasetState& state(size_t at) const { return states_[at]; }
  DatasetState& state(size_t at) { return states_[at]; }
  size_t size() const { return states_.size(); }
  const Spec& spec() const { return project_.spec; }

 private:
  const Project& project_;
  std::vector<DatasetState> states_;
  std::unordered_map<std::string, size_t> positions_;
  std::vector<std::string> names_;  // without catalog and schema
};

// What lies outside the pipeline. Each different reference is asked for once, so that a file whose
// schema has to be inferred is read once however many flows, and attempts, ask for it.
class ExternalCatalog final : public plan::Catalog {
 public:
  explicit ExternalCatalog(plan::Catalog& outside) : outside_(outside) {}

  Result<plan::Relation> table(const plan::TableReference& reference) override;
  Result<plan::Relation> table_function(const plan::TableFunctionReference& reference) override;

 private:
  struct Answer {
    Result<plan::Relation> relation;
    std::string wrong_argument = {};  // of a table function that was refused
  };

  plan::Catalog& outside_;
  std::map<std::string, Answer> answers_;
};

// The names that one flow's query can use.
class PipelineCatalog final : public plan::Catalog {
 public:
  // Everything is borrowed.
  PipelineCatalog(const DatasetDirectory& datasets, const Flow& flow, plan::Catalog& external)
      : datasets_(datasets),
        flow_(flow),
        external_(external),
        reader_{.table = flow.target, .flow = flow.name.table} {}

  Result<plan::Relation> table(const plan::TableReference& reference) override;
  Result<plan::Relation> table_function(const plan::TableFunctionReference& reference) override;

  // Those of the file's USE statements up to the flow, else the pipeline's.
  std::optional<plan::CurrentNames> current_names() const override {
    return plan::CurrentNames{.catalog = flow_.scope.catalog, .schema = flow_.scope.schema};
  }

  // Forgets what the last attempt asked for.
  void begin_attempt();
  // Datasets that the query asked for and that are not resolved yet.
  const std::set<size_t>& missing() const { return missing_; }
  // Datasets that the query asked for.
  const std::set<size_t>& inputs() const { return inputs_; }
  // Streams are from now on read on behalf of `reader`: this is the catalog of a view that it
  // reads.
  void read_for(const plan::Reader& reader) { reader_ = reader; }
  bool asked_for_failed() const { return asked_for_failed_; }
  // From now on reading `dataset` is an error: `path` leads from it back to it.
  void refuse_cycle(size_t dataset, std::string message) {
    cycles_.emplace(dataset, std::move(message));
  }

 private:
  std::optional<size_t> find(const std::vector<std::string>& name) const;
  Result<plan::Relation> read(size_t dataset, const plan::TableReference& reference);
  Status check_streaming(size_t dataset, const plan::TableReference& reference) const;
  Result<plan::Relation> outside(plan::TableReference reference) const;
  Error not_found(const std::vector<std::string>& name) const;

  const DatasetDirectory& datasets_;
  const Flow& flow_;
  plan::Catalog& external_;
  plan::Reader reader_;
  std::set<size_t> missing_;
  std::set<size_t> inputs_;
  std::map<size_t, std::string> cycles_;
  bool asked_for_failed_ = false;
};

// How the messages begin by which the analysis knows its own errors again.
inline constexpr std::string_view kFailedRead = "Failed to read dataset '";
inline constexpr std::string_view kCycle = "The downstream table '";

}  // namespace tarn::project
