#include "console/command.h"

#include <gtest/gtest.h>

#include <set>

namespace tarn::console {
namespace {

TEST(CommandTest, NameAndArgumentArePartedByBlanks) {
  const auto command = parse_command("  \\d   shop.sales ; ");
  ASSERT_TRUE(command);
  EXPECT_EQ(command->kind, CommandKind::kDescribe);
  EXPECT_EQ(command->argument, "shop.sales");
}

TEST(CommandTest, AWordAloneIsACommandInAnyCase) {
  EXPECT_EQ(parse_command("Quit;")->kind, CommandKind::kQuit);
  EXPECT_EQ(parse_command("help")->kind, CommandKind::kHelp);
  EXPECT_FALSE(is_command("help me"));
}

TEST(CommandTest, AnUnknownCommandNamesTheNearest) {
  EXPECT_EQ(parse_command("\\timin").error().message,
            "there is no command \\timin; did you mean \\timing?");
  EXPECT_EQ(parse_command("\\nothing").error().message,
            "there is no command \\nothing; \\? lists them");
}

TEST(CommandTest, AnArgumentThatACommandDoesNotTakeIsRefused) {
  EXPECT_EQ(parse_command("\\q now").error().message, "\\q takes no argument");
}

TEST(CommandTest, EveryCommandHasItsLineOfHelpAndItsOwnName) {
  std::set<std::string_view> names;
  for (const CommandForm& form : command_forms()) {
    EXPECT_FALSE(form.what.empty()) << form.name;
    EXPECT_TRUE(names.insert(form.name).second) << form.name;
    EXPECT_EQ(parse_command(form.name)->kind, form.kind);
  }
}

}  // namespace
}  // namespace tarn::console
