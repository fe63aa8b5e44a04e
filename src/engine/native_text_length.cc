// CHAR(n) and VARCHAR(n): texts padded when they are read, and held against their lengths when they
// are written.

#include <algorithm>
#include <array>

#include "engine/native_rows.h"
#include "types/text_length.h"

namespace tarn::engine {
namespace {

using types::DataType;

std::string padded(std::string_view text, int32_t length) { return types::padded(text, length); }

std::string stored(std::string_view text, const DataType& type) {
  auto kept = types::stored_text(text, type);
  if (!kept) throw RowError(kept.error());
  return *std::move(kept);
}

std::string stored_char(std::string_view text, int32_t length) {
  return stored(text, DataType::character(length));
}

std::string stored_varchar(std::string_view text, int32_t length) {
  return stored(text, DataType::varchar(length));
}

// Delta's check, to which a blank is a character like others. `check` is how Delta writes it.
std::string within(std::string_view text, int32_t length, std::string_view check) {
  const auto characters = std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  if (characters > length) {
    throw RowError("DELTA_EXCEED_CHAR_VARCHAR_LIMIT", "22001",
                   "Value \"" + std::string(text) +
                       "\" exceeds char/varchar type length limitation. Failed check: " +
                       std::string(check) + ".");
  }
  return std::string(text);
}

// Not deterministic: raised where a row is there, not while a plan is made.
constexpr std::array kEntries = {
    NativeEntry{.name = "char_padded", .make = rows<padded>},
    NativeEntry{.name = "char_stored", .make = rows<stored_char>, .deterministic = false},
    NativeEntry{.name = "varchar_stored", .make = rows<stored_varchar>, .deterministic = false},
    NativeEntry{.name = "text_within", .make = rows<within>, .deterministic = false},
};

}  // namespace

std::span<const NativeEntry> text_length_natives() { return kEntries; }

}  // namespace tarn::engine
