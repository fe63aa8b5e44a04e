// Spark's recorded answers (tests/answers), and ours: the same rows, types, column names and
// conditions of errors.
//
// Each topic is one test. A query that `-- differs:` stands above, or whose text is in
// examples.differs, must differ: once it no longer does, its line has to go. An example that has
// another value each time (a clock's, a random one) must have Spark's type and number of rows; its
// value may be the recorded one by chance.
// TARN_FUNCTIONS=<regex> asks only the examples of functions with such a name.
// UPDATE_ANSWERS=1 writes examples.differs anew; reasons that it holds are kept.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "base/check.h"
#include "engine/each_row.h"
#include "engine/time_zones.h"
#include "session/session.h"
#include "session/test_session.h"
#include "storage/local_file_system.h"
#include "types/value.h"

namespace tarn::session {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path answers_folder() { return fs::path(TARN_SOURCE_DIR) / "tests/answers"; }

// What came back: "schema", then a line a row; or "! CONDITION SQLSTATE".
struct Outcome {
  std::string schema;
  std::vector<std::string> rows;
  std::string refusal;
  std::string message = {};  // not compared
  // Where in the query the refusal points, by characters from 0; nothing: nowhere.
  std::optional<size_t> at = std::nullopt;

  bool same_as(const Outcome& other) const {
    return schema == other.schema && rows == other.rows && refusal == other.refusal;
  }
  bool same_shape_as(const Outcome& other) const {
    return schema == other.schema && rows.size() == other.rows.size() && refusal == other.refusal;
  }
  std::string text() const {
    if (!refusal.empty()) return refusal + (message.empty() ? "" : " (" + message + ")");
    std::string text = schema;
    for (const std::string& row : rows) text += "\n    " + row;
    return text;
  }
};

struct Recorded {
  std::string function;  // whose example it is
  std::string query;
  plan::SettingMap settings;
  Outcome answer;
  std::string differs;                      // why ours does, or empty
  std::optional<size_t> at = std::nullopt;  // where the refusal has to point
};

plan::SettingMap settings_of(const json& given) {
  plan::SettingMap settings;
  for (const auto& [key, value] : given.items()) {
    settings[key] = value.get<std::string>();
    EXPECT_EQ(*plan::check_setting(key, settings[key]), plan::SettingUse::kHonoured) << key;
  }
  return settings;
}

// Whether the query itself is ordered, not only a window or a subquery of it.
bool is_ordered(const std::string& query) {
  std::string outside;
  int depth = 0;
  for (const char c : query) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth == 0) outside += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return outside.find("ORDER BY") != std::string::npos ||
         outside.find("SORT BY") != std::string::npos;
}

std::vector<Recorded> recorded_in(const fs::path& file) {
  std::ifstream in(file);
  CHECK(in.good());
  std::vector<Recorded> all;
  for (std::string line; std::getline(in, line);) {
    const json object = json::parse(line);
    Recorded each{.function = object.value("function", ""),
                  .query = object.at("sql"),
                  .settings = settings_of(object.value("set", json::object())),
                  .answer = {},
                  .differs = object.value("differs", "")};
    if (object.contains("schema")) {
      each.answer.schema = object.at("schema");
      each.answer.rows = object.at("rows");
    } else {
      const auto word = [&](const char* key) {
        return object.at(key).is_null() ? std::string("-") : object.at(key).get<std::string>();
      };
      each.answer.refusal = "! " + word("error") + " " + word("sqlstate");
      if (object.contains("at")) each.at = object.at("at").get<size_t>();
    }
    if (!is_ordered(each.query)) std::sort(each.answer.rows.begin(), each.answer.rows.end());
    all.push_back(std::move(each));
  }
  return all;
}

std::optional<size_t> place_in(const Diagnostic& diagnostic) {
  if (diagnostic.source == nullptr) return std::nullopt;
  const std::string before = diagnostic.source->text.substr(0, diagnostic.span.begin);
  return static_cast<size_t>(std::ranges::count_if(
      before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Outcome refused(const Diagnostic& diagnostic) {
  const auto word = [](const std::string& text) { return text.empty() ? "-" : text; };
  return {.schema = "",
          .rows = {},
          .refusal = "! " + word(diagnostic.condition) + " " + word(diagnostic.sqlstate),
          .message = diagnostic.message,
          .at = place_in(diagnostic)};
}

Status collect(engine::BatchReader& reader, const types::SessionZone& zone,
               std::vector<std::string>& rows) {
  return engine::for_each_row(reader, [&](const types::Batch& batch, size_t row) {
    std::string& text = rows.emplace_back();
    for (size_t i = 0; i < batch.columns.size(); ++i) {
      if (i > 0) text += '\t';
      text += types::hive_text(batch.columns[i].value_at(row), batch.columns[i].type(), zone);
    }
  });
}

class Asking : public testing::Test {
 protected:
  Asking() {
    auto engine = engine::Engine::open({.threads = 1});
    CHECK(engine);
    engine_ = std::move(*engine);
  }

  // A session with these settings, which has not been asked anything.
  std::unique_ptr<Session> session_with(const plan::SettingMap& settings) {
    const types::SessionZone utc{.id = "UTC", .regions = &engine::icu_time_zones()};
    auto session =
        Session::open(*engine_, {.files = files_, .clock = clock_, .root = "/nowhere", .zone = utc},
                      {.warehouse = "/nowhere/warehouse",
                       .defaults = {.catalog = "spark_catalog", .schema = "default", .table = ""},
                       .settings = settings});
    CHECK(session);
    return std::move(*session);
  }

  Outcome answer_to(const Recorded& asked) {
    const std::unique_ptr<Session> session = session_with(asked.settings);
    const sql::Fragment text = sql::Fragment::whole(asked.query, "query");
    const Prepared prepared = session->prepare(text);
    if (prepared.plan == nullptr) {
      return refused(prepared.diagnostics.front());
    }
    Outcome answer;
    const types::Schema schema = plan::schema_of(*prepared.plan);
    answer.schema = types::DataType::structure(schema).text();
    const auto rows = session->run(prepared.plan);
    const Status read = rows ? collect(**rows, session->zone(), answer.rows) : Status(rows.error());
    if (!read) {
      Answer rows_of_query;
      if (prepared.is_of_one_text) rows_of_query.plan = prepared.plan;
      rows_of_query.text = text.source();
      return refused(rows_of_query.explained(read.error()));
    }
    if (!is_ordered(asked.query)) std::sort(answer.rows.begin(), answer.rows.end());
    return answer;
  }

 private:
  storage::LocalFileSystem files_;
  ManualClock clock_{1'700'000'000'000'000};
  std::unique_ptr<engine::Engine> engine_;
};

// What any statement comes to in a session.
Outcome outcome_in(Session& session, const std::string& statement) {
  Answer answer = session.execute(sql::Fragment::whole(statement, "statement"));
  if (!answer.diagnostics.empty()) {
    return refused(answer.diagnostics.front());
  }
  Outcome outcome{.schema = types::DataType::structure(answer.schema).text(), .rows = {}};
  if (answer.rows != nullptr) {
    const Status read = collect(*answer.rows, session.zone(), outcome.rows);
    if (!read) return refused(Diagnostic::of(read.error()));
  }
  if (!is_ordered(statement)) std::sort(outcome.rows.begin(), outcome.rows.end());
  return outcome;
}

class AnswersTest : public Asking, public testing::WithParamInterface<std::string> {};

TEST_P(AnswersTest, AreWhatSparkGives) {
  const std::vector<Recorded> all = recorded_in(answers_folder() / (GetParam() + ".jsonl"));
  size_t equal = 0;
  for (const Recorded& asked : all) {
    const Outcome ours = answer_to(asked);
    const bool same = ours.same_as(asked.answer);
    equal += same ? 1 : 0;
    if (asked.differs.empty()) {
      EXPECT_TRUE(same) << asked.query << "\n  Spark: " << asked.answer.text()
                        << "\n  Tarn:  " << ours.text();
      if (asked.at) {
        EXPECT_EQ(ours.at, asked.at) << asked.query << "\n  is refused at another place";
      }
    } else {
      EXPECT_FALSE(same) << asked.query << "\n  is said to differ (" << asked.differs
                         << "), and no longer does";
    }
  }
  std::printf("%s: %zu of %zu answers are Spark's\n", GetParam().c_str(), equal, all.size());
  RecordProperty("equal", static_cast<int>(equal));
}

std::vector<std::string> topics_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".sql") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}
INSTANTIATE_TEST_SUITE_P(Topic, AnswersTest, testing::ValuesIn(topics_in(answers_folder())),
                         [](const auto& test) { return test.param; });

// ---- Sessions: statements one behind the other

class SessionsTest : public SessionTest, public testing::WithParamInterface<std::string> {
 protected:
  Outcome outcome_of(const std::string& statement) { return outcome_in(*session_, statement); }
};

TEST_P(SessionsTest, AnswerAsSparkDoes) {
  const std::vector<Recorded> all =
      recorded_in(answers_folder() / "sessions" / (GetParam() + ".jsonl"));
  for (const Recorded& asked : all) {
    const Outcome ours = outcome_of(asked.query);
    const bool same = ours.same_as(asked.answer);
    EXPECT_EQ(same, asked.differs.empty())
        << asked.query << "\n  Spark: " << asked.answer.text() << "\n  Tarn:  " << ours.text()
        << (asked.differs.empty() ? "" : "\n  is said to differ: " + asked.differs);
  }
}

INSTANTIATE_TEST_SUITE_P(Topic, SessionsTest,
                         testing::ValuesIn(topics_in(answers_folder() / "sessions")),
                         [](const auto& test) { return test.param; });

// ---- The worked examples of Spark's own documentation

std::map<std::string, std::string> reasons_in(const fs::path& file) {
  std::map<std::string, std::string> reasons;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const size_t tab = line.find('\t');
    CHECK(tab != std::string::npos);
    reasons[line.substr(tab + 1)] = line.substr(0, tab);
  }
  return reasons;
}

// The reason of an example whose values cannot be compared.
constexpr const char* kAnotherValueEachTime = "another value each time";

// A SET among the examples holds for those behind it.
class ExamplesTest : public Asking {
 protected:
  Outcome answer_to(Recorded asked) {
    static const std::regex set("SET (\\S+?)=(\\S+)");
    asked.settings = settings_;
    std::smatch parts;
    if (!std::regex_match(asked.query, parts, set)) return Asking::answer_to(asked);
    const Outcome answer = outcome_in(*session_with(settings_), asked.query);
    if (answer.refusal.empty()) settings_[parts[1]] = parts[2];
    return answer;
  }

 private:
  plan::SettingMap settings_;
};

TEST_F(ExamplesTest, AreWhatSparkGives) {
  const fs::path file = answers_folder() / "examples.differs";
  const std::map<std::string, std::string> reasons = reasons_in(file);
  std::map<std::string, std::string> differing;
  std::vector<Recorded> all = recorded_in(answers_folder() / "examples.jsonl");
  const char* const wanted = std::getenv("TARN_FUNCTIONS");
  if (wanted != nullptr) {
    std::erase_if(all, [names = std::regex(wanted)](const Recorded& each) {
      return !std::regex_match(each.function, names);
    });
  }
  for (const Recorded& asked : all) {
    const Outcome ours = answer_to(asked);
    const auto known = reasons.find(asked.query);
    if (known != reasons.end() && known->second == kAnotherValueEachTime) {
      differing.insert(*known);
      EXPECT_TRUE(ours.same_shape_as(asked.answer))
          << asked.query << "\n  Spark: " << asked.answer.text() << "\n  Tarn:  " << ours.text();
      continue;
    }
    if (ours.same_as(asked.answer)) continue;
    differing[asked.query] = known != reasons.end() ? known->second : "not built yet";
    EXPECT_TRUE(known != reasons.end())
        << asked.query << "\n  Spark: " << asked.answer.text() << "\n  Tarn:  " << ours.text();
  }
  for (const auto& [query, reason] : reasons) {
    if (std::ranges::find(all, query, &Recorded::query) == all.end()) continue;
    EXPECT_TRUE(differing.contains(query))
        << query << "\n  is said to differ (" << reason << "), and no longer does";
  }
  std::printf("examples: %zu of %zu answers are Spark's\n", all.size() - differing.size(),
              all.size());
  if (std::getenv("UPDATE_ANSWERS") != nullptr && wanted == nullptr) {
    std::ofstream out(file);
    for (const auto& [query, reason] : differing) out << reason << '\t' << query << '\n';
  }
}

}  // namespace
}  // namespace tarn::session
