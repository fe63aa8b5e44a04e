// What a warehouse keeps of tables, views and schemas: any bytes are read or refused; what is read
// prints to a form that reads the same again.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "catalog/definition.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tarn::catalog;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto table = read_file_table(text, "fuzz")) {
    (void)table->data_schema();
    (void)table->partition_schema();
    const auto again = read_file_table(text_of(*table), "fuzz again");
    CHECK(again && text_of(*again) == text_of(*table));
  }
  if (const auto view = read_view(text, "fuzz")) {
    const auto again = read_view(text_of(*view), "fuzz again");
    CHECK(again && text_of(*again) == text_of(*view));
  }
  if (const auto schema = read_schema(text, "fuzz")) {
    const auto again = read_schema(text_of(*schema), "fuzz again");
    CHECK(again && text_of(*again) == text_of(*schema));
  }
  return 0;
}
