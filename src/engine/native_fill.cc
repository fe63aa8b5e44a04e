// Texts and binaries made long: repeat, space, lpad, rpad.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "engine/native_rows.h"

namespace tarn::engine {
namespace {

using Text = std::string_view;

// The longest text that is made of a short one. (Spark's own limit is 2,147,483,632 bytes, and its
// memory ends long before it: java.lang.OutOfMemoryError.)
constexpr size_t kBytesMax = size_t{1} << 30;

void check_size(size_t bytes, Text function) {
  if (bytes <= kBytesMax) return;
  throw RowError("COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION", "54000",
                 fmt::format("Can't create a text of {} bytes, which exceeds the limit {}, in the "
                             "function `{}`.",
                             bytes, kBytesMax, function));
}

size_t at_least_zero(int32_t count) { return static_cast<size_t>(std::max(count, 0)); }

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// The first `count` characters.
Text first_characters(Text text, size_t count) {
  size_t seen = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (begins_character(text[at]) && seen++ == count) return text.substr(0, at);
  }
  return text;
}

size_t characters_of(Text text) {
  return static_cast<size_t>(std::ranges::count_if(text, begins_character));
}

void append_times(std::string& out, Text text, size_t times) {
  if (text.size() == 1) {
    out.append(times, text[0]);
    return;
  }
  for (size_t at = 0; at < times; ++at) out += text;
}

std::string repeat(Text text, int32_t count) {
  const size_t times = at_least_zero(count);
  check_size(text.size() * times, "repeat");
  std::string out;
  out.reserve(text.size() * times);
  append_times(out, text, times);
  return out;
}

std::string space(int32_t count) {
  check_size(at_least_zero(count), "space");
  return std::string(at_least_zero(count), ' ');
}

// `text` with `whole` times `pad` and `rest` in front of it or behind it.
template <bool kInFront>
std::string filled(Text text, Text pad, size_t whole, Text rest) {
  const size_t size = text.size() + pad.size() * whole + rest.size();
  check_size(size, kInFront ? "lpad" : "rpad");
  std::string out;
  out.reserve(size);
  if constexpr (!kInFront) out += text;
  append_times(out, pad, whole);
  out += rest;
  if constexpr (kInFront) out += text;
  return out;
}

template <bool kInFront>
std::string pad_text(Text text, int32_t length, Text pad) {
  const size_t wanted = at_least_zero(length);
  const size_t there = characters_of(text);
  if (there >= wanted || pad.empty()) return std::string(first_characters(text, wanted));
  const size_t in_pad = std::max(characters_of(pad), size_t{1});
  const size_t missing = wanted - there;
  return filled<kInFront>(text, pad, missing / in_pad, first_characters(pad, missing % in_pad));
}

template <bool kInFront>
std::string pad_binary(Text bytes, int32_t length, Text pad) {
  const size_t wanted = at_least_zero(length);
  if (bytes.size() >= wanted || pad.empty()) return std::string(bytes.substr(0, wanted));
  const size_t missing = wanted - bytes.size();
  return filled<kInFront>(bytes, pad, missing / pad.size(), pad.substr(0, missing % pad.size()));
}

constexpr std::array kEntries = {
    NativeEntry{.name = "repeat", .make = rows<repeat>},
    NativeEntry{.name = "space", .make = rows<space>},
    NativeEntry{.name = "lpad", .make = rows<pad_text<true>>},
    NativeEntry{.name = "rpad", .make = rows<pad_text<false>>},
    NativeEntry{.name = "lpad_binary", .make = rows<pad_binary<true>>},
    NativeEntry{.name = "rpad_binary", .make = rows<pad_binary<false>>},
};

}  // namespace

std::span<const NativeEntry> fill_natives() { return kEntries; }

}  // namespace tarn::engine
