// FROM: sources, their aliases and watermarks, and what is put beside them.

#include <algorithm>
#include <cstdlib>

#include "plan/coercion.h"
#include "plan/expression_resolver.h"

namespace tarn::plan {

using types::TypeKind;

namespace {

void requalify(ScopedPlan& plan, const std::string& name) {
  for (ScopeColumn& column : plan.columns) column.qualifier = {name};
}

}  // namespace

// The plan is as deep as the chain of joins is long, and all that goes over it recurses; a thousand
// joins take the engine gigabytes before it refuses them.
bool QueryResolver::is_short_enough(const sql::Select& select) {
  constexpr size_t kRelationsMax = 200;
  size_t relations = select.lateral_views.size();
  for (const sql::FromItem& item : select.from) relations += 1 + item.joins.size();
  if (relations <= kRelationsMax) return true;
  report(select.from.back().span,
         {.condition = "FAILED_TO_PARSE_TOO_COMPLEX",
          .sqlstate = "54001",
          .message = "The statement is too complex: it puts more than 200 relations together in "
                     "one FROM"});
  return false;
}

ScopedPlan QueryResolver::from(const sql::Select& select, const CommonTables* tables,
                               const Scope* outer) {
  if (!is_short_enough(select)) return {};
  std::optional<ScopedPlan> result;
  bool complete = true;
  for (const sql::FromItem& item : select.from) {
    ScopedPlan next = from_item(item, result, tables, outer);
    complete = complete && next.plan;
    if (complete) result = std::move(next);
  }
  if (!complete) return {};
  if (!result) result = ScopedPlan{.plan = make_node(Rows{.rows = {{}}}, {}), .columns = {}};
  for (const sql::LateralView& view : select.lateral_views) {
    result = lateral_view(std::move(*result), view, tables, outer);
    if (!result->plan) return {};
  }
  return std::move(*result);
}

ScopedPlan QueryResolver::from_item(const sql::FromItem& item, std::optional<ScopedPlan> before,
                                    const CommonTables* tables, const Scope* outer) {
  // LATERAL sees what stands to its left; as the first of a FROM it is any other subquery.
  Scope left_scope{.columns = before ? before->columns : std::vector<ScopeColumn>{},
                   .outer = outer};
  const bool sees_left = item.source.lateral && before;
  ScopedPlan result = source(item.source, tables, sees_left ? &left_scope : outer);
  if (result.plan && before) {
    result = cross(std::move(*before), std::move(result), item.source.lateral, item.span);
  }
  const auto reshaped = [&](size_t joins) {
    for (const sql::Reshape& reshape : item.reshapes) {
      if (reshape.after_joins != joins || !result.plan) continue;
      const auto* pivot = std::get_if<sql::Pivot>(&reshape.node);
      result = pivot != nullptr ? pivoted(std::move(result), *pivot, tables, outer)
                                : unpivoted(std::move(result), std::get<sql::Unpivot>(reshape.node),
                                            tables, outer);
    }
  };
  reshaped(0);
  for (size_t at = 0; at < item.joins.size(); ++at) {
    const sql::Join& join = item.joins[at];
    const Scope here{.columns = result.columns, .outer = outer};
    ScopedPlan right = source(join.right, tables, join.right.lateral ? &here : outer);
    if (!result.plan || !right.plan) {
      result.plan = nullptr;
      continue;
    }
    result = joined(std::move(result), std::move(right), join, tables, outer);
    reshaped(at + 1);
  }
  return result;
}

ScopedPlan QueryResolver::source(const sql::TableSource& source, const CommonTables* tables,
                                 const Scope* outer) {
  ScopedPlan result = source_node(source, tables, outer);
  if (!result.plan) return {};
  if (source.sample) {
    result.plan = sampled(result, *source.sample);
    if (!result.plan) return {};
  }
  const size_t named = source.alias.columns.size();
  if (std::holds_alternative<sql::InlineTable>(source.node) && named > 0 &&
      named != result.columns.size()) {
    report(source.span, {.condition = "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH",
                         .sqlstate = "42000",
                         .message = "Invalid inline table. Inline table expected " +
                                    std::to_string(named) + " columns but found " +
                                    std::to_string(result.columns.size()) + " columns in row 0."});
    return {};
  }
  if (source.watermark) {
    result = watermarked(std::move(result), *source.watermark, tables, outer);
    if (!result.plan) return {};
  }
  const auto visible =
      std::ranges::count(result.columns, Visibility::kVisible, &ScopeColumn::visibility);
  if (std::holds_alternative<sql::TableFunction>(source.node) && !source.alias.columns.empty() &&
      source.alias.columns.size() != static_cast<size_t>(visible)) {
    report(source.span, {.condition = "NUM_TABLE_VALUE_ALIASES_MISMATCH",
                         .sqlstate = "42826",
                         .message = "Number of given aliases does not match number of output "
                                    "columns. Number of aliases: " +
                                    std::to_string(source.alias.columns.size()) +
                                    "; number of columns: " + std::to_string(visible) + "."});
    return {};
  }
  return aliased(std::move(result), source.alias, source.span);
}

// TABLESAMPLE: the first rows, or each row with a probability. Which rows those are is not Spark's
// choice, only how many.
PlanPtr QueryResolver::sampled(const ScopedPlan& input, const sql::TableSample& sample) {
  const auto refuse = [&](const std::string& message) {
    // Spark has no condition of its own for it.
    report(sample.span,
           {.condition = "_LEGACY_ERROR_TEMP_0064", .sqlstate = "", .message = message});
    return nullptr;
  };
  std::vector<Attribute> output = input.plan->output;
  if (sample.kind == sql::TableSample::Kind::kRows) {
    const Scope scope{.columns = input.columns, .outer = nullptr};
    ExpressionPtr count = row_count(
        *sample.amount,
        {.scope = &scope, .no_aggregates_in = "TABLESAMPLE", .no_windows_in = "TABLESAMPLE"});
    if (!count) return nullptr;
    return make_node(Limit{.input = input.plan, .count = std::move(count), .offset = nullptr},
                     std::move(output), sample.span);
  }
  std::optional<double> amount;
  if (sample.amount != nullptr) {
    const auto* literal = sample.amount->as<sql::Literal>();
    if (literal == nullptr) return refuse("The size of a sample must be a literal.");
    amount = std::strtod(types::hive_text(literal->value, literal->type).c_str(), nullptr);
  }
  const double fraction = amount ? *amount / 100
                                 : static_cast<double>(sample.bucket) /
                                       static_cast<double>(std::max<int64_t>(sample.buckets, 1));
  if (fraction < 0 || fraction > 1) {
    return refuse("Sampling fraction (" + std::to_string(fraction) +
                  ") must be on interval [0, 1].");
  }
  const Function* random = find_function("rand");
  if (random == nullptr) {
    report_unsupported(sample.span, "TABLESAMPLE by a share of the rows");
    return nullptr;
  }
  ExpressionResolver resolver(*this, {});
  std::vector<Typed> seed;
  if (sample.seed) seed.push_back({.expression = make_int(*sample.seed), .text = "seed"});
  const Typed chance = resolver.call(*random, std::move(seed), "rand()", sample.span, "rand");
  if (!chance) return nullptr;
  const Typed taken = resolver.call(
      *find_function("<"),
      {chance,
       {.expression = make_literal({.content = fraction}, types::double_type()), .text = "share"}},
      "(rand() < share)", sample.span, "<");
  if (!taken) return nullptr;
  return make_filter(input.plan, taken.expression, sample.span);
}

ScopedPlan QueryResolver::source_node(const sql::TableSource& source, const CommonTables* tables,
                                      const Scope* outer) {
  if (const auto* name = std::get_if<sql::TableName>(&source.node)) {
    return table(*name, source.stream, source.span, tables);
  }
  if (const auto* function = std::get_if<sql::TableFunction>(&source.node)) {
    return table_function(*function, source.stream, source.span, tables, outer);
  }
  if (source.stream) {
    report_unsupported(source.span, "STREAM over anything but a table, a view or a table function");
    return {};
  }
  if (const auto* subquery = std::get_if<sql::SubqueryTable>(&source.node)) {
    ScopedPlan result = query(*subquery->query, tables, outer);
    for (ScopeColumn& column : result.columns) column.qualifier.clear();
    return result;
  }
  if (const auto* rows = std::get_if<sql::InlineTable>(&source.node)) {
    return inline_table(*rows, tables, outer);
  }
  const auto& group = std::get<sql::JoinGroup>(source.node);
  return from_item(*group.item, std::nullopt, tables, outer);
}

ScopedPlan QueryResolver::aliased(ScopedPlan input, const sql::TableAlias& alias, Span span) {
  if (!alias.columns.empty()) {
    std::vector<ScopeColumn> visible;
    for (const ScopeColumn& column : input.columns) {
      if (column.visibility == Visibility::kVisible) visible.push_back(column);
    }
    if (visible.size() != alias.columns.size()) {
      report(span, {.condition = "ASSIGNMENT_ARITY_MISMATCH",
                    .sqlstate = "42802",
                    .message = "The number of aliases (" + std::to_string(alias.columns.size()) +
                               ") does not match the number of columns (" +
                               std::to_string(visible.size()) + ")."});
      return {};
    }
    std::vector<NamedExpression> columns;
    for (size_t at = 0; at < visible.size(); ++at) {
      columns.push_back({.id = ids().next_attribute(),
                         .name = alias.columns[at].name,
                         .expression = make_reference(visible[at].attribute)});
    }
    PlanPtr project = make_project(input.plan, std::move(columns), span);
    input.columns.clear();
    for (const Attribute& attribute : project->output) {
      input.columns.push_back({.attribute = attribute});
    }
    input.plan = std::move(project);
  }
  if (!alias.name) return input;
  // The other side's column of USING goes by its table alone, whose name the alias hides.
  std::erase_if(input.columns, [](const ScopeColumn& column) {
    return column.visibility == Visibility::kQualifiedOnly;
  });
  requalify(input, alias.name->name);
  return input;
}

ScopedPlan QueryResolver::watermarked(ScopedPlan input, const sql::Watermark& watermark,
                                      const CommonTables* tables, const Scope* outer) {
  const Scope scope{.columns = input.columns, .outer = outer};
  ExpressionResolver resolver(*this, {.scope = &scope,
                                      .tables = tables,
                                      .no_aggregates_in = "WATERMARK",
                                      .no_windows_in = "WATERMARK"});
  const Typed time = resolver.resolve(*watermark.event_time);
  const Typed delay = resolver.resolve(*watermark.delay);
  if (!time || !delay) return {};
  if (!time.expression->type.is(TypeKind::kTimestamp) &&
      !time.expression->type.is(TypeKind::kTimestampNtz)) {
    report(watermark.event_time->span,
           {.condition = "EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE",
            .sqlstate = "42K09",
            .message = "The event time \"" + time.text + "\" has the invalid type \"" +
                       time.expression->type.sql() + "\", but expected \"TIMESTAMP\"."});
    return {};
  }
  const auto* literal = std::get_if<Literal>(&delay.expression->content);
  const bool is_interval = delay.expression->type.is(TypeKind::kDayTimeInterval);
  const int64_t* micros =
      literal == nullptr || !is_interval ? nullptr : std::get_if<int64_t>(&literal->value.content);
  if (micros == nullptr || *micros < 0) {
    report(watermark.delay->span,
           {.condition = "INVALID_WATERMARK_DELAY",
            .sqlstate = "42K0E",
            .message = "The delay of a watermark is a constant interval of days to seconds, not "
                       "less than zero."});
    return {};
  }
  const auto* column = std::get_if<AttributeRef>(&time.expression->content);
  AttributeId id;
  if (column != nullptr && !watermark.alias) {
    id = column->id;
  } else if (watermark.alias) {
    // An expression under a name becomes one more column.
    std::vector<NamedExpression> columns;
    for (const Attribute& attribute : input.plan->output) {
      columns.push_back(
          {.id = attribute.id, .name = attribute.name, .expression = make_reference(attribute)});
    }
    id = ids().next_attribute();
    columns.push_back({.id = id, .name = watermark.alias->name, .expression = time.expression});
    input.plan = make_project(input.plan, std::move(columns), watermark.span);
    ScopeColumn added{.attribute = input.plan->output.back()};
    if (!input.columns.empty()) added.qualifier = input.columns[0].qualifier;
    input.columns.push_back(std::move(added));
  } else {
    report(watermark.span, {.condition = "REQUIRES_EXPLICIT_NAME_IN_WATERMARK_CLAUSE",
                            .sqlstate = "42000",
                            .message = "The watermark clause requires an explicit name if an "
                                       "expression is specified, but got " +
                                       time.text + "."});
    return {};
  }
  std::vector<Attribute> output = input.plan->output;
  input.plan = make_node(Watermark{.input = input.plan, .column = id, .delay_us = *micros},
                         std::move(output), watermark.span);
  return input;
}

ScopedPlan QueryResolver::lateral_view(ScopedPlan input, const sql::LateralView& view,
                                       const CommonTables* tables, const Scope* outer) {
  const Scope scope{.columns = input.columns, .outer = outer};
  RowFile file(input.plan, ids());
  ExpressionResolver resolver(*this, {.scope = &scope,
                                      .tables = tables,
                                      .no_aggregates_in = "LATERAL VIEW",
                                      .no_windows_in = "LATERAL VIEW",
                                      .no_routines_in = "Generate",
                                      .no_correlated_scalars = true,
                                      .file = &file});
  auto generator = resolver.generator(view.call, view.span);
  if (!generator) return {};
  for (const ExpressionPtr& argument : generator->arguments) {
    if (!names_outer(argument, outer)) continue;
    report(view.span,
           {.condition = "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.CORRELATED_REFERENCE",
            .sqlstate = "0A000",
            .message = "Expressions referencing the outer query are not supported outside of "
                       "WHERE/HAVING clauses, and not in LATERAL VIEW."});
    return {};
  }
  if (!view.columns.empty() && view.columns.size() != generator->columns.size()) {
    report(view.span, {.condition = "UDTF_ALIAS_NUMBER_MISMATCH",
                       .sqlstate = "42802",
                       .message = "The number of aliases supplied in the AS clause does not match "
                                  "the number of columns output by the generator: expected " +
                                  std::to_string(generator->columns.size()) + ", but got " +
                                  std::to_string(view.columns.size()) + "."});
    return {};
  }
  const bool keeps_rows = view.outer || generator->outer;
  Generate content{.input = input.plan,
                   .function = generator->function,
                   .arguments = generator->arguments,
                   .outer = keeps_rows};
  for (size_t at = 0; at < generator->columns.size(); ++at) {
    const types::Field& field = generator->columns[at];
    content.generated.push_back({.id = ids().next_attribute(),
                                 .name = view.columns.empty() ? field.name : view.columns[at].name,
                                 .type = field.type,
                                 .nullable = field.nullable || keeps_rows});
  }
  std::vector<std::string> qualifier;
  if (view.table) qualifier.push_back(view.table->name);
  std::vector<Attribute> output = input.plan->output;
  for (const Attribute& attribute : content.generated) {
    output.push_back(attribute);
    input.columns.push_back({.qualifier = qualifier, .attribute = attribute});
  }
  input.plan = make_node(std::move(content), std::move(output), view.span);
  return input;
}

}  // namespace tarn::plan
