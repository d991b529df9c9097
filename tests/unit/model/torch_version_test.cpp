#include "model/torch_version.h"

#include <torch/version.h>

#include "expect_error.h"

namespace cre {
namespace {

constexpr std::uint64_t packed(std::uint64_t major, std::uint64_t minor, std::uint64_t patch) {
  return major << 56U | minor << 48U | patch << 40U;
}

TEST(TorchVersion, IsThatOfTheLoadedLibrary) {
  EXPECT_EQ(torch_version_text(TORCH_ABI_VERSION), TORCH_VERSION);
  EXPECT_THAT(torch_versions(),
              testing::StartsWith("built for libtorch " TORCH_VERSION ", loaded libtorch " TORCH_VERSION));
  require_torch_version();
}

TEST(TorchVersion, AnotherOneIsRefused) {
  expect_error(ErrorKind::config, "this program was built for LibTorch 2.13.0 and has loaded 2.11.1",
               [] { require_torch_version(packed(2, 13, 0), packed(2, 11, 1)); });
}

TEST(TorchVersion, OfCuda) {
  EXPECT_EQ(cuda_version_text(13000), "13.0");
  EXPECT_EQ(cuda_version_text(12080), "12.8");
}

}  // namespace
}  // namespace cre
