// VARIANTs as JSON, the way Spark prints them.

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "types/json_string.h"
#include "types/number_text.h"
#include "types/variant.h"

namespace tarn::types {
namespace {

int64_t offset_of(const SessionZone& zone, int64_t micros) {
  if (const auto offset = fixed_offset(zone.id)) {
    return *offset;
  }
  return zone.regions == nullptr ? 0 : zone.regions->offset_at_instant(zone.id, micros).value_or(0);
}

// +HH:MM, also for UTC; seconds of an offset do not show.
std::string offset_text(int64_t offset_micros) {
  const int64_t minutes = std::llabs(offset_micros) / kMicrosPerMinute;
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%c%02d:%02d", offset_micros < 0 ? '-' : '+',
                static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
  return text.data();
}

void append_floating(double value, const std::string& text, std::string& out) {
  out += std::isfinite(value) ? text : "\"" + text + "\"";
}

}  // namespace

void VariantView::append_json(std::string& out, const SessionZone& zone) const {
  switch (kind()) {
    case VariantKind::kNull:
      out += "null";
      return;
    case VariantKind::kBoolean:
      out += boolean() ? "true" : "false";
      return;
    case VariantKind::kLong:
      out += std::to_string(integer());
      return;
    case VariantKind::kFloat:
      return append_floating(floating(), float_text(static_cast<float>(floating())), out);
    case VariantKind::kDouble:
      return append_floating(floating(), double_text(floating()), out);
    case VariantKind::kDecimal: {
      const VariantDecimal value = without_trailing_zeros(decimal());
      out += decimal_text(value.unscaled, value.scale);
      return;
    }
    case VariantKind::kDate:
      out += '"' + date_text(integer()) + '"';
      return;
    case VariantKind::kTimestamp: {
      const int64_t offset = offset_of(zone, integer());
      out += '"' + timestamp_text(integer() + offset) + offset_text(offset) + '"';
      return;
    }
    case VariantKind::kTimestampNtz:
      out += '"' + timestamp_text(integer()) + '"';
      return;
    case VariantKind::kBinary:
      out += '"' + base64_text(bytes()) + '"';
      return;
    case VariantKind::kString:
      return append_json_string(out, bytes());
    case VariantKind::kArray:
      out += '[';
      for (size_t i = 0; i < size(); ++i) {
        if (i > 0) {
          out += ',';
        }
        at(i).append_json(out, zone);
      }
      out += ']';
      return;
    case VariantKind::kObject:
      out += '{';
      for (size_t i = 0; i < size(); ++i) {
        if (i > 0) {
          out += ',';
        }
        append_json_string(out, name(i));
        out += ':';
        at(i).append_json(out, zone);
      }
      out += '}';
      return;
  }
}

}  // namespace tarn::types
