#include "lowering/spark_project.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "lowering/python_text.h"
#include "lowering/query_lowering.h"
#include "sql/parameters.h"
#include "types/declared_type.h"
#include "types/identity_column.h"
#include "types/identity_text.h"
#include "types/json_string.h"
#include "types/made_values.h"

namespace tarn::lowering {
namespace {

constexpr const char* kFolder = "transformations/";
constexpr const char* kPythonFile = "transformations/tarn_sources.py";

std::string quoted(const std::string& name) {
  std::string out = "`";
  for (const char c : name) {
    out += c == '`' ? "``" : std::string(1, c);
  }
  return out + "`";
}

// As YAML reads it.
std::string yaml_text(const std::string& text) {
  if (std::ranges::any_of(text, [](unsigned char c) { return c < 0x20; })) {
    std::string json;  // which YAML reads, too
    types::append_json_string(json, text);
    return json;
  }
  std::string out = "'";
  for (const char c : text) {
    out += c == '\'' ? "''" : std::string(1, c);
  }
  return out + "'";
}

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + quoted(name);
  }
  return list;
}

class ProjectLowering {
 public:
  ProjectLowering(const project::Graph& graph, const SparkFolders& folders)
      : graph_(graph), spec_(graph.project->spec), folders_(folders) {}

  SparkProject lower() {
    for (size_t i = 0; i < graph_.datasets.size(); ++i) {
      add_dataset(graph_.datasets[i]);
    }
    if (!out_.diagnostics.empty()) {
      out_.files.clear();
      return std::move(out_);
    }
    for (auto& [path, file] : files_) {
      out_.files[path] = std::move(file.text);
    }
    if (!views_.empty()) {
      out_.files[kPythonFile] = python_file(views_, folders_.project);
    }
    out_.files["spark-pipeline.yml"] = spec_text();
    prepare();
    out_.files["conf/spark-defaults.conf"] = defaults_text();
    out_.files["README.md"] = readme_text();
    return std::move(out_);
  }

 private:
  // A file of SQL, and what holds at its end.
  struct SqlFile {
    std::string text;
    std::string schema;
    std::map<std::string, std::string> settings;
  };

  SqlFile& file_of(const project::Place& place) {
    const std::string& path = place.source->path;
    const auto [found, is_new] =
        files_.try_emplace(path.starts_with(kFolder) ? path : kFolder + path);
    if (is_new) {
      found->second.schema = spec_.schema;
      found->second.settings = {spec_.configuration.begin(), spec_.configuration.end()};
    }
    return found->second;
  }

  void refuse(const project::Place& place, std::string message) {
    out_.diagnostics.push_back({.condition = "UNSUPPORTED_EXPORT",
                                .sqlstate = "0A000",
                                .message = std::move(message),
                                .source = place.source,
                                .span = place.span});
  }

  // As short as it can be said where the project's own schema is the current one.
  std::string name_text(const project::DatasetName& name) const {
    if (name.catalog.empty()) {
      return quoted(name.table);
    }
    return quoted(name.catalog) + "." + quoted(name.schema) + "." + quoted(name.table);
  }

  // SET and USE that stand before a flow's query.
  void enter(SqlFile& file, const project::Flow& flow) {
    if (flow.scope.catalog != spec_.catalog) {
      refuse(flow.place, "USE CATALOG cannot be exported: Spark's pipelines do not know it");
    }
    if (flow.scope.schema != file.schema) {
      file.text += fmt::format("USE SCHEMA {};\n\n", quoted(flow.scope.schema));
      file.schema = flow.scope.schema;
    }
    for (const auto& [key, value] : flow.settings) {
      const auto known = file.settings.find(key);
      if (known == file.settings.end() || known->second != value) {
        file.text += fmt::format("SET {} = {};\n\n", key, value);
        file.settings[key] = value;
      }
    }
  }

  void add_dataset(const project::GraphDataset& dataset) {
    const project::Dataset& definition = *dataset.definition;
    SqlFile& file = file_of(definition.place);
    std::string implicit;
    std::string others;
    for (const size_t index : dataset.flows) {
      const project::Flow& flow = *graph_.flows[index].definition;
      enter(file, flow);
      if (flow.kind == project::FlowKind::kAutoCdc || flow.kind == project::FlowKind::kOnce) {
        refuse(flow.place, flow.kind == project::FlowKind::kOnce
                               ? "INSERT INTO ONCE cannot be exported: Spark's SQL has no such flow"
                               : "AUTO CDC cannot be exported");
        continue;
      }
      const std::string query = query_text(dataset, graph_.flows[index]);
      if (flow.is_implicit || flow.kind == project::FlowKind::kView) {
        implicit = "\nAS " + query;
      } else {
        others += fmt::format("CREATE FLOW {}{}\nAS INSERT INTO {} BY NAME\n{};\n\n",
                              quoted(flow.name.table), comment_text(flow.comment),
                              name_text(definition.name), query);
      }
    }
    file.text += head_text(dataset) + implicit + ";\n\n" + others;
  }

  std::string query_text(const project::GraphDataset& dataset, const project::GraphFlow& flow) {
    LoweredQuery lowered = lower_query(graph_, flow, views_.size(), folders_.project);
    std::ranges::move(lowered.views, std::back_inserter(views_));
    std::ranges::move(lowered.diagnostics, std::back_inserter(out_.diagnostics));
    prepared_.insert(lowered.looked_up.begin(), lowered.looked_up.end());
    const std::string where = rules_text(dataset);
    const bool has_names = dataset.definition->kind == project::DatasetKind::kTemporaryView &&
                           !dataset.definition->columns.empty();
    if (where.empty() && !has_names) {
      return lowered.text;
    }
    std::string text =
        fmt::format("SELECT * FROM (\n{}\n)",
                    where.empty() ? lowered.text : with_left_out(dataset, flow, lowered.text));
    if (has_names) {
      // Spark passes over the column list of a temporary view.
      std::vector<std::string> names;
      for (const types::Field& field : dataset.schema) {
        names.push_back(field.name);
      }
      text += fmt::format(" AS `{}` ({})", dataset.definition->name.table, list_of(names));
    }
    return text + (where.empty() ? "" : "\nWHERE " + where);
  }

  // Rules look at the table's rows: what the query leaves out stands beside its columns, as the
  // table would make it.
  static std::string with_left_out(const project::GraphDataset& dataset,
                                   const project::GraphFlow& flow, std::string text) {
    std::string plain;
    std::string generated;
    for (const std::string& name : flow.left_out) {
      const types::Field& field = dataset.schema[*types::find_field(dataset.schema, name)];
      if (types::identity_of(field)) {
        continue;  // no rule looks at it
      }
      const auto generation = types::generation_of(field);
      (generation ? generated : plain) += fmt::format(
          ", CAST({} AS {}) AS {}", generation.value_or(types::default_of(field).value_or("NULL")),
          types::declared_type(field).text(), quoted(name));
    }
    for (const std::string& columns : {plain, generated}) {
      if (!columns.empty()) {
        text = fmt::format("SELECT *{} FROM (\n{}\n)", columns, text);
      }
    }
    return text;
  }

  // One expression, so that no part of it is a filter by itself: a row that breaks a rule which
  // fails the update does so even where another rule would have dropped it. Empty: no row is
  // looked at.
  std::string rules_text(const project::GraphDataset& dataset) {
    const std::string table = project::plain(dataset.definition->name) + ".";
    std::string text;
    std::vector<const plan::ViewExpectation*> failing;
    for (const plan::ViewExpectation& rule : dataset.definition->expectations) {
      switch (rule.action) {
        case plan::ViolationAction::kWarn:
          out_.notes.push_back(table + rule.name + ": rows that break it are not counted");
          break;
        case plan::ViolationAction::kDropRow:
          out_.notes.push_back(table + rule.name +
                               ": rows that break it are dropped, and not counted");
          text += (text.empty() ? "(" : " AND (") + rule.text + ")";
          break;
        case plan::ViolationAction::kFailUpdate:
          failing.push_back(&rule);
          break;
      }
    }
    for (const plan::ViewExpectation* rule : failing) {
      text = fmt::format("CASE WHEN {} THEN {} ELSE CAST(raise_error({}) AS BOOLEAN) END",
                         rule->text, text.empty() ? "true" : text,
                         sql::literal_of_text("A row breaks " + table + rule->name));
    }
    return text;
  }

  static std::string comment_text(const std::string& comment) {
    return comment.empty() ? "" : " COMMENT " + sql::literal_of_text(comment);
  }

  // What the table makes of a column that a flow leaves out.
  static std::string made_text(const types::Field& field) {
    const auto generation = types::generation_of(field);
    const auto value = types::default_of(field);
    return generation ? " GENERATED ALWAYS AS (" + *generation + ")"
           : value    ? " DEFAULT " + *value
                      : types::identity_clause(field);
  }

  // Delta on Spark makes a column with a default where it is told to have the feature.
  static std::map<std::string, std::string> properties_of(const project::GraphDataset& dataset) {
    std::map<std::string, std::string> properties = dataset.definition->properties;
    const bool has_default = std::ranges::any_of(dataset.schema, [](const types::Field& field) {
      return types::default_of(field).has_value();
    });
    if (has_default) {
      properties["delta.feature.allowColumnDefaults"] = "supported";
    }
    return properties;
  }

  std::string head_text(const project::GraphDataset& dataset) {
    const project::Dataset& definition = *dataset.definition;
    switch (definition.kind) {
      case project::DatasetKind::kTemporaryView:
        return "CREATE TEMPORARY VIEW " + name_text(definition.name) +
               comment_text(definition.comment);
      case project::DatasetKind::kView:
        return "CREATE VIEW " + name_text(definition.name) + comment_text(definition.comment);
      case project::DatasetKind::kStreamingTable:
        return "CREATE STREAMING TABLE " + table_text(dataset);
      case project::DatasetKind::kMaterializedView:
        return "CREATE MATERIALIZED VIEW " + table_text(dataset);
    }
    CHECK(false);
  }

  std::string table_text(const project::GraphDataset& dataset) {
    const project::Dataset& definition = *dataset.definition;
    std::string text = name_text(definition.name);
    if (!definition.columns.empty()) {
      std::string columns;
      for (const types::Field& field : dataset.schema) {
        columns += fmt::format("{}\n  {} {}{}{}", columns.empty() ? "" : ",", quoted(field.name),
                               types::declared_type(field).text(), made_text(field),
                               comment_text(field.comment));
      }
      text += fmt::format(" ({}\n)", columns);
    }
    if (!definition.partition_columns.empty()) {
      text += fmt::format("\nPARTITIONED BY ({})", list_of(definition.partition_columns));
    }
    if (!definition.cluster_columns.empty()) {
      text += fmt::format("\nCLUSTER BY ({})", list_of(definition.cluster_columns));
    }
    if (!definition.comment.empty()) {
      text += "\nCOMMENT " + sql::literal_of_text(definition.comment);
    }
    std::string properties;
    for (const auto& [key, value] : properties_of(dataset)) {
      properties += fmt::format("{}{} = {}", properties.empty() ? "" : ", ",
                                sql::literal_of_text(key), sql::literal_of_text(value));
    }
    return text + (properties.empty() ? "" : fmt::format("\nTBLPROPERTIES ({})", properties));
  }

  std::string spec_text() const {
    std::string text =
        fmt::format("name: {}\nstorage: {}\ncatalog: {}\ndatabase: {}\n", yaml_text(spec_.name),
                    yaml_text("file://" + folders_.output + "/storage"), yaml_text(spec_.catalog),
                    yaml_text(spec_.schema));
    std::map<std::string, std::string> configuration(spec_.configuration.begin(),
                                                     spec_.configuration.end());
    // Not USING delta: Spark refuses that of a table which is there already
    // (DELTA_CANNOT_CHANGE_PROVIDER).
    configuration["spark.sql.sources.default"] = "delta";
    text += "configuration:\n";
    for (const auto& [key, value] : configuration) {
      text += fmt::format("  {}: {}\n", yaml_text(key), yaml_text(value));
    }
    return text + "libraries:\n  - glob:\n      include: transformations/**\n";
  }

  // What must be there before the first update: Spark makes no schemas, and Python looks tables up.
  void prepare() {
    out_.schemas.insert(spec_.schema);
    for (const project::GraphDataset& dataset : graph_.datasets) {
      if (!dataset.definition->name.schema.empty()) {
        out_.schemas.insert(dataset.definition->name.schema);
      }
    }
    std::string& text = out_.files["prepare.sql"];
    for (const std::string& schema : out_.schemas) {
      text += fmt::format("CREATE SCHEMA IF NOT EXISTS {};\n", quoted(schema));
    }
    for (const size_t index : prepared_) {
      const project::GraphDataset& dataset = graph_.datasets[index];
      std::string columns;
      for (const types::Field& field : dataset.schema) {
        columns += fmt::format("{}{} {}{}", columns.empty() ? "" : ", ", quoted(field.name),
                               types::declared_type(field).text(), made_text(field));
      }
      out_.tables.push_back(fmt::format("CREATE TABLE IF NOT EXISTS {} ({}) USING delta",
                                        name_text(dataset.definition->name), columns));
      text += out_.tables.back() + ";\n";
    }
  }

  static std::string defaults_text() {
    return "# Delta Lake and a catalog that lasts, for the Spark that spark-pipelines starts.\n"
           "spark.driver.extraClassPath jars/*\n"
           "spark.sql.extensions io.delta.sql.DeltaSparkSessionExtension\n"
           "spark.sql.catalog.spark_catalog org.apache.spark.sql.delta.catalog.DeltaCatalog\n"
           "spark.sql.catalogImplementation hive\n"
           "spark.connect.grpc.binding.address 127.0.0.1\n"
           "# Spark's default of 200 is for many machines.\n"
           "spark.sql.shuffle.partitions 4\n";
  }

  std::string readme_text() const {
    std::string text = fmt::format(
        "# {} on Apache Spark\n\n"
        "Made by `tarn export spark` for Spark 4.2.1 with Delta Lake 4.4.0 "
        "(`pip install \"pyspark[pipelines]==4.2.1\"`). `jars/` wants `delta-spark_4.2_2.13` "
        "4.4.0\n"
        "from Maven (group `io.delta`) and what it depends on. Then, in this folder:\n\n"
        "```\n"
        "export SPARK_CONF_DIR=$PWD/conf\n"
        "spark-sql -f prepare.sql     # once\n"
        "spark-pipelines run\n"
        "```\n",
        spec_.name);
    if (!out_.notes.empty()) {
      text += "\nWhat is different there:\n\n";
      for (const std::string& note : out_.notes) {
        text += "- " + note + "\n";
      }
    }
    return text;
  }

  const project::Graph& graph_;
  const project::Spec& spec_;
  const SparkFolders& folders_;
  std::map<std::string, SqlFile> files_;
  std::vector<PythonView> views_;
  std::set<size_t> prepared_;
  SparkProject out_;
};

}  // namespace

SparkProject spark_project(const project::Graph& graph, const SparkFolders& folders) {
  return ProjectLowering(graph, folders).lower();
}

}  // namespace tarn::lowering
