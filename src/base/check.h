// CHECK(condition): what cannot happen. Where it does, the process ends with the place, in release
// builds too, before a wrong value can reach a table.

#pragma once

namespace tarn {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace tarn

#define CHECK(condition)                                    \
  do {                                                      \
    if (!(condition)) [[unlikely]] {                        \
      ::tarn::check_failed(#condition, __FILE__, __LINE__); \
    }                                                       \
  } while (false)
