# Warnings are errors in our own code; headers of libraries come in as system headers.
add_library(cre_options INTERFACE)
target_compile_options(cre_options INTERFACE -Wall -Wextra -Wshadow -Wconversion -Werror)
# GCC 12 reports string concatenation as overlapping copies (GCC bug 105651).
target_compile_options(cre_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(CRE_BATCHES)
  # A private part of a class may be in an anonymous namespace, but GCC sees that in the first file of a batch only.
  target_compile_options(cre_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
target_include_directories(cre_options INTERFACE ${PROJECT_SOURCE_DIR}/lib)
if(CRE_SANITIZE)
  # Through instrumented code GCC follows the sizes of objects wrongly; the sanitizers see what is really written.
  target_compile_options(cre_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined
                                               -fno-omit-frame-pointer -Wno-stringop-overflow -Wno-array-bounds
                                               -Wno-maybe-uninitialized)
  target_link_options(cre_options INTERFACE -fsanitize=address,undefined)
endif()

find_program(CRE_CCACHE ccache)
if(CRE_CCACHE)
  # Precompiled headers need the first two; base_dir lets several build folders and clones share results.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CRE_CCACHE})
endif()
