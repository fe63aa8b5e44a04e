// Metadata of Parquet files: whatever the bytes, a schema or an error.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "format/parquet_footer.h"
#include "format/parquet_variants.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  [[maybe_unused]] const auto schema = tarn::format::parquet_schema_of(bytes);
  // Without its words about VARIANTs the metadata has none.
  if (const auto groups = tarn::format::variant_groups_of(bytes); groups && groups->is_annotated) {
    const auto left = tarn::format::variant_groups_of(groups->plain_metadata);
    CHECK(left && !left->is_annotated);
  }
  if (size >= tarn::format::kParquetTailBytes) {
    [[maybe_unused]] const auto length =
        tarn::format::parquet_metadata_bytes(bytes.substr(size - tarn::format::kParquetTailBytes));
  }
  return 0;
}
