#include "engine/native_store.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/duckdb.h"
#include "engine/instance.h"
#include "engine/small_plans.h"
#include "engine/test_plans.h"

namespace tarn::engine::test {
namespace {

// date_format(.., pattern): the pattern is a constant of the body that is compiled for it.
EmittedQuery formatted(const std::string& pattern) {
  const auto time = literal({int64_t{0}}, types::timestamp_type());
  auto query = emit(of(call("date_format", {time, text(pattern)}, types::string_type())), {},
                    Moment{}, {.lane = 1, .execution = 1});
  CHECK(query);
  CHECK(query->natives.size() == 1);
  return *std::move(query);
}

std::string numbered(size_t number) { return "yyyy'" + std::to_string(number) + "'"; }

int64_t functions_known(duck::Connection& connection) {
  auto rows = connection.Execute("SELECT count(*) FROM duckdb_functions()");
  return rows.FetchChunk().GetVector(0).GetValue(0).Get<int64_t>();
}

TEST(NativeStoreTest, OtherConstantsAreNoOtherFunctionToDuckDb) {
  Instance instance(duck::Instance(":memory:", duck::StartupOptions()));
  duck::Connection connection = instance.connect();
  ASSERT_TRUE(instance.provide(formatted("yyyy").natives));
  const int64_t known = functions_known(connection);
  for (size_t number = 0; number < 50; ++number) {
    ASSERT_TRUE(instance.provide(formatted(numbered(number)).natives));
  }
  EXPECT_EQ(functions_known(connection), known);
  EXPECT_NE(formatted("yyyy").sql, formatted("MM").sql);
}

TEST(NativeStoreTest, WhatNobodyHoldsIsForgottenBeyondABound) {
  NativeStore store;
  const std::vector<NativeUse> oldest = formatted(numbered(0)).natives;
  const std::vector<NativeUse> held = formatted(numbered(1)).natives;
  ASSERT_TRUE(store.provide(oldest));
  const auto statement = store.provide(held);
  for (size_t number = 2; number < NativeStore::kKeptMax + 100; ++number) {
    ASSERT_TRUE(store.provide(formatted(numbered(number)).natives));
  }
  EXPECT_EQ(store.size(), NativeStore::kKeptMax);
  EXPECT_EQ(store.find(oldest[0].identity), nullptr);
  EXPECT_EQ(store.find(held[0].identity), (*statement)[0]);
}

TEST(NativeStoreTest, WhatIsAskedForAgainIsNotTheOldest) {
  NativeStore store;
  const std::vector<NativeUse> often = formatted("dd").natives;
  for (size_t number = 0; number < NativeStore::kKeptMax + 100; ++number) {
    ASSERT_TRUE(store.provide(often));
    ASSERT_TRUE(store.provide(formatted(numbered(number)).natives));
  }
  EXPECT_NE(store.find(often[0].identity), nullptr);
}

TEST(NativeStoreTest, AStatementMayHoldMoreThanAreKept) {
  NativeStore store;
  std::vector<NativeUse> natives;
  for (size_t number = 0; number < NativeStore::kKeptMax + 10; ++number) {
    natives.push_back(formatted(numbered(number)).natives[0]);
  }
  {
    const auto statement = store.provide(natives);
    ASSERT_TRUE(statement);
    EXPECT_EQ(statement->size(), natives.size());
    EXPECT_NE(store.find(natives[0].identity), nullptr);
  }
  ASSERT_TRUE(store.provide({natives[0]}));
  EXPECT_EQ(store.size(), NativeStore::kKeptMax);
}

}  // namespace
}  // namespace tarn::engine::test
