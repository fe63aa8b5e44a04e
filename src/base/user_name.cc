#include "base/user_name.h"

#include <pwd.h>
#include <unistd.h>

#include <vector>

namespace tarn {

std::string user_name() {
  const uid_t user = geteuid();
  std::vector<char> buffer(16384);
  passwd entry{};
  passwd* found = nullptr;
  const int failed = getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found);
  return failed == 0 && found != nullptr ? std::string(found->pw_name) : std::to_string(user);
}

}  // namespace tarn
