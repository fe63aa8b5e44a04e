#include "types/identity_column.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "base/check.h"

namespace tarn::types {
namespace {

constexpr const char* kStart = "delta.identity.start";
constexpr const char* kStep = "delta.identity.step";
constexpr const char* kTakesValues = "delta.identity.allowExplicitInsert";
constexpr const char* kMark = "delta.identity.highWaterMark";

using Wide = __int128;

std::optional<int64_t> narrow(Wide number) {
  const bool fits = number >= std::numeric_limits<int64_t>::min() &&
                    number <= std::numeric_limits<int64_t>::max();
  return fits ? std::optional(static_cast<int64_t>(number)) : std::nullopt;
}

nlohmann::json value_at(const Field& column, const char* key) {
  const auto found = column.metadata.find(key);
  return found == column.metadata.end() ? nlohmann::json()
                                        : nlohmann::json::parse(found->second, nullptr, false);
}

std::optional<int64_t> integer(const nlohmann::json& value) {
  const bool is_beyond =
      value.is_number_unsigned() &&
      value.get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  return value.is_number_integer() && !is_beyond ? std::optional(value.get<int64_t>())
                                                 : std::nullopt;
}

}  // namespace

std::optional<int64_t> Identity::number(int64_t place) const {
  const Wide first = mark ? Wide{*mark} + step : Wide{start};
  return narrow(first + Wide{step} * place);
}

std::optional<int64_t> Identity::mark_behind(int64_t value) const {
  CHECK(step != 0);
  const Wide distance = (Wide{value} - start) * (step > 0 ? 1 : -1);
  if (distance < 0) {
    return mark;
  }
  const Wide size = step > 0 ? Wide{step} : -Wide{step};
  const Wide steps = (distance + size - 1) / size;
  const int64_t reached = narrow(Wide{start} + steps * step).value_or(value);
  if (!mark) {
    return reached;
  }
  return step > 0 ? std::max(*mark, reached) : std::min(*mark, reached);
}

std::optional<Identity> identity_of(const Field& column) {
  const auto start = integer(value_at(column, kStart));
  const auto step = integer(value_at(column, kStep));
  const nlohmann::json takes_values = value_at(column, kTakesValues);
  const bool has_mark = column.metadata.contains(kMark);
  const auto mark = integer(value_at(column, kMark));
  if (!start || !step || *step == 0 || !takes_values.is_boolean() || (has_mark && !mark)) {
    return std::nullopt;
  }
  return Identity{
      .start = *start, .step = *step, .takes_values = takes_values.get<bool>(), .mark = mark};
}

void set_identity(Field& column, const Identity& identity) {
  column.metadata[kStart] = std::to_string(identity.start);
  column.metadata[kStep] = std::to_string(identity.step);
  column.metadata[kTakesValues] = identity.takes_values ? "true" : "false";
  column.metadata.erase(kMark);
  if (identity.mark) {
    column.metadata[kMark] = std::to_string(*identity.mark);
  }
}

void drop_identity(Field& column) {
  for (const char* const key : {kStart, kStep, kTakesValues, kMark}) {
    column.metadata.erase(key);
  }
}

bool has_identity(const Schema& schema) {
  return std::ranges::any_of(schema,
                             [](const Field& field) { return identity_of(field).has_value(); });
}

Schema without_marks(Schema schema) {
  for (Field& field : schema) {
    field.metadata.erase(kMark);
  }
  return schema;
}

}  // namespace tarn::types
