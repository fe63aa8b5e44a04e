#include "console/pager.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "base/check.h"
#include "console/characters.h"

namespace tarn::console {
namespace {

bool write_all(int file, const char* bytes, size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(file, bytes, size);
    if (written < 0 && errno != EINTR) {
      return false;
    }
    if (written > 0) {
      bytes += written;
      size -= static_cast<size_t>(written);
    }
  }
  return true;
}

// The environment, with less told to leave lines whole where the user has not told it anything.
std::vector<std::string> pager_environment() {
  std::vector<std::string> variables;
  bool has_less = false;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    has_less = has_less || std::strncmp(*variable, "LESS=", 5) == 0;
    variables.emplace_back(*variable);
  }
  if (!has_less) {
    variables.emplace_back("LESS=RSX");
  }
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

// Runs `program` with `input` as its standard input, and with the signals that this process blocks
// or ignores as they are by default. 0: it could not be started.
pid_t spawn(const std::string& program, int input) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigaddset(&defaults, SIGINT);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> arguments = {"sh", "-c", program};
  std::vector<std::string> variables = pager_environment();
  pid_t child = 0;
  const int problem = ::posix_spawn(&child, "/bin/sh", &actions, &attributes,
                                    pointers_to(arguments).data(), pointers_to(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return problem == 0 ? child : 0;
}

}  // namespace

ScreenSize screen_size() {
  winsize size = {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) {
    return {};
  }
  return {.lines = size.ws_row, .columns = size.ws_col};
}

PagedOutput::PagedOutput(std::string program, ScreenSize screen)
    : program_(std::move(program)), screen_(screen), is_direct_(program_.empty()) {
  const cookie_io_functions_t functions = {
      .read = nullptr,
      .write = [](void* self, const char* bytes,
                  size_t size) { return static_cast<PagedOutput*>(self)->write(bytes, size); },
      .seek = nullptr,
      .close = nullptr};
  file_ = ::fopencookie(this, "w", functions);
  CHECK(file_ != nullptr);
}

PagedOutput::~PagedOutput() {
  std::fclose(file_);
  if (pager_ == 0) {
    std::fwrite(held_.data(), 1, held_.size(), stdout);
    std::fflush(stdout);
    return;
  }
  ::close(to_pager_);
  int status = 0;
  while (::waitpid(pager_, &status, 0) < 0 && errno == EINTR) {
  }
}

bool PagedOutput::outgrows(const char* bytes, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    if (bytes[i] != '\n') {
      line_ += bytes[i];
      continue;
    }
    ++lines_;
    if (display_width(line_) > screen_.columns) {
      return true;
    }
    line_.clear();
  }
  // The prompt, the count of rows and a line between them need room, too.
  constexpr size_t kLinesBeside = 4;
  return lines_ + kLinesBeside > screen_.lines || line_.size() > 4 * screen_.columns;
}

bool PagedOutput::start() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    return false;
  }
  pager_ = spawn(program_, ends[0]);
  ::close(ends[0]);
  if (pager_ == 0) {
    ::close(ends[1]);
    return false;
  }
  to_pager_ = ends[1];
  return true;
}

ssize_t PagedOutput::write(const char* bytes, size_t size) {
  const auto all = static_cast<ssize_t>(size);
  if (is_direct_) {
    return write_all(STDOUT_FILENO, bytes, size) ? all : 0;
  }
  if (pager_ != 0) {
    return write_all(to_pager_, bytes, size) ? all : 0;
  }
  held_.append(bytes, size);
  if (!outgrows(bytes, size)) {
    return all;
  }
  is_direct_ = !start();
  const std::string text = std::exchange(held_, "");
  return write_all(is_direct_ ? STDOUT_FILENO : to_pager_, text.data(), text.size()) ? all : 0;
}

std::string default_pager() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread is made.
  const char* const pager = std::getenv("PAGER");
  if (pager != nullptr) {
    return pager;
  }
  return ::access("/usr/bin/less", X_OK) == 0 ? "less" : "";
}

}  // namespace tarn::console
