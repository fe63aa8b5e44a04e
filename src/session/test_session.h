// A session in a folder of its own, for tests.

#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "engine/each_row.h"
#include "engine/time_zones.h"
#include "session/session.h"
#include "storage/local_file_system.h"
#include "types/value.h"

namespace tarn::session {

class SessionTest : public testing::Test {
 protected:
  SessionTest() {
    std::string pattern = "/tmp/tarn-session-XXXXXX";
    CHECK(::mkdtemp(pattern.data()) != nullptr);
    root_ = pattern;
    auto engine = engine::Engine::open({.threads = 1});
    CHECK(engine);
    engine_ = std::move(*engine);
    open({});
  }
  ~SessionTest() override {
    session_.reset();
    std::filesystem::remove_all(root_);
  }

  // The session that answers, in the place of the one before.
  void open(plan::SettingMap settings) {
    session_.reset();
    session_ = another(std::move(settings));
  }

  // A session over the same tables.
  std::unique_ptr<Session> another(plan::SettingMap settings = {}) {
    auto session =
        Session::open(*engine_,
                      {.files = files_,
                       .clock = clock_,
                       .root = root_,
                       .zone = {.id = "UTC", .regions = &engine::icu_time_zones()}},
                      {.warehouse = root_ + "/warehouse",
                       .defaults = {.catalog = "spark_catalog", .schema = "default", .table = ""},
                       .settings = std::move(settings)});
    CHECK(session);
    return *std::move(session);
  }

  // "a:int|1|2": the schema's fields, and the rows; "! CLASS line:column" of a refusal.
  std::string answer(const std::string& statement) {
    Answer answer = session_->execute(sql::Fragment::whole(statement, "q"));
    if (!answer.diagnostics.empty()) {
      const Diagnostic& first = answer.diagnostics.front();
      std::string text = "! " + first.condition;
      if (first.source != nullptr) {
        const Position at = first.source->position_of(first.span.begin);
        text += " " + std::to_string(at.line) + ":" + std::to_string(at.column);
      }
      return text;
    }
    std::string text;
    for (const types::Field& field : answer.schema) {
      text += (text.empty() ? "" : ",") + field.name + ":" + field.type.text();
    }
    if (answer.rows == nullptr) return text;
    const auto add = [&](const types::Batch& batch, size_t row) {
      for (size_t i = 0; i < batch.columns.size(); ++i) {
        text += i == 0 ? "|" : ",";
        text += types::hive_text(batch.columns[i].value_at(row), batch.columns[i].type(),
                                 session_->zone());
      }
    };
    const Status read = engine::for_each_row(*answer.rows, add);
    return read ? text : "! " + read.error().condition;
  }

  std::string root_;
  storage::LocalFileSystem files_;
  ManualClock clock_{1'700'000'000'000'000};
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<Session> session_;
};

}  // namespace tarn::session
