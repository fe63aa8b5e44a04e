#include "console/input.h"

#include <gtest/gtest.h>

#include <string>

namespace tarn::console {
namespace {

struct Case {
  std::string name;
  std::string text;
  Input input;
};

class InputTest : public testing::TestWithParam<Case> {};

TEST_P(InputTest, IsToldByItsText) { EXPECT_EQ(input_of(GetParam().text), GetParam().input); }

INSTANTIATE_TEST_SUITE_P(
    Text, InputTest,
    testing::Values(Case{"Empty", "", Input::kNothing}, Case{"Blanks", " \n\t", Input::kNothing},
                    Case{"Comment", "-- only this", Input::kNothing},
                    Case{"SemicolonAlone", ";", Input::kNothing},
                    Case{"Statement", "SELECT 1;", Input::kStatements},
                    Case{"TwoStatements", "SELECT 1; SELECT 2;", Input::kStatements},
                    Case{"CommentBehind", "SELECT 1; -- so", Input::kStatements},
                    Case{"NoSemicolon", "SELECT 1", Input::kUnfinished},
                    Case{"SecondUnfinished", "SELECT 1; SELECT", Input::kUnfinished},
                    Case{"SemicolonInString", "SELECT ';", Input::kUnfinished},
                    Case{"ClosedString", "SELECT ';';", Input::kStatements},
                    Case{"OpenName", "SELECT `a;", Input::kUnfinished},
                    Case{"OpenComment", "SELECT 1; /* ;", Input::kUnfinished},
                    Case{"SemicolonInComment", "SELECT 1 -- ;", Input::kUnfinished},
                    Case{"Command", "\\d sales", Input::kCommand},
                    Case{"Quit", " quit;", Input::kCommand}, Case{"Exit", "EXIT", Input::kCommand},
                    Case{"WordOfAStatement", "exit_code", Input::kUnfinished}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::console
