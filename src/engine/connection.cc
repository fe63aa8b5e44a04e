#include "engine/connection.h"

#include <exception>
#include <utility>

#include "engine/connection_state.h"
#include "engine/emit.h"
#include "engine/vectors.h"

namespace tarn::engine {
namespace {

Error cancelled() { return Error{ErrorCode::kCancelled, "the execution was interrupted"}; }

std::map<plan::ScanId, Execution::BoundScan> bound_scans(const plan::Node& plan,
                                                         const Bindings& bindings) {
  std::map<plan::ScanId, Execution::BoundScan> scans;
  for (const plan::Node* node : plan::scans_of(plan)) {
    const plan::ScanId id = std::get<plan::Scan>(node->content).id;
    const auto bound = bindings.find(id);
    if (bound == bindings.end()) continue;
    Execution::BoundScan scan{{}, bound->second};
    for (const plan::Attribute& column : node->output) {
      scan.types.push_back(column.type);
    }
    scans.emplace(id, std::move(scan));
  }
  return scans;
}

class QueryStream final : public RowStream {
 public:
  QueryStream(duck::QueryResult result, std::unique_ptr<Run> run, types::Schema schema)
      : run_(std::move(run)), schema_(std::move(schema)), result_(std::move(result)) {}

  const types::Schema& schema() const override { return schema_; }

  Result<bool> next(types::Batch& into) override {
    if (into.columns.size() != schema_.size()) into = types::Batch::empty(schema_);
    for (size_t i = 0; i < schema_.size(); ++i) {
      if (into.columns[i].type() == schema_[i].type) {
        into.columns[i].clear();
      } else {
        into.columns[i] = types::Column(schema_[i].type);
      }
    }
    into.rows = 0;
    try {
      const duck::DataChunk chunk = result_.FetchChunk();
      if (!chunk) return false;
      into.rows = chunk.GetRowCount();
      for (size_t i = 0; i < schema_.size(); ++i) {
        append_vector(chunk.GetVector(i), into.rows, into.columns[i]);
      }
      return true;
    } catch (const std::exception& exception) {
      return run_->error_of(exception);
    }
  }

 private:
  // Ends after the result: the result's destructor may still pull.
  std::unique_ptr<Run> run_;
  types::Schema schema_;
  duck::QueryResult result_;
};

}  // namespace

Run::Run(LaneState& lane, std::shared_ptr<Execution> execution, std::vector<SharedNative> natives)
    : lane_(lane), execution_(std::move(execution)), natives_(std::move(natives)) {
  lane_.instance.begin(lane_.number, execution_);
  const std::lock_guard lock(lane_.mutex);
  lane_.current = execution_;
}

Run::~Run() {
  lane_.instance.end(lane_.number);
  const std::lock_guard lock(lane_.mutex);
  lane_.current = nullptr;
}

Error Run::error_of(const std::exception& exception) const {
  if (execution_->is_cancelled()) {
    lane_.cancel_wanted = false;
    return cancelled();
  }
  if (const auto error = execution_->error()) return *error;
  return error_from_exception(exception);
}

Result<PreparedPlan> Connection::State::prepare(const plan::PlanPtr& plan, const Bindings& bindings,
                                                const Moment& moment, const OutputColumn& output) {
  if (cancel_wanted.exchange(false)) return cancelled();
  ASSIGN_OR_RETURN(ReadableFiles files, with_plain_variants(*plan, bindings));
  const Bindings& readable = files.bindings ? *files.bindings : bindings;
  ASSIGN_OR_RETURN(EmittedQuery query,
                   emit(plan, readable, moment,
                        {.lane = number, .execution = instance.next_execution()}, output));
  ASSIGN_OR_RETURN(std::vector<SharedNative> natives, instance.provide(query.natives));
  auto execution = std::make_shared<Execution>(bound_scans(*plan, readable));
  execution->hold(std::move(files.copies));
  execution->number_with(moment.numbers);
  return PreparedPlan{.sql = std::move(query.sql),
                      .run = std::make_unique<Run>(*this, std::move(execution), std::move(natives)),
                      .keeps_join_sides = query.keeps_join_sides,
                      .is_plain = query.is_plain};
}

void Connection::State::set_optimizing(bool wanted) {
  if (wanted == optimizing_) return;
  connection.Execute(wanted ? "PRAGMA enable_optimizer" : "PRAGMA disable_optimizer").Drain();
  optimizing_ = wanted;
}

duck::QueryResult Connection::State::execute(const std::string& text,
                                             const PreparedPlan& prepared) {
  if (!parsed_ || text != text_) {
    parsed_ = connection.ParseSQL(text).Next();
    text_ = text;
  }
  set_optimizing(!prepared.is_plain);
  if (!prepared.keeps_join_sides) return connection.Execute(*parsed_);
  // DuckDB would build its table over the smaller side, and a stream's batch often is; then its
  // rows would come out in the order of the other side. The setting is the instance's, not ours.
  const std::lock_guard lock(instance.planning());
  instance.set_join_sides(JoinSides::kKept);
  struct Restore {
    Instance& instance;
    ~Restore() { instance.set_join_sides(JoinSides::kFree); }
  } restore{instance};
  return connection.Execute(*parsed_);
}

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connection::~Connection() = default;

Result<std::unique_ptr<RowStream>> Connection::query(const plan::PlanPtr& plan,
                                                     const Bindings& bindings,
                                                     const Moment& moment) {
  ASSIGN_OR_RETURN(PreparedPlan prepared, state_->prepare(plan, bindings, moment));
  try {
    duck::QueryResult result = state_->execute(prepared.sql, prepared);
    return std::unique_ptr<RowStream>(std::make_unique<QueryStream>(
        std::move(result), std::move(prepared.run), plan::schema_of(*plan)));
  } catch (const std::exception& exception) {
    return prepared.run->error_of(exception);
  }
}

void Connection::interrupt() {
  state_->cancel_wanted = true;
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->current) state_->current->cancel();
  }
  state_->connection.Interrupt();
}

void Connection::clear_interrupt() { state_->cancel_wanted = false; }

}  // namespace tarn::engine
