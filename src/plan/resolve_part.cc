// Casts, and the parts of values: fields, elements, paths into documents.

#include "plan/coercion.h"
#include "plan/expression_resolver.h"
#include "plan/text_lengths.h"
#include "plan/type_rules.h"
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

// Where the field stands in a STRUCT; nothing: it was reported.
std::optional<size_t> place_of(QueryResolver& query, const DataType& structure,
                               const std::string& name, Span span) {
  const std::vector<types::Field>& fields = structure.fields();
  std::vector<size_t> matches;
  for (size_t at = 0; at < fields.size(); ++at) {
    if (query.names().same(fields[at].name, name)) matches.push_back(at);
  }
  if (matches.size() == 1) return matches[0];
  if (matches.empty()) {
    std::string known;
    for (const types::Field& candidate : fields) {
      known += (known.empty() ? "" : ", ") + quoted(candidate.name);
    }
    query.report(span, {.condition = "FIELD_NOT_FOUND",
                        .sqlstate = "42704",
                        .message = "No such struct field " + quoted(name) + " in " + known + "."});
  } else {
    query.report(span, {.condition = "AMBIGUOUS_REFERENCE_TO_FIELDS",
                        .sqlstate = "42000",
                        .message = "Ambiguous reference to the field " + quoted(name) + "."});
  }
  return std::nullopt;
}

// array_of_structs.field is an array of the field's values.
ExpressionPtr field_of_each(IdSource& ids, const ExpressionPtr& array, size_t place, Span span) {
  const DataType& type = array->type;
  const Attribute element{.id = ids.next_attribute(),
                          .name = "x",
                          .type = type.element(),
                          .nullable = type.contains_null()};
  auto parameter = std::make_shared<const Expression>(
      Expression{.content = LambdaRef{.id = element.id, .name = element.name},
                 .type = element.type,
                 .nullable = element.nullable,
                 .span = span});
  ExpressionPtr body = make_field(std::move(parameter), place);
  const DataType body_type = body->type;
  const bool body_nullable = body->nullable;
  auto lambda = std::make_shared<const Expression>(
      Expression{.content = Lambda{.parameters = {element}, .body = std::move(body)},
                 .type = body_type,
                 .nullable = body_nullable,
                 .span = span});
  return make_call(*find_function("transform"), {array, lambda},
                   DataType::array(body_type, body_nullable), array->nullable, span);
}

// A cast that is written stands where it is written, and not where its operand does.
ExpressionPtr at_place(const ExpressionPtr& expression, Span span) {
  if (expression == nullptr || !std::holds_alternative<Cast>(expression->content))
    return expression;
  Expression copy = *expression;
  copy.span = span;
  return std::make_shared<const Expression>(std::move(copy));
}

}  // namespace

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

// A NULL has parts, too: all of them are NULL.
static bool has_parts(const DataType& type) {
  return type.is(TypeKind::kStruct) || type.is(TypeKind::kArray) || type.is(TypeKind::kMap) ||
         type.is(TypeKind::kVoid);
}

Typed ExpressionResolver::visit(const sql::Subscript& node, Span span) {
  Typed base = resolve(*node.base);
  // What has no parts is refused whatever the key is.
  if (base && !has_parts(base.expression->type)) {
    query_.report(span, {.condition = "INVALID_EXTRACT_BASE_FIELD_TYPE",
                         .sqlstate = "42000",
                         .message = "Can't extract a value from \"" + base.text +
                                    "\". Need a complex type [STRUCT, ARRAY, MAP] but got \"" +
                                    base.expression->type.sql() + "\"."});
    return {};
  }
  Typed key = resolve(*node.key);
  if (!base || !key) return {};
  const DataType& type = base.expression->type;
  const bool of_structs = type.is(TypeKind::kArray) && type.element().is(TypeKind::kStruct);
  if (type.is(TypeKind::kStruct) || of_structs) {
    if (const auto name = literal_string(*key.expression)) {
      Typed result = field(base, *name, span);
      result.column.reset();
      return result;
    }
  }
  if (type.is(TypeKind::kStruct)) {
    query_.report(span, {.condition = "INVALID_EXTRACT_FIELD_TYPE",
                         .sqlstate = "42000",
                         .message = "Field name should be a non-null string literal, but it's \"" +
                                    key.text + "\"."});
    return {};
  }
  if (type.is(TypeKind::kVoid)) {
    return part_of_null(base.text + "[" + text_before_types(*node.key, key) + "]", span);
  }
  const std::string text = base.text + "[" + key.text + "]";
  const bool is_forgotten = type.is(TypeKind::kArray) && key.expression->type.is(TypeKind::kVoid);
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
  const auto place = place_of(query_, of_array ? type.element() : type, name, span);
  if (!place) return {};
  return {.expression = of_array ? field_of_each(query_.ids(), base.expression, *place, span)
                                 : make_field(base.expression, *place),
          .text = text};
}

}  // namespace tarn::plan
