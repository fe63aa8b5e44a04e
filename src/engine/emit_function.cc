// Functions that need more than a template: logic, concat(), try_*, what knows the moment or the
// partition. Lines of emitted_functions.cc lead here.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/uuid.h"
#include "engine/emitter.h"
#include "engine/sql_text.h"
#include "engine/time_zones.h"
#include "plan/evaluation.h"
#include "types/datetime.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::TypeKind;

int64_t local_day(Micros now, const std::string& zone) {
  const int64_t local = now + offset_at_instant(zone, now);
  return local / types::kMicrosPerDay - (local % types::kMicrosPerDay < 0 ? 1 : 0);
}

// a || b || c is a concat in a concat.
void collect_chain(const plan::Call& call, const DataType& type,
                   std::vector<const plan::Expression*>& into) {
  for (const plan::ExpressionPtr& argument : call.arguments) {
    const auto* inner = std::get_if<plan::Call>(&argument->content);
    if (inner != nullptr && inner->function == call.function && argument->type == type) {
      collect_chain(*inner, type, into);
    } else {
      into.push_back(argument.get());
    }
  }
}

std::vector<const plan::Expression*> parts_of_chain(const plan::Call& call, const DataType& type) {
  std::vector<const plan::Expression*> parts;
  collect_chain(call, type, parts);
  return parts;
}

// list_concat() takes a NULL list for an empty one.
std::string one_array(const std::vector<std::string>& parts) {
  std::vector<std::string> nulls;
  for (const std::string& part : parts) {
    nulls.push_back(part + " IS NULL");
  }
  const std::string all = balanced(parts, [](const auto& left, const auto& right) {
    return fmt::format("list_concat({}, {})", left, right);
  });
  return fmt::format("(CASE WHEN {} THEN NULL ELSE {} END)", joined(nulls, " OR "), all);
}

}  // namespace

std::string Emitter::conjunction(const plan::Call& call, const DataType&) {
  return guarded_logic(call, true);
}

std::string Emitter::disjunction(const plan::Call& call, const DataType&) {
  return guarded_logic(call, false);
}

const std::string& Emitter::zone_here() const {
  return other_zone_.empty() ? moment_.time_zone : other_zone_;
}

std::string Emitter::current_timestamp(const plan::Call&, const DataType&) {
  return literal_sql({moment_.now}, types::timestamp_type());
}

std::string Emitter::current_timezone(const plan::Call&, const DataType&) {
  return text_sql(moment_.time_zone);
}

std::string Emitter::local_timestamp(const plan::Call&, const DataType&) {
  return literal_sql({moment_.now + offset_at_instant(zone_here(), moment_.now)},
                     types::timestamp_ntz_type());
}

std::string Emitter::current_date(const plan::Call&, const DataType&) {
  return literal_sql({local_day(moment_.now, zone_here())}, types::date_type());
}

std::string Emitter::current_time(const plan::Call&, const DataType& type) {
  const int64_t local = moment_.now + offset_at_instant(zone_here(), moment_.now);
  const int64_t midnight = local_day(moment_.now, zone_here()) * types::kMicrosPerDay;
  int64_t unit = 1;
  for (int digit = type.precision(); digit < types::kMaxTimePrecision; ++digit) unit *= 10;
  const int64_t micros = (local - midnight) / unit * unit;
  return literal_sql({micros * types::kNanosPerMicro}, type);
}

// What the call raises is NULL; what its arguments raise is computed outside, and raises.
std::string Emitter::tried(const plan::Call& call, const DataType&) {
  const plan::Expression& expression = *call.arguments[0];
  const auto* inner = std::get_if<plan::Call>(&expression.content);
  Texts values;
  std::vector<size_t> places;
  for (size_t at = 0; inner != nullptr && at < inner->arguments.size(); ++at) {
    if (!plan::can_raise(*inner->arguments[at])) continue;
    values.push_back(this->expression(*inner->arguments[at]));
    places.push_back(at);
  }
  if (places.empty()) return fmt::format("TRY({})", this->expression(expression));
  return with_names(values, [&](const Texts& names) {
    plan::Call outer = *inner;
    for (size_t i = 0; i < places.size(); ++i) {
      plan::ExpressionPtr& argument = outer.arguments[places[i]];
      const plan::AttributeId id = plan::AttributeId{-next_number_++};
      parameter_texts_[id] = names[i];
      argument = std::make_shared<const plan::Expression>(
          plan::Expression{.content = plan::LambdaRef{.id = id, .name = {}},
                           .type = argument->type,
                           .nullable = argument->nullable,
                           .span = argument->span});
    }
    return fmt::format("TRY({})", this->call(outer, expression.type));
  });
}

// in_zone(value, 'Europe/Paris'): what the value is where the session's zone is that one.
std::string Emitter::call_in_zone(const plan::Call& call, const DataType&) {
  const auto* zone = std::get_if<plan::Literal>(&call.arguments[1]->content);
  CHECK(zone != nullptr);
  std::string outside = std::exchange(other_zone_, std::get<std::string>(zone->value.content));
  std::string text = expression(*call.arguments[0]);
  other_zone_ = std::move(outside);
  return text;
}

// tarn_number(lane, column): paths.cc says why a text names no execution.
std::string Emitter::next_number(const plan::Call& call, const DataType&) {
  const auto* column = std::get_if<plan::Literal>(&call.arguments[0]->content);
  CHECK(column != nullptr);
  return fmt::format("tarn_number({}, {})", executor_.lane,
                     std::get<int64_t>(column->value.content));
}

// A body that counts the threads of this execution, and is another one at each place.
std::string Emitter::per_partition_call(const plan::Call& call, const DataType& type) {
  const std::string_view name = call.function->name;
  Texts arguments = {fmt::format("{}::BIGINT", executor_.execution),
                     fmt::format("{}::INTEGER", next_number_++)};
  std::vector<DataType> types = {types::long_type(), types::int_type()};
  for (const plan::ExpressionPtr& argument : call.arguments) {
    arguments.push_back(expression(*argument));
    types.push_back(argument->type);
  }
  const bool wants_seed = name == "rand" || name == "randn" || name == "randstr";
  const size_t with_seed = name == "randstr" ? 2 : 1;
  if (wants_seed && call.arguments.size() < with_seed) {
    arguments.push_back(fmt::format("{}::BIGINT", static_cast<int64_t>(system_random()() >> 1)));
    types.push_back(types::long_type());
  }
  return native(name, arguments, types, type);
}

std::string Emitter::concatenation(const plan::Call& call, const DataType& type) {
  if (!type.is(TypeKind::kArray)) {
    Texts parts;
    for (const plan::Expression* part : parts_of_chain(call, type)) {
      parts.push_back(expression(*part));
    }
    return parts.empty() ? "''" : balanced(parts, [](const auto& left, const auto& right) {
      return fmt::format("({} || {})", left, right);
    });
  }
  const Texts arrays = expressions(call.arguments);
  const bool is_long = std::ranges::any_of(
      arrays, [](const std::string& array) { return array.size() > kTwiceMax; });
  return is_long ? with_names(arrays, one_array) : one_array(arrays);
}

}  // namespace tarn::engine
