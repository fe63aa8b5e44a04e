// What was typed before, kept in a file between sessions.
//
// A line of the file is one entry as a JSON string. Entries are appended as they are made, so that
// a session that dies keeps them, and two at a time lose none. Lines that are no such text are
// passed over. The file is its owner's alone. Format: docs/formats/sql-history.md.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tarn::console {

class History {
 public:
  // The newest entries that are kept in memory, and, once the file has grown to twice as many, in
  // it.
  static constexpr size_t kEntries = 5'000;

  // An empty path, or one that cannot be written, keeps entries for this session alone.
  explicit History(std::string path);

  // Oldest first.
  const std::vector<std::string>& entries() const { return entries_; }

  // Keeps an entry, unless it is the newest already, or begins with a blank: so a user keeps a
  // secret out of the file. True where it was kept.
  bool add(const std::string& entry);

 private:
  void load();
  void shorten();

  std::string path_;
  std::vector<std::string> entries_;
  size_t lines_ = 0;  // of the file
};

// $XDG_STATE_HOME/tarn/sql_history, or ~/.local/state/..; empty where neither is known.
std::string default_history_path();

}  // namespace tarn::console
