// What a warehouse keeps of things that have no Delta log to say it: tables of plain files, tables
// that lie elsewhere, views, SQL functions, schemas. Each is one JSON file;
// docs/formats/warehouse.md has them.
//
// Pure: texts to values and back. kCorrupt where a text is no such file.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "types/type.h"

namespace tarn::catalog {

// A table whose rows are files under `path`; or a Delta table that lies elsewhere, of which only
// the path counts.
struct FileTable {
  std::string format;    // "parquet", "csv", "json"; "delta"
  types::Schema schema;  // columns of the files, then those of the folders
  std::vector<std::string> partition_columns = {};
  std::map<std::string, std::string> options = {};  // keys in lower case
  std::map<std::string, std::string> properties = {};
  std::optional<std::string> comment = {};
  std::optional<std::string> location = {};  // absolute; nothing: the table's own folder
  int64_t created_ms = 0;
  std::string path = {};  // where the rows lie; not in the file

  bool is_partition(const std::string& column) const;
  // Columns that the files themselves have.
  types::Schema data_schema() const;
  types::Schema partition_schema() const;
};

// A view is its text, and what it looked like when it was made.
struct View {
  std::string query;
  types::Schema schema;                    // with the view's own names and comments
  std::vector<std::string> query_columns;  // the names of the same columns in the query
  std::string current_catalog;             // for names that the query leaves short
  std::string current_schema;
  std::map<std::string, std::string> properties = {};
  std::optional<std::string> comment = {};
  int64_t created_ms = 0;
  std::map<std::string, std::string> settings = {};  // of its making, which change what it means
};

// A SQL function is its text, and what it takes and gives.
struct Function {
  types::Schema parameters;                          // with their comments
  std::map<std::string, std::string> defaults = {};  // expressions, by parameter
  bool is_table = false;
  types::Schema returns;  // of a table its columns; of a scalar one field, whose name is empty
  std::string body;
  bool is_query = false;        // the body is one, and no expression
  std::string current_catalog;  // for names that the body leaves short
  std::string current_schema;
  std::map<std::string, std::string> settings = {};
  std::optional<std::string> comment = {};
  bool deterministic = true;
  std::string data_access = {};  // "CONTAINS SQL", "READS SQL DATA"
  int64_t created_ms = 0;
};

struct Schema {
  std::map<std::string, std::string> properties = {};
  std::optional<std::string> comment = {};
};

std::string text_of(const FileTable& table);
std::string text_of(const View& view);
std::string text_of(const Function& function);
std::string text_of(const Schema& schema);

// `place` is what errors name.
Result<FileTable> read_file_table(std::string_view text, const std::string& place);
Result<View> read_view(std::string_view text, const std::string& place);
Result<Function> read_function(std::string_view text, const std::string& place);
Result<Schema> read_schema(std::string_view text, const std::string& place);

}  // namespace tarn::catalog
