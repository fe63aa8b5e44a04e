// By which names the columns of what stands in FROM are known.

#pragma once

#include <string>
#include <vector>

#include "plan/catalog.h"

namespace tarn::plan {

// Of a table and a view that are kept, the catalog, the schema and the name; of a temporary view
// and of files at a path, the last part of `name`, by which `relation` was found.
std::vector<std::string> qualifier_of(const Relation& relation,
                                      const std::vector<std::string>& name,
                                      const CurrentNames& current);

}  // namespace tarn::plan
