#include "plan/warehouse.h"

#include <array>

namespace tarn::plan {
namespace {

bool is_plain(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

}  // namespace

std::string path_component(std::string_view name) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char written : name) {
    const bool upper = written >= 'A' && written <= 'Z';
    const auto c = static_cast<unsigned char>(upper ? written - 'A' + 'a' : written);
    if (is_plain(c)) {
      out.push_back(static_cast<char>(c));
    } else {
      out += {'%', kDigits[c >> 4], kDigits[c & 15]};
    }
  }
  return out;
}

std::string table_path(const std::string& warehouse, const DatasetName& name) {
  std::string path = warehouse;
  for (const std::string* part : std::array{&name.catalog, &name.schema, &name.table}) {
    path += "/" + path_component(*part);
  }
  return path;
}

}  // namespace tarn::plan
