#include "stream/staged_execution.h"

#include <utility>

#include "base/check.h"

namespace tarn::stream {
namespace {

// The rows of a statement after an operator has seen them. The statement starts when the first row
// is asked for.
class OperatorReader final : public engine::BatchReader {
 public:
  OperatorReader(engine::Connection& connection, plan::PlanPtr statement, engine::Bindings bindings,
                 engine::Moment moment, std::unique_ptr<RowOperator> operation)
      : connection_(connection),
        statement_(std::move(statement)),
        bindings_(std::move(bindings)),
        moment_(std::move(moment)),
        operation_(std::move(operation)) {}

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
    ASSIGN_OR_RETURN(into, operation_->process(std::move(rows)));
    return true;
  }

 private:
  engine::Connection& connection_;
  plan::PlanPtr statement_;
  engine::Bindings bindings_;
  engine::Moment moment_;
  std::unique_ptr<RowOperator> operation_;
  std::unique_ptr<engine::RowStream> stream_;
};

std::unique_ptr<RowOperator> operator_of(const Stage& stage, BatchState& batch) {
  return std::visit(
      [&](const auto& operation) -> std::unique_ptr<RowOperator> {
        if constexpr (std::is_same_v<std::decay_t<decltype(operation)>, std::monostate>) {
          return nullptr;
        } else {
          return make_operator(operation, batch);
        }
      },
      stage.operation);
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
    std::unique_ptr<RowOperator> operation = operator_of(stage, batch);
    if (operation == nullptr) {
      execution.last_ = stage.statement;
    } else {
      auto reader = std::make_shared<OperatorReader>(*connection, stage.statement,
                                                     bindings_for(*stage.statement, execution.bindings_),
                                                     moment, std::move(operation));
      execution.bindings_.emplace(stage.feeds, engine::Pulled{.lanes = {std::move(reader)}});
    }
    execution.connections_.push_back(std::move(connection));
  }
  CHECK(execution.last_ != nullptr);
  execution.bindings_ = bindings_for(*execution.last_, execution.bindings_);
  return execution;
}

sink::Rows StagedExecution::rows() {
  return {.connection = *connections_.back(), .plan = last_, .bindings = bindings_, .moment = moment_};
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
