#include "model/device.h"

#include <cpuid.h>
#include <malloc.h>
#include <cstdlib>

#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/Parallel.h>
#include <c10/core/DeviceGuard.h>
#include <torch/version.h>
#ifdef CRE_HAS_CUDA
#include <ATen/cuda/CUDAContext.h>
#endif

#include <optional>

#include "core/error.h"
#include "core/stage_run.h"
#include "core/text.h"
#include "core/version.h"
#include "layers/openmp.h"
#include "layers/runtime_compiler.h"
#include "model/cuda_devices.h"
#include "model/torch_version.h"

namespace cre {
namespace {

bool processor_has_bf16() {
#if defined(__x86_64__)
  // CPUID leaf 7: subleaf 1 EAX bit 5 is AVX512_BF16, subleaf 0 EDX bit 22 is AMX-BF16.
  unsigned a = 0, b = 0, c = 0, d = 0;
  const bool avx512 = __builtin_cpu_supports("avx512f") != 0;  // also asks whether the system saves the registers
  const bool avx512_bf16 = __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a & (1U << 5U)) != 0;
  const bool amx_bf16 = __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d & (1U << 22U)) != 0;
  return avx512 && (avx512_bf16 || amx_bf16);
#else
  return false;
#endif
}

openmp::Team start_with_team(unsigned threads) {
  require_torch_version();
  register_library("libtorch", TORCH_VERSION);
  // oneDNN waits for as many threads as it was told of, for ever if need be (pytorch#91547).
  const openmp::Team team = openmp::open_team(threads);
  at::set_num_threads(static_cast<int>(team.threads));
  setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);  // cuBLAS is deterministic only with a fixed workspace
  at::globalContext().setDeterministicAlgorithms(true, false);
  at::globalContext().setDeterministicFillUninitializedMemory(false);  // every value is written before it is read
  at::globalContext().setDeterministicCuDNN(true);
  at::globalContext().setBenchmarkCuDNN(false);
  at::globalContext().setAllowTF32CuDNN(false);  // fp32 is fp32: TF32 keeps three digits
  at::globalContext().setAllowTF32CuBLAS(false);
  // A step's activations are tens of MB each; given back to the system they would be faulted in anew every step.
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
  return team;
}

// A device may be there and serve nobody else: others fill its memory, or have it for themselves.
void require_usable(const at::Device& device, const std::string& text) {
  runtime_compiler();
  try {
    at::empty({1}, device);
  } catch (const c10::Error& error) {
    const std::string reason = error.what_without_backtrace();
    fail(ErrorKind::config, "device '", text, "' cannot be used: ", reason.substr(0, reason.find('\n')),
         "; nvidia-smi tells who else uses it");
  }
}

}  // namespace

at::Device parse_device(const std::string& text) {
  if (text == "cpu") {
    return at::kCPU;
  }
  const std::string prefix = "cuda:";
  std::optional<std::int64_t> index = 0;
  if (text.starts_with(prefix)) {
    index = parse_integer(text.substr(prefix.size()));
  } else if (text != "cuda") {
    index.reset();
  }
  if (!index || *index < 0) {
    fail(ErrorKind::config, "device '", text, "' is not one of cpu, cuda, cuda:0, cuda:1, ...");
  }
  if (*index >= cuda_facts().devices) {
    fail(ErrorKind::config, missing_device(text, cuda_facts()));
  }
  const at::Device device(at::kCUDA, static_cast<at::DeviceIndex>(*index));
  require_usable(device, text);
  return device;
}

std::string device_text(const at::Device& device) {
#ifdef CRE_HAS_CUDA
  if (device.is_cuda()) {
    const auto* facts = at::cuda::getDeviceProperties(device.index());
    return concat(device.str(), ", ", facts->name, ", compute capability ", facts->major, ".", facts->minor);
  }
#endif
  return device.str();
}

const Names<Precision>& precision_names() {
  static const Names<Precision> names = {
      {"auto", Precision::automatic}, {"fp32", Precision::fp32}, {"bf16", Precision::bf16}, {"fp16", Precision::fp16}};
  return names;
}

Precision resolve_precision(Precision asked, const at::Device& device) {
  if (asked != Precision::automatic) {
    return asked;
  }
  // The CUDA hook's name speaks of cuDNN, but what it tests is whether the current device has compute capability 8.0.
  const c10::OptionalDeviceGuard current(device.is_cpu() ? std::nullopt : std::optional(device));
  const bool hardware =
      device.is_cpu() ? processor_has_bf16() : at::detail::getCUDAHooks().supportsBFloat16ConvolutionWithCuDNNv8();
  return hardware ? Precision::bf16 : Precision::fp32;
}

const std::string& precision_text(Precision precision) {
  require(precision != Precision::automatic, "precision is resolved");
  return name_of(precision, precision_names());
}

at::ScalarType scalar_type(Precision precision) {
  require(precision != Precision::automatic, "precision is resolved");
  if (precision == Precision::fp16) {
    return at::kHalf;
  }
  return precision == Precision::bf16 ? at::kBFloat16 : at::kFloat;
}

unsigned start_torch(unsigned threads) {
  return start_with_team(threads).threads;
}

void start_torch(StageRun& stage) {
  const unsigned asked = stage.threads();
  const openmp::Team team = start_with_team(asked);
  const std::string limits = openmp::limits();
  if (team.threads < asked) {
    stage.use_threads(team.threads);
    stage.warn_of_this_run(concat("asked for ", counted(asked, "thread"), ", the OpenMP runtime gives ", team.threads,
                                  " (", limits.empty() ? "a limit on this process" : limits,
                                  "); the results are those of --threads ", team.threads));
  }
  if (team.processors < team.threads) {
    stage.warn_of_this_run(concat(team.threads, " threads share ", team.processors,
                                  team.processors == 1 ? " processor" : " processors", " (",
                                  limits.empty() ? "the affinity of this process" : limits,
                                  "), where they wait for each other; --threads ", team.processors, " is faster"));
  }
}

}  // namespace cre
