#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/overloaded.h"
#include "engine/emitter.h"
#include "engine/sql_text.h"
#include "plan/evaluation.h"
#include "plan/merge_projects.h"

namespace tarn::engine {
namespace {

std::string_view keyword_of(plan::JoinKind kind) {
  switch (kind) {
    case plan::JoinKind::kInner:
      return "INNER JOIN";
    case plan::JoinKind::kCross:
      return "INNER JOIN";
    case plan::JoinKind::kLeftOuter:
      return "LEFT JOIN";
    case plan::JoinKind::kRightOuter:
      return "RIGHT JOIN";
    case plan::JoinKind::kFullOuter:
      return "FULL JOIN";
    case plan::JoinKind::kLeftSemi:
      return "SEMI JOIN";
    case plan::JoinKind::kLeftAnti:
      return "ANTI JOIN";
  }
  CHECK(false);
}

// A stream on the right side becomes the left one: that side is probed, row by row and in order,
// while the other is built into a table.
bool is_better_swapped(const plan::Join& join) {
  const bool can = join.kind == plan::JoinKind::kInner || join.kind == plan::JoinKind::kCross ||
                   join.kind == plan::JoinKind::kRightOuter;
  return can && !join.lateral && plan::is_streaming(*join.right) && !plan::is_streaming(*join.left);
}

std::string_view keyword_of(plan::SetOperationKind kind) {
  switch (kind) {
    case plan::SetOperationKind::kUnion:
      return "UNION";
    case plan::SetOperationKind::kIntersect:
      return "INTERSECT";
    case plan::SetOperationKind::kExcept:
      return "EXCEPT";
  }
  CHECK(false);
}

// A join's sides as they are written: the left one may be a chain of joins itself.
struct Sides {
  const plan::Node* left;
  const plan::Node* right;
  std::string_view keyword;
};

Sides sides_of_join(const plan::Join& join) {
  Sides sides{.left = join.left.get(), .right = join.right.get(), .keyword = keyword_of(join.kind)};
  if (is_better_swapped(join)) {
    std::swap(sides.left, sides.right);
    if (join.kind == plan::JoinKind::kRightOuter) {
      sides.keyword = keyword_of(plan::JoinKind::kLeftOuter);
    }
  }
  return sides;
}

}  // namespace

std::string Emitter::relation(const plan::Node& node) {
  const auto first = shared_.find(&node);
  return first == shared_.end() ? own_relation(node) : shared_relation(node, *first->second);
}

// The first of a group is computed under a name of its own, and all of them, it too, read that.
std::string Emitter::shared_relation(const plan::Node& node, const plan::Node& first) {
  if (!common_.contains(&first)) {
    CommonTable table{.name = next_name("s"), .columns = {}, .rows = own_relation(first)};
    Texts columns;
    for (size_t at = 0; at < std::max<size_t>(node.output.size(), 1); ++at) {
      columns.push_back(fmt::format("{}_{}", table.name, at));
    }
    table.columns = joined(columns);
    common_[&first] = common_tables_.size();
    common_tables_.push_back(std::move(table));
  }
  CommonTable& table = common_tables_[common_.at(&first)];
  ++table.readers;
  Texts columns;
  for (size_t at = 0; at < node.output.size(); ++at) {
    columns.push_back(fmt::format("{}_{} AS {}", table.name, at, column_name(node.output[at].id)));
  }
  return fmt::format("SELECT {} FROM {}", columns.empty() ? "true AS e0" : joined(columns),
                     table.name);
}

// DuckDB would put some tables back into their places, with all that they name: a tower of them
// would take it hours to plan.
std::string Emitter::common_tables() const {
  if (common_tables_.empty()) return "";
  Texts tables;
  for (const CommonTable& table : common_tables_) {
    tables.push_back(fmt::format("{}({}) AS {}({})", table.name, table.columns,
                                 table.readers > 1 ? "MATERIALIZED " : "", table.rows));
  }
  return "WITH " + joined(tables) + " ";
}

namespace {

bool compares_rows(const plan::Node& node) {
  return std::holds_alternative<plan::SetOperation>(node.content) ||
         std::holds_alternative<plan::Distinct>(node.content) ||
         std::holds_alternative<plan::Deduplicate>(node.content);
}

}  // namespace

std::string Emitter::own_relation(const plan::Node& node) {
  const bool was = std::exchange(over_local_rows_, plan::is_over_local_rows(node));
  const bool was_in_set = std::exchange(is_in_set_, is_in_set_ || compares_rows(node));
  std::string text = std::visit(
      Overloaded{
          [&](const plan::Scan& each) { return scan(node, each); },
          [&](const plan::Rows& each) { return rows(node, each); },
          [&](const plan::Project& each) { return project(each); },
          [&](const plan::Filter& each) {
            return fmt::format("SELECT {} FROM {} WHERE {}", column_list(node.output),
                               source(*each.input), predicate(*each.condition));
          },
          [&](const plan::Join&) {
            return fmt::format("SELECT {} FROM {}", column_list(node.output), chain_of_joins(node));
          },
          [&](const plan::Aggregate& each) { return aggregate(node, each); },
          [&](const plan::Window& each) { return window(node, each); },
          [&](const plan::Sort& each) { return sort(node, each); },
          [&](const plan::Limit& each) { return limit(node, each); },
          [&](const plan::SetOperation& each) { return set_operation(node, each); },
          [&](const plan::Distinct& each) {
            Texts columns;
            for (const plan::Attribute& column : node.output) {
              const std::string name = column_name(column.id);
              columns.push_back(
                  is_floating(column.type) ? one_zero(name, column.type) + " AS " + name : name);
            }
            return columns.empty() ? fmt::format("SELECT DISTINCT {} FROM {}",
                                                 column_list(node.output), source(*each.input))
                                   : fmt::format("SELECT DISTINCT {} FROM {}", joined(columns),
                                                 source(*each.input));
          },
          [&](const plan::Generate& each) { return generate(node, each); },
          [&](const plan::Deduplicate& each) { return deduplicate(node, each); },
          [&](const plan::Watermark& each) { return relation(*each.input); },
          [&](const plan::RecursiveUnion& each) { return recursive_union(node, each); },
          [&](const plan::RecursiveReference& each) { return recursive_reference(node, each); },
          [&](const plan::Expect&) {
            return unsupported("expectations must be cut out of a plan before it is executed");
          },
      },
      node.content);
  over_local_rows_ = was;
  is_in_set_ = was_in_set;
  return text;
}

std::string Emitter::rows(const plan::Node& node, const plan::Rows& rows) {
  if (node.output.empty()) {
    return fmt::format("SELECT true AS e0 FROM range({})", rows.rows.size());
  }
  Texts names;
  for (const plan::Attribute& column : node.output) {
    names.push_back(column_name(column.id));
  }
  if (rows.rows.empty()) {
    Texts nulls;
    for (const plan::Attribute& column : node.output) {
      nulls.push_back(
          fmt::format("CAST(NULL AS {}) AS {}", type_sql(column.type), column_name(column.id)));
    }
    return fmt::format("SELECT {} WHERE false", joined(nulls));
  }
  Texts tuples;
  for (const auto& row : rows.rows) {
    tuples.push_back("(" + joined(expressions(row)) + ")");
  }
  return fmt::format("SELECT {0} FROM (VALUES {1}) AS {2}({0})", joined(names), joined(tuples),
                     next_name("t"));
}

// Over a plain projection in one SELECT: each one that DuckDB plans costs a small batch a tenth of
// a millisecond. Elsewhere a column's text may name its value more than once.
std::string Emitter::relation_as(const plan::Node& node, const OutputColumn& output,
                                 bool is_plain) {
  const auto* const project = std::get_if<plan::Project>(&node.content);
  Texts columns;
  if (is_plain && project != nullptr) {
    const plan::Project merged = plan::merge_projects(*project);
    for (size_t i = 0; i < merged.columns.size(); ++i) {
      columns.push_back(output(*this, i, expression(*merged.columns[i].expression), is_plain));
    }
    return fmt::format("SELECT {} FROM {}", joined(columns), source(*merged.input));
  }
  const std::string rows = input(node);
  for (size_t i = 0; i < node.output.size(); ++i) {
    columns.push_back(output(*this, i, column_name(node.output[i].id), is_plain));
  }
  return fmt::format("SELECT {} FROM {}", joined(columns), rows);
}

std::string Emitter::project(const plan::Project& original) {
  const plan::Project project = plan::merge_projects(original);
  Texts columns;
  std::set<plan::AttributeId> seen;
  for (const plan::NamedExpression& column : project.columns) {
    // A column that is passed through twice is one column with one name.
    if (!seen.insert(column.id).second) continue;
    columns.push_back(
        fmt::format("{} AS {}", expression(*column.expression), column_name(column.id)));
  }
  return fmt::format("SELECT {} FROM {}", columns.empty() ? "true AS e0" : joined(columns),
                     source(*project.input));
}

// DuckDB estimates joins worse, and then orders them badly, where each is a SELECT of its own:
// TPC-DS 64 took gigabytes instead of a tenth of a second. A join below is taken into the chain
// where none of the columns that come into sight has another's name.
std::string Emitter::chain_of_joins(const plan::Node& node) {
  std::vector<const plan::Join*> chain;
  std::set<plan::AttributeId> seen;
  const auto is_new = [&](const plan::Attribute& column) { return !seen.contains(column.id); };
  const plan::Node* first = &node;
  while (const auto* join = std::get_if<plan::Join>(&first->content)) {
    if (first != &node && shared_.contains(first)) break;
    const Sides sides = sides_of_join(*join);
    if (!std::ranges::all_of(sides.left->output, is_new) ||
        !std::ranges::all_of(sides.right->output, is_new)) {
      break;
    }
    for (const plan::Attribute& column : sides.right->output) {
      seen.insert(column.id);
    }
    chain.push_back(join);
    first = sides.left;
  }
  const bool was_in_set = std::exchange(is_in_set_, false);
  std::string text = input(*first);
  for (auto join = chain.rbegin(); join != chain.rend(); ++join) {
    const Sides sides = sides_of_join(**join);
    laterals_around_ += (*join)->lateral ? 1 : 0;
    const std::string right = input(*sides.right);
    laterals_around_ -= (*join)->lateral ? 1 : 0;
    text += fmt::format(" {} {}{} ON {}", sides.keyword, (*join)->lateral ? "LATERAL " : "", right,
                        (*join)->condition ? predicate(*(*join)->condition) : "true");
  }
  is_in_set_ = was_in_set;
  return text;
}

std::string Emitter::source(const plan::Node& node) {
  const bool chains = std::holds_alternative<plan::Join>(node.content) && !shared_.contains(&node);
  return chains ? chain_of_joins(node) : input(node);
}

// What DuckDB sorts by, so that the order is Spark's.
std::string Emitter::order_value(const plan::Expression& value, std::string text) {
  if (value.type.is_nested()) {
    return native("order_key", {text}, {value.type}, types::binary_type());
  }
  // A bare literal would be refused, or be a column's number.
  if (std::holds_alternative<plan::Literal>(value.content)) {
    return fmt::format("CAST({} AS {})", text, type_sql(value.type));
  }
  return text;
}

std::string Emitter::order_by(const std::vector<plan::SortKey>& keys) {
  Texts texts;
  for (const plan::SortKey& key : keys) {
    texts.push_back(
        fmt::format("{} {} NULLS {}", order_value(*key.expression, expression(*key.expression)),
                    key.ascending ? "ASC" : "DESC", key.nulls_first ? "FIRST" : "LAST"));
  }
  return " ORDER BY " + joined(texts);
}

std::string Emitter::sort(const plan::Node& node, const plan::Sort& sort) {
  return fmt::format("SELECT {} FROM {}{}", column_list(node.output), source(*sort.input),
                     sort.keys.empty() ? "" : order_by(sort.keys));
}

std::string Emitter::limit(const plan::Node& node, const plan::Limit& limit) {
  std::string text;
  // With its sort in one SELECT, DuckDB keeps only the rows that are wanted.
  if (const auto* below = std::get_if<plan::Sort>(&limit.input->content)) {
    text = sort(*limit.input, *below);
  } else {
    text = fmt::format("SELECT {} FROM {}", column_list(node.output), source(*limit.input));
  }
  if (limit.count) text += fmt::format(" LIMIT {}", expression(*limit.count));
  if (limit.offset) text += fmt::format(" OFFSET {}", expression(*limit.offset));
  return text;
}

std::string Emitter::set_operation(const plan::Node& node, const plan::SetOperation& operation) {
  if (operation.kind == plan::SetOperationKind::kUnion && operation.all) {
    return union_of_all(node, operation);
  }
  const auto side = [&](const plan::Node& input_node) {
    Texts columns;
    for (size_t i = 0; i < node.output.size(); ++i) {
      columns.push_back(fmt::format(
          "{} AS {}", one_zero(column_name(input_node.output[i].id), input_node.output[i].type),
          column_name(node.output[i].id)));
    }
    return fmt::format("(SELECT {} FROM {})", columns.empty() ? "true AS e0" : joined(columns),
                       input(input_node));
  };
  const std::string left = side(*operation.left);
  return fmt::format("{} {}{} {}", left, keyword_of(operation.kind), operation.all ? " ALL" : "",
                     side(*operation.right));
}

// A chain of UNION ALL as a tree: its sides stand in their order, whatever the brackets. Columns go
// by position, so that the sides inside of it need no names.
std::string Emitter::union_of_all(const plan::Node& node, const plan::SetOperation& operation) {
  std::vector<const plan::Node*> sides = {operation.right.get()};
  const plan::Node* left = operation.left.get();
  while (!shared_.contains(left)) {
    const auto* inner = std::get_if<plan::SetOperation>(&left->content);
    const bool continues =
        inner != nullptr && inner->all && inner->kind == plan::SetOperationKind::kUnion;
    if (!continues) break;
    sides.push_back(inner->right.get());
    left = inner->left.get();
  }
  sides.push_back(left);
  Texts texts;
  for (auto side = sides.rbegin(); side != sides.rend(); ++side) {
    Texts columns;
    for (size_t i = 0; i < node.output.size(); ++i) {
      columns.push_back(fmt::format("{} AS {}", column_name((*side)->output[i].id),
                                    column_name(node.output[i].id)));
    }
    texts.push_back(fmt::format("SELECT {} FROM {}",
                                columns.empty() ? "true AS e0" : joined(columns), input(**side)));
  }
  return balanced(std::move(texts), [](const auto& first, const auto& second) {
    return fmt::format("({}) UNION ALL ({})", first, second);
  });
}

std::string Emitter::deduplicate(const plan::Node& node, const plan::Deduplicate& deduplicate) {
  Texts keys;
  for (const plan::AttributeId key : deduplicate.keys) {
    keys.push_back(column_name(key));
  }
  const std::string arrival = next_name("o");
  const std::string place = next_name("o");
  const std::string columns = column_list(node.output);
  const std::string numbered = fmt::format("SELECT {}, row_number() OVER () AS {} FROM {}", columns,
                                           arrival, input(*deduplicate.input));
  const std::string ranked =
      fmt::format("SELECT {}, {}, row_number() OVER ({}ORDER BY {}) AS {} FROM ({}) AS {}",
                  node.output.empty() ? "true AS e0" : columns, arrival,
                  keys.empty() ? "" : "PARTITION BY " + joined(keys) + " ", arrival, place,
                  numbered, next_name("t"));
  return fmt::format("SELECT {} FROM ({}) AS {} WHERE {} = 1 ORDER BY {}", columns, ranked,
                     next_name("t"), place, arrival);
}

}  // namespace tarn::engine
