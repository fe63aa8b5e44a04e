// Where a longer answer goes: as much as fits on the screen is printed, more is handed to a pager.
//
// The pager is $PAGER, else less (-S: lines are not folded), else none. It starts once the text has
// outgrown the screen, and shows what comes while it comes. One thread; one at a time.

#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdio>
#include <string>

namespace tarn::console {

struct ScreenSize {
  size_t lines = 24;
  size_t columns = 80;
};

// Of the terminal that standard output is.
ScreenSize screen_size();

class PagedOutput {
 public:
  // `program`: as the shell would run it; empty: everything is printed.
  PagedOutput(std::string program, ScreenSize screen);
  // Waits for the pager's end.
  ~PagedOutput();
  PagedOutput(const PagedOutput&) = delete;
  PagedOutput& operator=(const PagedOutput&) = delete;

  // To be written to. Has an error (std::ferror) once the user has left the pager.
  std::FILE* file() { return file_; }

 private:
  ssize_t write(const char* bytes, size_t size);
  bool outgrows(const char* bytes, size_t size);
  bool start();

  const std::string program_;
  const ScreenSize screen_;
  std::FILE* file_ = nullptr;
  std::string held_;  // what fits so far
  size_t lines_ = 0;  // of it
  std::string line_;  // the last, which may go on
  pid_t pager_ = 0;   // 0: not started
  int to_pager_ = -1;
  bool is_direct_ = false;  // no pager: printed at once
};

// The program to use by the environment, empty where there is none.
std::string default_pager();

}  // namespace tarn::console
