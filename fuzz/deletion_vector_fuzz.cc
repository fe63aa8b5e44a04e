// A deletion vector of any bytes is read or refused; what is read has no row behind its largest.
// The same bytes as text in a log: Base85, and a vector that lies in the log itself.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/clock.h"
#include "delta/base85.h"
#include "delta/deletion_vector.h"
#include "delta/roaring.h"
#include "storage/memory_file_system.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tarn;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto rows = delta::parse_row_bitmap(bytes)) {
    CHECK(rows->is_empty() == (rows->size() == 0));
    CHECK(rows->is_empty() || rows->contains(rows->largest()));
    CHECK(!rows->contains(rows->largest() + 1));
  }
  if (const auto decoded = delta::base85_decoded(bytes)) {
    CHECK(decoded->size() % 4 == 0);
    (void)static_cast<bool>(delta::parse_row_bitmap(*decoded));
  }
  ManualClock clock{0};
  storage::MemoryFileSystem files(clock);
  files.write("t/v.bin", bytes);
  for (const int64_t length : {int64_t{40}, static_cast<int64_t>(size) - 9}) {
    (void)static_cast<bool>(delta::deleted_rows(files, "t",
                                                {.storage_type = "p",
                                                 .path_or_inline = "v.bin",
                                                 .offset = 1,
                                                 .size_in_bytes = length,
                                                 .cardinality = 6}));
  }
  (void)static_cast<bool>(delta::deleted_rows(
      files, "t",
      {.storage_type = "i", .path_or_inline = std::string(bytes), .size_in_bytes = 40}));
  return 0;
}
