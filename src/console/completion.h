// What a name that is being typed may become: Tab's answer.
//
// The statement around the cursor is read by its tokens alone, as it need not be whole: which
// tables it reads, by which names, and whether a table or a column stands at the cursor.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tarn::console {

// The names that a session knows.
class Names {
 public:
  virtual ~Names() = default;
  // Tables and views of a schema; of the current one, with the temporary views, where it is empty.
  virtual std::vector<std::string> relations(const std::string& schema) = 0;
  virtual std::vector<std::string> schemas() = 0;
  // Of a table or view by its name as it stands in the statement; none where there is no such.
  virtual std::vector<std::string> columns(const std::string& relation) = 0;
  virtual std::vector<std::string> functions() = 0;
};

struct Completion {
  size_t begin = 0;                     // where the word at the cursor begins, in bytes
  std::vector<std::string> words = {};  // what may stand in its place, sorted, each once
};

// `cursor`: in bytes.
Completion complete(std::string_view text, size_t cursor, Names& names);

// The longest beginning that all words share, without regard to the case of letters.
std::string common_beginning(const std::vector<std::string>& words);

}  // namespace tarn::console
