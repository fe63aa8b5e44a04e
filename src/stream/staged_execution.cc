#include "stream/staged_execution.h"

#include <utility>

#include "base/check.h"
#include "stream/read_ahead.h"

namespace tarn::stream {
namespace {

// The rows of a statement after operators have seen them. The statement starts when the first row
// is asked for.
class OperatorReader final : public engine::BatchReader {
 public:
  OperatorReader(engine::Connection& connection, plan::PlanPtr statement, engine::Bindings bindings,
                 engine::Moment moment, std::vector<std::unique_ptr<RowOperator>> operators)
      : connection_(connection),
        statement_(std::move(statement)),
        bindings_(std::move(bindings)),
        moment_(std::move(moment)),
        operators_(std::move(operators)) {}

  Result<bool> next(types::Batch& into) override {
    if (stream_ == nullptr) {
      ASSIGN_OR_RETURN(stream_, connection_.query(statement_, bindings_, moment_));
    }
    types::Batch rows;
    ASSIGN_OR_RETURN(const bool more, stream_->next(rows));
    if (!more) {
      stream_.reset();
      into = types::Batch{};
      return false;
    }
    for (const auto& operation : operators_) {
      ASSIGN_OR_RETURN(rows, operation->process(std::move(rows)));
    }
    into = std::move(rows);
    return true;
  }

 private:
  engine::Connection& connection_;
  plan::PlanPtr statement_;
  engine::Bindings bindings_;
  engine::Moment moment_;
  std::vector<std::unique_ptr<RowOperator>> operators_;
  std::unique_ptr<engine::RowStream> stream_;
};

std::vector<std::unique_ptr<RowOperator>> operators_of(const Stage& stage, BatchState& batch) {
  std::vector<std::unique_ptr<RowOperator>> operators;
  for (const Operation& operation : stage.operations) {
    operators.push_back(
        std::visit([&](const auto& spec) { return make_operator(spec, batch); }, operation));
  }
  return operators;
}

// Those of `all` that `statement` reads.
engine::Bindings bindings_for(const plan::Node& statement, const engine::Bindings& all) {
  engine::Bindings used;
  for (const plan::Node* node : plan::scans_of(statement)) {
    const plan::ScanId id = std::get<plan::Scan>(node->content).id;
    const auto found = all.find(id);
    CHECK(found != all.end());
    used.emplace(id, found->second);
  }
  return used;
}

}  // namespace

Result<StagedExecution> StagedExecution::start(engine::Engine& engine, const StagedPlan& staged,
                                               const engine::Bindings& sources,
                                               const engine::Moment& moment, BatchState& batch) {
  StagedExecution execution;
  execution.bindings_ = sources;
  execution.moment_ = moment;
  for (const Stage& stage : staged.stages) {
    ASSIGN_OR_RETURN(auto connection, engine.connect());
    if (stage.operations.empty()) {
      execution.last_ = stage.statement;
    } else {
      auto reader = std::make_unique<OperatorReader>(
          *connection, stage.statement, bindings_for(*stage.statement, execution.bindings_), moment,
          operators_of(stage, batch));
      execution.bindings_.emplace(
          stage.feeds,
          engine::Pulled{.lanes = {read_ahead(std::move(reader),
                                              [&stopped = *connection] { stopped.interrupt(); })}});
    }
    execution.connections_.push_back(std::move(connection));
  }
  CHECK(execution.last_ != nullptr);
  execution.bindings_ = bindings_for(*execution.last_, execution.bindings_);
  return execution;
}

sink::Rows StagedExecution::rows() {
  return {
      .connection = *connections_.back(), .plan = last_, .bindings = bindings_, .moment = moment_};
}

Result<int64_t> StagedExecution::drain() {
  ASSIGN_OR_RETURN(const auto stream, connections_.back()->query(last_, bindings_, moment_));
  int64_t rows = 0;
  types::Batch batch;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, stream->next(batch));
    if (!more) {
      return rows;
    }
    rows += static_cast<int64_t>(batch.rows);
  }
}

}  // namespace tarn::stream
