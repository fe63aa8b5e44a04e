#include "plan/routine_parameters.h"

namespace tarn::plan {

RoutineParameters parameters_of(const SqlFunction& function, IdSource& ids) {
  RoutineParameters result;
  result.scope.parameters = true;
  const std::string own_name = function.name.substr(function.name.rfind('.') + 1);
  for (const FunctionParameter& parameter : function.parameters) {
    const Attribute attribute{
        .id = ids.next_attribute(), .name = parameter.name, .type = parameter.type};
    result.scope.columns.push_back({.qualifier = {own_name}, .attribute = attribute});
    result.ids.insert(attribute.id);
    result.attributes.push_back(attribute);
  }
  return result;
}

}  // namespace tarn::plan
