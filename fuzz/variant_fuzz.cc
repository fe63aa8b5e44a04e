// VARIANTs out of files: whatever the bytes, they are refused, or everything that reads a VARIANT
// reads them. The first byte says how many of those behind it are metadata.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "types/variant.h"
#include "types/variant_check.h"

namespace {

using tarn::types::VariantKind;
using tarn::types::VariantView;

void read_all(const VariantView& value) {
  for (size_t at = 0; value.kind() == VariantKind::kArray && at < value.size(); ++at) {
    read_all(value.at(at));
  }
  for (size_t at = 0; value.kind() == VariantKind::kObject && at < value.size(); ++at) {
    CHECK(value.field(value.name(at)).has_value());
    read_all(value.at(at));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const size_t metadata = std::min<size_t>(data[0], bytes.size());
  const auto checked =
      tarn::types::checked_variant(bytes.substr(0, metadata), bytes.substr(metadata));
  if (!checked) return 0;
  const VariantView value(*checked);
  read_all(value);
  std::string json;
  value.append_json(json, tarn::types::SessionZone());
  tarn::types::VariantBuilder builder;
  builder.append_variant(value);
  const std::string again = builder.take();
  // What was built anew is in order, and stays as it is.
  const size_t names = tarn::types::variant_metadata_bytes(again);
  CHECK(*tarn::types::checked_variant(again.substr(0, names), again.substr(names)) == again);
  return 0;
}
