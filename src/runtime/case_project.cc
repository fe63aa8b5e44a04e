#include "runtime/case_project.h"

#include <algorithm>
#include <map>
#include <utility>

#include "sql/parse.h"
#include "sql/query_parts.h"
#include "storage/path.h"
#include "types/utf8.h"

namespace tarn::runtime {
namespace {

using project::DatasetName;
using project::Project;

constexpr const char* kViewCatalog = "_given";
constexpr const char* kViewSchema = "views";

// Datasets by what a name can mean.
class Names {
 public:
  explicit Names(const Project& project) : project_(project) {
    for (size_t i = 0; i < project.datasets.size(); ++i) {
      const project::Dataset& dataset = project.datasets[i];
      if (dataset.kind == project::DatasetKind::kTemporaryView) {
        views_[project::key_of({.catalog = "", .schema = "", .table = dataset.name.table})] = i;
      } else {
        tables_[project::key_of(dataset.name)] = i;
      }
    }
  }

  // As the graph finds them (SEMANTICS 1.3).
  std::optional<size_t> find(const std::vector<std::string>& parts,
                             const project::Scope& scope) const {
    if (parts.size() == 1) {
      const auto view =
          views_.find(project::key_of({.catalog = "", .schema = "", .table = parts[0]}));
      return view != views_.end() ? std::optional(view->second)
                                  : table({scope.catalog, scope.schema, parts[0]});
    }
    if (parts.size() == 3) {
      return table({parts[0], parts[1], parts[2]});
    }
    if (parts.size() != 2) {
      return std::nullopt;
    }
    const auto found = table({scope.catalog, parts[0], parts[1]});
    if (found || !types::equal_ignoring_case(parts[0], "live")) {
      return found;
    }
    const auto here = find({parts[1]}, scope);
    return here ? here : table({project_.spec.catalog, project_.spec.schema, parts[1]});
  }

 private:
  std::optional<size_t> table(const DatasetName& name) const {
    const auto found = tables_.find(project::key_of(name));
    return found == tables_.end() ? std::nullopt : std::optional(found->second);
  }

  const Project& project_;
  std::map<std::string, size_t> tables_;
  std::map<std::string, size_t> views_;
};

std::vector<std::string> parts_of(const sql::Name& name) {
  std::vector<std::string> parts;
  for (const sql::Identifier& part : name.parts) {
    parts.push_back(part.name);
  }
  return parts;
}

bool is_outside(const std::string& path) {
  return storage::is_absolute(path) || storage::has_scheme(path);
}

// What the reduced project stands on.
struct Part {
  std::shared_ptr<const Project> whole;  // shared: syntax trees live there
  Project project;
};

}  // namespace

std::optional<size_t> find_dataset(const Project& project, const std::string& name) {
  const auto parsed = sql::parse_name(sql::Fragment::whole(name));
  if (!parsed) {
    return std::nullopt;
  }
  return Names(project).find(parts_of(*parsed),
                             {.catalog = project.spec.catalog, .schema = project.spec.schema});
}

std::set<size_t> needed_datasets(const Project& project, const std::vector<size_t>& wanted,
                                 const std::set<size_t>& given) {
  const Names names(project);
  std::set<size_t> needed;
  std::vector<size_t> left = wanted;
  while (!left.empty()) {
    const size_t dataset = left.back();
    left.pop_back();
    if (given.contains(dataset) || !needed.insert(dataset).second) {
      continue;
    }
    for (const project::Flow& flow : project.flows) {
      if (project::key_of(flow.target) != project::key_of(project.datasets[dataset].name)) {
        continue;
      }
      for (const sql::Name* name : sql::parts_of(*flow.query).tables) {
        if (const auto found = names.find(parts_of(*name), flow.scope)) {
          left.push_back(*found);
        }
      }
    }
  }
  return needed;
}

std::shared_ptr<const Project> part_of(const std::shared_ptr<const Project>& whole,
                                       const std::set<size_t>& datasets) {
  auto part = std::make_shared<Part>();
  part->whole = whole;
  part->project.spec = whole->spec;
  part->project.files = whole->files;
  std::set<std::string> targets;
  for (const size_t dataset : datasets) {
    part->project.datasets.push_back(whole->datasets[dataset]);
    targets.insert(project::key_of(whole->datasets[dataset].name));
  }
  for (const project::Flow& flow : whole->flows) {
    if (targets.contains(project::key_of(flow.target))) {
      part->project.flows.push_back(flow);
    }
  }
  return {part, &part->project};
}

DatasetName stand_in(const project::Dataset& dataset) {
  if (dataset.kind == project::DatasetKind::kTemporaryView) {
    return {.catalog = kViewCatalog, .schema = kViewSchema, .table = dataset.name.table};
  }
  return dataset.name;
}

Result<plan::Relation> CaseCatalog::table(const plan::TableReference& reference) {
  plan::TableReference inside = reference;
  if (reference.name.size() == 2) {
    inside.name[1] = path_inside(root_, reference.name[1]);
    return outside_.table(inside);
  }
  for (const project::Dataset* dataset : given_) {
    const bool is_view = dataset->kind == project::DatasetKind::kTemporaryView;
    const bool is_live =
        reference.name.size() == 3 && types::equal_ignoring_case(reference.name[1], "live");
    if ((is_view || is_live) &&
        types::equal_ignoring_case(reference.name.back(), dataset->name.table)) {
      const DatasetName place = stand_in(*dataset);
      inside.name = {place.catalog, place.schema, place.table};
    }
  }
  return outside_.table(inside);
}

Result<plan::Relation> CaseCatalog::table_function(const plan::TableFunctionReference& reference) {
  plan::TableFunctionReference inside = reference;
  for (plan::TableFunctionArgument& argument : inside.arguments) {
    auto* path = std::get_if<std::string>(&argument.value.content);
    const bool is_path =
        argument.name == "path" || (argument.name.empty() && &argument == inside.arguments.data());
    if (is_path && path != nullptr) {
      *path = path_inside(root_, *path);
    }
  }
  return outside_.table_function(inside);
}

std::string path_inside(const std::string& root, const std::string& path) {
  if (!is_outside(path)) {
    return path;
  }
  const Result<std::string> of_file_uri =
      storage::path_from_uri(path);  // an error for other schemes
  std::string below = of_file_uri ? *of_file_uri : path;
  if (const size_t scheme = below.find("://"); scheme != std::string::npos) {
    below.replace(scheme, 3, "/");
  }
  while (below.starts_with('/')) {
    below.erase(0, 1);
  }
  return storage::join(storage::join(root, "_outside"), below);
}

}  // namespace tarn::runtime
