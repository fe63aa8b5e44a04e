// A Delta log entry of any bytes is read or refused; what is read prints to a form that reads the
// same again.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "delta/action.h"
#include "delta/commit_info.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tarn::delta;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto actions = parse_entry(text, "fuzz");
  if (!actions || actions->empty()) {
    return 0;
  }
  for (const Action& action : *actions) {
    if (const auto* info = std::get_if<CommitInfo>(&action)) {
      (void)is_blind_append(*info);
      (void)in_commit_timestamp(*info);
    }
  }
  (void)static_cast<bool>(check_entry(*actions));
  const auto again = parse_entry(entry_text(*actions), "fuzz again");
  CHECK(again && *again == *actions);
  return 0;
}
