#include "base/failpoint.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string>

#include "base/check.h"

namespace tarn {
namespace {

struct Request {
  std::string name;
  long visit = 1;
  int trace = -1;  // a descriptor, for as long as the process lives

  bool is_empty() const { return name.empty() && trace < 0; }
};

Request read_request() {
  if (const char* path = std::getenv("TARN_FAILPOINT_TRACE"); path != nullptr) {
    return {.name = {}, .trace = ::open(path, O_WRONLY | O_APPEND | O_CLOEXEC)};
  }
  const char* text = std::getenv("TARN_FAILPOINT");
  if (text == nullptr) {
    return {};
  }
  Request request{.name = text};
  if (const size_t colon = request.name.find(':'); colon != std::string::npos) {
    request.visit = std::strtol(request.name.c_str() + colon + 1, nullptr, 10);
    request.name.resize(colon);
  }
  return request;
}

}  // namespace

const std::vector<std::string_view>& failpoint_names() {
  static const std::vector<std::string_view> names = {
      "offsets-journalled",  // the batch is planned and durable, nothing is computed
      "data-files-written",  // Parquet files are durable, no log entry names them
      "log-entry-prepared",  // the temporary log entry is durable, not yet linked
      "sink-committed",      // the table shows the batch, the flow's own record does not
      "batch-committed",     // state and commit record are durable, nothing was announced
      "events-in-table",  // the event log's table has the update's events, and its file still, too
  };
  return names;
}

void reach_failpoint(std::string_view name) {
  static const Request request = read_request();
  if (request.is_empty()) [[likely]] {
    return;
  }
  CHECK(std::ranges::find(failpoint_names(), name) != failpoint_names().end());
  if (request.trace >= 0) {
    const std::string line = std::string(name) + "\n";
    CHECK(::write(request.trace, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
    return;
  }
  static std::atomic<long> visits = 0;
  if (name == request.name && ++visits == request.visit) {
    _exit(kFailpointExitCode);
  }
}

}  // namespace tarn
