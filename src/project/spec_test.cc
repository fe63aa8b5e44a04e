#include "project/spec.h"

#include <gtest/gtest.h>

#include "project/fake_project.h"

namespace tarn::project {
namespace {

constexpr const char* kGood =
    "name: shop\nstorage: file:///s\ncatalog: main\nschema: sales\n"
    "configuration:\n  a: 'x'\n  b: \"2\"\n"
    "libraries:\n  - glob: {include: t/**}\n  - glob:\n      include: one.sql\n";

TEST(SpecTest, AWholeFileIsRead) {
  const SpecResult result = parse_spec("/p/spark-pipeline.yml", kGood);
  ASSERT_TRUE(result) << testing::text_of(result.diagnostics);
  EXPECT_EQ(result.spec.name, "shop");
  EXPECT_EQ(result.spec.storage, "file:///s");
  EXPECT_EQ(result.spec.catalog, "main");
  EXPECT_EQ(result.spec.schema, "sales");
  EXPECT_EQ(result.spec.folder, "/p");
  EXPECT_EQ(result.spec.configuration.at("b"), "2");
  ASSERT_EQ(result.spec.libraries.size(), 2u);
  EXPECT_EQ(result.spec.libraries[0].path, "t");
  EXPECT_TRUE(result.spec.libraries[0].recursive);
  EXPECT_FALSE(result.spec.libraries[1].recursive);
  EXPECT_TRUE(result.notes.empty());
}

TEST(SpecTest, WithoutCatalogAndSchemaSparksDefaultsHold) {
  const SpecResult result = parse_spec("spark-pipeline.yml", "name: n\nstorage: s3://b/s\n");
  ASSERT_TRUE(result);
  EXPECT_EQ(result.spec.catalog, "spark_catalog");
  EXPECT_EQ(result.spec.schema, "default");
  EXPECT_EQ(result.spec.folder, ".");
}

TEST(SpecTest, DatabaseWinsOverSchema) {
  const SpecResult result =
      parse_spec("s.yml", "name: n\nstorage: file:///s\nschema: a\ndatabase: b\n");
  ASSERT_TRUE(result);
  EXPECT_EQ(result.spec.schema, "b");
}

TEST(SpecTest, ARelativeStorageIsNoted) {
  const SpecResult result = parse_spec("s.yml", "name: n\nstorage: here\n");
  ASSERT_TRUE(result);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(result.notes[0],
            "storage 'here' is a path: Spark itself wants a URI such as file:///...");
}

struct Case {
  const char* name;
  const char* text;
  const char* complaints;
};

class BadSpecTest : public ::testing::TestWithParam<Case> {};

TEST_P(BadSpecTest, IsRefusedWithItsPlace) {
  const SpecResult result = parse_spec("/p/spark-pipeline.yml", GetParam().text);
  EXPECT_EQ(testing::text_of(result.diagnostics), GetParam().complaints);
}

INSTANTIATE_TEST_SUITE_P(
    Spec, BadSpecTest,
    ::testing::Values(
        Case{"AMisspeltField", "name: n\nstorage: s\nlibrarys: []\n",
             "spark-pipeline.yml:3:1: error[PIPELINE_SPEC_UNEXPECTED_FIELD]: Pipeline spec field "
             "`librarys` is unexpected; did you mean 'libraries'?\n"},
        Case{"AnOlderNameOfAField", "name: n\nstorage: s\ntarget: x\n",
             "spark-pipeline.yml:3:1: error[PIPELINE_SPEC_UNEXPECTED_FIELD]: Pipeline spec field "
             "`target` is unexpected; the field is called 'schema'\n"},
        Case{"WhatStandsInTarnYml", "name: n\nstorage: s\nsecrets: x\n",
             "spark-pipeline.yml:3:1: error[PIPELINE_SPEC_UNEXPECTED_FIELD]: Pipeline spec field "
             "`secrets` is unexpected; what Spark's file has no word for stands in tarn.yml\n"},
        Case{"AnEmptyFile", "",
             "spark-pipeline.yml:1:1: error[PIPELINE_SPEC_MISSING_REQUIRED_FIELD]: Pipeline spec "
             "missing required field `name`.\n"
             "spark-pipeline.yml:1:1: error[PIPELINE_SPEC_MISSING_REQUIRED_FIELD]: Pipeline spec "
             "missing required field `storage`; for example `storage: storage`\n"},
        Case{
            "AllMistakesAtOnce", "nam: n\nstorage: [1]\nconfiguration: 3\n",
            "spark-pipeline.yml:1:1: error[PIPELINE_SPEC_UNEXPECTED_FIELD]: Pipeline spec field "
            "`nam` is unexpected; did you mean 'name'?\n"
            "spark-pipeline.yml:1:1: error[PIPELINE_SPEC_MISSING_REQUIRED_FIELD]: Pipeline spec "
            "missing required field `name`.\n"
            "spark-pipeline.yml:2:10: error: Pipeline spec field `storage` should be a string, got "
            "a list.\n"
            "spark-pipeline.yml:3:16: error[PIPELINE_SPEC_FIELD_NOT_DICT]: Pipeline spec field "
            "`configuration` should be a dict, got a whole number.\n"},
        Case{
            "AConfigurationValueWithoutQuotes",
            "name: n\nstorage: s\nconfiguration:\n  a: 2\n  b: yes\n",
            "spark-pipeline.yml:4:6: error[PIPELINE_SPEC_DICT_VALUE_NOT_STRING]: For pipeline spec "
            "field `configuration`, value for key `a` should be a string, got a whole number; "
            "write "
            "'2' in quotes\n"
            "spark-pipeline.yml:5:6: error[PIPELINE_SPEC_DICT_VALUE_NOT_STRING]: For pipeline spec "
            "field `configuration`, value for key `b` should be a string, got a boolean; write "
            "'yes' in quotes\n"},
        Case{"AGlobInTheMiddle",
             "name: n\nstorage: s\nlibraries:\n  - glob: {include: 't/**/*.sql'}\n",
             "spark-pipeline.yml:4:21: error[PIPELINE_SPEC_INVALID_GLOB_PATTERN]: Invalid glob "
             "pattern `t/**/*.sql` in libraries. Only file paths, or folder paths ending with /** "
             "are allowed.\n"},
        Case{"ALibraryThatIsNoGlob", "name: n\nstorage: s\nlibraries:\n  - file: a.sql\n",
             "spark-pipeline.yml:4:5: error: An entry of `libraries` should be `glob: {include: "
             "PATTERN}`.\n"},
        Case{
            "LibrariesThatAreNoList", "name: n\nstorage: s\nlibraries: t/**\n",
            "spark-pipeline.yml:3:12: error: Pipeline spec field `libraries` should be a list, got "
            "a string; write `- glob:` and, below it, `include: transformations/**`\n"},
        Case{
            "AListInsteadOfFields", "- name\n",
            "spark-pipeline.yml:1:1: error[PIPELINE_SPEC_FIELD_NOT_DICT]: The pipeline spec should "
            "be a map of fields, got a list.\n"}),
    [](const auto& test) { return test.param.name; });

TEST(FindSpecTest, TheNearestFolderUpwardsCounts) {
  const testing::FakeFolder folder(
      {{"/a/spark-pipeline.yml", ""}, {"/a/b/spark-pipeline.yaml", ""}, {"/a/b/c/x.sql", ""}});
  const auto found = find_spec(folder, "/a/b/c");
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, "/a/b/spark-pipeline.yaml");
}

TEST(FindSpecTest, TwoInOneFolderAreRefused) {
  const testing::FakeFolder folder({{"/a/spark-pipeline.yml", ""}, {"/a/spark-pipeline.yaml", ""}});
  const auto found = find_spec(folder, "/a/");
  ASSERT_FALSE(found);
  EXPECT_EQ(
      found.error().text(),
      "[MULTIPLE_PIPELINE_SPEC_FILES_FOUND] Multiple pipeline spec files found in the "
      "directory `/a`. Please remove one or choose a particular one with the --spec argument.");
}

TEST(FindSpecTest, NoneUpToTheRootIsRefused) {
  const auto found = find_spec(testing::FakeFolder({}), "/a/b");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().text(),
            "[PIPELINE_SPEC_FILE_NOT_FOUND] No spark-pipeline.yaml or spark-pipeline.yml file "
            "provided in arguments or found in directory `/a/b` or readable ancestor directories.");
}

TEST(ReadSpecTest, AFileThatIsNotThereIsRefused) {
  const SpecResult result = read_spec(testing::FakeFolder({}), "/a/x.yml");
  EXPECT_EQ(testing::text_of(result.diagnostics),
            "error[PIPELINE_SPEC_FILE_DOES_NOT_EXIST]: The pipeline spec file `/a/x.yml` does not "
            "exist.\n");
}

TEST(SpecTest, WhatSparkPassesOverInALibraryIsNoted) {
  const SpecResult result = parse_spec("p.yml",
                                       "name: n\nstorage: file:///s\nlibraries:\n"
                                       "  - glob: {include: a.sql, exclude: b.sql}\n");
  EXPECT_TRUE(result);
  EXPECT_EQ(result.notes,
            (std::vector<std::string>{"p.yml:4:28: `exclude` is ignored, as in Spark"}));
}

}  // namespace
}  // namespace tarn::project
