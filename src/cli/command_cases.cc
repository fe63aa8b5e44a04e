// tarn test

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <memory>
#include <system_error>
#include <thread>

#include "base/uuid.h"
#include "cli/command.h"
#include "cli/scratch_folder.h"
#include "cli/spark_process.h"
#include "cli/workbench.h"
#include "project/folder.h"
#include "runtime/case_suite.h"
#include "storage/path.h"

namespace tarn::cli {
namespace {

// Where a project keeps its cases.
constexpr const char* kCasesFolder = "tests";

// This program again, as `tarn run` with a failpoint: what a crash leaves behind, a real end of a
// process leaves behind.
class OwnProgram final : public runtime::UpdateProgram {
 public:
  explicit OwnProgram(storage::FileSystem& files) : files_(files) {}

  Result<std::vector<std::string>> reached(const std::string& spec_path,
                                           const runtime::Selection& selection,
                                           const std::string& trace) override {
    RETURN_IF_ERROR(files_.replace(trace, ""));
    ASSIGN_OR_RETURN([[maybe_unused]] const int code,
                     start(spec_path, selection, "TARN_FAILPOINT_TRACE=" + trace));
    ASSIGN_OR_RETURN(const std::string text, files_.read(trace));
    std::vector<std::string> names;
    for (size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
      names.push_back(text.substr(at, text.find('\n', at) - at));
    }
    return names;
  }

  Result<int> run(const std::string& spec_path, const runtime::Selection& selection,
                  const std::string& failpoint) override {
    return start(spec_path, selection, "TARN_FAILPOINT=" + failpoint);
  }

 private:
  static Result<int> start(const std::string& spec_path, const runtime::Selection& selection,
                           const std::string& variable) {
    std::vector<std::string> arguments = {"tarn", "run", "--spec", spec_path};
    add_list(arguments, "--refresh", selection.refresh);
    add_list(arguments, "--full-refresh", selection.full_refresh);
    if (selection.full_refresh_all) {
      arguments.emplace_back("--full-refresh-all");
    }
    return wait_for(arguments, variable);
  }

  static void add_list(std::vector<std::string>& arguments, const char* option,
                       const std::vector<std::string>& names) {
    if (!names.empty()) {
      arguments.emplace_back(option);
      arguments.push_back(fmt::format("{}", fmt::join(names, ",")));
    }
  }

  static std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts) {
      pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
  }

  static Result<int> wait_for(std::vector<std::string>& arguments, const std::string& added) {
    std::vector<std::string> variables = {added};
    for (char** variable = environ; *variable != nullptr; ++variable) {
      if (!std::string_view(*variable).starts_with("TARN_FAILPOINT")) {
        variables.emplace_back(*variable);
      }
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
      posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0);
    }
    pid_t child = 0;
    const int problem = posix_spawn(&child, "/proc/self/exe", &actions, nullptr,
                                    pointers_to(arguments).data(), pointers_to(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    if (problem != 0) {
      return Error{.code = ErrorCode::kUnavailable,
                   .message = "starting tarn: " + std::generic_category().message(problem)};
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  storage::FileSystem& files_;
};

bool is_case_file(const std::string& path) {
  return path.ends_with(".yml") || path.ends_with(".yaml");
}

// What the arguments name: files and folders of cases, and names of cases to keep.
struct Wanted {
  std::vector<std::string> files;
  std::vector<std::string> names;
};

Wanted find_files(const std::vector<std::string>& arguments, const std::string& project_folder) {
  Wanted wanted;
  const project::DiskFolder folder;
  std::vector<std::string> places;
  std::error_code problem;
  for (const std::string& argument : arguments) {
    if (std::filesystem::exists(argument, problem)) {
      places.push_back(argument);
    } else {
      wanted.names.push_back(argument);
    }
  }
  if (places.empty()) {
    const std::string place = storage::join(project_folder, kCasesFolder);
    const auto shown =
        std::filesystem::proximate(place, problem);  // short in messages: tests/orders.yml
    places.push_back(problem ? place : shown.string());
  }
  for (const std::string& place : places) {
    if (folder.is_file(place)) {
      wanted.files.push_back(place);
    } else if (const auto below = folder.files_below(place)) {
      for (const std::string& file : *below) {
        if (is_case_file(file)) {
          wanted.files.push_back(project::path_in(place, file));
        }
      }
    }
  }
  return wanted;
}

bool contains_any(const std::string& text, const std::vector<std::string>& parts) {
  return parts.empty() || std::ranges::any_of(parts, [&](const std::string& part) {
           return text.find(part) != std::string::npos;
         });
}

// The cases of the files, by the file's path; what is wrong in a file is printed.
struct LoadedCases {
  std::map<std::string, runtime::CaseFile> files;
  std::vector<const runtime::PipelineCase*> chosen;
  bool is_in_order = true;
};

LoadedCases load(Workbench& bench, const Wanted& wanted) {
  LoadedCases loaded;
  for (const std::string& path : wanted.files) {
    auto text = bench.files().read(path);
    if (!text) {
      bench.print(text.error());
      loaded.is_in_order = false;
      continue;
    }
    runtime::CaseFile& file = loaded.files[path];
    file = runtime::read_cases(
        std::make_shared<SourceText>(SourceText{.path = path, .text = *std::move(text)}));
    bench.print(file.diagnostics);
    loaded.is_in_order = loaded.is_in_order && file.diagnostics.empty();
    for (const runtime::PipelineCase& pipeline_case : file.cases) {
      if (contains_any(pipeline_case.title, wanted.names)) {
        loaded.chosen.push_back(&pipeline_case);
      }
    }
  }
  return loaded;
}

// The spec file of the project that we stand in, or that was named; empty where there is none.
Result<std::string> project_around(const std::string& spec) {
  const project::DiskFolder folder;
  if (!spec.empty()) {
    return project::absolute_path(spec);
  }
  ASSIGN_OR_RETURN(const std::string here, project::absolute_path("."));
  auto found = project::find_spec(folder, here);
  if (!found && found.error().condition == "PIPELINE_SPEC_FILE_NOT_FOUND") {
    return std::string();
  }
  return found;
}

Status update_files(Workbench& bench, const LoadedCases& loaded,
                    const runtime::SuiteReport& report) {
  for (const auto& [path, file] : loaded.files) {
    std::vector<const runtime::CaseReport*> of_file;
    for (const runtime::CaseReport& each : report.cases) {
      if (each.pipeline_case->source->path == path) {
        of_file.push_back(&each);
      }
    }
    if (of_file.empty()) {
      continue;
    }
    const std::string& before = of_file.front()->pipeline_case->source->text;
    const std::string after = runtime::rewritten(before, of_file);
    if (after != before) {
      RETURN_IF_ERROR(bench.files().replace(path, after));
      fmt::print("rewritten: {}\n", path);
    }
  }
  return ok();
}

// Why cases were not run on Spark: nothing is passed over in silence.
void print_not_on_spark(const runtime::CaseReport& report) {
  for (const runtime::CaseOutcome& outcome : report.outcomes) {
    if (outcome.way == runtime::Way::kSpark && !outcome.exempt.empty()) {
      fmt::print("{}: not on Spark: {}: {}\n", report.pipeline_case->source->path,
                 report.pipeline_case->title, outcome.exempt);
    }
  }
}

void print(const runtime::CaseReport& report, const TestOptions& options) {
  if (options.json) {
    fmt::print("{}\n", runtime::case_json(report));
  } else if (const std::string text = runtime::failure_text(report); !text.empty()) {
    fmt::print("{}\n", text);
  } else if (options.verbose) {
    fmt::print("{}: ok: {}\n", report.pipeline_case->source->path, report.pipeline_case->title);
  }
  if (!options.json) {
    print_not_on_spark(report);
  }
  std::fflush(stdout);
}

Result<runtime::SuiteReport> run_cases(Workbench& bench, const LoadedCases& loaded,
                                       const std::string& spec, const TestOptions& options) {
  ASSIGN_OR_RETURN(const auto scratch,
                   ScratchFolder::make(bench.files(), ScratchPlace::kMemory, "tarn-test"));
  const engine::EngineOptions engine_options{.temp_directory =
                                                 storage::join(scratch->path(), "spill")};
  ASSIGN_OR_RETURN(const auto engine, engine::Engine::open(engine_options));
  OwnProgram program(bench.files());
  std::unique_ptr<SparkProcess> spark;
  if (options.engine == CaseEngine::kSpark) {
    ASSIGN_OR_RETURN(spark,
                     SparkProcess::start(bench.files(), storage::join(scratch->path(), "_driver")));
  }
  const runtime::CaseHost host{.files = bench.files(),
                               .clock = bench.clock(),
                               .random = system_random(),
                               .engine = *engine,
                               .engine_options = engine_options,
                               .program = program,
                               .spark = spark.get(),
                               .scratch = scratch->path(),
                               .project = spec};
  std::vector<runtime::Way> ways = {runtime::Way::kWritten};
  if (options.cut) ways.push_back(runtime::Way::kCut);
  if (options.kill) ways.push_back(runtime::Way::kKilled);
  if (spark != nullptr) ways.push_back(runtime::Way::kSpark);
  const int jobs = options.jobs > 0
                       ? options.jobs
                       : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return runtime::run_suite(loaded.chosen, ways, jobs, host,
                            [&](const runtime::CaseReport& report) { print(report, options); });
}

}  // namespace

ExitCode test(const TestOptions& options) {
  Workbench bench(options.json ? Diagnostics::kJson : Diagnostics::kText);
  const auto spec = project_around(options.spec);
  if (!spec) {
    bench.print(spec.error());
    return ExitCode::kFailed;
  }
  const Wanted wanted = find_files(options.cases, spec->empty() ? "" : storage::parent_of(*spec));
  const LoadedCases loaded = load(bench, wanted);
  if (!loaded.is_in_order) {
    return ExitCode::kFailed;
  }
  if (loaded.chosen.empty()) {
    bench.print(Error{
        .code = ErrorCode::kNotFound,
        .message = wanted.names.empty()
                       ? "there are no cases; they stand in .yml files below 'tests'"
                       : fmt::format("no case's title has '{}' in it, and no file has that name",
                                     fmt::join(wanted.names, "' or '"))});
    return ExitCode::kUsage;
  }
  const auto report = run_cases(bench, loaded, *spec, options);
  if (!report) {
    bench.print(report.error());
    return ExitCode::kFailed;
  }
  Status written = ok();
  if (!options.junit.empty()) {
    written = bench.files().replace(options.junit, runtime::junit_xml(*report));
  }
  if (written && options.update) {
    written = update_files(bench, loaded, *report);
  }
  if (!written) {
    bench.print(written.error());
    return ExitCode::kFailed;
  }
  if (!options.json) {
    fmt::print("{}\n", runtime::summary_text(*report));
  }
  return report->has_passed() ? ExitCode::kDone : ExitCode::kFailed;
}

}  // namespace tarn::cli
