#include "model/cuda_devices.h"

#include <dlfcn.h>

#include <cstdlib>

#include "core/text.h"
#include "layers/torch.h"
#include "model/torch_version.h"

namespace cre {
namespace {

// LibTorch finds no device where CUDA fails, and says why in a warning.
class Complaint : public c10::WarningHandler {
 public:
  void process(const c10::Warning& warning) override { text = warning.msg(); }
  std::string text;
};

bool has_driver() {
  void* const library = dlopen("libcuda.so.1", RTLD_LAZY);
  if (library != nullptr) {
    dlclose(library);
  }
  return library != nullptr;
}

CudaFacts look_for_devices() {
  Complaint complaint;
  const c10::WarningUtils::WarningHandlerGuard listening(&complaint);
  const auto devices = static_cast<std::uint8_t>(torch::cuda::device_count());  // complains, so it comes first
  return {.devices = devices, .driver = has_driver(), .cuda = loaded_cuda(), .complaint = complaint.text};
}

// The first driver of each CUDA, from NVIDIA's table "CUDA Toolkit and Minimum Required Driver Version for CUDA Minor
// Version Compatibility" (CUDA release notes).
std::string first_driver(std::int64_t cuda) {
  const std::int64_t major = cuda / 1000;
  const char* driver = major == 11 ? "450" : major == 12 ? "525" : major == 13 ? "580" : nullptr;
  return driver == nullptr ? "a newer driver" : concat("driver ", driver, " or newer");
}

// "... driver on your system is too old (found version 12020). ...": what CUDA the driver serves; 0: not that
// complaint.
std::int64_t too_old_driver(const std::string& complaint) {
  const std::string before = "found version ";
  const std::size_t place = complaint.find(before);
  return complaint.find("too old") == std::string::npos || place == std::string::npos
             ? 0
             : std::atoll(complaint.c_str() + place + before.size());
}

}  // namespace

const CudaFacts& cuda_facts() {
  static const CudaFacts facts = look_for_devices();
  return facts;
}

std::string missing_device(const std::string& device, const CudaFacts& facts) {
  if (facts.cuda == 0) {
    return concat(
        "device '", device,
        "' is not there: this LibTorch has no CUDA; ./creflow setup --cuda makes a build that has, or use cpu");
  }
  if (!facts.driver) {
    return concat("device '", device, "' is not there: this machine or container has no NVIDIA driver (libcuda.so.1); ",
                  "this LibTorch is made for CUDA ", cuda_version_text(facts.cuda), " and needs ",
                  first_driver(facts.cuda), "; or use cpu");
  }
  if (const std::int64_t served = too_old_driver(facts.complaint); served != 0) {
    return concat("device '", device, "' cannot be used: the NVIDIA driver serves CUDA up to ",
                  cuda_version_text(served), ", this LibTorch is made for CUDA ", cuda_version_text(facts.cuda),
                  " and needs ", first_driver(facts.cuda), "; update the driver, or use cpu");
  }
  const std::string reason = facts.complaint.substr(0, facts.complaint.find('\n'));
  return concat("device '", device, "' is not there: this machine offers ", facts.devices, " CUDA devices",
                reason.empty() ? "" : concat(" (", reason, ")"), "; use cpu");
}

}  // namespace cre
