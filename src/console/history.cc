#include "console/history.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "types/json_string.h"

namespace tarn::console {
namespace {

constexpr int kOwnerOnly = 0600;

std::string line_of(const std::string& entry) {
  std::string line;
  types::append_json_string(line, entry);
  return line + "\n";
}

// One call, so that the lines of two sessions do not mix.
bool write_all(const std::string& path, int flags, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, kOwnerOnly);
  if (file < 0) {
    return false;
  }
  const bool done = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(file);
  return done;
}

}  // namespace

History::History(std::string path) : path_(std::move(path)) {
  if (path_.empty()) {
    return;
  }
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path_).parent_path(), ignored);
  load();
  if (lines_ > 2 * kEntries) {
    shorten();
  }
}

void History::load() {
  std::ifstream file(path_);
  for (std::string line; std::getline(file, line);) {
    ++lines_;
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_string()) {
      entries_.push_back(json.get<std::string>());
    }
  }
  if (entries_.size() > kEntries) {
    entries_.erase(entries_.begin(), entries_.end() - kEntries);
  }
}

// Another session's newest entry may be lost here; its file is whole at any time.
void History::shorten() {
  std::string text;
  for (const std::string& entry : entries_) {
    text += line_of(entry);
  }
  const std::string fresh = path_ + "." + std::to_string(::getpid());
  std::error_code failed;
  if (write_all(fresh, O_TRUNC, text)) {
    std::filesystem::rename(fresh, path_, failed);
  }
  std::filesystem::remove(fresh, failed);
  lines_ = entries_.size();
}

bool History::add(const std::string& entry) {
  if (entry.empty() || entry.front() == ' ' || (!entries_.empty() && entries_.back() == entry)) {
    return false;
  }
  entries_.push_back(entry);
  if (!path_.empty() && write_all(path_, O_APPEND, line_of(entry))) {
    ++lines_;
  }
  return true;
}

std::string default_history_path() {
  // NOLINTBEGIN(concurrency-mt-unsafe): read before any thread is made.
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  // NOLINTEND(concurrency-mt-unsafe)
  if (state != nullptr && *state != '\0') {
    return std::string(state) + "/tarn/sql_history";
  }
  if (home != nullptr && *home != '\0') {
    return std::string(home) + "/.local/state/tarn/sql_history";
  }
  return "";
}

}  // namespace tarn::console
