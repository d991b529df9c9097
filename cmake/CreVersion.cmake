# Writes version.cpp at every build, but touches it only when the commit or the state of the tree changed.
add_custom_target(cre_version_file
  COMMAND ${CMAKE_COMMAND}
          -DSOURCE_DIR=${PROJECT_SOURCE_DIR} -DOUTPUT=${CMAKE_BINARY_DIR}/generated/git_state.h
          -P ${PROJECT_SOURCE_DIR}/cmake/write_git_state.cmake
  BYPRODUCTS ${CMAKE_BINARY_DIR}/generated/git_state.h
  VERBATIM)
