// Looks at the bytes of files and says which schema their records have: the counterpart of
// RecordDecoder for files whose schema nobody declared.

#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "types/type.h"

namespace tarn::format {

class SchemaInference {
 public:
  virtual ~SchemaInference() = default;

  virtual void begin_file() = 0;
  // The next bytes of the file, in chunks of any size. kData: malformed under FAILFAST.
  virtual Status feed(std::string_view bytes) = 0;
  virtual Status end_file() = 0;
  // What was seen so far. COLUMN_ALREADY_EXISTS: two columns differ in case only, or not at all.
  virtual Result<types::Schema> schema() const = 0;
};

// The error of a schema that has the column `name` twice.
Error duplicate_column(std::string_view name);

}  // namespace tarn::format
