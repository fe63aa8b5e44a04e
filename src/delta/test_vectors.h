// Deletion vectors as bytes, put together by hand for this room's tests.

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tarn::delta {

// A number of `width` bytes, little endian.
inline std::string little(uint64_t number, int width) {
  std::string bytes;
  for (int i = 0; i < width; ++i) {
    bytes += static_cast<char>((number >> (8 * i)) & 0xFF);
  }
  return bytes;
}

// The same, big endian.
inline std::string big(uint64_t number, int width) {
  const std::string turned = little(number, width);
  return {turned.rbegin(), turned.rend()};
}

struct Container {
  uint16_t key = 0;
  uint32_t rows = 0;
  std::string bytes;
  bool is_run = false;
};

inline Container list(uint16_t key, const std::vector<uint16_t>& rows) {
  Container container{.key = key, .rows = static_cast<uint32_t>(rows.size()), .bytes = {}};
  for (const uint16_t row : rows) {
    container.bytes += little(row, 2);
  }
  return container;
}

// First row and number of rows of each run.
inline Container runs(uint16_t key, const std::vector<std::pair<uint16_t, uint32_t>>& parts) {
  Container container{.key = key, .bytes = little(parts.size(), 2), .is_run = true};
  for (const auto& [first, count] : parts) {
    container.rows += count;
    container.bytes += little(first, 2) + little(count - 1, 2);
  }
  return container;
}

// Every second row of the block.
inline Container even_rows(uint16_t key) {
  return {.key = key, .rows = 32768, .bytes = std::string(8192, '\x55')};
}

// A 32-bit bitmap (RoaringBitmap format specification). Readers pass over the offsets.
inline std::string bitmap(const std::vector<Container>& containers) {
  bool has_runs = false;
  for (const Container& container : containers) {
    has_runs = has_runs || container.is_run;
  }
  std::string bytes;
  if (has_runs) {
    bytes += little(12347 | ((containers.size() - 1) << 16), 4);
    std::string flags((containers.size() + 7) / 8, '\0');
    for (size_t i = 0; i < containers.size(); ++i) {
      flags[i / 8] = static_cast<char>(flags[i / 8] | (containers[i].is_run ? 1 << (i % 8) : 0));
    }
    bytes += flags;
  } else {
    bytes += little(12346, 4) + little(containers.size(), 4);
  }
  for (const Container& container : containers) {
    bytes += little(container.key, 2) + little(container.rows - 1, 2);
  }
  if (!has_runs || containers.size() >= 4) {
    bytes += std::string(4 * containers.size(), '\0');
  }
  for (const Container& container : containers) {
    bytes += container.bytes;
  }
  return bytes;
}

inline constexpr uint32_t kPortableVector = 1681511377;
inline constexpr uint32_t kNativeVector = 1681511376;

// The form that the protocol describes: each bitmap behind the upper half of its rows.
inline std::string portable_vector(const std::vector<std::pair<uint32_t, std::string>>& bitmaps) {
  std::string bytes = little(kPortableVector, 4) + little(bitmaps.size(), 8);
  for (const auto& [key, each] : bitmaps) {
    bytes += little(key, 4) + each;
  }
  return bytes;
}

// Delta's first form: each bitmap behind its length.
inline std::string native_vector(const std::vector<std::string>& bitmaps) {
  std::string bytes = little(kNativeVector, 4) + little(bitmaps.size(), 4);
  for (const std::string& each : bitmaps) {
    bytes += little(each.size(), 4) + each;
  }
  return bytes;
}

// The protocol's third example: the rows 3, 4, 7, 11, 18 and 29.
inline constexpr const char* kInlineExample = "wi5b=000010000siXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L";

}  // namespace tarn::delta
