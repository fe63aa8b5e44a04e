# DuckDB, as two targets:
#   DuckDB::duckdb  the library with its C API
#   DuckDB::cxx     the stable C++ API over it, compiled here
#
# DuckDB publishes no Linux library of this version apart from its drivers. The JDBC driver's
# library exports the whole C API and needs no JVM; headers and the C++ API come from the Python
# package's source distribution of the same version. Both are pinned by hash and fetched by the
# ordinary clients, so that a mirror or a proxy set up for those is used here too.
#
# The files lie in DUCKDB_HOME (include/ src/ lib/ and .done), outside the tree, so that every clone
# shares them. The folder appears whole or not at all, and of two builds that need it one fetches.
set(DUCKDB_VERSION "2.0.0")
set(DUCKDB_JAR_VERSION "2.0.0.1")
set(DUCKDB_JAR_SHA256 "6cb8b0e0fc51b2e45aead2d2c1e1fd09dd10267db2966e69aaab0de67319f826")
set(DUCKDB_SOURCES_SHA256 "09de511ef0dc76a5213e8d3d87a8b89bb4d3e8a6fe73a9f60dc001269946b44f")

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$")
  set(DUCKDB_LIBRARY "libduckdb_java.so_linux_amd64")
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
  set(DUCKDB_LIBRARY "libduckdb_java.so_linux_arm64")
else()
  message(FATAL_ERROR "Tarn builds on amd64 and arm64; this machine is ${CMAKE_SYSTEM_PROCESSOR}.")
endif()

if(DEFINED ENV{XDG_CACHE_HOME} AND NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
  set(duckdb_cache "$ENV{XDG_CACHE_HOME}")
else()
  set(duckdb_cache "$ENV{HOME}/.cache")
endif()
if(DEFINED ENV{DUCKDB_HOME} AND NOT "$ENV{DUCKDB_HOME}" STREQUAL "")
  set(duckdb_home "$ENV{DUCKDB_HOME}")
else()
  set(duckdb_home "${duckdb_cache}/tarn/duckdb-${DUCKDB_VERSION}")
endif()
set(DUCKDB_HOME "${duckdb_home}" CACHE PATH "DuckDB's files: include/ src/ lib/")

function(duckdb_check_hash file expected)
  file(SHA256 "${file}" actual)
  if(NOT actual STREQUAL expected)
    message(FATAL_ERROR "${file} is not the file that was pinned.\n"
                        "  expected SHA-256 ${expected}\n  found            ${actual}\n"
                        "Nothing was installed. Find out where the other file came from.")
  endif()
endfunction()

# Runs a client that downloads `what`; shows its output only where it fails.
function(duckdb_download what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT code EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "Could not fetch ${what} (exit code ${code}):\n  ${command}\n${output}")
  endif()
endfunction()

function(duckdb_fetch home)
  find_program(MVN mvn REQUIRED)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  set(partial "${home}.partial")
  set(downloads "${partial}/downloads")
  file(REMOVE_RECURSE "${partial}")
  file(MAKE_DIRECTORY "${downloads}")

  message(STATUS "Fetching DuckDB ${DUCKDB_VERSION} into ${home}")
  duckdb_download("DuckDB's library" "${MVN}" -q -B
    "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
    "-Dartifact=org.duckdb:duckdb_jdbc:${DUCKDB_JAR_VERSION}" "-DoutputDirectory=${downloads}")
  set(jar "${downloads}/duckdb_jdbc-${DUCKDB_JAR_VERSION}.jar")
  duckdb_check_hash("${jar}" "${DUCKDB_JAR_SHA256}")

  # pip asks the package's build backend for its metadata: 10 to 15 seconds, nothing is compiled.
  duckdb_download("DuckDB's headers" "${Python3_EXECUTABLE}" -m pip download -q
    --disable-pip-version-check --no-input --no-deps --no-binary duckdb -d "${downloads}"
    "duckdb==${DUCKDB_VERSION}")
  set(sources "${downloads}/duckdb-${DUCKDB_VERSION}.tar.gz")
  duckdb_check_hash("${sources}" "${DUCKDB_SOURCES_SHA256}")

  set(inside "duckdb-${DUCKDB_VERSION}/external/duckdb")
  file(ARCHIVE_EXTRACT INPUT "${jar}" DESTINATION "${partial}/lib" PATTERNS "${DUCKDB_LIBRARY}")
  file(ARCHIVE_EXTRACT INPUT "${sources}" DESTINATION "${downloads}"
       PATTERNS "${inside}/src/include/duckdb*.h" "${inside}/tools/cpp/duckdb_cpp*"
                "${inside}/LICENSE")
  file(GLOB headers "${downloads}/${inside}/src/include/*.h"
                    "${downloads}/${inside}/tools/cpp/*.hpp")
  file(COPY ${headers} DESTINATION "${partial}/include")
  file(COPY "${downloads}/${inside}/tools/cpp/duckdb_cpp.cpp" DESTINATION "${partial}/src")
  file(COPY "${downloads}/${inside}/LICENSE" DESTINATION "${partial}")
  file(REMOVE_RECURSE "${downloads}")
  file(TOUCH "${partial}/.done")
  file(RENAME "${partial}" "${home}")
endfunction()

if(NOT EXISTS "${DUCKDB_HOME}/.done")
  if(EXISTS "${DUCKDB_HOME}")
    message(FATAL_ERROR "${DUCKDB_HOME} is there, but it does not hold DuckDB ${DUCKDB_VERSION} (no "
                        ".done in it). Remove it, or name another folder with DUCKDB_HOME.")
  endif()
  if("$ENV{OFFLINE}" STREQUAL "1")
    message(FATAL_ERROR "OFFLINE=1, and this is missing: DuckDB ${DUCKDB_VERSION} in ${DUCKDB_HOME} "
                        "(Maven org.duckdb:duckdb_jdbc:${DUCKDB_JAR_VERSION} and the source "
                        "distribution of PyPI's duckdb==${DUCKDB_VERSION}).")
  endif()
  cmake_path(GET DUCKDB_HOME PARENT_PATH duckdb_parent)
  file(MAKE_DIRECTORY "${duckdb_parent}")
  file(LOCK "${DUCKDB_HOME}.lock" GUARD FILE TIMEOUT 900)
  if(NOT EXISTS "${DUCKDB_HOME}/.done")  # another build may have fetched it while this one waited
    duckdb_fetch("${DUCKDB_HOME}")
  endif()
  file(LOCK "${DUCKDB_HOME}.lock" RELEASE)
endif()

add_library(DuckDB::duckdb SHARED IMPORTED GLOBAL)
# The file keeps the name under which the library knows itself, so that the loader finds it.
set_target_properties(DuckDB::duckdb PROPERTIES
  IMPORTED_LOCATION "${DUCKDB_HOME}/lib/${DUCKDB_LIBRARY}"
  IMPORTED_SONAME "${DUCKDB_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${DUCKDB_HOME}/include")

add_library(duckdb_cxx STATIC "${DUCKDB_HOME}/src/duckdb_cpp.cpp")
add_library(DuckDB::cxx ALIAS duckdb_cxx)
target_compile_options(duckdb_cxx PRIVATE -w)  # its warnings are not ours to answer
target_include_directories(duckdb_cxx SYSTEM PUBLIC "${DUCKDB_HOME}/include")
target_link_libraries(duckdb_cxx PUBLIC DuckDB::duckdb)
