#include "console/console.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <optional>
#include <system_error>
#include <utility>

#include "console/input.h"
#include "console/line_editor.h"
#include "console/pager.h"
#include "sql/splitter.h"

namespace tarn::console {
namespace {

constexpr const char* kPrompt = "tarn> ";

std::string time_text(Micros micros) {
  constexpr Micros kSecond = 1'000'000;
  return micros < kSecond ? fmt::format("{:.1f} ms", static_cast<double>(micros) / 1000)
                          : fmt::format("{:.2f} s", static_cast<double>(micros) / kSecond);
}

// 'a''b' as a pattern of SHOW.
std::string like(const std::string& pattern) {
  std::string quoted;
  for (const char c : pattern) {
    quoted += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return pattern.empty() ? "" : " LIKE '" + quoted + "'";
}

}  // namespace

Console::Console(session::Session& session, storage::FileSystem& files, const Clock& clock,
                 InterruptWatch& interrupts, ConsoleOptions options)
    : session_(session),
      files_(files),
      clock_(clock),
      interrupts_(interrupts),
      options_(std::move(options)),
      names_(session),
      history_(options_.history_path) {}

Console::~Console() {
  if (output_ != nullptr) {
    std::fclose(output_);
  }
}

void Console::run() {
  // A pager that the user leaves early is no reason to end.
  std::signal(SIGPIPE, SIG_IGN);
  LineEditor editor(
      kPrompt,
      {.is_whole = [](std::string_view text) { return input_of(text) != Input::kUnfinished; },
       .complete = [this](std::string_view text,
                          size_t cursor) { return complete(text, cursor, names_); }},
      history_);
  fmt::print("{}\n", options_.greeting);
  while (std::optional<std::string> text = editor.read()) {
    if (input_of(*text) == Input::kNothing) {
      continue;
    }
    if (history_.add(*text)) {
      editor.remember(*text);
    }
    if (take(*text) == After::kLeave) {
      return;
    }
  }
  fmt::print("\n");
}

Console::After Console::take(const std::string& text) {
  if (input_of(text) == Input::kCommand) {
    const auto command = parse_command(text);
    if (!command) {
      complain(command.error());
      return After::kGoOn;
    }
    return carry_out(*command);
  }
  execute_all(std::make_shared<const SourceText>(SourceText{.path = "sql", .text = text}));
  return After::kGoOn;
}

Console::After Console::carry_out(const Command& command) {
  const std::string& argument = command.argument;
  switch (command.kind) {
    case CommandKind::kHelp:
      print_help();
      break;
    case CommandKind::kQuit:
      return After::kLeave;
    case CommandKind::kDescribe:
      describe(argument, false);
      break;
    case CommandKind::kDescribeMore:
      describe(argument, true);
      break;
    case CommandKind::kTables:
      ask("SHOW TABLES" + like(argument));
      break;
    case CommandKind::kViews:
      ask("SHOW VIEWS" + like(argument));
      break;
    case CommandKind::kSchemas:
      ask("SHOW SCHEMAS" + like(argument));
      break;
    case CommandKind::kFunctions:
      ask("SHOW FUNCTIONS" + like(argument));
      break;
    case CommandKind::kFormat:
      set_format(argument);
      break;
    case CommandKind::kVertical:
      set_switch(is_vertical_, argument, "Vertical rows");
      break;
    case CommandKind::kTiming:
      set_switch(is_timed_, argument, "Timing");
      break;
    case CommandKind::kPager:
      set_switch(is_paged_, argument, "The pager");
      break;
    case CommandKind::kRunFile:
      run_file(argument);
      break;
    case CommandKind::kOutput:
      open_output(argument);
      break;
  }
  return After::kGoOn;
}

bool Console::execute_all(std::shared_ptr<const SourceText> text) {
  return std::ranges::all_of(sql::split_statements(text->text),
                             [&](Span span) { return execute(sql::Fragment::of(text, span)); });
}

bool Console::execute(const sql::Fragment& statement) {
  const Micros start = clock_.now();
  session_.clear_interrupt();
  interrupts_.on_signal([this] { session_.interrupt(); });
  session::Answer answer = session_.execute(statement);
  ended_ = clock_.now();
  const bool done = show(answer);
  interrupts_.on_signal(nullptr);
  names_.forget();
  if (is_timed_) {
    fmt::print("Time: {}\n", time_text(ended_ - start));
  }
  return done;
}

bool Console::show(session::Answer& answer) {
  for (const Diagnostic& diagnostic : answer.diagnostics) {
    fmt::print(stderr, "{}\n", diagnostic.text());
  }
  if (!answer.diagnostics.empty()) {
    return false;
  }
  if (answer.rows == nullptr) {
    fmt::print("OK\n");
    return true;
  }
  const auto count = print(answer);
  if (!count) {
    // What is no row's error is the terminal's or the file's.
    if (count.error().condition.empty()) {
      complain(count.error());
    } else {
      fmt::print(stderr, "{}\n", answer.explained(count.error()).text());
    }
    return false;
  }
  if (output_ != nullptr || is_vertical_ || is_for_people(options_.format)) {
    fmt::print("({} {})\n", *count, *count == 1 ? "row" : "rows");
  }
  return true;
}

Result<int64_t> Console::print(session::Answer& answer) {
  std::optional<PagedOutput> screen;
  if (output_ == nullptr) {
    screen.emplace(is_paged_ ? options_.pager : "", screen_size());
  }
  auto count =
      print_rows(*answer.rows, answer.schema, is_vertical_ ? RowFormat::kVertical : options_.format,
                 session_.zone(), output_ == nullptr ? screen->file() : output_);
  ended_ = clock_.now();  // before the user looks at them in a pager
  if (output_ != nullptr && std::ferror(output_) != 0) {
    std::clearerr(output_);
    return Error{.code = ErrorCode::kUnavailable, .message = "not all rows could be written"};
  }
  return count;
}

void Console::ask(const std::string& statement) {
  execute_all(std::make_shared<const SourceText>(SourceText{.path = "sql", .text = statement}));
}

void Console::describe(const std::string& relation, bool more) {
  if (relation.empty()) {
    return ask(more ? "SHOW TABLE EXTENDED LIKE '*'" : "SHOW TABLES");
  }
  ask((more ? "DESCRIBE TABLE EXTENDED " : "DESCRIBE TABLE ") + relation);
}

void Console::set_format(const std::string& name) {
  if (!name.empty()) {
    const auto format = row_format_of(name);
    if (!format) {
      return complain({.code = ErrorCode::kInvalid,
                       .message = fmt::format("there is no format '{}'; {} are", name,
                                              fmt::join(row_format_names(), ", "))});
    }
    options_.format = *format;
    is_vertical_ = false;
  }
  fmt::print("Rows are shown as {}.\n", is_vertical_ ? "vertical" : name_of(options_.format));
}

void Console::set_switch(bool& value, const std::string& argument, const char* what) {
  if (!argument.empty() && argument != "on" && argument != "off") {
    return complain(
        {.code = ErrorCode::kInvalid, .message = fmt::format("on or off, not '{}'", argument)});
  }
  value = argument.empty() ? !value : argument == "on";
  fmt::print("{}: {}.\n", what, value ? "on" : "off");
}

void Console::run_file(const std::string& path) {
  if (path.empty()) {
    return complain({.code = ErrorCode::kInvalid, .message = "\\i wants the name of a file"});
  }
  auto text = files_.read(path);
  if (!text) {
    return complain(text.error());
  }
  execute_all(
      std::make_shared<const SourceText>(SourceText{.path = path, .text = *std::move(text)}));
}

void Console::open_output(const std::string& path) {
  if (output_ != nullptr) {
    std::fclose(output_);
    output_ = nullptr;
  }
  if (path.empty()) {
    return fmt::print("Rows are shown here.\n");
  }
  output_ = std::fopen(path.c_str(), "we");
  if (output_ == nullptr) {
    return complain(
        {.code = ErrorCode::kUnavailable,
         .message = fmt::format("opening {}: {}", path, std::generic_category().message(errno))});
  }
  fmt::print("Rows go to {}.\n", path);
}

void Console::print_help() const {
  fmt::print("Statements end with ';' and may take several lines. Beside them there are:\n");
  for (const CommandForm& form : command_forms()) {
    fmt::print("  {:<18} {}\n", fmt::format("{} {}", form.name, form.shown), form.what);
  }
  fmt::print(
      "Tab completes names, Ctrl-R searches what was typed before, Ctrl-C ends a statement.\n");
}

void Console::complain(const Error& error) { fmt::print(stderr, "tarn: {}\n", error.text()); }

}  // namespace tarn::console
