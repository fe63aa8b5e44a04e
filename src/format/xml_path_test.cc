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

TEST(XmlPathTest, NothingMayFollowANumberButWhatEndsIt) {
  for (const char* path : {"1e3", "1.5E+3", "1 + 2e1", "12div 3", "1x", "12:34"}) {
    EXPECT_FALSE(XmlPath(path).string("<a/>")) << path;
  }
  EXPECT_EQ(XmlPath("1.").string("<a/>").value(), "1");
  EXPECT_EQ(XmlPath("12 div 3").string("<a/>").value(), "4");
  EXPECT_EQ(XmlPath("a1e3").string("<a1e3>x</a1e3>").value(), "x");
  EXPECT_EQ(XmlPath("concat('1e3', \"2e4\")").string("<a/>").value(), "1e32e4");
  EXPECT_FALSE(XmlPath("'1e3").string("<a/>"));
}

TEST(XmlPathTest, ANameThatNoElementHasFindsNothing) {
  EXPECT_EQ(XmlPath("\xEF\xAC\x81").string("<a/>").value(), "");
  EXPECT_EQ(XmlPath("'\xEF\xAC\x81'").string("<a/>").value(), "\xEF\xAC\x81");
}

TEST(XmlPathTest, WhatIsMalformedIsAnError) {
  EXPECT_FALSE(XmlPath("a").string("<a>"));
  EXPECT_FALSE(XmlPath("a[").string("<a/>"));
  EXPECT_FALSE(XmlPath("1").nodes("<a/>"));
}

}  // namespace
}  // namespace tarn::format
