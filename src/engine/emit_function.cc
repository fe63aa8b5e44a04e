// Functions that need more than a template: the emitter's own.

#include <fmt/format.h>

#include "engine/emitter.h"
#include "engine/sql_text.h"
#include "engine/time_zones.h"
#include "types/datetime.h"

namespace tarn::engine {
namespace {

using types::TypeKind;

int64_t local_day(Micros now, const std::string& zone) {
  const int64_t local = now + offset_at_instant(zone, now);
  return local / types::kMicrosPerDay - (local % types::kMicrosPerDay < 0 ? 1 : 0);
}

}  // namespace

std::string Emitter::emitted_call(const plan::Call& call, const types::DataType& type) {
  const std::string_view name =
      call.function->body.empty() ? call.function->name : call.function->body;
  if (name == "and") return guarded_logic(call, true);
  if (name == "or") return guarded_logic(call, false);
  if (name == "concat") return concatenation(call, type);
  if (name == "current_timestamp" || name == "now") {
    return literal_sql({moment_.now}, types::timestamp_type());
  }
  if (name == "current_date") {
    return literal_sql({local_day(moment_.now, moment_.time_zone)}, types::date_type());
  }
  if (name == "map") return map_of(call, type);
  if (name == "subscript" || name == "element_at") {
    const std::string array = expression(*call.arguments[0]);
    const std::string position =
        native(name == "subscript" ? "array_position_at" : "array_element_at",
               {expression(*call.arguments[1]), fmt::format("len({})", array)},
               {call.arguments[1]->type, types::long_type()}, types::long_type());
    return fmt::format("list_extract({}, {})", array, position);
  }
  if (name == "transform") return lambda_call("list_transform", call);
  if (name == "filter") return lambda_call("list_filter", call);
  return unsupported(fmt::format("the function {} is not built yet", call.function->name));
}

std::string Emitter::concatenation(const plan::Call& call, const types::DataType& type) {
  const Texts parts = expressions(call.arguments);
  if (parts.empty()) return "''";
  if (!type.is(TypeKind::kArray)) return "(" + joined(parts, " || ") + ")";
  // list_concat() takes a NULL list for an empty one.
  Texts nulls;
  for (const std::string& part : parts) {
    nulls.push_back(part + " IS NULL");
  }
  std::string all = parts.front();
  for (size_t i = 1; i < parts.size(); ++i) {
    all = fmt::format("list_concat({}, {})", all, parts[i]);
  }
  return fmt::format("(CASE WHEN {} THEN NULL ELSE {} END)", joined(nulls, " OR "), all);
}

std::string Emitter::map_of(const plan::Call& call, const types::DataType& type) {
  Texts keys;
  Texts values;
  for (size_t i = 0; i + 1 < call.arguments.size(); i += 2) {
    keys.push_back(expression(*call.arguments[i]));
    values.push_back(expression(*call.arguments[i + 1]));
  }
  return fmt::format("map(CAST([{}] AS {}[]), CAST([{}] AS {}[]))", joined(keys),
                     type_sql(type.key()), joined(values), type_sql(type.value()));
}

std::string Emitter::lambda_call(std::string_view function, const plan::Call& call) {
  const auto* lambda = std::get_if<plan::Lambda>(&call.arguments[1]->content);
  CHECK(lambda != nullptr);
  Texts parameters;
  for (const plan::Attribute& parameter : lambda->parameters) {
    parameters.push_back(column_name(parameter.id));
  }
  if (lambda->parameters.size() == 2) index_parameters_.insert(lambda->parameters[1].id);
  return fmt::format("{}({}, lambda {}: {})", function, expression(*call.arguments[0]),
                     joined(parameters), expression(*lambda->body));
}

}  // namespace tarn::engine
