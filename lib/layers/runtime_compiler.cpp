#include "layers/runtime_compiler.h"

#include <dlfcn.h>
#include <glob.h>
#include <link.h>

#include <cstddef>
#include <filesystem>
#include <string>

namespace cre {
namespace {

namespace fs = std::filesystem;

int keep_folder_of_cuda(dl_phdr_info* library, std::size_t, void* folder) {
  const fs::path file = library->dlpi_name;
  if (file.filename().string().starts_with("libcudart.so")) {
    *static_cast<fs::path*>(folder) = file.parent_path();
    return 1;
  }
  return 0;
}

// The first library of that pattern; null when there is none.
void* load_one(const fs::path& pattern) {
  glob_t found{};
  void* handle = nullptr;
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0 && found.gl_pathc > 0) {
    handle = dlopen(found.gl_pathv[0], RTLD_NOW | RTLD_LOCAL);
  }
  globfree(&found);
  return handle;
}

void* load_compiler() {
  fs::path cuda;
  dl_iterate_phdr(keep_folder_of_cuda, &cuda);
  if (cuda.empty()) {
    return nullptr;
  }
  for (const fs::path& folder : {cuda, cuda / "../../cuda_nvrtc/lib"}) {  // wheels of CUDA 13, and of CUDA 12
    void* const compiler = load_one(folder / "libnvrtc.so.*[0-9]");
    if (compiler != nullptr && load_one(folder / "libnvrtc-builtins.so.*[0-9]") != nullptr) {
      return compiler;
    }
  }
  return nullptr;
}

}  // namespace

void* runtime_compiler() {
  static void* const compiler = load_compiler();
  return compiler;
}

}  // namespace cre
