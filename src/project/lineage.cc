#include "project/lineage.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "sql/visit.h"
#include "types/utf8.h"

namespace tarn::project {
namespace {

using plan::Influence;

// By a column's name, folded.
using UsesByName = std::map<std::string, std::set<OriginUse>>;

class DatasetTracer {
 public:
  DatasetTracer(const Graph& graph, size_t dataset)
      : graph_(graph),
        dataset_(graph.datasets[dataset]),
        columns_(graph.datasets[dataset].schema.size()) {}

  DatasetLineage trace() {
    for (const size_t flow : dataset_.flows) add(graph_.flows[flow]);
    for (const std::set<OriginUse>& uses : columns_) {
      lineage_.columns.emplace_back(uses.begin(), uses.end());
    }
    lineage_.rows.assign(rows_.begin(), rows_.end());
    return std::move(lineage_);
  }

 private:
  void add(const GraphFlow& flow) {
    std::map<plan::ScanId, size_t> origins;
    for (const plan::Node* scan : plan::scans_of(*flow.plan)) {
      const auto& content = std::get<plan::Scan>(scan->content);
      origins[content.id] = origin_of(content.source);
    }
    const plan::Lineage plan = plan::lineage_of(*flow.plan);
    const auto uses_of = [&origins](const std::vector<plan::ColumnUse>& uses) {
      std::set<OriginUse> result;
      for (const plan::ColumnUse& use : uses) {
        result.insert({.origin = origins.at(use.scan),
                       .column = use.column,
                       .influence = use.influence,
                       .is_masked = use.is_masked});
      }
      return result;
    };
    rows_.merge(uses_of(plan.rows));
    UsesByName by_name;
    for (size_t i = 0; i < plan.columns.size(); ++i) {
      by_name[types::case_folded(flow.plan->output[i].name)] = uses_of(plan.columns[i]);
    }
    for (size_t i = 0; i < columns_.size(); ++i) {
      columns_[i].merge(std::set(by_name[types::case_folded(dataset_.schema[i].name)]));
    }
    if (flow.definition->cdc != nullptr) add(*flow.definition->cdc, by_name);
  }

  // The clauses of AUTO CDC decide which change of a key is its row.
  void add(const sql::AutoCdc& cdc, const UsesByName& source) {
    for (const sql::Name& key : cdc.keys) {
      rows_.merge(of_name(key.last().name, source, Influence::kGroupBy));
    }
    rows_.merge(of_names_in(cdc.sequence_by.get(), source, Influence::kSort));
    rows_.merge(of_names_in(cdc.delete_when.get(), source, Influence::kFilter));
    rows_.merge(of_names_in(cdc.truncate_when.get(), source, Influence::kFilter));
    for (size_t i = 0; i < columns_.size(); ++i) {
      const std::string& name = dataset_.schema[i].name;
      if (name == "__START_AT" || name == "__END_AT") {
        columns_[i].merge(of_names_in(cdc.sequence_by.get(), source, Influence::kTransformation));
      }
    }
  }

  static std::set<OriginUse> of_name(const std::string& column, const UsesByName& source,
                                     Influence influence) {
    std::set<OriginUse> result;
    const auto found = source.find(types::case_folded(column));
    if (found == source.end()) return result;
    for (OriginUse use : found->second) {
      use.influence = influence;
      use.is_masked = false;
      result.insert(std::move(use));
    }
    return result;
  }

  // Of all columns that an expression of the syntax tree names.
  static std::set<OriginUse> of_names_in(const sql::Expression* expression,
                                         const UsesByName& source, Influence influence) {
    std::set<OriginUse> result;
    if (expression == nullptr) return result;
    if (const auto* column = std::get_if<sql::ColumnName>(&expression->node)) {
      return of_name(column->name.parts.front().name, source, influence);
    }
    sql::for_each_child(expression->node, [&](const sql::Expression& child) {
      result.merge(of_names_in(&child, source, influence));
    });
    return result;
  }

  size_t origin_of(const plan::Source& source) {
    Origin origin{.source = &source, .text = text_of(source)};
    if (const auto* table = std::get_if<plan::TableSource>(&source)) {
      for (size_t i = 0; i < graph_.datasets.size(); ++i) {
        if (key_of(graph_.datasets[i].definition->name) == key_of(table->name)) {
          origin = {.dataset = i, .text = plain(graph_.datasets[i].definition->name)};
        }
      }
    }
    const auto same = [&origin](const Origin& other) {
      return other.dataset == origin.dataset && other.text == origin.text;
    };
    const auto known = std::ranges::find_if(lineage_.origins, same);
    const auto position = static_cast<size_t>(known - lineage_.origins.begin());
    if (known == lineage_.origins.end()) lineage_.origins.push_back(std::move(origin));
    return position;
  }

  const Graph& graph_;
  const GraphDataset& dataset_;
  std::vector<std::set<OriginUse>> columns_;
  std::set<OriginUse> rows_;
  DatasetLineage lineage_;
};

}  // namespace

std::string text_of(const plan::Source& source) {
  if (const auto* files = std::get_if<plan::FileSource>(&source)) {
    return fmt::format("{} files under {}", files->format, files->path);
  }
  if (const auto* rate = std::get_if<plan::RateSource>(&source)) {
    return fmt::format("rate of {} rows a second", rate->rows_per_second);
  }
  if (const auto* table = std::get_if<plan::TableSource>(&source)) {
    return "table " + (table->name.catalog.empty() ? table->path : table->name.text());
  }
  return std::holds_alternative<plan::RangeSource>(source) ? "range" : "";
}

DatasetLineage lineage_of(const Graph& graph, size_t dataset) {
  return DatasetTracer(graph, dataset).trace();
}

}  // namespace tarn::project
