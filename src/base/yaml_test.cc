#include "base/yaml.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cctype>
#include <cmath>
#include <limits>

namespace tarn {
namespace {

YamlDocument read(std::string text) {
  return read_yaml(
      std::make_shared<SourceText>(SourceText{.path = "spec.yml", .text = std::move(text)}));
}

// The one line that is wrong in `text`, without the caret.
std::string only_message(std::string text) {
  const YamlDocument document = read(std::move(text));
  if (document.diagnostics.size() != 1) {
    return std::to_string(document.diagnostics.size()) + " diagnostics";
  }
  const std::string whole = document.diagnostics.front().text();
  return whole.substr(0, whole.find('\n'));
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) {
    out += text;
  }
  return out;
}

TEST(YamlTest, AFileIsATreeOfMapsListsAndScalars) {
  const YamlDocument document = read("name: shop\nlibraries:\n  - glob: {include: 'a/**'}\n");
  ASSERT_TRUE(document);
  ASSERT_NE(document.root.find("name"), nullptr);
  EXPECT_EQ(*document.root.find("name")->string(), "shop");
  const YamlNode* const libraries = document.root.find("libraries");
  ASSERT_NE(libraries, nullptr);
  ASSERT_NE(libraries->sequence(), nullptr);
  ASSERT_EQ(libraries->sequence()->size(), 1U);
  const YamlNode* const glob = libraries->sequence()->front().find("glob");
  ASSERT_NE(glob, nullptr);
  EXPECT_EQ(*glob->find("include")->string(), "a/**");
  EXPECT_EQ(document.root.find("storage"), nullptr);
}

TEST(YamlTest, KeysAndValuesKnowWhereTheyStand) {
  const YamlDocument document = read("größe: 1\nb:\n  - 'it''s'\n");
  ASSERT_TRUE(document);
  const YamlMap& map = *document.root.map();
  EXPECT_EQ(map[0].value.position(), (Position{.line = 1, .column = 8}));
  EXPECT_EQ(map[1].key_position, (Position{.line = 2, .column = 1}));
  EXPECT_EQ(map[1].value.sequence()->front().position(), (Position{.line = 3, .column = 5}));
  EXPECT_EQ(map[0].value.span(), (Span{.begin = 9, .end = 10}));
}

TEST(YamlTest, AByteOrderMarkDoesNotMoveThePositions) {
  const YamlDocument document = read("\xEF\xBB\xBFname: shop");
  ASSERT_TRUE(document);
  EXPECT_EQ(document.root.map()->front().value.span(), (Span{.begin = 9, .end = 13}));
}

TEST(YamlTest, AnEmptyFileIsNull) {
  EXPECT_TRUE(read("").root.is_null());
  EXPECT_TRUE(read("# nothing\n")) << "a comment alone is in order";
}

TEST(YamlTest, AValueThatIsMissingIsNullAtItsKey) {
  const YamlDocument document = read("a:\nb: ~\n");
  ASSERT_TRUE(document);
  EXPECT_TRUE(document.root.find("a")->is_null());
  EXPECT_EQ(document.root.find("a")->position(), (Position{.line = 1, .column = 1}));
  EXPECT_TRUE(document.root.find("b")->is_null());
  EXPECT_EQ(document.root.find("b")->text(), "~");
}

TEST(YamlTest, QuotedScalarsAndBlocksAreStrings) {
  const YamlDocument document = read("a: 'yes'\nb: \"1\"\nc: |\n  2\nd: !!str 3\n");
  ASSERT_TRUE(document);
  EXPECT_EQ(*document.root.find("a")->string(), "yes");
  EXPECT_EQ(*document.root.find("b")->string(), "1");
  EXPECT_EQ(*document.root.find("c")->string(), "2\n");
  EXPECT_EQ(*document.root.find("d")->string(), "3");
}

TEST(YamlTest, AScalarKeepsTheTextItWasWrittenWith) {
  const YamlDocument document = read("a: 1_000\nyes: 0x1f\n");
  ASSERT_TRUE(document);
  EXPECT_EQ(document.root.find("a")->text(), "1_000");
  EXPECT_EQ(*document.root.find("a")->integer(), 1000);
  ASSERT_NE(document.root.find("yes"), nullptr) << "a key is text";
  EXPECT_EQ(*document.root.find("yes")->integer(), 31);
}

TEST(YamlTest, AnAliasRepeatsItsAnchor) {
  const YamlDocument document = read("a: &x [1, 2]\nb: *x\n");
  ASSERT_TRUE(document);
  EXPECT_EQ(document.root.find("b")->sequence()->size(), 2U);
}

TEST(YamlTest, AMergedMapGivesWhatTheMapItselfDoesNotSay) {
  const YamlDocument document =
      read("x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  <<: [*x, *y]\n  a: 0\n");
  ASSERT_TRUE(document);
  const YamlNode& merged = *document.root.find("z");
  EXPECT_EQ(merged.map()->size(), 3U);
  EXPECT_EQ(*merged.find("a")->integer(), 0);
  EXPECT_EQ(*merged.find("b")->integer(), 1);
  EXPECT_EQ(*merged.find("c")->integer(), 2);
}

TEST(YamlTest, EveryKeyThatStandsTwiceIsShown) {
  const YamlDocument document = read("a: 1\nb: 1\na: 2\nb: 2\n");
  ASSERT_EQ(document.diagnostics.size(), 2U);
  EXPECT_EQ(document.diagnostics[0].text(),
            "spec.yml:3:1: error: the key 'a' stands twice in this map; remove one of them\n"
            "  a: 2\n"
            "  ^");
}

TEST(YamlTest, ManyAliasesOfAliasesAreRefused) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string previous = "*a" + std::to_string(i - 1);
    const std::string name = "a" + std::to_string(i);
    text += name + ": &" + name + " [" + repeated(previous + ", ", 9) + previous + "]\n";
  }
  EXPECT_NE(only_message(text).find("more than 200000 values"), std::string::npos);
}

TEST(YamlTest, ALongTextRepeatedOftenIsRefused) {
  const std::string text =
      "a: &a " + std::string(1 << 20, 'x') + "\nb: [*a" + repeated(", *a", 70) + "]";
  EXPECT_NE(only_message(text).find("more than 64 MiB of text"), std::string::npos);
}

TEST(YamlTest, ADeepTreeIsRefused) {
  EXPECT_TRUE(read(repeated("[", 63) + repeated("]", 63)));
  EXPECT_NE(only_message(repeated("[", 65)).find("more than 64 deep"), std::string::npos);
  EXPECT_FALSE(read(repeated("- ", 100'000)));
  EXPECT_FALSE(read(repeated("{a: ", 100'000)));
}

TEST(YamlTest, AnAliasDoesNotMakeATreeDeeperThanAllowed) {
  const std::string deep = repeated("[", 40) + repeated("]", 40);
  EXPECT_NE(only_message("a: &a " + deep + "\nb: " + repeated("[", 40) + "*a" + repeated("]", 40))
                .find("more than 64 deep"),
            std::string::npos);
}

struct Refused {
  std::string name;
  std::string text;
  std::string message;
};

class RefusedYamlTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedYamlTest, IsADiagnosticWithItsPlace) {
  EXPECT_EQ(only_message(GetParam().text), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Yaml, RefusedYamlTest,
    testing::Values(
        Refused{"OpenList", "a: [1\n",
                "spec.yml:2:1: error: this is not YAML: end of sequence flow not found"},
        Refused{"UnknownAlias", "a:\n  - *x\n",
                "spec.yml:2:5: error: this is not YAML: the referenced anchor is not defined"},
        Refused{"AliasOfItself", "&a [*a]",
                "spec.yml:1:5: error: this alias stands inside the value that it repeats"},
        Refused{"SecondDocument", "a: 1\n---\nb: 2\n",
                "spec.yml:2:1: error: a second document starts here; keep one document in a file"},
        Refused{
            "Tag", "a: !!python/name:os.system x",
            "spec.yml:1:4: error: the tag 'tag:yaml.org,2002:python/name:os.system' is not known "
            "here; leave it out"},
        Refused{"ListAsKey", "? [a]\n: b\n",
                "spec.yml:1:3: error: a key must be a word or a number"},
        Refused{"MergedScalar", "<<: 1\n",
                "spec.yml:1:5: error: '<<' merges a map or a list of maps, not a whole number"},
        Refused{"ControlCharacter", "a: \x04",
                "spec.yml:1:4: error: the character U+0004 is not allowed in YAML"},
        Refused{"NotUtf8", "a: \xFF", "spec.yml:1:4: error: this byte is not UTF-8"},
        Refused{"Surrogate", "a: \xED\xA0\x80", "spec.yml:1:4: error: this byte is not UTF-8"}),
    [](const auto& test) { return test.param.name; });

struct Scalar {
  std::string text;
  YamlNode::Value value;
};

class YamlScalarTest : public testing::TestWithParam<Scalar> {};

TEST_P(YamlScalarTest, IsWhatPyYamlMakesOfIt) {
  const YamlNode expected(GetParam().value, {}, {}, {});
  const YamlNode actual(resolve_yaml_scalar(GetParam().text), {}, {}, {});
  ASSERT_EQ(actual.kind(), expected.kind()) << GetParam().text;
  if (expected.boolean() != nullptr) {
    EXPECT_EQ(*actual.boolean(), *expected.boolean()) << GetParam().text;
  } else if (expected.integer() != nullptr) {
    EXPECT_EQ(*actual.integer(), *expected.integer()) << GetParam().text;
  } else if (expected.number() != nullptr) {
    EXPECT_DOUBLE_EQ(*actual.number(), *expected.number()) << GetParam().text;
  } else if (expected.string() != nullptr) {
    EXPECT_EQ(*actual.string(), *expected.string()) << GetParam().text;
  }
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Scalar integer(std::string text, int64_t value) { return {std::move(text), value}; }
Scalar number(std::string text, double value) { return {std::move(text), value}; }
Scalar boolean(std::string text, bool value) { return {std::move(text), value}; }
Scalar word(const std::string& text) { return {text, text}; }
Scalar nothing(std::string text) { return {std::move(text), YamlNull()}; }

// "1_0.5" to "1_5F0_2E5": test names hold letters, digits and `_` only.
std::string scalar_name(const testing::TestParamInfo<Scalar>& test) {
  std::string name = test.param.text.empty() ? "Empty" : "";
  for (const char c : test.param.text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    name += plain ? std::string(1, c) : fmt::format("_{:02X}", static_cast<int>(c));
  }
  return name;
}

// Each line was checked against PyYAML 6.0.3.
INSTANTIATE_TEST_SUITE_P(Nulls, YamlScalarTest,
                         testing::Values(nothing(""), nothing("~"), nothing("null"),
                                         nothing("Null"), nothing("NULL"), word("nULL"),
                                         word("none")),
                         scalar_name);
INSTANTIATE_TEST_SUITE_P(Booleans, YamlScalarTest,
                         testing::Values(boolean("yes", true), boolean("Yes", true),
                                         boolean("on", true), boolean("TRUE", true),
                                         boolean("no", false), boolean("Off", false),
                                         boolean("false", false), word("y"), word("n"), word("yEs"),
                                         word("tRUE")),
                         scalar_name);
INSTANTIATE_TEST_SUITE_P(
    Integers, YamlScalarTest,
    testing::Values(integer("0", 0), integer("-0", 0), integer("+12", 12), integer("1_000", 1000),
                    integer("010", 8), integer("-010", -8), integer("0x1F", 31),
                    integer("-0xf_f", -255), integer("0b1_01", 5), integer("1:30", 90),
                    integer("-1:00:01", -3601), integer("9223372036854775807", INT64_MAX),
                    integer("-9223372036854775808", INT64_MIN), word("9223372036854775808"),
                    word("0o17"), word("0X1f"), word("089"), word("0x"), word("0x-1"),
                    word("0x_-1"), word("0b2"), word("1:60"), word("1:030"), word("0:30"),
                    word("1:"), word("1__a"), word("-"), word("--1"), word("1-2")),
    scalar_name);
INSTANTIATE_TEST_SUITE_P(
    Numbers, YamlScalarTest,
    testing::Values(number("1.5", 1.5), number("-1.5", -1.5), number("1.", 1.0), number(".5", 0.5),
                    number("1_0.2_5", 10.25), number("1.0e+3", 1000.0), number("1.5E-1", 0.15),
                    number("1:30.5", 90.5), number("0:0.25", 0.25), number(".inf", kInfinity),
                    number("-.INF", -kInfinity), number("1.0e+999", kInfinity), word("1e3"),
                    word("1.0e3"), word("-.5"), word("."), word("._5"), word("1.2.3"), word("inf"),
                    word("nan"), word("+.nan"), word("1:30.5e+1"), word("0x1.8")),
    scalar_name);
INSTANTIATE_TEST_SUITE_P(Words, YamlScalarTest,
                         testing::Values(word("2024-01-01"), word("="), word("1 2"),
                                         word("5 minutes")),
                         scalar_name);

TEST(YamlScalarTest, NotANumberIsANumber) {
  const YamlNode node(resolve_yaml_scalar(".nan"), {}, {}, {});
  ASSERT_NE(node.number(), nullptr);
  EXPECT_TRUE(std::isnan(*node.number()));
}

}  // namespace
}  // namespace tarn
