// A missing GPU is explained; what CUDA says on machines that have none of these troubles is made up here, in the words
// of LibTorch 2.11 and 2.13 (c10/cuda/CUDAFunctions.cpp).

#include "model/cuda_devices.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

TEST(CudaDevices, ABuildWithoutCudaSaysHowToGetOne) {
  EXPECT_EQ(
      missing_device("cuda", {}),
      "device 'cuda' is not there: this LibTorch has no CUDA; ./creflow setup --cuda makes a build that has, or use "
      "cpu");
}

TEST(CudaDevices, AMachineWithoutDriverIsToldWhichOneIsNeeded) {
  EXPECT_EQ(
      missing_device("cuda", {.devices = 0, .driver = false, .cuda = 13000, .complaint = ""}),
      "device 'cuda' is not there: this machine or container has no NVIDIA driver (libcuda.so.1); this LibTorch is "
      "made for CUDA 13.0 and needs driver 580 or newer; or use cpu");
}

TEST(CudaDevices, AnOldDriverIsNamedWithTheOneThatIsNeeded) {
  const std::string complaint =
      "CUDA initialization: The NVIDIA driver on your system is too old (found version 12020). Please update your GPU "
      "driver by downloading and installing a new version from the URL: http://www.nvidia.com/Download/index.aspx "
      "Alternatively, go to: https://pytorch.org to install a PyTorch version that has been compiled with your version "
      "of the CUDA driver.";
  EXPECT_EQ(
      missing_device("cuda:0", {.devices = 0, .driver = true, .cuda = 13000, .complaint = complaint}),
      "device 'cuda:0' cannot be used: the NVIDIA driver serves CUDA up to 12.2, this LibTorch is made for CUDA 13.0 "
      "and needs driver 580 or newer; update the driver, or use cpu");
}

TEST(CudaDevices, OtherComplaintsAreToldInOneLine) {
  const std::string complaint =
      "CUDA initialization: CUDA driver initialization failed, you might not have a CUDA gpu.\nException raised from";
  EXPECT_EQ(missing_device("cuda", {.devices = 0, .driver = true, .cuda = 13000, .complaint = complaint}),
            "device 'cuda' is not there: this machine offers 0 CUDA devices (CUDA initialization: CUDA driver "
            "initialization failed, you might not have a CUDA gpu.); use cpu");
}

TEST(CudaDevices, AnIndexBeyondThoseThatAreThere) {
  EXPECT_EQ(missing_device("cuda:3", {.devices = 2, .driver = true, .cuda = 12080, .complaint = ""}),
            "device 'cuda:3' is not there: this machine offers 2 CUDA devices; use cpu");
}

}  // namespace
}  // namespace cre
