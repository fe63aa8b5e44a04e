#include "plan/function.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "plan/function_page.h"

namespace tarn::plan {
namespace {

TEST(FunctionTableTest, FindsWithoutRegardToCaseAndFollowsAliases) {
  ASSERT_NE(find_function("UCASE"), nullptr);
  EXPECT_EQ(find_function("UCASE")->name, "upper");
  EXPECT_EQ(find_function("nosuch"), nullptr);
}

TEST(FunctionTableTest, EveryEntryIsWhole) {
  for (const Function* function : all_functions()) {
    const std::string name(function->name);
    if (!function->alias_of.empty()) {
      EXPECT_NE(find_function(function->alias_of), nullptr) << name;
      continue;
    }
    EXPECT_NE(function->rule, nullptr) << name;
    const bool is_rewritten = function->implementation == Implementation::kRewritten;
    EXPECT_EQ(function->body.empty(), is_rewritten) << name;
    const bool variant = function->name.find('.') != std::string_view::npos;
    EXPECT_TRUE(variant || !function->usage.empty()) << name;
    EXPECT_TRUE(variant || !function->summary.empty()) << name;
  }
}

TEST(FunctionTableTest, NamesAreSortedAndUnique) {
  std::string before;
  for (const Function* function : all_functions()) {
    EXPECT_LT(before, function->name);
    before = function->name;
  }
}

TEST(FunctionTableTest, VariantsKeepWhatSparkDoesWithTheCall) {
  for (const Function* variant : all_functions()) {
    if (!variant->alias_of.empty()) continue;
    const Function* base = find_function(variant->name.substr(0, variant->name.find('.')));
    if (base == nullptr) continue;
    constexpr uint32_t kOfAllVariants = kSymmetric | kHidesValue;
    EXPECT_EQ(variant->traits & kOfAllVariants, base->traits & kOfAllVariants) << variant->name;
  }
  EXPECT_TRUE(has_trait("try_make_timestamp_ltz", kForgetsUntypedTimes));
  EXPECT_FALSE(has_trait("try_make_timestamp", kForgetsUntypedTimes));
  EXPECT_TRUE(has_trait("sha", kHidesValue));
  EXPECT_FALSE(has_trait("no_such_function", kHidesValue));
}

TEST(FunctionTableTest, TheClockIsNotDeterministic) {
  EXPECT_EQ(find_function("current_timestamp")->determinism, Determinism::kVolatile);
  EXPECT_EQ(find_function("uuid")->determinism, Determinism::kVolatile);
  EXPECT_EQ(find_function("upper")->determinism, Determinism::kDeterministic);
  EXPECT_EQ(find_function("first")->determinism, Determinism::kByRowOrder);
}

// UPDATE_DOCS=1 in the environment writes the page instead.
TEST(FunctionPageTest, TheCommittedPageIsTheGeneratedOne) {
  const std::string path = std::string(TARN_SOURCE_DIR) + "/docs/FUNCTIONS.md";
  if (std::getenv("UPDATE_DOCS") != nullptr) std::ofstream(path) << function_page();
  std::ostringstream committed;
  committed << std::ifstream(path).rdbuf();
  EXPECT_EQ(committed.str(), function_page());
}

}  // namespace
}  // namespace tarn::plan
