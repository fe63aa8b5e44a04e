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

void write(DumpWriter& out, const FromItem& item) {
  if (item.joins.empty()) {
    write(out, item.source);
    return;
  }
  out.open("joined");
  write(out, item.source);
  for (const Join& join : item.joins) {
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

void write(DumpWriter& out, const TableSource& source) {
  std::visit(SourceWriter{out}, source.node);
  if (source.stream) {
    out.word("#stream");
  }
  if (source.lateral) {
    out.word("#lateral");
  }
  if (source.sample) {
    const bool percent = source.sample->kind == TableSample::Kind::kPercent;
    const bool rows = source.sample->kind == TableSample::Kind::kRows;
    out.list(percent ? "sample-percent"
             : rows  ? "sample-rows"
                     : "sample-bucket",
             source.sample->amount);
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
  for (const SelectItem& item : select.items) {
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
  if (select.group_by.kind == GroupingKind::kAll) {
    out.word("(group all)");
  } else if (select.group_by.kind != GroupingKind::kNone) {
    out.open("group");
    out.add(select.group_by.expressions);
    for (const GroupingAnalytic& analytic : select.group_by.analytics) {
      write(out, analytic);
    }
    out.close();
  }
  if (select.having != nullptr) {
    out.list("having", select.having);
  }
  write(out, "window", select.windows);
  if (select.qualify != nullptr) {
    out.list("qualify", select.qualify);
  }
  out.close();
}

struct BodyWriter {
  DumpWriter& out;

  void operator()(const Select& select) const { write(out, select); }
  void operator()(const SetOperation& chain) const {
    out.open("set");
    write(out, *chain.first);
    for (const SetOperation::Step& step : chain.steps) {
      std::string name = step.op == SetOperator::kUnion       ? "union"
                         : step.op == SetOperator::kIntersect ? "intersect"
                                                              : "except";
      name += step.all ? "-all" : "";
      name += step.by_name ? "-by-name" : "";
      out.open(name);
      write(out, *step.right);
      out.close();
    }
    out.close();
  }
  void operator()(const InlineTable& table) const { out.list("values", table.rows); }
  void operator()(const TableStatement& statement) const {
    SourceWriter{out}(statement.table);
    out.close();
  }
  void operator()(const QueryPtr& query) const { out.word("[" + dump(*query) + "]"); }
};

void write(DumpWriter& out, const QueryBody& body) { std::visit(BodyWriter{out}, body.node); }

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
    out.add("with " + cte.name.name, cte.columns);
    out.word(dump(*cte.query));
  }
  write(out, *query.body);
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
  out.close();
  return std::move(out).finish();
}

}  // namespace tarn::sql
