set(commit "unknown")
set(dirty false)
# Only what is compiled counts: the commit that last changed it. An edited README makes no dirty build, and a committed
# one no other programs, which would be a reason to run every stage again.
set(sources lib tools cmake CMakeLists.txt)
execute_process(COMMAND git -C ${SOURCE_DIR} log -1 --format=%H -- ${sources} OUTPUT_VARIABLE out RESULT_VARIABLE status
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(status EQUAL 0 AND out)
  set(commit ${out})
  execute_process(COMMAND git -C ${SOURCE_DIR} status --porcelain -- ${sources}
                  OUTPUT_VARIABLE changes ERROR_QUIET)
  if(NOT changes STREQUAL "")
    set(dirty true)
  endif()
endif()
set(content "#pragma once\n#define CRE_GIT_COMMIT \"${commit}\"\n#define CRE_GIT_DIRTY ${dirty}\n")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} old)
endif()
if(NOT "${old}" STREQUAL "${content}")
  file(WRITE ${OUTPUT} "${content}")
endif()
