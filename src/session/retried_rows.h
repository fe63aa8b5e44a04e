// Rows of a query that is asked anew, in another form, when the first form ends with an error
// before it has given any.

#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "engine/connection.h"

namespace tarn::session {

// Makes the rows once more; the error is what the first ones ended with.
using Retry = std::function<Result<std::unique_ptr<engine::RowStream>>(const Error& error)>;

// `rows`, and when their first batch is an error, those of `retry` in their place. `retry` is
// called once, at most, when `rows` are destroyed already.
std::unique_ptr<engine::RowStream> retried_rows(std::unique_ptr<engine::RowStream> rows,
                                                Retry retry);

}  // namespace tarn::session
