// Rows that are made while they are read (a stream's batch, files in other formats than Parquet,
// range()) are there once. DuckDB may make a query over them into one that reads its input twice:
// those rewritings are switched off, or they are refused; none may lose rows.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/check.h"
#include "engine/time_zones.h"
#include "session/session.h"
#include "storage/local_file_system.h"
#include "types/value.h"

namespace tarn::session {
namespace {

struct Case {
  const char* name;
  const char* query;  // <rows> is a relation of one column, `id`
};

class SingleReadingTest : public testing::TestWithParam<Case> {
 protected:
  SingleReadingTest() {
    auto engine = engine::Engine::open({.threads = 2});
    CHECK(engine);
    engine_ = std::move(*engine);
  }

  // The rows in any order, or the error as the only one.
  std::vector<std::string> lines(const std::string& relation) {
    std::string query = GetParam().query;
    const std::string place = "<rows>";
    for (size_t at = query.find(place); at != std::string::npos; at = query.find(place)) {
      query.replace(at, place.size(), relation);
    }
    const types::SessionZone zone{.id = "UTC", .regions = &engine::icu_time_zones()};
    auto session = Session::open(
        *engine_, {.files = files_, .clock = clock_, .root = "/nowhere", .zone = zone},
        {.warehouse = "/nowhere/warehouse",
         .defaults = {.catalog = "spark_catalog", .schema = "default", .table = ""},
         .settings = {}});
    CHECK(session);
    const Prepared prepared = (*session)->prepare(sql::Fragment::whole(query, "query"));
    if (prepared.plan == nullptr) return {prepared.diagnostics.front().message};
    const auto stream = (*session)->run(prepared.plan);
    if (!stream) return {stream.error().text()};
    std::vector<std::string> lines;
    types::Batch batch;
    while (true) {
      const auto more = (*stream)->next(batch);
      if (!more) return {more.error().text()};
      if (!*more) break;
      for (size_t row = 0; row < batch.rows; ++row) {
        std::string& line = lines.emplace_back();
        for (const types::Column& column : batch.columns) {
          line += types::hive_text(column.value_at(row), column.type()) + " ";
        }
      }
    }
    std::ranges::sort(lines);
    return lines;
  }

 private:
  storage::LocalFileSystem files_;
  ManualClock clock_{1'700'000'000'000'000};
  std::unique_ptr<engine::Engine> engine_;
};

TEST_P(SingleReadingTest, LosesNoRow) {
  const std::vector<std::string> pulled = lines("range(20000)");
  EXPECT_EQ(pulled, lines("(SELECT explode(sequence(0L, 19999L)) AS id)"));
  EXPECT_FALSE(pulled.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Query, SingleReadingTest,
    testing::Values(
        Case{"AggregateOverAPartition",
             "SELECT count(*), sum(m) FROM (SELECT sum(id) OVER (PARTITION BY id % 7) m FROM "
             "<rows>)"},
        Case{"AggregateOverAllRows", "SELECT id, max(id) OVER () FROM <rows>"},
        Case{"SeveralWindows",
             "SELECT id, count(*) OVER (PARTITION BY id % 7), avg(id) OVER (PARTITION BY id % 5) "
             "FROM <rows>"},
        Case{"FirstRowOfAPartition",
             "SELECT * FROM (SELECT id, row_number() OVER (PARTITION BY id % 7 ORDER BY id DESC) n "
             "FROM <rows>) WHERE n = 1"},
        Case{"FirstRows", "SELECT id, id * 2 FROM <rows> ORDER BY id % 1000, id LIMIT 10"},
        Case{"GroupingSets",
             "SELECT id % 3, id % 5, count(*), sum(id) FROM <rows> GROUP BY CUBE (id % 3, id % 5)"},
        Case{"DistinctAggregates",
             "SELECT id % 3, count(DISTINCT id % 17), sum(DISTINCT id % 19), count(*) FROM <rows> "
             "GROUP BY id % 3"},
        Case{"DistinctAggregatesOfAllRows",
             "SELECT count(DISTINCT id % 17), count(DISTINCT id % 19), sum(id) FROM <rows>"},
        Case{"CommonTableTwice",
             "WITH t AS (SELECT id FROM <rows> WHERE id % 2 = 0) SELECT count(*), sum(a.id) FROM t "
             "a "
             "JOIN t b ON a.id = b.id + 2"},
        Case{"CorrelatedSubquery",
             "SELECT count(*), sum(n) FROM (SELECT (SELECT count(*) FROM <rows> r WHERE r.id % 100 "
             "= "
             "l.id) n FROM <rows> l WHERE l.id < 200)"},
        Case{"InAndExists",
             "SELECT count(*) FROM <rows> l WHERE id IN (SELECT id * 2 FROM <rows>) AND EXISTS "
             "(SELECT 1 FROM <rows> r WHERE r.id = l.id + 1)"},
        Case{"NotIn", "SELECT count(*) FROM <rows> WHERE id NOT IN (SELECT id * 2 FROM <rows>)"},
        Case{"Except", "SELECT id FROM <rows> EXCEPT ALL SELECT id * 2 FROM <rows>"},
        Case{"Pivot",
             "SELECT * FROM (SELECT id % 3 a, id % 5 b FROM <rows>) PIVOT (count(*) FOR b IN (1, "
             "2))"},
        Case{
            "GroupsJoinedWithTheirRows",
            "SELECT count(*), sum(s) FROM (SELECT id, id % 7 k FROM <rows>) JOIN (SELECT id % 7 k, "
            "sum(id) s FROM <rows> GROUP BY 1) USING (k)"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::session
