// `tarn sql` at a terminal: statements are edited, carried out, and shown, one after the other.
//
// What the user meets is described in docs/SQL_CONSOLE.md. One thread; Ctrl-C ends the statement
// that is under way (interrupt_watch.h).

#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "console/command.h"
#include "console/history.h"
#include "console/interrupt_watch.h"
#include "console/row_printer.h"
#include "console/session_names.h"
#include "session/session.h"
#include "sql/substitution.h"
#include "storage/file_system.h"

namespace tarn::console {

struct ConsoleOptions {
  RowFormat format = RowFormat::kTable;
  std::string greeting;      // a line
  std::string history_path;  // empty: kept for this session alone
  std::string pager;         // empty: none
};

class Console {
 public:
  Console(session::Session& session, storage::FileSystem& files, const Clock& clock,
          InterruptWatch& interrupts, ConsoleOptions options);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  // Until the user leaves.
  void run();

 private:
  enum class After : uint8_t { kGoOn, kLeave };

  After take(const std::string& text);
  After carry_out(const Command& command);
  // False where a statement was refused; those behind it are not carried out.
  bool execute_all(std::shared_ptr<const SourceText> text);
  bool execute(const sql::Fragment& statement);
  bool show(session::Answer& answer);
  Result<int64_t> print(session::Answer& answer);
  void ask(const std::string& statement);
  void describe(const std::string& relation, bool more);
  void set_format(const std::string& name);
  void set_switch(bool& value, const std::string& argument, const char* what);
  void run_file(const std::string& path);
  void open_output(const std::string& path);
  void print_help() const;
  static void complain(const Error& error);

  session::Session& session_;
  storage::FileSystem& files_;
  const Clock& clock_;
  InterruptWatch& interrupts_;
  ConsoleOptions options_;
  SessionNames names_;
  History history_;
  std::FILE* output_ = nullptr;  // \o; null: standard output
  bool is_vertical_ = false;
  bool is_timed_ = false;
  bool is_paged_ = true;
  Micros ended_ = 0;  // when the newest statement had its rows
};

}  // namespace tarn::console
