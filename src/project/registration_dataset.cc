// CREATE STREAMING TABLE, MATERIALIZED VIEW, TEMPORARY VIEW, VIEW and their older spellings.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "project/registration.h"
#include "types/utf8.h"

namespace tarn::project {
namespace {

DatasetKind kind_of(sql::DatasetKind kind) {
  switch (kind) {
    case sql::DatasetKind::kStreamingTable:
      return DatasetKind::kStreamingTable;
    case sql::DatasetKind::kMaterializedView:
      return DatasetKind::kMaterializedView;
    case sql::DatasetKind::kTemporaryView:
      return DatasetKind::kTemporaryView;
    case sql::DatasetKind::kView:
      return DatasetKind::kView;
  }
  return DatasetKind::kView;
}

std::string statement_for(DatasetKind kind) {
  switch (kind) {
    case DatasetKind::kStreamingTable:
      return "CREATE STREAMING TABLE";
    case DatasetKind::kMaterializedView:
      return "CREATE MATERIALIZED VIEW";
    case DatasetKind::kTemporaryView:
      return "CREATE TEMPORARY VIEW";
    case DatasetKind::kView:
      return "CREATE VIEW";
  }
  return "";
}

plan::ViolationAction action_of(sql::ViolationAction action) {
  switch (action) {
    case sql::ViolationAction::kWarn:
      return plan::ViolationAction::kWarn;
    case sql::ViolationAction::kDropRow:
      return plan::ViolationAction::kDropRow;
    case sql::ViolationAction::kFailUpdate:
      return plan::ViolationAction::kFailUpdate;
  }
  return plan::ViolationAction::kWarn;
}

// What Spark says of a clause that its grammar knows and its pipelines refuse.
std::string refusal_of(std::string_view keywords, const std::string& statement) {
  if (keywords.starts_with("OPTIONS")) {
    return fmt::format(
        "Options are not supported for {} statements. Please remove any OPTIONS lists specified in "
        "the statement.",
        statement);
  }
  if (keywords == "LOCATION") {
    return fmt::format(
        "Specifying location is not supported for {} statements. The storage location for a "
        "pipeline dataset is managed by the pipeline itself.",
        statement);
  }
  if (keywords.starts_with("STORED")) {
    return fmt::format(
        "The STORED AS syntax is not supported for {} statements. Consider using the Data Source "
        "based USING clause instead.",
        statement);
  }
  if (keywords.starts_with("ROW FORMAT")) {
    return fmt::format("Hive SerDe format options are not supported for {} statements.", statement);
  }
  if (keywords.starts_with("CLUSTERED")) {
    return fmt::format(
        "Bucketing is not supported for {} statements. Please remove any bucket spec specified in "
        "the statement.",
        statement);
  }
  return {};
}

// UTF8_BINARY is what strings are compared by; AUTO and FULL leave to Tarn, or ask for, what it
// does with every materialized view.
bool asks_for_what_is_done_anyway(const sql::OtherClause& clause) {
  const std::string last = types::case_folded(clause.text.substr(clause.text.rfind(' ') + 1));
  if (clause.keywords == "DEFAULT COLLATION") {
    return last == "utf8_binary";
  }
  return clause.keywords == "REFRESH POLICY" && (last == "auto" || last == "full");
}

// What Databricks does and a project may say without meaning harm: the reader is told that it is
// not done here.
std::string note_of(std::string_view keywords, DatasetKind kind) {
  const bool is_table =
      kind == DatasetKind::kStreamingTable || kind == DatasetKind::kMaterializedView;
  if (keywords == "LOCATION" && is_table) {
    return "is not followed: the pipeline's storage holds its tables";
  }
  if (keywords.starts_with("SCHEDULE") || keywords.starts_with("TRIGGER")) {
    return "is not followed: an update begins with tarn run";
  }
  return {};
}

std::string hint_for_clause(std::string_view keywords) {
  if (keywords.starts_with("WITH ROW FILTER") || keywords.starts_with("ROW FILTER")) {
    return "filter the rows in the query";
  }
  return {};
}

constexpr std::string_view kNoConstraints =
    "Pipeline datasets do not currently support column constraints. Please remove any CHECK, "
    "UNIQUE, PK, and FK constraints specified on the pipeline dataset.";

bool is_key(std::string_view words) {
  return words.starts_with("PRIMARY") || words.starts_with("FOREIGN");
}

std::optional<std::string> text_of(const std::optional<sql::ExpressionText>& written) {
  return written ? std::optional(written->text) : std::nullopt;
}

}  // namespace

void Registration::add_dataset(sql::CreateDataset& create, Span span) {
  Dataset dataset{.kind = kind_of(create.kind),
                  .comment = create.comment.value_or(""),
                  .is_private = create.is_private,
                  .streaming_view = create.streaming_view,
                  .place = place_of(create.name.span)};
  const std::string statement = statement_for(dataset.kind);
  check_spelling(create, statement);
  dataset.columns = columns_of(create, dataset.kind);
  const bool has_keys = check_constraints(create, dataset);
  check_clauses(create, dataset.kind, statement);
  read_layout(create, dataset);
  read_properties(create, dataset);
  read_expectations(create, dataset);

  const bool is_temporary = dataset.kind == DatasetKind::kTemporaryView;
  if (is_temporary && create.name.parts.size() > 1) {
    const std::vector<sql::Identifier>& parts = create.name.parts;
    std::string qualifier;
    for (size_t i = 0; i + 1 < parts.size(); ++i) {
      qualifier += (i == 0 ? "`" : ".`") + parts[i].name + "`";
    }
    complain(create.name.span,
             {.condition = "INVALID_TEMP_OBJ_QUALIFIER",
              .sqlstate = "42602",
              .message = fmt::format("Temporary VIEW `{}` cannot be qualified with {}.",
                                     parts.back().name, qualifier),
              .hint = fmt::format("write CREATE TEMPORARY VIEW {}", parts.back().name)});
    return;
  }
  if (create.query == nullptr && !create.auto_cdc && dataset.kind != DatasetKind::kStreamingTable) {
    disallow(span, fmt::format("Unable to find query for {} statement.", statement),
             "write AS SELECT .. behind it");
    return;
  }
  if (create.auto_cdc && dataset.kind != DatasetKind::kStreamingTable) {
    disallow(create.auto_cdc->span,
             fmt::format("AUTO CDC cannot stand in {} statements.", statement),
             "it writes into a streaming table");
    return;
  }
  if (is_temporary) {
    dataset.name = {.table = create.name.parts[0].name};
  } else if (std::optional<DatasetName> name = qualified(create.name)) {
    dataset.name = *std::move(name);
  } else {
    return;
  }

  if (create.query != nullptr || create.auto_cdc) {
    Flow flow = flow_here();
    flow.name = dataset.name;
    flow.target = dataset.name;
    flow.is_implicit = true;
    flow.place = dataset.place;
    flow.target_place = dataset.place;
    flow.comment = dataset.comment;
    if (create.auto_cdc) {
      if (create.flow_name) {
        flow.name.table = create.flow_name->name;
        flow.is_implicit = types::equal_ignoring_case(flow.name.table, dataset.name.table);
        flow.place = place_of(create.flow_name->span);
      }
      read_auto_cdc(*create.auto_cdc, flow);
    } else {
      flow.kind = dataset.kind == DatasetKind::kStreamingTable     ? FlowKind::kAppend
                  : dataset.kind == DatasetKind::kMaterializedView ? FlowKind::kBatch
                                                                   : FlowKind::kView;
      flow.query = create.query.get();
      flow.query_text = create.query_text;
    }
    project_.flows.push_back(std::move(flow));
  }
  if (has_keys) {
    informational_.insert(plain(dataset.name));
  }
  project_.datasets.push_back(std::move(dataset));
}

// OR REPLACE of a table is Databricks' other word for OR REFRESH.
void Registration::check_spelling(const sql::CreateDataset& create, const std::string& statement) {
  const bool is_view =
      create.kind == sql::DatasetKind::kTemporaryView || create.kind == sql::DatasetKind::kView;
  if (create.is_private && is_view) {
    disallow(create.name.span, fmt::format("PRIVATE has no meaning for {} statements.", statement),
             "a temporary view is private already");
  }
}

std::vector<DeclaredColumn> Registration::columns_of(const sql::CreateDataset& create,
                                                     DatasetKind kind) {
  const bool in_view = kind == DatasetKind::kTemporaryView || kind == DatasetKind::kView;
  std::vector<DeclaredColumn> columns;
  for (const sql::ColumnDefinition& column : create.columns) {
    check_column(column, in_view);
    const bool repeated = std::ranges::any_of(columns, [&column](const DeclaredColumn& earlier) {
      return types::equal_ignoring_case(earlier.name, column.name.name);
    });
    if (repeated) {
      complain(column.name.span,
               {.condition = "COLUMN_ALREADY_EXISTS",
                .sqlstate = "42711",
                .message = fmt::format("The column `{}` already exists. Choose another name or "
                                       "rename the existing column.",
                                       column.name.name)});
      continue;
    }
    columns.push_back({.name = column.name.name,
                       .type = column.type,
                       .nullable = column.nullable,
                       .comment = column.comment.value_or(""),
                       .generated_as = text_of(column.generated_as),
                       .default_value = text_of(column.default_value),
                       .identity = column.identity,
                       .span = column.span});
  }
  return columns;
}

void Registration::check_column(const sql::ColumnDefinition& column, bool in_view) {
  const std::string& name = column.name.name;
  if (in_view && column.type) {
    disallow(column.type_span, fmt::format("column `{}` of a view cannot have a type.", name),
             "cast it in the query");
  }
  const bool is_made = column.generated_as || column.default_value || column.identity;
  if (is_made && in_view) {
    disallow(column.span, fmt::format("column `{}` of a view has no values of its own.", name),
             "compute it in the query");
  } else if (is_made && !column.type) {
    disallow(column.span,
             fmt::format("column `{}` has {} and no type.", name,
                         column.identity       ? "AS IDENTITY"
                         : column.generated_as ? "GENERATED ALWAYS AS"
                                               : "DEFAULT"),
             "write its type behind its name");
  }
  if (column.generated_as && column.default_value) {
    complain(column.span,
             {.condition = "GENERATED_COLUMN_WITH_DEFAULT_VALUE",
              .sqlstate = "42623",
              .message = fmt::format("A column cannot have both a default value and a generation "
                                     "expression but column {} has default value: ({}) and "
                                     "generation expression: ({}).",
                                     name, column.default_value->text, column.generated_as->text)});
  }
  if (column.identity && !in_view) {
    check_identity(column);
  }
  for (const std::string& words : column.unsupported) {
    disallow(column.span, fmt::format("{} is not supported for column `{}`.", words, name));
  }
}

void Registration::check_identity(const sql::ColumnDefinition& column) {
  if (column.default_value) {
    complain(column.span,
             {.condition = "IDENTITY_COLUMN_WITH_DEFAULT_VALUE",
              .sqlstate = "42623",
              .message = fmt::format("A column cannot have both a default value and an identity "
                                     "column specification but column {} has default value: ({}).",
                                     column.name.name, column.default_value->text)});
  }
  if (column.type && !column.type->is(types::TypeKind::kLong)) {
    complain(column.type_span,
             {.condition = "DELTA_IDENTITY_COLUMNS_UNSUPPORTED_DATA_TYPE",
              .sqlstate = "428H2",
              .message = fmt::format("DataType {} is not supported for IDENTITY columns.",
                                     column.type->sql()),
              .hint = "declare it BIGINT"});
  }
}

// Keys inform readers on Databricks, and nobody checks them; the other constraints would be
// checked. Nor is a primary key's column NOT NULL for that: Spark refuses NOT NULL where the
// query's column may be NULL, and most that come out of files may.
bool Registration::check_constraints(const sql::CreateDataset& create, const Dataset& dataset) {
  std::vector<const sql::OtherConstraint*> constraints;
  for (const sql::OtherConstraint& each : create.constraints) {
    constraints.push_back(&each);
  }
  for (const sql::ColumnDefinition& column : create.columns) {
    for (const sql::OtherConstraint& each : column.constraints) {
      constraints.push_back(&each);
    }
  }
  bool has_primary_key = false;
  bool has_keys = false;
  for (const sql::OtherConstraint* constraint : constraints) {
    if (!is_key(constraint->words)) {
      disallow(constraint->span, std::string(kNoConstraints),
               constraint->words.starts_with("CHECK")
                   ? "CONSTRAINT name EXPECT (condition) ON VIOLATION FAIL UPDATE checks each row"
                   : "");
      continue;
    }
    if (constraint->words.starts_with("PRIMARY") && std::exchange(has_primary_key, true)) {
      disallow(constraint->span, "a table has one PRIMARY KEY at most.");
    }
    check_key(*constraint, dataset);
    has_keys = true;
  }
  return has_keys;
}

void Registration::check_key(const sql::OtherConstraint& key, const Dataset& dataset) {
  if (dataset.columns.empty()) {
    return;  // the query's columns are not known yet
  }
  for (const sql::Identifier& column : key.columns) {
    const bool is_there = std::ranges::any_of(dataset.columns, [&column](const auto& each) {
      return types::equal_ignoring_case(each.name, column.name);
    });
    if (!is_there) {
      disallow(column.span, fmt::format("the {} names a column `{}` that the table has not.",
                                        key.words, column.name));
    }
  }
}

void Registration::check_clauses(const sql::CreateDataset& create, DatasetKind kind,
                                 const std::string& statement) {
  for (const sql::OtherClause& clause : create.clauses) {
    if (asks_for_what_is_done_anyway(clause)) {
      continue;
    }
    if (const std::string note = note_of(clause.keywords, kind); !note.empty()) {
      notes_.push_back(fmt::format("{} of {} {}", clause.keywords, create.name.text(), note));
      continue;
    }
    std::string refusal = refusal_of(clause.keywords, statement);
    if (refusal.empty()) {
      refusal = fmt::format("{} is not supported for {} statements.", clause.keywords, statement);
    }
    disallow(clause.span, std::move(refusal), hint_for_clause(clause.keywords));
  }
  if (create.format && !types::equal_ignoring_case(create.format->name, "delta")) {
    disallow(create.format->span,
             fmt::format("tables of format {} cannot be written.", create.format->name),
             "write USING delta, or leave it out");
  }
}

void Registration::read_layout(const sql::CreateDataset& create, Dataset& dataset) {
  for (const sql::ExpressionPtr& expression : create.partitioned_by) {
    const auto* column = expression->as<sql::ColumnName>();
    if (column == nullptr) {
      refuse(expression->span,
             fmt::format("Invalid partitioning transform ({})",
                         source_->text.substr(expression->span.begin,
                                              expression->span.end - expression->span.begin)),
             "partition by a column that the query computes");
    } else if (column->name.parts.size() != 1) {
      refuse(expression->span, "Multipart partition identifier not allowed.");
    } else {
      dataset.partition_columns.push_back(column->name.parts[0].name);
      dataset.partition_spans.push_back(expression->span);
    }
  }
  for (const sql::Name& column : create.cluster_by.columns) {
    dataset.cluster_columns.push_back(column.text());
    dataset.cluster_spans.push_back(column.span);
  }
  if (create.cluster_by.mode == sql::ClusterMode::kAuto) {
    notes_.push_back(fmt::format("CLUSTER BY AUTO of {}: Tarn chooses no clustering by itself",
                                 create.name.text()));
  }
  if (!create.partitioned_by.empty() && create.cluster_by.mode != sql::ClusterMode::kNone) {
    complain(create.cluster_by.span,
             {.condition = "SPECIFY_CLUSTER_BY_WITH_PARTITIONED_BY_IS_NOT_ALLOWED",
              .sqlstate = "42908",
              .message = "Cannot specify both CLUSTER BY and PARTITIONED BY."});
  }
}

void Registration::read_properties(const sql::CreateDataset& create, Dataset& dataset) {
  for (const sql::Property& property : create.properties) {
    if (!dataset.properties.emplace(property.key, property.value).second) {
      complain(property.span, {.condition = "DUPLICATE_KEY",
                               .sqlstate = "23505",
                               .message = fmt::format("Found duplicate keys `{}`.", property.key)});
    }
    dataset.property_spans.emplace(property.key, property.span);
    const bool is_switch = property.key == kResetAllowedProperty;
    if (is_switch && !types::equal_ignoring_case(property.value, "true") &&
        !types::equal_ignoring_case(property.value, "false")) {
      complain(property.span,
               {.condition = "INVALID_CONF_VALUE.TYPE_MISMATCH",
                .sqlstate = "22022",
                .message = fmt::format("The value '{}' in the config \"{}\" is invalid. It should "
                                       "be a/an 'boolean' value.",
                                       property.value, property.key)});
    }
    if (property.key.starts_with("pipelines.") && !is_switch) note_property(create, property);
  }
}

// Databricks' own, and whatever is misspelt: the table keeps it.
void Registration::note_property(const sql::CreateDataset& create, const sql::Property& property) {
  const std::string near = nearest(property.key, {std::string(kResetAllowedProperty)});
  notes_.push_back(fmt::format("the property {} of {} has no effect here; the table keeps it{}",
                               property.key, create.name.text(),
                               near.empty() ? "" : fmt::format(". Did you mean {}?", near)));
}

void Registration::read_expectations(const sql::CreateDataset& create, Dataset& dataset) {
  for (const sql::ExpectationClause& clause : create.expectations) {
    if (dataset.kind == DatasetKind::kView) {
      disallow(clause.span,
               "Expectations cannot be set on CREATE VIEW statements: the view's readers outside "
               "of the pipeline would not be held to them.",
               "set it on a TEMPORARY VIEW or a MATERIALIZED VIEW");
      continue;
    }
    const bool repeated =
        std::ranges::any_of(dataset.expectations, [&clause](const plan::ViewExpectation& earlier) {
          return types::equal_ignoring_case(earlier.name, clause.name.name);
        });
    if (repeated) {
      complain(clause.name.span, {.message = fmt::format("The expectation '{}' stands twice in {}.",
                                                         clause.name.name, create.name.text()),
                                  .hint = "each expectation of a dataset has a name of its own"});
      continue;
    }
    dataset.expectations.push_back({.name = clause.name.name,
                                    .condition = clause.condition.expression.get(),
                                    .text = clause.condition.text,
                                    .action = action_of(clause.action)});
    dataset.expectation_spans.push_back(clause.condition.expression->span);
  }
}

}  // namespace tarn::project
