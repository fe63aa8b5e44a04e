// Going over trees of expressions and plans, and rebuilding them with something changed.
//
// Pure. What does not change is shared with the original, not copied.

#pragma once

#include <functional>
#include <set>
#include <vector>

#include "plan/node.h"

namespace tarn::plan {

using ExpressionVisitor = std::function<void(const ExpressionPtr&)>;
using ExpressionRewriter = std::function<ExpressionPtr(const ExpressionPtr&)>;

// The direct children of an expression, left to right; not the plans of subqueries.
void for_each_child(const Expression& expression, const ExpressionVisitor& visit);

// The expression itself and all below it, parents first; not the plans of subqueries.
void for_each(const ExpressionPtr& expression, const ExpressionVisitor& visit);

// The expressions that stand in a node, and no deeper.
void for_each_expression(const Node& node, const ExpressionVisitor& visit);

// The plan of a subquery expression, or null.
PlanPtr subquery_of(const Expression& expression);

// The same expression over rewritten children. A child for which `rewrite` answers itself is kept.
ExpressionPtr with_children(const ExpressionPtr& expression, const ExpressionRewriter& rewrite);

// The same expression over another plan; `expression` is a subquery.
ExpressionPtr with_subquery(const ExpressionPtr& expression, PlanPtr plan);

// Replaces from the top: where `replace` answers something, that stands instead, and nothing below
// is looked at; where it answers null, the children are gone through.
ExpressionPtr replace_top_down(const ExpressionPtr& expression, const ExpressionRewriter& replace);

// The attributes that an expression names, those in plans of its subqueries included.
void collect_attributes(const Expression& expression, std::set<AttributeId>& into);
// The attributes that a plan names anywhere.
void collect_attributes(const Node& node, std::set<AttributeId>& into);

// Whether a plan names columns that it does not make itself: a correlated subquery's does.
bool names_columns_outside(const Node& node);

// Whether two expressions mean the same: equal functions, literals, attributes, casts and
// subqueries. As in Spark, the order of what may be swapped does not count: a + b and b + a, a > b
// and b < a, NOT (a > b) and a <= b.
bool same_expression(const Expression& a, const Expression& b);

// Whether two plans give the same rows: equal operators over equal sources, whatever ids their own
// columns have. A volatile plan is the same as none.
bool same_plan(const Node& a, const Node& b);

// Whether the expression, or one below it, satisfies `test`.
bool contains(const ExpressionPtr& expression, const std::function<bool(const Expression&)>& test);

// How many expressions it is made of, each counted as often as it stands there; counting ends at
// `most`.
size_t parts_of(const ExpressionPtr& expression, size_t most);

// Whether the expression calls a volatile function, in a subquery too.
bool is_volatile(const ExpressionPtr& expression);

}  // namespace tarn::plan
