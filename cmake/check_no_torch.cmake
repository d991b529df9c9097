# Run after linking a NO_TORCH tool: fails the build when the binary needs LibTorch at run time.
execute_process(COMMAND readelf -d ${BINARY} OUTPUT_VARIABLE dynamic RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "readelf could not read ${BINARY}")
endif()
if(dynamic MATCHES "NEEDED[^\n]*(libtorch|libc10)")
  message(FATAL_ERROR "${BINARY} is declared NO_TORCH but links LibTorch")
endif()
