// What a name in FROM stands for: a common table, a table, a view, files, a table function.

#include <algorithm>
#include <array>
#include <set>

#include "base/ascii.h"
#include "plan/builder.h"
#include "plan/coercion.h"
#include "plan/qualifier.h"
#include "plan/resolution.h"
#include "plan/spark_functions.h"
#include "plan/text_lengths.h"
#include "plan/type_rules.h"
#include "plan/walk.h"
#include "plan/zones.h"
#include "sql/table_argument.h"
#include "types/declared_type.h"
#include "types/utf8.h"

namespace tarn::plan {

using types::TypeKind;

namespace {

// The option by which files are read as spark.sql.timestampType says (format/option_reader.h).
constexpr const char* kLocalTimes = "tarn.localtimes";

// range, builtin.range, system.builtin.range.
bool is_builtin_name(const sql::Name& name) {
  const auto is = [&](size_t part, std::string_view word) {
    return lower_ascii(name.parts[part].name) == word;
  };
  switch (name.parts.size()) {
    case 1:
      return true;
    case 2:
      return is(0, "builtin");
    case 3:
      return is(0, "system") && is(1, "builtin");
    default:
      return false;
  }
}

// Which no function of a session's own takes the place of.
bool stands_in_from(std::string_view name) {
  constexpr std::array<std::string_view, 4> kOurs = {"read_files", "cloud_files", "read_kafka",
                                                     "rate"};
  const Function* function = find_function(name);
  return is_table_function(name) || std::ranges::find(kOurs, name) != kOurs.end() ||
         (function != nullptr && function->kind == FunctionKind::kGenerator);
}

std::vector<ScopeColumn> columns_of(const Node& node, const std::vector<std::string>& qualifier) {
  std::vector<ScopeColumn> columns;
  for (const Attribute& attribute : node.output) {
    columns.push_back({.qualifier = qualifier, .attribute = attribute});
  }
  return columns;
}

// Where the argument called `wanted` (lower case) stands, or else the function's name. A path and a
// format go by position too, and options may stand in a map.
Span argument_span(const sql::TableFunction& function, const std::string& wanted) {
  std::vector<Span> by_position;
  for (const sql::FunctionCall::Argument& argument : function.arguments) {
    if (!argument.name) {
      by_position.push_back(argument.value->span);
    } else if (lower_ascii(argument.name->name) == wanted) {
      return {argument.name->span.begin, argument.value->span.end};
    }
  }
  for (const sql::Property& option : function.options) {
    if (lower_ascii(option.key) == wanted) return option.span;
  }
  const size_t place = wanted == "path" ? 0 : wanted == "format" ? 1 : 2;
  return !wanted.empty() && place < by_position.size() ? by_position[place] : function.name.span;
}

}  // namespace

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

ScopedPlan QueryResolver::table_function(const sql::TableFunction& function, bool stream, Span span,
                                         const CommonTables* tables, const Scope* outer) {
  const std::string name = lower_ascii(function.name.last().name);
  const bool is_builtin = is_builtin_name(function.name);
  if (!is_builtin || !stands_in_from(name)) {
    bool failed = false;
    const auto own = this->function(function.name, failed);
    if (failed) return {};
    if (own) return routine_table(function, *own, span, tables, outer);
  }
  const size_t parts = function.name.parts.size();
  if (!is_builtin &&
      (parts > 3 || (parts == 3 && !names().same(function.name.parts[0].name, "spark_catalog")))) {
    report(function.name.span,
           {.condition = "REQUIRES_SINGLE_PART_NAMESPACE",
            .sqlstate = "42K05",
            .message = "spark_catalog requires a single-part namespace, but got " +
                       quoted(function.name) + "."});
    return {};
  }
  const Function* const scalar = find_function(name);
  if (is_builtin && scalar != nullptr && scalar->kind != FunctionKind::kGenerator &&
      !stands_in_from(name)) {
    report(function.name.span,
           {.condition = "NOT_A_TABLE_FUNCTION",
            .sqlstate = "42887",
            .message = quoted(name) +
                       " appears as a table function here, but the function was defined as a "
                       "scalar function."});
    return {};
  }
  const bool is_given_table =
      std::ranges::any_of(function.arguments, [](const sql::FunctionCall::Argument& argument) {
        return sql::is_table_argument(*argument.value);
      });
  if (is_given_table && is_builtin && stands_in_from(name)) {
    const bool is_generator = scalar != nullptr;
    report(span, {.condition = is_generator ? "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE"
                                            : "NON_FOLDABLE_ARGUMENT",
                  .sqlstate = is_generator ? "42K09" : "42K08",
                  .message = "The function " + quoted(name) + " takes no TABLE argument."});
    return {};
  }
  if (!is_builtin || is_given_table) {
    report(function.name.span,
           {.condition = "UNRESOLVABLE_TABLE_VALUED_FUNCTION",
            .sqlstate = "42883",
            .message = "Could not resolve " + quoted(function.name) +
                       " to a table-valued function. Please make sure that it is defined as a "
                       "table-valued function and that all required parameters are provided."});
    return {};
  }
  if (auto listed = listing(name, function.arguments.size(), span)) return *listed;
  const Function* generator = find_function(name);
  if (generator != nullptr && generator->kind == FunctionKind::kGenerator) {
    if (stream) {
      report_unsupported(span, "STREAM over a generator");
      return {};
    }
    return generator_source(function, span, tables, outer);
  }
  // cloud_files() is Auto Loader, which is a stream with or without the word.
  const bool streams = stream || name == "cloud_files";
  TableFunctionReference reference{.name = name, .streaming = streams};
  bool complete = true;
  for (const sql::FunctionCall::Argument& argument : function.arguments) {
    const Scope around{.columns = {}, .outer = outer};
    ExpressionResolver resolver(*this, {.scope = &around,
                                        .no_aggregates_in = "table function's argument",
                                        .no_windows_in = "table function's argument"});
    Typed typed = resolver.resolve(*argument.value);
    if (typed) typed = resolver.constant(std::move(typed), argument.value->span);
    complete = complete && typed;
    if (!typed) continue;
    const auto* literal = std::get_if<Literal>(&typed.expression->content);
    // A variable that stands alone has a name, and what has a name is no constant to Spark.
    const bool is_variable = argument.value->as<sql::ColumnName>() != nullptr;
    if (literal == nullptr || is_variable) {
      report(argument.value->span, {.condition = "NON_FOLDABLE_ARGUMENT",
                                    .sqlstate = "42K08",
                                    .message = "The function " + quoted(name) +
                                               " requires its arguments to be constants, but \"" +
                                               typed.text + "\" is none."});
      complete = false;
      continue;
    }
    reference.arguments.push_back({.name = argument.name ? lower_ascii(argument.name->name) : "",
                                   .value = literal->value,
                                   .type = typed.expression->type});
  }
  for (const sql::Property& option : function.options) {
    reference.arguments.push_back({.name = lower_ascii(option.key),
                                   .value = {.content = option.value},
                                   .type = types::string_type()});
  }
  if (settings().ntz_by_default && (name == "read_files" || name == "cloud_files")) {
    reference.arguments.push_back(
        {.name = kLocalTimes, .value = {.content = true}, .type = types::boolean()});
  }
  if (!complete) return {};
  std::string wrong_argument;
  reference.wrong_argument = &wrong_argument;
  auto found = catalog_.table_function(reference);
  if (!found && found.error().condition == "UNRESOLVABLE_TABLE_VALUED_FUNCTION" &&
      (find_function(name) != nullptr || is_spark_function(name))) {
    report(span, {.condition = "NOT_A_TABLE_FUNCTION",
                  .sqlstate = "42887",
                  .message = quoted(name) +
                             " appears as a table function here, but the function was defined as "
                             "a scalar function.",
                  .hint = "move the call out of the FROM clause"});
    return {};
  }
  if (!found) {
    report_error(argument_span(function, wrong_argument), found.error());
    return {};
  }
  return relation(std::move(*found), {name}, streams, span);
}

ScopedPlan QueryResolver::generator_source(const sql::TableFunction& function, Span span,
                                           const CommonTables* tables, const Scope* outer) {
  const Scope empty{.columns = {}, .outer = outer};
  ExpressionResolver resolver(*this, {.scope = &empty,
                                      .tables = tables,
                                      .no_aggregates_in = "FROM",
                                      .no_windows_in = "FROM",
                                      .no_routines_in = "Generate"});
  auto resolved = resolver.generator_of(function.name, function.arguments, span);
  if (!resolved) return {};
  std::vector<Attribute> generated;
  for (const types::Field& field : resolved->columns) {
    generated.push_back({.id = ids().next_attribute(),
                         .name = field.name,
                         .type = field.type,
                         .nullable = field.nullable || resolved->outer});
  }
  ScopedPlan result;
  PlanPtr one_row = make_node(Rows{.rows = {{}}}, {});
  result.plan = make_node(Generate{.input = std::move(one_row),
                                   .function = resolved->function,
                                   .arguments = resolved->arguments,
                                   .outer = resolved->outer,
                                   .generated = generated},
                          generated, span);
  result.columns = columns_of(*result.plan, {});
  return result;
}

}  // namespace tarn::plan
