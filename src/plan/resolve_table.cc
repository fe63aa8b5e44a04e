// What a name in FROM stands for: a common table, a table, a view, files.

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "plan/builder.h"
#include "plan/coercion.h"
#include "plan/expression_resolver.h"
#include "plan/qualifier.h"
#include "plan/text_lengths.h"
#include "plan/type_rules.h"
#include "plan/walk.h"
#include "plan/zones.h"
#include "sql/table_argument.h"
#include "types/declared_type.h"
#include "types/utf8.h"

namespace tarn::plan {

using types::TypeKind;

ScopedPlan QueryResolver::scan(const SourceRelation& relation,
                               const std::vector<std::string>& qualifier, bool stream, Span span) {
  std::vector<Attribute> output;
  for (const types::Field& field : relation.schema) {
    types::DataType declared = types::declared_type(field);
    const bool is_declared = declared != field.type;
    output.push_back({.id = ids().next_attribute(),
                      .name = field.name,
                      .type = field.type,
                      .nullable = field.nullable,
                      .declared = is_declared ? std::optional(std::move(declared)) : std::nullopt});
  }
  // A column of that name hides it.
  const bool has_metadata =
      relation.metadata && !types::find_field(relation.schema, kMetadataColumn);
  if (has_metadata) {
    output.push_back({.id = ids().next_attribute(),
                      .name = kMetadataColumn,
                      .type = *relation.metadata,
                      .nullable = false});
  }
  ScopedPlan result;
  result.plan =
      make_node(Scan{.id = ids().next_scan(), .source = relation.source, .streaming = stream},
                std::move(output), span);
  result.plan = padded_scan(std::move(result.plan));
  result.columns = columns_of(*result.plan, qualifier);
  if (has_metadata) result.columns.back().visibility = Visibility::kHidden;
  return result;
}

// A CHAR reads with blanks behind it, however it was written.
PlanPtr QueryResolver::padded_scan(PlanPtr scan) {
  if (settings().char_as_string || !settings().char_padded_on_reading) return scan;
  std::vector<NamedExpression> columns;
  bool any = false;
  for (const Attribute& attribute : scan->output) {
    NamedExpression column{
        .id = attribute.id, .name = attribute.name, .expression = make_reference(attribute)};
    if (attribute.declared && types::has_char(*attribute.declared)) {
      column.id = ids().next_attribute();
      column.expression = padded_value(column.expression, *attribute.declared, ids());
      column.declared = attribute.declared;
      any = true;
    }
    columns.push_back(std::move(column));
  }
  const Span span = scan->span;
  return any ? make_project(std::move(scan), std::move(columns), span) : scan;
}

PlanPtr QueryResolver::with_expectations(const ViewRelation& view, PlanPtr plan) {
  if (view.expectations == nullptr || view.expectations->empty()) return plan;
  Scope scope{.columns = columns_of(*plan, {view.name})};
  QueryResolver inner(shared_, view.text, *view.scope);
  Expect expect{.input = plan, .dataset = view.name};
  bool complete = true;
  for (const ViewExpectation& rule : *view.expectations) {
    ExpressionResolver resolver(
        inner, {.scope = &scope, .no_aggregates_in = "EXPECT", .no_windows_in = "EXPECT"});
    ExpressionPtr condition = resolver.condition(*rule.condition);
    complete = complete && condition;
    expect.expectations.push_back({.name = rule.name,
                                   .condition = std::move(condition),
                                   .text = rule.text,
                                   .action = rule.action});
  }
  if (!complete) return nullptr;
  std::vector<Attribute> output = plan->output;
  return make_node(std::move(expect), std::move(output));
}

// The columns that a view had when it was made. Where its query gives one name to several, they go
// by their order.
PlanPtr QueryResolver::kept_columns(const ViewRelation& view, PlanPtr plan, Span span) {
  std::vector<NamedExpression> columns;
  std::set<AttributeId> taken;
  for (const ViewColumn& column : view.kept) {
    const auto found = std::ranges::find_if(plan->output, [&](const Attribute& attribute) {
      return names().same(attribute.name, column.in_query) && !taken.contains(attribute.id);
    });
    if (found == plan->output.end()) {
      report(span, {.condition = "INCOMPATIBLE_VIEW_SCHEMA_CHANGE",
                    .sqlstate = "51024",
                    .message = "The SQL query of view " + quoted(view.name) +
                               " has an incompatible schema change and column " + column.in_query +
                               " cannot be resolved. Create the view again."});
      return nullptr;
    }
    if (!can_up_cast(found->type, column.type)) {
      report(span, {.condition = "CANNOT_UP_CAST_DATATYPE",
                    .sqlstate = "42846",
                    .message = "Cannot up cast " + view.name + "." + column.in_query + " from \"" +
                               found->type.sql() + "\" to \"" + column.type.sql() +
                               "\", which it was when the view was made."});
      return nullptr;
    }
    taken.insert(found->id);
    columns.push_back({.id = ids().next_attribute(),
                       .name = column.name,
                       .expression = make_cast(make_reference(*found), column.type)});
  }
  return make_project(std::move(plan), std::move(columns), span);
}

ScopedPlan QueryResolver::view(const ViewRelation& relation, bool stream, Span span) {
  CHECK(relation.query != nullptr && relation.scope != nullptr);
  if (std::ranges::find(shared_.views, relation.query) != shared_.views.end()) {
    report(span, {.condition = "RECURSIVE_VIEW",
                  .sqlstate = "42K0H",
                  .message = "Recursive view " + quoted(relation.name) +
                             " detected: its query reads the view itself."});
    return {};
  }
  shared_.views.push_back(relation.query);
  QueryResolver inner({.settings = relation.settings != nullptr ? *relation.settings : settings(),
                       .ids = shared_.ids,
                       .diagnostics = shared_.diagnostics,
                       .views = shared_.views,
                       .routines = shared_.routines,
                       .room = shared_.room},
                      relation.text, *relation.scope);
  ScopedPlan result = inner.query(*relation.query, nullptr, nullptr);
  shared_.views.pop_back();
  if (!result.plan) return {};
  if (inner.settings().time_zone != settings().time_zone) {
    result.plan = in_zone(result.plan, inner.settings().time_zone);
  }
  if (!relation.columns.empty()) {
    CHECK(relation.columns.size() == result.plan->output.size());
    std::vector<NamedExpression> columns;
    for (size_t at = 0; at < relation.columns.size(); ++at) {
      columns.push_back({.id = ids().next_attribute(),
                         .name = relation.columns[at],
                         .expression = make_reference(result.plan->output[at])});
    }
    result.plan = make_project(result.plan, std::move(columns), span);
  }
  if (!relation.kept.empty()) {
    result.plan = kept_columns(relation, std::move(result.plan), span);
    if (!result.plan) return {};
  }
  const bool streaming = is_streaming(*result.plan);
  if (stream != streaming) {
    report(span, {.condition =
                      stream ? "INCOMPATIBLE_BATCH_VIEW_READ" : "INCOMPATIBLE_STREAMING_VIEW_READ",
                  .sqlstate = "42000",
                  .message = stream ? "View " + quoted(relation.name) +
                                          " is a batch view and must be read without STREAM."
                                    : "View " + quoted(relation.name) +
                                          " is a streaming view and must be read with STREAM."});
    return {};
  }
  result.plan = with_expectations(relation, std::move(result.plan));
  if (!result.plan) return {};
  result.columns = columns_of(*result.plan, {relation.name});
  return result;
}

ScopedPlan QueryResolver::relation(Relation relation, const std::vector<std::string>& qualifier,
                                   bool stream, Span span) {
  if (const auto* seen = std::get_if<ViewRelation>(&relation)) return view(*seen, stream, span);
  const auto& source = std::get<SourceRelation>(relation);
  return scan(source, qualifier, stream, span);
}

ScopedPlan QueryResolver::common_table(const CommonTables::Entry& entry) {
  entry.is_read = true;
  if (entry.recursion != nullptr) return recursive_reference(entry);
  if (is_recursive(entry)) return recursive_table(entry);
  ScopedPlan result = query(*entry.table->query, entry.visible, entry.outer);
  if (!result.plan) return {};
  return aliased(std::move(result), {.name = entry.table->name, .columns = entry.table->columns},
                 entry.table->span);
}

std::optional<int64_t> QueryResolver::travel_version(const sql::TimeTravel& travel) {
  const auto* literal = travel.value->as<sql::Literal>();
  if (literal != nullptr) {
    if (const auto* number = std::get_if<int64_t>(&literal->value.content)) return *number;
  }
  report(travel.span, {.condition = "INVALID_TIME_TRAVEL_SPEC",
                       .sqlstate = "42K0E",
                       .message = "The version of a table is a whole number."});
  return std::nullopt;
}

std::optional<int64_t> QueryResolver::travel_time(const sql::TimeTravel& travel) {
  ExpressionResolver resolver(
      *this, {.no_aggregates_in = "TIMESTAMP AS OF", .no_windows_in = "TIMESTAMP AS OF"});
  Typed value = resolver.resolve(*travel.value);
  if (value) value = resolver.constant(std::move(value), travel.value->span);
  if (!value) return std::nullopt;
  if (const auto text = literal_string(*value.expression)) {
    const sql::Expression typed(travel.value->span,
                                sql::TypedLiteral{.type_name = "TIMESTAMP", .text = *text});
    value = resolver.resolve(typed);
    if (!value) return std::nullopt;
  }
  value = resolver.constant(std::move(value), travel.value->span);
  if (!value) return std::nullopt;
  const auto* literal = std::get_if<Literal>(&value.expression->content);
  const auto* micros = literal == nullptr ? nullptr : std::get_if<int64_t>(&literal->value.content);
  if (micros != nullptr && value.expression->type.is(TypeKind::kTimestamp)) return *micros;
  report(travel.span, {.condition = "INVALID_TIME_TRAVEL_TIMESTAMP_EXPR.NON_DETERMINISTIC",
                       .sqlstate = "42K0E",
                       .message = "The time of TIMESTAMP AS OF must be a constant."});
  return std::nullopt;
}

ScopedPlan QueryResolver::table(const sql::TableName& name, bool stream, Span span,
                                const CommonTables* tables) {
  if (name.name.parts.size() == 1) {
    for (const CommonTables* level = tables; level != nullptr; level = level->enclosing) {
      for (auto entry = level->entries.rbegin(); entry != level->entries.rend(); ++entry) {
        if (!names().same(entry->table->name.name, name.name.parts[0].name)) continue;
        if (stream) {
          report_unsupported(span, "STREAM over a common table expression");
          return {};
        }
        return common_table(*entry);
      }
    }
  }
  TableReference reference{.streaming = stream};
  for (const sql::Identifier& part : name.name.parts) reference.name.push_back(part.name);
  for (const sql::Property& option : name.options) {
    reference.options[lower_ascii(option.key)] = option.value;
  }
  // A schema is given by a view over files, whose types are read already.
  const bool infers = reference.name.size() == 2 && !reference.options.contains("schema") &&
                      (types::equal_ignoring_case(reference.name[0], "json") ||
                       types::equal_ignoring_case(reference.name[0], "csv"));
  if (settings().ntz_by_default && infers) reference.options[kLocalTimes] = "true";
  if (name.time_travel) {
    const bool version = name.time_travel->kind == sql::TimeTravel::Kind::kVersion;
    (version ? reference.version : reference.timestamp_us) =
        version ? travel_version(*name.time_travel) : travel_time(*name.time_travel);
    if (!reference.version && !reference.timestamp_us) return {};
  }
  auto found = catalog_.table(reference);
  if (!found) {
    report_error(name.name.span, found.error());
    return {};
  }
  const auto qualifier = qualifier_of(*found, reference.name, current_names());
  ScopedPlan result = relation(std::move(*found), qualifier, stream, span);
  for (ScopeColumn& column : result.columns) column.qualifier = qualifier;
  return result;
}

}  // namespace tarn::plan
