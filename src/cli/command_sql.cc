// tarn sql

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <iterator>

#include "base/version.h"
#include "cli/command.h"
#include "cli/json_lines.h"
#include "cli/scratch_folder.h"
#include "cli/workbench.h"
#include "console/console.h"
#include "console/pager.h"
#include "project/folder.h"
#include "session/session.h"
#include "sql/splitter.h"

namespace tarn::cli {
namespace {

// Where a session stands: in a project, or in a folder of its own that goes with it.
struct Place {
  std::unique_ptr<ScratchFolder> scratch;  // null in a project
  std::unique_ptr<OpenedProject> opened;   // null where the project is wrong, which was said
};

bool is_in_project() {
  const auto here = project::absolute_path(".");
  const auto found = here ? project::find_spec(project::DiskFolder(), *here) : here;
  return found || found.error().condition != "PIPELINE_SPEC_FILE_NOT_FOUND";
}

Result<Place> place_of(Workbench& bench, const std::string& spec) {
  if (!spec.empty() || is_in_project()) {
    return Place{.scratch = nullptr, .opened = bench.open_spec(spec)};
  }
  ASSIGN_OR_RETURN(auto scratch,
                   ScratchFolder::make(bench.files(), ScratchPlace::kDisk, "tarn-sql"));
  ASSIGN_OR_RETURN(auto opened, bench.open_scratch(scratch->path()));
  return Place{.scratch = std::move(scratch), .opened = std::move(opened)};
}

Result<std::unique_ptr<session::Session>> open_session(Workbench& bench,
                                                       const OpenedProject& opened) {
  const project::Spec& spec = opened.project->spec;
  ASSIGN_OR_RETURN(engine::Engine* const engine, bench.engine(opened.workspace));
  return session::Session::open(
      *engine, bench.reading(opened.workspace),
      {.warehouse = opened.workspace.warehouse,
       .defaults = {.catalog = spec.catalog, .schema = spec.schema, .table = ""},
       .settings = plan::SettingMap(spec.configuration.begin(), spec.configuration.end())});
}

Status answer_lines(Workbench& bench, const OpenedProject& opened, bool is_scratch) {
  std::ios::sync_with_stdio(false);
  JsonLines lines([&]() -> Result<std::unique_ptr<session::Session>> {
    if (is_scratch) {
      // Outside of a project a fresh session has a fresh warehouse.
      RETURN_IF_ERROR(bench.files().remove_tree(opened.workspace.warehouse));
    }
    return open_session(bench, opened);
  });
  for (std::string line; std::getline(std::cin, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) {
      continue;
    }
    fmt::print("{}\n", lines.answer(line));
    std::fflush(stdout);
  }
  return ok();
}

Result<std::shared_ptr<const SourceText>> text_of(Workbench& bench, const SqlOptions& options) {
  if (options.reads_input) {
    return std::make_shared<const SourceText>(SourceText{
        .path = "input",
        .text = {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()}});
  }
  if (options.file.empty()) {
    // Shared with the diagnostics that point into it.
    return std::make_shared<const SourceText>(SourceText{.path = "query", .text = options.query});
  }
  ASSIGN_OR_RETURN(std::string text, bench.files().read(options.file));
  return std::make_shared<const SourceText>(
      SourceText{.path = options.file, .text = std::move(text)});
}

// False where a statement is refused, which was said; those behind it are not carried out.
Result<bool> print_answers(Workbench& bench, session::Session& session, const SqlOptions& options) {
  ASSIGN_OR_RETURN(const auto text, text_of(bench, options));
  for (const Span span : sql::split_statements(text->text)) {
    const session::Answer answer = session.execute(sql::Fragment::of(text, span));
    bench.print(answer.diagnostics);
    if (!answer.diagnostics.empty()) {
      return false;
    }
    if (answer.rows != nullptr) {
      const auto count =
          console::print_rows(*answer.rows, answer.schema, options.format, session.zone(), stdout);
      if (!count) {
        bench.print({answer.explained(count.error())});
        return false;
      }
      if (std::ferror(stdout) != 0) {
        return Error{.code = ErrorCode::kUnavailable, .message = "not all rows could be written"};
      }
    }
  }
  return true;
}

std::string greeting(const Place& place) {
  return fmt::format("tarn {}; {}; \\? for help", TARN_VERSION,
                     place.scratch == nullptr ? "tables in " + place.opened->workspace.warehouse
                                              : "no project here: tables go when you leave");
}

Status converse(Workbench& bench, const Place& place, const SqlOptions& options) {
  console::InterruptWatch interrupts;
  ASSIGN_OR_RETURN(const auto session, open_session(bench, *place.opened));
  console::Console(*session, bench.files(), bench.clock(), interrupts,
                   {.format = options.format,
                    .greeting = greeting(place),
                    .history_path = console::default_history_path(),
                    .pager = console::default_pager()})
      .run();
  return ok();
}

bool is_at_terminal() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1; }

Result<bool> carry_out(Workbench& bench, const SqlOptions& options) {
  ASSIGN_OR_RETURN(const Place place, place_of(bench, options.spec));
  if (place.opened == nullptr) {
    return false;
  }
  if (options.json_lines) {
    RETURN_IF_ERROR(answer_lines(bench, *place.opened, place.scratch != nullptr));
    return true;
  }
  if (options.reads_input && is_at_terminal()) {
    RETURN_IF_ERROR(converse(bench, place, options));
    return true;
  }
  ASSIGN_OR_RETURN(const auto session, open_session(bench, *place.opened));
  return print_answers(bench, *session, options);
}

}  // namespace

ExitCode sql(const SqlOptions& options) {
  Workbench bench;
  const Result<bool> done = carry_out(bench, options);
  if (!done) {
    bench.print(done.error());
  }
  return done && *done ? ExitCode::kDone : ExitCode::kFailed;
}

}  // namespace tarn::cli
