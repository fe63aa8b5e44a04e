// Names that no dataset of the project has: tables that lie in the warehouse, files, table
// functions.
//
// Looking up a table reads its log; looking up files reads nothing but the options. One thread at a
// time.

#pragma once

#include <string>

#include "plan/catalog.h"
#include "source/stream_source.h"

namespace tarn::source {

class ExternalCatalog final : public plan::Catalog {
 public:
  // Names of one or two parts get `defaults`' catalog and schema.
  ExternalCatalog(ReadContext context, std::string warehouse, plan::DatasetName defaults)
      : context_(std::move(context)),
        warehouse_(std::move(warehouse)),
        defaults_(std::move(defaults)) {}

  Result<plan::Relation> table(const plan::TableReference& reference) override;
  Result<plan::Relation> table_function(const plan::TableFunctionReference& reference) override;

 private:
  Result<plan::Relation> files(const std::string& format, const std::string& path,
                               std::map<std::string, std::string> options) const;
  Result<plan::Relation> delta_table(plan::TableSource source) const;
  Result<plan::Relation> read_files(const plan::TableFunctionReference& reference) const;
  Result<plan::Relation> range(const plan::TableFunctionReference& reference) const;
  std::string suggestion(const plan::DatasetName& name) const;

  ReadContext context_;
  std::string warehouse_;
  plan::DatasetName defaults_;
};

}  // namespace tarn::source
