// Projects of texts at hand, for this room's tests.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "project/folder.h"
#include "project/graph.h"

namespace tarn::project::testing {

// Files by absolute path.
class FakeFolder final : public Folder {
 public:
  explicit FakeFolder(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  bool is_file(const std::string& path) const override { return files_.contains(path); }
  Result<std::string> read(const std::string& path) const override {
    const auto found = files_.find(path);
    if (found == files_.end()) {
      return Error{.code = ErrorCode::kNotFound, .message = "cannot open " + path};
    }
    return found->second;
  }
  Result<std::vector<std::string>> files_below(const std::string& directory) const override {
    std::vector<std::string> below;
    for (const auto& [path, text] : files_) {
      if (path.starts_with(directory + "/")) {
        below.push_back(path.substr(directory.size() + 1));
      }
    }
    return below;
  }

 private:
  std::map<std::string, std::string> files_;
};

// What lies outside the pipeline: the table spark_catalog.default.orders and the files that
// read_files finds, both (id INT, item STRING, price DECIMAL(10,2), at TIMESTAMP).
class FakeOutside final : public plan::Catalog {
 public:
  Result<plan::Relation> table(const plan::TableReference& reference) override {
    std::string name;
    for (const std::string& part : reference.name) {
      name += (name.empty() ? "" : ".") + part;
    }
    asked.push_back(name);
    if (name == "spark_catalog.default.orders") {
      return plan::Relation(plan::SourceRelation{
          .source = plan::TableSource{.name = {"spark_catalog", "default", "orders"},
                                      .path = "w/spark_catalog/default/orders"},
          .schema = schema()});
    }
    if (reference.name[0] == "json") {
      return files("json", reference.name[1]);
    }
    return Error{.code = ErrorCode::kNotFound,
                 .message = "The table or view " + name + " cannot be found.",
                 .condition = "TABLE_OR_VIEW_NOT_FOUND",
                 .sqlstate = "42P01"};
  }
  Result<plan::Relation> table_function(const plan::TableFunctionReference& reference) override {
    asked.push_back(reference.name + "()");
    if (reference.name != "read_files") {
      return Error{.code = ErrorCode::kNotFound,
                   .message = "Could not resolve " + reference.name,
                   .condition = "UNRESOLVABLE_TABLE_VALUED_FUNCTION",
                   .sqlstate = "42883"};
    }
    return files("json", "input");
  }

  std::vector<std::string> asked;

 private:
  static types::Schema schema() {
    return {{.name = "id", .type = types::int_type()},
            {.name = "item", .type = types::string_type()},
            {.name = "price", .type = types::DataType::decimal(10, 2)},
            {.name = "at", .type = types::timestamp_type()}};
  }
  static plan::Relation files(const std::string& format, const std::string& path) {
    return plan::SourceRelation{
        .source =
            plan::FileSource{.format = format, .path = path, .options = {}, .schema = schema()},
        .schema = schema()};
  }
};

inline Spec shop() { return {.path = "spark-pipeline.yml", .folder = ".", .name = "shop"}; }

inline ProjectResult project_of(const std::vector<SourceText>& files, Spec spec = shop()) {
  return make_project(std::move(spec), files);
}

inline Analysis analysis_of(const ProjectResult& project) {
  FakeOutside outside;
  return analyze(project.project, {.warehouse = "w"}, outside);
}

inline std::string text_of(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    // The first line: place, class, message and hint. The lines below show the source.
    const std::string whole = diagnostic.text();
    text += whole.substr(0, whole.find('\n')) + '\n';
  }
  return text;
}

// What is wrong with a project, in whichever of the two steps finds it.
inline std::string complaints(const std::vector<SourceText>& files, Spec spec = shop()) {
  const ProjectResult project = project_of(files, std::move(spec));
  if (!project) {
    return text_of(project.diagnostics);
  }
  const Analysis analysis = analysis_of(project);
  return text_of(analysis.diagnostics) +
         (analysis.downstream.empty() ? "" : "downstream:\n" + text_of(analysis.downstream));
}

// The same of one file, "a.sql".
inline std::string complaints(const std::string& sql) {
  return complaints(std::vector<SourceText>{{.path = "a.sql", .text = sql}});
}

}  // namespace tarn::project::testing
