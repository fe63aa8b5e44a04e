// The text of docs/FUNCTIONS.md, from the function table.

#pragma once

#include <string>

namespace tarn::plan {

// Markdown: a table of functions and operators for each kind, aliases named with what they mean.
std::string function_page();

}  // namespace tarn::plan
