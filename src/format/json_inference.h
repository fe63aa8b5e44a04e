// The schema that JSON documents have in common, found by looking at them: Spark's JsonInferSchema.
//
// Whole numbers are BIGINT, or DECIMAL where they are too wide, fractions DOUBLE, objects STRUCT
// with their fields in name order, arrays ARRAY of what their elements have in common. What has
// nothing in common is STRING, and so is what was never anything but null. A document that cannot
// be read adds the corrupt record column (PERMISSIVE), nothing (DROPMALFORMED) or is an error
// (FAILFAST). SEMANTICS 6.3; testdata/inference.jsonl holds Spark's answers. One thread at a time.

#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "format/json_decoder.h"
#include "format/schema_inference.h"
#include "types/type.h"

namespace tarn::format {

class JsonInference final : public SchemaInference {
 public:
  explicit JsonInference(JsonOptions options);
  ~JsonInference() override;

  void begin_file() override;
  Status feed(std::string_view bytes) override;
  Status end_file() override;
  Result<types::Schema> schema() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tarn::format
