// The star of a select list: all columns, those of one table or the fields of a struct, without
// what EXCEPT names.

#include <algorithm>

#include "plan/select_resolver.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

bool SelectResolver::excluded(const sql::Star& star, const ScopeColumn& column) const {
  return std::ranges::any_of(star.except, [&](const sql::Name& name) {
    return query_.names().same(name.last().name, column.attribute.name);
  });
}

// What EXCEPT takes out of columns of the scope: all of one (an empty path) or fields of it.
SelectResolver::ExcludedPaths SelectResolver::excluded_paths(const sql::Star& star) const {
  ExcludedPaths excluded;
  for (const sql::Name& name : star.except) {
    for (const FoundColumn& found : find_columns(scope_.columns, name, query_.names())) {
      FieldPath& path = excluded[found.column].emplace_back();
      for (size_t at = found.parts; at < name.parts.size(); ++at) {
        path.push_back(name.parts[at].name);
      }
    }
  }
  return excluded;
}

// The struct without the fields; a NULL struct stays NULL.
ExpressionPtr SelectResolver::without_fields(const ExpressionPtr& base,
                                             const std::vector<FieldPath>& paths) const {
  if (!base->type.is(TypeKind::kStruct)) return base;
  std::vector<ExpressionPtr> values;
  std::vector<types::Field> fields;
  for (size_t at = 0; at < base->type.fields().size(); ++at) {
    const types::Field& field = base->type.fields()[at];
    std::vector<FieldPath> inside;
    for (const FieldPath& path : paths) {
      if (query_.names().same(path[0], field.name))
        inside.emplace_back(path.begin() + 1, path.end());
    }
    const bool whole =
        std::ranges::any_of(inside, [](const FieldPath& path) { return path.empty(); });
    if (whole) continue;
    ExpressionPtr value = make_field(base, at);
    if (!inside.empty()) value = without_fields(value, inside);
    fields.push_back({.name = field.name, .type = value->type, .nullable = value->nullable});
    values.push_back(std::move(value));
  }
  const DataType type = DataType::structure(std::move(fields));
  ExpressionPtr kept =
      values.empty()
          ? make_literal({.content = types::ValueList()}, DataType::structure({}), base->span)
          : make_call(*find_function("struct"), std::move(values), type, false, base->span);
  if (!base->nullable) return kept;
  const ExpressionPtr present =
      make_call(*find_function("isnotnull"), {base}, types::boolean(), false, base->span);
  return std::make_shared<const Expression>(
      Expression{.content = CaseWhen{.branches = {{.condition = present, .result = kept}}},
                 .type = type,
                 .nullable = true,
                 .span = base->span});
}

bool SelectResolver::add_star(const sql::Star& star, Span span) {
  std::vector<std::string> parts;
  if (star.qualifier) {
    for (const sql::Identifier& part : star.qualifier->parts) parts.push_back(part.name);
  }
  bool any = false;
  ExcludedPaths excluded_here = excluded_paths(star);
  for (const ScopeColumn& column : scope_.columns) {
    if (column.visibility == Visibility::kHidden) continue;
    if (parts.empty() ? column.visibility != Visibility::kVisible
                      : !has_qualifier(column, parts, query_.names())) {
      continue;
    }
    any = true;
    // A column that USING hides goes by its name: that finds the shared one before it.
    const bool is_hidden = column.visibility == Visibility::kQualifiedOnly;
    if (is_hidden && excluded(star, column)) continue;
    const std::vector<FieldPath> paths = excluded_here[&column];
    if (std::ranges::any_of(paths, [](const FieldPath& path) { return path.empty(); })) continue;
    ExpressionPtr value = make_reference(column.attribute, span);
    if (!paths.empty()) value = without_fields(value, paths);
    items_.push_back({.name = column.attribute.name,
                      .expression = std::move(value),
                      .id = query_.ids().next_attribute(),
                      .span = span});
  }
  if (!any && star.qualifier) return add_struct_star(star, span);
  if (const sql::Name* const name = overlapping(star)) {
    query_.report(name->span,
                  {.condition = "EXCEPT_OVERLAPPING_COLUMNS",
                   .sqlstate = "42702",
                   .message = "Columns in an EXCEPT list must be distinct and non-overlapping, "
                              "but " +
                              quoted(*name) + " stands there twice."});
    return false;
  }
  for (const sql::Name& name : star.except) {
    if (find_columns(scope_.columns, name, query_.names()).empty()) {
      query_.report(name.span, {.condition = "UNRESOLVED_COLUMN.WITH_SUGGESTION",
                                .sqlstate = "42703",
                                .message = "A column with name " + quoted(name) +
                                           " cannot be resolved in EXCEPT. Did you mean one of the "
                                           "following? " +
                                           suggestion_list(scope_.columns, name) + "."});
      return false;
    }
  }
  return true;
}

// The first name of EXCEPT that is one before it, or a field of it; or the other way round.
const sql::Name* SelectResolver::overlapping(const sql::Star& star) const {
  ExcludedPaths before;
  for (const sql::Name& name : star.except) {
    for (const FoundColumn& found : find_columns(scope_.columns, name, query_.names())) {
      FieldPath path;
      for (size_t at = found.parts; at < name.parts.size(); ++at) {
        path.push_back(name.parts[at].name);
      }
      std::vector<FieldPath>& paths = before[found.column];
      if (std::ranges::any_of(paths, [&](const FieldPath& each) { return overlap(each, path); })) {
        return &name;
      }
      paths.push_back(std::move(path));
    }
  }
  return nullptr;
}

bool SelectResolver::overlap(const FieldPath& a, const FieldPath& b) const {
  for (size_t at = 0; at < std::min(a.size(), b.size()); ++at) {
    if (!query_.names().same(a[at], b[at])) return false;
  }
  return true;
}

bool SelectResolver::add_struct_star(const sql::Star& star, Span span) {
  const auto found = find_columns(scope_.columns, *star.qualifier, query_.names());
  if (found.empty()) {
    std::string known;
    for (const ScopeColumn& column : scope_.columns) {
      if (column.visibility != Visibility::kVisible) continue;
      known += (known.empty() ? "" : ", ") + quoted(column.attribute.name);
    }
    query_.report(span, {.condition = "CANNOT_RESOLVE_STAR_EXPAND",
                         .sqlstate = "42704",
                         .message = "Cannot resolve " + quoted(*star.qualifier) +
                                    ".* given input columns " + known +
                                    ". Please check that the specified table or struct exists and "
                                    "is accessible in the input columns."});
    return false;
  }
  ExpressionResolver resolver(query_, place(nullptr, nullptr));
  const sql::Expression column(star.qualifier->span, sql::ColumnName{.name = *star.qualifier});
  const Typed base = resolver.resolve(column);
  if (!base) return false;
  if (!base.expression->type.is(TypeKind::kStruct)) {
    // Spark has no condition of its own for it.
    query_.report(span, {.condition = "_LEGACY_ERROR_TEMP_1050",
                         .sqlstate = "",
                         .message = "Cannot resolve " + quoted(*star.qualifier) +
                                    ".*: the column is no struct but \"" +
                                    base.expression->type.sql() + "\"."});
    return false;
  }
  const auto& fields = base.expression->type.fields();
  for (size_t at = 0; at < fields.size(); ++at) {
    if (excluded(star, {.attribute = {.name = fields[at].name}})) continue;
    items_.push_back({.name = fields[at].name,
                      .expression = make_field(base.expression, at),
                      .id = query_.ids().next_attribute(),
                      .span = span});
  }
  return true;
}

std::optional<std::vector<Typed>> ExpressionResolver::expanded(const sql::Star& star, Span span) {
  std::vector<Typed> result;
  if (place_.scope == nullptr) return std::nullopt;
  std::vector<std::string> parts;
  if (star.qualifier) {
    for (const sql::Identifier& part : star.qualifier->parts) parts.push_back(part.name);
  }
  bool any = false;
  for (const ScopeColumn& column : place_.scope->columns) {
    if (column.visibility == Visibility::kHidden) continue;
    if (parts.empty() ? column.visibility != Visibility::kVisible
                      : !has_qualifier(column, parts, query_.names())) {
      continue;
    }
    any = true;
    const bool excepted = std::ranges::any_of(star.except, [&](const sql::Name& name) {
      const auto found = find_columns(place_.scope->columns, name, query_.names());
      return std::ranges::any_of(found, [&](const FoundColumn& each) {
        return each.column == &column && each.parts == name.parts.size();
      });
    });
    if (excepted) continue;
    result.push_back({.expression = make_reference(column.attribute, span),
                      .text = column.attribute.name,
                      .column = column.attribute.name});
  }
  if (!any && star.qualifier) return expanded_struct(star, span);
  return result;
}

// Whether columns are known by the name of such a table.
bool ExpressionResolver::is_table(const sql::Name& name) const {
  std::vector<std::string> parts;
  for (const sql::Identifier& part : name.parts) parts.push_back(part.name);
  return place_.scope != nullptr &&
         std::ranges::any_of(place_.scope->columns, [&](const ScopeColumn& column) {
           return has_qualifier(column, parts, query_.names());
         });
}

// s.*: the fields of a struct.
std::optional<std::vector<Typed>> ExpressionResolver::expanded_struct(const sql::Star& star,
                                                                      Span span) {
  if (find_columns(place_.scope->columns, *star.qualifier, query_.names()).empty()) {
    query_.report(span, {.condition = "CANNOT_RESOLVE_STAR_EXPAND",
                         .sqlstate = "42704",
                         .message = "Cannot resolve " + quoted(*star.qualifier) +
                                    ".* given the input columns. Please check that the specified "
                                    "table or struct exists and is accessible in the input "
                                    "columns."});
    return std::nullopt;
  }
  const Typed base =
      resolve(sql::Expression(star.qualifier->span, sql::ColumnName{.name = *star.qualifier}));
  if (!base) return std::nullopt;
  if (!base.expression->type.is(TypeKind::kStruct)) {
    // Spark has no condition of its own for it.
    query_.report(span, {.condition = "_LEGACY_ERROR_TEMP_1050",
                         .sqlstate = "",
                         .message = "Cannot resolve " + quoted(*star.qualifier) +
                                    ".*: the column is no struct but \"" +
                                    base.expression->type.sql() + "\"."});
    return std::nullopt;
  }
  std::vector<Typed> result;
  const auto& fields = base.expression->type.fields();
  for (size_t at = 0; at < fields.size(); ++at) {
    const bool excepted = std::ranges::any_of(star.except, [&](const sql::Name& name) {
      return query_.names().same(name.last().name, fields[at].name);
    });
    if (excepted) continue;
    result.push_back({.expression = make_field(base.expression, at),
                      .text = base.text + "." + fields[at].name + " AS " + fields[at].name,
                      .column = fields[at].name});
  }
  return result;
}

}  // namespace tarn::plan
