// Rows as a pipeline case writes them: a table of text, a list of maps, or CSV; and back to text.
//
//   item_id: int | name        a column with a type that is compared too, and one without
//   7            | tea
//   8            | NULL        bare: no value
//   9            | "a | b"     quoted: text that holds `|`, `"`, blanks at its ends, or the word
//   NULL
//
// A cell holds what Spark's SQL shell prints for a value. In quotes \" \\ \n \r \t are as in JSON.
// A header that ends in `...` says that the table may have other columns. Pure.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/yaml.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::runtime {

using Cell = std::optional<std::string>;  // nothing: NULL
using CellRow = std::vector<Cell>;

struct CaseColumn {
  std::string name;
  std::optional<types::DataType> type = {};
  friend bool operator==(const CaseColumn&, const CaseColumn&) = default;
};

struct CaseRows {
  std::vector<CaseColumn> columns = {};
  bool allows_other_columns = false;
  std::vector<CellRow> rows = {};
  friend bool operator==(const CaseRows&, const CaseRows&) = default;
};

// What is wrong in a text, and in which of its lines (from 1).
struct RowsProblem {
  int line = 1;
  std::string message;
};

// A table of text. An empty text is no column and no row.
struct RowsResult {
  CaseRows rows;
  std::optional<RowsProblem> problem = {};
};
RowsResult read_table_text(std::string_view text);

// RFC 4180 with a header. A field that is empty and not quoted is NULL.
RowsResult read_csv_text(std::string_view text);

// "id INT, item STRING", as the columns of rows.
Result<std::vector<CaseColumn>> read_columns(const std::string& ddl);

// Where a value of YAML goes decides how lists and maps are written in a cell: as Spark's shell
// prints them ({"a":NULL}), or as JSON ({"a":null}).
enum class NestedForm : uint8_t { kPrinted, kJson };
Cell cell_of(const YamlNode& node, NestedForm form);

Cell cell_of(const types::Value& value, const types::DataType& type,
             const types::SessionZone& zone);

// A cell as it stands in a table of text.
std::string cell_text(const Cell& cell);
std::string header_text(const CaseColumn& column);

// The table of text, each line ended, columns aligned. Reading it gives the same rows.
std::string table_text(const CaseRows& rows);

// Lines of cells (each already text), aligned under each other, with `prefixes[i]` before line i.
std::string aligned_text(const std::vector<std::string>& prefixes,
                         const std::vector<std::vector<std::string>>& lines);

}  // namespace tarn::runtime
