// The commands. Each takes its options, does its work, prints to stdout what was asked for and to
// stderr what went wrong.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "console/row_printer.h"
#include "simulate/pos.h"

namespace tarn::cli {

struct InitOptions {
  std::string name;
};
ExitCode init(const InitOptions& options);

struct RunOptions {
  std::string spec;  // empty: searched for from here upwards
  std::vector<std::string> refresh;
  std::vector<std::string> full_refresh;
  bool full_refresh_all = false;
  bool json = false;
};
ExitCode run(const RunOptions& options);

struct DryRunOptions {
  std::string spec;
  bool json = false;
};
ExitCode dry_run(const DryRunOptions& options);

enum class CaseEngine : uint8_t {
  kTarn,
  kSpark,  // Tarn and Spark
};

struct TestOptions {
  std::string spec;
  std::vector<std::string> cases;  // files, folders, and parts of titles
  std::string junit;
  int jobs = 0;  // 0: one a core
  CaseEngine engine = CaseEngine::kTarn;
  bool cut = false;
  bool kill = false;
  bool update = false;
  bool json = false;
  bool verbose = false;
};
ExitCode test(const TestOptions& options);

struct SqlOptions {
  std::string spec;
  std::string query;         // statements, with `;` between them
  std::string file;          // instead of `query`
  bool reads_input = false;  // neither: from standard input, which may be a user at a terminal
  console::RowFormat format = console::RowFormat::kTable;
  bool json_lines = false;  // requests on standard input, an answer a line (json_lines.h)
};
ExitCode sql(const SqlOptions& options);

struct ExportOptions {
  std::string spec;
  std::string output = "spark";
};
ExitCode export_spark(const ExportOptions& options);

enum class GraphFormat : uint8_t { kText, kJson, kMermaid, kDot, kPlans, kOpenLineage };

struct GraphOptions {
  std::string spec;
  GraphFormat format = GraphFormat::kText;
  bool columns = false;  // what each column rests on, instead of what datasets read
};
ExitCode graph(const GraphOptions& options);

struct EventsOptions {
  std::string spec;
  std::string update;  // the beginning of its id; empty: the newest
  bool all = false;    // of every update
  std::string flow;    // its name, or the end of it
  std::string level;
  bool json = false;
};
ExitCode events(const EventsOptions& options);

struct DoctorOptions {
  std::string spec;
};
ExitCode doctor(const DoctorOptions& options);

struct TableOptions {
  std::string spec;
  std::string name;
  std::optional<int64_t> version = {};
};
ExitCode table_list(const TableOptions& options);
ExitCode table_path(const TableOptions& options);
ExitCode table_show(const TableOptions& options);
ExitCode table_history(const TableOptions& options);

struct SimulateOptions {
  simulate::PosOptions pos;
  std::optional<double> speed;  // multiples of real time; nothing: as fast as possible
  std::string output;
};
ExitCode simulate_pos(const SimulateOptions& options);

}  // namespace tarn::cli
