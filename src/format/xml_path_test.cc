#include "format/xml_path.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tarn::format {
namespace {

TEST(XmlPathTest, TextsAndAttributesHaveValuesAndElementsHaveNone) {
  const std::string document = "<a><b k='1'>x</b></a>";
  EXPECT_EQ(XmlPath("a/b/text()").nodes(document).value(), XmlPath::Values{"x"});
  EXPECT_EQ(XmlPath("a/b/@k").nodes(document).value(), XmlPath::Values{"1"});
  EXPECT_EQ(XmlPath("a/b").nodes(document).value(), XmlPath::Values{std::nullopt});
}

TEST(XmlPathTest, AnEntityIsNotExpanded) {
  const std::string document = "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>";
  EXPECT_FALSE(XmlPath("a").string(document));
}

TEST(XmlPathTest, ANumberHasNoExponent) {
  EXPECT_TRUE(std::isnan(XmlPath("a").number("<a>1e3</a>").value()));
  EXPECT_EQ(XmlPath("1 div 8000000000").string("<a/>").value(), "0.000000000125");
}

TEST(XmlPathTest, WhatIsMalformedIsAnError) {
  EXPECT_FALSE(XmlPath("a").string("<a>"));
  EXPECT_FALSE(XmlPath("a[").string("<a/>"));
  EXPECT_FALSE(XmlPath("1").nodes("<a/>"));
}

}  // namespace
}  // namespace tarn::format
