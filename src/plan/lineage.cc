#include "plan/lineage.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/overloaded.h"
#include "plan/function.h"
#include "plan/walk.h"

namespace tarn::plan {
namespace {

// A use and whether the value is the column itself, or a part of it, so that a field of the value
// is a field of the column.
struct PlacedUse {
  ColumnUse use;
  bool is_place = false;

  friend auto operator<=>(const PlacedUse&, const PlacedUse&) = default;
};

using Uses = std::set<PlacedUse>;

void add(Uses& into, const Uses& more) { into.insert(more.begin(), more.end()); }

// The uses of a value, for something that is computed of it.
Uses made_of(const Uses& uses, Influence influence, bool is_masked = false) {
  Uses result;
  for (PlacedUse placed : uses) {
    placed.is_place = false;
    if (is_direct(placed.use.influence)) {
      placed.use.influence = std::max(placed.use.influence, influence);
      placed.use.is_masked |= is_masked;
    }
    result.insert(std::move(placed));
  }
  return result;
}

// The uses of a value, for something that it only decides about.
Uses decided_by(const Uses& uses, Influence influence) {
  Uses result;
  for (const PlacedUse& placed : uses) {
    result.insert({.use = {.scan = placed.use.scan,
                           .column = placed.use.column,
                           .influence = influence,
                           .is_masked = false}});
  }
  return result;
}

// The uses of a part of a value: of its field `name`, or of its elements where that is empty.
Uses part_of(const Uses& uses, const std::string& name, Influence influence) {
  Uses result;
  for (PlacedUse placed : uses) {
    if (!placed.is_place) {
      add(result, made_of({placed}, Influence::kTransformation));
      continue;
    }
    if (!name.empty()) placed.use.column += "." + name;
    placed.use.influence = std::max(placed.use.influence, influence);
    result.insert(std::move(placed));
  }
  return result;
}

bool is_masking(const Function& function) { return (function.traits & kHidesValue) != 0; }

bool is_null_check(const Expression& condition, const Expression& value) {
  const auto* call = std::get_if<Call>(&condition.content);
  return call != nullptr && call->function->name == "isnotnull" &&
         same_expression(*call->arguments[0], value);
}

// Goes over a plan from its sources upwards and keeps what each attribute rests on. Ids of
// attributes are one plan's own, so that subqueries find those of the plan around them.
class Tracer {
 public:
  // The uses of the rows of `node` as such; those of its columns are known afterwards.
  Uses rows_of(const Node& node) {
    Uses rows;
    for (const PlanPtr& input : inputs_of(node)) {
      if (!std::holds_alternative<RecursiveUnion>(node.content)) add(rows, rows_of(*input));
    }
    std::visit([&](const auto& content) { visit(node, content, rows); }, node.content);
    return rows;
  }

  const Uses& of(AttributeId id) { return known_[id]; }

 private:
  void visit(const Node& node, const Scan& scan, Uses&) {
    for (const Attribute& column : node.output) {
      known_[column.id] = {{.use = {.scan = scan.id, .column = column.name}, .is_place = true}};
    }
  }

  void visit(const Node& node, const Rows& values, Uses&) {
    for (const std::vector<ExpressionPtr>& row : values.rows) {
      for (size_t i = 0; i < row.size(); ++i) add(known_[node.output[i].id], of(row[i]));
    }
  }

  void visit(const Node&, const Project& project, Uses&) { name_all(project.columns); }

  void visit(const Node&, const Filter& filter, Uses& rows) {
    add(rows, decided_by(of(filter.condition), Influence::kFilter));
  }

  void visit(const Node&, const Join& join, Uses& rows) {
    if (join.condition) add(rows, decided_by(of(join.condition), Influence::kJoin));
  }

  void visit(const Node&, const Aggregate& aggregate, Uses& rows) {
    for (const NamedExpression& key : aggregate.keys) {
      add(rows, decided_by(of(key.expression), Influence::kGroupBy));
    }
    name_all(aggregate.keys);
    name_all(aggregate.aggregates);
  }

  void visit(const Node&, const Window& window, Uses&) { name_all(window.columns); }

  void visit(const Node&, const Sort& sort, Uses& rows) {
    add(rows, of(sort.keys, Influence::kSort));
  }

  void visit(const Node&, const Limit&, Uses&) {}

  void visit(const Node& node, const SetOperation& operation, Uses& rows) {
    const std::vector<Attribute>& left = operation.left->output;
    const std::vector<Attribute>& right = operation.right->output;
    const bool is_union = operation.kind == SetOperationKind::kUnion;
    if (!is_union) {
      add(rows, decided_by(all_of(left), Influence::kFilter));
      add(rows, decided_by(all_of(right), Influence::kFilter));
    }
    for (size_t i = 0; i < node.output.size(); ++i) {
      Uses uses = of(left[i].id);
      if (is_union) add(uses, of(right[i].id));
      known_[node.output[i].id] = std::move(uses);
    }
    if (is_union && !operation.all) add(rows, decided_by(all_of(node.output), Influence::kGroupBy));
  }

  void visit(const Node& node, const Distinct&, Uses& rows) {
    add(rows, decided_by(all_of(node.output), Influence::kGroupBy));
  }

  void visit(const Node&, const Generate& generate, Uses&) {
    Uses uses;
    for (const ExpressionPtr& argument : generate.arguments) add(uses, of(argument));
    const types::DataType* type =
        generate.arguments.empty() ? nullptr : &generate.arguments[0]->type;
    const bool of_elements = type != nullptr && type->kind() == types::TypeKind::kArray;
    const std::string_view name = generate.function->name;
    for (size_t i = 0; i < generate.generated.size(); ++i) {
      const Attribute& column = generate.generated[i];
      // The columns that are elements of an array stand last, behind a position.
      const bool is_element =
          name.find("explode") != name.npos && i + 1 == generate.generated.size();
      const bool is_field = name.starts_with("inline");
      known_[column.id] =
          of_elements && (is_element || is_field)
              ? part_of(uses, is_field ? column.name : "", Influence::kTransformation)
              : made_of(uses, Influence::kTransformation);
    }
  }

  void visit(const Node&, const Deduplicate& deduplicate, Uses& rows) {
    for (const AttributeId key : deduplicate.keys) {
      add(rows, decided_by(of(key), Influence::kGroupBy));
    }
  }

  // Rows that come too late are left out.
  void visit(const Node&, const Watermark& watermark, Uses& rows) {
    add(rows, decided_by(of(watermark.column), Influence::kFilter));
  }

  void visit(const Node&, const Expect& expect, Uses& rows) {
    for (const Expectation& rule : expect.expectations) {
      if (rule.action == ViolationAction::kDropRow) {
        add(rows, decided_by(of(rule.condition), Influence::kFilter));
      }
    }
  }

  // The recursion's own rows are those of both sides; they are gone over until nothing is new.
  void visit(const Node& node, const RecursiveUnion& recursion, Uses& rows) {
    add(rows, rows_of(*recursion.left));
    std::vector<Uses>& columns = recursions_[recursion.id];
    columns.assign(node.output.size(), {});
    for (size_t i = 0; i < columns.size(); ++i) columns[i] = of(recursion.left->output[i].id);
    for (bool is_new = true; is_new;) {
      is_new = false;
      add(rows, rows_of(*recursion.right));
      for (size_t i = 0; i < columns.size(); ++i) {
        const size_t before = columns[i].size();
        add(columns[i], of(recursion.right->output[i].id));
        is_new |= columns[i].size() != before;
      }
    }
    for (size_t i = 0; i < columns.size(); ++i) known_[node.output[i].id] = columns[i];
  }

  void visit(const Node& node, const RecursiveReference& reference, Uses&) {
    const std::vector<Uses>& columns = recursions_[reference.id];
    for (size_t i = 0; i < node.output.size() && i < columns.size(); ++i) {
      known_[node.output[i].id] = columns[i];
    }
  }

  void name_all(const std::vector<NamedExpression>& columns) {
    for (const NamedExpression& column : columns) known_[column.id] = of(column.expression);
  }

  Uses all_of(const std::vector<Attribute>& columns) {
    Uses uses;
    for (const Attribute& column : columns) add(uses, of(column.id));
    return uses;
  }

  Uses of(const std::vector<SortKey>& keys, Influence influence) {
    Uses uses;
    for (const SortKey& key : keys) add(uses, decided_by(of(key.expression), influence));
    return uses;
  }

  Uses of(const std::vector<ExpressionPtr>& expressions) {
    Uses uses;
    for (const ExpressionPtr& expression : expressions) add(uses, of(expression));
    return uses;
  }

  Uses of(const ExpressionPtr& expression) {
    return std::visit([this, &expression](const auto& content) { return of(*expression, content); },
                      expression->content);
  }

  Uses of(const Expression&, const Literal&) { return {}; }
  Uses of(const Expression&, const AttributeRef& reference) { return of(reference.id); }
  // What the elements come from stands beside the lambda, as another argument.
  Uses of(const Expression&, const LambdaRef&) { return {}; }
  Uses of(const Expression&, const Lambda& lambda) { return of(lambda.body); }

  Uses of(const Expression&, const Call& call) {
    return made_of(of(call.arguments), Influence::kTransformation, is_masking(*call.function));
  }

  Uses of(const Expression&, const Cast& cast) {
    return made_of(of(cast.input), Influence::kTransformation);
  }

  Uses of(const Expression&, const CaseWhen& branches) {
    Uses uses;
    for (const CaseWhen::Branch& branch : branches.branches) {
      // Of coalesce(a, b), `a` is a value and not a condition besides.
      if (!is_null_check(*branch.condition, *branch.result)) {
        add(uses, decided_by(of(branch.condition), Influence::kConditional));
      }
      add(uses, made_of(of(branch.result), Influence::kTransformation));
    }
    if (branches.otherwise) {
      add(uses, made_of(of(branches.otherwise), Influence::kTransformation));
    }
    return uses;
  }

  Uses of(const Expression&, const GetField& field) {
    const types::Schema& fields = field.input->type.fields();
    return part_of(of(field.input), fields[field.ordinal].name, Influence::kIdentity);
  }

  Uses of(const Expression&, const InList& in) {
    Uses uses = of(in.input);
    add(uses, of(in.items));
    return made_of(uses, Influence::kTransformation);
  }

  Uses of(const Expression&, const ScalarSubquery& subquery) {
    Uses uses = rows_of(*subquery.plan);
    add(uses, of(subquery.plan->output[0].id));
    return uses;
  }

  Uses of(const Expression&, const ExistsSubquery& subquery) { return rows_of(*subquery.plan); }

  Uses of(const Expression&, const InSubquery& subquery) {
    Uses uses = rows_of(*subquery.plan);
    Uses values = of(subquery.values);
    add(values, all_of(subquery.plan->output));
    add(uses, made_of(values, Influence::kTransformation));
    return uses;
  }

  Uses of(const Expression&, const AggregateCall& call) {
    Uses uses = made_of(of(call.arguments), Influence::kAggregation, is_masking(*call.function));
    if (call.filter) add(uses, decided_by(of(call.filter), Influence::kFilter));
    add(uses, of(call.order_by, Influence::kSort));
    return uses;
  }

  Uses of(const Expression&, const WindowCall& call) {
    const bool aggregates = call.function->kind == FunctionKind::kAggregate;
    Uses uses = made_of(of(call.arguments),
                        aggregates ? Influence::kAggregation : Influence::kTransformation,
                        is_masking(*call.function));
    add(uses, decided_by(of(call.partition_by), Influence::kWindow));
    add(uses, of(call.order_by, Influence::kWindow));
    if (call.filter) add(uses, decided_by(of(call.filter), Influence::kFilter));
    add(uses, of(call.within_group, Influence::kSort));
    return uses;
  }

  Uses of(const Expression&, const RoutineCall& call) {
    for (size_t i = 0; i < call.parameters.size(); ++i) {
      known_[call.parameters[i].id] = of(call.arguments[i]);
    }
    return of(call.body);
  }

  std::map<AttributeId, Uses> known_;
  std::map<RecursionId, std::vector<Uses>> recursions_;
};

std::vector<ColumnUse> without_places(const Uses& uses) {
  std::vector<ColumnUse> result;
  for (const PlacedUse& placed : uses) {
    if (result.empty() || result.back() != placed.use) result.push_back(placed.use);
  }
  return result;
}

}  // namespace

std::string_view name_of(Influence influence) {
  switch (influence) {
    case Influence::kIdentity:
      return "identity";
    case Influence::kTransformation:
      return "transformation";
    case Influence::kAggregation:
      return "aggregation";
    case Influence::kConditional:
      return "conditional";
    case Influence::kFilter:
      return "filter";
    case Influence::kJoin:
      return "join";
    case Influence::kGroupBy:
      return "group by";
    case Influence::kSort:
      return "sort";
    case Influence::kWindow:
      return "window";
  }
  return "";
}

Lineage lineage_of(const Node& plan) {
  Tracer tracer;
  Lineage lineage;
  lineage.rows = without_places(tracer.rows_of(plan));
  for (const Attribute& column : plan.output) {
    lineage.columns.push_back(without_places(tracer.of(column.id)));
  }
  return lineage;
}

}  // namespace tarn::plan
