// Literals, names, casts, and getting parts of values.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/literal.h"
#include "plan/resolution.h"
#include "plan/special_times.h"
#include "plan/subquery_truth.h"
#include "plan/text_lengths.h"
#include "plan/type_rules.h"
#include "plan/walk.h"
#include "plan/without_ansi.h"
#include "types/declared_type.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

// A part of what has no type is NULL under the name of the part.
// Quotes within quotes double with each part of NULL inside another: a name that nobody reads is
// a bare NULL.
Typed part_of_null(const std::string& text, Span span) {
  constexpr size_t kNameMax = 64 << 10;
  const bool is_readable = text.size() <= kNameMax;
  return {.expression = make_null(DataType(), span),
          .text = is_readable ? "NULL AS " + quoted(text) : "NULL",
          .column = is_readable ? text : "NULL"};
}

bool has_parts(const DataType& type) {
  return type.is(TypeKind::kStruct) || type.is(TypeKind::kMap) || type.is(TypeKind::kArray) ||
         type.is(TypeKind::kVariant) || type.is(TypeKind::kVoid);
}

}  // namespace

Typed ExpressionResolver::resolve(const sql::Expression& expression) {
  Typed typed =
      std::visit([&](const auto& node) { return visit(node, expression.span); }, expression.node);
  if (query_.settings().ansi == AnsiMode::kOff) {
    typed.expression =
        without_ansi(typed.expression,
                     query_.settings().size_of_null ? SizeOfNull::kMinusOne : SizeOfNull::kNull);
  }
  return typed;
}

ExpressionPtr ExpressionResolver::condition(const sql::Expression& expression) {
  Typed typed = resolve(expression);
  if (!typed) return nullptr;
  if (!typed.expression->type.is(TypeKind::kBoolean)) {
    const bool joins =
        place_.no_aggregates_in != nullptr && std::string_view(place_.no_aggregates_in) == "JOIN";
    query_.report(
        expression.span,
        {.condition =
             joins ? "JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE" : "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN",
         .sqlstate = joins ? "42K0E" : "42K09",
         .message = "Cannot resolve \"" + typed.text +
                    "\" due to data type mismatch: Filter expression \"" + typed.text +
                    "\" of type \"" + typed.expression->type.sql() + "\" is not a boolean."});
    return nullptr;
  }
  return bare_membership(typed.expression);
}

ExpressionPtr ExpressionResolver::order_value(const sql::Expression& expression) {
  Typed typed = resolve(expression);
  if (!typed) return nullptr;
  if (is_orderable(typed.expression->type)) return typed.expression;
  query_.report(expression.span, {.condition = "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
                                  .sqlstate = "42K09",
                                  .message = "Cannot resolve \"" + typed.text +
                                             "\" due to data type mismatch: The `sortorder` does "
                                             "not support ordering on type \"" +
                                             typed.expression->type.sql() + "\"."});
  return nullptr;
}

std::optional<SortKey> ExpressionResolver::sort_key(const sql::SortItem& item) {
  ExpressionPtr value = order_value(*item.expression);
  if (!value) return std::nullopt;
  const bool ascending = item.direction == sql::SortDirection::kAscending;
  const bool first =
      item.nulls == sql::NullOrder::kDefault ? ascending : item.nulls == sql::NullOrder::kFirst;
  return SortKey{.expression = std::move(value), .ascending = ascending, .nulls_first = first};
}

Typed ExpressionResolver::visit(const sql::Literal& node, Span span) {
  return {.expression = make_literal(node.value, node.type, span),
          .text = literal_name(node.value, node.type)};
}

// DATE'today', TIMESTAMP'epoch': named by their values, where those are known here.
std::optional<Typed> ExpressionResolver::special_literal(const sql::TypedLiteral& node, Span span) {
  const bool ntz = node.type_name == "TIMESTAMP_NTZ" ||
                   (node.type_name == "TIMESTAMP" && query_.settings().ntz_by_default);
  const DataType type = node.type_name == "DATE" ? types::date_type()
                        : ntz                    ? DataType::of(TypeKind::kTimestampNtz)
                                                 : types::timestamp_type();
  const bool is_time = node.type_name == "DATE" || node.type_name.starts_with("TIMESTAMP");
  ExpressionPtr value = is_time ? special_time(node.text, type, span) : nullptr;
  if (value == nullptr) return std::nullopt;
  std::string text = node.type_name + " '" + node.text + "'";
  const auto known = folded(value, query_.settings());
  if (!known) {
    query_.report_error(span, known.error());
    return Typed{};
  }
  if (const auto* literal = std::get_if<Literal>(&(*known)->content)) {
    text = literal_name(literal->value, type,
                        {.id = query_.settings().time_zone, .regions = query_.settings().regions});
  }
  return Typed{.expression = *known, .text = std::move(text)};
}

Typed ExpressionResolver::visit(const sql::TypedLiteral& node, Span span) {
  auto literal = typed_literal(node.type_name, node.text, query_.settings());
  if (!literal) {
    if (auto time = special_literal(node, span)) return *std::move(time);
    query_.report_error(span, literal.error());
    return {};
  }
  if (literal->deferred) {
    // The zone's rules are known where the query runs, not here.
    ExpressionPtr text = make_string(node.text, span);
    return {.expression = make_cast(std::move(text), literal->type),
            .text = node.type_name + " '" + node.text + "'"};
  }
  return {.expression = make_literal(literal->value, literal->type, span),
          .text = literal_name(
              literal->value, literal->type,
              {.id = query_.settings().time_zone, .regions = query_.settings().regions})};
}

Typed ExpressionResolver::visit(const sql::IntervalExpression& node, Span span) {
  auto interval = interval_literal(node);
  if (!interval) {
    query_.report_error(span, interval.error());
    return {};
  }
  return {.expression = make_literal(interval->value, interval->type, span),
          .text = literal_name(interval->value, interval->type)};
}

Typed ExpressionResolver::visit(const sql::Parameter& node, Span span) {
  const std::string name = node.name.empty() ? "_" + std::to_string(span.begin) : node.name;
  query_.report(span, {.condition = "UNBOUND_SQL_PARAMETER",
                       .sqlstate = "42P02",
                       .message = "Found the unbound parameter: " + name +
                                  ". Please, fix `args` and provide a mapping of the parameter to "
                                  "either a SQL literal or collection constructor functions such "
                                  "as `map()`, `array()`, `struct()`."});
  return {};
}

Typed ExpressionResolver::visit(const sql::Star&, Span span) {
  query_.report(span, {.condition = "INVALID_USAGE_OF_STAR_OR_REGEX",
                       .sqlstate = "42000",
                       .message = "Invalid usage of '*' in expression."});
  return {};
}

Typed ExpressionResolver::visit(const sql::Lambda&, Span span) {
  query_.report(span, {.condition = "INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION",
                       .sqlstate = "42K0D",
                       .message = "Invalid lambda function call. A lambda function should only be "
                                  "used in a higher order function."});
  return {};
}

Typed ExpressionResolver::visit(const sql::Aliased& node, Span span) {
  query_.report_unsupported(span, "an alias inside an expression");
  resolve(*node.value);
  return {};
}

// ---------------------------------------------------------------- names

Typed ExpressionResolver::visit(const sql::ColumnName& node, Span span) {
  for (auto level = lambdas_.rbegin(); level != lambdas_.rend(); ++level) {
    for (const Attribute& parameter : *level) {
      if (!query_.names().same(parameter.name, node.name.parts[0].name)) continue;
      auto reference = std::make_shared<const Expression>(
          Expression{.content = LambdaRef{.id = parameter.id, .name = parameter.name},
                     .type = parameter.type,
                     .nullable = parameter.nullable,
                     .span = span});
      return with_fields({.expression = std::move(reference),
                          .text = "namedlambdavariable()",
                          .column = node.name.parts[0].name},
                         node.name, 1, span);
    }
  }
  if (is_pattern(node.name)) {
    query_.report(span, {.condition = "INVALID_USAGE_OF_STAR_OR_REGEX",
                         .sqlstate = "42000",
                         .message = "Invalid usage of regular expression '" +
                                    node.name.last().name + "': one value is wanted here."});
    return {};
  }
  const size_t before = query_.problems();
  const auto done = [&](const Typed& typed) { return typed || query_.problems() != before; };
  if (place_.first != nullptr) {
    Typed typed = from_alias(*place_.first, node.name, span, false);
    if (done(typed)) return typed;
  }
  if (place_.scope != nullptr) {
    Typed typed = from_scope(*place_.scope, node.name, span);
    if (done(typed)) return typed;
  }
  if (place_.lateral != nullptr) {
    Typed typed = from_alias(*place_.lateral, node.name, span, true);
    if (typed && (inside_aggregate_ || inside_window_)) {
      query_.report(span,
                    {.condition = std::string("UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_") +
                                  (inside_aggregate_ ? "AGGREGATE_FUNC" : "WINDOW"),
                     .sqlstate = "0A000",
                     .message = "Referencing a lateral column alias " + quoted(node.name) +
                                " in an aggregate or window function is not supported."});
      return {};
    }
    if (done(typed)) return typed;
  }
  // A subquery sees the query around it, and none around that.
  if (place_.scope != nullptr && place_.scope->outer != nullptr) {
    Typed typed = from_scope(*place_.scope->outer, node.name, span);
    if (done(typed)) return typed;
  }
  // Hive's name for grouping_id().
  if (node.name.parts.size() == 1 && place_.no_aggregates_in == nullptr &&
      query_.names().same(node.name.parts[0].name, "grouping__id")) {
    sql::FunctionCall call;
    call.name = node.name;
    call.name.parts[0].name = "grouping_id";
    Typed typed = aggregate_call(call, *find_function("grouping_id"), span);
    typed.column = node.name.parts[0].name;
    return typed;
  }
  Typed typed = variable(node.name, span);
  return done(typed) ? typed : unresolved(node.name, span);
}

Typed ExpressionResolver::from_alias(const std::vector<AliasedExpression>& list,
                                     const sql::Name& name, Span span, bool lateral) {
  const AliasedExpression* found = nullptr;
  for (const AliasedExpression& alias : list) {
    if (!query_.names().same(alias.name, name.parts[0].name)) continue;
    if (found != nullptr && lateral) {
      query_.report(span, {.condition = "AMBIGUOUS_LATERAL_COLUMN_ALIAS",
                           .sqlstate = "42702",
                           .message = "Lateral column alias " + quoted(alias.name) +
                                      " is ambiguous and has 2 matches."});
      return {};
    }
    if (found == nullptr) found = &alias;
  }
  // A null expression was reported where it was written.
  if (found == nullptr) return {};
  if (!found->expression) {
    query_.report(span, {.condition = "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                         .sqlstate = "42703",
                         .message = "The column " + quoted(found->name) +
                                    " was named before and could not be resolved."});
    return {};
  }
  // HAVING and ORDER BY: `t.a` is a column of t, where the alias t has no fields.
  if (!lateral && name.parts.size() > 1 && !has_parts(found->expression->type)) return {};
  if (lateral && found->uses_lateral) {
    query_.report_error(span, lateral_alias_in_group_by());
    return {};
  }
  if (lateral && !found->is_generated) met_lateral_alias_ = true;
  if (lateral && !query_.has_room_for(parts_of(found->expression, query_.room_for_parts()), span)) {
    return {};
  }
  const std::string& first = name.parts[0].name;
  Typed typed =
      with_fields({.expression = found->expression, .text = first, .column = first}, name, 1, span);
  // Spark shows the last part alone, whatever stands before it.
  // A generator's column is there before the other items are, and keeps its name.
  if (typed && lateral && !found->is_generated)
    typed.text = "lateralAliasReference(" + name.parts.back().name + ")";
  return typed;
}

Typed ExpressionResolver::from_scope(const Scope& scope, const sql::Name& name, Span span) {
  const std::vector<FoundColumn> found = find_columns(scope.columns, name, query_.names());
  if (found.empty()) return {};
  const bool same = std::ranges::all_of(found, [&](const FoundColumn& other) {
    return other.column->attribute.id == found[0].column->attribute.id;
  });
  if (!same) {
    std::string candidates;
    for (const FoundColumn& candidate : found) {
      candidates += (candidates.empty() ? "" : ", ") + quoted(*candidate.column);
    }
    query_.report(span, {.condition = "AMBIGUOUS_REFERENCE",
                         .sqlstate = "42704",
                         .message = "Reference " + quoted(name) + " is ambiguous, could be: [" +
                                    candidates + "]."});
    return {};
  }
  const std::string& written = name.parts[found[0].parts - 1].name;
  return with_fields({.expression = make_reference(found[0].column->attribute, span),
                      .text = written,
                      .column = written},
                     name, found[0].parts, span);
}

Typed ExpressionResolver::with_fields(Typed base, const sql::Name& name, size_t used, Span span) {
  for (size_t at = used; at < name.parts.size(); ++at) {
    base = field(base, name.parts[at].name, span);
    if (!base) return {};
    base.column = name.parts[at].name;
  }
  return base;
}

Typed ExpressionResolver::field(const Typed& base, const std::string& name, Span span) {
  const DataType& type = base.expression->type;
  const std::string text = base.text + "." + name;
  const bool of_array = type.is(TypeKind::kArray) && type.element().is(TypeKind::kStruct);
  // m.key is m['key'], and so is a.key of an array of anything else, which is refused there.
  if (type.is(TypeKind::kMap) || (type.is(TypeKind::kArray) && !of_array)) {
    Typed key{.expression = make_string(name, span), .text = name};
    return call(*find_function("element_at.subscript"), {base, std::move(key)},
                base.text + "[" + name + "]", span);
  }
  if (type.is(TypeKind::kVoid)) return part_of_null(base.text + "[" + name + "]", span);
  if (!type.is(TypeKind::kStruct) && !of_array) {
    query_.report(span, {.condition = "INVALID_EXTRACT_BASE_FIELD_TYPE",
                         .sqlstate = "42000",
                         .message = "Can't extract a value from \"" + base.text +
                                    "\". Need a complex type [STRUCT, ARRAY, MAP] but got \"" +
                                    type.sql() + "\"."});
    return {};
  }
  const auto& fields = of_array ? type.element().fields() : type.fields();
  std::vector<size_t> matches;
  for (size_t at = 0; at < fields.size(); ++at) {
    if (query_.names().same(fields[at].name, name)) matches.push_back(at);
  }
  if (matches.size() != 1) {
    std::string known;
    for (const types::Field& candidate : fields) {
      known += (known.empty() ? "" : ", ") + quoted(candidate.name);
    }
    if (matches.empty()) {
      query_.report(span,
                    {.condition = "FIELD_NOT_FOUND",
                     .sqlstate = "42704",
                     .message = "No such struct field " + quoted(name) + " in " + known + "."});
    } else {
      query_.report(span, {.condition = "AMBIGUOUS_REFERENCE_TO_FIELDS",
                           .sqlstate = "42000",
                           .message = "Ambiguous reference to the field " + quoted(name) + "."});
    }
    return {};
  }
  if (!of_array) return {.expression = make_field(base.expression, matches[0]), .text = text};
  // array_of_structs.field is an array of the field's values.
  const Attribute element{.id = query_.ids().next_attribute(),
                          .name = "x",
                          .type = type.element(),
                          .nullable = type.contains_null()};
  auto parameter = std::make_shared<const Expression>(
      Expression{.content = LambdaRef{.id = element.id, .name = element.name},
                 .type = element.type,
                 .nullable = element.nullable,
                 .span = span});
  ExpressionPtr body = make_field(std::move(parameter), matches[0]);
  const DataType body_type = body->type;
  const bool body_nullable = body->nullable;
  auto lambda = std::make_shared<const Expression>(
      Expression{.content = Lambda{.parameters = {element}, .body = std::move(body)},
                 .type = body_type,
                 .nullable = body_nullable,
                 .span = span});
  return {.expression =
              make_call(*find_function("transform"), {base.expression, lambda},
                        DataType::array(body_type, body_nullable), base.expression->nullable, span),
          .text = text};
}

Typed ExpressionResolver::unresolved(const sql::Name& name, Span span) {
  std::vector<ScopeColumn> known;
  if (place_.first != nullptr) {
    for (const AliasedExpression& alias : *place_.first) {
      known.push_back({.attribute = {.name = alias.name}});
    }
  }
  if (known.empty() && place_.scope != nullptr) known = place_.scope->columns;
  const std::string list = suggestion_list(known, name);
  QueryResolver::Problem problem{.condition = "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                                 .sqlstate = "42703",
                                 .message = "A column, variable, or function parameter with name " +
                                            quoted(name) + " cannot be resolved."};
  if (!list.empty()) {
    problem.condition = "UNRESOLVED_COLUMN.WITH_SUGGESTION";
    problem.message += " Did you mean one of the following? " + list + ".";
    std::vector<std::string> names;
    for (const ScopeColumn& column : known) names.push_back(column.attribute.name);
    const std::string near = nearest(name.last().name, names);
    if (!near.empty()) problem.hint = "did you mean '" + near + "'?";
  }
  query_.report(span, std::move(problem));
  return {};
}

// ---------------------------------------------------------------- casts and parts

Typed ExpressionResolver::cast(const Typed& input, const DataType& type, CastMode mode, Span span) {
  if (!input) return {};
  const DataType& from = input.expression->type;
  const std::string word = mode == CastMode::kTry ? "TRY_CAST(" : "CAST(";
  const std::string text = word + input.text + " AS " + type.sql() + ")";
  // A VARIANT that does not fit raises without ANSI, too.
  const bool legacy = mode == CastMode::kAnsi && query_.settings().ansi == AnsiMode::kOff &&
                      !from.is(TypeKind::kVariant);
  const CastMode meant = legacy ? CastMode::kLegacy : mode;
  if (!can_cast(from, type, meant)) {
    // Casts that Spark has with ANSI mode off only.
    const bool ansi = meant == CastMode::kAnsi;
    const bool outside_ansi = (from.is(TypeKind::kBoolean) && type.is(TypeKind::kTimestamp)) ||
                              (from.is(TypeKind::kTimestamp) && type.is(TypeKind::kBoolean)) ||
                              (from.is(TypeKind::kDate) && type.is(TypeKind::kBoolean)) ||
                              (from.is_integral() && type.is(TypeKind::kBinary));
    const bool dates = (from.is(TypeKind::kDate) && type.is_numeric()) ||
                       (from.is_numeric() && type.is(TypeKind::kDate));
    query_.report(
        span,
        {.condition = outside_ansi && ansi ? "DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION"
                      : dates && meant != CastMode::kLegacy
                          ? "DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION"
                          : "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION",
         .sqlstate = "42K09",
         .message = "Cannot resolve \"" + text + "\" due to data type mismatch: cannot cast \"" +
                    from.sql() + "\" to \"" + type.sql() + "\"."});
    return {};
  }
  ExpressionPtr result = make_cast(input.expression, type, meant);
  // Spark does not show casts to nested types.
  return {.expression = std::move(result),
          .text = type.is_nested() ? input.text : text,
          .column = input.column};
}

// A cast that is written stands where it is written, and not where its operand does.
static ExpressionPtr at_place(const ExpressionPtr& expression, Span span) {
  if (expression == nullptr || !std::holds_alternative<Cast>(expression->content))
    return expression;
  Expression copy = *expression;
  copy.span = span;
  return std::make_shared<const Expression>(std::move(copy));
}

Typed ExpressionResolver::visit(const sql::Cast& node, Span span) {
  const CastMode mode = node.form == sql::CastForm::kTryCast ? CastMode::kTry : CastMode::kAnsi;
  const Typed operand = resolve(*node.operand);
  // A length is for columns of tables; a cast passes over it.
  Typed result = cast(operand, types::without_lengths(node.type), mode, span);
  if (result) result.expression = without_length(result.expression);
  if (operand.is_variable) result.column.reset();
  result.expression = at_place(result.expression, span);
  // A cast of a column is called as the column is, a cast of a cast is not.
  if (node.operand->as<sql::Cast>() != nullptr) result.column.reset();
  return result;
}

Typed ExpressionResolver::visit(const sql::Subscript& node, Span span) {
  Typed base = resolve(*node.base);
  Typed key = resolve(*node.key);
  if (!base || !key) return {};
  if (base.expression->type.is(TypeKind::kStruct)) {
    if (const auto name = literal_string(*key.expression)) {
      Typed result = field(base, *name, span);
      result.column.reset();
      return result;
    }
    query_.report(span, {.condition = "INVALID_EXTRACT_FIELD_TYPE",
                         .sqlstate = "42000",
                         .message = "Field name should be a non-null string literal, but it's \"" +
                                    key.text + "\"."});
    return {};
  }
  if (base.expression->type.is(TypeKind::kVoid)) {
    return part_of_null(base.text + "[" + text_before_types(*node.key, key) + "]", span);
  }
  if (!base.expression->type.is(TypeKind::kArray) && !base.expression->type.is(TypeKind::kMap)) {
    query_.report(span, {.condition = "INVALID_EXTRACT_BASE_FIELD_TYPE",
                         .sqlstate = "42000",
                         .message = "Can't extract a value from \"" + base.text +
                                    "\". Need a complex type [STRUCT, ARRAY, MAP] but got \"" +
                                    base.expression->type.sql() + "\"."});
    return {};
  }
  const std::string text = base.text + "[" + key.text + "]";
  const bool is_forgotten =
      base.expression->type.is(TypeKind::kArray) && key.expression->type.is(TypeKind::kVoid);
  if (is_forgotten) key.expression = make_null(DataType(), node.key->span);
  return call(*find_function("element_at.subscript"), {base, key}, text, span);
}

Typed ExpressionResolver::visit(const sql::FieldAccess& node, Span span) {
  Typed base = resolve(*node.base);
  if (!base) return {};
  Typed result = field(base, node.field.name, span);
  if (!base.expression->type.is(TypeKind::kVoid)) result.column.reset();
  return result;
}

Typed ExpressionResolver::visit(const sql::JsonPath& node, Span span) {
  Typed base = resolve(*node.base);
  if (!base) return {};
  std::string path = "$";
  for (const sql::JsonPath::Step& step : node.steps) {
    switch (step.kind) {
      case sql::JsonPath::Step::Kind::kIndex:
        path += "[" + std::to_string(step.index) + "]";
        break;
      case sql::JsonPath::Step::Kind::kEveryElement:
        path += "[*]";
        break;
      case sql::JsonPath::Step::Kind::kField:
        path += step.quoted ? "['" + step.field + "']" : "." + step.field;
        break;
    }
  }
  Typed argument{.expression = make_string(path, span), .text = path};
  // The column is called for the last field of the path, where there is one.
  std::optional<std::string> field;
  for (const sql::JsonPath::Step& step : node.steps) {
    if (step.kind == sql::JsonPath::Step::Kind::kField) field = step.field;
  }
  if (base.expression->type.is(TypeKind::kVariant)) {
    const std::string text =
        "variant_get(" + base.text + ", " + path + ")" + (field ? " AS " + *field : std::string());
    Typed part = variant_part("variant_get", {base, argument}, types::variant_type(), text, span);
    if (part) part.column = field;
    return part;
  }
  Typed result = call(*find_function("get_json_object.path"), {base, argument},
                      base.text + ":" + path.substr(path.size() > 1 && path[1] == '.' ? 2 : 1),
                      span, "col:path");
  if (result && field) result.column = field;
  return result;
}

}  // namespace tarn::plan
