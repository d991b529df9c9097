#pragma once
// Which LibTorch this build was made for, and which one the process has loaded: programs that travel, or a
// LD_LIBRARY_PATH, bring others together than were meant.

#include <cstdint>
#include <string>

namespace cre {

/// "2.13.0", from the number in which LibTorch packs its version (a byte each for major, minor and patch, the highest
/// first).
std::string torch_version_text(std::uint64_t packed);

/// CUDA of the loaded LibTorch as CUDA counts it (13000 for 13.0); 0 where it has none.
std::int64_t loaded_cuda();
/// "13.0" for 13000.
std::string cuda_version_text(std::int64_t version);

/// For --version: "built for libtorch 2.13.0, loaded libtorch 2.13.0 with CUDA 13.0".
std::string torch_versions();

/// Throws config when the two versions differ: layouts of classes differ then, and anything may follow.
void require_torch_version(std::uint64_t built_for, std::uint64_t loaded);
/// The same for this process.
void require_torch_version();

}  // namespace cre
