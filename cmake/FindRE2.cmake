# RE2, the regular expressions of qc.columns.group_pattern.
#
# Newer packages (conda-forge) have a CMake configuration with the target re2::re2; those of Debian 12 and Ubuntu 24.04
# have none, so header and library are looked for. Result: target re2::re2, RE2_VERSION (that of the shared library).
find_package(re2 CONFIG QUIET)
if(NOT TARGET re2::re2)
  find_path(RE2_INCLUDE re2/re2.h)
  find_library(RE2_LIBRARY re2)
  mark_as_advanced(RE2_INCLUDE RE2_LIBRARY)
  if(RE2_INCLUDE AND RE2_LIBRARY)
    add_library(re2::re2 UNKNOWN IMPORTED)
    set_target_properties(re2::re2 PROPERTIES IMPORTED_LOCATION ${RE2_LIBRARY}
                                              INTERFACE_INCLUDE_DIRECTORIES ${RE2_INCLUDE}
                                              INTERFACE_LINK_LIBRARIES Threads::Threads)
  endif()
endif()

if(TARGET re2::re2)
  # libre2.so.9.0.0: the headers name no version.
  foreach(property IMPORTED_LOCATION IMPORTED_LOCATION_RELEASE IMPORTED_LOCATION_NOCONFIG)
    get_target_property(location re2::re2 ${property})
    if(location)
      file(REAL_PATH ${location} real)
      if(real MATCHES "\\.so\\.([0-9.]+)$")
        set(RE2_VERSION ${CMAKE_MATCH_1})
      endif()
    endif()
  endforeach()
  if(NOT RE2_VERSION)
    set(RE2_VERSION unknown)
  endif()
  set(RE2_TARGET re2::re2)
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(RE2 REQUIRED_VARS RE2_TARGET VERSION_VAR RE2_VERSION)
