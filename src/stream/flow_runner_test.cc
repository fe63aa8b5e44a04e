// A whole flow on the machine's own disk: lines of text files into a Delta table.

#include "stream/flow_runner.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "delta/table.h"
#include "storage/local_file_system.h"
#include "storage/path.h"

namespace tarn::stream {
namespace {

class FlowRunnerTest : public testing::Test {
 protected:
  FlowRunnerTest() {
    std::string pattern = testing::TempDir() + "tarn-flow-XXXXXX";
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    EXPECT_TRUE(files_.make_directories(in_root("input")));
    engine_ = *engine::Engine::open({.threads = 1});
    table_ = std::make_unique<delta::Table>(
        delta::TableHost{.files = files_, .clock = clock_, .random = seeded_random(1)},
        in_root("table"));
    EXPECT_TRUE(table_->create({.schema = schema_}));
  }
  ~FlowRunnerTest() override { EXPECT_TRUE(files_.remove_tree(root_)); }

  std::string in_root(const std::string& name) const { return storage::join(root_, name); }
  void write(const std::string& name, const std::string& lines) {
    ASSERT_TRUE(files_.create(in_root("input/" + name), lines));
  }

  // SELECT value FROM STREAM read_files('input', format => 'text')
  StreamingFlow flow() {
    const plan::Attribute value{
        .id = ids_.next_attribute(), .name = "value", .type = types::string_type()};
    plan::Scan scan{
        .id = {1000},
        .source =
            plan::FileSource{.format = "text", .path = "input", .options = {}, .schema = schema_},
        .streaming = true};
    plan::PlanPtr plan =
        std::make_shared<plan::Node>(plan::Node{.content = std::move(scan), .output = {value}});
    if (state_bytes_) {
      plan = std::make_shared<plan::Node>(plan::Node{
          .content = plan::Deduplicate{.input = plan, .keys = {value.id}}, .output = {value}});
    }
    return {.name = "lines",
            .id = "flow/0",
            .plan = std::move(plan),
            .ids = &ids_,
            .checkpoint = in_root("checkpoint"),
            .told_up_to = told_up_to_,
            .time_zone = "UTC",
            .state_bytes = state_bytes_.value_or(0)};
  }

  // A process that takes in what is there and ends. The batches that it told of; with `syncs` those
  // that the last batch cost.
  std::vector<BatchReport> run(uint64_t* syncs = nullptr) {
    auto sink =
        sink::DeltaSink::open(*table_, files_, seeded_random(2), schema_, in_root("scratch"));
    EXPECT_TRUE(sink);
    const source::ReadContext reading{
        .files = files_, .clock = clock_, .root = root_, .zone = {.id = "UTC"}};
    auto runner = FlowRunner::open(flow(), *engine_, reading, *sink, clock_);
    EXPECT_TRUE(runner) << (runner ? "" : runner.error().message);
    std::vector<BatchReport> reports;
    const uint64_t before = files_.syncs();
    const Status done = (*runner)->run_available({}, [&](const BatchReport& report) {
      reports.push_back(report);
      if (syncs != nullptr) {
        *syncs = files_.syncs() - before;
      }
    });
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
    return reports;
  }

  SystemClock clock_;
  storage::LocalFileSystem files_;
  std::string root_;
  types::Schema schema_ = {{.name = "value", .type = types::string_type()}};
  plan::IdSource ids_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<delta::Table> table_;
  std::optional<BatchId> told_up_to_;
  std::optional<uint64_t> state_bytes_;  // set: lines that were there before are left out
};

TEST_F(FlowRunnerTest, ABatchCostsSixSyncsAtMost) {
  write("1", "a\n");
  run();
  write("2", "b\nc\n");
  told_up_to_ = {0};
  uint64_t syncs = 0;
  const auto reports = run(&syncs);
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].rows_written, 2);
  EXPECT_LE(syncs, 6u);
  EXPECT_GE(syncs, 4u);  // else they are not counted
}

TEST_F(FlowRunnerTest, AFileIsTakenOnceHoweverManyProcessesLook) {
  write("1", "a\n");
  EXPECT_EQ(run().size(), 1u);
  told_up_to_ = {0};
  EXPECT_EQ(run().size(), 0u);
  write("2", "b\n");
  const auto reports = run();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].batch.value, 1);
  EXPECT_EQ(reports[0].rows_written, 1);
}

// Long after the segments that held their journal are gone.
TEST_F(FlowRunnerTest, FilesOfBatchesWhoseJournalIsGoneAreStillKnown) {
  for (int i = 0; i < 300; ++i) {
    write(std::to_string(i), "a\n");
    const auto reports = run();
    ASSERT_EQ(reports.size(), 1u) << i;
    told_up_to_ = reports[0].batch;
  }
  EXPECT_FALSE(*files_.exists(in_root("checkpoint/000000000001.seg")));
  EXPECT_EQ(run().size(), 0u);
}

TEST_F(FlowRunnerTest, WhatNobodyWasToldOfIsToldByTheNextProcess) {
  write("1", "a\n");
  EXPECT_EQ(run().size(), 1u);
  const auto again = run();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].batch.value, 0);
  EXPECT_EQ(again[0].rows_written, 1);
}

// The second batch finds most of the first one's keys on the disk only, and reads them for many
// chunks of rows at once.
TEST_F(FlowRunnerTest, KeysThatDoNotFitIntoMemoryAreStillKnown) {
  state_bytes_ = 1 << 20;
  const auto lines = [](int from, int to) {
    std::string text;
    for (int i = from; i < to; ++i) text += std::to_string(i) + " is a key\n";
    return text;
  };
  write("1", lines(0, 60'000));
  EXPECT_EQ(run().at(0).rows_written, 60'000);
  write("2", lines(50'000, 80'000) + lines(0, 10'000) + lines(79'000, 81'000));
  const auto reports = run();
  ASSERT_EQ(reports.size(), 2u);  // the first one is told again
  EXPECT_EQ(reports[1].rows_written, 21'000);
  EXPECT_EQ(reports[1].counts.duplicates, 10'000 + 10'000 + 1'000);
}

TEST_F(FlowRunnerTest, AQueryOverAnotherSourceDoesNotFitTheCheckpoint) {
  write("1", "a\n");
  run();
  StreamingFlow changed = flow();
  plan::Node node = *changed.plan;
  std::get<plan::FileSource>(std::get<plan::Scan>(node.content).source).path = "elsewhere";
  changed.plan = std::make_shared<plan::Node>(node);
  auto sink = sink::DeltaSink::open(*table_, files_, seeded_random(2), schema_, in_root("scratch"));
  ASSERT_TRUE(sink);
  const source::ReadContext reading{
      .files = files_, .clock = clock_, .root = root_, .zone = {.id = "UTC"}};
  const auto runner = FlowRunner::open(changed, *engine_, reading, *sink, clock_);
  ASSERT_FALSE(runner);
  EXPECT_EQ(runner.error().code, ErrorCode::kInvalid);
  EXPECT_NE(runner.error().message.find("text:elsewhere"), std::string::npos);
}

}  // namespace
}  // namespace tarn::stream
