// Functions that make rows: in the select list, in LATERAL VIEW and in FROM. A rule answers a
// STRUCT of the columns that the function adds.

#include "plan/collection_rules.h"
#include "plan/constants.h"
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

// stack(n, a, b, c ..): the values in n rows; what is left over in the last row is NULL.
Result<Signature> stack_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, SIZE_MAX));
  RETURN_IF_ERROR(expect_int(call, 0));
  if (!is_constant(*call.arguments[0])) {
    return type_mismatch("NON_FOLDABLE_INPUT",
                         "the input `n` should be a foldable \"INT\" expression.");
  }
  const int64_t rows = literal_integer(*call.arguments[0]).value_or(0);
  if (rows < 1) {
    return type_mismatch("VALUE_OUT_OF_RANGE", "The `n` must be between (0, 2147483647].");
  }
  const size_t values = call.arguments.size() - 1;
  const size_t width = (values + static_cast<size_t>(rows) - 1) / static_cast<size_t>(rows);
  std::vector<Field> fields;
  for (size_t at = 0; at < width; ++at) {
    Field field{.name = "col" + std::to_string(at), .type = DataType()};
    for (size_t value = at; value < values; value += width) {
      const DataType& type = call.arguments[value + 1]->type;
      if (field.type.is(TypeKind::kVoid)) field.type = type;
      if (type.is(TypeKind::kVoid) || type.same_ignoring_nullability(field.type)) continue;
      return type_mismatch("STACK_COLUMN_DIFF_TYPES",
                           "The data type of the column (" + std::to_string(at) +
                               ") do not have the same type: \"" + field.type.sql() + "\" <> \"" +
                               type.sql() + "\".");
    }
    fields.push_back(std::move(field));
  }
  Signature signature{.arguments = {int_type()}};
  for (size_t value = 0; value < values; ++value) {
    signature.arguments.push_back(fields[value % width].type);
  }
  signature.result = DataType::structure(std::move(fields));
  return signature;
}

Result<Signature> json_tuple_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, SIZE_MAX));
  Signature signature;
  std::vector<Field> fields;
  for (size_t at = 0; at < call.arguments.size(); ++at) {
    const DataType& type = call.arguments[at]->type;
    if (!type.is(TypeKind::kString)) {
      return type_mismatch("NON_STRING_TYPE",
                           "All arguments of the function `json_tuple` must be strings.");
    }
    signature.arguments.push_back(types::string_type());
    if (at > 0) {
      fields.push_back({.name = "c" + std::to_string(at - 1), .type = types::string_type()});
    }
  }
  signature.result = DataType::structure(std::move(fields));
  return signature;
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
     .body = "explode"},
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
     .body = "posexplode"},
    {.name = "inline",
     .kind = kGenerator,
     .rule = inline_rule,
     .implementation = kEmitter,
     .body = "inline",
     .usage = "inline(array), inline_outer(array)",
     .summary = "A row for each struct of an array, a column for each field."},
    {.name = "stack",
     .kind = kGenerator,
     .rule = stack_rule,
     .implementation = kEmitter,
     .body = "stack",
     .constants = places(0),
     .usage = "stack(n, expr, ...)",
     .summary = "The values in n rows."},
    {.name = "json_tuple",
     .kind = kGenerator,
     .rule = json_tuple_rule,
     .implementation = kEmitter,
     .body = "json_tuple",
     .usage = "json_tuple(json, name, ...)",
     .summary = "One row of the fields of a JSON object, as texts."},
    {.name = "explode_outer", .alias_of = "explode"},
    {.name = "posexplode_outer", .alias_of = "posexplode"},
    {.name = "inline_outer", .alias_of = "inline"},
};

}  // namespace

std::span<const Function> generator_functions() { return kFunctions; }

}  // namespace tarn::plan
