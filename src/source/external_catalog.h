// Names that no dataset of the project has: tables that lie in the warehouse, files, table
// functions.
//
// Looking up a table reads its log. Looking up files whose schema is declared reads nothing; else
// the schema is the one that the flow's checkpoint keeps, or a sample of the files is read. One
// thread at a time.

#pragma once

#include <map>
#include <optional>
#include <string>

#include "catalog/definition.h"
#include "plan/catalog.h"
#include "source/read_options.h"
#include "source/schema_store.h"
#include "source/stream_source.h"
#include "sql/substitution.h"

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
  // Who asks for files, and for what.
  struct Request {
    ReaderKind kind = ReaderKind::kAutoLoader;
    bool is_stream = false;
    std::optional<plan::Reader> reader = {};
  };

  Result<plan::Relation> files(plan::FileSource source, const Request& request);
  Status take_declared(plan::FileSource& source, const ReadOptions& options,
                       const sql::Reading& reading) const;
  Status take_inferred(plan::FileSource& source, const Request& request);
  Result<std::optional<StoredSchema>> kept_schema(const plan::FileSource& source,
                                                  const Request& request) const;
  Result<StoredSchema> sampled_schema(const plan::FileSource& source, const Request& request);
  Result<plan::Relation> delta_table(plan::TableSource source);
  Result<plan::Relation> file_table(const plan::TableSource& source,
                                    const catalog::FileTable& table) const;
  Result<plan::Relation> read_files(const plan::TableFunctionReference& reference);
  Result<plan::Relation> range(const plan::TableFunctionReference& reference) const;
  std::string suggestion(const plan::DatasetName& name) const;

  ReadContext context_;
  std::string warehouse_;
  plan::DatasetName defaults_;
  // What samples of files said, by format, path and options: flows that read the same files look at
  // them once.
  std::map<std::string, Result<StoredSchema>> sampled_;
};

}  // namespace tarn::source
