#include "runtime/case_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "sql/parse.h"
#include "types/declared_type.h"

namespace tarn::runtime {
namespace {

constexpr std::string_view kOthers = "...";

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

size_t characters_in(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// A piece of a line between two bars.
struct Piece {
  std::string text;
  bool is_quoted = false;
};

// Takes a line apart at its bars. Backquoted names and quoted cells may hold bars themselves.
class LineSplitter {
 public:
  explicit LineSplitter(std::string_view line) : line_(line) {}

  Result<std::vector<Piece>> split() {
    std::vector<Piece> pieces;
    for (;;) {
      skip_blanks();
      if (at_ < line_.size() && line_[at_] == '"') {
        ASSIGN_OR_RETURN(std::string text, quoted());
        pieces.push_back({.text = std::move(text), .is_quoted = true});
        skip_blanks();
        if (at_ < line_.size() && line_[at_] != '|') {
          return Error{.code = ErrorCode::kInvalid,
                       .message = "something stands behind a quoted cell; put '|' between cells"};
        }
      } else {
        pieces.push_back({.text = bare()});
      }
      if (at_ == line_.size()) {
        return pieces;
      }
      ++at_;  // the bar
    }
  }

 private:
  void skip_blanks() {
    while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\r')) {
      ++at_;
    }
  }

  std::string bare() {
    const size_t begin = at_;
    bool in_name = false;
    while (at_ < line_.size() && (in_name || line_[at_] != '|')) {
      in_name = (line_[at_] == '`') != in_name;
      ++at_;
    }
    if (in_name) {  // a lone backquote is a character like any other
      at_ = std::min(line_.find('|', begin), line_.size());
    }
    return std::string(trimmed(line_.substr(begin, at_ - begin)));
  }

  Result<std::string> quoted() {
    std::string text;
    for (++at_; at_ < line_.size(); ++at_) {
      const char c = line_[at_];
      if (c == '"') {
        ++at_;
        return text;
      }
      if (c != '\\') {
        text += c;
        continue;
      }
      ++at_;
      const char escaped = at_ < line_.size() ? line_[at_] : '\0';
      switch (escaped) {
        case '"':
        case '\\':
          text += escaped;
          break;
        case 'n':
          text += '\n';
          break;
        case 'r':
          text += '\r';
          break;
        case 't':
          text += '\t';
          break;
        default:
          return Error{.code = ErrorCode::kInvalid,
                       .message = R"(a '\' in a quoted cell stands before one of " \ n r t)"};
      }
    }
    return Error{.code = ErrorCode::kInvalid, .message = "a quoted cell has no closing '\"'"};
  }

  std::string_view line_;
  size_t at_ = 0;
};

// name | `a: b` | name: type
Result<CaseColumn> read_header(const std::string& text) {
  CaseColumn column;
  std::string_view rest = text;
  if (rest.starts_with('`')) {
    const size_t end = rest.find('`', 1);
    if (end == std::string_view::npos) {
      return Error{.code = ErrorCode::kInvalid, .message = "a column's name has no closing '`'"};
    }
    column.name = rest.substr(1, end - 1);
    rest = trimmed(rest.substr(end + 1));
  } else {
    const size_t colon = rest.find(':');
    column.name = trimmed(rest.substr(0, colon));
    rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon);
  }
  if (column.name.empty()) {
    return Error{.code = ErrorCode::kInvalid, .message = "a column has no name"};
  }
  if (rest.empty()) {
    return column;
  }
  if (rest.front() != ':') {
    return Error{
        .code = ErrorCode::kInvalid,
        .message = fmt::format("'{}' stands behind the name `{}`; a type is written `{}`: type",
                               rest, column.name, column.name)};
  }
  const auto type =
      sql::parse_data_type(sql::Fragment::whole(std::string(trimmed(rest.substr(1)))));
  if (!type) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("the type of column '{}': {}", column.name,
                                        type.diagnostic().message)};
  }
  column.type = types::without_lengths(*type);
  return column;
}

Status read_header_line(std::string_view line, CaseRows& rows) {
  ASSIGN_OR_RETURN(const std::vector<Piece> pieces, LineSplitter(line).split());
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].text == kOthers && i + 1 == pieces.size()) {
      rows.allows_other_columns = true;
      break;
    }
    ASSIGN_OR_RETURN(CaseColumn column, read_header(pieces[i].text));
    if (std::ranges::find(rows.columns, column.name, &CaseColumn::name) != rows.columns.end()) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = fmt::format("column '{}' stands twice", column.name)};
    }
    rows.columns.push_back(std::move(column));
  }
  return ok();
}

Status read_row_line(std::string_view line, CaseRows& rows) {
  ASSIGN_OR_RETURN(std::vector<Piece> pieces, LineSplitter(line).split());
  if (pieces.size() != rows.columns.size()) {
    return Error{
        .code = ErrorCode::kInvalid,
        .message = fmt::format("a row has {} cells under {} columns; quote a cell that holds '|'",
                               pieces.size(), rows.columns.size())};
  }
  CellRow row;
  for (Piece& piece : pieces) {
    if (piece.text.empty() && !piece.is_quoted) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = "a cell is empty; write NULL, or \"\" for text without characters"};
    }
    row.push_back(piece.text == "NULL" && !piece.is_quoted ? Cell() : Cell(std::move(piece.text)));
  }
  rows.rows.push_back(std::move(row));
  return ok();
}

// The fields of CSV text, record by record.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  bool is_done() const { return at_ >= text_.size(); }
  int line() const { return line_; }

  Result<CellRow> record() {
    CellRow fields;
    for (;;) {
      ASSIGN_OR_RETURN(Cell field, !is_done() && text_[at_] == '"' ? quoted() : bare());
      fields.push_back(std::move(field));
      if (is_done()) {
        return fields;
      }
      const char c = text_[at_++];
      if (c == '\n') {
        ++line_;
        return fields;
      }
      if (c != ',') {
        return Error{.code = ErrorCode::kInvalid,
                     .message = "something stands behind a quoted field"};
      }
    }
  }

 private:
  Result<Cell> bare() {
    const size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
    std::string_view field = text_.substr(at_, end - at_);
    at_ = end;
    if (field.ends_with('\r')) {
      field.remove_suffix(1);
    }
    return field.empty() ? Cell() : Cell(std::string(field));
  }

  Result<Cell> quoted() {
    std::string field;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        line_ += text_[at_] == '\n' ? 1 : 0;
        field += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        field += text_[++at_];
      } else {
        ++at_;
        if (at_ < text_.size() && text_[at_] == '\r') {
          ++at_;
        }
        return Cell(std::move(field));
      }
    }
    return Error{.code = ErrorCode::kInvalid, .message = "a quoted field has no closing '\"'"};
  }

  std::string_view text_;
  size_t at_ = 0;
  int line_ = 1;
};

nlohmann::ordered_json json_of(const YamlNode& node) {
  using Json = nlohmann::ordered_json;
  if (const auto* list = node.sequence()) {
    Json json = Json::array();
    for (const YamlNode& element : *list) {
      json.push_back(json_of(element));
    }
    return json;
  }
  if (const auto* map = node.map()) {
    Json json = Json::object();
    for (const YamlEntry& entry : *map) {
      json[entry.key] = json_of(entry.value);
    }
    return json;
  }
  if (const auto* boolean = node.boolean()) return *boolean;
  if (const auto* integer = node.integer()) return *integer;
  if (const auto* number = node.number()) return *number;
  if (const auto* text = node.string()) return *text;
  return nullptr;
}

// As Spark's shell prints nested values: no blanks, no escapes.
std::string printed(const YamlNode& node) {
  std::string text;
  if (const auto* list = node.sequence()) {
    for (const YamlNode& element : *list) {
      text += (text.empty() ? "" : ",") + printed(element);
    }
    return "[" + text + "]";
  }
  if (const auto* map = node.map()) {
    for (const YamlEntry& entry : *map) {
      text += (text.empty() ? "\"" : ",\"") + entry.key + "\":" + printed(entry.value);
    }
    return "{" + text + "}";
  }
  if (node.string() != nullptr) {
    return "\"" + *node.string() + "\"";
  }
  return cell_of(node, NestedForm::kPrinted).value_or("null");
}

bool needs_quotes(const std::string& text) {
  return text.empty() || text == "NULL" || text.front() == '"' || text.front() == ' ' ||
         text.front() == '`' || text.back() == ' ' ||
         text.find_first_of("|\t\n\r") != std::string::npos;
}

}  // namespace

RowsResult read_table_text(std::string_view text) {
  RowsResult result;
  bool has_header = false;
  for (int line = 1; !text.empty(); ++line) {
    const size_t end = text.find('\n');
    const std::string_view here = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (here.empty()) {
      continue;
    }
    const Status read =
        has_header ? read_row_line(here, result.rows) : read_header_line(here, result.rows);
    has_header = true;
    if (!read) {
      result.problem = {.line = line, .message = read.error().message};
      break;
    }
  }
  return result;
}

RowsResult read_csv_text(std::string_view text) {
  RowsResult result;
  CsvReader reader(text);
  while (!reader.is_done()) {
    const int line = reader.line();
    Result<CellRow> record = reader.record();
    if (!record) {
      result.problem = {.line = line, .message = record.error().message};
      break;
    }
    if (result.rows.columns.empty()) {
      for (const Cell& name : *record) {
        result.rows.columns.push_back({.name = name.value_or("")});
      }
    } else if (record->size() != result.rows.columns.size()) {
      result.problem = {.line = line,
                        .message = fmt::format("a row has {} fields under {} columns",
                                               record->size(), result.rows.columns.size())};
      break;
    } else {
      result.rows.rows.push_back(*std::move(record));
    }
  }
  return result;
}

Result<std::vector<CaseColumn>> read_columns(const std::string& ddl) {
  const auto schema = sql::parse_schema(sql::Fragment::whole(ddl, "columns"));
  if (!schema) {
    return schema.diagnostic().as_error();
  }
  std::vector<CaseColumn> columns;
  for (const types::Field& field : *schema) {
    columns.push_back({.name = field.name, .type = types::without_lengths(field.type)});
  }
  return columns;
}

Cell cell_of(const YamlNode& node, NestedForm form) {
  if (node.is_null()) {
    return std::nullopt;
  }
  if (node.sequence() != nullptr || node.map() != nullptr) {
    return form == NestedForm::kJson ? json_of(node).dump() : printed(node);
  }
  if (const auto* boolean = node.boolean()) {
    return *boolean ? "true" : "false";
  }
  if (const auto* integer = node.integer()) {
    return std::to_string(*integer);
  }
  return node.string() != nullptr ? *node.string() : node.text();
}

Cell cell_of(const types::Value& value, const types::DataType& type,
             const types::SessionZone& zone) {
  return value.is_null() ? Cell() : Cell(types::hive_text(value, type, zone));
}

std::string cell_text(const Cell& cell) {
  if (!cell) {
    return "NULL";
  }
  if (!needs_quotes(*cell)) {
    return *cell;
  }
  std::string text = "\"";
  for (const char c : *cell) {
    switch (c) {
      case '"':
      case '\\':
        text += '\\';
        text += c;
        break;
      case '\n':
        text += "\\n";
        break;
      case '\r':
        text += "\\r";
        break;
      case '\t':
        text += "\\t";
        break;
      default:
        text += c;
    }
  }
  return text + "\"";
}

std::string header_text(const CaseColumn& column) {
  const bool is_plain =
      column.name != kOthers && column.name.find_first_of("|:`\" ") == std::string::npos;
  const std::string name = is_plain ? column.name : "`" + column.name + "`";
  return column.type ? name + ": " + column.type->text() : name;
}

std::string table_text(const CaseRows& rows) {
  std::vector<std::vector<std::string>> lines(1);
  for (const CaseColumn& column : rows.columns) {
    lines[0].push_back(header_text(column));
  }
  if (rows.allows_other_columns) {
    lines[0].emplace_back(kOthers);
  }
  for (const CellRow& row : rows.rows) {
    std::vector<std::string> texts;
    std::ranges::transform(row, std::back_inserter(texts), cell_text);
    lines.push_back(std::move(texts));
  }
  return aligned_text(std::vector<std::string>(lines.size()), lines);
}

std::string aligned_text(const std::vector<std::string>& prefixes,
                         const std::vector<std::vector<std::string>>& lines) {
  std::vector<size_t> widths;
  for (const auto& line : lines) {
    widths.resize(std::max(widths.size(), line.size()));
    for (size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], characters_in(line[i]));
    }
  }
  std::string text;
  for (size_t n = 0; n < lines.size(); ++n) {
    std::string line = prefixes[n];
    for (size_t i = 0; i < lines[n].size(); ++i) {
      line += (i == 0 ? "" : " | ") + lines[n][i];
      line.append(widths[i] - characters_in(lines[n][i]), ' ');
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

}  // namespace tarn::runtime
