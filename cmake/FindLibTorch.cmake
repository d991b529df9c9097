# LibTorch out of the Python wheel, CPU or CUDA, without a CUDA toolkit.
#
# PyTorch's own package files ask for nvcc as soon as the wheel is a CUDA wheel. creflow compiles no .cu file, so it
# links the shared libraries of the wheel by hand. Variables: CRE_TORCH_DIR, the folder site-packages/torch (default:
# that of .venv, then of the python3 in PATH). Result: target LibTorch::LibTorch, LibTorch_VERSION, LibTorch_CUDA.
set(CRE_TORCH_DIR "" CACHE PATH "site-packages/torch of the LibTorch to use")
if(NOT CRE_TORCH_DIR)
  file(GLOB candidates ${PROJECT_SOURCE_DIR}/.venv/lib/python3*/site-packages/torch)
  if(NOT candidates)
    execute_process(
      COMMAND python3 -c "import importlib.util as u; print(u.find_spec('torch').submodule_search_locations[0])"
      OUTPUT_VARIABLE candidates OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
  if(candidates)
    list(GET candidates 0 found)
    set(CRE_TORCH_DIR ${found} CACHE PATH "site-packages/torch of the LibTorch to use" FORCE)
  endif()
endif()

find_path(LibTorch_INCLUDE torch/script.h PATHS ${CRE_TORCH_DIR}/include NO_DEFAULT_PATH)
find_library(LibTorch_LIBRARY torch PATHS ${CRE_TORCH_DIR}/lib NO_DEFAULT_PATH)
find_library(LibTorch_CPU_LIBRARY torch_cpu PATHS ${CRE_TORCH_DIR}/lib NO_DEFAULT_PATH)
find_library(LibTorch_C10_LIBRARY c10 PATHS ${CRE_TORCH_DIR}/lib NO_DEFAULT_PATH)
find_library(LibTorch_CUDA_LIBRARY torch_cuda PATHS ${CRE_TORCH_DIR}/lib NO_DEFAULT_PATH)
find_library(LibTorch_C10_CUDA_LIBRARY c10_cuda PATHS ${CRE_TORCH_DIR}/lib NO_DEFAULT_PATH)
# The OpenMP that the wheel brings along; its name differs between wheels. Another one would be a second set of threads.
file(GLOB LibTorch_OPENMP_LIBRARY ${CRE_TORCH_DIR}/lib/libgomp*.so* ${CRE_TORCH_DIR}/../torch.libs/libgomp*.so*)
mark_as_advanced(LibTorch_INCLUDE LibTorch_LIBRARY LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY LibTorch_CUDA_LIBRARY
                 LibTorch_C10_CUDA_LIBRARY)

if(EXISTS ${CRE_TORCH_DIR}/version.py)
  file(STRINGS ${CRE_TORCH_DIR}/version.py line REGEX "^__version__")
  string(REGEX REPLACE ".*'([^']*)'.*" "\\1" LibTorch_VERSION "${line}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LibTorch_LIBRARY LibTorch_INCLUDE LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY LibTorch_OPENMP_LIBRARY
  VERSION_VAR LibTorch_VERSION)

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  set(LibTorch_CUDA OFF)
  set(libraries ${LibTorch_LIBRARY} ${LibTorch_CPU_LIBRARY} ${LibTorch_C10_LIBRARY} ${LibTorch_OPENMP_LIBRARY})
  set(includes ${LibTorch_INCLUDE} ${LibTorch_INCLUDE}/torch/csrc/api/include)
  if(LibTorch_CUDA_LIBRARY)
    set(LibTorch_CUDA ON)
    list(APPEND libraries ${LibTorch_CUDA_LIBRARY} ${LibTorch_C10_CUDA_LIBRARY})
    # CUDA's own headers come from wheels as well (nvidia-cuda-runtime, -crt, -cccl).
    foreach(folder ${CRE_TORCH_DIR}/../nvidia/cu13/include ${CRE_TORCH_DIR}/../nvidia/cu13/include/cccl
                   ${CRE_TORCH_DIR}/../nvidia/nccl/include)
      if(EXISTS ${folder})
        list(APPEND includes ${folder})
      endif()
    endforeach()
  endif()
  add_library(LibTorch::LibTorch INTERFACE IMPORTED)
  target_include_directories(LibTorch::LibTorch SYSTEM INTERFACE ${includes})
  # Few programs refer to libtorch_cuda by symbol: without --no-as-needed the linker drops it and CUDA is never
  # registered. The C++ library comes first: some wheels (2.11 with CUDA) export a std::filesystem of their own, whose
  # remove_all is no whole one and would be found before the real one.
  target_link_libraries(LibTorch::LibTorch INTERFACE
    -Wl,--no-as-needed stdc++ ${libraries} -Wl,--as-needed -Wl,--allow-shlib-undefined -Wl,-rpath,${CRE_TORCH_DIR}/lib)
  target_compile_options(LibTorch::LibTorch INTERFACE -Wno-interference-size)
endif()
