// Rows for programs: CSV and JSON lines.

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>

#include "console/printer.h"

namespace tarn::console {
namespace {

using Json = nlohmann::ordered_json;

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos && !text.empty()) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + "\"";
}

class CsvPrinter final : public Printer {
 public:
  explicit CsvPrinter(const Printing& printing) : to_(printing) {
    std::string line;
    for (const types::Field& field : to_.schema) {
      line += (line.empty() ? "" : ",") + csv_cell(field.name);
    }
    fmt::print(to_.out, "{}\n", line);
  }

  void row(const std::vector<types::Value>& cells) override {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      line += i == 0 ? "" : ",";
      line += cells[i].is_null()
                  ? ""
                  : csv_cell(types::hive_text(cells[i], to_.schema[i].type, to_.zone));
    }
    fmt::print(to_.out, "{}\n", line);
  }

 private:
  const Printing to_;
};

// Numbers, booleans and nested values as themselves; all else as text.
Json json_value(const types::Value& value, const types::DataType& type,
                const types::SessionZone& zone) {
  if (value.is_null()) {
    return nullptr;
  }
  switch (type.kind()) {
    case types::TypeKind::kBoolean:
      return std::get<bool>(value.content);
    case types::TypeKind::kByte:
    case types::TypeKind::kShort:
    case types::TypeKind::kInt:
    case types::TypeKind::kLong:
      return std::get<int64_t>(value.content);
    case types::TypeKind::kArray: {
      Json list = Json::array();
      for (const types::Value& element : std::get<types::ValueList>(value.content)) {
        list.push_back(json_value(element, type.element(), zone));
      }
      return list;
    }
    case types::TypeKind::kStruct: {
      Json object = Json::object();
      const auto& cells = std::get<types::ValueList>(value.content);
      for (size_t i = 0; i < cells.size(); ++i) {
        object[type.fields()[i].name] = json_value(cells[i], type.fields()[i].type, zone);
      }
      return object;
    }
    case types::TypeKind::kMap: {
      Json object = Json::object();
      for (const auto& [key, element] : std::get<types::ValueMap>(value.content)) {
        object[types::hive_text(key, type.key(), zone)] = json_value(element, type.value(), zone);
      }
      return object;
    }
    default:
      break;
  }
  const std::string text = types::hive_text(value, type, zone);
  // A double that JSON cannot say (NaN) stays text.
  if (type.is_fractional()) {
    const Json number = Json::parse(text, nullptr, false);
    return number.is_number() ? number : Json(text);
  }
  return text;
}

class JsonPrinter final : public Printer {
 public:
  explicit JsonPrinter(const Printing& printing) : to_(printing) {}

  void row(const std::vector<types::Value>& cells) override {
    Json object = Json::object();
    for (size_t i = 0; i < cells.size(); ++i) {
      object[to_.schema[i].name] = json_value(cells[i], to_.schema[i].type, to_.zone);
    }
    fmt::print(to_.out, "{}\n", object.dump(-1, ' ', false, Json::error_handler_t::replace));
  }

 private:
  const Printing to_;
};

}  // namespace

std::unique_ptr<Printer> csv_printer(const Printing& printing) {
  return std::make_unique<CsvPrinter>(printing);
}

std::unique_ptr<Printer> json_printer(const Printing& printing) {
  return std::make_unique<JsonPrinter>(printing);
}

}  // namespace tarn::console
