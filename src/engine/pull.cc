// tarn_pull(lane, scan): rows of ours as a table of DuckDB's. A statement may run many times:
// what is bound is looked up anew each time.
//
// Threads take batches from a lane one after the other, under its lock, and convert and process
// them in parallel. Each batch has its place in the order (lane, number), by which DuckDB puts the
// rows back in order wherever order is kept.

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>

#include "engine/instance.h"
#include "engine/raise.h"
#include "engine/sql_text.h"
#include "engine/vectors.h"

namespace tarn::engine {
namespace {

// More batches than a lane ever has, so that a lane's numbers lie below the next lane's.
constexpr uint64_t kBatchesPerLane = 1'000'000'000;
// Rows a call: what a chunk of DuckDB holds.
constexpr size_t kChunkRows = 2048;
// A guess that keeps scans of unknown length on the probing side of joins.
constexpr uint64_t kUnknownRows = 10'000'000;
// Less than this is read by one thread: a second one costs each batch of a flow about as much as
// it takes over, and memory of its own.
constexpr uint64_t kBytesWorthThreads = uint64_t{4} << 20;

struct Lane {
  std::mutex mutex;
  std::shared_ptr<BatchReader> reader;  // guarded by mutex, as are the others
  uint64_t batches = 0;
  bool is_done = false;
};

// Whose rows a statement pulls: the arguments.
struct Address {
  Instance* instance = nullptr;
  int64_t lane = 0;
  plan::ScanId scan = {};
};

struct Bound {
  std::shared_ptr<Execution> execution;
  const Execution::BoundScan* scan = nullptr;
};

struct Global {
  Bound bound;
  std::vector<std::unique_ptr<Lane>> lanes;
  std::atomic<size_t> first_open = 0;  // lanes below it are read to their end
};

struct Local {
  types::Batch batch;
  size_t row = 0;  // the next of `batch`
  uint64_t place = 0;
};

// The system looks into a file to answer.
size_t processors() {
  static const size_t number = std::max(1U, std::thread::hardware_concurrency());
  return number;
}

size_t rows_of(const std::vector<types::Batch>& batches) {
  size_t rows = 0;
  for (const types::Batch& batch : batches) rows += batch.rows;
  return rows;
}

Bound bound_at(const Address& address) {
  Bound bound{address.instance->find(address.lane), nullptr};
  if (bound.execution) bound.scan = bound.execution->find(address.scan);
  if (!bound.scan) {
    throw RowError(Error{ErrorCode::kInternal,
                         "a scan's rows were asked for outside of its "
                         "execution"});
  }
  return bound;
}

void bind_pull(duck::TableFunction::BindInput& input) {
  const Address address{.instance = input.GetUserData<Instance*>(),
                        .lane = input.GetConstantArgument(0).Get<int64_t>(),
                        .scan = {input.GetConstantArgument(1).Get<int64_t>()}};
  const Bound bound = bound_at(address);
  size_t column = 0;
  for (const types::DataType& type : bound.scan->types) {
    input.AddResultColumn("p" + std::to_string(column++), address.instance->type_of(type));
  }
  if (column == 0) input.AddResultColumn("p0", address.instance->type_of(types::boolean()));
  const auto* collected = std::get_if<Collected>(&bound.scan->relation);
  input.SetCardinality(collected ? rows_of(*collected->batches) : kUnknownRows,
                       collected != nullptr);
  input.SetBindData<Address>(address);
}

void init_pull(duck::TableFunction::InitGlobalInput& input) {
  auto global = std::make_shared<Global>();
  global->bound = bound_at(input.GetBindData<Address>());
  const Bound& bound = global->bound;
  size_t threads = processors();
  if (const auto* pulled = std::get_if<Pulled>(&bound.scan->relation)) {
    if (!bound.execution->begin_pulling(*bound.scan)) {
      throw RowError(
          Error{ErrorCode::kInternal, "DuckDB would read a scan twice whose rows are there once"});
    }
    if (pulled->bytes && *pulled->bytes < kBytesWorthThreads) threads = 1;
    for (const std::shared_ptr<BatchReader>& reader : pulled->lanes) {
      global->lanes.push_back(std::make_unique<Lane>());
      global->lanes.back()->reader = reader;
    }
  } else {
    const auto& collected = std::get<Collected>(bound.scan->relation);
    global->lanes.push_back(std::make_unique<Lane>());
    global->lanes.back()->reader = read_batches(collected.batches);
    threads = std::min(threads, collected.batches->size());
  }
  input.SetMaxThreads(std::max<size_t>(threads, 1));
  input.SetGlobalState<std::shared_ptr<Global>>(std::move(global));
}

void init_pull_thread(duck::TableFunction::InitLocalInput& input) {
  input.SetLocalState<std::shared_ptr<Local>>(std::make_shared<Local>());
}

// Takes the next batch with rows, from the first lane that has one. False: none is left.
bool take_batch(Global& global, Local& local) {
  Execution& execution = *global.bound.execution;
  local.row = 0;
  for (size_t at = global.first_open; at < global.lanes.size(); ++at) {
    Lane& lane = *global.lanes[at];
    const std::lock_guard lock(lane.mutex);
    while (!lane.is_done) {
      if (execution.is_cancelled()) {
        throw RowError(Error{ErrorCode::kCancelled, "the execution was interrupted"});
      }
      const Result<bool> more = lane.reader->next(local.batch);
      if (!more) {
        lane.is_done = true;
        execution.fail(more.error());
        throw RowError(more.error());
      }
      lane.is_done = !*more;
      if (*more && local.batch.rows > 0) {
        local.place = at * kBatchesPerLane + lane.batches++;
        return true;
      }
    }
    // Lanes are closed from the first on, so a thread never goes back to an earlier place.
    size_t expected = at;
    global.first_open.compare_exchange_strong(expected, at + 1);
  }
  return false;
}

void run_pull(duck::TableFunction::ExecInput& input) {
  Local& local = *input.GetLocalState<std::shared_ptr<Local>>();
  Global& global = *input.GetGlobalState<std::shared_ptr<Global>>();
  if (local.row >= local.batch.rows) {
    if (!take_batch(global, local)) {
      local.batch.rows = 0;
      local.row = 0;
      return;
    }
  }
  duck::DataChunk chunk = input.GetOutputChunk();
  const size_t count = std::min(kChunkRows, local.batch.rows - local.row);
  for (size_t i = 0; i < input.GetColumnCount(); ++i) {
    duck::Vector vector = chunk.GetVector(i);
    if (global.bound.scan->types.empty()) {
      vector.SetSize(count);
      std::fill_n(vector.GetDataMutable<bool>(), count, true);
    } else {
      write_vector(local.batch.columns[input.GetColumnIndex(i)], local.row, count, vector);
    }
  }
  local.row += count;
}

void place_pull(duck::TableFunction::PartitionDataInput& input) {
  input.SetBatchIndex(input.GetLocalState<std::shared_ptr<Local>>()->place);
}

class CollectedReader final : public BatchReader {
 public:
  explicit CollectedReader(std::shared_ptr<const std::vector<types::Batch>> batches)
      : batches_(std::move(batches)) {}

  Result<bool> next(types::Batch& into) override {
    if (next_ == batches_->size()) return false;
    into = (*batches_)[next_++];
    return true;
  }

 private:
  std::shared_ptr<const std::vector<types::Batch>> batches_;  // shared: rows are read many times
  size_t next_ = 0;
};

}  // namespace

std::optional<uint64_t> bytes_of(const Bindings& bindings) {
  uint64_t bytes = 0;
  for (const auto& [scan, relation] : bindings) {
    if (const auto* files = std::get_if<ParquetFiles>(&relation)) {
      for (const ParquetFile& file : files->files) bytes += static_cast<uint64_t>(file.size_bytes);
    } else if (const auto* pulled = std::get_if<Pulled>(&relation); pulled && pulled->bytes) {
      bytes += *pulled->bytes;
    } else {
      return std::nullopt;
    }
  }
  return bytes;
}

std::unique_ptr<BatchReader> read_batches(
    std::shared_ptr<const std::vector<types::Batch>> batches) {
  return std::make_unique<CollectedReader>(std::move(batches));
}

void register_pull(duck::Connection& connection, Instance& instance) {
  duck::Factory& factory = connection.GetFactory();
  auto function = duck::TableFunction::Create(factory);
  function.SetName("tarn_pull");
  function.GetSignature()
      .AddParameter("lane", factory.ParseType("BIGINT"))
      .AddParameter("scan", factory.ParseType("BIGINT"));
  function.SetUserData<Instance*>(&instance);
  function.SetProjectionPushdown(true);
  function.SetBindCallback(bind_pull);
  function.SetInitGlobalCallback(init_pull);
  function.SetInitLocalCallback(init_pull_thread);
  function.SetExecCallback(run_pull);
  function.SetPartitionDataCallback(place_pull);
  connection.Register(function);
}

}  // namespace tarn::engine
