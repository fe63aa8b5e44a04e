// One SQL session over the tables of a warehouse: what `tarn sql` speaks to.
//
// It has current names, settings and temporary views, which statements change and which end with
// it. Each query sees the tables' newest versions at the moment when it is prepared. One thread at
// a time.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "engine/constants.h"
#include "engine/engine.h"
#include "plan/resolver.h"
#include "plan/settings.h"
#include "session/session_catalog.h"
#include "source/stream_source.h"
#include "sql/ast.h"
#include "sql/substitution.h"

namespace tarn::session {

struct SessionOptions {
  std::string warehouse;
  plan::DatasetName defaults;  // catalog and schema of names that lack them
  // By Spark's keys, checked; RESET returns to them. The time zone is the reading's where none is
  // set.
  plan::SettingMap settings = {};
};

// A query that was checked.
struct Prepared {
  plan::PlanPtr plan;                   // null pointer where there are diagnostics
  std::vector<Diagnostic> diagnostics;  // point into the query's text
};

// What a statement came to.
struct Answer {
  types::Schema schema = {};  // no columns: the statement has no rows to give
  // Null where there are none to give. A query's rows are computed while they are read, so that an
  // error may come from there; they must be destroyed before the next statement.
  std::unique_ptr<engine::BatchReader> rows = nullptr;
  std::vector<Diagnostic> diagnostics = {};  // not empty: it was refused, and nothing was done
};

class Session {
 public:
  static Result<std::unique_ptr<Session>> open(engine::Engine& engine, source::ReadContext reading,
                                               SessionOptions options);

  // Carries out one statement, with or without `;` behind it.
  Answer execute(const sql::Fragment& statement);

  Prepared prepare(const sql::Fragment& query);

  // The rows of a prepared query; must be destroyed before the next is run.
  Result<std::unique_ptr<engine::RowStream>> run(const plan::PlanPtr& plan);

  // SET key = value. kUnsupported, kInvalid: nothing is changed.
  Status set(const std::string& key, const std::string& value);

  // That in which timestamps are shown.
  const types::SessionZone& zone() const { return reading_.zone; }

 private:
  Session(engine::Engine& engine, std::unique_ptr<engine::Connection> connection,
          source::ReadContext reading, SessionOptions options);

  // session_commands.cc
  Answer answer(const sql::QueryStatement& statement, const sql::Fragment& text);
  Answer answer(const sql::SetStatement& statement);
  Answer answer(const sql::SetTimeZone& statement, const sql::Fragment& text);
  Answer answer(const sql::ResetStatement& statement);
  Answer answer(const sql::UseStatement& statement, const sql::Fragment& text);
  Answer answer(sql::CreateView& statement, const sql::Fragment& text);
  Answer answer(const sql::DropView& statement, const sql::Fragment& text);

  // `making`: the view that will have this query, if one will.
  Prepared resolve(const sql::Query& query, const sql::Fragment& text,
                   const std::vector<std::string>& making = {});
  std::optional<std::string> setting(const std::string& key) const;
  Result<std::string> offset_of(const sql::Expression& interval, const sql::Fragment& text);
  bool is_schema(const plan::CurrentNames& names) const;
  void take_settings();

  engine::Constants constants_;
  std::unique_ptr<engine::Connection> connection_;
  source::ReadContext reading_;
  const std::string system_zone_;
  const SessionOptions options_;
  plan::CurrentNames names_;
  plan::SettingMap changed_;  // SET and not RESET
  plan::SessionSettings settings_;
  TemporaryViews views_;
};

}  // namespace tarn::session
