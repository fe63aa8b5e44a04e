// Files that say they are gzip: whatever the bytes, text or an error, and an end.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "format/gzip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kPiece = 4096;
  constexpr int kPiecesMax = 64;
  // The first byte says in how small pieces the file comes from the disk.
  const size_t packed_piece = size == 0 ? 1 : size_t{data[0]} + 1;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  rest.remove_prefix(std::min<size_t>(size, 1));
  tarn::format::GzipReader reader("fuzz.gz", [&]() -> tarn::Result<std::string_view> {
    const std::string_view packed = rest.substr(0, packed_piece);
    rest.remove_prefix(packed.size());
    return packed;
  });
  std::string piece;
  for (int at = 0; at < kPiecesMax; ++at) {
    if (!reader.next(piece, kPiece) || piece.empty()) {
      break;
    }
  }
  return 0;
}
