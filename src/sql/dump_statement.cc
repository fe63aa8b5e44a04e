#include <fmt/format.h>

#include "sql/dump.h"
#include "sql/dump_writer.h"

namespace tarn::sql {
namespace {

std::string_view text_of(DatasetKind kind) {
  switch (kind) {
    case DatasetKind::kStreamingTable:
      return "streaming-table";
    case DatasetKind::kMaterializedView:
      return "materialized-view";
    case DatasetKind::kTemporaryView:
      return "temporary-view";
    case DatasetKind::kView:
      return "view";
  }
  return "";
}

void flag(DumpWriter& out, bool set, std::string_view word) {
  if (set) {
    out.word(word);
  }
}

void write(DumpWriter& out, std::string_view name, const ColumnSelection& selection) {
  switch (selection.mode) {
    case ColumnSelection::Mode::kAll:
      out.word("(" + std::string(name) + " *)");
      break;
    case ColumnSelection::Mode::kOnly:
      out.add(name, selection.columns);
      break;
    case ColumnSelection::Mode::kExcept:
      out.add(std::string(name) + " except", selection.columns);
      break;
  }
}

void write(DumpWriter& out, const AutoCdc& cdc) {
  out.open("cdc");
  flag(out, cdc.once, "#once");
  out.word(dump(cdc.source));
  out.add("keys", cdc.keys);
  out.list("sequence", cdc.sequence_by);
  if (cdc.delete_when != nullptr) {
    out.list("delete", cdc.delete_when);
  }
  if (cdc.truncate_when != nullptr) {
    out.list("truncate", cdc.truncate_when);
  }
  if (cdc.columns.mode != ColumnSelection::Mode::kAll) {
    write(out, "columns", cdc.columns);
  }
  out.word(cdc.scd_type == ScdType::kType1 ? "scd1" : "scd2");
  if (cdc.track_history) {
    write(out, "track", *cdc.track_history);
  }
  if (cdc.ignore_null_updates) {
    write(out, "ignore-null", *cdc.ignore_null_updates);
  }
  out.close();
}

void write_constraints(DumpWriter& out, const std::vector<OtherConstraint>& constraints) {
  for (const OtherConstraint& constraint : constraints) {
    std::string text = "[" + constraint.words;
    for (const Identifier& column : constraint.columns) {
      text += " " + column.name;
    }
    if (constraint.parent) {
      text += " -> " + constraint.parent->text();
    }
    out.word(text + "]");
  }
}

void write(DumpWriter& out, const ColumnDefinition& column) {
  out.open("column");
  out.word(column.name.name);
  if (column.type) {
    out.word(column.type->sql());
  }
  flag(out, !column.nullable, "not-null");
  if (column.identity) {
    out.word(fmt::format("(identity {} {}{})", column.identity->start, column.identity->step,
                         column.identity->takes_values ? " by-default" : ""));
  }
  if (column.comment) {
    out.word("'" + *column.comment + "'");
  }
  if (column.generated_as) {
    out.list("generated", column.generated_as->expression);
  }
  if (column.default_value) {
    out.list("default", column.default_value->expression);
  }
  for (const std::string& words : column.unsupported) {
    out.word("unsupported:" + words);
  }
  write_constraints(out, column.constraints);
  out.close();
}

void write_clauses(DumpWriter& out, const std::vector<OtherClause>& clauses) {
  for (const OtherClause& clause : clauses) {
    out.word("[" + clause.text + "]");
  }
}

struct StatementWriter {
  DumpWriter& out;

  void operator()(const CreateDataset& dataset) const {
    out.open(text_of(dataset.kind));
    out.word(dataset.name.text());
    flag(out, dataset.or_refresh, "#or-refresh");
    flag(out, dataset.or_replace, "#or-replace");
    flag(out, dataset.if_not_exists, "#if-not-exists");
    flag(out, dataset.is_private, "#private");
    flag(out, dataset.live_syntax, "#live");
    flag(out, dataset.streaming_view, "#streaming");
    for (const ColumnDefinition& column : dataset.columns) {
      write(out, column);
    }
    for (const ExpectationClause& expectation : dataset.expectations) {
      out.open("expect");
      out.word(expectation.name.name);
      out.add(expectation.condition.expression);
      flag(out, expectation.action == ViolationAction::kDropRow, "drop");
      flag(out, expectation.action == ViolationAction::kFailUpdate, "fail");
      out.close();
    }
    write_constraints(out, dataset.constraints);
    if (dataset.format) {
      out.word("(using " + dataset.format->name + ")");
    }
    if (!dataset.partitioned_by.empty()) {
      out.list("partitioned", dataset.partitioned_by);
    }
    switch (dataset.cluster_by.mode) {
      case ClusterMode::kNone:
        break;
      case ClusterMode::kColumns:
        out.add("cluster", dataset.cluster_by.columns);
        break;
      case ClusterMode::kAuto:
        out.word("(cluster auto)");
        break;
      case ClusterMode::kExplicitlyNone:
        out.word("(cluster none)");
        break;
    }
    if (dataset.comment) {
      out.word("(comment '" + *dataset.comment + "')");
    }
    for (const Property& property : dataset.properties) {
      out.word("(property " + property.key + "=" + property.value + ")");
    }
    write_clauses(out, dataset.clauses);
    if (dataset.flow_name) {
      out.word("(flow-name " + dataset.flow_name->name + ")");
    }
    if (dataset.auto_cdc) {
      write(out, *dataset.auto_cdc);
    }
    if (dataset.query != nullptr) {
      out.word(dump(*dataset.query));
    }
    out.close();
  }

  void operator()(const CreateFlow& flow) const {
    out.open("flow");
    if (flow.name) {
      out.word(flow.name->text());
    }
    flag(out, flow.or_refresh, "#or-refresh");
    if (flow.comment) {
      out.word("(comment '" + *flow.comment + "')");
    }
    if (const auto* insert = std::get_if<InsertFlow>(&flow.body)) {
      out.open(insert->overwrite ? "overwrite" : "insert");
      out.word(insert->target.text());
      flag(out, insert->once, "#once");
      flag(out, insert->by_name, "#by-name");
      if (!insert->columns.empty()) {
        out.add("columns", insert->columns);
      }
      write_clauses(out, insert->clauses);
      out.word(dump(*insert->query));
      out.close();
    } else {
      const auto& cdc = std::get<AutoCdcFlow>(flow.body);
      out.word("into " + cdc.target.text());
      write(out, cdc.cdc);
    }
    out.close();
  }

  void operator()(const SetStatement& set) const {
    out.open("set");
    out.word(set.key);
    if (set.value) {
      out.word("'" + *set.value + "'");
    }
    out.close();
  }

  void operator()(const SetTimeZone& set) const {
    out.open("time-zone");
    out.word(set.zone                ? "'" + *set.zone + "'"
             : set.offset != nullptr ? dump(*set.offset)
                                     : "local");
    out.close();
  }

  void operator()(const UseStatement& use) const {
    out.open(use.kind == UseKind::kCatalog  ? "use-catalog"
             : use.kind == UseKind::kSchema ? "use-schema"
                                            : "use");
    out.word(use.name.text());
    out.close();
  }

  void operator()(const QueryStatement& statement) const { out.word(dump(*statement.query)); }

  void operator()(const OtherStatement& other) const { out.word("(other " + other.keywords + ")"); }
};

}  // namespace

std::string dump(const Statement& statement) {
  DumpWriter out;
  std::visit(StatementWriter{out}, statement.node);
  return std::move(out).finish();
}

}  // namespace tarn::sql
