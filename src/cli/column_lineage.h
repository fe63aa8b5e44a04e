// `tarn graph --columns`: which columns each column of a project rests on. docs/LINEAGE.md.

#pragma once

#include <string>

#include "base/clock.h"
#include "cli/command.h"
#include "project/graph.h"

namespace tarn::cli {

struct LineagePlace {
  std::string root;  // the project's folder: paths of files are relative to it
  Micros now = 0;    // the events' time
};

// Prints it as text, as JSON, or as OpenLineage events, one a line. Other formats are not for
// columns.
void print_column_lineage(const project::Graph& graph, GraphFormat format,
                          const LineagePlace& place);

}  // namespace tarn::cli
