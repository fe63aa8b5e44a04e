// The order in which collect_set() lists what it met.
//
// Spark gathers the values in a hash table of Scala's (mutable.HashSet) and reads them out bucket
// by bucket, so that the order follows from the values alone. Here it is made afterwards, over an
// array of values that are all different: a body `set_order` from ARRAY<T> to ARRAY<T>.

#pragma once

#include "base/result.h"
#include "engine/native.h"
#include "types/type.h"

namespace tarn::engine {

// Whether values of the type have the hash by which Spark orders them; arrays, structs and BINARY
// keep the order of their arrival.
bool has_set_order(const types::DataType& type);

Result<NativePtr> make_set_order(const NativeSite& site);

}  // namespace tarn::engine
