// The schema that CSV files have in common, found by looking at them: Spark's CSVInferSchema.
//
// A column begins as INT and widens with what it meets: BIGINT, DECIMAL (whole numbers beyond
// BIGINT), DOUBLE; or DATE, TIMESTAMP; or BOOLEAN; and STRING where these do not mix. NULL says
// nothing. Columns are named by the header, or _c0, _c1, ..; without infer_types all are STRING. By
// position the first record says how many there are; by name (options.by_name) each file's header
// adds its own. SEMANTICS 6.3; testdata/inference.jsonl holds Spark's answers. One thread at a
// time.

#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "format/csv_decoder.h"
#include "format/schema_inference.h"
#include "types/type.h"

namespace tarn::format {

class CsvInference final : public SchemaInference {
 public:
  explicit CsvInference(CsvOptions options);
  ~CsvInference() override;

  void begin_file() override;
  Status feed(std::string_view bytes) override;
  Status end_file() override;
  Result<types::Schema> schema() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tarn::format
