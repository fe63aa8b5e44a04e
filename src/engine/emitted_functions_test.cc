#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "engine/emitter.h"
#include "plan/function.h"

namespace tarn::engine {
namespace {

bool fits(const Emitter::Emitted& line, plan::FunctionKind kind) {
  switch (kind) {
    case plan::FunctionKind::kScalar:
      return line.call != nullptr;
    case plan::FunctionKind::kAggregate:
    case plan::FunctionKind::kWindow:
      return line.aggregate != nullptr;
    case plan::FunctionKind::kGenerator:
      return line.generator != nullptr;
  }
  return false;
}

std::set<std::string_view> bodies_of_entries() {
  std::set<std::string_view> bodies;
  for (const plan::Function* function : plan::all_functions()) {
    const bool is_own = function->alias_of.empty();
    if (is_own && function->implementation == plan::Implementation::kEmitter) {
      bodies.insert(function->body);
    }
  }
  return bodies;
}

TEST(EmittedFunctionsTest, EveryEntryThatAsksForTheEmitterHasALineOfItsKind) {
  for (const plan::Function* function : plan::all_functions()) {
    if (!function->alias_of.empty()) continue;
    if (function->implementation != plan::Implementation::kEmitter) continue;
    const Emitter::Emitted* line = Emitter::find_emitted(function->body);
    ASSERT_NE(line, nullptr) << function->name;
    EXPECT_TRUE(fits(*line, function->kind)) << function->name;
  }
}

TEST(EmittedFunctionsTest, EveryLineIsAskedForByAnEntryAndStandsOnce) {
  const std::set<std::string_view> asked_for = bodies_of_entries();
  std::set<std::string_view> seen;
  for (const Emitter::Emitted& line : Emitter::emitted_functions()) {
    EXPECT_TRUE(asked_for.contains(line.body)) << line.body;
    EXPECT_TRUE(seen.insert(line.body).second) << line.body;
  }
}

}  // namespace
}  // namespace tarn::engine
