include(GoogleTest)

# room(<name> [MAY_INCLUDE <room>...] [USES <library>...])
#
# The folder src/<name> as one library, tarn_<name>, and its tests beside it as <name>_test.
# A room may include the rooms that it names, and no others: tests/rooms_test.py reads the list from
# the root CMakeLists.txt and the includes from the sources.
function(room name)
  cmake_parse_arguments(ROOM "" "" "MAY_INCLUDE;USES" ${ARGN})
  set(folder "${CMAKE_SOURCE_DIR}/src/${name}")
  file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cc")
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cc$")

  if(sources)
    add_library(tarn_${name} STATIC ${sources})
    set(visibility PUBLIC)
  else()
    add_library(tarn_${name} INTERFACE)
    set(visibility INTERFACE)
  endif()
  target_include_directories(tarn_${name} ${visibility} "${CMAKE_SOURCE_DIR}/src")
  list(TRANSFORM ROOM_MAY_INCLUDE PREPEND tarn_ OUTPUT_VARIABLE rooms)
  target_link_libraries(tarn_${name} ${visibility} ${rooms} ${ROOM_USES} Threads::Threads)

  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE tarn_${name} GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE TARN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    gtest_discover_tests(${name}_test DISCOVERY_MODE PRE_TEST NO_PRETTY_VALUES
                         TEST_PREFIX ${name}. PROPERTIES LABELS unit)
  endif()
endfunction()
