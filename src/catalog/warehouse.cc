#include "catalog/warehouse.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "delta/log_files.h"
#include "plan/warehouse.h"
#include "storage/path.h"

namespace tarn::catalog {
namespace {

constexpr std::string_view kTableFile = "_tarn_table.json";
constexpr std::string_view kSchemaFile = "_tarn_schema.json";
constexpr std::string_view kViewSuffix = ".view.json";
constexpr std::string_view kFunctionSuffix = ".function.json";

bool is_hidden(std::string_view name) { return name.starts_with('_') || name.starts_with('.'); }

// The name of which plan::path_component() made `component`, in lower case.
std::string name_of(std::string_view component) {
  std::string name;
  for (size_t i = 0; i < component.size(); ++i) {
    int code = 0;
    const char* const digits = component.data() + i + 1;
    const bool is_escape = component[i] == '%' && i + 2 < component.size() &&
                           std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2;
    name += is_escape ? static_cast<char>(code) : component[i];
    i += is_escape ? 2 : 0;
  }
  return name;
}

// Folders below `path`, by name; none where it is not there.
Result<std::vector<std::string>> folders(storage::FileSystem& files, const std::string& path) {
  std::vector<std::string> names;
  const auto listed = files.list(path);
  if (!listed) {
    return listed.error().code == ErrorCode::kNotFound ? Result<std::vector<std::string>>(names)
                                                       : listed.error();
  }
  for (const storage::FileInfo& each : *listed) {
    if (each.is_directory && !is_hidden(each.name)) {
      names.push_back(name_of(each.name));
    }
  }
  return names;
}

// A file's text; nothing where it is not there.
Result<std::optional<std::string>> text_if_there(storage::FileSystem& files,
                                                 const std::string& path) {
  Result<std::string> text = files.read(path);
  if (text) {
    return std::optional(*std::move(text));
  }
  if (text.error().code == ErrorCode::kNotFound) {
    return std::optional<std::string>();
  }
  return text.error();
}

}  // namespace

Result<std::optional<FileTable>> find_file_table(storage::FileSystem& files,
                                                 const std::string& table_path) {
  const std::string path = storage::join(table_path, kTableFile);
  ASSIGN_OR_RETURN(const std::optional<std::string> text, text_if_there(files, path));
  if (!text) {
    return std::optional<FileTable>();
  }
  ASSIGN_OR_RETURN(FileTable table, read_file_table(*text, path));
  table.path = table.location.value_or(table_path);
  return std::optional(std::move(table));
}

std::string Warehouse::path_of(const plan::DatasetName& name) const {
  return plan::table_path(path_, name);
}

std::string Warehouse::path_of_schema(const std::string& catalog, const std::string& schema) const {
  return storage::parent_of(path_of({.catalog = catalog, .schema = schema, .table = "t"}));
}

std::string Warehouse::view_path(const plan::DatasetName& name) const {
  return path_of(name) + std::string(kViewSuffix);
}

Result<std::vector<std::string>> Warehouse::catalogs() const { return folders(files_, path_); }

Result<std::vector<std::string>> Warehouse::schemas(const std::string& catalog) const {
  return folders(files_, storage::join(path_, plan::path_component(catalog)));
}

Result<bool> Warehouse::has_schema(const std::string& catalog, const std::string& schema) const {
  return files_.exists(path_of_schema(catalog, schema));
}

Status Warehouse::create_schema(const std::string& catalog, const std::string& schema,
                                const Schema& definition) {
  const std::string path = path_of_schema(catalog, schema);
  RETURN_IF_ERROR(files_.make_directories(path));
  return files_.create(storage::join(path, kSchemaFile), text_of(definition));
}

Result<Schema> Warehouse::schema(const std::string& catalog, const std::string& schema) const {
  const std::string path = storage::join(path_of_schema(catalog, schema), kSchemaFile);
  ASSIGN_OR_RETURN(const std::optional<std::string> text, text_if_there(files_, path));
  return text ? read_schema(*text, path) : Result<Schema>(Schema{});
}

Status Warehouse::change_schema(const std::string& catalog, const std::string& schema,
                                const Schema& definition) {
  const std::string path = path_of_schema(catalog, schema);
  RETURN_IF_ERROR(files_.make_directories(path));
  return files_.replace(storage::join(path, kSchemaFile), text_of(definition));
}

Status Warehouse::drop_schema(const std::string& catalog, const std::string& schema) {
  return files_.remove_tree(path_of_schema(catalog, schema));
}

Result<std::vector<ListedThing>> Warehouse::things(const std::string& catalog,
                                                   const std::string& schema) const {
  std::vector<ListedThing> things;
  const auto listed = files_.list(path_of_schema(catalog, schema));
  if (!listed) {
    return listed.error().code == ErrorCode::kNotFound ? Result<std::vector<ListedThing>>(things)
                                                       : listed.error();
  }
  for (const storage::FileInfo& each : *listed) {
    const std::string_view name = each.name;
    if (is_hidden(name)) {
      continue;
    }
    if (each.is_directory) {
      things.push_back({.name = name_of(name)});
    } else if (name.ends_with(kViewSuffix)) {
      things.push_back(
          {.name = name_of(name.substr(0, name.size() - kViewSuffix.size())), .is_view = true});
    }
  }
  std::ranges::sort(things, {}, &ListedThing::name);
  return things;
}

Result<std::optional<Thing>> Warehouse::find(const plan::DatasetName& name) const {
  const std::string path = path_of(name);
  ASSIGN_OR_RETURN(const bool is_delta, delta::has_table(files_, path));
  if (is_delta) {
    return std::optional<Thing>(DeltaTable{.path = path});
  }
  ASSIGN_OR_RETURN(std::optional<FileTable> table, find_file_table(files_, path));
  if (table && table->format == "delta") {
    return std::optional<Thing>(DeltaTable{.path = table->path, .is_external = true});
  }
  if (table) {
    return std::optional<Thing>(*std::move(table));
  }
  ASSIGN_OR_RETURN(std::optional<View> view, find_view(name));
  return view ? std::optional<Thing>(*std::move(view)) : std::nullopt;
}

Result<std::optional<View>> Warehouse::find_view(const plan::DatasetName& name) const {
  ASSIGN_OR_RETURN(const std::optional<std::string> text, text_if_there(files_, view_path(name)));
  if (!text) {
    return std::optional<View>();
  }
  ASSIGN_OR_RETURN(View view, read_view(*text, view_path(name)));
  return std::optional(std::move(view));
}

std::string Warehouse::function_path(const plan::DatasetName& name) const {
  return path_of(name) + std::string(kFunctionSuffix);
}

Result<std::optional<Function>> Warehouse::find_function(const plan::DatasetName& name) const {
  const std::string path = function_path(name);
  ASSIGN_OR_RETURN(const std::optional<std::string> text, text_if_there(files_, path));
  if (!text) {
    return std::optional<Function>();
  }
  ASSIGN_OR_RETURN(Function function, read_function(*text, path));
  return std::optional(std::move(function));
}

Result<std::vector<std::string>> Warehouse::functions(const std::string& catalog,
                                                      const std::string& schema) const {
  std::vector<std::string> names;
  const auto listed = files_.list(path_of_schema(catalog, schema));
  if (!listed) {
    return listed.error().code == ErrorCode::kNotFound ? Result<std::vector<std::string>>(names)
                                                       : listed.error();
  }
  for (const storage::FileInfo& each : *listed) {
    const std::string_view name = each.name;
    if (!each.is_directory && !is_hidden(name) && name.ends_with(kFunctionSuffix)) {
      names.push_back(name_of(name.substr(0, name.size() - kFunctionSuffix.size())));
    }
  }
  std::ranges::sort(names);
  return names;
}

Status Warehouse::create(const plan::DatasetName& name, const Function& function) {
  RETURN_IF_ERROR(files_.make_directories(path_of_schema(name.catalog, name.schema)));
  return files_.create(function_path(name), text_of(function));
}

Status Warehouse::change(const plan::DatasetName& name, const Function& function) {
  return files_.replace(function_path(name), text_of(function));
}

Status Warehouse::drop_function(const plan::DatasetName& name) {
  RETURN_IF_ERROR(files_.remove(function_path(name)));
  return files_.sync_directory(path_of_schema(name.catalog, name.schema));
}

Status Warehouse::create(const plan::DatasetName& name, const FileTable& table) {
  const std::string path = path_of(name);
  RETURN_IF_ERROR(files_.make_directories(path));
  return files_.create(storage::join(path, kTableFile), text_of(table));
}

Status Warehouse::create(const plan::DatasetName& name, const View& view) {
  RETURN_IF_ERROR(files_.make_directories(path_of_schema(name.catalog, name.schema)));
  return files_.create(view_path(name), text_of(view));
}

Status Warehouse::change(const plan::DatasetName& name, const FileTable& table) {
  return files_.replace(storage::join(path_of(name), kTableFile), text_of(table));
}

Status Warehouse::change(const plan::DatasetName& name, const View& view) {
  return files_.replace(view_path(name), text_of(view));
}

Status Warehouse::drop(const plan::DatasetName& name, const RandomSource& random) {
  const std::string schema_path = path_of_schema(name.catalog, name.schema);
  ASSIGN_OR_RETURN(const bool is_view, files_.exists(view_path(name)));
  if (is_view) {
    RETURN_IF_ERROR(files_.remove(view_path(name)));
    return files_.sync_directory(schema_path);
  }
  const std::string aside = storage::join(schema_path, "_dropped-" + make_uuid(random));
  RETURN_IF_ERROR(files_.rename(path_of(name), aside));
  RETURN_IF_ERROR(files_.sync_directory(schema_path));
  return files_.remove_tree(aside);
}

Status Warehouse::rename(const plan::DatasetName& from, const plan::DatasetName& to) {
  ASSIGN_OR_RETURN(const bool is_view, files_.exists(view_path(from)));
  const std::string target = is_view ? view_path(to) : path_of(to);
  RETURN_IF_ERROR(files_.rename(is_view ? view_path(from) : path_of(from), target));
  return files_.sync_directory(storage::parent_of(target));
}

}  // namespace tarn::catalog
