// AUTO CDC: the clauses held against the source's columns.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "project/flow_plan.h"
#include "types/utf8.h"

namespace tarn::project {
namespace {

using types::Schema;

class CdcChecker {
 public:
  CdcChecker(const Flow& flow, const plan::Node& source, const plan::SessionSettings& settings,
             plan::Catalog& catalog, plan::IdSource& ids, std::vector<Diagnostic>& diagnostics)
      : flow_(flow),
        cdc_(*flow.cdc),
        source_(source),
        source_schema_(plan::schema_of(source)),
        settings_(settings),
        catalog_(catalog),
        ids_(ids),
        diagnostics_(diagnostics) {}

  Schema check() {
    Schema columns = select(cdc_.columns, source_schema_);
    for (const sql::Name& key : cdc_.keys) {
      if (!types::find_field(columns, key.text())) {
        complain(
            key.span, "AUTOCDC_KEY_NOT_IN_SELECTED_SCHEMA", "22023",
            fmt::format("Using case-insensitive column name comparison, the AutoCDC key column "
                        "`{}` is not present in the flow's selected source schema. AutoCDC "
                        "requires every key column to be present in the source change-data "
                        "feed and retained by any configured column selection.",
                        key.text()),
            types::find_field(source_schema_, key.text()) ? "COLUMNS leaves it out"
                                                          : suggestion(key.text()));
      }
    }
    if (cdc_.track_history) select(*cdc_.track_history, columns);
    if (cdc_.ignore_null_updates) select(*cdc_.ignore_null_updates, columns);
    check_condition(cdc_.delete_when.get());
    check_condition(cdc_.truncate_when.get());
    const std::optional<types::DataType> sequence = sequence_type();
    if (sequence && cdc_.scd_type == sql::ScdType::kType2) {
      columns.push_back({.name = "__START_AT", .type = *sequence});
      columns.push_back({.name = "__END_AT", .type = *sequence});
    }
    return columns;
  }

 private:
  void complain(Span span, std::string condition, std::string sqlstate, std::string message,
                std::string hint = {}) {
    diagnostics_.push_back({.condition = std::move(condition),
                            .sqlstate = std::move(sqlstate),
                            .message = std::move(message),
                            .hint = std::move(hint),
                            .source = flow_.place.source,
                            .span = span});
  }

  std::string suggestion(const std::string& name) const {
    std::vector<std::string> known;
    for (const types::Field& field : source_schema_) {
      known.push_back(field.name);
    }
    const std::string near = nearest(name, known);
    return near.empty() ? "" : fmt::format("did you mean '{}'?", near);
  }

  // The columns of `schema` that a selection means.
  Schema select(const sql::ColumnSelection& selection, const Schema& schema) {
    std::vector<bool> named(schema.size(), false);
    for (const sql::Name& column : selection.columns) {
      if (const std::optional<size_t> at = types::find_field(schema, column.text())) {
        named[*at] = true;
        continue;
      }
      std::vector<std::string> available;
      for (const types::Field& field : schema) {
        available.push_back(field.name);
      }
      complain(
          column.span, "AUTOCDC_COLUMNS_NOT_FOUND_IN_SCHEMA", "42703",
          fmt::format("Using case-insensitive column name comparison, the following columns are "
                      "not present in the source schema: {}. Available columns: {}.",
                      column.text(), fmt::join(available, ", ")),
          suggestion(column.text()));
    }
    if (selection.mode == sql::ColumnSelection::Mode::kAll) {
      return schema;
    }
    const bool wanted = selection.mode == sql::ColumnSelection::Mode::kOnly;
    Schema selected;
    for (size_t i = 0; i < schema.size(); ++i) {
      if (named[i] == wanted) {
        selected.push_back(schema[i]);
      }
    }
    return selected;
  }

  plan::ExpressionPtr resolve(const sql::Expression& expression) {
    plan::ExpressionResolution resolved = plan::resolve_expression(
        expression, source_, flow_.place.source, settings_, catalog_, ids_);
    std::ranges::move(resolved.diagnostics, std::back_inserter(diagnostics_));
    return resolved.expression;
  }

  void check_condition(const sql::Expression* condition) {
    if (condition == nullptr) {
      return;
    }
    const plan::ExpressionPtr resolved = resolve(*condition);
    if (resolved != nullptr && !resolved->type.is(types::TypeKind::kBoolean)) {
      const Place place{.source = flow_.place.source, .span = condition->span};
      diagnostics_.push_back(not_boolean(
          place.source->text.substr(place.span.begin, place.span.end - place.span.begin),
          resolved->type, place));
    }
  }

  static bool is_orderable(const types::DataType& type) {
    if (type.is(types::TypeKind::kArray)) {
      return is_orderable(type.element());
    }
    if (type.is(types::TypeKind::kStruct)) {
      return std::ranges::all_of(
          type.fields(), [](const types::Field& field) { return is_orderable(field.type); });
    }
    return !type.is(types::TypeKind::kMap);
  }

  std::optional<types::DataType> sequence_type() {
    const plan::ExpressionPtr resolved = resolve(*cdc_.sequence_by);
    if (resolved == nullptr) {
      return std::nullopt;
    }
    if (!is_orderable(resolved->type)) {
      complain(cdc_.sequence_by->span, "AUTOCDC_MICROBATCH_VALIDATION.NON_ORDERABLE_SEQUENCE",
               "22000",
               fmt::format("The sequencing column has non-orderable type {}. The sequencing column "
                           "must be of a type that supports ordering.",
                           resolved->type.sql()));
    }
    return resolved->type;
  }

  const Flow& flow_;
  const sql::AutoCdc& cdc_;
  const plan::Node& source_;
  Schema source_schema_;
  const plan::SessionSettings& settings_;
  plan::Catalog& catalog_;
  plan::IdSource& ids_;
  std::vector<Diagnostic>& diagnostics_;
};

}  // namespace

types::Schema auto_cdc_columns(const Flow& flow, const plan::Node& source,
                               const plan::SessionSettings& settings, plan::Catalog& catalog,
                               plan::IdSource& ids, std::vector<Diagnostic>& diagnostics) {
  return CdcChecker(flow, source, settings, catalog, ids, diagnostics).check();
}

}  // namespace tarn::project
