// XML documents of any bytes, read by a nested schema, as a VARIANT, and for a schema of their own.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "format/xml_decoder.h"
#include "format/xml_inference.h"

namespace {

using tarn::format::XmlDecoder;
using tarn::format::XmlOptions;
using tarn::types::DataType;

DataType row() {
  using namespace tarn::types;
  return DataType::structure({{"a", int_type()},
                              {"s", string_type()},
                              {"d", DataType::decimal(20, 3)},
                              {"f", double_type()},
                              {"t", timestamp_type()},
                              {"l", DataType::array(DataType::structure(
                                        {{"_x", byte_type()}, {"_VALUE", string_type()}}))},
                              {"m", DataType::map(string_type(), date_type())},
                              {"_VALUE", DataType::array(string_type())},
                              {"_corrupt_record", string_type()}});
}

void decode(std::string_view text, const DataType& type, const XmlOptions& options) {
  auto decoder = XmlDecoder::of(type, options);
  CHECK(static_cast<bool>(decoder));
  tarn::types::Column column(type);
  CHECK(static_cast<bool>((*decoder)->decode(text, column)));
  CHECK(column.size() == 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  XmlOptions options;
  options.trims = size % 2 == 0;
  options.ignores_namespaces = size % 3 == 0;
  options.prefers_decimal = size % 5 == 0;
  decode(text, row(), options);
  decode(text, DataType::of(tarn::types::TypeKind::kVariant), options);
  (void)tarn::format::xml_schema(text, options);
  return 0;
}
