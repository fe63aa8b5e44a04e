// The C++ bodies of aggregates, asked on one thread and on several: the states that threads keep of
// one group, and the states of a window's frame, are merged to the same answers.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "engine/time_zones.h"
#include "plan/function.h"
#include "plan/walk.h"
#include "session/session.h"
#include "storage/local_file_system.h"
#include "types/value.h"

namespace tarn::session {
namespace {

namespace fs = std::filesystem;
using types::DataType;
using types::TypeKind;
using types::Value;
using types::ValueList;

using Rows = std::vector<ValueList>;

// 120,000 rows in ten files. `x`, `y` and the others are NULL in some rows, and all of group 3 of
// `many` has nothing but NULLs. Sums of `wide` leave 38 digits on their way and come back.
constexpr const char* kRows = R"(
    SELECT id, cast(id % 3 AS INT) few, cast(id * 7919 % 2003 AS INT) many,
           CASE WHEN keeps THEN cast(id * 31 % 1009 AS DOUBLE) / 8 END x,
           CASE WHEN id % 7 <> 2 AND keeps THEN cast(id * 17 % 503 AS DOUBLE) / 4 END y,
           CASE WHEN keeps THEN cast(id % 13 AS BIGINT) END times,
           CASE WHEN keeps THEN cast(id * 11 % 32768 AS BIGINT) END place,
           CASE WHEN keeps THEN unhex(lpad(hex(id % 251 + 1), 8, 'F')) END bitmap,
           CASE WHEN keeps THEN concat('customer ', id % 50021) END customer,
           CASE WHEN keeps THEN cast(if(id < 60000, '', '-') ||
                    '99999999999999999999999999999999.' || (id % 90 + 10) AS DECIMAL(38, 2)) END wide,
           CASE WHEN keeps THEN cast(id % 977 - 400 AS INT) END step
    FROM (SELECT *, id % 11 <> 5 AND id * 7919 % 2003 <> 3 AS keeps FROM range(120000)))";

// Calls of every body; each answer is exact, or near what it is with the rows in another order.
constexpr const char* kFramed[] = {
    "percentile(x, 0.5)",
    "percentile(x, array(0.0, 0.25, 0.999, 1.0))",
    "percentile(x, 0.3, times)",
    "percentile_approx(x, array(0.1, 0.7), 1000000)",
    "approx_count_distinct(customer)",
    "approx_count_distinct(x, 0.1)",
    "bitmap_construct_agg(place)",
    "bitmap_or_agg(bitmap)",
    "bitmap_and_agg(bitmap)",
    "histogram_numeric(times, 20)",
    "sum(wide)",
    "try_sum(wide)",
    "avg(wide)",
    "try_avg(wide)",
    "sum(make_dt_interval(0, 0, 0, step))",
    "avg(make_dt_interval(0, 0, 0, step))",
    "try_sum(make_ym_interval(step))",
    "try_avg(make_ym_interval(step))",
    "var_pop(x)",
    "var_samp(x)",
    "stddev_pop(x)",
    "stddev_samp(x)",
    "skewness(x)",
    "kurtosis(x)",
    "vector_sum(array(CAST(step AS FLOAT)))",
    "vector_avg(CASE WHEN step IS NOT NULL THEN array(2.0F) END)",
    "schema_of_variant_agg(CAST(step AS VARIANT))",
    "covar_pop(x, y)",
    "covar_samp(x, y)",
    "corr(x, x + id)",
    "regr_r2(y, x)",
    "regr_slope(y, x)",
    "regr_intercept(y, x)",
    "regr_sxx(y, x)",
    "regr_sxy(y, x)",
    "regr_syy(y, x)",
    "var_pop(x) FILTER (WHERE y > 50)",
    "kurtosis(x) FILTER (WHERE id < 0)",
};
// Those that Spark takes over no frame.
constexpr const char* kGrouped[] = {
    "percentile_cont(0.4) WITHIN GROUP (ORDER BY y)",
    "percentile_cont(0.4) WITHIN GROUP (ORDER BY y DESC)",
    "percentile_disc(0.4) WITHIN GROUP (ORDER BY y)",
    "percentile_disc(0.4) WITHIN GROUP (ORDER BY y DESC)",
    "median(x)",
};

std::string listed(const auto& calls, const std::string& behind = "") {
  std::string text;
  for (const char* const call : calls)
    text += std::string(text.empty() ? "" : ", ") + call + behind;
  return text;
}

std::string all_calls() { return listed(kFramed) + ", " + listed(kGrouped); }

// Doubles within 1e-9 of the greater, all else exactly.
bool is_near(const Value& a, const Value& b) {
  const auto* const left = std::get_if<double>(&a.content);
  const auto* const right = std::get_if<double>(&b.content);
  if (left != nullptr && right != nullptr) {
    const double size = std::max({1.0, std::fabs(*left), std::fabs(*right)});
    return *left == *right || std::fabs(*left - *right) <= 1e-9 * size;
  }
  const auto* const lefts = std::get_if<ValueList>(&a.content);
  const auto* const rights = std::get_if<ValueList>(&b.content);
  if (lefts == nullptr || rights == nullptr) return a == b;
  if (lefts->size() != rights->size()) return false;
  for (size_t i = 0; i < lefts->size(); ++i) {
    if (!is_near((*lefts)[i], (*rights)[i])) return false;
  }
  return true;
}

class ParallelAggregatesTest : public testing::Test {
 protected:
  ParallelAggregatesTest() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    const plan::PlanPtr plan = prepared(*one_, kRows);
    auto connection = one_->connect();
    CHECK(connection);
    const auto written = (*connection)
                             ->write_parquet(plan, {}, {},
                                             {.folder = folder_.string(),
                                              .schema = plan::schema_of(*plan),
                                              .write_id = "00000000-0000-4000-8000-000000000000",
                                              .rows_per_file = 12'000});
    CHECK(written);
  }
  ~ParallelAggregatesTest() override { fs::remove_all(folder_); }

  // `<calls>` of a query are all of them, `<rows>` is the table.
  std::string filled(std::string query) const {
    const auto put = [&](const std::string& place, const std::string& text) {
      for (size_t at = query.find(place); at != std::string::npos; at = query.find(place)) {
        query.replace(at, place.size(), text);
      }
    };
    put("<calls>", all_calls());
    put("<rows>", "parquet.`" + folder_.string() + "`");
    return query;
  }

  Rows one_thread(const std::string& query) { return rows_of(*one_, filled(query)); }
  Rows four_threads(const std::string& query) { return rows_of(*four_, filled(query)); }

  plan::PlanPtr plan_of(const std::string& query) { return prepared(*one_, filled(query)); }

  // Each row of one is near that at its place in the other; tells in which columns one is not.
  static void expect_near(const Rows& left, const Rows& right) {
    ASSERT_EQ(left.size(), right.size());
    std::set<size_t> differing;
    for (size_t row = 0; row < left.size(); ++row) {
      ASSERT_EQ(left[row].size(), right[row].size());
      for (size_t i = 0; i < left[row].size(); ++i) {
        if (!is_near(left[row][i], right[row][i])) differing.insert(i);
      }
    }
    EXPECT_EQ(differing, std::set<size_t>());
  }

 private:
  static std::unique_ptr<engine::Engine> opened(int threads) {
    auto engine = engine::Engine::open({.threads = threads});
    CHECK(engine);
    return std::move(*engine);
  }

  std::unique_ptr<Session> session_of(engine::Engine& engine) {
    const types::SessionZone zone{.id = "UTC", .regions = &engine::icu_time_zones()};
    auto session =
        Session::open(engine, {.files = files_, .clock = clock_, .root = "/nowhere", .zone = zone},
                      {.warehouse = "/nowhere/warehouse",
                       .defaults = {.catalog = "spark_catalog", .schema = "default", .table = ""},
                       .settings = {}});
    CHECK(session);
    return std::move(*session);
  }

  plan::PlanPtr prepared(engine::Engine& engine, const std::string& query) {
    const Prepared prepared = session_of(engine)->prepare(sql::Fragment::whole(query, "query"));
    for (const Diagnostic& each : prepared.diagnostics) ADD_FAILURE() << each.message;
    CHECK(prepared.plan != nullptr);
    return prepared.plan;
  }

  Rows rows_of(engine::Engine& engine, const std::string& query) {
    Rows rows;
    const auto session = session_of(engine);
    const auto stream = session->run(prepared(engine, query));
    if (!stream) {
      ADD_FAILURE() << stream.error().text();
      return rows;
    }
    types::Batch batch;
    while (true) {
      const auto more = (*stream)->next(batch);
      if (!more) ADD_FAILURE() << more.error().text();
      if (!more || !*more) return rows;
      for (size_t row = 0; row < batch.rows; ++row) {
        ValueList& values = rows.emplace_back();
        for (const types::Column& column : batch.columns) values.push_back(column.value_at(row));
      }
    }
  }

  storage::LocalFileSystem files_;
  ManualClock clock_{1'700'000'000'000'000};
  std::unique_ptr<engine::Engine> one_ = opened(1);
  std::unique_ptr<engine::Engine> four_ = opened(4);
  // Tests run beside one another, each in a process of its own.
  fs::path folder_ =
      fs::temp_directory_path() / ("tarn_parallel_aggregates_" + std::to_string(getpid()));
};

TEST_F(ParallelAggregatesTest, EveryBodyIsAskedHere) {
  std::set<std::string> missing;
  for (const plan::Function* function : plan::all_functions()) {
    if (function->kind == plan::FunctionKind::kAggregate &&
        function->implementation == plan::Implementation::kNative) {
      missing.emplace(function->body);
    }
  }
  const plan::PlanPtr plan = plan_of("SELECT <calls> FROM <rows>");
  const auto forget = [&](const plan::ExpressionPtr& expression) {
    plan::for_each(expression, [&](const plan::ExpressionPtr& each) {
      const auto* call = std::get_if<plan::AggregateCall>(&each->content);
      if (call != nullptr) missing.erase(std::string(call->function->body));
    });
  };
  for (std::vector<plan::PlanPtr> open = {plan}; !open.empty();) {
    const plan::PlanPtr node = open.back();
    open.pop_back();
    plan::for_each_expression(*node, forget);
    for (const plan::PlanPtr& input : plan::inputs_of(*node)) open.push_back(input);
  }
  missing.erase("corr_or_null");  // corr() without ANSI mode: the same sums
  EXPECT_EQ(missing, std::set<std::string>());
}

TEST_F(ParallelAggregatesTest, AllRowsAreOneGroup) {
  const std::string query = "SELECT count(*), <calls> FROM <rows>";
  expect_near(one_thread(query), four_threads(query));
}

TEST_F(ParallelAggregatesTest, AFewGroupsAreInAllFiles) {
  const std::string query = "SELECT few, count(*), <calls> FROM <rows> GROUP BY few ORDER BY few";
  expect_near(one_thread(query), four_threads(query));
}

TEST_F(ParallelAggregatesTest, ManyGroupsHaveAFewRowsEach) {
  const std::string query = "SELECT many, <calls> FROM <rows> GROUP BY many ORDER BY many";
  const Rows one = one_thread(query);
  EXPECT_EQ(one.size(), 2'003U);
  expect_near(one, four_threads(query));
}

TEST_F(ParallelAggregatesTest, EqualValuesOfAGroupCountOnceWhoeverMetThem) {
  const std::string query =
      "SELECT few, var_pop(DISTINCT x), percentile(DISTINCT y, 0.5), sum(DISTINCT wide), "
      "bitmap_construct_agg(DISTINCT place) FROM <rows> GROUP BY few ORDER BY few";
  expect_near(one_thread(query), four_threads(query));
}

TEST_F(ParallelAggregatesTest, GroupingSetsHaveThemToo) {
  const std::string query =
      "SELECT few, times, grouping_id(), <calls> FROM <rows> WHERE times < 3 "
      "GROUP BY GROUPING SETS ((few, times), (times), ()) ORDER BY few, times, grouping_id()";
  expect_near(one_thread(query), four_threads(query));
}

TEST_F(ParallelAggregatesTest, NoRowsAreTheGroupOfNothing) {
  const std::string query = "SELECT <calls> FROM <rows> WHERE id < 0";
  const Rows four = four_threads(query);
  ASSERT_EQ(four.size(), 1U);
  expect_near(one_thread(query), four);
  // A group whose values are all NULL answers as one without rows.
  expect_near(four_threads("SELECT <calls> FROM <rows> WHERE many = 3"), four);
}

// DuckDB merges the states of the parts of a frame; a join gives each frame its rows one by one.
TEST_F(ParallelAggregatesTest, AFrameHasTheAnswerOfItsRows) {
  const Rows framed = four_threads(
      "SELECT id, " + listed(kFramed, " OVER w") +
      " FROM <rows> WHERE id < 4500 AND id % 5 <> 1 WINDOW w AS (PARTITION BY few ORDER BY id "
      "RANGE BETWEEN 300 PRECEDING AND 60 FOLLOWING) ORDER BY id");
  const Rows by_row = one_thread(
      "SELECT center, " + listed(kFramed) +
      " FROM (SELECT l.id AS center, r.* FROM <rows> l JOIN <rows> r ON l.few = r.few AND "
      "r.id BETWEEN l.id - 300 AND l.id + 60 WHERE l.id < 4500 AND r.id < 4500 AND "
      "l.id % 5 <> 1 AND r.id % 5 <> 1) GROUP BY center ORDER BY center");
  EXPECT_EQ(framed.size(), 3'600U);
  expect_near(framed, by_row);
}

// The approximations: what they promise holds however the rows were cut.
TEST_F(ParallelAggregatesTest, ApproximationsKeepTheirPromise) {
  const Rows rows = four_threads(
      "SELECT percentile_approx(id, array(0.1, 0.5, 0.9), 100), "
      "histogram_numeric(x, 10), count(x), min(x), max(x) FROM <rows>");
  ASSERT_EQ(rows.size(), 1U);
  const auto& percentiles = std::get<ValueList>(rows[0][0].content);
  EXPECT_NEAR(static_cast<double>(std::get<int64_t>(percentiles[0].content)), 12'000, 1'200);
  EXPECT_NEAR(static_cast<double>(std::get<int64_t>(percentiles[1].content)), 60'000, 1'200);
  EXPECT_NEAR(static_cast<double>(std::get<int64_t>(percentiles[2].content)), 108'000, 1'200);
  const auto& bins = std::get<ValueList>(rows[0][1].content);
  EXPECT_EQ(bins.size(), 10U);
  double counted = 0;
  for (const Value& bin : bins) {
    const auto& fields = std::get<ValueList>(bin.content);
    const double at = std::get<double>(fields[0].content);
    EXPECT_GE(at, std::get<double>(rows[0][3].content));
    EXPECT_LE(at, std::get<double>(rows[0][4].content));
    counted += std::get<double>(fields[1].content);
  }
  EXPECT_EQ(counted, static_cast<double>(std::get<int64_t>(rows[0][2].content)));
}

}  // namespace
}  // namespace tarn::session
