// VARIANTs in Parquet files: a struct of two binaries, `metadata` and `value`, wherever a type has
// a VARIANT (docs/decisions/006-variant-in-delta.md).

#pragma once

#include <memory>
#include <optional>

#include "engine/relation.h"
#include "types/type.h"

namespace tarn::engine {

bool holds_variant(const types::DataType& type);
bool holds_variant(const types::Schema& schema);

// The type as it stands in files: a VARIANT as STRUCT<metadata: BINARY, value: BINARY>.
types::DataType stored_type(const types::DataType& type);

// Files in which VARIANTs are structs to DuckDB, made for one execution and deleted with this.
class PlainCopies {
 public:
  virtual ~PlainCopies() = default;
};

struct ReadableFiles {
  std::optional<Bindings> bindings = {};          // instead of those given, where one is read
  std::shared_ptr<PlainCopies> copies = nullptr;  // shared: held by the execution
};

// Puts a copy into the place of each file of `bindings` whose footer says that a group is a
// VARIANT, if the plan reads it: to DuckDB it would be a value of its own kind, in which JSON's
// null is no other than NULL, and which stands beside no struct in one scan.
// kUnsupported: the file's VARIANTs are shredded.
Result<ReadableFiles> with_plain_variants(const plan::Node& plan, const Bindings& bindings);

}  // namespace tarn::engine
