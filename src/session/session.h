// One SQL session over the tables of a warehouse: what `tarn sql` speaks to.
//
// Each query sees the tables' newest versions at the moment when it is prepared. One thread at a
// time.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "engine/constants.h"
#include "engine/engine.h"
#include "plan/resolver.h"
#include "source/stream_source.h"
#include "sql/substitution.h"

namespace tarn::session {

struct SessionOptions {
  std::string warehouse;
  plan::DatasetName defaults;  // catalog and schema of names that lack them
  plan::SessionSettings settings;
};

// A query that was checked.
struct Prepared {
  plan::PlanPtr plan;                   // null pointer where there are diagnostics
  std::vector<Diagnostic> diagnostics;  // point into the query's text
};

class Session {
 public:
  static Result<std::unique_ptr<Session>> open(engine::Engine& engine, source::ReadContext reading,
                                               SessionOptions options);

  Prepared prepare(const sql::Fragment& query);

  // The rows of a prepared query; must be destroyed before the next is run.
  Result<std::unique_ptr<engine::RowStream>> run(const plan::PlanPtr& plan);

 private:
  Session(engine::Engine& engine, std::unique_ptr<engine::Connection> connection,
          source::ReadContext reading, SessionOptions options)
      : constants_([&engine]() -> Result<engine::Engine*> { return &engine; }, reading.clock),
        connection_(std::move(connection)),
        reading_(std::move(reading)),
        options_(std::move(options)) {
    options_.settings.constants = &constants_;
  }

  engine::Constants constants_;
  std::unique_ptr<engine::Connection> connection_;
  source::ReadContext reading_;
  SessionOptions options_;
};

}  // namespace tarn::session
