#include "engine/java_regex.h"

#include <gtest/gtest.h>

namespace tarn::engine {
namespace {

std::string nested(size_t groups) {
  return std::string(groups, '(') + "a" + std::string(groups, ')');
}

TEST(JavaRegexTest, GroupsThatAreNestedTooDeepAreRefused) {
  EXPECT_TRUE(pcre_of_java_regex(nested(2000)).has_value());
  EXPECT_FALSE(pcre_of_java_regex(nested(2001)).has_value());
  EXPECT_FALSE(pcre_of_java_regex(nested(200'000)).has_value());
}

// Depth is of what is open, not of all groups; flags open nothing.
TEST(JavaRegexTest, ManyGroupsBesideEachOtherAreNotDeep) {
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "(?i)(?:a)";
  EXPECT_TRUE(pcre_of_java_regex(many).has_value());
}

}  // namespace
}  // namespace tarn::engine
