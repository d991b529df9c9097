# `cmake --build build/release --target tidy`: clang-tidy over our own sources; takes minutes, so it is no test.
find_program(CRE_RUN_CLANG_TIDY NAMES run-clang-tidy run-clang-tidy-14)
if(CRE_RUN_CLANG_TIDY)
  add_custom_target(tidy
    COMMAND ${CRE_RUN_CLANG_TIDY} -quiet -p ${CMAKE_BINARY_DIR} "${PROJECT_SOURCE_DIR}/(lib|tools)/.*"
    COMMENT "clang-tidy" VERBATIM USES_TERMINAL)
endif()
