#include "plan/qualifier.h"

#include <variant>

#include "types/utf8.h"

namespace tarn::plan {
namespace {

// `name` with the catalog and the schema that it leaves out.
std::vector<std::string> completed(std::vector<std::string> name, const CurrentNames& current) {
  if (name.size() == 1) name.insert(name.begin(), current.schema);
  if (name.size() == 2) name.insert(name.begin(), current.catalog);
  return name;
}

}  // namespace

std::vector<std::string> qualifier_of(const Relation& relation,
                                      const std::vector<std::string>& name,
                                      const CurrentNames& current) {
  std::vector<std::string> full = completed(name, current);
  if (const auto* view = std::get_if<ViewRelation>(&relation)) {
    for (const auto& parts : {full, name}) {  // global_temp has no catalog
      std::string text;
      for (const std::string& part : parts) text += (text.empty() ? "" : ".") + part;
      if (types::equal_ignoring_case(view->name, text)) return parts;
    }
    return {view->name};
  }
  const Source& source = std::get<SourceRelation>(relation).source;
  if (const auto* table = std::get_if<TableSource>(&source)) {
    return {table->name.catalog, table->name.schema, table->name.table};
  }
  const auto* files = std::get_if<FileSource>(&source);
  const bool is_path = files != nullptr && name.size() == 2 &&
                       types::equal_ignoring_case(files->format, name.front());
  return is_path ? std::vector{name.back()} : full;
}

}  // namespace tarn::plan
