// What names in a session's statements mean: temporary views first, then tables and files; its
// variables, and its SQL functions and the warehouse's.
//
// A temporary view keeps its text and the names that were current when it was made; its query is
// resolved again wherever it is read (Spark: `spark.sql.legacy.storeAnalyzedPlanForView` = false).
// One thread at a time.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "plan/catalog.h"
#include "session/refusals.h"
#include "session/routines.h"
#include "source/external_catalog.h"
#include "source/stream_source.h"
#include "sql/ast.h"

namespace tarn::session {

// A name of one to three parts, in full.
plan::DatasetName full_name(const std::vector<std::string>& parts,
                            const plan::CurrentNames& current);

// What a session has declared itself. Borrowed for as long as the catalogs over it live.
struct OwnThings {
  const class TemporaryViews& views;
  const Variables& variables;
  const TemporaryFunctions& functions;
  const plan::SessionSettings& settings;
};

struct TemporaryView {
  std::string name;  // as written when it was made, with `global_temp.` where it is global
  sql::QueryPtr query;
  std::shared_ptr<const SourceText> text;  // shared with diagnostics that point into it
  std::vector<plan::ViewColumn> columns;   // as they were when it was made
  plan::CurrentNames names;
  // Of its making; null: those of whoever reads it. Shared by the views of one time.
  std::shared_ptr<const plan::SessionSettings> settings = nullptr;
  std::vector<std::string> comments = {};  // of the first columns
};

// A session's temporary views, by name without regard to case.
class TemporaryViews {
 public:
  // The schema in which global temporary views stand.
  static constexpr std::string_view kGlobalSchema = "global_temp";

  // Null where there is no such view. A name may stand behind `session.` or `system.session.`; that
  // of a global view stands behind `global_temp.`.
  // Shared: a statement goes on reading a view that is replaced.
  std::shared_ptr<const TemporaryView> find(const std::vector<std::string>& name) const;
  void put(const std::vector<std::string>& name, TemporaryView view);
  bool drop(const std::vector<std::string>& name);
  // There is a view `from`, and none `to`.
  void rename(const std::vector<std::string>& from, const std::vector<std::string>& to);
  // Their names, for suggestions.
  std::vector<std::string> names() const;

 private:
  std::map<std::string, std::shared_ptr<TemporaryView>> views_;
};

// Names as a statement, or the query of a view, sees them. Lives as long as the resolution.
class SessionCatalog final : public plan::Catalog {
 public:
  // `making`: the name of a view whose query is resolved now, which must not read the view itself.
  // One of three parts is a view of the warehouse.
  SessionCatalog(const OwnThings& own, const source::ReadContext& reading,
                 const std::string& warehouse, plan::CurrentNames names,
                 std::vector<std::string> making = {});

  Result<plan::Relation> table(const plan::TableReference& reference) override;
  Result<plan::Relation> table_function(const plan::TableFunctionReference& reference) override;
  std::optional<plan::Variable> variable(const std::vector<std::string>& name) override;
  Result<std::optional<plan::FunctionReference>> function(
      const std::vector<std::string>& name) override;
  std::optional<plan::CurrentNames> current_names() const override { return names_; }

  // Whether a view or a function was read, whose expressions stand in texts of their own.
  bool has_read_texts() const { return !read_.empty() || !called_.empty(); }

  // Something temporary that was named, and not by a view.
  const std::optional<TemporaryRead>& temporary_read() const { return temporary_read_; }

 private:
  plan::Catalog& scope_of(const plan::CurrentNames& names);
  // A function that the warehouse keeps; null where there is none.
  Result<std::shared_ptr<const SessionFunction>> kept_function(
      const std::vector<std::string>& name) const;
  // What settings that were kept mean.
  std::shared_ptr<const plan::SessionSettings> settings_of(
      const std::map<std::string, std::string>& kept, const plan::CurrentNames& names) const;
  // A view that the warehouse keeps; null where there is none.
  Result<std::shared_ptr<const TemporaryView>> kept_view(
      const std::vector<std::string>& name) const;
  plan::Relation read(std::shared_ptr<const TemporaryView> view);

  const OwnThings own_;
  const source::ReadContext& reading_;
  const std::string& warehouse_;
  const plan::CurrentNames names_;
  const std::vector<std::string> making_;
  source::ExternalCatalog tables_;
  std::optional<TemporaryRead> temporary_read_;
  std::vector<std::shared_ptr<const TemporaryView>> read_;  // kept while their queries are resolved
  std::vector<std::shared_ptr<const SessionFunction>> called_;  // likewise
  std::vector<std::unique_ptr<SessionCatalog>> scopes_;         // of views made under other names
};

}  // namespace tarn::session
