#include "cli/row_printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "types/value.h"

namespace tarn::cli {
namespace {

using Json = nlohmann::ordered_json;

// Rows of a table that are held back to find the columns' widths; wider cells further down stick
// out.
constexpr size_t kRowsMeasured = 10'000;

size_t characters_in(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

class Printer {
 public:
  virtual ~Printer() = default;
  virtual void row(const std::vector<types::Value>& cells) = 0;
  virtual void end() {}
};

class TablePrinter final : public Printer {
 public:
  TablePrinter(const types::Schema& schema, const types::SessionZone& zone, std::FILE* out)
      : schema_(schema), zone_(zone), out_(out) {
    std::vector<std::string> names;
    for (const types::Field& field : schema) {
      names.push_back(field.name);
    }
    waiting_.push_back(std::move(names));
  }

  void row(const std::vector<types::Value>& cells) override {
    std::vector<std::string> texts;
    for (size_t i = 0; i < cells.size(); ++i) {
      texts.push_back(types::hive_text(cells[i], schema_[i].type, zone_));
    }
    if (measured_) {
      return print(texts);
    }
    waiting_.push_back(std::move(texts));
    if (waiting_.size() > kRowsMeasured) {
      print_waiting();
    }
  }

  void end() override {
    if (!measured_) {
      print_waiting();
    }
  }

 private:
  void print_waiting() {
    measured_ = true;
    widths_.assign(schema_.size(), 0);
    for (const auto& texts : waiting_) {
      for (size_t i = 0; i < texts.size(); ++i) {
        widths_[i] = std::max(widths_[i], characters_in(texts[i]));
      }
    }
    for (size_t i = 0; i < waiting_.size(); ++i) {
      print(waiting_[i]);
      if (i == 0) {
        print_rule();
      }
    }
    waiting_.clear();
  }

  void print(const std::vector<std::string>& texts) {
    std::string line;
    for (size_t i = 0; i < texts.size(); ++i) {
      const size_t width = characters_in(texts[i]);
      const std::string blanks(widths_[i] > width ? widths_[i] - width : 0, ' ');
      const bool right = schema_[i].type.is_numeric();
      line += (i == 0 ? "" : " | ") + (right ? blanks + texts[i] : texts[i] + blanks);
    }
    while (line.ends_with(' ')) {
      line.pop_back();
    }
    fmt::print(out_, "{}\n", line);
  }

  void print_rule() {
    std::string line;
    for (size_t i = 0; i < widths_.size(); ++i) {
      line += (i == 0 ? "" : "-+-") + std::string(widths_[i], '-');
    }
    fmt::print(out_, "{}\n", line);
  }

  const types::Schema& schema_;
  const types::SessionZone& zone_;
  std::FILE* out_;
  std::vector<std::vector<std::string>> waiting_;
  bool measured_ = false;
  std::vector<size_t> widths_;
};

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

// NULL is an empty cell, an empty string is "".
class CsvPrinter final : public Printer {
 public:
  CsvPrinter(const types::Schema& schema, const types::SessionZone& zone, std::FILE* out)
      : schema_(schema), zone_(zone), out_(out) {
    std::string line;
    for (const types::Field& field : schema) {
      line += (line.empty() ? "" : ",") + csv_cell(field.name);
    }
    fmt::print(out_, "{}\n", line);
  }

  void row(const std::vector<types::Value>& cells) override {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      line += i == 0 ? "" : ",";
      line +=
          cells[i].is_null() ? "" : csv_cell(types::hive_text(cells[i], schema_[i].type, zone_));
    }
    fmt::print(out_, "{}\n", line);
  }

 private:
  const types::Schema& schema_;
  const types::SessionZone& zone_;
  std::FILE* out_;
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
  JsonPrinter(const types::Schema& schema, const types::SessionZone& zone, std::FILE* out)
      : schema_(schema), zone_(zone), out_(out) {}

  void row(const std::vector<types::Value>& cells) override {
    Json object = Json::object();
    for (size_t i = 0; i < cells.size(); ++i) {
      object[schema_[i].name] = json_value(cells[i], schema_[i].type, zone_);
    }
    fmt::print(out_, "{}\n", object.dump(-1, ' ', false, Json::error_handler_t::replace));
  }

 private:
  const types::Schema& schema_;
  const types::SessionZone& zone_;
  std::FILE* out_;
};

std::unique_ptr<Printer> make_printer(RowFormat format, const types::Schema& schema,
                                      const types::SessionZone& zone, std::FILE* out) {
  switch (format) {
    case RowFormat::kTable:
      return std::make_unique<TablePrinter>(schema, zone, out);
    case RowFormat::kCsv:
      return std::make_unique<CsvPrinter>(schema, zone, out);
    case RowFormat::kJson:
      return std::make_unique<JsonPrinter>(schema, zone, out);
  }
  CHECK(false);
}

}  // namespace

Result<int64_t> print_rows(engine::BatchReader& rows, const types::Schema& schema, RowFormat format,
                           const types::SessionZone& zone, std::FILE* out) {
  const std::unique_ptr<Printer> printer = make_printer(format, schema, zone, out);
  int64_t count = 0;
  types::Batch batch;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, rows.next(batch));
    if (!more) {
      break;
    }
    for (size_t row = 0; row < batch.rows; ++row) {
      std::vector<types::Value> cells;
      for (const types::Column& column : batch.columns) {
        cells.push_back(column.value_at(row));
      }
      printer->row(cells);
    }
    count += static_cast<int64_t>(batch.rows);
  }
  printer->end();
  std::fflush(out);
  return count;
}

}  // namespace tarn::cli
