# How everything here is compiled: C++20, warnings are errors, sanitizers by option.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(TARN_SANITIZE "" CACHE STRING "Sanitizers for -fsanitize=, for example address,undefined")
option(TARN_FUZZ "Build the targets of fuzz/ with libFuzzer (Clang only)" OFF)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# A warning stops those who work on Tarn. It never stops those who only build it, whose compiler may know
# warnings that ours does not: the release preset turns this off.
option(TARN_WARNINGS_ARE_ERRORS "Stop at a warning" ON)
add_compile_options(-Wall -Wextra -Wno-missing-field-initializers)
if(TARN_WARNINGS_ARE_ERRORS)
  add_compile_options(-Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 takes inserted and replaced text of a std::string for overlapping (its bug 105651).
  add_compile_options(-Wno-restrict)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # GCC 12's own std::stable_sort calls what GCC 12 marks as deprecated.
  add_compile_options(-Wno-deprecated-declarations)
endif()
if(TARN_SANITIZE)
  add_compile_options(-fsanitize=${TARN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TARN_SANITIZE})
endif()
if(TARN_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "TARN_FUZZ needs Clang: libFuzzer is a part of it.")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
