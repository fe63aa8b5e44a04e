#include "delta/parquet_checkpoints.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "delta/checkpoint_columns.h"
#include "engine/parquet_rows.h"
#include "storage/path.h"

namespace tarn::delta {
namespace {

constexpr size_t kRowsPerBatch = 2048;

// Actions as rows of a checkpoint, a batch at a time.
class ActionReader final : public engine::BatchReader {
 public:
  explicit ActionReader(const std::vector<Action>& actions) : actions_(actions) {}

  Result<bool> next(types::Batch& into) override {
    into = types::Batch::empty(checkpoint_schema());
    const size_t end = std::min(actions_.size(), next_ + kRowsPerBatch);
    for (; next_ < end; ++next_) {
      append_action(actions_[next_], into);
    }
    return into.rows > 0;
  }

 private:
  const std::vector<Action>& actions_;
  size_t next_ = 0;
};

}  // namespace

Result<std::vector<Action>> ParquetCheckpoints::read(const std::string& path) {
  ASSIGN_OR_RETURN(engine::Engine* const engine, engine_());
  ASSIGN_OR_RETURN(const auto connection, engine->connect());
  ASSIGN_OR_RETURN(const auto rows,
                   engine::read_rows(*connection, {.files = {{.path = path}},
                                                   .schema = readable_checkpoint_schema()}));
  std::vector<Action> actions;
  types::Batch batch;
  int64_t number = 0;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, rows->next(batch));
    if (!more) {
      return actions;
    }
    for (size_t row = 0; row < batch.rows; ++row) {
      ASSIGN_OR_RETURN(std::optional<Action> action,
                       action_at(batch, row, path + ": row " + std::to_string(++number)));
      if (action) {
        actions.push_back(*std::move(action));
      }
    }
  }
}

Status ParquetCheckpoints::write(const std::string& path, const std::vector<Action>& actions) {
  ASSIGN_OR_RETURN(engine::Engine* const engine, engine_());
  ASSIGN_OR_RETURN(const auto connection, engine->connect());
  ASSIGN_OR_RETURN([[maybe_unused]] const auto written,
                   engine::write_rows(*connection, std::make_shared<ActionReader>(actions),
                                      {.folder = storage::parent_of(path),
                                       .schema = checkpoint_schema(),
                                       .file_name = storage::file_name_of(path)}));
  return ok();
}

}  // namespace tarn::delta
