#include "plan/walk.h"

#include <gtest/gtest.h>

#include <string>

#include "plan/fake_catalog.h"

namespace tarn::plan {
namespace {

// The condition of SELECT .. WHERE, over the table x.
ExpressionPtr condition_of(const std::string& condition) {
  FakeCatalog catalog;
  const Resolution resolution = resolved("SELECT 1 FROM x WHERE " + condition, catalog);
  CHECK(resolution.plan != nullptr);
  PlanPtr node = resolution.plan;
  while (!std::holds_alternative<Filter>(node->content)) node = inputs_of(*node).front();
  return std::get<Filter>(node->content).condition;
}

// a BETWEEN 0 AND 1, as a number, between 0 and 1, ..: each level names the one inside it twice.
std::string betweens(int levels) {
  std::string text = "a";
  for (int level = 0; level < levels; ++level) {
    text.insert(0, level == 0 ? "(" : "((");
    text += level == 0 ? " BETWEEN 0 AND 1)" : ")::INT BETWEEN 0 AND 1)";
  }
  return text;
}

TEST(WalkTest, WhatStandsTwiceIsReplacedByOne) {
  const ExpressionPtr condition = condition_of(betweens(10));
  size_t calls = 0;
  const ExpressionPtr replaced =
      replace_top_down(condition, [&](const ExpressionPtr& part) -> ExpressionPtr {
        ++calls;
        if (!std::holds_alternative<AttributeRef>(part->content)) return nullptr;
        return std::make_shared<const Expression>(*part);
      });
  const auto& sides = std::get<Call>(replaced->content).arguments;
  EXPECT_EQ(std::get<Call>(sides[0]->content).arguments[0],
            std::get<Call>(sides[1]->content).arguments[0]);
  EXPECT_NE(std::get<Call>(sides[0]->content).arguments[0],
            std::get<Call>(std::get<Call>(condition->content).arguments[0]->content).arguments[0]);
  // Of thousands of parts.
  EXPECT_LE(calls, 100U);
}

TEST(WalkTest, WhatStandsTwiceIsSearchedOnce) {
  size_t calls = 0;
  EXPECT_FALSE(contains(condition_of(betweens(10)), [&](const Expression&) {
    ++calls;
    return false;
  }));
  EXPECT_LE(calls, 100U);
}

}  // namespace
}  // namespace tarn::plan
