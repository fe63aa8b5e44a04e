// The folder catalog: where a table lies, by its name. One rule, for the pipeline's own tables and
// for those that were there before.

#pragma once

#include <string>
#include <string_view>

#include "plan/node.h"

namespace tarn::plan {

// <warehouse>/<catalog>/<schema>/<table>, each part as path_component() has it.
std::string table_path(const std::string& warehouse, const DatasetName& name);

// A name as one part of a path: lower case; whatever is not a letter, a digit, '_' or '-' as %XX.
std::string path_component(std::string_view name);

}  // namespace tarn::plan
