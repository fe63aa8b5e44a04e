#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "engine/test_plans.h"

namespace tarn::engine::test {
namespace {

using types::int_type;
using types::long_type;

constexpr int64_t kRows = 250'000;
constexpr int64_t kRowsPerBatch = 7'001;

// Rows (n, [3n, 3n + 1, 3n + 2]) in batches of odd size.
class NumberReader final : public BatchReader {
 public:
  explicit NumberReader(int64_t begin, int64_t end) : next_(begin), end_(end) {}

  Result<bool> next(types::Batch& into) override {
    into = types::Batch{};
    into.columns.emplace_back(long_type());
    into.columns.emplace_back(DataType::array(long_type()));
    for (; next_ < end_ && into.rows < kRowsPerBatch; ++next_, ++into.rows) {
      into.columns[0].append(next_);
      for (int64_t i = 0; i < 3; ++i) into.columns[1].child(0).append(3 * next_ + i);
      into.columns[1].append_list();
    }
    return into.rows > 0;
  }

 private:
  int64_t next_;
  int64_t end_;
};

struct Exploded {
  Attribute n = column("n", long_type());
  Attribute list = column("l", DataType::array(long_type()));
  Attribute element = column("e", long_type());
  plan::ScanId id = ids().next_scan();
  PlanPtr plan = generate(scan({n, list}, id, true), "explode", ref(list), {element});
};

// The place of the first element that is not the one expected, or -1.
int64_t first_out_of_order(RowStream& stream, size_t at_column, int64_t rows_expected) {
  int64_t expected = 0;
  types::Batch batch;
  while (true) {
    const auto more = stream.next(batch);
    CHECK(static_cast<bool>(more));
    if (!*more) return expected == rows_expected ? -1 : expected;
    for (size_t row = 0; row < batch.rows; ++row) {
      if (batch.columns[at_column].at<int64_t>(row) != expected) return expected;
      ++expected;
    }
  }
}

TEST(OrderTest, RowsKeepTheirOrderOfArrivalThroughExplodeAndProjection) {
  const Exploded in;
  const auto plan = select(in.plan, {in.element});
  const auto connection = connect();
  const auto stream = connection->query(
      plan, {{in.id, Pulled{{std::make_shared<NumberReader>(0, kRows)}}}}, Moment{});
  ASSERT_TRUE(stream) << stream.error().text();
  EXPECT_EQ(first_out_of_order(**stream, 0, 3 * kRows), -1);
}

TEST(OrderTest, RowsThatAreSaidToBeFewAreAllReadInTheirOrder) {
  const Exploded in;
  const auto connection = connect();
  const auto stream = connection->query(
      select(in.plan, {in.element}),
      {{in.id, Pulled{.lanes = {std::make_shared<NumberReader>(0, kRows)}, .bytes = 0}}}, Moment{});
  ASSERT_TRUE(stream) << stream.error().text();
  EXPECT_EQ(first_out_of_order(**stream, 0, 3 * kRows), -1);
}

TEST(BytesOfTest, AreKnownWhereEveryRelationSaysThem) {
  const auto reader = std::make_shared<NumberReader>(0, 1);
  const ParquetFiles files{
      .files = {{.path = "/a", .size_bytes = 20}, {.path = "/b", .size_bytes = 3}},
      .schema = {{"a", int_type()}}};
  const Pulled known{.lanes = {reader}, .bytes = 100};
  const Pulled unknown{.lanes = {reader}};
  EXPECT_EQ(bytes_of({{ids().next_scan(), files}, {ids().next_scan(), known}}), 123U);
  EXPECT_EQ(bytes_of({{ids().next_scan(), files}, {ids().next_scan(), unknown}}), std::nullopt);
}

TEST(ConnectionTest, AStatementThatComesAgainReadsTheRowsOfItsOwnExecution) {
  const auto n = column("n", long_type());
  const auto list = column("l", DataType::array(long_type()));
  const plan::ScanId id = ids().next_scan();
  const auto plain = select(scan({n, list}, id, true), {n});
  const auto counted = project(
      plain,
      {named("n", ref(n)), named("i", call("monotonically_increasing_id", {}, long_type()))});
  const auto reads = connect();
  const auto counts = connect();
  const auto writes = connect();
  const TemporaryFolder folder("again");
  for (int64_t begin = 10; begin < 14; ++begin) {
    const auto numbers = [&] {
      return Bindings{{id, Pulled{{std::make_shared<NumberReader>(begin, begin + 2)}}}};
    };
    const auto lines = [&](Connection& connection, const PlanPtr& plan) {
      const auto stream = connection.query(plan, numbers(), Moment{});
      CHECK(static_cast<bool>(stream));
      return lines_of(**stream).value();
    };
    EXPECT_EQ(lines(*reads, plain), (Lines{std::to_string(begin), std::to_string(begin + 1)}));
    EXPECT_EQ(lines(*counts, counted),
              (Lines{fmt::format("{} | 0", begin), fmt::format("{} | 1", begin + 1)}));
    const auto written = writes->write_parquet(
        plain, numbers(), Moment{}, {.folder = folder.path(), .schema = {{"n", long_type()}}});
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_EQ(written->at(0).path, "part-00000.c000.snappy.parquet");
    EXPECT_EQ(std::get<int64_t>(written->at(0).statistics.at(0).min->content), begin);
  }
}

TEST(ConnectionTest, AStatementThatComesAgainAfterAFailureRuns) {
  const auto a = column("a", int_type());
  const plan::ScanId id = ids().next_scan();
  const auto plan = project(scan({a}, id), {named("i", cast(ref(a), types::byte_type()))});
  const auto connection = connect();
  for (const int64_t value : {1, 1000, 2, 2000, 3}) {
    const auto rows = batch_of({a}, {{{value}}});
    const auto stream = connection->query(plan, {{id, collected({rows})}}, Moment{});
    ASSERT_TRUE(stream) << stream.error().text();
    const auto lines = lines_of(**stream);
    EXPECT_EQ(static_cast<bool>(lines), value < 128) << value;
    if (lines) {
      EXPECT_EQ(*lines, Lines{std::to_string(value)});
    }
  }
}

TEST(OrderTest, RowsOfSeveralLanesComeLaneByLane) {
  const Exploded in;
  const auto plan = select(in.plan, {in.element});
  const auto connection = connect();
  const auto stream =
      connection->query(plan,
                        {{in.id, Pulled{{std::make_shared<NumberReader>(0, 100'000),
                                         std::make_shared<NumberReader>(100'000, 150'000),
                                         std::make_shared<NumberReader>(150'000, kRows)}}}},
                        Moment{});
  ASSERT_TRUE(stream) << stream.error().text();
  EXPECT_EQ(first_out_of_order(**stream, 0, 3 * kRows), -1);
}

types::Batch keys(const Attribute& key, int64_t count) {
  types::Batch batch;
  batch.columns.emplace_back(key.type);
  for (int64_t i = 0; i < count; ++i) batch.columns[0].append(i);
  batch.rows = static_cast<size_t>(count);
  return batch;
}

struct SideCase {
  const char* name;
  int64_t static_rows;
  bool stream_is_left;
};
class StreamSideTest : public testing::TestWithParam<SideCase> {};

TEST_P(StreamSideTest, KeepsItsOrderThroughAJoinWhateverIsSmaller) {
  const Exploded in;
  const auto key = column("k", long_type());
  const plan::ScanId static_id = ids().next_scan();
  const auto dimension = scan({key}, static_id);
  const auto condition = test_of("=", {ref(in.n), ref(key)});
  const auto joined = GetParam().stream_is_left
                          ? join(plan::JoinKind::kLeftOuter, in.plan, dimension, condition)
                          : join(plan::JoinKind::kRightOuter, dimension, in.plan, condition);
  const auto plan = select(joined, {in.element, key});
  const auto connection = connect();
  const auto stream =
      connection->query(plan,
                        {{in.id, Pulled{{std::make_shared<NumberReader>(0, kRows)}}},
                         {static_id, collected({keys(key, GetParam().static_rows)})}},
                        Moment{});
  ASSERT_TRUE(stream) << stream.error().text();
  EXPECT_EQ(first_out_of_order(**stream, 0, 3 * kRows), -1);
}

INSTANTIATE_TEST_SUITE_P(Sides, StreamSideTest,
                         testing::Values(SideCase{"SmallStatic", 100, true},
                                         SideCase{"GreatStatic", 1'000'000, true},
                                         SideCase{"StaticOnTheLeft", 1'000, false}),
                         [](const auto& test) { return test.param.name; });

TEST(OrderTest, RowsKeepTheirOrderIntoAParquetFileAndBackOutOfIt) {
  const TemporaryFolder folder("order");
  const Exploded in;
  const auto plan = select(in.plan, {in.element});
  const auto connection = connect();
  const auto files = connection->write_parquet(
      plan, {{in.id, Pulled{{std::make_shared<NumberReader>(0, kRows)}}}}, Moment{},
      {.folder = folder.path(), .schema = {{"e", long_type()}}, .write_id = "w"});
  ASSERT_TRUE(files) << files.error().text();
  ASSERT_EQ(files->size(), 1U);
  EXPECT_EQ(files->front().rows, 3 * kRows);

  const auto read = column("e", long_type());
  const plan::ScanId id = ids().next_scan();
  const auto stream = connection->query(
      scan({read}, id),
      {{id, ParquetFiles{{{folder.path() + "/" + files->front().path}}, {{"e", long_type()}}}}},
      Moment{});
  ASSERT_TRUE(stream) << stream.error().text();
  EXPECT_EQ(first_out_of_order(**stream, 0, 3 * kRows), -1);
}

// ---------------------------------------------------------------- readers that fail, and
// interruption

class FailingReader final : public BatchReader {
 public:
  Result<bool> next(types::Batch&) override {
    return Error{ErrorCode::kCorrupt, "orders.json: cut off", "SOME_CONDITION", "XX000"};
  }
};

TEST(PullTest, AReadersErrorComesBackUnchanged) {
  const auto a = column("a", long_type());
  const plan::ScanId id = ids().next_scan();
  const auto lines = run(scan({a}, id), {{id, Pulled{{std::make_shared<FailingReader>()}}}});
  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(lines.error().text(), "[SOME_CONDITION] orders.json: cut off");
  EXPECT_EQ(lines.error().sqlstate, "XX000");
}

class EndlessReader final : public BatchReader {
 public:
  explicit EndlessReader(Connection& connection) : connection_(connection) {}
  Result<bool> next(types::Batch& into) override {
    if (++calls_ == 3) connection_.interrupt();
    into = types::Batch{};
    into.columns.emplace_back(long_type());
    into.columns[0].append(int64_t{1});
    into.rows = 1;
    return true;
  }

 private:
  Connection& connection_;
  int calls_ = 0;
};

TEST(PullTest, AnInterruptedExecutionEndsAndTheConnectionGoesOn) {
  const auto a = column("a", long_type());
  const plan::ScanId id = ids().next_scan();
  const auto connection = connect();
  const auto plan =
      aggregate(scan({a}, id), {}, {named("n", aggregate_of("count", {}, long_type()))});
  {
    const auto stream = connection->query(
        plan, {{id, Pulled{{std::make_shared<EndlessReader>(*connection)}}}}, Moment{});
    ASSERT_TRUE(stream);
    const auto lines = lines_of(**stream);
    ASSERT_FALSE(lines);
    EXPECT_EQ(lines.error().code, ErrorCode::kCancelled);
  }
  const auto stream = connection->query(values({a}, {{{int64_t{1}}}}), {}, Moment{});
  ASSERT_TRUE(stream) << stream.error().text();
  EXPECT_TRUE(lines_of(**stream));
}

TEST(PullTest, AnInterruptionBeforeTheExecutionIsNotLost) {
  const auto a = column("a", long_type());
  const auto connection = connect();
  connection->interrupt();
  const auto first = connection->query(values({a}, {}), {}, Moment{});
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().code, ErrorCode::kCancelled);
  EXPECT_TRUE(connection->query(values({a}, {}), {}, Moment{}));
}

}  // namespace
}  // namespace tarn::engine::test
