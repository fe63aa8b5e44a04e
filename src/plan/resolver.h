// Syntax tree to typed logical plan: names, types, implicit casts, function lookup, aggregation and
// window analysis, automatic column names.
//
// Pure but for what the Catalog does. All diagnostics of a query are collected; a plan comes back
// only when there is none.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "plan/catalog.h"
#include "plan/coercion.h"
#include "plan/node.h"
#include "sql/ast.h"
#include "sql/substitution.h"

namespace tarn::plan {

class ConstantFolder;  // constant_folder.h

// Settings that change what a query means (Spark's configuration keys).
struct SessionSettings {
  std::string time_zone = "UTC";  // spark.sql.session.timeZone
  bool case_sensitive = false;    // spark.sql.caseSensitive
  bool ntz_by_default = false;    // spark.sql.timestampType = TIMESTAMP_NTZ
  AnsiMode ansi = AnsiMode::kOn;  // spark.sql.ansi.enabled
  sql::Reading reading;           // how texts are parsed
  bool regex_names = false;       // spark.sql.parser.quotedRegexColumnNames
  bool group_by_ordinal = true;   // spark.sql.groupByOrdinal
  bool order_by_ordinal = true;   // spark.sql.orderByOrdinal
  bool group_by_aliases = true;   // spark.sql.groupByAliases
  bool lateral_aliases = true;    // spark.sql.lateralColumnAlias.enableImplicitResolution
  // spark.sql.decimalOperations.allowPrecisionLoss
  DecimalScale decimal_scale = DecimalScale::kGivesWay;
  bool having_as_where = false;  // spark.sql.legacy.parser.havingWithoutGroupByAsWhere
  bool size_of_null = true;      // spark.sql.legacy.sizeOfNull: without ANSI it is -1
  bool last_key_wins = false;    // spark.sql.mapKeyDedupPolicy = LAST_WIN
  bool concat_as_text = false;   // spark.sql.function.concatBinaryAsString
  bool elt_as_text = false;      // spark.sql.function.eltOutputAsString
  // spark.sql.legacy.createEmptyCollectionUsingStringType: of array() and map()
  bool empty_collections_of_text = false;
  bool json_without_nulls = true;          // spark.sql.jsonGenerator.ignoreNullFields
  int64_t recursion_level_max = 100;       // spark.sql.cteRecursionLevelLimit; below 0: none
  int64_t recursion_rows_max = 1'000'000;  // spark.sql.cteRecursionRowLimit; below 0: none
  bool time_type_enabled = true;           // spark.sql.timeType.enabled
  bool char_as_string = false;             // spark.sql.legacy.charVarcharAsString
  bool char_as_varchar = false;            // spark.sql.charAsVarchar
  bool char_padded_on_reading = true;      // spark.sql.readSideCharPadding
  // Where it is not: in comparisons; spark.sql.legacy.noCharPaddingInPredicate is the opposite.
  bool char_padded_in_comparisons = true;
  const types::TimeZones* regions = nullptr;  // null: only fixed offsets are known when planning
  // What current_catalog(), current_schema() and current_user() answer.
  std::string current_catalog = "spark_catalog";
  std::string current_schema = "default";
  std::string user = {};
  const ConstantFolder* constants = nullptr;  // null: only literals and the like are known
};

struct Resolution {
  PlanPtr plan;  // null pointer where there are diagnostics
  std::vector<Diagnostic> diagnostics;
};

// `text` is where the query is written: diagnostics point into it.
Resolution resolve_query(const sql::Query& query, const std::shared_ptr<const SourceText>& text,
                         const SessionSettings& settings, Catalog& catalog, IdSource& ids);

// An expression over the columns of `input`: expectation rules.
struct ExpressionResolution {
  ExpressionPtr expression;
  std::vector<Diagnostic> diagnostics;
};
ExpressionResolution resolve_expression(const sql::Expression& expression, const Node& input,
                                        const std::shared_ptr<const SourceText>& text,
                                        const SessionSettings& settings, Catalog& catalog,
                                        IdSource& ids);

// A relation whose columns an expression may name, by themselves and behind the qualifier.
struct VisibleRelation {
  std::vector<std::string> qualifier;
  std::vector<Attribute> columns;
};

// What an expression over relations is for: a value, WHERE, or ON.
enum class ExpressionUse : uint8_t { kValue, kFilter, kJoinCondition };

// An expression of a statement that changes rows. `with` holds common tables that its subqueries
// may read; null pointer: none.
ExpressionResolution resolve_over(const sql::Expression& expression,
                                  const std::vector<VisibleRelation>& relations, ExpressionUse use,
                                  const sql::Query* with,
                                  const std::shared_ptr<const SourceText>& text,
                                  const SessionSettings& settings, Catalog& catalog, IdSource& ids);

// The input with each column cast to the column of that name in `schema` (store assignment, ANSI;
// SEMANTICS 12.3), in `schema`'s order; columns that the input lacks become NULL. Texts that are
// longer than their column was declared raise.
Result<PlanPtr> cast_to_schema(PlanPtr input, const types::Schema& schema, IdSource& ids);

// The plan with every scan's output cut down to the columns that are used.
PlanPtr prune_columns(const PlanPtr& plan);

}  // namespace tarn::plan
