// Which columns a name may mean at some place in a query.
//
// Pure. A Scope is the columns of a FROM clause, and the scopes of the enclosing queries around it.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/node.h"
#include "sql/ast_expression.h"

namespace tarn::plan {

enum class Visibility : uint8_t {
  kVisible,
  kQualifiedOnly,  // the other side's column of USING: t2.a and t2.*, but not a and not *
  kHidden,         // _metadata: by its name, and in no star
};

struct ScopeColumn {
  std::vector<std::string> qualifier;  // {"spark_catalog", "default", "t"}, {"alias"}, or empty
  Attribute attribute;
  Visibility visibility = Visibility::kVisible;
};

struct Scope {
  std::vector<ScopeColumn> columns;
  const Scope* outer = nullptr;  // the enclosing query's; borrowed for the time of a resolution
  // In HAVING: takes up the aggregates of this query that stand in a subquery's condition. Null
  // pointer: there may be none.
  std::vector<NamedExpression>* aggregates = nullptr;
  bool parameters = false;  // of a SQL function: its body may name them anywhere
};

// A relation that FROM or a query yields: a plan, and the names by which its columns are known.
struct ScopedPlan {
  PlanPtr plan;  // null pointer: something in it was reported
  std::vector<ScopeColumn> columns;
};

// The columns of a plan's rows, all visible, by that qualifier.
std::vector<ScopeColumn> columns_of(const Node& node,
                                    const std::vector<std::string>& qualifier = {});

// How names are compared.
struct NameRule {
  bool case_sensitive = false;
  bool same(std::string_view a, std::string_view b) const;
};

// A name found: its column, and how many parts of the name the column took. What is left over are
// fields of the column.
struct FoundColumn {
  const ScopeColumn* column = nullptr;
  size_t parts = 0;
};

// All columns of one level that the longest reading of `name` means: with a catalog, with a schema,
// with a table, bare. Empty: none; more than one: ambiguous.
std::vector<FoundColumn> find_columns(const std::vector<ScopeColumn>& columns,
                                      const sql::Name& name, const NameRule& rule);

// Whether a column belongs to the relation that `parts` names.
bool has_qualifier(const ScopeColumn& column, const std::vector<std::string>& parts,
                   const NameRule& rule);

// "`t`.`a`": a column as messages write it.
std::string quoted(const ScopeColumn& column);
std::string quoted(std::string_view name);
std::string quoted(const sql::Name& name);

// Up to five of the columns nearest to the name, as "[`a`, `b`]"; empty where there is none.
std::string suggestion_list(const std::vector<ScopeColumn>& columns, const sql::Name& name);

}  // namespace tarn::plan
