// The compiled bodies that statements call, found by what they mean. Internal to this room.
//
// DuckDB never forgets a function that was registered, so functions are registered by their types
// alone, and each call names its body: its last argument is the identity of the body that was
// compiled for it, which is found here when the statement is bound. Bodies that no statement holds
// are kept up to a bound, those that were asked for last. All members may be called from any
// thread.

#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/emit.h"
#include "engine/native.h"

namespace tarn::engine {

// Shared: by the store, by the executions that call it, and by DuckDB's bound calls.
using SharedNative = std::shared_ptr<const Native>;

class NativeStore {
 public:
  // Bodies that are kept although no statement holds them. One is some hundred bytes to some
  // kilobytes; a compiled regular expression is larger.
  static constexpr size_t kKeptMax = 4096;

  // The bodies of a statement, compiled where they are not kept. The statement holds them while it
  // may be bound.
  Result<std::vector<SharedNative>> provide(const std::vector<NativeUse>& natives);

  // Null: no such body was provided.
  SharedNative find(const std::string& identity) const;

  size_t size() const;

 private:
  struct Kept {
    SharedNative native;
    std::list<std::string>::iterator place;
  };

  Result<SharedNative> provide_one(const NativeUse& use);
  void forget_the_oldest();

  mutable std::mutex mutex_;
  std::map<std::string, Kept> kept_;  // by identity; guarded by mutex_
  std::list<std::string> used_;       // identities, the newest last; guarded by mutex_
};

}  // namespace tarn::engine
