#include "cli/spark_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>

#include "lowering/spark_driver.h"
#include "storage/path.h"

namespace tarn::cli {
namespace {

using Json = nlohmann::json;

// A pipeline of a case takes seconds; a Spark that is silent for so long is stuck.
constexpr int kAnswerSecondsMax = 600;
// From the end of its input to its own end.
constexpr int kEndSecondsMax = 20;
constexpr size_t kLogCharactersShown = 1500;

Error failed(const std::string& what, int problem) {
  return {.code = ErrorCode::kUnavailable,
          .message = fmt::format("{}: {}", what, std::generic_category().message(problem))};
}

std::string python_program() {
  const char* named = std::getenv("TARN_SPARK_PYTHON");
  return named != nullptr && *named != '\0' ? named : "python3";
}

// The end of a pipe that this process keeps and the one that the child gets.
struct Pipe {
  int read = -1;
  int write = -1;
};

Result<Pipe> open_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return failed("opening a pipe", errno);
  }
  return Pipe{.read = ends[0], .write = ends[1]};
}

}  // namespace

Result<std::unique_ptr<SparkProcess>> SparkProcess::start(storage::FileSystem& files,
                                                          const std::string& folder) {
  RETURN_IF_ERROR(files.make_directories(folder));
  const std::string script = storage::join(folder, "spark_driver.py");
  const std::string log = storage::join(folder, "spark.log");
  RETURN_IF_ERROR(files.replace(script, std::string(lowering::spark_driver_text())));
  RETURN_IF_ERROR(files.replace(log, ""));
  std::unique_ptr<SparkProcess> process(new SparkProcess(files, log));
  RETURN_IF_ERROR(process->spawn(script, folder));
  ASSIGN_OR_RETURN(const std::string line, process->read_line());
  const Json first = Json::parse(line, nullptr, false);
  if (first.is_object() && first.contains("missing")) {
    return Error{.code = ErrorCode::kUnavailable,
                 .message = "Spark cannot be started: " + first.value("missing", "")};
  }
  return process;
}

Status SparkProcess::spawn(const std::string& script, const std::string& folder) {
  ASSIGN_OR_RETURN(const Pipe requests, open_pipe());
  requests_ = requests.write;
  ASSIGN_OR_RETURN(const Pipe answers, open_pipe());
  answers_ = answers.read;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, requests.read, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, answers.write, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log_.c_str(), O_WRONLY | O_APPEND, 0);
  std::string python = python_program();
  std::string script_argument = script;
  std::string folder_argument = folder;
  std::array<char*, 4> arguments = {python.data(), script_argument.data(), folder_argument.data(),
                                    nullptr};
  const int problem =
      posix_spawnp(&child_, python.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(requests.read);
  ::close(answers.write);
  if (problem != 0) {
    child_ = 0;
    return failed(fmt::format("starting '{}' (TARN_SPARK_PYTHON names another Python)", python),
                  problem);
  }
  return ok();
}

SparkProcess::~SparkProcess() {
  if (requests_ >= 0) ::close(requests_);
  if (answers_ >= 0) ::close(answers_);
  if (child_ == 0) {
    return;
  }
  constexpr auto kLook = std::chrono::milliseconds(50);
  for (int look = 0; look * kLook < std::chrono::seconds(kEndSecondsMax); ++look) {
    if (::waitpid(child_, nullptr, WNOHANG) != 0) {
      return;
    }
    std::this_thread::sleep_for(kLook);
  }
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
}

Result<std::string> SparkProcess::ask(const std::string& request) {
  RETURN_IF_ERROR(write_line(request + "\n"));
  return read_line();
}

Status SparkProcess::write_line(const std::string& line) {
  for (size_t at = 0; at < line.size();) {
    const ssize_t written = ::write(requests_, line.data() + at, line.size() - at);
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return ended();
    }
    at += static_cast<size_t>(written);
  }
  return ok();
}

Result<std::string> SparkProcess::read_line() {
  for (;;) {
    if (const size_t end = read_.find('\n'); end != std::string::npos) {
      std::string line = read_.substr(0, end);
      read_.erase(0, end + 1);
      return line;
    }
    pollfd waited{.fd = answers_, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&waited, 1, kAnswerSecondsMax * 1000);
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    if (ready == 0) {
      return Error{.code = ErrorCode::kUnavailable,
                   .message = fmt::format("Spark did not answer for {} s", kAnswerSecondsMax)};
    }
    std::array<char, 65536> bytes{};
    const ssize_t count = ::read(answers_, bytes.data(), bytes.size());
    if (count <= 0) {
      return ended();
    }
    read_.append(bytes.data(), static_cast<size_t>(count));
  }
}

// With the end of its log, which says why.
Error SparkProcess::ended() const {
  const auto log = files_.read(log_);
  std::string end = log ? *log : "";
  if (end.size() > kLogCharactersShown) {
    end.erase(0, end.size() - kLogCharactersShown);
  }
  return {.code = ErrorCode::kUnavailable, .message = "Spark ended; its last words:\n" + end};
}

}  // namespace tarn::cli
