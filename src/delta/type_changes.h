// Columns whose type became wider after files had been written (Delta Transaction Log Protocol,
// "Type Widening"): a reader converts what older files hold, and must know each change. Pure.

#pragma once

#include "base/result.h"
#include "types/type.h"

namespace tarn::delta {

// kUnsupported, with Delta's condition, names a change in `delta.typeChanges` that is none of the
// protocol's.
Status check_type_changes(const types::Schema& schema);

}  // namespace tarn::delta
