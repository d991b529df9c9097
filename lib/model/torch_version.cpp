#include "model/torch_version.h"

#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <torch/csrc/inductor/aoti_torch/c/shim.h>
#include <torch/version.h>

#include "core/error.h"

namespace cre {

std::string torch_version_text(std::uint64_t packed) {
  return concat(packed >> 56U, ".", (packed >> 48U) & 0xFFU, ".", (packed >> 40U) & 0xFFU);
}

std::int64_t loaded_cuda() {
  try {
    return at::detail::getCUDAHooks().versionCUDART();
  } catch (const c10::Error&) {  // without CUDA this question is an error
    return 0;
  }
}

std::string cuda_version_text(std::int64_t version) {
  return concat(version / 1000, ".", version % 1000 / 10);
}

std::string torch_versions() {
  const std::int64_t cuda = loaded_cuda();
  return concat("built for libtorch ", torch_version_text(TORCH_ABI_VERSION), ", loaded libtorch ",
                torch_version_text(aoti_torch_abi_version()),
                cuda == 0 ? std::string(" without CUDA") : concat(" with CUDA ", cuda_version_text(cuda)));
}

void require_torch_version(std::uint64_t built_for, std::uint64_t loaded) {
  const std::string wanted = torch_version_text(built_for), found = torch_version_text(loaded);
  if (wanted != found) {
    fail(
        ErrorKind::config, "this program was built for LibTorch ", wanted, " and has loaded ", found,
        "; bring back that LibTorch (what stands in LD_LIBRARY_PATH?) or build creflow for this one (./creflow setup)");
  }
}

void require_torch_version() {
  require_torch_version(TORCH_ABI_VERSION, aoti_torch_abi_version());
}

}  // namespace cre
