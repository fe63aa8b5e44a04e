// The xpath functions. A document or a path without a character gives NULL.

#include <array>
#include <limits>
#include <optional>
#include <string>

#include "engine/native_collection.h"
#include "engine/native_rows.h"
#include "format/xml_path.h"

namespace tarn::engine {
namespace {

using format::XmlPath;

// Java throws a bare exception here, which has no condition.
template <typename T>
T value_of(Result<T> found) {
  if (!found) throw RowError(found.error());
  return std::move(found).value();
}

bool has_nothing(std::string_view document, std::string_view path) {
  return document.empty() || path.empty();
}

void xpath(const Columns& in, size_t row, types::Column& out) {
  const std::string_view document = in[0].bytes_at(row);
  const std::string_view path = in[1].bytes_at(row);
  if (has_nothing(document, path)) return out.append_null();
  for (const auto& value : value_of(XmlPath(std::string(path)).nodes(document))) {
    if (value) {
      out.child(0).append_bytes(*value);
    } else {
      out.child(0).append_null();
    }
  }
  out.append_list();
}

std::optional<std::string> xpath_string(std::string_view document, std::string_view path) {
  if (has_nothing(document, path)) return std::nullopt;
  return value_of(XmlPath(std::string(path)).string(document));
}

std::optional<bool> xpath_boolean(std::string_view document, std::string_view path) {
  if (has_nothing(document, path)) return std::nullopt;
  return value_of(XmlPath(std::string(path)).boolean(document));
}

std::optional<double> xpath_double(std::string_view document, std::string_view path) {
  if (has_nothing(document, path)) return std::nullopt;
  return value_of(XmlPath(std::string(path)).number(document));
}

std::optional<float> xpath_float(std::string_view document, std::string_view path) {
  const auto number = xpath_double(document, path);
  return number ? std::optional(static_cast<float>(*number)) : std::nullopt;
}

// Java's narrowing: NaN is 0, what is too great the greatest.
template <typename T>
T narrowed(double value) {
  if (value != value) return 0;
  if (value >= static_cast<double>(std::numeric_limits<T>::max())) {
    return std::numeric_limits<T>::max();
  }
  if (value <= static_cast<double>(std::numeric_limits<T>::min())) {
    return std::numeric_limits<T>::min();
  }
  return static_cast<T>(value);
}

template <typename T>
std::optional<T> xpath_integral(std::string_view document, std::string_view path) {
  const auto number = xpath_double(document, path);
  return number ? std::optional(narrowed<T>(*number)) : std::nullopt;
}

// An INT first, whose higher half is dropped.
std::optional<int16_t> xpath_short(std::string_view document, std::string_view path) {
  const auto number = xpath_integral<int32_t>(document, path);
  return number ? std::optional(static_cast<int16_t>(*number)) : std::nullopt;
}

constexpr std::array<NativeEntry, 8> kEntries = {{
    {.name = "xpath", .make = row_of_columns<xpath>},
    {.name = "xpath_string", .make = rows<xpath_string>},
    {.name = "xpath_boolean", .make = rows<xpath_boolean>},
    {.name = "xpath_double", .make = rows<xpath_double>},
    {.name = "xpath_float", .make = rows<xpath_float>},
    {.name = "xpath_int", .make = rows<xpath_integral<int32_t>>},
    {.name = "xpath_long", .make = rows<xpath_integral<int64_t>>},
    {.name = "xpath_short", .make = rows<xpath_short>},
}};

}  // namespace

std::span<const NativeEntry> xpath_natives() { return kEntries; }

}  // namespace tarn::engine
