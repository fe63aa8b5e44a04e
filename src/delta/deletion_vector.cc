#include "delta/deletion_vector.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "delta/base85.h"
#include "delta/roaring.h"
#include "delta/snapshot.h"
#include "storage/path.h"

namespace tarn::delta {
namespace {

constexpr size_t kUuidText = 20;  // a UUID in Base85
constexpr char kFormatVersion = 1;
constexpr int64_t kSizeMax = 0x7FFFFFFF;  // sizeInBytes is an Int

Error corrupt(const char* condition, std::string message) {
  return {.code = ErrorCode::kCorrupt,
          .message = std::move(message),
          .condition = condition,
          .sqlstate = "XXKDS"};
}

Error size_mismatch(int64_t in_log, uint64_t there) {
  return corrupt("DELTA_DELETION_VECTOR_SIZE_MISMATCH",
                 fmt::format("the log says {} bytes, and there are {}", in_log, there));
}

uint32_t big_endian(std::string_view bytes) {
  uint32_t number = 0;
  for (const char byte : bytes) {
    number = (number << 8) | static_cast<uint8_t>(byte);
  }
  return number;
}

constexpr std::array<uint32_t, 256> crc_steps() {
  std::array<uint32_t, 256> steps{};
  for (uint32_t byte = 0; byte < steps.size(); ++byte) {
    uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit) {
      rest = (rest >> 1) ^ ((rest & 1) != 0 ? 0xEDB88320U : 0);
    }
    steps[byte] = rest;
  }
  return steps;
}
constexpr std::array<uint32_t, 256> kCrcSteps = crc_steps();

// CRC-32 as zlib and java.util.zip compute it.
uint32_t checksum(std::string_view bytes) {
  uint32_t sum = 0xFFFFFFFF;
  for (const char byte : bytes) {
    sum = (sum >> 8) ^ kCrcSteps[(sum ^ static_cast<uint8_t>(byte)) & 0xFF];
  }
  return ~sum;
}

// The 16 bytes of a UUID in the text that names files.
std::string uuid_text(std::string_view bytes) {
  std::string text;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) {
      text += '-';
    }
    text += fmt::format("{:02x}", static_cast<uint8_t>(bytes[i]));
  }
  return text;
}

Result<std::string> inline_bytes(const DeletionVector& vector) {
  ASSIGN_OR_RETURN(std::string bytes, base85_decoded(vector.path_or_inline));
  const auto size = static_cast<uint64_t>(vector.size_in_bytes);
  // The last group of four is filled up where the size is no multiple of it.
  if (bytes.size() < size || bytes.size() >= size + 4) {
    return size_mismatch(vector.size_in_bytes, bytes.size());
  }
  bytes.resize(size);
  return bytes;
}

// Protocol, "Deletion Vector File Storage Format": size, bytes and checksum at the offset.
Result<std::string> stored_bytes(storage::FileSystem& files, const std::string& path,
                                 const DeletionVector& vector) {
  constexpr uint64_t kWord = 4;
  const int64_t offset = vector.offset.value_or(0);
  if (offset < 0) {
    return Error{ErrorCode::kCorrupt, fmt::format("its offset is {}", offset)};
  }
  const auto at = static_cast<uint64_t>(offset);
  const auto size = static_cast<uint64_t>(vector.size_in_bytes);
  ASSIGN_OR_RETURN(const std::string version, files.read_range(path, 0, 1));
  if (version.empty() || version[0] != kFormatVersion) {
    return Error{ErrorCode::kCorrupt, "its first byte is not 1, the format that is known"};
  }
  ASSIGN_OR_RETURN(const std::string head, files.read_range(path, at, kWord));
  if (head.size() < kWord || big_endian(head) != size) {
    return size_mismatch(vector.size_in_bytes, head.size() < kWord ? 0 : big_endian(head));
  }
  ASSIGN_OR_RETURN(std::string bytes, files.read_range(path, at + kWord, size + kWord));
  if (bytes.size() < size + kWord) {
    return size_mismatch(vector.size_in_bytes, bytes.size());
  }
  const uint32_t written = big_endian(std::string_view(bytes).substr(size));
  bytes.resize(size);
  if (checksum(bytes) != written) {
    return corrupt("DELTA_DELETION_VECTOR_CHECKSUM_MISMATCH",
                   "the checksum of its bytes is not the one behind them");
  }
  return bytes;
}

Result<types::RowSet> read_vector(storage::FileSystem& files, const std::string& table_path,
                                  const DeletionVector& vector) {
  if (vector.size_in_bytes < 0 || vector.size_in_bytes > kSizeMax) {
    return Error{ErrorCode::kCorrupt, fmt::format("its size is {}", vector.size_in_bytes)};
  }
  // Delta's way to say "no rows": a vector without bytes.
  if (vector.storage_type == "i" && vector.size_in_bytes == 0 && vector.cardinality == 0) {
    return types::RowSet();
  }
  std::string bytes;
  if (vector.storage_type == "i") {
    ASSIGN_OR_RETURN(bytes, inline_bytes(vector));
  } else {
    ASSIGN_OR_RETURN(const std::string path, vector_path(table_path, vector));
    ASSIGN_OR_RETURN(bytes, stored_bytes(files, path, vector));
  }
  ASSIGN_OR_RETURN(types::RowSet rows, parse_row_bitmap(bytes));
  if (vector.cardinality < 0 || rows.size() != static_cast<uint64_t>(vector.cardinality)) {
    return corrupt(
        "DELTA_DELETION_VECTOR_CARDINALITY_MISMATCH",
        fmt::format("the log says {} rows, and it holds {}", vector.cardinality, rows.size()));
  }
  return rows;
}

}  // namespace

Result<std::string> vector_path(const std::string& table_path, const DeletionVector& vector) {
  if (vector.storage_type == "p") {
    return path_in_table(table_path, vector.path_or_inline);
  }
  const std::string& name = vector.path_or_inline;
  if (vector.storage_type != "u" || name.size() < kUuidText) {
    return Error{ErrorCode::kCorrupt,
                 fmt::format("it lies nowhere: storageType '{}', '{}'", vector.storage_type, name)};
  }
  const size_t prefix = name.size() - kUuidText;
  ASSIGN_OR_RETURN(const std::string uuid, base85_decoded(std::string_view(name).substr(prefix)));
  const std::string folder =
      prefix == 0 ? table_path : storage::join(table_path, name.substr(0, prefix));
  return storage::join(folder, "deletion_vector_" + uuid_text(uuid) + ".bin");
}

Result<types::RowSet> deleted_rows(storage::FileSystem& files, const std::string& table_path,
                                   const DeletionVector& vector) {
  Result<types::RowSet> rows = read_vector(files, table_path, vector);
  if (!rows) {
    return rows.error().within("reading the deletion vector " + vector.unique_id() + " of " +
                               table_path);
  }
  return rows;
}

}  // namespace tarn::delta
