// The command line.

#include <fmt/format.h>
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <optional>
#include <string>

#include "base/version.h"
#include "cli/command.h"

namespace tarn::cli {
namespace {

// What was asked for; run once the command line has been read whole.
using Action = std::function<ExitCode()>;

void add_spec(CLI::App& command, std::string& spec) {
  command.add_option("--spec", spec,
                     "The project file (default: spark-pipeline.yml here or above)");
}

void add_init(CLI::App& app, Action& action) {
  auto options = std::make_shared<InitOptions>();  // shared with the action
  CLI::App* command = app.add_subcommand("init", "Make a new project in a folder of that name");
  command->add_option("name,--name", options->name, "The project's name")->required();
  command->footer("Example: tarn init shop && cd shop && tarn run");
  command->callback([&action, options] { action = [options] { return init(*options); }; });
}

void add_run(CLI::App& app, Action& action) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command =
      app.add_subcommand("run", "Bring all tables up to date with what is available now");
  add_spec(*command, options->spec);
  command->add_option("--refresh", options->refresh, "Only these tables")->delimiter(',');
  command->add_option("--full-refresh", options->full_refresh, "These tables, from the beginning")
      ->delimiter(',');
  command->add_flag("--full-refresh-all", options->full_refresh_all,
                    "All tables, from the beginning");
  command->add_flag("--json", options->json, "Events as JSON lines on standard output");
  command->footer(
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the pipeline is being run, 130 stopped by a "
      "signal\n"
      "Example: tarn run --full-refresh sales");
  command->callback([&action, options] { action = [options] { return run(*options); }; });
}

void add_dry_run(CLI::App& app, Action& action) {
  auto options = std::make_shared<DryRunOptions>();
  CLI::App* command = app.add_subcommand("dry-run", "Check the project; nothing is written");
  add_spec(*command, options->spec);
  command->add_flag("--json", options->json, "Diagnostics as JSON lines on standard output");
  command->callback([&action, options] { action = [options] { return dry_run(*options); }; });
}

void add_test(CLI::App& app, Action& action) {
  auto options = std::make_shared<TestOptions>();
  CLI::App* command = app.add_subcommand("test", "Run the unit tests of pipelines");
  add_spec(*command, options->spec);
  command->add_option("cases", options->cases,
                      "Files, folders or parts of titles (default: tests/ of the project)");
  command->add_flag("--cut", options->cut, "Also with the input cut into many updates");
  command->add_flag("--kill", options->kill, "Also killed at each failpoint, and started again");
  command
      ->add_option("--engine", options->engine,
                   "tarn, or spark: also on PySpark with Delta, whose tables must be the same")
      ->transform(CLI::CheckedTransformer(std::map<std::string, CaseEngine>{
          {"tarn", CaseEngine::kTarn}, {"spark", CaseEngine::kSpark}}))
      ->option_text("tarn|spark");
  command->add_flag("--update", options->update, "Rewrite what the cases expect as it was found");
  command->add_option("--junit", options->junit, "Write a report in JUnit's XML to this file");
  command->add_option("--jobs", options->jobs, "Cases at the same time (default: one a core)")
      ->check(CLI::PositiveNumber);
  command->add_flag("--json", options->json, "A line of JSON for each case on standard output");
  command->add_flag("-v,--verbose", options->verbose, "Also name the cases that pass");
  command->footer(
      "Exit codes: 0 all passed, 1 a case failed or is written wrongly, 2 wrong usage or no case\n"
      "Example: tarn test --cut tests/orders.yml");
  command->callback([&action, options] { action = [options] { return test(*options); }; });
}

std::vector<std::string> output_names() {
  std::vector<std::string> names = console::row_format_names();
  names.emplace_back("jsonl");
  return names;
}

void add_sql(CLI::App& app, Action& action) {
  auto options = std::make_shared<SqlOptions>();
  auto input = std::make_shared<std::string>();
  auto output = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("sql", "Run SQL over the pipeline's tables, or outside of any project");
  add_spec(*command, options->spec);
  auto* query = command->add_option("query", options->query, "Statements, with ';' between them");
  auto* file = command->add_option("-f,--file", options->file, "A file that holds the statements")
                   ->excludes(query);
  command
      ->add_option("--input", *input, "jsonl: requests of a program on standard input, one a line")
      ->check(CLI::IsMember({"jsonl"}))
      ->excludes(query)
      ->excludes(file);
  command
      ->add_option("--output", *output,
                   "table, vertical, markdown, csv or json (default: table); jsonl, and only that, "
                   "with --input jsonl")
      ->check(CLI::IsMember(output_names()));
  command->footer(
      "Without a query: statements from standard input, or, at a terminal, one after the other as "
      "you type them\n"
      "Examples: tarn sql\n"
      "          tarn sql --output csv \"SELECT * FROM items ORDER BY item\"\n"
      "          echo '{\"id\": 1, \"sql\": \"SELECT 1\"}' | tarn sql --input jsonl");
  command->callback([&action, options, input, output, query, file] {
    options->json_lines = *input == "jsonl";
    options->reads_input = query->empty() && file->empty();
    if (!output->empty() && options->json_lines != (*output == "jsonl")) {
      throw CLI::ValidationError("--output", "jsonl and --input jsonl go together");
    }
    options->format = console::row_format_of(*output).value_or(options->format);
    action = [options] { return sql(*options); };
  });
}

void add_export(CLI::App& app, Action& action) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* command = app.add_subcommand("export", "The project for another engine");
  command->require_subcommand(1);
  CLI::App* spark = command->add_subcommand(
      "spark", "As Apache Spark's declarative pipelines run it (spark-pipelines run)");
  add_spec(*spark, options->spec);
  spark->add_option("--output", options->output, "The folder to write (default: spark)");
  spark->footer("Example: tarn export spark --output ../shop-on-spark");
  spark->callback([&action, options] { action = [options] { return export_spark(*options); }; });
}

void add_graph(CLI::App& app, Action& action) {
  auto options = std::make_shared<GraphOptions>();
  CLI::App* command = app.add_subcommand("graph", "The project's datasets and what they read");
  add_spec(*command, options->spec);
  const std::map<std::string, GraphFormat> formats = {
      {"text", GraphFormat::kText},       {"json", GraphFormat::kJson},
      {"mermaid", GraphFormat::kMermaid}, {"dot", GraphFormat::kDot},
      {"plans", GraphFormat::kPlans},     {"openlineage", GraphFormat::kOpenLineage}};
  command
      ->add_option(
          "--output", options->format,
          "text, json, mermaid (a drawing for Markdown), dot, plans or openlineage (events with "
          "the lineage of columns) (default: text)")
      ->transform(CLI::CheckedTransformer(formats));
  command->add_flag("--columns", options->columns,
                    "What each column rests on, and how, as text, json or openlineage");
  command->callback([&action, options] {
    const bool is_drawing = options->format == GraphFormat::kMermaid ||
                            options->format == GraphFormat::kDot ||
                            options->format == GraphFormat::kPlans;
    if (options->columns && is_drawing) {
      throw CLI::ValidationError("--columns", "is printed as text, json or openlineage");
    }
    action = [options] { return graph(*options); };
  });
}

void add_events(CLI::App& app, Action& action) {
  auto options = std::make_shared<EventsOptions>();
  CLI::App* command =
      app.add_subcommand("events", "What an update did: the newest, or those named");
  add_spec(*command, options->spec);
  auto* update =
      command->add_option("--update", options->update, "The beginning of an update's id");
  command->add_flag("--all", options->all, "Of all updates")->excludes(update);
  command->add_option("--flow", options->flow, "Of one flow");
  command->add_option("--level", options->level, "INFO, WARN, ERROR or METRICS")
      ->transform(CLI::IsMember({"INFO", "WARN", "ERROR", "METRICS"}, CLI::ignore_case));
  command->add_flag("--json", options->json, "One event a line, as the event log has it");
  command->footer("Example: tarn events --all --level ERROR");
  command->callback([&action, options] { action = [options] { return events(*options); }; });
}

void add_doctor(CLI::App& app, Action& action) {
  auto options = std::make_shared<DoctorOptions>();
  CLI::App* command = app.add_subcommand(
      "doctor", "Look at the machine and the project; nothing that is written stays");
  add_spec(*command, options->spec);
  command->callback([&action, options] { action = [options] { return doctor(*options); }; });
}

void add_table(CLI::App& app, Action& action) {
  auto options = std::make_shared<TableOptions>();
  CLI::App* command = app.add_subcommand("table", "Look at tables");
  command->require_subcommand(1);
  add_spec(*command, options->spec);
  command->add_subcommand("list", "Every table of the warehouse")->callback([&action, options] {
    action = [options] { return table_list(*options); };
  });
  const auto add = [&](const char* name, const char* text, ExitCode (*work)(const TableOptions&)) {
    CLI::App* word = command->add_subcommand(name, text);
    word->add_option("table", options->name, "The table's name")->required();
    word->callback(
        [&action, options, work] { action = [options, work] { return work(*options); }; });
    return word;
  };
  add("path", "The folder of a table", table_path);
  add("history", "The versions of a table, newest first", table_history);
  add("show", "Columns, size and state of a table", table_show)
      ->add_option("--version", options->version, "As of this version");
}

void add_simulate(CLI::App& app, Action& action) {
  auto options = std::make_shared<SimulateOptions>();
  CLI::App* command = app.add_subcommand("simulate", "Make input for an example");
  command->require_subcommand(1);
  CLI::App* pos = command->add_subcommand("pos", "Point-of-sale documents of two stores");
  pos->add_option("--output", options->output, "The folder for the files")->required();
  pos->add_option("--seed", options->pos.seed, "The same seed makes the same files");
  pos->add_option("--events", options->pos.events, "Sales, restocks, losses and pick-ups in all")
      ->check(CLI::PositiveNumber);
  pos->add_option("--items", options->pos.items, "Items in the assortment")
      ->check(CLI::PositiveNumber);
  pos->add_option("--files", options->pos.files,
                  "Files of documents (default: one a day, more with --speed)")
      ->check(CLI::PositiveNumber);
  pos->add_option("--days", options->pos.days, "Days")->check(CLI::PositiveNumber);
  pos->add_option_function<std::string>(
         "--speed",
         [options](const std::string& text) {
           if (text == "max") {
             options->speed.reset();
           } else if (const double speed = std::stod(text); std::isfinite(speed)) {
             options->speed = speed;
           } else {
             throw CLI::ValidationError("--speed", "a number or max, not " + text);
           }
         },
         "How fast files appear: 10 is ten times as fast as the events of the simulation happen; "
         "max (the default) is as fast as possible. With a speed there is a file about every ten "
         "seconds, unless --files says otherwise. Ctrl-C ends it behind a whole file")
      ->check(CLI::PositiveNumber | CLI::IsMember({"max"}));
  pos->footer(
      "Examples: tarn simulate pos --output input --events 100000 --seed 42\n"
      "          tarn simulate pos --output input --speed 10");
  pos->callback([&action, options] { action = [options] { return simulate_pos(*options); }; });
}

// A batch takes memory that the batch before gave back. Left alone, the allocator returns large
// blocks to the system each time and gets them again as pages that have to be cleared: a third of
// the page faults of a run in small batches.
void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that glibc takes
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
}

int run_command_line(int argc, char** argv) {
  CLI::App app{
      "Runs declarative lakehouse pipelines on one machine, exactly once, into Delta tables.",
      "tarn"};
  app.set_version_flag("--version", std::string("tarn " TARN_VERSION));
  app.require_subcommand(1);
  Action action;
  add_init(app, action);
  add_run(app, action);
  add_dry_run(app, action);
  add_test(app, action);
  add_sql(app, action);
  add_export(app, action);
  add_graph(app, action);
  add_events(app, action);
  add_doctor(app, action);
  add_table(app, action);
  add_simulate(app, action);
  app.add_subcommand("version", "The version of this program")->callback([&action] {
    action = [] {
      fmt::print("{}\n", "tarn " TARN_VERSION);
      return ExitCode::kDone;
    };
  });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
  }
  return static_cast<int>(action());
}

}  // namespace
}  // namespace tarn::cli

int main(int argc, char** argv) {
  tarn::cli::keep_freed_memory();
  return tarn::cli::run_command_line(argc, argv);
}
