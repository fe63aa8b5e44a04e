#include "session/retried_rows.h"

#include <utility>

namespace tarn::session {
namespace {

class RetriedRows final : public engine::RowStream {
 public:
  RetriedRows(std::unique_ptr<engine::RowStream> rows, Retry retry)
      : schema_(rows->schema()), rows_(std::move(rows)), retry_(std::move(retry)) {}

  const types::Schema& schema() const override { return schema_; }

  Result<bool> next(types::Batch& into) override {
    auto more = rows_->next(into);
    if (!more && retry_ != nullptr) {
      rows_ = nullptr;
      ASSIGN_OR_RETURN(rows_, std::exchange(retry_, nullptr)(more.error()));
      more = rows_->next(into);
    }
    if (more && into.rows > 0) retry_ = nullptr;
    return more;
  }

 private:
  types::Schema schema_;
  std::unique_ptr<engine::RowStream> rows_;  // null once a retry was refused
  Retry retry_;                              // null: rows were given, or it was called
};

}  // namespace

std::unique_ptr<engine::RowStream> retried_rows(std::unique_ptr<engine::RowStream> rows,
                                                Retry retry) {
  return std::make_unique<RetriedRows>(std::move(rows), std::move(retry));
}

}  // namespace tarn::session
