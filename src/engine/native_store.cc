#include "engine/native_store.h"

#include <utility>

#include "base/check.h"

namespace tarn::engine {

Result<std::vector<SharedNative>> NativeStore::provide(const std::vector<NativeUse>& natives) {
  const std::lock_guard lock(mutex_);
  std::vector<SharedNative> held;
  for (const NativeUse& use : natives) {
    if (use.is_aggregate) continue;
    ASSIGN_OR_RETURN(SharedNative native, provide_one(use));
    held.push_back(std::move(native));
  }
  forget_the_oldest();
  return held;
}

Result<SharedNative> NativeStore::provide_one(const NativeUse& use) {
  if (const auto known = kept_.find(use.identity); known != kept_.end()) {
    used_.splice(used_.end(), used_, known->second.place);
    return known->second.native;
  }
  const NativeEntry* entry = find_native(use.body);
  CHECK(entry != nullptr);
  auto made =
      entry->make(NativeSite{use.body, use.arguments, use.result, use.constants, use.time_zone});
  if (!made && made.error().condition.empty()) return made.error();
  SharedNative native =
      made ? *std::move(made) : raising_native(made.error(), use.arguments.size());
  const auto place = used_.insert(used_.end(), use.identity);
  kept_.emplace(use.identity, Kept{.native = native, .place = place});
  return native;
}

// What is held stays: its statement may be bound yet.
void NativeStore::forget_the_oldest() {
  for (auto at = used_.begin(); at != used_.end() && kept_.size() > kKeptMax;) {
    const auto kept = kept_.find(*at);
    if (kept->second.native.use_count() > 1) {
      ++at;
      continue;
    }
    kept_.erase(kept);
    at = used_.erase(at);
  }
}

SharedNative NativeStore::find(const std::string& identity) const {
  const std::lock_guard lock(mutex_);
  const auto known = kept_.find(identity);
  return known == kept_.end() ? nullptr : known->second.native;
}

size_t NativeStore::size() const {
  const std::lock_guard lock(mutex_);
  return kept_.size();
}

}  // namespace tarn::engine
