# Libraries, tools and tests of creflow are declared with these functions, so that all follow the same rules.

# cre_add_library(<name> [NO_TORCH] SOURCES ... [DEPENDS ...])
# The library cre_<name> of the folder lib/<name>. NO_TORCH: configuring fails when LibTorch is reached through its
# dependencies. Without NO_TORCH the library uses LibTorch and the shared precompiled header.
function(cre_add_library name)
  cmake_parse_arguments(ARG "NO_TORCH" "" "SOURCES;DEPENDS" ${ARGN})
  if(NOT ARG_NO_TORCH)
    set_property(GLOBAL APPEND PROPERTY CRE_TORCH_LIBRARIES ${name})
    if(NOT CRE_WITH_TORCH)
      return()
    endif()
  endif()
  add_library(cre_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(cre_${name} PUBLIC cre_options ${ARG_DEPENDS})
  if(ARG_NO_TORCH)
    set_property(GLOBAL APPEND PROPERTY CRE_NO_TORCH_TARGETS cre_${name})
  else()
    cre_use_torch(cre_${name})
  endif()
  cre_in_batches(cre_${name})
endfunction()

# Several files a compiler call: what they include is read and instantiated once. Files with flags of their own stay
# alone. Names in anonymous namespaces must differ within a library.
function(cre_in_batches target)
  if(CRE_BATCHES)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${CRE_BATCH_SIZE})
  endif()
endfunction()

# What ./creflow run needs; benchmarks are made by cre_bench, tests by "all".
add_custom_target(cre_tools)

# cre_add_tool(<name> [NO_TORCH] DEPENDS ...): the executable of tools/<name>.cpp.
function(cre_add_tool name)
  cmake_parse_arguments(ARG "NO_TORCH" "" "DEPENDS" ${ARGN})
  if(NOT ARG_NO_TORCH AND NOT CRE_WITH_TORCH)
    return()
  endif()
  add_executable(${name} ${name}.cpp)
  add_dependencies(cre_tools ${name})
  target_link_libraries(${name} PRIVATE cre_options ${ARG_DEPENDS})
  if(ARG_NO_TORCH)
    set_property(GLOBAL APPEND PROPERTY CRE_NO_TORCH_TARGETS ${name})
    add_custom_command(TARGET ${name} POST_BUILD
      COMMAND ${CMAKE_COMMAND} -DBINARY=$<TARGET_FILE:${name}> -P ${PROJECT_SOURCE_DIR}/cmake/check_no_torch.cmake
      VERBATIM)
  endif()
endfunction()

# cre_add_test(<library folder> [NO_TORCH] SOURCES ... [DEPENDS ...]): unit tests of one library as one executable.
function(cre_add_test name)
  cmake_parse_arguments(ARG "NO_TORCH" "" "SOURCES;DEPENDS" ${ARGN})
  if(NOT ARG_NO_TORCH AND NOT CRE_WITH_TORCH)
    return()
  endif()
  add_executable(test_${name} ${ARG_SOURCES})
  target_link_libraries(test_${name} PRIVATE cre_options cre_${name} ${ARG_DEPENDS} GTest::gmock GTest::gtest_main)
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/unit)
  # What is tested is compiled as in the tools; the tests themselves need not be fast. GCC 12 takes string concatenation
  # for a write out of bounds at this level.
  target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-O1> $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>)
  if(ARG_NO_TORCH)
    cre_precompile(test_${name} cre_test_pch <gmock/gmock.h>)
  else()
    target_link_libraries(test_${name} PRIVATE LibTorch::LibTorch)
    cre_precompile(test_${name} cre_torch_test_pch <gmock/gmock.h> ${CRE_TORCH_HEADER})
  endif()
  gtest_discover_tests(test_${name} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60)
endfunction()

# LibTorch's headers take 20 s to parse: all users share one precompiled header.
set(CRE_TORCH_HEADER ${PROJECT_SOURCE_DIR}/lib/layers/torch.h)
function(cre_use_torch target)
  target_link_libraries(${target} PUBLIC LibTorch::LibTorch)
  cre_precompile(${target} cre_torch_pch ${CRE_TORCH_HEADER})
endfunction()

# cre_precompile(<target> <name> <header>...): headers that all targets which give the same name read precompiled. They
# have the compiler options and libraries of the first one.
function(cre_precompile target name)
  if(NOT TARGET ${name})
    file(WRITE ${CMAKE_BINARY_DIR}/${name}.cpp "")
    add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cpp)
    foreach(property COMPILE_OPTIONS LINK_LIBRARIES)
      get_target_property(value ${target} ${property})
      if(value)
        set_property(TARGET ${name} PROPERTY ${property} ${value})
      endif()
    endforeach()
    target_precompile_headers(${name} PRIVATE ${ARGN})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${name})
endfunction()

# Walks the link graph of every NO_TORCH target and stops when LibTorch is in it.
function(cre_check_no_torch)
  get_property(targets GLOBAL PROPERTY CRE_NO_TORCH_TARGETS)
  foreach(target ${targets})
    set(seen "")
    set(queue ${target})
    while(queue)
      list(POP_FRONT queue next)
      if(next IN_LIST seen OR NOT TARGET ${next})
        continue()
      endif()
      list(APPEND seen ${next})
      if(next STREQUAL "LibTorch::LibTorch")
        message(FATAL_ERROR "${target} is declared NO_TORCH but links LibTorch (through: ${seen})")
      endif()
      foreach(property LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
        get_target_property(links ${next} ${property})
        if(links)
          list(APPEND queue ${links})
        endif()
      endforeach()
    endwhile()
  endforeach()
endfunction()
