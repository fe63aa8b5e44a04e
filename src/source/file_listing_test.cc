#include "source/file_listing.h"

#include <gtest/gtest.h>

#include "storage/memory_file_system.h"

namespace tarn::source {
namespace {

std::string listed(const std::string& path, const std::string& filter = "",
                   const std::string& root = "/") {
  ManualClock clock(0);
  storage::MemoryFileSystem files(clock);
  for (const char* name :
       {"/in/2.json", "/in/1.json", "/in/a/3.json", "/in/_tmp/4.json", "/in/.x.json",
        "/in/a/_5.json", "/in/b.csv", "/out/6.json", "/a [b]*{c}/in/7.json"}) {
    files.write(name, "x");
  }
  const auto found = list_files(files, root, path, {.name_filter = filter});
  if (!found) {
    return found.error().text();
  }
  std::string text;
  for (const ListedFile& file : *found) {
    text += (text.empty() ? "" : " ") + file.path;
  }
  return text;
}

TEST(ListFilesTest, AFolderGivesWhatLiesBelowItWithoutHiddenNames) {
  EXPECT_EQ(listed("/in"), "/in/1.json /in/2.json /in/a/3.json /in/b.csv");
}

TEST(ListFilesTest, AFileGivesItself) { EXPECT_EQ(listed("/in/b.csv"), "/in/b.csv"); }

TEST(ListFilesTest, AGlobMayStandInAnyPart) {
  EXPECT_EQ(listed("/*/[1-3].json"), "/in/1.json /in/2.json");
  EXPECT_EQ(listed("/{in,out}/6.json"), "/out/6.json");
}

TEST(ListFilesTest, AGlobWithMoreBehindItGoesIntoFoldersOnly) {
  EXPECT_EQ(listed("/in/*/*"), "/in/a/3.json");
}

TEST(ListFilesTest, TheNameFilterLooksAtTheLastPart) {
  EXPECT_EQ(listed("/in", "*.csv"), "/in/b.csv");
}

TEST(ListFilesTest, TheRootIsNoGlobWhateverItsNameLooksLike) {
  EXPECT_EQ(listed("in", "", "/a [b]*{c}"), "/a [b]*{c}/in/7.json");
  EXPECT_EQ(listed("i?/*.json", "", "/a [b]*{c}"), "/a [b]*{c}/in/7.json");
  EXPECT_EQ(listed("/out", "", "/a [b]*{c}"), "/out/6.json");
}

TEST(ListFilesTest, AFileUriIsAPath) { EXPECT_EQ(listed("file:///in/b.csv"), "/in/b.csv"); }

TEST(ListFilesTest, AnotherSchemeIsNamed) {
  EXPECT_NE(listed("s3://bucket/in").find("s3"), std::string::npos) << listed("s3://bucket/in");
}

TEST(ListFilesTest, TimesBoundWhatIsListed) {
  ManualClock clock(1'000'000);
  storage::MemoryFileSystem files(clock);
  for (const char* name : {"/in/1", "/in/2", "/in/3"}) {
    clock.advance(1'000'000);
    files.write(name, "x");
  }
  const auto found =
      list_files(files, "/", "/in", {.modified_after = 2'000'000, .modified_before = 4'000'000});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().path, "/in/2");
}

TEST(ListFilesTest, APathThatIsNotThereIsNamed) {
  EXPECT_EQ(listed("/nowhere"), "[PATH_NOT_FOUND] Path does not exist: /nowhere.");
}

struct GlobCase {
  const char* name;
  const char* pattern;
  const char* text;
  bool matches;
};

class GlobTest : public testing::TestWithParam<GlobCase> {};

TEST_P(GlobTest, Matches) {
  EXPECT_EQ(matches_glob(GetParam().text, GetParam().pattern), GetParam().matches);
}

INSTANTIATE_TEST_SUITE_P(Globs, GlobTest,
                         testing::Values(GlobCase{"StarTakesNothing", "a*", "a", true},
                                         GlobCase{"StarTakesMuch", "*.json", "x.y.json", true},
                                         GlobCase{"QuestionTakesOne", "?.json", "1.json", true},
                                         GlobCase{"QuestionTakesNotNone", "?.json", ".json", false},
                                         GlobCase{"Class", "[a-c]1", "b1", true},
                                         GlobCase{"NegatedClass", "[^a-c]1", "b1", false},
                                         GlobCase{"Alternatives", "{x,y}*.csv", "y2.csv", true},
                                         GlobCase{"AlternativesMiss", "{x,y}*.csv", "z2.csv",
                                                  false},
                                         GlobCase{"NestedAlternatives", "{a{1,2},b}", "a2", true},
                                         GlobCase{"EscapedStar", "a\\*", "ab", false},
                                         GlobCase{"EscapedStarItself", "a\\*", "a*", true},
                                         GlobCase{"UnclosedClassIsItself", "[a", "[a", true}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::source
