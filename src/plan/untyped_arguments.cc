#include "plan/untyped_arguments.h"

#include <string>

#include "plan/function.h"
#include "plan/literal.h"

namespace tarn::plan {

void forget_untyped(std::string_view function, std::vector<Typed>& arguments) {
  const bool all = has_trait(function, kForgetsUntyped) ||
                   (arguments.size() <= 3 && has_trait(function, kForgetsUntypedTimes));
  const bool is_repeat = function == "array_repeat";
  for (size_t at = 0; at < arguments.size(); ++at) {
    Typed& argument = arguments[at];
    if (!argument || !argument.expression->type.is(types::TypeKind::kVoid)) continue;
    if (!all && !(is_repeat && at > 0)) continue;
    argument = {.expression = make_null(types::DataType(), argument.expression->span),
                .text = "NULL"};
  }
}

void forget_untyped_beside_text(Typed& left, Typed& right) {
  const auto is = [](const Typed& side, types::TypeKind kind) {
    return side.expression->type.is(kind);
  };
  for (Typed* side : {&left, &right}) {
    const Typed& other = side == &left ? right : left;
    if (!is(*side, types::TypeKind::kVoid) || !is(other, types::TypeKind::kString)) continue;
    *side = {.expression = make_null(types::DataType(), side->expression->span), .text = "NULL"};
  }
}

bool is_forgotten(const Typed& argument) {
  const auto* literal = std::get_if<Literal>(&argument.expression->content);
  return literal != nullptr && literal->value.is_null() && argument.text == "NULL";
}

}  // namespace tarn::plan
