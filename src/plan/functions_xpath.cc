// XML: XPath 1.0 over XML in a STRING, and structs as XML.

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/document_rules.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::string_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;

DataType strings() { return DataType::array(string_type()); }

template <DataType (*kResult)()>
Result<Signature> path_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  if (!is_constant(*call.arguments[1])) return not_foldable(call, 1, "path", "STRING");
  for (size_t at = 0; at < 2; ++at) {
    const DataType& type = call.arguments[at]->type;
    if (!type.is(TypeKind::kString) && !type.is(TypeKind::kVoid)) {
      return unexpected_input_type(call, at, "\"STRING\"");
    }
  }
  return Signature{
      .arguments = {string_type(), string_type()}, .result = kResult(), .may_be_null = true};
}

Result<Signature> to_xml_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  const DataType& type = call.arguments[0]->type;
  if (!type.is(TypeKind::kStruct) && !type.is(TypeKind::kVariant) && !type.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"STRUCT\"");
  }
  Signature signature{.arguments = {type}, .result = string_type(), .may_be_null = true};
  if (type.is(TypeKind::kVoid)) {
    signature.arguments[0] = DataType::structure({{.name = "col1", .type = string_type()}});
  }
  if (call.arguments.size() == 2) signature.arguments.push_back(call.arguments[1]->type);
  return signature;
}

const Function kFunctions[] = {
    {.name = "from_xml",
     .rule = from_document_rule,
     .implementation = kNative,
     .body = "from_xml",
     .nulls = NullRule::kCustom,
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "from_xml(xml, schema[, options])",
     .summary = "The struct that an XML document holds, by a schema."},
    {.name = "schema_of_xml",
     .rule = schema_of_document_rule,
     .implementation = kNative,
     .body = "schema_of_xml",
     .can_raise = true,
     .constants = places(0),
     .usage = "schema_of_xml(xml[, options])",
     .summary = "The schema of an XML document, as DDL."},
    {.name = "to_xml",
     .rule = to_xml_rule,
     .implementation = kNative,
     .body = "to_xml",
     .can_raise = true,
     .traits = kForgetsUntyped,
     .usage = "to_xml(struct[, options])",
     .summary = "The struct as an XML element."},
    {.name = "xpath",
     .rule = path_rule<strings>,
     .implementation = kNative,
     .body = "xpath",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .constants = places(1),
     .traits = kForgetsUntyped | kNullOfFirst,
     .usage = "xpath(xml, path)",
     .summary = "The values of the nodes that an XPath finds."},
    {.name = "xpath_string",
     .rule = path_rule<string_type>,
     .implementation = kNative,
     .body = "xpath_string",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .constants = places(1),
     .traits = kForgetsUntyped | kNullOfFirst,
     .usage = "xpath_string(xml, path)",
     .summary = "The text of what an XPath finds first."},
    {.name = "xpath_boolean",
     .rule = path_rule<types::boolean>,
     .implementation = kNative,
     .body = "xpath_boolean",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .constants = places(1),
     .traits = kForgetsUntyped | kNullOfFirst,
     .usage = "xpath_boolean(xml, path)",
     .summary = "Whether an XPath finds something, or is true."},
    {.name = "xpath_double",
     .rule = path_rule<types::double_type>,
     .implementation = kNative,
     .body = "xpath_double",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .constants = places(1),
     .traits = kForgetsUntyped | kNullOfFirst,
     .usage = "xpath_double(xml, path)",
     .summary = "The number that an XPath gives; NaN where it is none."},
    {.name = "xpath_number", .alias_of = "xpath_double", .shown = "xpath_number"},
    {.name = "xpath_float",
     .rule = path_rule<types::float_type>,
     .implementation = kNative,
     .body = "xpath_float",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .constants = places(1),
     .traits = kForgetsUntyped | kNullOfFirst,
     .usage = "xpath_float(xml, path)",
     .summary = "The number that an XPath gives; NaN where it is none."},
    {.name = "xpath_int",
     .rule = path_rule<types::int_type>,
     .implementation = kNative,
     .body = "xpath_int",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .constants = places(1),
     .traits = kForgetsUntyped | kNullOfFirst,
     .usage = "xpath_int(xml, path)",
     .summary = "The whole number that an XPath gives; 0 where it is none."},
    {.name = "xpath_long",
     .rule = path_rule<types::long_type>,
     .implementation = kNative,
     .body = "xpath_long",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .constants = places(1),
     .traits = kForgetsUntyped | kNullOfFirst,
     .usage = "xpath_long(xml, path)",
     .summary = "The whole number that an XPath gives; 0 where it is none."},
    {.name = "xpath_short",
     .rule = path_rule<types::short_type>,
     .implementation = kNative,
     .body = "xpath_short",
     .nulls = NullRule::kNullWhenComputed,
     .can_raise = true,
     .constants = places(1),
     .traits = kForgetsUntyped | kNullOfFirst,
     .usage = "xpath_short(xml, path)",
     .summary = "The whole number that an XPath gives; 0 where it is none."},
};

}  // namespace

std::span<const Function> xpath_functions() { return kFunctions; }

}  // namespace tarn::plan
