// Parts of a plan that stand in it more than once and are worth computing once: a common table or a
// view that is named twice is resolved twice, and the copies differ only in the ids of their
// columns.
//
// Two parts are the same where their emitted texts are, column by column in the order of their
// first use. Only parts that aggregate, leave out duplicates or number rows over Parquet files and
// constants are looked at: others cost little or lose more where filters no longer reach into them,
// and rows that are pulled can be read once only. Pure.

#pragma once

#include <functional>
#include <map>
#include <string>

#include "engine/relation.h"
#include "plan/node.h"

namespace tarn::engine {

// Of each node that is not computed by itself, or not for itself alone, the one that is computed
// for all of its group: the outputs of a group's nodes are the same by position.
using SharedRelations = std::map<const plan::Node*, const plan::Node*>;

// `emitted` gives the text of a node as it would stand alone.
SharedRelations shared_relations(const plan::Node& plan, const Bindings& bindings,
                                 const std::function<std::string(const plan::Node&)>& emitted);

}  // namespace tarn::engine
