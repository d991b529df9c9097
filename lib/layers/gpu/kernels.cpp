#include "layers/gpu/kernels.h"

#include "core/error.h"

#ifdef CRE_HAS_CUDA
#include <map>
#include <memory>
#include <mutex>
#include <tuple>
#include <vector>

#include <ATen/cuda/CUDAContext.h>
#include <c10/core/DeviceGuard.h>
#include <cuda.h>
#include <dlfcn.h>
#include <nvrtc.h>

#include "core/log.h"
#include "core/random.h"
#include "gpu_kernel_sources.h"
#include "layers/runtime_compiler.h"
#endif

namespace cre::gpu {
namespace {

std::optional<StandIn>& stand_in() {
  static std::optional<StandIn> present;
  return present;
}

}  // namespace

void stand_in_for_launches(std::optional<StandIn> present) {
  stand_in() = std::move(present);
}

unsigned block_threads() {
  constexpr unsigned on_device = 256;  // as THREADS in numbers.cu
  return stand_in() ? stand_in()->block_threads : on_device;
}

bool is_there(const at::Tensor& x) {
  return x.is_cuda() || stand_in().has_value();
}

#ifdef CRE_HAS_CUDA
namespace {

// Neither library is there at link time: the compiler lies within Python's wheels, the driver on machines with a GPU.
template <class Function>
Function* symbol(void* library, const char* name) {
  void* const found = library == nullptr ? nullptr : dlsym(library, name);
  if (found == nullptr) {
    fail(ErrorKind::config, name, " is not there");
  }
  return reinterpret_cast<Function*>(found);
}
#define CRE_TEXT(name) #name
#define CRE_SYMBOL(library, name) symbol<decltype(name)>(library, CRE_TEXT(name))

void* driver() {
  static void* const library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
  return library;
}

std::string source_of(const Program& program) {
  switch (program.source) {
    case Source::activation:
      return concat(sources::numbers, sources::curve, sources::activation);
    case Source::batch_norm:
      return concat(sources::numbers, sources::curve, sources::batch_norm);
    case Source::positions:
      return concat(sources::numbers, sources::positions);
    case Source::depthwise:
      return concat(sources::numbers, sources::depthwise);
    case Source::windows:
      return concat(sources::numbers, sources::windows);
    case Source::weights:
      break;
  }
  return concat(sources::numbers, sources::weights);
}

int number_kind(at::ScalarType number) {
  return number == at::kFloat ? 0 : (number == at::kBFloat16 ? 1 : 2);
}

std::vector<std::string> options_of(const Program& program, const std::string& architecture) {
  return {concat("--gpu-architecture=", architecture), "--std=c++17", "--device-as-default-execution-space",
          // Without contraction LeakyReLU and ReLU give the processor's results, value by value.
          program.source == Source::activation && program.choice == 0 ? "--fmad=false" : "--fmad=true",
          concat("-DNUMBER=", number_kind(program.number)),
          concat("-DDROPOUT_PURPOSE=", static_cast<unsigned>(RandomPurpose::dropout), "u"),
          concat(program.source == Source::depthwise ? "-DWIDTH=" : "-DCURVE=", program.choice)};
}

}  // namespace

std::string compiled(const Program& program, const std::string& architecture) {
  void* const nvrtc = runtime_compiler();
  nvrtcProgram compiling = nullptr;
  const std::string source = source_of(program);
  if (CRE_SYMBOL(nvrtc, nvrtcCreateProgram)(&compiling, source.c_str(), "kernels.cu", 0, nullptr, nullptr) !=
      NVRTC_SUCCESS) {
    fail(ErrorKind::config, "CUDA's compiler does not start");
  }
  std::vector<const char*> words;
  const std::vector<std::string> options = options_of(program, architecture);
  for (const std::string& option : options) {
    words.push_back(option.c_str());
  }
  const nvrtcResult result =
      CRE_SYMBOL(nvrtc, nvrtcCompileProgram)(compiling, static_cast<int>(words.size()), words.data());
  const bool good = result == NVRTC_SUCCESS;
  std::size_t size = 0;
  if (good) {
    CRE_SYMBOL(nvrtc, nvrtcGetCUBINSize)(compiling, &size);
  } else {
    CRE_SYMBOL(nvrtc, nvrtcGetProgramLogSize)(compiling, &size);
  }
  std::string text(size, '\0');
  if (good) {
    CRE_SYMBOL(nvrtc, nvrtcGetCUBIN)(compiling, text.data());
  } else {
    CRE_SYMBOL(nvrtc, nvrtcGetProgramLog)(compiling, text.data());
  }
  CRE_SYMBOL(nvrtc, nvrtcDestroyProgram)(&compiling);
  if (!good) {
    fail(ErrorKind::config, "CUDA's compiler: ", text.substr(0, text.find('\n')));
  }
  return text;
}

namespace {

// The kernels of a program on the current device; they stay loaded until the process ends.
class Loaded {
 public:
  explicit Loaded(const Program& program) {
    const cudaDeviceProp& device = *at::cuda::getCurrentDeviceProperties();
    const std::string code = compiled(program, concat("sm_", device.major, device.minor));
    if (CRE_SYMBOL(driver(), cuModuleLoadData)(&module_, code.data()) != CUDA_SUCCESS) {
      fail(ErrorKind::config, "the driver does not load the kernels");
    }
  }

  CUfunction function(const std::string& name) {
    CUfunction& found = functions_[name];
    if (found == nullptr && CRE_SYMBOL(driver(), cuModuleGetFunction)(&found, module_, name.c_str()) != CUDA_SUCCESS) {
      fail(ErrorKind::internal, "no kernel ", name);
    }
    return found;
  }

 private:
  CUmodule module_ = nullptr;
  std::map<std::string, CUfunction> functions_;
};

class AllLoaded {
 public:
  // Null where the kernels do not run.
  Loaded* of(const Program& program, const at::Device& device) {
    const std::scoped_lock lock(mutex_);
    std::unique_ptr<Loaded>& loaded =
        loaded_[{program.source, program.number, program.choice, static_cast<int>(device.index())}];
    if (!loaded && !failed_) {
      const c10::DeviceGuard guard(device);
      try {
        loaded = std::make_unique<Loaded>(program);
      } catch (const Error& error) {
        failed_ = true;
        log_warning(concat("kernels cannot be compiled for ", device.str(), " (", error.what(),
                           "); LibTorch's operations compute the same, more slowly"));
      }
    }
    return loaded.get();
  }

 private:
  std::mutex mutex_;
  bool failed_ = false;
  std::map<std::tuple<Source, at::ScalarType, int, int>, std::unique_ptr<Loaded>> loaded_;
};

AllLoaded& all_loaded() {
  static AllLoaded all;
  return all;
}

}  // namespace

bool runs(const Program& program, const at::Tensor& x) {
  const bool known = program.number == at::kFloat || program.number == at::kBFloat16 || program.number == at::kHalf;
  return known && is_there(x) && (stand_in().has_value() || all_loaded().of(program, x.device()) != nullptr);
}

namespace {

// A thread that has computed nothing on the device yet, as one of autograd, has no context for the driver's launches.
void make_current(const at::Device& device) {
  static auto* const current = CRE_SYMBOL(driver(), cuCtxGetCurrent);
  CUcontext context = nullptr;
  if (current(&context) == CUDA_SUCCESS && context != nullptr) {
    return;
  }
  CUdevice number = 0;
  if (CRE_SYMBOL(driver(), cuDeviceGet)(&number, device.index()) != CUDA_SUCCESS ||
      CRE_SYMBOL(driver(), cuDevicePrimaryCtxRetain)(&context, number) != CUDA_SUCCESS ||
      CRE_SYMBOL(driver(), cuCtxSetCurrent)(context) != CUDA_SUCCESS) {
    fail(ErrorKind::internal, "no context on ", device.str());
  }
}

void launch_on_device(const Program& program, const at::Device& device, const std::string& kernel, Grid grid,
                      void** arguments) {
  const c10::DeviceGuard guard(device);
  make_current(device);
  static auto* const start = CRE_SYMBOL(driver(), cuLaunchKernel);
  const CUresult result = start(all_loaded().of(program, device)->function(kernel), static_cast<unsigned>(grid.x),
                                static_cast<unsigned>(grid.y), 1, block_threads(), 1, 1, 0,
                                at::cuda::getCurrentCUDAStream(device.index()).stream(), arguments, nullptr);
  if (result != CUDA_SUCCESS) {
    fail(ErrorKind::internal, "kernel ", kernel, ": the launch failed with CUDA's error ", static_cast<int>(result));
  }
}

}  // namespace
#else
bool runs(const Program& /*program*/, const at::Tensor& /*x*/) {
  return stand_in().has_value();
}

std::string compiled(const Program& /*program*/, const std::string& architecture) {
  fail(ErrorKind::config, "this build has no CUDA to compile for ", architecture);
}

namespace {

void launch_on_device(const Program& /*program*/, const at::Device& device, const std::string& kernel, Grid /*grid*/,
                      void** /*arguments*/) {
  fail(ErrorKind::internal, "kernel ", kernel, " on ", device.str(), ": this build has no CUDA");
}

}  // namespace
#endif

void launch(const Program& program, const at::Device& device, const std::string& kernel, Grid grid, void** arguments) {
  if (grid.x == 0 || grid.y == 0) {
    return;
  }
  if (stand_in()) {
    stand_in()->launch(program, kernel, grid, arguments);
  } else {
    launch_on_device(program, device, kernel, grid, arguments);
  }
}

}  // namespace cre::gpu
