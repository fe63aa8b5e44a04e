#include "console/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/diagnostic.h"

namespace tarn::console {
namespace {

using enum CommandKind;

constexpr auto kForms = std::to_array<CommandForm>({
    {"\\d", kDescribe, Argument::kRelation, "[name]", "the columns of a table or view; else all"},
    {"\\d+", kDescribeMore, Argument::kRelation, "[name]", "the same with its properties"},
    {"\\dt", kTables, Argument::kPattern, "[pattern]", "tables and views of the schema"},
    {"\\dv", kViews, Argument::kPattern, "[pattern]", "views"},
    {"\\dn", kSchemas, Argument::kPattern, "[pattern]", "schemas"},
    {"\\df", kFunctions, Argument::kPattern, "[pattern]", "functions; * stands for any letters"},
    {"\\format", kFormat, Argument::kFormat, "[name]",
     "how rows are shown: table, vertical, markdown, csv, json"},
    {"\\x", kVertical, Argument::kSwitch, "[on|off]", "each cell on a line of its own"},
    {"\\timing", kTiming, Argument::kSwitch, "[on|off]", "how long each statement took"},
    {"\\pager", kPager, Argument::kSwitch, "[on|off]", "longer answers in $PAGER"},
    {"\\i", kRunFile, Argument::kFile, "file", "carry out the statements of a file"},
    {"\\o", kOutput, Argument::kFile, "[file]", "write rows into a file; else here again"},
    {"\\?", kHelp, Argument::kNone, "", "this list"},
    {"\\q", kQuit, Argument::kNone, "", "leave; Ctrl-D does, too"},
});

constexpr auto kWords = std::to_array<std::pair<std::string_view, CommandKind>>(
    {{"quit", kQuit}, {"exit", kQuit}, {"help", kHelp}});

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (!text.empty() && is_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

const std::pair<std::string_view, CommandKind>* word_of(std::string_view text) {
  text = trimmed(text);
  if (text.ends_with(';')) {
    text = trimmed(text.substr(0, text.size() - 1));
  }
  const auto* const found = std::ranges::find_if(kWords, [&](const auto& word) {
    return std::ranges::equal(word.first, text, [](char a, char b) { return a == lower_ascii(b); });
  });
  return found == kWords.end() ? nullptr : found;
}

Error unknown(std::string_view name) {
  std::vector<std::string> names;
  for (const CommandForm& form : kForms) {
    names.emplace_back(form.name);
  }
  const std::string near = nearest(name, names);
  return {.code = ErrorCode::kInvalid,
          .message = fmt::format("there is no command {}; {}", name,
                                 near.empty() ? "\\? lists them" : "did you mean " + near + "?")};
}

}  // namespace

std::span<const CommandForm> command_forms() { return kForms; }

bool is_command(std::string_view text) {
  return trimmed(text).starts_with('\\') || word_of(text) != nullptr;
}

Result<Command> parse_command(std::string_view text) {
  if (const auto* const word = word_of(text)) {
    return Command{.kind = word->second};
  }
  text = trimmed(text);
  const std::string_view name = text.substr(0, text.find_first_of(" \t\r\n"));
  std::string_view argument = trimmed(text.substr(name.size()));
  const auto form = std::ranges::find(kForms, name, &CommandForm::name);
  if (form == kForms.end()) {
    return unknown(name);
  }
  // Out of the habit of statements.
  while (argument.ends_with(';')) {
    argument = trimmed(argument.substr(0, argument.size() - 1));
  }
  if (form->argument == Argument::kNone && !argument.empty()) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("{} takes no argument", form->name)};
  }
  return Command{.kind = form->kind, .argument = std::string(argument)};
}

}  // namespace tarn::console
