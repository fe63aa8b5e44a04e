// Editing a text of one or more lines on a terminal, with history and completion (libedit).
//
// Enter ends a whole text, and begins a new line in one that is not; Alt-Enter always begins one.
// Arrows move through lines and history, Ctrl-R searches it, Tab completes the name at the cursor,
// Ctrl-C throws away what was typed. ~/.editrc may bind other keys. One thread.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "console/completion.h"
#include "console/history.h"

namespace tarn::console {

class LineEditor {
 public:
  struct Hooks {
    std::function<bool(std::string_view text)> is_whole;
    std::function<Completion(std::string_view text, size_t cursor)> complete;
  };

  // Standard input and output must be terminals.
  LineEditor(std::string prompt, Hooks hooks, const History& history);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  // The next text, empty where the user gave it up; nothing at the end of input (Ctrl-D).
  std::optional<std::string> read();
  // Arrows reach it from now on.
  void remember(const std::string& entry);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace tarn::console
