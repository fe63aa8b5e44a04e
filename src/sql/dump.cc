#include "sql/dump.h"

#include "sql/dump_writer.h"

namespace tarn::sql {
namespace {

void write(DumpWriter& out, const TableSource& source);
void write(DumpWriter& out, const QueryBody& body);

void write_arguments(DumpWriter& out, const std::vector<FunctionCall::Argument>& arguments) {
  for (const auto& argument : arguments) {
    if (argument.name) {
      out.list(argument.name->name + "=>", argument.value);
    } else {
      out.add(argument.value);
    }
  }
}

void write_properties(DumpWriter& out, std::string_view name,
                      const std::vector<Property>& properties) {
  if (properties.empty()) {
    return;
  }
  out.open(name);
  for (const Property& property : properties) {
    out.word(property.key + "=" + property.value);
  }
  out.close();
}

std::string_view text_of(JoinKind kind) {
  switch (kind) {
    case JoinKind::kInner:
      return "inner";
    case JoinKind::kCross:
      return "cross";
    case JoinKind::kLeft:
      return "left";
    case JoinKind::kRight:
      return "right";
    case JoinKind::kFull:
      return "full";
    case JoinKind::kLeftSemi:
      return "left-semi";
    case JoinKind::kLeftAnti:
      return "left-anti";
  }
  return "";
}

void write(DumpWriter& out, const std::vector<SelectItem>& items) {
  for (const SelectItem& item : items) {
    if (item.aliases.empty()) {
      out.add(item.expression);
      continue;
    }
    std::string names = "as";
    for (const Identifier& alias : item.aliases) {
      names += " " + alias.name;
    }
    out.list(names, item.expression);
  }
}

void write(DumpWriter& out, const Join& join) {
  out.open((join.natural ? "natural-" : "") + std::string(text_of(join.kind)));
  write(out, join.right);
  if (join.on != nullptr) {
    out.list("on", join.on);
  }
  if (!join.using_columns.empty()) {
    out.add("using", join.using_columns);
  }
  out.close();
}

void write(DumpWriter& out, const Pivot& pivot) {
  out.open("pivot");
  write(out, pivot.aggregates);
  out.add("for", pivot.columns);
  out.open("in");
  write(out, pivot.values);
  out.close();
  if (pivot.alias) {
    out.word("as " + pivot.alias->name);
  }
  out.close();
}

void write(DumpWriter& out, const Unpivot& unpivot) {
  out.open(unpivot.include_nulls ? "unpivot-include-nulls" : "unpivot");
  out.add("values", unpivot.values);
  out.word("for " + unpivot.name.name);
  for (const Unpivot::Set& set : unpivot.sets) {
    out.add(set.alias ? "in-as " + set.alias->name : "in", set.columns);
  }
  if (unpivot.alias) {
    out.word("as " + unpivot.alias->name);
  }
  out.close();
}

void write(DumpWriter& out, const FromItem& item) {
  if (item.joins.empty() && item.reshapes.empty()) {
    write(out, item.source);
    return;
  }
  out.open("joined");
  write(out, item.source);
  const auto turned = [&](size_t joins) {
    for (const Reshape& reshape : item.reshapes) {
      if (reshape.after_joins == joins) {
        std::visit([&](const auto& node) { write(out, node); }, reshape.node);
      }
    }
  };
  turned(0);
  for (size_t at = 0; at < item.joins.size(); ++at) {
    write(out, item.joins[at]);
    turned(at + 1);
  }
  out.close();
}

struct SourceWriter {
  DumpWriter& out;

  void operator()(const TableName& table) const {
    out.open("table");
    out.word(table.name.text());
    if (table.time_travel) {
      out.list(table.time_travel->kind == TimeTravel::Kind::kVersion ? "version" : "timestamp",
               table.time_travel->value);
    }
    write_properties(out, "with", table.options);
  }
  void operator()(const SubqueryTable& table) const {
    out.open("subquery");
    out.word(dump(*table.query));
  }
  void operator()(const TableFunction& function) const {
    out.open("function");
    out.word(function.name.text());
    write_arguments(out, function.arguments);
  }
  void operator()(const InlineTable& table) const {
    out.open("values");
    out.add(table.rows);
  }
  void operator()(const JoinGroup& group) const {
    out.open("group");
    write(out, *group.item);
  }
};

void write(DumpWriter& out, const TableSample& sample) {
  const bool percent = sample.kind == TableSample::Kind::kPercent;
  const bool rows = sample.kind == TableSample::Kind::kRows;
  out.list(percent ? "sample-percent" : rows ? "sample-rows" : "sample-bucket", sample.amount);
}

void write(DumpWriter& out, const TableSource& source) {
  std::visit(SourceWriter{out}, source.node);
  if (source.stream) {
    out.word("#stream");
  }
  if (source.lateral) {
    out.word("#lateral");
  }
  if (source.sample) {
    write(out, *source.sample);
  }
  if (source.watermark) {
    out.open("watermark");
    out.add(source.watermark->event_time);
    if (source.watermark->alias) {
      out.word("as " + source.watermark->alias->name);
    }
    out.add(source.watermark->delay);
    out.close();
  }
  if (source.alias.name) {
    out.add("as " + source.alias.name->name, source.alias.columns);
  }
  out.close();
}

void write(DumpWriter& out, const GroupingAnalytic& analytic) {
  switch (analytic.kind) {
    case GroupingAnalyticKind::kGroupingSets:
      out.open("sets");
      break;
    case GroupingAnalyticKind::kRollup:
      out.open("rollup");
      break;
    case GroupingAnalyticKind::kCube:
      out.open("cube");
      break;
  }
  for (const ExpressionList& set : analytic.sets) {
    out.list("", set);
  }
  for (const GroupingAnalytic& nested : analytic.nested) {
    write(out, nested);
  }
  out.close();
}

void write(DumpWriter& out, const GroupBy& group_by) {
  if (group_by.kind == GroupingKind::kAll) {
    out.word("(group all)");
  } else if (group_by.kind != GroupingKind::kNone) {
    out.open("group");
    out.add(group_by.expressions);
    out.add(group_by.given);
    for (const GroupingAnalytic& analytic : group_by.analytics) {
      write(out, analytic);
    }
    out.close();
  }
}

void write(DumpWriter& out, std::string_view name, const std::vector<NamedWindow>& windows) {
  for (const NamedWindow& window : windows) {
    out.add(std::string(name) + " " + window.name.name, window.spec);
  }
}

void write(DumpWriter& out, const Select& select) {
  out.open("select");
  if (select.distinct) {
    out.word("#distinct");
  }
  if (select.distinct_on) {
    out.list(select.distinct_on->within_watermark ? "#distinct-on-watermark" : "#distinct-on",
             select.distinct_on->keys);
  }
  write(out, select.items);
  if (!select.from.empty()) {
    out.open("from");
    for (const FromItem& item : select.from) {
      write(out, item);
    }
    out.close();
  }
  for (const LateralView& view : select.lateral_views) {
    out.open(view.outer ? "lateral-view-outer" : "lateral-view");
    out.open(view.call.name.text());
    write_arguments(out, view.call.arguments);
    out.close();
    out.add(view.table ? "as " + view.table->name : "as", view.columns);
    out.close();
  }
  if (select.where != nullptr) {
    out.list("where", select.where);
  }
  write(out, select.group_by);
  if (select.having != nullptr) {
    out.list("having", select.having);
  }
  write(out, "window", select.windows);
  if (select.qualify != nullptr) {
    out.list("qualify", select.qualify);
  }
  out.close();
}

void write_clauses(DumpWriter& out, const Query& query);

void write(DumpWriter& out, const SetOperation::Step& step) {
  std::string name = step.op == SetOperator::kUnion       ? "union"
                     : step.op == SetOperator::kIntersect ? "intersect"
                                                          : "except";
  name += step.all ? "-all" : "";
  name += step.by_name ? "-by-name" : "";
  out.open(name);
  write(out, *step.right);
  out.close();
}

struct StepWriter {
  DumpWriter& out;

  void operator()(const PipeSelect& step) const {
    constexpr std::string_view kWords[] = {"select", "extend", "set", "drop", "aggregate"};
    out.open("|> " + std::string(kWords[static_cast<size_t>(step.word)]));
    write(out, step.select);
    out.close();
  }
  void operator()(const PipeAs& step) const { out.word("(as " + step.name.name + ")"); }
  void operator()(const PipeWhere& step) const { out.list("where", step.condition); }
  void operator()(const Pivot& step) const { write(out, step); }
  void operator()(const Unpivot& step) const { write(out, step); }
  void operator()(const PipeSample& step) const { write(out, step.sample); }
  void operator()(const PipeJoin& step) const { write(out, step.join); }
  void operator()(const PipeCombine& step) const { write(out, step.step); }
  void operator()(const PipeOrganisation& step) const {
    out.open("organise");
    write_clauses(out, *step.clauses);
    out.close();
  }
};

struct BodyWriter {
  DumpWriter& out;

  void operator()(const Select& select) const { write(out, select); }
  void operator()(const SetOperation& chain) const {
    out.open("set");
    write(out, *chain.first);
    for (const SetOperation::Step& step : chain.steps) {
      write(out, step);
    }
    out.close();
  }
  void operator()(const InlineTable& table) const { out.list("values", table.rows); }
  void operator()(const TableStatement& statement) const {
    SourceWriter{out}(statement.table);
    out.close();
  }
  void operator()(const QueryPtr& query) const { out.word("[" + dump(*query) + "]"); }
  void operator()(const Pipe& pipe) const {
    out.open("pipe");
    write(out, *pipe.input);
    for (const PipeStep& step : pipe.steps) {
      std::visit(StepWriter{out}, step.node);
    }
    out.close();
  }
};

void write(DumpWriter& out, const QueryBody& body) { std::visit(BodyWriter{out}, body.node); }

void write_clauses(DumpWriter& out, const Query& query) {
  if (!query.order_by.empty()) {
    out.add("order", query.order_by);
  }
  if (!query.sort_by.empty()) {
    out.add("sort", query.sort_by);
  }
  if (!query.distribute_by.empty()) {
    out.list("distribute", query.distribute_by);
  }
  if (!query.cluster_by.empty()) {
    out.list("cluster", query.cluster_by);
  }
  write(out, "window", query.windows);
  if (query.limit != nullptr) {
    out.list("limit", query.limit);
  }
  if (query.offset != nullptr) {
    out.list("offset", query.offset);
  }
}

}  // namespace

std::string dump(const TableSource& source) {
  DumpWriter out;
  write(out, source);
  return std::move(out).finish();
}

std::string dump(const Query& query) {
  DumpWriter out;
  const bool plain = query.ctes.empty() && query.order_by.empty() && query.sort_by.empty() &&
                     query.distribute_by.empty() && query.cluster_by.empty() &&
                     query.limit == nullptr && query.offset == nullptr && query.windows.empty();
  if (plain) {
    write(out, *query.body);
    return std::move(out).finish();
  }
  out.open("query");
  for (const CommonTable& cte : query.ctes) {
    out.add((query.recursive ? "with-recursive " : "with ") + cte.name.name, cte.columns);
    if (cte.max_recursion_level) {
      out.word("max-level " + std::to_string(*cte.max_recursion_level));
    }
    out.word(dump(*cte.query));
  }
  write(out, *query.body);
  write_clauses(out, query);
  out.close();
  return std::move(out).finish();
}

}  // namespace tarn::sql
