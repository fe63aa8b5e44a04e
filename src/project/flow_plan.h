// What stands on top of a flow's query: the names of a view's column list, the expectations of the
// target, and the checks of AUTO CDC.

#pragma once

#include <memory>
#include <vector>

#include "base/diagnostic.h"
#include "plan/catalog.h"
#include "plan/node.h"
#include "plan/resolver.h"
#include "project/definitions.h"

namespace tarn::project {

// The plan's columns under the names that a view's column list gives them, by position.
// CREATE_VIEW_COLUMN_ARITY_MISMATCH.
plan::PlanPtr with_column_names(plan::PlanPtr plan, const Dataset& view, plan::IdSource& ids,
                                std::vector<Diagnostic>& diagnostics);

// The plan with the dataset's expectations on top, as one node. A condition is BOOLEAN, over the
// plan's columns, and reads no other relation. Where one is wrong the plan comes back as it was.
plan::PlanPtr with_expectations(plan::PlanPtr plan, const Dataset& dataset,
                                const plan::SessionSettings& settings, plan::IdSource& ids,
                                std::vector<Diagnostic>& diagnostics);

// What is wrong with the defaults of a table's columns and the expressions that generate them, each
// at its column.
void check_made_columns(const Dataset& table, const types::Schema& schema,
                        const plan::SessionSettings& settings, plan::IdSource& ids,
                        std::vector<Diagnostic>& diagnostics);

// Rows in the table's columns with those that the table makes: what is not in `given` has its
// default or is computed; a generated column that is given is held against its expression.
Result<plan::PlanPtr> with_made_values(plan::PlanPtr rows, const types::Schema& schema,
                                       const types::Schema& given,
                                       const plan::SessionSettings& settings, plan::IdSource& ids);

// Rows in the table's columns with the numbers of the identity columns that the flow leaves out, on
// top of everything else: only rows that reach the table are counted. `given` are the flow's own
// columns.
plan::PlanPtr with_counted_columns(plan::PlanPtr rows, const types::Schema& schema,
                                   const types::Schema& given, const Flow& flow,
                                   plan::IdSource& ids, std::vector<Diagnostic>& diagnostics);

// What is wrong with an identity column of a table that AUTO CDC fills.
Diagnostic identity_in_auto_cdc(const Flow& flow);

// DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN: the condition `text` at `place` is of another type.
Diagnostic not_boolean(const std::string& text, const types::DataType& type, const Place& place);

// The columns that an AUTO CDC flow gives its target, from its clauses and the plan of its source;
// what is wrong with the clauses goes to `diagnostics` (SEMANTICS 9.1, 9.2).
types::Schema auto_cdc_columns(const Flow& flow, const plan::Node& source,
                               const plan::SessionSettings& settings, plan::Catalog& catalog,
                               plan::IdSource& ids, std::vector<Diagnostic>& diagnostics);

}  // namespace tarn::project
