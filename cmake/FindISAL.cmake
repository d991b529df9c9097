# ISA-L, which decompresses gzip twice as fast as zlib. Its packages have no CMake configuration, so header and library
# are looked for. Result: target ISAL::ISAL, ISAL_VERSION.
find_path(ISAL_INCLUDE isa-l/igzip_lib.h)
find_library(ISAL_LIBRARY isal)
mark_as_advanced(ISAL_INCLUDE ISAL_LIBRARY)
if(ISAL_INCLUDE AND ISAL_LIBRARY AND NOT TARGET ISAL::ISAL)
  add_library(ISAL::ISAL UNKNOWN IMPORTED)
  set_target_properties(ISAL::ISAL PROPERTIES IMPORTED_LOCATION ${ISAL_LIBRARY}
                                              INTERFACE_INCLUDE_DIRECTORIES ${ISAL_INCLUDE})
endif()
if(TARGET ISAL::ISAL)
  file(REAL_PATH ${ISAL_LIBRARY} real)
  if(real MATCHES "\\.so\\.([0-9.]+)$")  # libisal.so.2.0.30: the headers of all packages name no version
    set(ISAL_VERSION ${CMAKE_MATCH_1})
  endif()
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ISAL REQUIRED_VARS ISAL_LIBRARY ISAL_INCLUDE VERSION_VAR ISAL_VERSION)
