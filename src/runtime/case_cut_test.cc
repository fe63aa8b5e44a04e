#include "runtime/case_cut.h"

#include <gtest/gtest.h>

namespace tarn::runtime {
namespace {

plan::Node scan_of(std::string format, std::string path,
                   std::map<std::string, std::string> options) {
  return {.content = plan::Scan{.id = {1},
                                .source = plan::FileSource{.format = std::move(format),
                                                           .path = std::move(path),
                                                           .options = std::move(options),
                                                           .schema = {}}},
          .output = {}};
}

std::vector<std::string> pieces(const GivenFile& file, const plan::Node& scan) {
  std::vector<std::string> texts;
  for (const GivenFile& piece : cut({file}, {&scan})) {
    texts.push_back(piece.path + "=" + piece.bytes);
  }
  return texts;
}

const std::map<std::string, std::string> kDeclared = {{"schema", "n INT"}};
using Pieces = std::vector<std::string>;

TEST(CaseCutTest, LinesOfAFileWithADeclaredSchemaBecomeFiles) {
  EXPECT_EQ(pieces({"in/1.json", "{}\n{\"n\":1}"}, scan_of("json", "in", kDeclared)),
            (Pieces{"in/1.000001.json={}\n", "in/1.000002.json={\"n\":1}"}));
  EXPECT_EQ(pieces({"in/a/x.txt", "1\n2\n"}, scan_of("text", "./in/*/*.txt", {})),
            (Pieces{"in/a/x.000001.txt=1\n", "in/a/x.000002.txt=2\n"}));
}

TEST(CaseCutTest, EachPieceOfACsvFileHasTheHeader) {
  EXPECT_EQ(pieces({"in/1.csv", "n\n1\n2\n"},
                   scan_of("csv", "in", {{"schema", "n INT"}, {"header", "TRUE"}})),
            (Pieces{"in/1.000001.csv=n\n1\n", "in/1.000002.csv=n\n2\n"}));
  EXPECT_EQ(pieces({"in/1.csv", "\"a\nb\"\n1\n"}, scan_of("csv", "in", kDeclared)),
            (Pieces{"in/1.csv=\"a\nb\"\n1\n"}));
}

TEST(CaseCutTest, AFileWhoseLinesDoNotStandForThemselvesStaysWhole) {
  const GivenFile file{"in/1.json", "{}\n{}\n"};
  const Pieces whole = {"in/1.json={}\n{}\n"};
  EXPECT_EQ(pieces(file, scan_of("json", "in", {})), whole);
  EXPECT_EQ(pieces(file, scan_of("json", "in", {{"schema", "n INT"}, {"multiline", "true"}})),
            whole);
  EXPECT_EQ(pieces(file, scan_of("json", "in/1.json", kDeclared)), whole);
  EXPECT_EQ(pieces(file, scan_of("json", "elsewhere", kDeclared)), whole);
  EXPECT_EQ(pieces(file, scan_of("text", "in", {{"wholetext", "true"}})), whole);
  plan::Node with_names = scan_of("json", "in", kDeclared);
  with_names.output.push_back({.id = {2}, .name = "_metadata", .type = types::string_type()});
  EXPECT_EQ(pieces(file, with_names), whole);
}

}  // namespace
}  // namespace tarn::runtime
