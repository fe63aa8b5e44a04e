// Properties that permit a writer what this program never does: a table made without them is as
// valid, and no reader of its rows misses anything. Pure.
//
// Nothing stands here that changes what readers see, or that protects data: such are honoured, or
// refused by name.

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "delta/table_property.h"
#include "types/type.h"

namespace tarn::delta {

// Why the property has no effect; empty where it has one, or is not known.
std::string_view reason_without_effect(std::string_view name, std::string_view value);

// Those of `properties`, as they are spelt, with the reason. A lowest version of the protocol is
// among them where a table of these columns and properties needs less.
std::map<std::string, std::string> without_effect(const types::Schema& schema,
                                                  const Configuration& properties);

// `properties` without those: what the table is made with.
Configuration with_effect(const types::Schema& schema, const Configuration& properties);

}  // namespace tarn::delta
