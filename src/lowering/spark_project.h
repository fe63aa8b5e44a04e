// A pipeline as open-source Spark's declarative pipelines run it: what `tarn export spark` writes.
//
// SQL where Spark's SQL can say it, and a Python file for what it cannot: files that are read as
// streams, and DISTINCT ON. What Spark has no word for is lowered (DIFFERENCES.md, "On Spark"):
//   CREATE OR REFRESH, PRIVATE, LIVE.x    the words are left out
//   read_files(..)                        a temporary view in Python
//   SELECT DISTINCT ON (..)               a temporary view in Python over dropDuplicates
//   EXPECT .. ON VIOLATION DROP ROW       WHERE
//   EXPECT .. ON VIOLATION FAIL UPDATE    WHERE with raise_error
//   EXPECT without a violation clause     nothing
// What cannot be lowered is refused with its place.

#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "project/graph.h"

namespace tarn::lowering {

struct SparkProject {
  std::map<std::string, std::string> files = {};  // texts by path below the project's folder
  std::set<std::string> schemas = {};             // names: Spark makes none itself
  std::vector<std::string> tables = {};           // statements that make what must be there before
  std::vector<std::string> notes = {};            // what is different there
  std::vector<Diagnostic> diagnostics = {};       // not empty: there are no files
};

struct SparkFolders {
  std::string output;   // where the files will lie, absolute
  std::string project;  // where relative paths of read_files begin, absolute
};

SparkProject spark_project(const project::Graph& graph, const SparkFolders& folders);

}  // namespace tarn::lowering
