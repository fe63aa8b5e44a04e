// What was typed so far: whether it can be carried out, or goes on in the next line.

#pragma once

#include <cstdint>
#include <string_view>

namespace tarn::console {

enum class Input : uint8_t {
  kNothing,     // white space, comments
  kCommand,     // for the console itself: \d, quit
  kUnfinished,  // a statement without its `;`, an open string or comment
  kStatements,  // one or more, the last with its `;`
};

Input input_of(std::string_view text);

}  // namespace tarn::console
