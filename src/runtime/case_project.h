// The part of a project that a case needs: the datasets whose rows it expects, what they read, and
// nothing upstream of datasets whose rows are given.

#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "plan/catalog.h"
#include "project/definitions.h"

namespace tarn::runtime {

// The dataset that a case means by `name` (as SQL writes it): a temporary view, or a table with the
// project's catalog and schema where parts are left out.
std::optional<size_t> find_dataset(const project::Project& project, const std::string& name);

// Every dataset that these read, directly or through others, and they themselves. What lies behind
// the datasets in `given` is not followed, and those are not in the result.
std::set<size_t> needed_datasets(const project::Project& project, const std::vector<size_t>& wanted,
                                 const std::set<size_t>& given);

// A project of these datasets and their flows alone. Borrows from `whole` and keeps it alive.
std::shared_ptr<const project::Project> part_of(
    const std::shared_ptr<const project::Project>& whole, const std::set<size_t>& datasets);

// Where the rows lie that stand in for a dataset: the dataset's own place, or one for views.
plan::DatasetName stand_in(const project::Dataset& dataset);

// What lies outside the pipeline, as a case sees it: paths that lead out of the project's folder
// lead into `root`/_outside instead, and names of given datasets to their rows.
class CaseCatalog final : public plan::Catalog {
 public:
  CaseCatalog(plan::Catalog& outside, std::string root, std::vector<const project::Dataset*> given)
      : outside_(outside), root_(std::move(root)), given_(std::move(given)) {}

  Result<plan::Relation> table(const plan::TableReference& reference) override;
  Result<plan::Relation> table_function(const plan::TableFunctionReference& reference) override;

 private:
  plan::Catalog& outside_;
  std::string root_;
  std::vector<const project::Dataset*> given_;  // borrowed
};

// "/data/in" and "s3://bucket/in" inside `root`; a relative path as it is.
std::string path_inside(const std::string& root, const std::string& path);

}  // namespace tarn::runtime
