#include "project/dataset_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "project/schema_merge.h"
#include "types/declared_type.h"
#include "types/identity_column.h"
#include "types/made_values.h"
#include "types/utf8.h"

namespace tarn::project {
namespace {

using types::Field;
using types::Schema;

Diagnostic diagnostic_of(Error error, const Place& place, std::string hint = {}) {
  return {.condition = std::move(error.condition),
          .sqlstate = std::move(error.sqlstate),
          .message = std::move(error.message),
          .hint = std::move(hint),
          .source = place.source,
          .span = place.span};
}

// A declared column as the table keeps it.
Field field_of(const DeclaredColumn& column) {
  Field field = types::stored_field({.name = column.name,
                                     .type = column.type.value_or(types::DataType()),
                                     .nullable = column.nullable,
                                     .comment = column.comment});
  if (column.generated_as) {
    types::set_generation(field, *column.generated_as);
  }
  if (column.default_value) {
    types::set_default(field, *column.default_value);
  }
  if (column.identity) {
    types::set_identity(field, *column.identity);
  }
  return field;
}

class SchemaSettler {
 public:
  SchemaSettler(const Dataset& table, std::vector<FlowOutput> outputs)
      : table_(table), outputs_(std::move(outputs)) {
    std::ranges::stable_sort(outputs_, {},
                             [](const FlowOutput& output) { return key_of(output.flow->name); });
  }

  TableSchema settle() {
    check_repeated_columns();
    Schema inferred;
    if (!result_.diagnostics.empty() || !merge_flows(inferred)) {
      // Readers go by what is declared, so that one mistake is reported once.
      result_.schema = declared_schema();
      result_.usable = fully_typed();
      return std::move(result_);
    }
    if (table_.columns.empty()) {
      result_.schema = as_nullable(inferred);
    } else if (fully_typed()) {
      hold_against(inferred);
    } else {
      name_columns(inferred);
    }
    check_layout();
    result_.usable = true;
    return std::move(result_);
  }

 private:
  bool fully_typed() const {
    return !table_.columns.empty() &&
           std::ranges::all_of(table_.columns, [](const DeclaredColumn& column) {
             return column.type.has_value();
           });
  }

  Schema declared_schema() const {
    Schema schema;
    for (const DeclaredColumn& column : table_.columns) {
      if (column.type) {
        schema.push_back(field_of(column));
      }
    }
    return schema;
  }

  void check_repeated_columns() {
    for (const FlowOutput& output : outputs_) {
      std::set<std::string> names;
      for (const Field& field : output.schema) {
        if (!names.insert(types::case_folded(field.name)).second) {
          result_.diagnostics.push_back(diagnostic_of(
              {.message = fmt::format("The column `{}` already exists. Choose another "
                                      "name or rename the existing column.",
                                      field.name),
               .condition = "COLUMN_ALREADY_EXISTS",
               .sqlstate = "42711"},
              output.flow->place, "the query has two columns of that name"));
        }
      }
    }
  }

  bool merge_flows(Schema& inferred) {
    for (const FlowOutput& output : outputs_) {
      Result<Schema> merged = merge_schemas(inferred, output.schema);
      if (!merged) {
        result_.diagnostics.push_back(diagnostic_of(
            merged.error(), output.flow->place,
            fmt::format("flow {} and another flow of {} give the column different types",
                        plain(output.flow->name), plain(table_.name))));
        return false;
      }
      inferred = std::move(merged).value();
    }
    return true;
  }

  void complain_of_difference(const Schema& declared, const Schema& inferred, std::string hint,
                              Span span) {
    result_.diagnostics.push_back(diagnostic_of(
        {.message =
             fmt::format("Table '{}' has a user-specified schema that is incompatible with "
                         "the schema inferred from its query. Declared schema: {}. Inferred "
                         "schema: {}.",
                         plain(table_.name), types::ddl_text(declared), types::ddl_text(inferred)),
         .condition = "USER_SPECIFIED_AND_INFERRED_SCHEMA_NOT_COMPATIBLE",
         .sqlstate = "42000"},
        {.source = table_.place.source, .span = span}, std::move(hint)));
  }

  Span span_of_all() const {
    return {table_.columns.front().span.begin, table_.columns.back().span.end};
  }

  // Declared columns, with the flows' put in, must still be the declared ones: a flow may leave
  // columns out, but adds none and changes no type (Spark: validateUserSpecifiedSchemas).
  void hold_against(const Schema& inferred) {
    result_.schema = declared_schema();
    const Result<Schema> merged = merge_schemas(result_.schema, inferred);
    if (!merged || !same_columns(*merged, result_.schema)) {
      Difference difference = first_difference(inferred);
      complain_of_difference(result_.schema, inferred, std::move(difference.hint), difference.span);
    }
  }

  struct Difference {
    std::string hint = {};
    Span span = {};
  };

  Difference first_difference(const Schema& inferred) const {
    for (const Field& field : inferred) {
      const std::optional<size_t> at = types::find_field(result_.schema, field.name);
      if (!at) {
        return {fmt::format("column `{}` of the query is not declared", field.name), span_of_all()};
      }
      const Field& declared = result_.schema[*at];
      if (!declared.type.same_ignoring_nullability(field.type)) {
        return {fmt::format("column `{}` is declared {} and is {} in the query", field.name,
                            declared.type.sql(), field.type.sql()),
                table_.columns[*at].span};
      }
      if (!declared.nullable && field.nullable) {
        return {fmt::format("column `{}` is declared NOT NULL and may be NULL in the query",
                            field.name),
                table_.columns[*at].span};
      }
    }
    return {.span = span_of_all()};
  }

  // A list of names gives comments and nothing else. It has to repeat the query's names in their
  // order, because it could be read either as an order or as new names.
  void name_columns(const Schema& inferred) {
    result_.schema = as_nullable(inferred);
    Schema declared;
    bool same = inferred.size() == table_.columns.size();
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      const DeclaredColumn& column = table_.columns[i];
      const bool here = i < inferred.size();
      same = same && here && types::equal_ignoring_case(column.name, inferred[i].name) &&
             (!column.type ||
              types::without_lengths(*column.type).same_ignoring_nullability(inferred[i].type)) &&
             (column.nullable || !inferred[i].nullable);
      declared.push_back({.name = column.name,
                          .type = column.type ? *column.type
                                  : here      ? inferred[i].type
                                              : types::DataType()});
      if (here) {
        if (column.type) {
          result_.schema[i].metadata = field_of(column).metadata;
        }
        result_.schema[i].comment = column.comment;
        result_.schema[i].nullable = column.nullable;
      }
    }
    if (!same) {
      complain_of_difference(declared, inferred,
                             "without types the list must have the query's column names in the "
                             "query's order; rename columns with AS",
                             span_of_all());
      return;
    }
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      result_.schema[i].name = table_.columns[i].name;
    }
  }

  void check_layout() {
    for (size_t i = 0; i < table_.partition_columns.size(); ++i) {
      check_layout_column(table_.partition_columns[i], table_.partition_columns[i],
                          table_.partition_spans[i]);
      check_partition_type(table_.partition_columns[i], table_.partition_spans[i]);
    }
    for (size_t i = 0; i < table_.cluster_columns.size(); ++i) {
      // A clustering column may be a field of a struct.
      const std::string& column = table_.cluster_columns[i];
      check_layout_column(column, column.substr(0, column.find('.')), table_.cluster_spans[i]);
      check_cluster_type(column, table_.cluster_spans[i]);
    }
  }

  bool is_variant(const std::string& column) const {
    const auto at = types::find_field(result_.schema, column);
    return at && result_.schema[*at].type.is(types::TypeKind::kVariant);
  }

  void check_partition_type(const std::string& column, Span span) {
    const auto at = types::find_field(result_.schema, column);
    if (at && types::identity_of(result_.schema[*at])) {
      result_.diagnostics.push_back(diagnostic_of(
          {.message = fmt::format("PARTITIONED BY IDENTITY column {} is not supported.", column),
           .condition = "DELTA_IDENTITY_COLUMNS_PARTITION_NOT_SUPPORTED",
           .sqlstate = "42601"},
          {.source = table_.place.source, .span = span}));
    }
    if (!is_variant(column)) {
      return;
    }
    result_.diagnostics.push_back(
        diagnostic_of({.message = "Cannot use \"VARIANT\" for partition column.",
                       .condition = "INVALID_PARTITION_COLUMN_DATA_TYPE",
                       .sqlstate = "0A000"},
                      {.source = table_.place.source, .span = span},
                      "a field of the VARIANT in a column of its own can partition the table"));
  }

  // Files of a VARIANT have no bounds by which any could be left out.
  void check_cluster_type(const std::string& column, Span span) {
    if (!is_variant(column)) {
      return;
    }
    result_.diagnostics.push_back(diagnostic_of(
        {.message = fmt::format("CLUSTER BY is not supported because the following column(s): {} : "
                                "VARIANT don't support data skipping.",
                                column),
         .condition = "DELTA_CLUSTERING_COLUMNS_DATATYPE_NOT_SUPPORTED",
         .sqlstate = "0A000"},
        {.source = table_.place.source, .span = span}));
  }

  void check_layout_column(const std::string& column, const std::string& top, Span span) {
    if (types::find_field(result_.schema, top)) {
      return;
    }
    std::vector<std::string> known;
    for (const Field& field : result_.schema) {
      known.push_back(field.name);
    }
    const std::string near = nearest(top, known);
    result_.diagnostics.push_back(diagnostic_of(
        {.message =
             fmt::format("No such struct field `{}` in `{}`.", column, fmt::join(known, "`, `")),
         .condition = "FIELD_NOT_FOUND",
         .sqlstate = "42704"},
        {.source = table_.place.source, .span = span},
        near.empty() ? "" : fmt::format("did you mean '{}'?", near)));
  }

  const Dataset& table_;
  std::vector<FlowOutput> outputs_;
  TableSchema result_;
};

}  // namespace

TableSchema table_schema(const Dataset& table, std::vector<FlowOutput> outputs) {
  if (outputs.empty()) {
    TableSchema result{.usable = !table.columns.empty()};
    for (const DeclaredColumn& column : table.columns) {
      result.usable = result.usable && column.type.has_value();
      result.schema.push_back(field_of(column));
    }
    return result;
  }
  return SchemaSettler(table, std::move(outputs)).settle();
}

}  // namespace tarn::project
