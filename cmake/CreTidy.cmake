# `cmake --preset tidy && cmake --build --preset tidy`: clang-tidy over our own sources, in batches, since nearly all of
# its time goes into LibTorch's headers. It still takes long, so it is no test but a part of ./creflow check.
set(CRE_TIDY_JOBS 0 CACHE STRING "Batches that clang-tidy reads at once; 0: one a core")
find_program(CRE_RUN_CLANG_TIDY NAMES run-clang-tidy run-clang-tidy-14)
if(NOT CMAKE_DISABLE_PRECOMPILE_HEADERS)
  set(problem "clang-tidy cannot read precompiled headers of GCC; use the preset tidy")
elseif(NOT CRE_RUN_CLANG_TIDY)
  set(problem "there is no clang-tidy; its package is in envs/apt-check.txt")
endif()
if(problem)
  add_custom_target(tidy
    COMMAND ${CMAKE_COMMAND} -E echo "error: ${problem}" COMMAND ${CMAKE_COMMAND} -E false VERBATIM)
else()
  add_custom_target(tidy
    COMMAND ${CRE_RUN_CLANG_TIDY} -quiet -j ${CRE_TIDY_JOBS} -p ${CMAKE_BINARY_DIR}
            "(${PROJECT_SOURCE_DIR}|${CMAKE_BINARY_DIR})/(lib|tools)/.*"
    COMMENT "clang-tidy" VERBATIM USES_TERMINAL)
  add_dependencies(tidy cre_version_file)
endif()
