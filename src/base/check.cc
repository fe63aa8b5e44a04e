#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace tarn {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "tarn: %s:%d: CHECK(%s) failed. This is a bug in Tarn.\n", file, line,
               condition);
  std::abort();
}

}  // namespace tarn
