#include "stream/staged_execution.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "base/check.h"
#include "stream/read_ahead.h"
#include "types/select.h"

namespace tarn::stream {
namespace {

// The rows of a statement. It starts when the first row is asked for.
class StatementReader final : public engine::BatchReader {
 public:
  StatementReader(engine::Connection& connection, plan::PlanPtr statement,
                  engine::Bindings bindings, engine::Moment moment)
      : connection_(connection),
        statement_(std::move(statement)),
        bindings_(std::move(bindings)),
        moment_(std::move(moment)) {}

  Result<bool> next(types::Batch& into) override {
    if (stream_ == nullptr) {
      ASSIGN_OR_RETURN(stream_, connection_.query(statement_, bindings_, moment_));
    }
    types::Batch rows;
    ASSIGN_OR_RETURN(const bool more, stream_->next(rows));
    into = std::move(rows);
    if (!more) {
      stream_.reset();
    }
    return more;
  }

 private:
  engine::Connection& connection_;
  plan::PlanPtr statement_;
  engine::Bindings bindings_;
  engine::Moment moment_;
  std::unique_ptr<engine::RowStream> stream_;
};

// Rows after operators have seen them.
class OperatorReader final : public engine::BatchReader {
 public:
  OperatorReader(std::unique_ptr<engine::BatchReader> input,
                 std::vector<std::unique_ptr<RowOperator>> operators)
      : input_(std::move(input)), operators_(std::move(operators)) {}

  Result<bool> next(types::Batch& into) override {
    types::Batch rows;
    bool more = false;
    for (const auto& operation : operators_) {
      ASSIGN_OR_RETURN(const bool is_done, operation->is_done());
      is_at_end_ = is_at_end_ || is_done;
    }
    if (!is_at_end_) {
      ASSIGN_OR_RETURN(more, input_->next(rows));
    }
    if (!more) {
      into = types::Batch{};
      return false;
    }
    RETURN_IF_ERROR(add_wanted(rows));
    for (const auto& operation : operators_) {
      ASSIGN_OR_RETURN(rows, operation->process(std::move(rows)));
    }
    into = std::move(rows);
    return true;
  }

 private:
  // Adds rows until there are as many as the operators want, or no more.
  Status add_wanted(types::Batch& rows) {
    size_t wanted = 1;
    for (const auto& operation : operators_) {
      wanted = std::max(wanted, operation->rows_wanted());
    }
    while (rows.rows < wanted) {
      types::Batch next;
      ASSIGN_OR_RETURN(const bool more, input_->next(next));
      if (!more) {
        is_at_end_ = true;
        return ok();
      }
      if (rows.rows == 0) {
        rows = std::move(next);
      } else {
        types::append_rows(next, rows);
      }
    }
    return ok();
  }

  const std::unique_ptr<engine::BatchReader> input_;
  const std::vector<std::unique_ptr<RowOperator>> operators_;
  bool is_at_end_ = false;  // a reader is not called again behind its end
};

// An operator with state takes about as long for a row as the statement before it.
bool deserves_a_thread(const Stage& stage) {
  return std::ranges::any_of(stage.operations, [](const Operation& operation) {
    return std::holds_alternative<DeduplicateOperator>(operation);
  });
}

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

Result<engine::Connection*> StageResources::connection_of(size_t stage) {
  while (connections_.size() <= stage) {
    ASSIGN_OR_RETURN(auto connection, engine_.connect());
    connections_.push_back(std::move(connection));
  }
  connections_[stage]->clear_interrupt();
  return connections_[stage].get();
}

Worker& StageResources::worker(size_t number) {
  while (workers_.size() <= number) {
    workers_.push_back(std::make_unique<Worker>());
  }
  return *workers_[number];
}

Result<StagedExecution> StagedExecution::start(StageResources& resources, const StagedPlan& staged,
                                               const engine::Bindings& sources,
                                               const engine::Moment& moment, BatchState& batch) {
  StagedExecution execution;
  execution.bindings_ = sources;
  execution.moment_ = moment;
  size_t workers = 0;
  for (size_t i = 0; i < staged.stages.size(); ++i) {
    const Stage& stage = staged.stages[i];
    ASSIGN_OR_RETURN(engine::Connection* const connection, resources.connection_of(i));
    if (stage.operations.empty()) {
      execution.last_ = stage.statement;
      execution.connection_ = connection;
    } else {
      const auto interrupt = [&stopped = *connection] { stopped.interrupt(); };
      engine::Bindings inputs = bindings_for(*stage.statement, execution.bindings_);
      const std::optional<uint64_t> bytes = engine::bytes_of(inputs);
      std::unique_ptr<engine::BatchReader> rows = std::make_unique<StatementReader>(
          *connection, stage.statement, std::move(inputs), moment);
      if (deserves_a_thread(stage)) {
        rows = read_ahead(std::move(rows), resources.worker(workers++), interrupt);
      }
      rows = std::make_unique<OperatorReader>(std::move(rows), operators_of(stage, batch));
      rows = read_ahead(std::move(rows), resources.worker(workers++), interrupt);
      execution.bindings_.emplace(stage.feeds,
                                  engine::Pulled{.lanes = {std::move(rows)}, .bytes = bytes});
    }
  }
  CHECK(execution.last_ != nullptr);
  execution.bindings_ = bindings_for(*execution.last_, execution.bindings_);
  return execution;
}

sink::Rows StagedExecution::rows() {
  return {.connection = *connection_, .plan = last_, .bindings = bindings_, .moment = moment_};
}

Result<int64_t> StagedExecution::drain() {
  moment_.numbers = std::make_shared<engine::Numbering>();  // shared: with the execution
  ASSIGN_OR_RETURN(const auto stream, connection_->query(last_, bindings_, moment_));
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
