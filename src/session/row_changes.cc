#include "session/row_changes.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "plan/builder.h"
#include "plan/function.h"
#include "plan/resolver.h"

namespace tarn::session {
namespace {

using plan::Attribute;
using plan::ExpressionPtr;
using plan::NamedExpression;
using plan::PlanPtr;

ExpressionPtr call(const char* name, std::vector<ExpressionPtr> arguments,
                   const types::DataType& type) {
  const plan::Function* const function = plan::find_function(name);
  CHECK(function != nullptr);
  return plan::make_call(*function, std::move(arguments), type, false);
}

ExpressionPtr is_there(const Attribute& mark) {
  return call("isnotnull", {plan::make_reference(mark)}, types::boolean());
}

ExpressionPtr aggregate(const char* name, const Attribute& of, const types::DataType& type) {
  const plan::Function* const function = plan::find_function(name);
  CHECK(function != nullptr);
  plan::AggregateCall content{.function = function, .arguments = {plan::make_reference(of)}};
  return std::make_shared<const plan::Expression>(
      plan::Expression{.content = std::move(content), .type = type});
}

ExpressionPtr long_value(int64_t value) {
  return plan::make_literal(types::Value{value}, types::long_type());
}

// Input columns as they are, in front of others.
std::vector<NamedExpression> passed(const plan::Node& rows) {
  std::vector<NamedExpression> columns;
  for (const Attribute& attribute : rows.output) {
    columns.push_back({.id = attribute.id,
                       .name = attribute.name,
                       .expression = plan::make_reference(attribute)});
  }
  return columns;
}

PlanPtr with_column(PlanPtr rows, const char* name, ExpressionPtr value, plan::IdSource& ids) {
  std::vector<NamedExpression> columns = passed(*rows);
  columns.push_back({.id = ids.next_attribute(), .name = name, .expression = std::move(value)});
  return plan::make_project(std::move(rows), std::move(columns));
}

// The clauses under their numbers, from 1: what `choice` says of a row.
struct Numbered {
  explicit Numbered(const RowClauses& clauses) {
    for (const auto* list :
         {&clauses.matched, &clauses.not_matched, &clauses.not_matched_by_source}) {
      for (const RowClause& clause : *list) {
        all.push_back(&clause);
      }
    }
  }
  std::vector<const RowClause*> all;

  int64_t number_of(const RowClause& clause) const {
    return std::ranges::find(all, &clause) - all.begin() + 1;
  }
};

// CASE WHEN condition THEN number .. ELSE 0 END.
ExpressionPtr choice_of(const std::vector<RowClause>& clauses, const Numbered& numbered) {
  ExpressionPtr choice = long_value(0);
  for (auto clause = clauses.rbegin(); clause != clauses.rend(); ++clause) {
    ExpressionPtr number = long_value(numbered.number_of(*clause));
    choice = clause->condition == nullptr
                 ? std::move(number)
                 : plan::make_case(clause->condition, std::move(number), std::move(choice));
  }
  return choice;
}

// Rows of the table and the source side by side, with what is to be done with each.
struct Chosen {
  PlanPtr rows;
  Attribute choice;
  std::optional<Attribute> table_mark = {};
  std::optional<Attribute> source_mark = {};
};

Chosen chosen(const RowMeeting& meeting, const RowClauses& clauses, plan::JoinKind kind,
              ExpressionPtr on, plan::IdSource& ids) {
  const Numbered numbered(clauses);
  Chosen out;
  ExpressionPtr choice = choice_of(clauses.matched, numbered);
  if (meeting.source == nullptr) {
    out.rows = meeting.table;
  } else {
    out.rows = plan::make_node(plan::Join{.kind = kind,
                                          .left = meeting.table,
                                          .right = meeting.source,
                                          .condition = std::move(on)},
                               plan::join_output(kind, *meeting.table, *meeting.source));
    out.table_mark = out.rows->output[meeting.table->output.size() - 1];
    out.source_mark = out.rows->output.back();
    choice = plan::make_case(is_there(*out.table_mark),
                             plan::make_case(is_there(*out.source_mark), std::move(choice),
                                             choice_of(clauses.not_matched_by_source, numbered)),
                             choice_of(clauses.not_matched, numbered));
  }
  out.rows = with_column(std::move(out.rows), "choice", std::move(choice), ids);
  out.choice = out.rows->output.back();
  return out;
}

ExpressionPtr is_choice(const Attribute& choice, int64_t number) {
  return call("=", {plan::make_reference(choice), long_value(number)}, types::boolean());
}

// Whether the choice is a clause of the action.
ExpressionPtr does(const Attribute& choice, const Numbered& numbered, RowAction action) {
  ExpressionPtr any = plan::make_boolean(false);
  for (const RowClause* clause : numbered.all) {
    if (clause->action == action) {
      any = plan::make_case(is_choice(choice, numbered.number_of(*clause)),
                            plan::make_boolean(true), std::move(any));
    }
  }
  return any;
}

ExpressionPtr one_if(ExpressionPtr condition) {
  return plan::make_case(std::move(condition), long_value(1), long_value(0));
}

// The table's columns, as the clause that was chosen has them. Those that the table generates come
// to be behind that.
std::vector<NamedExpression> columns_after(const types::Schema& schema, const Attribute& choice,
                                           const Numbered& numbered,
                                           const std::function<ExpressionPtr(size_t)>& before,
                                           const plan::GeneratedColumns& generated,
                                           plan::IdSource& ids) {
  std::vector<NamedExpression> columns;
  for (size_t i = 0; i < schema.size(); ++i) {
    ExpressionPtr value = before(i);
    for (const RowClause* clause : numbered.all) {
      if (clause->action != RowAction::kDelete && clause->values[i] != nullptr) {
        value = plan::make_case(is_choice(choice, numbered.number_of(*clause)), clause->values[i],
                                std::move(value));
      }
    }
    columns.push_back({.id = generated.empty() ? ids.next_attribute() : generated.row[i].id,
                       .name = schema[i].name,
                       .expression = plan::make_cast(std::move(value), schema[i].type)});
  }
  return columns;
}

// What the table generates, over the rows as a clause left them: computed where the clause gives no
// value, and held against the expression where it does. A row that no clause is about stays as it
// is, whoever wrote it.
ExpressionPtr generated_after(size_t column, const Attribute& choice, const Numbered& numbered,
                              const plan::GeneratedColumns& generated) {
  ExpressionPtr value = plan::make_reference(generated.row[column]);
  for (const RowClause* clause : numbered.all) {
    if (clause->action != RowAction::kDelete && !clause->kept.contains(column)) {
      ExpressionPtr made = clause->values[column] == nullptr
                               ? generated.expressions.at(column)
                               : plan::checked_value(generated, column);
      value = plan::make_case(is_choice(choice, numbered.number_of(*clause)), std::move(made),
                              std::move(value));
    }
  }
  return value;
}

// Chosen rows in the table's columns.
PlanPtr rows_after(PlanPtr rows, const types::Schema& schema, const Attribute& choice,
                   const RowClauses& clauses, const std::function<ExpressionPtr(size_t)>& before,
                   plan::IdSource& ids) {
  const Numbered numbered(clauses);
  const plan::GeneratedColumns& generated = clauses.generated;
  std::vector<NamedExpression> columns =
      columns_after(schema, choice, numbered, before, generated, ids);
  if (generated.empty()) {
    return plan::prune_columns(plan::make_project(std::move(rows), std::move(columns)));
  }
  columns.push_back({.id = ids.next_attribute(),
                     .name = choice.name,
                     .expression = plan::make_reference(choice)});
  const PlanPtr written = plan::make_project(std::move(rows), std::move(columns));
  std::vector<NamedExpression> made;
  for (size_t i = 0; i < schema.size(); ++i) {
    made.push_back(
        {.id = ids.next_attribute(),
         .name = schema[i].name,
         .expression = generated.expressions.contains(i)
                           ? generated_after(i, written->output.back(), numbered, generated)
                           : plan::make_reference(written->output[i])});
  }
  return plan::prune_columns(plan::make_project(written, std::move(made)));
}

// Rows by the keys, with an aggregate of each other column.
PlanPtr grouped(const PlanPtr& rows, size_t keys, const std::vector<const char*>& functions,
                plan::IdSource& ids) {
  plan::Aggregate content{.input = rows, .keys = {}, .aggregates = {}};
  std::vector<Attribute> output;
  for (size_t i = 0; i < keys; ++i) {
    content.keys.push_back({.id = ids.next_attribute(),
                            .name = rows->output[i].name,
                            .expression = plan::make_reference(rows->output[i])});
    output.push_back(plan::attribute_of(content.keys.back()));
  }
  for (size_t i = 0; i < functions.size(); ++i) {
    const Attribute& of = rows->output[keys + i];
    content.aggregates.push_back({.id = ids.next_attribute(),
                                  .name = of.name,
                                  .expression = aggregate(functions[i], of, of.type)});
    output.push_back(plan::attribute_of(content.aggregates.back()));
  }
  return plan::make_node(std::move(content), std::move(output));
}

}  // namespace

bool RowClauses::is_one_plain_delete() const {
  return matched.size() == 1 && matched[0].action == RowAction::kDelete &&
         matched[0].condition == nullptr;
}

PlanPtr with_mark(PlanPtr rows, plan::IdSource& ids) {
  return with_column(std::move(rows), "there", plan::make_boolean(true), ids);
}

PlanPtr with_number(PlanPtr table, plan::IdSource& ids) {
  table = with_column(std::move(table), "number",
                      call("monotonically_increasing_id", {}, types::long_type()), ids);
  return with_mark(std::move(table), ids);
}

PlanPtr changed_files(const RowMeeting& meeting, const RowClauses& clauses, plan::IdSource& ids) {
  const Numbered numbered(clauses);
  const bool keeps_lonely = !clauses.not_matched_by_source.empty();
  const Chosen pairs =
      chosen(meeting, clauses, keeps_lonely ? plan::JoinKind::kLeftOuter : plan::JoinKind::kInner,
             meeting.on, ids);
  const Attribute path = pairs.rows->output[meeting.columns];
  const auto applies = [&] {
    return call(">", {plan::make_reference(pairs.choice), long_value(0)}, types::boolean());
  };
  // Every source row that a row meets counts, whether a clause applies to the two or not.
  ExpressionPtr meets =
      meeting.source == nullptr ? plan::make_boolean(false) : is_there(*pairs.source_mark);
  // Rows to insert are found beside the files that are read, so that each row which a source row
  // meets has to be among those.
  ExpressionPtr touches =
      clauses.not_matched.empty()
          ? applies()
          : plan::make_case(is_there(*pairs.source_mark), plan::make_boolean(true), applies());
  std::vector<NamedExpression> columns;
  const auto add = [&](const char* name, ExpressionPtr value) {
    columns.push_back({.id = ids.next_attribute(), .name = name, .expression = std::move(value)});
  };
  add("path", plan::make_reference(path));
  if (meeting.source != nullptr) {
    add("number", plan::make_reference(pairs.rows->output[meeting.columns + 1]));
  }
  add("updated", one_if(does(pairs.choice, numbered, RowAction::kUpdate)));
  add("deleted", one_if(does(pairs.choice, numbered, RowAction::kDelete)));
  add("meets", one_if(std::move(meets)));
  add("touched", one_if(std::move(touches)));
  PlanPtr rows = plan::make_project(pairs.rows, std::move(columns));
  if (meeting.source != nullptr) {
    const PlanPtr by_row = grouped(rows, 2, {"max", "max", "sum", "max"}, ids);
    std::vector<NamedExpression> kept = passed(*by_row);
    kept.erase(kept.begin() + 1);
    rows = plan::make_project(by_row, std::move(kept));
  }
  return plan::prune_columns(grouped(rows, 1, {"sum", "sum", "max", "max"}, ids));
}

PlanPtr changed_rows(const RowMeeting& meeting, const RowClauses& clauses,
                     const types::Schema& schema, plan::IdSource& ids) {
  const Numbered numbered(clauses);
  const plan::JoinKind kind =
      clauses.not_matched.empty() ? plan::JoinKind::kLeftOuter : plan::JoinKind::kFullOuter;
  const Chosen all = chosen(meeting, clauses, kind, meeting.on, ids);
  // What is deleted goes, and so does a source row that no clause inserts.
  ExpressionPtr stays = plan::make_case(does(all.choice, numbered, RowAction::kDelete),
                                        plan::make_boolean(false), plan::make_boolean(true));
  if (!clauses.not_matched.empty()) {
    stays = plan::make_case(is_there(*all.table_mark), std::move(stays),
                            does(all.choice, numbered, RowAction::kInsert));
  }
  const auto before = [&](size_t i) { return plan::make_reference(all.rows->output[i]); };
  return rows_after(plan::make_filter(all.rows, std::move(stays)), schema, all.choice, clauses,
                    before, ids);
}

PlanPtr inserted_rows(const RowMeeting& meeting, const RowClauses& clauses,
                      const types::Schema& schema, plan::IdSource& ids) {
  const Numbered numbered(clauses);
  PlanPtr rows = plan::make_node(plan::Join{.kind = plan::JoinKind::kLeftAnti,
                                            .left = meeting.source,
                                            .right = meeting.table,
                                            .condition = meeting.on},
                                 meeting.source->output);
  rows = with_column(std::move(rows), "choice", choice_of(clauses.not_matched, numbered), ids);
  const Attribute choice = rows->output.back();
  const auto before = [&](size_t i) { return plan::make_null(schema[i].type); };
  return rows_after(plan::make_filter(rows, does(choice, numbered, RowAction::kInsert)), schema,
                    choice, clauses, before, ids);
}

PlanPtr count_of(const PlanPtr& rows, plan::IdSource& ids) {
  std::vector<NamedExpression> ones;
  ones.push_back({.id = ids.next_attribute(), .name = "n", .expression = long_value(1)});
  PlanPtr counted = plan::make_project(rows, std::move(ones));
  return plan::prune_columns(grouped(counted, 0, {"count"}, ids));
}

}  // namespace tarn::session
