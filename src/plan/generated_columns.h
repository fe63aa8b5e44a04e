// Columns that a table computes from its others: GENERATED ALWAYS AS (expression).
//
// Pure. A writer that leaves such a column out has it computed; a value that is given has to be the
// computed one (NULL counts as a value), or the row is refused with
// DELTA_VIOLATE_CONSTRAINT_WITH_VALUES. Expressions see the columns of one row, built-in functions
// and nothing else. Source: Delta protocol, "Generated Columns", and Delta 4.4's refusals.

#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plan/node.h"
#include "plan/resolver.h"

namespace tarn::plan {

struct GeneratedColumns {
  std::vector<Attribute> row = {};                   // the table's columns, in their order
  std::map<size_t, ExpressionPtr> expressions = {};  // over `row`, by the column's place
  std::map<size_t, std::string> texts = {};          // as written

  bool empty() const { return expressions.empty(); }
};

// Who finds what is wrong: CREATE TABLE asks Spark first, whose condition for most mistakes is
// UNSUPPORTED_EXPRESSION_GENERATED_COLUMN; a pipeline asks Delta alone, which has one for each.
enum class GenerationRules : uint8_t { kStatement, kPipeline };

// What is wrong with the expression of the column at `place`, where a table is made.
Status check_generated(const types::Schema& schema, size_t place, GenerationRules rules,
                       const SessionSettings& settings, IdSource& ids);

// A table's, whose expressions may be another writer's: one that does not resolve is an error.
// `row` are its columns as the rows have them.
Result<GeneratedColumns> generated_columns(const types::Schema& schema, std::vector<Attribute> row,
                                           const SessionSettings& settings, IdSource& ids);

// The column's value as it is given, once it is the computed one.
ExpressionPtr checked_value(const GeneratedColumns& generated, size_t place);

// Rows whose columns are `generated.row`, with what is not `given` computed, and the rest checked.
PlanPtr with_generated(PlanPtr rows, const GeneratedColumns& generated,
                       const std::set<size_t>& given, IdSource& ids);

// The columns of one row that the expression of a generated column names, by their places.
std::set<size_t> sources_of(const GeneratedColumns& generated, size_t place);

}  // namespace tarn::plan
