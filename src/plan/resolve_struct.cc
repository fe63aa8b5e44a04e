// Structs: struct(..), named_struct(..), tuples.

#include "plan/constants.h"
#include "plan/expression_resolver.h"
#include "plan/foldable.h"
#include "plan/type_rules.h"
#include "plan/untyped_arguments.h"

namespace tarn::plan {

using types::DataType;
using types::Field;

namespace {

// A column and a field of another struct keep their names; the rest go by their places. (A cast of
// a column has the column's name in a select list, but not in a struct.)
std::string name_of_field(const Typed& value, const std::string& position) {
  if (value && std::holds_alternative<Cast>(value.expression->content)) return position;
  if (value.column || !value) return value.column.value_or(position);
  const auto* field = std::get_if<GetField>(&value.expression->content);
  return field == nullptr ? position : field->input->type.fields()[field->ordinal].name;
}

}  // namespace

Typed ExpressionResolver::structure(const std::vector<std::pair<std::string, Typed>>& fields,
                                    std::string text, Span span) {
  std::vector<ExpressionPtr> values;
  std::vector<Field> types;
  for (const auto& [name, value] : fields) {
    if (!value) return {};
    types.push_back(
        {.name = name, .type = value.expression->type, .nullable = value.expression->nullable});
    values.push_back(value.expression);
  }
  if (values.empty()) {
    return {
        .expression = make_literal({.content = types::ValueList()}, DataType::structure({}), span),
        .text = std::move(text)};
  }
  return {.expression = make_call(*find_function("struct"), std::move(values),
                                  DataType::structure(std::move(types)), false, span),
          .text = std::move(text)};
}

Typed ExpressionResolver::visit(const sql::StructConstructor& node, Span span) {
  std::vector<std::pair<std::string, Typed>> fields;
  std::string list;
  const auto add = [&](Typed value, const std::optional<sql::Identifier>& alias) {
    const std::string position = "col" + std::to_string(fields.size() + 1);
    list += (fields.empty() ? "" : ", ") + value.text + (alias ? " AS " + alias->name : "");
    std::string name = alias ? alias->name : name_of_field(value, position);
    fields.emplace_back(std::move(name), std::move(value));
  };
  for (const auto& item : node.items) {
    if (const auto* star = item.value->as<sql::Star>()) {
      auto columns = expanded(*star, item.value->span);
      if (!columns) return {};
      for (Typed& column : *columns) add(std::move(column), std::nullopt);
      continue;
    }
    if (!item.alias && is_pattern(*item.value)) {
      auto columns = matching(item.value->as<sql::ColumnName>()->name, item.value->span);
      if (!columns) return {};
      for (Typed& column : *columns) add(std::move(column), std::nullopt);
      continue;
    }
    add(resolve(*item.value), item.alias);
  }
  return structure(fields, "struct(" + list + ")", span);
}

Typed ExpressionResolver::visit(const sql::Tuple& node, Span span) {
  std::vector<std::pair<std::string, Typed>> fields;
  std::string list;
  for (const sql::ExpressionPtr& item : node.items) {
    Typed value = resolve(*item);
    std::string name = name_of_field(value, "col" + std::to_string(fields.size() + 1));
    list += (fields.empty() ? "" : ", ") + name + ", " + value.text;
    fields.emplace_back(std::move(name), std::move(value));
  }
  return structure(fields, "named_struct(" + list + ")", span);
}

Typed ExpressionResolver::named_struct(const sql::FunctionCall& node, const std::string&,
                                       Span span) {
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  if (arguments->size() % 2 != 0) {
    query_.report(span, {.condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                         .sqlstate = "42605",
                         .message = "The `named_struct` requires 2n (n > 0) parameters but the "
                                    "actual number is " +
                                    std::to_string(arguments->size()) + "."});
    return {};
  }
  std::vector<std::pair<std::string, Typed>> fields;
  std::string list;
  for (size_t at = 0; at < arguments->size(); at += 2) {
    const Typed written = constant((*arguments)[at], span);
    if (!written) return {};
    const auto name = literal_string(*written.expression);
    list += (at == 0 ? "" : ", ") + (*arguments)[at].text + ", " + (*arguments)[at + 1].text;
    if (!name && written.expression->type.is(types::TypeKind::kString) &&
        is_null_literal(*written.expression)) {
      query_.report(span, {.condition = "DATATYPE_MISMATCH.UNEXPECTED_NULL",
                           .sqlstate = "42K09",
                           .message = "The field name must not be null."});
      return {};
    }
    if (!name) {
      query_.report(span,
                    {.condition = "DATATYPE_MISMATCH.CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING",
                     .sqlstate = "42K09",
                     .message = "Only foldable `STRING` expressions are allowed to appear at "
                                "odd position, but they are [\"" +
                                (*arguments)[at].text + "\"]."});
      return {};
    }
    fields.emplace_back(*name, std::move((*arguments)[at + 1]));
  }
  return structure(fields, "named_struct(" + list + ")", span);
}

namespace {

// b in s.b, s['b'] and m['b']. Nothing: no part with a name.
std::optional<std::string> name_of_part(const sql::Expression& written) {
  if (const auto* access = written.as<sql::FieldAccess>()) return access->field.name;
  const auto* part = written.as<sql::Subscript>();
  const auto* key = part == nullptr ? nullptr : part->key->as<sql::Literal>();
  if (key == nullptr) return std::nullopt;
  const auto* name = std::get_if<std::string>(&key->value.content);
  return name == nullptr || !key->type.is(types::TypeKind::kString) ? std::nullopt
                                                                    : std::optional(*name);
}

}  // namespace

// arrays_zip(a, s.b, array(1)): the structs' fields are a, b and, by its place, 2.
Typed ExpressionResolver::arrays_zip(const sql::FunctionCall& node, const std::string&, Span span) {
  auto arguments = arguments_of(node);
  if (!arguments) return {};
  forget_untyped("arrays_zip", *arguments);
  std::string list;
  std::vector<std::string> names;
  for (const Typed& argument : *arguments) {
    list += (list.empty() ? "" : ", ") + argument.text;
    const bool is_cast = std::holds_alternative<Cast>(argument.expression->content);
    const std::string place = std::to_string(names.size());
    if (auto name = name_of_part(written_at(node, names.size()))) {
      names.push_back(*std::move(name));
      continue;
    }
    names.push_back(is_cast ? place : argument.column.value_or(place));
  }
  if (arguments->empty()) {
    return {.expression = make_literal({.content = types::ValueList()},
                                       DataType::array(DataType::structure({}), false), span),
            .text = "arrays_zip()"};
  }
  Typed result = call(*find_function("arrays_zip"), std::move(*arguments),
                      "arrays_zip(" + list + ")", span, "arrays_zip");
  if (!result) return {};
  Expression copy = *result.expression;
  std::vector<Field> fields = copy.type.element().fields();
  for (size_t at = 0; at < fields.size(); ++at) fields[at].name = names[at];
  copy.type = DataType::array(DataType::structure(std::move(fields)), false);
  result.expression = std::make_shared<const Expression>(std::move(copy));
  return result;
}

}  // namespace tarn::plan
