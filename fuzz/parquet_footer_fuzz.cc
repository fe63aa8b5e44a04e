// Metadata of Parquet files: whatever the bytes, a schema or an error.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "format/parquet_footer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  [[maybe_unused]] const auto schema = tarn::format::parquet_schema_of(bytes);
  if (size >= tarn::format::kParquetTailBytes) {
    [[maybe_unused]] const auto length =
        tarn::format::parquet_metadata_bytes(bytes.substr(size - tarn::format::kParquetTailBytes));
  }
  return 0;
}
