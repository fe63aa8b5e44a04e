// Who runs this process.

#pragma once

#include <string>

namespace tarn {

// The name of the process's effective user as the system knows it; its number where it has none.
std::string user_name();

}  // namespace tarn
