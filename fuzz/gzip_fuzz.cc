// Files that say they are gzip: whatever the bytes, text or an error, and an end.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "format/gzip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kPiece = 4096;
  constexpr int kPiecesMax = 64;
  tarn::format::GzipReader reader({reinterpret_cast<const char*>(data), size});
  std::string piece;
  for (int at = 0; at < kPiecesMax; ++at) {
    if (!reader.next(piece, kPiece) || piece.empty()) {
      break;
    }
  }
  return 0;
}
