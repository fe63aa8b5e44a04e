// spark-pipeline.yml: the project file, as Spark's own client reads it.
//
//   name: shop                     required
//   storage: storage               required; a URI or a path (relative: noted, Spark wants a URI)
//   catalog: main                  the catalog of unqualified names; spark_catalog without it
//   database: sales                or `schema`; their schema; default without it
//   configuration: {k: 'v'}        text to text: settings, and values for ${k}
//   libraries:                     which files define the pipeline
//     - glob: {include: transformations/**}
//
// All that is wrong in a file is collected.

#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "project/folder.h"

namespace tarn::project {

// An entry of `libraries`: one file, or a folder with everything below it.
struct Library {
  std::string path;        // of the file or the folder, relative to the spec's folder
  bool recursive = false;  // written dir/**
  std::string pattern;     // as written
  Span span = {};
};

struct Spec {
  std::string path;    // of the spec file itself
  std::string folder;  // that holds it: relative paths start here
  std::string name;
  std::string storage;
  std::string catalog = "spark_catalog";
  std::string schema = "default";
  std::map<std::string, std::string> configuration;
  std::map<std::string, Span> configuration_spans;  // of the values
  std::vector<Library> libraries;
  std::shared_ptr<const SourceText> source;  // shared with the diagnostics that outlive the project
};

struct SpecResult {
  Spec spec;  // to be used only where there are no diagnostics
  std::vector<Diagnostic> diagnostics;
  std::vector<std::string> notes;

  explicit operator bool() const { return diagnostics.empty(); }
};

// The spec file for somebody who stands in `directory` (absolute): in it, or in the nearest folder
// above that has one. PIPELINE_SPEC_FILE_NOT_FOUND, MULTIPLE_PIPELINE_SPEC_FILES_FOUND.
Result<std::string> find_spec(const Folder& folder, const std::string& directory);

// Reads the spec file at `path`.
SpecResult read_spec(const Folder& folder, const std::string& path);
// The same, of a text at hand.
SpecResult parse_spec(std::string path, std::string text);

}  // namespace tarn::project
