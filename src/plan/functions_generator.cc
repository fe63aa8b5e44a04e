// Functions that make rows: in the select list, in LATERAL VIEW and in FROM. A rule answers a
// STRUCT of the columns that the function adds.

#include "plan/coercion.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::DataType;
using types::Field;
using types::int_type;
using types::TypeKind;

constexpr auto kGenerator = FunctionKind::kGenerator;
constexpr auto kEmitter = Implementation::kEmitter;

Result<Signature> explode_rule(const CallSite& call, bool position, std::string_view of_map) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  std::vector<Field> fields;
  if (position) fields.push_back({.name = "pos", .type = int_type(), .nullable = false});
  if (type.is(TypeKind::kArray)) {
    fields.push_back({.name = "col", .type = type.element(), .nullable = type.contains_null()});
    return Signature{.arguments = {type}, .result = DataType::structure(std::move(fields))};
  }
  if (!type.is(TypeKind::kMap)) return unexpected_input_type(call, 0, "(\"ARRAY\" or \"MAP\")");
  fields.push_back({.name = "key", .type = type.key(), .nullable = false});
  fields.push_back({.name = "value", .type = type.value(), .nullable = type.contains_null()});
  return Signature{
      .arguments = {type}, .result = DataType::structure(std::move(fields)), .variant = of_map};
}
Result<Signature> explode_values(const CallSite& call) {
  return explode_rule(call, false, "explode.map");
}
Result<Signature> explode_positions(const CallSite& call) {
  return explode_rule(call, true, "posexplode.map");
}

Result<Signature> inline_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  if (!type.is(TypeKind::kArray) || !type.element().is(TypeKind::kStruct)) {
    return unexpected_input_type(call, 0, "\"ARRAY<STRUCT>\"");
  }
  std::vector<Field> fields = type.element().fields();
  for (Field& field : fields) field.nullable = field.nullable || type.contains_null();
  return Signature{.arguments = {type}, .result = DataType::structure(std::move(fields))};
}

const Function kFunctions[] = {
    {.name = "explode",
     .kind = kGenerator,
     .rule = explode_values,
     .implementation = kEmitter,
     .body = "explode",
     .usage = "explode(array|map), explode_outer(array|map)",
     .summary = "A row for each element; _outer keeps rows that have none."},
    {.name = "explode.map",
     .kind = kGenerator,
     .rule = explode_values,
     .implementation = kEmitter,
     .body = "explode.map"},
    {.name = "posexplode",
     .kind = kGenerator,
     .rule = explode_positions,
     .implementation = kEmitter,
     .body = "posexplode",
     .usage = "posexplode(array|map), posexplode_outer(array|map)",
     .summary = "A row for each element, with its place from 0."},
    {.name = "posexplode.map",
     .kind = kGenerator,
     .rule = explode_positions,
     .implementation = kEmitter,
     .body = "posexplode.map"},
    {.name = "inline",
     .kind = kGenerator,
     .rule = inline_rule,
     .implementation = kEmitter,
     .body = "inline",
     .usage = "inline(array), inline_outer(array)",
     .summary = "A row for each struct of an array, a column for each field."},
    {.name = "explode_outer", .alias_of = "explode"},
    {.name = "posexplode_outer", .alias_of = "posexplode"},
    {.name = "inline_outer", .alias_of = "inline"},
};

}  // namespace

std::span<const Function> generator_functions() { return kFunctions; }

}  // namespace tarn::plan
