// The folder catalog: schemas, tables and views of a warehouse, each by its name.
//
// <warehouse>/<catalog>/<schema>/<table>/ holds a Delta table, or files with `_tarn_table.json`
// beside them; <schema>/<view>.view.json a view; <schema>/<function>.function.json a SQL
// function; <schema>/_tarn_schema.json what was said of a schema. Nothing is kept in memory: each
// call looks at the disk, and of two processes that make one name the second gets kAlreadyExists.
// May be shared between threads.

#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"
#include "catalog/definition.h"
#include "plan/node.h"
#include "storage/file_system.h"

namespace tarn::catalog {

// A Delta table, where it lies.
struct DeltaTable {
  std::string path;
  bool is_external = false;  // not in the warehouse's own folder: DROP leaves its files
};

using Thing = std::variant<DeltaTable, FileTable, View>;

struct ListedThing {
  std::string name;  // lower case
  bool is_view = false;
};

// What `_tarn_table.json` in the folder of a table says; nothing where there is none.
Result<std::optional<FileTable>> find_file_table(storage::FileSystem& files,
                                                 const std::string& table_path);

class Warehouse {
 public:
  Warehouse(storage::FileSystem& files, std::string path) : files_(files), path_(std::move(path)) {}

  Result<std::vector<std::string>> catalogs() const;
  // In name order.
  Result<std::vector<std::string>> schemas(const std::string& catalog) const;
  Result<bool> has_schema(const std::string& catalog, const std::string& schema) const;
  // kAlreadyExists.
  Status create_schema(const std::string& catalog, const std::string& schema,
                       const Schema& definition);
  Result<Schema> schema(const std::string& catalog, const std::string& schema) const;
  Status change_schema(const std::string& catalog, const std::string& schema,
                       const Schema& definition);
  // With all that is in it.
  Status drop_schema(const std::string& catalog, const std::string& schema);

  // Tables and views in name order.
  Result<std::vector<ListedThing>> things(const std::string& catalog,
                                          const std::string& schema) const;
  // Nothing where no table or view has the name.
  Result<std::optional<Thing>> find(const plan::DatasetName& name) const;
  // A view alone, with one look at the disk.
  Result<std::optional<View>> find_view(const plan::DatasetName& name) const;
  // SQL functions have names of their own: a table and a function may be called alike.
  Result<std::optional<Function>> find_function(const plan::DatasetName& name) const;
  // In name order, lower case.
  Result<std::vector<std::string>> functions(const std::string& catalog,
                                             const std::string& schema) const;
  // kAlreadyExists.
  Status create(const plan::DatasetName& name, const Function& function);
  Status change(const plan::DatasetName& name, const Function& function);
  Status drop_function(const plan::DatasetName& name);
  std::string path_of(const plan::DatasetName& name) const;
  std::string path_of_schema(const std::string& catalog, const std::string& schema) const;

  // kAlreadyExists where a file of the name is there; whoever calls has asked find() first.
  Status create(const plan::DatasetName& name, const FileTable& table);
  Status create(const plan::DatasetName& name, const View& view);
  Status change(const plan::DatasetName& name, const FileTable& table);
  Status change(const plan::DatasetName& name, const View& view);
  // A view, or a table with its files; those of an external table stay. It is gone for everybody
  // before its files go: the folder is moved aside first.
  Status drop(const plan::DatasetName& name, const RandomSource& random);
  // Moves a table or view to another name that is free.
  Status rename(const plan::DatasetName& from, const plan::DatasetName& to);

 private:
  std::string view_path(const plan::DatasetName& name) const;
  std::string function_path(const plan::DatasetName& name) const;

  storage::FileSystem& files_;
  std::string path_;
};

}  // namespace tarn::catalog
