// The console's own commands: \d, \timing, quit. They end with their line.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tarn::console {

enum class CommandKind : uint8_t {
  kHelp,
  kQuit,
  kDescribe,  // of one thing, or all where no argument is given
  kDescribeMore,
  kTables,
  kViews,
  kSchemas,
  kFunctions,
  kFormat,
  kVertical,
  kTiming,
  kPager,
  kRunFile,
  kOutput,
};

// What may stand behind a command.
enum class Argument : uint8_t { kNone, kRelation, kPattern, kFormat, kSwitch, kFile };

struct CommandForm {
  std::string_view name;  // with its backslash
  CommandKind kind;
  Argument argument = Argument::kNone;
  std::string_view shown = {};  // the argument in the help: "[on|off]"
  std::string_view what = {};
};

// All, in the order of the help.
std::span<const CommandForm> command_forms();

struct Command {
  CommandKind kind = CommandKind::kHelp;
  std::string argument = {};  // empty: none
};

// Whether a text is meant for the console: it begins with a backslash, or is one of the words quit,
// exit and help alone.
bool is_command(std::string_view text);

// kInvalid: there is no such command, or it takes no argument.
Result<Command> parse_command(std::string_view text);

}  // namespace tarn::console
